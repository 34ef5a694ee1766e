public import CellCanvas
import FrameExport

/// One scene as a picture that plays it, again and again: SVG with a style sheet and no script. Who wants no motion sees
/// its last step.
public struct AnimatedSVGFormat: ExportFormat {
  private let renderer: Renderer

  /// Frames a second of an animation: half of the terminal's, for pages that are to stay small.
  private static let rate = 15

  /// A picture in the colours of a theme.
  public init(theme: Theme) { renderer = Renderer(theme: theme, depth: .truecolor, glyphs: .unicode) }

  /// The picture.
  public func part(of scene: ExportedScene) throws(Unwanted) -> String {
    let player = scene.player
    var frames: [SVGFilm.Frame] = []
    var time = Duration.zero
    for (done, step) in scene.steps.enumerated() {
      let begin = time
      for (start, screen) in scene.animation(of: step, rate: Self.rate, draw: { player.screen(of: step, at: $0) }) {
        frames.append(SVGFilm.Frame(start: begin + start, canvas: screen))
      }
      time = begin + player.steps[step].duration + player.readingTime(of: step)
      try scene.report(done + 1)
    }
    return SVGFilm(frames: frames, duration: time, renderer: renderer).text(
      title: scene.card.title,
      description: "\(player.steps[scene.steps.upperBound - 1].caption.plain.withoutContinuations)",
      mark: ExportMark.text)
  }

  /// The picture: there is one.
  public func file(of parts: [String]) -> String { parts.joined() }
}
