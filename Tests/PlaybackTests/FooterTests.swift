import CellCanvas
import Testing

@testable import Playback

@Suite struct FooterTests {
  let knobs = [
    ("input", "7"), ("kernel", "3"), ("stride", "1"), ("padding", "0"), ("preset", "sobel-x"), ("seed", "1"),
  ]
  .map { Footer.Knob(name: $0.0, value: $0.1) }
  let hints: [StyledText] = ["→ next", "c point", "e edit", "? help"]

  func footer(_ columns: Int, chosen: Int) -> Footer {
    Footer(Region(column: 0, row: 0, columns: columns, rows: 1), knobs: knobs, chosen: chosen, hints: hints)
  }

  func line(_ footer: Footer, _ columns: Int) -> String {
    var canvas = Canvas(size: Size(columns: columns, rows: 1))
    footer.draw(in: &canvas)
    #expect(canvas.audit == [], "\(columns) columns")
    return canvas.plainText
  }

  @Test func allHasRoom() {
    #expect(
      line(footer(110, chosen: 2), 110)
        == "  input 7  kernel 3 ↕stride 1  padding 0  preset sobel-x  seed 1"
        + "           → next   c point   e edit   ? help ")
  }

  @Test func editingIsOfferedAtEightyColumns() {
    #expect(
      line(footer(80, chosen: 0), 80)
        == " ↕input 7  kernel 3  stride 1  padding 0 …   → next   c point   e edit   ? help ")
  }

  /// The knobs of a stack of which a layer was edited: said in words where there is room, else by a mark.
  @Test func editedKnobsAreMarkedAtEveryWidth() {
    for edited in ["kernel", "stride", "dilation"] {
      let knobs = [("layers", "4"), ("kernel", "3"), ("stride", "1"), ("dilation", "1")].map {
        Footer.Knob(name: $0.0, value: $0.1, isEdited: $0.0 == edited)
      }
      for chosen in knobs.indices {
        for columns in [80, 160] {
          let footer = Footer(
            Region(column: 0, row: 0, columns: columns, rows: 1), knobs: knobs, chosen: chosen,
            hints: ["→ next", "c point", "i why", "? help"])
          let text = line(footer, columns)
          #expect(text.contains(columns == 80 ? "*" : ", edited"), "\(text)")
          #expect(!text.contains("…"))
        }
      }
    }
  }

  @Test func keysGiveWayToKnobs() {
    let many: [StyledText] = ["→ next", "f away", "i why", "c point", "e edit", "o contents", "? help"]
    let footer = Footer(Region(column: 0, row: 0, columns: 80, rows: 1), knobs: knobs, chosen: 0, hints: many)
    #expect(line(footer, 80) == " ↕input 7  kernel 3  stride 1 …      → next   f away   i why   c point   ? help ")
  }

  @Test func noWordIsCutAtAnyWidth() {
    var words: Set<Substring> = ["…"]
    for knob in knobs { words.formUnion([knob.name[...], "↕" + knob.name, knob.value[...]]) }
    for hint in hints { words.formUnion(hint.plain.split(separator: " ")) }
    for columns in 1...200 {
      for chosen in knobs.indices {
        let text = line(footer(columns, chosen: chosen), columns)
        #expect(words.isSuperset(of: text.split(separator: " ")), "\(columns): \(text)")
        if columns >= 23 { #expect(text.contains("↕" + knobs[chosen].name), "the chosen knob at \(columns): \(text)") }
      }
    }
  }

  @Test func knobsAreFoundUnderTheMouse() {
    let footer = footer(80, chosen: 1)
    let line = Array(line(footer, 80))
    for column in line.indices {
      guard let knob = footer.knob(at: Point(column: column, row: 0)) else { continue }
      #expect(String(line[max(0, column - 14)...min(79, column + 14)]).contains(knobs[knob].name))
    }
    #expect(footer.knob(at: Point(column: 4, row: 0)) == 0)
    #expect(footer.knob(at: Point(column: 4, row: 1)) == nil)
    #expect(footer.knob(at: Point(column: 78, row: 0)) == nil)
  }

  @Test func withoutKnobs() {
    for columns in 1...60 {
      let footer = Footer(
        Region(column: 0, row: 0, columns: columns, rows: 1), knobs: [], chosen: 0, hints: hints)
      let text = line(footer, columns)
      #expect(text.contains("→ next") == (columns >= 8), "\(columns): \(text)")
    }
  }
}

@Suite struct HeaderTests {
  @Test func whatHasNoRoomIsLeftOutWhole() {
    let header = Header(part: "CONVOLUTION", title: "Two grids", status: ["work 50 %", "▶ 1×"], number: "2 / 39")
    func line(_ columns: Int) -> String {
      var canvas = Canvas(size: Size(columns: columns, rows: 1))
      header.draw(in: &canvas, canvas.bounds)
      #expect(canvas.audit == [], "\(columns) columns")
      return canvas.plainText
    }
    #expect(line(60) == " CONVOLUTION  Two grids           work 50 %   ▶ 1×   2 / 39 ")
    #expect(line(40) == " CONVOLUTION  Two grids          2 / 39 ")
    #expect(line(20) == " Two grids   2 / 39 ")
    #expect(line(12) == "     2 / 39 ")
    for columns in 0...80 { _ = line(columns) }
  }
}
