import ConvolutionEngine

/// The kinds of pooling that are compared, each with its way forward and its way back through the engine.
enum PoolingKind: Int, CaseIterable, Sendable {
  /// The largest value.
  case maximum
  /// The mean.
  case average
  /// The mean under weights that fall off from the centre.
  case centred
  /// √Σ x².
  case norm
  /// The mean of the whole map.
  case global

  /// What it is called in figures and sentences.
  var name: String {
    switch self {
    case .maximum: "max"
    case .average: "average"
    case .centred: "centre-weighted"
    case .norm: "L2 norm"
    case .global: "global average"
    }
  }

  /// What comes out of a map.
  func callAsFunction(_ input: Tensor, _ window: Window) -> Tensor {
    switch self {
    case .maximum: MaxPooling(window)(input)
    case .average: AveragePooling(rows: window, columns: window)(input)
    case .centred: CentreWeightedPooling(window)(input)
    case .norm: L2Pooling(window)(input)
    case .global: AdaptiveAveragePooling.global(input)
    }
  }

  /// The gradient at the map, from that at what came out.
  func gradient(_ outputGradient: Tensor, input: Tensor, output: Tensor, _ window: Window) -> Tensor {
    switch self {
    case .maximum: MaxPooling(window).withSwitches(input).switches.gradient(outputGradient)
    case .average: AveragePooling(rows: window, columns: window).gradient(outputGradient, input: input.shape)
    case .centred: CentreWeightedPooling(window).gradient(outputGradient, input: input.shape)
    case .norm: L2Pooling(window).gradient(outputGradient, input: input, output: output)
    case .global: AdaptiveAveragePooling.global.gradient(outputGradient, input: input.shape)
    }
  }
}

/// A map pooled in one way, and what comes back through it.
struct KindOfPooling: Sendable {
  let kind: PoolingKind
  let output: Tensor
  /// The gradient at the map when that of one output is 1 and of all others 0.
  let fromOne: Tensor
  /// The gradient at the map when that of every output is 1.
  let fromAll: Tensor

  init(_ kind: PoolingKind, _ input: Tensor, _ window: Window, one: GridPlace) {
    self.kind = kind
    output = kind(input, window)
    var single = Tensor(output.shape, repeating: 0)
    if kind == .global { single[0, 0] = 1 } else { single[one.row, one.column] = 1 }
    fromOne = kind.gradient(single, input: input, output: output, window)
    fromAll = kind.gradient(Tensor(output.shape, repeating: 1), input: input, output: output, window)
  }
}
