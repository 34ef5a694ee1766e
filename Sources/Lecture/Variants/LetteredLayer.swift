import CellCanvas
import ConvolutionEngine

/// A row of outputs made from a row of as many inputs, with a letter for each different weight on its lines.
struct LetteredLayer: Sendable {
  /// How weights are shared.
  let sharing: WeightSharing
  /// Who is connected with whom.
  let stack: LayerStack
  /// A row for each output, in it the weight on the line from each input; `nil` where there is no line.
  let slots: [[Int?]]
  /// The different weights, in the order of their letters.
  let weights: [Float]
  /// What the engine counts on a layer of this kind.
  let cost: WeightSharing.Cost
  /// How the kernel slides where there is one.
  private let window: Window

  /// A layer whose outputs see `kernel` inputs each, or all of them where it is dense.
  ///
  /// - Parameter value: the weight of a letter.
  init(_ sharing: WeightSharing, units: Int, kernel: Int, value: (Int) -> Float) {
    let window = Window(kernel, padding: .same(kernel: kernel))
    let geometry = window.over(units)
    self.sharing = sharing
    self.window = window
    stack = LayerStack([sharing == .dense ? .dense(inputs: units, outputs: units) : .window(geometry)])
    var next = 0
    slots = (0..<units).map { output in
      (0..<units).map { input in
        if sharing == .shared { return geometry.weight(from: input, to: output) }
        guard sharing == .dense || geometry.weight(from: input, to: output) != nil else { return nil }
        next += 1
        return next - 1
      }
    }
    // Of a shared kernel as many weights are there as some line needs.
    let used = Set(slots.joined().compactMap { $0 })
    weights = (0...(used.max() ?? 0)).map(value)
    distinct = used.count
    do throws(GeometryError) {
      cost = try sharing.cost(
        on: Shape(height: 1, width: units), rows: Window(1), columns: window, filters: 1)
    } catch {
      preconditionFailure("a window padded for its size fits: \(error)")
    }
  }

  /// How many lines there are.
  var connections: Int { cost.connections }
  /// How many different weights there are on them.
  let distinct: Int

