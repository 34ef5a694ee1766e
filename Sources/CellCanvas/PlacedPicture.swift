/// A picture or a map that was drawn into a canvas, as fine as it is: for devices that draw pixels. Its cells show it, too.
public struct PlacedPicture: Hashable, Sendable {
  /// The cells that it touches.
  public var region: Region
  /// Half rows of cells from the top of `region` to its own: 0, or 1 where it begins in the middle of a cell.
  public let firstHalf: Int
  /// Half rows of cells that it takes.
  public let halfRows: Int
  /// All its pixels.
  public let pixels: Pixels
  /// What its cells are, as far as it is seen in all of a cell; where the canvas has another by now something lies over the
  /// picture.
  let cells: [Cell?]

  /// Whether the picture alone is seen at a cell of the canvas that it was drawn into.
  public func isSeen(in canvas: Canvas, column: Int, row: Int) -> Bool {
    guard region.contains(Point(column: column, row: row)) else { return false }
    return canvas[column, row] == cells[(row - region.row) * region.columns + column - region.column]
  }
}

/// A rectangle of cells in which nothing but a part of one picture is seen.
public struct PicturePiece: Hashable, Sendable {
  /// The number of the picture in `Canvas.pictures`.
  public let picture: Int
  /// The cells.
  public let region: Region
}

extension [PicturePiece] {
  /// For each picture of which something is seen, in their order, the smallest rectangle around all of that.
  public var bounds: [PicturePiece] {
    var regions: [Int: Region] = [:]
    for piece in self { regions[piece.picture] = regions[piece.picture]?.union(piece.region) ?? piece.region }
    return regions.sorted { $0.key < $1.key }.map { PicturePiece(picture: $0, region: $1) }
  }
}

extension Cell {
  /// Where a device shows a picture of its own beneath: a no-break space, which draws nothing, and which no device takes for
  /// an empty cell that it may leave as it is.
  public static let window = Cell("\u{A0}")
}

extension Canvas {
  /// The canvas for a device that draws the pictures itself: windows where they alone are seen, and these in rectangles.
  ///
  /// - Parameter rows: the rows that may have windows; `nil` for all.
  public func withWindows(in rows: Range<Int>? = nil) -> (canvas: Canvas, pieces: [PicturePiece]) {
    guard !pictures.isEmpty else { return (self, []) }
    var canvas = self
    var owners = Array(repeating: -1, count: cells.count)
    for (number, picture) in pictures.enumerated() {
      let rows = (rows ?? 0..<size.rows).clamped(to: 0..<size.rows)
      let open = Region(column: 0, row: rows.lowerBound, columns: size.columns, rows: rows.count)
      let region = picture.region.intersection(open)
      guard region.columns > 0, region.rows > 0 else { continue }
      for row in region.row..<region.endRow {
        for column in region.column..<region.endColumn where picture.isSeen(in: self, column: column, row: row) {
          owners[row * size.columns + column] = number
          canvas[column, row] = .window
        }
      }
    }
    return (canvas, pieces(of: &owners))
  }

  /// Parts cells by whose they are into rectangles: each as wide as it goes, and then as high.
  private func pieces(of owners: inout [Int]) -> [PicturePiece] {
    var pieces: [PicturePiece] = []
    for row in 0..<size.rows {
      var column = 0
      while column < size.columns {
        let owner = owners[row * size.columns + column]
        var end = column + 1
        guard owner >= 0 else {
          column = end
          continue
        }
        while end < size.columns, owners[row * size.columns + end] == owner { end += 1 }
        var endRow = row
        repeat {
          for place in column..<end { owners[endRow * size.columns + place] = -1 }
          endRow += 1
        } while endRow < size.rows && (column..<end).allSatisfy { owners[endRow * size.columns + $0] == owner }
        pieces.append(
          PicturePiece(
            picture: owner, region: Region(column: column, row: row, columns: end - column, rows: endRow - row)))
        column = end
      }
    }
    return pieces
  }
}
