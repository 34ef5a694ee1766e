import ConvolutionEngine
import Lecture

/// How fast the engine is: by itself, and as a share of what the processor can do at most.
public struct EngineBenchmark: Sendable {
  /// One thing that was measured, with a number of threads; the best of several runs.
  public struct Row: Sendable {
    /// What: "AlexNet conv2".
    public let name: String
    /// How it was computed, where there are several ways: "direct".
    public let method: String
    /// How many threads shared the work.
    public let threads: Int
    /// How long one takes, in milliseconds: a picture, a step or a call.
    public let milliseconds: Double
    /// How many pictures or calls go through in a second.
    public let perSecond: Double
    /// Thousand million operations a second, a multiplication and an addition counted as two, as many as the definition
    /// takes; `nil` where nobody counts them.
    public let gigaflops: Double?
  }

  /// The most memory that a forward pass takes, beside what it cannot do without.
  public struct Memory: Sendable {
    /// By how much the program grew, in bytes.
    public let peak: Int
    /// All weights and all that comes out of the layers, in bytes.
    public let weightsAndActivations: Int
    /// How many times as much the former is.
    public var ratio: Double { Double(peak) / Double(weightsAndActivations) }
  }

  /// What one core can do at most, in thousand million operations a second: multiply-adds on registers alone, measured
  /// again and again between the rows.
  public let peak: Double
  /// AlexNet's convolutions by themselves, whole networks, a step of training, a small convolution.
  public let rows: [Row]
  /// Of AlexNet.
  public let memory: Memory

  /// Measures for about half a minute.
  public init() {
    memory = Self.measuredMemory()
    var stopwatch = Stopwatch()
    let threads = Engine.threads
    defer { Engine.threads = threads }
    let counts = Machine().cores > 1 ? [1, 2] : [1]
    rows =
      Self.convolutions(counts, &stopwatch)
      + [Network.alexNet, .vgg16, .resNet50, .photos].flatMap { Self.forwardPass($0, counts, &stopwatch) }
      + Self.trainingStep(counts, &stopwatch) + Self.photoTrainingStep(counts, &stopwatch)
      + Self.ascentStep(counts, &stopwatch) + Self.liveRun(counts, &stopwatch)
      + Self.smallConvolution(counts, &stopwatch)
      + Self.answerToAStroke(&stopwatch)
    peak = stopwatch.peak
  }

  /// Which part of the peak of its threads a row reaches.
  public func shareOfPeak(_ row: Row) -> Double? { row.gigaflops.map { $0 / (Double(row.threads) * peak) } }

  // MARK: What is measured

  /// The program only grows, so that what it has grown to at the end is the most that was needed in between. Nothing
  /// else as large may have run before.
  private static func measuredMemory() -> Memory {
    let network = Network.alexNet
    let before = Machine.peakMemory
    let prepared = PreparedNetwork(network, weights: SeededWeights(seed: 1))
    _ = prepared(Tensor(network.input, seed: 1))
    return Memory(
      peak: Machine.peakMemory - before,
      weightsAndActivations: network.parameters * MemoryLayout<Float>.size + network.activationBytes)
  }

  private static func convolutions(_ threads: [Int], _ stopwatch: inout Stopwatch) -> [Row] {
    var rows: [Row] = []
    for stage in Network.alexNet.stages {
      guard case .convolution(let count, let window, _) = stage.layer.kind else { continue }
      let depth = stage.input.channels
      let weights = SeededGenerator(seed: 1).uniforms(count * window.kernel * window.kernel * depth, in: -0.1...0.1)
      let convolution = Convolution(
        FilterBank(count: count, rows: window.kernel, columns: window.kernel, depth: depth, values: weights),
        stride: window.stride, padding: window.padding, isRectified: stage.layer.isRectified)
      let input = Tensor(stage.input, seed: 1)
      let direct = PreparedConvolution(convolution, on: stage.input, method: .direct)
      let fastest = PreparedConvolution(convolution, on: stage.input)
      for prepared in fastest.method == .direct ? [direct] : [direct, fastest] {
        for threads in threads {
          rows.append(
            stopwatch.row(
              "AlexNet \(stage.name)", method: prepared.method.name(kernel: window.kernel), threads: threads,
              operations: 2 * stage.multiplyAdds
            ) { _ = prepared(input) })
        }
      }
    }
    return rows
  }

  private static func forwardPass(_ network: Network, _ threads: [Int], _ stopwatch: inout Stopwatch) -> [Row] {
    let prepared = PreparedNetwork(network, weights: SeededWeights(seed: 1))
    let picture = Tensor(network.input, seed: 1)
    return threads.map { threads in
      stopwatch.row("\(network.title), a picture", threads: threads, operations: 2 * network.multiplyAdds) {
        _ = prepared(picture)
      }
    }
  }

  private static func trainingStep(_ threads: [Int], _ stopwatch: inout Stopwatch) -> [Row] {
    let pictures = SeededPictures(count: 64, shape: Network.digits.input)
    let plan = TrainingPlan(optimizer: .descent(momentum: 0.9), batchSize: pictures.count, seed: 1)
    return threads.map { threads in
      var trainer = Trainer(.digits, plan, on: pictures)
      return stopwatch.row("Digits, a training step of \(pictures.count)", threads: threads, pictures: pictures.count) {
        trainer.step()
      }
    }
  }

