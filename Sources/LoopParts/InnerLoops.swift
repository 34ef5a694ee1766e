/// The inner loops of the engine. One source of them is compiled for several kinds of processors, `Loops` of the targets
/// `PlainLoops`, `FusedLoops` and `WideLoops`; what each does stands where it is written, in the file named here.
///
/// They know nothing but numbers and where these lie: whoever calls them has checked that all of it is there.
public protocol InnerLoops: SendableMetatype {
  /// "baseline", "FMA" or "AVX-512".
  static var name: String { get }

  // ConvolutionTiles
  static func convolveTiles(
    _ extents: ConvolutionExtents, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ biases: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, filters: Int, isRectified: Bool,
    firstTile: Int, endTile: Int)

  // ConvolutionPlaces
  static func convolvePlaces(
    _ input: UnsafePointer<Float>, weights: UnsafePointer<Float>, bias: Float, rows: Int, columns: Int, tapRowStep: Int,
    tapStep: Int, count: Int, _ sums: UnsafeMutablePointer<Float>, isRectified: Bool)

  // FilterPacking
  static func packFilters(
    _ weights: UnsafePointer<Float>, filters: Int, taps: Int, _ packed: UnsafeMutablePointer<Float>)

  // WinogradWeights
  static func transformFilters(
    _ taps: UnsafePointer<Float>, depth: Int, kernel: Int, points: Int, pointStep: Int,
    _ target: UnsafeMutablePointer<Float>)

  // WinogradTransforms
  static func transformTiles(
    _ input: UnsafePointer<Float>, height: Int, width: Int, channels: Int, points: Int, tileOutputs: Int,
    tileColumns: Int, top: Int, left: Int, first: Int, end: Int, firstInChunk: Int, tilesInChunk: Int,
    _ values: UnsafeMutablePointer<Float>, room: UnsafeMutablePointer<Float>)
  static func gatherTiles(
    _ sums: UnsafePointer<Float>, filters: Int, points: Int, tileOutputs: Int, tileColumns: Int, first: Int, end: Int,
    firstInChunk: Int, tilesInChunk: Int, biases: UnsafePointer<Float>, isRectified: Bool, height: Int, width: Int,
    _ output: UnsafeMutablePointer<Float>, room: UnsafeMutablePointer<Float>)

  // DenseProducts
  static func multiplyRows(
    _ weights: UnsafePointer<Float>, _ input: UnsafePointer<Float>, _ biases: UnsafePointer<Float>,
    _ output: UnsafeMutablePointer<Float>, count: Int, first: Int, end: Int, isRectified: Bool)

  // Pooling
  static func poolLargest(
    _ input: UnsafePointer<Float>, rows: UnsafePointer<Int>, rowCount: Int, columns: UnsafePointer<Int>,
    ends: UnsafePointer<Int>, outputs: Int, channels: Int, _ output: UnsafeMutablePointer<Float>)
  static func poolSum(
    _ input: UnsafePointer<Float>, rows: UnsafePointer<Int>, rowCount: Int, columns: UnsafePointer<Int>,
    columnCount: Int, weights: UnsafePointer<Float>, channels: Int, _ output: UnsafeMutablePointer<Float>)

  // MaximumPooling
  static func poolMaxima(
    _ extents: PoolingExtents, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>,
    _ winners: UnsafeMutablePointer<Int32>)
  static func spreadToWinners(
    _ extents: PoolingExtents, _ winners: UnsafePointer<Int32>, _ gradient: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, adds: Bool)

  // ValueByValue
  static func rectify(_ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, count: Int)
  static func addTwo(
    _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, count: Int,
    isRectified: Bool)
  static func normalizeChannels(
    _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, places: Int, channels: Int,
    means: UnsafePointer<Float>, factors: UnsafePointer<Float>, scales: UnsafePointer<Float>,
    shifts: UnsafePointer<Float>)

  // ResponseNormalization
  static func normalizeResponses(
    _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, places: Int, channels: Int, before: Int,
    after: Int, scale: Float, offset: Float, squares: UnsafeMutablePointer<Float>)

  // SeededValues
  static func fillUniform(
    _ values: UnsafeMutablePointer<Float>, first: Int, end: Int, seed: UInt64, lowest: Float, span: Float)

