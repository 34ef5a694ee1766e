import CellCanvas
import ConvolutionEngine
import Lecture

/// A network's stages, a row each, in the forms that people read and tables are made of.
struct ShapesTable {
  /// What the stages can be sorted by.
  enum Order: String, OptionWord {
    case parameters
    case multiplyAdds = "multiply-adds"
    case bytes

    static func read(_ text: String) throws -> Order { try read("--sort", text) }

    func amount(_ stage: Stage) -> Int {
      switch self {
      case .parameters: stage.parameters
      case .multiplyAdds: stage.multiplyAdds
      case .bytes: stage.activationBytes
      }
    }
  }

  let network: Network
  /// What comes first; `nil` keeps the network's own order.
  let order: Order?
  /// The stages by their index, in the order of the rows.
  private let indices: [Int]
  /// The stages that lie on branches, which stand farther in.
  private let branched: Set<Int>

  init(_ network: Network, order: Order?) {
    self.network = network
    self.order = order
    indices =
      order.map { order in
        network.stages.indices.sorted {
          (order.amount(network.stages[$0]), $1) > (order.amount(network.stages[$1]), $0)
        }
      } ?? Array(network.stages.indices)
    // What joins the branches again stands where the module does.
    branched = Set(network.modules.filter(\.isBranched).flatMap { $0.stages.dropLast() })
  }

  // MARK: Text

  /// The columns in the order of the table, numbers with > before them; and which can be done without, least needed first.
  private static let headings = [
    "stage", "kind", ">kernel", ">stride", ">padding", ">output shape", ">parameters", ">share", "▪", ">multiply-adds",
    ">of all", "▬", ">output bytes", ">field", ">jump", ">centre",
  ]
  private static let spare = [
    "centre", "jump", "padding", "output bytes", "stride", "kernel", "kind", "from", "of all", "share", "▬", "▪",
  ]

  /// The table; in so many columns as much of it as has room, without a limit all of it.
  func text(in columns: Int?) -> String {
    var table = TextTable(Self.headings + (network.isSequence ? [] : ["from"]))
    if order == nil { table.add(["input", "", "", "", "", network.input.description]) }
    let most = [Order.parameters, .multiplyAdds].map { order in network.stages.map(order.amount).max() ?? 0 }
    // Only a graph has a column for what its stages take.
    for index in indices { table.add(network.isSequence ? row(index, most: most).dropLast() : row(index, most: most)) }
    table.add([
      "total", "", "", "", "", "", NumberText.integer(network.parameters), "", "",
      NumberText.integer(network.multiplyAdds), "", "", NumberText.integer(network.activationBytes),
    ])
    guard let columns else { return table.text }
    // What the rows are sorted by stays.
    let gone = table.fit(columns, leavingOut: Self.spare.filter { order != .bytes || $0 != "output bytes" })
    guard !gone.isEmpty else { return table.text }
    let named = gone.filter { $0.first?.isLetter == true }
    let more = "--wide has more: \(listed(Array(named.reversed())))."
    return table.text + (more.count <= columns ? more : "--wide has more: \(counted(named.count, "column")).") + "\n"
  }

  private func row(_ index: Int, most: [Int]) -> [String] {
    let stage = network.stages[index]
    let window = stage.layer.window
    let isNext = stage.sources == [index == 0 ? nil : index - 1]
    return [
      name(index), stage.layer.kindName, window.map { "\($0.kernel) × \($0.kernel)" } ?? "",
      window.map { String($0.stride) } ?? "", window.map { Self.text(of: $0.padding) } ?? "",
      stage.output.description, NumberText.integer(stage.parameters),
      Self.share(stage.parameters, of: network.parameters, most: most[0]),
      Self.bar(stage.parameters, of: most[0], sign: "▪"), NumberText.integer(stage.multiplyAdds),
      Self.share(stage.multiplyAdds, of: network.multiplyAdds, most: most[1]),
      Self.bar(stage.multiplyAdds, of: most[1], sign: "▬"), NumberText.integer(stage.activationBytes),
      Self.size(of: stage.view), Self.both(of: stage.view) { $0.jump.description },
      Self.both(of: stage.view) {
        NumberText.fixed($0.centre, decimals: (2 * $0.centre).rounded() == 2 * $0.centre ? 1 : 2)
      },
      isNext ? "" : Self.sources(of: stage, in: network).joined(separator: ", "),
    ]
  }

