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
      for column in 0..<50 {
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
    #expect(start.contains("convolution stores 3") && start.contains("fully connected stores 25"))
    let storage = figure(scene, step: step(.storage)).plainText.split(separator: "\n").map(String.init)
    let numbers = storage.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
    #expect(numbers == [25, 25, 13, 13, 3, 13])

    let real = figure(scene, step: step(.real)).plainText
    #expect(real.contains("105,705,600") && real.contains("34,944"))
    let formula = scene.steps[step(.real)].formula.map(\.plain)
    #expect(formula[0].contains("(11·11·3 + 1)·96 = 34,944"))
    #expect(formula[1].contains("34,944 · 55·55 places = 105,705,600"))
    let question = try #require(scene.steps[step(.real)].question)
    #expect(question.answerText == "unshared, 3,025 times")
    #expect(question.isRight("3") == true && question.isRight("1") == false)
    #expect(!figure(scene, step: step(.real) - 1).plainText.contains("105,705,600"))
  }

  @Test(arguments: [
    ["units": "5"], ["units": "7", "kernel": "4", "seed": "9"], ["units": "3", "kernel": "5"],
    ["units": "6", "kernel": "1", "seed": "3"], ["values": "1,2,3,4,5", "weights": "-1,7,2"],
  ])
  func everySumIsRight(settings: [String: String]) throws {
    let scene = try scene(ParameterSharingScene.self, settings)
    let (units, kernel) = (scene.inputs.count, scene.kernelValues.count)
    let canvas = figure(scene, step: 0, size: Size(columns: 158, rows: 38))
    func value(_ grid: String, _ index: Int) -> String? {
      canvas.text(of: Target(grid: grid, row: 0, column: index))?.split(separator: " ").last.map(String.init)
    }
    for output in 0..<units {
      var (shared, full): (Float, Float) = (0, 0)
      for input in 0..<units {
        full += scene.inputs[input] * scene.matrix[output, input]
        let weight = input - output + (kernel - 1) / 2
        if (0..<kernel).contains(weight) { shared += scene.inputs[input] * scene.kernelValues[weight] }
      }
      #expect(value("s", output) == GridConvolution.text(shared))
      #expect(value("s-full", output) == GridConvolution.text(full))
      #expect(value("values", output) == GridConvolution.text(scene.inputs[output]))
    }
    // The middle weight lies on the input at every position, so on as many lines as there are units.
    #expect(scene.uses(of: kernel / 2) == (kernel % 2 == 1 ? units : units - 1))
    #expect(scene.steps[step(.shared)].question?.isRight("\(scene.uses(of: kernel / 2))") == true)
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
    #expect(text.contains(NumberText.integer(shared)) && text.contains(NumberText.integer(shared * side * side)))
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
    #expect(try words(3).asked.hasSuffix("carry its middle weight?"))
    #expect(try words(1).asked.hasSuffix("carry its only weight?"))
    #expect(try words(1).end.contains("1 number to store instead of 25"))
    // An even kernel has no weight in the middle; that to the right of it lies on padding once.
    #expect(try words(4).asked.hasSuffix("carry its weight w3?"))
    #expect(try words(4).caption.hasPrefix("The weight w3 is used at every position but the last"))
    #expect(try words(4).end.contains("4 numbers to store instead of 25"))
  }
}
