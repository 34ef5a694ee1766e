import CellCanvas
import ConvolutionEngine

/// The kernel skips places: fewer outputs, and strides that do not come out even.
struct StrideScene: MomentScene {
  static let card = SceneCard(id: "stride", title: "Taking larger strides", part: .convolution)

  static let size = Control.integer("input", in: 4...11, standard: 7, help: "side of the input grid, N")
  static let kernelSize = Control.integer("kernel", in: 2...5, standard: 3, help: "side of the kernel, F")
  static let stride = Control.integer("stride", in: 1...4, standard: 2, help: "cells moved at a time, S")
  static let preset = Control.choice("preset", KernelPreset.names, help: "a kernel that everybody should have met")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "another random input")
  static let values = Control.grid("values", in: -99...99, help: "the input's numbers")
  static let controls = [size, kernelSize, stride, preset, seed, values]

  /// At the stride of the knob.
  let strided: GridConvolution
  /// The same at stride 1, which visits every place.
  let every: GridConvolution
  let moments: [Moment]

  /// What a step shows.
  enum Moment: Sendable {
    case every, size, place(Int), kept
    /// At the first larger stride that does not come out even, rounded down.
    case misfit(GridConvolution), dropped(GridConvolution)
    /// The same with the least padding that makes it come out even.
    case mended(GridConvolution)
    case end
  }

  init(_ settings: Settings) throws(SettingsError) {
    let seed = settings.integer(Self.seed)
    let side = settings.integer(Self.size)
    let stride = settings.integer(Self.stride)
    let input = Tensor(Shape(height: side, width: side), seed: UInt64(seed), integersIn: 0...9)
      .edited(settings.edits(Self.values))
    let preset = KernelPreset(rawValue: settings.choice(Self.preset)) ?? .identity
    let kernel = preset.weights(size: settings.integer(Self.kernelSize), seed: seed)
    strided = try GridConvolution(input: input, kernel: kernel, stride: stride)
    every = try GridConvolution(input: input, kernel: kernel, stride: 1)
    var moments: [Moment] = [.every, .size] + (0..<strided.positions).map { .place($0) }
    if strided.positions < every.positions { moments.append(.kept) }
    let travel = strided.geometry.travel
    if let uneven = ((stride + 1)...max(stride + 1, travel)).first(where: { $0 < travel && !travel.isMultiple(of: $0) })
    {
      let misfit = try GridConvolution(input: input, kernel: kernel, stride: uneven, mustComeOutEven: false)
      moments += [.misfit(misfit), .dropped(misfit)]
      let mended =
        (1...kernel.shape.width).lazy.compactMap { padding in
          try? GridConvolution(input: input, kernel: kernel, stride: uneven, padding: padding)
        }.first
      if let mended { moments.append(.mended(mended)) }
    }
    self.moments = moments + [.end]
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard case .place(let index) = moment, playhead.pointer == nil else { return nil }
    let animation = Animation(playhead, products: strided.kernel.shape.count)
    return strided.sum(strided.place(index), shown: animation.products, isSummed: animation.isLanded)
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let place = Settings.Place(row: target.row, column: target.column)
    switch target.grid {
    case "output" where max(place.row, place.column) < strided.outputSize:
      return Remark(
        caption:
          "Output (\(place.row + 1), \(place.column + 1)) and its window. The next window begins \(Self.cells(strided.geometry.window.stride)) further on.",
        formula: strided.sum(place))
    case Self.values.name where max(place.row, place.column) < strided.inputSize:
      let here = strided.reach(place).count
      return Remark(
        caption:
          "This cell counts for \(here) of \(counted(strided.positions, "output")); at stride 1 for \(every.reach(place).count) of \(every.positions)."
      )
    default: return nil
    }
  }
}
