/// How a network is trained. Together with the examples this decides all that happens: the same plan makes the same
/// weights, with any number of threads.
public struct TrainingPlan: Hashable, Sendable {
  /// How parameters follow their gradients.
  public let optimizer: Optimizer
  /// How long the steps are.
  public let learningRate: LearningRate
  /// Over how many pictures a gradient is averaged.
  public let batchSize: Int
  /// What the first weights, the order of the pictures, their variations and the dropouts follow from.
  public let seed: UInt64
  /// How the first weights are drawn.
  public let initialization: Initialization
  /// Whose statistics batch normalisations take.
  public let statistics: BatchStatistics
  /// λ: each step adds λ · w to the gradients of the weights of convolutions and dense layers, biases aside, so that
  /// weights that nothing speaks for become smaller.
  public let weightDecay: Float
  /// The part of each label that is spread over all classes.
  public let smoothing: Float
  /// Which part of an average of the parameters is kept at each step; `nil` for no average. In the beginning less is
  /// kept, so that the first weights are soon forgotten.
  public let averaging: Float?

  /// A plan.
  public init(
    optimizer: Optimizer = .adam(), learningRate: LearningRate = .constant(1e-3), batchSize: Int = 64, seed: UInt64,
    initialization: Initialization = Initialization(), statistics: BatchStatistics = .running, weightDecay: Float = 0,
    smoothing: Float = 0, averaging: Float? = nil
  ) {
    precondition(batchSize > 0, "a batch has at least one picture")
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.seed = seed
    self.initialization = initialization
    self.statistics = statistics
    self.weightDecay = weightDecay
    self.smoothing = smoothing
    self.averaging = averaging
  }

  /// Numbers for one purpose. The weights are drawn from the seed's streams from 0 on.
  fileprivate func generator(for purpose: Purpose) -> SeededGenerator {
    SeededGenerator(seed: seed).stream(purpose.rawValue)
  }

  fileprivate enum Purpose: Int {
    case order = -1
    case variation = -2
    case dropout = -3
  }
}

/// Whose means and variances a batch normalisation takes while a network learns.
public enum BatchStatistics: Hashable, Sendable {
  /// Those that were gathered earlier, which stay as they are; the scales and shifts are learned.
  case running
  /// Those of so many pictures of the batch at a time; the shifts alone are learned.
  /// E. Hoffer, I. Hubara, D. Soudry: Train longer, generalize better, 2017, section 4.
  case batch(pictures: Int)

  /// How many pictures are normalised together; `nil` where each is by itself.
  var pictures: Int? {
    if case .batch(let pictures) = self { pictures } else { nil }
  }
}

/// A moment of training: all that is needed to show it, and to go on from it.
public struct TrainingKeyframe: Hashable, Sendable {
  /// How many steps were made.
  public let step: Int
  /// The mean loss of the last step's batch, before that step, in nats; `nil` at the start.
  public let loss: Float?
  /// The part of the last step's batch that was classified right, before that step, 0...1; `nil` at the start.
  public let accuracy: Float?
  /// The weights and biases.
  public let parameters: NetworkParameters
  /// What the optimizer remembers.
  public let memory: Optimizer.Memory
  /// The average of the parameters over the last steps, laid out as their `values`; `nil` where the plan wants none.
  public let average: [Float]?

  /// The start: weights as the plan says.
  public init(startOf plan: TrainingPlan, for network: Network) {
    let parameters = NetworkParameters(of: network, from: SeededWeights(seed: plan.seed, plan.initialization))
    self.init(
      step: 0, loss: nil, accuracy: nil, parameters: parameters, memory: Optimizer.Memory(),
      average: plan.averaging.map { _ in parameters.values })
  }

  /// The start: weights of the caller's own.
  public init(startOf parameters: NetworkParameters) {
    self.init(step: 0, loss: nil, accuracy: nil, parameters: parameters, memory: Optimizer.Memory(), average: nil)
  }

  /// The average of the parameters, or they themselves where there is none.
  public var steadyParameters: NetworkParameters { average.map { parameters.replacing($0) } ?? parameters }

  fileprivate init(
    step: Int, loss: Float?, accuracy: Float?, parameters: NetworkParameters, memory: Optimizer.Memory,
    average: [Float]?
  ) {
    self.step = step
    self.loss = loss
    self.accuracy = accuracy
    self.parameters = parameters
    self.memory = memory
    self.average = average
  }
}

