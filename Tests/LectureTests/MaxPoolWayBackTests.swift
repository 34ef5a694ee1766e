import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

/// What is said while a gradient is pointed at, and at the ends of the knobs.
@Suite struct MaxPoolWayBackTests {
  private func remark(_ grid: String, _ row: Int, _ column: Int, _ scene: MaxPoolScene) throws -> Remark {
    let target = Target(grid: grid, row: row, column: column)
    return try #require(scene.remark(on: target, at: Playhead(step: step("backward", of: scene), pointer: target)))
  }

  /// Pointing at a gradient tells of that number: where it goes, or for which wins it came.
  @Test func gradientsSpeakOfThemselves() throws {
    let scene = try scene(
      MaxPoolScene.self,
      ["stride": "1", "map": "0,0,0,0;0,9,1,0;0,1,1,0;0,0,0,0", "gradient": "1,-1,2;-3,5,1;1,1,1"])
    #expect(try remark("gradient", 1, 0, scene).caption.plain.contains("The −3 that comes back"))
    #expect(try remark("gradient", 1, 0, scene).caption.plain.contains("row 2, column 2 of the map"))
    // The 9 lies in the four windows at the upper left, and wins all of them: 1 − 1 − 3 + 5.
    let winner = try remark("inputGradient", 1, 1, scene)
    #expect(winner.caption.plain.contains("it won four windows"))
    #expect(winner.formula.map(\.plain).joined().hasSuffix("gradient = 1 − 1 − 3 + 5 = 2"))
    let loser = try remark("inputGradient", 0, 1, scene)
    #expect(loser.caption.plain.contains("holds 0:") && loser.caption.plain.contains("gradient is 0"))
  }

  @Test func aSingleWindowTellsWhatItLeavesOut() throws {
    #expect(try scene(MaxPoolScene.self, ["size": "3"]).steps[1].caption.plain.contains("last row and column fit no"))
    #expect(try !scene(MaxPoolScene.self, ["size": "2"]).steps[1].caption.plain.contains("fit no"))
  }

  /// Only where a cell wins twice the class is asked which does.
  @Test func noCellIsAskedForThatWinsTwiceWhereNoneDoes() throws {
    let apart = try scene(MaxPoolScene.self, ["size": "6"])
    #expect(!apart.steps[try step("rest", of: apart)].note.contains("more than once"))
    let shared = try scene(MaxPoolScene.self, ["stride": "1"])
    #expect(shared.steps[try step("rest", of: shared)].note.contains("more than once"))
  }

  @Test func answersHaveTheDecimalsOfTheMap() throws {
    let scene = try scene(MaxPoolScene.self, ["map": "1.5,0,0,0;0,0,0,0;0,0,2.25,0;0,0,0,0"])
    #expect(scene.steps[1].question?.answer == .numbers([1.5, 0, 0, 2.25], decimals: 2))
  }

  @Test func lettersOfTheSizeAreNamed() throws {
    let scene = try scene(MaxPoolScene.self)
    for step in [0, scene.steps.count - 1] {
      #expect(scene.steps[step].formula.last?.plain == "N: the map's side,  F: the window's side,  S: the stride")
    }
  }

  @Test func aWideWindowShowsTheMapBesideItsGradient() throws {
    let scene = try scene(MaxPoolScene.self)
    let back = try step("backward", of: scene)
    #expect(figure(scene, step: back, size: Size(columns: 158, rows: 38)).plainText.contains("map 4 × 4"))
    #expect(!figure(scene, step: back).plainText.contains("map 4 × 4"))
  }

  /// What comes out of the large volume is asked for, its depth as well: none of it stands there before.
  @Test func theDepthOfTheVolumeIsNotGivenAway() throws {
    let scene = try scene(MaxPoolScene.self)
    let last = scene.steps.count - 1
    #expect(!figure(scene, step: last, progress: 0).plainText.contains("64 → 64"))
    #expect(figure(scene, step: last).plainText.contains("64 → 64"))
  }

  /// A large screen compares windows by what they leave of the volume: 112 of 224 along a side are a quarter.
  @Test func aLargeScreenComparesWindows() throws {
    let scene = try scene(MaxPoolScene.self)
    let text = figure(scene, step: scene.steps.count - 1, size: Size(columns: 158, rows: 38)).plainText
    for line in ["2 × 2, stride 2", "3 × 3, stride 2"] { #expect(text.contains(line)) }
    let own = text.split(separator: "\n").first { $0.contains("2 × 2, stride 2") } ?? ""
    #expect(own.contains("112") && own.contains("25 %"))
  }

  /// With gaps between the windows the strongest value of all may lie in one: each window keeps its own.
  @Test(arguments: [[:], ["stride": "3"], ["map": "1,1,0,0;1,1,0,0;0,0,9,0;0,0,0,0", "stride": "3"]])
  func eachWindowKeepsItsOwn(settings: [String: String]) throws {
    let caption = try #require(scene(MaxPoolScene.self, settings).steps.last).caption.plain
    #expect(caption.hasPrefix("Max pooling keeps each window's strongest answer and forgets its place"))
  }

  /// The maxima are single digits, which can be typed one behind the other.
  @Test func maximaCanBeTypedTogether() throws {
    let question = try #require(try scene(MaxPoolScene.self).steps[1].question)
    #expect(question.verdict(on: "6834") == .right && question.verdict(on: "6843") == .wrong)
    #expect(question.verdict(on: "683") != .right && question.verdict(on: "6 8 3 4") == .right)
  }

  /// No article before a number that may be an 8.
  @Test(arguments: ["2", "4"]) func valuesStandWithoutAnArticle(window: String) throws {
    let scene = try scene(MaxPoolScene.self, ["window": window])
    let line = scene.steps[try step("backward", of: scene)].formula[0].plain
    #expect(line.hasPrefix(window == "4" ? "cell 2,4 of the map holds 8:" : "cell 2,2 of the map holds 6:"))
  }

  /// Whether outputs are equal is up to the map; what is said of them holds in any case.
  @Test func outputsNeedNotBeEqual() throws {
    let scene = try scene(MaxPoolScene.self, ["size": "6"])
    #expect(
      scene.steps[try step("rest", of: scene)].note.contains("outputs that are equal come from cells of their own"))
  }
}
