import CellCanvas
import ConvolutionEngine

extension PoolingKindsScene {
  func step(_ moment: Moment) -> Step {
    switch moment {
    case .start:
      Step(
        caption: "Pooling puts one number in the place of a window. Which number? The largest is only one choice: here "
          + "are five, on one map.",
        formula: [geometry.sizeFormula()],
        note: "Let the class say what it would keep of the outlined window before any number comes.")
    case .window(let index): windowStep(index)
    case .all:
      Step(
        caption:
          geometry.window.kernel == 1
          ? "A window of one value passes it on, the norm without its sign: the kinds that slide agree. Turn window up to "
            + "see them differ."
          : "In every window the average is at most the maximum, and the maximum at most the norm. Only the maximum "
            + "is sure to be a value of the map.",
        formula: [geometry.sizeFormula() + .muted(hatched)],
        note: "Global average pooling has no window and no stride: whatever the size of the map, one number a map.",
        duration: .milliseconds(2000))
    case .back(let kind): backStep(kind)
    case .tie(let tie): tieStep(tie)
    case .through: throughStep
    }
  }

  private var hatched: String {
    let cells = geometry.dropped.count
    return cells == 0
      ? "" : "     hatched: the last \(cells == 1 ? "row and column fit" : "\(cells) rows and columns fit") no window"
  }

  // MARK: Forward

  /// max 5, average 18/9 = 2, and so on, in two lines.
  func results(_ place: GridPlace) -> [StyledText] {
    let cells = cells(of: place)
    let seen = cells.map(value)
    let squares = seen.reduce(0) { $0 + $1 * $1 }
    func part(_ kind: PoolingKind, _ how: StyledText) -> StyledText {
      .muted(kind.name + " ") + how + .output(Self.text(result(kind, place)))
    }
    return [
      part(.maximum, "") + .muted("     ")
        + part(.average, .input(Self.text(seen.reduce(0, +))) + .muted("/") + .strong("\(seen.count)") + .muted(" = "))
        + .muted("     ") + part(.centred, ""),
      part(.norm, .muted("√") + .input(Self.text(squares)) + .muted(" = ")) + .muted("     ") + part(.global, ""),
    ]
  }

  private func windowStep(_ index: Int) -> Step {
    let place = place(index)
    let first = index == 0
    var step = Step(
      caption: first
        ? "Max keeps the largest, the average counts all alike, the centre-weighted one the middle most, the norm the "
          + "energy: √ of the sum of squares."
        : "\(changed(place)). Global average has one window, the whole map, and stays.",
      formula: results(place),
      note: first
        ? "The weights of the centre-weighted kind fall off like a bell with the distance from the window's centre."
        : "Compare with the window before: which number has changed most, and why?",
      duration: .milliseconds(1100), links: first ? [Link(to: MaxPoolScene.card.id, label: "max pooling")] : [])
    if first {
      let values = [result(.maximum, place), result(.average, place)].map(Double.init)
      step.question = Question(
        "The first window is outlined. What is its largest value, and what the average of its values?",
        answer: .numbers(values, decimals: 1))
    }
    return step
  }

  /// Which kinds say something else than for the first window.
  private func changed(_ place: GridPlace) -> String {
    let sliding: [PoolingKind] = [.maximum, .average, .centred, .norm]
    let kept = sliding.filter { Self.text(result($0, place)) == Self.text(result($0, self.place(0))) }
    return kept.isEmpty
      ? "One window further, every kind that slides says something else"
      : kept.count == sliding.count
        ? "One window further, and every kind says the same"
        : "One window further, \(listed(kept.map(\.name))) \(verb(kept.count, "says")) the same as before, the others do not"
  }

  // MARK: The way back

  /// What a filled cell means.
  private var filled: StyledText { .muted("filled: \(Self.share(Self.largeShare)) or more") }

  private func backStep(_ kind: PoolingKind) -> Step {
    let gradient = kinds[kind.rawValue].fromOne
    let cells = cells(of: middle)
    let all = gradient.values
    let reached = all.count { $0 != 0 }
    let sum = all.reduce(0, +)
    var formula: [StyledText] = [
      .muted("arrives in \(counted(reached, "cell")), in all ") + .strong(Self.share(sum), .gradient)
        + .muted("     ") + filled
    ]
    let caption: StyledText
    switch kind {
    case .maximum:
      let winner = cells.first { gradient[$0.row, $0.column] != 0 } ?? middle
      caption =
        "Back comes the gradient: how the loss (the error) changes with an output. Say 1 at \(middleName). "
        + "Max sends all to the winner, the \(Self.text(value(winner)))."
    case .average:
      caption =
        cells.count == 1
        ? "An average over one cell sends all of it to that cell."
        : "The average gives each of its \(cells.count) cells the same, 1/\(cells.count), whatever its value: each has counted alike."
      formula = [
        .muted("1/\(cells.count) = ") + .strong(Self.share(1 / Float(cells.count)), .gradient) + .muted(" each, ")
          + formula[0]
      ]
    case .centred:
      let shares = cells.map { gradient[$0.row, $0.column] }
      let (low, high) = (Self.share(shares.min() ?? 0), Self.share(shares.max() ?? 0))
      caption =
        low == high
        ? "The centre-weighted average gives each cell its weight, here \(low) to all: every cell is equally far from the centre."
        : "The centre-weighted average gives each cell its weight: \(high) in the middle, \(low) in the corners."
    case .norm:
      let norm = result(.norm, middle)
      let squares = cells.reduce(0) { $0 + gradient[$1.row, $1.column] * gradient[$1.row, $1.column] }
      let largest = cells.max { abs(value($0)) < abs(value($1)) } ?? middle
      if norm > 0 {
        caption =
          "The norm gives each cell x/y, its value over the norm: large values get much, zeros nothing. Squared, the "
          + "shares add up to \(Self.share(squares))."
        formula = [
          .input(Self.text(value(largest))) + .muted("/") + .output(Self.text(norm)) + .muted(" = ")
            + .strong(Self.share(gradient[largest.row, largest.column]), .gradient) + .muted("     ") + formula[0]
        ]
      } else {
        caption = "The norm gives each cell x/y, but a norm of 0 has no slope to give: nothing comes back."
      }
    case .global:
      caption = "Global average gives every cell of the map 1/\(all.count): no cell is left out, and none hears much."
      formula = [
        .muted("1/\(all.count) = ") + .strong(Self.share(1 / Float(all.count)), .gradient) + .muted(" each, ")
          + formula[0]
      ]
    }
    return Step(
      caption: caption, formula: formula,
      note:
        "All of these numbers come out of the engine's backward pass. The loss is what training makes small; 1 stands "
        + "for what the layers above send back.",
      question: kind == .average && cells.count > 1
        ? Question(
          "The average over \(cells.count) cells gets a gradient of 1. How much of it goes back to each cell?",
          answer: .number(1 / Double(cells.count), decimals: 2), mistake: .number(1, decimals: 2)) : nil,
      duration: .milliseconds(900),
      links: kind == .maximum
        ? [Link(to: MaxPoolScene.card.id, label: "switches")]
        : kind == .global ? [Link(to: VariableSizeScene.card.id, label: "any size")] : [])
  }

