/// Each channel brought to mean 0 and variance 1, then scaled and shifted: y = γ·(x − μ)/√(σ² + ε) + β.
///
/// S. Ioffe, C. Szegedy: Batch normalization: accelerating deep network training by reducing internal covariate shift,
/// 2015. While training, μ and σ² are those of the batch, over all pictures and places; afterwards the running ones.
public struct BatchNormalization: Hashable, Sendable {
  /// γ, one for each channel.
  public let scales: [Float]
  /// β, one for each channel.
  public let shifts: [Float]
  /// The running μ, one for each channel.
  public let means: [Float]
  /// The running σ², one for each channel.
  public let variances: [Float]
  /// ε, which keeps the root from 0.
  public let epsilon: Float

  /// A normalisation; without running statistics they are 0 and 1.
  public init(scales: [Float], shifts: [Float], means: [Float] = [], variances: [Float] = [], epsilon: Float = 1e-5) {
    let channels = scales.count
    precondition(
      !scales.isEmpty && shifts.count == channels && (means.isEmpty || means.count == channels)
        && (variances.isEmpty || variances.count == channels), "a normalisation has as many numbers of every kind")
    self.scales = scales
    self.shifts = shifts
    self.means = means.isEmpty ? [Float](repeating: 0, count: channels) : means
    self.variances = variances.isEmpty ? [Float](repeating: 1, count: channels) : variances
    self.epsilon = epsilon
  }

