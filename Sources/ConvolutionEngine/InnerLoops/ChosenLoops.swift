import CProcessor
import FusedLoops
import LoopParts
import PlainLoops
import WideLoops

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Which of the inner loops the engine computes with.
enum ChosenLoops {
  /// For every processor of the architecture. A product is rounded before it is added: the same bits come out everywhere.
  static let baseline: any InnerLoops.Type = PlainLoops.Loops.self

  /// All that this processor can run, the fastest last: multiply-adds that are fused are twice as fast, and round once.
  static let all: [any InnerLoops.Type] =
    processor_has_fused_multiply_add() ? [baseline, FusedLoops.Loops.self] : [baseline]

  /// The fastest; with CNNVIZ_LOOPS=baseline in the environment those for every processor.
  private static let fastest: any InnerLoops.Type = {
    let wish = getenv("CNNVIZ_LOOPS").map { String(cString: $0) }
    return wish == baseline.name ? baseline : all[all.count - 1]
  }()

  /// What the engine computes with. Tests put others in its place.
  @TaskLocal static var current: any InnerLoops.Type = fastest

  /// Draws values from a seed, as `fillUniform` of all loops does to the last bit, the fastest way that there is.
  static func fillUniform(
    _ values: UnsafeMutablePointer<Float>, first: Int, end: Int, seed: UInt64, lowest: Float, span: Float
  ) {
    let loops = current
    if isWide, loops != baseline {
      WideLoops.Loops.fillUniform(values, first: first, end: end, seed: seed, lowest: lowest, span: span)
    } else {
      loops.fillUniform(values, first: first, end: end, seed: seed, lowest: lowest, span: span)
    }
  }

  private static let isWide = processor_has_wide_multiplication()
}
