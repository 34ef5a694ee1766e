public import ConvolutionEngine

/// The training course of the digit network: epoch by epoch, with an examination after each on digits that were held out.
///
/// The same plan on the same digits gives the same weights on the same machine, with any number of threads.
public struct DigitCourse: Sendable {
  /// What decides all that happens, but for the digits.
  public struct Plan: Hashable, Sendable {
    /// What the first weights, the order of the digits and their variations follow from.
    public let seed: UInt64
    /// How many times to go through all digits.
    public let epochs: Int
    /// Over how many digits a gradient is averaged.
    public let batchSize: Int
    /// The learning rate of Adam at the start; it falls to 0 along a cosine.
    public let rate: Float
    /// How many of the digits are held out to judge by: the last ones.
    public let heldOut: Int
    /// The stack of blocks that is trained; `nil` for the digit network itself.
    public let stack: DigitStack?

    /// A plan.
    public init(
      seed: UInt64, epochs: Int, batchSize: Int, rate: Float, heldOut: Int, stack: DigitStack? = nil
    ) {
      precondition(epochs > 0 && batchSize > 0 && heldOut > 0, "a course has an epoch, batches and an examination")
      self.seed = seed
      self.epochs = epochs
      self.batchSize = batchSize
      self.rate = rate
      self.heldOut = heldOut
      self.stack = stack
    }

    /// The network that is trained.
    public var network: Network { stack?.network ?? DigitCourse.network }
  }

  /// How an epoch went.
  public struct Epoch: Hashable, Sendable {
    /// Which it was, from 1.
    public let number: Int
    /// The mean loss of its batches, each before its step, in nats.
    public let loss: Double
    /// The mean part of its batches that was read right, each before its step, 0...1.
    public let accuracy: Double
    /// How well the weights read at its end.
    public let marks: DigitExamination.Marks
    /// The weights at its end.
    public let parameters: NetworkParameters
  }

  /// The network that is trained unless the plan names a stack.
  public static let network = Network.digits

  /// How it is trained.
  public let plan: Plan
  /// The epoch whose weights read most of the held-out digits; of equally good ones the last, which took smaller steps.
  public private(set) var best: Epoch?

  private var trainer: Trainer
  private let examination: DigitExamination

  /// A course at its start.
  ///
  /// - Parameters:
  ///   - digits: more than the plan holds out.
  ///   - test: digits to be judged by as well.
  public init(_ plan: Plan, on digits: DigitSet, test: DigitSet? = nil) {
    let learned = digits.count - plan.heldOut
    precondition(learned > 0, "there are digits to learn from")
    self.plan = plan
    let batches = (learned + plan.batchSize - 1) / plan.batchSize
    trainer = Trainer(
      plan.network,
      TrainingPlan(
        optimizer: .adam(), learningRate: .cosine(from: plan.rate, steps: plan.epochs * batches),
        batchSize: plan.batchSize, seed: plan.seed),
      on: digits[0..<learned].varied(by: DigitVariation()),
      from: plan.stack.map { TrainingKeyframe(startOf: $0.initialParameters(seed: plan.seed)) })
    examination = DigitExamination(heldOut: digits[learned..<digits.count], test: test, network: plan.network)
  }

  /// The part of the digits held out that a stack reads right without each of its blocks, from the first to the last;
  /// `nil` when `shouldGoOn` says no in between, or no stack is trained.
  public func marksWithoutBlocks(of weights: NetworkParameters, while shouldGoOn: () -> Bool = { true }) -> [Double]? {
    guard let stack = plan.stack else { return nil }
    var marks: [Double] = []
    for block in 1...DigitStack.blocks {
      let rest = stack.network(without: [block])
      guard
        let accuracy = rest.accuracy(
          on: examination.heldOut, weights: stack.weights(weights, without: [block]), while: shouldGoOn)
      else { return nil }
      marks.append(accuracy)
    }
    return marks
  }

  /// How many digits are learned from.
  public var learned: Int { trainer.examples.count }

  /// Goes on by an epoch and its examination.
  ///
  /// - Parameter shouldGoOn: asked again and again; once it says no, neither is complete.
  /// - Returns: how it went; `nil` when it was broken off, or the course is over.
  public mutating func nextEpoch(while shouldGoOn: () -> Bool) -> Epoch? {
    let number = trainer.keyframe.step / trainer.stepsPerEpoch + 1
    guard number <= plan.epochs else { return nil }
    let steps = Double(trainer.stepsPerEpoch)
    var loss = 0.0
    var accuracy = 0.0
    trainer.run(until: number * trainer.stepsPerEpoch) { keyframe in
      loss += Double(keyframe.loss ?? 0) / steps
      accuracy += Double(keyframe.accuracy ?? 0) / steps
      return shouldGoOn()
    }
    guard shouldGoOn(), let marks = examination.marks(of: trainer.keyframe.parameters, while: shouldGoOn) else {
      return nil
    }
    let epoch = Epoch(
      number: number, loss: loss, accuracy: accuracy, marks: marks, parameters: trainer.keyframe.parameters)
    if marks.heldOut >= best?.marks.heldOut ?? 0 { best = epoch }
    return epoch
  }
}
