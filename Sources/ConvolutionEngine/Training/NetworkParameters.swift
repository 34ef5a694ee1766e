/// All weights and biases of a network, in memory together: what training changes.
public struct NetworkParameters: Hashable, Sendable, WeightSource {
  /// Those of each stage; `nil` where a stage has none.
  public let layers: [LayerParameters?]

  /// Those that a source gives the stages of a network.
  public init(of network: Network, from source: any WeightSource) {
    layers = network.stages.enumerated().map { index, stage in
      stage.parameters > 0 ? source.parameters(of: stage, at: index) : nil
    }
  }

  private init(layers: [LayerParameters?]) {
    self.layers = layers
  }

  /// The weights and biases of a stage that has some.
  public func parameters(of stage: Stage, at index: Int) -> LayerParameters {
    guard layers.indices.contains(index), let layer = layers[index], layer.weights.count == stage.weights else {
      preconditionFailure("these are not the weights of the network that \(stage.name) belongs to")
    }
    return layer
  }

  /// Weights and biases one after the other, stage by stage. Running statistics are not among them: no gradient comes
  /// to them.
  public var values: [Float] { layers.flattened }

  /// The same with other values, laid out like `values`.
  public func replacing(_ values: [Float]) -> NetworkParameters {
    var place = 0
    func next(_ count: Int) -> [Float] {
      defer { place += count }
      return Array(values[place..<place + count])
    }
    let replaced = layers.map { layer in
      layer.map { layer in
        LayerParameters(
          weights: next(layer.weights.count), biases: next(layer.biases.count), means: layer.means,
          variances: layer.variances)
      }
    }
    precondition(place == values.count, "these parameters are \(place) values, not \(values.count)")
    return NetworkParameters(layers: replaced)
  }
}

extension [LayerParameters?] {
  /// Weights and biases one after the other, layer by layer.
  var flattened: [Float] {
    var values: [Float] = []
    values.reserveCapacity(reduce(0) { $0 + ($1.map { $0.weights.count + $0.biases.count } ?? 0) })
    for case let layer? in self {
      values += layer.weights
      values += layer.biases
    }
    return values
  }
}
