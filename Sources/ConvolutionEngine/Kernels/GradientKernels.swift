import KernelParts
import Kernels
import KernelsFMA

/// The inner loops of the way back and of training, in one of the forms that they were compiled in. What each does stands
/// where it is written, in `Kernels`.
struct GradientKernels: Sendable {
  typealias Values = UnsafePointer<Float>
  typealias Target = UnsafeMutablePointer<Float>

  let listGradients:
    @Sendable (
      Values, _ outputs: Int, _ filters: Int, _ step: Int, _ starts: UnsafeMutablePointer<Int32>,
      UnsafeMutablePointer<ListedGradient>
    ) -> Void
  let sortGradients:
    @Sendable (
      ConvolutionExtents, _ pictures: Int, _ pictureStep: Int, _ filters: Int, _ starts: UnsafePointer<Int32>,
      UnsafePointer<ListedGradient>, _ filterStarts: UnsafeMutablePointer<Int32>, UnsafeMutablePointer<ListedGradient>
    ) -> Void
  let spreadGradients:
    @Sendable (
      ConvolutionExtents, _ starts: UnsafePointer<Int32>, UnsafePointer<ListedGradient>, _ weights: Values, Target
    ) -> Void
  let gatherGradients:
    @Sendable (
      ConvolutionExtents, _ filters: Int, _ starts: UnsafePointer<Int32>, UnsafePointer<ListedGradient>,
      _ input: Values, Target
    ) -> Void
  let gatherFewTaps:
    @Sendable (
      ConvolutionExtents, _ pictures: Int, _ pictureStep: Int, _ filters: Int, Values, _ step: Int, _ input: Values,
      Target
    ) -> Void
  let poolMaxima: @Sendable (PoolingExtents, Values, Target, _ winners: UnsafeMutablePointer<Int32>) -> Void
  let spreadToWinners: @Sendable (PoolingExtents, _ winners: UnsafePointer<Int32>, Values, Target, _ adds: Bool) -> Void
  let spreadSum:
    @Sendable (
      Values, _ rows: UnsafePointer<Int>, _ rowCount: Int, _ columns: UnsafePointer<Int>, _ columnCount: Int,
      _ weights: Values, _ channels: Int, Target
    ) -> Void
  let addOuterProducts:
    @Sendable (Values, _ input: Values, _ pictures: Int, _ inputs: Int, _ outputs: Int, Target) -> Void
  let multiplyColumns:
    @Sendable (_ weights: Values, Values, _ pictures: Int, _ inputs: Int, _ outputs: Int, Target) -> Void
  let add: @Sendable (Values, Target, _ count: Int) -> Void
  let rectifyGradient: @Sendable (_ output: Values, Target, _ count: Int) -> Void
  let addChannelSums: @Sendable (Values, _ places: Int, _ channels: Int, Target) -> Void
  let stepDescent:
    @Sendable (Target, Values, _ velocity: Target, _ count: Int, _ momentum: Float, _ rate: Float) -> Void
  let stepAdam:
    @Sendable (
      Target, Values, _ means: Target, _ squares: Target, _ count: Int, _ beta1: Float, _ beta2: Float,
      _ corrections: (Float, Float), _ epsilon: Float, _ rate: Float
    ) -> Void

  static let baseline = GradientKernels(
    listGradients: Kernels.listGradients, sortGradients: Kernels.sortGradients,
    spreadGradients: Kernels.spreadGradients, gatherGradients: Kernels.gatherGradients,
    gatherFewTaps: Kernels.gatherFewTaps, poolMaxima: Kernels.poolMaxima, spreadToWinners: Kernels.spreadToWinners,
    spreadSum: Kernels.spreadSum, addOuterProducts: Kernels.addOuterProducts, multiplyColumns: Kernels.multiplyColumns,
    add: Kernels.add,
    rectifyGradient: Kernels.rectifyGradient, addChannelSums: Kernels.addChannelSums,
    stepDescent: Kernels.stepDescent, stepAdam: Kernels.stepAdam)

  static let fused = GradientKernels(
    listGradients: KernelsFMA.listGradients, sortGradients: KernelsFMA.sortGradients,
    spreadGradients: KernelsFMA.spreadGradients, gatherGradients: KernelsFMA.gatherGradients,
    gatherFewTaps: KernelsFMA.gatherFewTaps, poolMaxima: KernelsFMA.poolMaxima,
    spreadToWinners: KernelsFMA.spreadToWinners, spreadSum: KernelsFMA.spreadSum,
    addOuterProducts: KernelsFMA.addOuterProducts,
    multiplyColumns: KernelsFMA.multiplyColumns, add: KernelsFMA.add, rectifyGradient: KernelsFMA.rectifyGradient,
    addChannelSums: KernelsFMA.addChannelSums,
    stepDescent: KernelsFMA.stepDescent, stepAdam: KernelsFMA.stepAdam)
}
