/// One layer of a network, as data: what it does and to what, not the weights it does it with.
public struct Layer: Hashable, Sendable {
  /// What a layer does.
  public enum Kind: Hashable, Sendable {
    /// So many filters slide as a square window; of several groups each sees its own channels alone.
    case convolution(filters: Int, Window, groups: Int)
    /// So many channels come out of a square window that is transposed.
    case transposedConvolution(channels: Int, Window)
    /// The largest value of each square window.
    case maxPooling(Window)
    /// The mean of each square window.
    case averagePooling(Window)
    /// The mean of each of so many regions, however large the input.
    case adaptiveAveragePooling(height: Int, width: Int)
    /// Local response normalisation.
    case normalization(LocalResponseNormalization)
    /// Batch normalisation, by statistics gathered in training; ε keeps the root from 0.
    case batchNormalization(epsilon: Float = 1e-5)
    /// Negative values to 0. (A layer that `isRectified` needs none behind it.)
    case rectification
    /// In training a part of the values is left out; otherwise nothing happens.
    case dropout(Dropout)
    /// So many outputs, each connected with all inputs.
    case dense(outputs: Int)
    /// Scores to probabilities.
    case softmax
    /// The sum of several inputs of one shape.
    case addition
    /// The channels of several inputs, one after the other.
    case concatenation
  }

  /// What it is called: "conv1". No two layers of a network have the same name.
  public let name: String
  /// What it does.
  public let kind: Kind
  /// The layers whose outputs it takes, by name; none stands for the layer before it. The network's own input is called
  /// `Network.inputName`.
  public let inputs: [String]
  /// Whether a ReLU follows right behind it.
  public let isRectified: Bool
  /// Whether a convolution or a dense layer adds biases; before a batch normalisation they would have no effect.
  public let hasBiases: Bool

  /// A layer.
  public init(
    _ name: String, _ kind: Kind, from inputs: [String] = [], isRectified: Bool = false, hasBiases: Bool = true
  ) {
    self.name = name
    self.kind = kind
    self.inputs = inputs
    self.isRectified = isRectified
    self.hasBiases = hasBiases
  }

  // MARK: Short forms

  /// A convolution with a ReLU behind it.
  public static func convolution(
    _ name: String, _ filters: Int, kernel: Int, stride: Int = 1, padding: Padding = .valid, groups: Int = 1,
    from inputs: [String] = []
  ) -> Layer {
    Layer(
      name, .convolution(filters: filters, Window(kernel, stride: stride, padding: padding), groups: groups),
      from: inputs, isRectified: true)
  }

  /// A max pooling.
  public static func maxPooling(
    _ name: String, _ kernel: Int, stride: Int, padding: Padding = .valid, rounding: Window.Rounding = .down,
    from inputs: [String] = []
  ) -> Layer {
    Layer(name, .maxPooling(Window(kernel, stride: stride, padding: padding, rounding: rounding)), from: inputs)
  }

  /// The mean of each channel over the whole input.
  public static func globalAveragePooling(_ name: String) -> Layer {
    Layer(name, .adaptiveAveragePooling(height: 1, width: 1))
  }

  /// A local response normalisation with AlexNet's constants.
  public static func normalization(_ name: String) -> Layer {
    Layer(name, .normalization(LocalResponseNormalization()))
  }

  /// A dropout.
  public static func dropout(_ name: String, rate: Float = 0.5) -> Layer {
    Layer(name, .dropout(Dropout(rate: rate)))
  }

  /// A dense layer, with a ReLU behind it if it is not the last.
  public static func dense(_ name: String, _ outputs: Int, isRectified: Bool = true) -> Layer {
    Layer(name, .dense(outputs: outputs), isRectified: isRectified)
  }

  // MARK: What can be said of it

  /// What slides over the input, alike along both axes; `nil` where nothing does.
  public var window: Window? {
    switch kind {
    case .convolution(_, let window, _), .transposedConvolution(_, let window), .maxPooling(let window),
      .averagePooling(let window):
      window
    case .adaptiveAveragePooling, .normalization, .batchNormalization, .rectification, .dropout, .dense, .softmax,
      .addition, .concatenation:
      nil
    }
  }

  /// Into how many groups the channels fall.
  public var groups: Int {
    if case .convolution(_, _, let groups) = kind { groups } else { 1 }
  }

  /// Whether it takes several inputs.
  public var joinsInputs: Bool {
    switch kind {
    case .addition, .concatenation: true
    default: false
    }
  }

  /// The kind in a word or two: "convolution", "max pooling".
  public var kindName: String {
    switch kind {
    case .convolution: "convolution"
    case .transposedConvolution: "transposed convolution"
    case .maxPooling: "max pooling"
    case .averagePooling: "average pooling"
    case .adaptiveAveragePooling(1, 1): "global average pooling"
    case .adaptiveAveragePooling: "adaptive average pooling"
    case .normalization: "local response normalisation"
    case .batchNormalization: "batch normalisation"
    case .rectification: "ReLU"
    case .dropout: "dropout"
    case .dense: "dense"
    case .softmax: "softmax"
    case .addition: "addition"
    case .concatenation: "concatenation"
    }
  }
}