/// Trains a network to classify pictures, batch by batch: cross-entropy of the scores, averaged over a batch.
///
/// The scores are what the last stage gives, or what goes into it when it is a softmax. A batch normalisation keeps its
/// running statistics and learns its scales and shifts alone.
public struct Trainer: Sendable {
  /// The network.
  public let network: Network
  /// How it is trained.
  public let plan: TrainingPlan
  /// What it learns from.
  public let examples: any LabelledPictures
  /// Where it stands.
  public private(set) var keyframe: TrainingKeyframe
  /// The examples in the order of an epoch.
  private var order: (epoch: Int, indices: [Int])
  /// Where the batches are worked on.
  private let batchMemory: BatchMemory
  /// Where among all values those are that decay.
  private let decaying: [Range<Int>]

  /// A trainer at the start of the plan, or at a keyframe that a trainer of the same plan has been at.
  public init(
    _ network: Network, _ plan: TrainingPlan, on examples: any LabelledPictures, from keyframe: TrainingKeyframe? = nil
  ) {
    precondition(examples.count > 0, "there is something to learn from")
    self.network = network
    self.plan = plan
    self.examples = examples
    self.keyframe = keyframe ?? TrainingKeyframe(startOf: plan, for: network)
    order = (-1, [])
    batchMemory = BatchMemory(network, LessonPlan(statistics: plan.statistics, smoothing: plan.smoothing))
    decaying = network.decayingValues
  }

  /// How many steps go once through all examples; the last batch may be smaller.
  public var stepsPerEpoch: Int { (examples.count + plan.batchSize - 1) / plan.batchSize }

  /// Goes on, step by step.
  ///
  /// - Parameters:
  ///   - steps: up to how many steps in all.
  ///   - interval: after how many steps a keyframe is delivered; the last is delivered in any case.
  ///   - deliver: gets each keyframe and answers whether to go on.
  public mutating func run(until steps: Int, every interval: Int = 1, deliver: (TrainingKeyframe) -> Bool) {
    while keyframe.step < steps {
      step()
      if keyframe.step.isMultiple(of: interval) || keyframe.step >= steps {
        guard deliver(keyframe) else { return }
      }
    }
  }

  /// Makes one step: along the mean gradient of the next batch.
  public mutating func step() {
    let (epoch, place) = keyframe.step.quotientAndRemainder(dividingBy: stepsPerEpoch)
    if order.epoch != epoch {
      order = (epoch, plan.generator(for: .order).stream(epoch).shuffled(examples.count))
    }
    let batch = order.indices[place * plan.batchSize..<min((place + 1) * plan.batchSize, examples.count)]
    let lesson = lesson(of: Array(batch), epoch: epoch)
    var values = keyframe.parameters.values
    var memory = keyframe.memory
    let share = 1 / Float(batch.count)
    var gradients = lesson.gradients.map { $0 * share }
    if plan.weightDecay > 0 {
      for range in decaying { for index in range { gradients[index] += plan.weightDecay * values[index] } }
    }
    plan.optimizer.step(
      &values, along: gradients, rate: plan.learningRate(at: keyframe.step), &memory)
    batchMemory.giveBack(lesson.gradients)
    let average = keyframe.average.map { old in
      let kept = min(plan.averaging ?? 0, Float(keyframe.step + 1) / Float(keyframe.step + 10))
      return zip(old, values).map { kept * $0 + (1 - kept) * $1 }
    }
    keyframe = TrainingKeyframe(
      step: keyframe.step + 1, loss: lesson.loss * share, accuracy: Float(lesson.right) * share,
      parameters: keyframe.parameters.replacing(values), memory: memory,
      average: average)
  }

  // MARK: A batch

  /// Into how many parts a batch falls at most, so that as many threads can work. The parts are summed in their order:
  /// the rounding does not depend on who worked on what.
  private static let mostParts = 8

  /// Where the parts of a batch begin, and where the last ends.
  private func bounds(ofPartsOf count: Int) -> [Int] {
    guard let pictures = plan.statistics.pictures else {
      let size = max(BatchPass.capacity, (count + Self.mostParts - 1) / Self.mostParts)
      return Array(stride(from: 0, to: count, by: size)) + [count]
    }
    // About equally many, so that no part's statistics are those of a picture or two.
    let parts = (count + pictures - 1) / pictures
    return (0...parts).map { count * $0 / parts }
  }

