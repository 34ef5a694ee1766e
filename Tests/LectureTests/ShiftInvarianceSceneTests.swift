import CellCanvas
import ConvolutionEngine
import Foundation
import Testing

@testable import Lecture

@Suite struct ShiftInvarianceSceneTests {
  /// Four values of the row from `start` on, and the largest of each window of `width` that is centred on a unit (the
  /// extra neighbour of an even width stands to the right) and cut off at the edges.
  private func pooled(_ row: [Float], start: Int, width: Int) -> (detectors: [Float], pooled: [Float]) {
    let seen = Array(row[start..<start + 4])
    let before = (width - 1) / 2
    let places = -before..<4 - before
    return (seen, places.map { first in seen[max(0, first)..<min(4, first + width)].max() ?? .nan })
  }

  private func texts(_ name: String, count: Int, in canvas: Canvas) -> [String] {
    (0..<count).compactMap { canvas.text(of: Target(grid: name, row: 0, column: $0)) }
  }

  @Test func theFigureOfTheBook() throws {
    let scene = try scene(ShiftInvarianceScene.self)
    let canvas = figure(scene, step: 3)
    #expect(texts("before", count: 4, in: canvas) == ["0.1", "1.0", "0.2", "0.3"])
    #expect(texts("pooled-before", count: 4, in: canvas) == ["1.0", "1.0", "1.0", "0.3"])
    #expect(texts("after", count: 4, in: canvas) == ["0.2", "0.1", "1.0", "0.2"])
    #expect(texts("pooled-after", count: 4, in: canvas) == ["0.2", "1.0", "1.0", "1.0"])
    #expect(canvas.plainText.contains("4 of 4"))
    #expect(canvas.plainText.contains("2 of 4"))
    #expect(scene.steps[3].question?.answer == .number(2, decimals: 0))
    // While the question stands, neither the answer nor its count is on the screen.
    let asked = figure(scene, step: 2)
    #expect(texts("pooled-after", count: 4, in: asked) == ["·", "·", "·", "·"])
    #expect(!asked.plainText.contains("2 of 4"))
  }

