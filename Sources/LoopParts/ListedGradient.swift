/// A gradient that is not 0, in a list of such: eight bytes that are written at once.
public struct ListedGradient: Sendable {
  @usableFromInline let bits: UInt64

  /// A gradient with its place.
  @inlinable @inline(__always)
  public init(place: Int, valueBits: UInt32) {
    bits = UInt64(valueBits) &<< 32 | UInt64(UInt32(truncatingIfNeeded: place))
  }

  /// Which filter's it is, or where the window that it belongs to begins; not negative.
  @inlinable public var place: Int {
    @inline(__always) get { Int(UInt32(truncatingIfNeeded: bits)) }
  }
  /// The gradient.
  @inlinable public var value: Float {
    @inline(__always) get { Float(bitPattern: UInt32(truncatingIfNeeded: bits &>> 32)) }
  }
  /// The gradient.
  @inlinable public var valueBits: UInt32 {
    @inline(__always) get { UInt32(truncatingIfNeeded: bits &>> 32) }
  }
}
