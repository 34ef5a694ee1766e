import LoopParts

// Filters come one after the other, each with its taps side by side; the convolution wants the same tap of 16 filters side
// by side. That is a matrix turned over, here in squares of 8 × 8 that stay in registers.

extension Loops {
  /// The weights of up to 16 filters, those of one tap side by side: 16 for each tap, zeros for filters that are missing.
  @inline(never)
  public static func packFilters(
    _ weights: UnsafePointer<Float>, filters: Int, taps: Int, _ packed: UnsafeMutablePointer<Float>
  ) {
    var half = 0
    while half < 16 {
      let present = max(0, min(8, filters &- half))
      var tap = 0
      if present == 8 {
        while tap &+ 8 <= taps {
          turnOver(weights + (half &* taps &+ tap), taps, packed + (tap &* 16 &+ half))
          tap &+= 8
        }
      }
      while tap < taps {
        for filter in 0..<present { packed[tap &* 16 &+ half &+ filter] = weights[(half &+ filter) &* taps &+ tap] }
        for filter in present..<8 { packed[tap &* 16 &+ half &+ filter] = 0 }
        tap &+= 1
      }
      half &+= 8
    }
  }
}

/// Eight rows of eight values, `step` apart, as columns that are 16 apart.
@inline(__always)
private func turnOver(_ source: UnsafePointer<Float>, _ step: Int, _ target: UnsafeMutablePointer<Float>) {
  let (row0, row1, row2, row3) = (
    load(source), load(source + step), load(source + 2 &* step), load(source + 3 &* step)
  )
  let lower = source + 4 &* step
  let (row4, row5, row6, row7) = (load(lower), load(lower + step), load(lower + 2 &* step), load(lower + 3 &* step))
  // Pairs of neighbouring rows, then pairs of pairs, then the halves.
  let (pair0, pair1) = (lowPairs(row0, row1), highPairs(row0, row1))
  let (pair2, pair3) = (lowPairs(row2, row3), highPairs(row2, row3))
  let (pair4, pair5) = (lowPairs(row4, row5), highPairs(row4, row5))
  let (pair6, pair7) = (lowPairs(row6, row7), highPairs(row6, row7))
  let (four0, four1) = (lowFours(pair0, pair2), highFours(pair0, pair2))
  let (four2, four3) = (lowFours(pair1, pair3), highFours(pair1, pair3))
  let (four4, four5) = (lowFours(pair4, pair6), highFours(pair4, pair6))
  let (four6, four7) = (lowFours(pair5, pair7), highFours(pair5, pair7))
  store(Lanes(lowHalf: four0.lowHalf, highHalf: four4.lowHalf), target)
  store(Lanes(lowHalf: four1.lowHalf, highHalf: four5.lowHalf), target + 16)
  store(Lanes(lowHalf: four2.lowHalf, highHalf: four6.lowHalf), target + 32)
  store(Lanes(lowHalf: four3.lowHalf, highHalf: four7.lowHalf), target + 48)
  store(Lanes(lowHalf: four0.highHalf, highHalf: four4.highHalf), target + 64)
  store(Lanes(lowHalf: four1.highHalf, highHalf: four5.highHalf), target + 80)
  store(Lanes(lowHalf: four2.highHalf, highHalf: four6.highHalf), target + 96)
  store(Lanes(lowHalf: four3.highHalf, highHalf: four7.highHalf), target + 112)
}

@inline(__always)
private func lowPairs(_ first: Lanes, _ second: Lanes) -> Lanes {
  Lanes(first[0], second[0], first[1], second[1], first[4], second[4], first[5], second[5])
}

@inline(__always)
private func highPairs(_ first: Lanes, _ second: Lanes) -> Lanes {
  Lanes(first[2], second[2], first[3], second[3], first[6], second[6], first[7], second[7])
}

@inline(__always)
private func lowFours(_ first: Lanes, _ second: Lanes) -> Lanes {
  Lanes(first[0], first[1], second[0], second[1], first[4], first[5], second[4], second[5])
}

@inline(__always)
private func highFours(_ first: Lanes, _ second: Lanes) -> Lanes {
  Lanes(first[2], first[3], second[2], second[3], first[6], first[7], second[6], second[7])
}
