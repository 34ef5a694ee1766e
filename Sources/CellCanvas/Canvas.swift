/// A place on the canvas that stands for one element of a named grid: what the cursor points at and the mouse hits.
public struct Target: Hashable, Sendable {
  /// The grid's name, the same as that of the control which edits it, if one does: "input", "kernel", "output".
  public var grid: String
  /// The element's row in the grid.
  public var row: Int
  /// The element's column in the grid.
  public var column: Int

  /// The element of `grid` at (`row`, `column`).
  public init(grid: String, row: Int, column: Int) {
    self.grid = grid
    self.row = row
    self.column = column
  }
}

/// Where a target was drawn.
public struct HotSpot: Hashable, Sendable {
  /// The cells it covers.
  public var region: Region
  /// What they stand for.
  public var target: Target
}

/// A rectangle of cells to draw into. Whatever falls outside of it is dropped, so drawing is safe at any size.
public struct Canvas: Hashable, Sendable {
  /// The size in cells.
  public let size: Size
  /// The cells, row after row.
  public private(set) var cells: [Cell]
  /// Where the elements of grids were drawn, in the order of drawing.
  public private(set) var hotSpots: [HotSpot] = []
  /// What went wrong with text while drawing, for tests: text that was cut, text written over other text.
  public private(set) var audit: [String] = []

  /// How fine pictures and large maps are drawn.
  public let blocks: PictureBlocks
  /// The pictures that were drawn, where `blocks` says that a device draws pixels.
  public private(set) var pictures: [PlacedPicture] = []

  /// An empty canvas.
  public init(size: Size, blocks: PictureBlocks = .half) {
    self.size = size
    self.blocks = blocks
    cells = Array(repeating: Cell(), count: size.columns * size.rows)
  }

  /// The whole canvas as a region.
  public var bounds: Region { Region(Point(column: 0, row: 0), size) }

  /// The cell at `column` and `row`; an empty one outside, where setting does nothing.
  public subscript(column: Int, row: Int) -> Cell {
    get { contains(column, row) ? cells[row * size.columns + column] : Cell() }
    set { if contains(column, row) { cells[row * size.columns + column] = newValue } }
  }

  private func contains(_ column: Int, _ row: Int) -> Bool {
    column >= 0 && row >= 0 && column < size.columns && row < size.rows
  }

  // MARK: Text

  /// Writes a line of text that begins at `column`.
  ///
  /// - Parameters:
  ///   - ink: the ink of those parts that have none of their own.
  ///   - paper: what lies behind; `nil` keeps the paper that is there.
  ///   - style: added to the style of each part.
  public mutating func write(
    _ text: StyledText, column: Int, row: Int, ink: Tint = .role(.text), paper: Tint? = nil, style: Style = []
  ) {
    var position = column
    for span in text.spans {
      for character in span.text {
        put(character, position, row, ink: span.ink ?? ink, paper: paper, style: span.style.union(style), of: text)
        position += 1
      }
    }
  }

  /// Writes a line of text into `region`, at its left, middle or right; rows below the first stay empty.
  public mutating func write(
    _ text: StyledText, in region: Region, align: Alignment = .leading, ink: Tint = .role(.text), paper: Tint? = nil,
    style: Style = []
  ) {
    let spare = region.columns - text.columns
    let offset =
      switch align {
      case .leading: 0
      case .center: spare / 2
      case .trailing: spare
      }
    write(text, column: region.column + offset, row: region.row, ink: ink, paper: paper, style: style)
  }

  private mutating func put(
    _ character: Character, _ column: Int, _ row: Int, ink: Tint, paper: Tint?, style: Style, of text: StyledText
  ) {
    guard contains(column, row) else {
      if character != " " { note("cut at (\(column), \(row)): \(text.plain)") }
      return
    }
    let index = row * size.columns + column
    let glyph = character.unicodeScalars.first ?? " "
    if character != " ", cells[index].isText, cells[index].glyph != glyph {
      note("over other text at (\(column), \(row)): \(text.plain)")
    }
    cells[index] = Cell(glyph, ink: ink, paper: paper ?? cells[index].paper, style: style)
  }

  /// Keeps a note for tests that text was cut or covered.
  private mutating func note(_ message: String) {
    if audit.count < 20, audit.last != message { audit.append(message) }
  }

  // MARK: Cells

  /// Sets every cell of `region`, also over text that is there: the way to clear a place before writing anew.
  public mutating func fill(_ region: Region, with cell: Cell = Cell()) {
    let clip = region.intersection(bounds)
    guard clip.columns > 0, clip.rows > 0 else { return }
    for row in clip.row..<clip.endRow {
      for index in row * size.columns + clip.column..<row * size.columns + clip.endColumn { cells[index] = cell }
    }
  }

