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
    let channels = input.shape.channels
    let scale = alpha / Float(size)
    var values = input.values
    for place in stride(from: 0, to: values.count, by: channels) {
      for channel in 0..<channels {
        let first = max(0, channel - size / 2)
        let last = min(channels - 1, channel + (size - 1) / 2)
        var sum: Float = 0
        for neighbour in place + first...place + last { sum += input.values[neighbour] * input.values[neighbour] }
        values[place + channel] /= power(offset + scale * sum)
      }
    }
    return Tensor(input.shape, values: values)
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
}
