import CellCanvas
import ConvolutionEngine

// MARK: Its grids

extension GridConvolution {
  /// The input with its padding, cells in work in the kernel's colour with their weights beneath. What no window sees
  /// is set apart: hatched at the end, where the stride does not come out even, and pale between the windows.
  ///
  /// - Parameters:
  ///   - covered: cells in work, counted with the padding, and the weight on each.
  ///   - shown: on how many of them the weight is written.
  ///   - overhang: empty columns behind the last one, for a window that hangs over the edge.
  ///   - showsLoss: whether what no window sees is set apart.
  func inputGrid(
    name: String? = nil, covered: [GridPlace: Float] = [:], shown: Int = .max, active: GridPlace? = nil,
    scale: ColorScale = .input, overhang: Int = 0, showsLoss: Bool = true
  ) -> NumberGrid {
    let limit = Double(input.values.reduce(1) { max($0, abs($1)) })
    let order = covered.keys.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    let weights = Set(order.prefix(shown))
    let side = inputSize + 2 * padding
    var grid = NumberGrid(
      .input("input") + .muted(" \(sides(inputSize, inputSize))" + (padding > 0 ? ", padded by \(padding)" : "")),
      name: name, rows: side, columns: side + overhang
    ) { row, column in
      guard column < side else { return NumberGrid.Element(paper: .role(.background)) }
      let place = GridPlace(row: row, column: column)
      let isPadding = geometry.isPadding(row - padding) || geometry.isPadding(column - padding)
      let value = isPadding ? 0 : input[row - padding, column - padding]
      var element = NumberGrid.Element(Self.text(value))
      let amount = min(1, abs(Double(value)) / limit)
      let fate = showsLoss ? coverage(row: row - padding, column: column - padding) : .seen
      if let weight = covered[place] {
        element.paper = .level(.kernel, 0.3 + 0.4 * amount)
        element.style = .bold
        if weights.contains(place) { element.detail = "·" + Self.text(weight) }
      } else if fate != .seen {
        element.isHatched = fate == .dropped
        element.paper = .role(isPadding ? .background : .panel)
        element.ink = .role(.muted)
      } else if isPadding {
        element.paper = .role(.background)
        element.ink = .role(.muted)
      } else {
        element.paper = .level(scale, 0.12 + 0.6 * amount)
      }
      if let active, GridPlace(row: row - padding, column: column - padding) == active {
        element.paper = .role(.active)
        element.style = .bold
      }
      return element
    }
    grid.border = padding
    return grid
  }

  /// The kernel, weights of either sign apart.
  func kernelGrid(name: String? = nil, active: GridPlace? = nil) -> NumberGrid {
    let limit = Double(kernel.values.reduce(1) { max($0, abs($1)) })
    return NumberGrid(
      .kernel("kernel") + .muted(" \(sides(kernelSize, kernelSize))"), name: name, rows: kernelSize,
      columns: kernelSize
    ) { row, column in
      let weight = kernel[row, column]
      let isActive = active == GridPlace(row: row, column: column)
      return NumberGrid.Element(
        Self.text(weight), paper: isActive ? .role(.active) : .signed(Double(weight) * 0.8, limit: limit),
        style: isActive || weight != 0 ? .bold : [])
    }
  }

  /// The output as far as `known` says, unknown places as dots. `marked` ones stand out with the product that they get.
  func outputGrid(
    name: String? = nil, active: GridPlace? = nil, hidesActive: Bool = false,
    marked: [GridPlace: Convolution.Product] = [:], known: (GridPlace) -> Bool
  ) -> NumberGrid {
    Self.mapGrid(output, name: name, active: active, hidesActive: hidesActive, marked: marked, known: known)
      .titled(.output("output") + .muted(" \(sides(outputSize, outputSize))"))
  }

