import CellCanvas
import ConvolutionEngine
import JSONText

/// A network's stages as an object for programs.
enum ShapesJSON {
  static func object(of network: Network) -> JSON {
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
      .init("inputs", .array(ShapesTable.sources(of: stage, in: network).map { .string($0) })),
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
