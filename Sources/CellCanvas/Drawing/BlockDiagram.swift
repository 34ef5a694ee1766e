/// The stages of a network as boxes, drawn to scale with width, height and depth.
public struct BlockDiagram: Sendable {
  /// One stage.
  public struct Block: Hashable, Sendable {
    /// What stands beneath it.
    public var label: String
    /// The family of its colour.
    public var scale: ColorScale
    /// How high it is, 0...1 of the highest.
    public var height: Double
    /// How wide it is, 0...1 of the widest.
    public var width: Double
    /// How far it reaches back, 0...1 of the deepest.
    public var depth: Double
    /// How bright it is, 0...1: what the eye is to go to is brightest.
    public var brightness: Double
    /// Whether its label is set in the colour of what is in work.
    public var isActive: Bool

    /// A block.
    public init(
      _ label: String, scale: ColorScale, height: Double, width: Double, depth: Double, brightness: Double = 0.6,
      isActive: Bool = false
    ) {
      self.label = label
      self.scale = scale
      self.height = height
      self.width = width
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

  /// Draws the blocks on a common ground line, their labels beneath it.
  public func draw(in canvas: inout Canvas, region: Region) {
    guard !blocks.isEmpty, region.rows > 1 else { return }
    let (space, labels) = region.splitBottom(1)
    let slot = Double(region.columns) / Double(blocks.count)
    var pixels = Pixels(width: space.columns, height: 2 * space.rows)
    let deepest = min(Int(slot * 0.4), pixels.height / 5)
    for (index, block) in blocks.enumerated() {
      let left = Int(Double(index) * slot)
      let room = Int(Double(index + 1) * slot) - left - 1
      let back = Int((block.depth * Double(deepest)).rounded())
      let width = max(1, Int((block.width * Double(room - deepest)).rounded()))
      let height = max(1, Int((block.height * Double(pixels.height - deepest)).rounded()))
      let x = left + max(0, room - width - back) / 2
      Self.box(
        in: &pixels, x: x, base: pixels.height, width: width, height: height, back: back, scale: block.scale,
        brightness: block.brightness)
      let slotRegion = Region(column: region.column + left, row: labels.row, columns: room + 1, rows: 1)
      if block.label.count <= slotRegion.columns {
        canvas.write(
          StyledText(block.label), in: slotRegion, align: .center, ink: .role(block.isActive ? .active : .muted),
          style: block.isActive ? .bold : [])
      }
      if let name {
        canvas.mark(
          Region(column: region.column + left, row: region.row, columns: room + 1, rows: region.rows),
          as: Target(grid: name, row: 0, column: index))
      }
    }
    pixels.draw(in: &canvas, at: space.origin)
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
