#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Pixels as light: 16 bits each of red, green and blue, times how opaque the pixel is, and that.
enum LinearLight {
  /// Bytes a pixel.
  static let bytes = 8

  /// libpng's idea of sRGB: this power comes close to its curve, and what libpng takes apart by it comes back exactly.
  private static let power = 2.2

  /// The byte for each amount of light.
  private static let encoded = (0...65_535).map { UInt8(pow(Double($0) / 65_535, 1 / power) * 255 + 0.5) }

  /// Lays pixels on the ground and encodes them, in place: the first three bytes of each are its colour then.
  static func encode(_ pixels: UnsafeMutablePointer<UInt8>, count: Int) {
    let encoded = encoded
    let ground = pow(Double(PictureFile.ground) / 255, power)
    for pixel in 0..<count {
      let place = UnsafeRawPointer(pixels + bytes * pixel)
      func component(_ index: Int) -> Int { Int(place.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)) }
      let behind = Int(ground * Double(65_535 - component(3)) + 0.5)
      let colors = (component(0) + behind, component(1) + behind, component(2) + behind)
      pixels[bytes * pixel] = encoded[min(colors.0, 65_535)]
      pixels[bytes * pixel + 1] = encoded[min(colors.1, 65_535)]
      pixels[bytes * pixel + 2] = encoded[min(colors.2, 65_535)]
    }
  }
}
