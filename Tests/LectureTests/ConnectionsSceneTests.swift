import CellCanvas
import Testing

@testable import Lecture

@Suite struct ConnectionsSceneTests {
  typealias S = ConnectionsScene

  /// Which input a kernel's weight meets at an output, by the rule that an even kernel has its middle left of a half.
  private func lines(_ units: Int, _ kernel: Int) -> [(output: Int, input: Int, weight: Int)] {
    (0..<units).flatMap { output in
      (0..<kernel).compactMap { weight in
        let input = output - (kernel - 1) / 2 + weight
        return input >= 0 && input < units ? (output, input, weight) : nil
      }
    }
  }

  @Test func theLecturesLettersAndCounts() throws {
    let scene = try scene(S.self)
    func letters(_ layer: LetteredLayer) -> [String] {
      layer.slots.indices.flatMap { output in
        layer.slots.indices.compactMap { layer.letter(from: $0, to: output) }
      }
    }
    #expect(letters(scene.local) == ["a", "b", "c", "d", "e", "f", "g", "h", "i"])
    #expect(letters(scene.shared) == ["a", "b", "a", "b", "a", "b", "a", "b", "a"])
    #expect(letters(scene.dense).count == 25 && letters(scene.dense).last == "y")

    let first = figure(scene, step: try step("local", of: scene))
    #expect(first.plainText.contains("local  9 connections, 9 weights"))
    let lettered = first.plainText.split(separator: "\n").map { $0.filter { ("a"..."i").contains($0) } }
    #expect(lettered.contains("abcdefghi"), "on the lines, from left to right")
    #expect(!first.plainText.contains("25"), "how many a dense layer has is asked later")
    #expect(scene.steps[0].caption.plain.contains("a to i"))
    let shared = scene.steps[try step("shared", of: scene)]
    #expect(shared.caption.plain.contains("the same 9 lines, but a and b again and again"))
    #expect(shared.formula[0].plain == "s3 = a·x3 + b·x4     9 connections, 2 weights")
    #expect(shared.question?.isRight("2") == true && shared.question?.isRight("9") == false)
    let dense = scene.steps[try step("dense", of: scene)]
    #expect(dense.formula[0].plain == "5 · 5 = 25 connections, 25 weights")
    #expect(
      dense.question?.isRight("25") == true && dense.caption.plain.contains("2.8 times fewer lines")
    )
    let all = figure(scene, step: try step("all", of: scene)).plainText
    #expect(
      ["9 connections", "9 weights", "2 weights", "25 connections", "25 weights"].allSatisfy(
        all.contains))
    #expect((1...5).allSatisfy { all.contains("x\($0)") && all.contains("s\($0)") })
    let matrices = figure(scene, step: try step("matrices", of: scene))
    #expect(matrices.text(of: Target(grid: "w-convolution", row: 4, column: 4)) == "a")
    #expect(matrices.text(of: Target(grid: "w-convolution", row: 0, column: 2)) == "·")
    #expect(matrices.text(of: Target(grid: "w-dense", row: 4, column: 4)) == "y")
  }

  @Test(arguments: [(5, 2), (7, 4), (3, 4), (6, 3), (4, 1), (7, 2)])
  func countsAndOutputsAreThoseOfPlainLoops(units: Int, kernel: Int) throws {
    let scene = try scene(S.self, ["units": "\(units)", "kernel": "\(kernel)", "seed": "5"])
    let lines = lines(units, kernel)
    let weights = Set(lines.map(\.weight)).count
    #expect(scene.local.connections == lines.count && scene.local.distinct == lines.count)
    #expect(scene.shared.connections == lines.count && scene.shared.distinct == weights)
    #expect(scene.dense.connections == units * units && scene.dense.distinct == units * units)
    for layer in scene.layers {
      for row in [scene.inputs, scene.movedInputs] {
        var sums = [Float](repeating: 0, count: units)
        switch layer.sharing {
        case .dense:
          for output in 0..<units {
            for input in 0..<units {
              sums[output] += layer.weights[output * units + input] * row[input]
            }
          }
        case .shared:
          for line in lines { sums[line.output] += layer.weights[line.weight] * row[line.input] }
        default:
          for (index, line) in lines.enumerated() {
            sums[line.output] += layer.weights[index] * row[line.input]
          }
        }
        #expect(layer(row) == sums)
      }
    }
    let text = figure(scene, step: try step("all", of: scene)).plainText
    #expect(
      text.contains("\(lines.count) connection") && text.contains("\(units * units) connections"))
    #expect(scene.steps[try step("shared", of: scene)].question?.isRight("\(weights)") == true)
    #expect(scene.steps[try step("dense", of: scene)].question?.isRight("\(units * units)") == true)
    // A convolution moves along wherever its window has lost nothing over the edge.
    #expect(scene.movedAlong(scene.shared) >= units - 1 - kernel / 2)
  }

  @Test func whatMovesAlongIsSaidAsItIs() throws {
    let usual = try scene(S.self)
    let moved = try step("moved", of: usual)
    #expect(usual.movedAlong(usual.shared) == 3)
    #expect(usual.steps[moved].formula[0].plain.contains("convolution 3 of 4"))
    #expect(usual.steps[moved].question?.isRight("convolution") == true)
    // Without any input nothing can be told apart, and nothing is asked.
    let silent = try scene(S.self, ["values": "0,0,0,0,0"])
    #expect(silent.steps[moved].question == nil)
    #expect(silent.steps[moved].caption.plain.contains("shows no difference"))
  }

  /// What has moved follows from the inputs: it is no place to type at.
  @Test func onlyTheInputsAreEdited() throws {
    let scene = try scene(S.self)
    let moved = try step("moved", of: scene)
    let spots = figure(scene, step: moved, size: Size(columns: 78, rows: 17)).hotSpots
    let edited = spots.map(\.target).filter { $0.grid == S.values.name }
    #expect(edited.count == 5 && edited.allSatisfy { $0.row == 0 })
    let columns = { (grid: String) in spots.filter { $0.target.grid == grid }.map(\.region.column).sorted() }
    #expect(columns(S.values.name) == columns("x-moved"), "one above the other")
    #expect(scene.remark(on: Target(grid: "x-moved", row: 0, column: 1), at: Playhead(step: moved)) != nil)
  }

  @Test func numbersFollowLetters() throws {
    let scene = try scene(S.self, ["values": "1,2,3,4,5"])
    let run = scene.steps[try step("run", of: scene)]
    let (a, b) = (Int(scene.shared.weights[0]), Int(scene.shared.weights[1]))
    #expect(
      run.formula[1].plain == "convolution  s3 = a·x3 + b·x4 = \(a)·3 + \(b)·4 = \(3 * a + 4 * b)")
    let target = Target(grid: "s-convolution", row: 0, column: 0)
    let remark = scene.remark(
      on: target, at: Playhead(step: try step("run", of: scene), pointer: target))
    #expect(remark?.formula[0].plain == "s1 = a·x1 + b·x2 = \(a)·1 + \(b)·2 = \(a + 2 * b)")
  }

  @Test func wideKernelsAreDense() throws {
    let scene = try scene(S.self, ["units": "3", "kernel": "4"])
    #expect(scene.local.connections == 8)
    let words = try step("dense", of: scene)
    #expect(!scene.steps[words].caption.plain.contains("a dense one"))
    #expect(
      LetteredLayer.letter(25) == "z" && LetteredLayer.letter(26) == "aa"
        && LetteredLayer.letter(48) == "aw")
  }

  @Test func largeWindowsShowTheMatricesBesideTheGraphs() throws {
    let scene = try scene(S.self)
    let size = Size(columns: 158, rows: 38)
    let text = figure(scene, step: try step("shared", of: scene), size: size).plainText
    #expect(text.contains("weights"))
    // The places without a line: 25 less 9.
    #expect(text.filter { $0 == "·" }.count == 16)
  }

  /// An equality that came about by chance is called one.
  @Test func chanceIsNoMovingAlong() throws {
    let scene = try scene(S.self, ["units": "7", "kernel": "4"])
    let moved = try step("moved", of: scene)
    let few = (1..<7).count { scene.movedOutputs(scene.local)[$0] == scene.outputs(scene.local)[$0 - 1] }
    #expect(few == 1, "the numbers of this seed")
    #expect(scene.steps[moved].caption.plain.hasSuffix("Local: 1, and by chance: other weights wait there."))
    let usual = try LectureTests.scene(S.self)
    #expect(usual.steps[moved].caption.plain.hasSuffix("Local: none, for other weights wait there."))
  }

  /// Letters stand in the order of their lines, under outputs side by side, whatever room the lines have.
  @Test(arguments: ["2", "3", "4"], ["3", "5", "7"]) func lettersKeepTheirOrder(kernel: String, units: String) throws {
    let scene = try LectureTests.scene(S.self, ["units": units, "kernel": kernel])
    for name in ["local", "dense"] {
      for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
        let text = figure(scene, step: try step(name, of: scene), size: size)
        let rows = (0..<size.rows).map { row -> [String] in
          let cells = (0..<size.columns).map { text[$0, row] }
          let letters = cells.filter {
            $0.ink == .role(.kernel) && $0.style == .bold && $0.glyph.properties.isLowercase
          }
          return letters.map { String($0.glyph) }
        }
        let wanted = (0..<scene.local.distinct).map(LetteredLayer.letter)
        #expect(rows.contains(wanted), "\(name) at \(size.columns): \(rows)")
      }
    }
  }

  @Test(arguments: ["1", "4"], ["3", "7"]) func theAccountFitsItsLine(kernel: String, units: String) throws {
    let scene = try LectureTests.scene(S.self, ["units": units, "kernel": kernel])
    for step in scene.steps { #expect(step.formula.allSatisfy { $0.columns <= 78 }, "\(step.formula.map(\.plain))") }
  }

  /// Weights that meet no input are told of only where there are some.
  @Test(arguments: ["1", "2", "4"]) func whatMeetsNoInputIsToldOfWhereItIs(kernel: String) throws {
    let scene = try LectureTests.scene(S.self, ["kernel": kernel])
    let notes = scene.steps.map(\.note).filter { $0.contains("A library") }
    #expect(notes.count == 1)
    #expect(notes.allSatisfy { $0.contains("though only") == (scene.local.distinct < scene.local.cost.weights) })
  }
}
