import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct MaxPoolSceneTests {
  /// The largest value of each window, worked out from the numbers on the screen alone.
  private func maxima(_ map: [[Double]], window: Int, stride: Int) -> [Double] {
    let places = Swift.stride(from: 0, through: map.count - window, by: stride)
    return places.flatMap { row in
      places.map { column in
        (0..<window * window).map { map[row + $0 / window][column + $0 % window] }.max() ?? .nan
      }
    }
  }

  /// The numbers of a grid as the figure shows them.
  private func numbers(_ name: String, side: Int, in canvas: Canvas) throws -> [[Double]] {
    try (0..<side).map { row in
      try (0..<side).map { column in
        let target = Target(grid: name, row: row, column: column)
        let text = try #require(canvas.text(of: target)).split { " ▲▁▔▕▏╱".contains($0) }.first
        return try #require(NumberText.value(of: text ?? "–"), "\(name) \(row) \(column)")
      }
    }
  }

  @Test func theFourMaximaOfTheUsualMap() throws {
    let scene = try scene(MaxPoolScene.self)
    let canvas = figure(scene, step: try step("window", of: scene) + 3)
    #expect(try numbers("output", side: 2, in: canvas) == [[6, 8], [3, 4]])
    let question = try #require(scene.steps[1].question)
    #expect(question.answer == .numbers([6, 8, 3, 4], decimals: 0))
    // What is asked must not stand on the screen yet.
    #expect(figure(scene, step: 0).text(of: Target(grid: "output", row: 0, column: 0)) == "·")
    #expect(scene.steps[1].formula[0].plain == "max(1, 1, 5, 6) = 6")
  }

  @Test(arguments: [
    ["size": "6", "seed": "3"], ["size": "7", "window": "3", "stride": "1", "seed": "12"],
    ["size": "8", "window": "3", "stride": "3", "seed": "7"], ["size": "5", "window": "2", "stride": "3"],
  ])
  func everyOutputIsTheLargestOfItsWindow(_ knobs: [String: String]) throws {
    let scene = try scene(MaxPoolScene.self, knobs)
    let last = try step("switches", of: scene)
    let canvas = figure(scene, step: last - 1)
    let map = try numbers("map", side: scene.map.geometry.input, in: canvas)
    let outputs = try numbers("output", side: scene.map.geometry.output, in: canvas).flatMap { $0 }
    let window = Int(knobs["window"] ?? "2") ?? 0
    let stride = Int(knobs["stride"] ?? "2") ?? 0
    #expect(outputs == maxima(map, window: window, stride: stride))
  }

  /// Where a small window has no room for rows and columns, the heading does not promise them.
  @Test func switchesWithoutRoomAreSaidToBe() throws {
    let many = try scene(MaxPoolScene.self, ["size": "8", "stride": "1"])
    let last = try step("switches", of: many)
    #expect(figure(many, step: last).plainText.contains("switches, no room for them"))
    #expect(figure(many, step: last, size: Size(columns: 158, rows: 38)).plainText.contains("switches row, column"))
    let few = try scene(MaxPoolScene.self)
    #expect(figure(few, step: try step("switches", of: few)).plainText.contains("switches row, column"))
  }

  @Test func switchesNameTheCellsThatWon() throws {
    let scene = try scene(MaxPoolScene.self)
    let canvas = figure(scene, step: try step("switches", of: scene))
    let names = [(0, 0, "2,2"), (0, 1, "2,4"), (1, 0, "3,1"), (1, 1, "4,4")]
    for (row, column, name) in names {
      let text = try #require(canvas.text(of: Target(grid: "switches", row: row, column: column)))
      #expect(text.hasPrefix(name))
    }
  }

  @Test(arguments: [["seed": "0"], ["size": "6", "stride": "1", "seed": "5"]])
  func gradientsGoToTheWinnersAlone(_ knobs: [String: String]) throws {
    let scene = try scene(MaxPoolScene.self, knobs)
    let canvas = figure(scene, step: try step("backward", of: scene))
    let side = scene.map.geometry.output
    let map = scene.map.volume.channel(0)
    let arriving = try numbers("gradient", side: side, in: canvas)
    var expected = Array(
      repeating: Array(repeating: 0.0, count: scene.map.geometry.input), count: scene.map.geometry.input)
    for row in 0..<side {
      for column in 0..<side {
        let corner = (row: row * scene.map.geometry.window.stride, column: column * scene.map.geometry.window.stride)
        let cells = (0..<4).map { (corner.row + $0 / 2, corner.column + $0 % 2) }
        let largest = cells.map { map[$0.0, $0.1] }.max()
        let winner = try #require(cells.first { map[$0.0, $0.1] == largest })
        expected[winner.0][winner.1] += arriving[row][column]
      }
    }
    #expect(try numbers("inputGradient", side: scene.map.geometry.input, in: canvas) == expected)
  }

  @Test func aVolumeKeepsItsChannels() throws {
    let scene = try scene(MaxPoolScene.self)
    let index = try step("volume", of: scene)
    let text = figure(scene, step: index).plainText
    for figure in ["224 × 224 × 64", "112 × 112 × 64", "3,211,264", "802,816", "75 %", "64 → 64"] {
      #expect(text.contains(figure), "\(figure)")
    }
    #expect(text.contains(/parameters +0/))
    #expect(scene.steps[index].formula[0].plain.hasSuffix("(224 − 2)/2 + 1 = 112"))
    #expect(scene.steps[index].question?.answer == .numbers([112, 112, 64], decimals: 0))
    // Before the question is answered, the shape is nowhere to be seen.
    #expect(!figure(scene, step: index - 1).plainText.contains("112"))
  }

  @Test(arguments: [("2", "1", "223 × 223 × 64"), ("3", "2", "111 × 111 × 64"), ("4", "3", "74 × 74 × 64")])
  func theLargeVolumeFollowsTheKnobs(_ window: String, _ stride: String, _ shape: String) throws {
    let scene = try scene(MaxPoolScene.self, ["window": window, "stride": stride])
    #expect(figure(scene, step: try step("volume", of: scene)).plainText.contains(shape))
  }

  @Test func aWindowLargerThanTheMapIsRefused() {
    #expect {
      _ = try scene(MaxPoolScene.self, ["size": "3", "window": "4"])
    } throws: { error in
      "\(error)" == "a window of 4 × 4 does not fit into a map of 3 × 3: take a larger map or a smaller window"
    }
  }

  @Test func cellsThatFitNoWindowAreSaidAndHatched() throws {
    let scene = try scene(MaxPoolScene.self, ["size": "5"])
    let steps = scene.steps
    #expect(steps[0].formula[0].plain.contains("⌊(5 − 2)/2⌋ + 1 = 2"))
    #expect(steps.contains { $0.caption.plain.contains("The last row and column fit no window.") })
    #expect(figure(scene, step: 0).text(of: Target(grid: "map", row: 4, column: 0))?.contains("╱") == true)
    #expect(figure(scene, step: 0).text(of: Target(grid: "map", row: 3, column: 0))?.contains("╱") == false)
  }

  @Test func handWrittenValuesArePooled() throws {
    var settings = Settings()
    settings.edit(MaxPoolScene.map, at: GridPlace(row: 0, column: 0), to: 9)
    let scene = try MaxPoolScene(settings)
    #expect(scene.steps[1].formula[0].plain == "max(9, 1, 5, 6) = 9")
    #expect(scene.map.winner(of: 0) == GridPlace(row: 0, column: 0))
  }

  @Test func pointingTellsWhoLooksAtWhom() throws {
    let scene = try scene(MaxPoolScene.self)
    let playhead = Playhead(step: try step("switches", of: scene))
    let loser = scene.remark(on: Target(grid: "map", row: 0, column: 0), at: playhead)
    #expect(loser?.caption.plain.contains("does not win it: it could change") == true)
    let winner = scene.remark(on: Target(grid: "map", row: 1, column: 3), at: playhead)
    #expect(winner?.caption.plain == "This 8 is seen by one window and wins wherever it is seen.")
    let output = scene.remark(on: Target(grid: "output", row: 1, column: 0), at: playhead)
    #expect(output?.formula.first?.plain == "max(3, 2, 1, 2) = 3")
    // An output that is not known yet is not given away.
    let early = scene.remark(on: Target(grid: "output", row: 1, column: 0), at: Playhead(step: 0))
    #expect(early?.formula.isEmpty == true)
  }

  @Test func theWinnerLightsUpBeforeItLands() throws {
    let scene = try scene(MaxPoolScene.self)
    let target = Target(grid: "output", row: 0, column: 0)
    #expect(figure(scene, step: 1, progress: 0.6).text(of: target) == "·")
    #expect(figure(scene, step: 1, progress: 0.6).plainText.contains("▲"))
    #expect(!figure(scene, step: 1, progress: 0.4).plainText.contains("▲"))
    #expect(figure(scene, step: 1).text(of: target) == "6")
  }

  // MARK: Sentences that a knob could undo

  /// Seed 5 has a window with two 9s: raising the second would raise the output, so that nobody may say it would not.
  @Test func tiesAreSaid() throws {
    let scene = try scene(MaxPoolScene.self, ["seed": "5"])
    let index = try step("backward", of: scene)
    #expect(scene.map.ties() != [])
    #expect(scene.steps[index].caption.plain.hasSuffix("where cells tie, in 1 window, the first takes all."))
    #expect(!scene.steps[index].caption.plain.contains("change of any other cell"))
    let tied = try #require(scene.map.ties().first)
    let winner = scene.map.winner(of: tied)
    let second = try #require(
      scene.map.cells(of: tied).first { $0 != winner && scene.map.value($0) == scene.map.value(winner) })
    let target = Target(grid: "map", row: second.row, column: second.column)
    let remark = try #require(scene.remark(on: target, at: Playhead(step: try step("switches", of: scene))))
    #expect(remark.caption.plain.contains("ties in one, where an equal that comes first wins"))
    #expect(!remark.caption.plain.contains("no output would notice"))
  }

  /// Where nothing is said of ties, raising any cell that did not win by less than it lacks changes no output.
  @Test(arguments: 0..<20) func cellsThatDidNotWinChangeNothing(seed: Int) throws {
    let scene = try scene(MaxPoolScene.self, ["seed": "\(seed)", "stride": "\(1 + seed % 3)"])
    let words = scene.steps[try step("backward", of: scene)].caption.plain
    let saysSo = words.contains("change no output")
    var changes = false
    let winners = Set((0..<scene.map.count).map { scene.map.winner(of: $0) })
    for row in 0..<scene.map.geometry.input {
      for column in 0..<scene.map.geometry.input where !winners.contains(GridPlace(row: row, column: column)) {
        var raised = scene.map.volume
        raised[row, column] += 0.5
        let pooled = PooledVolume(raised, scene.map.geometry.window).pooled
        if pooled.channel(0) != scene.map.pooled.channel(0) { changes = true }
      }
    }
    #expect(!saysSo || !changes)
    #expect(saysSo == (scene.map.ties() == []))
  }

  @Test func aWeakValueIsCalledWeakOnlyWhereItIs() throws {
    func third(_ knobs: [String: String]) throws -> String {
      let scene = try scene(MaxPoolScene.self, knobs)
      return scene.steps[try step("window", of: scene) + 2].caption.plain
    }
    #expect(try third([:]).hasPrefix("Nothing in this window is larger than 3: a weaker"))
    #expect(try third(["window": "3", "stride": "1"]).hasPrefix("The same 7 wins again"))
    #expect(try third(["seed": "53"]).hasPrefix("The largest here is 9, more than any window before had"))
    #expect(try third(["seed": "55"]).hasPrefix("The largest here is 9, as much as any window before had"))
  }

  @Test func theGradientIsThatOfTheLoss() throws {
    let scene = try scene(MaxPoolScene.self)
    let index = try step("backward", of: scene)
    #expect(scene.steps[index].caption.plain.contains("the loss (the error) changes with each output"))
    #expect(scene.steps[index].formula[1].plain.contains("example numbers at the outputs"))
    let text = figure(scene, step: index).plainText
    #expect(text.contains("gradient at the map") && text.contains("gradient at the outputs"))
  }
}
