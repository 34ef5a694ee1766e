extension Stage {
  /// The gradients of a loss with respect to all that a stage depends on.
  public struct Gradients: Hashable, Sendable {
    /// Those of the inputs, in their order.
    public let inputs: [Tensor]
    /// Those of the weights and biases, laid out like them; `nil` where there are none, or nobody asked for them.
    public let parameters: LayerParameters?
  }

  /// The gradients of a loss, from that of the stage's output. A batch normalisation keeps its running statistics.
  ///
  /// - Parameters:
  ///   - outputGradient: of the output's shape.
  ///   - maps: the inputs, which the forward pass must remember.
  ///   - result: the output, remembered as well.
  ///   - source: what gave the weights on the way forward.
  ///   - index: the stage's index in its network.
  ///   - rule: what comes back through the stage's ReLU; `nil` for all, as if it had none.
  ///   - ofParameters: whether those of weights and biases are asked for, or the inputs' alone.
  public func gradients(
    _ outputGradient: Tensor, inputs maps: [Tensor], output result: Tensor, weights source: any WeightSource,
    at index: Int, rule: ReLU.Rule? = .plain, ofParameters: Bool = true
  ) -> Gradients {
    check(maps)
    let input = maps[0]
    func rectified() -> Tensor {
      rule.map { ReLU().gradient(outputGradient, output: result, rule: $0) } ?? outputGradient
    }
    let gradient = layer.isRectified ? rectified() : outputGradient
    func single(_ gradient: Tensor) -> Gradients { Gradients(inputs: [gradient], parameters: nil) }
    func learned(_ gradient: Tensor, _ weights: [Float], _ biases: [Float]) -> Gradients {
      Gradients(
        inputs: [gradient],
        parameters: ofParameters ? LayerParameters(weights: weights, biases: layer.hasBiases ? biases : []) : nil)
    }
    switch layer.kind {
    case .convolution(let filters, let window, let groups):
      let convolution = convolution(
        filters, window, groups, source.parameters(of: self, at: index), isRectified: false)
      guard ofParameters else { return single(convolution.inputGradient(gradient, input: input.shape)) }
      let gradients = convolution.gradients(gradient, input: input)
      return learned(gradients.input, gradients.weights.values, gradients.biases)
    case .transposedConvolution(let channels, let window):
      let gradients = transposed(channels, window, source.parameters(of: self, at: index)).gradients(
        gradient, input: input)
      return learned(gradients.input, gradients.weights.values, gradients.biases)
    case .dense:
      let dense = dense(source.parameters(of: self, at: index), isRectified: false)
      guard ofParameters else { return single(dense.inputGradient(gradient, input: input.shape)) }
      let gradients = dense.gradients(gradient, input: input)
      return learned(gradients.input, gradients.weights, gradients.biases)
    case .batchNormalization(let epsilon):
      let gradients = batchNormalization(epsilon, source.parameters(of: self, at: index)).gradients(
        gradient, input: input)
      return learned(gradients.inputs[0], gradients.scales, gradients.shifts)
    case .maxPooling(let window):
      return single(MaxPooling(window).withSwitches(input).switches.gradient(gradient))
    case .averagePooling(let window):
      return single(AveragePooling(window).gradient(gradient, input: input.shape))
    case .adaptiveAveragePooling(let height, let width):
      return single(AdaptiveAveragePooling(height: height, width: width).gradient(gradient, input: input.shape))
    case .normalization(let normalization): return single(normalization.gradient(gradient, input: input))
    case .rectification: return single(rectified())
    case .dropout: return single(gradient)
    case .softmax: return single(Softmax().gradient(gradient, output: result))
    case .addition: return Gradients(inputs: Addition().gradients(gradient, inputs: maps.count), parameters: nil)
    case .concatenation:
      return Gradients(
        inputs: Concatenation().gradients(gradient, channels: inputs.map(\.channels)), parameters: nil)
    }
  }
}