  /// The letters of weights: a, b … z, aa, ab …
  static func letter(_ index: Int) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return (index < letters.count ? "" : letter(index / letters.count - 1)) + String(letters[index % letters.count])
  }

  /// The letter on a line; `nil` where there is none.
  func letter(from input: Int, to output: Int) -> String? { slots[output][input].map(Self.letter) }

  /// From the first to the last letter: “a to i”, “a and b”.
  var letters: String {
    let last = Self.letter(weights.count - 1)
    return weights.count == 1 ? "a" : weights.count == 2 ? "a and b" : "a to \(last)"
  }

  /// What the layer makes of a row of inputs.
  func callAsFunction(_ inputs: [Float]) -> [Float] {
    let units = inputs.count
    let input = Tensor(signal: inputs)
    func kernel(_ output: Int) -> FilterBank {
      let geometry = window.over(units)
      // What would meet the padding has no line and no letter.
      return FilterBank(
        kernel: Tensor(
          signal: geometry.inputs(of: output).map { cell in
            geometry.isPadding(cell) ? 0 : slots[output][cell].map { weights[$0] } ?? 0
          }))
    }
    switch sharing {
    case .dense:
      return Dense(
        weights: slots.flatMap { $0.map { $0.map { weights[$0] } ?? 0 } },
        biases: [Float](repeating: 0, count: units))(input).values
    case .shared:
      // The output in the middle may lack a weight at the border; the kernel lacks none.
      let all = (0..<window.kernel).map { $0 < weights.count ? weights[$0] : 0 }
      return Convolution(signal: FilterBank(kernel: Tensor(signal: all)), window)(input).values
    case .local, .tiled:
      return TiledConvolution(
        tileRows: 1, tileColumns: units, (0..<units).map { Convolution(signal: kernel($0), window) })(input).values
    }
  }

  /// What an output is the sum of, with letters: s3 = e·x3 + f·x4.
  func sum(_ output: Int) -> StyledText {
    let terms = stack.inputs(of: output, in: 1).compactMap { input in
      letter(from: input, to: output).map { StyledText.kernel($0) + .muted("·") + .input("x\(input + 1)") }
    }
    return .output("s\(output + 1)") + .muted(" = ") + .joined(terms, separator: .muted(" + "))
  }

  /// The weights as a table with their letters, a row an output and a column an input.
  ///
  /// - Parameter lit: the unit that is looked at.
  func matrix(_ title: StyledText, name: String? = nil, lit: LayerStack.Unit? = nil) -> NumberGrid {
    let units = slots.count
    var grid = NumberGrid(title, name: name, rows: units, columns: units) { output, input in
      guard let letter = letter(from: input, to: output) else { return .init("·", ink: .role(.muted)) }
      let isLit = lit == .input(input) || lit == .output(output)
      return .init(letter, paper: isLit ? .role(.active) : .level(.kernel, 0.45), style: .bold)
    }
    grid.rowNames = (0..<units).map { .output("s\($0 + 1)") }
    grid.columnNames = (0..<units).map { .input("x\($0 + 1)") }
    return grid
  }

  // MARK: As a graph

  /// How many places the lines of two neighbouring outputs lean towards each other at most: that many times as far from the
  /// outputs as from each other they cross.
  private var reach: Int {
    let leans = slots.enumerated().map { output, row in
      let seen = row.indices.filter { row[$0] != nil }
      return (left: output - (seen.first ?? output), right: (seen.last ?? output) - output)
    }
    return zip(leans, leans.dropFirst()).reduce(0) { max($0, $1.0.right + $1.1.left) }
  }

  /// The layer as a graph with a letter on each line, where lines are so few that letters can be told apart.
  ///
  /// - Parameters:
  ///   - name: of the part, and before the names under which units can be pointed at.
  ///   - lit: the unit that is looked at.
  ///   - growth: how far the lines of equal weights have got their colour, 0...1.
  func part(
    _ name: String, grids: [String], rows: ClosedRange<Int>, lit: LayerStack.Unit? = nil, growth: Double = 1,
    lettered: Bool = true, label: @escaping (LayerStack.Unit) -> String = { $0.name }
  ) -> Arrangement {
    var light = lit.map { stack.light(from: $0, down: 1, up: 1) } ?? .init()
    if lit == nil, sharing == .shared {
      for (output, row) in slots.enumerated() {
        for (input, slot) in row.enumerated() {
          guard let slot else { continue }
          light.lines.append(
            .init(
              from: .input(input), to: output, fraction: growth,
              ink: .role(slot.isMultiple(of: 2) ? .kernel : .other)))
        }
      }
    }
    let graph = stack.graph(
      light, isCalm: lit == nil, grids: grids, labels: [.input("x"), .output("s")], name: label)
    let lines = slots
    let reach = reach
    let isLettered = lettered && sharing != .dense
    return .drawing(
      name, least: Size(columns: 3 + 6 * lines.count, rows: rows.lowerBound),
      most: Size(columns: 100_000, rows: rows.upperBound)
    ) { canvas, region in
      let boxes = graph.draw(in: &canvas, region: region)
      guard isLettered, boxes.count == 2, let lower = boxes[0].first, let upper = boxes[1].first else { return }
      let gap = lower.row - upper.endRow
      guard gap > 0 else { return }
      // Nearer to the outputs the lines of neighbours have not crossed yet.
      let offset = max(0, Int(Double(gap) * min(0.5, 0.9 / Double(max(1, reach))) - 0.5))
      let part = (Double(offset) + 0.5) / Double(gap)
      var taken: Set<Int> = []
      for (output, row) in lines.enumerated() {
        for (input, slot) in row.enumerated() {
          guard let slot else { continue }
          let (from, to) = (boxes[1][output].middle, boxes[0][input].middle)
          let wanted = from + Int((part * Double(to - from)).rounded())
          // Where lines cross, a letter gives way by a column or two.
          guard let column = [0, 1, -1, 2, -2].map({ wanted + $0 }).first(where: { !taken.contains($0) }) else {
            continue
          }
          taken.insert(column)
          let isLit = lit == nil || lit == .input(input) || lit == .output(output)
          canvas.write(
            StyledText(Self.letter(slot)), column: column, row: upper.endRow + offset,
            ink: .role(isLit ? .kernel : .muted), style: isLit ? .bold : [])
        }
      }
    }
  }
}

extension Region {
  fileprivate var middle: Int { column + columns / 2 }
}
