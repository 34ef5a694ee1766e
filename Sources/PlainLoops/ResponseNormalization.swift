import LoopParts

// Local response normalisation across channels, a(c) / (offset + scale · Σ a(c')²)^0.75. The squares of one place are laid
// down with zeros on both sides, so that a sum over neighbours is a few loads that begin one value further each. The power
// is √d·√√d: roots are quick, exact, and the same on every machine.

extension Loops {
  /// Normalises `places` of `channels` values each.
  ///
  /// - Parameters:
  ///   - before: how many channels before a value take part in its sum, and
  ///   - after: how many after it.
  ///   - squares: room for `before + channels + after + 8` values.
  @inline(never)
  public static func normalizeResponses(
    _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, places: Int, channels: Int, before: Int,
    after: Int, scale: Float, offset: Float, squares: UnsafeMutablePointer<Float>
  ) {
    let width = before &+ 1 &+ after
    var index = 0
    while index < before &+ channels &+ after &+ 8 {
      squares[index] = 0
      index &+= 1
    }
    var (source, target) = (input, output)
    for _ in 0..<places {
      var channel = 0
      while channel &+ laneCount <= channels {
        let values = load(source + channel)
        store(values * values, squares + before + channel)
        channel &+= laneCount
      }
      while channel < channels {
        squares[before &+ channel] = source[channel] * source[channel]
        channel &+= 1
      }
      channel = 0
      while channel < channels {
        var sum = load(squares + channel)
        var neighbour = 1
        while neighbour < width {
          sum += load(squares + channel + neighbour)
          neighbour &+= 1
        }
        let roots = (offset + scale * sum).squareRoot()
        let powers = roots * roots.squareRoot()
        if channel &+ laneCount <= channels {
          store(load(source + channel) / powers, target + channel)
        } else {
          for lane in 0..<channels &- channel { target[channel &+ lane] = source[channel &+ lane] / powers[lane] }
        }
        channel &+= laneCount
      }
      source += channels
      target += channels
    }
  }
}
