/// A stack of feature maps, dealt out side by side, at least a pixel apart, as many and as large as there is room for.
public struct FeatureMaps: Hashable, Sendable {
  /// Pixels along each side of a drawn map, along the longer one where it is no square.
  public let tile: Int
  /// Maps in a row.
  public let columns: Int
  /// Rows of maps.
  public let rows: Int
  /// Whether each map has a row of cells above it for a title.
  public let hasTitles: Bool
  /// From the left edge of a map to that of the next one: what is left over of the width parts them.
  private let pitch: Int
  /// From the top of a map to that of the one below it.
  private let rowPitch: Int

  /// The largest tiles of which `wanted` have room in a space of cells, or as many as can. Small maps are enlarged in
  /// whole multiples. `nil` when not even one has room.
  ///
  /// - Parameters:
  ///   - side: values along each side of a map, along the longer one where it is no square.
  ///   - channels: how many maps there are.
  ///   - least: pixels a side that a map keeps which is drawn smaller than its values.
  ///   - withTitles: whether there is to be a row for titles where it costs no map its size.
  public init?(
    side: Int, channels: Int, wanted: Int, least: Int = 14, withTitles: Bool = false, in space: Size
  ) {
    let (width, height) = (space.columns, 2 * space.rows)
    func count(_ tile: Int) -> Int { ((width + 1) / (tile + 1)) * ((height + 1) / (tile + 1)) }
    let sides =
      (side > least ? Array(least..<side) : []) + (1...8).map { $0 * side }
    let smallest = min(side, least)
    let enough = min(wanted, channels, count(smallest))
    guard enough > 0, let tile = sides.last(where: { count($0) >= enough }) else { return nil }
    self.tile = tile
    let widest = (width + 1) / (tile + 1)
    let shown = min(channels, count(tile))
    rows = (shown + widest - 1) / widest
    // As many in each row as in the others, as nearly as they can be dealt.
    columns = (shown + rows - 1) / rows
    pitch = tile + (columns > 1 ? min(4, (width - columns * tile) / (columns - 1)) : 0)
    // A title takes a whole row of cells, so maps beneath titles begin at whole rows, too.
    let titled = (tile + 3) / 2 * 2
    hasTitles = withTitles && rows * titled <= height
    rowPitch = hasTitles ? titled : tile + 1
  }

  /// How many maps have room.
  public var count: Int { columns * rows }

  /// The cells that all of them take together.
  public var size: Size { Size(columns: width, rows: rows * rowPitch / 2) }

  private var width: Int { (columns - 1) * pitch + tile }

  /// The top left pixel of a map.
  public func origin(of index: Int) -> (x: Int, y: Int) {
    (index % columns * pitch, index / columns * rowPitch + (hasTitles ? 2 : 0))
  }

  /// The cells of a map when the first one stands at `origin`.
  public func region(of index: Int, at origin: Point) -> Region {
    let place = self.origin(of: index)
    let (top, bottom) = (place.y / 2, (place.y + tile + 1) / 2)
    return Region(column: origin.column + place.x, row: origin.row + top, columns: tile, rows: bottom - top)
  }

  /// The first `count` maps, as far as they have room; where `map` has none yet is an empty tile.
  public func pixels(_ count: Int, map: (Int) -> HeatMap?) -> Pixels {
    var pixels = Pixels(width: width, height: rows * rowPitch)
    for index in 0..<min(self.count, count) {
      let place = origin(of: index)
      if let map = map(index) {
        // A map that is no square lies in the upper left of its tile, to its proportions.
        let longest = max(1, map.width, map.height)
        let (width, height) = (max(1, tile * map.width / longest), max(1, tile * map.height / longest))
        pixels.place(map.pixels(width: width, height: height), x: place.x, y: place.y)
      } else {
        pixels.fill(x: place.x, y: place.y, width: tile, height: tile, with: .role(.panel))
      }
    }
    return pixels
  }
}
