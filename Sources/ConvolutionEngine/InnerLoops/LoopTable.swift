import CProcessor
import LoopParts
import PlainLoops
import FusedLoops

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The inner loops in one of the forms that they were compiled in. What each does stands where it is written, in `PlainLoops`.
final class LoopTable: Sendable {
  typealias ConvolveTiles =
    @Sendable (
      ConvolutionExtents, UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ biases: UnsafePointer<Float>,
      UnsafeMutablePointer<Float>, _ filters: Int, _ isRectified: Bool, _ firstTile: Int, _ endTile: Int
    ) -> Void
  typealias ConvolvePlaces =
    @Sendable (
      UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ bias: Float, _ rows: Int, _ columns: Int,
      _ tapRowStep: Int, _ tapStep: Int, _ count: Int, _ sums: UnsafeMutablePointer<Float>, _ isRectified: Bool
    ) -> Void
  typealias PackFilters =
    @Sendable (
      _ weights: UnsafePointer<Float>, _ filters: Int, _ taps: Int, UnsafeMutablePointer<Float>
    ) -> Void
  typealias TransformTiles =
    @Sendable (
      UnsafePointer<Float>, _ height: Int, _ width: Int, _ channels: Int, _ points: Int, _ tileOutputs: Int,
      _ tileColumns: Int, _ top: Int, _ left: Int, _ first: Int, _ end: Int, _ firstInChunk: Int,
      _ tilesInChunk: Int, UnsafeMutablePointer<Float>, _ room: UnsafeMutablePointer<Float>
    ) -> Void
  typealias GatherTiles =
    @Sendable (
      UnsafePointer<Float>, _ filters: Int, _ points: Int, _ tileOutputs: Int, _ tileColumns: Int, _ first: Int,
      _ end: Int, _ firstInChunk: Int, _ tilesInChunk: Int, _ biases: UnsafePointer<Float>, _ isRectified: Bool,
      _ height: Int, _ width: Int, UnsafeMutablePointer<Float>, _ room: UnsafeMutablePointer<Float>
    ) -> Void
  typealias MultiplyRows =
    @Sendable (
      _ weights: UnsafePointer<Float>, UnsafePointer<Float>, _ biases: UnsafePointer<Float>,
      UnsafeMutablePointer<Float>, _ count: Int, _ first: Int, _ end: Int, _ isRectified: Bool
    ) -> Void
  typealias PoolLargest =
    @Sendable (
      UnsafePointer<Float>, _ rows: UnsafePointer<Int>, _ rowCount: Int, _ columns: UnsafePointer<Int>,
      _ ends: UnsafePointer<Int>, _ outputs: Int, _ channels: Int, UnsafeMutablePointer<Float>
    ) -> Void
  typealias PoolSum =
    @Sendable (
      UnsafePointer<Float>, _ rows: UnsafePointer<Int>, _ rowCount: Int, _ columns: UnsafePointer<Int>,
      _ columnCount: Int, _ weights: UnsafePointer<Float>, _ channels: Int, UnsafeMutablePointer<Float>
    ) -> Void
  typealias Rectify =
    @Sendable (
      UnsafePointer<Float>, UnsafeMutablePointer<Float>, _ count: Int
    ) -> Void
  typealias AddTwo =
    @Sendable (
      UnsafePointer<Float>, UnsafePointer<Float>, UnsafeMutablePointer<Float>, _ count: Int, _ isRectified: Bool
    ) -> Void
  typealias NormalizeChannels =
    @Sendable (
      UnsafePointer<Float>, UnsafeMutablePointer<Float>, _ places: Int, _ channels: Int,
      _ means: UnsafePointer<Float>, _ factors: UnsafePointer<Float>, _ scales: UnsafePointer<Float>,
      _ shifts: UnsafePointer<Float>
    ) -> Void
  typealias NormalizeResponses =
    @Sendable (
      UnsafePointer<Float>, UnsafeMutablePointer<Float>, _ places: Int, _ channels: Int, _ before: Int, _ after: Int,
      _ scale: Float, _ offset: Float, _ squares: UnsafeMutablePointer<Float>
    ) -> Void
  typealias FillUniform =
    @Sendable (
      UnsafeMutablePointer<Float>, _ first: Int, _ end: Int, _ seed: UInt64, _ lowest: Float, _ span: Float
    ) -> Void
  typealias MultiplyAddPeak = @Sendable (_ rounds: Int, _ factor: Float, _ summand: Float) -> Float

