/// Makes a picture smaller while its rows arrive one by one, so that the large one need not be held.
///
/// Each new pixel is the mean of the area that it covers; pixels on its border count by the part inside (a box filter).
/// Whole numbers only: the result is the exact mean, rounded.
public struct PictureReduction: Sendable {
  /// Pixels across the large picture.
  public let width: Int
  /// Pixels down the large picture.
  public let height: Int
  /// Pixels across the small picture.
  public let newWidth: Int
  /// Pixels down the small picture.
  public let newHeight: Int

  private let largest: Int
  private var bytes: [UInt8] = []
  private var row = 0
  /// One row made narrower: sums that are `width` times as large as the mean.
  private var narrow: [Int]
  /// The row of new pixels that is being summed up.
  private var sums: [Int]

  /// A reduction that waits for its first row.
  ///
  /// - Parameter largest: the value of a component at full brightness, at most 65,535.
  public init(width: Int, height: Int, newWidth: Int, newHeight: Int, largest: Int = 255) {
    precondition(
      newWidth > 0 && newHeight > 0 && newWidth <= width && newHeight <= height, "a reduction makes nothing larger")
    precondition((1...65_535).contains(largest), "a component has 8 or 16 bits")
    self.width = width
    self.height = height
    self.newWidth = newWidth
    self.newHeight = newHeight
    self.largest = largest
    narrow = Array(repeating: 0, count: 3 * newWidth)
    sums = narrow
    bytes.reserveCapacity(3 * newWidth * newHeight)
  }

  /// A reduction to at most `side` pixels on the longer side, and to no fewer than one on the other.
  public init(width: Int, height: Int, longestSide side: Int, largest: Int = 255) {
    let longer = max(width, height, side)
    func reduced(_ length: Int) -> Int { max(1, (length * side + longer / 2) / longer) }
    self.init(
      width: width, height: height, newWidth: min(width, reduced(width)), newHeight: min(height, reduced(height)),
      largest: largest)
  }

  /// Takes the next row: three components a pixel, each 0...`largest`.
  public mutating func add(_ components: UnsafeBufferPointer<UInt16>) {
    precondition(components.count == 3 * width, "a row has three components a pixel")
    squeeze { Int(components[$0]) }
    addNarrow()
  }

  /// Takes the next row: three bytes a pixel.
  public mutating func add(_ components: UnsafeBufferPointer<UInt8>) {
    precondition(components.count == 3 * width, "a row has three components a pixel")
    squeeze { Int(components[$0]) }
    addNarrow()
  }

  /// The small picture, as soon as all rows were taken.
  public var picture: Picture {
    precondition(row == height, "\(height - row) rows of the picture are missing")
    return Picture(width: newWidth, height: newHeight, bytes: bytes)
  }

  /// Places are counted in 1/newWidth of an old pixel: there an old pixel is newWidth long and a new one width.
  @inline(__always)
  private mutating func squeeze(_ component: (Int) -> Int) {
    narrow.withUnsafeMutableBufferPointer { narrow in
      narrow.update(repeating: 0)
      var new = 0
      var end = width  // of the new pixel
      for old in 0..<width {
        let after = (old + 1) * newWidth
        let (red, green, blue) = (component(3 * old), component(3 * old + 1), component(3 * old + 2))
        let beyond = max(0, after - end)
        let inside = newWidth - beyond
        narrow[3 * new] += inside * red
        narrow[3 * new + 1] += inside * green
        narrow[3 * new + 2] += inside * blue
        guard after >= end, new + 1 < newWidth else { continue }
        new += 1
        end += width
        narrow[3 * new] = beyond * red
        narrow[3 * new + 1] = beyond * green
        narrow[3 * new + 2] = beyond * blue
      }
    }
  }

