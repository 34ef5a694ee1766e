import CellCanvas
import ConvolutionEngine

// MARK: Pointing

extension StridedConvolutionScene {
  /// x3 of the row, which is the grid's first; (2, 3) for what stands below it.
  func name(of target: Target) -> String? {
    guard target.grid == Self.values.name else { return nil }
    return target.row == 0 ? "x\(target.column + 1)" : "input (\(target.row + 1), \(target.column + 1))"
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let place = Settings.Place(row: target.row, column: target.column)
    switch moment {
    case .plane: return gridRemark(stridedGrid, on: target, place)
    case .orphan(let grids): return gridRemark(grids, on: target, place)
    default: break
    }
    guard let focus = focus(target) else { return nil }
    switch focus {
    case .input(let index):
      let (few, all) = (
        strided.geometry.outputs(reachedBy: index).count, every.geometry.outputs(reachedBy: index).count
      )
      if case .direct = moment { return reachRemark(index, few) }
      if case .one = moment { return reachRemark(index, few) }
      return Remark(
        caption: """
          x\(index + 1) goes into \(portion(few, of: counts.kept, "output")) at stride \(step)\
          \(step == 1 ? "." : ", and into \(portion(all, of: counts.all, "output")) at stride 1.")
          """)
    case .every(let index):
      let fate =
        kept(index).map { "It is kept, as s\($0 + 1)." }
        ?? "It is thrown away: stride \(step) does not stop here."
      guard case .every = moment else {
        return Remark(
          caption: "z\(index + 1) is the sum at stride 1 over this window. \(fate)",
          formula: [.output("z\(index + 1)") + .muted(" = ") + every.sum(index)])
      }
      return Remark(caption: "z\(index + 1) sees this window of x. Whether it is kept comes next.")
    case .output(let index):
      let twin =
        switch moment {
        case .direct, .one, .every: ""
        default: " On the long way it is z\(index * step + 1)."
        }
      return Remark(
        caption: "s\(index + 1) and its window, whose first cell is \(cellName(index)).\(twin)",
        formula: [.output("s\(index + 1)") + .muted(" = ") + strided.sum(index)])
    }
  }

  private func reachRemark(_ index: Int, _ few: Int) -> Remark {
    Remark(caption: "x\(index + 1) goes into \(portion(few, of: counts.kept, "output")) at stride \(step).")
  }

  /// The first cell of an output's window.
  private func cellName(_ output: Int) -> String {
    let cell = strided.geometry.input(of: output, weight: 0)
    return strided.geometry.isPadding(cell) ? "a zero of the padding" : "x\(cell + 1)"
  }

  private func gridRemark(_ grids: GridConvolution, on target: Target, _ place: Settings.Place) -> Remark? {
    let name = "(\(place.row + 1), \(place.column + 1))"
    switch target.grid {
    case Self.sGridName where grids.position(place) != nil:
      return Remark(
        caption: """
          Output \(name) at stride \(grids.stride) is the one at (\(place.row * grids.stride + 1), \
          \(place.column * grids.stride + 1)) at stride 1: the same window, the same sum.
          """,
        formula: grids.sum(place))
    case Self.zGridName where everyGrid.position(place) != nil:
      let isKept = kept(place.row) != nil && kept(place.column) != nil
      return Remark(
        caption:
          "Output \(name) at stride 1. Stride \(step) \(isKept ? "stops here, too: it is kept" : "does not stop here: it is thrown away").",
        formula: everyGrid.sum(place))
    case Self.values.name where max(place.row, place.column) < grids.inputSize:
      let reached = grids.reach(place).count
      return Remark(
        caption: reached == 0
          ? "No window at stride \(grids.stride) covers this cell: whatever stands here, no output changes."
          : "This cell goes into \(portion(reached, of: grids.positions, "output")) at stride \(grids.stride).")
    default: return nil
    }
  }
}
