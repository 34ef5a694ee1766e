// What all inner loops are made of. Everything here is inlined into them, so that it is compiled for the processor that
// they are compiled for.

/// Eight values worked on at once: one register of AVX2, two of a plain x86-64 or arm64.
public typealias Lanes = SIMD8<Float>

/// How many values `Lanes` are.
@inlinable public var laneCount: Int {
  @inline(__always) get { 8 }
}

/// Sixteen values worked on at once: one register of AVX-512, two of AVX2, four of a plain x86-64 or arm64.
public typealias WideLanes = SIMD16<Float>

/// How many values the widest registers hold.
@inlinable public var mostLanes: Int {
  @inline(__always) get { 16 }
}

/// Neighbouring values, as many as there are lanes, from any address.
@inlinable @inline(__always)
public func load<Values: SIMD>(_ source: UnsafePointer<Float>, as lanes: Values.Type) -> Values
where Values.Scalar == Float {
  UnsafeRawPointer(source).loadUnaligned(as: lanes)
}

/// Eight neighbouring values, from any address.
@inlinable @inline(__always)
public func load(_ source: UnsafePointer<Float>) -> Lanes { load(source, as: Lanes.self) }

/// Puts values side by side, at any address.
@inlinable @inline(__always)
public func store<Values: SIMD>(_ values: Values, _ target: UnsafeMutablePointer<Float>) where Values.Scalar == Float {
  UnsafeMutableRawPointer(target).storeBytes(of: values, as: Values.self)
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

/// The larger of each pair; where the first is not a number, the first.
@inlinable @inline(__always)
public func larger(_ first: WideLanes, _ second: WideLanes) -> WideLanes {
  WideLanes(lowHalf: larger(first.lowHalf, second.lowHalf), highHalf: larger(first.highHalf, second.highHalf))
}

/// Negative values to 0.
@inlinable @inline(__always)
public func rectified(_ values: WideLanes) -> WideLanes {
  larger(values, WideLanes())
}
