import CellCanvas
import Playback
import Testing

@testable import Lecture

@Suite struct ThreeAdvantagesSceneTests {
  @Test func theThreeComeOneByOne() throws {
    let scene = try scene(ThreeAdvantagesScene.self)
    let texts = scene.steps.indices.map { figure(scene, step: $0).plainText }
    for title in ["1 Sparse", "2 Shared", "3 Equivariance"] { #expect(texts.allSatisfy { $0.contains(title) }) }
    let facts = ["convolution 13", "3 weights stored", "0 of 40 pixels inside differ"]
    #expect(
      facts.map { fact in texts.map { $0.contains(fact) } } == [
        [false, true, true, true, true], [false, false, true, true, true], [false, false, false, true, true],
      ])
    #expect(texts[1].contains("dense 25") && texts[2].contains("one used 5 times"))
    #expect(texts[0].contains("dense"), "the dense graph is there from the beginning")
    for name in ["I", "g(I)", "f(I)", "f(g(I))", "g(f(I))"] { #expect(texts[3].contains(name)) }
  }

  /// The letters are introduced where they first stand.
  @Test func theFirstStepSaysWhatTheLettersMean() throws {
    let formula = try scene(ThreeAdvantagesScene.self).steps[0].formula[0].plain
    for words in ["x inputs", "s outputs", "w weights", "I a picture", "f a convolution", "g a shift"] {
      #expect(formula.contains(words))
    }
  }

  @Test(arguments: [(7, 4, 1), (3, 5, 4), (6, 1, 2)])
  func everyNumberFollowsTheKnobs(units: Int, kernel: Int, far: Int) throws {
    let scene = try scene(
      ThreeAdvantagesScene.self, ["units": "\(units)", "kernel": "\(kernel)", "far": "\(far)"])
    let before = (kernel - 1) / 2
    let pairs = (0..<units * units).map { ($0 / units, $0 % units - $0 / units + before) }
    let connections = pairs.count { (0..<kernel).contains($0.1) }
    let middle = pairs.count { $0.1 == (kernel - 1) / 2 }
    #expect(middle == units, "the weight that is lit is used at every position, as the caption says of all")
    let text = figure(scene, step: 4).plainText
    #expect(text.contains("convolution \(connections)") && text.contains("dense \(units * units)"))
    #expect(text.contains("\(kernel) weight"))
    #expect(text.contains("one used \(times(middle))"))
    #expect(text.contains("0 of \(8 * (8 - far)) pixels inside differ"))
    let large = figure(scene, step: 4, size: Size(columns: 158, rows: 38)).plainText
    #expect(large.contains("0 of \(22 * (22 - far)) pixels inside differ"))
  }

  /// Both paths are shown away from the border alone, where what they show is the same.
  @Test(arguments: [nil, Picture(width: 6, height: 6, bytes: Array(repeating: 120, count: 108))])
  func bothPathsShowTheSame(own: Picture?) throws {
    let scene = try ThreeAdvantagesScene(Settings(picture: own))
    let canvas = figure(scene, step: 3)
    func pixels(_ title: String) throws -> [Cell] {
      let lines = canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false)
      let row = try #require(lines.firstIndex { $0.contains(title) })
      let range = try #require(lines[row].range(of: title))
      let column = lines[row].distance(from: lines[row].startIndex, to: range.lowerBound)
      return (row + 1...row + 5).flatMap { row in (column..<column + 10).map { canvas[$0, row] } }
    }
    #expect(try pixels("f(g(I))") == pixels("g(f(I))"))
    #expect(try pixels("f(g(I))").contains { $0.ink == .role(.faint) }, "the border is set apart")
    let caption = scene.steps[3].caption.plain
    #expect(caption.contains("nothing of its map is seen to move") == (own != nil))
    #expect(scene.steps[3].formula.last?.plain.hasSuffix("grey: the border, left out") == true)
    let fitting = scene.steps[0].formula.dropFirst().map(\.plain)
    #expect(fitting == (own == nil ? [] : ["your picture: all of it, as 10 × 10 or 24 × 24"]))
    #expect(scene.steps[3].formula[0].plain.hasSuffix("f(g(I)) = g(f(I))"))
  }

  @Test func eachPanelLeadsToItsSceneAndBack() throws {
    let scene = try scene(ThreeAdvantagesScene.self)
    let ids = ["sparse-connectivity", "parameter-sharing", "equivariance"]
    for step in [0, 4] {
      #expect(scene.steps[step].links.map(\.scene) == ids)
      #expect(figure(scene, step: step).hotSpots.map(\.target.grid) == ids)
    }
    for (offset, id) in ids.enumerated() { #expect(scene.steps[1 + offset].links.map(\.scene) == [id]) }
    let index = try #require(catalogue.firstIndex { $0.card.id == "three-advantages" })
    for (offset, id) in ids.enumerated() {
      var options = PlayerOptions()
      options.scene = index
      options.step = 4
      var player = Player(options: options)
      var now = Duration.zero
      func press(_ keys: Key...) {
        for key in keys {
          now += .seconds(5)
          _ = player.handle(.key(key), at: now)
        }
      }
      press("f")
      for _ in 0..<offset { press(.right) }
      press(.enter)
      #expect(player.card.id == id)
      // The scene that explains it leads back by its own last step, too.
      press(.end)
      #expect(player.frame().plainText.contains("F come back"))
      press("f")
      #expect(player.card.id == "three-advantages")
      #expect(player.stepIndex == 4)
    }
  }

  @Test func pointingSaysWhatWillOpen() throws {
    let scene = try scene(ThreeAdvantagesScene.self)
    let target = Target(grid: "parameter-sharing", row: 0, column: 0)
    let remark = scene.remark(on: target, at: Playhead(step: 4, pointer: target))
    #expect(
      remark?.caption.plain.hasPrefix("Parameter sharing: a click, or Enter after c or f, opens “Parameter sharing”")
        == true)
    #expect(remark?.formula.first?.plain == "3 weights for 13 connections; the lit one is used 5 times")
  }

