public import CellCanvas

/// Frames one after the other as a picture that moves: SVG with a style sheet and no script, 10 x 20 pixels a cell.
///
/// Every row that is seen is drawn once, however often it comes back, and an animation of its own shows it when it is
/// time. What does not know animations, or whose owner wants no motion, shows the last frame.
public struct SVGFilm {
  /// What is seen from a moment on.
  public struct Frame {
    let start: Duration
    let canvas: Canvas

    /// A frame that is seen from `start` on.
    public init(start: Duration, canvas: Canvas) {
      self.start = start
      self.canvas = canvas
    }
  }

  private let frames: [Frame]
  private let duration: Duration
  private let renderer: Renderer

  /// A film.
  ///
  /// - Parameters:
  ///   - frames: of one size, in the order of their times, the first at 0.
  ///   - duration: how long it takes until the film begins anew.
  public init(frames: [Frame], duration: Duration, renderer: Renderer) {
    precondition(!frames.isEmpty, "a film needs a frame")
    self.frames = frames
    self.duration = duration
    self.renderer = renderer
  }

  /// The picture.
  ///
  /// - Parameters:
  ///   - title: what the picture is called, for screen readers and as a tooltip.
  ///   - description: what it shows, in a sentence or two.
  ///   - mark: who made it, in a comment.
  public func text(title: String, description: String, mark: String) -> String {
    let size = frames[0].canvas.size
    let (width, height) = (size.columns * 10, size.rows * 20)
    var rules: [String] = []
    var numbers: [String: Int] = [:]
    var rows = ""
    for row in 0..<size.rows {
      for scene in scenes(ofRow: row, size.columns) {
        var drawing = SVGDrawing(renderer: renderer)
        drawing.add(scene.cells, row: row)
        guard !drawing.text.isEmpty else { continue }
        guard let rule = rule(for: scene.shown) else {
          rows += drawing.text
          continue
        }
        let number = numbers[rule] ?? rules.count
        if numbers[rule] == nil {
          numbers[rule] = number
          rules.append(rule)
        }
        rows += "<g class=\"f\(number)\(scene.isLast ? "" : " o")\">\n\(drawing.text)</g>\n"
      }
    }
    let seconds = Self.decimals(duration / .seconds(1), 2)
    let sheet = rules.enumerated().map { "@keyframes k\($0){\($1)}\n.f\($0){animation-name:k\($0)}\n" }.joined()
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
      role="img" aria-labelledby="title desc">
      <!-- \(mark) -->
      <title id="title">\(xml(title))</title>
      <desc id="desc">\(xml(description))</desc>
      <style>
      .o{visibility:hidden}
      @media (prefers-reduced-motion: no-preference){
      [class^=f]{animation:\(seconds)s step-end infinite}
      \(sheet)}
      </style>
      <rect width="\(width)" height="\(height)" fill="\(renderer.ground.cssHex)"/>
      \(rows)</svg>

      """
  }

  /// What is seen of a row at some time.
  private struct RowScene {
    let cells: [Cell]
    /// The frames in which it is seen.
    var shown: [Range<Int>]
    /// Whether it is seen at the end.
    var isLast = false
  }

  /// All that is seen of a row, each once.
  private func scenes(ofRow row: Int, _ columns: Int) -> [RowScene] {
    var scenes: [RowScene] = []
    var numbers: [[Cell]: Int] = [:]
    for (number, frame) in frames.enumerated() {
      let cells = (0..<columns).map { frame.canvas[$0, row] }
      let scene = numbers[cells] ?? scenes.count
      if scene == scenes.count {
        numbers[cells] = scene
        scenes.append(RowScene(cells: cells, shown: []))
      }
      if let last = scenes[scene].shown.last, last.upperBound == number {
        scenes[scene].shown[scenes[scene].shown.count - 1] = last.lowerBound..<number + 1
      } else {
        scenes[scene].shown.append(number..<number + 1)
      }
      if number == frames.count - 1 { scenes[scene].isLast = true }
    }
    return scenes
  }

  /// The steps of the animation that shows something in some frames only; `nil` for what is always seen.
  private func rule(for shown: [Range<Int>]) -> String? {
    guard shown != [0..<frames.count] else { return nil }
    var rule = shown[0].lowerBound > 0 ? "0%{visibility:hidden}" : ""
    for range in shown {
      rule += "\(percent(range.lowerBound)){visibility:visible}"
      if range.upperBound < frames.count { rule += "\(percent(range.upperBound)){visibility:hidden}" }
    }
    return rule
  }

  /// When a frame begins, as a part of the film.
  private func percent(_ frame: Int) -> String { Self.decimals(frames[frame].start / duration * 100, 3) + "%" }

  /// A number without zeros at its end.
  private static func decimals(_ value: Double, _ count: Int) -> String {
    var text = NumberText.fixed(value, decimals: count)
    while text.contains("."), text.last == "0" || text.last == "." {
      let isPoint = text.removeLast() == "."
      if isPoint { break }
    }
    return text
  }
}
