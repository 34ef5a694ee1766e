import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct SymbolicConvolutionSceneTests {
  private static let expressions = [
    "aw+bx+ey+fz", "bw+cx+fy+gz", "cw+dx+gy+hz", "ew+fx+iy+jz", "fw+gx+jy+kz", "gw+hx+ky+lz",
  ]

  private func squeezed(_ text: String) -> String { text.filter { $0 != " " && $0 != "│" } }

  private func cell(_ scene: SymbolicConvolutionScene, _ index: Int, step: Int, size: Size) -> String? {
    figure(scene, step: step, size: size).text(of: Target(grid: "output", row: index / 3, column: index % 3))
  }

  @Test(arguments: [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)])
  func eachStepWritesItsExpression(size: Size) throws {
    let scene = try scene(SymbolicConvolutionScene.self)
    for index in 0..<6 {
      #expect(squeezed(scene.formula(at: Playhead(step: 2 + index))[0].plain).hasSuffix("=" + Self.expressions[index]))
      let written = try #require(cell(scene, index, step: 2 + index, size: size))
      #expect(squeezed(written).contains(Self.expressions[index]))
      if index < 5 { #expect(cell(scene, index + 1, step: 2 + index, size: size)?.contains("·") == true) }
    }
  }

  @Test(arguments: [[:], ["seed": "7"], ["values": "1,2,3,4;5,6,7,8;9,-9,-8,-7", "weights": "1,0;0,-1"]])
  func numbersPutInEvaluate(settings: [String: String]) throws {
    let scene = try scene(SymbolicConvolutionScene.self, settings)
    let values = scene.steps.count - 2
    for index in 0..<6 {
      let (row, column) = (index / 3, index % 3)
      var sum: Float = 0
      for (m, n) in [(0, 0), (0, 1), (1, 0), (1, 1)] { sum += scene.input[row + m, column + n] * scene.kernel[m, n] }
      #expect(scene.output[row, column] == sum)
      for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
        let text = try #require(cell(scene, index, step: values, size: size))
        #expect(squeezed(text).hasSuffix("=" + GridConvolution.text(sum)))
        #expect(squeezed(text).contains(Self.expressions[index]))
      }
    }
    #expect(scene.steps[values].question?.isRight(GridConvolution.text(scene.output[0, 0])) == true)
  }

  @Test func predictionsKnowTheNextExpression() throws {
    let scene = try scene(SymbolicConvolutionScene.self)
    let asked = scene.steps.enumerated().filter { $0.element.question != nil }
    #expect(asked.map(\.offset) == [3, 5, 8, 10])
    #expect(squeezed(scene.steps[3].question?.answerText ?? "") == Self.expressions[1])
    #expect(squeezed(scene.steps[5].question?.answerText ?? "") == Self.expressions[3])
    #expect(scene.steps[8].question?.answerText == "4")
    for (step, question) in asked where step < 8 {
      guard case .choice(let choices, _)? = question.question?.answer else { return #expect(Bool(false)) }
      #expect(Set(choices).count == choices.count)
    }
  }

  @Test func beforeTheNumbersNoneAreShown() throws {
    let scene = try scene(SymbolicConvolutionScene.self)
    for step in [0] + (2..<9) {
      let text = figure(scene, step: step).plainText
      #expect(!text.contains { "56789".contains($0) })
    }
  }

  /// Indices as the formula counts them: all from 1, on the figure and in the sum.
  @Test func theSumIsWrittenOutOnce() throws {
    let scene = try scene(SymbolicConvolutionScene.self)
    let step = try step("written", of: scene)
    #expect(
      scene.steps[step].formula.map(\.plain) == [
        "i = 1, 2    j = 1, 2, 3    m, n = 1, 2    (i, j here: not the input's letters)",
        "s(1, 1) = I(1,1)·K(1,1) + I(1,2)·K(1,2) + I(2,1)·K(2,1) + I(2,2)·K(2,2)",
      ])
    #expect(
      scene.steps[0].formula[0].plain == "I ⋆ K:   s(i, j) = Σ Σ I(i − 1 + m, j − 1 + n) · K(m, n)     m, n = 1, 2")
    let canvas = figure(scene, step: step)
    for row in 0..<3 {
      for column in 0..<4 {
        let letter = SymbolicConvolutionScene.inputLetters[4 * row + column]
        #expect(
          canvas.text(of: Target(grid: "input", row: row, column: column)) == "\(letter) \(row + 1),\(column + 1)")
      }
    }
    #expect(canvas.text(of: Target(grid: "kernel", row: 1, column: 0)) == "y 2,1")
    #expect(scene.name(of: Target(grid: "values", row: 1, column: 1)) == "f")
    #expect(scene.name(of: Target(grid: "weights", row: 1, column: 0)) == "y")
  }

  @Test func numbersOutOfRangeAreRefused() {
    let sentence = "weights takes numbers from −9 to 9, rows apart by ; and values by commas, not “x”"
    #expect(throws: SettingsError(sentence)) { try scene(SymbolicConvolutionScene.self, ["weights": "1,x"]) }
    #expect(throws: SettingsError("seed is a whole number from 1 to 99, not “0”")) {
      try scene(SymbolicConvolutionScene.self, ["seed": "0"])
    }
  }

  @Test func pointingFollowsALetterAndAWeight() throws {
    let scene = try scene(SymbolicConvolutionScene.self)
    let corner = Target(grid: "input", row: 0, column: 0)
    #expect(scene.remark(on: corner, at: Playhead(step: 8))?.formula[0].plain == "aw in s(1, 1)")
    #expect(scene.remark(on: corner, at: Playhead(step: 8))?.caption.plain.hasPrefix("a is in 1 expression,") == true)
    let weight = Target(grid: "kernel", row: 1, column: 1)
    #expect(
      scene.remark(on: weight, at: Playhead(step: 8))?.formula.map(\.plain)
        == ["fz in s(1, 1)    gz in s(1, 2)    hz in s(1, 3)", "jz in s(2, 1)    kz in s(2, 2)    lz in s(2, 3)"])
    #expect(scene.remark(on: Target(grid: "output", row: 1, column: 2), at: Playhead(step: 2)) == nil)
  }

  /// Where the figure still asks for a value, pointing does not give it away.
  @Test func pointingDoesNotAnswerTheQuestion() throws {
    let scene = try scene(SymbolicConvolutionScene.self)
    let target = Target(grid: "output", row: 0, column: 0)
    let value = scene.value(0)
    for (name, isKnown) in [("letter", false), ("numbers", false), ("values", true), ("end", true)] {
      let index = try step(name, of: scene)
      let remark = try #require(scene.remark(on: target, at: Playhead(step: index, pointer: target)))
      #expect(remark.formula.contains { $0.plain.hasSuffix("= \(value)") } == isKnown, "\(name)")
    }
  }

  /// An expression is the same with its terms and factors in any order.
  @Test(arguments: [
    ("wb + cx + yf + gz", true), ("gz+fy+cx+bw", true), ("s(1, 2) = b·w + c·x + f·y + g·z", true),
    ("bw + cx + fy + gz", true), ("wa + bx + ey + fz", nil),
    ("zb + yc + xf + wg", false), ("bw+cx", nil), ("bw+cx+fy", nil), ("bw-cx-fy-gz", nil), ("bw", nil), ("2", true),
    ("the second", true), ("first", false),
  ]) func factorsMayChangePlaces(typed: String, isRight: Bool?) throws {
    let scene = try scene(SymbolicConvolutionScene.self)
    #expect(scene.steps[3].question?.isRight(typed) == isRight)
  }

  /// What the formula calls I, K and s is called so on the figure, and places by the names that the sum has for them.
  @Test func theFigureHasTheNamesOfTheFormula() throws {
    let scene = try scene(SymbolicConvolutionScene.self)
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let text = figure(scene, step: 0, size: size).plainText
      for name in ["input I 3 × 4", "kernel K 2 × 2", "output s 2 × 3"] { #expect(text.contains(name)) }
      for index in 0..<6 {
        #expect(cell(scene, index, step: 1, size: size) == "s(\(index / 3 + 1), \(index % 3 + 1))")
      }
    }
    #expect(scene.steps[0].formula[1].plain.contains("libraries call it convolution"))
    #expect(scene.steps[1].caption.plain.contains("i, j count the output's rows and columns, m, n the kernel's"))
  }

  /// However long its numbers are, a cell writes all four products, or none.
  @Test(arguments: [
    ["values": "-9,-9,-9,-9;-9,-9,-9,-9;-9,-9,-9,-9", "weights": "-9,-9;-9,-9"],
    ["values": "-8.25,-8.25,7,-9;-9,-9,-9,-9;-9,-9,-9,-9", "weights": "-8.25,-9;-9,-9"], ["values": "9,9;9,9"],
  ]) func noProductIsLost(settings: [String: String]) throws {
    let scene = try scene(SymbolicConvolutionScene.self, settings)
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      for index in 0..<6 {
        let text = squeezed(try #require(cell(scene, index, step: scene.steps.count - 2, size: size)))
        let sum = squeezed(scene.numbers(scene.expressions[index][...]).plain)
        #expect(text.hasSuffix(sum + "=" + scene.value(index)))
      }
    }
  }

  /// What is asked of typed numbers has their decimals.
  @Test(arguments: [("0.5,0.25", "12.75", "13"), ("5,7", "33", "33.4"), ("0.5,7", "19.5", "20")])
  func theAnswerHasTheDecimalsOfItsNumbers(values: String, right: String, wrong: String) throws {
    let scene = try scene(SymbolicConvolutionScene.self, ["values": values])
    let question = try #require(scene.steps[scene.steps.count - 2].question)
    #expect(question.answerText == right && question.isRight(right) == true && question.isRight(wrong) == false)
    #expect(scene.value(0) == right)
  }

  /// Pointing counts the expressions that are written so far, and gives away none of those to come.
  @Test func pointingCountsWhatIsWritten() throws {
    let scene = try scene(SymbolicConvolutionScene.self)
    let (f, l) = (Target(grid: "input", row: 1, column: 1), Target(grid: "input", row: 2, column: 3))
    let weight = Target(grid: "kernel", row: 0, column: 1)
    func remark(_ target: Target, _ step: Int) throws -> Remark {
      try #require(scene.remark(on: target, at: Playhead(step: step, pointer: target)))
    }
    for step in 0...1 {
      #expect(try remark(f, step) == Remark(caption: "f: the input in row 2, column 2."))
      #expect(try remark(weight, step) == Remark(caption: "x: the kernel's weight in row 1, column 2."))
    }
    for (written, uses) in [(1, 1), (2, 2), (3, 2), (4, 3), (5, 4)] {
      let step = written + 1
      let caption = "f is in \(uses) of \(written) expression\(written == 1 ? "" : "s") so far."
      #expect(try remark(f, step).caption.plain == caption)
      #expect(try remark(f, step).formula[0].plain.split(separator: " in ").count == uses + 1)
      #expect(try remark(l, step).caption.plain.hasPrefix("l is in no expression so far"))
      #expect(try remark(weight, step).caption.plain.hasPrefix("x is in every expression so far"))
      #expect(try remark(weight, step).formula.map(\.plain).joined().split(separator: "s(").count == written + 1)
    }
    #expect(try remark(f, 7).caption.plain.hasPrefix("f is in 4 expressions"))
    #expect(try remark(weight, 7).caption.plain.hasPrefix("x is in all six expressions"))
  }
}
