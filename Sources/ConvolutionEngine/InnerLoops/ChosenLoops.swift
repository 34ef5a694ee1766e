import CProcessor
import FusedLoops
import LoopParts
import PlainLoops

#if canImport(WideLoops)
  import WideLoops
#endif

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

  /// All that this processor can run, the fastest last. Multiply-adds that are fused are twice as fast, and round once;
  /// wide registers make the same of twice as many at a time, to the last bit.
  static let all: [any InnerLoops.Type] = {
    var all = [baseline]
    if processor_has_fused_multiply_add() { all.append(FusedLoops.Loops.self) }
    #if canImport(WideLoops)
      if processor_has_wide_registers() { all.append(WideLoops.Loops.self) }
    #endif
    return all
  }()

  /// The fastest, or those that CNNVIZ_LOOPS in the environment names.
  private static let fastest: any InnerLoops.Type = {
    let wish = getenv("CNNVIZ_LOOPS").map { String(cString: $0) }
    return all.first { $0.name == wish } ?? all[all.count - 1]
  }()

  /// What the engine computes with. Tests put others in its place.
  @TaskLocal static var current: any InnerLoops.Type = fastest
}
