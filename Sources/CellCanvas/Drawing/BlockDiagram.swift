/// The stages of a network as boxes, drawn to scale with width, height and depth.
public struct BlockDiagram: Sendable {
  /// One stage.
  public struct Block: Hashable, Sendable {
    /// What stands beneath it.
    public var label: String
    /// What stands beneath the label, if all details have room: its shape.
    public var detail: String
    /// The family of its colour.
    public var scale: ColorScale
    /// How high it is, 0...1 of the highest; at 0 its place is kept empty.
    public var height: Double
    /// How wide it is, 0...1 of the widest.
    public var width: Double
    /// Into how many equal parts its width falls.
    public var parts: Int
    /// How far it reaches back, 0...1 of the deepest.
    public var depth: Double
    /// How bright it is, 0...1: what the eye is to go to is brightest.
    public var brightness: Double
    /// Whether its label is set in the colour of what is in work.
    public var isActive: Bool
    /// Its place in the whole, under which it is pointed at, where not all blocks are drawn; `nil` for its index.
    public var place: Int?

    /// A block.
    public init(
      _ label: String, detail: String = "", scale: ColorScale, height: Double, width: Double, parts: Int = 1,
      depth: Double,
      brightness: Double = 0.6,
      isActive: Bool = false
    ) {
      self.label = label
      self.detail = detail
      self.scale = scale
      self.height = height
      self.width = width
      self.parts = parts
      self.depth = depth
      self.brightness = brightness
      self.isActive = isActive
    }
  }

  /// The stages from left to right.
  public var blocks: [Block]
  /// The name under which blocks can be pointed at, as row 0 of a grid; `nil` if they cannot.
  public var name: String?

  /// A diagram.
  public init(blocks: [Block], name: String? = nil) {
    self.blocks = blocks
    self.name = name
  }

  /// Draws the blocks on a common ground line, their labels beneath it. Every block gets as much room as its label
  /// needs and an equal share of what is left over; labels are left out where there is too little for all of them.
  public func draw(in canvas: inout Canvas, region: Region) {
    guard !blocks.isEmpty, region.rows > 1 else { return }
    let slots = slots(in: region)
    let hasLabels = zip(slots, blocks).allSatisfy { $0.count > $1.label.count }
    let hasDetails =
      region.rows > 8 && blocks.contains { !$0.detail.isEmpty }
      && zip(slots, blocks).allSatisfy { $0.count > $1.detail.count }
    let (space, labels) = region.splitBottom(hasDetails ? 2 : 1)
    let room = (slots.map(\.count).max() ?? 0) - 1
    var pixels = Pixels(width: space.columns, height: 2 * space.rows)
    let deepest = min(Int(Double(room) * 0.4), pixels.height / 5)
    for (index, (slot, block)) in zip(slots, blocks).enumerated() {
      let place = Region(
        column: region.column + slot.lowerBound, row: region.row, columns: slot.count, rows: region.rows)
      if block.height > 0 {
        // However flat, a box shows that it is one.
        let back = deepest > 0 && block.depth > 0 ? max(1, Int((block.depth * Double(deepest)).rounded())) : 0
        let most = max(1, slot.count - 1 - back)
        let width = min(most, max(1, Int((block.width * Double(room - 1)).rounded())))
        let height = max(1, Int((block.height * Double(pixels.height - deepest)).rounded()))
        let x = slot.lowerBound + max(0, slot.count - width - back) / 2
        Self.box(
          in: &pixels, x: x, base: pixels.height, width: width, height: height, back: back, scale: block.scale,
          brightness: block.brightness)
        for part in 1..<max(1, min(block.parts, width)) {
          pixels.fill(
            x: x + width * part / block.parts, y: pixels.height - height, width: 1, height: height,
            with: .level(block.scale, block.brightness * 0.4))
        }
        if let name { canvas.mark(place, as: Target(grid: name, row: 0, column: block.place ?? index)) }
      }
      if hasLabels {
        canvas.write(
          StyledText(block.label), in: Region(column: place.column, row: labels.row, columns: slot.count, rows: 1),
          align: .center, ink: .role(block.isActive ? .active : .muted), style: block.isActive ? .bold : [])
      }
      if hasDetails {
        canvas.write(
          StyledText(block.detail), in: Region(column: place.column, row: labels.row + 1, columns: slot.count, rows: 1),
          align: .center, ink: .role(.muted))
      }
    }
    pixels.draw(in: &canvas, at: space.origin)
  }

  /// The columns of each block, counted from the left of the region.
  private func slots(in region: Region) -> [Range<Int>] {
    let needed = blocks.map { $0.label.count + 1 }
    let spare = region.columns - needed.reduce(0, +)
    var left = 0
    return blocks.indices.map { index in
      let share =
        spare >= 0
        ? needed[index] + spare * (index + 1) / blocks.count - spare * index / blocks.count
        : region.columns * (index + 1) / blocks.count - region.columns * index / blocks.count
      defer { left += share }
      return left..<left + share
    }
  }

  /// One box in oblique projection: the front, the top lighter, the side darker.
  public static func box(
    in pixels: inout Pixels, x: Int, base: Int, width: Int, height: Int, back: Int, scale: ColorScale,
    brightness: Double
  ) {
    let front = Tint.level(scale, brightness)
    let top = Tint.level(scale, min(1, brightness * 1.3 + 0.08))
    let side = Tint.level(scale, brightness * 0.62)
    for step in stride(from: back, to: 0, by: -1) {
      pixels.fill(x: x + step, y: base - height - step, width: width, height: 1, with: top)
      pixels.fill(x: x + width - 1 + step, y: base - height - step + 1, width: 1, height: height, with: side)
    }
    pixels.fill(x: x, y: base - height, width: width, height: height, with: front)
  }
}
