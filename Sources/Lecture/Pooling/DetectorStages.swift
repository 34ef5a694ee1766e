import ConvolutionEngine

/// What a convolution puts out, and what its detector and its pooling make of it, in either order.
struct DetectorStages: Sendable {
  /// The kinds of pooling that are compared.
  enum Kind: String, CaseIterable, Sendable {
    case max, average

    func callAsFunction(_ input: Tensor, rows: Window, columns: Window) -> Tensor {
      switch self {
      case .max: MaxPooling(rows: rows, columns: columns)(input)
      case .average: AveragePooling(rows: rows, columns: columns)(input)
      }
    }
  }

  /// The sums of the convolution, its biases with them: linear activations.
  let linear: Tensor
  let kind: Kind
  /// The detectors, and what is pooled from them.
  let detected: Tensor
  let detectedThenPooled: Tensor
  /// What is pooled from the sums, and the detectors on that.
  let pooled: Tensor
  let pooledThenDetected: Tensor

  init(_ linear: Tensor, _ kind: Kind, rows: Window, columns: Window) {
    (self.linear, self.kind) = (linear, kind)
    let relu = ReLU()
    detected = relu(linear)
    detectedThenPooled = kind(detected, rows: rows, columns: columns)
    pooled = kind(linear, rows: rows, columns: columns)
    pooledThenDetected = relu(pooled)
  }

  /// What the two orders make different, value by value.
  var differences: Tensor {
    Tensor(
      detectedThenPooled.shape,
      values: zip(detectedThenPooled.values, pooledThenDetected.values).map { abs($0 - $1) })
  }

  /// The largest of these.
  var largestDifference: Float { differences.range.upperBound }
}
