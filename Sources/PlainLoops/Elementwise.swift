import LoopParts

// What is done to every value alike.

extension Loops {
  /// target += source.
  @inline(never)
  public static func add(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, count: Int) {
    var index = 0
    while index &+ 8 <= count {
      store(load(target + index) + load(source + index), target + index)
      index &+= 8
    }
    while index < count {
      target[index] += source[index]
      index &+= 1
    }
  }

  /// What comes back through a ReLU: a gradient becomes 0 where the output is not positive.
  @inline(never)
  public static func rectifyGradient(
    _ output: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>, count: Int
  ) {
    let zero = Lanes()
    var index = 0
    while index &+ 8 <= count {
      let passes = load(output + index) .> zero
      store(zero.replacing(with: load(gradient + index), where: passes), gradient + index)
      index &+= 8
    }
    while index < count {
      if !(output[index] > 0) { gradient[index] = 0 }
      index &+= 1
    }
  }

  /// Adds to each channel's sum its values at all places.
  @inline(never)
  public static func addChannelSums(
    _ values: UnsafePointer<Float>, places: Int, channels: Int, _ sums: UnsafeMutablePointer<Float>
  ) {
    var channel = 0
    while channel &+ 16 <= channels {
      // Two pairs, so that one place need not wait for the one before.
      var (even0, even1) = (load(sums + channel), load(sums + channel + 8))
      var (odd0, odd1) = (Lanes(), Lanes())
      var source = values + channel
      var place = 0
      while place &+ 2 <= places {
        even0 += load(source)
        even1 += load(source + 8)
        odd0 += load(source + channels)
        odd1 += load(source + channels + 8)
        source += 2 &* channels
        place &+= 2
      }
      if place < places {
        even0 += load(source)
        even1 += load(source + 8)
      }
      store(even0 + odd0, sums + channel)
      store(even1 + odd1, sums + channel + 8)
      channel &+= 16
    }
    while channel &+ 8 <= channels {
      var sum = load(sums + channel)
      var source = values + channel
      for _ in 0..<places {
        sum += load(source)
        source += channels
      }
      store(sum, sums + channel)
      channel &+= 8
    }
    while channel < channels {
      var sum = sums[channel]
      for place in 0..<places { sum += values[place &* channels &+ channel] }
      sums[channel] = sum
      channel &+= 1
    }
  }
}
