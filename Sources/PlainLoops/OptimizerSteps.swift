import LoopParts

// One step of an optimizer, for eight parameters at a time.

/// Calls `body` for each eight values, and with those that are left over in the first lanes, for which room is made.
@inline(__always)
private func forEachEight(_ count: Int, _ body: (_ index: Int, _ lanes: Int) -> Void) {
  var index = 0
  while index &+ 8 <= count {
    body(index, 8)
    index &+= 8
  }
  if index < count { body(index, count &- index) }
}

@inline(__always)
private func load(_ source: UnsafePointer<Float>, _ lanes: Int) -> Lanes {
  if lanes == 8 { return LoopParts.load(source) }
  var values = Lanes()
  for lane in 0..<lanes { values[lane] = source[lane] }
  return values
}

@inline(__always)
private func store(_ values: Lanes, _ target: UnsafeMutablePointer<Float>, _ lanes: Int) {
  if lanes == 8 { return LoopParts.store(values, target) }
  for lane in 0..<lanes { target[lane] = values[lane] }
}

extension Loops {
  /// Descent with momentum: v ← μ·v + g, then w ← w − η·v.
  @inline(never)
  public static func stepDescent(
    _ values: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, _ velocity: UnsafeMutablePointer<Float>,
    count: Int, momentum: Float, rate: Float
  ) {
    let (momentum, rate) = (Lanes(repeating: momentum), Lanes(repeating: -rate))
    forEachEight(count) { index, lanes in
      let speed = Products.multiplyAdd(momentum, load(velocity + index, lanes), load(gradient + index, lanes))
      store(speed, velocity + index, lanes)
      store(Products.multiplyAdd(rate, speed, load(values + index, lanes)), values + index, lanes)
    }
  }

  /// Descent with Nesterov's momentum: v ← μ·v + g, then w ← w − η·(g + μ·v).
  @inline(never)
  public static func stepNesterov(
    _ values: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, _ velocity: UnsafeMutablePointer<Float>,
    count: Int, momentum: Float, rate: Float
  ) {
    let (momentum, rate) = (Lanes(repeating: momentum), Lanes(repeating: -rate))
    forEachEight(count) { index, lanes in
      let slope = load(gradient + index, lanes)
      let speed = Products.multiplyAdd(momentum, load(velocity + index, lanes), slope)
      store(speed, velocity + index, lanes)
      let step = Products.multiplyAdd(momentum, speed, slope)
      store(Products.multiplyAdd(rate, step, load(values + index, lanes)), values + index, lanes)
    }
  }

  /// Adam: m ← β₁·m + (1 − β₁)·g and v ← β₂·v + (1 − β₂)·g², then w ← w − η · (m/c₁) / (√(v/c₂) + ε).
  ///
  /// - Parameter corrections: c₁ = 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ.
  @inline(never)
  public static func stepAdam(
    _ values: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, _ means: UnsafeMutablePointer<Float>,
    _ squares: UnsafeMutablePointer<Float>, count: Int, beta1: Float, beta2: Float, corrections: (Float, Float),
    epsilon: Float, rate: Float
  ) {
    let (keep1, take1) = (Lanes(repeating: beta1), Lanes(repeating: 1 - beta1))
    let (keep2, take2) = (Lanes(repeating: beta2), Lanes(repeating: 1 - beta2))
    let (correction1, correction2) = (Lanes(repeating: corrections.0), Lanes(repeating: corrections.1))
    let (rate, epsilon) = (Lanes(repeating: rate), Lanes(repeating: epsilon))
    forEachEight(count) { index, lanes in
      let slope = load(gradient + index, lanes)
      let mean = Products.multiplyAdd(keep1, load(means + index, lanes), take1 * slope)
      let square = Products.multiplyAdd(keep2, load(squares + index, lanes), take2 * slope * slope)
      store(mean, means + index, lanes)
      store(square, squares + index, lanes)
      let step = rate * (mean / correction1) / ((square / correction2).squareRoot() + epsilon)
      store(load(values + index, lanes) - step, values + index, lanes)
    }
  }
}
