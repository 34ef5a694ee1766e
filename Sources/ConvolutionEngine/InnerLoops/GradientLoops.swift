import LoopParts
import PlainLoops
import FusedLoops

/// The inner loops of the way back and of training, in one of the forms that they were compiled in. What each does stands
/// where it is written, in `PlainLoops`.
struct GradientLoops: Sendable {
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

  static let baseline = GradientLoops(
    listGradients: PlainLoops.listGradients, sortGradients: PlainLoops.sortGradients,
    spreadGradients: PlainLoops.spreadGradients, gatherGradients: PlainLoops.gatherGradients,
    gatherFewTaps: PlainLoops.gatherFewTaps, poolMaxima: PlainLoops.poolMaxima,
    spreadToWinners: PlainLoops.spreadToWinners,
    spreadSum: PlainLoops.spreadSum, addOuterProducts: PlainLoops.addOuterProducts,
    multiplyColumns: PlainLoops.multiplyColumns,
    add: PlainLoops.add,
    rectifyGradient: PlainLoops.rectifyGradient, addChannelSums: PlainLoops.addChannelSums,
    stepDescent: PlainLoops.stepDescent, stepAdam: PlainLoops.stepAdam)

  static let fused = GradientLoops(
    listGradients: FusedLoops.listGradients, sortGradients: FusedLoops.sortGradients,
    spreadGradients: FusedLoops.spreadGradients, gatherGradients: FusedLoops.gatherGradients,
    gatherFewTaps: FusedLoops.gatherFewTaps, poolMaxima: FusedLoops.poolMaxima,
    spreadToWinners: FusedLoops.spreadToWinners, spreadSum: FusedLoops.spreadSum,
    addOuterProducts: FusedLoops.addOuterProducts,
    multiplyColumns: FusedLoops.multiplyColumns, add: FusedLoops.add, rectifyGradient: FusedLoops.rectifyGradient,
    addChannelSums: FusedLoops.addChannelSums,
    stepDescent: FusedLoops.stepDescent, stepAdam: FusedLoops.stepAdam)
}
