import ConvolutionEngine

/// A small network that learns to read digits in a few seconds: all that decides the run.
struct LiveRun: Sendable {
  /// η, by how much a weight follows its gradient.
  let rate: Float
  /// μ, the part of the last move that is made again.
  let momentum: Float
  /// λ, the part of each weight that is added to its gradient.
  let decay: Float
  /// How many digits a gradient is averaged over.
  let batch: Int
  /// What the first weights and all the digits follow from.
  let seed: UInt64
  /// How many training steps a part of the run has.
  let pace: Int
  /// The digits that are learned from, and those that never are.
  let lesson: LiveLesson

  /// How many parts a run has, each a step of the scene.
  static let parts = 8
  /// How many training steps lie between two frames.
  var interval: Int { max(1, pace / 5) }
  /// How many frames a part has.
  var framesPerPart: Int { pace / interval }
  /// How many training steps there are in all.
  var steps: Int { Self.parts * pace }

  /// Two convolutions with poolings, and a dense layer: a sixth of the work of the digit network.
  static let network: Network = {
    do {
      return try Network(
        name: "live", title: "the small network", input: Shape(height: 28, width: 28),
        layers: [
          .convolution("conv1", 8, kernel: 5),
          .maxPooling("pool1", 2, stride: 2),
          .convolution("conv2", 16, kernel: 5),
          .maxPooling("pool2", 2, stride: 2),
          .dense("dense3", 10, isRectified: false),
        ])
    } catch {
      preconditionFailure("the small network does not fit: \(error)")
    }
  }()

  /// The stages that have weights.
  static let layers = network.stages.indices.filter { network.stages[$0].weights > 0 }

  /// The plan that the engine's trainer follows.
  var plan: TrainingPlan {
    TrainingPlan(
      optimizer: .descent(momentum: momentum), learningRate: .constant(rate), batchSize: batch, seed: seed,
      weightDecay: decay)
  }

  /// Where the run begins.
  var start: LiveFrame {
    LiveFrame(TrainingKeyframe(startOf: plan, for: Self.network), meanLoss: nil, on: lesson.heldOut)
  }

  /// What a run delivers.
  enum Report: Sendable {
    /// The first step of all, seen from near.
    case first(FirstMove)
    /// The frames of the next part.
    case part([LiveFrame])
    /// A number became too large for the machine: after so many steps there is nothing to go on with.
    case lost(Int)
  }

  /// Trains, part by part.
  ///
  /// - Parameter deliver: takes how many steps are made, and what is new; says whether to go on.
  /// - Returns: whether it came to its end, be it that the numbers were lost.
  func train(_ deliver: (_ steps: Int, _ report: Report?) -> Bool) -> Bool {
    var trainer = Trainer(Self.network, plan, on: lesson.digits)
    var frames: [LiveFrame] = []
    var losses: [Float] = []
    while trainer.keyframe.step < steps {
      let before = trainer.keyframe.parameters
      trainer.step()
      let keyframe = trainer.keyframe
      losses.append(keyframe.loss ?? .nan)
      if keyframe.step == 1, !deliver(1, .first(FirstMove(from: before, to: keyframe.parameters, rate: rate))) {
        return false
      }
      if keyframe.step.isMultiple(of: interval) || !losses.allSatisfy(\.isFinite) {
        let mean = losses.reduce(0) { $0 + Double($1) } / Double(losses.count)
        losses = []
        let frame = LiveFrame(keyframe, meanLoss: mean, on: lesson.heldOut)
        guard frame.isFinite else {
          // What came before it is shown all the same.
          return (frames.isEmpty || deliver(keyframe.step, .part(frames))) && deliver(steps, .lost(keyframe.step))
        }
        frames.append(frame)
      }
      if keyframe.step.isMultiple(of: pace) {
        guard deliver(keyframe.step, .part(frames)) else { return false }
        frames = []
      } else if !deliver(keyframe.step, nil) {
        return false
      }
    }
    return true
  }
}

/// What the first training step does to the kernel of the first layer that moves most.
struct FirstMove: Sendable {
  /// Which of the kernels it is, from 0.
  let kernel: Int
  /// Its weights before and after, and the mean gradient of the batch's loss with respect to each.
  let before, gradient, after: Tensor

  /// - Parameter rate: η; the first move has no earlier one to make again, so that it is η times the gradient.
  init(from: NetworkParameters, to: NetworkParameters, rate: Float) {
    let (old, new) = (LiveFrame.kernels(from), LiveFrame.kernels(to))
    let taps = old.rows * old.columns
    func weights(_ bank: FilterBank, _ kernel: Int) -> [Float] {
      Array(bank.values[kernel * taps..<(kernel + 1) * taps])
    }
    func moves(_ kernel: Int) -> [Float] { zip(weights(old, kernel), weights(new, kernel)).map { $0 - $1 } }
    let sizes = (0..<old.count).map { moves($0).reduce(0) { $0 + $1 * $1 } }
    let kernel = sizes.indices.max { sizes[$0] < sizes[$1] } ?? 0
    let shape = Shape(height: old.rows, width: old.columns)
    self.kernel = kernel
    before = Tensor(shape, values: weights(old, kernel))
    after = Tensor(shape, values: weights(new, kernel))
    gradient = Tensor(shape, values: moves(kernel).map { $0 / rate })
  }
}

