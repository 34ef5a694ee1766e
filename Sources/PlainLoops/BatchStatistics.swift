import LoopParts

// Batch normalisation while a network learns: each channel of some pictures by its own mean and variance, and back.
// Channels lie side by side, so the lanes of a register are channels.

/// Calls `body` for each eight channels, and `single` for those that are left over.
@inline(__always)
private func forEachEight(_ channels: Int, _ body: (_ channel: Int) -> Void, single: (_ channel: Int) -> Void) {
  var channel = 0
  while channel &+ 8 <= channels {
    body(channel)
    channel &+= 8
  }
  while channel < channels {
    single(channel)
    channel &+= 1
  }
}

extension Loops {
  /// Adds to each channel's sum the squares of how far its values at all places are from its mean.
  @inline(never)
  public static func addSquaredDistances(
    _ values: UnsafePointer<Float>, means: UnsafePointer<Float>, places: Int, channels: Int,
    _ sums: UnsafeMutablePointer<Float>
  ) {
    forEachEight(channels) { channel in
      let mean = load(means + channel)
      // Two sums, so that one place need not wait for the one before.
      var (even, odd) = (load(sums + channel), Lanes())
      var source = values + channel
      var place = 0
      while place &+ 2 <= places {
        let (first, second) = (load(source) - mean, load(source + channels) - mean)
        Products.multiplyAdd(first, first, &even)
        Products.multiplyAdd(second, second, &odd)
        source += 2 &* channels
        place &+= 2
      }
      if place < places {
        let distance = load(source) - mean
        Products.multiplyAdd(distance, distance, &even)
      }
      store(even + odd, sums + channel)
    } single: { channel in
      for place in 0..<places {
        let distance = values[place &* channels &+ channel] - means[channel]
        sums[channel] += distance * distance
      }
    }
  }

  /// factor · (x − mean) + shift of every value, channel by channel, with a ReLU behind it or none.
  @inline(never)
  public static func normalizeByBatch(
    _ values: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, places: Int, channels: Int,
    means: UnsafePointer<Float>, factors: UnsafePointer<Float>, shifts: UnsafePointer<Float>, isRectified: Bool
  ) {
    forEachEight(channels) { channel in
      let (mean, factor, shift) = (load(means + channel), load(factors + channel), load(shifts + channel))
      var index = channel
      for _ in 0..<places {
        let distance = load(values + index) - mean
        let result = Products.multiplyAdd(distance, factor, shift)
        store(isRectified ? rectified(result) : result, output + index)
        index &+= channels
      }
    } single: { channel in
      for place in 0..<places {
        let index = place &* channels &+ channel
        let result = (values[index] - means[channel]) * factors[channel] + shifts[channel]
        output[index] = isRectified && !(result > 0) ? 0 : result
      }
    }
  }

  /// Adds to each channel's sum gradient · x̂ at all places, where x̂ = (x − mean) · factor.
  @inline(never)
  public static func addNormalizedSums(
    _ gradient: UnsafePointer<Float>, _ values: UnsafePointer<Float>, places: Int, channels: Int,
    means: UnsafePointer<Float>, factors: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>
  ) {
    forEachEight(channels) { channel in
      let mean = load(means + channel)
      var (even, odd) = (Lanes(), Lanes())
      var index = channel
      var place = 0
      while place &+ 2 <= places {
        let next = index &+ channels
        let (first, second) = (load(values + index) - mean, load(values + next) - mean)
        Products.multiplyAdd(load(gradient + index), first, &even)
        Products.multiplyAdd(load(gradient + next), second, &odd)
        index = next &+ channels
        place &+= 2
      }
      if place < places {
        let last = load(values + index) - mean
        Products.multiplyAdd(load(gradient + index), last, &even)
      }
      store(load(sums + channel) + (even + odd) * load(factors + channel), sums + channel)
    } single: { channel in
      for place in 0..<places {
        let index = place &* channels &+ channel
        sums[channel] += gradient[index] * ((values[index] - means[channel]) * factors[channel])
      }
    }
  }

  /// factor · gradient − (offset + slope · x) at every place, channel by channel.
  @inline(never)
  public static func normalizeGradients(
    _ gradient: UnsafePointer<Float>, _ values: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>,
    places: Int, channels: Int, offsets: UnsafePointer<Float>, slopes: UnsafePointer<Float>,
    factors: UnsafePointer<Float>
  ) {
    forEachEight(channels) { channel in
      let (offset, slope, factor) = (load(offsets + channel), load(slopes + channel), load(factors + channel))
      var index = channel
      for _ in 0..<places {
        let drift = Products.multiplyAdd(slope, load(values + index), offset)
        store(load(gradient + index) * factor - drift, target + index)
        index &+= channels
      }
    } single: { channel in
      for place in 0..<places {
        let index = place &* channels &+ channel
        target[index] = gradient[index] * factors[channel] - (slopes[channel] * values[index] + offsets[channel])
      }
    }
  }
}
