/// Two pictures of the same place, one wiped over the other: what was before lies on the right of an edge, what is
/// after on its left.
public struct BeforeAfterWipe: Sendable {
  /// What is seen right of the edge.
  public var before: Pixels
  /// What is seen left of the edge.
  public var after: Pixels

  /// Two pictures; where their sizes differ, the edge goes over the larger one.
  public init(before: Pixels, after: Pixels) {
    self.before = before
    self.after = after
  }

  /// The pictures with the edge `fraction` (0...1) of the way to the right; the edge itself is a bright line, which is
  /// gone at both ends.
  public func pixels(_ fraction: Double) -> Pixels {
    let (width, height) = (max(before.width, after.width), max(before.height, after.height))
    let edge = Int((Double(width) * min(max(fraction, 0), 1)).rounded())
    if edge == 0, before.width == width, before.height == height { return before }
    if edge == width, after.width == width, after.height == height { return after }
    var pixels = Pixels(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width { pixels[x, y] = x < edge ? after[x, y] : before[x, y] }
      if edge > 0, edge < width { pixels[edge, y] = .role(.active) }
    }
    pixels.remember(as: after, columns: 0..<edge)
    pixels.remember(as: before, columns: min(edge + 1, width)..<width)
    return pixels
  }
}
