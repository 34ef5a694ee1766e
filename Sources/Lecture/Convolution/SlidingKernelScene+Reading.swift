import CellCanvas
import ConvolutionEngine

// The figure read from an output, from a weight, from an input: by the steps at the end, and by the pointer.
extension SlidingKernelScene {
  /// What is lit up.
  enum Focus: Hashable {
    case nothing
    case output(GridPlace)
    case weight(GridPlace)
    case input(GridPlace)
  }

  /// The pointer decides; without one, the step does.
  func focus(_ moment: Moment, at playhead: Playhead) -> Focus {
    if let pointer = playhead.pointer {
      let place = GridPlace(row: pointer.row, column: pointer.column)
      switch pointer.grid {
      case Self.outputName where grids.position(place) != nil: return .output(place)
      case Self.weights.name where max(place.row, place.column) < grids.kernelSize: return .weight(place)
      case Self.values.name where max(place.row, place.column) < grids.inputSize: return .input(place)
      default: break
      }
    }
    return switch moment {
    case .start, .size, .sweep, .map(nil), .end: .nothing
    case .first, .neighbour, .finding, .newRow: moment.walk.map { .output(grids.place($0.to)) } ?? .nothing
    case .map(let peak?): .output(grids.place(peak))
    case .fromOutput(let place): .output(place)
    case .fromWeight(let place): .weight(place)
    case .fromInput(let place): .input(place)
    }
  }

