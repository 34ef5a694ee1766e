/// The 2-D convolution of a convolutional layer: every filter slides over the input and gives one channel of the output.
///
/// As in every library it is a cross-correlation, the kernel is not flipped:
/// out(i, j, f) = b(f) + Σ in(i·S + m·d − P, j·S + n·d − P, c) · w(f, m, n, c).
/// A signal is an input of height 1, convolved with filters of one row.
public struct Convolution: Hashable, Sendable {
  /// The weights.
  public let filters: FilterBank
  /// What is added to each filter's sums, b.
  public let biases: [Float]
  /// How the filters slide from row to row.
  public let rows: Window
  /// How the filters slide from column to column.
  public let columns: Window
  /// Into how many groups the channels fall: filters of one group see the channels of that group alone.
  public let groups: Int
  /// Whether negative outputs become 0 (a ReLU right behind the convolution).
  public let isRectified: Bool

  /// A convolution that slides differently along the two axes.
  ///
  /// - Parameters:
  ///   - biases: one per filter; none stands for zeros.
  ///   - rows: as long as the filters have rows.
  ///   - columns: as long as the filters have columns.
  public init(
    _ filters: FilterBank, biases: [Float] = [], rows: Window, columns: Window, groups: Int = 1,
    isRectified: Bool = false
  ) {
    precondition(
      rows.kernel == filters.rows && columns.kernel == filters.columns, "the windows are as large as the filters")
    precondition(
      rows.rounding == .down && columns.rounding == .down, "a convolution drops the cells that do not fill a window")
    precondition(biases.isEmpty || biases.count == filters.count, "there is one bias for each filter")
    precondition(
      groups > 0 && filters.count.isMultiple(of: groups), "\(filters.count) filters do not fall into \(groups) groups")
    self.filters = filters
    self.biases = biases.isEmpty ? [Float](repeating: 0, count: filters.count) : biases
    self.rows = rows
    self.columns = columns
    self.groups = groups
    self.isRectified = isRectified
  }

  /// A convolution that slides alike along both axes.
  public init(
    _ filters: FilterBank, biases: [Float] = [], stride: Int = 1, padding: Padding = .valid, dilation: Int = 1,
    groups: Int = 1, isRectified: Bool = false
  ) {
    self.init(
      filters, biases: biases,
      rows: Window(filters.rows, stride: stride, padding: padding, dilation: dilation),
      columns: Window(filters.columns, stride: stride, padding: padding, dilation: dilation),
      groups: groups, isRectified: isRectified)
  }

  /// A convolution of signals.
  ///
  /// - Parameters:
  ///   - filters: of one row.
  ///   - biases: one per filter; none stands for zeros.
  ///   - window: as long as the filters have columns.
  public init(
    signal filters: FilterBank, biases: [Float] = [], _ window: Window, groups: Int = 1, isRectified: Bool = false
  ) {
    self.init(filters, biases: biases, rows: Window(1), columns: window, groups: groups, isRectified: isRectified)
  }

  /// The shape that comes out for an input.
  ///
  /// - Throws: `GeometryError` when the filters do not fit into the input.
  public func output(for input: Shape) throws(GeometryError) -> Shape {
    Shape(
      height: try rows.over(input.height).checkedOutput(), width: try columns.over(input.width).checkedOutput(),
      channels: filters.count)
  }

  /// The convolution of an input into which the filters fit (`output(for:)` says whether they do).
  public func callAsFunction(_ input: Tensor) -> Tensor {
    checkChannels(of: input.shape)
    return convolve(input, by: self)
  }

  private func checkChannels(of input: Shape) {
    precondition(
      input.channels == filters.depth * groups,
      "\(groups) groups of filters with \(filters.depth) channels take \(filters.depth * groups) channels, not \(input.channels)"
    )
  }
}

// MARK: Backward

extension Convolution {
  /// The gradients of a loss with respect to all that a convolution depends on.
  public struct Gradients: Hashable, Sendable {
    /// That of the input, ∂L/∂in.
    public let input: Tensor
    /// That of the weights, ∂L/∂w.
    public let weights: FilterBank
    /// That of the biases, ∂L/∂b.
    public let biases: [Float]
  }

  /// The gradients of a loss, from that of the sums, ∂L/∂out:
  /// ∂L/∂w(f, m, n, c) = Σ ∂L/∂out(i, j, f) · in(i·S + m·d − P, j·S + n·d − P, c), and ∂L/∂b(f) = Σ ∂L/∂out(i, j, f).
  ///
  /// The sums are what comes before a ReLU: where one is built in, the gradient goes through `ReLU.gradient` first.
  ///
  /// - Parameters:
  ///   - outputGradient: of the output's shape.
  ///   - input: what the forward pass must remember.
  public func gradients(_ outputGradient: Tensor, input: Tensor) -> Gradients {
    checkChannels(of: input.shape)
    return Gradients(
      input: inputGradient(outputGradient, input: input.shape),
      weights: correlate(outputGradient, with: input, by: self), biases: outputGradient.channelSums)
  }

  /// The gradient of the input alone, for which the forward pass need remember only the input's shape:
  /// every ∂L/∂out(i, j, f) · w(f, m, n, c) adds up at in(i·S + m·d − P, j·S + n·d − P, c).
  public func inputGradient(_ outputGradient: Tensor, input shape: Shape) -> Tensor {
    checkChannels(of: shape)
    return convolveBack(outputGradient, by: self, to: shape)
  }
}

// MARK: What one output is made of

extension Convolution {
  /// One of the products that an output is the sum of.
  public struct Product: Hashable, Sendable {
    /// The row of the input; outside of it in the padding.
    public let row: Int
    /// The column of the input; outside of it in the padding.
    public let column: Int
    /// The channel of the input.
    public let channel: Int
    /// Whether the cell is of the padding, and its value a 0 that was put there.
    public let isPadding: Bool
    /// The input's value.
    public let value: Float
    /// The filter's weight.
    public let weight: Float

    /// value · weight.
    public var product: Float { value * weight }
  }

  /// The products whose sum, with the bias, is the output at a place (before a ReLU), in the order of the filter's
  /// weights.
  public func products(of input: Tensor, row: Int, column: Int, filter: Int = 0) -> [Product] {
    checkChannels(of: input.shape)
    precondition(filter >= 0 && filter < filters.count, "there is no filter \(filter) of \(filters.count)")
    let vertical = rows.over(input.shape.height)
    let horizontal = columns.over(input.shape.width)
    precondition(
      row >= 0 && row < vertical.output && column >= 0 && column < horizontal.output,
      "there is no output (\(row), \(column)) of \(vertical.output) × \(horizontal.output)")
    let firstChannel = filter / (filters.count / groups) * filters.depth
    var products: [Product] = []
    for (filterRow, inputRow) in vertical.inputs(of: row).enumerated() {
      for (filterColumn, inputColumn) in horizontal.inputs(of: column).enumerated() {
        let isPadding = vertical.isPadding(inputRow) || horizontal.isPadding(inputColumn)
        for depth in 0..<filters.depth {
          products.append(
            Product(
              row: inputRow, column: inputColumn, channel: firstChannel + depth, isPadding: isPadding,
              value: isPadding ? 0 : input[inputRow, inputColumn, firstChannel + depth],
              weight: filters[filter, filterRow, filterColumn, depth]))
        }
      }
    }
    return products
  }
}
