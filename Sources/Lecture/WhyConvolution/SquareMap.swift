import CellCanvas

/// A square of input cells, the same along both axes.
struct Square {
  let cells: Range<Int>
  let tint: Tint
}

/// A square input seen from above, on which squares are drawn to scale.
struct SquareMap {
  let extent: Int
  /// The cells of the canvas that it takes.
  let region: Region
  /// Its side in pixels.
  let side: Int

  /// The largest that fits into a region, in whole pixels an input where these are enough.
  init(extent: Int, in space: Region) {
    self.extent = extent
    let room = min(space.columns, 2 * space.rows)
    side = room >= extent ? room / extent * extent : room
    region = space.centered(Size(columns: side, rows: (side + 1) / 2))
  }

  private func pixel(_ cell: Int) -> Int {
    Int((Double(cell) / Double(extent) * Double(side)).rounded())
  }

  /// The row of the canvas in which the upper edge of a square lies.
  func row(of square: Square) -> Int { region.row + max(0, pixel(square.cells.lowerBound)) / 2 }

  /// Draws squares, later ones over earlier ones.
  func draw(_ squares: some Sequence<Square>, in canvas: inout Canvas) {
    var pixels = Pixels(width: side, height: side)
    for square in squares {
      let first = pixel(square.cells.lowerBound)
      let size = max(1, pixel(square.cells.upperBound) - first)
      pixels.fill(x: first, y: first, width: size, height: size, with: square.tint)
    }
    pixels.draw(in: &canvas, at: region.origin)
  }

  /// Draws a picture in its colours where one square sees it, and in dark greys elsewhere; with the edge of that square
  /// and, where there is room between them, of the others.
  func draw(_ picture: Picture, seenBy active: Square, among squares: [Square], in canvas: inout Canvas) {
    let colors = picture.pixels(width: side, height: side)
    var pixels = Pixels(width: side, height: side)
    let seen = pixel(active.cells.lowerBound)..<pixel(active.cells.upperBound)
    for y in 0..<side {
      for x in 0..<side {
        guard let tint = colors[x, y] else { continue }
        pixels[x, y] = seen.contains(x) && seen.contains(y) ? tint : tint.dimmed
      }
    }
    for square in side >= 56 ? squares + [active] : [active] { outline(square, in: &pixels) }
    pixels.draw(in: &canvas, at: region.origin)
  }

  private func outline(_ square: Square, in pixels: inout Pixels) {
    let first = pixel(square.cells.lowerBound)
    let size = max(1, pixel(square.cells.upperBound) - first)
    for offset in [0, size - 1] {
      pixels.fill(x: first, y: first + offset, width: size, height: 1, with: square.tint)
      pixels.fill(x: first + offset, y: first, width: 1, height: size, with: square.tint)
    }
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
