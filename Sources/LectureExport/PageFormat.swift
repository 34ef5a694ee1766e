import CellCanvas
import EmbeddedAssets
import FrameExport
import JSONText
import Lecture
import Playback

/// The lecture as a page in one file that needs no network: HTML with a script, a style and the frames as data.
///
/// The frames are drawn by the page (`Page/lecture.js`), in the colours of the dark and the light theme. Its security
/// policy lets nothing run but that script, and nothing be fetched.
public struct PageFormat: ExportFormat {
  /// A scene as the page has it, and the glyphs of its figures.
  public struct Part: Sendable {
    let data: JSON
    let glyphs: Set<Unicode.Scalar>
  }

  private let title: String
  private let size: Size
  /// The ids of the entries: those of their scenes, numbered where a scene comes again.
  private let ids: [String]
  private let scenes: Set<String>

  /// A page with what is walked through.
  ///
  /// - Parameter title: what the page is called; without one, by its scene, or the lecture.
  public init(_ walk: LectureWalk, title: String? = nil) {
    let cards = walk.entries.map { walk.scenes[$0.scene].card }
    self.title = title ?? (cards.count == 1 ? cards[0].title : walk.scenes[0].card.title)
    size = StageLayout(walk.options.size).figure.size
    var counts: [String: Int] = [:]
    ids = cards.map { card in
      counts[card.id, default: 0] += 1
      return counts[card.id] == 1 ? card.id : "\(card.id)-\(counts[card.id] ?? 0)"
    }
    scenes = Set(cards.map(\.id))
  }

  /// The scene's words and frames.
  public func part(of scene: ExportedScene) throws(Unwanted) -> Part {
    var figures = PageFigures(themes: [Self.dark, Self.light], cells: size.columns * size.rows)
    var steps: [JSON] = []
    for (done, step) in scene.steps.enumerated() {
      steps.append(PageStep(scene, step, linked: scenes, figures: &figures).data)
      try scene.report(done + 1)
    }
    let reel = figures.reel
    let settings = scene.player.settings
    let knobs = scene.scene.controls.filter(\.isTurned).map { control in
      JSON.array([.string(control.name), .string(settings.label(control))])
    }
    let data = JSON.object([
      .init("id", .string(ids[scene.index])), .init("scene", .string(scene.card.id)),
      .init("title", .string(scene.card.title)), .init("part", .string(scene.card.part.rawValue)),
      .init("knobs", .array(knobs)), .init("glyphs", .string(reel.glyphs)), .init("colors", .string(reel.colors)),
      .init("symbols", .array(reel.symbols.map { .integer($0) })), .init("reel", .string(base64(reel.bytes))),
      .init("pictures", figures.pictures), .init("placed", figures.placed), .init("steps", .array(steps)),
    ])
    return Part(data: data, glyphs: Set(reel.glyphs.unicodeScalars))
  }

  /// The page.
  public func file(of parts: [Part]) -> String {
    let data = JSON.object([
      .init("title", .string(title)), .init("columns", .integer(size.columns)), .init("rows", .integer(size.rows)),
      .init(
        "ground",
        .object(
          [("dark", Self.dark), ("light", Self.light)].map { .init($0, .string(PageColors.ground(of: $1).cssHex)) })),
      .init("keys", PageKeys.data),
      .init("shapes", CellReel.shapes(of: parts.reduce(into: []) { $0.formUnion($1.glyphs) })),
      .init("glossary", .array(Glossary.sections.map(\.data))), .init("scenes", .array(parts.map(\.data))),
    ])
    let style = PageColors.style(dark: Self.dark, light: Self.light) + Self.text(of: embeddedPageStyle())
    let script = Self.text(of: embeddedPageScript())
    func hash(_ text: String) -> String { "'sha256-\(base64(SHA256.digest(of: Array(text.utf8))))'" }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src \(hash(script)); \
      style-src \(hash(style)); img-src data:; base-uri 'none'; form-action 'none'">
      <meta name="generator" content="\(ExportMark.text)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <link rel="icon" href="data:,">
      <title>\(title.escapedForMarkup)</title>
      <style>\(style)</style>
      </head>
      <body>
      \(Self.text(of: embeddedPageBody()))<script type="application/json" id="lecture">\(data.compact.escapedForScript)</script>
      <script>\(script)</script>
      </body>
      </html>

      """
  }

  private static var dark: Theme { theme("dark") }
  private static var light: Theme { theme("light") }

  private static func theme(_ name: String) -> Theme {
    guard let theme = Theme.named(name) else { preconditionFailure("there is a theme called \(name)") }
    return theme
  }

  private static func text(of asset: EmbeddedAsset) -> String {
    String(decoding: UnsafeBufferPointer(start: asset.bytes, count: asset.count), as: UTF8.self)
  }
}

extension String {
  /// The text as it stands between tags.
  fileprivate var escapedForMarkup: String { replacing("&", with: "&amp;").replacing("<", with: "&lt;") }

  /// JSON as it stands in a script element, which no text in it may close.
  fileprivate var escapedForScript: String { replacing("<", with: "\\u003c") }
}

extension Glossary.Section {
  fileprivate var data: JSON {
    .object([
      .init("title", .string(title)),
      .init(
        "entries", .array(entries.map { .array([$0.sign.data, .string($0.meaning), .string($0.scene)]) })),
    ])
  }
}
