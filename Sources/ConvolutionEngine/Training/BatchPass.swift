import Synchronization

/// An example on its way through a network.
struct BatchExample {
  /// What goes in.
  let picture: Tensor
  /// The class that it shows.
  let label: Int
  /// What its dropouts follow from; without it they let everything pass.
  let dropout: SeededGenerator?
}

/// What some examples teach: sums over all of them.
struct Lesson: Sendable {
  /// The cross-entropy of the scores, in nats.
  var loss: Float = 0
  /// How many were classified right.
  var right = 0
  /// The gradients of all weights and biases, laid out as `NetworkParameters.values`.
  var gradients: [Float]

  /// Adds what others teach.
  mutating func add(_ other: Lesson) {
    loss += other.loss
    right += other.right
    ConvolutionEngine.add(other.gradients, to: &gradients, count: gradients.count)
  }
}

/// Pictures on their way through a network and back, a few at a time, in memory that is kept from one to the next.
///
/// One thread at a time works on it.
final class BatchPass: @unchecked Sendable {
  /// How many pictures go together where they need not: few enough that what lies between two layers stays in the second cache.
  static let capacity = 4

  private let network: Network
  private let plan: LessonPlan
  /// How many pictures go together.
  private let capacity: Int
  private let picture: BatchValues
  /// The stages that the scores depend on.
  private let passes: [StagePass]
  private let scores: BatchValues
  /// Where the gradients of each stage's weights and biases belong among those of all.
  private let places: [Int]

  /// Memory for a network.
  init(_ network: Network, _ plan: LessonPlan = LessonPlan()) {
    self.network = network
    self.plan = plan
    let capacity = plan.statistics.pictures ?? Self.capacity
    self.capacity = capacity
    let last = network.scoresStage
    var isNeeded = [Bool](repeating: false, count: network.stages.count)
    isNeeded[last] = true
    for index in stride(from: last, through: 0, by: -1) where isNeeded[index] {
      for case let source? in network.stages[index].sources { isNeeded[source] = true }
    }
    let picture = BatchValues(network.input, capacity: capacity, hasGradient: false)
    var passOfStage: [Int: StagePass] = [:]
    for (index, stage) in network.stages.enumerated() where isNeeded[index] {
      passOfStage[index] = .make(
        stage, at: index, stage.sources.map { $0.flatMap { passOfStage[$0]?.output } ?? picture },
        capacity: capacity, statistics: plan.statistics)
    }
    passes = passOfStage.sorted { $0.key < $1.key }.map(\.value)
    scores = passes[passes.count - 1].output
    self.picture = picture
    var places = [0]
    for stage in network.stages { places.append(places[places.count - 1] + stage.parameters) }
    self.places = places
  }

  /// What `count` examples teach.
  ///
  /// - Parameters:
  ///   - parameters: those of each stage of the network.
  ///   - gradients: room for them, with 0 for stages that the scores do not depend on.
  func lesson(
    of count: Int, _ parameters: [StageParameters], gradients: consuming [Float], example: (Int) -> BatchExample
  ) -> Lesson {
    var lesson = Lesson(gradients: gradients)
    let crossEntropy = CrossEntropy(smoothing: plan.smoothing)
    for first in stride(from: 0, to: count, by: capacity) {
      let examples = (first..<min(first + capacity, count)).map(example)
      run(examples, parameters)
      for pass in passes { pass.output.forgetGradient() }
      _ = scores.takeGradient()
      for (number, example) in examples.enumerated() {
        let tensor = scores.tensor(number)
        lesson.loss += crossEntropy(tensor, label: example.label)
        lesson.right += tensor.indexOfLargest == example.label ? 1 : 0
        scores.putGradient(crossEntropy.gradient(scores: tensor, label: example.label), number, adds: false)
      }
      for pass in passes.reversed() { pass.goBack(examples.count, parameters[pass.index]) }
    }
    for pass in passes { pass.takeGradients(into: &lesson.gradients, at: places[pass.index]) }
    return lesson
  }

  /// The statistics that the batch normalisations take of some pictures, one batch, by their stages.
  func statistics(of examples: [BatchExample], _ parameters: [StageParameters]) -> [Int: StatisticsSums] {
    run(examples, parameters)
    var result: [Int: StatisticsSums] = [:]
    for case let pass as BatchNormalizationPass in passes { result[pass.index] = pass.takeStatistics() }
    return result
  }

  private func run(_ examples: [BatchExample], _ parameters: [StageParameters]) {
    for (number, example) in examples.enumerated() { picture.put(example.picture, number) }
    for pass in passes {
      pass.run(examples.count, parameters[pass.index]) { examples[$0].dropout }
    }
  }
}

/// What a pass does besides what its network says.
struct LessonPlan: Hashable, Sendable {
  /// Whose statistics batch normalisations take.
  var statistics = BatchStatistics.running
  /// The part of each label that is spread over all classes.
  var smoothing: Float = 0
}

extension Network {
  /// The parameters of each stage, laid out for a batch.
  func batchParameters(_ weights: NetworkParameters) -> [StageParameters] {
    zip(stages, weights.layers).map { stage, layer in
      StageParameters(layer ?? LayerParameters(weights: [], biases: []), of: stage)
    }
  }
}

/// Memory for batches, kept from one to the next.
final class BatchMemory: Sendable {
  private let network: Network
  private let plan: LessonPlan
  private let passes = Mutex<[BatchPass]>([])
  private let gradients = Mutex<[[Float]]>([])

  init(_ network: Network, _ plan: LessonPlan = LessonPlan()) {
    self.network = network
    self.plan = plan
  }

  /// Lends a pass that nobody works on.
  func withPass<Result>(_ body: (BatchPass) -> Result) -> Result {
    let pass = passes.withLock { $0.popLast() } ?? BatchPass(network, plan)
    defer { passes.withLock { $0.append(pass) } }
    return body(pass)
  }

  /// Room for the gradients of all weights and biases.
  func takeGradients() -> [Float] {
    gradients.withLock { $0.popLast() } ?? [Float](repeating: 0, count: network.parameters)
  }

  /// Takes back what `takeGradients` gave away.
  func giveBack(_ room: [Float]) {
    gradients.withLock { $0.append(room) }
  }
}
