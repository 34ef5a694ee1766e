import LoopParts

extension Loops {
  /// The way back of `poolSum`: adds one window's gradient to each of its cells, times the cell's weight.
  @inline(never)
  public static func spreadSum(
    _ gradient: UnsafePointer<Float>, rows: UnsafePointer<Int>, rowCount: Int, columns: UnsafePointer<Int>,
    columnCount: Int, weights: UnsafePointer<Float>, channels: Int, _ target: UnsafeMutablePointer<Float>
  ) {
    var weight = weights
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        let cell = target + (rows[row] &+ columns[column])
        let factor = Lanes(repeating: weight.pointee)
        var channel = 0
        while channel &+ 8 <= channels {
          store(Products.multiplyAdd(factor, load(gradient + channel), load(cell + channel)), cell + channel)
          channel &+= 8
        }
        while channel < channels {
          cell[channel] += weight.pointee * gradient[channel]
          channel &+= 1
        }
        weight += 1
      }
    }
  }
}
