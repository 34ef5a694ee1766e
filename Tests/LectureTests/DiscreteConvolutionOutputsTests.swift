import CellCanvas
import Testing

@testable import Lecture

@Suite struct DiscreteConvolutionOutputsTests {
  private static let standard = Size(columns: 78, rows: 17)
  private static let wide = Size(columns: 158, rows: 38)

  /// Numbers as wide as their cells stand there, too: one of two a row lower, and none over another.
  @Test(arguments: ["off", "on"], [("-9,-9,-9,-9,-9,-9", "9,9,9,9,9,9"), ("9,9,9,9,9,9", "-9,9,-9,9,-9,-9")])
  func wideOutputsStandThere(swap: String, values: (String, String)) throws {
    let scene = try scene(
      DiscreteConvolutionScene.self, ["preset": "dice", "swap": swap, "x": values.0, "w": values.1])
    let s = scene.signals.output.map { GridConvolution.text($0) }
    for (index, moment) in scene.moments.enumerated() {
      guard [.swap, .pairs, .end].contains(moment) else { continue }
      let canvas = figure(scene, step: index, size: Self.standard)
      for (time, text) in s.enumerated() {
        #expect(canvas.text(of: Target(grid: "s", row: 0, column: time)) == text, "\(moment)")
      }
      #expect(canvas.audit.isEmpty)
      guard moment == .swap else { continue }
      // Both results and, between them, that they agree.
      for text in Set(s) {
        let count = canvas.plainText.split { " \n=".contains($0) }.count { $0 == text }
        #expect(count >= 2 * s.count { $0 == text }, "\(text)")
      }
      #expect(canvas.plainText.filter { $0 == "=" }.count == s.count)
    }
  }

  /// What is asked of typed values has their decimals.
  @Test func theAnswerHasTheDecimalsOfItsValues() throws {
    for (x, w, right, wrong) in [
      ("0.5,0.25,1", "1.5,0.2,-0.5", "1.3", "1"), ("3,1,0", "4,2,1", "5", "5.4"), ("0.5,1,1", "1,1,1", "2.5", "3"),
    ] {
      let scene = try scene(DiscreteConvolutionScene.self, ["x": x, "w": w])
      let asked = try #require(scene.moments.firstIndex(of: .place(2)))
      let question = try #require(scene.steps[asked].question)
      #expect(question.answerText == right && question.isRight(right) == true && question.isRight(wrong) == false)
      #expect(GridConvolution.text(scene.signals.output[2]) == right)
    }
  }

  /// In a wide window there are two tables of the same pairs; what is said of them holds for both.
  @Test(arguments: ["echo", "smooth", "edges", "delay", "dice"], ["off", "on"])
  func whatIsSaidOfThePairsHoldsForBothTables(preset: String, swap: String) throws {
    let scene = try scene(DiscreteConvolutionScene.self, ["preset": preset, "swap": swap])
    let index = try step("pairs", of: scene)
    let (n, k) = (scene.signals.still.values.count, scene.signals.sliding.values.count)
    let told = scene.steps[index]
    #expect(told.formula[0].plain == "\(n) · \(k) = \(n * k) pairs, \(n + k - 1) sums")
    #expect(!told.caption.plain.contains("echo") && !told.formula[0].plain.contains("row"))
    let text = figure(scene, step: index, size: Self.wide).plainText
    #expect(text.contains("· w") && text.contains("· x"))
  }
}
