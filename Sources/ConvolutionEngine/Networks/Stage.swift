/// A layer in its place: on inputs of known shapes, with everything that can be counted about it.
public struct Stage: Hashable, Sendable {
  /// The layer.
  public let layer: Layer
  /// The shapes that go in; only an addition or a concatenation takes more than one.
  public let inputs: [Shape]
  /// The stages whose outputs these are, by their index in the network; `nil` is the network's own input.
  public let sources: [Int?]
  /// The shape that comes out.
  public let output: Shape
  /// How many weights it has, biases aside: those of one filter count once, wherever it slides. Of a batch normalisation
  /// these are the scales.
  public let weights: Int
  /// How many biases it has; of a batch normalisation these are the shifts.
  public let biases: Int
  /// What its units can see of the network's input.
  public let view: FieldOfView
  /// At how many places each weight is multiplied with something.
  private let uses: Int

  /// A layer on a single input.
  ///
  /// - Parameter view: what the units of the input can see; as the first of a network each sees itself.
  /// - Throws: `NetworkError` when the layer does not fit on this input.
  public init(_ layer: Layer, on input: Shape, seeing view: FieldOfView? = nil) throws(NetworkError) {
    let view = view ?? FieldOfView(of: input)
    try self.init(layer, on: [input], seeing: [view], sources: [nil]) { [view] }
  }

  /// A layer on its inputs.
  ///
  /// - Parameters:
  ///   - views: what the units of each input can see.
  ///   - sources: the stages whose outputs the inputs are.
  ///   - alone: what the units of each input can see if there is nothing beside the network's input.
  /// - Throws: `NetworkError` when the layer does not fit on these inputs.
  init(
    _ layer: Layer, on inputs: [Shape], seeing views: [FieldOfView], sources: [Int?], alone: () -> [FieldOfView]
  ) throws(NetworkError) {
    guard let input = inputs.first, inputs.count == 1 || layer.joinsInputs else {
      throw NetworkError(layer: layer.name, reason: "it takes one input, not \(inputs.count)")
    }
    let facts: Facts
    do {
      facts = try Facts(of: layer, on: input, inputs)
    } catch {
      throw NetworkError(layer: layer.name, reason: error.reason)
    }
    self.layer = layer
    self.inputs = inputs
    self.sources = sources
    output = facts.output
    weights = facts.weights
    biases = facts.biases
    uses = facts.uses
    view = Self.view(layer, inputs, output, seeing: views, alone: alone)
    guard isCountable else { throw NetworkError(layer: layer.name, reason: "it is too large to be counted") }
  }

  /// What the units of a layer see, given what those of its inputs see.
  private static func view(
    _ layer: Layer, _ inputs: [Shape], _ output: Shape, seeing views: [FieldOfView], alone: () -> [FieldOfView]
  ) -> FieldOfView {
    FieldOfView.union(of: views, on: inputs[0], alone: alone).seen(through: layer, from: inputs[0], to: output) {
      let views = alone()
      return FieldOfView.union(of: views, on: inputs[0]) { views }
    }
  }

  /// What its units see, given what those of its inputs see if there is nothing beside the network's input.
  func view(seeingAlone views: [FieldOfView]) -> FieldOfView {
    Self.view(layer, inputs, output, seeing: views) { views }
  }

  /// Why a layer does not fit.
  private struct Misfit: Error {
    let reason: String
  }

  /// What follows from a layer and what goes into it: the one place that tells the kinds of layers apart by their sizes.
  private struct Facts {
    var output: Shape
    var weights = 0
    var biases = 0
    var uses = 0

