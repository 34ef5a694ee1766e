import CellCanvas

/// A square of input cells, the same along both axes.
struct Square {
  let cells: Range<Int>
  let tint: Tint
  /// The rows and columns in it that count, where not all do.
  var seen: Set<Int>?
}

/// A rectangle of input cells.
struct Patch {
  let rows: Range<Int>
  let columns: Range<Int>
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
      if let seen = square.seen {
        let isSeen = (0..<side).map { seen.contains($0 * extent / side) }
        for y in 0..<side where isSeen[y] {
          for x in 0..<side where isSeen[x] { pixels[x, y] = square.tint }
        }
        continue
      }
      let first = pixel(square.cells.lowerBound)
      let size = max(1, pixel(square.cells.upperBound) - first)
      pixels.fill(x: first, y: first, width: size, height: size, with: square.tint)
    }
    pixels.draw(in: &canvas, at: region.origin)
  }

  /// Draws a picture in its colours where one patch sees it, and in dark greys elsewhere; with the edge of that patch
  /// and, where there is room between them, of the others.
  func draw(_ picture: Picture, seenBy active: Patch, among patches: [Patch], in canvas: inout Canvas) {
    PictureSight(picture, rows: extent, columns: extent, in: region).draw(seenBy: active, among: patches, in: &canvas)
  }

  /// Marks every cell of the canvas so that the input under its middle can be pointed at.
  func mark(as grid: String, in canvas: inout Canvas) {
    for row in 0..<region.rows {
      for column in 0..<region.columns {
        let (y, x) = (
          (2 * row + 1) * extent / max(1, 2 * region.rows), (2 * column + 1) * extent / max(1, 2 * region.columns)
        )
        canvas.mark(
          Region(column: region.column + column, row: region.row + row, columns: 1, rows: 1),
          as: Target(grid: grid, row: y, column: x))
      }
    }
  }
}
