import CellCanvas
import ConvolutionEngine

/// The kernel skips places: fewer outputs, and strides that do not come out even.
struct StrideScene: Scene {
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
  /// At the first larger stride that does not come out even, rounded down; `nil` when all larger strides do.
  let misfit: GridConvolution?
  /// The same with the least padding that makes it come out even; `nil` when none up to the kernel's size does.
  let mended: GridConvolution?
  let moments: [Moment]
  let steps: [Step]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case every, size, place(Int), kept, misfit, dropped, mended, end
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
    let travel = strided.geometry.travel
    if let uneven = ((stride + 1)...max(stride + 1, travel)).first(where: { $0 < travel && !travel.isMultiple(of: $0) })
    {
      misfit = try GridConvolution(input: input, kernel: kernel, stride: uneven, mustComeOutEven: false)
      mended =
        (1...kernel.shape.width).lazy.compactMap { padding in
          try? GridConvolution(input: input, kernel: kernel, stride: uneven, padding: padding)
        }.first
    } else {
      (misfit, mended) = (nil, nil)
    }
    moments =
      [.every, .size] + (0..<strided.positions).map { .place($0) }
      + (strided.positions < every.positions ? [.kept] : [])
      + (misfit == nil ? [] : [.misfit, .dropped]) + (mended == nil ? [] : [.mended]) + [.end]
    var steps: [Step] = []
    for moment in moments { steps.append(Self.step(moment, strided, every, misfit, mended)) }
    self.steps = steps
  }

  func formula(at playhead: Playhead) -> [StyledText] {
    guard case .place(let index) = moments[playhead.step], playhead.pointer == nil else {
      return steps[playhead.step].formula
    }
    let animation = Animation(playhead, products: strided.kernel.shape.count)
    return strided.sum(strided.place(index), shown: animation.products, isSummed: animation.isLanded)
  }

  func remark(on target: Target, at playhead: Playhead) -> Remark? {
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
