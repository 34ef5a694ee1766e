import Testing

@testable import ConvolutionEngine

/// Pictures of random values with random labels, as hard to tell apart as can be.
private struct Noise: LabelledPictures {
  let shape: Shape
  let count: Int
  let classes: Int
  let seed: UInt64
  /// Whether every picture comes with other noise on it each time.
  var isVaried = false

  func picture(at index: Int, _ generator: SeededGenerator?) -> Tensor {
    let picture = Tensor(shape, seed: seed + 10 + UInt64(index))
    guard isVaried, let generator else { return picture }
    return Addition()([picture, Tensor(shape, seed: generator.seed, in: -0.1...0.1)])
  }

  func label(at index: Int) -> Int {
    SeededGenerator(seed: seed + 1).integer(at: index, in: 0...classes - 1)
  }
}

@Suite struct TrainerTests {
  private static func small(_ behind: Layer...) throws -> Network {
    try Network(
      name: "small", title: "Small", input: Shape(height: 6, width: 6, channels: 2),
      layers: [
        .convolution("conv", 3, kernel: 3, padding: 1), .maxPooling("max", 2, stride: 2), .dense("hidden", 6),
        .dense("scores", 4, isRectified: false),
      ] + behind)
  }

  @Test func thereAreFixtures() {
    #expect(Fixture.all("training").count == 3)
  }

  @Test(arguments: Fixture.all("training")) func stepsAreThoseOfPyTorch(fixture: Fixture) throws {
    let network = try Self.small()
    let examples = Noise(
      shape: network.input, count: fixture.integer("pictures"), classes: 4, seed: fixture.seed)
    var trainer = Trainer(
      network,
      TrainingPlan(
        optimizer: fixture.optimizer, learningRate: .constant(fixture.number("rate")), batchSize: 5,
        seed: fixture.seed), on: examples)
    var losses: [Float] = []
    trainer.run(until: fixture.integer("steps")) { keyframe in
      losses.append(keyframe.loss ?? .nan)
      return true
    }
    fixture.expect(losses)
    fixture.expect(trainer.keyframe.parameters.values, at: 1)
  }

  /// A softmax at the end changes nothing: the loss is taken before it.
  @Test func aSoftmaxIsLookedThrough() throws {
    let examples = Noise(shape: Shape(height: 6, width: 6, channels: 2), count: 8, classes: 4, seed: 5)
    let plan = TrainingPlan(batchSize: 4, seed: 6)
    var plain = Trainer(try Self.small(), plan, on: examples)
    var withSoftmax = Trainer(try Self.small(Layer("softmax", .softmax)), plan, on: examples)
    for _ in 0..<5 {
      plain.step()
      withSoftmax.step()
    }
    #expect(plain.keyframe.loss == withSoftmax.keyframe.loss)
    #expect(plain.keyframe.parameters.values == withSoftmax.keyframe.parameters.values)
  }

  /// Twenty pictures of noise are learned by heart, by either optimizer.
  @Test(arguments: [(Optimizer.adam(), Float(0.01)), (.descent(), 0.05)])
  func itLearnsAFewPicturesByHeart(optimizer: Optimizer, rate: Float) throws {
    let network = try Network(
      name: "x", title: "X", input: Shape(height: 8, width: 8),
      layers: [
        .convolution("conv", 8, kernel: 3, padding: 1), .maxPooling("max", 2, stride: 2), .dense("hidden", 16),
        .dense("scores", 5, isRectified: false),
      ])
    let examples = Noise(shape: network.input, count: 20, classes: 5, seed: 1)
    var trainer = Trainer(
      network, TrainingPlan(optimizer: optimizer, learningRate: .constant(rate), batchSize: 10, seed: 2),
      on: examples)
    #expect(trainer.stepsPerEpoch == 2)
    let before = network.accuracy(on: examples, weights: trainer.keyframe.parameters)
    trainer.run(until: 200) { $0.accuracy ?? 0 < 1 || $0.loss ?? 1 > 0.01 }
    #expect(network.accuracy(on: examples, weights: trainer.keyframe.parameters) == 1)
    #expect((before ?? 1) < 0.6)
    #expect(trainer.keyframe.step < 200)
  }

  private static func trainer(
    seed: UInt64 = 3, from keyframe: TrainingKeyframe? = nil
  ) throws -> Trainer {
    let network = try Network(
      name: "x", title: "X", input: Shape(height: 6, width: 6),
      layers: [
        .convolution("conv", 5, kernel: 3), .dropout("dropout", rate: 0.25), .dense("hidden", 9),
        .dense("scores", 3, isRectified: false),
      ])
    let examples = Noise(shape: network.input, count: 23, classes: 3, seed: 4, isVaried: true)
    return Trainer(
      network,
      TrainingPlan(optimizer: .adam(), learningRate: .cosine(from: 0.01, steps: 12), batchSize: 10, seed: seed),
      on: examples, from: keyframe)
  }

