import Testing

@testable import ConvolutionEngine

@Suite struct NormalizedTrainingTests {
  /// Plain layers as `photos` has them, with and without a pooling behind a convolution, and extents that fill no register.
  private static let plain: Network = {
    do {
      return try Network(
        name: "small", title: "Small", input: Shape(height: 10, width: 9, channels: 3),
        layers: [
          .convolution("conv1", 19, kernel: 5, padding: 2), .maxPooling("pool1", 2, stride: 2),
          .convolution("conv2", 8, kernel: 3, padding: 1), .convolution("conv3", 13, kernel: 3, padding: 1),
          .globalAveragePooling("pool"), .dense("scores", 4, isRectified: false),
        ])
    } catch {
      preconditionFailure("\(error)")
    }
  }()

  /// Pictures of random values.
  private struct Noise: LabelledPictures {
    let count: Int
    func picture(at index: Int, _ generator: SeededGenerator?) -> Tensor {
      Tensor(plain.input, seed: UInt64(100 + index))
    }
    func label(at index: Int) -> Int { index % 4 }
  }

  /// Parameters with shifts and scales that are not those of the start.
  private static func parameters(of network: Network) -> NetworkParameters {
    let start = NetworkParameters(of: network, from: SeededWeights(seed: 3))
    let noise = SeededGenerator(seed: 4).uniforms(start.values.count, in: -0.2...0.2)
    return start.replacing(zip(start.values, noise).map { $0 + $1 })
  }

