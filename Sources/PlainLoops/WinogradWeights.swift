import LoopParts

// The weights of Winograd's convolution (see `WinogradTransforms`): every kernel by its values at the n × n points, which
// are sums over its taps, first along its columns, then along its rows. They are summed as doubles, so that what is lost
// by the transforms is lost by those of the inputs alone, and product by product, so that every processor gives the same
// bits.

private typealias Sums = SIMD4<Double>

extension Loops {
  /// Puts 16 kernels at all points in place: 16 values for each point and channel.
  ///
  /// - Parameters:
  ///   - taps: as `packFilters` lays out 16 filters of `kernel` × `kernel` × `depth`.
  ///   - points: along each axis, n.
  ///   - powers: n rows of `kernel` factors: what a point takes of the taps along an axis.
  ///   - pointStep: how far the values of a point lie from those of the next.
  @inline(never)
  public static func transformFilters(
    _ taps: UnsafePointer<Float>, depth: Int, kernel: Int, points: Int, powers: UnsafePointer<Double>, pointStep: Int,
    _ target: UnsafeMutablePointer<Float>
  ) {
    let tapStep = depth &* 16
    withUnsafeTemporaryAllocation(of: Sums.self, capacity: points &* kernel) { half in
      guard let half = half.baseAddress else { return }
      for channel in 0..<depth {
        var lane = 0
        while lane < 16 {
          let place: Int = channel &* 16 &+ lane
          for point in 0..<points {
            for column in 0..<kernel {
              var sum = Sums()
              for row in 0..<kernel {
                let tap: Int = row &* kernel &+ column
                let values = Sums(loadFour(taps + (tap &* tapStep &+ place)))
                sum += values * powers[point &* kernel &+ row]
              }
              half[point &* kernel &+ column] = sum
            }
          }
          for row in 0..<points {
            for column in 0..<points {
              var sum = Sums()
              for tap in 0..<kernel {
                let values: Sums = half[row &* kernel &+ tap]
                sum += values * powers[column &* kernel &+ tap]
              }
              let point: Int = row &* points &+ column
              storeFour(SIMD4<Float>(sum), target + (point &* pointStep &+ place))
            }
          }
          lane &+= 4
        }
      }
    }
  }
}

@inline(__always)
private func loadFour(_ source: UnsafePointer<Float>) -> SIMD4<Float> {
  UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Float>.self)
}

@inline(__always)
private func storeFour(_ values: SIMD4<Float>, _ target: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(target).storeBytes(of: values, as: SIMD4<Float>.self)
}
