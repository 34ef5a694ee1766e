import CellCanvas
import ConvolutionEngine

/// A kernel slides over a grid and fills the output, one place a step; then the figure can be read from three sides:
/// from an output, from a weight, from an input.
struct SlidingKernelScene: MomentScene {
  static let card = SceneCard(id: "sliding-kernel", title: "Sliding a kernel", part: .convolution)

  static let size = Control.integer("input", in: 3...15, standard: 7, help: "side of the input grid, N")
  static let kernelSize = Control.integer("kernel", in: 1...7, standard: 3, help: "side of the kernel, F")
  static let stride = Control.integer("stride", in: 1...4, standard: 1, help: "cells moved at a time, S")
  static let padding = Control.integer("padding", in: 0...3, standard: 0, help: "zeros put around the input, P")
  static let dilation = Control.integer("dilation", in: 1...3, standard: 1, help: "distance between a kernel's cells")
  static let preset = Control.choice("preset", KernelPreset.names, help: "a kernel that everybody should have met")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "another random input")
  static let values = Control.grid("values", in: -99...99, help: "the input's numbers")
  static let weights = Control.grid("weights", in: -99...99, decimals: 2, help: "the kernel's weights")
  static let controls = [size, kernelSize, stride, padding, dilation, preset, seed, values, weights]

  let grids: GridConvolution
  let moments: [Moment]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case start, size, place(Int), fromOutput, fromWeight, fromInput, end
  }

  init(_ settings: Settings) throws(SettingsError) {
    let seed = settings.integer(Self.seed)
    let side = settings.integer(Self.size)
    let kernelSide = settings.integer(Self.kernelSize)
    let input = Tensor(Shape(height: side, width: side), seed: UInt64(seed), integersIn: 0...9)
    let preset = KernelPreset(rawValue: settings.choice(Self.preset)) ?? .identity
    grids = try GridConvolution(
      input: input.edited(settings.edits(Self.values)),
      kernel: preset.weights(size: kernelSide, seed: seed).edited(settings.edits(Self.weights)),
      stride: settings.integer(Self.stride), padding: settings.integer(Self.padding),
      dilation: settings.integer(Self.dilation))
    moments =
      [.start, .size] + (0..<grids.positions).map { .place($0) } + [.fromOutput, .fromWeight, .fromInput, .end]
  }

  // MARK: What the figure is about at a moment

  /// What is lit up.
  enum Focus: Hashable {
    case nothing
    case output(Settings.Place)
    case weight(Settings.Place)
    case input(Settings.Place)
  }

  /// The pointer decides; without one, the step does.
  func focus(_ moment: Moment, at playhead: Playhead) -> Focus {
    if let pointer = playhead.pointer {
      let place = Settings.Place(row: pointer.row, column: pointer.column)
      switch pointer.grid {
      case "output" where max(place.row, place.column) < grids.outputSize: return .output(place)
      case Self.weights.name where max(place.row, place.column) < grids.kernelSize: return .weight(place)
      case Self.values.name where max(place.row, place.column) < grids.inputSize: return .input(place)
      default: break
      }
    }
    return switch moment {
    case .start, .size, .end: .nothing
    case .place(let index): .output(grids.place(index))
    case .fromOutput: .output(Self.middle(grids.outputSize))
    case .fromWeight: .weight(heaviest)
    case .fromInput: .input(Self.middle(grids.inputSize))
    }
  }

  /// The first of the weights that are farthest from zero: a 0 in the middle would show little.
  var heaviest: Settings.Place {
    let weights = grids.kernel.values.map(abs)
    let index = weights.firstIndex(of: weights.max() ?? 0) ?? 0
    return Settings.Place(row: index / grids.kernelSize, column: index % grids.kernelSize)
  }

  static func middle(_ side: Int) -> Settings.Place { Settings.Place(row: side / 2, column: side / 2) }

  // MARK: Words

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard case .place(let index) = moment, playhead.pointer == nil else { return nil }
    let animation = Animation(playhead, products: grids.kernel.shape.count)
    return grids.sum(grids.place(index), shown: animation.products, isSummed: animation.isLanded)
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    switch focus(moment, at: playhead) {
    case .nothing: return nil
    case .output(let place):
      return Remark(
        caption: "Output (\(place.row + 1), \(place.column + 1)) sees this window and nothing else of the input.",
        formula: grids.sum(place))
    case .weight(let place):
      return Remark(caption: weightCaption(place), formula: [weightFormula(place)])
    case .input(let place):
      return Remark(caption: inputCaption(place), formula: [inputFormula(place)])
    }
  }
}

/// How far the animation of one place has come.
struct Animation {
  /// From the place before (0) to this one (1).
  let travel: Double
  /// How many products are worked out.
  let products: Int
  /// How far the sum is on its way into the output, 0...1.
  let landing: Double

  init(_ playhead: Playhead, products count: Int) {
    travel = playhead.phase(0, 0.35)
    products = Int((playhead.phase(0.35, 0.8) * Double(count)).rounded(.down))
    landing = playhead.phase(0.8, 1)
  }

  /// Whether the sum has arrived.
  var isLanded: Bool { landing >= 1 }
}

extension Tensor {
  /// A one-channel grid with values that were typed by hand put over it; those outside of it are left out.
  func edited(_ edits: [Settings.Place: Double]) -> Tensor {
    var edited = self
    for (place, value) in edits
    where (0..<shape.height).contains(place.row) && (0..<shape.width).contains(place.column) {
      edited[place.row, place.column] = Float(value)
    }
    return edited
  }
}
