import CellCanvas
import Playback
import Testing

@testable import Lecture

@Suite struct ThreeAdvantagesSceneTests {
  @Test func theThreeComeOneByOne() throws {
    let scene = try scene(ThreeAdvantagesScene.self)
    let texts = scene.steps.indices.map { figure(scene, step: $0).plainText }
    for title in ["Sparse interactions", "Parameter sharing", "Equivariance"] {
      #expect(texts.allSatisfy { $0.contains(title) })
    }
    let facts = ["13 connections", "3 weights stored", "0 of 40 pixels differ"]
    #expect(
      facts.map { fact in texts.map { $0.contains(fact) } } == [
        [false, true, true, true, true], [false, false, true, true, true], [false, false, false, true, true],
      ])
    #expect(texts[1].contains("instead of 25") && texts[2].contains("one used 5 times"))
    #expect(texts.last?.contains("f(g(I))") == true)
  }

  @Test(arguments: [(7, 4, 1), (3, 5, 4), (6, 1, 2)])
  func everyNumberFollowsTheKnobs(units: Int, kernel: Int, far: Int) throws {
    let scene = try scene(
      ThreeAdvantagesScene.self, ["units": "\(units)", "kernel": "\(kernel)", "far": "\(far)"])
    let before = (kernel - 1) / 2
    let pairs = (0..<units * units).map { ($0 / units, $0 % units - $0 / units + before) }
    let connections = pairs.count { (0..<kernel).contains($0.1) }
    let middle = pairs.count { $0.1 == kernel / 2 }
    let text = figure(scene, step: 4).plainText
    #expect(text.contains("\(connections) connections") && text.contains("instead of \(units * units)"))
    #expect(text.contains("\(kernel) weight"))
    #expect(text.contains(middle == 1 ? "used once" : "used \(middle) times"))
    #expect(text.contains("shifted by \(far)") && text.contains("0 of \(8 * (8 - far)) pixels differ"))
  }

  @Test func eachPanelLeadsToItsSceneAndBack() throws {
    let scene = try scene(ThreeAdvantagesScene.self)
    let ids = ["sparse-interaction", "parameter-sharing", "equivariance"]
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
    #expect(remark?.caption.plain.hasPrefix("Parameter sharing: press Enter") == true)
    #expect(remark?.formula.first?.plain == "3 weights for 13 connections; the lit one is used 5 times")
  }

  @Test func wordsFollowTheKnobs() throws {
    func caption(_ settings: [String: String], _ step: Int) throws -> String {
      try scene(ThreeAdvantagesScene.self, settings).steps[step].caption.plain
    }
    #expect(try caption([:], 1).contains("looks at a few neighbours"))
    #expect(try caption(["kernel": "1"], 1).contains("looks at one place"))
    #expect(try caption(["units": "3", "kernel": "5"], 1).contains("This kernel is so wide that it does"))
    #expect(try caption(["kernel": "1"], 2).contains("the same weight is used at every position"))
    #expect(try scene(ThreeAdvantagesScene.self, ["units": "7"]).steps[1].note.hasPrefix("On 7 units"))
  }

  @Test func aLargeWindowComparesTheTwoGraphs() throws {
    let large = figure(try scene(ThreeAdvantagesScene.self), step: 1, size: Size(columns: 158, rows: 38)).plainText
    #expect(large.contains("convolution") && large.contains("fully connected"))
    #expect(large.split { !$0.isLetter && !$0.isNumber }.count { $0 == "x5" } == 3)
  }
}