  /// The input, normalised by the running statistics.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    precondition(
      input.shape.channels == scales.count,
      "a normalisation of \(scales.count) channels cannot take \(input.shape)")
    return normalizeChannels(input, means: means, factors: factors(variances), scales: scales, shifts: shifts)
  }

  /// 1/√(σ² + ε).
  private func factors(_ variances: [Float]) -> [Float] {
    variances.map { 1 / ($0 + epsilon).squareRoot() }
  }

  private func normalized(
    _ input: Tensor, _ means: [Float], _ factors: [Float]
  ) -> (normalized: Tensor, output: Tensor) {
    let channels = scales.count
    precondition(input.shape.channels == channels, "a normalisation of \(channels) channels cannot take \(input.shape)")
    var normalized = input
    var output = input
    for place in stride(from: 0, to: input.values.count, by: channels) {
      for channel in 0..<channels {
        let value = (input.values[place + channel] - means[channel]) * factors[channel]
        normalized.values[place + channel] = value
        output.values[place + channel] = scales[channel] * value + shifts[channel]
      }
    }
    return (normalized, output)
  }

  // MARK: Training

  /// What the forward pass over a batch must remember.
  public struct Memory: Hashable, Sendable {
    /// The inputs, normalised but neither scaled nor shifted.
    public let normalized: [Tensor]
    /// The mean of each channel over the batch.
    public let means: [Float]
    /// The variance of each channel over the batch, its sum of squares divided by their number n.
    public let variances: [Float]
    /// n: over how many values of each channel these were taken.
    public let count: Int
  }

  /// The inputs of a batch, normalised by its own statistics.
  public func train(_ batch: [Tensor]) -> (outputs: [Tensor], memory: Memory) {
    precondition(!batch.isEmpty, "a batch has at least one picture")
    let channels = scales.count
    let count = batch.reduce(0) { $0 + $1.shape.height * $1.shape.width }
    var means = [Float](repeating: 0, count: channels)
    for input in batch { for (channel, sum) in input.channelSums.enumerated() { means[channel] += sum } }
    for channel in 0..<channels { means[channel] /= Float(count) }
    var variances = [Float](repeating: 0, count: channels)
    for input in batch {
      for (index, value) in input.values.enumerated() {
        let distance = value - means[index % channels]
        variances[index % channels] += distance * distance
      }
    }
    for channel in 0..<channels { variances[channel] /= Float(count) }
    let factors = factors(variances)
    let results = batch.map { normalized($0, means, factors) }
    return (
      results.map(\.output),
      Memory(normalized: results.map(\.normalized), means: means, variances: variances, count: count)
    )
  }

  /// The same normalisation with the running statistics moved towards those of a batch.
  ///
  /// - Parameter momentum: by which part of the way; the running variance moves towards the sum of squares divided by
  ///   n − 1, as in PyTorch.
  public func updated(by memory: Memory, momentum: Float = 0.1) -> BatchNormalization {
    let correction = Float(memory.count) / Float(max(1, memory.count - 1))
    return BatchNormalization(
      scales: scales, shifts: shifts,
      means: zip(means, memory.means).map { $0 + momentum * ($1 - $0) },
      variances: zip(variances, memory.variances).map { $0 + momentum * ($1 * correction - $0) }, epsilon: epsilon)
  }

  // MARK: Backward

  /// The gradients of a loss with respect to all that a normalisation depends on.
  public struct Gradients: Hashable, Sendable {
    /// Those of the inputs.
    public let inputs: [Tensor]
    /// Those of the scales γ.
    public let scales: [Float]
    /// Those of the shifts β.
    public let shifts: [Float]
  }

  /// The gradients of a loss, from that of the output, where the running statistics were used, which stay as they are:
  /// ∂L/∂x = γ/√(σ² + ε) · g.
  ///
  /// - Parameter input: what the forward pass must remember.
  public func gradients(_ outputGradient: Tensor, input: Tensor) -> Gradients {
    precondition(outputGradient.shape == input.shape, "the gradient is of the output's shape, \(input.shape)")
    let factors = factors(variances)
    let normalized = normalized(input, means, factors).normalized
    let (ofScales, ofShifts) = sums([outputGradient], [normalized])
    var gradient = outputGradient
    for index in gradient.values.indices {
      gradient.values[index] *= scales[index % scales.count] * factors[index % scales.count]
    }
    return Gradients(inputs: [gradient], scales: ofScales, shifts: ofShifts)
  }

  /// ∂L/∂γ = Σ g·x̂ and ∂L/∂β = Σ g.
  private func sums(_ outputGradients: [Tensor], _ normalized: [Tensor]) -> (scales: [Float], shifts: [Float]) {
    let channels = scales.count
    var ofScales = [Float](repeating: 0, count: channels)
    var ofShifts = [Float](repeating: 0, count: channels)
    for (gradient, normalized) in zip(outputGradients, normalized) {
      for index in gradient.values.indices {
        ofScales[index % channels] += gradient.values[index] * normalized.values[index]
        ofShifts[index % channels] += gradient.values[index]
      }
    }
    return (ofScales, ofShifts)
  }

  /// The gradients of a loss after `train`, from those of its outputs. With x̂ the normalised input, g the gradient of the
  /// output and n values to a channel: ∂L/∂γ = Σ g·x̂, ∂L/∂β = Σ g, and
  /// ∂L/∂x = γ/√(σ² + ε) · (g − (∂L/∂β + x̂ · ∂L/∂γ)/n), for every input moves mean and variance as well.
  public func gradients(_ outputGradients: [Tensor], memory: Memory) -> Gradients {
    precondition(
      outputGradients.map(\.shape) == memory.normalized.map(\.shape), "the gradients are of the outputs' shapes")
    let channels = scales.count
    let (ofScales, ofShifts) = sums(outputGradients, memory.normalized)
    let factors = factors(memory.variances)
    let inputs = zip(outputGradients, memory.normalized).map { gradient, normalized in
      var result = gradient
      for index in result.values.indices {
        let channel = index % channels
        let mean = (ofShifts[channel] + normalized.values[index] * ofScales[channel]) / Float(memory.count)
        result.values[index] = scales[channel] * factors[channel] * (gradient.values[index] - mean)
      }
      return result
    }
    return Gradients(inputs: inputs, scales: ofScales, shifts: ofShifts)
  }
}
