import CellCanvas
import Lecture
import Playback
import TerminalSession
import Testing

/// The lecture twice: by the built program on a terminal, and by a player in the test, which says what must be seen there.
/// Without animation, so that both are always at rest.
final class Rehearsal {
  let session: TerminalSession
  var player: Player
  /// What the terminal has.
  let depth: ColorDepth
  let glyphs: GlyphSet
  /// How many colours it has, where these are fewer than 16.
  let colorCount: UInt8
  /// Whether the terminal draws pictures in pixels, by now.
  var hasPictures = false {
    didSet { player.blocks = hasPictures ? .pixels : .half }
  }

  init(
    scene: String = "sliding-kernel", arguments: [String] = [], environment: [String: String] = [:],
    size: Size = Size(columns: 80, rows: 24), depth: ColorDepth = .palette256, glyphs: GlyphSet = .unicode,
    colorCount: UInt8 = 16, predicts: Bool = true, directory: String = "/"
  ) throws {
    session = TerminalSession(
      BuiltProgram.path("cnnviz"), ["--scene", scene, "--reduced-motion"] + arguments, environment: environment,
      columns: size.columns, rows: size.rows, directory: directory)
    self.depth = depth
    self.glyphs = glyphs
    self.colorCount = colorCount
    var options = PlayerOptions()
    options.scene = try #require(catalogue.firstIndex { $0.card.id == scene })
    options.reducedMotion = true
    options.predicts = predicts
    options.size = size
    player = Player(options: options)
    player.glyphs = glyphs
    finishWork()
    try expectSameFrame("the first frame")
  }

  /// What the player would show on this terminal.
  var expected: [[TerminalCell]] {
    let frame = player.frame().spelled(in: glyphs)
    let canvas = hasPictures ? frame.withWindows().canvas : frame
    let renderer = Renderer(theme: player.theme, depth: depth, glyphs: glyphs)
    return (0..<canvas.size.rows).map { row in
      (0..<canvas.size.columns).map { column in
        let cell = renderer.render(canvas[column, row])
        return Self.comparable(
          TerminalCell(
            glyph: cell.glyph, foreground: color(cell.foreground), background: color(cell.background),
            isBold: cell.style.contains(.bold) || isBoldInstead(cell.foreground),
            isUnderlined: cell.style.contains(.underline), isReversed: cell.style.contains(.reverse)))
      }
    }
  }

  /// What the terminal shows.
  var seen: [[TerminalCell]] {
    (0..<session.rows).map { row in
      (0..<session.columns).map { column in Self.comparable(session.cell(column: column, row: row)) }
    }
  }

  /// Waits until the terminal shows what the player says: every glyph, colour and attribute.
  func expectSameFrame(_ moment: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let expected = expected
    if session.wait(until: { _ in seen == expected }) { return }
    let text = expected.map { row in String(String.UnicodeScalarView(row.map(\.glyph))) }.joined(separator: "\n")
    let place = zip(expected, seen).enumerated().lazy.compactMap { row, lines in
      zip(lines.0, lines.1).enumerated().first { $1.0 != $1.1 }.map { (row, $0, $1) }
    }.first
    Issue.record(
      """
      \(moment): the terminal does not show what it should.
      First difference (row, column, expected and seen): \(place.map { "\($0)" } ?? "none")
      Expected:
      \(text)
      Seen:
      \(session.text)
      """, sourceLocation: sourceLocation)
    throw Mismatch()
  }

  /// Presses a key in the program and in the player, and expects both to show the same.
  func press(_ keys: KeyStroke..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    for key in keys {
      _ = player.handle(.key(key.key), at: .zero)
      finishWork()
      session.send(key.bytes)
      try expectSameFrame("after \(key.key.name)", sourceLocation: sourceLocation)
    }
  }

  /// Does all the work that the scene on the screen waits for, as the program does it in the background.
  func finishWork() {
    while let (id, work) = player.wantedWork {
      var reports: [WorkReport] = []
      work.run { fraction, result in
        reports.append(WorkReport(fraction: fraction, result: result))
        return true
      }
      for report in reports + [.finished] { _ = player.handle(.work(id, report), at: .zero) }
    }
  }