  func name(of target: Target) -> String? {
    switch target.grid {
    case Self.values.name: "input \(target.place)"
    case Self.weights.name: "kernel \(target.place)"
    default: nil
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    switch focus(moment, at: playhead) {
    case .nothing: return nil
    case .output(let place):
      let name = "Output (\(place.row + 1), \(place.column + 1))"
      guard let index = grids.position(place), index < known(moment, at: playhead) else {
        return Remark(caption: "\(name) will see this window. It has not been worked out yet.")
      }
      return Remark(
        caption: "\(name) sees this window and nothing else of the input. \(verdict(place))", formula: grids.sum(place))
    case .weight(let place): return Remark(caption: weightCaption(place), formula: [weightFormula(place)])
    case .input(let place):
      // How many windows there are, and outputs to add to, comes later.
      if case .start = moment {
        return Remark(
          caption: "Input (\(place.row + 1), \(place.column + 1)), a number of the grid.",
          formula: [.input(GridConvolution.text(grids.input[place.row, place.column]))])
      }
      return Remark(caption: inputCaption(place), formula: inputFormula(place))
    }
  }

  /// What the sum at a place says.
  func verdict(_ place: GridPlace) -> String {
    reading.verdict(grids.products(place).map(\.product), large: large)
  }

  /// The amount that counts as a large sum: half of the largest there is, but no mere noise, which is small beside what
  /// the kernel gives where the largest number of the grid meets the smallest.
  var large: Float {
    let largest = grids.output.values.reduce(0) { max($0, abs($1)) }
    let span = (grids.input.values.max() ?? 0) - (grids.input.values.min() ?? 0)
    return max(largest / 2, grids.kernel.values.reduce(0) { $0 + abs($1) } / 2 * span / 5)
  }

  func outputCaption(_ place: GridPlace) -> StyledText {
    let zeros = grids.products(place).count(where: \.isPadding)
    let cells = "\(counted(grids.weights - zeros, "cell")) of the input"
    let sees =
      zeros == grids.weights
      ? "it sees nothing but \(counted(zeros, "zero")) around the grid."
      : zeros == 0
        ? "it sees \(cells) and no other."
        : "it sees \(cells) and no other, and \(counted(zeros, "zero")) around \(grids.weights - zeros == 1 ? "it" : "them")."
    return StyledText(
      "Read from an output: \(sees) "
        + (grids.positions == 1
          ? "There is no other output here." : "Press c and point at outputs: each has its own window."))
  }

  func weightCaption(_ place: GridPlace) -> StyledText {
    let cells = grids.touched(by: place).count
    if cells == 0 {
      return "Read from a weight: this one lies on nothing but the zeros around the grid, and never counts."
    }
    if grids.positions == 1 {
      return "Read from a weight: with a single place it meets one cell and is used once, as in a dense layer."
    }
    if cells == 1 {
      return """
        Read from a weight: this one number meets one cell; at the \(grids.positions == 2 ? "other place" : "\(grids.positions - 1) other places") \
        it lies on the zeros around the grid.
        """
    }
    return """
      Read from a weight: this one number meets \(counted(cells, "cell")), each on its way to another output. What it \
      learns at one place, it knows at every place.
      """
  }

  /// What to ask about a weight, by how often it counts.
  func weightNote(_ place: GridPlace) -> String {
    if grids.positions == 1 {
      return "Nothing is shared where there is a single place. Take a larger input or a smaller kernel, and ask again."
    }
    return switch grids.touched(by: place).count {
    case 0: "Ask what such a weight could learn: what it is multiplied with is always 0."
    case 1: "Ask what sharing is worth where a weight meets one cell: what it learns there helps at no other place."
    default: "Parameter sharing, without the name: what is learned at one place is known at every place."
    }
  }

  func weightFormula(_ place: GridPlace) -> StyledText {
    let zeros = grids.positions - grids.touched(by: place).count
    return .muted("weight (\(place.row + 1), \(place.column + 1)) = ")
      + .kernel(GridConvolution.text(grids.kernel[place.row, place.column]))
      + .muted("   stored once, used for ") + .counted(grids.positions, "output", .output)
      + .muted(zeros > 0 ? ", at \(zeros) of them on padding" : "")
  }

  func inputCaption(_ place: GridPlace) -> StyledText {
    guard !hasHoles else { return dilatedCaption(place) }
    let count = grids.reach(place).count
    let corner = grids.reach(GridPlace(row: 0, column: 0)).count
    // Where the stride does not come out even, other corners are seen less often than the first, or never.
    let end = grids.inputSize - 1
    let last = grids.reach(GridPlace(row: end, column: end)).count
    func often(_ count: Int) -> String { count == 0 ? "none" : "\(count)" }
    let most =
      (0...end).map {
        max(grids.reach(GridPlace(row: 0, column: $0)).count, grids.reach(GridPlace(row: end, column: $0)).count)
      }.max() ?? 0
    let border: StyledText =
      most >= count
      ? ""
      : last == corner
        ? " Every border cell lies under fewer, the one in the corner under \(often(corner))."
        : " Every border cell lies under fewer: top left under \(often(corner)), bottom right under \(often(last))."
    return switch count {
    case 0: "Read from an input: no window ever covers this cell, so whatever it holds, no output changes."
    case 1: "Read from an input: one window alone covers this cell." + border
    default: "Read from an input: it lies under \(count) windows, each time under another weight." + border
    }
  }

  /// Whether a window spans cells that no weight lies on: a single weight has nothing between it and others.
  private var hasHoles: Bool { grids.geometry.window.effectiveKernel > grids.geometry.window.kernel }

  /// The same for a kernel with holes, whose window spans cells that no weight lies on.
  private func dilatedCaption(_ place: GridPlace) -> StyledText {
    let count = grids.reach(place).count
    let holes = "The windows that have a hole there see nothing of it."
    return switch count {
    case 0: "Read from an input: no weight ever lies on this cell, so whatever it holds, no output changes."
    case 1: "Read from an input: in one window alone a weight lies on it. \(holes)"
    default: "Read from an input: in \(count) windows a weight lies on it, each time another one. \(holes)"
    }
  }

  func inputFormula(_ place: GridPlace) -> [StyledText] {
    let value = StyledText.input(GridConvolution.text(grids.input[place.row, place.column]))
    let down = grids.geometry.outputs(reachedBy: place.row).count
    let across = grids.geometry.outputs(reachedBy: place.column).count
    let windows: StyledText =
      .muted("input (\(place.row + 1), \(place.column + 1)) = ") + value
      + .muted(hasHoles ? "   a weight on it in " : "   lies under ") + "\(down)"
      + .muted(" down · ") + "\(across)" + .muted(" across = ") + .output("\(down * across)")
      + .muted(" of \(counted(grids.positions, "window"))")
    guard down * across > 0 else { return [windows] }
    return [
      windows,
      .muted("adds ") + value + .muted(" · ") + .kernel("the weight on it")
        + .muted(down * across == 1 ? " to this output" : " to each of these outputs"),
    ]
  }
}