  /// As `cnnviz train --images` makes them, with batch normalisations of 32 pictures.
  private static func photoTrainingStep(_ threads: [Int], _ stopwatch: inout Stopwatch) -> [Row] {
    let network = NormalizedTraining(.photos).trained
    let pictures = SeededPictures(count: 128, shape: network.input)
    let plan = TrainingPlan(
      optimizer: .nesterov(), batchSize: pictures.count, seed: 1, statistics: .batch(pictures: 32), weightDecay: 5e-4,
      smoothing: 0.1, averaging: 0.995)
    return threads.map { threads in
      var trainer = Trainer(network, plan, on: pictures)
      return stopwatch.row("Photos, a training step of \(pictures.count)", threads: threads, pictures: pictures.count) {
        trainer.step()
      }
    }
  }

  /// Up the score of a class, with all cures, as fantasy-image makes them.
  private static func ascentStep(_ threads: [Int], _ stopwatch: inout Stopwatch) -> [Row] {
    let network = Network.photos
    let weights = NetworkParameters(of: network, from: SeededWeights(seed: 1))
    return threads.map { threads in
      var ascent = ActivationAscent(
        .init(middleOf: 0, stage: network.scoresStage, of: network), of: network, weights: weights,
        from: ActivationAscent.noise(network.input, around: 0, deviation: 0.05, seed: 1), range: -1...1, grey: 0,
        rate: 0.05, cures: .init(decay: 0.01, variation: 0.01, jitter: 2, turn: 0.1, blurEvery: 8), seed: 1)
      return stopwatch.row("Photos, an ascent step", threads: threads) { ascent.step() }
    }
  }

  /// A stroke of the pen in the scene `draw-a-digit`, and all that it shows and says anew.
  private static func answerToAStroke(_ stopwatch: inout Stopwatch) -> [Row] {
    let grid = "ink"
    guard let type = catalogue.first(where: { $0.card.id == "draw-a-digit" }), let scene = try? type.init(Settings()),
      let pen = scene.pen(on: grid)
    else { return [] }
    var settings = Settings()
    settings.paint(pen, from: Pen.Place(row: 4, column: 14), to: Pen.Place(row: 20, column: 12))
    return [
      stopwatch.row("answer to a stroke", threads: 1) {
        var drawn = settings
        drawn.paint(pen, from: Pen.Place(row: 20, column: 12), to: Pen.Place(row: 22, column: 16))
        _ = (try? type.init(drawn))?.steps
      }
    ]
  }

  /// What the scene `train-live` does at its standard settings: 200 steps, and an examination after every fifth.
  private static func liveRun(_ threads: [Int], _ stopwatch: inout Stopwatch) -> [Row] {
    guard let type = catalogue.first(where: { $0.card.id == "train-live" }),
      let work = (try? type.init(Settings()))?.work
    else { return [] }
    return threads.map { threads in
      stopwatch.row("train-live, a run", threads: threads) { work.run { _, _ in true } }
    }
  }

  private static func smallConvolution(_ threads: [Int], _ stopwatch: inout Stopwatch) -> [Row] {
    let convolution = Convolution(FilterBank(kernel: Tensor(Shape(height: 3, width: 3), seed: 1)))
    let grid = Tensor(Shape(height: 7, width: 7), seed: 2)
    let calls = 1000
    return threads.map { threads in
      stopwatch.row("7 x 7 by 3 x 3, a call", threads: threads, operations: 2 * 25 * 9, calls: calls) {
        for _ in 0..<calls { _ = convolution(grid) }
      }
    }
  }
}

extension PreparedConvolution.Method {
  /// "direct", or Winograd's F(outputs, taps) along an axis: "F(2,3)".
  fileprivate func name(kernel: Int) -> String {
    switch self {
    case .direct: "direct"
    case .winograd(let outputs): "F(\(outputs),\(kernel))"
    }
  }
}

/// Noise with labels, which takes as long to learn from as anything.
private struct SeededPictures: LabelledPictures {
  let count: Int
  let shape: Shape

  func picture(at index: Int, _ generator: SeededGenerator?) -> Tensor {
    Tensor(shape, seed: UInt64(index), in: 0...1)
  }

  func label(at index: Int) -> Int { index % 10 }
}

/// Takes the best of several runs, and measures the peak between them.
private struct Stopwatch {
  private let clock = ContinuousClock()
  private(set) var peak = 0.0

  /// - Parameters:
  ///   - operations: of one call.
  ///   - pictures: of one call.
  ///   - calls: how many of them `work` makes.
  mutating func row(
    _ name: String, method: String = "", threads: Int, operations: Int? = nil, pictures: Int = 1, calls: Int = 1,
    _ work: () -> Void
  ) -> EngineBenchmark.Row {
    Engine.threads = threads
    work()
    var best = Duration.seconds(1000)
    let start = clock.now
    repeat {
      measurePeak()
      for _ in 0..<3 { best = min(best, clock.measure(work)) }
    } while clock.now - start < .milliseconds(300)
    let seconds = best / .seconds(1) / Double(calls)
    return EngineBenchmark.Row(
      name: name, method: method, threads: threads, milliseconds: 1000 * seconds,
      perSecond: Double(pictures) / seconds, gigaflops: operations.map { Double($0) / seconds / 1e9 })
  }

  private mutating func measurePeak() {
    var operations = 0
    let time = clock.measure { operations = Engine.runMultiplyAdds(rounds: 200_000) }
    peak = max(peak, Double(operations) / (time / .seconds(1)) / 1e9)
  }
}
