import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

struct VGGNetSceneTests {
  /// A layer as the paper's table has it: 3 × 3 convolutions by their depth, poolings, and dense layers; and what follows
  /// from it, by plain loops.
  private struct Row {
    let side: Int, depth: Int, weights: Int, biases: Int, work: Int, isDense: Bool
    var parameters: Int { weights + biases }
    var values: Int { side * side * depth }
  }

  private static func rows(_ blocks: [(count: Int, depth: Int)]) -> [[Row]] {
    var (side, depth) = (224, 3)
    var all: [[Row]] = []
    for block in blocks {
      var rows: [Row] = []
      for _ in 0..<block.count {
        let weights = 9 * depth * block.depth
        rows.append(
          Row(
            side: side, depth: block.depth, weights: weights, biases: block.depth, work: weights * side * side,
            isDense: false))
        depth = block.depth
      }
      side /= 2
      rows.append(Row(side: side, depth: depth, weights: 0, biases: 0, work: 0, isDense: false))
      all.append(rows)
    }
    for units in [4096, 4096, 1000] {
      let weights = side * side * depth * units
      all.append([Row(side: 1, depth: units, weights: weights, biases: units, work: weights, isDense: true)])
      (side, depth) = (1, units)
    }
    return all
  }

  private static func rows(_ network: String) -> [[Row]] {
    let long = network == "vgg19"
    return rows([(2, 64), (2, 128), (long ? 4 : 3, 256), (long ? 4 : 3, 512), (long ? 4 : 3, 512)])
  }

