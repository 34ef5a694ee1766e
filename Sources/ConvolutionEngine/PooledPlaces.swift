/// Which cells of the input each output of a pooling looks at: the same for every kind of pooling.
struct PooledPlaces {
  /// The shape of the input.
  let input: Shape
  /// For each row of the output, the rows of the input that it looks at, without padding; at least one.
  let rows: [[Int]]
  /// For each column of the output, the columns of the input that it looks at, without padding; at least one.
  let columns: [[Int]]

  /// Windows that slide.
  ///
  /// - Throws: `GeometryError` when they do not fit, or one of them sees nothing but padding.
  init(_ input: Shape, _ rows: Window, _ columns: Window) throws(GeometryError) {
    self.input = input
    self.rows = try PooledPlaces.cells(rows.over(input.height))
    self.columns = try PooledPlaces.cells(columns.over(input.width))
  }

  private static func cells(_ geometry: WindowGeometry) throws(GeometryError) -> [[Int]] {
    let cells = (0..<(try geometry.checkedOutput())).map { output in
      geometry.inputs(of: output).filter { !geometry.isPadding($0) }
    }
    guard cells.allSatisfy({ !$0.isEmpty }) else { throw .seesPaddingAlone(geometry) }
    return cells
  }

  /// Windows that slide, and are known to fit.
  init(fitting input: Shape, _ rows: Window, _ columns: Window) {
    do {
      try self.init(input, rows, columns)
    } catch {
      preconditionFailure("a pooling of \(input): \(error)")
    }
  }

  /// Regions that share the input out among a fixed number of outputs.
  init(_ input: Shape, height: Int, width: Int) {
    func cells(_ geometry: AdaptiveGeometry) -> [[Int]] {
      (0..<geometry.output).map { Array(geometry.inputs(of: $0)) }
    }
    self.input = input
    rows = cells(AdaptiveGeometry(input: input.height, output: height))
    columns = cells(AdaptiveGeometry(input: input.width, output: width))
  }

  /// The shape of the output.
  var output: Shape { Shape(height: rows.count, width: columns.count, channels: input.channels) }

  // MARK: Maxima

  /// The largest value of each window, and where it was; of equal values the first.
  func maxima(of input: Tensor) -> (output: Tensor, switches: MaxPooling.Switches) {
    let channels = output.channels
    var values = [Float](repeating: -.infinity, count: output.count)
    var winners = [Int](repeating: 0, count: output.count)
    forEachWindow { target, inputRows, inputColumns in
      var isFirst = true
      for row in inputRows {
        for column in inputColumns {
          let source = (row * self.input.width + column) * channels
          for channel in 0..<channels {
            let value = input.values[source + channel]
            if isFirst || value > values[target + channel] {
              values[target + channel] = value
              winners[target + channel] = source + channel
            }
          }
          isFirst = false
        }
      }
    }
    return (
      Tensor(output, values: values), MaxPooling.Switches(input: self.input, output: output, winners: winners)
    )
  }

  // MARK: Weighted sums

  /// The sum of each window's values, each times its weight.
  ///
  /// - Parameter weights: those of the window at a row and a column of the output, in the order of its cells.
  func sums(of input: Tensor, weights: (_ row: Int, _ column: Int) -> [Float]) -> Tensor {
    var sums = Tensor(output, repeating: 0)
    forEachCell(weights) { target, source, weight in
      for channel in 0..<output.channels {
        sums.values[target + channel] += weight * input.values[source + channel]
      }
    }
    return sums
  }

  /// The way back of `sums`: each window's gradient, times the weight of each of its cells.
  func spread(_ outputGradient: Tensor, weights: (_ row: Int, _ column: Int) -> [Float]) -> Tensor {
    precondition(outputGradient.shape == output, "the gradient is of the output's shape, \(output)")
    var gradient = Tensor(input, repeating: 0)
    forEachCell(weights) { source, target, weight in
      for channel in 0..<output.channels {
        gradient.values[target + channel] += weight * outputGradient.values[source + channel]
      }
    }
    return gradient
  }

  private func forEachCell(
    _ weights: (_ row: Int, _ column: Int) -> [Float], _ body: (_ output: Int, _ input: Int, _ weight: Float) -> Void
  ) {
    let channels = output.channels
    forEachWindow { target, inputRows, inputColumns in
      let place = target / channels
      let weights = weights(place / columns.count, place % columns.count)
      var index = 0
      for row in inputRows {
        for column in inputColumns {
          body(target, (row * input.width + column) * channels, weights[index])
          index += 1
        }
      }
    }
  }

  /// Goes through all windows: the index of the first channel of the output, and the cells that it looks at.
  private func forEachWindow(_ body: (_ target: Int, _ rows: [Int], _ columns: [Int]) -> Void) {
    var target = 0
    for inputRows in rows {
      for inputColumns in columns {
        body(target, inputRows, inputColumns)
        target += output.channels
      }
    }
  }
}