/// What there is to see of a network at one moment of its training.
struct LiveFrame: Sendable {
  /// How many steps it has made.
  let step: Int
  /// The mean loss of the batches since the frame before, each before its step, in nats; `nil` at the start.
  let meanLoss: Double?
  /// The mean loss on the digits held out, in nats.
  let loss: Double
  /// How many of the digits held out that are one digit, the row, are read as another, the column.
  let confusion: [[Int]]
  /// The first layer's kernels.
  let kernels: FilterBank
  /// What is going on in each layer with weights.
  let layers: [Layer]
  /// Which part of all weights lies in each of `bins` intervals of equal width over ±`bound`; what lies beyond is in the
  /// outermost.
  let histogram: [Double]

  /// A layer with weights, on one digit held out of each kind.
  struct Layer: Hashable, Sendable {
    /// Its name in the network.
    let name: String
    /// The mean size of what comes out, and of the gradient of the loss with respect to it.
    let activation, gradient: Double
    /// The mean size of its weights.
    let weight: Double
  }

  static let bins = 31
  static let bound: Float = 0.62

  init(_ keyframe: TrainingKeyframe, meanLoss: Double?, on heldOut: HeldOutDigits) {
    let network = LiveRun.network
    let weights = keyframe.parameters
    step = keyframe.step
    self.meanLoss = meanLoss
    kernels = Self.kernels(weights)
    let scores = network.outputs(for: heldOut, weights: weights) ?? []
    var (loss, confusion) = (0.0, [[Int]](repeating: [Int](repeating: 0, count: 10), count: 10))
    for (index, scores) in scores.enumerated() {
      let label = heldOut.label(at: index)
      loss += Double(CrossEntropy()(scores, label: label)) / Double(heldOut.count)
      confusion[label][scores.indexOfLargest] += 1
    }
    (self.loss, self.confusion) = (loss, confusion)
    layers = Self.layers(weights, heldOut)
    let values = LiveRun.layers.flatMap { weights.parameters(of: network.stages[$0], at: $0).weights }
    var counts = [Int](repeating: 0, count: Self.bins)
    for value in values where value.isFinite {
      let place = (min(max(value, -Self.bound), Self.bound) + Self.bound) / (2 * Self.bound) * Float(Self.bins)
      counts[min(Self.bins - 1, Int(place))] += 1
    }
    histogram = counts.map { Double($0) / Double(values.count) }
  }

  /// The kernels of the first layer.
  static func kernels(_ weights: NetworkParameters) -> FilterBank {
    let stage = LiveRun.network.stages[0]
    let side = stage.layer.window?.kernel ?? 1
    return FilterBank(
      count: stage.output.channels, rows: side, columns: side, depth: stage.input.channels,
      values: weights.parameters(of: stage, at: 0).weights)
  }

  private static func layers(_ weights: NetworkParameters, _ heldOut: HeldOutDigits) -> [Layer] {
    let network = LiveRun.network
    func mean(_ values: [Float]) -> Double { values.reduce(0) { $0 + Double(abs($1)) } / Double(values.count) }
    var sums = LiveRun.layers.map { _ in (activation: 0.0, gradient: 0.0) }
    for index in 0..<10 {
      let pass = RememberedPass(of: heldOut.picture(at: index), through: network, weights: weights)
      let scores = pass.outputs[network.scoresStage]
      let gradients = pass.gradients(
        CrossEntropy().gradient(scores: scores, label: heldOut.label(at: index)), ofParameters: false)
      for (place, stage) in LiveRun.layers.enumerated() {
        sums[place].activation += mean(pass.outputs[stage].values) / 10
        sums[place].gradient += mean(gradients.outputs[stage]?.values ?? [0]) / 10
      }
    }
    return zip(LiveRun.layers, sums).map { index, sums in
      let stage = network.stages[index]
      return Layer(
        name: stage.name, activation: sums.activation, gradient: sums.gradient,
        weight: mean(weights.parameters(of: stage, at: index).weights))
    }
  }

  /// Whether there are numbers to go on with.
  var isFinite: Bool { loss.isFinite && (meanLoss ?? 0).isFinite && layers.allSatisfy { $0.activation.isFinite } }

  /// How many of the digits held out are read right.
  var right: Int { confusion.indices.reduce(0) { $0 + confusion[$1][$1] } }

  /// The part of them, 0...1.
  var accuracy: Double { Double(right) / Double(confusion.reduce(0) { $0 + $1.reduce(0, +) }) }

  /// How far the first kernels are from those of another frame, in parts of the size of those.
  func distance(from other: LiveFrame) -> Double {
    var (moved, size) = (0.0, 0.0)
    for (new, old) in zip(kernels.values, other.kernels.values) {
      moved += Double((new - old) * (new - old))
      size += Double(old * old)
    }
    return size > 0 ? (moved / size).squareRoot() : 0
  }

  /// The mistake that is made most often: what it is, what it is read as, and how often; `nil` where there is none, or
  /// several are as frequent.
  var worst: (digit: Int, readAs: Int, count: Int)? {
    var all: [(digit: Int, readAs: Int, count: Int)] = []
    for digit in 0..<10 {
      for other in 0..<10 where other != digit && confusion[digit][other] > 0 {
        all.append((digit, other, confusion[digit][other]))
      }
    }
    let most = all.map(\.count).max() ?? 0
    let worst = all.filter { $0.count == most }
    return worst.count == 1 ? worst[0] : nil
  }
}