  // FusedPeak
  static var lanesAtPeak: Int { get }
  static func multiplyAddPeak(rounds: Int, factor: Float, summand: Float) -> Float

  // ConvolutionGradients
  static func listGradients(
    _ gradient: UnsafePointer<Float>, outputs: Int, filters: Int, step: Int, _ starts: UnsafeMutablePointer<Int32>,
    _ list: UnsafeMutablePointer<ListedGradient>)
  static func sortGradients(
    _ extents: ConvolutionExtents, pictures: Int, pictureStep: Int, filters: Int, _ starts: UnsafePointer<Int32>,
    _ list: UnsafePointer<ListedGradient>, _ filterStarts: UnsafeMutablePointer<Int32>,
    _ filterList: UnsafeMutablePointer<ListedGradient>)
  static func packLines(
    _ extents: ConvolutionExtents, filters: Int, _ weights: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>)
  static func spreadGradients(
    _ extents: ConvolutionExtents, filters: Int, _ starts: UnsafePointer<Int32>, _ list: UnsafePointer<ListedGradient>,
    _ weights: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>)
  static func gatherGradients(
    _ extents: ConvolutionExtents, filters: Int, _ starts: UnsafePointer<Int32>, _ list: UnsafePointer<ListedGradient>,
    _ input: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>)

  // FewTapGradients
  static func gatherFewTaps(
    _ extents: ConvolutionExtents, pictures: Int, pictureStep: Int, filters: Int, _ gradient: UnsafePointer<Float>,
    step: Int, _ input: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>)

  // DenseGradients
  static func addOuterProducts(
    _ gradient: UnsafePointer<Float>, _ input: UnsafePointer<Float>, pictures: Int, inputs: Int, outputs: Int,
    _ target: UnsafeMutablePointer<Float>)
  static func multiplyColumns(
    _ weights: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, pictures: Int, inputs: Int, outputs: Int,
    _ target: UnsafeMutablePointer<Float>)

  // SumPoolingGradients
  static func spreadSum(
    _ gradient: UnsafePointer<Float>, rows: UnsafePointer<Int>, rowCount: Int, columns: UnsafePointer<Int>,
    columnCount: Int, weights: UnsafePointer<Float>, channels: Int, _ target: UnsafeMutablePointer<Float>)

  // Elementwise
  static func add(_ source: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, count: Int)
  static func rectifyGradient(_ output: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>, count: Int)
  static func addChannelSums(
    _ values: UnsafePointer<Float>, places: Int, channels: Int, _ sums: UnsafeMutablePointer<Float>)

  // BatchStatistics
  static func addSquaredDistances(
    _ values: UnsafePointer<Float>, means: UnsafePointer<Float>, places: Int, channels: Int,
    _ sums: UnsafeMutablePointer<Float>)
  static func normalizeByBatch(
    _ values: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, places: Int, channels: Int,
    means: UnsafePointer<Float>, factors: UnsafePointer<Float>, shifts: UnsafePointer<Float>, isRectified: Bool)
  static func addNormalizedSums(
    _ gradient: UnsafePointer<Float>, _ values: UnsafePointer<Float>, places: Int, channels: Int,
    means: UnsafePointer<Float>, factors: UnsafePointer<Float>, _ sums: UnsafeMutablePointer<Float>)
  static func normalizeGradients(
    _ gradient: UnsafePointer<Float>, _ values: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>,
    places: Int, channels: Int, offsets: UnsafePointer<Float>, slopes: UnsafePointer<Float>,
    factors: UnsafePointer<Float>)

  // OptimizerSteps
  static func stepDescent(
    _ values: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, _ velocity: UnsafeMutablePointer<Float>,
    count: Int, momentum: Float, rate: Float)
  static func stepNesterov(
    _ values: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, _ velocity: UnsafeMutablePointer<Float>,
    count: Int, momentum: Float, rate: Float)
  static func stepAdam(
    _ values: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, _ means: UnsafeMutablePointer<Float>,
    _ squares: UnsafeMutablePointer<Float>, count: Int, beta1: Float, beta2: Float, corrections: (Float, Float),
    epsilon: Float, rate: Float)
}
