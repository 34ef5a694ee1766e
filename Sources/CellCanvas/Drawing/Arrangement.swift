/// Parts of a figure side by side and one above the other, which find their common scale and their places by themselves.
///
///     let figure = Arrangement.row(
///       .grid("input", input), .sign("⋆"),
///       .column(.grid("kernel", kernel), .extra(.grid("products", products))),
///       .arrow("sum", progress: playhead.phase(0.6, 0.9)), .grid("output", output))
///     let parts = figure.placed(in: canvas.bounds)
///     parts.draw(in: &canvas)
///     if let input = parts.grid("input") { canvas.outline(input.window(row: 0, column: 0, rows: 3, columns: 3), ink: .role(.active)) }
///
/// All grids get one scale, the largest at which everything has room; what can grow (pictures, charts) shares what is
/// left. Gaps never close, titles count as much as what stands below them, and the last row of the region stays empty,
/// so that a figure does not touch the formula below it.
public struct Arrangement {
  /// What is drawn for a part of a size of its own, at its place.
  public typealias Draw = (_ canvas: inout Canvas, _ region: Region) -> Void

  indirect enum Content {
    case nothing
    case grid(NumberGrid, scale: GridScale?)
    case text([StyledText], Alignment)
    case drawing(Drawing)
    case table([[Arrangement]], Spacing)
    case choice([Arrangement])
  }

  struct Drawing {
    var least: Size
    var most: Size
    /// What it really takes of a room between the two: a picture is enlarged in whole multiples.
    var fit: (Size) -> Size
    /// The row that stands in line with the middles of its neighbours, counted from its top; `nil` for its own middle.
    var line: Int?
    var draw: Draw
  }

  struct Spacing {
    var columnGap: ClosedRange<Int>
    var rowGap: ClosedRange<Int>
    var horizontal: Alignment
    var vertical: VerticalAlignment
  }

  let content: Content
  let name: String?
  private(set) var title: StyledText = ""
  private(set) var isHidden = false
  // Counted once, because many sizes are tried before the part has its place.
  /// The columns of the title.
  private(set) var titleColumns = 0
  /// The columns of a cell of a grid or of the longest line of a text, at least.
  let columns: Int
  /// By how much it can grow beyond its least size.
  let growth: Size

  private init(_ content: Content, name: String? = nil) {
    self.content = content
    self.name = name
    columns =
      switch content {
      case .grid(let grid, _): grid.cellColumns
      case .text(let lines, _): lines.reduce(0) { max($0, $1.columns) }
      case .nothing, .drawing, .table, .choice: 0
      }
    growth = Self.growth(of: content)
  }

  // MARK: Parts

  /// No part at all, which takes no gap either: what a condition leaves out.
  public static var nothing: Arrangement { Arrangement(.nothing) }

  /// A grid of numbers at the common scale, its cells widened as far as its numbers need; or at a scale of its own.
  public static func grid(_ name: String, _ grid: NumberGrid, scale: GridScale? = nil) -> Arrangement {
    Arrangement(.grid(grid, scale: scale), name: name)
  }

  /// Lines of text.
  public static func text(_ lines: StyledText..., align: Alignment = .leading, name: String? = nil) -> Arrangement {
    text(of: lines, align: align, name: name)
  }

  /// Lines of text; none of them take no room.
  public static func text(of lines: [StyledText], align: Alignment = .leading, name: String? = nil) -> Arrangement {
    lines.isEmpty ? .nothing : Arrangement(.text(lines, align), name: name)
  }

  /// A sign between two parts, in the line of their middles: ⋆, =, +.
  public static func sign(_ text: StyledText) -> Arrangement {
    let spans = text.spans.map { StyledText($0.text, ink: $0.ink ?? .role(.text), style: $0.style.union(.bold)) }
    return Arrangement(.text([.joined(spans, separator: "")], .center))
  }

