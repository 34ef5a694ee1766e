import CellCanvas
import FrameExport
import Testing

@Suite struct PlainTextExportTests {
  @Test func rowsHaveNoSpacesAtTheirEnds() {
    var canvas = Canvas(size: Size(columns: 12, rows: 3))
    canvas.write("7 × 7 −3", column: 1, row: 0)
    canvas.write(.active("9"), column: 0, row: 2, paper: .role(.panel))
    #expect(PlainTextExport.text(of: canvas) == " 7 × 7 −3\n\n9\n")
    #expect(PlainTextExport.text(of: canvas, glyphs: .ascii) == " 7 x 7 -3\n\n9\n")
  }

  @Test func picturesAreShaded() {
    var pixels = Pixels(width: 5, height: 2)
    for x in 0..<5 {
      for y in 0..<2 { pixels[x, y] = .level(.grey, Double(x) / 4) }
    }
    var canvas = Canvas(size: Size(columns: 5, rows: 1))
    pixels.draw(in: &canvas, at: Point(column: 0, row: 0))
    #expect(PlainTextExport.text(of: canvas) == " ░▒▓█\n")
    #expect(PlainTextExport.text(of: canvas, glyphs: .ascii) == " :+#@\n")
  }

  @Test func texturesKeepOutOfWords() {
    var canvas = Canvas(size: Size(columns: 14, rows: 1))
    canvas.fill(canvas.bounds, with: Cell(paper: .level(.kernel, 0.5)))
    canvas.write("conv2 39 %", column: 2, row: 0, paper: .level(.kernel, 0.5))
    #expect(PlainTextExport.text(of: canvas) == "░░conv2 39 %░░\n")
  }

  @Test func nothingIsWrittenOfNothing() {
    #expect(PlainTextExport.text(of: Canvas(size: Size(columns: 0, rows: 0))) == "")
  }

  /// A wide glyph takes the columns of two cells in every form of text.
  @Test func wideGlyphsTakeTwoColumns() {
    var canvas = Canvas(size: Size(columns: 8, rows: 1))
    canvas.write(StyledText("犬と猫!".inCells), column: 1, row: 0)
    #expect(canvas.audit == [])
    #expect(PlainTextExport.text(of: canvas) == " 犬と猫!\n")
    #expect(PlainTextExport.text(of: canvas, glyphs: .ascii) == " ? ? ? !\n")
    let renderer = Renderer(theme: .dark, depth: .mono, glyphs: .unicode)
    #expect(ANSIExport.text(of: canvas, renderer: renderer).contains("犬と猫!"))
    #expect(SVGExport.text(of: canvas, renderer: renderer, title: "", description: "").contains("犬と猫!"))
    #expect(!JSONExport.value(of: canvas, facts: []).compact.contains("\u{FFFF}"))
  }
}
