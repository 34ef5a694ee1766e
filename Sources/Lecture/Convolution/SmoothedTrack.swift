import ConvolutionEngine

/// Readings of a track, what a window makes of them, and how far that is off.
struct SmoothedTrack: Sendable {
  let truth: [Float]
  let readings: [Float]
  let window: CausalWindow
  /// s(t) from `first` on, where the window is full.
  let smoothed: [Float]
  /// The same window on the true track, from `first` on: what s would be if there were no noise.
  let late: [Float]

  init(truth: [Float], readings: [Float], window: CausalWindow) {
    self.truth = truth
    self.readings = readings
    self.window = window
    smoothed = window.average(readings)
    late = window.average(truth)
  }

  /// Whether any reading is off.
  var isNoisy: Bool { readings != truth }

  /// How many readings the window has.
  var length: Int { window.weights.count }

  /// The first second with a full window.
  var first: Int { length - 1 }

  /// s at a second from `first` on.
  func smoothed(at second: Int) -> Float { smoothed[second - first] }

  /// x(t − a) · w(a) for the ages a = 0, 1, 2 …
  func products(at second: Int) -> [(reading: Float, weight: Float)] {
    window.weights.enumerated().map { (readings[second - $0.offset], $0.element) }
  }

  /// How far things are off over some seconds, as root mean squares in km.
  struct Errors: Hashable, Sendable {
    /// The readings.
    let readings: Float
    /// s.
    let smoothed: Float
    /// What is left of the noise: s against what it would be without any.
    let noise: Float
    /// What the window does to the true track.
    let lag: Float
    /// 2 · mean(noise · lag), in km²: what the two add to each other's squares, or take away.
    ///
    /// s is off by n + g at each second, so the mean of its square is mean(n²) + mean(g²) + 2 · mean(n · g).
    let cross: Float
  }

  /// The errors from a second on at which the window is full.
  func errors(from start: Int) -> Errors {
    let (trueTrack, lateTrack, made) = (truth[start...], late[(start - first)...], smoothed[(start - first)...])
    let noise = zip(made, lateTrack).map { $0 - $1 }
    let lag = zip(lateTrack, trueTrack).map { $0 - $1 }
    return Errors(
      readings: rootMeanSquare(readings[start...], from: trueTrack), smoothed: rootMeanSquare(made, from: trueTrack),
      noise: rootMeanSquare(made, from: lateTrack), lag: rootMeanSquare(lateTrack, from: trueTrack),
      cross: 2 * zip(noise, lag).reduce(0) { $0 + $1.0 * $1.1 } / Float(noise.count))
  }

  /// When the true track comes to a height, and when what the window makes of it does; `nil` for a height that either
  /// does not pass while the window is full.
  func delay(at height: Float) -> ClosedRange<Double>? {
    func crossing(_ values: [Float], _ start: Int) -> Double? {
      guard let next = values.indices.dropFirst().first(where: { values[$0 - 1] < height && height <= values[$0] })
      else { return nil }
      let part = (height - values[next - 1]) / (values[next] - values[next - 1])
      return Double(start + next - 1) + Double(part)
    }
    guard let from = crossing(truth, 0), let to = crossing(late, first), from <= to else { return nil }
    return from...to
  }
}
