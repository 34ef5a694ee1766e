import CellCanvas
import ConvolutionEngine

/// A forward pass of a picture through a network, run in the background: what has come out of its stages so far.
struct NetworkPass: Sendable {
  /// Where the weights come from.
  enum Origin: Sendable {
    /// Drawn at random from a seed.
    case seed(Int)
    /// Inside of the program, with the names of its classes, or none.
    case carried(any WeightSource, names: [String] = [])
    /// A file of the viewer's.
    case file(TrainedNetwork)
  }

  /// What came out of one stage.
  struct StageResult: Sendable {
    let maps: Tensor
    /// The largest value.
    let peak: Float
    /// After the last stage: the scores as probabilities.
    let probabilities: Tensor?
  }

  let network: Network
  let input: Tensor
  let origin: Origin
  private(set) var results: [StageResult] = []
  /// Why the pass ended early; `nil` as long as it has not.
  private(set) var failure: String?

  /// A pass that has not begun.
  init(of input: Tensor, through network: Network, origin: Origin) {
    self.network = network
    self.input = input
    self.origin = origin
  }

  /// The pass itself. Its weights are drawn or read stage by stage, and given up again.
  var work: BackgroundWork {
    let (network, input, origin) = (network, input, origin)
    return BackgroundWork(label: "forward pass", key: key) { deliver in
      guard deliver(0, nil) else { return }
      let weights: any WeightSource =
        switch origin {
        case .seed(let seed): SeededWeights(seed: UInt64(seed))
        case .carried(let weights, _): weights
        case .file(let trained): trained.weights
        }
      network.run(input, weights: weights, isFastest: true) { index, _, maps in
        if case .file(let trained) = origin, let failure = trained.weights.failure {
          _ = deliver(1, failure)
          return false
        }
        let isLast = index == network.stages.count - 1
        return deliver(
          network.workDone(after: index),
          StageResult(
            maps: maps, peak: maps.range.upperBound, probabilities: isLast ? network.probabilities(from: maps) : nil))
      }
    }
  }

  private var key: String {
    if case .seed(let seed) = origin { return "\(network.name), \(network.input), seed \(seed)" }
    return "\(network.name), \(network.input)"
  }

  mutating func receive(_ result: any Sendable) {
    if let result = result as? StageResult, results.count < network.stages.count { results.append(result) }
    if let error = result as? SafetensorsError { failure = error.description }
  }

  /// What came out of a stage; `nil` while it is being computed.
  func result(of stage: Int) -> StageResult? { stage < results.count ? results[stage] : nil }

  /// Where the weights come from, then the same in fewer words.
  var weightsForms: [String] {
    switch origin {
    case .seed(let seed): ["untrained weights, seed \(seed)", "untrained", "random"]
    case .carried: ["trained weights, those of the program", "trained"]
    case .file(let trained): ["weights from \(trained.fileName)", "your weights"]
    }
  }

  /// Whether the weights were learned, so that classes mean something.
  var isTrained: Bool { if case .seed = origin { false } else { true } }

  /// What a class is called.
  func name(ofClass index: Int) -> String {
    if case .file(let trained) = origin { return trained.name(ofClass: index) }
    if case .carried(_, let names) = origin, names.indices.contains(index) { return names[index] }
    return "class \(index)"
  }
}

extension Network {
  /// Scores as probabilities; what a softmax gave are some.
  fileprivate func probabilities(from scores: Tensor) -> Tensor? {
    guard scores.shape.height * scores.shape.width == 1 else { return nil }
    if case .softmax = stages[stages.count - 1].layer.kind { return scores }
    return Softmax()(scores)
  }
}
