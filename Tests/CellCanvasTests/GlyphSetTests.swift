import Testing

@testable import CellCanvas

@Suite struct GlyphSetTests {
  private func mapped(_ text: String, _ glyphs: GlyphSet) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map(glyphs.map)))
  }

  @Test func unicodeKeepsEverything() {
    #expect(mapped("─▀⣿×−é→…漢", .unicode) == "─▀⣿×−é→…漢")
  }

  @Test(arguments: [
    ("┌──┬──┐", "+--+--+"), ("│╭╮║┃┼", "|++||+"), ("←→↑↓", "<>^v"), ("3 × 3 − 1·2…", "3 x 3 - 1*2."),
    ("• ≠ ≈ ≥ ≤", "o ! ~ > <"), ("naïve Ångström Łódź", "naive Angstrom Lodz"), ("“so”", "\"so\""),
    ("x² a₁₀", "x2 a10"),
    ("漢", "?"),
  ]) func asciiHasAStandIn(rich: String, plain: String) {
    #expect(mapped(rich, .ascii) == plain)
  }

  @Test func signsOfDifferentOperationsDiffer() {
    for glyphs in GlyphSet.allCases {
      // An empty place, a product, a size, a convolution, a correlation, an arrow.
      let signs = "∙·×∗⋆→".unicodeScalars.map(glyphs.map)
      // A console has one dot for both; what stands around it tells them apart.
      #expect(Set(signs).count == (glyphs == .blocks ? 5 : 6), "\(glyphs): \(signs)")
    }
  }

  @Test(arguments: [
    ("3·−1 + 2 · 4", "3*-1 + 2 * 4"), ("7 −3  ·  ·", "7 -3  .  ."), ("×1 ·2", "x1 *2"), ("·", "."),
    ("a · · b", "a . . b"),
  ]) func dotsThatMultiplyDifferFromDotsThatWait(rich: String, plain: String) {
    var canvas = Canvas(size: Size(columns: rich.count, rows: 1))
    canvas.write(StyledText(rich), column: 0, row: 0)
    let spelled = canvas.spelled(in: .ascii)
    #expect(String(String.UnicodeScalarView(spelled.cells.map { GlyphSet.ascii.map($0.glyph) })) == plain)
    #expect(canvas.spelled(in: .unicode) == canvas)
  }

  @Test func asciiIsAllASCII() {
    for value in UInt32(0x20)...0x2BFF {
      guard let glyph = Unicode.Scalar(value) else { continue }
      #expect((0x20...0x7E).contains(GlyphSet.ascii.map(glyph).value) || value == 0x7F || (0x80..<0xA0).contains(value))
    }
    // No glyph of lines, blocks and dots is given up.
    for value in UInt32(0x2500)...0x259F {
      #expect(Unicode.Scalar(value).map { GlyphSet.ascii.map($0) } != "?")
    }
    for value in UInt32(0x2800)...0x28FF {
      #expect(Unicode.Scalar(value).map { GlyphSet.ascii.map($0) } != "?")
    }
  }

  @Test(arguments: [
    ("⠀", " "), ("⡇", "|"), ("⢸", "|"), ("⠒", "-"), ("⣀", "_"), ("⡠", "/"), ("⢄", "\\"), ("⡜", "/"), ("⢣", "\\"),
    ("⣿", "X"), ("⠁", "'"), ("⡀", "."),
  ]) func brailleLooksAlike(dots: String, glyph: String) {
    #expect(mapped(dots, .ascii) == glyph)
  }

  @Test func aConsoleHasHalfBlocksAndThinLines() {
    #expect(mapped("▀▄█░▒▓ ─│┌┼ ←→ é", .blocks) == "▀▄█░▒▓ ─│┌┼ ←→ é")
    #expect(mapped("━┃╭╯╱⡇⠒▂▆▌", .blocks) == "─│┌┘/│─▄█▌")
    #expect(mapped("−…⣿", .blocks) == "-.X")
  }
}
