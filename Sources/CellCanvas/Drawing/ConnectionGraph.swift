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
    /// What stands for the label where the box is too narrow for it: 12 for x12.
    public var shortLabel = ""
    /// Whether the box is struck through: not used by any unit above.
    public var isHatched = false
    /// Whether it is one of the zeros around a layer: drawn, but not to be pointed at, and not counted.
    public var isPadding = false

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
  /// The connections, all of them solid lines; faint ones are thinner and drawn below all others.
  public var connections: [Connection]

  /// A graph.
  public init(layers: [Layer], connections: [Connection]) {
    self.layers = layers
    self.connections = connections
  }

  /// How large the graph must be for its units to stand apart and its lines to be seen: names that are longer than the
  /// units are far apart stand outside of the boxes.
  public var leastSize: Size {
    let labels = layers.map(\.label.columns).max() ?? 0
    let (first, last) = positions
    return Size(
      columns: (labels > 0 ? labels + 2 : 0) + 2 * Int((last - first + 1).rounded(.up)),
      rows: layers.count + 2 * (layers.count - 1))
  }

  /// The places of the outermost units.
  private var positions: (first: Double, last: Double) {
    let positions = layers.flatMap { $0.units.map(\.position) }
    return (positions.min() ?? 0, positions.max() ?? 0)
  }

  /// Where the units are when the graph is drawn into `region`, layer by layer from the bottom.
  public func boxes(in region: Region) -> [[Region]] {
    let geometry = Geometry(self, in: region)
    return layers.indices.map { layer in
      layers[layer].units.map { geometry.box(of: $0, row: geometry.row(of: layer)) }
    }
  }

  /// Draws the graph as large as `region` allows, and says where the units are, layer by layer from the bottom.
  @discardableResult
  public func draw(in canvas: inout Canvas, region: Region) -> [[Region]] {
    guard !layers.isEmpty, region.columns > 0, region.rows > 0 else { return [] }
    let geometry = Geometry(self, in: region)
    for layer in layers.indices.dropLast() { drawConnections(above: layer, geometry, in: &canvas) }
    let boxes = boxes(in: region)
    for (index, (layer, row)) in zip(layers, boxes).enumerated() {
      let top = geometry.row(of: index)
      canvas.write(
        layer.label, column: region.column, row: top + (geometry.unit.rows - 1) / 2, ink: .role(.muted))
      // Padding comes before the first unit that counts.
      let before = layer.units.prefix { $0.isPadding }.count
      for (column, (unit, box)) in zip(layer.units, row).enumerated() {
        draw(unit, in: box, of: &canvas, isNarrow: geometry.isNarrow)
        if let name = layer.name, !unit.isPadding {
          canvas.mark(box, as: Target(grid: name, row: 0, column: column - before))
        }
      }
      if index == 0 || index == layers.count - 1 {
        drawNames(of: layer, boxes: row, below: index == 0, geometry, in: &canvas)
      }
    }
    return boxes
  }

  private func drawConnections(above layer: Int, _ geometry: Geometry, in canvas: inout Canvas) {
    let top = geometry.row(of: layer + 1) + geometry.unit.rows
    let gap = geometry.row(of: layer) - top
    guard gap > 0 else { return }
    let here = connections.filter { $0.layer == layer }
    var field = DotField(size: Size(columns: geometry.region.columns, rows: gap))
    func ends(_ connection: Connection) -> (lower: Int, upper: Int) {
      (
        geometry.center(of: layers[layer].units[connection.from]),
        geometry.center(of: layers[layer + 1].units[connection.to])
      )
    }
    for connection in here.filter({ $0.ink == .role(.faint) }) + here.filter({ $0.ink != .role(.faint) }) {
      let ends = ends(connection)
      let lower = (x: 2 * (ends.lower - geometry.region.column), y: field.height - 1)
      let upper = (x: 2 * (ends.upper - geometry.region.column), y: 0)
      field.line(
        from: connection.growsDown ? upper : lower, to: connection.growsDown ? lower : upper, ink: connection.ink,
        fraction: connection.fraction, weight: connection.ink == .role(.faint) ? 1 : 2)
    }
    field.draw(in: &canvas, at: Point(column: geometry.region.column, row: top))
    for connection in here where !connection.label.isEmpty {
      let ends = ends(connection)
      let text = StyledText(" \(connection.label) ", ink: connection.ink, style: .bold)
      let place = Region(
        column: (ends.lower + ends.upper) / 2 - text.columns / 2, row: top + (gap - 1) / 2, columns: text.columns,
        rows: 1)
      canvas.fill(place)
      canvas.write(text, in: place)
    }
  }

  private func draw(_ unit: Unit, in box: Region, of canvas: inout Canvas, isNarrow: Bool) {
    let names = [unit.label, unit.shortLabel].filter { !$0.isEmpty }
    let name = names.first { $0.count <= box.columns }
    // A box without a name is a solid block, which also a device without colours can shade, and where boxes would
    // touch it is half a column wide.
    canvas.fill(
      box,
      with: isNarrow
        ? Cell("▌", ink: unit.paper)
        : names.isEmpty
          ? Cell("█", ink: unit.paper, paper: unit.paper)
          : unit.isHatched
            ? Cell("╱", ink: .role(.faint), paper: unit.paper)
            : Cell(" ", ink: unit.ink, paper: unit.paper, style: unit.style.intersection(.reverse)))
    guard let name, !isNarrow else { return }
    let lines = unit.detail.isEmpty || box.rows < 2 ? [name] : [name, unit.detail]
    for (offset, line) in lines.enumerated() where line.count <= box.columns {
      let place = Region(
        column: box.column, row: box.row + (box.rows - lines.count) / 2 + offset, columns: box.columns, rows: 1)
      canvas.write(StyledText(line), in: place, align: .center, ink: unit.ink, paper: unit.paper, style: unit.style)
    }
  }

  /// Where boxes are too narrow for their names, these stand outside, as many as have room: every second, fifth …
  private func drawNames(
    of layer: Layer, boxes: [Region], below: Bool, _ geometry: Geometry, in canvas: inout Canvas
  ) {
    guard geometry.hasNamesOutside else { return }
    let widest = layer.units.reduce(0) { max($0, $1.label.count) }
    let row = below ? geometry.row(of: 0) + geometry.unit.rows : geometry.row(of: layers.count - 1) - 1
    let counted = layer.units.indices.filter { !layer.units[$0].isPadding }
    let step = [1, 2, 5, 10, 20, 50].first { Double($0) * geometry.pitch >= Double(widest + 1) } ?? 100
    for (place, index) in counted.enumerated() where (place + 1).isMultiple(of: step) || step == 1 {
      let label = StyledText(layer.units[index].label)
      let column = boxes[index].column + (boxes[index].columns - label.columns) / 2
      let held = min(max(column, geometry.region.column), geometry.region.endColumn - label.columns)
      canvas.write(label, column: held, row: row, ink: .role(.muted))
    }
  }

  /// Places of the parts for one region.
  private struct Geometry {
    let region: Region
    /// The region without the rows of names outside.
    let rows: Range<Int>
    let labels: Int
    let first: Double
    let pitch: Double
    let unit: Size
    let layers: Int
    let rise: Double
    /// Whether names stand below the first layer and above the last.
    let hasNamesOutside: Bool

    /// Whether boxes of a whole column would touch.
    var isNarrow: Bool { pitch < 2 }

    init(_ graph: ConnectionGraph, in region: Region) {
      self.region = region
      let widest = graph.layers.map(\.label.columns).max() ?? 0
      labels = widest > 0 ? widest + 2 : 0
      let (first, last) = graph.positions
      self.first = first
      let room = min(Double(region.columns - labels) / (last - first + 1), 18)
      // In whole columns neighbours stand equally far apart, as long as few columns are lost by it.
      pitch = room < 3 ? room : room.rounded(.down)
      layers = graph.layers.count
      let names = graph.layers.flatMap { $0.units.map { ($0.shortLabel.isEmpty ? $0.label : $0.shortLabel).count } }
      let needed = names.max() ?? 0
      // A box is as wide as its name needs, as long as the next one stays a column away.
      let columns = max(1, min(max(Int(pitch * 0.72), needed), Int(pitch) - 1))
      hasNamesOutside = columns < needed && region.rows >= 3 * graph.layers.count + 1
      rows = hasNamesOutside ? region.row + 1..<region.endRow - 1 : region.row..<region.endRow
      let height = Double(rows.count) / (2.2 * Double(layers) - 1.2)
      // Wide boxes may be higher, so that they stay about twice as wide as high in cells.
      unit = Size(columns: columns, rows: pitch < 4 ? 1 : min(max(3, columns / 2), max(1, Int(height))))
      rise = layers > 1 ? Double(rows.count - unit.rows) / Double(layers - 1) : 0
    }

    func row(of layer: Int) -> Int { rows.lowerBound + Int((Double(layers - 1 - layer) * rise).rounded()) }

    func center(of unit: Unit) -> Int {
      region.column + labels + Int((unit.position - first + 0.5) * pitch)
    }

    func box(of unit: Unit, row: Int) -> Region {
      Region(
        column: center(of: unit) - self.unit.columns / 2, row: row, columns: self.unit.columns, rows: self.unit.rows)
    }
  }
}

extension Arrangement {
  /// Layers of units and their connections, in as much room as is left, at most as much as they gain from; the places of
  /// the units are `graph.boxes(in:)` of the part's body.
  public static func graph(_ name: String, _ graph: ConnectionGraph, least: Size? = nil, most: Size? = nil)
    -> Arrangement
  {
    drawing(name, least: least ?? graph.leastSize, most: most) { canvas, region in
      graph.draw(in: &canvas, region: region)
    }
  }
}
