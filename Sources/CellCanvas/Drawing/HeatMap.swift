/// A map of values, drawn as colours: a feature map, a gradient, a kernel too large for numbers.
public struct HeatMap: Sendable {
  /// Values across.
  public let width: Int
  /// Values down.
  public let height: Int
  /// The values, row after row.
  public let values: [Double]
  /// The scale that gives them colours.
  public let scale: ColorScale
  /// The values at the beginning and the end of the scale.
  public let limits: ClosedRange<Double>

  /// A map of values. Without limits the scale ends at the largest value there is, and begins at zero for amounts,
  /// at the opposite of the end for signed values, so that zero is always quiet.
  public init(width: Int, height: Int, values: [Double], scale: ColorScale, limits: ClosedRange<Double>? = nil) {
    precondition(width > 0 && height > 0 && values.count == width * height, "a heat map needs a value for every place")
    self.width = width
    self.height = height
    self.values = values
    self.scale = scale
    let largest = values.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    self.limits = limits ?? (scale == .signed ? -largest...largest : 0...largest)
  }

  /// The tint of a value.
  public func tint(of value: Double) -> Tint {
    let span = limits.upperBound - limits.lowerBound
    return .level(scale, span > 0 ? (value - limits.lowerBound) / span : scale == .signed ? 0.5 : 0)
  }

  /// The map at another resolution: enlarged by repetition, made smaller by averages over the covered values.
  public func pixels(width newWidth: Int, height newHeight: Int) -> Pixels {
    Resampling(width: width, height: height, newWidth: newWidth, newHeight: newHeight).pixels { covered in
      tint(of: covered.reduce(0) { $0 + values[$1] } / Double(covered.count))
    }
  }

  /// The same, but what is made smaller has the energy of the covered values, their root mean square, and the sign of
  /// the one farthest from zero: averages of values of either sign would take each other away.
  public func energyPixels(width newWidth: Int, height newHeight: Int) -> Pixels {
    Resampling(width: width, height: height, newWidth: newWidth, newHeight: newHeight).pixels { covered in
      let strongest = covered.reduce(0) { abs(values[$1]) > abs($0) ? values[$1] : $0 }
      let energy = covered.reduce(0) { $0 + values[$1] * values[$1] } / Double(covered.count)
      return tint(of: strongest < 0 ? -energy.squareRoot() : energy.squareRoot())
    }
  }

  /// Draws the map as large as `region` allows, in whole multiples where it is enlarged, in the middle of it.
  @discardableResult
  public func draw(in canvas: inout Canvas, region: Region) -> Region {
    Resampling.draw(width: width, height: height, in: &canvas, region: region, pixels: pixels)
  }
}

/// Which values of a map fall into each pixel at another resolution.
struct Resampling {
  let width: Int
  let height: Int
  let newWidth: Int
  let newHeight: Int

  /// The largest resolution that fits a region of cells: a whole multiple, or, for what is larger than the region, a
  /// reduction with the same sides.
  static func fit(width: Int, height: Int, in size: Size) -> (width: Int, height: Int) {
    let (columns, lines) = (size.columns, 2 * size.rows)
    guard columns > 0, lines > 0 else { return (0, 0) }
    let multiple = min(columns / width, lines / height)
    if multiple > 0 { return (width * multiple, height * multiple) }
    let shrink = min(Double(columns) / Double(width), Double(lines) / Double(height))
    return (max(1, Int(Double(width) * shrink)), max(1, Int(Double(height) * shrink)))
  }

  /// Draws what `pixels` makes of a map of `width` × `height`, as large as fits `region`, in the middle of it.
  static func draw(
    width: Int, height: Int, in canvas: inout Canvas, region: Region, pixels: (_ width: Int, _ height: Int) -> Pixels
  ) -> Region {
    let size = fit(width: width, height: height, in: region.size)
    let pixels = pixels(size.width, size.height)
    let place = region.centered(pixels.size)
    pixels.draw(in: &canvas, at: place.origin)
    return place
  }

  /// Makes pixels, each from the indices of the values that it covers, at least one.
  func pixels(_ tint: ([Int]) -> Tint) -> Pixels {
    var tints: [Tint] = []
    tints.reserveCapacity(newWidth * newHeight)
    let columns = (0..<newWidth).map { covered($0, newWidth, width) }
    for y in 0..<newHeight {
      let rows = covered(y, newHeight, height)
      for x in 0..<newWidth { tints.append(tint(rows.flatMap { row in columns[x].map { row * width + $0 } })) }
    }
    return Pixels(width: newWidth, height: newHeight, tints: tints)
  }

  private func covered(_ index: Int, _ new: Int, _ old: Int) -> Range<Int> {
    let from = index * old / new
    return from..<max(from + 1, (index + 1) * old / new)
  }
}
