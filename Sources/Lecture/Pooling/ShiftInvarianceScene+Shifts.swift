import CellCanvas
import ConvolutionEngine

// In a wide window, beside the row: what is seen and pooled at every shift that the knob has.
extension ShiftInvarianceScene {
  /// How many columns the table takes.
  static let shiftsColumns = 46

  /// A line for each shift, of detectors until the pooled values are compared; what comes in later steps is not there yet.
  func drawShifts(_ row: Row, isCompared: Bool, at playhead: Playhead, in canvas: inout Canvas, _ region: Region) {
    let isPooled = row.new == .pooledAfter && (isCompared || playhead.pointer != nil)
    let knowsAll =
      row.known.contains(.after) || row.new == .after && (playhead.progress >= 0.8 || playhead.pointer != nil)
    let name: StyledText = isPooled ? .output("pooled") : .input("detectors")
    var grid = NumberGrid(
      name + .muted(" at each shift, ") + .strong("≠") + .muted(" changed"), rows: shifts.count,
      columns: Self.viewLength + 1
    ) { line, column in
      let (shift, seen) = shifts[line]
      guard knowsAll || shift == 0 else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let changes = isPooled ? seen.pooledChanges : seen.detectorChanges
      guard column < Self.viewLength else {
        return NumberGrid.Element("≠\(changes.count)", ink: .role(changes.ink), style: .bold)
      }
      let value = (isPooled ? seen.after.pooled : seen.after.detectors)[0, column]
      return NumberGrid.Element(
        Self.text(value), paper: .level(isPooled ? .output : .input, 0.1 + 0.8 * Double(value)))
    }
    grid.reservedColumns = 4
    grid.rowNames = shifts.map { line in
      let text = NumberText.integer(line.shift)
      return line.shift == shift ? .active(text) : .muted(text)
    }
    Arrangement.grid("shifts", grid).placed(in: region.splitLeft(3).rest).draw(in: &canvas)
  }
}
