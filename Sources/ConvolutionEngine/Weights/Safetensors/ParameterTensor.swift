/// One of the tensors that PyTorch keeps the parameters of a stage in, and how its numbers lie here.
///
/// PyTorch's tensors have the channels outside of the places (filters, channels, rows, columns); here the channels of a
/// place lie together. A dense layer behind maps is alike: PyTorch reads them out channel by channel.
struct ParameterTensor: Hashable, Sendable {
  /// Which of a layer's parameters these are.
  enum Part: String, Hashable, Sendable {
    case weights = "weight"
    case biases = "bias"
    case means = "running_mean"
    case variances = "running_var"
  }

  let part: Part
  /// How long PyTorch's sides are.
  let shape: [Int]
  /// Numbers for each filter or output: so many channels at so many places.
  let channels: Int
  let places: Int

  private init(_ part: Part, shape: [Int], channels: Int = 1, places: Int = 1) {
    self.part = part
    self.shape = shape
    self.channels = channels
    self.places = places
  }

  /// The tensors of a stage; none where nothing is learned.
  static func all(of stage: Stage) -> [ParameterTensor] {
    let biases = stage.biases > 0 ? [ParameterTensor(.biases, shape: [stage.biases])] : []
    switch stage.layer.kind {
    case .convolution(let filters, let window, let groups):
      return [filterBank(filters, window, depth: stage.input.channels / groups)] + biases
    case .transposedConvolution(let channels, let window):
      return [filterBank(stage.input.channels, window, depth: channels)] + biases
    case .dense(let outputs):
      let input = stage.input
      return [
        ParameterTensor(
          .weights, shape: [outputs, input.count], channels: input.channels, places: input.height * input.width)
      ] + biases
    case .batchNormalization:
      return [.weights, .biases, .means, .variances].map { ParameterTensor($0, shape: [stage.input.channels]) }
    default: return []
    }
  }

  private static func filterBank(_ count: Int, _ window: Window, depth: Int) -> ParameterTensor {
    ParameterTensor(
      .weights, shape: [count, depth, window.kernel, window.kernel], channels: depth,
      places: window.kernel * window.kernel)
  }

  /// PyTorch's numbers, laid out as here.
  func channelsLast(_ values: consuming [Float]) -> [Float] { Self.exchange(values, outer: channels, inner: places) }

  /// The numbers that lie as here, laid out as PyTorch has them.
  func channelsFirst(_ values: consuming [Float]) -> [Float] { Self.exchange(values, outer: places, inner: channels) }

  /// Within each run of outer · inner numbers: what lay outside comes to lie inside.
  private static func exchange(_ values: consuming [Float], outer: Int, inner: Int) -> [Float] {
    guard outer > 1, inner > 1 else { return values }
    var run = [Float](repeating: 0, count: outer * inner)
    for start in stride(from: 0, to: values.count, by: run.count) {
      var place = start
      for first in 0..<outer {
        for second in 0..<inner {
          run[second * outer + first] = values[place]
          place += 1
        }
      }
      for index in run.indices { values[start + index] = run[index] }
    }
    return values
  }
}
