extension Network {
  /// Runs a picture through the network, stage by stage. What comes out of a stage is kept as long as a later one needs
  /// it.
  ///
  /// - Parameters:
  ///   - picture: of the network's input shape.
  ///   - weights: asked for each stage that has weights, right before it runs; they are given up right after.
  ///   - isFastest: whether convolutions may be computed in a form that takes fewer products and rounds a little
  ///     differently (`PreparedConvolution`).
  ///   - deliver: gets each stage's index, the stage and what came out of it; answers whether to go on.
  public func run(
    _ picture: Tensor, weights: any WeightSource, isFastest: Bool = false,
    deliver: (_ index: Int, _ stage: Stage, _ maps: Tensor) -> Bool
  ) {
    precondition(picture.shape == input, "\(title) takes \(input), not \(picture.shape)")
    let lastUses = lastUses
    var kept: [Int: Tensor] = [:]
    for (index, stage) in stages.enumerated() {
      let inputs = stage.sources.map { source in source.flatMap { kept[$0] } ?? picture }
      for case let source? in stage.sources where lastUses[source] == index { kept[source] = nil }
      let maps = stage.run(inputs, weights: weights, at: index, isFastest: isFastest)
      if lastUses[index] > index { kept[index] = maps }
      guard deliver(index, stage, maps) else { return }
    }
  }

  /// The last stage that takes the output of each; its own index when none does.
  var lastUses: [Int] {
    var uses = Array(stages.indices)
    for (index, stage) in stages.enumerated() {
      for case let source? in stage.sources { uses[source] = index }
    }
    return uses
  }

  /// How much of a forward pass is done when the stage at `index` is, 0...1, by the operations that it takes.
  public func workDone(after index: Int) -> Double {
    // To make a weight from a seed takes about as long as sixty products; so does to compare or normalise one value.
    func work(_ stages: some Sequence<Stage>) -> Int {
      stages.reduce(0) { $0 + $1.multiplyAdds + 60 * ($1.parameters + $1.activations) }
    }
    return Double(work(stages[...index])) / Double(work(stages))
  }
}

extension Stage {
  /// What comes out for an input of the stage's input shape.
  ///
  /// - Parameter index: the stage's index in its network.
  public func run(_ maps: Tensor, weights source: any WeightSource, at index: Int) -> Tensor {
    run([maps], weights: source, at: index)
  }

  /// What comes out for inputs of the stage's input shapes.
  ///
  /// - Parameters:
  ///   - index: the stage's index in its network.
  ///   - isFastest: whether a convolution may be computed in a form that takes fewer products.
  public func run(
    _ maps: [Tensor], weights source: any WeightSource, at index: Int, isFastest: Bool = false
  ) -> Tensor {
    check(maps)
    let input = maps[0]
    let result =
      switch layer.kind {
      case .convolution(let filters, let window, let groups):
        convolved(input, filters, window, groups, source, at: index, isFastest: isFastest)
      case .transposedConvolution(let channels, let window):
        transposed(channels, window, source.parameters(of: self, at: index))(input)
      case .dense:
        source.uniforms(of: self, at: index).map { multiplied(input, by: $0) }
          ?? dense(source.parameters(of: self, at: index), isRectified: layer.isRectified)(input)
      case .batchNormalization(let epsilon): batchNormalization(epsilon, source.parameters(of: self, at: index))(input)
      case .maxPooling(let window): MaxPooling(window)(input)
      case .averagePooling(let window): AveragePooling(window)(input)
      case .adaptiveAveragePooling(let height, let width):
        AdaptiveAveragePooling(height: height, width: width)(input)
      case .normalization(let normalization): normalization(input)
      case .rectification: ReLU()(input)
      case .dropout: input
      case .softmax: Softmax()(input)
      case .addition: Addition()(maps)
      case .concatenation: Concatenation()(maps)
      }
    // Convolutions and dense layers have their ReLU built in.
    switch layer.kind {
    case .convolution, .dense: return result
    default: return layer.isRectified ? ReLU()(result) : result
    }
  }

  private func convolved(
    _ input: Tensor, _ filters: Int, _ window: Window, _ groups: Int, _ source: any WeightSource, at index: Int,
    isFastest: Bool
  ) -> Tensor {
    if isFastest, let uniforms = source.uniforms(of: self, at: index) {
      let form = ConvolutionForm(
        filters: filters, window, depth: input.shape.channels / groups, groups: groups, drawn: uniforms,
        isRectified: layer.isRectified)
      return PreparedConvolution.once(form, on: input)
    }
    let convolution = convolution(
      filters, window, groups, source.parameters(of: self, at: index), isRectified: layer.isRectified)
    return isFastest ? PreparedConvolution.once(convolution, on: input) : convolution(input)
  }

  /// What a dense stage makes of an input by weights of which only a few are in memory at a time.
  private func multiplied(_ input: Tensor, by uniforms: UniformWeights) -> Tensor {
    let biases = [Float](repeating: 0, count: output.channels)
    return Tensor(
      output, values: multiply(uniforms, by: input.values, plus: biases, isRectified: layer.isRectified))
  }

  // What a stage computes with, also on its way back.

  func check(_ maps: [Tensor]) {
    precondition(maps.map(\.shape) == inputs, "\(name) takes \(inputs), not \(maps.map(\.shape))")
  }

  func convolution(
    _ filters: Int, _ window: Window, _ groups: Int, _ parameters: LayerParameters, isRectified: Bool
  ) -> Convolution {
    Convolution(
      FilterBank(
        count: filters, rows: window.kernel, columns: window.kernel, depth: input.channels / groups,
        values: parameters.weights),
      biases: parameters.biases, rows: window, columns: window, groups: groups, isRectified: isRectified)
  }

  func transposed(_ channels: Int, _ window: Window, _ parameters: LayerParameters) -> TransposedConvolution {
    TransposedConvolution(
      FilterBank(
        count: input.channels, rows: window.kernel, columns: window.kernel, depth: channels,
        values: parameters.weights),
      biases: parameters.biases, rows: window, columns: window)
  }

  func dense(_ parameters: LayerParameters, isRectified: Bool) -> Dense {
    let biases = layer.hasBiases ? parameters.biases : [Float](repeating: 0, count: output.channels)
    return Dense(weights: parameters.weights, biases: biases, isRectified: isRectified)
  }

  func batchNormalization(_ epsilon: Float, _ parameters: LayerParameters) -> BatchNormalization {
    BatchNormalization(
      scales: parameters.weights, shifts: parameters.biases, means: parameters.means, variances: parameters.variances,
      epsilon: epsilon)
  }
}
