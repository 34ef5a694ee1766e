/// Which cells of the input each output of a pooling looks at: the same for every kind of pooling.
struct PooledPlaces {
  /// The shape of the input.
  let input: Shape
  /// For each row of the output, the rows of the input that it looks at, without padding; at least one.
  let rows: [[Int]]
  /// For each column of the output, the columns of the input that it looks at, without padding; at least one.
  let columns: [[Int]]

  /// The shape that comes out when windows slide over an input.
  ///
  /// - Throws: `GeometryError` when they do not fit, or one of them sees nothing but padding.
  static func output(for input: Shape, _ rows: Window, _ columns: Window) throws(GeometryError) -> Shape {
    Shape(
      height: try rows.over(input.height).checkedPooledOutput(),
      width: try columns.over(input.width).checkedPooledOutput(), channels: input.channels)
  }

  /// Windows that slide and fit (`output(for:)` says whether they do).
  init(_ input: Shape, _ rows: Window, _ columns: Window) {
    do {
      _ = try PooledPlaces.output(for: input, rows, columns)
    } catch {
      preconditionFailure("a pooling of \(input): \(error)")
    }
    func cells(_ geometry: WindowGeometry) -> [[Int]] {
      (0..<geometry.output).map { geometry.inputs(of: $0).filter { !geometry.isPadding($0) } }
    }
    self.input = input
    self.rows = cells(rows.over(input.height))
    self.columns = cells(columns.over(input.width))
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
  func maximaWithSwitches(of input: Tensor) -> (output: Tensor, switches: MaxPooling.Switches) {
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

extension WindowGeometry {
  /// How many outputs there are when every window must see a cell of the input.
  fileprivate func checkedPooledOutput() throws(GeometryError) -> Int {
    let count = try checkedOutput()
    guard (0..<count).allSatisfy(seesInput) else { throw .seesPaddingAlone(self) }
    return count
  }

  /// Whether an output looks at a cell that is not padding.
  private func seesInput(_ output: Int) -> Bool {
    let first = input(of: output, weight: 0)
    // The first weight that does not lie before the input.
    let weight = first >= 0 ? 0 : (-first + window.dilation - 1) / window.dilation
    return weight < window.kernel && !isPadding(input(of: output, weight: weight))
  }
}