  /// An arrow from what stands left to what stands right, drawn as far as `progress` (0...1), with a word above it.
  public static func arrow(
    _ label: StyledText = "", ink: Tint = .role(.active), progress: Double = 1, pointsLeft: Bool = false,
    columns: ClosedRange<Int> = 3...10, name: String? = nil
  ) -> Arrangement {
    let least = Size(columns: max(columns.lowerBound, label.columns), rows: label.columns > 0 ? 2 : 1)
    let most = Size(columns: max(columns.upperBound, label.columns), rows: least.rows)
    let drawing = Drawing(least: least, most: most, fit: { $0 }, line: least.rows - 1) { canvas, region in
      if label.columns > 0 { canvas.write(label, in: region, align: .center, ink: .role(.muted)) }
      canvas.arrow(
        column: region.column, row: region.endRow - 1, columns: region.columns, ink: ink, progress: progress,
        pointsLeft: pointsLeft)
    }
    return Arrangement(.drawing(drawing), name: name)
  }

  /// Whatever a function draws, in at least `least` and at most `most` cells; without `most` in as many as are left.
  public static func drawing(
    _ name: String, least: Size, most: Size? = nil, draw: @escaping Draw = { _, _ in }
  ) -> Arrangement {
    Arrangement(
      .drawing(Drawing(least: least, most: most ?? unlimited, fit: { $0 }, draw: draw)), name: name)
  }

  /// Whatever a function draws, in exactly so many cells.
  public static func drawing(_ name: String, size: Size, draw: @escaping Draw = { _, _ in }) -> Arrangement {
    drawing(name, least: size, most: size, draw: draw)
  }

  /// A map of values, as large as what is left allows, in whole multiples; pictures in one row become equally large.
  public static func map(_ name: String, _ map: HeatMap, least: Int = 14, most: Size? = nil) -> Arrangement {
    pixels(name, map.width, map.height, least: least, most: most) { canvas, region in
      map.draw(in: &canvas, region: region)
    }
  }

  /// A picture, as large as what is left allows.
  public static func picture(_ name: String, _ picture: Picture, least: Int = 14, most: Size? = nil) -> Arrangement {
    pixels(name, picture.width, picture.height, least: least, most: most) { canvas, region in
      picture.draw(in: &canvas, region: region)
    }
  }

  /// What is made of `width` × `height` pixels, two to a cell, and keeps its sides: at least `least` columns wide,
  /// unless it has fewer pixels.
  public static func pixels(
    _ name: String, _ width: Int, _ height: Int, least: Int = 14, most: Size? = nil, draw: @escaping Draw
  ) -> Arrangement {
    func fit(_ size: Size) -> Size {
      let pixels = Resampling.fit(width: width, height: height, in: size)
      return Size(columns: pixels.width, rows: (pixels.height + 1) / 2)
    }
    let side = fit(Size(columns: min(least, width), rows: 1000))
    return Arrangement(.drawing(Drawing(least: side, most: most ?? unlimited, fit: fit, draw: draw)), name: name)
  }

  // MARK: Together

  /// Parts side by side, their middles in one line, titles not counted.
  public static func row(
    _ parts: Arrangement..., gap: ClosedRange<Int> = 2...12, align: VerticalAlignment = .center, name: String? = nil
  ) -> Arrangement {
    row(of: parts, gap: gap, align: align, name: name)
  }

  /// Parts side by side: as many as there are channels, layers, filters.
  public static func row(
    of parts: [Arrangement], gap: ClosedRange<Int> = 2...12, align: VerticalAlignment = .center, name: String? = nil
  ) -> Arrangement {
    table([parts], columnGap: gap, vertical: align, name: name)
  }

  /// Parts one above the other.
  public static func column(
    _ parts: Arrangement..., gap: ClosedRange<Int> = 1...2, align: Alignment = .leading, name: String? = nil
  ) -> Arrangement {
    column(of: parts, gap: gap, align: align, name: name)
  }

  /// Parts one above the other: as many as there are.
  public static func column(
    of parts: [Arrangement], gap: ClosedRange<Int> = 1...2, align: Alignment = .leading, name: String? = nil
  ) -> Arrangement {
    table(parts.map { [$0] }, rowGap: gap, horizontal: align, name: name)
  }

