import CellCanvas
import FrameExport
import Testing

@Suite struct ANSIExportTests {
  private var canvas: Canvas {
    var canvas = Canvas(size: Size(columns: 4, rows: 2))
    canvas.write(.strong("ab"), column: 0, row: 0)
    canvas[3, 1] = Cell("▀", ink: .color(red: 1, green: 2, blue: 3), paper: .color(red: 255, green: 255, blue: 255))
    return canvas
  }

  @Test func truecolor() {
    let text = ANSIExport.text(of: canvas, renderer: Renderer(theme: .dark, depth: .truecolor, glyphs: .unicode))
    let ground = "48;2;16;20;27"
    #expect(
      text == "\u{1B}[0;1;38;2;230;233;239;\(ground)mab\u{1B}[0;38;2;230;233;239;\(ground)m  \u{1B}[0m\n"
        + "\u{1B}[0;38;2;230;233;239;\(ground)m   \u{1B}[0;38;2;1;2;3;48;2;255;255;255m▀\u{1B}[0m\n")
  }

  @Test func sixteenColors() {
    let text = ANSIExport.text(of: canvas, renderer: Renderer(theme: .light, depth: .palette16, glyphs: .unicode))
    #expect(
      text == "\u{1B}[0;30;107mab  \u{1B}[0m\n\u{1B}[0;30;107m   ▀\u{1B}[0m\n",
      "where bold brightens, bold black would be grey")
  }

  @Test func twoHundredFiftySixColors() {
    let text = ANSIExport.text(of: canvas, renderer: Renderer(theme: .light, depth: .palette256, glyphs: .unicode))
    #expect(text.contains(";38;5;16;48;5;231m   ▀"))
  }

  @Test func monoHasAttributesOnly() {
    let text = ANSIExport.text(of: canvas, renderer: Renderer(theme: .dark, depth: .mono, glyphs: .ascii))
    #expect(text == "\u{1B}[0;1mab\u{1B}[0m  \u{1B}[0m\n\u{1B}[0m   +\u{1B}[0m\n")
  }
}