/// A pass of a picture through a network that remembers what every stage put out, and so can be gone back.
public struct RememberedPass: Sendable {
  /// The network.
  public let network: Network
  /// What went in.
  public let picture: Tensor
  /// What gave the weights.
  public let weights: any WeightSource
  /// What came out of each stage.
  public let outputs: [Tensor]
  /// The masks of the stages at which something was dropped out.
  private let masks: [Int: Tensor]

  /// Runs a picture of the network's input shape through all stages.
  ///
  /// - Parameter generator: what the dropouts follow from, in training; without it they let everything pass.
  public init(
    of picture: Tensor, through network: Network, weights: any WeightSource, dropout generator: SeededGenerator? = nil
  ) {
    precondition(picture.shape == network.input, "\(network.title) takes \(network.input), not \(picture.shape)")
    self.network = network
    self.picture = picture
    self.weights = weights
    var outputs: [Tensor] = []
    var masks: [Int: Tensor] = [:]
    for (index, stage) in network.stages.enumerated() {
      var inputs = stage.sources.map { $0.map { outputs[$0] } ?? picture }
      if let generator, case .dropout(let dropout) = stage.layer.kind {
        let mask = dropout.mask(for: stage.output, generator.stream(index))
        inputs = [dropout(inputs[0], mask: mask)]
        masks[index] = mask
      }
      outputs.append(stage.run(inputs, weights: weights, at: index))
    }
    self.outputs = outputs
    self.masks = masks
  }

  /// The gradients of a loss with respect to all that a pass went through.
  public struct Gradients: Sendable {
    /// That of the picture.
    public let picture: Tensor
    /// That of each stage's output; `nil` for stages that the loss does not depend on.
    public let outputs: [Tensor?]
    /// Those of each stage's weights and biases; `nil` where there are none, or nobody asked for them.
    public let parameters: [LayerParameters?]
  }

  /// The gradients of a loss, from that of one stage's output: 1 at a unit and 0 elsewhere makes the unit itself the loss.
  ///
  /// - Parameters:
  ///   - outputGradient: of the stage's output shape.
  ///   - last: the stage's index; none stands for the last stage.
  ///   - rule: what comes back through the ReLUs.
  ///   - isBeforeReLU: whether the gradient is of what goes into the ReLU of the stage itself, which is open then.
  ///   - ofParameters: whether those of weights and biases are asked for.
  public func gradients(
    _ outputGradient: Tensor, from last: Int? = nil, rule: ReLU.Rule = .plain, isBeforeReLU: Bool = false,
    ofParameters: Bool = true
  ) -> Gradients {
    let last = last ?? outputs.count - 1
    precondition(outputGradient.shape == outputs[last].shape, "the gradient is of the shape of stage \(last)'s output")
    var ofPicture = Tensor(picture.shape, repeating: 0)
    var ofOutputs = [Tensor?](repeating: nil, count: outputs.count)
    var ofLayers = [LayerParameters?](repeating: nil, count: outputs.count)
    ofOutputs[last] = outputGradient
    for index in stride(from: last, through: 0, by: -1) {
      guard let gradient = ofOutputs[index] else { continue }
      let stage = network.stages[index]
      let gradients = stage.gradients(
        gradient, inputs: stage.sources.map { $0.map { outputs[$0] } ?? picture }, output: outputs[index],
        weights: weights, at: index, rule: isBeforeReLU && index == last ? nil : rule, ofParameters: ofParameters)
      ofLayers[index] = gradients.parameters
      // Where several stages take the same output, their gradients add up.
      for (source, gradient) in zip(stage.sources, gradients.inputs) {
        let gradient = masks[index].map { Dropout().gradient(gradient, mask: $0) } ?? gradient
        if let source {
          ofOutputs[source] = ofOutputs[source].map { Addition()([$0, gradient]) } ?? gradient
        } else {
          ofPicture = Addition()([ofPicture, gradient])
        }
      }
    }
    return Gradients(picture: ofPicture, outputs: ofOutputs, parameters: ofLayers)
  }
}
