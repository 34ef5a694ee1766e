// A network whose last layers are dense takes pictures of one size. Two ways to let it take others, with the same weights.

extension Network {
  /// The network with its dense layers as convolutions: the first one's filters are as large as the maps that it took, those
  /// behind it 1 × 1. On a picture of the network's size the scores are the same; on a larger one they come out as maps, one
  /// for each class, as if the network had slid over the picture.
  ///
  /// Weights stay as they are, stage by stage: a source of the network's weights is one of these as well.
  ///
  /// - Throws: `NetworkError` when a dense layer stands on maps that are no squares, or behind it something that is no layer
  ///   of single values.
  public func withConvolutionsForDense() throws(NetworkError) -> Network {
    var layers: [Layer] = []
    for stage in stages {
      guard case .dense(let outputs) = stage.layer.kind else {
        layers.append(stage.layer)
        continue
      }
      guard stage.input.height == stage.input.width else {
        throw NetworkError(
          layer: stage.name, reason: "its maps of \(stage.input.height) × \(stage.input.width) are no squares")
      }
      layers.append(
        Layer(
          stage.name, .convolution(filters: outputs, Window(stage.input.height), groups: 1), from: stage.layer.inputs,
          isRectified: stage.layer.isRectified, hasBiases: stage.layer.hasBiases))
    }
    return try Network(name: name, title: title, input: input, layers: layers)
  }

  /// The network with a pooling to a fixed number of regions before its first dense layer, as many as there are places in
  /// the maps that it takes now: on a picture of the network's size nothing changes, and one of any other size is pooled to
  /// as many values.
  ///
  /// Weights stay as they are, but the stages behind the pooling come one later: `WeightsAroundStage` gives them theirs.
  ///
  /// - Throws: `NetworkError` when there is no dense layer, or it takes the output of several.
  public func withRegionsBeforeDense() throws(NetworkError) -> (network: Network, regions: Int) {
    guard let dense = stages.firstIndex(where: { if case .dense = $0.layer.kind { true } else { false } }) else {
      throw NetworkError(layer: title, reason: "it has no dense layer")
    }
    let stage = stages[dense]
    let pool = Layer(
      "\(stage.name)-regions", .adaptiveAveragePooling(height: stage.input.height, width: stage.input.width),
      from: stage.layer.inputs)
    var layers = stages.map(\.layer)
    layers[dense] = Layer(
      stage.name, stage.layer.kind, from: [pool.name], isRectified: stage.layer.isRectified,
      hasBiases: stage.layer.hasBiases)
    layers.insert(pool, at: dense)
    return (try Network(name: name, title: title, input: input, layers: layers), dense)
  }
}

/// The weights of a network for the same one with a stage put into it that has none.
public struct WeightsAroundStage: WeightSource {
  private let source: any WeightSource
  private let inserted: Int

  /// The weights of a source, for a network with one stage more at an index.
  public init(_ source: any WeightSource, inserted: Int) {
    self.source = source
    self.inserted = inserted
  }

  /// Those that the source gives the stage where it was.
  public func parameters(of stage: Stage, at index: Int) -> LayerParameters {
    source.parameters(of: stage, at: index > inserted ? index - 1 : index)
  }
}
