/// A network as data: layers one after the other, and what can be counted about each on an input of a certain shape.
public struct Network: Hashable, Sendable {
  /// Its name on the command line, in lower case with hyphens: `alexnet-two-groups`.
  public let name: String
  /// Its name in a heading: "AlexNet".
  public let title: String
  /// What goes in.
  public let input: Shape
  /// Every layer in its place, from the first to the last.
  public let stages: [Stage]

  /// A network of at least one layer.
  ///
  /// - Throws: `NetworkError` with the first layer that does not fit on what comes out of the one before.
  public init(name: String, title: String, input: Shape, layers: [Layer]) throws(NetworkError) {
    precondition(!layers.isEmpty, "a network has at least one layer")
    self.name = name
    self.title = title
    self.input = input
    var stages: [Stage] = []
    var shape = input
    var field: ReceptiveField? = .input
    for layer in layers {
      let stage = try Stage(layer, on: shape, seeing: field)
      stages.append(stage)
      shape = stage.output
      field = stage.receptiveField
    }
    self.stages = stages
  }

  /// A network of this program, whose layers are known to fit.
  init(known name: String, title: String, input: Shape, layers: [Layer]) {
    do {
      try self.init(name: name, title: title, input: input, layers: layers)
    } catch {
      preconditionFailure("\(name) is written down wrongly: \(error)")
    }
  }

  /// The same layers on an input of another shape.
  ///
  /// - Throws: `NetworkError` when a layer does not fit any more.
  public func on(_ input: Shape) throws(NetworkError) -> Network {
    try Network(name: name, title: title, input: input, layers: stages.map { $0.layer })
  }

  /// All weights and biases.
  public var parameters: Int { stages.reduce(0) { $0 + $1.parameters } }

  /// All products that are summed for one picture.
  public var multiplyAdds: Int { stages.reduce(0) { $0 + $1.multiplyAdds } }

  /// All values that come out of the layers.
  public var activations: Int { stages.reduce(0) { $0 + $1.activations } }
}

// MARK: The networks of the lecture

extension Network {
  /// All networks that are known by name. A new one is a file and a line here.
  public static let all: [Network] = [.alexNet, .alexNetTwoGroups, .vgg16]

  /// The network of a name; `nil` when there is none (`all` knows the names).
  public static func named(_ name: String) -> Network? {
    all.first { $0.name == name }
  }
}
