/// A map of values, drawn as colours: a feature map, a gradient, how often a cell is visited, how good a place is.
///
///     let visits = HeatMap(width: 7, height: 7, values: counts, scale: .amount)
///     Arrangement.column(.map("visits", visits).titled("visits"), .legend(visits.legend(unit: "windows")))
///     if let place = parts.body("visits") { canvas.outline(visits.placement(in: place).region(row: 3, column: 3), ink: .role(.active)) }
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
  /// The name under which values can be pointed at; `nil` for a map that is only looked at.
  public var name: String?

  /// A map of values. Without limits the scale ends at the largest value there is, and begins at zero for amounts,
  /// at the opposite of the end for signed values, so that zero is always quiet.
  public init(width: Int, height: Int, values: [Double], scale: ColorScale, limits: ClosedRange<Double>? = nil) {
    precondition(width > 0 && height > 0 && values.count == width * height, "a heat map needs a value for every place")
    self.width = width
    self.height = height
    self.values = values
    self.scale = scale
    if let limits {
      self.limits = limits
    } else {
      let largest = values.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
      self.limits = scale == .signed ? -largest...largest : 0...largest
    }
  }

  /// The tint of a value.
  public func tint(of value: Double) -> Tint {
    let span = limits.upperBound - limits.lowerBound
    return .level(scale, span > 0 ? (value - limits.lowerBound) / span : scale == .signed ? 0.5 : 0)
  }

  /// The map at another resolution: enlarged by repetition, made smaller by averages over the covered values.
  public func pixels(width newWidth: Int, height newHeight: Int) -> Pixels {
    means(newWidth, newHeight).remembering(width: width, height: height, sample: means)
  }

  @Sendable private func means(_ newWidth: Int, _ newHeight: Int) -> Pixels {
    Resampling(width: width, height: height, newWidth: newWidth, newHeight: newHeight).pixels { covered in
      var sum = 0.0
      covered.forEach { sum += values[$0] }
      return tint(of: sum / Double(covered.count))
    }
  }

  /// The same, but each pixel has the one of the covered values that is farthest from zero: averages of values of either
  /// sign would take each other away.
  public func strongestPixels(width newWidth: Int, height newHeight: Int) -> Pixels {
    strongest(newWidth, newHeight).remembering(width: width, height: height, sample: strongest)
  }

  @Sendable private func strongest(_ newWidth: Int, _ newHeight: Int) -> Pixels {
    Resampling(width: width, height: height, newWidth: newWidth, newHeight: newHeight).pixels { covered in
      var strongest = 0.0
      covered.forEach { if abs(values[$0]) > abs(strongest) { strongest = values[$0] } }
      return tint(of: strongest)
    }
  }

  /// Draws the map as large as `region` allows, in whole multiples where it is enlarged, in the middle of it.
  @discardableResult
  public func draw(in canvas: inout Canvas, region: Region) -> Region {
    let place = Resampling.draw(width: width, height: height, in: &canvas, region: region, pixels: pixels)
    if let name {
      let places = MapPlacement(bounds: place, width: width, height: height)
      for row in 0..<height {
        for column in 0..<width {
          canvas.mark(places.region(row: row, column: column), as: Target(grid: name, row: row, column: column))
        }
      }
    }
    return place
  }

  /// Where the values are when the map is drawn into `region`, to mark the largest of a map of scores.
  public func placement(in region: Region) -> MapPlacement {
    let size = Resampling.fit(width: width, height: height, in: region.size)
    let cells = Size(columns: size.width, rows: (size.height + 1) / 2)
    return MapPlacement(bounds: region.centered(cells), width: width, height: height)
  }

  /// What the map's colours mean; “≤ −45” and “≥ 45” where values lie beyond the ends and look like these.
  ///
  /// - Parameters:
  ///   - decimals: of the numbers at the ends; `nil` for as many as they need.
  ///   - unit: what is counted or measured.
  public func legend(decimals: Int? = nil, unit: String = "") -> ScaleLegend {
    func text(_ value: Double) -> String {
      decimals.map { NumberText.fixed(value, decimals: $0) } ?? NumberText.plain(value)
    }
    return ScaleLegend(
      scale, from: (hasValuesBelow ? "≤ " : "") + text(limits.lowerBound),
      to: (hasValuesAbove ? "≥ " : "") + text(limits.upperBound) + (unit.isEmpty ? "" : " " + unit))
  }

  /// Whether there are values below the ends of the scale, which look like its beginning.
  public var hasValuesBelow: Bool { values.contains { $0 < limits.lowerBound - slack } }

  /// Whether there are values above the ends of the scale, which look like its end.
  public var hasValuesAbove: Bool { values.contains { $0 > limits.upperBound + slack } }

  /// What is nothing but rounding: less than any screen shows.
  private var slack: Double { 1e-4 * (limits.upperBound - limits.lowerBound) }
}

/// Where the values of a drawn map are.
public struct MapPlacement: Hashable, Sendable {
  /// All values together.
  public let bounds: Region
  /// Values across.
  public let width: Int
  /// Values down.
  public let height: Int

  /// The cells of one value: all that it touches, so that the cells of neighbours may be shared.
  public func region(row: Int, column: Int) -> Region { region(row: row, column: column, rows: 1, columns: 1) }

  /// The cells of a window of values.
  public func region(row: Int, column: Int, rows: Int, columns: Int) -> Region {
    func span(_ first: Int, _ count: Int, of all: Int, over cells: Int) -> (from: Int, count: Int) {
      let from = first * cells / max(1, all)
      return (from, max(1, ((first + count) * cells + all - 1) / max(1, all) - from))
    }
    let across = span(column, columns, of: width, over: bounds.columns)
    let down = span(row, rows, of: height, over: bounds.rows)
    return Region(
      column: bounds.column + across.from, row: bounds.row + down.from, columns: across.count, rows: down.count)
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

  /// The values that a pixel covers, at least one.
  struct Covered {
    let rows: Range<Int>
    let columns: Range<Int>
    let width: Int

    var count: Int { rows.count * columns.count }

    @inline(__always) func forEach(_ body: (Int) -> Void) {
      for row in rows {
        for index in row * width + columns.lowerBound..<row * width + columns.upperBound { body(index) }
      }
    }
  }

  /// Makes pixels, each from the values that it covers.
  func pixels(_ tint: (Covered) -> Tint) -> Pixels {
    var tints: [Tint] = []
    tints.reserveCapacity(newWidth * newHeight)
    let columns = (0..<newWidth).map { covered($0, newWidth, width) }
    for y in 0..<newHeight {
      let rows = covered(y, newHeight, height)
      for x in 0..<newWidth { tints.append(tint(Covered(rows: rows, columns: columns[x], width: width))) }
    }
    return Pixels(width: newWidth, height: newHeight, tints: tints)
  }

  private func covered(_ index: Int, _ new: Int, _ old: Int) -> Range<Int> {
    let from = index * old / new
    return from..<max(from + 1, (index + 1) * old / new)
  }
}