  /// Rows of parts whose columns line up.
  public static func table(
    _ rows: [[Arrangement]], columnGap: ClosedRange<Int> = 2...12, rowGap: ClosedRange<Int> = 1...2,
    horizontal: Alignment = .leading, vertical: VerticalAlignment = .center, name: String? = nil
  ) -> Arrangement {
    Arrangement(
      .table(
        rows, Spacing(columnGap: columnGap, rowGap: rowGap, horizontal: horizontal, vertical: vertical)), name: name)
  }

  // MARK: Alternatives

  /// The first of several that has room without halving the scale which another one would have:
  /// beside each other if it fits, else below; else without the products.
  public static func firstThatFits(_ alternatives: Arrangement...) -> Arrangement { Arrangement(.choice(alternatives)) }

  /// A part that is left out where it has no room.
  public static func extra(_ part: Arrangement) -> Arrangement { .firstThatFits(part, .nothing) }

  // MARK: What every part can have

  /// With a title above it, which counts like the part itself where it is wider.
  public func titled(_ title: StyledText) -> Arrangement {
    var titled = self
    (titled.title, titled.titleColumns) = (title, title.columns)
    return titled
  }

  /// Kept its place, but not drawn: what is still to come. Nothing moves when it appears.
  public func hidden(_ isHidden: Bool = true) -> Arrangement {
    var part = self
    part.isHidden = isHidden
    return part
  }

  /// The same name, title and visibility with something else in it.
  func with(_ content: Content) -> Arrangement {
    var part = Arrangement(content, name: name)
    (part.title, part.titleColumns, part.isHidden) = (title, titleColumns, isHidden)
    return part
  }

  static let unlimited = Size(columns: 100_000, rows: 100_000)
}

/// What parts side by side have in one line, titles and labels not counted.
public enum VerticalAlignment: Hashable, Sendable {
  /// Their tops.
  case top
  /// Their middles.
  case center
  /// Their bottoms.
  case bottom
}

/// The parts of an arrangement at their places.
public struct Placements {
  /// The scale that the grids have in common.
  public let scale: GridScale
  /// All parts together.
  public let bounds: Region
  /// Whether everything has room; what has none is cut at the right and below.
  public let fits: Bool
  let pieces: [Piece]

  /// The place of a part with its title; `nil` for one that was left out.
  public func region(_ name: String) -> Region? { pieces.first { $0.name == name }?.region }

  /// The place of a part without its title, of a grid without its labels, too; `nil` for one that was left out.
  public func body(_ name: String) -> Region? { grid(name)?.bounds ?? pieces.first { $0.name == name }?.frame }

  /// Where the elements of a grid are; `nil` for one that was left out.
  public func grid(_ name: String) -> GridPlacement? {
    for piece in pieces where piece.name == name {
      if case .grid(let grid, let scale) = piece.content { return grid.placement(at: piece.frame.origin, scale: scale) }
    }
    return nil
  }

  /// Draws all parts.
  public func draw(in canvas: inout Canvas) {
    for piece in pieces where !piece.isHidden {
      let frame = piece.frame
      switch piece.content {
      case .group: break
      case .grid(let grid, let scale): grid.draw(in: &canvas, at: frame.origin, scale: scale)
      case .text(let lines, let align):
        for (offset, line) in lines.enumerated() {
          let row = Region(column: frame.column, row: frame.row + offset, columns: frame.columns, rows: 1)
          canvas.write(line, in: row, align: align, ink: .role(.muted))
        }
      case .drawing(let draw): draw(&canvas, frame)
      }
    }
  }
}

/// Something that was placed.
struct Piece {
  enum Content {
    case group
    case grid(NumberGrid, GridScale)
    case text([StyledText], Alignment)
    case drawing(Arrangement.Draw)
  }

  var name: String?
  var content: Content
  /// All that it takes.
  var region: Region
  /// What is drawn, without a title that the arrangement put above it.
  var frame: Region
  var isHidden = false
}
