import CellCanvas
import ConvolutionEngine

// The same on a map: a cross that moves under the windows.
extension ShiftInvarianceScene {
  /// A map before and after the shift, pooled in three ways.
  struct MapComparison: Sendable {
    /// The detectors, and the maxima at every place.
    let fine: Comparison
    /// One of so many maxima, before and after.
    let kept: (before: Tensor, after: Tensor)
    /// The same of the blurred maxima.
    let blurred: (before: Tensor, after: Tensor)
  }

  /// A grid of values before, one after, and where they differ.
  private struct Panel {
    let name: StyledText
    let before: Tensor
    let after: Tensor
    let changes: Changes
    let scale: ColorScale
    let decimals: Int
  }

  func drawMaps(_ map: MapComparison, at playhead: Playhead, in canvas: inout Canvas) {
    let fine = map.fine
    func panel(_ name: StyledText, _ pair: (before: Tensor, after: Tensor), _ scale: ColorScale, decimals: Int = 0)
      -> Panel
    {
      Panel(
        name: name, before: pair.before, after: pair.after, changes: Changes(pair.before, pair.after), scale: scale,
        decimals: decimals)
    }
    let upper = panel(.input("detectors"), (fine.before.detectors, fine.after.detectors), .input)
    let lower = panel(.output("maxima"), (fine.before.pooled, fine.after.pooled), .output)
    let kept = panel(.output("kept"), map.kept, .output)
    let blurred = panel(.output("blurred"), map.blurred, .output, decimals: 1)
    let isWide = canvas.size.columns >= 130
    let left = Arrangement.table(
      [row(upper, at: playhead, isFirst: true), row(lower, at: playhead, isFirst: !isWide)], columnGap: 2...4,
      rowGap: 0...2)
    let figure =
      isWide
      ? Arrangement.row(
        left,
        .table(
          [row(kept, at: playhead, isFirst: true), row(blurred, at: playhead, isFirst: false)], columnGap: 2...4,
          rowGap: 0...2), gap: 4...8)
      : left
    figure.placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func row(_ panel: Panel, at playhead: Playhead, isFirst: Bool) -> [Arrangement] {
    let (isShifted, isCompared) = (playhead.progress >= 0.4, playhead.progress >= 0.8)
    let (height, width) = (panel.before.shape.height, panel.before.shape.width)
    func values(_ tensor: Tensor, _ title: StyledText, isKnown: Bool) -> NumberGrid {
      var grid = NumberGrid(title, rows: height, columns: width) { row, column in
        guard isKnown else { return NumberGrid.Element("·", ink: .role(.muted)) }
        let value = Double(tensor[row, column])
        return NumberGrid.Element(
          NumberText.fixed(value, decimals: panel.decimals), paper: .level(panel.scale, 0.05 + 0.09 * value))
      }
      grid.reservedColumns = panel.decimals > 0 ? 3 : 1
      return grid
    }
    let marks = NumberGrid(
      isCompared ? .strong(panel.changes.text, panel.changes.ink) + .muted(" change") : " ", rows: height,
      columns: width
    ) { row, column in
      guard isCompared else { return NumberGrid.Element() }
      return panel.changes.places[row * width + column]
        ? NumberGrid.Element("≠", ink: .role(.wrong), style: .bold) : NumberGrid.Element("=", ink: .role(.muted))
    }
    let name = panel.name.plain
    return [
      .grid("\(name)-before", values(panel.before, panel.name + .muted(" before"), isKnown: true)),
      .grid(
        "\(name)-after", values(panel.after, .muted(shift == 0 ? "not shifted" : direction), isKnown: isShifted)),
      .grid("\(name)-changes", marks),
    ]
  }
}
