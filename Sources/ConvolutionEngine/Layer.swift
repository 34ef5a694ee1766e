/// One layer of a network, as data: what it does, not the weights it does it with.
public struct Layer: Hashable, Sendable {
  /// What a layer does.
  public enum Kind: Hashable, Sendable {
    /// So many filters slide as a square window; of several groups each sees its own channels alone.
    case convolution(filters: Int, Window, groups: Int)
    /// The largest value of each square window.
    case maxPooling(Window)
    /// The mean of each square window.
    case averagePooling(Window)
    /// Local response normalisation.
    case normalization(LocalResponseNormalization)
    /// So many outputs, each connected with all inputs.
    case dense(outputs: Int)
    /// Scores to probabilities.
    case softmax
  }

  /// What it is called: "conv1".
  public let name: String
  /// What it does.
  public let kind: Kind
  /// Whether a ReLU follows right behind it.
  public let isRectified: Bool

  /// A layer.
  public init(_ name: String, _ kind: Kind, isRectified: Bool = false) {
    self.name = name
    self.kind = kind
    self.isRectified = isRectified
  }

  /// A convolution with a ReLU behind it.
  public static func convolution(
    _ name: String, _ filters: Int, kernel: Int, stride: Int = 1, padding: Padding = .valid, groups: Int = 1
  ) -> Layer {
    Layer(
      name, .convolution(filters: filters, Window(kernel, stride: stride, padding: padding), groups: groups),
      isRectified: true)
  }

  /// A max pooling.
  public static func maxPooling(_ name: String, _ kernel: Int, stride: Int) -> Layer {
    Layer(name, .maxPooling(Window(kernel, stride: stride)))
  }

  /// A local response normalisation with AlexNet's constants.
  public static func normalization(_ name: String) -> Layer {
    Layer(name, .normalization(LocalResponseNormalization()))
  }

  /// A dense layer, with a ReLU behind it if it is not the last.
  public static func dense(_ name: String, _ outputs: Int, isRectified: Bool = true) -> Layer {
    Layer(name, .dense(outputs: outputs), isRectified: isRectified)
  }

  /// What slides over the input, alike along both axes; `nil` where nothing does.
  public var window: Window? {
    switch kind {
    case .convolution(_, let window, _), .maxPooling(let window), .averagePooling(let window): window
    case .normalization, .dense, .softmax: nil
    }
  }

  /// Into how many groups the channels fall.
  public var groups: Int {
    if case .convolution(_, _, let groups) = kind { groups } else { 1 }
  }

  /// The kind in a word or two: "convolution", "max pooling".
  public var kindName: String {
    switch kind {
    case .convolution: "convolution"
    case .maxPooling: "max pooling"
    case .averagePooling: "average pooling"
    case .normalization: "local response normalisation"
    case .dense: "dense"
    case .softmax: "softmax"
    }
  }
}
