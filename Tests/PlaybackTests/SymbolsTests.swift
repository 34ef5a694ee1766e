import CellCanvas
import Lecture
import Testing

@testable import Playback

@Suite struct SymbolsTests {
  private func player(_ size: Size = Size(columns: 80, rows: 24)) -> Player {
    var options = PlayerOptions()
    options.size = size
    return Player(options: options)
  }

  private func press(_ keys: [Key], _ player: inout Player) {
    for key in keys { _ = player.handle(.key(key), at: .zero) }
  }

  @Test(arguments: [[Key("k")], ["?", "k"], ["o", .end, .down, .enter]]) func thePageOpensFromEverywhere(keys: [Key]) {
    var player = player()
    press(keys, &player)
    let text = player.frame().plainText
    #expect(text.contains("Symbols, colours and words") && text.contains("⋆"), "\(text)")
    #expect(player.frame().audit == [])
    press([.escape], &player)
    #expect(!player.frame().plainText.contains("SIGNS"))
  }

  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 160, rows: 48), Size(columns: 60, rows: 16)])
  func everyLineCanBeReached(size: Size) {
    var player = player(size)
    press(["k"], &player)
    var seen = ""
    for _ in SymbolsList.entries {
      let frame = player.frame()
      #expect(frame.audit == [])
      seen += frame.plainText
      press([.down], &player)
    }
    for entry in SymbolsList.entries where size.columns >= 80 {
      #expect(seen.contains(entry.meaning), "\(entry.meaning)")
    }
    press([.home, .pageDown, .pageUp, .end], &player)
    if size.columns >= 80 { #expect(player.frame().plainText.contains("dropout")) }
  }

  @Test func aLineLeadsToItsScene() {
    var player = player()
    press(["k", .enter], &player)
    #expect(player.card.id == Glossary.sections[0].entries[0].scene)
    press(["F"], &player)
    #expect(player.card.id == catalogue[0].card.id)
  }
}
