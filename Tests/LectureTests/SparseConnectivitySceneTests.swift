import CellCanvas
import Testing

@testable import Lecture

@Suite struct SparseConnectivitySceneTests {
  /// The steps by what they show.
  private func step(_ moment: SparseConnectivityScene.Moment) -> Int {
    SparseConnectivityScene.Moment.allCases.firstIndex(of: moment) ?? 0
  }

  /// The names of a row's units that are lit, brightest scale level or active, in a frame.
  private func lit(_ row: String, units: Int, in canvas: Canvas) -> [Int] {
    (0..<units).filter { index in
      let spot = canvas.hotSpots.first { $0.target == Target(grid: row, row: 0, column: index) }
      guard let region = spot?.region else { return false }
      let column = region.column + region.columns / 2
      return (region.row..<region.endRow).contains { canvas[column, $0].style.contains(.bold) }
    }
  }

  @Test func theLecturesNumbersAreOnTheScreen() throws {
    let scene = try scene(SparseConnectivityScene.self)
    let start = figure(scene, step: 0).plainText
    #expect(start.contains("13 connections") && start.contains("25 connections"))

    let below = figure(scene, step: step(.fromBelow))
    #expect(below.plainText.contains("x3 reaches 3 of 5"))
    #expect(below.plainText.contains("s2 s3 s4"))
    #expect(lit("s", units: 5, in: below) == [1, 2, 3])
    #expect(lit("s-full", units: 5, in: below) == [], "the other layer waits for its own step")
    #expect(scene.steps[step(.fromBelow)].caption.plain.hasPrefix("s2, s3 and s4"))

    let belowFull = figure(scene, step: step(.fromBelowFull))
    #expect(belowFull.plainText.contains("x3 reaches 5 of 5"))
    #expect(lit("s-full", units: 5, in: belowFull) == [0, 1, 2, 3, 4])

    let above = figure(scene, step: step(.fromAbove))
    #expect(above.plainText.contains("s3 sees 3 of 5"))
    #expect(above.plainText.contains("x2 x3 x4"))
    #expect(lit("x", units: 5, in: above) == [1, 2, 3])

    let aboveFull = figure(scene, step: step(.fromAboveFull))
    #expect(aboveFull.plainText.contains("s3 sees 5 of 5"))
    #expect(lit("x-full", units: 5, in: aboveFull) == [0, 1, 2, 3, 4])

    let border = figure(scene, step: step(.border))
    #expect(border.plainText.contains("x1 reaches 2 of 5"))
    #expect(scene.steps[step(.border)].formula[0].plain.contains("5 · 3 − 2 at the border = 13"))
  }

  @Test(arguments: [(5, 3), (7, 5), (6, 4), (4, 9), (3, 1), (9, 2)])
  func whoIsConnectedIsCountedRight(units: Int, kernel: Int) throws {
    let scene = try scene(SparseConnectivityScene.self, ["units": "\(units)", "kernel": "\(kernel)"])
    // An even kernel has its middle left of a half, so it looks one further to the right.
    let (before, after) = ((kernel - 1) / 2, kernel / 2)
    func seen(_ output: Int) -> [Int] { (0..<units).filter { $0 >= output - before && $0 <= output + after } }
    func reached(_ input: Int) -> [Int] { (0..<units).filter { seen($0).contains(input) } }
    let middle = units / 2
    let connections = (0..<units).reduce(0) { $0 + seen($1).count }
    let size = Size(columns: 158, rows: 38)

    let text = figure(scene, step: 0, size: size).plainText
    #expect(text.contains("\(connections) connections") && text.contains("\(units * units) connections"))
    let below = figure(scene, step: step(.fromBelow), size: size)
    #expect(lit("s", units: units, in: below) == reached(middle))
    #expect(below.plainText.contains("x\(middle + 1) reaches \(reached(middle).count) of \(units)"))
    let above = figure(scene, step: step(.fromAbove), size: size)
    #expect(lit("x", units: units, in: above) == seen(middle))
    #expect(above.plainText.contains("s\(middle + 1) sees \(seen(middle).count) of \(units)"))
    #expect(scene.steps[step(.fromBelow)].question?.isRight("\(reached(middle).count)") == true)
    let names = seen(middle).map { "\($0 + 1)" }.joined(separator: " ")
    #expect(scene.steps[step(.fromAbove)].question?.isRight(names) == true)
    #expect(scene.steps[step(.fromAbove)].question?.isRight("\(names) 9") == false)
  }

  @Test func theLinesComeBeforeWhatTheyReach() throws {
    let scene = try scene(SparseConnectivityScene.self)
    let half = figure(scene, step: step(.fromBelow), progress: 0.5)
    #expect(lit("s", units: 5, in: half) == [])
    #expect(!half.plainText.contains("reaches"))
    #expect(lit("x", units: 5, in: half) == [2])
  }

  @Test(arguments: ["s", "s-full"]) func pointingLightsBothLayers(row: String) throws {
    let scene = try scene(SparseConnectivityScene.self)
    let target = Target(grid: row, row: 0, column: 4)
    let canvas = figure(scene, step: 0, pointer: target)
    #expect(lit("x", units: 5, in: canvas) == [3, 4])
    #expect(lit("x-full", units: 5, in: canvas) == [0, 1, 2, 3, 4])
    let remark = scene.remark(on: target, at: Playhead(step: 0, pointer: target))
    #expect(remark?.caption.plain.hasPrefix("s5 is made from x4 and x5") == true)
    #expect(remark?.formula.first?.plain == "convolution: s5 sees 2 of 5     fully connected: s5 sees 5 of 5")
  }

  @Test func theUpperLayerIsAConvolution() throws {
    let scene = try scene(SparseConnectivityScene.self, ["units": "7", "kernel": "3"])
    let canvas = figure(scene, step: 0, size: Size(columns: 158, rows: 38))
    let weights = canvas.plainText.filter { $0 == "w" }.count
    // Both tables, and two letters in the title of each.
    #expect(weights == 19 + 49 + 4)
  }

  @Test func wordsFollowTheKernel() throws {
    func caption(_ settings: [String: String], _ moment: SparseConnectivityScene.Moment) throws -> String {
      try scene(SparseConnectivityScene.self, settings).steps[step(moment)].caption.plain
    }
    #expect(try caption(["kernel": "1"], .start).contains("wired to one input alone"))
    #expect(try caption([:], .start).contains("wired to its neighbours alone"))
    let wide = ["units": "3", "kernel": "9"]
    #expect(try caption(wide, .start).contains("above, too, for a kernel of 9 is as wide"))
    #expect(try caption(wide, .fromBelow).hasPrefix("All of them: a kernel of 9"))
  }
}
