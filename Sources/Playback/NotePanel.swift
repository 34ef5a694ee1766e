import CellCanvas
import Lecture

/// What a lecturer would say to a step, for those who have none, on a panel with an edge at its left.
struct NotePanel {
  /// The note, broken into lines.
  let lines: [StyledText]

  /// Columns of the edge and of the air around the words.
  private static let margin = 4

  /// A note on a panel that is so wide.
  init(_ note: String, columns: Int) {
    lines = StyledText(note).wrapped(columns: max(1, columns - Self.margin))
  }

  /// Draws the panel with its words `air` rows below its upper edge.
  func draw(in canvas: inout Canvas, region: Region, air: Int = 0) {
    canvas.fill(region, with: Cell(paper: .role(.panel)))
    for row in region.row..<region.endRow {
      canvas[region.column, row] = Cell("▌", ink: .role(.muted), paper: .role(.panel))
    }
    for (row, line) in lines.enumerated() where row + air < region.rows {
      canvas.write(line, column: region.column + Self.margin / 2, row: region.row + air + row)
    }
  }
}

extension Player {
  /// The note of the step that is seen: that of a step under a question would tell its answer.
  private var note: String { visit.steps[visit.stop.drawnStep].note }

  /// Whether there is a note on the screen, or to be there.
  var hasNote: Bool { showsNotes && !note.isEmpty }

  /// Shows the notes or hides them.
  mutating func toggleNotes() {
    showsNotes.toggle()
    dwell()
    // What can be pointed at may stand elsewhere now.
    holdPointers()
  }

  /// Draws the note at the side of the figure.
  func drawNote(in canvas: inout Canvas, beside region: Region) {
    let panel = NotePanel(note, columns: region.columns)
    let rows = min(region.rows, panel.lines.count + 2)
    panel.draw(
      in: &canvas,
      region: Region(
        column: region.column, row: region.row + (region.rows - rows) / 2, columns: region.columns, rows: rows),
      air: 1)
  }

  /// Draws the words of the screen with the note below them, over the thin line: as much of the formula goes away as it
  /// takes, and then they rise over the figure, up to its middle. A question needs its figure: there the note waits.
  func drawNoteBelow(_ words: ScreenWords, in canvas: inout Canvas, _ layout: StageLayout) {
    let panel = NotePanel(note, columns: layout.bar.columns)
    let spoken = words.upper + words.lower
    let end = layout.bar.endRow
    func write(_ lines: [StyledText], from row: Int, ink: Role = .text) {
      for (offset, line) in lines.enumerated() where row + offset < end {
        canvas.write(line, column: layout.caption.column, row: row + offset, ink: .role(ink))
      }
    }
    let least = words.upper.isEmpty ? layout.highestNote : layout.formula.row
    let top = min(layout.formula.row, end - panel.lines.count - spoken.count)
    guard top >= least else {
      write(spoken, from: layout.formula.row)
      let reason = words.upper.isEmpty ? "the note needs a larger window" : "the note has room when you have answered"
      return canvas.write(.muted(reason), in: layout.bar)
    }
    canvas.fill(
      Region(
        column: layout.figure.column, row: top, columns: layout.figure.columns, rows: layout.formula.row - top))
    let room = end - top - panel.lines.count - spoken.count
    let formula = words.formula.count <= room ? words.formula : []
    write(formula, from: top, ink: .muted)
    let air = min(1, max(0, room - formula.count - (formula.isEmpty ? 0 : 1)))
    write(spoken, from: end - panel.lines.count - air - spoken.count)
    panel.draw(
      in: &canvas,
      region: Region(
        column: layout.bar.column, row: end - panel.lines.count, columns: layout.bar.columns, rows: panel.lines.count))
  }
}

/// The words between the figure and the thin line.
struct ScreenWords {
  /// The formula, where there is one.
  var formula: [StyledText] = []
  /// What begins at the top: a question.
  var upper: [StyledText] = []
  /// What stands at the bottom: the caption, or how the question is answered.
  var lower: [StyledText] = []
}
