import CellCanvas

/// A frame as a picture that needs nothing else: SVG, 10 x 20 pixels a cell.
public enum SVGExport {
  /// The frame in the colours of `renderer`.
  ///
  /// - Parameters:
  ///   - title: what the picture is called, for screen readers and as a tooltip.
  ///   - description: what it shows, in a sentence or two.
  public static func text(of canvas: Canvas, renderer: Renderer, title: String, description: String) -> String {
    let canvas = canvas.spelled(in: renderer.glyphs)
    var drawing = SVGDrawing(renderer: renderer)
    let (shown, pieces) = canvas.withWindows()
    let seen = pieces.bounds
    for piece in seen { drawing.add(canvas.pictures[piece.picture], seen: piece.region) }
    for row in 0..<shown.size.rows {
      let cells = (0..<shown.size.columns).map { shown[$0, row] }
      let lid = cells.indices.map { column in
        cells[column] != .window
          && seen.contains { $0.region.contains(Point(column: column, row: row)) }
      }
      drawing.add(cells.map { $0 == .window ? Cell() : $0 }, row: row, lid: lid)
    }
    let (width, height) = (canvas.size.columns * 10, canvas.size.rows * 20)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
      role="img" aria-labelledby="title desc">
      <title id="title">\(xml(title))</title>
      <desc id="desc">\(xml(description))</desc>
      <rect width="\(width)" height="\(height)" fill="\(drawing.ground)"/>
      \(drawing.text)</svg>

      """
  }
}

/// Text as it stands between tags.
func xml(_ text: String) -> String {
  var escaped = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    // XML has no way to write the other control characters.
    case _ where scalar.value < 0x20 && scalar != "\n": escaped += " "
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

/// The parts of a picture: areas beneath lines beneath words, and what has one look in one element.
struct SVGDrawing {
  /// The look of a path.
  private struct Pen: Hashable {
    var color: String
    /// In tenths of a pixel; 0 fills the path.
    var width: Int
  }

  /// Paths by their look, in the order in which the looks first came up.
  private struct Paths {
    var pens: [Pen] = []
    var paths: [Pen: String] = [:]

    mutating func add(_ path: String, _ pen: Pen) {
      if paths[pen] == nil { pens.append(pen) }
      paths[pen, default: ""] += path
    }

    mutating func add(_ box: GlyphShape.Box, column: Int, row: Int, _ color: String) {
      let (x, y) = (tenths(column * 100 + box.x), tenths(row * 200 + box.y))
      add("M\(x) \(y)h\(tenths(box.width))v\(tenths(box.height))h\(tenths(-box.width))z", Pen(color: color, width: 0))
    }

    mutating func add(_ stroke: GlyphShape.Stroke, column: Int, row: Int, _ color: String) {
      let points = stroke.points.map { "\(tenths(column * 100 + $0.x)) \(tenths(row * 200 + $0.y))" }
      // A dot is a line that is too short to see, between round ends.
      let command = points.count == 1 ? "h.01" : points.count == 2 ? "L" : "Q"
      add("M" + points[0] + command + points.dropFirst().joined(separator: " "), Pen(color: color, width: stroke.pen))
    }

    var text: String {
      pens.map { pen in
        let look =
          pen.width == 0 ? "fill=\"\(pen.color)\"" : "stroke=\"\(pen.color)\" stroke-width=\"\(tenths(pen.width))\""
        return "<path \(look) d=\"\(paths[pen] ?? "")\"/>\n"
      }.joined()
    }
  }

  private let renderer: Renderer
  private var pictures = ""
  private var papers = Paths()
  private var blocks = Paths()
  private var lines = Paths()
  private var words = ""

  init(renderer: Renderer) { self.renderer = renderer }

  /// The colour behind everything.
  var ground: String { renderer.ground.cssHex }

  var text: String {
    var text = pictures
    for (name, content) in [
      ("shape-rendering=\"crispEdges\"", papers.text + blocks.text),
      ("fill=\"none\" stroke-linecap=\"round\"", lines.text),
      (
        "font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"16.6\" xml:space=\"preserve\"", words
      ),
    ] where !content.isEmpty {
      text += "<g \(name)>\n\(content)</g>\n"
    }
    return text
  }

  /// A picture beneath everything else, each of its pixels as it is, as far as it lies in the cells of `region`.
  mutating func add(_ picture: PlacedPicture, seen region: Region) {
    let image = PortableNetworkGraphics(Raster(picture, theme: renderer.theme))
    let (left, top, width, height) = (region.column * 10, region.row * 20, region.columns * 10, region.rows * 20)
    pictures += """
      <svg x="\(left)" y="\(top)" width="\(width)" height="\(height)" viewBox="\(left) \(top) \(width) \(height)">\
      <image x="\(picture.region.column * 10)" y="\(picture.region.row * 20 + picture.firstHalf * 10)" width="\(picture.region.columns * 10)" \
      height="\(picture.halfRows * 10)" preserveAspectRatio="none" image-rendering="pixelated" \
      href="data:image/png;base64,\(base64(image.bytes))"/></svg>

      """
  }

  /// A row of cells.
  ///
  /// - Parameter lid: whether a cell lies over a picture, and must hide it even where it is empty; `nil` where there is none.
  mutating func add(_ cells: [Cell], row: Int, lid: [Bool]? = nil) {
    let rendered = cells.map(renderer.render)
    let lid = lid ?? Array(repeating: false, count: cells.count)
    var start = 0
    // Papers in runs, as wide as their colour goes.
    while start < rendered.count {
      let color = renderer.look(of: rendered[start]).paper
      var end = start + 1
      while end < rendered.count, lid[end] == lid[start], renderer.look(of: rendered[end]).paper == color { end += 1 }
      if lid[start] || color != renderer.ground {
        let box = GlyphShape.Box(x: 0, y: 0, width: (end - start) * 100, height: 200)
        papers.add(box, column: start, row: row, color.cssHex)
      }
      start = end
    }
    for (column, cell) in rendered.enumerated() { draw(cell, column, row) }
    write(rendered, row)
  }

  private mutating func draw(_ cell: RenderedCell, _ column: Int, _ row: Int) {
    guard let shape = GlyphShape(cell.glyph) else { return }
    let color = renderer.inkShown(by: cell).cssHex
    for box in shape.boxes {
      if shape.isArea {
        blocks.add(box, column: column, row: row, color)
      } else {
        lines.add(box, column: column, row: row, color)
      }
    }
    for stroke in shape.strokes { lines.add(stroke, column: column, row: row, color) }
  }

  /// The words of a row: stretches of one look, parted where there are two spaces, each held to its columns.
  private mutating func write(_ cells: [RenderedCell], _ row: Int) {
    func isWord(_ column: Int) -> Bool {
      column < cells.count && cells[column].glyph != " " && GlyphShape(cells[column].glyph) == nil
    }
    var start = 0
    while start < cells.count {
      guard isWord(start) else {
        start += 1
        continue
      }
      var end = start + 1
      func belongs(_ column: Int) -> Bool { isWord(column) && cells[column].hasLook(of: cells[start]) }
      while belongs(end) || end < cells.count && cells[end].glyph == " " && belongs(end + 1) { end += 1 }
      let cell = cells[start]
      let glyphs = String(String.UnicodeScalarView(cells[start..<end].map(\.glyph))).withoutContinuations
      var look = "fill=\"\(renderer.look(of: cell).ink.cssHex)\""
      if cell.style.contains(.bold) { look += " font-weight=\"bold\"" }
      if cell.style.contains(.underline) { look += " text-decoration=\"underline\"" }
      let place = "x=\"\(start * 10)\" y=\"\(row * 20 + 15)\" textLength=\"\((end - start) * 10)\""
      words += "<text \(place) \(look)>\(xml(glyphs))</text>\n"
      start = end
    }
  }
}
