extension Network {
  /// Runs a picture through the network, stage by stage.
  ///
  /// - Parameters:
  ///   - picture: of the network's input shape.
  ///   - weights: asked for each stage that has weights, right before it runs; they are given up right after.
  ///   - deliver: gets each stage's index, the stage and what came out of it; answers whether to go on.
  public func run(
    _ picture: Tensor, weights: any WeightSource, deliver: (_ index: Int, _ stage: Stage, _ maps: Tensor) -> Bool
  ) {
    precondition(picture.shape == input, "\(title) takes \(input), not \(picture.shape)")
    var maps = picture
    for (index, stage) in stages.enumerated() {
      maps = stage.run(maps, weights: weights, at: index)
      guard deliver(index, stage, maps) else { return }
    }
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
    precondition(maps.shape == input, "\(name) takes \(input), not \(maps.shape)")
    let result =
      switch layer.kind {
      case .convolution(let filters, let window, let groups):
        convolution(filters, window, groups, source.parameters(of: self, at: index))(maps)
      case .dense: dense(source.parameters(of: self, at: index))(maps)
      case .maxPooling(let window): MaxPooling(window)(maps)
      case .averagePooling(let window): AveragePooling(window)(maps)
      case .normalization(let normalization): normalization(maps)
      case .softmax: Softmax()(maps)
      }
    // The layers with weights have their ReLU built in.
    return layer.isRectified && weights == 0 ? ReLU()(result) : result
  }

  private func convolution(
    _ filters: Int, _ window: Window, _ groups: Int, _ parameters: LayerParameters
  ) -> Convolution {
    Convolution(
      FilterBank(
        count: filters, rows: window.kernel, columns: window.kernel, depth: input.channels / groups,
        values: parameters.weights),
      biases: parameters.biases, rows: window, columns: window, groups: groups, isRectified: layer.isRectified)
  }

  private func dense(_ parameters: LayerParameters) -> Dense {
    Dense(weights: parameters.weights, biases: parameters.biases, isRectified: layer.isRectified)
  }
}
