/// Chooses sizes and places.
public enum Layout {
  /// The last of `scales`, which go from small to large, for which `size` fits into `space`; `nil` when none does.
  public static func largest<Scale>(_ scales: [Scale], in space: Size, size: (Scale) -> Size) -> Scale? {
    scales.last { space.fits(size($0)) }
  }

  /// Puts boxes of these sizes side by side into `region`: the row as a whole in the middle, what is left over shared
  /// between the gaps as long as these stay at most `maximumGap`, each box in the vertical middle.
  public static func row(
    _ sizes: [Size], in region: Region, minimumGap: Int = 2, maximumGap: Int = 12
  ) -> [Region] {
    guard !sizes.isEmpty else { return [] }
    let filled = sizes.reduce(0) { $0 + $1.columns }
    let gaps = sizes.count - 1
    let share = gaps > 0 ? (region.columns - filled) / (gaps + 2) : 0
    let gap = min(max(share, minimumGap), maximumGap)
    var column = region.column + max(0, region.columns - filled - gap * gaps) / 2
    return sizes.map { size in
      defer { column += size.columns + gap }
      return Region(
        column: column, row: region.row + max(0, region.rows - size.rows) / 2, columns: size.columns, rows: size.rows)
    }
  }

  /// Puts boxes of these sizes one above the other into `region`, the column as a whole in the middle.
  public static func column(_ sizes: [Size], in region: Region, gap: Int = 1) -> [Region] {
    let filled = sizes.reduce(0) { $0 + $1.rows } + gap * max(0, sizes.count - 1)
    var row = region.row + max(0, region.rows - filled) / 2
    return sizes.map { size in
      defer { row += size.rows + gap }
      return Region(
        column: region.column + max(0, region.columns - size.columns) / 2, row: row, columns: size.columns,
        rows: size.rows)
    }
  }
}
