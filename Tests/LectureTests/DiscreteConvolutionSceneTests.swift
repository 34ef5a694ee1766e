import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct DiscreteConvolutionSceneTests {
  /// The definition: every pair lands at the sum of its times.
  private func convolved(_ x: [Float], _ w: [Float]) -> [Float] {
    var s = [Float](repeating: 0, count: x.count + w.count - 1)
    for (a, value) in x.enumerated() { for (b, weight) in w.enumerated() { s[a + b] += value * weight } }
    return s
  }

  private func step(_ scene: DiscreteConvolutionScene, _ moment: DiscreteConvolutionScene.Moment) throws -> Int {
    try #require(scene.moments.firstIndex(of: moment))
  }

  private static let settings: [[String: String]] = [
    [:], ["swap": "on"], ["preset": "smooth"], ["preset": "edges"], ["preset": "delay", "swap": "on"],
    ["preset": "dice"], ["x": "-9,0,7", "w": "5,-4"],
  ]

  @Test(arguments: settings) func everyOutputIsOnTheScreenAndRight(settings: [String: String]) throws {
    let scene = try scene(DiscreteConvolutionScene.self, settings)
    let s = convolved(scene.signals.still.values, scene.signals.sliding.values)
    #expect(scene.signals.output == s)
    #expect(scene.signals.output.count == scene.signals.still.values.count + scene.signals.sliding.values.count - 1)
    for (time, value) in s.enumerated() {
      let index = try step(scene, .place(time))
      for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
        let canvas = figure(scene, step: index, size: size)
        #expect(canvas.text(of: Target(grid: "s", row: 0, column: time)) == GridConvolution.text(value))
        if time + 1 < s.count { #expect(canvas.text(of: Target(grid: "s", row: 0, column: time + 1)) == "·") }
      }
      let formula = scene.formula(at: Playhead(step: index)).map(\.plain)
      #expect(formula[1].hasSuffix(" = " + GridConvolution.text(value)))
      let ages = formula[0].split(separator: " + ").compactMap { $0.split(separator: "(").last?.dropLast() }
      #expect(ages.count == scene.signals.products[time].count)
    }
  }

  @Test func standardSettingsFlipAndSlide() throws {
    let scene = try scene(DiscreteConvolutionScene.self)
    #expect(scene.signals.output == [12, 10, 5, 9, 8, 4, 1])
    let third = try step(scene, .place(2))
    #expect(
      scene.formula(at: Playhead(step: third)).map(\.plain)
        == ["s(2) = x(0)·w(2) + x(1)·w(1) + x(2)·w(0)", "s(2) = 3·1 + 1·2 + 0·4 = 5"])
    #expect(scene.steps[third].question?.isRight("5") == true)
    let length = try step(scene, .length)
    #expect(scene.steps[length].question?.isRight("7") == true)
    #expect(scene.steps[length].formula.map(\.plain) == ["n + k − 1 = 5 + 3 − 1 = 7"])
    // Flipped, the first weight stands right of the last one.
    func column(_ step: Int, _ weight: Int) -> Int? {
      figure(scene, step: step).hotSpots.first { $0.target == Target(grid: "w", row: 0, column: weight) }?.region.column
    }
    #expect(try #require(column(0, 0)) < #require(column(0, 2)))
    #expect(try #require(column(1, 0)) > #require(column(1, 2)))
  }

  @Test func theAnswerIsNotOnTheScreenBeforeTheQuestion() throws {
    let scene = try scene(DiscreteConvolutionScene.self)
    for step in 0..<2 {
      let canvas = figure(scene, step: step)
      #expect(!canvas.hotSpots.contains { $0.target.grid == "s" })
      #expect(!canvas.plainText.split(separator: "\n")[0].contains("6"))
    }
  }

  @Test(arguments: settings) func exchangingTheRolesChangesNothing(settings: [String: String]) throws {
    let scene = try scene(DiscreteConvolutionScene.self, settings)
    let swap = try step(scene, .swap)
    #expect(scene.swapped.output == scene.signals.output)
    #expect(scene.steps[swap].question?.isRight("2") == true)
    let text = figure(scene, step: swap).plainText
    #expect(text.filter { $0 == "=" }.count == scene.signals.output.count)
    #expect(!text.contains("≠"))
  }

  @Test func everyPairLandsAtTheSumOfItsTimes() throws {
    let scene = try scene(DiscreteConvolutionScene.self, ["preset": "dice"])
    #expect(scene.signals.output == [1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1])
    let pairs = try step(scene, .pairs)
    #expect(scene.steps[pairs].formula[0].plain == "6 rows of 6 products, 36 pairs, 11 sums")
    let canvas = figure(scene, step: pairs)
    for (time, value) in scene.signals.output.enumerated() {
      #expect(canvas.text(of: Target(grid: "s", row: 0, column: time)) == GridConvolution.text(value))
    }
  }

  @Test func largeWindowsBeginWithTheEchoOfOneClap() throws {
    let scene = try scene(DiscreteConvolutionScene.self)
    for step in 0..<2 {
      let text = figure(scene, step: step, size: Size(columns: 158, rows: 38)).plainText
      let row = text.split(separator: "\n").first { $0.contains("3 · w") }
      #expect(row?.split(separator: " ").suffix(3) == ["12", "6", "3"])
      #expect(text.contains("the echo of the first clap alone") && !text.contains("Σ"))
    }
  }

  @Test func valuesOutOfRangeAreRefused() {
    let sentence = "x takes numbers from −9 to 9, rows apart by ; and values by commas, not “12”"
    #expect(throws: SettingsError(sentence)) { try scene(DiscreteConvolutionScene.self, ["x": "3,12"]) }
    #expect(throws: SettingsError("preset has no “ecco”; did you mean echo?")) {
      try scene(DiscreteConvolutionScene.self, ["preset": "ecco"])
    }
  }

  @Test func pointingAtAValueTellsHowLongItCounts() throws {
    let scene = try scene(DiscreteConvolutionScene.self)
    let last = Playhead(step: scene.steps.count - 1)
    let remark = scene.remark(on: Target(grid: "x", row: 0, column: 3), at: last)
    #expect(remark?.caption.plain.contains("from t = 3 to t = 5") == true)
    #expect(
      scene.remark(on: Target(grid: "w", row: 0, column: 1), at: last)?.caption.plain.contains("1 step ago") == true)
    #expect(scene.remark(on: Target(grid: "s", row: 0, column: 6), at: last)?.formula.last?.plain == "s(6) = 1·1 = 1")
  }
}