  /// Does something with the mouse in the program and in the player, and expects both to show the same.
  func point(_ kind: MouseEvent.Kind, at point: Point, sourceLocation: SourceLocation = #_sourceLocation) throws {
    _ = player.handle(.mouse(MouseEvent(kind, at: point)), at: .zero)
    let code =
      switch kind {
      case .pressed, .released: 0
      case .moved: 35
      case .scrolledUp: 64
      case .scrolledDown: 65
      }
    session.send("\u{1B}[<\(code);\(point.column + 1);\(point.row + 1)\(kind == .released ? "m" : "M")")
    try expectSameFrame("after the mouse \(kind)", sourceLocation: sourceLocation)
  }

  /// Moves the mouse with its button held.
  func drag(to point: Point, sourceLocation: SourceLocation = #_sourceLocation) throws {
    _ = player.handle(.mouse(MouseEvent(.moved, at: point)), at: .zero)
    session.send("\u{1B}[<32;\(point.column + 1);\(point.row + 1)M")
    try expectSameFrame("after dragging", sourceLocation: sourceLocation)
  }

  /// Gives both a new size, and expects both to show the same.
  func resize(_ size: Size, sourceLocation: SourceLocation = #_sourceLocation) throws {
    _ = player.handle(.resize(size), at: .zero)
    session.resize(columns: size.columns, rows: size.rows)
    try expectSameFrame("at \(size.columns) x \(size.rows)", sourceLocation: sourceLocation)
  }

  // MARK: Cells

  struct Mismatch: Error {}

  private func color(_ color: DeviceColor) -> TerminalCell.Color {
    switch color {
    case .standard: .standard
    case .index(let index): .index(index < 16 ? index % colorCount : index)
    case .rgb(let color): .rgb(color.hex)
    }
  }

  /// Whether a terminal with 8 colours shows one of the other 8 as bold ink.
  private func isBoldInstead(_ color: DeviceColor) -> Bool {
    if case .index(let index) = color { index < 16 && index >= colorCount } else { false }
  }

  /// A cell without what cannot be seen of it: the ink of an empty one.
  static func comparable(_ cell: TerminalCell) -> TerminalCell {
    var cell = cell
    if cell.glyph == " ", !cell.isReversed, !cell.isUnderlined {
      cell.foreground = .standard
      cell.isBold = false
    }
    return cell
  }
}

/// A key and what a terminal sends for it.
struct KeyStroke {
  let key: Key
  let bytes: String

  init(_ key: Key, _ bytes: String) {
    self.key = key
    self.bytes = bytes
  }

  /// A key that types something.
  static func character(_ scalar: Unicode.Scalar) -> KeyStroke {
    KeyStroke(.character(scalar), String(Character(scalar)))
  }

  static let right = KeyStroke(.right, "\u{1B}OC")
  static let left = KeyStroke(.left, "\u{1B}OD")
  static let up = KeyStroke(.up, "\u{1B}OA")
  static let down = KeyStroke(.down, "\u{1B}OB")
  static let enter = KeyStroke(.enter, "\r")
  static let space = KeyStroke(.character(" "), " ")
  static let backspace = KeyStroke(.backspace, "\u{7F}")
  static let escape = KeyStroke(.escape, "\u{1B}")
  static let tab = KeyStroke(.tab, "\t")
  static let backtab = KeyStroke(.backtab, "\u{1B}[Z")
  static let pageUp = KeyStroke(.pageUp, "\u{1B}[5~")
  static let pageDown = KeyStroke(.pageDown, "\u{1B}[6~")
  static let home = KeyStroke(.home, "\u{1B}OH")
  static let end = KeyStroke(.end, "\u{1B}OF")
  static let f1 = KeyStroke(.function(1), "\u{1B}OP")
  static let f5 = KeyStroke(.function(5), "\u{1B}[15~")
  static let controlP = KeyStroke(.control("p"), "\u{10}")
  static let controlL = KeyStroke(.control("l"), "\u{0C}")
}

extension KeyStroke: ExpressibleByUnicodeScalarLiteral {
  init(unicodeScalarLiteral value: Unicode.Scalar) { self = .character(value) }
}
