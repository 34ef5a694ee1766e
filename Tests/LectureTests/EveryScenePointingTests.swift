import CellCanvas
import Testing

@testable import Lecture
@testable import Playback

/// What holds for the cursor in every scene of the catalogue.
@Suite struct EveryScenePointingTests {
  private static let ids = EverySceneTests.ids
  private static let sizes = [Size(columns: 80, rows: 24), Size(columns: 160, rows: 48)]

  private func scene(_ id: String) -> any Scene { Finished.scenes[catalogue.firstIndex { $0.card.id == id } ?? 0] }

  /// All of a few, some of many.
  private func sample<Element>(_ elements: [Element], _ most: Int) -> [Element] {
    let count = min(elements.count, most)
    return count < 2 ? elements : (0..<count).map { elements[$0 * (elements.count - 1) / (count - 1)] }
  }

  @Test(arguments: ids, sizes) func everyCellIsReachedByTheArrows(id: String, size: Size) {
    let scene = scene(id)
    var walked: Set<[HotSpot]> = []
    for step in sample(Array(scene.steps.indices), 12) {
      let spots = scene.figure(at: Playhead(step: step), size: StageLayout(size).figure.size).hotSpots
      // Many steps show the same targets at the same places.
      guard walked.insert(spots).inserted else { continue }
      var map = TargetMap(spots)
      var (reached, open) = (Set(map.targets.prefix(1)), Array(map.targets.prefix(1)))
      while let target = open.popLast() {
        let next =
          Direction.allCases.compactMap { map.neighbour(of: target, $0) }
          + map.grids.compactMap { map.counterpart(of: target, in: $0) }
        for other in next where reached.insert(other).inserted { open.append(other) }
      }
      let missing = Set(map.targets).subtracting(reached)
      #expect(missing.isEmpty, "step \(step + 1): \(sample(Array(missing), 5))")
    }
  }

  // MARK: A number that is on the screen stays there when something is pointed at

  @Test(arguments: ids, sizes) func pointingHidesNothing(id: String, size: Size) {
    let scene = scene(id)
    for step in sample(Array(scene.steps.indices), 10) {
      let plain = scene.figure(at: Playhead(step: step), size: StageLayout(size).figure.size)
      let shown = numbers(in: plain)
      for target in sample(TargetMap(plain.hotSpots).targets, 12) {
        let pointed = numbers(in: scene.figure(at: Playhead(step: step, pointer: target), size: plain.size))
        let hidden = shown.subtracting(pointed)
        #expect(hidden.isEmpty, "step \(step + 1), pointing at \(target): \(sample(Array(hidden), 4))")
        if !hidden.isEmpty { break }
      }
    }
  }

  /// The elements that have a number on them.
  private func numbers(in figure: Canvas) -> Set<Target> {
    Set(
      figure.hotSpots.filter { spot in
        (spot.region.row..<spot.region.endRow).contains { row in
          (spot.region.column..<spot.region.endColumn).contains { figure[$0, row].glyph.properties.numericType != nil }
        }
      }.map(\.target))
  }
}
