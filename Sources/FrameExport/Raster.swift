public import CellCanvas

/// The colours of a picture, as many as a device has pixels for it.
public struct Raster: Hashable, Sendable {
  /// Pixels across.
  public let width: Int
  /// Pixels down.
  public let height: Int
  /// A colour for each pixel, row after row.
  public let colors: [RGB]

  /// A raster from its colours.
  public init(width: Int, height: Int, colors: [RGB]) {
    precondition(colors.count == width * height && width > 0 && height > 0, "a picture has a colour for every pixel")
    self.width = width
    self.height = height
    self.colors = colors
  }

  /// All pixels of a picture, in the colours of a theme.
  public init(_ picture: PlacedPicture, theme: Theme) {
    let pixels = picture.pixels
    let ground = Tint.role(.background)
    self.init(
      width: pixels.width, height: pixels.height,
      colors: (0..<pixels.height).flatMap { y in
        (0..<pixels.width).map { theme.fill(of: pixels[$0, y] ?? ground) }
      })
  }

  /// All cells that a picture touches, as a device with cells of `width` x `height` pixels shows them; where a cell is not
  /// all the picture's, the rest has the colour of the ground.
  public init(_ picture: PlacedPicture, theme: Theme, cellWidth width: Int, cellHeight height: Int) {
    func line(_ halfRow: Int) -> Int { halfRow * height / 2 }
    let end = picture.firstHalf + picture.halfRows
    let shown = Raster(picture, theme: theme).resized(
      width: picture.region.columns * width, height: line(end) - line(picture.firstHalf))
    func ground(_ lines: Int) -> [RGB] {
      Array(repeating: theme.fill(of: .role(.background)), count: lines * shown.width)
    }
    let below = picture.region.rows * height - line(end)
    self.init(
      width: shown.width, height: picture.region.rows * height,
      colors: ground(line(picture.firstHalf)) + shown.colors + ground(below))
  }

  /// The raster at another size: each new pixel is the mean of those that it covers, of which there is one at the least.
  public func resized(width newWidth: Int, height newHeight: Int) -> Raster {
    guard newWidth != width || newHeight != height else { return self }
    func covered(_ index: Int, _ new: Int, _ old: Int) -> Range<Int> {
      let from = index * old / new
      return from..<max(from + 1, (index + 1) * old / new)
    }
    let columns = (0..<newWidth).map { covered($0, newWidth, width) }
    var resized: [RGB] = []
    resized.reserveCapacity(newWidth * newHeight)
    var last: Range<Int>?
    for y in 0..<newHeight {
      let rows = covered(y, newHeight, height)
      // Where the raster is enlarged, most rows are the ones above once more.
      if rows == last {
        resized += resized.suffix(newWidth)
      } else {
        for columns in columns { resized.append(mean(columns, rows)) }
      }
      last = rows
    }
    return Raster(width: newWidth, height: newHeight, colors: resized)
  }

  private func mean(_ columns: Range<Int>, _ rows: Range<Int>) -> RGB {
    if columns.count == 1, rows.count == 1 { return colors[rows.lowerBound * width + columns.lowerBound] }
    let count = columns.count * rows.count
    var sums = SIMD3<Int>(repeating: count / 2)
    for y in rows {
      for x in columns {
        let color = colors[y * width + x]
        sums &+= SIMD3(Int(color.red), Int(color.green), Int(color.blue))
      }
    }
    func byte(_ component: Int) -> UInt8 { UInt8(sums[component] / count) }
    return RGB(red: byte(0), green: byte(1), blue: byte(2))
  }
}
