/// Pixels of meaning, two to a cell, one above the other: what heat maps, pictures and solid shapes are drawn with.
public struct Pixels: Hashable, Sendable {
  /// Pixels across, one a column of cells.
  public let width: Int
  /// Pixels down, two a row of cells.
  public let height: Int
  private var tints: [Tint?]

  /// Clear pixels, through which the canvas shows.
  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    tints = Array(repeating: nil, count: self.width * self.height)
  }

  /// Pixels from tints, row after row.
  public init(width: Int, height: Int, tints: [Tint]) {
    precondition(tints.count == width * height, "as many tints are needed as there are pixels")
    self.width = width
    self.height = height
    self.tints = tints
  }

  /// The pixel at (`x`, `y`); `nil` where it is clear. Setting outside does nothing.
  public subscript(x: Int, y: Int) -> Tint? {
    get { x >= 0 && y >= 0 && x < width && y < height ? tints[y * width + x] : nil }
    set { if x >= 0 && y >= 0 && x < width && y < height { tints[y * width + x] = newValue } }
  }

  /// Colours a rectangle.
  public mutating func fill(x: Int, y: Int, width: Int, height: Int, with tint: Tint?) {
    for row in max(0, y)..<max(0, y, min(self.height, y + height)) {
      for column in max(0, x)..<max(0, x, min(self.width, x + width)) { tints[row * self.width + column] = tint }
    }
  }

  /// Colours the border of a rectangle, a pixel wide.
  public mutating func outline(x: Int, y: Int, width: Int, height: Int, with tint: Tint) {
    guard width > 0, height > 0 else { return }
    fill(x: x, y: y, width: width, height: 1, with: tint)
    fill(x: x, y: y + height - 1, width: width, height: 1, with: tint)
    fill(x: x, y: y, width: 1, height: height, with: tint)
    fill(x: x + width - 1, y: y, width: 1, height: height, with: tint)
  }

  /// Puts other pixels over these, except for their clear ones.
  public mutating func place(_ other: Pixels, x: Int, y: Int) {
    for row in 0..<other.height {
      for column in 0..<other.width {
        if let tint = other[column, row] { self[x + column, y + row] = tint }
      }
    }
  }

  /// The cells that the pixels take.
  public var size: Size { Size(columns: width, rows: (height + 1) / 2) }

  /// Draws the pixels with their top left corner at `origin`, whole pixels in half blocks.
  public func draw(in canvas: inout Canvas, at origin: Point) {
    for y in stride(from: 0, to: height, by: 2) {
      for x in 0..<width {
        let upper = tints[y * width + x]
        let lower = y + 1 < height ? tints[(y + 1) * width + x] : nil
        let column = origin.column + x
        let row = origin.row + y / 2
        let behind = canvas[column, row].paper
        switch (upper, lower) {
        case (nil, nil): continue
        case (let upper?, let lower): canvas[column, row] = Cell("▀", ink: upper, paper: lower ?? behind)
        case (nil, let lower?): canvas[column, row] = Cell("▄", ink: lower, paper: behind)
        }
      }
    }
  }
}

extension Canvas {
  /// Says which element of a grid each pixel of a picture stands for: all of them, also where two share a cell.
  ///
  /// - Parameters:
  ///   - scale: how many pixels an element has along either side.
  ///   - origin: the cell of the first one, at its upper half.
  public mutating func markPixels(
    of grid: String, rows: Int, columns: Int, scale: Int = 1, at origin: Point, first: (row: Int, column: Int) = (0, 0)
  ) {
    for row in 0..<rows {
      let (top, bottom) = (row * scale / 2, ((row + 1) * scale + 1) / 2)
      for column in 0..<columns {
        mark(
          Region(
            column: origin.column + column * scale, row: origin.row + top, columns: scale, rows: max(1, bottom - top)),
          as: Target(grid: grid, row: first.row + row, column: first.column + column))
      }
    }
  }
}
