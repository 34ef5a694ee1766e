import CellCanvas
import ConvolutionEngine

/// A kernel of one channel on a small grid of numbers, computed once, with all that a scene asks about it.
struct GridConvolution: Hashable, Sendable {
  /// The N × N input.
  let input: Tensor
  /// The F × F weights.
  let kernel: Tensor
  /// How the kernel slides, the same along both axes.
  let geometry: WindowGeometry
  /// The output.
  let output: Tensor
  private let convolution: Convolution

  /// Correlates, as networks do it. A stride that does not come out even is rounded down: the last cells are dropped.
  ///
  /// - Throws: the sentence that says why the kernel does not fit.
  init(
    input: Tensor, kernel: Tensor, stride: Int, padding: Int = 0, dilation: Int = 1
  ) throws(SettingsError) {
    self.input = input
    self.kernel = kernel
    geometry = WindowGeometry(
      input: input.shape.width, kernel: kernel.shape.width, stride: stride, padding: Padding(padding),
      dilation: dilation)
    do throws(GeometryError) {
      _ = try geometry.checkedOutput()
    } catch {
      throw SettingsError(error.description)
    }
    convolution = Convolution(
      FilterBank(kernel: kernel), stride: stride, padding: Padding(padding), dilation: dilation)
    output = convolution(input)
  }

  /// The side of the input, N.
  var inputSize: Int { geometry.input }
  /// The side of the kernel, F.
  var kernelSize: Int { geometry.window.kernel }
  /// How many weights there are, and products at a place.
  var weights: Int { kernel.shape.count }
  /// The zeros on each side, P.
  var padding: Int { geometry.window.padding.before }
  /// How many cells the window moves, S.
  var stride: Int { geometry.window.stride }
  /// The side of the output.
  var outputSize: Int { geometry.output }
  /// How many places the kernel has, counted row by row.
  var positions: Int { outputSize * outputSize }

  /// The row and column of a place.
  func place(_ position: Int) -> GridPlace {
    GridPlace(row: position / outputSize, column: position % outputSize)
  }

  /// Which place a row and column are, counted row by row; `nil` outside of the output.
  func position(_ place: GridPlace) -> Int? {
    let side = 0..<outputSize
    return side.contains(place.row) && side.contains(place.column) ? place.row * outputSize + place.column : nil
  }

  /// How many cells a window at the place behind the last one of a row would hang over the edge.
  var overhang: Int { max(0, geometry.input(of: outputSize, weight: kernelSize - 1) + 1 - inputSize - padding) }

  /// The output at a place.
  func value(_ place: GridPlace) -> Float { output[place.row, place.column] }

  /// The products that make up the output at a place, weight by weight.
  func products(_ place: GridPlace) -> [Convolution.Product] {
    convolution.products(of: input, row: place.row, column: place.column)
  }

  /// The input's cells that a place covers, counted with the padding, and the weight on each.
  func covered(_ place: GridPlace) -> [GridPlace: Float] {
    var covered: [GridPlace: Float] = [:]
    for product in products(place) {
      covered[GridPlace(row: product.row + padding, column: product.column + padding)] = product.weight
    }
    return covered
  }

  /// How many of the cells under the kernel were under it at another place, too.
  func shared(_ position: Int, with other: Int) -> Int {
    let before = Set(covered(place(other)).keys)
    return covered(place(position)).keys.count { before.contains($0) }
  }

  /// Whether some output does not see some cell of the input.
  var isSparse: Bool {
    (0..<inputSize).contains { geometry.outputs(reachedBy: $0).count < outputSize }
  }

  /// A value as the figures show it.
  static func text(_ value: Float) -> String { NumberText.plain(Double(value)) }

  // MARK: What is never seen

  /// What becomes of a row or a column of the input.
  enum Coverage: Hashable {
    /// Some window covers it.
    case seen
    /// It lies between the cells that windows cover.
    case between
    /// It lies behind the last window: the stride does not come out even.
    case dropped
  }

  /// What becomes of a row or a column, counted without the padding.
  func coverage(_ index: Int) -> Coverage {
    geometry.dropped.contains(index) ? .dropped : geometry.outputs(reachedBy: index).isEmpty ? .between : .seen
  }

  /// What becomes of a cell: dropped with its row or with its column, or between windows.
  func coverage(row: Int, column: Int) -> Coverage {
    let (down, across) = (coverage(row), coverage(column))
    return down == .dropped || across == .dropped
      ? .dropped : down == .between || across == .between ? .between : .seen
  }

  /// How many rows, and as many columns, of the input are dropped at the end.
  var droppedLines: Int { (0..<inputSize).count { coverage($0) == .dropped } }

  /// How many cells of the input have this fate.
  func cells(_ fate: Coverage) -> Int {
    (0..<inputSize * inputSize).count { coverage(row: $0 / inputSize, column: $0 % inputSize) == fate }
  }
}

// MARK: Read from an output, a weight, an input

extension GridConvolution {
  /// The sum at a place, as far as `shown` products, in at most two lines; where that does not suffice, the sums of the
  /// kernel's rows instead.
  func sum(_ place: GridPlace, shown: Int = .max, isSummed: Bool = true) -> [StyledText] {
    let products = products(place)
    let result: StyledText? = isSummed ? .active(Self.text(value(place))) : nil
    let terms = products.map { Formula.Product(Self.text($0.value), Self.text($0.weight)) }
    if Formula.sum(terms, result: .active(Self.text(value(place)))).wrapped(columns: 76).count <= 2 {
      return shown > 0 ? Formula.sum(Array(terms.prefix(shown)), result: result).wrapped(columns: 76) : [""]
    }
    let side = kernelSize
    let rows = Swift.stride(from: 0, to: products.count, by: side).map { start in
      products[start..<start + side].reduce(0) { $0 + $1.product }
    }
    let known = rows.prefix(min(rows.count, shown / side)).map { StyledText(Self.text($0)) }
    guard !known.isEmpty else { return [""] }
    let sums = StyledText.muted("\(side) rows of \(side) products each:  ") + .joined(known, separator: .muted(" + "))
    return [result.map { sums + .muted(" = ") + $0 } ?? sums]
  }

  /// The outputs that an input cell reaches, with the product that it gives to each.
  func reach(_ place: GridPlace) -> [GridPlace: Convolution.Product] {
    var reach: [GridPlace: Convolution.Product] = [:]
    for row in geometry.outputs(reachedBy: place.row) {
      for column in geometry.outputs(reachedBy: place.column) {
        let output = GridPlace(row: row, column: column)
        reach[output] = products(output).first { $0.row == place.row && $0.column == place.column }
      }
    }
    return reach
  }

  /// The input's cells that a weight is ever multiplied with, counted with the padding, and the weight on each.
  func touched(by place: GridPlace) -> [GridPlace: Float] {
    var touched: [GridPlace: Float] = [:]
    for row in geometry.inputs(multipliedBy: place.row) {
      for column in geometry.inputs(multipliedBy: place.column) {
        touched[GridPlace(row: row + padding, column: column + padding)] =
          kernel[place.row, place.column]
      }
    }
    return touched
  }
}
