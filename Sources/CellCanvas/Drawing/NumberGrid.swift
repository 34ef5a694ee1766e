/// A grid of numbers, each in a cell that is shaded by what the number means.
///
/// A scene says what every element means; the grid centres the numbers in cells of any size, leaves them out where a
/// cell is too small for them, and tells the canvas which cells can be pointed at.
public struct NumberGrid: Sendable {
  /// One element.
  public struct Element: Hashable, Sendable {
    /// The number, or a name.
    public var text: String
    /// What stands beneath it if there is room: the weight it is multiplied with, its gradient.
    public var detail: String
    /// What stands there instead, on all elements that have it, where one of the grid's details is too wide for a cell.
    public var shortDetail = ""
    /// The meaning of the colour of what stands beneath; `nil` for that of the number.
    public var detailInk: Tint?
    /// The meaning of the number's colour.
    public var ink: Tint
    /// The meaning of the cell's colour.
    public var paper: Tint
    /// How the number is set.
    public var style: Style
    /// Whether the cell is struck through with slanting lines: left out, not used.
    public var isHatched: Bool

    /// An element; without arguments an empty place.
    public init(
      _ text: String = "", detail: String = "", ink: Tint = .role(.legible), paper: Tint = .role(.panel),
      style: Style = [], isHatched: Bool = false
    ) {
      self.text = text
      self.detail = detail
      self.ink = ink
      self.paper = paper
      self.style = style
      self.isHatched = isHatched
    }
  }

  /// The name under which elements can be pointed at; `nil` for a grid that is only looked at.
  public var name: String?
  /// What stands above the grid; empty for none.
  public var title: StyledText
  /// What stands left of the rows, one for each, or none at all. Where elements are mere colours they are left out.
  public var rowNames: [StyledText] = []
  /// What stands above the columns, one for each, or none at all; beneath the title.
  public var columnNames: [StyledText] = []
  /// Rows of elements.
  public let rows: Int
  /// Columns of elements.
  public let columns: Int
  /// Row after row.
  public private(set) var elements: [Element]
  /// Makes room for the widest number that the grid will hold, so that it does not change its size while it fills.
  public var reservedColumns = 1
  /// How many elements all around are padding: they cannot be pointed at, and targets are counted without them.
  public var border = 0
  /// The row and column at which targets begin to count: slices that stand beside each other share a name.
  public var first = (row: 0, column: 0)

  /// Whether it is a row that stands upright: its places can be pointed at as those of the row, (0, 0), (0, 1) and so on.
  public var isStanding = false

  /// A grid, every element of which is made by `element(row, column)`.
  public init(
    _ title: StyledText = "", name: String? = nil, rows: Int, columns: Int, element: (Int, Int) -> Element
  ) {
    precondition(rows > 0 && columns > 0, "a grid has at least one row and one column")
    self.name = name
    self.title = title
    self.rows = rows
    self.columns = columns
    elements = []
    elements.reserveCapacity(rows * columns)
    for row in 0..<rows { for column in 0..<columns { elements.append(element(row, column)) } }
  }

