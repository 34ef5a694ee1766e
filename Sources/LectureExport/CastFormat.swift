import CellCanvas
import FrameExport
import JSONText
import Lecture
import Playback

/// The lecture as asciinema plays it: what the screen shows, at the pace of autoplay, with a marker at each step.
///
/// The file is an asciicast of version 3 (docs.asciinema.org/manual/asciicast/v3): a header, then an event in each line,
/// with the seconds since the one before.
public struct CastFormat: ExportFormat {
  /// Frames a second of an animation.
  private static let rate = 20

  private let plan: LecturePlan
  private let size: Size
  private let renderer: Renderer

  /// The lecture in the size and the colours of a walk.
  public init(_ walk: LectureWalk) {
    plan = walk.plan
    size = walk.options.size
    renderer = Renderer(theme: Theme.named(walk.options.theme) ?? Theme.all[0], depth: .truecolor, glyphs: .unicode)
  }

  /// A scene's events, and how long its last frame stays.
  public struct Part: Sendable {
    fileprivate let events: [Event]
    fileprivate let rest: Duration
  }

  /// Something that happens, so long after what happened before.
  fileprivate struct Event: Sendable {
    let pause: Duration
    let kind: String
    let data: String

    var line: String {
      let milliseconds = pause.components.seconds * 1000 + pause.components.attoseconds / 1_000_000_000_000_000
      return JSON.array([.number(Double(milliseconds) / 1000), .string(kind), .string(data)]).compact + "\n"
    }
  }

  /// A scene's events, its first frame whole, so that a player can jump to it.
  public func part(of scene: ExportedScene) throws(Unwanted) -> Part {
    var film = Film(renderer)
    let player = scene.player
    for (done, step) in scene.steps.enumerated() {
      film.mark("\(player.sceneIndex + 1) \(scene.card.title), step \(done + 1) of \(scene.steps.count)")
      // The first step that is shown asks nothing: what its question covers is not shown.
      if step > scene.steps.lowerBound, player.steps[step].question != nil {
        film.show(player.screenAsking(before: step))
        film.wait(player.readingTime(of: step, asking: true))
      }
      var shown = Duration.zero
      for (start, frame) in scene.animation(of: step, rate: Self.rate, draw: { player.screen(of: step, at: $0) }) {
        film.wait(start - shown)
        film.show(frame)
        shown = start
      }
      // An animation may have come to its end before its time has.
      film.wait(max(.zero, player.steps[step].duration - shown) + player.readingTime(of: step))
      try scene.report(done + 1)
    }
    return Part(events: film.events, rest: film.pause)
  }

  /// The header, then all events in order.
  public func file(of parts: [Part]) -> String {
    let header = JSON.object([
      .init("version", .integer(3)),
      .init(
        "term",
        .object([
          .init("cols", .integer(size.columns)), .init("rows", .integer(size.rows)),
          .init("type", .string("xterm-256color")),
        ])), .init("title", .string(plan.title ?? "Convolutional networks")),
    ])
    var text = header.compact + "\n# \(ExportMark.text)\n"
    // A scene knows nothing of the one before it: what that left to wait for is waited for here.
    var rest = Duration.zero
    // The cursor is no part of the lecture.
    text += Event(pause: .zero, kind: "o", data: "\u{1B}[?25l\u{1B}[2J").line
    for part in parts {
      for (index, event) in part.events.enumerated() {
        text += Event(pause: event.pause + (index == 0 ? rest : .zero), kind: event.kind, data: event.data).line
      }
      rest = part.rest
    }
    text += Event(pause: rest, kind: "o", data: "\u{1B}[0m\u{1B}[\(size.rows);1H\u{1B}[?25h").line
    return text + Event(pause: .zero, kind: "x", data: "0").line
  }

  /// Events as they are put together.
  private struct Film {
    private let renderer: Renderer
    private(set) var events: [Event] = []
    /// The time since the last event.
    private(set) var pause = Duration.zero
    private var shown: Canvas?

    init(_ renderer: Renderer) { self.renderer = renderer }

    mutating func wait(_ time: Duration) { pause += time }

    mutating func mark(_ label: String) { add("m", label) }

    /// Shows a frame; of what stands there already nothing is written.
    mutating func show(_ frame: Canvas) {
      let changes = ANSIExport.changes(from: shown, to: frame, renderer: renderer)
      shown = frame
      if !changes.isEmpty { add("o", changes) }
    }

    private mutating func add(_ kind: String, _ data: String) {
      // Whole milliseconds are written; what is less than one waits for the next event.
      let whole = Duration.milliseconds(Int64((pause / .milliseconds(1)).rounded(.down)))
      events.append(Event(pause: whole, kind: kind, data: data))
      pause -= whole
    }
  }
}