  @Test func theNumberOfThreadsDoesNotMatter() throws {
    let usual = Engine.threads
    defer { Engine.threads = usual }
    let keyframes = try [1, 2, 3, 7].map { threads in
      Engine.threads = threads
      var trainer = try Self.trainer()
      trainer.run(until: 7) { _ in true }
      return trainer.keyframe
    }
    #expect(keyframes.allSatisfy { $0 == keyframes[0] })
  }

  @Test func theSeedDecides() throws {
    let keyframes = try ([3, 3, 4] as [UInt64]).map { seed in
      var trainer = try Self.trainer(seed: seed)
      trainer.run(until: 4) { _ in true }
      return trainer.keyframe
    }
    #expect(keyframes[0] == keyframes[1])
    #expect(keyframes[0].parameters != keyframes[2].parameters)
  }

  /// Stopped in the middle of an epoch, and taken up again by another trainer.
  @Test func aStopIsNotNoticed() throws {
    var whole = try Self.trainer()
    whole.run(until: 10) { _ in true }
    var first = try Self.trainer()
    first.run(until: 10) { $0.step < 4 }
    #expect(first.keyframe.step == 4)
    var second = try Self.trainer(from: first.keyframe)
    second.run(until: 10) { _ in true }
    #expect(second.keyframe == whole.keyframe)
  }

  @Test func keyframesComeAtTheirInterval() throws {
    var steps: [Int] = []
    var trainer = try Self.trainer()
    trainer.run(until: 8, every: 3) { keyframe in
      steps.append(keyframe.step)
      return true
    }
    #expect(steps == [3, 6, 8])
  }

  /// Every epoch takes every picture once, in an order of its own.
  @Test func anEpochIsAShuffle() {
    let generator = SeededGenerator(seed: 1)
    let orders = (0..<3).map { generator.stream($0).shuffled(50) }
    #expect(orders.allSatisfy { $0.sorted() == Array(0..<50) })
    #expect(Set(orders).count == 3 && !orders.contains(Array(0..<50)))
    // No place is preferred: each of 5 numbers comes first about as often.
    var counts = [Int](repeating: 0, count: 5)
    for index in 0..<5000 { counts[generator.stream(index).shuffled(5)[0]] += 1 }
    #expect(counts.allSatisfy { (900...1100).contains($0) })
  }

  @Test func whatIsDroppedOutLearnsNothing() throws {
    let network = try Network(
      name: "x", title: "X", input: Shape(vector: 9),
      layers: [
        .dropout("drop", rate: 0.5), .dense("hidden", 16),
        Layer("later", .dropout(Dropout(rate: 0.5)), isRectified: true), .dense("scores", 3, isRectified: false),
      ])
    let picture = Tensor(network.input, repeating: 1)
    func pass(_ picture: Tensor) -> RememberedPass {
      RememberedPass(
        of: picture, through: network, weights: SeededWeights(seed: 1), dropout: SeededGenerator(seed: 2))
    }
    let outputGradient = Tensor(Shape(vector: 3), values: [1, -1, 0.5])
    let remembered = pass(picture)
    let gradients = remembered.gradients(outputGradient)
    #expect(Set(remembered.outputs[0].values) == [0, 2])
    let ofHidden = try #require(gradients.outputs[1])
    for (kept, gradient) in zip(remembered.outputs[0].values, gradients.picture.values) where kept == 0 {
      #expect(gradient == 0)
    }
    for (kept, gradient) in zip(remembered.outputs[2].values, ofHidden.values) where kept == 0 {
      #expect(gradient == 0)
    }
    // By differences, with the same masks.
    expectGradient(at: picture.values, is: gradients.picture.values, outputGradient: outputGradient, step: 1e-3) {
      pass(Tensor(network.input, values: $0)).outputs[3]
    }
  }

  @Test func parametersGoThroughARow() throws {
    let network = try Self.small()
    let parameters = NetworkParameters(of: network, from: SeededWeights(seed: 9))
    #expect(parameters.values.count == network.parameters)
    let doubled = parameters.replacing(parameters.values.map { 2 * $0 })
    #expect(doubled.layers[2]?.weights == parameters.layers[2]?.weights.map { 2 * $0 })
    #expect(doubled.layers[1] == nil)
    #expect(parameters.replacing(parameters.values) == parameters)
  }
}
