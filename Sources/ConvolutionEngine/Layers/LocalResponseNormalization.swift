#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Local response normalisation across channels: a value is damped by the values of its neighbouring channels at the
/// same place, b(c) = a(c) / (k + α/n · Σ a(c')²)^β over the n channels around c.
///
/// A. Krizhevsky, I. Sutskever, G. Hinton: ImageNet classification with deep convolutional neural networks, 2012,
/// section 3.3. There α multiplies the sum itself; here it is divided by n first, as in Caffe's and PyTorch's
/// `LocalResponseNorm`.
public struct LocalResponseNormalization: Hashable, Sendable {
  /// How many channels take part, n; of an even number one more lies before than after.
  public let size: Int
  /// α.
  public let alpha: Float
  /// β.
  public let beta: Float
  /// k.
  public let offset: Float

  /// A normalisation; the standard values are AlexNet's.
  public init(size: Int = 5, alpha: Float = 1e-4, beta: Float = 0.75, offset: Float = 2) {
    precondition(size > 0, "a normalisation takes at least one channel")
    self.size = size
    self.alpha = alpha
    self.beta = beta
    self.offset = offset
  }

  /// The normalised input.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    if beta == 0.75 {
      return normalizeResponses(
        input, before: size / 2, after: (size - 1) / 2, scale: alpha / Float(size), offset: offset)
    }
    let bases = bases(of: input)
    var values = input.values
    for index in values.indices { values[index] /= power(bases[index]) }
    return Tensor(input.shape, values: values)
  }

  /// k + α/n · Σ a(c')² for every value.
  private func bases(of input: Tensor) -> [Float] {
    let channels = input.shape.channels
    let scale = alpha / Float(size)
    var bases = [Float](repeating: 0, count: input.values.count)
    for place in stride(from: 0, to: bases.count, by: channels) {
      for channel in 0..<channels {
        let first = max(0, channel - size / 2)
        let last = min(channels - 1, channel + (size - 1) / 2)
        var sum: Float = 0
        for neighbour in place + first...place + last { sum += input.values[neighbour] * input.values[neighbour] }
        bases[place + channel] = offset + scale * sum
      }
    }
    return bases
  }

  /// base^β; AlexNet's β by square roots, which are quick and the same on every machine.
  @inline(__always)
  private func power(_ base: Float) -> Float {
    if beta == 0.75 {
      let root = base.squareRoot()
      return root * root.squareRoot()
    }
    return pow(base, beta)
  }

  // MARK: Backward

  /// The gradient of the input, from that of the output. With s(c) = k + α/n · Σ a(c')², b(c) = a(c) · s(c)^−β and g the
  /// gradient of b: ∂L/∂a(c) = g(c) · s(c)^−β − 2αβ/n · a(c) · Σ g(c') · b(c') / s(c'), over the c' whose sums a(c) is in.
  ///
  /// - Parameter input: what the forward pass must remember.
  public func gradient(_ outputGradient: Tensor, input: Tensor) -> Tensor {
    precondition(outputGradient.shape == input.shape, "the gradient is of the output's shape, \(input.shape)")
    let channels = input.shape.channels
    let scale = 2 * alpha * beta / Float(size)
    let bases = bases(of: input)
    var gradient = outputGradient
    var shares = gradient.values
    for index in shares.indices {
      gradient.values[index] /= power(bases[index])
      shares[index] = gradient.values[index] * input.values[index] / bases[index]
    }
    for place in stride(from: 0, to: shares.count, by: channels) {
      for channel in 0..<channels {
        let first = max(0, channel - (size - 1) / 2)
        let last = min(channels - 1, channel + size / 2)
        var sum: Float = 0
        for neighbour in place + first...place + last { sum += shares[neighbour] }
        gradient.values[place + channel] -= scale * input.values[place + channel] * sum
      }
    }
    return gradient
  }
}
