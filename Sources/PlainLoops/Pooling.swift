import LoopParts

// Pooling, channels last: all channels of a cell lie together, so that eight of them are pooled at a time whatever the
// window. A window's cells are given as offsets of its rows and columns, which covers strides, dilation, windows cut off at
// the border and adaptive regions alike.

extension Loops {
  /// The largest value of each window in one row of outputs; of values that are not numbers, the first.
  ///
  /// - Parameters:
  ///   - rows: where the rows that the windows look at begin in the input, `rowCount` of them.
  ///   - columns: where in a row the cells of the windows begin, those of one window after those of the other.
  ///   - ends: for each window, how many of `columns` belong to it and those before it.
  ///   - channels: how many there are in each cell, next to each other.
  @inline(never)
  public static func poolLargest(
    _ input: UnsafePointer<Float>, rows: UnsafePointer<Int>, rowCount: Int, columns: UnsafePointer<Int>,
    ends: UnsafePointer<Int>, outputs: Int, channels: Int, _ output: UnsafeMutablePointer<Float>
  ) {
    var target = output
    var first = 0
    for window in 0..<outputs {
      let end = ends[window]
      var channel = 0
      while channel &+ 16 <= channels {
        let start = input + (rows[0] &+ columns[first] &+ channel)
        var (low, high) = (load(start), load(start + 8))
        for row in 0..<rowCount {
          let line = input + (rows[row] &+ channel)
          var column = first
          while column < end {
            let cell = line + columns[column]
            low = larger(low, load(cell))
            high = larger(high, load(cell + 8))
            column &+= 1
          }
        }
        store(low, target + channel)
        store(high, target + channel + 8)
        channel &+= 16
      }
      while channel < channels {
        var largest = input[rows[0] &+ columns[first] &+ channel]
        for row in 0..<rowCount {
          var column = first
          while column < end {
            let value = input[rows[row] &+ columns[column] &+ channel]
            if largest < value { largest = value }
            column &+= 1
          }
        }
        target[channel] = largest
        channel &+= 1
      }
      target += channels
      first = end
    }
  }

  /// The sum of one window's values, each times its cell's weight: `rowCount · columnCount` of these.
  @inline(never)
  public static func poolSum(
    _ input: UnsafePointer<Float>, rows: UnsafePointer<Int>, rowCount: Int, columns: UnsafePointer<Int>,
    columnCount: Int, weights: UnsafePointer<Float>, channels: Int, _ output: UnsafeMutablePointer<Float>
  ) {
    var channel = 0
    while channel &+ 16 <= channels {
      var (low, high) = (Lanes(), Lanes())
      var weight = weights
      for row in 0..<rowCount {
        let line = input + (rows[row] &+ channel)
        for column in 0..<columnCount {
          let cell = line + columns[column]
          low = low + weight.pointee * load(cell)
          high = high + weight.pointee * load(cell + 8)
          weight += 1
        }
      }
      store(low, output + channel)
      store(high, output + channel + 8)
      channel &+= 16
    }
    while channel < channels {
      var sum: Float = 0
      var weight = weights
      for row in 0..<rowCount {
        for column in 0..<columnCount {
          sum += weight.pointee * input[rows[row] &+ columns[column] &+ channel]
          weight += 1
        }
      }
      output[channel] = sum
      channel &+= 1
    }
  }
}
