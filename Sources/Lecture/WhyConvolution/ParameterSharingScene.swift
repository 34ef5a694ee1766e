import CellCanvas
import ConvolutionEngine

/// How often one weight is used: at every place by a convolution, once by a fully connected layer.
struct ParameterSharingScene: Scene {
  static let card = SceneCard(id: "parameter-sharing", title: "Parameter sharing", part: .whyConvolution)

  static let units = Control.integer("units", in: 3...7, standard: 5, help: "units in each row")
  static let kernel = Control.integer("kernel", in: 1...5, standard: 3, help: "weights of the kernel")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other numbers")
  static let layer = Control.choice(
    "layer", Network.alexNet.convolutions.map(\.name), help: "which of AlexNet's layers is counted")
  static let values = Control.grid("values", in: -99...99, help: "the inputs x")
  static let weights = Control.grid("weights", in: -9...9, help: "the kernel's weights")
  static let controls = [units, kernel, seed, layer, values, weights]

  /// The convolution and its numbers.
  let shared: UnitLayer
  let kernelValues: [Float]
  let sharedOutputs: [Float]
  /// The fully connected layer and its numbers, a row of weights for each output.
  let full: UnitLayer
  let matrix: Tensor
  let fullOutputs: [Float]
  /// What goes into both.
  let inputs: [Float]
  /// AlexNet's layers, and which of them is counted.
  let stages: [Stage]
  let stage: Stage

  /// What a step shows.
  enum Moment: CaseIterable, Sendable {
    case start, shared, once, other, storage, real, end
  }

  let moments = Moment.allCases

  init(_ settings: Settings) throws(SettingsError) {
    let units = settings.integer(Self.units)
    let kernel = settings.integer(Self.kernel)
    let seed = UInt64(settings.integer(Self.seed))
    let row = Shape(height: 1, width: units)
    let input = Tensor(row, seed: seed, integersIn: 0...9).edited(settings.edits(Self.values))
    let weights = Tensor(Shape(height: 1, width: kernel), seed: seed ^ 342, integersIn: -2...3)
      .edited(settings.edits(Self.weights))
    shared = UnitLayer(units: units, kernel: kernel)
    full = UnitLayer(fullyConnected: units)
    inputs = input.values
    kernelValues = weights.values
    let convolution = Convolution(
      FilterBank(kernel: weights), rows: Window(1), columns: Window(kernel, padding: .same(kernel: kernel)))
    sharedOutputs = convolution(input).values
    matrix = Tensor(Shape(height: units, width: units), seed: seed ^ 109, integersIn: -2...3)
    fullOutputs = Dense(weights: matrix.values, biases: [Float](repeating: 0, count: units))(input).values
    stages = Network.alexNet.convolutions
    stage = stages.first { $0.name == settings.choice(Self.layer) } ?? stages[0]
  }

  /// What stands out: one weight of either layer with all places where it is used, or one unit with its connections.
  enum Focus: Hashable, Sendable {
    case weight(Int)
    case pair(input: Int, output: Int)
    case unit(UnitLayer.Unit)
  }

  /// The weight that the steps look at first, the middle one.
  var middle: Int { kernelValues.count / 2 }
  /// Another one: the last, or the only one once more.
  var other: Int { kernelValues.count - 1 }
  /// The pair of the fully connected layer that the steps look at.
  var pair: (input: Int, output: Int) { (full.units / 2, full.units / 2) }

  /// What stands out in each of the two layers.
  func focus(_ moment: Moment, _ pointer: Target?) -> (shared: Focus?, full: Focus?) {
    if let pointer, let focus = focus(on: pointer) { return focus }
    switch moment {
    case .start, .storage, .real: return (nil, nil)
    case .shared: return (.weight(middle), nil)
    case .once, .end: return (.weight(middle), .pair(input: pair.input, output: pair.output))
    case .other: return (.weight(other), .pair(input: 0, output: full.units - 1))
    }
  }

  private func focus(on target: Target) -> (shared: Focus?, full: Focus?)? {
    switch target.grid {
    case Self.weights.name: (.weight(target.column), nil)
    case "matrix": (nil, .pair(input: target.column, output: target.row))
    case Self.values.name: (.unit(.input(target.column)), .unit(.input(target.column)))
    case "values-full": (.unit(.input(target.column)), .unit(.input(target.column)))
    case "s", "s-full": (.unit(.output(target.column)), .unit(.output(target.column)))
    default: nil
    }
  }

  /// How many connections carry a weight of the kernel.
  func uses(of weight: Int) -> Int {
    guard let geometry = shared.geometry else { return 0 }
    return geometry.inputs(multipliedBy: weight).count
  }
}

extension Network {
  /// The stages that slide filters.
  var convolutions: [Stage] {
    stages.filter { if case .convolution = $0.layer.kind { true } else { false } }
  }
}
