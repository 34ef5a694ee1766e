public import ConvolutionEngine

/// The training course of the network for photographs: epoch by epoch, with an examination after each on pictures that
/// were held out.
///
/// It learns with batch normalisations, which become part of the convolutions whenever it is examined: what an epoch leaves
/// are the weights of the plain network. The same plan on the same pictures gives the same weights on the same machine,
/// with any number of threads.
public struct PhotoCourse: Sendable {
  /// What decides all that happens, but for the pictures.
  public struct Plan: Hashable, Sendable {
    /// What the first weights, the order of the pictures, which are held out, and their variations follow from.
    public let seed: UInt64
    /// How many times to go through all pictures.
    public let epochs: Int
    /// Over how many pictures a gradient is averaged.
    public let batchSize: Int
    /// The highest learning rate of the descent: it rises for a while, then falls to 0 along a cosine.
    public let rate: Float
    /// How many of the pictures are held out to judge by.
    public let heldOut: Int
    /// How pictures are varied.
    public var variation = PhotoVariation()
    /// How much weights shrink: λ of the trainer's plan.
    public var weightDecay: Float = 5e-4
    /// The part of each label that is spread over all classes.
    public var smoothing: Float = 0.1
    /// The part of the values before the dense layer that is left out.
    public var dropout: Float = 0

    /// A plan.
    public init(seed: UInt64, epochs: Int, batchSize: Int, rate: Float, heldOut: Int) {
      precondition(epochs > 0 && batchSize > 0 && heldOut > 0, "a course has an epoch, batches and an examination")
      self.seed = seed
      self.epochs = epochs
      self.batchSize = batchSize
      self.rate = rate
      self.heldOut = heldOut
    }
  }

  /// How an epoch went.
  public struct Epoch: Hashable, Sendable {
    /// Which it was, from 1.
    public let number: Int
    /// The mean loss of its batches, each before its step, in nats.
    public let loss: Double
    /// The mean part of its batches that was classified right, each before its step, 0...1.
    public let accuracy: Double
    /// What the weights at its end say of the pictures that were held out.
    public let marks: PhotoExamination
    /// The weights at its end, of the plain network.
    public let parameters: NetworkParameters
  }

  /// How many pictures a batch normalisation takes its statistics of, at most.
  private static let normalizedTogether = 32
  /// Of how many pictures the statistics are that become part of the weights.
  private static let statisticsPictures = 2048
  /// Which part of the averaged weights is kept at each step.
  private static let averaging: Float = 0.995

  /// How it is trained.
  public let plan: Plan
  /// The network that comes out.
  public let network: Network
  /// The epoch whose weights classify most of the pictures held out right; of equally good ones the last.
  public private(set) var best: Epoch?

  private let training: NormalizedTraining
  private var trainer: Trainer
  private let learnedPictures, heldOut: PhotoSet

  /// A course at its start.
  ///
  /// - Parameter pictures: more than the plan holds out, of at least two classes.
  public init(_ plan: Plan, on pictures: PhotoSet) {
    let learned = pictures.count - plan.heldOut
    precondition(learned > 0, "there are pictures to learn from")
    self.plan = plan
    network = .photos(classes: pictures.classes.count, side: pictures.side)
    training = NormalizedTraining(network, dropout: plan.dropout)
    let order = SeededGenerator(seed: plan.seed).stream(Self.choice).shuffled(pictures.count)
    heldOut = pictures.chosen(Array(order[learned...].sorted()))
    var learnedPictures = pictures.chosen(Array(order[..<learned].sorted()))
    learnedPictures.variation = plan.variation
    self.learnedPictures = learnedPictures
    let steps = plan.epochs * ((learned + plan.batchSize - 1) / plan.batchSize)
    trainer = Trainer(
      training.trained,
      TrainingPlan(
        optimizer: .nesterov(momentum: 0.9),
        learningRate: .warmCosine(to: plan.rate, warmUp: steps / 5, steps: steps), batchSize: plan.batchSize,
        seed: plan.seed, statistics: .batch(pictures: min(Self.normalizedTogether, plan.batchSize)),
        weightDecay: plan.weightDecay, smoothing: plan.smoothing, averaging: Self.averaging),
      on: learnedPictures)
  }

  /// The streams of the seed that are not the trainer's.
  private static let choice = -16
  private static let statistics = -17

  /// How many pictures are learned from.
  public var learned: Int { learnedPictures.count }

  /// How many steps an epoch takes.
  public var stepsPerEpoch: Int { trainer.stepsPerEpoch }

  /// Goes on by an epoch and its examination.
  ///
  /// - Parameter shouldGoOn: asked after every step with the number of steps made in all; once it says no, the epoch is
  ///   not complete.
  /// - Returns: how it went; `nil` when it was broken off, or the course is over.
  public mutating func nextEpoch(while shouldGoOn: (Int) -> Bool) -> Epoch? {
    let number = trainer.keyframe.step / trainer.stepsPerEpoch + 1
    guard number <= plan.epochs else { return nil }
    let steps = Double(trainer.stepsPerEpoch)
    var (loss, accuracy) = (0.0, 0.0)
    var goesOn = true
    trainer.run(until: number * trainer.stepsPerEpoch) { keyframe in
      loss += Double(keyframe.loss ?? 0) / steps
      accuracy += Double(keyframe.accuracy ?? 0) / steps
      goesOn = shouldGoOn(keyframe.step)
      return goesOn
    }
    guard goesOn else { return nil }
    let step = trainer.keyframe.step
    let generator = SeededGenerator(seed: plan.seed).stream(Self.statistics)
    let count = min(Self.statisticsPictures, learnedPictures.count)
    let parameters = training.plainParameters(
      of: trainer.keyframe.steadyParameters, statisticsOf: learnedPictures,
      Array(generator.shuffled(learnedPictures.count)[..<count]), batch: min(Self.normalizedTogether, count),
      generator: generator)
    guard
      let marks = PhotoExamination(of: network, parameters, on: heldOut, while: { shouldGoOn(step) })
    else { return nil }
    let epoch = Epoch(number: number, loss: loss, accuracy: accuracy, marks: marks, parameters: parameters)
    if marks.accuracy >= best?.marks.accuracy ?? 0 { best = epoch }
    return epoch
  }
}