  /// "baseline" or "FMA".
  let name: String
  let convolveTiles: ConvolveTiles
  let convolvePlaces: ConvolvePlaces
  let packFilters: PackFilters
  let transformTiles: TransformTiles
  let gatherTiles: GatherTiles
  let multiplyRows: MultiplyRows
  let poolLargest: PoolLargest
  let poolSum: PoolSum
  let rectify: Rectify
  let addTwo: AddTwo
  let normalizeChannels: NormalizeChannels
  let normalizeResponses: NormalizeResponses
  let fillUniform: FillUniform
  let multiplyAddPeak: MultiplyAddPeak
  let gradients: GradientLoops

  private init(
    _ name: String, convolveTiles: @escaping ConvolveTiles, convolvePlaces: @escaping ConvolvePlaces,
    packFilters: @escaping PackFilters, transformTiles: @escaping TransformTiles, gatherTiles: @escaping GatherTiles,
    multiplyRows: @escaping MultiplyRows, poolLargest: @escaping PoolLargest, poolSum: @escaping PoolSum,
    rectify: @escaping Rectify, addTwo: @escaping AddTwo, normalizeChannels: @escaping NormalizeChannels,
    normalizeResponses: @escaping NormalizeResponses, fillUniform: @escaping FillUniform,
    multiplyAddPeak: @escaping MultiplyAddPeak, gradients: GradientLoops
  ) {
    self.name = name
    self.convolveTiles = convolveTiles
    self.convolvePlaces = convolvePlaces
    self.packFilters = packFilters
    self.transformTiles = transformTiles
    self.gatherTiles = gatherTiles
    self.multiplyRows = multiplyRows
    self.poolLargest = poolLargest
    self.poolSum = poolSum
    self.rectify = rectify
    self.addTwo = addTwo
    self.normalizeChannels = normalizeChannels
    self.normalizeResponses = normalizeResponses
    self.fillUniform = fillUniform
    self.multiplyAddPeak = multiplyAddPeak
    self.gradients = gradients
  }

  /// For every processor of the architecture. A product is rounded before it is added: the same bits come out everywhere.
  static let baseline = LoopTable(
    "baseline", convolveTiles: PlainLoops.convolveTiles, convolvePlaces: PlainLoops.convolvePlaces,
    packFilters: PlainLoops.packFilters, transformTiles: PlainLoops.transformTiles, gatherTiles: PlainLoops.gatherTiles,
    multiplyRows: PlainLoops.multiplyRows, poolLargest: PlainLoops.poolLargest, poolSum: PlainLoops.poolSum,
    rectify: PlainLoops.rectify, addTwo: PlainLoops.addTwo, normalizeChannels: PlainLoops.normalizeChannels,
    normalizeResponses: PlainLoops.normalizeResponses, fillUniform: PlainLoops.fillUniform,
    multiplyAddPeak: PlainLoops.multiplyAddPeak, gradients: .baseline)

  /// For processors with fused multiply-adds, which are twice as fast and round once.
  private static let fused = LoopTable(
    "FMA", convolveTiles: FusedLoops.convolveTiles, convolvePlaces: FusedLoops.convolvePlaces,
    packFilters: FusedLoops.packFilters, transformTiles: FusedLoops.transformTiles, gatherTiles: FusedLoops.gatherTiles,
    multiplyRows: FusedLoops.multiplyRows, poolLargest: FusedLoops.poolLargest, poolSum: FusedLoops.poolSum,
    rectify: FusedLoops.rectify, addTwo: FusedLoops.addTwo, normalizeChannels: FusedLoops.normalizeChannels,
    normalizeResponses: FusedLoops.normalizeResponses, fillUniform: FusedLoops.fillUniform,
    multiplyAddPeak: FusedLoops.multiplyAddPeak, gradients: .fused)

  /// All that this processor can run, the fastest last.
  static let all = processor_has_fused_multiply_add() ? [baseline, fused] : [baseline]

  /// The fastest; with CNNVIZ_LOOPS=baseline in the environment those for every processor.
  private static let chosen: LoopTable = {
    let wish = getenv("CNNVIZ_LOOPS").map { String(cString: $0) }
    return wish == baseline.name ? baseline : all[all.count - 1]
  }()

  /// What the engine computes with. Tests put others in its place.
  @TaskLocal static var current = chosen
}
