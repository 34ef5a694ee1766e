import CellCanvas
import Testing

@testable import FrameExport

/// Frames on a reel, read back as the page reads them.
@Suite struct CellReelTests {
  /// The glyphs of all frames, read from the bytes.
  private func frames(of reel: CellReel, cells: Int) -> [String] {
    let glyphs = Array(reel.glyphs.unicodeScalars)
    var place = 0
    func number() -> Int {
      var (value, shift) = (0, 0)
      while true {
        let byte = Int(reel.bytes[place])
        place += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128 { return value }
      }
    }
    var frame = Array(repeating: 0, count: cells)
    var frames: [String] = []
    while place < reel.bytes.count {
      var cell = 0
      for _ in 0..<number() {
        cell += number()
        let kind = number()
        let uniform = kind & 1 == 1 ? number() : nil
        for _ in 0..<kind >> 1 {
          frame[cell] = uniform ?? number()
          cell += 1
        }
      }
      frames.append(String(String.UnicodeScalarView(frame.map { glyphs[reel.symbols[4 * $0]] })))
    }
    return frames
  }

  @Test(arguments: [["ab  ", "ab c", "zzzz"], ["aaaaaaaaaabc", "aaaabbbbbbbb", "            "], ["    ", "a   "]])
  func framesComeBackAsTheyWere(texts: [String]) {
    var reel = CellReel(themes: [Theme.all[0]], cells: texts[0].count)
    for (index, text) in texts.enumerated() { #expect(reel.add(text.unicodeScalars.map { Cell($0) }) == index) }
    #expect(frames(of: reel, cells: texts[0].count) == texts)
  }

  @Test func anyFramesComeBack() {
    var state: UInt32 = 7
    func next() -> Int {
      state = state &* 1_664_525 &+ 1_013_904_223
      return Int(state >> 24)
    }
    var reel = CellReel(themes: [Theme.all[0]], cells: 60)
    var texts: [String] = []
    for _ in 0..<40 {
      var scalars: [Unicode.Scalar] = []
      while scalars.count < 60 { scalars += Array(repeating: "abc"[next() % 3], count: 1 + next() % 7) }
      let text = String(String.UnicodeScalarView(scalars.prefix(60)))
      if texts.last != text { texts.append(text) }
      _ = reel.add(text.unicodeScalars.map { Cell($0) })
    }
    #expect(frames(of: reel, cells: 60) == texts)
  }

  @Test func aFrameThatIsThereAlreadyIsNotAddedAgain() {
    var reel = CellReel(themes: Array(Theme.all.prefix(2)), cells: 2)
    let cells = [Cell("1", ink: .role(.input)), Cell("░", ink: .role(.output))]
    #expect(reel.add(cells) == 0)
    #expect(reel.add(cells) == 0)
    #expect(reel.count == 1)
    #expect(reel.colors.count % 12 == 0)
  }
}

extension String {
  fileprivate subscript(_ place: Int) -> Unicode.Scalar { Array(unicodeScalars)[place] }
}
