import CellCanvas
import Testing

@testable import Lecture

@Suite struct LocalConvolutionSceneTests {
  typealias S = LocalConvolutionScene

  @Test func countsOfTheFourKindsAreOnTheScreen() throws {
    let scene = try scene(S.self)
    let count = scene.steps[try step("count", of: scene)]
    #expect(count.formula[0].plain == "4·4 places · 3·3 = 144 weights     dense 4·4·6·6 = 576")
    #expect(count.question?.isRight("144") == true)
    let first = scene.steps[try step("first", of: scene)]
    #expect(first.formula[0].plain.hasPrefix("s(i, j) = Σ I(i+m, j+n)·w(i, j, m, n)"))
    let tiled = scene.steps[try step("tiled", of: scene)]
    #expect(tiled.formula[1].plain.hasSuffix("t²·k² = 2²·3² = 36 weights"))
    #expect(tiled.question?.isRight("36") == true)
    let through = figure(scene, step: try step("through", of: scene)).plainText
    for part in [
      "dense", "local", "tiled, t = 2", "shared", "576 connections", "144 connections",
      "576 weights", "144 weights",
      "36 weights", "9 weights", "16 biases", "4 biases", "1 bias",
    ] { #expect(through.contains(part), "\(part)") }
    let sweep = figure(scene, step: try step("sweep", of: scene)).plainText
    #expect(["9 weights", "36 weights", "81 weights", "144 weights"].allSatisfy(sweep.contains))
    let channels = scene.steps[try step("channels", of: scene)]
    #expect(
      channels.formula[0].plain == "3² · 2 seen · 4 out = 72 weights     all seen: 3²·4·4 = 144")
    #expect(channels.question?.isRight("72") == true)
    let costs = figure(scene, step: try step("costs", of: scene)).plainText
    #expect(
      ["H·W·k²·Cin·Cout", "t²·k²·Cin·Cout", "k²·Cin·Cout", "9,216", "2,304", "576", "144"]
        .allSatisfy(costs.contains))
  }

  @Test(arguments: [(6, 3, 2, 2), (8, 2, 3, 1), (5, 1, 8, 4), (4, 3, 1, 2), (7, 3, 5, 4)])
  func everyLayerIsWhatPlainLoopsMake(count: Int, kernel: Int, turn: Int, groups: Int) throws {
    let scene = try scene(
      S.self,
      [
        "input": "\(count)", "kernel": "\(kernel)", "t": "\(turn)", "groups": "\(groups)",
        "seed": "9",
      ])
    let side = count - kernel + 1
    let t = min(turn, side)
    #expect(scene.side == side && scene.turn == t)
    for tile in 1...side {
      let output = scene.output(turn: tile)
      for row in 0..<side {
        for column in 0..<side {
          let weights = scene.kernel(.init(row: row % tile, column: column % tile), turn: side)
            .kernel
          var sum: Float = 0
          for m in 0..<kernel {
            for n in 0..<kernel { sum += scene.input[row + m, column + n] * weights[m, n] }
          }
          #expect(output[row, column] == sum)
        }
      }
    }
    let (places, weights, cells) = (side * side, kernel * kernel, count * count)
    let counts = scene.kinds.map { scene.cost($0.sharing) }
    #expect(
      counts.map(\.connections) == [
        places * cells, places * weights, places * weights, places * weights,
      ])
    #expect(counts.map(\.weights) == [places * cells, places * weights, t * t * weights, weights])
    #expect(counts.map(\.biases) == [places, places, t * t, 1])
    #expect(scene.grouped.filters.values.count == weights * 16 / groups)
    let through = figure(
      scene, step: try step("through", of: scene), size: Size(columns: 158, rows: 38)
    ).plainText
    #expect(through.contains("tiled, t = \(t)"))
    let tiled = scene.steps[try step("tiled", of: scene)]
    #expect(
      tiled.formula[1].plain.hasSuffix(
        "= \(t * t * weights) weight\(t * t * weights == 1 ? "" : "s")"))
    #expect((tiled.question == nil) == (t == 1 || t == side))
  }

  @Test func theEndsOfTheTileAreNamedForWhatTheyAre() throws {
    let one = try scene(S.self, ["t": "1"])
    let words = try step("tiled", of: one)
    #expect(one.steps[words].caption.plain.contains("this is the convolution again"))
    #expect(one.output(turn: one.turn) == one.output(turn: 1))
    let all = try scene(S.self, ["t": "8"])
    #expect(all.turn == 4, "a tile larger than the map has no more kernels than the map has places")
    #expect(all.steps[words].caption.plain.contains("this is the local layer again"))
  }

  @Test func eachPlaceTellsItsKernel() throws {
    let scene = try scene(S.self)
    func remark(_ grid: String, _ row: Int, _ column: Int, _ name: String) throws -> Remark? {
      let target = Target(grid: grid, row: row, column: column)
      return scene.remark(
        on: target, at: Playhead(step: try step(name, of: scene), pointer: target))
    }
    #expect(
      try remark("s", 1, 2, "count")?.caption.plain
        == "Place (2, 3) takes kernel 7, as no other place does.")
    #expect(
      try remark("s", 1, 2, "tiled")?.caption.plain
        == "Place (2, 3) takes kernel 3, as 3 other places do.")
    #expect(
      try remark("s", 1, 2, "shared")?.caption.plain
        == "Place (2, 3) takes kernel 1, as 15 other places do.")
    #expect(
      try remark("channel-out", 0, 3, "channels")?.caption.plain
        == "Channel 4 of the output is made from channels 3 and 4 of the input, and no other.")
    let tiled = figure(scene, step: try step("tiled", of: scene))
    let numbers = (0..<4).map { tiled.text(of: Target(grid: "kernels", row: 1, column: $0)) }
    #expect(numbers == ["3", "4", "3", "4"])
  }

  @Test func largeWindowsShowAllKernelsAndEveryOutput() throws {
    let scene = try scene(S.self)
    let size = Size(columns: 158, rows: 38)
    #expect(
      figure(scene, step: try step("count", of: scene), size: size).plainText.contains(
        "the kernel of each place"))
    #expect(
      figure(scene, step: try step("sweep", of: scene), size: size).plainText.contains(
        "output of the same input at every t"))
  }

  /// More turns than places are as many as places, and it is said.
  @Test func noMoreKernelsTakeTurnsThanThereArePlaces() throws {
    for (asked, turn) in [("8", 6), ("6", 6), ("3", 3)] {
      let scene = try scene(S.self, ["input": "8", "t": asked])
      #expect(scene.turn == turn)
      let caption = scene.steps[try step("tiled", of: scene)].caption.plain
      #expect(caption.contains("There are only 6 places along each axis, so t = 8 is t = 6") == (asked == "8"))
      #expect(caption.contains("the local layer again") == (turn == 6))
    }
  }

  /// The same input through all layers is read in numbers at every size, with as many of them as there are places.
  @Test(arguments: ["4", "6", "7", "8"]) func everyOutputCanBeRead(input: String) throws {
    let scene = try scene(S.self, ["input": input])
    let drawn = figure(scene, step: try step("through", of: scene))
    let results = [scene.denseOutput, scene.output(turn: scene.side), scene.output(turn: 2), scene.output(turn: 1)]
    for (index, result) in results.enumerated() {
      for row in 0..<scene.side {
        for column in 0..<scene.side {
          #expect(
            drawn.text(of: Target(grid: "result-\(index + 1)", row: row, column: column))
              == GridConvolution.text(result[row, column]))
        }
      }
    }
    #expect(["connections", "weights", "biases"].allSatisfy(drawn.plainText.contains))
  }

  /// The end shows who shares: places of equal numbers have equal kernels.
  @Test(arguments: ["2", "3"]) func theEndShowsWhoShares(t: String) throws {
    let scene = try scene(S.self, ["t": t])
    let turn = Int(t) ?? 0
    let text = figure(scene, step: scene.steps.count - 1).plainText
    #expect(text.contains("16 kernels") && text.contains("\(turn * turn) kernels") && text.contains("1 kernel"))
    let rows = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    for row in 0..<4 {
      let local = (0..<4).map { "\(row * 4 + $0 + 1)" }
      let tiled = (0..<4).map { "\(row % turn * turn + $0 % turn + 1)" }
      #expect(rows.contains(local + tiled + ["1", "1", "1", "1"]), "row \(row + 1)")
    }
  }
}
