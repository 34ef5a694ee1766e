import CellCanvas
import Foundation
import Lecture
import Playback
import Testing

/// Compares what explains the screen with what was recorded when somebody last looked at it: the panel of notes, the
/// page of symbols, and the legend of every scale. To record anew, run with `CNNVIZ_RECORD=1`, as for the scenes.
@Suite struct RecordedPanelsTests {
  static let sizes = [Size(columns: 80, rows: 24), Size(columns: 160, rows: 48)]

  private func compare(_ frames: [Canvas], _ name: String, _ size: Size) throws {
    var lines: [String] = []
    for (index, frame) in frames.enumerated() {
      #expect(frame.audit == [], "\(name) \(index + 1)")
      lines.append("== frame \(index + 1)")
      lines += Recording.rows(of: frame, since: index == 0 ? Canvas(size: frame.size) : frames[index - 1])
    }
    try Recording.compare(
      lines.joined(separator: "\n") + "\n",
      with: RecordedFramesTests.folder.appendingPathComponent("panels/\(name)-\(size.columns)x\(size.rows).txt"),
      of: "\(name) at \(size.columns)x\(size.rows)")
  }

  /// A scene of the lecture on the screen, with the keys pressed one after the other; the frame after each.
  private func frames(_ id: String, _ size: Size, _ keys: [Key]) -> [Canvas] {
    var options = PlayerOptions()
    options.scene = catalogue.firstIndex { $0.card.id == id } ?? 0
    options.size = size
    options.predicts = false
    var player = Player(options: options)
    player.finishWork()
    var second = 0
    func press(_ key: Key) -> Canvas {
      second += 10
      _ = player.handle(.key(key), at: .seconds(second))
      for wait in 0...1 { player.tick(to: .seconds(second + 4 * wait)) }
      return player.frame()
    }
    _ = press(.escape)
    return keys.map(press)
  }

  @Test(arguments: sizes + [Size(columns: 120, rows: 40)]) func notesPanel(size: Size) throws {
    try compare(frames("sparse-connectivity", size, ["i", .pageDown, .pageDown, "i"]), "notes", size)
  }

  @Test(arguments: sizes) func symbolsPage(size: Size) throws {
    try compare(frames("sparse-connectivity", size, ["k", .pageDown, .pageDown, .end]), "symbols", size)
  }

  @Test(arguments: sizes) func legendOfEveryScale(size: Size) throws {
    let frames = ColorScale.allCases.map { scale in
      let values = (0..<64).map { scale == .signed ? Double($0) - 31.5 : Double($0) }
      let map = HeatMap(width: 8, height: 8, values: values, scale: scale)
      var canvas = Canvas(size: StageLayout(size).figure.size)
      let parts = Arrangement.row(.map("map", map), .arrow("read as")).placed(in: canvas.bounds)
      parts.draw(in: &canvas)
      if let place = parts.body("map") { canvas.legend(map.legend(unit: "units"), near: place) }
      #expect(canvas.plainText.contains(scale == .signed ? "31.5 units" : "63 units"))
      return canvas
    }
    try compare(frames, "legends", size)
  }
}
