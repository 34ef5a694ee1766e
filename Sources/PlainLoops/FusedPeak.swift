import LoopParts

// What the processor can do at most: multiply-adds on registers alone, with as many sums at once as the convolution has,
// which is more than hide the time that one takes.

extension Loops {
  /// How many values are multiplied and added at once.
  public static var lanesAtPeak: Int { Register.scalarCount }

  /// `rounds` rounds of twelve multiply-adds of `lanesAtPeak` each; answers a sum of them all, so that none can be left away.
  @inline(never)
  public static func multiplyAddPeak(rounds: Int, factor: Float, summand: Float) -> Float {
    let (factor, summand) = (Register(repeating: factor), Register(repeating: summand))
    var sum0 = summand * 1
    var sum1 = summand * 2
    var sum2 = summand * 3
    var sum3 = summand * 4
    var sum4 = summand * 5
    var sum5 = summand * 6
    var sum6 = summand * 7
    var sum7 = summand * 8
    var sum8 = summand * 9
    var sum9 = summand * 10
    var sum10 = summand * 11
    var sum11 = summand * 12
    var round = 0
    while round < rounds {
      sum0 = Products.multiplyAdd(sum0, factor, summand)
      sum1 = Products.multiplyAdd(sum1, factor, summand)
      sum2 = Products.multiplyAdd(sum2, factor, summand)
      sum3 = Products.multiplyAdd(sum3, factor, summand)
      sum4 = Products.multiplyAdd(sum4, factor, summand)
      sum5 = Products.multiplyAdd(sum5, factor, summand)
      sum6 = Products.multiplyAdd(sum6, factor, summand)
      sum7 = Products.multiplyAdd(sum7, factor, summand)
      sum8 = Products.multiplyAdd(sum8, factor, summand)
      sum9 = Products.multiplyAdd(sum9, factor, summand)
      sum10 = Products.multiplyAdd(sum10, factor, summand)
      sum11 = Products.multiplyAdd(sum11, factor, summand)
      round &+= 1
    }
    let low = (sum0 + sum1) + (sum2 + sum3) + (sum4 + sum5)
    return (low + (sum6 + sum7) + (sum8 + sum9) + (sum10 + sum11)).sum()
  }
}
