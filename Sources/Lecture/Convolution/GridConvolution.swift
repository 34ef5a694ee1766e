import CellCanvas
import ConvolutionEngine

/// A kernel of one channel on a small grid of numbers, computed once, with all that a scene asks about it.
struct GridConvolution: Sendable {
  /// The N × N input.
  let input: Tensor
  /// The F × F weights.
  let kernel: Tensor
  /// How the kernel slides, the same along both axes.
  let geometry: WindowGeometry
  /// The output.
  let output: Tensor
  private let convolution: Convolution

  /// Convolves (as networks do it: without flipping the kernel).
  ///
  /// - Throws: the sentence that says why the kernel does not fit.
  init(
    input: Tensor, kernel: Tensor, stride: Int, padding: Int = 0, dilation: Int = 1, mustComeOutEven: Bool = true
  ) throws(SettingsError) {
    self.input = input
    self.kernel = kernel
    geometry = WindowGeometry(
      input: input.shape.width, kernel: kernel.shape.width, stride: stride, padding: Padding(padding),
      dilation: dilation)
    do throws(GeometryError) {
      _ = try mustComeOutEven ? geometry.exactOutput() : geometry.checkedOutput()
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
  /// The zeros on each side, P.
  var padding: Int { geometry.window.padding.before }
  /// The side of the output.
  var outputSize: Int { geometry.output }
  /// How many places the kernel has, counted row by row.
  var positions: Int { outputSize * outputSize }

  /// The row and column of a place.
  func place(_ position: Int) -> Settings.Place {
    Settings.Place(row: position / outputSize, column: position % outputSize)
  }

  /// How many cells a window at the place behind the last one of a row would hang over the edge.
  var overhang: Int { max(0, geometry.input(of: outputSize, weight: kernelSize - 1) + 1 - inputSize) }

  /// The output at a place.
  func value(_ place: Settings.Place) -> Float { output[place.row, place.column] }

  /// The products that make up the output at a place, weight by weight.
  func products(_ place: Settings.Place) -> [Convolution.Product] {
    convolution.products(of: input, row: place.row, column: place.column)
  }

  /// The input's cells that a place covers, counted with the padding, and the weight on each.
  func covered(_ place: Settings.Place) -> [Settings.Place: Float] {
    var covered: [Settings.Place: Float] = [:]
    for product in products(place) {
      covered[Settings.Place(row: product.row + padding, column: product.column + padding)] = product.weight
    }
    return covered
  }

  /// A value as the figures show it.
  static func text(_ value: Float) -> String { NumberText.plain(Double(value)) }

  /// (N + 2P − F)/S + 1 with the live numbers put in.
  var sizeFormula: StyledText { Self.sizeFormula(geometry) }

  /// (N + 2P − F)/S + 1 with a geometry's numbers put in, not rounded.
  static func sizeFormula(_ geometry: WindowGeometry) -> StyledText { geometry.sizeFormula(rounded: false) }
}

// MARK: Its grids

extension GridConvolution {
  /// The input with its padding, cells in work in the kernel's colour with their weights beneath.
  func inputGrid(
    name: String? = nil, covered: [Settings.Place: Float] = [:], shown: Int = .max, active: Settings.Place? = nil
  ) -> NumberGrid {
    let limit = Double(input.values.reduce(1) { max($0, abs($1)) })
    let order = covered.keys.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    let weights = Set(order.prefix(shown))
    var grid = NumberGrid(
      .input("input") + .muted(" \(inputSize) × \(inputSize)" + (padding > 0 ? ", padded by \(padding)" : "")),
      name: name, rows: inputSize + 2 * padding, columns: inputSize + 2 * padding
    ) { row, column in
      let place = Settings.Place(row: row, column: column)
      let isPadding = geometry.isPadding(row - padding) || geometry.isPadding(column - padding)
      let value = isPadding ? 0 : input[row - padding, column - padding]
      var element = NumberGrid.Element(Self.text(value))
      let amount = min(1, abs(Double(value)) / limit)
      if let weight = covered[place] {
        element.paper = .level(.kernel, 0.3 + 0.4 * amount)
        element.style = .bold
        if weights.contains(place) { element.detail = "×" + Self.text(weight) }
      } else if isPadding {
        element.paper = .role(.background)
        element.ink = .role(.muted)
      } else {
        element.paper = .level(.input, 0.12 + 0.6 * amount)
      }
      if let active, Settings.Place(row: row - padding, column: column - padding) == active {
        element.paper = .role(.active)
        element.style = .bold
      }
      return element
    }
    grid.border = padding
    return grid
  }

  /// The kernel, positive weights orange and negative ones blue.
  func kernelGrid(name: String? = nil, active: Settings.Place? = nil) -> NumberGrid {
    let limit = Double(kernel.values.reduce(1) { max($0, abs($1)) })
    return NumberGrid(
      .kernel("kernel") + .muted(" \(kernelSize) × \(kernelSize)"), name: name, rows: kernelSize, columns: kernelSize
    ) { row, column in
      let weight = kernel[row, column]
      let isActive = active == Settings.Place(row: row, column: column)
      return NumberGrid.Element(
        Self.text(weight), paper: isActive ? .role(.active) : .signed(Double(weight) * 0.8, limit: limit),
        style: isActive || weight != 0 ? .bold : [])
    }
  }

  /// The output as far as `known` says, unknown places as dots. `marked` ones stand out with the weight that they use.
  func outputGrid(
    name: String? = nil, active: Settings.Place? = nil, hidesActive: Bool = false,
    marked: [Settings.Place: Float] = [:], known: (Settings.Place) -> Bool
  ) -> NumberGrid {
    var grid = NumberGrid(
      .output("output") + .muted(" \(outputSize) × \(outputSize)"), name: name, rows: outputSize, columns: outputSize
    ) { row, column in
      let place = Settings.Place(row: row, column: column)
      let isActive = place == active
      guard isActive || known(place) else { return NumberGrid.Element("·", ink: .role(.muted)) }
      var element = outputElement(place)
      if let weight = marked[place] {
        element.paper = .level(.kernel, 0.6)
        element.style = .bold
        element.detail = "×" + Self.text(weight)
      }
      if isActive {
        element.paper = .role(.active)
        element.style = .bold
        if hidesActive { element.text = "?" }
      }
      return element
    }
    grid.reservedColumns = outputTextColumns
    return grid
  }

  /// The products of one place, each where its weight stands in the kernel; those behind `shown` as dots.
  func productGrid(_ products: [Convolution.Product], shown: Int = .max) -> NumberGrid {
    let limit = products.reduce(1) { max($0, abs(Double($1.product))) }
    var grid = NumberGrid("products", rows: kernelSize, columns: kernelSize) { row, column in
      let index = row * kernelSize + column
      guard index < products.count, index < shown else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let product = products[index].product
      return NumberGrid.Element(Self.text(product), paper: .signed(Double(product) * 0.6, limit: limit))
    }
    grid.reservedColumns = productTextColumns
    return grid
  }

  /// One output, shaded by its amount, blue where it is negative.
  func outputElement(_ place: Settings.Place) -> NumberGrid.Element {
    let limit = Double(output.values.reduce(1) { max($0, abs($1)) })
    let value = value(place)
    let amount = abs(Double(value)) / limit
    return NumberGrid.Element(
      Self.text(value),
      paper: value < 0 ? .signed(Double(value) * 0.8, limit: limit) : .level(.output, 0.15 + 0.6 * amount))
  }

  /// How many columns the widest output takes.
  var outputTextColumns: Int { output.values.reduce(1) { max($0, Self.text($1).count) } }

  /// How many columns the widest product of any place takes.
  var productTextColumns: Int {
    (0..<positions).reduce(1) { widest, position in
      products(place(position)).reduce(widest) { max($0, Self.text($1.product).count) }
    }
  }
}

// MARK: Read from an output, a weight, an input

extension GridConvolution {
  /// The sum at a place, as far as `shown` products, in at most two lines; where that does not suffice, the sums of the
  /// kernel's rows instead.
  func sum(_ place: Settings.Place, shown: Int = .max, isSummed: Bool = true) -> [StyledText] {
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
    let sums = StyledText.muted("\(side) rows of \(side) products:  ") + .joined(known, separator: .muted(" + "))
    return [result.map { sums + .muted(" = ") + $0 } ?? sums]
  }

  /// The outputs that an input cell reaches, with the weight on the way to each.
  func reach(_ place: Settings.Place) -> [Settings.Place: Float] {
    var reach: [Settings.Place: Float] = [:]
    for row in geometry.outputs(reachedBy: place.row) {
      for column in geometry.outputs(reachedBy: place.column) {
        guard let down = geometry.weight(from: place.row, to: row),
          let across = geometry.weight(from: place.column, to: column)
        else { continue }
        reach[Settings.Place(row: row, column: column)] = kernel[down, across]
      }
    }
    return reach
  }

  /// The input's cells that a weight is ever multiplied with, counted with the padding, and the weight on each.
  func touched(by place: Settings.Place) -> [Settings.Place: Float] {
    var touched: [Settings.Place: Float] = [:]
    for row in geometry.inputs(multipliedBy: place.row) {
      for column in geometry.inputs(multipliedBy: place.column) {
        touched[Settings.Place(row: row + padding, column: column + padding)] =
          kernel[place.row, place.column]
      }
    }
    return touched
  }
}

// MARK: The window on its way

extension GridConvolution {
  /// Paints the window over a drawn input, between its cells, `travel` (0...1) of the way to a place from the one before.
  func paintWindow(over input: GridPlacement, to position: Int, travel: Double, in canvas: inout Canvas) {
    let (here, before) = (place(position), place(max(0, position - 1)))
    paintWindow(
      over: input, row: Double(before.row) + travel * Double(here.row - before.row),
      column: Double(before.column) + travel * Double(here.column - before.column), in: &canvas)
  }

  /// Paints the window along the first row of its places, `travel` (0...1) of the way to the last.
  func paintWindow(over input: GridPlacement, alongFirstRow travel: Double, in canvas: inout Canvas) {
    paintWindow(over: input, row: 0, column: travel * Double(outputSize - 1), in: &canvas)
  }

  /// `row` and `column` count places, not cells.
  private func paintWindow(over input: GridPlacement, row: Double, column: Double, in canvas: inout Canvas) {
    let (stride, dilation) = (Double(geometry.window.stride), geometry.window.dilation)
    for down in 0..<kernelSize {
      for across in 0..<kernelSize {
        let cell = input.window(
          row: row * stride + Double(down * dilation), column: column * stride + Double(across * dilation), rows: 1,
          columns: 1)
        canvas.paint(cell, paper: .level(.kernel, 0.5))
      }
    }
  }
}
