import CellCanvas
import Testing

@testable import Lecture

/// A scene with some knobs set from text, as on the command line.
func scene<S: Scene>(_ type: S.Type, _ values: [String: String] = [:]) throws -> S {
  var settings = Settings()
  for (name, text) in values {
    let control = try #require(type.controls.first { $0.name == name }, "\(type.card.id) has no knob \(name)")
    try settings.set(control, from: text)
  }
  return try S(settings)
}

/// The same with all of its work done.
func finished<S: Scene>(_ type: S.Type, _ values: [String: String] = [:]) throws -> S {
  var scene = try scene(type, values)
  var results: [any Sendable] = []
  scene.work?.run { _, result in
    if let result { results.append(result) }
    return true
  }
  for result in results { scene.receive(result) }
  return scene
}

/// The first step of a scene whose moment has this name, whatever it carries.
func step<S: Scene>(_ name: String, of scene: S) throws -> Int {
  let names = scene.moments.map { Mirror(reflecting: $0).children.first?.label ?? "\($0)" }
  return try #require(names.firstIndex(of: name), "\(S.card.id) has no moment \(name)")
}

/// What a scene draws at a moment, at the size of the figure in a window of 80 x 24.
func figure(
  _ scene: some Scene, step: Int, progress: Double = 1, pointer: Target? = nil,
  size: Size = Size(columns: 78, rows: 17)
) -> Canvas {
  var canvas = Canvas(size: size)
  scene.draw(at: Playhead(step: step, progress: progress, pointer: pointer), in: &canvas)
  return canvas
}

extension Scene {
  /// The step of the moment of this name, the first one or, of those that repeat, another one.
  func index(of name: String, _ number: Int = 0) -> Int? {
    let named = moments.indices.filter { String(describing: moments[$0]).prefix { $0.isLetter } == name }
    return named.indices.contains(number) ? named[number] : nil
  }
}

extension Canvas {
  /// The words and numbers of one target's cells, joined.
  func text(of target: Target) -> String? {
    guard let spot = hotSpots.last(where: { $0.target == target }) else { return nil }
    return text(in: spot.region)
  }

  /// The words and numbers in a region, row after row.
  func text(in region: Region) -> String {
    (region.row..<region.endRow).map { row in
      String(String.UnicodeScalarView((region.column..<region.endColumn).map { self[$0, row].glyph }))
    }.joined(separator: " ").split(separator: " ").joined(separator: " ")
  }
}
