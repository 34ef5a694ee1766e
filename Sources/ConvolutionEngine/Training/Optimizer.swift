/// How parameters follow their gradients.
public enum Optimizer: Hashable, Sendable {
  /// Stochastic gradient descent with momentum μ, 0 for none: v ← μ·v + g, then w ← w − η·v.
  /// B. Polyak: Some methods of speeding up the convergence of iteration methods, 1964.
  case descent(momentum: Float = 0.9)
  /// The same with Y. Nesterov's momentum: v ← μ·v + g, then w ← w − η·(g + μ·v).
  /// I. Sutskever, J. Martens, G. Dahl, G. Hinton: On the importance of initialization and momentum in deep learning,
  /// 2013, in the form that PyTorch's SGD has.
  case nesterov(momentum: Float = 0.9)
  /// Adam: running means m of g and v of g², both corrected for their start at 0, then w ← w − η·m̂/(√v̂ + ε).
  /// D. P. Kingma, J. Ba: Adam: a method for stochastic optimization, 2015, algorithm 1.
  case adam(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)

  /// What an optimizer remembers from step to step.
  public struct Memory: Hashable, Sendable {
    /// How many steps it has made.
    public fileprivate(set) var steps = 0
    /// v of the descent, m of Adam; a value for each parameter, or none before the first step.
    fileprivate var first: [Float] = []
    /// v of Adam.
    fileprivate var second: [Float] = []

    /// Nothing yet.
    public init() {}
  }

  /// Makes one step.
  ///
  /// - Parameters:
  ///   - values: the parameters, which are changed.
  ///   - gradients: one for each.
  ///   - rate: η.
  ///   - memory: what it remembers, from its own earlier steps alone.
  public func step(_ values: inout [Float], along gradients: [Float], rate: Float, _ memory: inout Memory) {
    precondition(values.count == gradients.count, "there is a gradient for each parameter")
    memory.steps += 1
    if memory.first.isEmpty { memory.first = [Float](repeating: 0, count: values.count) }
    precondition(memory.first.count == values.count, "an optimizer remembers the parameters of one network")
    switch self {
    case .descent(let momentum):
      stepDescent(&values, along: gradients, &memory.first, momentum: momentum, rate: rate)
    case .nesterov(let momentum):
      stepNesterov(&values, along: gradients, &memory.first, momentum: momentum, rate: rate)
    case .adam(let beta1, let beta2, let epsilon):
      if memory.second.isEmpty { memory.second = [Float](repeating: 0, count: values.count) }
      stepAdam(
        &values, along: gradients, &memory.first, &memory.second, betas: (beta1, beta2),
        corrections: (1 - power(beta1, memory.steps), 1 - power(beta2, memory.steps)), epsilon: epsilon, rate: rate)
    }
  }

  /// A whole power, by squaring: the same on every machine.
  private func power(_ base: Float, _ exponent: Int) -> Float {
    var result = 1.0
    var factor = Double(base)
    var rest = exponent
    while rest > 0 {
      if !rest.isMultiple(of: 2) { result *= factor }
      factor *= factor
      rest /= 2
    }
    return Float(result)
  }
}
