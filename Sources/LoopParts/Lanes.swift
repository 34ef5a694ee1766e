// What all inner loops are made of. Everything here is inlined into them, so that it is compiled for the processor that
// they are compiled for.

/// Eight values worked on at once: one register of AVX2, two of a plain x86-64 or arm64.
public typealias Lanes = SIMD8<Float>

/// How many values `Lanes` are.
@inlinable public var laneCount: Int {
  @inline(__always) get { 8 }
}

/// Eight neighbouring values, from any address.
@inlinable @inline(__always)
public func load(_ source: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(source).loadUnaligned(as: Lanes.self)
}

/// Eight neighbouring values, from any address.
@inlinable @inline(__always)
public func load(_ source: UnsafeMutablePointer<Float>) -> Lanes {
  UnsafeRawPointer(source).loadUnaligned(as: Lanes.self)
}

/// Puts eight values side by side, at any address.
@inlinable @inline(__always)
public func store(_ values: Lanes, _ target: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(target).storeBytes(of: values, as: Lanes.self)
}

/// The larger of each pair; where the first is not a number, the first.
@inlinable @inline(__always)
public func larger(_ first: Lanes, _ second: Lanes) -> Lanes {
  first.replacing(with: second, where: first .< second)
}

/// Negative values to 0.
@inlinable @inline(__always)
public func rectified(_ values: Lanes) -> Lanes {
  larger(values, Lanes())
}
