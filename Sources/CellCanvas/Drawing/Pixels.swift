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
