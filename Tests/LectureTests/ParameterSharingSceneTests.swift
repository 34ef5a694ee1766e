import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct ParameterSharingSceneTests {
  private func step(_ moment: ParameterSharingScene.Moment) -> Int {
    ParameterSharingScene.Moment.allCases.firstIndex(of: moment) ?? 0
  }

  /// How often a weight stands in the middle of a line of the upper or the lower graph.
  private func labels(_ canvas: Canvas, upper: Bool) -> Int {
    let half = canvas.size.rows / 2
    let rows = upper ? 2..<half - 2 : half + 3..<canvas.size.rows - 2
    // A weight on a line is the only bold text between the rows of units.
    return rows.reduce(0) { count, row in
      var (runs, isInside) = (0, false)
      for column in 4..<50 {
        let cell = canvas[column, row]
        let isLabel = cell.style.contains(.bold) && cell.isText && cell.paper == .role(.background)
        if isLabel, !isInside { runs += 1 }
        isInside = isLabel
      }
      return count + runs
    }
  }

  @Test func theLecturesNumbersAreOnTheScreen() throws {
    let scene = try scene(ParameterSharingScene.self)
    let shared = figure(scene, step: step(.shared))
    #expect(labels(shared, upper: true) == 5, "five arrows carry the middle weight")
    #expect(labels(shared, upper: false) == 0)
    #expect(scene.steps[step(.shared)].question?.isRight("5") == true)
    #expect(scene.steps[step(.shared)].formula[0].plain == "w2 = 2 of the kernel: stored once, used 5 times")
    #expect(labels(figure(scene, step: step(.once)), upper: false) == 1)
    #expect(labels(figure(scene, step: step(.other)), upper: true) == 4)
    let start = figure(scene, step: 0).plainText
    #expect(start.contains("convolution stores 3") && start.contains("dense layer stores 25"))
    let storage = figure(scene, step: step(.storage)).plainText
    let numbers = storage.split { !$0.isNumber }.compactMap { Int($0) }
    #expect(numbers == [25, 13, 3, 25, 13, 13], "stored, then products")

    let real = figure(scene, step: step(.real)).plainText
    #expect(real.contains("▸ conv1  3,025 places"))
    let formula = scene.steps[step(.real)].formula.map(\.plain)
    #expect(formula[0].contains("(11·11·3 + 1)·96 = 34,944, of them 96 biases"))
    #expect(formula[1].contains("34,944 · 55·55 places = 105,705,600"))
    let question = try #require(scene.steps[step(.real)].question)
    #expect(question.answerText == "unshared, 3,025 times")
    #expect(question.isRight("3") == true && question.isRight("1") == false)
  }

  @Test(arguments: [
    ["units": "5"], ["units": "7", "kernel": "4", "seed": "9"], ["units": "3", "kernel": "5"],
    ["units": "6", "kernel": "1", "seed": "3"], ["values": "1,2,3,4,5", "weights": "-1,7,2"],
  ])
  func everySumIsRight(settings: [String: String]) throws {
    let scene = try scene(ParameterSharingScene.self, settings)
    let (units, kernel) = (scene.shared.units, scene.kernelValues.count)
    let canvas = figure(scene, step: 0, size: Size(columns: 158, rows: 38))
    func value(_ grid: String, _ index: Int) -> String? {
      canvas.text(of: Target(grid: grid, row: 0, column: index))?.split(separator: " ").last.map(String.init)
    }
    for output in 0..<units {
      var (shared, full): (Float, Float) = (0, 0)
      for input in 0..<units {
        full += scene.full.inputs[input] * scene.full.weight(from: input, to: output)
        let weight = input - output + (kernel - 1) / 2
        if (0..<kernel).contains(weight) { shared += scene.shared.inputs[input] * scene.kernelValues[weight] }
      }
      #expect(value("s", output) == GridConvolution.text(shared))
      #expect(value("s-full", output) == GridConvolution.text(full))
      #expect(value("values", output) == GridConvolution.text(scene.shared.inputs[output]))
    }
    // The middle weight lies on the input at every position, so on as many lines as there are units.
    #expect(scene.uses(of: kernel / 2) == (kernel % 2 == 1 ? units : units - 1))
    // With a single weight the number of lines in the question is the answer already.
    let isRight = scene.steps[step(.shared)].question?.isRight("\(scene.uses(of: kernel / 2))")
    #expect(isRight == (kernel == 1 ? nil : true))
    let connections = (0..<units).reduce(0) { count, output in
      count + (0..<units).count { (0..<kernel).contains($0 - output + (kernel - 1) / 2) }
    }
    #expect((0..<kernel).reduce(0) { $0 + scene.uses(of: $1) } == connections)
  }

  @Test(arguments: [("conv2", 614_656, 27), ("conv3", 885_120, 13), ("conv5", 884_992, 13)])
  func otherLayersAreCountedToo(layer: String, shared: Int, side: Int) throws {
    let scene = try scene(ParameterSharingScene.self, ["layer": layer])
    let text = figure(scene, step: step(.real)).plainText
    #expect(text.contains("▸ \(layer)"))
    let formula = scene.steps[step(.real)].formula.map(\.plain)
    #expect(
      formula[0].contains(NumberText.integer(shared)) && formula[1].hasSuffix(NumberText.integer(shared * side * side)))
    #expect(!scene.steps[step(.real)].caption.plain.contains("edges"), "that is what the first layer learns")
    #expect(scene.steps[step(.real)].question?.answerText == "unshared, \(side * side) times")
  }

  @Test func pointingAtAWeightLightsItsLines() throws {
    let scene = try scene(ParameterSharingScene.self)
    func canvas(_ target: Target) -> Canvas { figure(scene, step: 0, pointer: target) }
    #expect(labels(canvas(Target(grid: "weights", row: 0, column: 0)), upper: true) == 4)
    let pair = Target(grid: "matrix", row: 1, column: 3)
    #expect(labels(canvas(pair), upper: false) == 1)
    #expect(labels(canvas(pair), upper: true) == 0)
    let remark = scene.remark(on: pair, at: Playhead(step: 0, pointer: pair))
    #expect(remark?.formula.first?.plain.contains("from x4 to s2 of the table") == true)
    let output = Target(grid: "s", row: 0, column: 2)
    let sums = scene.remark(on: output, at: Playhead(step: 0, pointer: output))?.formula.map(\.plain) ?? []
    #expect(sums.count == 2)
    #expect(sums.first == "s3 = 7·1 + 9·2 + 4·−1 = 21")
    let caption = scene.remark(on: output, at: Playhead(step: 0, pointer: output))?.caption.plain
    #expect(caption?.hasPrefix("s3 of either layer") == true)
    #expect(labels(canvas(output), upper: true) == 3)
  }

  @Test func theArrowsComeOneAfterTheOther() throws {
    let scene = try scene(ParameterSharingScene.self)
    let counts = [0, 0.3, 0.5, 0.7, 1].map { labels(figure(scene, step: step(.shared), progress: $0), upper: true) }
    #expect(counts == counts.sorted())
    #expect(counts.first == 0 && counts.last == 5 && counts[2] > 0 && counts[2] < 5)
  }

  @Test func wordsFollowTheKernel() throws {
    func words(_ kernel: Int) throws -> (asked: String, caption: String, end: String) {
      let scene = try scene(ParameterSharingScene.self, ["kernel": "\(kernel)"])
      let shared = scene.steps[step(.shared)]
      return (shared.question?.prompt ?? "", shared.caption.plain, scene.steps[step(.end)].caption.plain)
    }
    #expect(try words(3).asked.hasSuffix("carry its middle weight w2?"))
    #expect(try words(1).asked.isEmpty)
    #expect(try words(1).end.contains("1 number instead of 25"))
    // An even kernel has no weight in the middle; that to the right of it lies on padding once.
    #expect(try words(4).asked.hasSuffix("carry its weight w3?"))
    #expect(try words(4).caption.hasPrefix("The weight w3 is used at every position but the last"))
    #expect(try words(4).end.contains("4 numbers instead of 25"))
  }

  /// The question does not give its answer away.
  @Test func theQuestionAsksForWhatIsNotOnTheScreen() throws {
    let prompt = try scene(ParameterSharingScene.self).steps[step(.shared)].question?.prompt
    #expect(prompt == "How many of the 13 lines of the convolution carry its middle weight w2?")
  }

  @Test func whereNoLineIsSavedNoneIsSaidToBe() throws {
    func caption(_ settings: [String: String]) throws -> String {
      try scene(ParameterSharingScene.self, settings).steps[step(.storage)].caption.plain
    }
    #expect(try caption([:]).hasPrefix("Fewer lines save weights and products alike"))
    #expect(try caption(["units": "3", "kernel": "5"]).hasPrefix("This kernel is so wide that no line is saved"))
    #expect(try caption(["units": "3", "kernel": "5"]).contains("down to 5 weights"))
    let tiles = figure(try scene(ParameterSharingScene.self, ["units": "3", "kernel": "5"]), step: step(.storage))
    #expect(tiles.plainText.split { !$0.isNumber }.compactMap { Int($0) } == [9, 9, 5, 9, 9, 9])
  }

  @Test func theTablesSidesAreNamed() throws {
    for units in [3, 5, 7] {
      let scene = try scene(ParameterSharingScene.self, ["units": "\(units)"])
      let canvas = figure(scene, step: 0)
      let spots = canvas.hotSpots.filter { $0.target.grid == "matrix" }
      #expect(spots.count == units * units)
      for unit in 0..<units {
        let row = try #require(spots.first { $0.target.row == unit && $0.target.column == 0 }).region
        #expect(canvas.text(in: Region(column: row.column - 4, row: row.row, columns: 4, rows: 1)) == "s\(unit + 1)")
        let column = try #require(spots.first { $0.target.row == 0 && $0.target.column == unit }).region
        let above = Region(column: column.column, row: column.row - 1, columns: column.columns, rows: 1)
        #expect(canvas.text(in: above) == "x\(unit + 1)")
      }
    }
  }

  /// Learned at one place, a shared filter answers at all places alike; filters of their own learn nothing elsewhere.
  @Test func whatIsLearnedAtOnePlaceIsKnownAtAll() throws {
    let taught = TaughtMark.example
    let inFrame = taught.marks.filter { $0.column < taught.taught }
    #expect(inFrame.count == 1 && taught.marks.count == 7)
    let answers = taught.marks.map { taught.shared[$0.row - 1, $0.column - 1] }
    #expect(Set(answers).count == 1 && answers[0] > 0.9)
    let isMark = Set(taught.marks.map { GridPlace(row: $0.row - 1, column: $0.column - 1) })
    for row in 0..<taught.shared.shape.height {
      for column in 0..<taught.shared.shape.width where !isMark.contains(GridPlace(row: row, column: column)) {
        #expect(taught.shared[row, column] < 0.1)
      }
    }
    for mark in taught.marks {
      let answer = taught.unshared[mark.row - 1, mark.column - 1]
      #expect(mark.column < taught.taught ? answer > 0.9 : answer == 0.5)
    }
    let told = try scene(ParameterSharingScene.self).steps[step(.everywhere)]
    #expect(
      told.formula[0].plain.contains(
        "3·3 + 1 bias = 10, taught by one ×: each of the 7 gets \(NumberText.fixed(Double(answers[0]), decimals: 2))"
      ))
    #expect(told.formula[1].plain == "unshared 10 · 18·22 places = 3,960 parameters: 0.50 where nothing was taught")
  }

  /// The inputs that can be typed over show their numbers at every size, and the layers stand apart.
  @Test(arguments: 3...7) func theInputsOfTheUpperLayerShowTheirNumbers(units: Int) throws {
    for kernel in ["1", "4", "5"] {
      let scene = try scene(ParameterSharingScene.self, ["units": "\(units)", "kernel": kernel])
      for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
        let canvas = figure(scene, step: 0, size: size)
        func region(_ grid: String, _ index: Int) throws -> Region {
          try #require(canvas.hotSpots.first { $0.target == Target(grid: grid, row: 0, column: index) }).region
        }
        for index in 0..<units {
          let text = canvas.text(of: Target(grid: "values", row: 0, column: index))
          #expect(text == "x\(index + 1) \(GridConvolution.text(scene.shared.inputs[index]))", "\(kernel), \(size)")
        }
        #expect(try region("values", 0).endRow < region("s-full", 0).row)
      }
    }
  }

  /// A place of the map is a dot or a tile, and there are as many as places.
  @Test func areasCountPlaces() throws {
    let conv3 = figure(try scene(ParameterSharingScene.self, ["layer": "conv3"]), step: step(.real))
    let tiles = conv3.cells.filter { $0.glyph == "▀" && $0.ink == .level(.grey, 0.55) }.count
    #expect(tiles == 13 * 13)
    let conv1 = figure(try scene(ParameterSharingScene.self), step: step(.real))
    let dots = conv1.cells.filter { (0x2800...0x28FF).contains($0.glyph.value) && $0.ink == .level(.grey, 0.55) }
    #expect(dots.reduce(0) { $0 + ($1.glyph.value - 0x2800).nonzeroBitCount } == 3025)
  }

  /// With two weights the other one is the first, which no padding takes a use from.
  @Test func theOtherWeightOfTwoIsTheFirst() throws {
    let scene = try scene(ParameterSharingScene.self, ["kernel": "2"])
    #expect(scene.focus(.shared, nil).shared == .weight(1) && scene.focus(.other, nil).shared == .weight(0))
    #expect(scene.uses(of: 0) == 5 && scene.uses(of: 1) == 4)
    let step = scene.steps[step(.other)]
    #expect(step.caption.plain.hasPrefix("The other weight is stored once, too: w1 is used 5 times."))
    #expect(step.formula[0].plain.hasSuffix("used 5 times"))
  }

  /// Stored once is every weight; used at every place only those that find an input there.
  @Test(arguments: [("3", "5", "w5", "once", "all lines 9"), ("5", "3", "w3", "4 times", "fewer lines 13")])
  func whatIsSaidOfAllWeightsIsTrueOfTheLast(
    units: String, kernel: String, last: String, uses: String, lines: String
  ) throws {
    let scene = try scene(ParameterSharingScene.self, ["units": units, "kernel": kernel])
    let other = scene.steps[step(.other)].caption.plain
    #expect(other.hasPrefix("The other weights are stored once, too: \(last) is used \(uses), as at the right end"))
    let end = scene.steps[step(.end)].caption.plain
    #expect(end.contains("stored once, however often it is used: \(kernel) numbers instead of"))
    let storage = figure(scene, step: step(.storage)).plainText
    #expect(storage.contains(lines), "no line is called saved where none is")
  }

  /// The scale of the answers has the numbers that the formulas speak of.
  @Test func answersHaveAScale() throws {
    let scene = try scene(ParameterSharingScene.self)
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let text = figure(scene, step: step(.everywhere), size: size).plainText
      #expect(text.contains("1: × is here") && text.contains("0.5: it may be") && text.contains("0: no × here"))
    }
    #expect(scene.steps[step(.real)].question?.prompt.hasPrefix("conv1, a layer of AlexNet (2012), has 96") == true)
  }

  /// Layers that the network of 2012 had in two halves are said to be counted whole.
  @Test(arguments: [("conv1", false), ("conv2", true), ("conv3", false), ("conv4", true), ("conv5", true)])
  func halvedLayersAreSaidToBe(layer: String, isHalved: Bool) throws {
    let scene = try scene(ParameterSharingScene.self, ["layer": layer])
    let prompts = scene.steps.compactMap(\.question?.prompt)
    #expect(prompts.contains { $0.contains("in two halves") } == isHalved)
  }
}
