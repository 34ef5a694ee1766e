import CNcurses
import CellCanvas
import Playback
import Testing

@testable import TerminalInterface

@Suite struct KeyDecoderTests {
  /// The keys that come out of what was read, all of which arrived at once.
  private func keys(_ inputs: [RawInput]) -> [Key] {
    var decoder = KeyDecoder()
    var keys = inputs.compactMap { decoder.key(from: $0) }
    if decoder.patience != nil, let key = decoder.giveUp() { keys.append(key) }
    return keys
  }

  private func keys(_ text: String) -> [Key] { keys(text.unicodeScalars.map { .character($0.value) }) }

  @Test func lettersAndControls() {
    #expect(keys("aé−G ") == ["a", "é", "−", "G", " "])
    #expect(
      keys("\r\n\t\u{7F}\u{08}\u{10}\u{0C}") == [
        .enter, .enter, .tab, .backspace, .backspace, .control("p"), .control("l"),
      ])
    #expect(keys("\u{00}\u{1C}\u{1F}\u{85}") == [])
  }

  @Test func keysThatNcursesKnows() {
    let codes: [(Int32, Key)] = [
      (KEY_UP, .up), (KEY_DOWN, .down), (KEY_LEFT, .left), (KEY_RIGHT, .right), (KEY_HOME, .home), (KEY_END, .end),
      (KEY_PPAGE, .pageUp), (KEY_NPAGE, .pageDown), (KEY_BTAB, .backtab), (KEY_BACKSPACE, .backspace),
      (KEY_DC, .delete), (KEY_ENTER, .enter), (ncurses_function_key(1), .function(1)),
      (ncurses_function_key(5), .function(5)),
    ]
    for (code, key) in codes { #expect(keys([.special(code)]) == [key]) }
    #expect(keys([.special(KEY_RESIZE), .special(KEY_SRIGHT), .special(9999)]) == [])
  }

  @Test func anEscapeAloneIsAKey() {
    #expect(keys("\u{1B}") == [.escape])
    #expect(keys("\u{1B}\u{1B}") == [.escape])
    #expect(keys("a\u{1B}") == ["a", .escape])
  }

  @Test func sequencesThatNcursesWasNotToldOf() {
    #expect(
      keys("\u{1B}[C\u{1B}OC\u{1B}[5~\u{1B}[H\u{1B}[4~\u{1B}[Z") == [
        .right, .right, .pageUp, .home, .end, .backtab,
      ])
  }

  /// Sequences that are no keys, by names that can be printed; after the first ones keys count again at once.
  private static let noKeys = [
    "unknown": "\u{1B}[99;1q", "Alt": "\u{1B}q", "Ctrl-right": "\u{1B}[1;5C", "attributes": "\u{1B}[?1;2c",
    "title": "\u{1B}]0;qq\u{07}", "title, ended otherwise": "\u{1B}]0;qq\u{1B}\\", "DCS": "\u{1B}Pqq\u{1B}\\",
    "APC": "\u{1B}_q\u{1B}\\", "SS3": "\u{1B}Oc", "old mouse": "\u{1B}[M q!", "paste": "\u{1B}[200~q\rq\u{1B}[201~",
  ]

  @Test(arguments: noKeys.keys.sorted()) func whatIsNoKeyGivesNone(_ name: String) throws {
    let text = try #require(Self.noKeys[name])
    #expect(keys(text) == [])
    #expect(keys(text + "\u{1B}[An") == [.up, "n"], "what follows counts again")
    for count in 1..<text.unicodeScalars.count {
      #expect(!keys(String(String.UnicodeScalarView(text.unicodeScalars.prefix(count)))).contains("q"))
    }
  }

  @Test func afterAPasteKeysCountAgain() {
    #expect(keys("\u{1B}[200~quit\u{1B}[C\u{1B}[201~n") == ["n"])
  }

  /// A pause anywhere in a sequence, as long as it is bearable, changes nothing; the keys are those of the whole.
  @Test(arguments: [
    "\u{1B}[C", "\u{1B}OC", "\u{1B}[5~", "\u{1B}[1;5C", "\u{1B}[200~please quit\u{1B}[201~n", "\u{1B}[<35;20;10Mn",
    "\u{1B}]0;qq\u{1B}\\n", "\u{1B}Ouq", "\u{1B}[M q!n",
  ]) func piecesMakeTheSameKeys(text: String) {
    var decoder = KeyDecoder()
    var keys: [Key] = []
    for scalar in text.unicodeScalars {
      if let key = decoder.key(from: .character(scalar.value)) { keys.append(key) }
      // What a run loop asks between two pieces.
      _ = decoder.patience
    }
    #expect(keys == self.keys(text) && decoder.patience == nil)
  }

  @Test func whatNeverComesIsGivenUp() {
    var decoder = KeyDecoder()
    for text in ["\u{1B}[", "\u{1B}[20", "\u{1B}O", "\u{1B}]0;title", "\u{1B}[M q", "\u{1B}[200~half a paste"] {
      for scalar in text.unicodeScalars { #expect(decoder.key(from: .character(scalar.value)) == nil) }
      #expect(decoder.patience != nil)
      #expect(decoder.giveUp() == nil && decoder.patience == nil, "\(text.dropFirst())")
      #expect(decoder.key(from: .character(0x6E)) == "n")
    }
    #expect(decoder.key(from: .character(0x1B)) == nil)
    #expect(decoder.giveUp() == .escape)
  }

  @Test func theNumericPadTypesDigits() {
    let sent = "pqrstuvwxyjklmnoXM".map { "\u{1B}O\($0)" }.joined()
    #expect(keys(sent) == "0123456789*+,-./=".unicodeScalars.map { Key.character($0) } + [.enter])
  }

  @Test func reportsOfAMouseThatIsOffAreNothing() {
    var decoder = KeyDecoder()
    decoder.beginMouseReport()
    #expect("35;20;10m".unicodeScalars.compactMap { decoder.key(from: .character($0.value)) } == [])
    #expect(decoder.key(from: .character(0x6E)) == "n")
    #expect(keys("\u{1B}[<0;20;10M\u{1B}[<0;20;10mn") == ["n"])
  }

  /// Reports in a row, as a fast hand or a slow line gives them: each is one event, none is lost.
  @Test func everyReportOfTheMouseIsAnEvent() {
    var decoder = KeyDecoder()
    var events: [MouseEvent] = []
    let sent = "0;20;10M 32;21;10M 36;200;100M 35;5;6M 0;20;10m 64;1;1M 65;1;1M 2;3;3M 2;3;3m 66;1;1M 0;0;1M 0;1M ;;M"
    for report in sent.split(separator: " ") {
      for scalar in ("\u{1B}[<" + report).unicodeScalars {
        #expect(decoder.key(from: .character(scalar.value)) == nil)
        if let event = decoder.takeMouseEvent() { events.append(event) }
      }
    }
    #expect(
      events == [
        MouseEvent(.pressed, at: Point(column: 19, row: 9)), MouseEvent(.moved, at: Point(column: 20, row: 9)),
        MouseEvent(.moved, at: Point(column: 199, row: 99)), MouseEvent(.moved, at: Point(column: 4, row: 5)),
        MouseEvent(.released, at: Point(column: 19, row: 9)), MouseEvent(.scrolledUp, at: Point(column: 0, row: 0)),
        MouseEvent(.scrolledDown, at: Point(column: 0, row: 0)),
      ])
    #expect(decoder.key(from: .character(0x6E)) == "n" && decoder.takeMouseEvent() == nil)
  }
}