  @Test func normalizationsComeBehindPoolings() {
    let training = NormalizedTraining(Self.plain, dropout: 0.2)
    #expect(
      training.trained.stages.map(\.name) == [
        "conv1", "pool1", "conv1-normalization", "conv2", "conv2-normalization", "conv3", "conv3-normalization", "pool",
        "dropout", "scores",
      ])
    #expect(
      training.trained.stages.filter { $0.weights > 0 && $0.biases == 0 }.map(\.name) == ["conv1", "conv2", "conv3"])
  }

  /// All outputs of a batch, layer by layer, by the layers' own functions; and the memories of the normalisations.
  private func run(
    _ batch: [Tensor], through network: Network, _ weights: NetworkParameters
  ) -> (outputs: [[Tensor]], memories: [Int: BatchNormalization.Memory]) {
    var outputs: [[Tensor]] = []
    var memories: [Int: BatchNormalization.Memory] = [:]
    for (index, stage) in network.stages.enumerated() {
      let inputs = stage.sources[0].map { outputs[$0] } ?? batch
      if case .batchNormalization(let epsilon) = stage.layer.kind {
        let layer = stage.batchNormalization(epsilon, weights.parameters(of: stage, at: index))
        let (results, memory) = layer.train(inputs)
        memories[index] = memory
        outputs.append(results.map { stage.layer.isRectified ? ReLU()($0) : $0 })
      } else {
        outputs.append(inputs.map { stage.run([$0], weights: weights, at: index) })
      }
    }
    return (outputs, memories)
  }

  @Test(arguments: [2, 5]) func aBatchLearnsAsTheLayersSay(count: Int) {
    let network = NormalizedTraining(Self.plain).trained
    let weights = Self.parameters(of: network)
    let batch = (0..<count).map { Noise(count: count).picture(at: $0, nil) }
    let (outputs, memories) = run(batch, through: network, weights)
    let crossEntropy = CrossEntropy(smoothing: 0.1)
    var loss: Float = 0
    var gradients = outputs[outputs.count - 1].enumerated().map { index, scores in
      loss += crossEntropy(scores, label: index % 4)
      return crossEntropy.gradient(scores: scores, label: index % 4)
    }
    var wanted: [[Float]] = []
    for (index, stage) in network.stages.enumerated().reversed() {
      let inputs = stage.sources[0].map { outputs[$0] } ?? batch
      if case .batchNormalization(let epsilon) = stage.layer.kind, let memory = memories[index] {
        let layer = stage.batchNormalization(epsilon, weights.parameters(of: stage, at: index))
        let behind = zip(gradients, outputs[index]).map { ReLU().gradient($0, output: $1) }
        let result = layer.gradients(behind, memory: memory)
        // The scales are not learned.
        wanted.append([Float](repeating: 0, count: result.scales.count) + result.shifts)
        gradients = result.inputs
      } else {
        var ofParameters = [Float](repeating: 0, count: stage.parameters)
        gradients = gradients.indices.map { picture in
          let result = stage.gradients(
            gradients[picture], inputs: [inputs[picture]], output: outputs[index][picture], weights: weights, at: index)
          for (place, value) in ((result.parameters?.weights ?? []) + (result.parameters?.biases ?? [])).enumerated() {
            ofParameters[place] += value
          }
          return result.inputs[0]
        }
        wanted.append(ofParameters)
      }
    }
    let all = wanted.reversed().flatMap(\.self)
    let largest = all.map(abs).max() ?? 0
    for loops in ChosenLoops.all {
      ChosenLoops.$current.withValue(loops) {
        let pass = BatchPass(network, LessonPlan(statistics: .batch(pictures: 5), smoothing: 0.1))
        let lesson = pass.lesson(
          of: count, network.batchParameters(weights), gradients: [Float](repeating: 0, count: network.parameters)
        ) { BatchExample(picture: batch[$0], label: $0 % 4, dropout: nil) }
        #expect(abs(lesson.loss - loss) <= 1e-5 * loss)
        #expect(lesson.gradients.count == all.count && largest > 0)
        #expect(zip(lesson.gradients, all).allSatisfy { abs($0 - $1) <= 2e-5 * largest }, "\(loops.name)")
      }
    }
  }

  /// What is folded away does what it did: the plain network gives the scores that the other gives with its statistics.
  @Test func theFoldedNetworkGivesTheSameScores() {
    let training = NormalizedTraining(Self.plain)
    let network = training.trained
    let start = Self.parameters(of: network)
    let examples = Noise(count: 6)
    let plain = training.plainParameters(of: start, statisticsOf: examples, Array(0..<6), batch: 6, generator: nil)
    let batch = (0..<6).map { examples.picture(at: $0, nil) }
    let wanted = run(batch, through: network, start).outputs[network.stages.count - 1]
    let prepared = PreparedNetwork(Self.plain, weights: plain)
    for (picture, scores) in zip(batch, wanted) {
      let largest = scores.values.map(abs).max() ?? 0
      #expect(zip(prepared(picture).values, scores.values).allSatisfy { abs($0 - $1) <= 1e-4 * largest })
    }
  }

  /// Statistics are the means over batches, whoever works on them.
  @Test func statisticsDoNotDependOnThreads() {
    let training = NormalizedTraining(Self.plain)
    let start = Self.parameters(of: training.trained)
    let usual = Engine.threads
    defer { Engine.threads = usual }
    let results = [1, 2, 3].map { threads in
      Engine.threads = threads
      return training.plainParameters(
        of: start, statisticsOf: Noise(count: 11), Array(0..<11), batch: 3, generator: SeededGenerator(seed: 1))
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test func trainingIsTheSameForAnyNumberOfThreads() {
    let training = NormalizedTraining(Self.plain, dropout: 0.3)
    let plan = TrainingPlan(
      optimizer: .nesterov(), learningRate: .warmCosine(to: 0.1, warmUp: 2, steps: 6), batchSize: 7, seed: 9,
      statistics: .batch(pictures: 3), weightDecay: 1e-3, smoothing: 0.1, averaging: 0.9)
    let usual = Engine.threads
    defer { Engine.threads = usual }
    let keyframes = [1, 2, 3].map { threads in
      Engine.threads = threads
      var trainer = Trainer(training.trained, plan, on: Noise(count: 17))
      trainer.run(until: 6) { _ in true }
      return trainer.keyframe
    }
    #expect(keyframes[0] == keyframes[1] && keyframes[0] == keyframes[2])
    #expect(keyframes[0].steadyParameters != keyframes[0].parameters)
    // The scales stay as they were.
    for (stage, layer) in zip(training.trained.stages, keyframes[0].parameters.layers) {
      if case .batchNormalization = stage.layer.kind { #expect(layer?.weights.allSatisfy { $0 == 1 } == true) }
    }
  }

  /// With a rate of nearly nothing in sight the decay alone moves weights, and the average follows with its share.
  @Test func weightsDecayAndAreAveraged() throws {
    let network = try Network(
      name: "one", title: "One", input: Shape(height: 4, width: 4, channels: 1),
      layers: [.convolution("conv", 2, kernel: 3), .dense("scores", 3, isRectified: false)])
    struct Dark: LabelledPictures {
      var count: Int { 4 }
      func picture(at index: Int, _ generator: SeededGenerator?) -> Tensor {
        Tensor(Shape(height: 4, width: 4, channels: 1), repeating: 0)
      }
      func label(at index: Int) -> Int { index % 3 }
    }
    let plan = TrainingPlan(
      optimizer: .descent(momentum: 0), learningRate: .constant(0.5), batchSize: 4, seed: 2, weightDecay: 0.1,
      averaging: 0.5)
    var trainer = Trainer(network, plan, on: Dark())
    let before = trainer.keyframe.parameters
    trainer.step()
    let after = trainer.keyframe.parameters
    for (old, new) in zip(before.layers, after.layers) {
      for (one, other) in zip(old?.weights ?? [], new?.weights ?? []) { #expect(abs(other - 0.95 * one) <= 1e-6) }
    }
    let average = try #require(trainer.keyframe.average)
    for (index, value) in average.enumerated() {
      #expect(abs(value - (0.1 * before.values[index] + 0.9 * after.values[index])) <= 1e-6)
    }
  }
}

@Suite struct SmoothedLabelTests {
  @Test(arguments: [Float(0.1), 0.35]) func lossAndGradientFollowTheirDefinition(smoothing: Float) {
    let scores = Tensor(Shape(vector: 7), seed: 12, in: -3...3)
    let loss = CrossEntropy(smoothing: smoothing)
    let probabilities = Softmax()(scores).values
    var wanted = 0.0
    for (index, probability) in probabilities.enumerated() {
      let target = Double(smoothing) / 7 + (index == 4 ? 1 - Double(smoothing) : 0)
      wanted -= target * Double(probability).logarithm
    }
    #expect(abs(Double(loss(scores, label: 4)) - wanted) <= 1e-5)
    expectGradient(
      at: scores.values, is: loss.gradient(scores: scores, label: 4).values, outputGradient: Tensor(signal: [1])
    ) { Tensor(signal: [loss(Tensor(scores.shape, values: $0), label: 4)]) }
  }
}

extension Double {
  /// By a series, so that nothing of the engine's is taken: ln x = 2·artanh((x − 1)/(x + 1)).
  fileprivate var logarithm: Double {
    let ratio = (self - 1) / (self + 1)
    var (power, sum) = (ratio, 0.0)
    for index in 0..<4000 {
      sum += power / Double(2 * index + 1)
      power *= ratio * ratio
    }
    return 2 * sum
  }
}

@Suite struct WarmDescentTests {
  @Test func nesterovLooksAhead() {
    let gradients: [[Float]] = [[1, -2, 0.5], [0.25, 4, -1], [-3, 0, 2]]
    var values: [Float] = [1, 2, 3]
    var memory = Optimizer.Memory()
    var (wanted, speed) = ([1.0, 2, 3], [0.0, 0, 0])
    for gradient in gradients {
      Optimizer.nesterov(momentum: 0.8).step(&values, along: gradient, rate: 0.1, &memory)
      for index in 0..<3 {
        speed[index] = 0.8 * speed[index] + Double(gradient[index])
        wanted[index] -= 0.1 * (Double(gradient[index]) + 0.8 * speed[index])
      }
    }
    #expect(zip(values, wanted).allSatisfy { abs(Double($0) - $1) <= 1e-6 })
  }

  @Test func theRateRisesAndFalls() {
    let rate = LearningRate.warmCosine(to: 0.4, warmUp: 20, steps: 100)
    #expect(rate(at: 0) > 0 && rate(at: 20) == 0.4 && rate(at: 100) < 1e-7)
    #expect(
      (0..<20).allSatisfy { rate(at: $0) < rate(at: $0 + 1) }
        && (20..<100).allSatisfy { rate(at: $0) > rate(at: $0 + 1) })
    #expect(abs(rate(at: 60) - 0.2) < 1e-6)
  }
}
