/// A layer in its place: on an input of a known shape, with everything that can be counted about it.
public struct Stage: Hashable, Sendable {
  /// The layer.
  public let layer: Layer
  /// The shape that goes in.
  public let input: Shape
  /// The shape that comes out.
  public let output: Shape
  /// How many weights it has, biases aside: those of one filter count once, wherever it slides.
  public let weights: Int
  /// How many biases it has.
  public let biases: Int
  /// What one of its units can see of the network's input; `nil` from the first layer on whose units see all of it.
  public let receptiveField: ReceptiveField?

  /// A layer on an input.
  ///
  /// - Parameter field: what one unit of the input can see; as the first of a network it sees itself.
  /// - Throws: `NetworkError` when the layer does not fit on this input.
  public init(_ layer: Layer, on input: Shape, seeing field: ReceptiveField? = .input) throws(NetworkError) {
    self.layer = layer
    self.input = input
    switch layer.kind {
    case .convolution(let filters, let window, let groups):
      guard input.channels.isMultiple(of: groups), filters.isMultiple(of: groups) else {
        throw NetworkError(
          layer: layer.name,
          reason: "\(input.channels) channels and \(filters) filters do not both fall into \(groups) groups")
      }
      output = try Stage.slide(layer, window, on: input, channels: filters)
      weights = filters * window.kernel * window.kernel * (input.channels / groups)
      biases = filters
      receptiveField = field?.seen(through: window)
    case .maxPooling(let window), .averagePooling(let window):
      output = try Stage.slide(layer, window, on: input, channels: input.channels)
      weights = 0
      biases = 0
      receptiveField = field?.seen(through: window)
    case .normalization, .softmax:
      output = input
      weights = 0
      biases = 0
      receptiveField = field
    case .dense(let outputs):
      output = Shape(vector: outputs)
      weights = input.count * outputs
      biases = outputs
      receptiveField = nil
    }
  }

  private static func slide(
    _ layer: Layer, _ window: Window, on input: Shape, channels: Int
  ) throws(NetworkError) -> Shape {
    do {
      return Shape(
        height: try window.over(input.height).checkedOutput(), width: try window.over(input.width).checkedOutput(),
        channels: channels)
    } catch {
      throw NetworkError(layer: layer.name, reason: error.description)
    }
  }

  /// What the layer is called.
  public var name: String { layer.name }

  /// Weights and biases.
  public var parameters: Int { weights + biases }

  /// How many products are summed for one picture: each weight at each place where it is used. Adding the bias,
  /// comparing and normalising are not counted.
  public var multiplyAdds: Int {
    if case .convolution = layer.kind { weights * places } else { weights }
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

  /// How many inputs go into one output.
  public var fanIn: Int { biases == 0 ? 0 : weights / biases }

  private var places: Int { output.height * output.width }
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
