import CellCanvas
import ConvolutionEngine

/// The kernel of a small grid at work on a real picture.
struct PictureConvolution: Sendable {
  /// How much of a picture is taken.
  static let area = PictureArea(width: 40, height: 34)

  /// The viewer's picture, or else that of the lecture.
  static func picture(for settings: Settings) -> Tensor {
    Pictures.grey(for: settings, width: area.width, height: area.height)
  }

  /// The picture's brightness.
  let input: Tensor
  /// What the kernel makes of it.
  let output: Tensor
  private let window: Window
  /// The value at the end of the scale of colours.
  let limit: Double

  /// - Parameter limit: the value at the end of the scale of colours; `nil` for the largest amount there is.
  init(_ input: Tensor, kernel: Tensor, window: Window, limit: Double? = nil) {
    self.input = input
    self.window = window
    output = Convolution(
      FilterBank(kernel: kernel), stride: window.stride, padding: window.padding, dilation: window.dilation)(input)
    self.limit = limit ?? Double(output.values.reduce(0) { max($0, abs($1)) })
  }

  private init(input: Tensor, output: Tensor, window: Window) {
    (self.input, self.output, self.window) = (input, output, window)
    limit = Double(output.values.reduce(0) { max($0, abs($1)) })
  }

  /// By how much this output is more than that of another kernel of the same size, pixel by pixel.
  func minus(_ other: PictureConvolution) -> PictureConvolution {
    PictureConvolution(
      input: input, output: Tensor(output.shape, values: zip(output.values, other.output.values).map { $0 - $1 }),
      window: window)
  }

  /// The place of the output that is as far down and across as a place is in a grid of outputs.
  func place(like place: GridPlace, of side: Int) -> GridPlace {
    func scaled(_ index: Int, _ count: Int) -> Int { side > 1 ? index * (count - 1) / (side - 1) : count / 2 }
    return GridPlace(
      row: scaled(place.row, output.shape.height), column: scaled(place.column, output.shape.width))
  }

  /// The place of the largest value.
  var peak: GridPlace {
    let index = output.values.indices.max { output.values[$0] < output.values[$1] } ?? 0
    return GridPlace(row: index / output.shape.width, column: index % output.shape.width)
  }

  /// Picture and output one above the other, with the window at a place, and the output as far as it is known.
  ///
  /// - Parameters:
  ///   - known: how many places have been worked out, row by row.
  ///   - place: the place that is lit up.
  func arrangement(known: Int, at place: GridPlace?) -> Arrangement {
    let (rows, columns) = (output.shape.height, output.shape.width)
    let outputTitle: StyledText = .output("output") + .muted(" \(sides(rows, columns))")
    return .column(
      source(", the same kernel", at: place),
      map(known: known, at: place).titled(outputTitle + .muted("  ") + legend))
  }

  /// The picture that the kernel is laid on, with the window at a place.
  ///
  /// - Parameters:
  ///   - words: what is said of it behind its sides.
  ///   - place: the place of the output whose window is outlined.
  func source(_ words: String, at place: GridPlace? = nil) -> Arrangement {
    let (height, width) = (input.shape.height, input.shape.width)
    let most = Size(columns: 2 * width, rows: height)
    return .pixels("picture", width, height, least: width, most: most) { canvas, region in
      let scale = max(1, region.columns / width)
      var pixels = input.heatMap(.grey, limits: 0...255).pixels(width: width * scale, height: height * scale)
      if let place { outline(&pixels, place, scale) }
      pixels.draw(in: &canvas, at: region.origin)
    }.titled(.input("picture") + .muted(" \(sides(height, width))\(words)"))
  }

  /// What the colours of the output mean.
  var legend: StyledText { GridConvolution.legend(of: output.values, limit: limit) }

  /// The output in its colours, as far as it is known.
  func map(known: Int = .max, at place: GridPlace? = nil) -> Arrangement {
    let (rows, columns) = (output.shape.height, output.shape.width)
    return .pixels("picture-output", columns, rows, least: columns) { canvas, region in
      let scale = max(1, min(region.columns / columns, 2 * region.rows / rows))
      Pixels(columns: columns, rows: rows, scale: scale) { row, column in
        let index = row * columns + column
        return GridPlace(row: row, column: column) == place
          ? .role(.active)
          : index < known ? GridConvolution.paper(output.values[index], limit: limit) : .role(.panel)
      }.draw(in: &canvas, at: region.origin)
    }
  }

  /// The window around what a place of the output sees.
  private func outline(_ pixels: inout Pixels, _ place: GridPlace, _ scale: Int) {
    func first(_ index: Int) -> Int { index * window.stride - window.padding.before }
    // One pixel further out, so that what the window sees stays to be seen.
    let side = window.effectiveKernel * scale + 2
    pixels.outline(
      x: first(place.column) * scale - 1, y: first(place.row) * scale - 1, width: side, height: side,
      with: .role(.active))
  }
}
