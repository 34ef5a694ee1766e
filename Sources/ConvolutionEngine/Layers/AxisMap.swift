/// A linear map along one axis: each cell that comes out is a weighted sum of some that go in.
struct AxisMap: Hashable, Sendable {
  /// A cell that goes in, and its weight.
  struct Term: Hashable, Sendable {
    let cell: Int
    let weight: Float
  }

  /// How many cells go in.
  let input: Int
  /// The sum for each cell that comes out.
  let sums: [[Term]]

  /// How many cells come out.
  var output: Int { sums.count }
}

extension Tensor {
  /// Every channel, mapped along rows and columns.
  func mapped(rows: AxisMap, columns: AxisMap) -> Tensor {
    precondition(
      rows.input == shape.height && columns.input == shape.width,
      "a map of \(rows.input) × \(columns.input) cells cannot take \(shape)")
    let channels = shape.channels
    var narrowed = [Float](repeating: 0, count: shape.height * columns.output * channels)
    for row in 0..<shape.height {
      for (column, sum) in columns.sums.enumerated() {
        let target = (row * columns.output + column) * channels
        for term in sum {
          let source = (row * shape.width + term.cell) * channels
          for channel in 0..<channels { narrowed[target + channel] += term.weight * values[source + channel] }
        }
      }
    }
    let length = columns.output * channels
    var result = [Float](repeating: 0, count: rows.output * length)
    for (row, sum) in rows.sums.enumerated() {
      for term in sum {
        for index in 0..<length { result[row * length + index] += term.weight * narrowed[term.cell * length + index] }
      }
    }
    return Tensor(Shape(height: rows.output, width: columns.output, channels: channels), values: result)
  }

  /// The transpose of `mapped`: the gradient of what went in, from that of what came out.
  func mappedBack(rows: AxisMap, columns: AxisMap) -> Tensor {
    precondition(
      rows.output == shape.height && columns.output == shape.width,
      "the gradient is of \(rows.output) × \(columns.output) cells, not of \(shape)")
    let channels = shape.channels
    let length = columns.output * channels
    var widened = [Float](repeating: 0, count: rows.input * length)
    for (row, sum) in rows.sums.enumerated() {
      for term in sum {
        for index in 0..<length { widened[term.cell * length + index] += term.weight * values[row * length + index] }
      }
    }
    var result = [Float](repeating: 0, count: rows.input * columns.input * channels)
    for row in 0..<rows.input {
      for (column, sum) in columns.sums.enumerated() {
        let source = (row * columns.output + column) * channels
        for term in sum {
          let target = (row * columns.input + term.cell) * channels
          for channel in 0..<channels { result[target + channel] += term.weight * widened[source + channel] }
        }
      }
    }
    return Tensor(Shape(height: rows.input, width: columns.input, channels: channels), values: result)
  }
}
