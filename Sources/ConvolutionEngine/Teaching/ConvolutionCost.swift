extension Convolution {
  /// What a convolution costs on an input, beside the matrix product that does the same.
  ///
  /// Counted as in I. Goodfellow, Y. Bengio, A. Courville: Deep Learning (2016), chapter 9, figure 9.6.
  public struct Cost: Hashable, Sendable {
    /// What goes in.
    public let input: Shape
    /// What comes out.
    public let output: Shape
    /// How many products an output is the sum of.
    public let products: Int
    /// How many numbers are stored: the weights of all filters.
    public let weights: Int
    /// How many entries of the matrix are not zero: one for each product of a weight other than 0 with a cell of the input.
    public let nonzeroEntries: Int

    /// Multiplications and additions: an output is a sum of n products, n multiplications and n − 1 additions.
    /// Biases are not counted.
    public var operations: Int { output.count * operationsForOne }

    /// Multiplications and additions for one output, 2n − 1.
    public var operationsForOne: Int { 2 * products - 1 }

    /// How many entries the matrix has: a row for each output, in it a column for each input.
    public var matrixEntries: Int { input.count * output.count }

    /// Multiplications and additions of the matrix product, one of each for every entry, also for the zeros.
    public var matrixOperations: Int { 2 * matrixEntries }

    /// How many times as many operations the matrix product takes.
    public var advantage: Double { Double(matrixOperations) / Double(operations) }
  }

  /// What it costs on an input.
  ///
  /// - Throws: `GeometryError` when the filters do not fit into the input.
  public func cost(on input: Shape) throws(GeometryError) -> Cost {
    let output = try output(for: input)
    /// How often each row, or column, of a filter lies on the input and not on the padding.
    func met(_ geometry: WindowGeometry) -> [Int] {
      (0..<geometry.window.kernel).map { geometry.inputs(multipliedBy: $0).count }
    }
    let (down, across) = (met(rows.over(input.height)), met(columns.over(input.width)))
    var nonzero = 0
    for filter in 0..<filters.count {
      for row in 0..<filters.rows {
        for column in 0..<filters.columns {
          for channel in 0..<filters.depth where filters[filter, row, column, channel] != 0 {
            nonzero += down[row] * across[column]
          }
        }
      }
    }
    return Cost(
      input: input, output: output, products: filters.rows * filters.columns * filters.depth,
      weights: filters.values.count, nonzeroEntries: nonzero)
  }
}
