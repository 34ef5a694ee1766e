import CellCanvas

extension StyledText {
  /// The text, or as much of it as has room before an ellipsis.
  func fitted(to columns: Int) -> StyledText {
    guard self.columns > columns else { return self }
    guard columns > 0 else { return "" }
    var kept = StyledText("")
    for span in spans where kept.columns < columns - 1 {
      let text = String(span.text.prefix(columns - 1 - kept.columns))
      kept += StyledText(text, ink: span.ink ?? .role(.text), style: span.style)
    }
    return kept + .muted("…")
  }

  /// The text in as few lines as fit into `columns`, of about equal length: no last line of one word.
  func balanced(columns: Int) -> [StyledText] {
    let lines = wrapped(columns: columns)
    guard lines.count > 1, lines.count <= 4 else { return lines }
    let narrowest = (self.columns / lines.count..<columns).first { wrapped(columns: $0).count == lines.count }
    return narrowest.map(wrapped) ?? lines
  }

  /// The first of `candidates` that has room.
  static func first(of candidates: [StyledText], fitting columns: Int) -> StyledText {
    candidates.first { $0.columns <= columns } ?? ""
  }

  /// Where typing goes on.
  static let caret = StyledText(" ", ink: .role(.text), style: .reverse)
}
