import CellCanvas

extension ConnectionGraph {
  /// Which channels of an input reach which of as many that come out.
  ///
  /// - Parameters:
  ///   - groups: into which they are parted; as many as there are channels for a layer that keeps them all apart.
  ///   - grids: the names under which the channels of the input and of the output can be pointed at.
  ///   - pointer: what is pointed at; its lines are lit.
  static func channels(_ count: Int, groups: Int, grids: [String?] = [nil, nil], pointer: Target? = nil)
    -> ConnectionGraph
  {
    let seen = count / groups
    func isLit(_ from: Int, _ to: Int) -> Bool {
      guard let pointer, let layer = grids.firstIndex(of: pointer.grid) else { return false }
      return layer == 0 ? pointer.column == from : pointer.column == to
    }
    let layers = (0...1).map { layer in
      Layer(
        layer == 0 ? .input("in") : .output("out"), name: grids[layer],
        units: (0..<count).map { channel in
          let isPointed = pointer == grids[layer].map { Target(grid: $0, row: 0, column: channel) }
          return Unit(
            "\(channel + 1)", position: Double(channel),
            paper: pointer != nil && isPointed ? .role(.active) : .level(layer == 0 ? .input : .output, 0.5),
            style: .bold)
        })
    }
    let lines = (0..<count).flatMap { to in
      (0..<seen).map { offset -> Connection in
        let from = to / seen * seen + offset
        return Connection(layer: 0, from: from, to: to, ink: isLit(from, to) ? .role(.active) : .level(.kernel, 0.75))
      }
    }
    return ConnectionGraph(layers: layers, connections: lines)
  }
}
