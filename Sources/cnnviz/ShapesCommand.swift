import ArgumentParser
import CellCanvas
import ConvolutionEngine
import FrameExport

/// Writes a network's stages as a table.
struct ShapesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shapes",
    abstract: "List a network's stages: shape, parameters, multiply-adds, receptive field.")

  private static let names = Network.all.map(\.name)

  @Argument(help: "The network: \(names.joined(separator: ", ")).", completion: .list(names))
  var network: String

  @Flag(help: "Write an object for programs.")
  var json = false

  func validate() throws {
    guard Network.named(network) != nil else { throw noSuch("network", network, among: Self.names) }
  }

  func run() throws {
    guard let network = Network.named(network) else { return }
    try writeToStandardOutput(json ? Self.json(of: network).pretty : Self.text(of: network))
  }

  // MARK: Text

  private static func text(of network: Network) -> String {
    var table = TextTable([
      "stage", "kind", ">kernel", ">stride", ">padding", ">output shape", ">parameters", ">multiply-adds",
      ">receptive field", ">jump",
    ])
    table.add(["input", "", "", "", "", network.input.description, "", "", "", ""])
    for stage in network.stages {
      let window = stage.layer.window
      table.add([
        stage.name, stage.layer.kindName, window.map { "\($0.kernel) × \($0.kernel)" } ?? "",
        window.map { String($0.stride) } ?? "", window.map { text(of: $0.padding) } ?? "", stage.output.description,
        NumberText.integer(stage.parameters), NumberText.integer(stage.multiplyAdds),
        stage.receptiveField.map { "\($0.size) × \($0.size)" } ?? "all",
        stage.receptiveField.map { String($0.jump) } ?? "",
      ])
    }
    table.add([
      "total", "", "", "", "", "", NumberText.integer(network.parameters), NumberText.integer(network.multiplyAdds), "",
      "",
    ])
    return table.text
  }

  private static func text(of padding: Padding) -> String {
    padding.before == padding.after ? String(padding.before) : "\(padding.before), \(padding.after)"
  }

  // MARK: JSON

  private static func json(of network: Network) -> JSON {
    .object([
      .init("name", .string(network.name)), .init("title", .string(network.title)),
      .init("input", json(of: network.input)), .init("stages", .array(network.stages.map(json))),
      .init(
        "totals",
        .object([
          .init("parameters", .integer(network.parameters)), .init("multiplyAdds", .integer(network.multiplyAdds)),
        ])),
    ])
  }

  private static func json(of stage: Stage) -> JSON {
    let window = stage.layer.window
    func number(_ value: Int?) -> JSON { value.map { .integer($0) } ?? .null }
    return .object([
      .init("name", .string(stage.name)), .init("kind", .string(stage.layer.kindName)),
      .init("kernel", number(window?.kernel)), .init("stride", number(window?.stride)),
      .init("padding", window.map { json(of: $0.padding) } ?? .null), .init("groups", .integer(stage.layer.groups)),
      .init("output", json(of: stage.output)), .init("parameters", .integer(stage.parameters)),
      .init("multiplyAdds", .integer(stage.multiplyAdds)), .init("receptiveField", number(stage.receptiveField?.size)),
      .init("jump", number(stage.receptiveField?.jump)),
    ])
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