  private func lesson(of batch: [Int], epoch: Int) -> Lesson {
    let parameters = network.batchParameters(keyframe.parameters)
    let bounds = bounds(ofPartsOf: batch.count)
    let lessons = inParallel(bounds.count - 1) { part in
      let indices = batch[bounds[part]..<bounds[part + 1]]
      return batchMemory.withPass { pass in
        pass.lesson(of: indices.count, parameters, gradients: batchMemory.takeGradients()) {
          example(indices[indices.startIndex + $0], epoch: epoch)
        }
      }
    }
    var sum = lessons[0]
    for lesson in lessons.dropFirst() {
      sum.add(lesson)
      batchMemory.giveBack(lesson.gradients)
    }
    return sum
  }

  private func example(_ index: Int, epoch: Int) -> BatchExample {
    BatchExample(
      picture: examples.picture(at: index, plan.generator(for: .variation).stream(epoch).stream(index)),
      label: examples.label(at: index), dropout: plan.generator(for: .dropout).stream(epoch).stream(index))
  }
}

extension Network {
  /// Where the weights of convolutions and dense layers are among all parameters' values.
  fileprivate var decayingValues: [Range<Int>] {
    var place = 0
    return stages.compactMap { stage in
      defer { place += stage.parameters }
      if case .batchNormalization = stage.layer.kind { return nil }
      return stage.weights > 0 ? place..<place + stage.weights : nil
    }
  }

  /// The last stage before a softmax: its output is a score for each class.
  public var scoresStage: Int {
    let last = stages.count - 1
    if stages[last].layer.kind == .softmax, let source = stages[last].sources[0] { return source }
    return last
  }

  /// The part of some pictures, 0...1, that are classified right: the class with the highest score is theirs.
  ///
  /// - Parameter shouldGoOn: asked between pictures; once it says no there is no answer.
  public func accuracy(
    on pictures: any LabelledPictures, weights: any WeightSource, while shouldGoOn: () -> Bool = { true }
  ) -> Double? {
    answers(to: pictures, weights: weights, while: shouldGoOn).map { answers in
      let right = answers.indices.count { answers[$0] == pictures.label(at: $0) }
      return Double(right) / Double(max(1, answers.count))
    }
  }

  /// The class with the highest score for each of some pictures; of equal ones the first.
  ///
  /// - Parameter shouldGoOn: asked between pictures; once it says no there is no answer.
  public func answers(
    to pictures: any LabelledPictures, weights: any WeightSource, while shouldGoOn: () -> Bool = { true }
  ) -> [Int]? {
    // A softmax at the end leaves the order as it is.
    outputs(for: pictures, weights: weights, while: shouldGoOn)?.map(\.indexOfLargest)
  }

  /// What comes out of the last stage for each of some pictures, as they are.
  ///
  /// - Parameter shouldGoOn: asked between pictures; once it says no there is no answer.
  public func outputs(
    for pictures: any LabelledPictures, weights: any WeightSource, while shouldGoOn: () -> Bool = { true }
  ) -> [Tensor]? {
    let partSize = 64
    let prepared = PreparedNetwork(self, weights: weights)
    let parts = inParallel((pictures.count + partSize - 1) / partSize) { part in
      var outputs: [Tensor] = []
      for index in part * partSize..<min((part + 1) * partSize, pictures.count) where shouldGoOn() {
        outputs.append(prepared(pictures.picture(at: index, nil)))
      }
      return outputs
    }
    let outputs = parts.flatMap(\.self)
    return outputs.count == pictures.count ? outputs : nil
  }

  /// The class with the highest score; of equal ones the first.
  public func classify(_ picture: Tensor, weights: any WeightSource) -> Int {
    var best = 0
    run(picture, weights: weights) { index, _, maps in
      if index == scoresStage { best = maps.indexOfLargest }
      return index < scoresStage
    }
    return best
  }
}

extension Tensor {
  /// Where the largest value is; of equal ones the first.
  public var indexOfLargest: Int {
    var best = 0
    for index in values.indices where values[index] > values[best] { best = index }
    return best
  }
}

extension SeededGenerator {
  /// The numbers 0..<count in random order: R. A. Fisher and F. Yates's shuffle, in R. Durstenfeld's form.
  public func shuffled(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(at: last, in: 0...last))
    }
    return order
  }
}
