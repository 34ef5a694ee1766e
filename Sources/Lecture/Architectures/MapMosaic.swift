import CellCanvas
import ConvolutionEngine

/// Maps side by side, at least a pixel apart, as many and as large as there is room for.
struct MapMosaic: Hashable {
  /// Pixels along each side of a drawn map.
  let tile: Int
  /// Maps in a row.
  let columns: Int
  /// Rows of maps.
  let rows: Int
  /// From the left edge of a map to that of the next one: what is left over of the width parts them.
  private let pitch: Int

  /// A map that is smaller than its values keeps at least so many pixels a side.
  private static let least = 14

  /// The tiles for which the number of maps, as far as more than `wanted` do not count, times their side is largest:
  /// neither one huge map nor a hundred specks. Small maps are enlarged in whole multiples.
  init?(side: Int, channels: Int, wanted: Int, in space: Size) {
    let (width, height) = (space.columns, 2 * space.rows)
    func count(_ tile: Int) -> Int { ((width + 1) / (tile + 1)) * ((height + 1) / (tile + 1)) }
    func worth(_ tile: Int) -> Int { min(count(tile), wanted, channels) * tile }
    let sides = (side > Self.least ? Array(Self.least..<side) : []) + (1...8).map { $0 * side }
    guard let tile = sides.max(by: { worth($0) < worth($1) || worth($0) == worth($1) && $0 < $1 }), worth(tile) > 0
    else { return nil }
    self.tile = tile
    columns = (width + 1) / (tile + 1)
    rows = (height + 1) / (tile + 1)
    pitch = tile + (columns > 1 ? min(4, (width - columns * tile) / (columns - 1)) : 0)
  }

  /// How many maps there are.
  var count: Int { columns * rows }

  /// The cells that all of them take together.
  var size: Size { Size(columns: width, rows: rows * (tile + 1) / 2) }

  private var width: Int { (columns - 1) * pitch + tile }

  /// The top left pixel of a map.
  func origin(of index: Int) -> (x: Int, y: Int) { (index % columns * pitch, index / columns * (tile + 1)) }

  /// The cells of a map when the mosaic stands at `origin`.
  func region(of index: Int, at origin: Point) -> Region {
    let place = self.origin(of: index)
    let (top, bottom) = (place.y / 2, (place.y + tile + 1) / 2)
    return Region(column: origin.column + place.x, row: origin.row + top, columns: tile, rows: bottom - top)
  }

  /// The maps from channel `first` on, the first `shown` of them; what has not come yet is an empty tile.
  ///
  /// - Parameter peak: the value at the end of the scale; `nil` gives each map a scale up to its own maximum.
  func pixels(of maps: Tensor?, channels: Int, from first: Int, shown: Int, peak: Float?) -> Pixels {
    var pixels = Pixels(width: width, height: rows * (tile + 1))
    for index in 0..<min(count, channels - first) {
      let place = origin(of: index)
      guard let maps, index < shown else {
        pixels.fill(x: place.x, y: place.y, width: tile, height: tile, with: .role(.panel))
        continue
      }
      let plane = maps.channel(first + index)
      let map = HeatMap(
        width: plane.shape.width, height: plane.shape.height, values: plane.values.map(Double.init), scale: .amount,
        limits: 0...Double(peak ?? max(plane.range.upperBound, 1e-9)))
      let tints = map.pixels(width: tile, height: tile)
      for y in 0..<tile { for x in 0..<tile { pixels[place.x + x, place.y + y] = tints[x, y] } }
    }
    return pixels
  }
}
