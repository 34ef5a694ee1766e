/// Where the numbers of a convolution lie: all that its inner loops know. All steps are counted in values.
///
/// The input is padded, channels last. The taps of one filter are `rows · runs` runs of `runLength` values that lie
/// together in the input as in the filter: a whole filter row where nothing is dilated or grouped, otherwise one tap's
/// channels.
public struct ConvolutionExtents: Sendable {
  /// How many outputs there are in a row.
  public var outputWidth: Int
  /// How many outputs there are in all, of each filter.
  public var outputCount: Int
  /// From the window of one output to that of the next one in its row.
  public var columnStep: Int
  /// From the window of one output to that of the one below.
  public var rowStep: Int
  /// How many rows of runs a filter has.
  public var rows: Int
  /// How many runs there are in a row.
  public var runs: Int
  /// How many values a run has.
  public var runLength: Int
  /// From one row of runs to the next.
  public var tapRowStep: Int
  /// From one run to the next in its row.
  public var runStep: Int
  /// From one output to the next one in its row.
  public var outputStep: Int
  /// From one output to the one below.
  public var outputRowStep: Int

  /// All extents.
  public init(
    outputWidth: Int, outputCount: Int, columnStep: Int, rowStep: Int, rows: Int, runs: Int, runLength: Int,
    tapRowStep: Int, runStep: Int, outputStep: Int, outputRowStep: Int
  ) {
    self.outputWidth = outputWidth
    self.outputCount = outputCount
    self.columnStep = columnStep
    self.rowStep = rowStep
    self.rows = rows
    self.runs = runs
    self.runLength = runLength
    self.tapRowStep = tapRowStep
    self.runStep = runStep
    self.outputStep = outputStep
    self.outputRowStep = outputRowStep
  }

  /// How many taps a filter has.
  @inlinable public var taps: Int {
    @inline(__always) get { rows &* runs &* runLength }
  }
}

/// Direct convolution computes so many outputs at a time.
@inlinable public var outputsInTile: Int {
  @inline(__always) get { 6 }
}

/// Direct convolution computes so many filters at a time.
@inlinable public var filtersInBlock: Int {
  @inline(__always) get { 16 }
}