  /// A map of values, shaded by their amounts; places that are not `known` yet are dots.
  static func mapGrid(
    _ values: Tensor, limit: Double? = nil, name: String? = nil, active: GridPlace? = nil,
    hidesActive: Bool = false, marked: [GridPlace: Convolution.Product] = [:], known: (GridPlace) -> Bool
  ) -> NumberGrid {
    let limit = limit ?? Double(values.values.reduce(1) { max($0, abs($1)) })
    var grid = NumberGrid(name: name, rows: values.shape.height, columns: values.shape.width) { row, column in
      let place = GridPlace(row: row, column: column)
      let isActive = place == active
      guard isActive || known(place) else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let value = values[row, column]
      var element = NumberGrid.Element(text(value), paper: paper(value, limit: limit))
      if let product = marked[place] {
        element.paper = .level(.kernel, 0.6)
        element.style = .bold
        element.detail = text(product.value) + "·" + text(product.weight)
        // What is added where there is no room for a product: never a weight that looks like a factor of the output.
        element.shortDetail = (product.product < 0 ? "" : "+") + text(product.product)
      }
      if isActive {
        element.paper = .role(.active)
        element.style = .bold
        if hidesActive { element.text = "?" }
      }
      return element
    }
    grid.reservedColumns = values.values.reduce(1) { max($0, text($1).count) }
    return grid
  }

  /// What lies behind a value of an output: the brighter the larger it is, and on the signed scale below zero.
  static func paper(_ value: Float, limit: Double) -> Tint {
    value < 0
      ? .signed(Double(value) * 0.8, limit: limit) : .level(.output, 0.08 + 0.92 * Double(value) / max(limit, 1e-9))
  }

  /// What the colours of outputs mean that show no numbers: from the most negative there is, if there is any, to the most
  /// positive.
  static func legend(of values: [Float], limit: Double, columns: Int = 8) -> StyledText {
    let ends = [values.min() ?? 0, values.max() ?? 0]
    let (least, most) = (min(ends[0], 0), max(ends[1], 0))
    var text = StyledText.muted(Self.text(least.rounded()) + " ")
    for column in 0..<columns {
      let value = least + (most - least) * Float(column) / Float(max(1, columns - 1))
      text += StyledText("█", ink: paper(value, limit: limit))
    }
    return text + .muted(" " + Self.text(most.rounded()))
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

  /// How many columns the widest product of any place takes.
  var productTextColumns: Int {
    (0..<positions).reduce(1) { widest, position in
      products(place(position)).reduce(widest) { max($0, Self.text($1.product).count) }
    }
  }
}

extension NumberGrid {
  /// The same grid under another title.
  func titled(_ title: StyledText) -> NumberGrid {
    var grid = self
    grid.title = title
    return grid
  }
}

// MARK: The window on its way

extension GridConvolution {
  /// The cells of a window's own, between the input's cells while it slides; `position` counts places row by row.
  func window(at position: Double, on input: GridPlacement) -> Region {
    let index = min(max(Int(position), 0), positions - 1)
    let (here, next) = (place(index), place(min(index + 1, positions - 1)))
    let travel = position - Double(index)
    func line(_ from: Int, _ to: Int) -> Double { (Double(from) + travel * Double(to - from)) * Double(stride) }
    return input.window(
      row: line(here.row, next.row), column: line(here.column, next.column), rows: geometry.window.effectiveKernel,
      columns: geometry.window.effectiveKernel)
  }

  /// Paints the window over a drawn input, all of it, or with holes where the kernel is dilated.
  func paintWindow(over input: GridPlacement, at position: Double, in canvas: inout Canvas) {
    let window = window(at: position, on: input)
    guard geometry.window.dilation > 1 else { return canvas.paint(window, paper: .level(.kernel, 0.5)) }
    for down in 0..<kernelSize {
      for across in 0..<kernelSize {
        let (row, column) = (down * geometry.window.dilation, across * geometry.window.dilation)
        let corner = input.window(row: Double(row), column: Double(column), rows: 1, columns: 1)
        canvas.paint(
          corner.moved(by: Point(column: window.column - input.origin.column, row: window.row - input.origin.row)),
          paper: .level(.kernel, 0.5))
      }
    }
  }
}
