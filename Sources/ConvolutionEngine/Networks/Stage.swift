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
  /// What one of its units can see of the network's input; `nil` from the first layer on whose units see all of it.
  public let receptiveField: ReceptiveField?

  /// A layer on a single input.
  ///
  /// - Parameter field: what one unit of the input can see; as the first of a network it sees itself.
  /// - Throws: `NetworkError` when the layer does not fit on this input.
  public init(_ layer: Layer, on input: Shape, seeing field: ReceptiveField? = .input) throws(NetworkError) {
    try self.init(layer, on: [input], seeing: [field], sources: [nil])
  }

  /// A layer on its inputs.
  ///
  /// - Parameters:
  ///   - fields: what one unit of each input can see.
  ///   - sources: the stages whose outputs the inputs are.
  /// - Throws: `NetworkError` when the layer does not fit on these inputs.
  init(
    _ layer: Layer, on inputs: [Shape], seeing fields: [ReceptiveField?], sources: [Int?]
  ) throws(NetworkError) {
    guard let input = inputs.first, inputs.count == 1 || layer.joinsInputs else {
      throw NetworkError(layer: layer.name, reason: "it takes one input, not \(inputs.count)")
    }
    self.layer = layer
    self.inputs = inputs
    self.sources = sources
    let field = ReceptiveField.union(of: fields)
    do {
      output = try Stage.output(of: layer, on: inputs)
    } catch {
      throw NetworkError(layer: layer.name, reason: error.reason)
    }
    switch layer.kind {
    case .convolution(let filters, let window, let groups):
      weights = filters * window.kernel * window.kernel * (input.channels / groups)
      biases = layer.hasBiases ? filters : 0
      receptiveField = field?.seen(through: window)
    case .transposedConvolution(let channels, let window):
      weights = input.channels * window.kernel * window.kernel * channels
      biases = layer.hasBiases ? channels : 0
      receptiveField = field?.seen(throughTransposed: window)
    case .dense(let outputs):
      weights = input.count * outputs
      biases = layer.hasBiases ? outputs : 0
      receptiveField = nil
    case .batchNormalization:
      weights = input.channels
      biases = input.channels
      receptiveField = field
    case .maxPooling(let window), .averagePooling(let window):
      weights = 0
      biases = 0
      receptiveField = field?.seen(through: window)
    case .adaptiveAveragePooling:
      weights = 0
      biases = 0
      receptiveField = field?.seen(from: input, throughRegions: output)
    case .normalization, .rectification, .dropout, .softmax, .addition, .concatenation:
      weights = 0
      biases = 0
      receptiveField = field
    }
    guard isCountable else { throw NetworkError(layer: layer.name, reason: "it is too large to be counted") }
  }

  /// Why a layer does not fit.
  private struct Misfit: Error {
    let reason: String
  }

  private static func output(of layer: Layer, on inputs: [Shape]) throws(Misfit) -> Shape {
    let input = inputs[0]
    switch layer.kind {
    case .convolution(let filters, let window, let groups):
      guard input.channels.isMultiple(of: groups), filters.isMultiple(of: groups) else {
        throw Misfit(
          reason: "\(input.channels) channels and \(filters) filters do not both fall into \(groups) groups")
      }
      return try fitted { () throws(GeometryError) in
        Shape(
          height: try window.over(input.height).checkedOutput(), width: try window.over(input.width).checkedOutput(),
          channels: filters)
      }
    case .transposedConvolution(let channels, let window):
      return try fitted { () throws(GeometryError) in
        Shape(
          height: try TransposedGeometry(input: input.height, window: window).checkedOutput(),
          width: try TransposedGeometry(input: input.width, window: window).checkedOutput(), channels: channels)
      }
    case .maxPooling(let window), .averagePooling(let window):
      return try fitted { () throws(GeometryError) in
        try PooledPlaces.output(for: input, window, window)
      }
    case .adaptiveAveragePooling(let height, let width):
      return Shape(height: height, width: width, channels: input.channels)
    case .dense(let outputs):
      return Shape(vector: outputs)
    case .normalization, .batchNormalization, .rectification, .dropout, .softmax:
      return input
    case .addition:
      if let other = inputs.first(where: { $0 != input }) {
        throw Misfit(reason: "\(other) cannot be added to \(input)")
      }
      return input
    case .concatenation:
      if let other = inputs.first(where: { $0.height != input.height || $0.width != input.width }) {
        throw Misfit(reason: "the channels of \(other) cannot be put together with those of \(input)")
      }
      return Shape(
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

  /// Whether all that is counted of it, and of as many stages as there may be, stays far from what an `Int` can hold.
  private var isCountable: Bool {
    let limit = 1 << 40
    let isOutputCountable = output.count < limit && inputs.allSatisfy { $0.count < limit }
    let isFieldCountable = receptiveField.map { max($0.size, $0.jump, abs($0.start)) < limit } ?? true
    return isOutputCountable && weights < limit && isFieldCountable
      && Double(weights) * Double(max(places, inputPlaces)) < 0x1p50
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
  public var multiplyAdds: Int {
    switch layer.kind {
    case .convolution: weights * places
    case .transposedConvolution: weights * inputPlaces
    case .dense: weights
    default: 0
    }
  }

  /// How many weights and biases it would have if every place had filters of its own.
  public var unsharedParameters: Int {
    if case .convolution = layer.kind { parameters * places } else { parameters }
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

  private var places: Int { output.height * output.width }
  private var inputPlaces: Int { input.height * input.width }
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
