import CellCanvas

/// Opens the lecture.
struct TitleScene: Scene {
  static let card = SceneCard(id: "title", title: "Convolutional networks", part: .opening)
  static let controls: [Control] = []

  init(_ settings: Settings) throws(SettingsError) {}

  var steps: [Step] { [Step(caption: "The lecture begins.")] }

  func draw(at playhead: Playhead, in canvas: inout Canvas) {
    canvas.write("Convolutional networks", in: canvas.bounds, align: .center)
  }
}
