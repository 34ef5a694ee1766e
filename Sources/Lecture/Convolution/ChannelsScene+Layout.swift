import CellCanvas
import ConvolutionEngine

extension ChannelsScene {
  /// Where everything stands: the channels of the input side by side, below each its slice of every filter, and at the
  /// right what the slices add up to.
  struct Layout {
    let inputScale: GridScale
    let kernelScale: GridScale
    let productScale: GridScale
    let outputScale: GridScale
    private let layer: ChannelConvolution
    private let origin: Point
    private let widths: Widths
    /// Rows from the top of the figure to the title of each filter.
    private let filterRows: [Int]
    private let kernelRows: Int
    let ledger: Region

    static let ledgerColumns = 20
    private static let gap = 3
    private static let biasColumns = 3

    /// What one channel takes, part by part.
    private struct Widths {
      var input = 0
      var kernel = 0
      var products = 0
      var sum = 0
      var output = 0

      var channel: Int { max(input, kernel + (products > 0 ? products + 2 : 0) + (sum > 0 ? sum + 1 : 0)) }
      func whole(channels: Int) -> Int {
        channels * (channel + gap) + max(biasColumns + 3 + output, ledgerColumns)
      }
    }

    /// How many columns the widest number of each kind takes.
    private struct Texts {
      let kernel: Int
      let product: Int
      let sum: Int
      let output: Int

      init(_ layer: ChannelConvolution) {
        let slices = layer.slices.flatMap { $0 }
        func widest(_ values: [Float]) -> Int { values.reduce(1) { max($0, GridConvolution.text($1).count) } }
        kernel = max(2, widest(layer.convolution.filters.values))
        product = slices.reduce(2) { max($0, $1.productTextColumns) }
        sum = slices.reduce(2) { max($0, widest($1.output.values)) }
        output = max(2, widest(layer.output.values))
      }
    }

    init(_ layer: ChannelConvolution, in region: Region) {
      self.layer = layer
      let texts = Texts(layer)
      let (padded, kernel) = (layer.geometry.paddedInput, layer.kernelSize)
      func widths(_ scale: GridScale, products: Bool, sums: Bool = true) -> Widths {
        Widths(
          input: padded * scale.columns, kernel: kernel * scale.widened(to: texts.kernel).columns,
          products: products ? kernel * scale.widened(to: texts.product).columns : 0, sum: sums ? texts.sum + 2 : 0,
          output: layer.outputSize * scale.widened(to: texts.output).columns)
      }
      func rows(_ cells: Int, _ scale: GridScale) -> Int { (cells * scale.halfRows + 1) / 2 }
      func whole(_ scale: GridScale, products: Bool) -> Size {
        Size(
          columns: widths(scale, products: products).whole(channels: layer.channels),
          rows: 1 + rows(padded, scale) + layer.filters * (1 + rows(kernel, scale)))
      }
      let plain = GridScale.largest(in: region.size, textColumns: 1) { whole($0, products: false) }
      let rich = GridScale.largest(in: region.size, textColumns: 1) { whole($0, products: true) }
      // Seeing every product is worth a little size, but not half of it.
      let showsProducts =
        region.size.fits(whole(rich, products: true)) && rich.halfRows > 2 && 2 * rich.halfRows > plain.halfRows
      let scale = showsProducts ? rich : plain
      inputScale = scale
      kernelScale = scale.widened(to: texts.kernel)
      productScale = scale.widened(to: texts.product)
      outputScale = scale.widened(to: texts.output)
      let size = whole(scale, products: showsProducts)
      // The sums stand in the ledger, too, so they go first where there is too little room.
      self.widths = widths(scale, products: showsProducts, sums: size.columns <= region.columns)
      kernelRows = rows(kernel, scale)
      let spare = max(0, region.rows - size.rows)
      let gap = min(2, (spare + layer.filters - 1) / layer.filters)
      let between = min(2, max(0, spare - gap) / layer.filters)
      var row = 1 + rows(padded, scale) + gap
      var filterRows: [Int] = []
      for _ in 0..<layer.filters {
        filterRows.append(row)
        row += 1 + kernelRows + between
      }
      self.filterRows = filterRows
      let columns = self.widths.whole(channels: layer.channels)
      let top = max(0, region.rows - row + between) / 2
      origin = Point(
        column: region.column + max(0, region.columns - columns) / 2, row: region.row + top)
      let left = origin.column + layer.channels * (self.widths.channel + Self.gap)
      ledger = Region(
        column: left, row: origin.row, columns: max(Self.ledgerColumns, region.endColumn - left),
        rows: rows(padded, scale) + 1)
    }

    private func left(of channel: Int) -> Int { origin.column + channel * (widths.channel + Self.gap) }

    /// The top left corner of a channel of the input, its title included.
    func input(_ channel: Int) -> Point { Point(column: left(of: channel), row: origin.row) }

    /// Where a filter's name stands.
    func filterTitle(_ filter: Int) -> Point { Point(column: origin.column, row: origin.row + filterRows[filter]) }

    /// The top left corner of a filter's weights for one channel.
    func slice(_ channel: Int, filter: Int) -> Point {
      Point(column: left(of: channel), row: filterTitle(filter).row + 1)
    }

    /// The top left corner of the products of a slice; `nil` when they have no room.
    func products(_ channel: Int, filter: Int) -> Point? {
      guard widths.products > 0 else { return nil }
      let slice = slice(channel, filter: filter)
      return Point(column: slice.column + widths.kernel + 2, row: slice.row)
    }

    /// Where the sum of a slice's products stands; `nil` when it has no room.
    func sum(_ channel: Int, filter: Int) -> Region? {
      guard widths.sum > 0 else { return nil }
      let end = left(of: channel) + widths.channel
      return Region(column: end - widths.sum, row: middle(filter), columns: widths.sum, rows: 1)
    }

    /// The cell of a filter's bias.
    func bias(_ filter: Int) -> Region {
      Region(column: ledger.column, row: middle(filter), columns: Self.biasColumns, rows: 1)
    }

    /// The top left corner of a filter's map.
    func map(_ filter: Int) -> Point {
      Point(column: ledger.column + Self.biasColumns + 3, row: filterTitle(filter).row + 1)
    }

    /// The room right of the filters.
    var colors: Region {
      let top = filterTitle(0).row + 1
      return Region(
        column: ledger.column, row: top, columns: Self.ledgerColumns,
        rows: filterTitle(layer.filters - 1).row + 1 + kernelRows - top)
    }

    private func middle(_ filter: Int) -> Int { filterTitle(filter).row + 1 + (kernelRows - 1) / 2 }
  }
}

extension Canvas {
  /// Writes a line of text that begins at a place.
  mutating func write(_ text: StyledText, at origin: Point) { write(text, column: origin.column, row: origin.row) }
}
