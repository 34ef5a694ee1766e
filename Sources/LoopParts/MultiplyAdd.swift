/// Products that are added without being rounded first: one instruction, where the processor has it. Without it they would be
/// a library call for each lane.
public enum FusedProducts {
  /// left · right + summand.
  @inlinable @inline(__always)
  public static func multiplyAdd<Values: SIMD>(_ left: Values, _ right: Values, _ summand: Values) -> Values
  where Values.Scalar == Float {
    summand.addingProduct(left, right)
  }

  /// Adds left · right.
  @inlinable @inline(__always)
  public static func multiplyAdd<Values: SIMD>(_ left: Values, _ right: Values, _ sum: inout Values)
  where Values.Scalar == Float {
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
  public static func multiplyAdd<Values: SIMD>(_ left: Values, _ right: Values, _ summand: Values) -> Values
  where Values.Scalar == Float {
    summand + left * right
  }

  /// Adds left · right.
  @inlinable @inline(__always)
  public static func multiplyAdd<Values: SIMD>(_ left: Values, _ right: Values, _ sum: inout Values)
  where Values.Scalar == Float {
    sum = sum + left * right
  }

  /// Adds left · right.
  @inlinable @inline(__always)
  public static func multiplyAdd(_ left: Lanes, _ right: Float, _ sum: inout Lanes) {
    sum = sum + left * right
  }
}
