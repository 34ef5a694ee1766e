import CellCanvas
import ConvolutionEngine

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension FlipOrNotScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .commutes, .padding, .doesNot: drawOrders(moment, at: playhead, in: &canvas)
    case .learned: drawLearning(at: playhead, in: &canvas)
    case .place: drawPairs(at: playhead, in: &canvas)
    case .start, .flip, .outputs, .otherFlip, .dot, .counterpart, .end:
      drawLanes(moment, at: playhead, in: &canvas)
    }
  }

  // MARK: Side by side

  /// The input at the left, and beside it two lanes, one above the other: the kernel as it slides, and the output.
  private func drawLanes(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let pair = pair(moment)
    let focus = focus(moment, at: playhead)
    let turning = moment == .start ? 0 : moment == .flip ? playhead.progress : 1
    let name = moment == .counterpart ? .kernel("K") + .muted(": \(counterpartName)") : StyledText.kernel("K")
    let flipped = moment == .counterpart ? counterpartName : "K"
    let weights =
      moment == .counterpart || pair.isFlipped ? nil : Self.weights.name
    let lanes = Arrangement.row(
      .grid("input", inputGrid(pair, moment, focus, at: playhead)),
      .table([
        [
          .grid("turned", kernelGrid(pair, name + .muted(", turned"), isTurned: true, focus, name: "turned"))
            .hidden(turning < 1),
          .grid("convolution", outputGrid(pair, moment, isConvolving: true, focus, at: playhead)),
        ],
        [
          .grid(
            "plain",
            kernelGrid(
              pair,
              pair.isFlipped
                ? .kernel(pair.correlated) + .muted(", \(flipped) flipped") : name + .muted(", as it is"),
              isTurned: pair.isFlipped, focus, name: weights)),
          .grid("correlation", outputGrid(pair, moment, isConvolving: false, focus, at: playhead)),
        ],
      ]))
    let parts = Arrangement.row(lanes, .extra(picture(moment, at: playhead)), align: .top).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    if turning < 1, let place = parts.grid("turned") { drawTurning(pair.kernel, turning, place, in: &canvas) }
  }

  /// The same two operations on a real picture, as far as the outputs are known.
  private func picture(_ moment: Moment, at playhead: Playhead) -> Arrangement {
    guard let both = pictures[moment] ?? pictures[.outputs] else { return .nothing }
    return switch moment {
    case .start, .flip: both.picture
    case .end: both.arrangement(known: 1)
    default: both.arrangement(known: playhead.phase(0.1, 0.9))
    }
  }

  private func inputGrid(_ pair: OperationPair, _ moment: Moment, _ focus: Focus, at playhead: Playhead) -> NumberGrid {
    let isOwn = moment != .dot
    let limit = Double(pair.input.values.reduce(1) { max($0, abs($1)) })
    var window: [GridPlace: String] = [:]
    if case .output(let place) = focus, place.row < 3, place.column < 3 {
      let both = [true, false].map { pair.products(place, convolving: $0) }
      for (convolved, correlated) in zip(both[0], both[1]) {
        let pixel = GridPlace(row: convolved.product.row, column: convolved.product.column)
        let weights = [convolved, correlated].map { "·" + GridConvolution.text($0.product.weight) }
        window[pixel] = isKnown(place, moment, at: playhead) ? weights.joined(separator: " ") : ""
      }
    }
    var grid = NumberGrid(
      .input("I") + .muted(isOwn ? " 5 × 5" : " a single 1"), name: isOwn ? Self.values.name : "input", rows: 5,
      columns: 5
    ) { row, column in
      let value = pair.input[row, column]
      let amount = abs(Double(value)) / limit
      let place = GridPlace(row: row, column: column)
      var element = NumberGrid.Element(GridConvolution.text(value), paper: .level(.input, 0.12 + 0.6 * amount))
      if let weights = window[place] {
        (element.paper, element.style, element.detail) = (.level(.kernel, 0.3 + 0.4 * amount), .bold, weights)
      }
      if focus == .pixel(place) { (element.paper, element.style) = (.role(.active), .bold) }
      return element
    }
    grid.reservedColumns = 2
    return grid
  }

  /// The kernel as it slides. `isTurned` says whether that is by half a turn.
  private func kernelGrid(
    _ pair: OperationPair, _ title: StyledText, isTurned: Bool, _ focus: Focus, name: String?
  ) -> NumberGrid {
    let sliding = isTurned ? pair.kernel.flipped : pair.kernel
    let limit = Double(sliding.values.reduce(1) { max($0, abs($1)) })
    var grid = NumberGrid(title, name: name, rows: 3, columns: 3) { row, column in
      let isPointed = focus == .weight(pair.turned(GridPlace(row: row, column: column), if: isTurned))
      return NumberGrid.Element(
        GridConvolution.text(sliding[row, column]),
        paper: isPointed ? .role(.active) : .signed(0.8 * Double(sliding[row, column]), limit: limit), style: .bold)
    }
    grid.reservedColumns = 2
    return grid
  }

  /// An output as far as it is known; of the correlation each cell says whether it agrees, and of both, while a pixel or a
  /// weight is pointed at, how that comes in.
  private func outputGrid(
    _ pair: OperationPair, _ moment: Moment, isConvolving: Bool, _ focus: Focus, at playhead: Playhead
  ) -> NumberGrid {
    let output = isConvolving ? pair.convolution : pair.correlation
    let limit = Double(output.values.reduce(1) { max($0, abs($1)) })
    let title: StyledText =
      isConvolving ? .output("I ∗ K") + .muted(" convolution") : .output(pair.correlationName) + .muted(" correlation")
    var grid = NumberGrid(title, name: isConvolving ? "convolution" : "correlation", rows: 3, columns: 3) {
      row, column in
      let place = GridPlace(row: row, column: column)
      guard isKnown(place, moment, at: playhead) else { return NumberGrid.Element("·", ink: .role(.muted)) }
      var element = Self.element(
        output[row, column], limit: limit, against: isConvolving ? nil : pair.convolution[row, column])
      if focus == .output(place) { element.paper = .role(.active) }
      if let product = met(pair, place, isConvolving: isConvolving, focus) {
        (element.paper, element.style, element.detail) = (.level(.kernel, 0.6), .bold, product)
      }
      return element
    }
    grid.reservedColumns = outputTextColumns
    return grid
  }

  /// How what is pointed at comes into an output: 2·9, the pixel and its weight there; `nil` when it does not.
  private func met(_ pair: OperationPair, _ place: GridPlace, isConvolving: Bool, _ focus: Focus) -> String? {
    pair.products(place, convolving: isConvolving).first { product, weight in
      switch focus {
      case .pixel(let pixel): pixel == GridPlace(row: product.row, column: product.column)
      case .weight(let pointed): pointed == weight
      case .nothing, .output: false
      }
    }.map { GridConvolution.text($0.product.value) + "·" + GridConvolution.text($0.product.weight) }
  }

  private var outputTextColumns: Int {
    [pair, otherFlip, dot, counterpart].flatMap { $0.convolution.values + $0.correlation.values }
      .reduce(2) { max($0, GridConvolution.text($1).count) }
  }

  private static func element(_ value: Float, limit: Double, against other: Float?) -> NumberGrid.Element {
    let amount = Double(value)
    return NumberGrid.Element(
      GridConvolution.text(value), detail: other.map { $0 == value ? "=" : "≠" } ?? "",
      paper: amount < 0 ? .signed(0.8 * amount, limit: limit) : .level(.output, 0.15 + 0.6 * amount / limit),
      style: other == nil || other == value ? [] : .bold)
  }

  /// The kernel while it turns: first left and right change places, then top and bottom. Between them only the edge of
  /// the sheet is seen, too narrow for numbers.
  private func drawTurning(_ kernel: Tensor, _ progress: Double, _ place: GridPlacement, in canvas: inout Canvas) {
    let playhead = Playhead(progress: progress)
    let across = cos(playhead.phase(0.05, 0.5) * Double.pi)
    let down = cos(playhead.phase(0.55, 1) * Double.pi)
    let (bounds, limit) = (place.bounds, Double(kernel.values.reduce(1) { max($0, abs($1)) }))
    canvas.write(.kernel("K"), column: bounds.column, row: bounds.row - 1)
    let (width, height) = (Double(bounds.columns) / 3, Double(bounds.rows) / 3)
    let center = (x: Double(bounds.column) + 1.5 * width, y: Double(bounds.row) + 1.5 * height)
    for row in 0..<3 {
      for column in 0..<3 {
        let x = [column, column + 1].map { Int((center.x + across * (Double($0) - 1.5) * width).rounded()) }.sorted()
        let y = [row, row + 1].map { Int((center.y + down * (Double($0) - 1.5) * height).rounded()) }.sorted()
        let cell = Region(column: x[0], row: y[0], columns: x[1] - x[0], rows: y[1] - y[0])
        guard cell.columns > 0, cell.rows > 0 else { continue }
        canvas.fill(cell, with: Cell(paper: .signed(0.8 * Double(kernel[row, column]), limit: limit)))
        let text = GridConvolution.text(kernel[row, column])
        guard text.count < cell.columns else { continue }
        canvas.write(
          StyledText(text),
          in: Region(column: cell.column, row: cell.row + (cell.rows - 1) / 2, columns: cell.columns, rows: 1),
          align: .center, ink: .role(.legible), style: .bold)
      }
    }
  }

  // MARK: Who meets whom

  /// Pixels and weights of a place, each in a row, and lines between those that are multiplied.
  private func drawPairs(at playhead: Playhead, in canvas: inout Canvas) {
    let focus = focus(.place, at: playhead)
    let place: GridPlace = if case .output(let place) = focus { place } else { GridPlace(row: 0, column: 0) }
    let isLow = canvas.size.rows < 24
    func graph(isConvolving: Bool, _ least: Int, _ most: Int) -> Arrangement {
      let graph = pairGraph(place, isConvolving: isConvolving, playhead.phase(0.1, 0.9))
      return Arrangement.graph(
        isConvolving ? "crossing" : "parallel", graph, least: Size(columns: graph.leastSize.columns, rows: least),
        most: Size(columns: isLow ? 47 : 90, rows: most)
      ).titled(
        isConvolving
          ? .output("I ∗ K") + .muted(" convolution") : .output(pair.correlationName) + .muted(" correlation"))
    }
    // Lines that cross need more height to be told apart.
    let graphs = [graph(isConvolving: true, 9, 18), graph(isConvolving: false, 4, 8)]
    let outputs = Arrangement.column(
      .grid("convolution", outputGrid(pair, .place, isConvolving: true, focus, at: playhead)),
      .grid("correlation", outputGrid(pair, .place, isConvolving: false, focus, at: playhead)))
    Arrangement.row(
      .grid(
        "input", inputGrid(pair, .place, focus, at: playhead),
        scale: isLow ? GridScale(columns: 5, rows: 2) : nil),
      .column(of: graphs, gap: 1...3), .extra(outputs)
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func pairGraph(_ place: GridPlace, isConvolving: Bool, _ drawn: Double) -> ConnectionGraph {
    let products = pair.products(place, convolving: isConvolving)
    let (pixels, weights) = (
      pair.input.values.reduce(1) { max($0, abs($1)) }, pair.kernel.values.reduce(1) { max($0, abs($1)) }
    )
    var graph = ConnectionGraph(
      layers: [
        ConnectionGraph.Layer(
          .kernel("K"),
          units: pair.kernel.values.enumerated().map { index, weight in
            ConnectionGraph.Unit(
              GridConvolution.text(weight), position: Double(index),
              paper: .signed(0.8 * Double(weight), limit: Double(weights)), style: .bold)
          }),
        ConnectionGraph.Layer(
          .input("I"),
          units: products.enumerated().map { index, entry in
            ConnectionGraph.Unit(
              GridConvolution.text(entry.product.value), position: Double(index),
              paper: .level(.kernel, 0.3 + 0.4 * Double(abs(entry.product.value) / pixels)), style: .bold)
          }),
      ], connections: [])
    // The first pair stands out, to be followed from end to end, and is drawn last.
    graph.connections = products.enumerated().reversed().map { index, entry in
      ConnectionGraph.Connection(
        layer: 0, from: entry.weight.row * pair.kernel.shape.width + entry.weight.column, to: index,
        ink: .role(index == 0 ? .active : .kernel), fraction: drawn, growsDown: true)
    }
    return graph
  }

  // MARK: Order

  /// Both orders with full padding; or what is left of each with same padding, the rest hatched.
  private func drawOrders(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let sign = moment == .doesNot ? "⋆" : "∗"
    let (left, right) = moment == .doesNot ? pair.fullCorrelations : pair.fullConvolutions
    let all = left.values + right.values
    let limit = Double(all.reduce(1) { max($0, abs($1)) })
    let count = left.values.count
    let side = left.shape.width
    let shown = moment == .padding ? Double(count) : playhead.phase(0.05, 0.9) * Double(count)
    let isCut = moment == .padding && playhead.progress > 0.3
    func grid(_ tensor: Tensor, _ name: String, against other: Tensor?, kept: Int) -> NumberGrid {
      let margin = (side - kept) / 2
      var grid = NumberGrid(
        .output(name) + .muted(isCut ? " same padding, \(sides(kept, kept))" : " full padding, \(sides(side, side))"),
        rows: side, columns: side
      ) { row, column in
        guard other == nil || Double(row * side + column) < shown else {
          return NumberGrid.Element("·", ink: .role(.muted))
        }
        let isKept = min(row, column, side - 1 - row, side - 1 - column) >= margin
        guard !isCut || isKept else {
          return NumberGrid.Element(
            GridConvolution.text(tensor[row, column]), ink: .role(.muted), paper: .role(.background), isHatched: true)
        }
        let element = Self.element(tensor[row, column], limit: limit, against: other?[row, column])
        return isCut && other == nil ? Self.element(tensor[row, column], limit: limit, against: nil) : element
      }
      grid.reservedColumns = all.reduce(1) { max($0, GridConvolution.text($1).count) }
      return grid
    }
    let isSame = left == right
    let mark = StyledText.strong(isSame && !isCut ? "=" : "≠", isSame && !isCut ? .correct : .wrong)
    let given = Arrangement.column(
      .grid("given-input", inputGrid(pair, .commutes, .nothing, at: playhead)),
      .grid("given-kernel", kernelGrid(pair, .kernel("K") + .muted(" 3 × 3"), isTurned: false, .nothing, name: nil)))
    Arrangement.row(
      .extra(given),
      .grid("left", grid(left, "I \(sign) K", against: nil, kept: pair.input.shape.width)),
      .sign(shown >= Double(count) ? mark : " "),
      .grid("right", grid(right, "K \(sign) I", against: left, kept: pair.kernel.shape.width)), gap: 1...8
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  // MARK: Learning

  private func drawLearning(at playhead: Playhead, in canvas: inout Canvas) {
    let round = round(at: playhead)
    let limit = Double(pair.kernel.values.reduce(1) { max($0, abs($1)) })
    let learned = [(flippingFit, "learned, flips"), (plainFit, "learned, no flip")].map { fit, name in
      let kernel = fit.kernels[round]
      var grid = NumberGrid(.kernel(name), rows: 3, columns: 3) { row, column in
        NumberGrid.Element(
          NumberText.fixed(Double(kernel[row, column]), decimals: 1),
          paper: .signed(0.8 * Double(kernel[row, column]), limit: limit), style: .bold)
      }
      grid.reservedColumns = 4
      return [
        Arrangement.grid(name, grid),
        .drawing("error of the " + name, least: Size(columns: 14, rows: 4), most: Size(columns: 50, rows: 12)) {
          drawErrors(fit, round, $1, in: &$0)
        }.titled(.muted("its error by round")),
      ]
    }
    /// A picture, and beneath it what its colours mean.
    func map(_ name: String, _ tensor: Tensor, _ title: StyledText) -> Arrangement {
      let map = tensor.heatMap(.signed)
      var legend = map.legend(decimals: 0)
      legend.columns = 6
      return .column(
        .map(name, map, least: tensor.shape.width).titled(title),
        tensor.values.contains { $0 != 0 } ? .legend(legend, name: "values of " + name) : .nothing, gap: 0...0)
    }
    Arrangement.row(
      .column(
        .row(
          map("picture", example, .input("I") + .muted(" at random")),
          map("wanted", wanted, .output("I ∗ K") + .muted(" wanted")), align: .top),
        .grid("made", kernelGrid(pair, .kernel("K") + .muted(" to be found"), isTurned: false, .nothing, name: nil)),
        gap: 0...2),
      .table(learned)
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// How the error falls from round to round.
  private func drawErrors(_ fit: KernelFit, _ round: Int, _ region: Region, in canvas: inout Canvas) {
    canvas.fill(region, with: Cell(paper: .role(.panel)))
    // What is still to come leaves a gap.
    let errors = fit.errors.enumerated().map { $0 <= round ? Double($1) : .nan }
    let top = Double(fit.errors.max() ?? 0)
    var chart = LineChart(
      [LineChart.Curve(errors, ink: .role(.output), mark: .strong)], limits: 0...max(top, 1e-6),
      across: 0...Double(Self.rounds))
    if region.rows > 4, region.columns > 15 {
      chart.x = LineChart.Axis(ticks: [0, Double(Self.rounds) / 2, Double(Self.rounds)])
      chart.y = LineChart.Axis(ticks: top > 0 ? [0, top] : [0])
    }
    chart.draw(in: &canvas, region: region)
  }
}
