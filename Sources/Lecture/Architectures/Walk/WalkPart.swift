import CellCanvas
import ConvolutionEngine

/// One step of a walk through a network: a module with all of its stages, or a single stage of one.
struct WalkPart: Sendable {
  /// The network's stages that belong to it, by their index.
  let indices: Range<Int>
  let stages: [Stage]
  /// Whether its stages fall into branches.
  let isBranched: Bool
  /// What it is called.
  let name: String
  /// What goes into it.
  let input: Shape
  /// Whether nothing comes behind it.
  let isEnd: Bool
  /// Whether a convolution comes before it.
  let followsConvolution: Bool
  /// The stages of a module whose outputs nothing takes.
  let looseEnds: [String]

  init(_ module: NetworkModule, of network: Network) {
    self.init(module.stages, isBranched: module.isBranched, name: network.subject(of: module), of: network)
  }

  /// A stage by itself.
  init(stage: Int, of network: Network) {
    self.init(stage..<stage + 1, isBranched: false, name: network.stages[stage].name, of: network)
  }

  /// Stages one behind the other that are looked at together: the convolutions of a block and its pooling.
  init(block indices: Range<Int>, name: String, of network: Network) {
    self.init(indices, isBranched: false, name: name, of: network)
  }

  private init(_ indices: Range<Int>, isBranched: Bool, name: String, of network: Network) {
    self.indices = indices
    self.isBranched = isBranched
    stages = Array(network.stages[indices])
    self.name = name
    input = indices.lowerBound == 0 || stages[0].sources.contains(nil) ? network.input : stages[0].input
    isEnd = indices.upperBound == network.stages.count
    followsConvolution = network.stages[..<indices.lowerBound].contains(where: \.isConvolution)
    let taken = Set(network.stages.flatMap(\.sources).compactMap { $0 })
    looseEnds = indices.dropLast().filter { !taken.contains($0) }.map { network.stages[$0].name }
  }

  /// The stage whose output leaves it.
  var last: Stage { stages[stages.count - 1] }
  /// The stage that it is about: the first with a window or weights, behind which a normalisation or a ReLU only finishes.
  var main: Stage { stages.first { $0.layer.window != nil || $0.weights > 0 } ?? stages[0] }

  var output: Shape { last.output }
  var parameters: Int { stages.reduce(0) { $0 + $1.parameters } }
  var multiplyAdds: Int { stages.reduce(0) { $0 + $1.multiplyAdds } }
  var activationBytes: Int { stages.reduce(0) { $0 + $1.activationBytes } }
  var isLearned: Bool { parameters > 0 }
  /// Whether several of its stages do work of their own, one behind the other, and not only finish the one before.
  var isChain: Bool { !isBranched && stages.count { $0.layer.window != nil || $0.isDense } > 1 }
  /// Whether it gives units in a row, as a dense stage and what is behind one do, and no maps.
  var isRow: Bool {
    guard !isBranched, output.height * output.width == 1 else { return false }
    return switch main.layer.kind {
    case .dense, .softmax, .rectification, .dropout, .normalization, .batchNormalization: true
    default: false
    }
  }
  /// The family of its colour.
  var family: ColorScale { isBranched ? .kernel : main.family }

  /// What kind it is, in a few words.
  var kind: String {
    if isChain { return "block of \(counted(stages.count, "stage"))" }
    guard isBranched else {
      let rest = stages.filter { $0.name != main.name }.map(\.layer.kindName)
      return ([main.layer.kindName] + rest).joined(separator: ", ")
    }
    return switch last.layer.kind {
    case .addition: addsItsInput ? "residual block" : "residual block with a projection"
    case .concatenation: "module of \(counted(branches, "branch"))"
    default: "module of \(counted(stages.count, "stage"))"
    }
  }

  /// How many stages, and paths with none on them, take what goes in.
  var branches: Int { last.sources.count }

  /// Whether what goes in is also added to what comes out.
  var addsItsInput: Bool { last.sources.contains { ($0 ?? -1) < indices.lowerBound } }

  // MARK: Its graph

  /// What flows into what; box 0 is what goes in. A stage that only finishes the one before it has no box of its own.
  ///
  /// - Parameter active: the stage that the eye is to go to.
  /// - Returns: the graph, and the stage of each box but the first.
  func graph(active: Int? = nil, name: String) -> (graph: FlowGraph, stages: [Int]) {
    var boxes = [FlowGraph.Box("in \(input.channels)", paper: .level(.input, 0.5))]
    var held: [Int] = []
    /// The box in which each stage is.
    var places: [Int: Int] = [:]
    for (offset, stage) in stages.enumerated() {
      let index = indices.lowerBound + offset
      let sources = stage.sources.map { source in source.flatMap { places[$0] } ?? 0 }
      switch stage.layer.kind {
      case .batchNormalization, .rectification, .dropout:
        if let source = sources.first, source > 0 {
          places[index] = source
          continue
        }
      default: break
      }
      let isLit = index == active
      boxes.append(
        FlowGraph.Box(
          stage.label, paper: isLit ? .role(.active) : .level(stage.family, 0.55),
          from: Array(Set(sources)).sorted { (sources.firstIndex(of: $0) ?? 0) < (sources.firstIndex(of: $1) ?? 0) },
          isActive: isLit))
      held.append(index)
      places[index] = boxes.count - 1
    }
    return (FlowGraph(boxes, name: name), held)
  }
}

extension Stage {
  /// Whether each of its outputs has weights of its own.
  var isDense: Bool { if case .dense = layer.kind { true } else { false } }

  /// Whether it slides filters that are learned.
  var isConvolution: Bool { if case .convolution = layer.kind { true } else { false } }

  /// What it is, short enough for a box: "3×3 128".
  var label: String {
    switch layer.kind {
    case .convolution(let filters, let window, _):
      "\(window.kernel)×\(window.kernel) \(filters)" + (window.stride > 1 ? " /\(window.stride)" : "")
    case .transposedConvolution(let channels, let window): "\(window.kernel)×\(window.kernel)ᵀ \(channels)"
    case .maxPooling(let window): "max \(window.kernel)×\(window.kernel)"
    case .averagePooling(let window): "mean \(window.kernel)×\(window.kernel)"
    case .adaptiveAveragePooling: "mean"
    case .normalization, .batchNormalization: "norm"
    case .rectification: "ReLU"
    case .dropout: "dropout"
    case .dense(let outputs): "dense \(outputs)"
    case .softmax: "softmax"
    case .addition: "+"
    case .concatenation: "concat \(output.channels)"
    }
  }
}