  /// The same down the columns, with whole rows.
  private mutating func addNarrow() {
    precondition(row < height, "the picture has no more rows")
    let end = (bytes.count / (3 * newWidth) + 1) * height
    let after = (row + 1) * newHeight
    let beyond = max(0, after - end)
    let inside = newHeight - beyond
    for index in sums.indices { sums[index] += inside * narrow[index] }
    row += 1
    guard after >= end else { return }
    // Each sum is width · height times the mean of its components.
    let scale = width * height * largest
    for index in sums.indices {
      bytes.append(UInt8((sums[index] * 255 + scale / 2) / scale))
      sums[index] = beyond * narrow[index]
    }
  }
}

extension Picture {
  /// The picture with other sides: along an axis that gets shorter each new pixel is the mean of what it covers, along
  /// one that gets longer a mixture of the two nearest ones.
  public func resized(width newWidth: Int, height newHeight: Int) -> Picture {
    precondition(newWidth > 0 && newHeight > 0, "a picture has at least one pixel")
    return reduced(width: min(width, newWidth), height: min(height, newHeight))
      .enlarged(width: newWidth, height: newHeight)
  }

  /// The largest part around the middle that has the proportions of `shape`'s sides.
  public func croppedToProportions(width across: Int, height down: Int) -> Picture {
    let cropWidth = max(1, min(width, (height * across + down / 2) / down))
    let cropHeight = max(1, min(height, (width * down + across / 2) / across))
    return middle(width: cropWidth, height: cropHeight)
  }

  /// So many pixels around the middle, at most all.
  public func middle(width cropWidth: Int, height cropHeight: Int) -> Picture {
    precondition(
      (1...width).contains(cropWidth) && (1...height).contains(cropHeight), "a part is not larger than the picture")
    guard (cropWidth, cropHeight) != (width, height) else { return self }
    let (left, top) = ((width - cropWidth) / 2, (height - cropHeight) / 2)
    let rows = (top..<top + cropHeight).map { bytes[3 * ($0 * width + left)..<3 * ($0 * width + left + cropWidth)] }
    return Picture(width: cropWidth, height: cropHeight, bytes: rows.flatMap { $0 })
  }

  private func reduced(width newWidth: Int, height newHeight: Int) -> Picture {
    guard (newWidth, newHeight) != (width, height) else { return self }
    var reduction = PictureReduction(width: width, height: height, newWidth: newWidth, newHeight: newHeight)
    bytes.withUnsafeBufferPointer { bytes in
      for row in 0..<height {
        reduction.add(UnsafeBufferPointer(rebasing: bytes[3 * width * row..<3 * width * (row + 1)]))
      }
    }
    return reduction.picture
  }

  /// Bilinear.
  private func enlarged(width newWidth: Int, height newHeight: Int) -> Picture {
    guard (newWidth, newHeight) != (width, height) else { return self }
    let across = Self.mixtures(newWidth, of: width)
    let down = Self.mixtures(newHeight, of: height)
    var enlarged: [UInt8] = []
    enlarged.reserveCapacity(3 * newWidth * newHeight)
    for row in down {
      for column in across {
        for component in 0..<3 {
          func at(_ y: Int, _ x: Int) -> Float { Float(bytes[3 * (y * width + x) + component]) }
          let upper = at(row.first, column.first) * (1 - column.share) + at(row.first, column.second) * column.share
          let lower = at(row.second, column.first) * (1 - column.share) + at(row.second, column.second) * column.share
          enlarged.append(UInt8((upper * (1 - row.share) + lower * row.share).rounded()))
        }
      }
    }
    return Picture(width: newWidth, height: newHeight, bytes: enlarged)
  }

  /// Which two old pixels each new one lies between along an axis, and the share of the second.
  private static func mixtures(_ count: Int, of old: Int) -> [(first: Int, second: Int, share: Float)] {
    (0..<count).map { index in
      let center = (Float(index) + 0.5) * Float(old) / Float(count) - 0.5
      let held = min(max(center, 0), Float(old - 1))
      let first = Int(held)
      return (first, min(first + 1, old - 1), held - Float(first))
    }
  }
}
