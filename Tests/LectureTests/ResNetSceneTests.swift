import CellCanvas
import Playback
import Testing

@testable import ConvolutionEngine
@testable import Lecture

@Suite struct ResNetSceneTests {
  private typealias Scene = ResNetScene

  /// The scene with its studies done; the forward pass is broken off.
  private func studied(_ values: [String: String] = [:]) throws -> Scene {
    var scene = try scene(Scene.self, values)
    let work = try #require(scene.work)
    work.run { fraction, result in
      if let result { scene.receive(result) }
      return fraction < 0.6
    }
    #expect(scene.study != nil && scene.plain != nil && scene.residual != nil)
    return scene
  }

  private func frame(_ scene: Scene, _ name: String, size: Size = Size(columns: 78, rows: 17)) throws -> String {
    figure(scene, step: try step(name, of: scene), size: size).plainText
  }

  private func words(_ scene: Scene, _ name: String) throws -> String {
    let step = scene.steps[try step(name, of: scene)]
    return step.caption.plain + "\n" + step.formula.map(\.plain).joined(separator: "\n")
  }

  // MARK: What was reported

  @Test func theReportedErrorsAreThoseOfThePaper() throws {
    let scene = try scene(Scene.self)
    let deeper = try frame(scene, "deeper")
    #expect(deeper.contains("27.94 %") && deeper.contains("28.54 %") && !deeper.contains("25.03"))
    #expect(!(try frame(scene, "shallow")).contains("28.54"))
    let found = try frame(scene, "found")
    for error in ["27.94", "28.54", "27.88", "25.03"] { #expect(found.contains(error + " %")) }
    #expect(try words(scene, "found").contains("3.51 points") && words(scene, "found").contains("10 crops"))
    #expect(try words(scene, "deeper").contains("28.54 − 27.94 = 0.60 points worse"))
    #expect(scene.steps[1].question?.isRight("it rises") == true)
    let cifar = try frame(scene, "cifar")
    for (layers, error) in [("20", "8.75"), ("32", "7.51"), ("44", "7.17"), ("56", "6.97"), ("110", "6.43")] {
      #expect(cifar.contains("\(layers) layers") && cifar.contains(error + " %"))
    }
    #expect(cifar.contains("1,202 layers") && cifar.contains("7.93 %"))
    // Told as they told it.
    #expect(try words(scene, "identity").contains("not that gradients vanish"))
    #expect(try words(scene, "deeper").contains("degradation") && words(scene, "deeper").contains("training pictures"))
  }

  // MARK: The block on numbers

  static let blocks: [[String: String]] = [
    [:], ["x": "9,0,0,0,0,9", "w1": "3,3,3", "w2": "-3,-3,-3"], ["w1": "0,0,0"], ["x": "0,0,0,0,0,0"],
    ["x": "1,2,3,4,5,6", "w1": "-1,2,-1", "w2": "1,0,2"],
  ]

  @Test(arguments: blocks) func theBlockIsWorkedOutByTheEngine(knobs: [String: String]) throws {
    func values(_ name: String, _ standard: [Int]) -> [Int] {
      knobs[name]?.split(separator: ",").compactMap { Int($0) } ?? standard
    }
    let (x, first, second) = (values("x", [2, 0, 5, 3, 1, 4]), values("w1", [1, -1, 1]), values("w2", [-1, 1, 0]))
    func slide(_ weights: [Int], _ row: [Int]) -> [Int] {
      row.indices.map { place in
        (0..<3).reduce(0) { sum, index in
          let source = place + index - 1
          return sum + (row.indices.contains(source) ? weights[index] * row[source] : 0)
        }
      }
    }
    let change = slide(second, slide(first, x).map { max(0, $0) })
    let y = zip(change, x).map { max(0, $0 + $1) }
    let scene = try scene(Scene.self, knobs)
    #expect(scene.small.branch.map { Int($0) } == change && scene.small.y.map { Int($0) } == y)
    let canvas = figure(scene, step: try step("sum", of: scene))
    func row(_ numbers: [Int]) -> String { numbers.map(NumberText.integer).joined(separator: " ") }
    let lines = canvas.plainText.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    #expect(lines.contains { $0.hasSuffix("F(x) " + row(change)) || $0.contains("F(x) " + row(change)) })
    #expect(lines.contains { $0.hasSuffix("y " + row(y)) })
    let place = scene.shownPlace
    #expect(try words(scene, "sum").contains("= \(NumberText.integer(y[place]))"))
    let question = scene.steps[try step("sum", of: scene)].question
    #expect(question?.isRight("\(y[place])") == true && question?.isRight("\(y[place] + 1)") == false)
    // With F silent x comes out, and without the shortcut nothing.
    let silent = try frame(scene, "zero").split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(silent.contains { $0.hasSuffix("y " + row(x)) })
    #expect(silent.contains { $0.contains("F(x) " + row(x.map { _ in 0 })) })
  }

  // MARK: Gradients

  @Test(arguments: [1, 17]) func theGradientsAreThoseOfTheStudy(seed: Int) throws {
    let scene = try studied(["seed": "\(seed)"])
    let study = try #require(scene.study)
    for (kind, moment) in [
      (UntrainedStack.Kind.small, "plainGradient"), (.normalized, "normalizedGradient"),
      (.residual, "residualGradient"),
    ] {
      let sizes = UntrainedStack(kind, depth: 50, width: 128, seed: UInt64(seed)).gradientSizes(batch: 128)
      #expect(study.sizes[kind] == sizes && sizes.count == 51 && sizes[50] == 1)
      #expect(try words(scene, moment).contains(Scene.size(sizes[0])))
    }
    // What is said about the four: one vanishes, one stays, one explodes as theory has it, one grows little.
    #expect(study.atInput(.small) < 1e-6 && (0.2...5).contains(study.atInput(.he)))
    #expect(abs(study.factor(.normalized) - (Double.pi / (Double.pi - 1)).squareRoot()) < 0.03)
    #expect(study.atInput(.normalized) > 1000 && (1...50).contains(study.atInput(.residual)))
    #expect(try words(scene, "normalizedGradient").contains("= 1.21"))
    let correlations = study.sweeps.map { sweep -> Double in
      let mean = sweep.gradient.reduce(0, +) / 256
      let around = sweep.gradient.map { $0 - mean }
      return (0..<255).reduce(0) { $0 + around[$1] * around[$1 + 1] } / around.reduce(0) { $0 + $1 * $1 }
    }
    let caption = try words(scene, "correlation")
    for value in correlations { #expect(caption.contains(NumberText.fixed(value, decimals: 2))) }
    #expect(correlations[0] > 0.9 && abs(correlations[1]) < 0.3 && correlations[2] > correlations[1] + 0.1)
    let turns = study.sweeps.map { sweep in (0..<255).count { sweep.gradient[$0] * sweep.gradient[$0 + 1] < 0 } }
    for count in turns { #expect(try words(scene, "swept").contains(times(count))) }
  }

  @Test func beforeTheStudyNothingIsClaimed() throws {
    let scene = try scene(Scene.self)
    for name in ["plainGradient", "swept", "correlation", "stacks", "each"] {
      #expect(try words(scene, name).contains("comes in a moment"))
    }
    #expect(try frame(scene, "swept").contains("computing…"))
  }

  // MARK: Paths and stacks

  @Test func theShareOfPathsIsCounted() throws {
    // Pascal's triangle, row by row.
    var row = [1]
    for _ in 0..<54 { row = zip([0] + row, row + [0]).map { $0 + $1 } }
    let carrying = row[5...17].reduce(0, +)
    #expect(row.reduce(0, +) == 1 << 54)
    let text = try words(try scene(Scene.self), "paths")
    #expect(text.contains(NumberText.integer(carrying)) && text.contains(NumberText.integer(1 << 54)))
    #expect(
      NumberText.fixed(100 * Double(carrying) / Double(1 << 54), decimals: 2) == "0.45" && text.contains("0.45 %"))
  }

  /// How many of the program's digits a stack reads, by stages run one after the other and without the block's own.
  private func right(_ stack: DigitStack, without block: Int?) -> Int {
    let (network, weights) = (stack.network, StackTrial.carried(stack))
    let digits = GeneratedDigits.standard
    return (0..<digits.count).count { index in
      var outputs: [String: Tensor] = [:]
      var last = digits.picture(at: index, nil)
      for (place, stage) in network.stages.enumerated() {
        // A block that is taken out hands on what came before it.
        let isOut = block.map { stage.name.hasPrefix("block\($0)-") || stage.name == "block\($0)" } ?? false
        if !isOut {
          let other = stage.layer.inputs.count == 2 ? outputs["before " + stage.name] : nil
          last = stage.run(other.map { [last, $0] } ?? [last], weights: weights, at: place)
        }
        if place + 1 < network.stages.count, network.stages[place + 1].name.hasSuffix("-a") {
          let name = String(network.stages[place + 1].name.dropLast(2))
          outputs["before " + name] = last
        }
      }
      return last.values.firstIndex(of: last.values.max() ?? 0) == digits.label(at: index)
    }
  }

  @Test(arguments: [2, 8]) func whatABlockIsWorthIsMeasured(block: Int) throws {
    let scene = try studied(["block": "\(block)"])
    let (plain, residual) = (try #require(scene.plain), try #require(scene.residual))
    #expect(plain.count == 100 && plain.without.count == 8)
    for trial in [plain, residual] {
      #expect(trial.whole == right(trial.stack, without: nil))
      #expect(trial.without[block - 1] == right(trial.stack, without: block))
    }
    let text = try words(scene, "deleted")
    #expect(text.contains("reads \(plain.without[block - 1]) of 100, the residual one \(residual.without[block - 1])."))
    #expect(text.contains("0 of 1") && text.contains("128 of 256"))
    #expect(try frame(scene, "deleted").contains("\(residual.without[block - 1]) of 100"))
    #expect(try words(scene, "stacks").contains("\(plain.whole) right, the residual one \(residual.whole)."))
    let question = scene.steps[try step("deleted", of: scene)].question
    #expect(question?.isRight("the plain stack") == true)
    for (index, read) in residual.without.enumerated() {
      let canvas = figure(scene, step: try step("deleted", of: scene))
      let target = Target(grid: "residual-stack", row: 0, column: index + 1)
      #expect(canvas.hotSpots.contains { $0.target == target })
      let remark = scene.remark(on: target, at: Playhead(step: try step("deleted", of: scene), pointer: target))
      #expect(remark?.caption.plain.contains("reads \(read) of 100") == true)
    }
    // The story that is told: whole both read nearly all, and only one of them bears the loss of a block.
    #expect(plain.whole > 90 && residual.whole > 90)
    #expect(plain.without.allSatisfy { $0 < 70 } && residual.without.reduce(0, +) > 2 * plain.without.reduce(0, +))
  }

  @Test func theQuestionStaysWhenTheResultsCome() throws {
    for block in ["1", "4", "8"] {
      let before = try scene(Scene.self, ["block": block])
      let after = try studied(["block": block])
      let place = try step("deleted", of: before)
      #expect(before.steps[place].question == after.steps[place].question, "block \(block)")
      let swept = try step("swept", of: before)
      #expect(after.steps[swept].question?.isRight("like noise") == true)
      #expect(before.steps.map(\.question) == after.steps.map(\.question))
    }
  }

  // MARK: The networks

  @Test func theTableIsThePublishedOne() throws {
    let table = try frame(try scene(Scene.self), "tables")
    // Parameters as PyTorch's model zoo counts them.
    for (name, blocks, parameters) in [
      ("ResNet-18", "2, 2, 2, 2", "11,689,512"), ("ResNet-34", "3, 4, 6, 3", "21,797,672"),
      ("ResNet-50", "3, 4, 6, 3", "25,557,032"), ("ResNet-101", "3, 4, 23, 3", "44,549,160"),
      ("ResNet-152", "3, 8, 36, 3", "60,192,808"),
    ] {
      let line = try #require(table.split(separator: "\n").first { $0.contains(name) })
      #expect(line.contains(blocks) && line.contains(parameters))
    }
    for (ledger, layers) in zip(ResNetLedger.all, [18, 34, 50, 101, 152]) { #expect(ledger.layers == layers) }
    // Work of ResNet-50 from its shapes: the first convolution, four groups of bottlenecks, the dense layer.
    var work = 112 * 112 * 64 * 7 * 7 * 3 + 2048 * 1000
    var input = 64
    for (group, count) in [3, 4, 6, 3].enumerated() {
      let (channels, places) = (256 << group, (56 >> group) * (56 >> group))
      for block in 0..<count {
        work += places * (input * channels / 4 + 9 * channels / 4 * channels / 4 + channels / 4 * channels)
        if block == 0 { work += places * input * channels }
        input = channels
      }
    }
    #expect(table.contains(NumberText.fixed(Double(work) / 1e9, decimals: 2) + " G"))
    #expect(try words(try scene(Scene.self), "tables").contains("1 + 3·(3 + 8 + 36 + 3) + 1 = 152"))
  }

  @Test func theBottlenecksLedgerAddsUp() throws {
    let scene = try scene(Scene.self)
    let (slim, wide) = (256 * 64 + 9 * 64 * 64 + 64 * 256, 2 * 9 * 256 * 256)
    let table = try frame(scene, "bottleneck")
    for count in [2 * 9 * 64 * 64, slim, wide, slim * 56 * 56, wide * 56 * 56] {
      #expect(table.contains(NumberText.integer(count)))
    }
    #expect(scene.steps[try step("bottleneck", of: scene)].question?.isRight("69,632") == true)
    #expect(try words(scene, "bottleneck").contains("16.9 times fewer"))
  }

  @Test(arguments: ["18", "50"]) func blocksOpenIntoTheirStages(name: String) throws {
    let closed = try scene(Scene.self, ["network": name])
    let open = try scene(Scene.self, ["network": name, "open": "on"])
    let blocks = name == "18" ? 8 : 16
    let stages = closed.figure.parts.filter(\.isBranched).reduce(0) { $0 + $1.stages.count }
    #expect(closed.figure.parts.count == blocks + 4 && open.steps.count == closed.steps.count + stages)
    let projections = name == "18" ? "3 of the 8 blocks" : "4 of the 16 blocks"
    #expect(try words(closed, "projection").contains(projections))
    // A block's figure has its shortcut: a line that leaves before the first convolution and ends at the sum.
    let place = try #require(closed.figure.parts.firstIndex { $0.isBranched && $0.addsItsInput })
    let index = try #require(closed.moments.firstIndex(of: .part(place)))
    let drawn = figure(closed, step: index).plainText
    #expect(drawn.contains("┬") && drawn.contains("└──") && drawn.contains("┘") && drawn.contains("+"))
    #expect(closed.steps[try step("part", of: closed)].question?.isRight("112 112 64") == true)
    // Of whole numbers no decimals are asked for.
    #expect(closed.steps[try step("sum", of: closed)].question?.answerText == "7")
  }

  /// The powers of ten at the left stand equally many rows apart.
  @Test(arguments: [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)]) func powersStandEquallyFarApart(
    size: Size
  )
    throws
  {
    let scene = try finished(ResNetScene.self)
    for name in ["plainGradient", "normalizedGradient", "residualGradient"] {
      let lines = figure(scene, step: try step(name, of: scene), size: size).plainText
        .split(separator: "\n", omittingEmptySubsequences: false)
      let rows = lines.indices.filter { lines[$0].prefix(4).contains("┤") }
      #expect(rows.count >= 4)
      #expect(Set(zip(rows, rows.dropFirst()).map { $1 - $0 }).count == 1, "\(rows)")
    }
  }
}
