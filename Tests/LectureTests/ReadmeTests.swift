import CellCanvas
import Foundation
import Lecture
import Playback
import Testing

/// What the README promises to somebody who adds a scene.
@Suite struct ReadmeTests {
  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  private static let readme = tests.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("README.md")

  /// The sample in the README is the file beside this one, which is compiled; there it must see inside of the lecture.
  @Test func theSampleIsCompiled() throws {
    let readme = try String(contentsOf: Self.readme, encoding: .utf8)
    let block = try #require(readme.firstMatch(of: /```swift\n(import CellCanvas\n(?s:.*?))```/)).output.1
    let file = try String(contentsOf: Self.tests.appendingPathComponent("AveragesScene.swift"), encoding: .utf8)
    #expect(String(block) == file.replacing("@testable import Lecture\n", with: ""))
  }

  /// Every file that the README names is there.
  @Test func theFilesThatItNamesAreThere() throws {
    let readme = try String(contentsOf: Self.readme, encoding: .utf8)
    let top = Self.readme.deletingLastPathComponent()
    var count = 0
    for match in readme.matches(of: /`((?:Sources|Tests|Assets)\/[A-Za-z0-9_+.\/-]+)`/) {
      count += 1
      #expect(
        FileManager.default.fileExists(atPath: top.appendingPathComponent(String(match.output.1)).path),
        "\(match.output.1)")
    }
    #expect(count > 3)
  }

  @Test(arguments: 1...5) func theSampleKeepsWhatScenesPromise(width: Int) throws {
    let scene = try scene(AveragesScene.self, ["width": "\(width)"])
    #expect(scene.averages.count == 6 - width)
    for (index, step) in scene.steps.enumerated() {
      step.check("step \(index + 1)")
      for size in [(80, 24), (160, 48), (40, 12)].map({ Size(columns: $0.0, rows: $0.1) }) {
        let figure = figure(scene, step: index, progress: 0.3, size: StageLayout(size).figure.size)
        #expect(figure.audit == [], "step \(index + 1) at \(size)")
      }
    }
  }
}
