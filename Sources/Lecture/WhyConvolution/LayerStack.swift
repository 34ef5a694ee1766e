import ConvolutionEngine

/// Layers one above the other, along one axis: which unit depends on which.
///
/// Layer 0 is the input; layer l looks at layer l − 1 through window l.
struct LayerStack: Sendable {
  /// How each layer slides over the one below it, from the first.
  let geometries: [WindowGeometry]
  /// What the units of each layer see of the input, from that of the input itself.
  let fields: [ReceptiveField]

  /// A stack on an input of so many units, each of whose windows fits.
  init(input: Int, windows: [Window]) {
    var geometries: [WindowGeometry] = []
    var count = input
    for window in windows {
      let geometry = window.over(count)
      geometries.append(geometry)
      count = geometry.output
    }
    self.geometries = geometries
    fields = [.input] + ReceptiveField.growth(through: windows)
  }

  /// A stack whose last layer is a single unit that sees all of the input, with nothing to spare.
  init(seeing windows: [Window]) {
    self.init(input: ReceptiveField.growth(through: windows).last?.size ?? 1, windows: windows)
  }

  /// How many layers there are above the input.
  var layers: Int { geometries.count }

  /// How many units a layer has.
  func count(_ layer: Int) -> Int { layer == 0 ? geometries[0].input : geometries[layer - 1].output }

  /// The unit in the middle of a layer.
  func middle(_ layer: Int) -> Int { count(layer) / 2 }

  /// The place along the input that a unit is centred on.
  func position(_ unit: Int, in layer: Int) -> Double {
    fields[layer].centre + Double(unit * fields[layer].jump)
  }

  /// The units of the layer below that a unit looks at; those in the padding are left out.
  func inputs(of unit: Int, in layer: Int) -> [Int] {
    let geometry = geometries[layer - 1]
    return geometry.inputs(of: unit).filter { !geometry.isPadding($0) }
  }

  /// All units that a unit depends on, layer by layer from the input to its own.
  func dependencies(of unit: Int, in layer: Int) -> [Set<Int>] {
    var seen: [Set<Int>] = [[unit]]
    for below in stride(from: layer, to: 0, by: -1) {
      seen.append(Set(seen[layer - below].flatMap { inputs(of: $0, in: below) }))
    }
    return seen.reversed()
  }

  /// All units that depend on a unit, layer by layer from its own to the last.
  func dependents(of unit: Int, in layer: Int) -> [Set<Int>] {
    var reached: [Set<Int>] = [[unit]]
    for geometry in geometries[layer...] {
      reached.append(Set((reached.last ?? []).flatMap { geometry.outputs(reachedBy: $0) }))
    }
    return reached
  }
}