  private func tieStep(_ tie: Tie) -> Step {
    let names = tie.cells.map { "\($0.row + 1),\($0.column + 1)" }
    let winners = tie.winners.map { "\($0.row + 1),\($0.column + 1)" }
    let rule =
      tie.winners.count != 1
      ? "\(counted(tie.winners.count, "cell")) get some of it."
      : tie.winners[0] == tie.cells[0]
        ? "the first of them, row by row, gets all of it."
        : "one of them, not the first, gets all of it."
    let largest = Self.text(tie.map[tie.cells[0].row, tie.cells[0].column])
    return Step(
      caption:
        "Here \(spelled(tie.cells.count)) cells hold \(largest), the largest, and the maximum has no slope. A rule must "
        + "choose: " + StyledText(rule),
      formula: [
        .muted("row, column of the equals: ") + .input(names.joined(separator: "   ")) + .muted("     to ")
          + .strong(winners.joined(separator: "   "), .gradient)
      ],
      note: "The rule is read off the engine's backward pass on this map. Behind ReLU ties are common: windows full of "
        + "zeros.", duration: .milliseconds(900))
  }

  private var throughStep: Step {
    func reached(_ kind: PoolingKind) -> Int { kinds[kind.rawValue].fromAll.values.count { $0 != 0 } }
    let (few, many) = (reached(.maximum), reached(.average))
    let all = Self.side * Self.side
    return Step(
      caption: "Take home: with 1 at every output, max reaches " + .strong("\(few)") + " of \(all) cells, the average "
        + .strong("\(many)") + ". "
        + (few < many
          ? "Max teaches few cells a lot, the average many a little."
          : geometry.window.kernel == 1
            ? "Here both reach the same cells; with a larger window they do not."
            : "Here both reach as many cells."),
      formula: [
        .muted("cells reached:  ")
          + .joined(
            PoolingKind.allCases.map { kind in
              .muted((kind == .centred ? "centred" : kind == .global ? "global" : kind.name) + " ")
                + .strong("\(reached(kind))")
            }, separator: .muted("   ")),
        filled,
      ],
      note: "Where windows overlap, what comes back adds up. Most networks pool by the maximum inside and by a global "
        + "average at the end.", duration: .milliseconds(900))
  }

  // MARK: While something is pointed at

  func name(of target: Target) -> String? { target.grid == Self.map.name ? "map \(target.place)" : nil }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let cell = GridPlace(row: target.row, column: target.column)
    if let kind = PoolingKind.allCases.first(where: { target.grid == "out\($0.rawValue)" }) {
      if kind == .global {
        return Remark(
          caption: "The average of all \(Self.side * Self.side) values of the map: \(Self.text(result(kind, cell))).")
      }
      guard knows(moment, cell) else { return Remark(caption: "This is what the window will be summed up by.") }
      return Remark(caption: "What the window in the map is summed up by, in each way.", formula: results(cell))
    }
    if let kind = PoolingKind.allCases.first(where: { target.grid == "back\($0.rawValue)" }) {
      let kindOf = kinds[kind.rawValue]
      let gradient = if case .through = moment { kindOf.fromAll } else { kindOf.fromOne }
      let isThere = if case .back(let now) = moment { kind.rawValue <= now.rawValue } else { true }
      guard isThere else { return nil }
      return Remark(
        caption: "The \(Self.text(value(cell))) in row \(cell.row + 1), column \(cell.column + 1) gets "
          + "\(Self.share(gradient[cell.row, cell.column])) through \(kind.name).")
    }
    if target.grid == Self.map.name {
      let count = geometry.outputs(reachedBy: cell.row).count * geometry.outputs(reachedBy: cell.column).count
      return Remark(
        caption: count == 0
          ? "No window looks at this \(Self.text(value(cell))); only global average does."
          : "This \(Self.text(value(cell))) lies in \(counted(count, "window")), and in the global average.")
    }
    return nil
  }

  /// Whether an output is known at the end of a moment.
  func knows(_ moment: Moment, _ place: GridPlace) -> Bool {
    let index = place.row * geometry.output + place.column
    return switch moment {
    case .start: false
    case .window(let last): index <= last
    default: true
    }
  }
}
