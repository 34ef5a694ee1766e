/// Pixels of meaning, two to a cell, one above the other: what heat maps, pictures and solid shapes are drawn with.
public struct Pixels: Sendable {
  /// Pixels across, one a column of cells.
  public let width: Int
  /// Pixels down, two a row of cells.
  public let height: Int
  private var tints: [Tint?]
  /// The parts that a map or a picture with more pixels was made smaller for; a later one lies over an earlier one.
  private(set) var patches: [Patch] = []

  /// A part that shows something finer, which a canvas of finer blocks, or a device that draws pixels, can have.
  struct Patch: Sendable {
    var x: Int
    var y: Int
    let width: Int
    let height: Int
    /// The part as it was made; where it has been drawn over since, it is not seen.
    let tints: [Tint?]
    /// The size of what it was made from.
    let source: (width: Int, height: Int)
    /// The columns, from 0, in which it is seen at all.
    var shown: Range<Int>
    /// What it was made from, at any size.
    let sample: @Sendable (_ width: Int, _ height: Int) -> Pixels
  }

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

  /// The elements of a grid, each a square of pixels.
  ///
  /// - Parameters:
  ///   - scale: how many pixels an element has along either side.
  ///   - tint: the colour of the element in a row and a column; clear where it is `nil`.
  public init(columns: Int, rows: Int, scale: Int, tint: (_ row: Int, _ column: Int) -> Tint?) {
    self.init(width: columns * scale, height: rows * scale)
    for row in 0..<max(0, rows) {
      for column in 0..<max(0, columns) {
        fill(x: column * scale, y: row * scale, width: scale, height: scale, with: tint(row, column))
      }
    }
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
    patches += other.patches.map { patch in
      var moved = patch
      moved.x += x
      moved.y += y
      return moved
    }
  }

  /// The same pixels, which remember that they show something of more pixels.
  func remembering(
    width: Int, height: Int, sample: @escaping @Sendable (_ width: Int, _ height: Int) -> Pixels
  ) -> Pixels {
    guard self.width < width || self.height < height, max(width, height) > PictureBlocks.leastSide else { return self }
    var pixels = self
    pixels.patches = [
      Patch(
        x: 0, y: 0, width: self.width, height: self.height, tints: tints, source: (width, height),
        shown: 0..<self.width, sample: sample)
    ]
    return pixels
  }

  /// The same pixels, which show something of more pixels as `other` does, in some of their columns.
  mutating func remember(as other: Pixels, columns: Range<Int>) {
    patches += other.patches.map { patch in
      var part = patch
      part.shown = patch.shown.clamped(to: columns.lowerBound - patch.x..<columns.upperBound - patch.x)
      return part
    }
  }

  /// The last of the patches that is seen at a pixel.
  func patch(_ x: Int, _ y: Int) -> Int? {
    guard x < width, y < height else { return nil }
    return patches.lastIndex { $0.contains(x, y) && $0.tints[(y - $0.y) * $0.width + x - $0.x] == tints[y * width + x] }
  }

  /// The cells that the pixels take.
  public var size: Size { Size(columns: width, rows: (height + 1) / 2) }

  /// Draws the pixels with their top left corner at `origin`: in half blocks, and what shows something finer as fine as the
  /// canvas's blocks are.
  public func draw(in canvas: inout Canvas, at origin: Point) {
    drawHalves(in: &canvas, at: origin)
    guard !patches.isEmpty else { return }
    if canvas.blocks.columns > 1 { drawFiner(in: &canvas, at: origin) }
    guard canvas.blocks == .pixels else { return }
    for (index, patch) in patches.enumerated() {
      canvas.remember(patch, at: origin) { x, y in self.patch(x, y) == index }
    }
  }

  private func drawHalves(in canvas: inout Canvas, at origin: Point) {
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

extension Pixels: Hashable {
  /// What they were made from shows in what they are.
  public static func == (left: Pixels, right: Pixels) -> Bool {
    left.width == right.width && left.height == right.height && left.tints == right.tints
  }

  /// What is compared goes in.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(width)
    hasher.combine(tints)
  }
}

extension Pixels.Patch {
  func contains(_ x: Int, _ y: Int) -> Bool {
    shown.contains(x - self.x) && y >= self.y && y < self.y + height
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
