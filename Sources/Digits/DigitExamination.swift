public import ConvolutionEngine

/// Digits that nothing is learned from, to judge weights by.
public struct DigitExamination: Sendable {
  /// Which parts of the digits were read right, 0...1.
  public struct Marks: Hashable, Sendable {
    /// Those that were held out.
    public let heldOut: Double
    /// The same digits drawn on half as many rows and columns, each cell ink or paper.
    public let coarse: Double
    /// The same digits, each pixel ink or paper.
    public let hard: Double
    /// Those of the test set, where there is one.
    public let test: Double?
  }

  let heldOut: DigitSet
  private let coarse, hard: DigitSet
  private let test: DigitSet?
  private let network: Network

  /// An examination of a network on digits that were held out and, where there is one, a test set.
  public init(heldOut: DigitSet, test: DigitSet? = nil, network: Network = DigitCourse.network) {
    self.network = network
    self.heldOut = heldOut
    coarse = heldOut.coarse
    hard = heldOut.hard
    self.test = test
  }

  /// How well weights of the network read; `nil` when `shouldGoOn` says no in between.
  public func marks(of weights: NetworkParameters, while shouldGoOn: () -> Bool = { true }) -> Marks? {
    func accuracy(_ digits: DigitSet) -> Double? {
      network.accuracy(on: digits, weights: weights, while: shouldGoOn)
    }
    guard let heldOut = accuracy(heldOut), let coarse = accuracy(coarse), let hard = accuracy(hard) else { return nil }
    guard let test else { return Marks(heldOut: heldOut, coarse: coarse, hard: hard, test: nil) }
    return accuracy(test).map { Marks(heldOut: heldOut, coarse: coarse, hard: hard, test: $0) }
  }
}
