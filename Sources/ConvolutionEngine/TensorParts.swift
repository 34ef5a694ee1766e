// Parts of a tensor: rows and columns that are cut out, laid down, or put around it. The channels of a place stay
// together.

extension Tensor {
  /// With zeros around it.
  func padded(_ vertical: Padding, _ horizontal: Padding) -> Tensor {
    guard vertical != .valid || horizontal != .valid else { return self }
    var padded = Tensor(
      Shape(
        height: vertical.before + shape.height + vertical.after,
        width: horizontal.before + shape.width + horizontal.after, channels: shape.channels), repeating: 0)
    padded.add(
      self,
      at: (
        vertical.before..<vertical.before + shape.height, horizontal.before..<horizontal.before + shape.width
      ))
    return padded
  }

  /// A block of rows and columns.
  func cropped(_ block: (rows: Range<Int>, columns: Range<Int>)) -> Tensor {
    guard block != (0..<shape.height, 0..<shape.width) else { return self }
    var values: [Float] = []
    values.reserveCapacity(block.rows.count * block.columns.count * shape.channels)
    for row in block.rows {
      let first = (row * shape.width + block.columns.lowerBound) * shape.channels
      values += self.values[first..<first + block.columns.count * shape.channels]
    }
    return Tensor(
      Shape(height: block.rows.count, width: block.columns.count, channels: shape.channels), values: values)
  }

  /// Adds another tensor to a block of its rows and columns.
  mutating func add(_ other: Tensor, at block: (rows: Range<Int>, columns: Range<Int>)) {
    let length = block.columns.count * shape.channels
    var source = 0
    for row in block.rows {
      let first = (row * shape.width + block.columns.lowerBound) * shape.channels
      for target in first..<first + length {
        values[target] += other.values[source]
        source += 1
      }
    }
  }

  /// The values at every few rows and columns.
  func picked(_ places: (rows: StrideTo<Int>, columns: StrideTo<Int>)) -> Tensor {
    var values: [Float] = []
    var height = 0
    for row in places.rows {
      height += 1
      for column in places.columns {
        let first = (row * shape.width + column) * shape.channels
        values += self.values[first..<first + shape.channels]
      }
    }
    return Tensor(
      Shape(height: height, width: values.count / height / shape.channels, channels: shape.channels), values: values)
  }

  /// Lays another tensor down at every few rows and columns.
  mutating func put(_ other: Tensor, at places: (rows: StrideTo<Int>, columns: StrideTo<Int>)) {
    var source = 0
    for row in places.rows {
      for column in places.columns {
        let first = (row * shape.width + column) * shape.channels
        values.replaceSubrange(
          first..<first + shape.channels, with: other.values[source..<source + shape.channels])
        source += shape.channels
      }
    }
  }

  /// The sum of each channel over all places.
  var channelSums: [Float] {
    var sums = [Float](repeating: 0, count: shape.channels)
    addChannelSums(values, places: shape.height * shape.width, to: &sums)
    return sums
  }
}
