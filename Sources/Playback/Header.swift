import CellCanvas

/// The first line of the screen: where in the lecture we are. What has no room is left out whole.
struct Header {
  let part: String
  let title: String
  /// Work under way, autoplay; the first has room last.
  let status: [StyledText]
  let number: String

  func draw(in canvas: inout Canvas, _ region: Region) {
    canvas.fill(region, with: Cell(paper: .role(.panel)))
    let row = region.inset(columns: 1)
    let number = StyledText.muted(number)
    let title = StyledText.strong(title, .title)
    let left = StyledText.first(
      of: [.muted(part) + "  " + title + "  ", title + "  ", title], fitting: row.columns - number.columns)
    let right = (0...status.count).map { dropped in
      StyledText.joined(status.dropLast(dropped) + [number], separator: "   ")
    }
    canvas.write(left, in: row)
    canvas.write(StyledText.first(of: right, fitting: row.columns - left.columns), in: row, align: .trailing)
  }
}
