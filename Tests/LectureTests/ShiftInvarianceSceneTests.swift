import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct ShiftInvarianceSceneTests {
  /// Four values of the row from `start` on, and the largest of each window of `width` that is centred on a unit (the
  /// extra neighbour of an even width stands to the right) and cut off at the edges.
  private func pooled(_ row: [Float], start: Int, width: Int, stride: Int) -> (detectors: [Float], pooled: [Float]) {
    let seen = Array(row[start..<start + 4])
    let before = (width - 1) / 2
    // One more place for each whole stride, of a window that may hang over by the missing neighbours.
    let places = Swift.stride(from: -before, through: 4 + (width - 1 - before) - width, by: stride)
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

  @Test(arguments: [(1, 3, 1), (-1, 3, 1), (2, 2, 1), (-2, 5, 2), (1, 4, 3), (0, 3, 2), (1, 1, 2)])
  func everyValueFollowsFromTheRow(_ shift: Int, _ width: Int, _ stride: Int) throws {
    let scene = try scene(
      ShiftInvarianceScene.self, ["shift": "\(shift)", "width": "\(width)", "stride": "\(stride)"])
    let canvas = figure(scene, step: 3)
    let row = ShiftInvarianceScene.standardRow
    let before = pooled(row, start: 2, width: width, stride: stride)
    let after = pooled(row, start: 2 - shift, width: width, stride: stride)
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
    let text = figure(scene, step: 4).plainText
    // Counted from the numbers on the screen: two grids of seven by seven beside each other, twice.
    let rows = text.split(separator: "\n").map { line in line.split(separator: " ").compactMap { Int($0) } }
      .filter { $0.count == 14 }
    try #require(rows.count == 14)
    let counts = [rows.prefix(7), rows.suffix(7)].map { half in
      half.reduce(0) { sum, row in sum + zip(row.prefix(7), row.suffix(7)).count { $0 != $1 } }
    }
    #expect(text.contains("\(counts[0]) of 49 changed"))
    #expect(text.contains("\(counts[1]) of 49 changed"))
    #expect(counts[1] < counts[0])
    #expect(text.filter { $0 == "≠" }.count == counts[0] + counts[1])
  }

  @Test func atStrideTwoAShiftByOneChangesEverything() throws {
    let scene = try scene(ShiftInvarianceScene.self)
    let last = scene.steps.count - 1
    let canvas = figure(scene, step: last)
    #expect(texts("pooled-before", count: 2, in: canvas) == ["1.0", "0.3"])
    #expect(texts("pooled-after", count: 2, in: canvas) == ["0.2", "1.0"])
    #expect(canvas.plainText.contains("2 of 2"))
    #expect(scene.steps[last].question?.answer == .number(2, decimals: 0))
    #expect(texts("pooled-after", count: 2, in: figure(scene, step: last - 1)) == ["·", "·"])
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

  /// Windows side by side forgive the shift to the left, overlapping ones need not forgive one to the right.
  @Test func whatIsForgivenFollowsFromTheValues() throws {
    let left = try caption("aliased", ["shift": "-1"])
    #expect(left.contains("none of the 2 pooled values change: each window holds as large a value as before"))
    #expect(try caption("aliased", [:]).contains("both pooled values change: the largest left their windows"))
    #expect(try caption("aliased", ["shift": "0"]).hasPrefix("Nothing moves: none of the 2"))
    #expect(try caption("compared", ["width": "2"]).hasPrefix("3 of the 4 pooled values change"))
    for shift in -2...2 { #expect(!(try caption("aliased", ["shift": "\(shift)"])).contains("overlap")) }
  }

  /// The second unit's 0.5 stays inside of its window, and yet a 1.0 comes in and wins.
  @Test func aLargerValueThatComesInWins() throws {
    let knobs = ["row": "0.3,1.0,0.1,0.5,0.1,0.3,0.1,0.2"]
    let canvas = figure(try scene(ShiftInvarianceScene.self, knobs), step: 3)
    #expect(texts("pooled-before", count: 2, in: canvas)[1] == "0.5")
    #expect(texts("pooled-after", count: 2, in: canvas)[1] == "1.0")
    #expect(try caption("compared", knobs).contains("and nothing larger comes in"))
  }

  @Test(arguments: [("5", "at most 4 values"), ("4", "4 neighbours"), ("3", "3 neighbours")])
  func noUnitLooksAtMoreThanThereIs(width: String, words: String) throws {
    #expect(try caption("pooled", ["width": width]).contains(words))
  }

  @Test func whatComesInAtTheBorderIsNew() throws {
    #expect(try caption("shifted", [:]).contains("its right neighbour sees now, the first what came in"))
    #expect(try caption("shifted", ["shift": "-2"]).contains("the one 2 to its left sees now, the last 2 what came in"))
  }

  /// The cross's middle is the only 9; units that show it before and after are counted from the screen.
  @Test(arguments: [["width": "3"], ["width": "1"], ["width": "5", "shift": "-2"], ["width": "4", "stride": "2"]])
  func unitsThatKeepTheCrossAreCounted(_ knobs: [String: String]) throws {
    let scene = try scene(ShiftInvarianceScene.self, knobs)
    let index = try step("map", of: scene)
    guard case .map(let map) = scene.moments[index] else { return }
    let kept = zip(map.before.pooled.values, map.after.pooled.values).count { $0 == 9 && $1 == 9 }
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
}
