import ConvolutionEngine

/// The training course of the labeller: epoch by epoch, on scenes painted for it, with an examination after each on scenes
/// that it does not learn from.
///
/// The same plan gives the same weights on the same machine, with any number of threads.
public struct RegionCourse: Sendable {
  /// What decides all that happens.
  public struct Plan: Hashable, Sendable {
    /// What the first weights, the scenes and their noise follow from.
    public let seed: UInt64
    /// How many times to go through all scenes, each time under other noise.
    public let epochs: Int
    /// Over how many scenes a gradient is averaged.
    public let batchSize: Int
    /// The learning rate of Adam at the start; it falls to 0 along a cosine.
    public let rate: Float
    /// How many scenes there are to learn from.
    public let scenes: Int
    /// How many are held out to judge by.
    public let heldOut: Int

    /// A plan.
    public init(seed: UInt64, epochs: Int, batchSize: Int, rate: Float, scenes: Int, heldOut: Int) {
      precondition(
        epochs > 0 && batchSize > 0 && scenes > 0 && heldOut > 0, "a course has an epoch, batches and an examination")
      self.seed = seed
      self.epochs = epochs
      self.batchSize = batchSize
      self.rate = rate
      self.scenes = scenes
      self.heldOut = heldOut
    }
  }

  /// How an epoch went.
  public struct Epoch: Hashable, Sendable {
    /// Which it was, from 1.
    public let number: Int
    /// The mean loss of its scenes, each before its step, in nats.
    public let loss: Double
    /// The part of the held-out pixels, 0...1, that each round labels right, with the weights at the epoch's end.
    public let agreements: [Double]
    /// The weights at its end.
    public let labeller: RecurrentLabeller

    /// What the epochs are compared by: the rounds' mean.
    public var agreement: Double { agreements.reduce(0, +) / Double(agreements.count) }
  }

  /// How many rounds are unrolled, each held against the truth.
  public static let rounds = 6
  /// How strong the noise is at least and at most, where the kinds' brightnesses are 1 apart.
  public static let noise: ClosedRange<Float> = 0.5...2.5
  /// The noise of the examination.
  public static let heldOutNoise: Float = 1.5

  /// The seeds of the scenes of a course begin here: nobody who turns a knob comes so far.
  private static let firstSeed: UInt64 = 1_000_000

  /// How it is trained.
  public let plan: Plan
  /// The epoch whose weights label most of the held-out pixels right; of equally good ones the last.
  public private(set) var best: Epoch?

  private var labeller: RecurrentLabeller
  private var memory = Optimizer.Memory()
  private var epoch = 0
  private let scenes: [RegionScene]
  private let heldOut: [RegionScene]

  /// A course at its start.
  public init(_ plan: Plan) {
    self.plan = plan
    labeller = RecurrentLabeller(seed: plan.seed)
    let first = Self.firstSeed &+ (plan.seed << 32)
    scenes = (0..<plan.scenes).map { RegionScene(seed: first &+ UInt64($0)) }
    heldOut = (0..<plan.heldOut).map { RegionScene(seed: first &+ UInt64(plan.scenes + $0)) }
  }

  /// Goes on by an epoch and its examination.
  ///
  /// - Parameter shouldGoOn: asked again and again; once it says no, neither is complete.
  /// - Returns: how it went; `nil` when it was broken off, or the course is over.
  public mutating func nextEpoch(while shouldGoOn: () -> Bool) -> Epoch? {
    guard epoch < plan.epochs else { return nil }
    let generator = SeededGenerator(seed: plan.seed).stream(100 + epoch)
    let order = generator.stream(0).shuffled(scenes.count)
    let batches = (scenes.count + plan.batchSize - 1) / plan.batchSize
    let rate = LearningRate.cosine(from: plan.rate, steps: plan.epochs * batches)
    var loss = 0.0
    for batch in 0..<batches {
      let indices = order[batch * plan.batchSize..<min((batch + 1) * plan.batchSize, scenes.count)]
      var gradients = [Float](repeating: 0, count: RecurrentLabeller.parameters)
      for index in indices {
        guard shouldGoOn() else { return nil }
        let picture = scenes[index].picture(
          noise: generator.stream(1).uniform(at: index, in: Self.noise), seed: generator.stream(2).word(at: index))
        let lesson = labeller.lesson(picture, truth: scenes[index].kinds, rounds: Self.rounds)
        loss += Double(lesson.loss) / Double(scenes.count)
        for place in gradients.indices { gradients[place] += lesson.gradients[place] / Float(indices.count) }
      }
      var values = labeller.values
      Optimizer.adam().step(&values, along: gradients, rate: rate(at: epoch * batches + batch), &memory)
      labeller = labeller.replacing(values)
    }
    epoch += 1
    guard let agreements = agreements(while: shouldGoOn) else { return nil }
    let result = Epoch(number: epoch, loss: loss, agreements: agreements, labeller: labeller)
    if result.agreement >= best?.agreement ?? 0 { best = result }
    return result
  }

  private func agreements(while shouldGoOn: () -> Bool) -> [Double]? {
    var sums = [Double](repeating: 0, count: Self.rounds)
    for (index, scene) in heldOut.enumerated() {
      guard shouldGoOn() else { return nil }
      let picture = scene.picture(noise: Self.heldOutNoise, seed: UInt64(index))
      for (round, made) in labeller.rounds(Self.rounds, on: picture).enumerated() {
        sums[round] += scene.agreement(with: made.labels) / Double(heldOut.count)
      }
    }
    return sums
  }
}
