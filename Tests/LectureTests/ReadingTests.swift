import CellCanvas
import Lecture
import Playback
import Testing

/// Who reads the frames of the first parts and hears no lecturer finds the answers to what is asked in every course.
@Suite struct ReadingTests {
  /// What stands on the screen at the steps of a scene, in a window of 120 x 40, the speaker's notes left out.
  private func screens(_ id: String) throws -> [String] {
    let scene = Finished.scenes[try #require(catalogue.firstIndex { $0.card.id == id })]
    let room = StageLayout(Size(columns: 120, rows: 40)).figure.size
    return scene.steps.indices.map { step in
      let words =
        scene.steps[step].caption.plain + "\n"
        + scene.formula(at: Playhead(step: step)).map(\.plain).joined(separator: "\n")
      return scene.figure(at: Playhead(step: step), size: room).plainText + "\n" + words
    }
  }

  private func expect(_ id: String, _ parts: [String]) throws {
    let screens = try screens(id)
    #expect(screens.contains { screen in parts.allSatisfy { screen.contains($0) } }, "\(id): \(parts)")
  }

  @Test(.enabled(if: EverySceneTests.ids.contains("flip-or-not")))
  func whetherPaddingMattersForCommutativity() throws {
    try expect(
      "flip-or-not",
      [
        "So padding matters: if every pair counts, order is immaterial.",
        "“Same”: one sum per cell of what is slid over; each order drops others, hatched",
        "169 of 225 pairs", "81 of 225 pairs", "≠",
      ])
    try expect(
      "flip-or-not", ["full padding", "each pair lands at one place, whichever of the two slides", "49 of 49"])
  }

  @Test(.enabled(if: EverySceneTests.ids.contains("stride")))
  func whatBecomesOfAStrideThatDoesNotComeOutEven() throws {
    try expect("stride", ["it rounds down", "The last row and column are dropped", "dropped 13 of 49 cells"])
    try expect(
      "stride",
      [
        "Libraries round down", "round down (libraries)", "pad both sides by 1", "round up: hangs over",
        "take stride 2", "13 of 49",
      ])
  }

  @Test(.enabled(if: EverySceneTests.ids.contains("equivariance")))
  func whereEquivarianceFailsForAShift() throws {
    try expect(
      "equivariance",
      [
        "Where it fails: in column 6 f(g(I)) reaches from the black that came in into the picture",
        "in column 28 it lacks what g pushed out and finds zeros", "= 621", "= −10",
      ])
    try expect("equivariance", ["Only at the border they differ", "inside none of 520 pixels differs"])
  }
}
