import LoopParts

// What is done to every value by itself. Memory is what these wait for: each reads and writes it once.

extension Loops {
  /// max(0, x).
  @inline(never)
  public static func rectify(_ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, count: Int) {
    var index = 0
    while index &+ laneCount <= count {
      store(rectified(load(input + index)), output + index)
      index &+= laneCount
    }
    while index < count {
      output[index] = input[index] < 0 ? 0 : input[index]
      index &+= 1
    }
  }

  /// The sum of two, then a ReLU or none.
  @inline(never)
  public static func addTwo(
    _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, count: Int,
    isRectified: Bool
  ) {
    // A floor that nothing lies below stands for no ReLU.
    let floor: Float = isRectified ? 0 : -.infinity
    let floors = Lanes(repeating: floor)
    var index = 0
    while index &+ laneCount <= count {
      store(larger(load(first + index) + load(second + index), floors), output + index)
      index &+= laneCount
    }
    while index < count {
      let sum = first[index] + second[index]
      output[index] = sum < floor ? floor : sum
      index &+= 1
    }
  }

  /// factor(c) · (x − mean(c)) · scale(c) + shift(c) at `places`, in this order; then a ReLU or none.
  @inline(never)
  public static func normalizeChannels(
    _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, places: Int, channels: Int,
    means: UnsafePointer<Float>, factors: UnsafePointer<Float>, scales: UnsafePointer<Float>,
    shifts: UnsafePointer<Float>
  ) {
    var (source, target) = (input, output)
    for _ in 0..<places {
      var channel = 0
      while channel &+ laneCount <= channels {
        let normalized = (load(source + channel) - load(means + channel)) * load(factors + channel)
        store(load(scales + channel) * normalized + load(shifts + channel), target + channel)
        channel &+= laneCount
      }
      while channel < channels {
        target[channel] = scales[channel] * ((source[channel] - means[channel]) * factors[channel]) + shifts[channel]
        channel &+= 1
      }
      source += channels
      target += channels
    }
  }
}
