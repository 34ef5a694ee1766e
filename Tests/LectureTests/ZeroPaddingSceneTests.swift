import CellCanvas
import Testing

@testable import Lecture

@Suite struct ZeroPaddingSceneTests {
  typealias S = ZeroPaddingScene

  /// Which inputs each output sees, by a plain loop over a padded row; zeros are left out.
  private func windows(_ inputs: Int, _ kernel: Int, before: Int, after: Int) -> [[Int]] {
    (0..<inputs + before + after - kernel + 1).map { start in
      (start..<start + kernel).map { $0 - before }.filter { $0 >= 0 && $0 < inputs }
    }
  }

  private func paddings(_ kernel: Int) -> [(name: String, before: Int, after: Int)] {
    [("valid", 0, 0), ("same", (kernel - 1) / 2, kernel / 2), ("full", kernel - 1, kernel - 1)]
  }

  @Test func theLecturesNumbersAreOnTheScreen() throws {
    let scene = try scene(S.self)
    let first = try step("first", of: scene)
    #expect(scene.steps[first].formula[0].plain == "m − k + 1 = 16 − 6 + 1 = 11")
    let start = figure(scene, step: first).plainText.split(separator: "\n").map { $0.trimmingCharacters }
    #expect(start.contains { $0.hasPrefix("16 ") } && start.contains { $0.hasPrefix("11 ") })
    #expect(!start.contains { $0.hasPrefix("6 ") }, "what comes next is to be guessed")
    let shrink = scene.steps[try step("shrink", of: scene)]
    #expect(shrink.formula[0].plain == "16 → 11 → 6 → 1")
    #expect(shrink.caption.plain.hasPrefix("After three layers a single unit is left, fewer than the kernel's 6"))
    #expect(shrink.question?.isRight("3") == true && shrink.question?.isRight("4") == false)
    let keep = scene.steps[try step("keep", of: scene)]
    #expect(keep.formula[0].plain == "(16 + 2 + 3 − 6)/1 + 1 = 16")
    #expect(keep.question?.isRight("5") == true)
    #expect((0...3).allSatisfy { scene.keeping.count($0) == 16 })
    let kinds = scene.moments.indices.filter { if case .kind = scene.moments[$0] { true } else { false } }
    #expect(
      kinds.map { scene.steps[$0].formula[0].plain } == [
        "valid: outputs m − k + 1 = 11     x1 is seen once     s1 sees 6 of 16",
        "same: outputs m = 16     x1 is seen 3 times     s1 sees 4 of 16",
        "full: outputs m + k − 1 = 21     x1 is seen 6 times     s1 sees 1 of 16",
      ])
    let strips = figure(scene, step: try step("strips", of: scene))
    #expect(strips.plainText.contains("valid  1  2  3  4  5  6  6  6  6  6  6  5  4  3  2  1"))
    #expect(strips.plainText.contains("same  3  4  5  6  6  6  6  6  6  6  6  6  6  6  5  4"))
    let plane = figure(scene, step: try step("plane", of: scene)).plainText
    #expect(["corner 1  middle 36", "corner 9  middle 36", "corner 36  middle 36"].allSatisfy(plane.contains))
    let rim = try step("rim", of: scene)
    #expect(figure(scene, step: rim).plainText.contains("corner 4  middle 9"))
    #expect(!figure(scene, step: rim - 1).plainText.contains("corner 4"))
    #expect(scene.steps[rim].question?.isRight("4") == true)
  }

  @Test(arguments: [(16, 6), (16, 2), (9, 3), (7, 4), (4, 4), (12, 9), (5, 1)])
  func sizesAndCountsAreWhatPlainLoopsCount(inputs: Int, kernel: Int) throws {
    let scene = try scene(S.self, ["units": "\(inputs)", "kernel": "\(kernel)"])
    var sizes = [inputs]
    while let last = sizes.last, last >= kernel, kernel > 1 { sizes.append(last - kernel + 1) }
    let shrink = try step("shrink", of: scene)
    if kernel > 1 {
      #expect(scene.sizes == sizes)
      #expect(scene.steps[shrink].question?.isRight("\(sizes.count - 1)") == true)
      #expect(scene.steps[shrink].formula[0].plain == sizes.map(String.init).joined(separator: " → "))
    } else {
      #expect(scene.steps[shrink].question == nil && scene.sizes.allSatisfy { $0 == inputs })
    }
    for (kind, expected) in zip(PaddingKind.allCases, paddings(kernel)) {
      let windows = windows(inputs, kernel, before: expected.before, after: expected.after)
      let visits = (0..<inputs).map { cell in windows.count { $0.contains(cell) } }
      #expect(kind.rawValue == expected.name)
      #expect(scene.geometry(kind).visits == visits)
      #expect(scene.geometry(kind).sightings == windows.map(\.count))
      let index = try #require(
        scene.moments.firstIndex { if case .kind(kind) = $0 { true } else { false } })
      #expect(scene.steps[index].formula[0].plain.contains("= \(windows.count) "))
      let drawn = figure(scene, step: index, size: Size(columns: 158, rows: 38))
      let rows = drawn.plainText.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      #expect(
        rows.first { $0.first == "sees" && $0.count == windows.count + 1 }?.dropFirst().compactMap { Int($0) }
          == windows.map(\.count))
      #expect(rows.last { $0.first == "seen" }?.dropFirst().compactMap { Int($0) } == visits)
      // At 80 x 24, too, each unit has its count.
      let small = figure(scene, step: index).plainText.split(separator: "\n").map {
        $0.split(separator: " ").map(String.init)
      }
      #expect(small.last { $0.first == "seen" }?.dropFirst().compactMap { Int($0) } == visits)
    }
  }

  /// The rim, by plain loops over a plane of nines.
  @Test(arguments: [(16, 6), (9, 3), (8, 4), (5, 5), (4, 1)]) func zerosLeaveARim(inputs: Int, kernel: Int) throws {
    let scene = try scene(S.self, ["units": "\(inputs)", "kernel": "\(kernel)"])
    let row = windows(inputs, kernel, before: (kernel - 1) / 2, after: kernel / 2).map(\.count)
    for (down, counts) in row.enumerated() {
      for (across, count) in row.enumerated() {
        let expected = 9 * Float(counts * count) / Float(kernel * kernel)
        #expect(abs(scene.withZeros[0][down, across] - expected) < 1e-5)
      }
    }
    #expect(scene.withBorder.values.allSatisfy { $0 == 9 }, "a repeated border leaves none")
    #expect(scene.rim.before == (kernel - 1) / 2 && scene.rim.after == kernel / 2)
    let rim = scene.steps[try step("rim", of: scene)]
    #expect(rim.caption.plain.contains("there is a rim") == (kernel > 1))
    #expect(rim.question?.isRight(ZeroPaddingScene.text(9 * Float(row[0] * row[0]) / Float(kernel * kernel))) == true)
  }

  @Test func aKernelLargerThanTheRowIsRefusedInASentence() {
    #expect(
      throws: SettingsError(
        "kernel 9 covers 9 cells, more than the 4 of the input: no layer without zeros can stand on it")
    ) { try scene(S.self, ["units": "4", "kernel": "9"]) }
  }

  @Test func pointingTellsTheCounts() throws {
    let scene = try scene(S.self)
    func remark(_ grid: String, _ row: Int, _ column: Int, at name: String) throws -> Remark? {
      let target = Target(grid: grid, row: row, column: column)
      return scene.remark(on: target, at: Playhead(step: try step(name, of: scene), pointer: target))
    }
    #expect(
      try remark("visits", 1, 0, at: "strips")?.caption.plain
        == "Under same padding x1 goes into 3 of the 16 outputs.")
    #expect(
      try remark("sightings", 1, 2, at: "strips")?.caption.plain == "Under same padding s1 sees 4 inputs and 2 zeros.")
    #expect(try remark("valid", 0, 1, at: "plane")?.formula[0].plain == "1 · 2 = 2 windows of at most 36")
    #expect(
      try remark("layer-1", 0, 0, at: "keep")?.caption.plain
        == "Unit 1 of 16 in layer 1 sees 4 units below and 2 zeros. It goes into 3 of the 16 units above.")
  }

  /// A kernel as wide as the row sees all inputs alike without any zeros, and nearly so where it is nearly as wide.
  @Test(arguments: [(6, 6), (8, 8), (7, 6), (16, 6), (9, 4)])
  func theBordersShareFollowsFromTheCounts(units: Int, kernel: Int) throws {
    let scene = try scene(S.self, ["units": "\(units)", "kernel": "\(kernel)"])
    let visits = (0..<units).map { cell in (0...units - kernel).count { ($0..<$0 + kernel).contains(cell) } }
    let isEven = Set(visits).count == 1
    let full = scene.steps[scene.moments.count - 5].caption.plain
    #expect(full.hasPrefix("full"))
    #expect(full.contains("again every input is seen equally often") == isEven)
    #expect(full.contains("at last every input is seen equally often") == !isEven)
    let plane = scene.steps[try step("plane", of: scene)].caption.plain
    let most = visits.max() ?? 0
    #expect(plane.contains("Without zeros a corner counts once, the middle \(times(most * most)).") == !isEven)
  }

  @Test func largeWindowsShowMore() throws {
    let scene = try scene(S.self)
    let size = Size(columns: 158, rows: 38)
    func text(_ name: String) throws -> String { figure(scene, step: try step(name, of: scene), size: size).plainText }
    #expect(try text("keep").contains("valid: no zeros, 3 layers at most"))
    #expect(try text("plane").contains("inputs that each of 21 × 21 sees"))
    #expect(try text("rim").contains("zeros, 4 layers"))
  }
}

extension Substring {
  /// Without the spaces before it.
  fileprivate var trimmingCharacters: String { String(drop { $0 == " " }) }
}
