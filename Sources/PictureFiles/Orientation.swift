import CellCanvas

/// How a stored picture must be turned to stand as it was taken: the values of EXIF's orientation tag.
enum Orientation: Int, Hashable, CaseIterable {
  case upright = 1
  case mirrored
  case upsideDown
  case flipped
  /// Mirrored at the diagonal from the top left.
  case transposed
  /// To be turned clockwise by a quarter.
  case turnedLeft
  /// Mirrored at the diagonal from the top right.
  case transversed
  /// To be turned counter-clockwise by a quarter.
  case turnedRight

  /// Whether rows become columns.
  var swapsSides: Bool { rawValue >= Self.transposed.rawValue }
}

extension Picture {
  /// The picture as it was taken.
  func turned(_ orientation: Orientation) -> Picture {
    guard orientation != .upright else { return self }
    let (right, bottom) = (width - 1, height - 1)
    let sides = orientation.swapsSides ? (width: height, height: width) : (width: width, height: height)
    var turned: [UInt8] = []
    turned.reserveCapacity(bytes.count)
    for y in 0..<sides.height {
      for x in 0..<sides.width {
        let (column, row) =
          switch orientation {
          case .upright: (x, y)
          case .mirrored: (right - x, y)
          case .upsideDown: (right - x, bottom - y)
          case .flipped: (x, bottom - y)
          case .transposed: (y, x)
          case .turnedLeft: (y, bottom - x)
          case .transversed: (right - y, bottom - x)
          case .turnedRight: (right - y, x)
          }
        let first = 3 * (row * width + column)
        turned.append(bytes[first])
        turned.append(bytes[first + 1])
        turned.append(bytes[first + 2])
      }
    }
    return Picture(width: sides.width, height: sides.height, bytes: turned)
  }
}
