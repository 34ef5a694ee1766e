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
    #expect(scene.steps[commutes].formula[0].plain == "I ∗ K  5 + 3 − 1 = 7 cells a side     49 of 49 agree with K ∗ I")
    #expect(figure(scene, step: commutes).plainText.filter { $0 == "=" }.count == 50)

    let (first, second) = scene.pair.fullCorrelations
    #expect(first == second.flipped)
    let question = scene.steps[try step(scene, .doesNot)].question
    #expect(question?.isRight(first == second ? "1" : "2") == true)
  }

  /// With less padding each order keeps another part of the 49, and other pairs of the 225.
  @Test func paddingDecidesWhetherOrderMatters() throws {
    let scene = try made([:])
    let (input, kernel) = (scene.pair.input, scene.pair.kernel)
    let (full, _) = scene.pair.fullConvolutions
    let sames = [
      Convolution(sliding: kernel.flipped, .same)(input), Convolution(sliding: input.flipped, .same)(kernel),
    ]
    for same in sames {
      let margin = (7 - same.shape.width) / 2
      for row in 0..<same.shape.height {
        for column in 0..<same.shape.width { #expect(same[row, column] == full[row + margin, column + margin]) }
      }
    }
    #expect(sames.map(\.shape.width) == [5, 3])
    // Pairs that land inside of what is kept, counted by where they land along an axis.
    func pairs(_ kept: Int) -> Int {
      let margin = (7 - kept) / 2
      let along = (0..<5).reduce(0) { count, a in count + (0..<3).count { (margin..<7 - margin).contains(a + $0) } }
      return along * along
    }
    let index = try step(scene, .padding)
    let step = scene.steps[index]
    #expect(
      step.formula.map(\.plain) == [
        "same padding  I ∗ K  5 × 5, \(pairs(5)) of 225 pairs   K ∗ I  3 × 3, \(pairs(3)) of 225 pairs",
        "no padding    I ∗ K  3 × 3, \(pairs(3)) of 225 pairs   K ∗ I  none: it does not fit",
      ])
    #expect(step.question?.isRight("2") == true)
    #expect(step.caption.plain.contains("each order drops others, hatched"))
    #expect(step.caption.plain.contains("padding matters: if every pair counts, order is immaterial"))
    #expect(figure(scene, step: index).plainText.filter { $0 == "=" }.count == 9, "only where both keep all pairs")
  }

  /// The lines join what is multiplied: in opposite orders, or, once the kernel was flipped first, in the same one.
  @Test(arguments: [false, true]) func pairsCrossWhereTheKernelIsFlipped(isFlipped: Bool) throws {
    let scene = try made(["flip": isFlipped ? "on" : "off"])
    for row in 0..<3 {
      for column in 0..<3 {
        let place = GridPlace(row: row, column: column)
        for isConvolving in [true, false] {
          let products = scene.pair.products(place, convolving: isConvolving)
          for (index, entry) in products.enumerated() {
            let weight = entry.weight.row * 3 + entry.weight.column
            #expect(weight == (isConvolving || isFlipped ? 8 - index : index))
            #expect(entry.product.weight == scene.pair.kernel.values[weight])
            #expect(entry.product.row == row + index / 3 && entry.product.column == column + index % 3)
          }
        }
      }
    }
  }

  @Test(arguments: ["1", "2", "50", "99"]) func bothLayersLearnTheTask(seed: String) throws {
    for kernel in ["one-to-nine", "sobel-x", "sharpen"] {
      let scene = try made(["seed": seed, "kernel": kernel])
      let learned = scene.steps[try step(scene, .learned)]
      #expect(learned.formula[0].plain.contains("with flip 0.0"))
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

  /// Beneath each pixel of a window that is pointed at, its weights in both sums, and nothing vanishes.
  @Test func pointingAtAnOutputWritesBothWeightsBeneathItsPixels() throws {
    let scene = try made([:])
    let index = try step(scene, .outputs)
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let target = Target(grid: "correlation", row: 0, column: 0)
      let canvas = figure(scene, step: index, pointer: target, size: size)
      #expect(canvas.text(of: Target(grid: "values", row: 0, column: 0)) == "2 ·9 ·1")
      #expect(canvas.text(of: Target(grid: "values", row: 2, column: 1)) == "2 ·2 ·8")
      #expect(canvas.text(of: Target(grid: "values", row: 3, column: 3)) == "2")
    }
  }

  /// A weight lands on other pixels in either sum, and a pixel in other outputs: both are on the screen, as products.
  @Test(arguments: settings) func pointingShowsWhereAWeightAndAPixelLandInBoth(settings: [String: String]) throws {
    let scene = try made(settings)
    let index = try step(scene, .outputs)
    let (input, kernel) = (scene.pair.input, scene.pair.kernel)
    let isFlipped = settings["flip"] == "on"
    func text(_ value: Float) -> String { GridConvolution.text(value) }
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let weight = figure(scene, step: index, pointer: Target(grid: "turned", row: 2, column: 1), size: size)
      let pixel = figure(scene, step: index, pointer: Target(grid: "values", row: 1, column: 2), size: size)
      for i in 0..<3 {
        for j in 0..<3 {
          // The turned grid has K(0, 1) at its place (2, 1).
          let convolved = Target(grid: "convolution", row: i, column: j)
          let correlated = Target(grid: "correlation", row: i, column: j)
          #expect(weight.text(of: convolved)?.hasSuffix("\(text(input[i + 2, j + 1]))·\(text(kernel[0, 1]))") == true)
          let row = isFlipped ? i + 2 : i
          #expect(weight.text(of: correlated)?.hasSuffix("\(text(input[row, j + 1]))·\(text(kernel[0, 1]))") == true)
          guard i < 2 else { continue }
          let (m, n) = (1 - i, 2 - j)
          #expect(pixel.text(of: convolved)?.hasSuffix("·\(text(kernel[2 - m, 2 - n]))") == true)
          let met = isFlipped ? kernel[2 - m, 2 - n] : kernel[m, n]
          #expect(pixel.text(of: correlated)?.hasSuffix("·\(text(met))") == true)
        }
      }
    }
  }

  @Test func theFiguresTitlesNameWhatTheyShow() throws {
    let scene = try made([:])
    #expect(figure(scene, step: try step(scene, .counterpart)).plainText.contains("K: gauss, as it is"))
    #expect(figure(scene, step: try step(scene, .outputs)).plainText.contains("K, as it is"))
    #expect(figure(scene, step: try step(scene, .otherFlip)).plainText.contains("K′, K flipped"))
    let symmetric = try made(["kernel": "box"])
    #expect(figure(symmetric, step: try step(symmetric, .counterpart)).plainText.contains("K: one-to-nine, turned"))
  }

  /// From the end of this scene on ⋆ is what slides as it is, and nothing else is written with it.
  @Test func theNotationIsAnnounced() throws {
    let scene = try made([:])
    #expect(scene.steps.last?.caption.plain.contains("from here on this lecture does, too, and writes ⋆") == true)
    let texts = scene.steps.flatMap { [$0.caption] + $0.formula }.map(\.plain).joined()
    #expect(!texts.contains("⊗") && texts.contains("I ⋆ K"))
    #expect(scene.steps[0].formula.allSatisfy { $0.plain.hasSuffix("row m, column n: 1 … 3") && $0.columns <= 78 })
    #expect(!texts.contains("every deep learning library"))
  }

  /// The formulas on the screen, evaluated as they are written.
  @Test(arguments: settings) func theFormulasAreThoseOfTheOutputs(settings: [String: String]) throws {
    let scene = try made(settings)
    let pair = scene.pair
    // What is flipped first has a name of its own.
    let correlated = pair.isFlipped ? pair.kernel.flipped : pair.kernel
    let name = pair.isFlipped ? "K′" : "K"
    for step in [scene.steps.first, scene.steps.last] {
      #expect(
        step?.formula[1].plain.hasPrefix("I ⋆ \(name)  s(i, j) = Σ I(i − 1 + m, j − 1 + n) · \(name)(m, n)") == true)
    }
    for i in 1...3 {
      for j in 1...3 {
        var sums: (Float, Float) = (0, 0)
        for m in 1...3 {
          for n in 1...3 {
            sums.0 += pair.input[i + 3 - m - 1, j + 3 - n - 1] * pair.kernel[m - 1, n - 1]
            sums.1 += pair.input[i - 1 + m - 1, j - 1 + n - 1] * correlated[m - 1, n - 1]
          }
        }
        #expect(pair.convolution[i - 1, j - 1] == sums.0 && pair.correlation[i - 1, j - 1] == sums.1)
      }
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

  /// I ⋆ K is what K makes as it is: what a flipped one makes is never called so.
  @Test(arguments: settings) func whatIsFlippedFirstIsNotCalledK(settings: [String: String]) throws {
    let scene = try made(settings)
    for moment in [FlipOrNotScene.Moment.outputs, .place, .otherFlip, .dot, .counterpart, .end] {
      let pair = scene.pair(moment)
      for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 40)] {
        let text = figure(scene, step: try step(scene, moment), size: size).plainText
        #expect(text.contains("I ⋆ K′") == pair.isFlipped && text.contains("I ⋆ K ") != pair.isFlipped, "\(moment)")
      }
    }
    let sums = scene.pair.sums(GridPlace(row: 0, column: 0))
    #expect(sums[1].plain.hasPrefix("I ⋆ K′  ") == scene.pair.isFlipped)
  }

  @Test func pointingAtWhatIsStillToComeSaysSo() throws {
    let scene = try made([:])
    for (moment, isKnown) in [(FlipOrNotScene.Moment.start, false), (.outputs, true)] {
      let target = Target(grid: "convolution", row: 1, column: 0)
      let remark = scene.remark(on: target, at: Playhead(step: try step(scene, moment)))
      #expect(remark?.caption.plain.contains("still to come") == !isKnown)
    }
  }

  @Test func unknownKernelsAreRefusedWithAHint() {
    #expect(throws: SettingsError("kernel has no “gaus”; did you mean gauss?")) { try made(["kernel": "gaus"]) }
  }

  /// What a lecturer is told to point out is there to be seen.
  @Test func notesFitWhetherTheyAgree() throws {
    for (kernel, agrees) in [("one-to-nine", false), ("box", true), ("sobel-x", false), ("gauss", true)] {
      let scene = try scene(FlipOrNotScene.self, ["kernel": kernel])
      #expect(scene.steps[2].note.hasPrefix("Students expect a small difference") == !agrees, "\(kernel)")
      #expect((scene.steps[2].question?.isRight("yes") == true) == agrees)
      let counterpart = scene.steps[6]
      #expect(counterpart.note.hasPrefix("Ask for other kernels") == (counterpart.question?.isRight("yes") == true))
    }
  }

  /// In a wide window a real picture shows where the flip matters, and says nothing before the outputs are known.
  @Test func whereTheFlipMattersOnAPicture() throws {
    let wide = Size(columns: 158, rows: 40)
    for (kernel, isSame) in [("one-to-nine", false), ("gauss", true)] {
      let scene = try made(["kernel": kernel])
      let pair = try #require(scene.pictures[.outputs])
      let picture = pair.convolution.input
      let place = GridPlace(row: 9, column: 20)
      let difference = (0..<9).reduce(Float(0)) { sum, index in
        let pixel = picture[place.row + index / 3, place.column + index % 3]
        return sum + pixel * (scene.pair.kernel.values[8 - index] - scene.pair.kernel.values[index])
      }
      #expect(abs(pair.difference.output[place.row, place.column] - difference) < 0.01)
      #expect(pair.difference.output.values.allSatisfy { $0 == 0 } == isSame)
      let outputs = try step(scene, .outputs)
      let shown = figure(scene, step: outputs, size: wide).plainText
      #expect(shown.contains("P ∗ K − P ⋆ K") && shown.contains("0 everywhere") == isSame)
      let asked = figure(scene, step: outputs, progress: 0, size: wide).plainText
      #expect(asked.contains("P ∗ K − P ⋆ K") && !asked.contains("everywhere"))
      #expect(figure(scene, step: 0, size: wide).plainText.contains("picture 34 × 40"))
    }
  }

  /// The other kernel is written out, and so is that ⋆ flips it first.
  @Test(arguments: ["laplace", "gauss", "one-to-nine", "sobel-x"], ["off", "on"])
  func theOtherKernelIsWrittenOut(kernel: String, flip: String) throws {
    let scene = try made(["kernel": kernel, "flip": flip])
    let question = try #require(scene.steps[try step(scene, .counterpart)].question)
    let rows = scene.counterpart.kernel.values.map { GridConvolution.text($0) }
    #expect(question.prompt.filter { $0.isNumber || $0 == " " }.contains(rows[0...2].joined(separator: " ")))
    #expect(question.prompt.contains(scene.counterpart.isSymmetric ? "1 2 1 / 2 4 2 / 1 2 1" : "1 2 3 / 4 5 6 / 7 8 9"))
    #expect(question.prompt.contains("flipped first") == (flip == "on"))
    #expect(question.isRight("yes") == (scene.counterpart.agreeing == 9))
  }
}
