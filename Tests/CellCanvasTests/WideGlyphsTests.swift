import CellCanvas
import Testing

@Suite struct WideGlyphsTests {
  /// The characters that Python's `unicodedata` calls wide or full-width, and marks that it composes.
  @Test(arguments: [
    ("dog", "dog", 3), ("犬と猫", "犬\u{FFFF}と\u{FFFF}猫\u{FFFF}", 6), ("cafe\u{301}", "caf\u{E9}", 4),
    ("caf\u{E9}", "caf\u{E9}", 4), ("\u{202E}abc", "abc", 3), ("zero\u{200B}width", "zerowidth", 9),
    ("\u{FEFF}mark", "mark", 4), ("tab\there", "tabhere", 7), ("A\u{30A}ngstro\u{308}m", "Ångström", 8),
    ("ㄱ한\u{1112}\u{1161}\u{11AB}", "ㄱ\u{FFFF}한\u{FFFF}한\u{FFFF}", 6), ("x\u{336}", "x", 1), ("e\u{301}\u{302}", "e", 1),
    ("Ｆｕｌｌ", "Ｆ\u{FFFF}ｕ\u{FFFF}ｌ\u{FFFF}ｌ\u{FFFF}", 8), ("🐕!", "🐕\u{FFFF}!", 3), ("И\u{306}", "Й", 1), ("", "", 0),
    ("\u{1B}[31mred", "[31mred", 7), ("half ｶ", "half ｶ", 6),
  ]) func textIsFittedToCells(text: String, cells: String, columns: Int) {
    #expect(Array(text.inCells.unicodeScalars) == Array(cells.unicodeScalars))
    #expect(text.inCells.count == columns)
    #expect(text.inCells.inCells == text.inCells.withoutContinuations.inCells)
  }

  @Test func whatIsMeantComesBack() {
    #expect("犬と猫!".inCells.withoutContinuations == "犬と猫!")
    #expect("plain".withoutContinuations == "plain")
  }

  @Test func setsWithoutWideGlyphsKeepTheirColumns() {
    #expect("犬a".inCells.unicodeScalars.map { GlyphSet.ascii.map($0) } == ["?", " ", "a"])
  }
}
