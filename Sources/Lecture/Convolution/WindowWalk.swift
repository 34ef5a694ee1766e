import CellCanvas

/// Where a window is on its way over the places of a grid, counted row by row from 0.
struct WindowWalk: Hashable, Sendable {
  /// The place that it comes from; the first place comes from itself.
  let from: Int
  /// The place that it comes to.
  let to: Int
  /// Whether it only passes: nothing is worked out in front of our eyes.
  var isSweep = false

  /// Where it is; between two places while it moves.
  func position(at playhead: Playhead) -> Double {
    let travel = isSweep ? playhead.phase(0, 0.98) : Animation(playhead, products: 0).travel
    return Double(from) + travel * Double(to - from)
  }

  /// Whether it has come to its place.
  func hasArrived(at playhead: Playhead) -> Bool { position(at: playhead) >= Double(to) }

  /// How many places have been worked out, row by row.
  func known(at playhead: Playhead) -> Int {
    if playhead.pointer != nil || playhead.progress >= 1 { return to + 1 }
    let position = position(at: playhead)
    if isSweep { return Int(position) + 1 }
    return to == from ? to : max(from + 1, Int(position.rounded(.up)))
  }
}

/// How far the animation of one place has come.
struct Animation {
  /// From the place before (0) to this one (1).
  let travel: Double
  /// How many products are worked out.
  let products: Int
  /// How far the sum is on its way into the output, 0...1.
  let landing: Double

  init(_ playhead: Playhead, products count: Int) {
    travel = playhead.phase(0, 0.35)
    products = Int((playhead.phase(0.35, 0.8) * Double(count)).rounded(.down))
    landing = playhead.phase(0.8, 1)
  }

  /// Whether the sum has arrived.
  var isLanded: Bool { landing >= 1 }
}
