import CellCanvas
import Lecture
import Playback
import Synchronization
import Testing

@testable import LectureExport

/// The walk over what is exported: each entry once, in order, at its settings, and given up when nobody wants it.
@Suite struct LectureWalkTests {
  /// Writes ids and steps, one scene a line.
  private struct ListFormat: ExportFormat {
    func part(of scene: ExportedScene) throws(Unwanted) -> String {
      for done in 0...scene.steps.count { try scene.report(done) }
      return "\(scene.card.id) \(scene.steps.lowerBound)-\(scene.steps.upperBound) of \(scene.player.stepCount)"
    }
    func file(of parts: [String]) -> String { parts.joined(separator: "\n") }
  }

  private func walk(_ entries: (id: String, steps: Range<Int>?)...) throws -> LectureWalk {
    LectureWalk(
      scenes: catalogue,
      entries: try entries.map { entry in
        ExportEntry(
          scene: try #require(catalogue.firstIndex { $0.card.id == entry.id }), settings: Settings(), steps: entry.steps
        )
      }, options: PlayerOptions())
  }

  @Test(arguments: [1, 3]) func entriesComeInTheirOrder(threads: Int) throws {
    let walk = try walk(("stride", nil), ("title", 2..<4), ("stride", 10..<99))
    let lines = try walk.write(as: ListFormat(), threads: threads).split(separator: "\n")
    #expect(lines == ["stride 0-13 of 13", "title 2-4 of 6", "stride 10-13 of 13"])
  }

  @Test func nobodyIsMadeToWaitForWhatIsNotWanted() throws {
    let walk = try walk(("title", nil), ("fantasy-image", nil))
    #expect(throws: Unwanted.self) { try walk.write(as: ListFormat(), threads: 1) { _ in false } }
  }

  @Test func anAnimationTellsEachFrameOnceAndEndsAtTheStepsEnd() throws {
    struct Frames: ExportFormat {
      func part(of scene: ExportedScene) throws(Unwanted) -> [(start: Duration, frame: Double)] {
        scene.animation(of: 1, rate: 10) { ($0 * 2).rounded(.down) }
      }
      func file(of parts: [[(start: Duration, frame: Double)]]) -> String {
        parts[0].map { "\($0.frame)" }.joined(separator: " ")
      }
    }
    #expect(try walk(("sliding-kernel", nil)).write(as: Frames()) == "0.0 1.0 2.0")
  }
}
