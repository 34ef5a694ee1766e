import CellCanvas

extension Player {
  func drawEnd(in canvas: inout Canvas) {
    let encouragement =
      score.count == 0
      ? "Next time, type an answer before you reveal it: predicting first is what makes it stick."
      : score.right == score.count
        ? "Every one. Turn the knobs and see whether you can still tell what happens."
        : "A wrong prediction teaches as well as a right one: what surprised you is what you will remember."
    let texts: [StyledText] =
      (plan.title.map { [.strong($0, .title), ""] } ?? []) + (score.text.map { [.strong($0), ""] } ?? [])
    let width = min(60, max(1, size.columns - 10))
    let lines = (texts + [StyledText.muted(encouragement)]).flatMap {
      $0.columns == 0 ? [$0] : $0.balanced(columns: width)
    }
    let room = box(
      "The end of the lecture", Size(columns: width + 2, rows: lines.count + 2),
      hints: hints([(.close, .end), (.contents, .end), (.quit, .end)]), in: &canvas)
    for (row, line) in lines.enumerated() where row + 1 < room.rows {
      canvas.write(line, column: room.column + 1, row: room.row + 1 + row)
    }
  }
}