  /// The element at (`row`, `column`).
  public subscript(row: Int, column: Int) -> Element {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// How many columns an element's number takes at most.
  public var textColumns: Int { elements.reduce(reservedColumns) { max($0, $1.text.count) } }

  /// How many columns a cell must be wider than for its number and its column's name.
  public var cellColumns: Int { columnNames.reduce(textColumns) { max($0, $1.columns) } }

  /// The room left of the elements and above them.
  private func margin(at scale: GridScale) -> Size {
    let hasNames = scale.halfRows > 1
    let widest = rowNames.reduce(0) { max($0, $1.columns) }
    return Size(
      columns: hasNames && widest > 0 ? widest + 1 : 0,
      rows: (title.columns > 0 ? 1 : 0) + (hasNames && !columnNames.isEmpty ? 1 : 0))
  }

  /// The size in cells at this scale, title and names included. A title wider than the grid makes it wider.
  public func size(at scale: GridScale) -> Size {
    let margin = margin(at: scale)
    return Size(
      columns: max(margin.columns + columns * scale.columns, title.columns),
      rows: margin.rows + (rows * scale.halfRows + 1) / 2)
  }

  /// Where the elements are when the grid is drawn with its top left corner at `origin`.
  public func placement(at origin: Point, scale: GridScale) -> GridPlacement {
    let margin = margin(at: scale)
    return GridPlacement(
      origin: Point(column: origin.column + margin.columns, row: origin.row + margin.rows), scale: scale, rows: rows,
      columns: columns)
  }

  /// Draws the grid with its top left corner at `origin` and says where its elements are.
  @discardableResult
  public func draw(in canvas: inout Canvas, at origin: Point, scale: GridScale) -> GridPlacement {
    if title.columns > 0 { canvas.write(title, column: origin.column, row: origin.row, ink: .role(.muted)) }
    let placement = placement(at: origin, scale: scale)
    if scale.halfRows == 1 {
      Pixels(width: columns, height: rows, tints: elements.map(\.paper)).draw(in: &canvas, at: placement.origin)
    } else {
      drawNames(placement, in: &canvas, left: origin.column)
    }
    let widest = textColumns
    let isShort = elements.contains { !$0.shortDetail.isEmpty && $0.detail.count >= scale.columns }
    for row in 0..<rows {
      for column in 0..<columns {
        let region = placement.region(row: row, column: column)
        var element = self[row, column]
        if isShort, !element.shortDetail.isEmpty { element.detail = element.shortDetail }
        if scale.halfRows > 1 { draw(element, in: region, of: &canvas, widest: widest) }
        if let name, row >= border, column >= border, row < rows - border, column < columns - border {
          let (down, across) = (first.row + row - border, first.column + column - border)
          canvas.mark(
            region,
            as: isStanding
              ? Target(grid: name, row: across, column: down) : Target(grid: name, row: down, column: across))
        }
      }
    }
    return placement
  }

  private func drawNames(_ placement: GridPlacement, in canvas: inout Canvas, left: Int) {
    for (row, name) in rowNames.prefix(rows).enumerated() {
      let cell = placement.region(row: row, column: 0)
      canvas.write(
        name,
        in: Region(column: left, row: cell.row + (cell.rows - 1) / 2, columns: cell.column - 1 - left, rows: 1),
        align: .trailing, ink: .role(.muted))
    }
    for (column, name) in columnNames.prefix(columns).enumerated() {
      let cell = placement.region(row: 0, column: column)
      guard name.columns <= cell.columns else { continue }
      canvas.write(
        name, in: Region(column: cell.column, row: cell.row - 1, columns: cell.columns, rows: 1), align: .center,
        ink: .role(.muted))
    }
  }

  private func draw(_ element: Element, in region: Region, of canvas: inout Canvas, widest: Int) {
    let blank =
      element.isHatched
      ? Cell("╱", ink: .role(.faint), paper: element.paper)
      : Cell(" ", ink: element.ink, paper: element.paper, style: element.style.intersection(.reverse))
    canvas.fill(region, with: blank)
    guard widest < region.columns, !element.text.isEmpty else { return }
    let hasDetail = !element.detail.isEmpty && region.rows >= 2 && element.detail.count < region.columns
    let row = region.row + (region.rows - (hasDetail ? 2 : 1)) / 2
    // Numbers stand flush right in a column as wide as the widest, and that column in the middle of the cell.
    // An odd column goes to the left, unless the number would then touch the next cell's.
    let end = region.column + min((region.columns + widest + 1) / 2, region.columns - 1)
    canvas.write(
      StyledText(element.text), column: end - element.text.count, row: row, ink: element.ink, paper: element.paper,
      style: element.style)
    if hasDetail {
      canvas.write(
        StyledText(element.detail), column: max(region.column, end - element.detail.count), row: row + 1,
        ink: element.detailInk ?? element.ink,
        paper: element.paper)
    }
  }
}

/// Where the elements of a grid were drawn.
public struct GridPlacement: Hashable, Sendable {
  /// The top left corner of the first element.
  public let origin: Point
  /// The size of one element.
  public let scale: GridScale
  /// Rows of elements.
  public let rows: Int
  /// Columns of elements.
  public let columns: Int

  /// All elements together.
  public var bounds: Region { window(row: 0, column: 0, rows: rows, columns: columns) }

  /// The cells of one element; elements outside of the grid (padding) have places, too.
  public func region(row: Int, column: Int) -> Region {
    window(row: Double(row), column: Double(column), rows: 1, columns: 1)
  }

  /// The cells of a window of elements, which may stand between elements while it slides.
  public func window(row: Double, column: Double, rows: Int, columns: Int) -> Region {
    let halfRow = row * Double(scale.halfRows)
    // Two elements share a cell at half a row each: their window takes every cell that it touches.
    let top = scale.halfRows == 1 ? Int((halfRow / 2).rounded(.down)) : Int((halfRow / 2).rounded())
    let height =
      scale.halfRows == 1
      ? Int(((halfRow + Double(rows)) / 2).rounded(.up)) - top : rows * scale.halfRows / 2
    return Region(
      column: origin.column + Int((column * Double(scale.columns)).rounded()), row: origin.row + top,
      columns: columns * scale.columns, rows: height)
  }
}

/// The size of one element of a grid in cells.
public struct GridScale: Hashable, Sendable {
  /// Columns.
  public let columns: Int
  /// Twice the rows: a scale of one half row draws two elements into each cell, as colours without numbers.
  public let halfRows: Int

  /// So many columns and rows.
  public init(columns: Int, rows: Int) {
    self.columns = columns
    halfRows = 2 * rows
  }

  private init(columns: Int, halfRows: Int) {
    self.columns = columns
    self.halfRows = halfRows
  }

  /// One column and half a row: colours without numbers, the last resort for large grids.
  public static let pixel = GridScale(columns: 1, halfRows: 1)

  /// From small to large; each element looks about square in a terminal.
  public static let all =
    [pixel]
    + [
      (2, 1), (3, 1), (4, 1), (4, 2), (5, 2), (6, 2), (6, 3), (7, 3), (8, 3), (8, 4), (9, 4), (10, 4), (10, 5), (11, 5),
      (12, 5), (12, 6), (14, 7), (16, 8), (18, 9), (20, 10),
    ].map { GridScale(columns: $0.0, rows: $0.1) }

  /// The same scale with columns wide enough for numbers of `textColumns` columns.
  public func widened(to textColumns: Int) -> GridScale {
    halfRows > 1 ? GridScale(columns: max(columns, textColumns + 1), halfRows: halfRows) : self
  }

  /// The largest scale at which `size` fits into `space` and numbers of `textColumns` columns are readable; if there is
  /// none, the largest at which it fits, and numbers are left out.
  public static func largest(in space: Size, textColumns: Int, size: (GridScale) -> Size) -> GridScale {
    let fitting = all.filter { space.fits(size($0)) }
    return fitting.last { $0.columns > textColumns } ?? fitting.last ?? pixel
  }
}
