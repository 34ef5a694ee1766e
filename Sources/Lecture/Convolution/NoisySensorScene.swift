import CellCanvas
import ConvolutionEngine

/// A noisy sensor follows a spaceship, and a weighted average of the last readings slides along: convolution as it is
/// met first.
struct NoisySensorScene: MomentScene {
  static let card = SceneCard(id: "noisy-sensor", title: "A noisy sensor", part: .convolution)

  static let noise = Control.integer(
    "noise", in: 0...20, standard: 8, help: "how far a reading is usually off, in km")
  static let length = Control.integer("length", in: 2...12, standard: 5, help: "how many readings the window averages")
  static let shape = Control.choice(
    "window", CausalWindow.Shape.allCases.map(\.rawValue), help: "how the weight of a reading falls with its age")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other noise")
  static let controls = [noise, length, shape, seed]

  /// How many readings there are, one a second.
  static let count = 36

  let track: Track
  /// With a window twice as long.
  let longer: Track
  let moments: [Moment] = [.readings, .window, .point, .slide, .truth, .longer, .end]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case readings, window, point, slide, truth, longer, end
  }

  init(_ settings: Settings) throws(SettingsError) {
    // Counted from noise that is neither kinder nor crueller to the average than most.
    let generator = SeededGenerator(seed: 1056 + UInt64(settings.integer(Self.seed)))
    let noise = Float(settings.integer(Self.noise))
    let truth = Self.truth
    let readings = truth.enumerated().map { $1 + noise * generator.normal(at: $0) }
    let shape = CausalWindow.Shape(rawValue: settings.choice(Self.shape)) ?? .box
    let length = settings.integer(Self.length)
    track = Track(truth: truth, readings: readings, window: CausalWindow(shape, length: length))
    longer = Track(truth: truth, readings: readings, window: CausalWindow(shape, length: 2 * length))
  }

  /// Where the ship really is, in km: it waits, climbs smoothly, and waits again.
  private static let truth: [Float] = (0..<count).map { second in
    func ease(_ from: Int, _ to: Int) -> Float {
      let part = min(max(Float(second - from) / Float(to - from), 0), 1)
      return part * part * (3 - 2 * part)
    }
    return 30 + 40 * ease(4, 31)
  }

  /// Readings and what a window makes of them.
  struct Track: Sendable {
    let truth: [Float]
    let readings: [Float]
    let window: CausalWindow
    /// s(t) from `first` on, where the window is full.
    let smoothed: [Float]
    /// The same window on the true track: what remains when there is no noise at all.
    private let late: [Float]

    init(truth: [Float], readings: [Float], window: CausalWindow) {
      self.truth = truth
      self.readings = readings
      self.window = window
      smoothed = window.average(readings)
      late = window.average(truth)
    }

    /// Whether any reading is off.
    var isNoisy: Bool { readings != truth }

    /// The first second with a full window.
    var first: Int { window.weights.count - 1 }

    /// The error of the readings from second `start` on, as a root mean square in km.
    func before(from start: Int) -> Float { rootMeanSquare(readings[start...], from: truth[start...]) }

    /// The error of the smoothed track from second `start` on.
    func after(from start: Int) -> Float { rootMeanSquare(smoothed[(start - first)...], from: truth[start...]) }

    /// The part of that error which is noise that was left over.
    func noiseLeft(from start: Int) -> Float {
      rootMeanSquare(smoothed[(start - first)...], from: late[(start - first)...])
    }

    /// The part of it which is lag: the same without any noise.
    func lagError(from start: Int) -> Float { rootMeanSquare(late[(start - first)...], from: truth[start...]) }

    /// x(t − a) · w(a) for the ages a = 0, 1, 2 …
    func products(at second: Int) -> [(reading: Float, weight: Float)] {
      window.weights.enumerated().map { (readings[second - $0.offset], $0.element) }
    }
  }

  // MARK: What the figure is about at a moment

  /// The second that the window stands at; `nil` where there is none yet.
  func now(_ moment: Moment, at playhead: Playhead) -> Int? {
    if let pointer = playhead.pointer, pointer.grid == "time", moment != .readings {
      return pointer.column >= track.first && pointer.column < Self.count ? pointer.column : nil
    }
    switch moment {
    case .readings: return nil
    case .window, .point: return track.first
    case .slide:
      return track.first + Int((playhead.phase(0, 0.95) * Double(track.smoothed.count - 1)).rounded(.down))
    case .truth, .longer, .end: return Self.count - 1
    }
  }

  /// How many smoothed values are on the screen.
  func shownOutputs(_ moment: Moment, at playhead: Playhead) -> Int {
    switch moment {
    case .readings, .window: 0
    case .point: playhead.phase(0.7, 1) >= 1 ? 1 : 0
    case .slide:
      1 + Int((playhead.phase(0, 0.95) * Double(track.smoothed.count - 1)).rounded(.down))
    case .truth, .longer, .end: track.smoothed.count
    }
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard moment == .slide, playhead.pointer == nil, playhead.progress < 1,
      let second = now(moment, at: playhead)
    else { return nil }
    return track.sum(second)
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard target.grid == "time", target.column < Self.count else { return nil }
    let second = target.column
    let reading = NumberText.fixed(Double(track.readings[second]), decimals: 1)
    guard second >= track.first, second < track.first + shownOutputs(moment, at: playhead) else {
      return Remark(
        caption: second < track.first
          ? "t = \(second): the sensor reads \(reading) km. The window is not full yet: it needs \(track.window.weights.count) readings."
          : "t = \(second): the sensor reads \(reading) km. How far that is off, nobody on board knows.")
    }
    guard playhead.step >= (moments.firstIndex(of: .truth) ?? 0) else {
      return Remark(
        caption:
          "t = \(second): the reading is \(reading) km; s is the average of the \(track.window.weights.count) readings up to it.",
        formula: track.sum(second))
    }
    let off = NumberText.fixed(Double(abs(track.readings[second] - track.truth[second])), decimals: 1)
    let left = NumberText.fixed(Double(abs(track.smoothed[second - track.first] - track.truth[second])), decimals: 1)
    return Remark(
      caption:
        "t = \(second): the reading, \(reading) km, is off by \(off) km, the average of its window by \(left) km.",
      formula: track.sum(second))
  }
}
