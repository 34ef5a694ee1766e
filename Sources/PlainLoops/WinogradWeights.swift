import LoopParts

// The weights of Winograd's convolution (see `WinogradTransforms`): every kernel by its values at the n × n points, first
// along its columns, then along its rows. They are summed as doubles, so that what is lost by the transforms is lost by
// those of the inputs alone, and product by product, so that every processor gives the same bits.
//
// A kernel's values at a point are scaled so that the other two transforms have whole numbers. All 16 filters of a block at
// a point and channel are one line of 64 bytes, and what a row of points gives is written line by line: the points lie far
// from each other, and lines that are written a piece at a time would wander between the caches.

private typealias Sums = SIMD8<Double>

extension Loops {
  /// Puts 16 kernels at all points in place: 16 values for each point and channel.
  ///
  /// - Parameters:
  ///   - taps: as `packFilters` lays out 16 filters of `kernel` × `kernel` × `depth`.
  ///   - kernel: 3 or 5.
  ///   - points: along each axis, n: 4 for a kernel of 3, or 6.
  ///   - pointStep: how far the values of a point lie from those of the next.
  @inline(never)
  public static func transformFilters(
    _ taps: UnsafePointer<Float>, depth: Int, kernel: Int, points: Int, pointStep: Int,
    _ target: UnsafeMutablePointer<Float>
  ) {
    withUnsafeTemporaryAllocation(of: Sums.self, capacity: points &* kernel &* 2) { half in
      guard let half = half.baseAddress else { return }
      let step = depth &* 16
      // The extents are written out, so that the compiler knows them where it lays out the loops.
      for channel in 0..<depth {
        let (taps, target) = (taps + channel &* 16, target + channel &* 16)
        switch (kernel, points) {
        case (3, 4): transformKernels(taps, step, 3, 4, pointStep, target, half)
        case (3, 6): transformKernels(taps, step, 3, 6, pointStep, target, half)
        default: transformKernels(taps, step, 5, 6, pointStep, target, half)
        }
      }
    }
  }
}

/// 16 kernels of one channel, whose taps lie `step` apart.
@inline(__always)
private func transformKernels(
  _ taps: UnsafePointer<Float>, _ step: Int, _ kernel: Int, _ points: Int, _ pointStep: Int,
  _ target: UnsafeMutablePointer<Float>, _ half: UnsafeMutablePointer<Sums>
) {
  // First down the columns: [row of points][column][half of the 16 filters].
  for column in 0..<kernel {
    for lane in 0..<2 {
      let place = taps + (column &* step &+ 8 &* lane)
      let sums = half + (2 &* column &+ lane)
      atPoints(kernel, points) {
        Sums(load(place + $0 &* kernel &* step))
      } put: {
        sums[$1 &* 2 &* kernel] = $0
      }
    }
  }
  // Then along the rows.
  for row in 0..<points {
    for lane in 0..<2 {
      let sums = half + (row &* 2 &* kernel &+ lane)
      let place = target + (row &* points &* pointStep &+ 8 &* lane)
      atPoints(kernel, points) {
        sums[2 &* $0]
      } put: {
        store(Lanes($0), place + $1 &* pointStep)
      }
    }
  }
}

/// The taps along one axis at all points of it.
@inline(__always)
private func atPoints(_ kernel: Int, _ points: Int, _ tap: (Int) -> Sums, put: (Sums, Int) -> Void) {
  if points == 4 {
    let values = atFourPoints(tap(0), tap(1), tap(2))
    put(values.0, 0)
    put(values.1, 1)
    put(values.2, 2)
    put(values.3, 3)
  } else {
    let values =
      kernel == 3
      ? atSixPoints(tap(0), tap(1), tap(2)) : atSixPoints(tap(0), tap(1), tap(2), tap(3), tap(4))
    put(values.0, 0)
    put(values.1, 1)
    put(values.2, 2)
    put(values.3, 3)
    put(values.4, 4)
    put(values.5, 5)
  }
}

/// Three taps at 0, 1, −1 and ∞, scaled by 1, 1/2, 1/2 and 1.
@inline(__always)
private func atFourPoints(_ a: Sums, _ b: Sums, _ c: Sums) -> (Sums, Sums, Sums, Sums) {
  let even = a + c
  return (a, 0.5 * (even + b), 0.5 * (even - b), c)
}

private typealias SixSums = (Sums, Sums, Sums, Sums, Sums, Sums)

/// Three taps at 0, 1, −1, 2, −2 and ∞, scaled by 1/4, −1/6, −1/6, 1/24, 1/24 and 1.
@inline(__always)
private func atSixPoints(_ a: Sums, _ b: Sums, _ c: Sums) -> SixSums {
  scaled(first: a, even1: a + c, odd1: b, even2: a + 4 * c, odd2: 2 * b, last: c)
}

/// Five taps at the same points.
@inline(__always)
private func atSixPoints(_ a: Sums, _ b: Sums, _ c: Sums, _ d: Sums, _ e: Sums) -> SixSums {
  scaled(
    first: a, even1: a + c + e, odd1: b + d, even2: a + 4 * c + 16 * e, odd2: 2 * b + 8 * d, last: e)
}

@inline(__always)
private func scaled(first: Sums, even1: Sums, odd1: Sums, even2: Sums, odd2: Sums, last: Sums) -> SixSums {
  let (sixth, twentyFourth) = (-1.0 / 6, 1.0 / 24)
  return (
    0.25 * first, sixth * (even1 + odd1), sixth * (even1 - odd1), twentyFourth * (even2 + odd2),
    twentyFourth * (even2 - odd2), last
  )
}
