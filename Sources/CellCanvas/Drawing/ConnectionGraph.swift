/// Layers of units, one above the other from bottom to top, and the connections between neighbouring layers.
///
/// A unit stands above the place of the input that it is centred on, so layers of different lengths line up.
public struct ConnectionGraph: Sendable {
  /// One unit.
  public struct Unit: Hashable, Sendable {
    /// Its name or value.
    public var label: String
    /// What stands beneath it if there is room: the value of a unit that goes by its name.
    public var detail: String
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
      _ label: String, detail: String = "", position: Double, ink: Tint = .role(.legible),
      paper: Tint = .role(.panel), style: Style = []
    ) {
      self.label = label
      self.detail = detail
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
    /// How much of it is drawn, 0...1.
    public var fraction: Double
    /// Whether it is drawn from the upper unit on, to see what that depends on, and not from the lower one.
    public var growsDown: Bool
    /// What stands in its middle: its weight.
    public var label: String

    /// A connection.
    public init(
      layer: Int, from: Int, to: Int, ink: Tint = .role(.faint), fraction: Double = 1, growsDown: Bool = false,
      label: String = ""
    ) {
      self.layer = layer
      self.from = from
      self.to = to
      self.ink = ink
      self.fraction = fraction
      self.growsDown = growsDown
      self.label = label
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

  /// Draws the graph as large as `region` allows, and says where the units are, layer by layer from the bottom.
  @discardableResult
  public func draw(in canvas: inout Canvas, region: Region) -> [[Region]] {
    guard !layers.isEmpty, region.columns > 0, region.rows > 0 else { return [] }
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
        let lower = (x: 2 * (geometry.center(of: from) - region.column), y: field.height - 1)
        let upper = (x: 2 * (geometry.center(of: to) - region.column), y: 0)
        field.line(
          from: connection.growsDown ? upper : lower, to: connection.growsDown ? lower : upper, ink: connection.ink,
          fraction: connection.fraction, spacing: connection.ink == .role(.faint) ? 2 : 1)
      }
      field.draw(in: &canvas, at: Point(column: region.column, row: top))
      for connection in ordered where connection.layer == layer && !connection.label.isEmpty {
        let lower = geometry.center(of: layers[layer].units[connection.from])
        let upper = geometry.center(of: layers[layer + 1].units[connection.to])
        let text = StyledText(" \(connection.label) ", ink: connection.ink, style: .bold)
        let place = Region(
          column: (lower + upper) / 2 - text.columns / 2, row: top + (gap - 1) / 2, columns: text.columns, rows: 1)
        canvas.fill(place)
        canvas.write(text, in: place)
      }
    }
    return layers.enumerated().map { index, layer in
      let row = geometry.row(of: index)
      let middle = row + (geometry.unit.rows - 1) / 2
      canvas.write(layer.label, column: region.column, row: middle, ink: .role(.muted))
      return layer.units.enumerated().map { column, unit in
        let box = geometry.box(of: unit, row: row)
        // A box without a name is a solid block, which also a device without colours can shade.
        canvas.fill(
          box,
          with: unit.label.isEmpty
            ? Cell("█", ink: unit.paper, paper: unit.paper)
            : Cell(" ", ink: unit.ink, paper: unit.paper, style: unit.style.intersection(.reverse)))
        let lines = unit.detail.isEmpty || box.rows < 2 ? [unit.label] : [unit.label, unit.detail]
        for (offset, line) in lines.enumerated() where line.count <= box.columns {
          let place = Region(
            column: box.column, row: row + (box.rows - lines.count) / 2 + offset, columns: box.columns, rows: 1)
          canvas.write(
            StyledText(line), in: place, align: .center, ink: unit.ink, paper: unit.paper, style: unit.style)
        }
        if let name = layer.name { canvas.mark(box, as: Target(grid: name, row: 0, column: column)) }
        return box
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
      let columns = max(1, Int(pitch * 0.72))
      // Wide boxes may be higher, so that they stay about twice as wide as high in cells.
      unit = Size(columns: columns, rows: pitch < 4 ? 1 : min(max(3, columns / 2), max(1, Int(room))))
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
