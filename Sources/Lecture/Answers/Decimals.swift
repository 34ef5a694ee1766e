/// With how many decimals all of some values can be told: as few as do, at least `least` and at most two.
func decimals(of values: [Double], atLeast least: Int = 0) -> Int {
  func isTold(by decimals: Int) -> Bool {
    let unit = (0..<decimals).reduce(1.0) { unit, _ in 10 * unit }
    // Values come as Float: what is typed as 0.7 is a little less.
    return values.allSatisfy { abs($0 * unit - ($0 * unit).rounded()) < 1e-4 }
  }
  return (least..<2).first { isTold(by: $0) } ?? 2
}
