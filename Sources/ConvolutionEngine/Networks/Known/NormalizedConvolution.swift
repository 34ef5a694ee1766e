extension Network {
  /// A convolution without biases and the batch normalisation behind it, which has the name that others call: `name` is
  /// what comes out in the end.
  static func normalized(
    _ name: String, _ convolution: Layer.Kind, from inputs: [String] = [], isRectified: Bool = true,
    epsilon: Float = 1e-5
  ) -> [Layer] {
    [
      Layer("\(name)-conv", convolution, from: inputs, hasBiases: false),
      Layer(name, .batchNormalization(epsilon: epsilon), isRectified: isRectified),
    ]
  }
}