  @Test(arguments: [("vgg16", 138_357_544, "15.5"), ("vgg19", 143_667_240, "19.6")])
  func totalsAreThePublishedOnes(network: String, parameters: Int, work: String) throws {
    let rows = Self.rows(network).flatMap { $0 }
    #expect(rows.reduce(0) { $0 + $1.parameters } == parameters)
    let total = rows.reduce(0) { $0 + $1.work }
    #expect(NumberText.fixed(Double(total) / 1e9, decimals: 1) == work)
    let vgg = try scene(VGGNetScene.self, ["network": network])
    #expect(
      vgg.steps[0].formula[1].plain
        == "\(NumberText.integer(parameters)) parameters, \(NumberText.integer(total)) multiply-adds")
    let last = figure(vgg, step: try step("total", of: vgg)).plainText
    #expect(last.contains(NumberText.integer(parameters)) && last.contains(NumberText.integer(total)))
    let lines = try #require(vgg.steps.last).formula.map(\.plain)
    #expect(lines[0].hasPrefix("VGG-16 138,357,544 parameters") && lines[1].hasPrefix("VGG-19 143,667,240 parameters"))
  }

  @Test(arguments: ["vgg16", "vgg19"]) func everyBlockShowsItsStages(network: String) throws {
    let vgg = try scene(VGGNetScene.self, ["network": network])
    for (place, rows) in Self.rows(network).enumerated() {
      let text = figure(vgg, step: 3 + place).plainText
      for row in rows {
        #expect(text.contains(row.side > 1 ? sides(row.side, row.side, row.depth) : NumberText.integer(row.depth)))
        if row.parameters > 0 {
          #expect(text.contains(NumberText.integer(row.parameters)) && text.contains(NumberText.integer(row.work)))
        }
      }
      #expect(text.contains(NumberText.integer(rows.reduce(0) { $0 + $1.parameters })))
    }
  }

  /// 27 against 49 times C², and 18 against 25; for other knobs by plain arithmetic.
  @Test(arguments: [(3, 3, 256), (2, 3, 64), (4, 3, 512), (2, 5, 128), (4, 5, 64)])
  func smallKernelsAgainstALargeOne(layers: Int, kernel: Int, channels: Int) throws {
    let vgg = try scene(
      VGGNetScene.self, ["layers": "\(layers)", "kernel": "\(kernel)", "channels": "\(channels)"])
    var field = 1
    for _ in 0..<layers { field += kernel - 1 }
    #expect(vgg.steps[1].question?.answer == .number(Double(field), decimals: 0))
    #expect(
      vgg.steps[1].formula[0].plain.hasSuffix("= \(field) inputs along a side, \(sides(field, field)) in the plane"))
    let (stack, single) = (layers * kernel * kernel, field * field)
    #expect(vgg.steps[2].question?.answer == .numbers([Double(stack), Double(single)], decimals: 0))
    let text = figure(vgg, step: 2).plainText
    for (name, multiple) in [("\(layers) of", stack), ("1 of \(sides(field, field))", single)] {
      let line = text.split(separator: "\n").first { $0.contains(name) }
      let shown = " \(multiple)·C² = \(NumberText.integer(multiple * channels * channels))"
      #expect(line.map { ($0 + " ").contains(shown + " ") } == true)
    }
    let saved = NumberText.fixed(100 * Double(single - stack) / Double(single), decimals: 1)
    #expect(vgg.steps[2].caption.plain.contains("\(saved) % fewer weights"))
    // As many inputs at the bottom of both graphs as are counted.
    let graph = figure(vgg, step: 1).plainText
    #expect(graph.contains("x\(field)") || graph.contains(" \(field)"))
    #expect(graph.contains("\(layers) ReLUs"))
  }

  @Test func theClassicFiguresAreInTheFrame() throws {
    let vgg = try scene(VGGNetScene.self)
    #expect(vgg.steps[2].formula[0].plain.contains("27·C²") && vgg.steps[2].formula[0].plain.contains("49·C²"))
    let parameters = vgg.steps[try step("parameters", of: vgg)]
    #expect(parameters.caption.plain.contains("89.4 %") && parameters.caption.plain.contains("74.3 %"))
    #expect(parameters.formula[0].plain.contains("102,760,448 weights"))
    let rows = Self.rows("vgg16").flatMap { $0 }
    let shared = rows.filter { !$0.isDense }.reduce(0) { $0 + $1.work }
    #expect(NumberText.fixed(Double(shared) / 1e9, decimals: 2) == "15.35")
    let work = vgg.steps[try step("work", of: vgg)]
    #expect(work.formula[0].plain.hasPrefix("convolutions \(NumberText.integer(shared)) + dense"))
    // Weights without biases.
    #expect(rows.reduce(0) { $0 + $1.weights } == 138_344_128)
    #expect(vgg.network.stages.reduce(0) { $0 + $1.weights } == 138_344_128)
  }

  /// 15,237,608 values with the picture, 61 MB: not the 24 million of a widely read slide.
  @Test(arguments: ["vgg16", "vgg19"]) func memoryIsTheSumOfItsLines(network: String) throws {
    let vgg = try scene(VGGNetScene.self, ["network": network])
    let values = 3 * 224 * 224 + Self.rows(network).flatMap { $0 }.reduce(0) { $0 + $1.values }
    if network == "vgg16" { #expect(values == 15_237_608) }
    let index = try step("memory", of: vgg)
    #expect(vgg.steps[index].formula[0].plain.contains("\(NumberText.integer(values)) values"))
    let drawn = figure(vgg, step: index)
    #expect(drawn.plainText.contains("3,211,264 values") && drawn.plainText.contains("102,764,544"))
    // A bar a layer, each of which can be pointed at.
    let spots = drawn.hotSpots.filter { $0.target.grid == VGGNetScene.layersName }
    #expect(spots.count == vgg.network.stages.count)
    // The bars of outputs never rise from one pooling to the next; those of fc6 are the longest below.
    let target = Target(grid: VGGNetScene.layersName, row: 0, column: 0)
    let remark = vgg.remark(on: target, at: Playhead(step: index, pointer: target))
    #expect(remark?.caption.plain.hasPrefix("conv1-1: 224 × 224 × 64, 1,792 parameters") == true)
  }

  /// A convolution of each block costs the same, until the depth stops growing.
  @Test func thePatternIsTold() throws {
    let vgg = try scene(VGGNetScene.self)
    let index = try step("pattern", of: vgg)
    let work = [(224, 64), (112, 128), (56, 256), (28, 512), (14, 512)].map { $0.0 * $0.0 * $0.1 * $0.1 * 9 }
    #expect(Set(work.prefix(4)).count == 1 && work[4] * 4 == work[0])
    #expect(
      vgg.steps[index].caption.plain.contains("the same work for a convolution that keeps its depth, in four blocks"))
    #expect(vgg.steps[index].question?.answerText == "the same")
    for stage in ["conv1-2", "conv2-2"] {
      #expect(
        vgg.steps[index].formula.contains {
          $0.plain.hasPrefix(stage) && $0.plain.hasSuffix(NumberText.integer(work[0]))
        })
    }
    let text = figure(vgg, step: index).plainText
    #expect(text.split(separator: "\n").count { $0.contains("1.85 G") } == 4 && text.contains("462 M"))
  }

  @Test func questionsAreAnsweredByTheNumbers() throws {
    let vgg = try scene(VGGNetScene.self)
    let questions = vgg.steps.compactMap(\.question)
    #expect(questions.count == 6)
    #expect(questions[2].isRight("28 x 28 x 256") == true)
    #expect(questions[3].answerText == "fc6")
    // block3 and block4 do the same work: both are named.
    #expect(questions[5].answerText == "block3 and block4")
  }

  @Test func blocksOpenIntoTheirStages() throws {
    let closed = try scene(VGGNetScene.self)
    let open = try scene(VGGNetScene.self, ["open": "on"])
    #expect(open.steps.count == closed.steps.count + 13 + 5)
    let first = figure(open, step: 4).plainText
    #expect(first.hasPrefix("conv1-1"))
    let pool5 = figure(open, step: 3 + 5 + 17).plainText
    #expect(pool5.hasPrefix("pool5") && pool5.contains("7 × 7 × 512"))
  }

  // MARK: At other settings

  /// Two blocks do the same work, so both of them are the answer.
  @Test(arguments: ["vgg16", "vgg19"]) func twoBlocksDoMostWork(network: String) throws {
    let vgg = try scene(VGGNetScene.self, ["network": network])
    let work = Self.rows(network).map { $0.reduce(0) { $0 + $1.work } }
    #expect(work[2] == work[3] && work.max() == work[2])
    let told = vgg.steps[try step("work", of: vgg)]
    #expect(told.question?.answerText == "block3 and block4")
    #expect(told.question?.isRight("block4") == true && told.question?.isRight("block2") == false)
    #expect(
      told.caption.plain.contains("block3 and block4 most, \(NumberText.share(work[2], of: work.reduce(0, +))) each"))
  }

  @Test func ofThePictureIsSaidOnce() throws {
    let vgg = try scene(VGGNetScene.self, ["network": "vgg19"])
    #expect(vgg.steps[7].caption.plain.hasSuffix("sees up to all of the picture."))
    #expect(vgg.steps[6].caption.plain.hasSuffix("sees up to 124 × 124 pixels of the picture."))
  }

  @Test func everyHiddenUnitHasANameOfItsOwn() throws {
    let vgg = try scene(VGGNetScene.self, ["layers": "4"])
    let text = figure(vgg, step: 1, size: Size(columns: 158, rows: 38)).plainText
    for name in ["f1", "g1", "h1", "x1"] {
      #expect(text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).count { $0 == name } >= 1)
    }
    #expect(text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).count { $0 == "h1" } == 1)
  }
}
