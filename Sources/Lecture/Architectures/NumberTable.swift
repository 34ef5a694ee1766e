import CellCanvas

/// A table of numbers: a heading, rows that may come one by one, and what they come to; the first column begins at the
/// left, all others end at the right.
struct NumberTable {
  /// What the columns hold.
  var head: [StyledText]
  /// The rows, each with as many texts as the heading.
  var rows: [[StyledText]]
  /// What the rows come to; `nil` for no such line.
  var total: [StyledText]?
  /// How many rows are drawn; the others keep their place.
  var shown = Int.max
  /// Whether the last line is drawn.
  var showsTotal = true
  /// The row that the eye is to go to.
  var active: Int?
  /// For each row how long its bar is, 0...1, drawn behind the numbers where there is room; none for no bars.
  var bars: [Double] = []
  /// The name under which rows can be pointed at; `nil` if they cannot.
  var name: String?

  private static let gap = 2
  /// The least and the most columns for bars.
  private static let barColumns = 12...40

  private var widths: [Int] {
    head.indices.map { column in
      ([head, total ?? head] + rows).map { $0[column].columns }.max() ?? 0
    }
  }

  /// The size without bars, at so many rows of cells a row.
  func size(pitch: Int = 1) -> Size {
    Size(
      columns: widths.reduce(0, +) + Self.gap * (widths.count - 1),
      rows: 1 + pitch * rows.count + (total == nil ? 0 : 2))
  }

  /// Draws the table from the top of `region`, its rows as far apart as there is room for, at most two.
  func draw(in canvas: inout Canvas, region: Region) {
    let pitch = region.rows >= size(pitch: 2).rows ? 2 : 1
    let widths = widths
    let used = size().columns
    let spare = region.columns - used
    let bar = !bars.isEmpty && spare > Self.barColumns.lowerBound + 3 ? min(spare - 3, Self.barColumns.upperBound) : 0
    // What is left over parts the columns.
    let gap = Self.gap + min(4, max(0, spare - (bar > 0 ? bar + 3 : 0)) / max(1, widths.count - 1))
    func write(_ texts: [StyledText], row: Int, muted: Bool = false) {
      var column = region.column
      for (index, text) in texts.enumerated() {
        let place = Region(column: column, row: row, columns: widths[index], rows: 1)
        canvas.write(text, in: place, align: index == 0 ? .leading : .trailing, ink: .role(muted ? .muted : .text))
        column += widths[index] + gap
      }
    }
    let end = region.column + widths.reduce(0, +) + gap * (widths.count - 1)
    write(head, row: region.row, muted: true)
    for (index, texts) in rows.enumerated() where index < shown {
      let row = region.row + 1 + index * pitch
      let place = Region(column: region.column, row: row, columns: end - region.column, rows: 1)
      write(texts, row: row)
      if active == index { canvas.paint(place, paper: .role(.panel)) }
      if bar > 0 {
        BarChart.bar(in: &canvas, column: end + 3, row: row, columns: bar, fraction: bars[index], ink: .role(.active))
      }
      if let name { canvas.mark(place, as: Target(grid: name, row: index, column: 0)) }
    }
    guard let total, showsTotal else { return }
    let row = region.row + 1 + pitch * rows.count - (pitch - 1)
    for column in region.column..<end {
      canvas[column, row] = Cell("─", ink: .role(.faint), paper: canvas[column, row].paper)
    }
    write(total, row: row + 1)
  }
}

extension Arrangement {
  /// A table of numbers, its rows up to two apart and bars behind it where there is room.
  ///
  /// - Parameter isLoose: whether rows stand apart where there is room.
  static func numbers(_ name: String, _ table: NumberTable, isLoose: Bool = true) -> Arrangement {
    let least = table.size()
    return drawing(
      name, least: least, most: Size(columns: least.columns + 64, rows: table.size(pitch: isLoose ? 2 : 1).rows)
    ) { canvas, region in
      table.draw(in: &canvas, region: region)
    }
  }
}
