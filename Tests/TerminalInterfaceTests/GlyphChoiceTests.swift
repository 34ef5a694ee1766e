import CellCanvas
import Testing

@testable import TerminalInterface

@Suite struct GlyphChoiceTests {
  private func glyphs(_ codeset: String, term: String = "xterm-256color", asciiOnly: Bool = false) -> GlyphSet {
    GlyphChoice.glyphs(asciiOnly: asciiOnly, environment: Environment(["TERM": term]), codeset: codeset)
  }

  @Test func theLocaleSaysWhatCanBeWritten() {
    #expect(glyphs("UTF-8") == .unicode)
    #expect(glyphs("utf8") == .unicode)
    #expect(glyphs("ANSI_X3.4-1968") == .ascii)
    #expect(glyphs("ISO-8859-1") == .ascii)
    #expect(glyphs("") == .ascii)
  }

  @Test func theLinuxConsoleHasFewGlyphs() {
    #expect(glyphs("UTF-8", term: "linux") == .blocks)
    #expect(glyphs("ANSI_X3.4-1968", term: "linux") == .ascii)
  }

  @Test func asciiCanBeAskedFor() {
    #expect(glyphs("UTF-8", asciiOnly: true) == .ascii)
    #expect(glyphs("UTF-8", term: "linux", asciiOnly: true) == .ascii)
  }
}
