/// Products that are added without being rounded first: one instruction, where the processor has it. Without it they would be
/// a library call for each lane.
public enum FusedProducts {
  /// left · right + summand.
  @inlinable @inline(__always)
  public static func multiplyAdd(_ left: Lanes, _ right: Lanes, _ summand: Lanes) -> Lanes {
    summand.addingProduct(left, right)
  }

  /// Adds left · right.
  @inlinable @inline(__always)
  public static func multiplyAdd(_ left: Lanes, _ right: Lanes, _ sum: inout Lanes) {
    sum = sum.addingProduct(left, right)
  }

  /// Adds left · right.
  @inlinable @inline(__always)
  public static func multiplyAdd(_ left: Lanes, _ right: Float, _ sum: inout Lanes) {
    sum = sum.addingProduct(left, right)
  }
}

/// Products that are rounded before they are added: what every processor does alike.
public enum RoundedProducts {
  /// left · right + summand.
  @inlinable @inline(__always)
  public static func multiplyAdd(_ left: Lanes, _ right: Lanes, _ summand: Lanes) -> Lanes {
    summand + left * right
  }

  /// Adds left · right.
  @inlinable @inline(__always)
  public static func multiplyAdd(_ left: Lanes, _ right: Lanes, _ sum: inout Lanes) {
    sum = sum + left * right
  }

  /// Adds left · right.
  @inlinable @inline(__always)
  public static func multiplyAdd(_ left: Lanes, _ right: Float, _ sum: inout Lanes) {
    sum = sum + left * right
  }
}