  /// f has a kernel of its own, whatever the graphs' one is, and it stands on the screen.
  @Test(arguments: ["1", "3", "5"]) func whatFIsStandsOnTheScreen(kernel: String) throws {
    let scene = try scene(ThreeAdvantagesScene.self, ["kernel": kernel])
    #expect(scene.steps[3].formula.contains { $0.plain.contains("1 0 −1 / 2 0 −2 / 1 0 −1") })
  }

  @Test func wordsFollowTheKnobs() throws {
    func caption(_ settings: [String: String], _ step: Int) throws -> String {
      try scene(ThreeAdvantagesScene.self, settings).steps[step].caption.plain
    }
    #expect(try caption([:], 1).contains("First, sparse interactions: an output looks at a few neighbours"))
    #expect(try caption(["kernel": "1"], 1).contains("looks at one place"))
    #expect(try caption(["units": "3", "kernel": "5"], 1).contains("This kernel is so wide that it does"))
    #expect(try caption(["kernel": "1"], 2).contains("the same weight is used at every position"))
    // Of three units under a kernel of 3 the middle one sees all; under one of 4 the first one does, too.
    #expect(
      try caption(["units": "3"], 1).contains("need not see everything: here 2 of the 3 outputs do not."))
    #expect(
      try caption(["units": "3", "kernel": "4"], 1).contains(
        "need not see everything: here 1 of the 3 outputs does not."))
    #expect(try caption(["units": "3", "kernel": "5"], 2).contains("the same 5 weights are used"))
    #expect(try caption([:], 4).hasPrefix("Take home: look at little, use"))
    #expect(try caption(["units": "3", "kernel": "5"], 4).hasPrefix("Take home: use what you learn everywhere"))
    #expect(try scene(ThreeAdvantagesScene.self, ["units": "7"]).steps[1].note.hasPrefix("On 7 units"))
    let wide = try scene(ThreeAdvantagesScene.self, ["units": "3", "kernel": "5"])
    #expect(wide.steps[1].note.hasPrefix("Here nothing is saved"))
    for step in [1, 4] { #expect(!wide.steps[step].formula[0].plain.contains("instead of")) }
  }

  /// Where f finds nothing, nothing is said to be seen moving: in a picture of level stripes as in an even one.
  @Test func aMapWithoutEdgesIsNotSeenToMove() throws {
    let stripes = Picture(width: 10, height: 10, bytes: (0..<300).map { $0 / 60 % 2 == 0 ? 30 : 220 })
    let level = try ThreeAdvantagesScene(Settings(picture: stripes))
    #expect(!level.paths.isFlat)
    #expect(level.steps[3].caption.plain.contains("no upright edge") == true)
    #expect(!(try scene(ThreeAdvantagesScene.self).steps[3].caption.plain.contains("no upright edge")))
  }

  @Test func aLargeWindowShowsAPhotograph() throws {
    let scene = try scene(ThreeAdvantagesScene.self)
    let large = figure(scene, step: 3, size: Size(columns: 158, rows: 38)).plainText
    #expect(large.contains("1 Sparse interactions") && large.contains("2 Parameter sharing"))
    #expect(large.contains("of 418 pixels inside differ"))
    #expect(scene.largePaths.agree && !scene.largePaths.isFlat)
  }

  /// The knob says how far both pictures are shifted, and the formula says it, too.
  @Test func theShiftIsTheKnobs() throws {
    let scene = try scene(ThreeAdvantagesScene.self, ["far": "1"])
    let wide = figure(scene, step: 3, size: Size(columns: 158, rows: 38)).plainText
    #expect(wide.contains("0 of \(22 * 21) pixels inside differ"))
    #expect(scene.steps[3].formula[0].plain.contains("g shifts 1 pixel to the right"))
    #expect(scene.steps[3].formula[1].plain.hasSuffix("grey: the border, left out"))
  }

  /// The connections are worked out: so many windows of so many weights, without what lies beyond the row.
  @Test(arguments: [(5, 3, 2), (5, 1, 0), (3, 5, 6), (7, 4, 4), (5, 2, 1)])
  func connectionsAreWorkedOut(units: Int, kernel: Int, beyond: Int) throws {
    let scene = try scene(ThreeAdvantagesScene.self, ["units": "\(units)", "kernel": "\(kernel)"])
    let missing = (0..<units).flatMap { unit in (0..<kernel).map { unit + $0 - (kernel - 1) / 2 } }
      .count { !(0..<units).contains($0) }
    #expect(missing == beyond)
    let formula = scene.steps[1].formula[0].plain
    let less = beyond > 0 ? " − \(beyond) beyond the ends" : ""
    #expect(formula.hasPrefix("\(units) · \(kernel)\(less) = \(units * kernel - beyond) connections"))
    #expect(formula.count <= 78)
  }
}
