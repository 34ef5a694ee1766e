/// A convolution the other way round: every input value is multiplied with a whole filter, which is laid down at its place
/// in the output, S cells further for the next one, and what overlaps adds up. It makes small maps large.
///
/// As a matrix it is the transpose of the convolution with the same filters, not its inverse; forward it does what the
/// convolution does backward.
public struct TransposedConvolution: Hashable, Sendable {
  /// The convolution whose transpose it is: its filters are as many as the channels that come in, and their depth, times
  /// the groups, is the number of channels that come out. It has no biases and no ReLU.
  public let convolution: Convolution
  /// What is added to each channel that comes out.
  public let biases: [Float]
  /// How many rows more come out at the end.
  public let extraRows: Int
  /// How many columns more come out at the end.
  public let extraColumns: Int

  /// A transposed convolution that differs along the two axes.
  ///
  /// - Parameters:
  ///   - filters: one for each channel that comes in.
  ///   - biases: one for each channel that comes out; none stands for zeros.
  ///   - rows: as long as the filters have rows.
  ///   - columns: as long as the filters have columns.
  ///   - extraRows: less than the stride of the rows.
  ///   - extraColumns: less than the stride of the columns.
  public init(
    _ filters: FilterBank, biases: [Float] = [], rows: Window, columns: Window, groups: Int = 1, extraRows: Int = 0,
    extraColumns: Int = 0
  ) {
    let channels = filters.depth * groups
    precondition(biases.isEmpty || biases.count == channels, "there is one bias for each channel that comes out")
    convolution = Convolution(filters, rows: rows, columns: columns, groups: groups)
    self.biases = biases.isEmpty ? [Float](repeating: 0, count: channels) : biases
    self.extraRows = extraRows
    self.extraColumns = extraColumns
  }

  /// A transposed convolution that is alike along both axes.
  public init(
    _ filters: FilterBank, biases: [Float] = [], stride: Int = 1, padding: Padding = .valid, dilation: Int = 1,
    groups: Int = 1, extra: Int = 0
  ) {
    self.init(
      filters, biases: biases,
      rows: Window(filters.rows, stride: stride, padding: padding, dilation: dilation),
      columns: Window(filters.columns, stride: stride, padding: padding, dilation: dilation),
      groups: groups, extraRows: extra, extraColumns: extra)
  }

  /// The shape that comes out for an input.
  ///
  /// - Throws: `GeometryError` when the padding leaves nothing over.
  public func output(for input: Shape) throws(GeometryError) -> Shape {
    let rows = TransposedGeometry(input: input.height, window: convolution.rows, extra: extraRows)
    let columns = TransposedGeometry(input: input.width, window: convolution.columns, extra: extraColumns)
    return Shape(height: try rows.checkedOutput(), width: try columns.checkedOutput(), channels: biases.count)
  }

  /// The transposed convolution of an input that leaves something over (`output(for:)` says whether it does).
  public func callAsFunction(_ input: Tensor) -> Tensor {
    var result = convolution.inputGradient(input, input: checkedOutput(for: input.shape))
    for index in result.values.indices { result.values[index] += biases[index % biases.count] }
    return result
  }

  private func checkedOutput(for input: Shape) -> Shape {
    do {
      return try output(for: input)
    } catch {
      preconditionFailure("a transposed convolution of \(input): \(error)")
    }
  }

  // MARK: Backward

  /// The gradients of a loss, from that of the output.
  ///
  /// - Parameters:
  ///   - outputGradient: of the output's shape.
  ///   - input: what the forward pass must remember.
  public func gradients(_ outputGradient: Tensor, input: Tensor) -> Convolution.Gradients {
    precondition(
      outputGradient.shape == checkedOutput(for: input.shape),
      "the gradient is of the output's shape, \(checkedOutput(for: input.shape))")
    return Convolution.Gradients(
      input: convolution(outputGradient), weights: correlate(input, with: outputGradient, by: convolution),
      biases: outputGradient.channelSums)
  }
}
