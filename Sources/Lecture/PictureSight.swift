import CellCanvas

/// A picture to its proportions, of which a unit sees a part.
struct PictureSight {
  let picture: Picture
  /// Rows and columns of the input that the picture stands for.
  private let extents: (rows: Int, columns: Int)
  /// The same in pixels of the screen.
  private let sides: (rows: Int, columns: Int)
  /// The cells of the canvas that it takes.
  let region: Region

  /// The largest that fits into a region, in whole pixels an input where these are enough.
  ///
  /// - Parameters:
  ///   - rows: rows of the input.
  ///   - columns: columns of the input.
  init(_ picture: Picture, rows: Int, columns: Int, in space: Region) {
    self.picture = picture
    extents = (rows, columns)
    let (width, height) = (max(0, space.columns), max(0, 2 * space.rows))
    let times = min(width / max(1, columns), height / max(1, rows))
    if times > 0 {
      sides = (rows * times, columns * times)
    } else if width * rows <= height * columns {
      sides = (max(1, width * rows / max(1, columns)), width)
    } else {
      sides = (height, max(1, height * columns / max(1, rows)))
    }
    region = space.centered(Size(columns: sides.columns, rows: (sides.rows + 1) / 2))
  }

  /// Draws the picture in its colours where one patch sees it, and in dark greys elsewhere; with the edge of that patch
  /// and, where there is room between them, of the others.
  func draw(seenBy active: Patch, among patches: [Patch] = [], in canvas: inout Canvas) {
    let colors = picture.pixels(width: sides.columns, height: sides.rows)
    var pixels = Pixels(width: sides.columns, height: sides.rows)
    let (down, across) = (rows(active.rows), columns(active.columns))
    for y in 0..<pixels.height {
      for x in 0..<pixels.width {
        guard let tint = colors[x, y] else { continue }
        pixels[x, y] = across.contains(x) && down.contains(y) ? tint : tint.dimmed
      }
    }
    for patch in min(sides.rows, sides.columns) >= 56 ? patches + [active] : [active] {
      let (down, across) = (rows(patch.rows), columns(patch.columns))
      pixels.outline(
        x: across.lowerBound, y: down.lowerBound, width: across.count, height: down.count, with: patch.tint)
    }
    pixels.draw(in: &canvas, at: region.origin)
  }

  private func rows(_ cells: Range<Int>) -> Range<Int> { Self.pixels(cells, extents.rows, sides.rows) }
  private func columns(_ cells: Range<Int>) -> Range<Int> { Self.pixels(cells, extents.columns, sides.columns) }

  /// The pixels of some cells along one axis, at least one.
  private static func pixels(_ cells: Range<Int>, _ extent: Int, _ side: Int) -> Range<Int> {
    func pixel(_ cell: Int) -> Int { Int((Double(cell) / Double(max(1, extent)) * Double(side)).rounded()) }
    let first = min(pixel(cells.lowerBound), side - 1)
    return first..<max(first + 1, pixel(cells.upperBound))
  }
}

extension Tint {
  /// The brightness of a picture's colour alone, and little of it: what is there but not seen.
  fileprivate var dimmed: Tint {
    guard case .color(let red, let green, let blue) = meaning else { return self }
    // The weights of ITU-R BT.601.
    return .level(.grey, (0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue)) / 255 * 0.5)
  }
}
