/// A picture in colours of its own.
public struct Picture: Hashable, Sendable {
  /// Pixels across.
  public let width: Int
  /// Pixels down.
  public let height: Int
  /// Three bytes a pixel, red, green and blue, row after row.
  public let bytes: [UInt8]

  /// A picture from its bytes.
  public init(width: Int, height: Int, bytes: [UInt8]) {
    precondition(width > 0 && height > 0 && bytes.count == 3 * width * height, "a picture has three bytes a pixel")
    self.width = width
    self.height = height
    self.bytes = bytes
  }

  /// The picture at another resolution.
  public func pixels(width newWidth: Int, height newHeight: Int) -> Pixels {
    means(newWidth, newHeight).remembering(width: width, height: height, sample: means)
  }

  @Sendable private func means(_ newWidth: Int, _ newHeight: Int) -> Pixels {
    Resampling(width: width, height: height, newWidth: newWidth, newHeight: newHeight).pixels { covered in
      var sums = SIMD3<Int>(repeating: covered.count / 2)
      covered.forEach { sums &+= SIMD3(Int(bytes[3 * $0]), Int(bytes[3 * $0 + 1]), Int(bytes[3 * $0 + 2])) }
      func mean(_ component: Int) -> UInt8 { UInt8(sums[component] / covered.count) }
      return .color(red: mean(0), green: mean(1), blue: mean(2))
    }
  }

  /// Draws the picture as large as `region` allows, in the middle of it.
  @discardableResult
  public func draw(in canvas: inout Canvas, region: Region) -> Region {
    Resampling.draw(width: width, height: height, in: &canvas, region: region, pixels: pixels)
  }

  /// Only the sides go in: millions of bytes would cost more than the rare clash of two pictures of one size.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(width)
    hasher.combine(height)
  }
}
