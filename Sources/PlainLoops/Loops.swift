public import LoopParts

// This source is compiled twice: as `PlainLoops` for every processor, and with FUSED as `FusedLoops` for those with fused
// multiply-adds.
#if FUSED
  typealias Products = FusedProducts
#else
  typealias Products = RoundedProducts
#endif

/// The inner loops, as this target compiles them.
public enum Loops: InnerLoops {
  /// "baseline", or "FMA" with fused multiply-adds.
  public static var name: String {
    #if FUSED
      "FMA"
    #else
      "baseline"
    #endif
  }
}
