/// Volumes of values side by side, as boxes that are drawn to one scale in height, width and depth. A box can show on
/// its front what lies in front: a picture, the first of a stack of feature maps.
public struct VolumeDiagram: Sendable {
  /// What is painted on the front of a box.
  public enum Front: Sendable {
    /// The colour of its family.
    case plain
    /// A map of values.
    case map(HeatMap)
    /// A picture.
    case picture(Picture)
  }

  /// One volume.
  public struct Volume: Sendable {
    /// What stands beneath it.
    public var label: StyledText
    /// What stands beneath the label: its shape.
    public var detail: StyledText
    /// Rows, columns and channels.
    public var sides: (height: Int, width: Int, depth: Int)
    /// The family of its colour.
    public var scale: ColorScale
    /// What is painted on its front.
    public var front: Front
    /// Whether it is there; if not, its place is kept empty.
    public var isShown: Bool

    /// A volume.
    public init(
      _ label: StyledText, detail: StyledText, height: Int, width: Int, depth: Int, scale: ColorScale,
      front: Front = .plain, isShown: Bool = true
    ) {
      precondition(height > 0 && width > 0 && depth > 0, "a volume has at least one value")
      self.label = label
      self.detail = detail
      sides = (height, width, depth)
      self.scale = scale
      self.front = front
      self.isShown = isShown
    }
  }

  /// The volumes from left to right.
  public var volumes: [Volume]
  /// The name under which volumes can be pointed at, as row 0 of a grid; `nil` if they cannot.
  public var name: String?

  /// A diagram.
  public init(_ volumes: [Volume], name: String? = nil) {
    self.volumes = volumes
    self.name = name
  }

  private static let gap = 2

  /// How many pixels something takes; however small, it is seen.
  private static func pixels(_ values: Int, _ scale: Double) -> Int { max(1, Int((Double(values) * scale).rounded())) }

  private func box(_ volume: Volume, _ scale: Double) -> (width: Int, height: Int) {
    let back = Self.pixels(volume.sides.depth, scale)
    return (Self.pixels(volume.sides.width, scale) + back, Self.pixels(volume.sides.height, scale) + back)
  }

  private func columns(_ volume: Volume, _ scale: Double) -> Int {
    max(box(volume, scale).width, volume.label.columns, volume.detail.columns)
  }

  /// Draws the boxes as large as `region` allows on a common ground line, label and detail beneath, and says which
  /// columns each has for itself, as regions of the rows below the ground line.
  @discardableResult
  public func draw(in canvas: inout Canvas, region: Region) -> [Region] {
    guard !volumes.isEmpty, region.rows > 3, region.columns > 0 else { return [] }
    let room = Size(columns: region.columns - Self.gap * (volumes.count - 1), rows: region.rows - 2)
    func fits(_ scale: Double) -> Bool {
      volumes.reduce(0) { $0 + columns($1, scale) } <= room.columns
        && volumes.allSatisfy { box($0, scale).height <= 2 * room.rows }
    }
    let scale = stride(from: 4, to: 0.05, by: -0.05).first(where: fits) ?? 0.05
    let slots = Layout.row(
      volumes.map { Size(columns: columns($0, scale), rows: 2) }, in: region, minimumGap: Self.gap, maximumGap: 9)
    let height = volumes.reduce(0) { max($0, box($1, scale).height) }
    let ground = region.row + (region.rows - (height + 1) / 2 - 2) / 2 + (height + 1) / 2
    for (index, (volume, slot)) in zip(volumes, slots).enumerated() where volume.isShown {
      let box = box(volume, scale)
      let rows = (box.height + 1) / 2
      let place = Region(
        column: slot.column + (slot.columns - box.width) / 2, row: ground - rows, columns: box.width, rows: rows)
      pixels(of: volume, scale).draw(in: &canvas, at: place.origin)
      let below = Region(column: slot.column, row: ground, columns: slot.columns, rows: 1)
      canvas.write(volume.label, in: below, align: .center)
      canvas.write(
        volume.detail, in: Region(column: slot.column, row: ground + 1, columns: slot.columns, rows: 1),
        align: .center, ink: .role(.muted))
      if let name { canvas.mark(place, as: Target(grid: name, row: 0, column: index)) }
    }
    return slots.map { Region(column: $0.column, row: ground, columns: $0.columns, rows: 2) }
  }

  private func pixels(of volume: Volume, _ scale: Double) -> Pixels {
    let (width, height) = (Self.pixels(volume.sides.width, scale), Self.pixels(volume.sides.height, scale))
    let back = Self.pixels(volume.sides.depth, scale)
    // An even number of lines, so that the ground line lies between two cells.
    let lines = (height + back + 1) / 2 * 2
    var pixels = Pixels(width: width + back, height: lines)
    BlockDiagram.box(
      in: &pixels, x: 0, base: lines, width: width, height: height, back: back, scale: volume.scale, brightness: 0.7)
    switch volume.front {
    case .plain: break
    case .map(let map): pixels.place(map.pixels(width: width, height: height), x: 0, y: lines - height)
    case .picture(let picture):
      pixels.place(picture.pixels(width: width, height: height), x: 0, y: lines - height)
    }
    return pixels
  }
}
