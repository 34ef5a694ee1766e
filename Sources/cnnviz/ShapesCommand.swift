import ArgumentParser
import CellCanvas
import ConvolutionEngine
import JSONText
import Lecture

/// Writes a network's stages as a table.
struct ShapesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shapes",
    abstract: "List a network's stages: shape, parameters, multiply-adds, memory, receptive field.",
    discussion: """
      A network of your own is a file with one layer a line, each on the output of the line above:
        input 32x32x3
        conv1: conv 16 kernel=5 pad=2 relu
        maxpool 2
        conv 32 3 pad=same relu from=conv1
        globalpool
        dense 10
        softmax
      Layers: conv, transposed, maxpool, avgpool, adaptivepool, globalpool, lrn, batchnorm, relu, dropout, dense,
      softmax, add, concat. dense takes values of any shape, so nothing has to flatten them.
      Options: kernel= stride= pad= dilation= of conv, transposed; groups= of conv; stride= pad= dilation= ceil of
      maxpool, avgpool; bias=no of conv, transposed, dense; relu of these, batchnorm, add; from= of all.

      A receptive field is that of a unit far from the borders, height × width; where units differ, that of the unit that
      sees farthest. Behind adaptivepool it is counted on this very input. A – stands for one that is not counted.

      Examples:
        cnnviz shapes vgg16
        cnnviz shapes resnet50 --size 320 --json
        cnnviz shapes ./my-network.txt
      """)

  @Argument(
    help: ArgumentHelp("The network, or a file: \(Network.names.joined(separator: ", ")).", valueName: "network"),
    completion: .list(Network.names))
  var network: String

  @Option(help: ArgumentHelp("The picture's size, as 320 or, height by width, 240x320.", valueName: "size"))
  var size: String?

  @Option(
    help: "Put the stages with the most first: parameters, multiply-adds or bytes.", completion: .list(Order.words),
    transform: { Typed($0, Order.read) })
  private var sort: Typed<Order>?

  @Flag(help: "Write an object for programs.")
  var json = false

  /// What the stages can be sorted by.
  private enum Order: String, OptionWord {
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

  func validate() throws {
    _ = try sort?.value
    try NetworkChoice(word: network, size: size).check()
  }

  func run() throws {
    let network = try NetworkChoice(word: network, size: size).network()
    try writeToStandardOutput(json ? Self.json(of: network).pretty : text(of: network))
  }

  // MARK: Text

  /// A table; on a terminal as much of it as has room.
  private func text(of network: Network) throws -> String {
    let isGraph = !network.isSequence
    var table = TextTable([
      "stage", "kind", ">kernel", ">stride", ">padding", ">output shape", ">parameters", ">share", ">multiply-adds",
      ">of all", ">bytes", ">receptive field", ">jump", ">centre", isGraph ? "from" : "",
    ])
    if sort == nil { table.add(["input", "", "", "", "", network.input.description]) }
    var order = Array(network.stages.indices)
    if let sort = try sort?.value {
      order.sort { (sort.amount(network.stages[$0]), $1) > (sort.amount(network.stages[$1]), $0) }
    }
    let most = [Order.parameters, .multiplyAdds].map { order in network.stages.map(order.amount).max() ?? 0 }
    for index in order {
      let stage = network.stages[index]
      let window = stage.layer.window
      let isNext = stage.sources == [index == 0 ? nil : index - 1]
      table.add([
        stage.name, stage.layer.kindName, window.map { "\($0.kernel) × \($0.kernel)" } ?? "",
        window.map { String($0.stride) } ?? "", window.map { Self.text(of: $0.padding) } ?? "",
        stage.output.description, NumberText.integer(stage.parameters),
        Self.share(stage.parameters, of: network.parameters, most: most[0]), NumberText.integer(stage.multiplyAdds),
        Self.share(stage.multiplyAdds, of: network.multiplyAdds, most: most[1]),
        NumberText.integer(stage.activationBytes), Self.size(of: stage.view),
        Self.both(of: stage.view) { $0.jump.description },
        Self.both(of: stage.view) {
          NumberText.fixed($0.centre, decimals: (2 * $0.centre).rounded() == 2 * $0.centre ? 1 : 2)
        },
        isNext ? "" : Self.sources(of: stage, in: network).joined(separator: ", "),
      ])
    }
    table.add([
      "total", "", "", "", "", "", NumberText.integer(network.parameters), "",
      NumberText.integer(network.multiplyAdds), "", NumberText.integer(network.activationBytes),
    ])
    guard let columns = terminalColumns() else { return table.text }
    let gone = table.fit(
      columns,
      leavingOut: ["centre", "jump", "of all", "bytes", "padding", "stride", "kernel", "kind", "from", "share"])
    return gone.isEmpty
      ? table.text
      : table.text + "Without room for \(listed(gone.reversed())); a wider window, | less -S or --json has it.\n"
  }

  /// A part in percent, with a sign at the largest of all.
  private static func share(_ part: Int, of whole: Int, most: Int) -> String {
    guard part > 0 else { return "" }
    let percent = Int((100 * Double(part) / Double(whole)).rounded())
    return (percent == 0 ? "<1 %" : "\(percent) %") + (part == most ? " ◀" : "  ")
  }

  private static func sources(of stage: Stage, in network: Network) -> [String] {
    stage.sources.map { $0.map { network.stages[$0].name } ?? Network.inputName }
  }

  /// "5 × 5", of which a dilated kernel may see fewer, "5 × 5, sees 3 × 3".
  private static func size(of view: FieldOfView) -> String {
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

  // MARK: JSON

  private static func json(of network: Network) -> JSON {
    .object([
      .init("name", .string(network.name)), .init("title", .string(network.title)),
      .init("input", json(of: network.input)),
      .init("stages", .array(network.stages.map { json(of: $0, in: network) })),
      .init(
        "totals",
        .object([
          .init("parameters", .integer(network.parameters)), .init("multiplyAdds", .integer(network.multiplyAdds)),
          .init("activationBytes", .integer(network.activationBytes)),
        ])),
    ])
  }

  private static func json(of stage: Stage, in network: Network) -> JSON {
    let window = stage.layer.window
    func number(_ value: Int?) -> JSON { value.map { .integer($0) } ?? .null }
    return .object([
      .init("name", .string(stage.name)), .init("kind", .string(stage.layer.kindName)),
      .init("inputs", .array(sources(of: stage, in: network).map { .string($0) })),
      .init("kernel", number(window?.kernel)), .init("stride", number(window?.stride)),
      .init("padding", window.map { json(of: $0.padding) } ?? .null), .init("groups", .integer(stage.layer.groups)),
      .init("output", json(of: stage.output)), .init("parameters", .integer(stage.parameters)),
      .init("multiplyAdds", .integer(stage.multiplyAdds)), .init("activationBytes", .integer(stage.activationBytes)),
      .init("receptiveField", json(of: stage.view) { .integer($0.size) }),
      .init("inputsSeen", json(of: stage.view) { number($0.cells) }),
      .init("jump", json(of: stage.view) { json(of: $0.jump) }),
      .init("centre", json(of: stage.view) { .number($0.centre) }),
    ])
  }

  private static func json(of fraction: Fraction) -> JSON {
    fraction.denominator == 1 ? .integer(fraction.numerator) : .number(fraction.value)
  }

  /// One value where both axes are alike; none where all of the input is seen, or it is not counted.
  private static func json(of view: FieldOfView, _ value: (ReceptiveField) -> JSON) -> JSON {
    guard case .part(let rows, let columns) = view else { return .null }
    let (height, width) = (value(rows), value(columns))
    return height == width ? height : .object([.init("height", height), .init("width", width)])
  }

  /// One number where both sides are alike, as they nearly always are.
  private static func json(of padding: Padding) -> JSON {
    padding.before == padding.after
      ? .integer(padding.before)
      : .object([.init("before", .integer(padding.before)), .init("after", .integer(padding.after))])
  }

  private static func json(of shape: Shape) -> JSON {
    .object([
      .init("height", .integer(shape.height)), .init("width", .integer(shape.width)),
      .init("channels", .integer(shape.channels)),
    ])
  }
}
