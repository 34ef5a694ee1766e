import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct NearestNamesHintTests {
  @Test func hintsReadAsQuestions() {
    #expect(NearestNames.hint(for: "drak", among: ["dark", "light", "mono"]) == "did you mean dark?")
  }

  @Test func nothingNearMeansNoGuess() {
    #expect(NearestNames.hint(for: "frobnicate", among: ["dark", "light"]) == "there are dark and light.")
    #expect(NearestNames.hint(for: "frobnicate", among: ["kernel"]) == "the only one is kernel.")
    #expect(NearestNames.hint(for: "frobnicate", among: []) == "there are none.")
    let many = (1...20).map { "scene\($0)" }
    #expect(NearestNames.hint(for: "frobnicate", among: many) == "none of the 20 that there are is like it.")
  }
}
