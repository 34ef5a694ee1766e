import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct FlipOrNotSceneTests {
  private static let settings: [[String: String]] = [
    [:], ["kernel": "sobel-x", "seed": "9"], ["kernel": "gauss"], ["flip": "on"],
    ["kernel": "random", "seed": "3", "weights": "-9,0,4"],
  ]

  private func made(_ settings: [String: String]) throws -> FlipOrNotScene {
    try scene(FlipOrNotScene.self, settings)
  }

  private func step(_ scene: FlipOrNotScene, _ moment: FlipOrNotScene.Moment) throws -> Int {
    try #require(scene.moments.firstIndex(of: moment))
  }

  /// Both operations where the kernel lies inside, straight from their formulas.
  private func expected(_ input: Tensor, _ kernel: Tensor) -> (convolution: [Float], correlation: [Float]) {
    var (convolution, correlation): ([Float], [Float]) = ([], [])
    for i in 0..<3 {
      for j in 0..<3 {
        var sums: (Float, Float) = (0, 0)
        for m in 0..<3 {
          for n in 0..<3 {
            sums.0 += input[i + 2 - m, j + 2 - n] * kernel[m, n]
            sums.1 += input[i + m, j + n] * kernel[m, n]
          }
        }
        convolution.append(sums.0)
        correlation.append(sums.1)
      }
    }
    return (convolution, correlation)
  }

  @Test(arguments: settings) func bothOutputsAreOnTheScreenAndRight(settings: [String: String]) throws {
    let scene = try made(settings)
    let (convolution, plain) = expected(scene.pair.input, scene.pair.kernel)
    let correlation = settings["flip"] == "on" ? convolution : plain
    let index = try step(scene, .outputs)
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let canvas = figure(scene, step: index, size: size)
      for place in 0..<9 {
        func text(_ grid: String) -> String? {
          canvas.text(of: Target(grid: grid, row: place / 3, column: place % 3))
        }
        #expect(text("convolution") == GridConvolution.text(convolution[place]))
        let mark = convolution[place] == correlation[place] ? "=" : "≠"
        #expect(text("correlation") == GridConvolution.text(correlation[place]) + " " + mark)
      }
    }
    let agreeing = (0..<9).count { convolution[$0] == correlation[$0] }
    #expect(scene.steps[index].formula[0].plain == "\(agreeing) of 9 outputs agree" + (agreeing == 1 ? "s" : ""))
    #expect(scene.steps[index].question?.isRight(agreeing == 9 ? "1" : "2") == true)
  }

  @Test func flippingFirstMakesThemEqual() throws {
    let scene = try made([:])
    #expect(scene.pair.agreeing == 0)
    #expect(scene.steps[try step(scene, .otherFlip)].formula[0].plain == "9 of 9 outputs agree")
    let flipped = try made(["flip": "on"])
    #expect(flipped.pair.agreeing == 9)
    #expect(flipped.steps[try step(flipped, .otherFlip)].formula[0].plain == "0 of 9 outputs agree")
  }

  @Test func aSingleOnePrintsTheKernel() throws {
    let scene = try made([:])
    #expect(scene.dot.convolution.values == scene.pair.kernel.values)
    #expect(scene.dot.correlation.values == scene.pair.kernel.values.reversed())
  }

  @Test func symmetricKernelsAgreeAndTheOthersDoNot() throws {
    let usual = try made([:])
    let asked = try step(usual, .counterpart)
    #expect(usual.counterpart.isSymmetric && usual.counterpart.agreeing == 9)
    #expect(usual.steps[asked].question?.isRight("1") == true)
    let symmetric = try made(["kernel": "laplace"])
    #expect(symmetric.pair.isSymmetric && symmetric.pair.agreeing == 9)
    #expect(!symmetric.counterpart.isSymmetric && symmetric.counterpart.agreeing < 9)
    #expect(symmetric.steps[asked].question?.isRight("2") == true)
  }

  @Test(arguments: settings) func fullConvolutionCommutesCellForCell(settings: [String: String]) throws {
    let scene = try made(settings)
    let (input, kernel) = (scene.pair.input, scene.pair.kernel)
    var sums = Tensor(Shape(height: 7, width: 7), repeating: 0)
    for a in 0..<25 { for b in 0..<9 { sums[a / 5 + b / 3, a % 5 + b % 3] += input.values[a] * kernel.values[b] } }
    let (left, right) = scene.pair.fullConvolutions
    #expect(left == sums && right == sums)
    let commutes = try step(scene, .commutes)
    #expect(scene.steps[commutes].formula[0].plain == "I ∗ K  5 + 3 − 1 = 7 cells a side     49 of 49 agree")
    #expect(figure(scene, step: commutes).plainText.filter { $0 == "=" }.count == 50)

    let (first, second) = scene.pair.fullCorrelations
    #expect(first == second.flipped)
    let question = scene.steps[try step(scene, .doesNot)].question
    #expect(question?.isRight(first == second ? "1" : "2") == true)
  }

  @Test(arguments: ["1", "2", "50", "99"]) func bothLayersLearnTheTask(seed: String) throws {
    for kernel in ["one-to-nine", "sobel-x", "sharpen"] {
      let scene = try made(["seed": seed, "kernel": kernel])
      let learned = scene.steps[try step(scene, .learned)]
      #expect(learned.formula[0].plain.contains("flips 0.0"))
      for (weight, right) in zip(scene.flippingFit.kernels[FlipOrNotScene.rounds].values, scene.pair.kernel.values) {
        #expect(abs(weight - right) < 0.05)
      }
      #expect(scene.plainFit.kernels[FlipOrNotScene.rounds] == scene.flippingFit.kernels[FlipOrNotScene.rounds].flipped)
    }
  }

  @Test func theAnswerIsNotOnTheScreenBeforeTheQuestion() throws {
    let scene = try made([:])
    for (index, step) in scene.steps.enumerated() where step.question != nil {
      let before = figure(scene, step: index - 1)
      if scene.moments[index] == .outputs {
        #expect(before.text(of: Target(grid: "convolution", row: 0, column: 0)) == "·")
      }
      #expect(!scene.steps[index - 1].caption.plain.hasPrefix("No"))
    }
  }

  @Test func bothWeightsStandBeneathAPixelOfTheWindow() throws {
    let scene = try made([:])
    let index = try step(scene, .place)
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let canvas = figure(scene, step: index, size: size)
      #expect(canvas.text(of: Target(grid: "values", row: 0, column: 0)) == "2 ·9 ·1")
      #expect(canvas.text(of: Target(grid: "values", row: 2, column: 1)) == "2 ·2 ·8")
      #expect(canvas.text(of: Target(grid: "values", row: 3, column: 3)) == "2")
    }
  }

  @Test func theExampleIsWhatBothLayersAreGiven() throws {
    let scene = try made(["kernel": "emboss", "seed": "8"])
    var wanted = Tensor(scene.wanted.shape, repeating: 0)
    for i in 0..<12 {
      for j in 0..<12 {
        for m in 0..<3 {
          for n in 0..<3 { wanted[i, j] += scene.example[i + 2 - m, j + 2 - n] * scene.pair.kernel[m, n] }
        }
      }
    }
    #expect(zip(scene.wanted.values, wanted.values).allSatisfy { abs($0 - $1) < 1e-4 })
    #expect(figure(scene, step: try step(scene, .learned)).plainText.contains("I at random"))
  }

  @Test func pointingWritesBothSumsOut() throws {
    let scene = try made([:])
    let remark = scene.remark(
      on: Target(grid: "correlation", row: 1, column: 2), at: Playhead(step: try step(scene, .outputs)))
    #expect(remark?.formula.count == 2)
    #expect(remark?.formula[1].plain.hasSuffix("= " + GridConvolution.text(scene.pair.correlation[1, 2])) == true)
    #expect(remark?.formula[0].plain.hasSuffix("= " + GridConvolution.text(scene.pair.convolution[1, 2])) == true)
  }

  @Test func unknownKernelsAreRefusedWithAHint() {
    #expect(throws: SettingsError("kernel has no “gaus”; did you mean gauss?")) { try made(["kernel": "gaus"]) }
  }
}
