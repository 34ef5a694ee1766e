import CellCanvas
import Foundation
import Testing

@testable import FrameExport

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct SVGExportTests {
  private let renderer = Renderer(theme: .dark, depth: .truecolor, glyphs: .unicode)

  @Test func aSmallFrame() {
    var canvas = Canvas(size: Size(columns: 6, rows: 1))
    canvas.write(.strong("a<b"), column: 0, row: 0, paper: .role(.panel))
    canvas[4, 0] = Cell("▄", ink: .color(red: 255, green: 0, blue: 0), paper: .color(red: 0, green: 0, blue: 255))
    canvas[5, 0] = Cell("─", ink: .role(.text))
    let text = SVGExport.text(of: canvas, renderer: renderer, title: "One & two", description: "A frame")
    let expected = """
      <svg xmlns="http://www.w3.org/2000/svg" width="60" height="20" viewBox="0 0 60 20" role="img" \
      aria-labelledby="title desc">
      <title id="title">One &amp; two</title>
      <desc id="desc">A frame</desc>
      <rect width="60" height="20" fill="#10141b"/>
      <g shape-rendering="crispEdges">
      <path fill="#1c2431" d="M0 0h30v20h-30z"/>
      <path fill="#0000ff" d="M40 0h10v20h-10z"/>
      <path fill="#ff0000" d="M40 10h10v10h-10z"/>
      </g>
      <g fill="none" stroke-linecap="round">
      <path fill="#e6e9ef" d="M50 9.2h5v1.6h-5zM55 9.2h5v1.6h-5z"/>
      </g>
      <g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="16.6" xml:space="preserve">
      <text x="0" y="15" textLength="30" fill="#e6e9ef" font-weight="bold">a&lt;b</text>
      </g>
      </svg>

      """
    #expect(text == expected)
  }

  @Test func wordsPartAtTwoSpacesAndAtAnotherLook() {
    var canvas = Canvas(size: Size(columns: 20, rows: 1))
    canvas.write("one two  three" + .kernel("4"), column: 0, row: 0)
    let text = SVGExport.text(of: canvas, renderer: renderer, title: "", description: "")
    #expect(text.contains(">one two</text>") && text.contains(">three</text>"))
    #expect(text.contains("<text x=\"140\" y=\"15\" textLength=\"10\" fill=\"#e1be48\" font-weight=\"bold\">4</text>"))
  }

  @Test func itIsXMLInEveryThemeAndDepth() {
    var canvas = Canvas(size: Size(columns: 40, rows: 300))
    for (index, value) in (0x20...0x2BFF).enumerated() where value != 0x7F {
      canvas[index % 40, index / 40] = Cell(Unicode.Scalar(UInt32(value)) ?? " ", ink: .role(.input), style: .bold)
    }
    for theme in Theme.all {
      for depth in ColorDepth.allCases {
        let renderer = Renderer(theme: theme, depth: depth, glyphs: .unicode)
        let text = SVGExport.text(of: canvas, renderer: renderer, title: "a < b & c", description: "“d”")
        let parser = XMLParser(data: Data(text.utf8))
        #expect(parser.parse(), "\(theme.name) at \(depth): \(String(describing: parser.parserError))")
      }
    }
  }

  @Test func aMonochromeFrameHasTheThemesInkAndPaper() {
    var canvas = Canvas(size: Size(columns: 3, rows: 1))
    canvas.write(.active("9"), column: 0, row: 0)
    let mono = Renderer(theme: .mono, depth: .truecolor, glyphs: .unicode)
    let text = SVGExport.text(of: canvas, renderer: mono, title: "", description: "")
    // Reversed: the ground's colour on the ink's.
    #expect(text.contains("<path fill=\"#ffffff\" d=\"M0 0h10v20h-10z\"/>"))
    #expect(text.contains("fill=\"#000000\" font-weight=\"bold\">9</text>"))
  }
}

@Suite struct GlyphShapeTests {
  /// The area of a glyph's boxes in percent of a cell.
  private func area(_ glyph: Unicode.Scalar) -> Int? {
    GlyphShape(glyph).map { $0.boxes.reduce(0) { $0 + $1.width * $1.height } / 200 }
  }

  @Test func blocksFillTheirShareOfTheCell() {
    let shares: [(Unicode.Scalar, Int)] = [
      ("▀", 50), ("▄", 50), ("█", 100), ("▌", 50), ("▐", 50), ("▁", 12), ("▇", 87), ("▖", 25), ("▙", 75), ("▚", 50),
      ("▟", 75),
    ]
    for (glyph, share) in shares { #expect(area(glyph) == share, "\(glyph)") }
    #expect(GlyphShape("▒")?.opacity == 0.5)
  }

  @Test func linesReachTheEdgesWhereTheyShould() throws {
    let tee = try #require(GlyphShape("├"))
    #expect(tee.boxes.contains { $0.x + $0.width == 100 } && !tee.boxes.contains { $0.x == 0 })
    #expect(tee.boxes.contains { $0.y == 0 } && tee.boxes.contains { $0.y + $0.height == 200 })
    #expect(GlyphShape("━")?.boxes.allSatisfy { $0.height > 20 } == true)
    #expect(GlyphShape("═")?.boxes.count == 4)
    #expect(GlyphShape("┄")?.boxes.count == 3)
  }

  @Test func dotsAreWhereBrailleHasThem() {
    #expect(GlyphShape("⠁")?.strokes.map { [$0.points[0].x, $0.points[0].y] } == [[25, 25]])
    #expect(GlyphShape("⢀")?.strokes.map { [$0.points[0].x, $0.points[0].y] } == [[75, 175]])
    #expect(GlyphShape("⣿")?.strokes.count == 8)
    #expect(GlyphShape("a") == nil)
  }

  @Test func lengthsArePixels() {
    #expect([0, 5, 10, 125, -16].map(tenths) == ["0", "0.5", "1", "12.5", "-1.6"])
  }
}
