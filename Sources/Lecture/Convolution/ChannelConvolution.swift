import CellCanvas
import ConvolutionEngine

/// A few filters on a small input of several channels, computed once, with all that a scene asks about it.
struct ChannelConvolution: Sendable {
  /// The N × N × C input.
  let input: Tensor
  /// The filters with their biases, before any ReLU.
  let convolution: Convolution
  /// Whether a ReLU follows.
  let isRectified: Bool
  /// Every channel under its slice of every filter by itself: by filter, then by channel.
  let slices: [[GridConvolution]]
  /// All products of a place with the bias, a channel for each filter.
  let sums: Tensor
  /// The same behind the ReLU, if there is one.
  let output: Tensor
  /// The layer that this is, with all that can be counted about it.
  let stage: Stage

  /// Convolves, with the same stride and padding along both axes.
  ///
  /// - Throws: the sentence that says why the filters do not fit.
  init(
    input: Tensor, filters: FilterBank, biases: [Float], stride: Int, padding: Int, isRectified: Bool
  ) throws(SettingsError) {
    self.input = input
    self.isRectified = isRectified
    convolution = Convolution(filters, biases: biases, stride: stride, padding: Padding(padding))
    var slices: [[GridConvolution]] = []
    for filter in 0..<filters.count {
      var ofFilter: [GridConvolution] = []
      for channel in 0..<filters.depth {
        ofFilter.append(
          try GridConvolution(
            input: input.channel(channel), kernel: filters.slice(filter, channel: channel), stride: stride,
            padding: padding))
      }
      slices.append(ofFilter)
    }
    self.slices = slices
    do {
      stage = try Stage(
        .convolution("layer", filters.count, kernel: filters.rows, stride: stride, padding: Padding(padding)),
        on: input.shape)
    } catch {
      throw SettingsError(error.description)
    }
    sums = convolution(input)
    output = isRectified ? ReLU()(sums) : sums
  }

  /// How a filter slides along either axis.
  var geometry: WindowGeometry { slices[0][0].geometry }
  /// How many filters there are.
  var filters: Int { convolution.filters.count }
  /// How many channels the input has, and so a filter.
  var channels: Int { convolution.filters.depth }
  /// The side of a filter.
  var kernelSize: Int { convolution.filters.rows }
  /// The side of the output.
  var outputSize: Int { geometry.output }
  /// How many places a filter has, counted row by row.
  var positions: Int { outputSize * outputSize }
  /// How many products are added at a place.
  var products: Int { stage.fanIn }

  /// The row and column of a place.
  func place(_ position: Int) -> GridPlace { slices[0][0].place(position) }

  /// The sum of the products of one channel at a place, as far as the first `count` of them.
  func sum(of channel: Int, _ place: GridPlace, filter: Int, first count: Int = .max) -> Float {
    slices[filter][channel].products(place).prefix(count).reduce(0) { $0 + $1.product }
  }

  /// The sums of all channels at a place, together, without the bias.
  func total(_ place: GridPlace, filter: Int) -> Float {
    (0..<channels).reduce(0) { $0 + sum(of: $1, place, filter: filter) }
  }

  /// What is written at a place of a filter's map.
  func value(_ place: GridPlace, filter: Int) -> Float { output[place.row, place.column, filter] }

  /// What is written there before the ReLU.
  func sum(_ place: GridPlace, filter: Int) -> Float { sums[place.row, place.column, filter] }

  /// One of the output's maps, shaded by its values; places that are not `known` yet are dots.
  func mapGrid(
    _ filter: Int, name: String, active: GridPlace? = nil, hidesActive: Bool = false,
    marked: [GridPlace: Convolution.Product] = [:], known: (GridPlace) -> Bool
  ) -> NumberGrid {
    let limit = Double(output.values.reduce(1) { max($0, abs($1)) })
    var grid = NumberGrid(name: name, rows: outputSize, columns: outputSize) { row, column in
      let place = GridPlace(row: row, column: column)
      guard place == active || known(place) else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let value = value(place, filter: filter)
      var element = NumberGrid.Element(
        GridConvolution.text(value),
        paper: value < 0
          ? .signed(Double(value) * 0.8, limit: limit) : .level(.output, 0.15 + 0.6 * Double(value) / limit))
      if let product = marked[place] {
        element.paper = .level(.kernel, 0.6)
        element.style = .bold
        element.detail = GridConvolution.text(product.value) + "·" + GridConvolution.text(product.weight)
      }
      if place == active {
        element.paper = .role(.active)
        element.style = .bold
        if hidesActive { element.text = "?" }
      }
      return element
    }
    grid.first.row = filter * outputSize
    grid.reservedColumns = output.values.reduce(1) { max($0, GridConvolution.text($1).count) }
    return grid
  }
}

extension FilterBank {
  /// What a filter does to one channel.
  func slice(_ filter: Int, channel: Int) -> Tensor {
    Tensor(
      rows: (0..<rows).map { row in (0..<columns).map { column in self[filter, row, column, channel] } })
  }
}
