import CellCanvas
import Lecture
import Testing

/// What holds for the links of every scene.
@Suite struct EveryLinkTests {
  @Test(arguments: EverySceneTests.ids)
  func linksLeadToScenesAndBack(id: String) throws {
    let scene = Finished.scenes[try #require(catalogue.firstIndex { $0.card.id == id })]
    for (index, step) in scene.steps.enumerated() {
      #expect(Set(step.links.map(\.scene)).count == step.links.count, "step \(index + 1) has two links to one scene")
      for link in step.links {
        #expect(catalogue.contains { $0.card.id == link.scene }, "step \(index + 1) leads to no scene: \(link.scene)")
        #expect(link.scene != id, "step \(index + 1) leads to its own scene")
        #expect((1...20).contains(link.label.count), "“\(link.label)” has no room in the footer")
      }
      // Among several the cursor chooses, so each must be somewhere in the figure.
      guard step.links.count > 1 else { continue }
      let targets = scene.figure(at: Playhead(step: index)).hotSpots.map(\.target)
      for link in step.links { #expect(targets.contains(link.target), "step \(index + 1) shows no \(link.scene)") }
    }
  }
}
