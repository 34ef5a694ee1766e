import Testing

@testable import ConvolutionEngine

/// Compares a gradient with differences: for values v and the loss L = Σ g · f(v), ∂L/∂v is close to
/// (L(v + h) − L(v − h)) / 2h.
///
/// - Parameters:
///   - values: where the gradient is taken, away from every kink of `forward`.
///   - gradient: what the backward pass says ∂L/∂v is.
///   - outputGradient: g.
func expectGradient(
  at values: [Float], is gradient: [Float], outputGradient: Tensor, step: Float = 1e-2, tolerance: Float = 2e-3,
  _ location: SourceLocation = #_sourceLocation, forward: ([Float]) -> Tensor
) {
  func loss(_ values: [Float]) -> Double {
    let output = forward(values)
    precondition(output.shape == outputGradient.shape, "the output has its gradient's shape")
    return zip(output.values, outputGradient.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
  guard gradient.count == values.count else {
    Issue.record("\(gradient.count) gradients for \(values.count) values", sourceLocation: location)
    return
  }
  let bound = tolerance * (gradient.map(abs).max() ?? 0)
  #expect(bound > 0, "a gradient that is zero everywhere shows nothing", sourceLocation: location)
  for index in values.indices {
    var (above, below) = (values, values)
    above[index] += step
    below[index] -= step
    let difference = Float((loss(above) - loss(below)) / Double(above[index] - below[index]))
    if !(abs(difference - gradient[index]) <= bound) {
      Issue.record("gradient \(index) is \(gradient[index]), by differences \(difference)", sourceLocation: location)
    }
  }
}

/// Values with signs at random and sizes that differ by at least `gap` from each other and from zero, in an order at
/// random: no small step changes which of them is the largest, or the sign of one.
func wellSeparated(_ count: Int, gap: Float = 0.05, seed: UInt64) -> [Float] {
  let generator = SeededGenerator(seed: seed)
  let order = (0..<count).sorted { generator.word(at: $0) < generator.word(at: $1) }
  return order.enumerated().map { index, rank in
    let sign: Float = generator.stream(1).integer(at: index, in: 0...1) == 0 ? -1 : 1
    return sign * gap * Float(rank + 1)
  }
}

/// Σ a · b over two tensors of one shape, in double precision.
func innerProduct(_ left: Tensor, _ right: Tensor) -> Double {
  precondition(left.shape == right.shape, "\(left.shape) is not \(right.shape)")
  return zip(left.values, right.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
}
