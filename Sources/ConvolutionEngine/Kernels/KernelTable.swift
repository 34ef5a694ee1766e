import CProcessor
import KernelParts
import Kernels
import KernelsFMA

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The inner loops in one of the forms that they were compiled in. What each does stands where it is written, in `Kernels`.
final class KernelTable: Sendable {
  typealias ConvolveTiles =
    @Sendable (
      ConvolutionExtents, UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ biases: UnsafePointer<Float>,
      UnsafeMutablePointer<Float>, _ filters: Int, _ isRectified: Bool, _ firstTile: Int, _ endTile: Int
    ) -> Void
  typealias MultiplyRows =
    @Sendable (
      _ weights: UnsafePointer<Float>, UnsafePointer<Float>, _ biases: UnsafePointer<Float>,
      UnsafeMutablePointer<Float>, _ count: Int, _ first: Int, _ end: Int, _ isRectified: Bool
    ) -> Void
  typealias MultiplyAddPeak = @Sendable (_ rounds: Int, _ factor: Float, _ summand: Float) -> Float

  /// "baseline" or "FMA".
  let name: String
  let convolveTiles: ConvolveTiles
  let multiplyRows: MultiplyRows
  let multiplyAddPeak: MultiplyAddPeak
  let gradients: GradientKernels

  private init(
    _ name: String, convolveTiles: @escaping ConvolveTiles, multiplyRows: @escaping MultiplyRows,
    multiplyAddPeak: @escaping MultiplyAddPeak, gradients: GradientKernels
  ) {
    self.name = name
    self.convolveTiles = convolveTiles
    self.multiplyRows = multiplyRows
    self.multiplyAddPeak = multiplyAddPeak
    self.gradients = gradients
  }

  /// For every processor of the architecture. A product is rounded before it is added: the same bits come out everywhere.
  static let baseline = KernelTable(
    "baseline", convolveTiles: Kernels.convolveTiles, multiplyRows: Kernels.multiplyRows,
    multiplyAddPeak: Kernels.multiplyAddPeak, gradients: .baseline)

  /// For processors with fused multiply-adds, which are twice as fast and round once.
  private static let fused = KernelTable(
    "FMA", convolveTiles: KernelsFMA.convolveTiles, multiplyRows: KernelsFMA.multiplyRows,
    multiplyAddPeak: KernelsFMA.multiplyAddPeak, gradients: .fused)

  /// All that this processor can run, the fastest last.
  static let all = processor_has_fused_multiply_add() ? [baseline, fused] : [baseline]

  /// The fastest; with CNNVIZ_KERNELS=baseline in the environment those for every processor.
  private static let chosen: KernelTable = {
    let wish = getenv("CNNVIZ_KERNELS").map { String(cString: $0) }
    return wish == baseline.name ? baseline : all[all.count - 1]
  }()

  /// What the engine computes with. Tests put others in its place.
  @TaskLocal static var current = chosen
}
