extension SeededGenerator {
  /// A number near the normal distribution with mean 0 and standard deviation 1: the sum of twelve uniform ones less 6
  /// (Irwin and Hall's distribution, never beyond ±6), which is the same on every machine.
  public func normal(at index: Int) -> Float {
    (0..<12).reduce(Float(-6)) { $0 + uniform(at: 12 * index + $1, in: 0...1) }
  }
}
