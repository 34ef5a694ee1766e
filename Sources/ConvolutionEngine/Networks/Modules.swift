/// A part of a network with one way in and one way out: an inception module, a residual block, or a single layer with the
/// normalisation and the ReLU behind it.
public struct NetworkModule: Hashable, Sendable {
  /// The name of the stage whose output leaves it.
  public let name: String
  /// Its stages, by their index in the network.
  public let stages: Range<Int>
  /// Whether its stages fall into branches, one of which may be a shortcut with nothing on it.
  public let isBranched: Bool
}

extension Network {
  /// What a module is called: by its own name where it branches, else by the stage that it is about, the first with a window
  /// or weights, unless that is called after the module (conv1-conv of conv1).
  public func subject(of module: NetworkModule) -> String {
    let held = stages[module.stages]
    let main = (held.first { $0.layer.window != nil || $0.weights > 0 } ?? held[held.startIndex]).name
    return module.isBranched || main.hasPrefix(module.name) ? module.name : main
  }

  /// The network as a chain of modules, found by what takes from what, so that a network of anybody's falls into them:
  /// between two modules all that is known passes through one stage.
  ///
  /// Layers that only finish the one before them (batch normalisation, ReLU, dropout) belong to its module.
  public var modules: [NetworkModule] {
    // A stage ends a module when nothing behind it takes from anything before it.
    var reaches = [Int](repeating: -1, count: stages.count)
    for (index, stage) in stages.enumerated() {
      for source in stage.sources.compactMap({ $0 }) { reaches[source] = index }
    }
    let inputReach = stages.lastIndex { $0.sources.contains(nil) } ?? 0
    var farthest = inputReach
    var modules: [NetworkModule] = []
    var first = 0
    for index in stages.indices {
      defer { farthest = max(farthest, reaches[index]) }
      guard farthest <= index else { continue }
      let isBranched = index > first && !isChain(first...index)
      if !isBranched, first == index, stages[index].finishesOnly, let last = modules.popLast() {
        modules.append(
          NetworkModule(
            name: stages[index].name, stages: last.stages.lowerBound..<index + 1, isBranched: last.isBranched))
      } else {
        modules.append(NetworkModule(name: stages[index].name, stages: first..<index + 1, isBranched: isBranched))
      }
      first = index + 1
    }
    return modules
  }

  /// Whether each of these stages takes just the output of the one before it.
  private func isChain(_ indices: ClosedRange<Int>) -> Bool {
    indices.dropFirst().allSatisfy { stages[$0].sources == [$0 - 1] }
  }
}

extension Stage {
  /// Whether it only finishes what the stage before it began.
  fileprivate var finishesOnly: Bool {
    switch layer.kind {
    case .batchNormalization, .rectification, .dropout: true
    default: false
    }
  }
}

extension NetworkModule {
  /// A stage's name without that of its module: `3x3-reduce` of `3a-3x3-reduce` in `3a`.
  public func shortName(of stage: Stage) -> String {
    stage.name.hasPrefix(name + "-") ? String(stage.name.dropFirst(name.count + 1)) : stage.name
  }
}
