/// Rows of text in columns: what is a number stands flush right, the rest flush left.
struct TextTable {
  private var rows: [[String]]
  private var isNumber: [Bool]

  /// An empty table with its headings; those that begin with `>` head columns of numbers.
  init(_ headings: [String]) {
    isNumber = headings.map { $0.hasPrefix(">") }
    rows = [headings.map { $0.hasPrefix(">") ? String($0.dropFirst()) : $0 }]
  }

  /// Adds a row; what is missing at its end stays empty.
  mutating func add(_ row: [String]) { rows.append(row) }

  private var widths: [Int] {
    isNumber.indices.map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
  }

  /// Leaves columns out, one after the other, until what is left has room.
  ///
  /// - Parameters:
  ///   - columns: how many columns of text there are.
  ///   - headings: what can be done without, what is needed least first.
  /// - Returns: what was left out.
  mutating func fit(_ columns: Int, leavingOut headings: [String]) -> [String] {
    var gone: [String] = []
    for heading in headings where widths.reduce(0, +) + 2 * (widths.count - 1) > columns {
      guard let place = rows[0].lastIndex(of: heading) else { continue }
      for row in rows.indices where place < rows[row].count { rows[row].remove(at: place) }
      isNumber.remove(at: place)
      gone.append(heading)
    }
    return gone
  }

  /// The rows, each ended by a line feed.
  var text: String {
    let widths = widths
    return rows.map { row in
      var line = ""
      for (column, entry) in row.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - entry.count)
        line += (column > 0 ? "  " : "") + (isNumber[column] ? blanks + entry : entry + blanks)
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
