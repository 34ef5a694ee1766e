import CellCanvas
import Testing

@testable import TerminalInterface

@Suite struct ColorChoiceTests {
  private func depth(
    _ environment: [String: String], colors: Int = 256, asked: ColorDepth? = nil, canBeTaught: Bool = true
  ) -> ColorDepth {
    ColorChoice.depth(
      asked: asked, environment: Environment(environment), colors: colors, canBeTaught: canBeTaught)
  }

  @Test func theEnvironmentSaysWhetherColoursAreMixed() {
    for environment in [
      ["COLORTERM": "truecolor"], ["COLORTERM": "24bit"], ["TMUX": "/tmp/tmux-1/default,1,0"], ["WT_SESSION": "1"],
      ["TERM": "xterm-direct"], ["TERM": "screen-256color", "TMUX": "x"],
    ] {
      #expect(depth(environment) == .truecolor, "\(environment)")
    }
    #expect(depth(["COLORTERM": "yes"]) == .palette256)
    #expect(depth(["COLORTERM": ""]) == .palette256)
    #expect(depth([:], colors: 1 << 24) == .truecolor)
  }

  @Test func whatIsHandedOnFromAnotherTerminalIsNotBelieved() {
    #expect(depth(["COLORTERM": "truecolor", "TERM": "screen-256color"]) == .palette256)
    #expect(depth(["COLORTERM": "truecolor", "TERM": "linux"], colors: 8) == .palette16)
  }

  @Test func aTerminalThatWasChosenByHandInsideOfTmuxIsBelieved() {
    #expect(depth(["TERM": "xterm-16color", "TMUX": "x"], colors: 16) == .palette16)
    #expect(depth(["TERM": "screen", "TMUX": "x"], colors: 8) == .truecolor)
    #expect(depth(["TERM": "xterm-256color", "TMUX": "x"]) == .truecolor)
  }

  @Test func withoutAWordOfItTerminfoCounts() {
    #expect(depth(["TERM": "xterm-256color"]) == .palette256)
    #expect(depth(["TERM": "xterm-88color"], colors: 88) == .palette16)
    #expect(depth(["TERM": "xterm-16color"], colors: 16) == .palette16)
    #expect(depth(["TERM": "xterm"], colors: 8) == .palette16)
    #expect(depth(["TERM": "vt100"], colors: -1) == .mono)
    #expect(depth(["TERM": "vt100", "COLORTERM": "truecolor"], colors: -1) == .mono)
  }

  @Test func noColorIsRespectedUnlessColoursAreAskedFor() {
    #expect(depth(["NO_COLOR": "1", "COLORTERM": "truecolor"]) == .mono)
    #expect(depth(["NO_COLOR": ""]) == .palette256)
    #expect(depth(["NO_COLOR": "1"], asked: .palette16) == .palette16)
  }

  @Test(arguments: ColorDepth.allCases) func whoeverAsksIsBelieved(_ asked: ColorDepth) {
    #expect(depth([:], colors: -1, asked: asked) == asked)
    #expect(depth([:], colors: 1 << 24, asked: asked) == asked)
  }

  @Test func noMoreThanTheTerminalCanBeTold() {
    #expect(depth([:], colors: 8, asked: .truecolor, canBeTaught: false) == .palette16)
    #expect(depth([:], colors: 256, asked: .truecolor, canBeTaught: false) == .palette256)
    #expect(depth([:], colors: 256, asked: .palette16, canBeTaught: false) == .palette16)
    #expect(depth(["COLORTERM": "truecolor"], canBeTaught: false) == .palette256)
  }
}
