import CellCanvas
import Foundation
import Lecture
import Playback
import Testing

@testable import LectureExport

/// The README's first picture, and with it the picture that moves.
@Suite struct AnimatedSVGTests {
  private static let picture = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Assets/screens/sliding-kernel.svg")

  @Test func theFirstPictureOfTheReadmeIsWhatTheProgramDraws() throws {
    let index = try #require(catalogue.firstIndex { $0.card.id == "sliding-kernel" })
    let walk = LectureWalk(
      scenes: catalogue, entries: [ExportEntry(scene: index, settings: Settings())], options: PlayerOptions())
    let text = try walk.write(as: AnimatedSVGFormat(theme: Theme.all[0]))
    #expect(text.utf8.count < 1_000_000)
    #expect(text.contains("prefers-reduced-motion") && !text.contains("<script"))
    let isThere = try String(contentsOf: Self.picture, encoding: .utf8) == text
    #expect(isThere, "cnnviz export Assets/screens/sliding-kernel.svg --animated --scene sliding-kernel")
  }
}
