/// Rows of text in columns: what is a number stands flush right, the rest flush left.
struct TextTable {
  private var rows: [[String]]
  private let isNumber: [Bool]

  /// An empty table with its headings; those that begin with `>` head columns of numbers.
  init(_ headings: [String]) {
    isNumber = headings.map { $0.hasPrefix(">") }
    rows = [headings.map { $0.hasPrefix(">") ? String($0.dropFirst()) : $0 }]
  }

  /// Adds a row; what is missing at its end stays empty.
  mutating func add(_ row: [String]) { rows.append(row) }

  /// The rows, each ended by a line feed.
  var text: String {
    let widths = isNumber.indices.map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
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
