import CellCanvas

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Room for the pixels that a library decodes all at once.
enum PixelBuffer {
  /// Lets a library fill in all pixels, and keeps a picture that is not larger than any is to be.
  ///
  /// - Parameters:
  ///   - components: bytes a pixel: 1 of grey, 3 of red, green and blue, or more, of which the first three count.
  ///   - fill: writes the pixels, row after row.
  static func reduced(
    width: Int, height: Int, components: Int,
    fill: (UnsafeMutablePointer<UInt8>) throws(PictureFault) -> Void
  ) throws(PictureFault) -> Picture {
    let (pixelCount, isTooMany) = width.multipliedReportingOverflow(by: height)
    let (byteCount, isTooLarge) = pixelCount.multipliedReportingOverflow(by: components)
    guard !isTooMany, !isTooLarge, byteCount > 0 else { throw .noMemory }
    // Swift's own allocation ends the program when there is no room.
    guard let memory = calloc(byteCount, 1) else { throw .noMemory }
    defer { free(memory) }
    let pixels = memory.assumingMemoryBound(to: UInt8.self)
    try fill(pixels)
    var reduction = PictureReduction(width: width, height: height, longestSide: PictureFile.longestSide)
    var row = [UInt8](repeating: 0, count: 3 * width)
    for y in 0..<height {
      let first = pixels + y * width * components
      for x in 0..<width {
        for component in 0..<3 { row[3 * x + component] = first[components * x + (components == 1 ? 0 : component)] }
      }
      row.withUnsafeBufferPointer { reduction.add($0) }
    }
    return reduction.picture
  }
}
