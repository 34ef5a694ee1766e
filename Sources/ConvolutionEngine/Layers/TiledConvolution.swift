/// A convolution that takes several filter banks in turn: along each axis every t-th output has the same one.
///
/// With t = 1 it is an ordinary convolution, which shares its weights everywhere. With a bank for each place of the output
/// it is a locally connected layer (unshared convolution), which shares none:
/// out(i, j, f) = b(f) + Σ in(i·S + m − P, j·S + n − P, c) · w(i mod t, j mod t, f, m, n, c).
///
/// K. Gregor, Y. LeCun: Emergence of complex-like cells in a temporal product network with local receptive fields, 2010.
public struct TiledConvolution: Hashable, Sendable {
  /// How many banks are taken in turn from row to row.
  public let tileRows: Int
  /// How many banks are taken in turn from column to column.
  public let tileColumns: Int
  /// The convolutions of the tile, row by row: alike but for their weights and biases.
  public let tile: [Convolution]

  /// A tile of convolutions.
  ///
  /// - Parameter tile: `tileRows · tileColumns` of them, row by row, of the same extents and windows.
  public init(tileRows: Int, tileColumns: Int, _ tile: [Convolution]) {
    precondition(
      tileRows > 0 && tileColumns > 0 && tile.count == tileRows * tileColumns,
      "a tile of \(tileRows) × \(tileColumns) takes as many convolutions, not \(tile.count)")
    let first = tile[0]
    precondition(
      tile.allSatisfy {
        $0.filters.count == first.filters.count && $0.filters.depth == first.filters.depth && $0.rows == first.rows
          && $0.columns == first.columns && $0.groups == first.groups && $0.isRectified == first.isRectified
      }, "the convolutions of a tile differ in nothing but weights and biases")
    self.tileRows = tileRows
    self.tileColumns = tileColumns
    self.tile = tile
  }

  /// How many weights and biases there are.
  public var parameters: Int { tile.reduce(0) { $0 + $1.filters.values.count + $1.biases.count } }

  /// The shape that comes out for an input.
  ///
  /// - Throws: `GeometryError` when the filters do not fit into the input.
  public func output(for input: Shape) throws(GeometryError) -> Shape {
    try tile[0].output(for: input)
  }

  /// The convolution of an input into which the filters fit (`output(for:)` says whether they do).
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let output = checkedOutput(for: input.shape)
    let padded = input.padded(tile[0].rows.padding, tile[0].columns.padding)
    var result = Tensor(output, repeating: 0)
    for part in parts(of: output) { result.put(part.convolution(padded.cropped(part.input)), at: part.places) }
    return result
  }

  private func checkedOutput(for input: Shape) -> Shape {
    do {
      return try output(for: input)
    } catch {
      preconditionFailure("a tiled convolution of \(input): \(error)")
    }
  }

  /// What one bank does: an ordinary convolution with a stride of a whole tile.
  private struct Part {
    /// Which convolution of the tile it is.
    let index: Int
    /// It, on its part of the padded input.
    let convolution: Convolution
    /// The part of the padded input that it sees, from its first to its last row and column.
    let input: (rows: Range<Int>, columns: Range<Int>)
    /// The rows and columns of the output that it gives.
    let places: (rows: StrideTo<Int>, columns: StrideTo<Int>)
  }

  private func parts(of output: Shape) -> [Part] {
    func widened(_ window: Window, _ tiles: Int) -> Window {
      Window(window.kernel, stride: window.stride * tiles, dilation: window.dilation)
    }
    /// The cells of the padded input that the outputs `first`, `first` + `tiles` ... of `count` see.
    func seen(_ window: Window, first: Int, count: Int, tiles: Int) -> Range<Int> {
      let last = first + (count - 1 - first) / tiles * tiles
      return first * window.stride..<last * window.stride + window.effectiveKernel
    }
    return tile.enumerated().compactMap { index, convolution in
      let (row, column) = index.quotientAndRemainder(dividingBy: tileColumns)
      guard row < output.height, column < output.width else { return nil }
      return Part(
        index: index,
        convolution: Convolution(
          convolution.filters, biases: convolution.biases, rows: widened(convolution.rows, tileRows),
          columns: widened(convolution.columns, tileColumns), groups: convolution.groups,
          isRectified: convolution.isRectified),
        input: (
          seen(convolution.rows, first: row, count: output.height, tiles: tileRows),
          seen(convolution.columns, first: column, count: output.width, tiles: tileColumns)
        ),
        places: (
          stride(from: row, to: output.height, by: tileRows), stride(from: column, to: output.width, by: tileColumns)
        ))
    }
  }

  // MARK: Backward

  /// The gradients of a loss with respect to all that a tiled convolution depends on.
  public struct Gradients: Hashable, Sendable {
    /// That of the input.
    public let input: Tensor
    /// That of each bank of weights, in the order of the tile.
    public let weights: [FilterBank]
    /// That of each bank's biases, in the order of the tile.
    public let biases: [[Float]]
  }

  /// The gradients of a loss, from that of the sums (before a ReLU: where one is built in, the gradient goes through
  /// `ReLU.gradient` first).
  ///
  /// - Parameters:
  ///   - outputGradient: of the output's shape.
  ///   - input: what the forward pass must remember.
  public func gradients(_ outputGradient: Tensor, input: Tensor) -> Gradients {
    let output = checkedOutput(for: input.shape)
    precondition(outputGradient.shape == output, "the gradient is of the output's shape, \(output)")
    let (vertical, horizontal) = (tile[0].rows.padding, tile[0].columns.padding)
    let padded = input.padded(vertical, horizontal)
    var inputGradient = Tensor(padded.shape, repeating: 0)
    var weights = tile.map { convolution in
      var zeros = convolution.filters
      zeros.values = [Float](repeating: 0, count: zeros.values.count)
      return zeros
    }
    var biases = tile.map { [Float](repeating: 0, count: $0.biases.count) }
    for part in parts(of: output) {
      let gradients = part.convolution.gradients(
        outputGradient.picked(part.places), input: padded.cropped(part.input))
      inputGradient.add(gradients.input, at: part.input)
      weights[part.index] = gradients.weights
      biases[part.index] = gradients.biases
    }
    let inner = (
      rows: vertical.before..<vertical.before + input.shape.height,
      columns: horizontal.before..<horizontal.before + input.shape.width
    )
    return Gradients(input: inputGradient.cropped(inner), weights: weights, biases: biases)
  }
}
