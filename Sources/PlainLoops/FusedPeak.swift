import LoopParts

// What the processor can do at most: multiply-adds on registers alone, with as many sums at once as the convolution has,
// which is more than hide the time that one takes.

@inline(__always)
private func multiplyAdd(_ left: Lanes, _ right: Lanes, _ summand: Lanes) -> Lanes {
  #if FUSED
    summand.addingProduct(left, right)
  #else
    summand + left * right
  #endif
}

/// `rounds` rounds of twelve multiply-adds of eight lanes; answers a sum of them all, so that none can be left away.
@inline(never)
public func multiplyAddPeak(rounds: Int, factor: Float, summand: Float) -> Float {
  let (factor, summand) = (Lanes(repeating: factor), Lanes(repeating: summand))
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
    sum0 = multiplyAdd(sum0, factor, summand)
    sum1 = multiplyAdd(sum1, factor, summand)
    sum2 = multiplyAdd(sum2, factor, summand)
    sum3 = multiplyAdd(sum3, factor, summand)
    sum4 = multiplyAdd(sum4, factor, summand)
    sum5 = multiplyAdd(sum5, factor, summand)
    sum6 = multiplyAdd(sum6, factor, summand)
    sum7 = multiplyAdd(sum7, factor, summand)
    sum8 = multiplyAdd(sum8, factor, summand)
    sum9 = multiplyAdd(sum9, factor, summand)
    sum10 = multiplyAdd(sum10, factor, summand)
    sum11 = multiplyAdd(sum11, factor, summand)
    round &+= 1
  }
  let low = (sum0 + sum1) + (sum2 + sum3) + (sum4 + sum5)
  return (low + (sum6 + sum7) + (sum8 + sum9) + (sum10 + sum11)).sum()
}
