/// What the colours of a scale mean: the scale itself between the names of its ends, in one row.
public struct ScaleLegend: Hashable, Sendable {
  /// The scale.
  public var scale: ColorScale
  /// The name of its beginning.
  public var from: String
  /// The name of its end.
  public var to: String
  /// How many columns the scale itself takes.
  public var columns = 10

  /// A legend.
  public init(_ scale: ColorScale, from: String, to: String) {
    self.scale = scale
    self.from = from
    self.to = to
  }

  /// A legend of a signed scale that is quiet at zero.
  public static func signed(limit: Double, unit: String = "") -> ScaleLegend {
    let text = NumberText.plain(limit)
    return ScaleLegend(.signed, from: "−" + text, to: text + (unit.isEmpty ? "" : " " + unit))
  }

  /// A legend of amounts from zero.
  public static func amount(_ scale: ColorScale, most: Double, unit: String = "") -> ScaleLegend {
    ScaleLegend(scale, from: "0", to: NumberText.plain(most) + (unit.isEmpty ? "" : " " + unit))
  }

  /// The size in cells.
  public var size: Size { Size(columns: from.count + 1 + columns + 1 + to.count, rows: 1) }

  /// The legend as a line of text: a title, the head of a column.
  public var text: StyledText {
    var text = StyledText.muted(from + " ")
    for column in 0..<columns { text += StyledText("█", ink: tint(column)) }
    return text + .muted(" " + to)
  }

  /// The colour of a column of the scale.
  private func tint(_ column: Int) -> Tint {
    .level(scale, columns > 1 ? Double(column) / Double(columns - 1) : 1)
  }

  /// Draws the legend with its left end at `origin`.
  public func draw(in canvas: inout Canvas, at origin: Point) {
    canvas.write(StyledText(from), column: origin.column, row: origin.row, ink: .role(.muted))
    let left = origin.column + from.count + 1
    for column in 0..<columns {
      canvas[left + column, origin.row] = Cell("█", ink: tint(column), paper: tint(column))
    }
    canvas.write(StyledText(to), column: left + columns + 1, row: origin.row, ink: .role(.muted))
  }
}

extension Arrangement {
  /// What the colours of a map mean.
  public static func legend(_ legend: ScaleLegend, name: String = "legend") -> Arrangement {
    drawing(name, size: legend.size) { canvas, region in legend.draw(in: &canvas, at: region.origin) }
  }
}

extension Canvas {
  /// Says what the colours in `region` mean, where there is room for it: as near to them as can be, below before above
  /// before beside, a column clear of everything, and shorter where there is little room. To be called when all else is
  /// drawn; where the canvas is full nothing is drawn.
  @discardableResult
  public mutating func legend(_ legend: ScaleLegend, near region: Region) -> Region? {
    for columns in [legend.columns, 6, 4] where columns <= legend.columns {
      var legend = legend
      legend.columns = columns
      guard let place = freeRow(of: legend.size.columns, near: region) else { continue }
      legend.draw(in: &self, at: place.origin)
      return place
    }
    return nil
  }

  /// The free stretch of a row, with a column of air at either side, that is nearest to `region`.
  private func freeRow(of columns: Int, near region: Region) -> Region? {
    var best: (cost: Int, place: Region)?
    for row in 0..<size.rows {
      // How many cells are free from each column on.
      var run = 0
      for column in stride(from: size.columns - 1, through: 0, by: -1) {
        let cell = self[column, row]
        run = cell.glyph == " " && cell.paper == .role(.background) && !cell.style.contains(.reverse) ? run + 1 : 0
        // Air at either side, where there is a neighbour.
        let hasAir = run > columns || run == columns && column + columns == size.columns
        let before = self[column - 1, row]
        guard hasAir, column == 0 || before.glyph == " " && before.paper == .role(.background) else { continue }
        let place = Region(column: column, row: row, columns: columns, rows: 1)
        let cost = cost(of: place, near: region)
        if best == nil || cost < best?.cost ?? 0 { best = (cost, place) }
      }
    }
    return best?.place
  }

  /// How far a legend would be from what it explains; rows count as two columns, as they do for the eye.
  private func cost(of place: Region, near region: Region) -> Int {
    let across = max(region.column - place.endColumn, place.column - region.endColumn, 0)
    let down = max(region.row - place.endRow, place.row - region.endRow, 0)
    let isAbove = place.endRow <= region.row
    let isBeside = !isAbove && place.row < region.endRow
    // The last row parts the figure from the formula below it, and a line of text close by would be taken for its own.
    let isLast = place.row == size.rows - 1
    let isTight = [place.row - 1, place.row + 1].contains { row in
      !(region.row..<region.endRow).contains(row)
        && (place.column..<place.endColumn).contains { self[$0, row].isText }
    }
    let offset = abs(2 * place.column + place.columns - 2 * region.column - region.columns) / 4
    return 2 * across + 4 * down + offset + (isAbove ? 6 : isBeside ? 4 : 0) + (isLast ? 12 : 0) + (isTight ? 5 : 0)
  }
}
