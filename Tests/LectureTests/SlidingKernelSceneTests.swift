import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct SlidingKernelSceneTests {
  /// The sums, worked out here from the numbers on the screen, cell by cell.
  private func expected(_ scene: SlidingKernelScene) -> [Float] {
    let grids = scene.grids
    let window = grids.geometry.window
    let (size, kernel) = (grids.inputSize, grids.kernelSize)
    let side = (size + 2 * window.padding.before - window.dilation * (kernel - 1) - 1) / window.stride + 1
    var sums: [Float] = []
    for row in 0..<side {
      for column in 0..<side {
        var sum: Float = 0
        for down in 0..<kernel {
          for across in 0..<kernel {
            let y = row * window.stride + down * window.dilation - window.padding.before
            let x = column * window.stride + across * window.dilation - window.padding.before
            if (0..<size).contains(y), (0..<size).contains(x) { sum += grids.input[y, x] * grids.kernel[down, across] }
          }
        }
        sums.append(sum)
      }
    }
    return sums
  }

  @Test func standardSettingsAreTheLectures() throws {
    let scene = try scene(SlidingKernelScene.self)
    #expect(scene.steps[1].formula.map(\.plain) == ["(N − F)/S + 1 = (7 − 3)/1 + 1 = 5"])
    #expect(scene.grids.positions == 25)
    #expect(scene.steps.count == 2 + 25 + 3 + 1)
    #expect(scene.steps[1].question?.isRight("5") == true)
    #expect(scene.steps[1].question?.isRight("7") == false)
    #expect(scene.steps.last?.caption.plain.contains("9 weights") == true)
    #expect(scene.steps.last?.formula.first?.plain.contains("1,225") == true)
  }

  @Test(arguments: [
    [:], ["input": "9", "stride": "2", "preset": "gauss", "seed": "7"],
    ["input": "5", "kernel": "2", "padding": "1", "preset": "random"],
    ["input": "9", "dilation": "2", "preset": "laplace"],
    ["input": "4", "kernel": "3", "padding": "3", "stride": "1", "preset": "emboss"],
  ]) func everyOutputIsOnTheScreenAndRight(settings: [String: String]) throws {
    let scene = try scene(SlidingKernelScene.self, settings)
    let sums = expected(scene)
    #expect(scene.grids.output.values == sums)
    let canvas = figure(scene, step: scene.steps.count - 1, size: Size(columns: 156, rows: 38))
    for (index, sum) in sums.enumerated() {
      let place = scene.grids.place(index)
      #expect(
        canvas.text(of: Target(grid: "output", row: place.row, column: place.column)) == GridConvolution.text(sum))
    }
  }

  @Test(arguments: [(7, 3, 1, 0), (9, 2, 1, 0), (6, 3, 1, 1), (11, 5, 2, 1), (3, 3, 1, 0), (4, 1, 3, 0), (5, 5, 2, 2)])
  func sizesFollowTheKnobs(n: Int, f: Int, s: Int, p: Int) throws {
    let scene = try scene(
      SlidingKernelScene.self, ["input": "\(n)", "kernel": "\(f)", "stride": "\(s)", "padding": "\(p)"])
    let side = (n + 2 * p - f) / s + 1
    let padded = p > 0 ? ("(N + 2P − F)", "(\(n) + 2·\(p) − \(f))") : ("(N − F)", "(\(n) − \(f))")
    #expect(scene.steps[1].formula.map(\.plain) == ["\(padded.0)/S + 1 = \(padded.1)/\(s) + 1 = \(side)"])
    #expect(scene.steps[1].question?.isRight("\(side)") == true)
    #expect(figure(scene, step: 1).plainText.contains("output \(side) × \(side)"))
    let caption = scene.steps[1].caption.plain
    #expect(caption.contains(side == n ? "as large as" : side > n ? "larger than" : "smaller") || side < n && s > 1)
    // The cell in the middle, from every output that has it in its window.
    let middle = n / 2 + p
    let reach = (0..<side).count { ($0 * s..<$0 * s + f).contains(middle) }
    let input = scene.steps[scene.steps.count - 2]
    #expect(input.question?.isRight("\(reach * reach)") == true)
    #expect(input.formula[0].plain.contains("reaches \(reach) · \(reach) = \(reach * reach) of \(side * side) output"))
    #expect(
      scene.steps.last?.formula[0].plain
        == "fully connected  \(n)·\(n) · \(side)·\(side) = \(NumberText.integer(n * n * side * side))     "
        + "convolution  \(f)·\(f) = \(f * f)")
    #expect(scene.steps.last?.caption.plain.contains("a single place") == (side == 1))
  }

  @Test func theBorderIsOnlySaidToBeSeenLessWhereItIs() throws {
    func caption(_ settings: [String: String]) throws -> String? {
      let scene = try scene(SlidingKernelScene.self, settings)
      return scene.steps[scene.steps.count - 2].caption.plain
    }
    #expect(try caption([:])?.hasSuffix("the one in the corner counts for 1.") == true)
    #expect(try caption(["kernel": "1"])?.contains("border") == false)
    #expect(try caption(["input": "3"])?.contains("border") == false)
    #expect(try caption(["input": "4", "kernel": "1", "stride": "3"])?.contains("no window ever covers") == true)
  }

  @Test func everyPlaceShowsItsNineProductsAndTheirSum() throws {
    let scene = try scene(SlidingKernelScene.self)
    for index in 0..<25 {
      let step = 2 + index
      let products = scene.grids.products(scene.grids.place(index))
      let formula = scene.formula(at: Playhead(step: step)).map(\.plain).joined(separator: " ")
      let terms = products.map { "\(GridConvolution.text($0.value))·\(GridConvolution.text($0.weight))" }
      #expect(formula == terms.joined(separator: " + ") + " = " + GridConvolution.text(expected(scene)[index]))
      let text = figure(scene, step: step).plainText
      for product in products { #expect(text.contains(GridConvolution.text(product.product))) }
    }
  }

  @Test func causeComesBeforeEffect() throws {
    let scene = try scene(SlidingKernelScene.self)
    let first = Target(grid: "output", row: 0, column: 0)
    #expect(figure(scene, step: 2, progress: 0).text(of: first) == "·")
    #expect(figure(scene, step: 2, progress: 0.9).text(of: first) == "?")
    #expect(figure(scene, step: 2, progress: 1).text(of: first) == GridConvolution.text(scene.grids.output[0, 0]))
    #expect(scene.formula(at: Playhead(step: 2, progress: 0.2)).map(\.plain) == [""])
    #expect(scene.formula(at: Playhead(step: 2, progress: 0.6)).first?.plain.contains("=") == false)
  }

  @Test func pointingLightsUpBothSides() throws {
    let scene = try scene(SlidingKernelScene.self)
    let last = scene.steps.count - 1
    let size = Size(columns: 156, rows: 38)
    func weighted(_ pointer: Target, in grid: String, side: Int) -> Int {
      let canvas = figure(scene, step: last, pointer: pointer, size: size)
      return (0..<side * side).count { index in
        canvas.text(of: Target(grid: grid, row: index / side, column: index % side))?.contains("×") == true
      }
    }
    #expect(weighted(Target(grid: "output", row: 1, column: 3), in: "values", side: 7) == 9)
    #expect(weighted(Target(grid: "weights", row: 0, column: 0), in: "values", side: 7) == 25)
    #expect(weighted(Target(grid: "values", row: 3, column: 3), in: "output", side: 5) == 9)
    #expect(weighted(Target(grid: "values", row: 0, column: 0), in: "output", side: 5) == 1)
    let remark = scene.remark(
      on: Target(grid: "values", row: 3, column: 3),
      at: Playhead(step: last, pointer: Target(grid: "values", row: 3, column: 3)))
    #expect(remark?.formula.first?.plain.contains("3 · 3 = 9 of 25") == true)
  }

  @Test func handEditedNumbersCount() throws {
    let scene = try scene(SlidingKernelScene.self, ["weights": "0,0,0;0,2,0;0,0,0", "values": "9,9,9,9,9,9,9;9,8"])
    #expect(scene.grids.output[0, 0] == 16)
    #expect(figure(scene, step: scene.steps.count - 1).text(of: Target(grid: "output", row: 0, column: 0)) == "16")
  }

  @Test(arguments: [
    (["stride": "3"], "(7 − 3)/3 + 1 = 2.33 is not a whole number: the kernel does not fit"),
    (["input": "3", "kernel": "7"], "kernel 7 covers 7 cells, more than the 3 of the input"),
    (["dilation": "3", "kernel": "4"], "kernel 4 with dilation 3 covers 10 cells, more than the 7 of the input"),
  ]) func whatDoesNotFitIsExplained(settings: [String: String], sentence: String) {
    #expect(throws: SettingsError(sentence)) { try scene(SlidingKernelScene.self, settings) }
  }
}

