/// Layers of units, one above the other from bottom to top, and the connections between neighbouring layers.
///
/// A unit stands above the place of the input that it is centred on, so layers of different lengths line up.
public struct ConnectionGraph: Sendable {
  /// One unit.
  public struct Unit: Hashable, Sendable {
    /// Its name or value.
    public var label: String
    /// The place of its centre along the bottom layer, whose units stand at 0, 1, 2 ...
    public var position: Double
    /// The meaning of its label's colour.
    public var ink: Tint
    /// The meaning of its box's colour.
    public var paper: Tint
    /// How its label is set.
    public var style: Style

    /// A unit.
    public init(
      _ label: String, position: Double, ink: Tint = .role(.legible), paper: Tint = .role(.panel), style: Style = []
    ) {
      self.label = label
      self.position = position
      self.ink = ink
      self.paper = paper
      self.style = style
    }
  }

  /// A layer.
  public struct Layer: Sendable {
    /// The name under which its units can be pointed at, as row 0 of a grid; `nil` if they cannot.
    public var name: String?
    /// What stands to its left.
    public var label: StyledText
    /// Its units, from left to right.
    public var units: [Unit]

    /// A layer.
    public init(_ label: StyledText, name: String? = nil, units: [Unit]) {
      self.name = name
      self.label = label
      self.units = units
    }
  }

  /// A connection from a unit to one of the layer above.
  public struct Connection: Hashable, Sendable {
    /// The lower layer, counted from the bottom, from 0.
    public var layer: Int
    /// The unit of the lower layer.
    public var from: Int
    /// The unit of the layer above.
    public var to: Int
    /// What its colour means; `.role(.faint)` for one that is only there.
    public var ink: Tint
    /// How much of it is drawn, from the lower unit on, 0...1.
    public var fraction: Double

    /// A connection.
    public init(layer: Int, from: Int, to: Int, ink: Tint = .role(.faint), fraction: Double = 1) {
      self.layer = layer
      self.from = from
      self.to = to
      self.ink = ink
      self.fraction = fraction
    }
  }

  /// The layers from bottom to top.
  public var layers: [Layer]
  /// The connections; faint ones are drawn below all others.
  public var connections: [Connection]

  /// A graph.
  public init(layers: [Layer], connections: [Connection]) {
    self.layers = layers
    self.connections = connections
  }

  /// Draws the graph as large as `region` allows.
  public func draw(in canvas: inout Canvas, region: Region) {
    guard !layers.isEmpty, region.columns > 0, region.rows > 0 else { return }
    let geometry = Geometry(self, in: region)
    let ordered =
      connections.filter { $0.ink == .role(.faint) } + connections.filter { $0.ink != .role(.faint) }
    for layer in layers.indices.dropLast() {
      let top = geometry.row(of: layer + 1) + geometry.unit.rows
      let gap = geometry.row(of: layer) - top
      guard gap > 0 else { continue }
      var field = DotField(size: Size(columns: region.columns, rows: gap))
      for connection in ordered where connection.layer == layer {
        let from = layers[layer].units[connection.from]
        let to = layers[layer + 1].units[connection.to]
        field.line(
          from: (2 * (geometry.center(of: from) - region.column), field.height - 1),
          to: (2 * (geometry.center(of: to) - region.column), 0), ink: connection.ink, fraction: connection.fraction)
      }
      field.draw(in: &canvas, at: Point(column: region.column, row: top))
    }
    for (index, layer) in layers.enumerated() {
      let row = geometry.row(of: index)
      let middle = row + (geometry.unit.rows - 1) / 2
      canvas.write(layer.label, column: region.column, row: middle, ink: .role(.muted))
      for (column, unit) in layer.units.enumerated() {
        let box = geometry.box(of: unit, row: row)
        canvas.fill(box, with: Cell(" ", ink: unit.ink, paper: unit.paper, style: unit.style.intersection(.reverse)))
        if unit.label.count <= box.columns {
          canvas.write(
            StyledText(unit.label), in: Region(column: box.column, row: middle, columns: box.columns, rows: 1),
            align: .center, ink: unit.ink, paper: unit.paper, style: unit.style)
        }
        if let name = layer.name { canvas.mark(box, as: Target(grid: name, row: 0, column: column)) }
      }
    }
  }

  /// Places of the parts for one region.
  private struct Geometry {
    let region: Region
    let labels: Int
    let first: Double
    let pitch: Double
    let unit: Size
    let layers: Int
    let rise: Double

    init(_ graph: ConnectionGraph, in region: Region) {
      self.region = region
      let widest = graph.layers.map(\.label.columns).max() ?? 0
      labels = widest > 0 ? widest + 2 : 0
      let positions = graph.layers.flatMap { $0.units.map(\.position) }
      first = positions.min() ?? 0
      let span = (positions.max() ?? 0) - first
      pitch = min(Double(region.columns - labels) / (span + 1), 18)
      layers = graph.layers.count
      let room = Double(region.rows) / (2.2 * Double(layers) - 1.2)
      unit = Size(columns: max(1, Int(pitch * 0.72)), rows: pitch < 4 ? 1 : min(3, max(1, Int(room))))
      rise = layers > 1 ? Double(region.rows - unit.rows) / Double(layers - 1) : 0
    }

    func row(of layer: Int) -> Int { region.row + Int((Double(layers - 1 - layer) * rise).rounded()) }

    func center(of unit: Unit) -> Int {
      region.column + labels + Int((unit.position - first + 0.5) * pitch)
    }

    func box(of unit: Unit, row: Int) -> Region {
      Region(
        column: center(of: unit) - self.unit.columns / 2, row: row, columns: self.unit.columns, rows: self.unit.rows)
    }
  }
}
