import CellCanvas
import Testing

@testable import Playback

@Suite struct KeymapTests {
  let keymap = Keymap.standard

  @Test(
    arguments: [
      (.next, [.right, " ", .enter, .pageDown, "n", "l"]), (.previous, [.left, .backspace, .pageUp, "p", "h"]),
      (.nextScene, ["]", "N"]), (.previousScene, ["[", "P"]), (.firstStep, [.home]), (.lastStep, [.end]),
      (.typeNumber, ["0", "5", "9"]), (.lastScene, ["G"]), (.contents, ["o", .control("p")]), (.search, ["/"]),
      (.chooseKnob, [.tab, .backtab]), (.turnKnob, [.up, .down]), (.edit, ["e"]), (.point, ["c"]), (.autoplay, ["a"]),
      (.slower, ["<"]), (.faster, [">"]), (.reset, ["r"]), (.predict, ["x"]), (.black, ["b", "."]), (.white, ["w"]),
      (.replay, [.function(5)]), (.theme, ["t"]), (.mouse, ["m"]), (.save, ["s"]), (.help, ["?", .function(1)]),
      (.redraw, [.control("l")]), (.close, [.escape]), (.quit, ["q", .control("c")]),
    ] as [(Command, [Key])])
  func keysOfTheLecture(command: Command, keys: [Key]) {
    for key in keys { #expect(keymap.command(for: key, after: nil, in: [.lecture]) == command, "\(key.name)") }
  }

  @Test func twoKeysInARow() {
    #expect(keymap.command(for: "g", after: nil, in: [.lecture]) == .startNumber)
    #expect(keymap.command(for: "g", after: "x", in: [.lecture]) == .startNumber)
    #expect(keymap.command(for: "g", after: "g", in: [.lecture]) == .firstScene)
  }

  @Test func theInnermostContextDecides() {
    #expect(keymap.command(for: .left, after: nil, in: [.pointing, .lecture]) == .move)
    #expect(keymap.command(for: "n", after: nil, in: [.pointing, .lecture]) == .next)
    #expect(keymap.command(for: "5", after: nil, in: [.editing, .lecture]) == .typeValue)
    #expect(keymap.command(for: "z", after: nil, in: [.editing, .lecture]) == nil)
    #expect(keymap.command(for: "q", after: nil, in: [.search]) == .typeQuery)
  }

  @Test(arguments: Context.allCases) func noKeyIsBoundTwiceInAContext(context: Context) {
    var seen: Set<Trigger> = []
    for binding in keymap.bindings[context] ?? [] {
      for trigger in binding.triggers { #expect(seen.insert(trigger).inserted, "\(trigger.name) in \(context)") }
    }
    #expect(!seen.isEmpty)
  }

  @Test func escapeNeverQuits() {
    for context in Context.allCases {
      #expect(keymap.command(for: .escape, after: nil, in: [context]) != .quit, "\(context)")
    }
  }

  @Test func everyContextCanBeQuit() {
    for context in [Context.lecture, .contents, .search, .help, .end] {
      #expect(keymap.command(for: .control("c"), after: nil, in: [context]) == .quit, "\(context)")
    }
  }

  @Test func keysAreCalledWhatTheyAreOnEveryScreen() {
    for glyphs in GlyphSet.allCases {
      for binding in keymap.bindings.values.joined() {
        // A name that the screen spells in another way would name another key.
        let names = binding.keyNames(in: glyphs) + (binding.hintParts(in: glyphs)?.keys ?? "")
        #expect(names.unicodeScalars.allSatisfy { glyphs.map($0) == $0 }, "\(names) in \(glyphs)")
      }
    }
    #expect(keymap.binding(of: .next, in: .lecture)?.hintParts(in: .ascii)?.keys == "Right")
    #expect(keymap.binding(of: .turnKnob, in: .lecture)?.hintParts(in: .ascii)?.keys == "Up/Down")
    #expect(keymap.binding(of: .move, in: .pointing)?.hintParts(in: .ascii)?.keys == "arrows")
    #expect(keymap.binding(of: .move, in: .pointing)?.hintParts(in: .unicode)?.keys == "←→↑↓")
  }
}
