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

  private func make(_ settings: [String: String]) throws -> SlidingKernelScene {
    try scene(SlidingKernelScene.self, settings)
  }

  private func step(_ scene: SlidingKernelScene, _ moment: String) throws -> Step {
    scene.steps[try #require(scene.index(of: moment), "no \(moment)")]
  }

  @Test func standardSettingsAreTheLectures() throws {
    let scene = try scene(SlidingKernelScene.self)
    let size = try step(scene, "size")
    #expect(size.formula.first?.plain == "(N − F)/S + 1 = (7 − 3)/1 + 1 = 5")
    #expect(size.formula.last?.plain == "N 7 cells a row   F 3 of the kernel   S 1 a move")
    #expect(scene.grids.positions == 25)
    #expect(size.question?.isRight("5") == true)
    #expect(size.question?.isRight("7") == false)
    #expect(scene.steps.last?.caption.plain.contains("9 weights") == true)
    #expect(scene.steps.last?.formula.first?.plain.contains("1,225") == true)
  }

  /// The bright block's right side lights up, and nothing else comes near.
  @Test func theOutputLightsUpWhereTheEdgeIs() throws {
    for seed in ["1", "2", "42", "99"] {
      let scene = try scene(SlidingKernelScene.self, ["seed": seed])
      for row in 0..<3 {
        for column in 0..<5 {
          let value = scene.grids.output[row, column]
          #expect([2, 3].contains(column) ? value >= 18 : abs(value) <= 8, "(\(row + 1), \(column + 1)) is \(value)")
        }
      }
    }
  }

  @Test func fewPlacesByHandAndThenOneSweepHoweverLargeTheGridIs() throws {
    let names = ["start", "size", "first", "neighbour", "finding", "newRow", "sweep", "map"]
    for settings in [[:], ["input": "15", "padding": "3"], ["input": "9", "stride": "2", "content": "random"]] {
      let scene = try scene(SlidingKernelScene.self, settings)
      #expect(scene.steps.count == 12)
      for (index, name) in names.enumerated() { #expect(scene.index(of: name) == index) }
    }
    #expect(try scene(SlidingKernelScene.self, ["input": "3"]).steps.count == 7)
  }

  @Test(arguments: [
    [:], ["input": "9", "stride": "2", "preset": "gauss", "seed": "7"],
    ["input": "5", "kernel": "2", "padding": "1", "preset": "random"],
    ["input": "9", "dilation": "2", "preset": "laplace"],
    ["input": "4", "kernel": "3", "padding": "3", "stride": "1", "preset": "emboss"],
    ["input": "8", "stride": "2", "content": "random"],
    ["input": "9", "stride": "3", "padding": "1", "content": "slant"],
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

  @Test(arguments: [
    (7, 3, 1, 0), (9, 2, 1, 0), (6, 3, 1, 1), (11, 5, 2, 1), (3, 3, 1, 0), (4, 1, 3, 0), (5, 5, 2, 2), (8, 3, 2, 0),
    (7, 4, 2, 0),
  ])
  func sizesFollowTheKnobs(n: Int, f: Int, s: Int, p: Int) throws {
    let scene = try scene(
      SlidingKernelScene.self, ["input": "\(n)", "kernel": "\(f)", "stride": "\(s)", "padding": "\(p)"])
    let side = (n + 2 * p - f) / s + 1
    let padded = p > 0 ? ("(N + 2P − F)", "(\(n) + 2·\(p) − \(f))") : ("(N − F)", "(\(n) − \(f))")
    func rounded(_ quotient: String) -> String { (n + 2 * p - f).isMultiple(of: s) ? quotient : "⌊\(quotient)⌋" }
    let size = try step(scene, "size")
    #expect(
      size.formula.first?.plain == "\(rounded(padded.0 + "/S")) + 1 = \(rounded("\(padded.1)/\(s)")) + 1 = \(side)")
    #expect(size.question?.isRight("\(side)") == true)
    #expect(figure(scene, step: 1).plainText.contains("output \(side) × \(side)"))
    let caption = size.caption.plain
    #expect(caption.contains(side == n ? "as large as" : side > n ? "larger than" : "smaller") || side < n && s > 1)
    let lost = (0..<n + p).count { $0 + p >= (side - 1) * s + f }
    #expect(caption.lowercased().contains("hatched") == (lost > 0))
    // The cell in the middle, from every output that has it in its window.
    let middle = n / 2 + p
    let reach = (0..<side).count { ($0 * s..<$0 * s + f).contains(middle) }
    let input = try step(scene, "fromInput")
    #expect(input.question?.isRight("\(reach * reach)") == true)
    let windows = "\(reach) down · \(reach) across = \(reach * reach) of \(side * side) window"
    #expect(input.formula[0].plain.contains("lies under \(windows)"))
    #expect(
      scene.steps.last?.formula[0].plain
        == "dense  \(n)·\(n) · \(side)·\(side) = \(NumberText.integer(n * n * side * side))     "
        + "convolution  \(f)·\(f) = \(f * f)")
    #expect(scene.steps.last?.caption.plain.contains("a single place") == (side == 1))
  }

  /// Zeros around the grid are no cells of the input, and are counted by themselves.
  @Test(arguments: [
    [:], ["padding": "3"], ["input": "3", "padding": "3", "kernel": "7"],
    ["input": "4", "padding": "2", "kernel": "5"],
    ["input": "3", "padding": "1"], ["input": "3"],
  ]) func whatAnOutputSeesIsCounted(settings: [String: String]) throws {
    let scene = try scene(SlidingKernelScene.self, settings)
    let (side, size, kernel) = (scene.grids.outputSize, scene.grids.inputSize, scene.grids.kernelSize)
    let first = side / 2 - scene.grids.padding
    let inside = (first..<first + kernel).count { (0..<size).contains($0) }
    let step = scene.steps[try #require(scene.index(of: "fromOutput"))]
    let caption = step.caption.plain
    #expect(caption.contains("it sees \(inside * inside) cells of the input and no other"))
    let zeros = kernel * kernel - inside * inside
    #expect(zeros == 0 ? !caption.contains("zero") : caption.contains("and \(zeros) zeros around them"))
    #expect(caption.contains("point at outputs") == (side > 1))
    let seesAll = (0..<side).allSatisfy { $0 <= scene.grids.padding && $0 - scene.grids.padding + kernel >= size }
    #expect(step.note.contains("Sparse") == !seesAll)
  }

  @Test func theDarkerTheLargerWhereAllWeightsAreNegative() throws {
    let scene = try scene(SlidingKernelScene.self, ["kernel": "2", "weights": "-1,-2;-3,-1"])
    let first = scene.steps[try #require(scene.index(of: "first"))].caption.plain
    #expect(first.contains("The weights come to −7, so the sum is the larger, the darker it is here."))
  }

  @Test func theBorderIsOnlySaidToBeSeenLessWhereItIs() throws {
    func caption(_ settings: [String: String]) throws -> String? {
      let scene = try scene(SlidingKernelScene.self, settings)
      return scene.steps[scene.steps.count - 2].caption.plain
    }
    #expect(try caption([:])?.hasSuffix("the one in the corner under 1.") == true)
    #expect(
      try caption(["input": "8", "stride": "2"])?
        .hasSuffix("lies under fewer: top left under 1, bottom right under none.") == true)
    #expect(try caption(["kernel": "1"])?.contains("border") == false)
    #expect(try caption(["input": "3"])?.contains("border") == false)
    #expect(try caption(["input": "4", "kernel": "1", "stride": "3"])?.contains("no window ever covers") == true)
  }

  @Test func everyPlaceShowsItsNineProductsAndTheirSum() throws {
    let scene = try scene(SlidingKernelScene.self)
    let last = scene.steps.count - 1
    for index in 0..<25 {
      let place = scene.grids.place(index)
      let target = Target(grid: "output", row: place.row, column: place.column)
      let products = scene.grids.products(place)
      let remark = try #require(scene.remark(on: target, at: Playhead(step: last, pointer: target)))
      let terms = products.map { "\(GridConvolution.text($0.value))·\(GridConvolution.text($0.weight))" }
      #expect(
        remark.formula.map(\.plain).joined(separator: " ")
          == terms.joined(separator: " + ") + " = " + GridConvolution.text(expected(scene)[index]))
      let text = figure(scene, step: last, pointer: target).plainText
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

  /// The arrow's head is right before the cell that is written.
  @Test func theArrowEndsAtTheCellThatIsWritten() throws {
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let scene = try scene(SlidingKernelScene.self)
      for step in 2...5 {
        let canvas = figure(scene, step: step, size: size)
        let place = try #require(scene.moments[step].walk.map { scene.grids.place($0.to) })
        let target = Target(grid: "output", row: place.row, column: place.column)
        let cell = try #require(canvas.hotSpots.last { $0.target == target }?.region)
        #expect((cell.row..<cell.endRow).contains { canvas[cell.column - 1, $0].glyph == "▶" }, "step \(step + 1)")
      }
    }
  }

  /// While the question about it stands, the place that comes next is outlined on the input.
  @Test func theNextWindowIsOutlinedWhereItIsAskedFor() throws {
    let scene = try scene(SlidingKernelScene.self)
    let finding = try #require(scene.index(of: "finding"))
    #expect(scene.steps[finding].question?.prompt.contains("outlined") == true)
    let next = try #require(scene.moments[finding].walk?.to)
    #expect(scene.moments[finding - 1].next == next)
    let canvas = figure(scene, step: finding - 1)
    let corner = Target(grid: "values", row: scene.grids.place(next).row, column: scene.grids.place(next).column)
    let cell = try #require(canvas.hotSpots.last { $0.target == corner }?.region)
    #expect(canvas[cell.column, cell.endRow - 1].glyph == "▏")
    #expect(scene.steps[finding].question?.isRight(GridConvolution.text(scene.grids.output.values[next])) == true)
  }

  @Test func whatWasWrittenStaysWhenPointing() throws {
    let scene = try scene(SlidingKernelScene.self)
    let step = try #require(scene.index(of: "finding"))
    let place = try #require(scene.moments[step].walk.map { scene.grids.place($0.to) })
    let target = Target(grid: "output", row: place.row, column: place.column)
    let pointer = Target(grid: "values", row: 6, column: 6)
    #expect(
      figure(scene, step: step, pointer: pointer).text(of: target) == GridConvolution.text(scene.grids.value(place)))
    // What has not been worked out is not given away.
    let later = Target(grid: "output", row: 4, column: 4)
    let remark = scene.remark(on: later, at: Playhead(step: step, pointer: later))
    #expect(remark?.formula == [] && remark?.caption.plain.contains("not been worked out") == true)
  }

  @Test func aLargeKernelWithPaddingKeepsItsNumbers() throws {
    let scene = try scene(SlidingKernelScene.self, ["kernel": "5", "padding": "2"])
    for step in scene.steps.indices {
      let canvas = figure(scene, step: step)
      #expect(canvas.text(of: Target(grid: "values", row: 0, column: 0))?.first == "8", "step \(step + 1)")
      #expect(canvas.text(of: Target(grid: "weights", row: 2, column: 1)) == "12")
    }
  }

  @Test func pointingLightsUpBothSides() throws {
    let scene = try scene(SlidingKernelScene.self)
    let last = scene.steps.count - 1
    let size = Size(columns: 156, rows: 38)
    func weighted(_ pointer: Target, in grid: String, side: Int) -> Int {
      let canvas = figure(scene, step: last, pointer: pointer, size: size)
      return (0..<side * side).count { index in
        canvas.text(of: Target(grid: grid, row: index / side, column: index % side))?.contains("·") == true
      }
    }
    #expect(weighted(Target(grid: "output", row: 1, column: 3), in: "values", side: 7) == 9)
    #expect(weighted(Target(grid: "weights", row: 0, column: 0), in: "values", side: 7) == 25)
    #expect(weighted(Target(grid: "values", row: 3, column: 3), in: "output", side: 5) == 9)
    #expect(weighted(Target(grid: "values", row: 0, column: 0), in: "output", side: 5) == 1)
    // Beneath an output stands the product that it gets from the input: a number times a weight, not the output's own.
    let canvas = figure(scene, step: last, pointer: Target(grid: "values", row: 0, column: 0), size: size)
    #expect(
      canvas.text(of: Target(grid: "output", row: 0, column: 0))
        == "\(GridConvolution.text(scene.grids.output[0, 0])) 8·1")
    let remark = scene.remark(
      on: Target(grid: "values", row: 3, column: 3),
      at: Playhead(step: last, pointer: Target(grid: "values", row: 3, column: 3)))
    #expect(remark?.formula.first?.plain.contains("3 down · 3 across = 9 of 25") == true)
  }

  @Test func handEditedNumbersCount() throws {
    let scene = try scene(SlidingKernelScene.self, ["weights": "0,0,0;0,2,0;0,0,0", "values": "9,9,9,9,9,9,9;9,8"])
    #expect(scene.grids.output[0, 0] == 16)
    #expect(figure(scene, step: scene.steps.count - 1).text(of: Target(grid: "output", row: 0, column: 0)) == "16")
  }

  @Test(arguments: [
    (["input": "3", "kernel": "7"], "kernel 7 covers 7 cells, more than the 3 of the input"),
    (["dilation": "3", "kernel": "4"], "kernel 4 with dilation 3 covers 10 cells, more than the 7 of the input"),
  ]) func whatDoesNotFitIsExplained(settings: [String: String], sentence: String) {
    #expect(throws: SettingsError(sentence)) { try scene(SlidingKernelScene.self, settings) }
  }

  // MARK: Sentences that knobs could make untrue

  /// Neither a large sum nor a bright window is called likeness where the weights only add up.
  @Test func brightnessIsNotTakenForLikeness() throws {
    for (preset, kernel) in [("box", "3"), ("gauss", "3"), ("sharpen", "3"), ("sobel-x", "1")] {
      let scene = try scene(SlidingKernelScene.self, ["preset": preset, "kernel": kernel])
      let captions = scene.steps.map(\.caption.plain).joined(separator: " ")
      #expect(!captions.contains("here is what the kernel looks for"), "\(preset) \(kernel)")
      #expect(!captions.contains("opposite"), "\(preset) \(kernel)")
    }
    #expect(try step(scene(SlidingKernelScene.self, ["preset": "box"]), "first").caption.plain.contains("come to 9"))
  }

  /// How many cells two windows share, and that these stand at other places of the kernel, whatever the weights are.
  @Test(arguments: [("1", "6 of the 9"), ("2", "3 of the 9"), ("3", "None of the cells")])
  func whatNeighboursShareIsCounted(stride: String, expected: String) throws {
    let scene = try scene(SlidingKernelScene.self, ["input": "9", "stride": stride, "preset": "box"])
    let caption = try step(scene, "neighbour").caption.plain
    #expect(caption.contains(expected) && !caption.contains("another weight"))
  }

  @Test func whatAKernelLooksForFollowsItsWeights() throws {
    func sentence(_ settings: [String: String]) throws -> String {
      try step(scene(SlidingKernelScene.self, settings), "start").caption.plain
    }
    #expect(try sentence([:]).contains("bright on the left and dark on the right"))
    #expect(try sentence(["weights": "-1,0,1;-2,0,2;-1,0,1"]).contains("dark on the left and bright on the right"))
    #expect(try sentence(["preset": "sobel-y"]).contains("bright above and dark below"))
    #expect(try sentence(["preset": "laplace"]).contains("brighter than those around it"))
    #expect(try sentence(["preset": "identity"]).contains("a single cell"))
    #expect(try sentence(["weights": "0,0,0;0,0,0;0,0,0"]).contains("nothing"))
  }

  @Test func nothingIsFoundWhereNothingIs() throws {
    let even = Array(repeating: "5,5,5,5,5,5,5", count: 7).joined(separator: ";")
    let scene = try make(["values": even])
    #expect(try step(scene, "map").caption.plain.contains("nothing in the grid stands out"))
    #expect(try step(scene, "first").caption.plain.contains("cancel"))
    let opposite = try make(["input": "4", "values": "0,0,9,9;0,0,9,9;0,0,9,9;0,0,0,0"])
    #expect(try step(opposite, "map").caption.plain.contains("no sum is above zero"))
  }

  /// A weight on padding is not said to be used there on the input.
  @Test func placesOnPaddingAreCounted() throws {
    let scene = try make(["padding": "1"])
    let target = Target(grid: "weights", row: 0, column: 0)
    let remark = try #require(scene.remark(on: target, at: Playhead(step: 2, pointer: target)))
    #expect(remark.formula[0].plain.hasSuffix("used for 49 outputs, at 13 of them on padding"))
    #expect(remark.caption.plain.contains("meets 36 cells"))
  }

  /// A stride that does not come out even is taken, and the cells that no window reaches are hatched.
  @Test func whatIsDroppedIsHatched() throws {
    let scene = try make(["input": "8", "stride": "2"])
    #expect(scene.grids.outputSize == 3)
    let canvas = figure(scene, step: 2)
    func isHatched(_ row: Int, _ column: Int) throws -> Bool {
      let target = Target(grid: "values", row: row, column: column)
      let cell = try #require(canvas.hotSpots.last { $0.target == target }?.region)
      return canvas[cell.endColumn - 1, cell.endRow - 1].glyph == "╱"
    }
    for index in 0..<8 { #expect(try isHatched(7, index) && isHatched(index, 7)) }
    #expect(try !isHatched(6, 6) && !isHatched(0, 0))
  }

  /// Zeros around the grid are not blamed for what kernel and stride do.
  @Test(arguments: [
    (["padding": "1", "stride": "2"], "but it moves 2 cells at a time: fewer places"),
    (["padding": "2", "input": "15", "kernel": "7", "stride": "4"], "but it moves 4 cells at a time: fewer places"),
    (["padding": "1", "kernel": "5"], "but not far enough: the output is still smaller"),
    (["padding": "1"], "so the output is as large as the input"),
    (["padding": "2"], "so the output is even larger than the input"),
    (["padding": "1", "kernel": "1"], "stands on the one ring of zeros, too, so the output is even larger"),
    (["padding": "1", "kernel": "1", "stride": "3"], "stands on the zeros, too, but it moves 3 cells"),
    (
      ["padding": "3", "input": "3", "kernel": "1", "stride": "2"], "is larger than the input, even at two cells a move"
    ),
    (
      ["padding": "3", "input": "3", "kernel": "1", "stride": "3"],
      "is as large as the input, even at three cells a move"
    ),
  ]) func whatTheZerosDoIsSaid(settings: [String: String], words: String) throws {
    let scene = try make(settings)
    let caption = try step(scene, "size").caption.plain
    #expect(caption.contains(words), "\(caption)")
    let (size, output) = (scene.grids.inputSize, scene.grids.outputSize)
    #expect(caption.contains("larger than") == (output > size))
    #expect(caption.contains("as large as") == (output == size))
    #expect((caption.contains("fewer places") || caption.contains("smaller")) == (output < size))
    #expect(!caption.contains("so the output is still smaller"))
    #expect(!(settings["kernel"] == "1" && caption.contains("hang over")))
  }

  /// Every output that an input counts for shows what it gets from it: the product, or, if one of them has no room, what
  /// each of them adds. At the standard size products with a weight below zero are too wide.
  @Test(arguments: ["sobel-x", "laplace", "sharpen", "gauss", "emboss", "box"])
  func everyProductOfAnInputIsOnTheScreen(preset: String) throws {
    let scene = try make(["preset": preset])
    let step = try #require(scene.index(of: "fromInput"))
    let weights = scene.grids.kernel.values
    for (size, hasRoom) in [
      (Size(columns: 78, rows: 17), weights.allSatisfy { $0 >= 0 }), (Size(columns: 158, rows: 41), true),
    ] {
      let canvas = figure(scene, step: step, size: size)
      for (row, column) in (1...3).flatMap({ row in (1...3).map { (row, $0) } }) {
        // The input in the middle, (3, 3) from 0, lies in the window of output (row, column) at (3 − row, 3 − column).
        let (value, weight) = (scene.grids.input[3, 3], scene.grids.kernel[3 - row, 3 - column])
        let product = GridConvolution.text(value * weight)
        let expected =
          hasRoom
          ? "\(GridConvolution.text(value))·\(GridConvolution.text(weight))"
          : value * weight < 0 ? product : "+" + product
        let text = canvas.text(of: Target(grid: "output", row: row, column: column)) ?? ""
        #expect(text.hasSuffix(" " + expected), "\(preset): \(text) has no \(expected)")
      }
    }
  }

  /// What is outlined is named, wherever an outline stands and there is room beneath the output.
  @Test(arguments: [[:], ["stride": "2"], ["stride": "3"], ["padding": "1"], ["kernel": "5"]])
  func theOutlineIsNamed(settings: [String: String]) throws {
    let scene = try make(settings)
    for (index, moment) in scene.moments.enumerated() {
      #expect(figure(scene, step: index).plainText.contains("outlined: next place") == (moment.next != nil))
      #expect(!figure(scene, step: index, progress: 0.5).plainText.contains("outlined"))
    }
  }

  /// Every verdict can be read alone: it says of what there is a little, or what it is the opposite of.
  @Test func verdictsStandAlone() throws {
    for (stride, seed) in (1...4).flatMap({ stride in (1...3).map { (stride, $0) } }) {
      for preset in ["sobel-x", "laplace"] {
        let scene = try make(["stride": "\(stride)", "seed": "\(seed)", "preset": preset, "content": "random"])
        for caption in scene.steps.map(\.caption.plain)
        where caption.contains("a little") || caption.contains("opposite") {
          #expect(caption.contains("of what the kernel looks for"), "\(caption)")
        }
      }
    }
    let scene = try make(["stride": "4"])
    #expect(
      try step(scene, "finding").caption.plain
        == "−5 is below zero: a little of the opposite of what the kernel looks for.")
  }

  /// A kernel that looks for nothing in particular is not asked where that is.
  @Test(arguments: [["preset": "identity"], ["kernel": "1"], ["weights": "0,0,0;0,0,0;0,0,0"], [:], ["preset": "box"]])
  func theFirstQuestionCanBeAnswered(settings: [String: String]) throws {
    let scene = try make(settings)
    let isSearch = scene.reading.pattern != .copy && scene.reading.pattern != .nothing
    #expect(scene.steps[0].caption.plain.contains("Where in the grid is that?") == isSearch)
  }

  /// A weight that meets a single cell is not said to be used at every place.
  @Test(arguments: [
    ["input": "3", "stride": "4", "padding": "3"], ["input": "3", "stride": "3", "padding": "2"],
    ["input": "4", "stride": "4", "padding": "3", "kernel": "5"],
  ]) func aWeightOfOneCellIsSaidToMeetOne(settings: [String: String]) throws {
    let scene = try make(settings)
    for row in 0..<scene.grids.kernelSize {
      for column in 0..<scene.grids.kernelSize {
        let place = GridPlace(row: row, column: column)
        let (cells, caption) = (scene.grids.touched(by: place).count, scene.weightCaption(place).plain)
        #expect(caption.contains("meets one cell") == (cells == 1), "\(caption)")
        #expect(caption.contains("knows at every place") == (cells > 1))
        if cells == 1 { #expect(caption.contains("the \(scene.grids.positions - 1) other places")) }
      }
    }
  }

  /// Pointing begins at what a step speaks of.
  @Test func pointingBeginsAtWhatIsLitUp() throws {
    let scene = try make([:])
    #expect(try step(scene, "fromOutput").litUp == Target(grid: "output", row: 2, column: 2))
    #expect(try step(scene, "fromWeight").litUp == Target(grid: "weights", row: 1, column: 0))
    #expect(try step(scene, "fromInput").litUp == Target(grid: "values", row: 3, column: 3))
    #expect(try step(scene, "map").litUp == Target(grid: "output", row: 0, column: 2))
  }
}

@Suite struct KernelPresetTests {
  @Test func threeByThreeAreTheUsualOnes() {
    func rows(_ preset: KernelPreset) -> [Float] { preset.weights(size: 3, seed: 1).values }
    #expect(rows(.sobelX) == [1, 0, -1, 2, 0, -2, 1, 0, -1])
    #expect(rows(.sobelY) == [1, 2, 1, 0, 0, 0, -1, -2, -1])
    let large = KernelPreset.sobelX.weights(size: 5, seed: 1).values
    #expect(Array(large[..<5]) == [1, 2, 0, -2, -1] && Array(large[10..<15]) == [6, 12, 0, -12, -6])
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