  /// Changes the paper of every cell of `region` and leaves its glyphs.
  public mutating func paint(_ region: Region, paper: Tint) {
    let clip = region.intersection(bounds)
    guard clip.columns > 0, clip.rows > 0 else { return }
    for row in clip.row..<clip.endRow {
      for index in row * size.columns + clip.column..<row * size.columns + clip.endColumn {
        cells[index].paper = paper
      }
    }
  }

  /// Puts `other` on this canvas with its top left corner at `origin`, with its hot spots and its audit.
  public mutating func place(_ other: Canvas, at origin: Point) {
    let clip = Region(origin, other.size).intersection(bounds)
    guard clip.columns > 0, clip.rows > 0 else { return }
    for row in clip.row..<clip.endRow {
      let source = (row - origin.row) * other.size.columns + clip.column - origin.column
      let target = row * size.columns + clip.column
      for offset in 0..<clip.columns { cells[target + offset] = other.cells[source + offset] }
    }
    hotSpots += other.hotSpots.map { spot in
      var moved = spot
      moved.region.column += origin.column
      moved.region.row += origin.row
      return moved
    }
    pictures += other.pictures.map { picture in
      var moved = picture
      moved.region.column += origin.column
      moved.region.row += origin.row
      return moved
    }
    for message in other.audit { note(message) }
  }

  /// Remembers what a part of pixels at `origin` was made from, as long as all of it is on the canvas.
  ///
  /// - Parameter isSeen: whether nothing else among the pixels lies over a pixel of the part.
  mutating func remember(_ patch: Pixels.Patch, at origin: Point, isSeen: (_ x: Int, _ y: Int) -> Bool) {
    let region = Region(
      column: origin.column + patch.x, row: origin.row + patch.y / 2, columns: patch.width,
      rows: (patch.y % 2 + patch.height + 1) / 2)
    guard region.intersection(bounds) == region else { return }
    let cells = (region.row..<region.endRow).flatMap { row in
      (region.column..<region.endColumn).map { column -> Cell? in
        let (x, y) = (column - origin.column, 2 * (row - origin.row))
        return isSeen(x, y) && isSeen(x, y + 1) ? self[column, row] : nil
      }
    }
    pictures.append(
      PlacedPicture(
        region: region, firstHalf: patch.y % 2, halfRows: patch.height,
        pixels: patch.sample(patch.source.width, patch.source.height), cells: cells))
  }

  // MARK: Targets

  /// Says that `region` stands for `target`.
  public mutating func mark(_ region: Region, as target: Target) {
    hotSpots.append(HotSpot(region: region, target: target))
  }

  /// Forgets all targets: what lies over the figure now is not a part of it.
  public mutating func clearTargets() { hotSpots.removeAll() }

  /// What was drawn last at `point` and can be pointed at.
  public func target(at point: Point) -> Target? { hotSpots.last { $0.region.contains(point) }?.target }

  // MARK: Spelling

  /// The canvas for a device with these glyphs, as far as one sign stands for two things that must not look alike there:
  /// a dot between numbers multiplies them, one that stands alone says that nothing is known there yet.
  public func spelled(in glyphs: GlyphSet) -> Canvas {
    guard glyphs == .ascii else { return self }
    var canvas = self
    for row in 0..<size.rows {
      for column in 0..<size.columns where self[column, row].glyph == "·" {
        if !isFactorSign(column, row) { canvas[column, row].glyph = "∙" }
      }
    }
    return canvas
  }

  /// Whether the dot there stands before a factor, or between two that it keeps a space to.
  private func isFactorSign(_ column: Int, _ row: Int) -> Bool {
    func isFactor(_ column: Int) -> Bool {
      let cell = self[column, row]
      return cell.isText && cell.glyph != "·"
    }
    return isFactor(column + 1) || isFactor(column - 1) || isFactor(column - 2) && isFactor(column + 2)
  }

  // MARK: Reading

  /// The glyphs, a line a row, without colours; spaces at the ends of rows are kept.
  public var plainText: String {
    var text = String.UnicodeScalarView()
    for row in 0..<size.rows {
      if row > 0 { text.append("\n") }
      for index in row * size.columns..<(row + 1) * size.columns { text.append(cells[index].glyph) }
    }
    return String(text)
  }
}

/// Where something stands in a space that is wider than itself.
public enum Alignment: Hashable, Sendable {
  /// At the left.
  case leading
  /// In the middle.
  case center
  /// At the right.
  case trailing
}