@Suite struct KernelPresetTests {
  @Test func threeByThreeAreTheUsualOnes() {
    func rows(_ preset: KernelPreset) -> [Float] { preset.weights(size: 3, seed: 1).values }
    #expect(rows(.sobelX) == [1, 0, -1, 2, 0, -2, 1, 0, -1])
    #expect(rows(.sobelY) == [1, 2, 1, 0, 0, 0, -1, -2, -1])
    #expect(rows(.laplace) == [-1, -1, -1, -1, 8, -1, -1, -1, -1])
    #expect(rows(.gauss) == [1, 2, 1, 2, 4, 2, 1, 2, 1])
    #expect(rows(.sharpen) == [0, -1, 0, -1, 5, -1, 0, -1, 0])
    #expect(rows(.emboss) == [-2, -1, 0, -1, 1, 1, 0, 1, 2])
    #expect(rows(.identity) == [0, 0, 0, 0, 1, 0, 0, 0, 0])
  }

  @Test(arguments: 2...7) func sumsKeepTheirMeaningAtEverySize(size: Int) {
    func sum(_ preset: KernelPreset) -> Float { preset.weights(size: size, seed: 1).values.reduce(0, +) }
    #expect(sum(.sobelX) == 0)
    #expect(sum(.sobelY) == 0)
    #expect(sum(.laplace) == 0)
    #expect(sum(.sharpen) == 1)
    #expect(sum(.identity) == 1)
    #expect(sum(.box) == Float(size * size))
  }
}