  @Test func marksStandAtTheUnitsTheyCount() throws {
    let canvas = figure(try scene(ShiftInvarianceScene.self), step: 3)
    let lines = canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.contains { $0.split(separator: " ") == ["≠", "=", "=", "≠"] })
    #expect(lines.contains { $0.split(separator: " ") == ["≠", "≠", "≠", "≠"] })
  }

  @Test(arguments: [(1, 3), (-1, 3), (2, 2), (-2, 5), (1, 4), (0, 3), (1, 1)])
  func everyValueFollowsFromTheRow(_ shift: Int, _ width: Int) throws {
    let scene = try scene(ShiftInvarianceScene.self, ["shift": "\(shift)", "width": "\(width)"])
    let canvas = figure(scene, step: 3)
    let row = ShiftInvarianceScene.standardRow
    let before = pooled(row, start: 2, width: width)
    let after = pooled(row, start: 2 - shift, width: width)
    func shown(_ values: [Float]) -> [String] { values.map { NumberText.fixed(Double($0), decimals: 1) } }
    #expect(texts("before", count: 4, in: canvas) == shown(before.detectors))
    #expect(texts("after", count: 4, in: canvas) == shown(after.detectors))
    #expect(texts("pooled-before", count: 4, in: canvas) == shown(before.pooled))
    #expect(texts("pooled-after", count: 4, in: canvas) == shown(after.pooled))
    let changed = zip(before.pooled, after.pooled).count { $0 != $1 }
    #expect(canvas.plainText.contains("\(changed) of \(before.pooled.count)"))
    let question = scene.steps[3].question
    #expect(shift == 0 ? question == nil : question?.answer == .number(Double(changed), decimals: 0))
  }

  @Test func aMapChangesLessAfterPoolingThanBefore() throws {
    let scene = try scene(ShiftInvarianceScene.self)
    let text = figure(scene, step: try step("map", of: scene)).plainText
    // Counted from the numbers on the screen: two grids of seven by seven beside each other, twice.
    let rows = text.split(separator: "\n").map { line in line.split(separator: " ").compactMap { Int($0) } }
      .filter { $0.count == 14 }
    try #require(rows.count == 14)
    let counts = [rows.prefix(7), rows.suffix(7)].map { half in
      half.reduce(0) { sum, row in sum + zip(row.prefix(7), row.suffix(7)).count { $0 != $1 } }
    }
    #expect(text.contains("\(counts[0]) of 49 change"))
    #expect(text.contains("\(counts[1]) of 49 change"))
    #expect(counts[1] < counts[0])
    #expect(text.filter { $0 == "≠" }.count == counts[0] + counts[1])
  }

  @Test func handWrittenValuesArePooled() throws {
    let scene = try scene(ShiftInvarianceScene.self, ["row": "0.3,0.2,0.1,1.0,0.2,0.9,0.1,0.2"])
    let canvas = figure(scene, step: 3)
    #expect(texts("pooled-before", count: 4, in: canvas) == ["1.0", "1.0", "1.0", "0.9"])
    #expect(texts("row", count: 8, in: canvas)[5] == "0.9")
  }

  @Test func pointingTellsWhoTakesWhat() throws {
    let scene = try scene(ShiftInvarianceScene.self)
    let playhead = Playhead(step: 3)
    let strongest = scene.remark(on: Target(grid: "before", row: 0, column: 1), at: playhead)
    #expect(strongest?.caption.plain == "This 1.0 is seen by three pooled units, and three take it.")
    let edge = scene.remark(on: Target(grid: "pooled-after", row: 0, column: 0), at: playhead)
    #expect(edge?.formula.first?.plain == "max(0.2, 0.1) = 0.2")
    // What is asked next cannot be pointed out.
    #expect(scene.remark(on: Target(grid: "pooled-after", row: 0, column: 0), at: Playhead(step: 2)) == nil)
  }

  @Test func theShiftComesBeforeItsEffect() throws {
    let scene = try scene(ShiftInvarianceScene.self)
    #expect(texts("after", count: 4, in: figure(scene, step: 2, progress: 0.5)) == ["·", "·", "·", "·"])
    #expect(!figure(scene, step: 2, progress: 0.7).plainText.contains("≠"))
    #expect(figure(scene, step: 2).plainText.contains("≠"))
  }

  // MARK: Sentences that a knob could undo

  private func caption(_ name: String, _ knobs: [String: String]) throws -> String {
    let scene = try scene(ShiftInvarianceScene.self, knobs)
    return scene.steps[try step(name, of: scene)].caption.plain
  }

  /// The second unit's 0.5 stays inside of its window, and yet a 1.0 comes in and wins.
  @Test func aLargerValueThatComesInWins() throws {
    let knobs = ["row": "0.3,1.0,0.1,0.5,0.1,0.3,0.1,0.2"]
    let canvas = figure(try scene(ShiftInvarianceScene.self, knobs), step: 3)
    #expect(texts("pooled-before", count: 2, in: canvas)[1] == "0.5")
    #expect(texts("pooled-after", count: 2, in: canvas)[1] == "1.0")
    #expect(try caption("compared", knobs).contains("and nothing larger comes in"))
  }

  @Test(arguments: [("5", "a window of 5, wider than the 4"), ("4", "4 neighbours"), ("3", "3 neighbours")])
  func noUnitLooksAtMoreThanThereIs(width: String, words: String) throws {
    #expect(try caption("pooled", ["width": width]).contains(words))
  }

  @Test func whatComesInAtTheBorderIsNew() throws {
    #expect(try caption("shifted", [:]).contains("its right neighbour sees now, the first what came in"))
    #expect(try caption("shifted", ["shift": "-2"]).contains("the one 2 to its left sees now, the last 2 what came in"))
  }

  /// The cross's middle is the only 9; units that show it before and after are counted from the screen.
  @Test(arguments: [["width": "3"], ["width": "1"], ["width": "5", "shift": "-2"], ["width": "4", "shift": "2"]])
  func unitsThatKeepTheCrossAreCounted(_ knobs: [String: String]) throws {
    let scene = try scene(ShiftInvarianceScene.self, knobs)
    let index = try step("map", of: scene)
    guard case .map(let map) = scene.moments[index] else { return }
    let kept = zip(map.fine.before.pooled.values, map.fine.after.pooled.values).count { $0 == 9 && $1 == 9 }
    let words = scene.steps[index].caption.plain
    #expect(words.contains(kept == 0 ? "No window holds the cross's middle both times" : "\(kept) say"))
  }

  @Test func countsAreGreenOnlyWhereNothingChanged() throws {
    func ink(_ knobs: [String: String], _ text: String) throws -> Tint? {
      let canvas = figure(try scene(ShiftInvarianceScene.self, knobs), step: 3)
      let lines = canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false)
      for (row, line) in lines.enumerated() where line.hasSuffix(text) {
        return canvas[line.count - text.count, row].ink
      }
      return nil
    }
    #expect(try ink([:], "2 of 4") == .role(.text))
    #expect(try ink([:], "4 of 4") == .role(.wrong))
    #expect(try ink(["width": "5"], "0 of 4") == .role(.correct))
  }

  @Test func whatIsNotShownYetCannotBePointedOut() throws {
    let scene = try scene(ShiftInvarianceScene.self)
    #expect(scene.remark(on: Target(grid: "after", row: 0, column: 0), at: Playhead(step: 0)) == nil)
  }

  // MARK: The ring

  /// The three ways by plain loops, after a shift of the ring.
  private func ways(_ ring: [Double], shift: Int, keep: Int, blur: Int) -> (
    maxima: [Double], kept: [Double], blurred: [Double]
  ) {
    let count = ring.count
    func at(_ values: [Double], _ place: Int) -> Double { values[(place % count + count) % count] }
    let shifted = (0..<count).map { at(ring, $0 - shift) }
    let maxima = (0..<count).map { first in (0..<keep).map { at(shifted, first + $0) }.max() ?? .nan }
    let weights: [Double] = [[1], [1, 1], [1, 2, 1], [1, 3, 3, 1], [1, 4, 6, 4, 1]][blur - 1]
    let places = Swift.stride(from: 0, to: count, by: keep)
    let blurred = places.map { place in
      weights.enumerated().reduce(0) { $0 + $1.element * at(maxima, place - (blur - 1) / 2 + $1.offset) }
        / weights.reduce(0, +)
    }
    return (maxima, places.map { maxima[$0] }, blurred)
  }

  private func shown(_ values: [Double]) -> [String] { values.map { ShiftInvarianceScene.short(Float($0)) } }

  private func ringTexts(_ name: String, of scene: ShiftInvarianceScene, _ moment: String) throws -> [String] {
    texts(name, count: 8, in: figure(scene, step: try step(moment, of: scene)))
  }

  /// R. Zhang's example: 0 1 0 1 becomes 1 1 1 1, and .75 everywhere behind a blur.
  @Test func theRingOfThePaper() throws {
    let scene = try scene(ShiftInvarianceScene.self)
    #expect(try ringTexts("ring", of: scene, "movesAlong") == ["0", "0", "1", "1", "0", "0", "1", "1"])
    #expect(try ringTexts("maxima-after", of: scene, "movesAlong") == ["1", "0", "1", "1", "1", "0", "1", "1"])
    let words = scene.steps[try step("movesAlong", of: scene)]
    #expect(words.formula.last?.plain.hasSuffix("0 of 8 differ") == true)
    func formula(_ name: String) throws -> [String] { scene.steps[try step(name, of: scene)].formula.map(\.plain) }
    #expect(try formula("keptAfter").first == "kept  0 1 0 1  →  1 1 1 1")
    #expect(try formula("blurred") == ["(1·1 + 2·0 + 1·1)/4 = .5", "blurred, then kept  .5 1 .5 1"])
    #expect(try formula("blurredAfter").last?.hasPrefix("blurred  .5 1 .5 1  →  .75 .75 .75 .75 ") == true)
    let question = scene.steps[try step("keptAfter", of: scene)].question
    #expect(question?.answer == .numbers([1, 1, 1, 1], decimals: 0))
    // While it stands, what is kept after the shift is not on the screen.
    let asked = figure(scene, step: try step("kept", of: scene))
    #expect(texts("kept-after", count: 8, in: asked).filter { $0 == "·" }.count == 4)
    let text = figure(scene, step: try step("blurredAfter", of: scene)).plainText
    #expect(text.components(separatedBy: ".75").count == 5)
  }

  @Test(arguments: [
    ["shift": "1"], ["shift": "-2", "keep": "3"], ["shift": "2", "keep": "4", "blur": "5"], ["keep": "1", "blur": "2"],
    ["shift": "-1", "blur": "4", "ring": "0,0.3,1,0.5,0,0.9,0.2,0"],
  ])
  func theThreeWaysFollowFromTheRing(_ knobs: [String: String]) throws {
    let scene = try scene(ShiftInvarianceScene.self, knobs)
    let ring = scene.ring
    let input = ring.input.map(Double.init)
    let count = input.count
    let before = ways(input, shift: 0, keep: ring.keep, blur: ring.blur)
    for shift in [scene.shift] + Array(0...count) {
      let after = ways(input, shift: shift, keep: ring.keep, blur: ring.blur)
      #expect(shown(after.maxima) == shown(ring.values(.everyPlace, shift).map(Double.init)))
      #expect(shown(after.kept) == shown(ring.values(.kept, shift).map(Double.init)))
      #expect(shown(after.blurred) == shown(ring.values(.blurred, shift).map(Double.init)))
      guard shift >= 0 else { continue }
      for (way, pair) in zip(
        ShiftedRing.Way.allCases,
        [(before.maxima, after.maxima), (before.kept, after.kept), (before.blurred, after.blurred)])
      {
        let changes = zip(pair.0, pair.1).map { abs($0 - $1) }
        let part = 100 * Double(changes.count { $0 > 1e-5 }) / Double(changes.count)
        #expect(abs(ring.curve(.counts, way)[shift] - part) < 1e-6)
        // The old values, moved along by each number of places: what is off at the best of them.
        let places = pair.0.indices
        let off = places.map { move in
          places.reduce(0) { $0 + abs(pair.0[($1 - move + places.count) % places.count] - pair.1[$1]) }
        }
        let least = (off.min() ?? .nan) / Double(places.count)
        #expect(abs(ring.curve(.amounts, way)[shift] - least) < 1e-5)
        #expect(abs(ring.curve(.means, way)[shift] - pair.1.reduce(0, +) / Double(pair.1.count)) < 1e-5)
      }
    }
    // Stride 1 moves along at every setting.
    #expect(
      scene.steps[try step("movesAlong", of: scene)].formula.last?.plain.hasSuffix("0 of \(count) differ") == true)
  }

  @Test func theCurvesReadAsTheySay() throws {
    let scene = try scene(ShiftInvarianceScene.self)
    // Shifts 0 to 8 of a ring with period 4.
    #expect(scene.ring.curve(.counts, .everyPlace) == [0, 50, 50, 50, 0, 50, 50, 50, 0])
    #expect(scene.ring.curve(.counts, .kept) == [0, 50, 100, 50, 0, 50, 100, 50, 0])
    #expect(scene.ring.curve(.counts, .blurred) == [0, 100, 100, 100, 0, 100, 100, 100, 0])
    #expect(scene.ring.curve(.means, .kept) == [0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5])
    #expect(scene.ring.curve(.means, .blurred) == [Double](repeating: 0.75, count: 9))
    #expect(scene.ring.curve(.amounts, .everyPlace) == [Double](repeating: 0, count: 9))
    #expect(scene.ring.curve(.amounts, .kept) == [0, 0.5, 0, 0.5, 0, 0.5, 0, 0.5, 0])
    #expect(scene.ring.curve(.amounts, .blurred) == [0, 0.25, 0, 0.25, 0, 0.25, 0, 0.25, 0])
    let words = scene.steps.suffix(3).map(\.caption.plain)
    #expect(words[0].contains("So the blur seems worse: 86 % to 57 %"))
    #expect(words[1].contains("Blurred by 0.14, without the blur by 0.29: but its values span less, too"))
    #expect(words[2].contains("runs from .5 to 1; blurred before, it stays .75"))
  }

  /// What the blur does, and whether what is kept moves, is not said where it is not so.
  @Test func sentencesOnTheRingFollowTheKnobs() throws {
    #expect(try caption("keptAfter", [:]).contains("No move makes 0 1 0 1 into 1 1 1 1"))
    #expect(try caption("keptAfter", ["shift": "2"]).contains("multiple of the stride 2"))
    #expect(try caption("keptAfter", ["keep": "4"]).contains("Nothing that is kept has changed"))
    #expect(try caption("keptAfter", ["keep": "1"]).contains("Every maximum is kept"))
    #expect(try caption("blurredAfter", [:]).contains("off by .25 on average, kept ones by .5; but all blurred"))
    #expect(try caption("blurredAfter", ["blur": "1"]).contains("does not help"))
    #expect(try caption("blurredAfter", ["blur": "2"]).contains("off by 0 on average, kept ones by .5: what leaves"))
    #expect(try caption("blurredAfter", ["shift": "2"]).contains("moves along, blurred or not: at this shift"))
    #expect(try caption("blurredAfter", ["keep": "1"]).contains("with keep at 1 nothing breaks"))
    #expect(try caption("blurredAfter", ["keep": "4"]).contains("no value changes, blurred or not"))
    #expect(try caption("blurredAfter", ["shift": "0"]).hasPrefix("Nothing moves"))
    let constant = try scene(ShiftInvarianceScene.self, ["ring": "0,0,0,0,0,0,0,0"])
    #expect(constant.steps.last?.question == nil)
    #expect(constant.steps.last?.caption.plain.contains("what is kept does so at every shift, too") == true)
  }

  /// Half of four is two, in words, too.
  @Test func halfOfFourIsTwo() throws {
    let scene = try scene(ShiftInvarianceScene.self)
    let question = try #require(scene.steps[try step("compared", of: scene)].question)
    #expect(question.answer == .number(2, decimals: 0))
    for typed in ["half", "half of them", "two", "2 of 4", "50 %"] {
      #expect(question.isRight(typed) == true, "\(typed)")
    }
    for typed in ["all", "none", "a quarter", "2 of 5"] { #expect(question.isRight(typed) == false, "\(typed)") }
  }

  /// One knob sets stride and window of the ring alike, and a second one the map's windows: the words say which.
  @Test func whatSetsTheWindowsIsSaid() throws {
    for keep in ["2", "3", "4"] {
      #expect(try caption("movesAlong", ["keep": keep]).contains("a window of \(keep) at every place (keep)"))
      #expect(try caption("kept", ["keep": keep]).contains("keep sets it and the window alike"))
    }
    for moment in ["kept", "keptAfter"] {
      #expect(try caption(moment, ["keep": "1"]).contains("the detectors themselves"))
    }
    let scene = try scene(ShiftInvarianceScene.self, ["width": "5", "keep": "3"])
    let formula = scene.steps[try step("map", of: scene)].formula[1].plain
    #expect(formula.contains("5 × 5 (width)"))
    #expect(scene.steps[try step("map", of: scene)].note.contains("one of 3 in both directions"))
    // What the same windows do at stride 1 stands beside what is kept of them.
    let kept = scene.steps[try step("keptAfter", of: scene)].formula[1].plain
    #expect(kept.contains("windows of 3 at every place: 0 of 8 differ"))
  }

  @Test func theRingIsPointedAt() throws {
    let scene = try scene(ShiftInvarianceScene.self)
    let playhead = Playhead(step: try step("blurredAfter", of: scene))
    let blurred = scene.remark(on: Target(grid: "blurred-after", row: 0, column: 2), at: playhead)
    #expect(blurred?.formula.first?.plain == "(1·0 + 2·1 + 1·1)/4 = .75")
    let dropped = scene.remark(on: Target(grid: "kept", row: 0, column: 1), at: playhead)
    #expect(dropped?.caption.plain.contains("thrown away") == true)
    let maximum = scene.remark(on: Target(grid: "maxima", row: 0, column: 7), at: playhead)
    #expect(maximum?.formula.first?.plain == "max(1, 0) = 1")
  }

  /// A large window shows what is kept of the map, and all three curves once they have been reached.
  @Test func moreRoomShowsMore() throws {
    let scene = try scene(ShiftInvarianceScene.self)
    let large = Size(columns: 158, rows: 40)
    let map = figure(scene, step: try step("map", of: scene), size: large).plainText
    #expect(map.contains("7 of 16 change") && map.contains("15 of 16 change"))
    let last = figure(scene, step: scene.steps.count - 1, size: large).plainText
    let first = figure(scene, step: scene.steps.count - 3, size: large).plainText
    #expect(last.contains("values that change in place") && last.contains("the mean of the values"))
    #expect(!first.contains("the mean of the values"))
  }

  /// What is taken home at the ends of the knobs: nothing breaks where all are kept, whatever the ring; and a blur of one
  /// weight is none.
  @Test(arguments: [
    (["keep": "1"], "turn keep up"), (["keep": "1", "ring": "0.2,0.9,0,0,1,0.4,0,0.7"], "turn keep up"),
    (["keep": "4"], "edit the ring"), (["blur": "1"], "runs from .5 to 1, blurred or not."),
    ([:], "runs from .5 to 1; blurred before, it stays .75."),
  ])
  func theLastWordHoldsAtTheEndsOfTheKnobs(_ knobs: [String: String], words: String) throws {
    let scene = try scene(ShiftInvarianceScene.self, knobs)
    let caption = try #require(scene.steps.last).caption.plain
    #expect(caption.hasSuffix(words) || caption.contains(words), "\(caption)")
    #expect(caption.components(separatedBy: "runs from").count <= 2, "said once: \(caption)")
  }
}
