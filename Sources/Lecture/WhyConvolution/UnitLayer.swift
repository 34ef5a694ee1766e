import CellCanvas
import ConvolutionEngine

/// A row of units s made from a row x of as many, with the numbers on all units and lines: by a convolution padded with
/// zeros, or by a dense layer, in which every pair is connected.
struct UnitLayer: Sendable {
  /// Who is connected with whom.
  let stack: LayerStack
  /// The numbers of the units below.
  let inputs: [Float]
  /// The numbers of the units above.
  let outputs: [Float]
  /// A row for each output, in it a column for each input; 0 where there is no line.
  private let weights: Tensor

  /// A convolution whose outputs each stand above the middle of their window.
  init(_ inputs: [Float], kernel: [Float]) {
    let window = Window(kernel.count, padding: .same(kernel: kernel.count))
    let geometry = window.over(inputs.count)
    stack = LayerStack([.window(geometry)])
    self.inputs = inputs
    let filters = FilterBank(kernel: Tensor(signal: kernel))
    outputs = Convolution(filters, rows: Window(1), columns: window)(Tensor(signal: inputs)).values
    weights = Tensor(
      Shape(height: inputs.count, width: inputs.count),
      values: inputs.indices.flatMap { output in
        inputs.indices.map { geometry.weight(from: $0, to: output).map { kernel[$0] } ?? 0 }
      })
  }

  /// A dense layer with a row of weights for each output.
  init(_ inputs: [Float], dense weights: Tensor) {
    stack = LayerStack([.dense(inputs: inputs.count, outputs: weights.shape.height)])
    self.inputs = inputs
    self.weights = weights
    let biases = [Float](repeating: 0, count: weights.shape.height)
    outputs = Dense(weights: weights.values, biases: biases)(Tensor(signal: inputs)).values
  }

  /// How many units each row has.
  var units: Int { inputs.count }
  /// How many pairs are connected, and so how many products a pass takes.
  var connections: Int { stack.connections(below: 1) }
  /// How the kernel slides; `nil` when every pair is connected.
  var geometry: WindowGeometry? { stack.geometries.first }

  /// The inputs that an output sees, in their order.
  func inputs(of output: Int) -> [Int] { stack.inputs(of: output, in: 1) }
  /// The outputs that an input reaches, in their order.
  func outputs(reachedBy input: Int) -> [Int] { stack.outputs(reachedBy: input, in: 0) }
  /// Whether an output sees an input.
  func connects(_ input: Int, to output: Int) -> Bool { inputs(of: output).contains(input) }
  /// The weight on the line from an input to an output.
  func weight(from input: Int, to output: Int) -> Float { weights[output, input] }

  /// The units at the other ends of a unit's lines: those that an input reaches, or that an output sees.
  func others(of unit: LayerStack.Unit) -> [LayerStack.Unit] {
    unit.layer == 0 ? outputs(reachedBy: unit.index).map { .output($0) } : inputs(of: unit.index).map { .input($0) }
  }

  /// The number of a unit as it is shown.
  func text(_ unit: LayerStack.Unit) -> String {
    GridConvolution.text(unit.layer == 0 ? inputs[unit.index] : outputs[unit.index])
  }

  /// What an output is the sum of: s3 = 7·1 + 9·2 + 4·−1 = 21.
  func sum(_ output: Int) -> StyledText {
    let products = inputs(of: output).map {
      Formula.Product(text(.input($0)), GridConvolution.text(weight(from: $0, to: output)))
    }
    return .output(LayerStack.Unit.output(output).name) + .muted(" = ")
      + Formula.sum(products, result: .active(text(.output(output))))
  }
}

extension LayerStack.Unit {
  /// A unit of the lower of two rows, x1, x2 ...
  static func input(_ index: Int) -> Self { Self(layer: 0, index: index) }
  /// A unit of the upper of two rows, s1, s2 ...
  static func output(_ index: Int) -> Self { Self(layer: 1, index: index) }

  /// Its name.
  var name: String { (layer == 0 ? "x" : "s") + "\(index + 1)" }
  /// Its name in the colour of its row.
  var styled: StyledText { layer == 0 ? .input(name) : .output(name) }
}
