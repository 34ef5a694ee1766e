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
    #expect(scene.steps[step(.fromBelow)].caption.plain.hasPrefix("Only s2, s3 and s4"))

    let belowFull = figure(scene, step: step(.fromBelowFull))
    #expect(belowFull.plainText.contains("x3 reaches 5 of 5"))
    #expect(lit("s-full", units: 5, in: belowFull) == [0, 1, 2, 3, 4])

    let above = figure(scene, step: step(.fromAbove))
    #expect(above.plainText.contains("s3 sees 3 of 5"))
    #expect(above.plainText.contains("x2 x3 x4"))
    #expect(lit("values", units: 5, in: above) == [1, 2, 3])

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
    #expect(lit("values", units: units, in: above) == seen(middle))
    #expect(above.plainText.contains("s\(middle + 1) sees \(seen(middle).count) of \(units)"))
    // What the first step says is not asked: that every output sees every input, or that the middle one does.
    let isDense = connections == units * units
    let reaches = scene.steps[step(.fromBelow)].question?.isRight("\(reached(middle).count)")
    #expect(reaches == (isDense ? nil : true))
    let names = seen(middle).map { "\($0 + 1)" }.joined(separator: " ")
    let isToldOf = seen(middle).count == units
    #expect(scene.steps[step(.fromAbove)].question?.isRight(names) == (isToldOf ? nil : true))
    #expect(scene.steps[step(.fromAbove)].question?.isRight("\(names) 9") == (isToldOf ? nil : false))
    let start = scene.steps[0].caption.plain
    #expect((start.contains("sees all \(units) inputs x, though") || start.contains("see all of them")) == isToldOf)
  }

  @Test func theLinesComeBeforeWhatTheyReach() throws {
    let scene = try scene(SparseConnectivityScene.self)
    let half = figure(scene, step: step(.fromBelow), progress: 0.5)
    #expect(lit("s", units: 5, in: half) == [])
    #expect(!half.plainText.contains("reaches"))
    #expect(lit("values", units: 5, in: half) == [2])
    let formula = scene.formula(at: Playhead(step: step(.fromBelow), progress: 0.5))
    #expect(formula.map(\.plain) == ["x3 1 → 2"], "what it changes is still to come")
  }

  @Test(arguments: ["s", "s-full"]) func pointingLightsBothLayers(row: String) throws {
    let scene = try scene(SparseConnectivityScene.self)
    let target = Target(grid: row, row: 0, column: 4)
    let canvas = figure(scene, step: 0, pointer: target)
    #expect(lit("values", units: 5, in: canvas) == [3, 4])
    #expect(lit("x-full", units: 5, in: canvas) == [0, 1, 2, 3, 4])
    let remark = scene.remark(on: target, at: Playhead(step: 0, pointer: target))
    #expect(remark?.caption.plain.hasPrefix("In the convolution s5 is made from x4 and x5:") == true)
    #expect(remark?.formula.first?.plain == "s5 = 0·1 + 1·2 = 2")
  }

  /// When an input grows by one, the outputs that it reaches change by the weight on the way, and no others.
  @Test(arguments: [[:], ["units": "9", "kernel": "4"], ["values": "3,-2,0,9,1"], ["kernel": "1"], ["kernel": "9"]])
  func aChangeRipples(settings: [String: String]) throws {
    let scene = try scene(SparseConnectivityScene.self, settings)
    let middle = scene.sparse.units / 2
    for (layer, changed) in [(scene.sparse, scene.changedSparse), (scene.full, scene.changedFull)] {
      for output in 0..<layer.units {
        let change = changed.outputs[output] - layer.outputs[output]
        #expect(change == (layer.connects(middle, to: output) ? layer.weight(from: middle, to: output) : 0))
        #expect((change != 0) == layer.connects(middle, to: output), "no line without an effect")
        let sum = layer.inputs(of: output).reduce(0) { $0 + layer.inputs[$1] * layer.weight(from: $1, to: output) }
        #expect(layer.outputs[output] == sum)
      }
    }
    let changes = scene.steps[step(.fromBelow)].formula[0].plain
    #expect(changes.split(separator: "s").count - 1 == scene.sparse.outputs(reachedBy: middle).count)
  }

  @Test func theChangeIsSeenInTheUnits() throws {
    let canvas = figure(try scene(SparseConnectivityScene.self), step: step(.fromBelow))
    #expect(["11→12", "6→8", "2→3", "1→2"].allSatisfy(canvas.plainText.contains))
    #expect(canvas.text(of: Target(grid: "s", row: 0, column: 0)) == "s1 8")
    // Where units are narrow, the new value alone.
    let narrow = figure(
      try scene(SparseConnectivityScene.self, ["units": "9"]), step: step(.fromBelow), size: Size(columns: 60, rows: 17)
    )
    #expect(narrow.audit == [])
  }

  /// Why a unit at the border has fewer lines: for an input because outputs are missing beside the first, for an output
  /// because its window hangs over the edge; and at some settings it has no fewer.
  @Test func theBordersReasonIsTheRightOne() throws {
    func border(_ settings: [String: String]) throws -> String {
      try scene(SparseConnectivityScene.self, settings).steps[step(.border)].caption.plain
    }
    #expect(
      try border([:])
        == "At the border x1 reaches only s1 and s2: there are no outputs left of s1 that could see it. And the window of s1 hangs over the edge, on zeros."
    )
    // A kernel of two begins at its own unit: no window hangs over on the left.
    #expect(
      try border(["units": "9", "kernel": "2"])
        == "At the border x1 reaches only s1: there are no outputs left of s1 that could see it.")
    #expect(try border(["kernel": "1"]).contains("x1 reaches s1 alone, and no window hangs over the edge"))
    #expect(try border(["units": "3", "kernel": "9"]).contains("reaches s1, s2 and s3, as x2 does"))
    #expect(try border(["units": "9", "kernel": "9"]).contains("reaches only s1 to s5"))
    let drawn = figure(try scene(SparseConnectivityScene.self), step: step(.border))
    #expect(drawn.text(in: Region(column: 0, row: 4, columns: 54, rows: 4)).contains("0"), "the zeros are drawn")
  }

  @Test(arguments: 3...9) func namesOfUnitsAreAlwaysThere(units: Int) throws {
    for kernel in ["1", "3", "9"] {
      let scene = try scene(SparseConnectivityScene.self, ["units": "\(units)", "kernel": kernel])
      for index in scene.moments.indices {
        let text = figure(scene, step: index).plainText
        for unit in 1...units { #expect(text.contains("x\(unit)") && text.contains("s\(unit)"), "step \(index + 1)") }
      }
    }
  }

  @Test func largeWindowsShowTheWeights() throws {
    let scene = try scene(SparseConnectivityScene.self, ["units": "7", "kernel": "3"])
    let canvas = figure(scene, step: 0, size: Size(columns: 158, rows: 38))
    // The places without a line, of 49.
    #expect(canvas.plainText.filter { $0 == "·" }.count == 49 - 19)
  }

  @Test func wordsFollowTheKernel() throws {
    func caption(_ settings: [String: String], _ moment: SparseConnectivityScene.Moment) throws -> String {
      try scene(SparseConnectivityScene.self, settings).steps[step(moment)].caption.plain
    }
    #expect(try caption(["kernel": "1"], .start).contains("an output s sees only the one input below it"))
    #expect(try caption([:], .start).contains("an output s sees only the inputs under its kernel of 3"))
    // As wide as the input, but not everywhere: the outputs at the ends see fewer.
    #expect(
      try caption(["units": "9", "kernel": "9"], .start).contains(
        "so wide that s5 sees all 9 inputs x, though not every"))
    #expect(try caption(["units": "4", "kernel": "6"], .end).contains("This one saves 1 of the 16 lines"))
    let wide = ["units": "3", "kernel": "9"]
    #expect(try caption(wide, .start).contains("its kernel of 9 is so wide that its outputs see all of them, too"))
    #expect(try caption(wide, .fromBelow).hasPrefix("All of them: a kernel of 9"))
    #expect(try caption(wide, .end).contains("This one saves none of the 9 lines"))
    #expect(try caption(["units": "9", "kernel": "7"], .fromBelow).hasPrefix("Only s2 to s8"))
  }

  @Test func aChangeIsLocalWhereMostOutputsStay() throws {
    func caption(_ settings: [String: String]) throws -> String {
      try scene(SparseConnectivityScene.self, settings).steps[step(.fromBelow)].caption.plain
    }
    #expect(try caption([:]).hasSuffix("what changes stays local."))
    #expect(try caption(["units": "8", "kernel": "7"]).hasSuffix("s1 keeps its value."))
    #expect(try caption(["units": "9", "kernel": "4"]).hasSuffix("stays local."))
    #expect(try caption(["units": "3", "kernel": "2"]).contains("s3 keeps its value: what changes stays local."))
    func end(_ settings: [String: String]) throws -> String {
      try scene(SparseConnectivityScene.self, settings).steps[step(.end)].caption.plain
    }
    #expect(try end([:]).hasSuffix("less work, and what changes stays local."))
    #expect(try end(["kernel": "4"]).hasSuffix("Fewer lines mean less work."))
  }

  /// As many outputs change as the kernel is wide only where there are as many.
  @Test(arguments: [("5", "3", true), ("5", "9", false), ("9", "9", true), ("3", "5", false), ("5", "4", true)])
  func theNoteOnTheKernelsWidthIsTrue(units: String, kernel: String, isSame: Bool) throws {
    let scene = try scene(SparseConnectivityScene.self, ["units": units, "kernel": kernel])
    let step = scene.steps[step(.fromBelow)]
    #expect((step.question?.answerText == kernel) == isSame)
    #expect(step.note.contains("why it is the same number") == isSame)
  }

  /// Every number of the figure can be worked out from what stands beside it: the weights of the lines that are lit.
  @Test(arguments: [("5", "3"), ("9", "9"), ("3", "1"), ("8", "8")])
  func theWeightsStandBesideTheLines(units: String, kernel: String) throws {
    let scene = try scene(SparseConnectivityScene.self, ["units": units, "kernel": kernel])
    let middle = scene.sparse.units / 2
    let text = figure(scene, step: step(.fromBelowFull)).plainText
    for (layer, changed) in [(scene.sparse, scene.changedSparse), (scene.full, scene.changedFull)] {
      let weights = layer.outputs(reachedBy: middle).map { layer.weight(from: middle, to: $0) }
      // The input grows by one, each output by the weight of its line.
      #expect(weights == layer.outputs(reachedBy: middle).map { changed.outputs[$0] - layer.outputs[$0] })
      let numbers = weights.map(GridConvolution.text).joined(separator: " ")
      #expect(text.contains((weights.count == 1 ? "weight " : weights.count < 8 ? "weights " : "w ") + numbers))
    }
    let start = figure(scene, step: step(.start)).plainText
    #expect(start.contains("each its own weight"))
    #expect(start.contains(scene.kernel.map(GridConvolution.text).joined(separator: " ")))
  }

  /// No change is torn apart between two lines.
  @Test(arguments: ["-9,-9,-9,-9,9,9,0,0,0", "-9,-9,-9,-9,-9,-9,-9,-9,-9", "9,9,9,9,9,9,9,9,9"])
  func aChangeStaysInItsLine(values: String) throws {
    let scene = try scene(SparseConnectivityScene.self, ["units": "9", "kernel": "9", "values": values])
    for moment in [SparseConnectivityScene.Moment.fromBelow, .fromBelowFull] {
      let formula = scene.steps[step(moment)].formula
      #expect(formula.count == 2 && formula.allSatisfy { $0.columns <= 78 })
      // Its nine outputs, each with what it was and what it becomes.
      #expect(formula.reduce(0) { $0 + $1.plain.filter { $0 == "→" }.count } == 10)
      #expect(formula.allSatisfy { !$0.plain.hasSuffix("→") && !$0.plain.hasSuffix("→ ") })
    }
    let usual = try LectureTests.scene(SparseConnectivityScene.self)
    #expect(usual.steps[step(.fromBelowFull)].formula.count == 1)
  }

  /// Where one output sees everything, be it not the middle one, none is said to see only a part.
  @Test(arguments: [("4", "4", "s2"), ("6", "6", "s3"), ("5", "5", "s3")])
  func whoSeesAllIsNamed(units: String, kernel: String, name: String) throws {
    let scene = try scene(SparseConnectivityScene.self, ["units": units, "kernel": kernel])
    #expect(scene.steps[0].caption.plain.contains("so wide that \(name) sees all \(units) inputs"))
    #expect(scene.steps.last?.caption.plain.contains("turn kernel down") == true)
  }
}
