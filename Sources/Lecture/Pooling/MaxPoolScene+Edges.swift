import CellCanvas
import ConvolutionEngine

/// The edges of a picture under the same window: what a wide window has room for.
struct PooledEdges: Sendable {
  let map: Tensor
  let pooled: Tensor
  /// The map with nothing left in it but what won, where it won.
  let winners: Tensor

  init(_ map: Tensor, _ window: Window) {
    self.map = map
    let (pooled, switches) = MaxPooling(window).withSwitches(map)
    self.pooled = pooled
    let won = Set(switches.winners)
    winners = Tensor(map.shape, values: map.values.enumerated().map { won.contains($0.offset) ? $0.element : 0 })
  }

  /// The map, and below it what pooling has made of it so far.
  ///
  /// - Parameters:
  ///   - share: how much of the output is known, 0...1.
  ///   - remembers: whether the winners stand at their places below, and not in an output.
  func arrangement(known share: Double, remembers: Bool) -> Arrangement {
    let known = Int(share * Double(remembers ? winners.shape.count : pooled.shape.count))
    let below =
      remembers
      ? part("edge-winners", winners, .input, most, known)
        .titled(.input("winners") + .muted(" where they were, the rest 0"))
      : part("edge-output", pooled, .output, most, known)
        .titled(.output("output") + .muted(" \(sides(pooled.shape.height, pooled.shape.width)), the same window"))
    return .column(
      part("edges", map, .input, most, .max)
        .titled(.input("edges") + .muted(" of a picture, \(sides(map.shape.height, map.shape.width))")),
      below, gap: 2...3)
  }

  /// The largest value of all, at the end of both scales.
  private var most: Double { Double(max(map.range.upperBound, 1)) }

  /// Draws what the colours mean beneath the maps or beside them.
  func drawLegends(_ parts: Placements, in canvas: inout Canvas) {
    for (name, scale) in [("edges", ColorScale.input), ("edge-output", .output)] {
      if let region = parts.region(name) { canvas.legend(.amount(scale, most: most), near: region) }
    }
  }

  /// A map as far as it is known, as large on the screen as the edges are.
  private func part(_ name: String, _ tensor: Tensor, _ scale: ColorScale, _ most: Double, _ known: Int) -> Arrangement
  {
    let (rows, columns) = (tensor.shape.height, tensor.shape.width)
    let colors = tensor.heatMap(scale, limits: 0...most)
    let largest = Size(columns: 2 * map.shape.width, rows: map.shape.height)
    return .pixels(name, map.shape.width, map.shape.height, least: map.shape.width, most: largest) { canvas, region in
      let scale = max(1, min(region.columns / columns, 2 * region.rows / rows))
      Pixels(columns: columns, rows: rows, scale: scale) { row, column in
        let index = row * columns + column
        return index < known ? colors.tint(of: colors.values[index]) : .role(.panel)
      }.draw(in: &canvas, at: region.origin)
    }
  }
}