  /// Stages of branches stand farther in, as long as they stand in their place.
  private func name(_ index: Int) -> String {
    (order == nil && branched.contains(index) ? "  " : "") + network.stages[index].name
  }

  /// The longest bar of a column.
  private static let barLength = 6

  /// A part of the largest as a bar; whatever is above nothing has at least one sign.
  static func bar(_ part: Int, of most: Int, sign: Character) -> String {
    guard part > 0, most > 0 else { return "" }
    let length = Double(barLength) * Double(part) / Double(most)
    return String(repeating: sign, count: max(1, Int(length.rounded())))
  }

  /// A part in percent, with a sign at the largest of all.
  private static func share(_ part: Int, of whole: Int, most: Int) -> String {
    guard part > 0 else { return "" }
    let percent = Int((100 * Double(part) / Double(whole)).rounded())
    return (percent == 0 ? "<1 %" : "\(percent) %") + (part == most ? " ◀" : "  ")
  }

  static func sources(of stage: Stage, in network: Network) -> [String] {
    stage.sources.map { $0.map { network.stages[$0].name } ?? Network.inputName }
  }

  /// "5 × 5", of which a dilated kernel may see fewer, "5 × 5, sees 3 × 3".
  static func size(of view: FieldOfView) -> String {
    switch view {
    case .everything: return "all"
    case .uncounted: return "–"
    case .part(let rows, let columns):
      let size = "\(rows.size) × \(columns.size)"
      guard let height = rows.cells, let width = columns.cells, (height, width) != (rows.size, columns.size) else {
        return size
      }
      return size + ", sees \(height) × \(width)"
    }
  }

  /// One text where both axes are alike, as they nearly always are.
  private static func both(of view: FieldOfView, _ text: (ReceptiveField) -> String) -> String {
    guard case .part(let rows, let columns) = view else { return "" }
    return text(rows) == text(columns) ? text(rows) : text(rows) + " × " + text(columns)
  }

  private static func text(of padding: Padding) -> String {
    padding.before == padding.after ? String(padding.before) : "\(padding.before), \(padding.after)"
  }

  // MARK: Markdown

  /// A table for Markdown, with the network's name above it.
  var markdown: String {
    var lines = [
      "**\(network.title)**, input \(network.input.description)", "",
      "| stage | kind | output | parameters | multiply-adds | bytes | receptive field |",
      "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    func add(_ cells: [String]) {
      // A bar would end the cell.
      lines.append(
        "| " + cells.map { $0.split(separator: "|").joined(separator: "\\|") }.joined(separator: " | ") + " |")
    }
    for index in indices {
      let stage = network.stages[index]
      let isIndented = order == nil && branched.contains(index)
      add([
        (isIndented ? "↳ " : "") + stage.name, stage.layer.kindName, stage.output.description,
        NumberText.integer(stage.parameters), NumberText.integer(stage.multiplyAdds),
        NumberText.integer(stage.activationBytes), Self.size(of: stage.view),
      ])
    }
    add([
      "total", "", "", NumberText.integer(network.parameters), NumberText.integer(network.multiplyAdds),
      NumberText.integer(network.activationBytes), "",
    ])
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Comma-separated values

  /// The stages of one network or several, with plain numbers, one a line below the names of the columns.
  static func csv(_ tables: [ShapesTable]) -> String {
    let head = [
      "network", "stage", "kind", "inputs", "kernel", "stride", "padding_before", "padding_after", "groups", "height",
      "width",
      "channels", "parameters", "multiply_adds", "activation_bytes", "field_height", "field_width",
    ]
    let rows = tables.flatMap { table in
      table.indices.map { index -> [String] in
        let stage = table.network.stages[index]
        let window = stage.layer.window
        func number(_ value: Int?) -> String { value.map(String.init) ?? "" }
        var field = ("", "")
        if case .part(let rows, let columns) = stage.view { field = ("\(rows.size)", "\(columns.size)") }
        return [
          table.network.name, stage.name, stage.layer.kindName,
          sources(of: stage, in: table.network).joined(separator: " "), number(window?.kernel), number(window?.stride),
          number(window?.padding.before), number(window?.padding.after), "\(stage.layer.groups)",
          "\(stage.output.height)", "\(stage.output.width)", "\(stage.output.channels)", "\(stage.parameters)",
          "\(stage.multiplyAdds)", "\(stage.activationBytes)", field.0, field.1,
        ]
      }
    }
    return ([head] + rows).map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
  }

  /// A field as RFC 4180 has it: between quotation marks where it holds a comma, a mark or a line's end.
  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
