/// How many weights a layer has without sharing, one for each connection: outputs that each see as many inputs.
public struct Connectivity: Hashable, Sendable {
  /// How many inputs there are, m.
  public let inputs: Int
  /// How many outputs there are, n.
  public let outputs: Int
  /// How many inputs each output sees, k.
  public let fanIn: Int

  /// Outputs that each see `fanIn` of the inputs, or, without it, all of them.
  public init(inputs: Int, outputs: Int, fanIn: Int? = nil) {
    let fanIn = fanIn ?? inputs
    precondition(inputs > 0 && outputs > 0 && fanIn > 0, "a layer has at least one input, output and connection")
    precondition(fanIn <= inputs, "an output cannot see \(fanIn) of \(inputs) inputs")
    self.inputs = inputs
    self.outputs = outputs
    self.fanIn = fanIn
  }

  /// That of a layer in its place: a unit of a convolution sees what its filter covers.
  public init(_ stage: Stage) {
    self.init(inputs: stage.input.count, outputs: stage.output.count, fanIn: stage.fanIn)
  }

  /// The same inputs and outputs with every pair connected.
  public var full: Connectivity { Connectivity(inputs: inputs, outputs: outputs) }

  /// How many connections there are, k·n, and so how many products one pass takes.
  public var connections: Int { fanIn * outputs }

  /// How many times fewer these are than with every pair connected: m/k, whatever n is.
  public var saving: Double { Double(inputs) / Double(fanIn) }

  /// With `factor` times as many inputs and outputs, each of which sees no more than before.
  public func grown(by factor: Int) -> Connectivity {
    Connectivity(inputs: inputs * factor, outputs: outputs * factor, fanIn: fanIn)
  }
}
