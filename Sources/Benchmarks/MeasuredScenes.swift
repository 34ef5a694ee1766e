import CellCanvas
public import Lecture

/// The scenes that frame times are measured with: of one every cell changes with each step, of the other a single one.
public enum MeasuredScenes {
  /// The change of all cells first, then that of one.
  public static let all: [any Scene.Type] = [EveryCellScene.self, OneCellScene.self]
}

/// Two pixels of other colours in every cell, at every step.
struct EveryCellScene: Scene {
  static let card = SceneCard(
    id: "every-cell", title: "Every cell changes", part: .opening, minimumSize: Size(columns: 1, rows: 1))
  static let controls: [Control] = []
  var moments: [Int] { Array(steps.indices) }
  func step(_ moment: Int) -> Step { steps[moment] }
  let steps = (0..<64).map { _ in Step(caption: "") }

  init(_ settings: Settings) throws(SettingsError) {}

  func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {
    for row in 0..<canvas.size.rows {
      for column in 0..<canvas.size.columns {
        // Smooth colours, as a heat map has them; the step makes all of them other ones.
        func level(_ y: Int) -> Double { Double((column * 5 + y * 3 + playhead.step * 37) % 256) / 255 }
        canvas[column, row] = Cell(
          "▀", ink: .level(.amount, level(2 * row)), paper: .level(.amount, level(2 * row + 1)))
      }
    }
  }
}

/// A number that counts the steps.
struct OneCellScene: Scene {
  static let card = SceneCard(
    id: "one-cell", title: "One cell changes", part: .opening, minimumSize: Size(columns: 1, rows: 1))
  static let controls: [Control] = []
  var moments: [Int] { Array(steps.indices) }
  func step(_ moment: Int) -> Step { steps[moment] }
  let steps = (0..<64).map { _ in Step(caption: "") }

  init(_ settings: Settings) throws(SettingsError) {}

  func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {
    canvas.write("\(playhead.step % 10)", column: canvas.size.columns / 2, row: canvas.size.rows / 2)
  }
}
