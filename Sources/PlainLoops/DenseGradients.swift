import LoopParts

// The way back through dense layers, for some pictures at a time, whose values lie one picture behind the other.

extension Loops {
  /// Adds to the weights' gradient each output's gradient times each input, over all pictures.
  @inline(never)
  public static func addOuterProducts(
    _ gradient: UnsafePointer<Float>, _ input: UnsafePointer<Float>, pictures: Int, inputs: Int, outputs: Int,
    _ target: UnsafeMutablePointer<Float>
  ) {
    for output in 0..<outputs {
      let row = target + output &* inputs
      var index = 0
      while index &+ 32 <= inputs {
        var (sum0, sum1) = (load(row + index), load(row + index + 8))
        var (sum2, sum3) = (load(row + index + 16), load(row + index + 24))
        var source = input + index
        for picture in 0..<pictures {
          let factor = Lanes(repeating: gradient[picture &* outputs &+ output])
          Products.multiplyAdd(load(source), factor, &sum0)
          Products.multiplyAdd(load(source + 8), factor, &sum1)
          Products.multiplyAdd(load(source + 16), factor, &sum2)
          Products.multiplyAdd(load(source + 24), factor, &sum3)
          source += inputs
        }
        store(sum0, row + index)
        store(sum1, row + index + 8)
        store(sum2, row + index + 16)
        store(sum3, row + index + 24)
        index &+= 32
      }
      while index < inputs {
        var sum = row[index]
        for picture in 0..<pictures {
          sum += gradient[picture &* outputs &+ output] * input[picture &* inputs &+ index]
        }
        row[index] = sum
        index &+= 1
      }
    }
  }

  /// The sum of the rows of `weights`, each times its output's gradient, for each picture: the gradient of its inputs.
  @inline(never)
  public static func multiplyColumns(
    _ weights: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, pictures: Int, inputs: Int, outputs: Int,
    _ target: UnsafeMutablePointer<Float>
  ) {
    for picture in 0..<pictures {
      let factors = gradient + picture &* outputs
      let sums = target + picture &* inputs
      var index = 0
      while index &+ 32 <= inputs {
        var (sum0, sum1, sum2, sum3) = (Lanes(), Lanes(), Lanes(), Lanes())
        var source = weights + index
        for output in 0..<outputs {
          let factor = Lanes(repeating: factors[output])
          Products.multiplyAdd(load(source), factor, &sum0)
          Products.multiplyAdd(load(source + 8), factor, &sum1)
          Products.multiplyAdd(load(source + 16), factor, &sum2)
          Products.multiplyAdd(load(source + 24), factor, &sum3)
          source += inputs
        }
        store(sum0, sums + index)
        store(sum1, sums + index + 8)
        store(sum2, sums + index + 16)
        store(sum3, sums + index + 24)
        index &+= 32
      }
      while index < inputs {
        var sum: Float = 0
        for output in 0..<outputs { sum += factors[output] * weights[output &* inputs &+ index] }
        sums[index] = sum
        index &+= 1
      }
    }
  }
}
