import CellCanvas
import ConvolutionEngine

// What is said while a cell, an output or a gradient is pointed at.

extension MaxPoolScene {
  func name(of target: Target) -> String? {
    switch target.grid {
    case Self.map.name: "map \(target.place)"
    case Self.gradient.name: "gradient \(target.place)"
    default: nil
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let place = GridPlace(row: target.row, column: target.column)
    switch (target.grid, moment) {
    case ("switches", .backward(let gradients)), (Self.gradient.name, .backward(let gradients)):
      return remark(onOutput: place.row * geometry.output + place.column, gradients)
    case ("inputGradient", .backward(let gradients)): return remark(onGradientOf: place, gradients)
    case ("output", _), ("switches", _), (Self.gradient.name, _):
      let index = place.row * geometry.output + place.column
      guard index < known(at: moment) else {
        return Remark(caption: "This output will be the largest of the values in its window.")
      }
      let winner = map.winner(of: index)
      return Remark(
        caption:
          "This output is the value in row \(winner.row + 1), column \(winner.column + 1) of the map; "
          + "the others in the window do not "
          + "count.",
        formula: [maximum(of: index)])
    case (Self.map.name, .map), (Self.map.name, .window), (Self.map.name, .rest), (Self.map.name, .switches),
      (Self.map.name, .backward):
      return remark(on: place)
    default: return nil
    }
  }

  /// Where what comes back to an output goes.
  private func remark(onOutput index: Int, _ gradients: Gradients) -> Remark? {
    guard index < map.count else { return nil }
    let (place, cell) = (map.output(index), map.winner(of: index))
    return Remark(
      caption: "The \(Self.text(gradients.output[place.row, place.column])) that comes back to this output goes to row "
        + "\(cell.row + 1), column \(cell.column + 1) of the map, which won its window; the others in it get nothing of it.",
      formula: [collected(gradients, in: cell)])
  }

  /// What a cell of the map gets back, and for which wins.
  private func remark(onGradientOf cell: GridPlace, _ gradients: Gradients) -> Remark {
    let outputs = map.outputs(of: cell)
    let won = outputs.count { map.winner(of: $0) == cell }
    let why =
      outputs.isEmpty
      ? "no window looks at it, so its gradient is 0"
      : won == 0
        ? "it won no window, so its gradient is 0"
        : won == 1
          ? "it won one window, and gets what comes back to that output"
          : "it won \(spelled(won)) windows, and what comes back to these outputs adds up"
    return Remark(
      caption: "Cell \(Self.name(cell)) of the map holds \(Self.text(map.value(cell))): \(why).",
      formula: won > 0 ? [collected(gradients, in: cell)] : [])
  }

  private func remark(on cell: GridPlace) -> Remark {
    let outputs = map.outputs(of: cell)
    let won = outputs.filter { map.winner(of: $0) == cell }
    let tied = outputs.filter { map.winner(of: $0) != cell && map.result($0) == map.value(cell) }
    let value = Self.text(map.value(cell))
    guard !outputs.isEmpty else { return Remark(caption: "No window ever looks at this \(value).") }
    let wins =
      won.count == outputs.count
      ? "wins wherever it is seen"
      : won.isEmpty
        ? (outputs.count == 1 ? "does not win it" : "wins none of them")
          + (tied.isEmpty ? ": it could change a little, and no output would notice" : "")
        : "wins \(won.count) of them"
    let tie = tied.isEmpty ? "" : "; it ties in \(spelled(tied.count)), where an equal that comes first wins"
    return Remark(caption: "This \(value) is seen by \(spelled(outputs.count, "window")) and \(wins)\(tie).")
  }
}