    init(of layer: Layer, on input: Shape, _ inputs: [Shape]) throws(Misfit) {
      // As with most layers: as many values come out as go in.
      output = input
      switch layer.kind {
      case .convolution(let filters, let window, let groups):
        guard input.channels.isMultiple(of: groups), filters.isMultiple(of: groups) else {
          throw Misfit(
            reason: "\(input.channels) channels and \(filters) filters do not both fall into \(groups) groups")
        }
        output = try Facts.fitted { () throws(GeometryError) in
          Shape(
            height: try window.over(input.height).checkedOutput(), width: try window.over(input.width).checkedOutput(),
            channels: filters)
        }
        weights = filters * window.kernel * window.kernel * (input.channels / groups)
        biases = layer.hasBiases ? filters : 0
        uses = output.height * output.width
      case .transposedConvolution(let channels, let window):
        output = try Facts.fitted { () throws(GeometryError) in
          Shape(
            height: try TransposedGeometry(input: input.height, window: window).checkedOutput(),
            width: try TransposedGeometry(input: input.width, window: window).checkedOutput(), channels: channels)
        }
        weights = input.channels * window.kernel * window.kernel * channels
        biases = layer.hasBiases ? channels : 0
        uses = input.height * input.width
      case .maxPooling(let window), .averagePooling(let window):
        output = try Facts.fitted { () throws(GeometryError) in
          try PooledPlaces.output(for: input, window, window)
        }
      case .adaptiveAveragePooling(let height, let width):
        output = Shape(height: height, width: width, channels: input.channels)
      case .dense(let outputs):
        output = Shape(vector: outputs)
        weights = input.count * outputs
        biases = layer.hasBiases ? outputs : 0
        uses = 1
      case .batchNormalization:
        weights = input.channels
        biases = input.channels
      case .normalization, .rectification, .dropout, .softmax:
        break
      case .addition:
        if let other = inputs.first(where: { $0 != input }) {
          throw Misfit(reason: "\(other) cannot be added to \(input)")
        }
      case .concatenation:
        if let other = inputs.first(where: { $0.height != input.height || $0.width != input.width }) {
          throw Misfit(reason: "the channels of \(other) cannot be put together with those of \(input)")
        }
        output = Shape(
          height: input.height, width: input.width, channels: inputs.reduce(0) { $0 + $1.channels })
      }
    }

    private static func fitted(_ output: () throws(GeometryError) -> Shape) throws(Misfit) -> Shape {
      do {
        return try output()
      } catch {
        throw Misfit(reason: error.description)
      }
    }
  }

  /// Whether all that is counted of it, and of as many stages as there may be, stays far from what an `Int` can hold.
  private var isCountable: Bool {
    let limit = 1 << 40
    let isOutputCountable = output.count < limit && inputs.allSatisfy { $0.count < limit }
    return isOutputCountable && weights < limit && Double(weights) * Double(uses) < 0x1p50
  }

  // MARK: What can be counted

  /// What the layer is called.
  public var name: String { layer.name }

  /// The shape that goes in; where several do, the first.
  public var input: Shape { inputs[0] }

  /// Weights and biases.
  public var parameters: Int { weights + biases }

  /// How many products are summed for one picture: each weight at each place where it is used. Adding the bias,
  /// comparing and normalising are not counted.
  public var multiplyAdds: Int { weights * uses }

  /// What one of its units can see of the network's input along either axis; `nil` where the axes differ, and from the
  /// first layer on whose units see all of it (`view` says which).
  public var receptiveField: ReceptiveField? { view.alike }

  /// How many weights and biases it would have if every place had filters of its own.
  public var unsharedParameters: Int {
    if case .convolution = layer.kind { parameters * uses } else { parameters }
  }

  /// How many values come out.
  public var activations: Int { output.count }

  /// How much memory these take in single precision.
  public var activationBytes: Int { activations * MemoryLayout<Float>.size }

  /// How much memory the weights and biases take in single precision.
  public var parameterBytes: Int { parameters * MemoryLayout<Float>.size }

  /// How many inputs go into one output; 0 without weights.
  public var fanIn: Int { weights / output.channels }

  /// To how many outputs one input goes; 0 without weights.
  public var fanOut: Int {
    if case .dense = layer.kind { weights / input.count } else { weights / input.channels }
  }
}

/// Why a network cannot be; the description is the sentence to show.
public struct NetworkError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The layer that does not fit.
  public let layer: String
  /// Why not.
  public let reason: String

  /// "pool5: kernel 3 covers 3 cells, more than the 2 of the input".
  public var description: String { "\(layer): \(reason)" }
}
