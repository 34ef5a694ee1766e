/// A network as data: named layers, each behind the layers whose outputs it takes, and what can be counted about each on
/// an input of a certain shape.
public struct Network: Hashable, Sendable {
  /// What layers call the network's own input.
  public static let inputName = "input"

  /// Its name on the command line, in lower case with hyphens: `alexnet-two-groups`.
  public let name: String
  /// Its name in a heading: "AlexNet".
  public let title: String
  /// What goes in.
  public let input: Shape
  /// Every layer in its place, from the first to the last, each behind those it takes something from.
  public let stages: [Stage]

  /// A network of at least one layer.
  ///
  /// - Parameter layers: in an order in which each comes behind those that it names.
  /// - Throws: `NetworkError` with the first layer that does not fit on what comes out of those before it.
  public init(name: String, title: String, input: Shape, layers: [Layer]) throws(NetworkError) {
    precondition(!layers.isEmpty, "a network has at least one layer")
    self.name = name
    self.title = title
    self.input = input
    var stages: [Stage] = []
    stages.reserveCapacity(layers.count)
    var viewsAlone = ViewsAlone()
    /// The stage of each name; -1 is the network's own input.
    var places = [ExactName(Network.inputName): -1]
    for (index, layer) in layers.enumerated() {
      var sources = layer.inputs.isEmpty ? [index - 1] : []
      for name in layer.inputs {
        guard let place = places[ExactName(name)] else {
          throw NetworkError(layer: layer.name, reason: "there is no layer \(name) before it")
        }
        sources.append(place)
      }
      guard places.updateValue(index, forKey: ExactName(layer.name)) == nil else {
        throw NetworkError(layer: layer.name, reason: "two layers have this name")
      }
      stages.append(
        try Stage(
          layer, on: sources.map { $0 < 0 ? input : stages[$0].output },
          seeing: sources.map { $0 < 0 ? FieldOfView(of: input) : stages[$0].view },
          sources: sources.map { $0 < 0 ? nil : $0 },
          alone: { sources.map { viewsAlone.view(of: $0, among: stages, input) } }))
    }
    self.stages = stages
  }

  /// A network of this program, whose layers are known to fit.
  init(known name: String, title: String, input: Shape, layers: [Layer]) {
    do {
      try self.init(name: name, title: title, input: input, layers: layers)
    } catch {
      preconditionFailure("\(name) is written down wrongly: \(error)")
    }
  }

  /// The same layers on an input of another shape.
  ///
  /// - Throws: `NetworkError` when a layer does not fit any more.
  public func on(_ input: Shape) throws(NetworkError) -> Network {
    try Network(name: name, title: title, input: input, layers: stages.map { $0.layer })
  }

  /// Whether every layer takes just the output of the one before it.
  public var isSequence: Bool {
    stages.indices.allSatisfy { stages[$0].sources == [$0 == 0 ? nil : $0 - 1] }
  }

  /// All weights and biases.
  public var parameters: Int { stages.reduce(0) { $0 + $1.parameters } }

  /// All products that are summed for one picture.
  public var multiplyAdds: Int { stages.reduce(0) { $0 + $1.multiplyAdds } }

  /// All values that come out of the layers.
  public var activations: Int { stages.reduce(0) { $0 + $1.activations } }

  /// How much memory these take in single precision.
  public var activationBytes: Int { activations * MemoryLayout<Float>.size }

  /// How much memory all weights and biases take in single precision.
  public var parameterBytes: Int { parameters * MemoryLayout<Float>.size }

  /// How many convolutions and dense layers there are on the longest way through it: what networks are named by, as
  /// ResNet-50.
  public var depth: Int {
    var depths: [Int] = []
    for stage in stages {
      let isCounted =
        switch stage.layer.kind {
        case .convolution, .transposedConvolution, .dense: true
        default: false
        }
      depths.append((stage.sources.map { $0.map { depths[$0] } ?? 0 }.max() ?? 0) + (isCounted ? 1 : 0))
    }
    return depths.max() ?? 0
  }
}

/// What the units of a network's stages see if there is nothing beside its input, followed when somebody asks.
private struct ViewsAlone {
  private var views: [FieldOfView] = []

  /// That of a stage, or of the input, which is −1.
  mutating func view(of index: Int, among stages: [Stage], _ input: Shape) -> FieldOfView {
    let whole = FieldOfView(ofInputAlone: input)
    for stage in stages[views.count...].prefix(max(0, index + 1 - views.count)) {
      views.append(stage.view(seeingAlone: stage.sources.map { $0.map { views[$0] } ?? whole }))
    }
    return index < 0 ? whole : views[index]
  }
}
