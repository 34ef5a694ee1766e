/// What a window sees where it reaches over the border of its input.
public enum Border: Hashable, Sendable, CaseIterable {
  /// Nothing.
  case zeros
  /// The cells at the other end: the input is a ring.
  case circular
  /// The cells before the last one, backward: the last one is a mirror, PyTorch's "reflect".
  case reflected
  /// The last cell, again and again: PyTorch's "replicate".
  case repeated

  /// The cell of an input of `count` that stands at a place, which may lie outside; `nil` for nothing.
  public func cell(at place: Int, of count: Int) -> Int? {
    if place >= 0 && place < count { return place }
    switch self {
    case .zeros: return nil
    case .circular: return (place % count + count) % count
    case .reflected:
      guard count > 1 else { return 0 }
      // There and back takes two steps for each cell but the two mirrors.
      let round = 2 * (count - 1)
      let step = (place % round + round) % round
      return min(step, round - step)
    case .repeated: return place < 0 ? 0 : count - 1
    }
  }
}
