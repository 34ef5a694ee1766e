public import LoopParts

// This source is compiled for several kinds of processors: as `PlainLoops` for all of them, with FUSED as `FusedLoops` for
// those with fused multiply-adds, and with WIDE besides as `WideLoops` for those that have them on registers of 16 values.
#if FUSED
  typealias Products = FusedProducts
#else
  typealias Products = RoundedProducts
#endif

// Where registers are wide there are 32 of them, so that two tiles of outputs go together.
#if WIDE
  typealias Register = WideLanes
  @inline(__always) var tilesInVisit: Int { 2 }
#else
  typealias Register = Lanes
  @inline(__always) var tilesInVisit: Int { 1 }
#endif

/// The inner loops, as this target compiles them.
public enum Loops: InnerLoops {
  /// "baseline", "FMA" with fused multiply-adds, or "AVX-512" with wide registers.
  public static var name: String {
    #if WIDE
      "AVX-512"
    #elseif FUSED
      "FMA"
    #else
      "baseline"
    #endif
  }
}
