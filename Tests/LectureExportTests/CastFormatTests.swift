import CellCanvas
import Foundation
import FrameExport
import Lecture
import Playback
import Testing

@testable import LectureExport

@Suite struct CastFormatTests {
  private static func walk() throws -> LectureWalk {
    LectureWalk(
      plan: try LecturePlan("lecture: Two\nsparse-connectivity:2-4\ntitle:1-2"), options: PlayerOptions(theme: "light"))
  }

  private struct Event {
    let time: Double
    let kind: String
    let data: String
  }

  private static let cast: Result<String, any Error> = Result { try walk().write(as: CastFormat(walk())) }

  private static func events(_ lines: [Substring]) throws -> [Event] {
    var time = 0.0
    return try lines.filter { !$0.hasPrefix("#") }.map { line in
      let value = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [Any])
      try #require(value.count == 3)
      time += try #require(value[0] as? Double)
      return Event(time: time, kind: try #require(value[1] as? String), data: try #require(value[2] as? String))
    }
  }

  /// What a terminal would show: places and glyphs alone.
  private struct Screen {
    var rows: [[Unicode.Scalar]]
    private var (row, column) = (0, 0)

    init(_ size: Size) { rows = Array(repeating: Array(repeating: " ", count: size.columns), count: size.rows) }

    mutating func write(_ data: String) throws {
      var rest = data.unicodeScalars[...]
      while let scalar = rest.popFirst() {
        guard scalar == "\u{1B}" else {
          rows[row][column] = scalar
          column += 1
          continue
        }
        try #require(rest.popFirst() == "[")
        let end = try #require(rest.firstIndex { ("A"..."z").contains($0) })
        let parameters = rest[..<end].split(separator: ";").map { Int(String($0)) }
        switch rest[end] {
        case "H":
          row = (try #require(parameters[0])) - 1
          column = (try #require(parameters[1])) - 1
        case "m", "J", "l", "h": break
        default: Issue.record("unknown sequence \(rest[...end])")
        }
        rest = rest[rest.index(after: end)...]
      }
    }

    var text: [String] { rows.map { row in String(String.UnicodeScalarView(row)) } }
  }

  @Test func theHeaderSaysSizeAndTitleAndWhoMadeIt() throws {
    let lines = try Self.cast.get().split(separator: "\n")
    let header = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
    #expect(header["version"] as? Int == 3 && header["title"] as? String == "Two")
    #expect((header["term"] as? [String: Any])?["cols"] as? Int == 80)
    #expect(lines[1].contains(ExportMark.text))
  }

  @Test func eachStepHasItsMarkerAndTheScreenIsTheLectures() throws {
    let walk = try Self.walk()
    let events = try Self.events(Self.cast.get().split(separator: "\n").dropFirst().map { $0 })
    #expect(
      events.filter { $0.kind == "m" }.map(\.data) == [
        "1 Sparse connectivity, step 1 of 3", "1 Sparse connectivity, step 2 of 3",
        "1 Sparse connectivity, step 3 of 3",
        "2 Convolutional networks, live, step 1 of 2", "2 Convolutional networks, live, step 2 of 2",
      ])
    #expect(events.last?.kind == "x")
    // What stands there when the next marker comes is the end of the step.
    var screen = Screen(walk.options.size)
    var ends: [[String]] = []
    for event in events {
      if event.kind == "m" { ends.append(screen.text) }
      if event.kind == "o" { try screen.write(event.data) }
    }
    ends = Array(ends.dropFirst()) + [screen.text]
    let steps = [(0, 1), (0, 2), (0, 3), (1, 0), (1, 1)]
    for ((scene, step), shown) in zip(steps, ends) {
      var options = walk.options
      options.scene = scene
      options.reducedMotion = true
      let frame = Player(plan: walk.plan, options: options).screen(of: step)
      let renderer = Renderer(theme: try #require(Theme.named("light")), depth: .truecolor, glyphs: .unicode)
      let wanted = (0..<frame.size.rows).map { row in
        String(
          String.UnicodeScalarView((0..<frame.size.columns).map { renderer.render(frame[$0, row]).glyph }))
      }
      #expect(shown == wanted, "scene \(scene), step \(step)")
    }
  }

  /// Every step stays as long as autoplay would let it.
  @Test func timeGoesOnAsInAutoplay() throws {
    let walk = try Self.walk()
    var options = walk.options
    options.reducedMotion = true
    let player = Player(plan: walk.plan, options: options)
    let events = try Self.events(Self.cast.get().split(separator: "\n").dropFirst().map { $0 })
    let marks = events.filter { $0.kind == "m" }.map(\.time)
    for step in 1...2 {
      let asked = step > 1 && player.steps[step].question != nil
      let wanted =
        player.readingTime(of: step) + player.steps[step].duration
        + (asked ? player.readingTime(of: step, asking: true) : .zero)
      #expect(abs(marks[step] - marks[step - 1] - wanted / .seconds(1)) < 0.1, "step \(step)")
    }
  }

  @Test func onlyWhatChangesIsWritten() throws {
    let renderer = Renderer(theme: Theme.all[0], depth: .truecolor, glyphs: .unicode)
    var canvas = Canvas(size: Size(columns: 8, rows: 2))
    let before = canvas
    #expect(ANSIExport.changes(from: before, to: canvas, renderer: renderer).isEmpty)
    canvas[3, 1] = Cell("x")
    let changes = ANSIExport.changes(from: before, to: canvas, renderer: renderer)
    #expect(changes.hasPrefix("\u{1B}[2;4H") && changes.hasSuffix("x"))
    #expect(ANSIExport.changes(from: nil, to: canvas, renderer: renderer).contains("\u{1B}[1;1H"))
  }
}
