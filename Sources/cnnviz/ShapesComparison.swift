import CellCanvas
import ConvolutionEngine
import Lecture

/// Two networks side by side: their sums, and below these their parts, module beside module.
struct ShapesComparison {
  private let networks: [Network]

  init(_ first: Network, _ second: Network) { networks = [first, second] }

  func text(in columns: Int) -> String { totals + "\n" + parts(in: columns) }

  // MARK: Sums

  private var totals: String {
    var table = TextTable(["", ">" + networks[0].title, ">" + networks[1].title, ">second / first"])
    func add(_ name: String, _ amount: (Network) -> Int) {
      let amounts = networks.map(amount)
      let ratio = amounts[0] > 0 ? NumberText.fixed(Double(amounts[1]) / Double(amounts[0]), decimals: 2) : ""
      table.add([name] + amounts.map(NumberText.integer) + [ratio])
    }
    table.add(["input"] + networks.map { $0.input.description })
    add("stages") { $0.stages.count }
    add("layers with weights, longest way") { $0.depth }
    add("parameters", \.parameters)
    add("multiply-adds", \.multiplyAdds)
    add("bytes of parameters", \.parameterBytes)
    add("bytes of outputs", \.activationBytes)
    return table.text
  }

  // MARK: Parts

  /// The modules of both, in their order, each network in its half.
  private func parts(in columns: Int) -> String {
    var table = TextTable([
      networks[0].title, ">output", ">parameters", ">work", "│", networks[1].title, ">output", ">parameters", ">work",
    ])
    let modules = networks.map(\.modules)
    for place in 0..<(modules.map(\.count).max() ?? 0) {
      let halves = zip(networks, modules).map { network, modules in
        modules.indices.contains(place) ? Self.row(modules[place], of: network) : ["", "", "", ""]
      }
      table.add(halves[0] + ["│"] + halves[1])
    }
    // Both lose a column where there is too little room, so that what is left compares.
    for heading in ["work", "output"] {
      var narrower = table
      if !narrower.fit(columns, leavingOut: [heading]).isEmpty { _ = table.fit(0, leavingOut: [heading, heading]) }
    }
    return table.text + (modules.joined().contains(where: \.isBranched) ? "+ several stages, on branches\n" : "")
  }

  private static func row(_ module: NetworkModule, of network: Network) -> [String] {
    let stages = network.stages[module.stages]
    let name = (module.isBranched ? "+ " : "") + network.subject(of: module)
    // Below a thousand there is no prefix to part from the number.
    func short(_ amount: Int) -> String {
      amount >= 1000 ? NumberText.metric(Double(amount), unit: "") : amount > 0 ? "\(amount)" : ""
    }
    return [
      name, stages.last.map { $0.output.description.filter { $0 != " " } } ?? "",
      short(stages.reduce(0) { $0 + $1.parameters }),
      short(stages.reduce(0) { $0 + $1.multiplyAdds }),
    ]
  }
}
