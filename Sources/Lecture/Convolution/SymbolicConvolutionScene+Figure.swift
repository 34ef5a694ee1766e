import CellCanvas
import ConvolutionEngine

extension SymbolicConvolutionScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let parts = Parts(canvas.bounds)
    let placement = inputGrid(moment, at: playhead).draw(in: &canvas, at: parts.input.origin, scale: parts.scale)
    kernelGrid(moment, at: playhead).draw(in: &canvas, at: parts.kernel.origin, scale: parts.scale)
    drawWindow(moment, on: placement, at: playhead, in: &canvas)
    drawOutputs(moment, parts, at: playhead, in: &canvas)
  }

  /// Where the grids stand: input and kernel at the left, one above the other, and beside them the expressions.
  private struct Parts {
    let scale: GridScale
    let input: Region
    let kernel: Region
    let output: Region
    let cell: Size

    init(_ region: Region) {
      let gap = max(2, region.columns / 16)
      let space = Size(columns: region.columns * 2 / 5, rows: region.rows)
      scale = GridScale.largest(in: space, textColumns: 2) { scale in
        Size(columns: 4 * scale.columns, rows: 2 + (5 * scale.halfRows + 1) / 2)
      }
      let rows = { (count: Int, scale: GridScale) in 1 + (count * scale.halfRows + 1) / 2 }
      let room = region.columns - 4 * scale.columns - gap
      cell = Size(columns: max(1, min(room / 3, 36)), rows: max(1, min((region.rows - 1) / 2, 20)))
      let sizes = [
        Size(columns: 4 * scale.columns, rows: region.rows),
        Size(columns: 3 * cell.columns, rows: 1 + 2 * cell.rows),
      ]
      let row = Layout.row(sizes, in: region, minimumGap: gap, maximumGap: gap)
      let free = region.rows - rows(3, scale) - rows(2, scale)
      let air = max(0, min(free, 3))
      let top = region.row + max(0, free - air) / 2
      input = Region(column: row[0].column, row: top, columns: 4 * scale.columns, rows: rows(3, scale))
      kernel = Region(
        column: row[0].column + scale.columns, row: input.endRow + air, columns: 2 * scale.columns,
        rows: rows(2, scale))
      output = row[1]
    }
  }

  // MARK: Input and kernel

  private func inputGrid(_ moment: Moment, at playhead: Playhead) -> NumberGrid {
    let covered = place(moment, at: playhead).map { expressions[$0] } ?? []
    let isMoving = isMoving(moment, at: playhead)
    let followed = followedLetter(moment, at: playhead)
    let numbers = shownNumbers(moment, at: playhead)
    let isNumeric = hasNumbers(moment)
    let isIndexed = isIndexed(moment, at: playhead)
    let limit = Double(input.values.reduce(1) { max($0, abs($1)) })
    var grid = NumberGrid(
      .input("input I") + .muted(" 3 × 4"), name: isNumeric ? Self.values.name : "input", rows: 3, columns: 4
    ) { row, column in
      let index = row * 4 + column
      let letter = String(Self.inputLetters[index])
      let isNumber = index < numbers.inputs
      var element = NumberGrid.Element(
        isNumber ? GridConvolution.text(input[row, column]) : letter, detail: isNumber ? letter : "",
        paper: isNumber
          ? .level(.input, 0.15 + 0.6 * abs(Double(input[row, column])) / limit)
          : Self.letterPaper(.input, row, column),
        style: .bold)
      // Where a letter stands, as the formula counts it.
      if isIndexed { element.detail = "\(row + 1),\(column + 1)" }
      if let weight = covered.firstIndex(where: { $0.row == row && $0.column == column }), !isMoving, !isIndexed {
        element.paper = Self.letterPaper(.kernel, row, column)
        element.detail =
          "·" + (isNumeric ? GridConvolution.text(covered[weight].weight) : String(Self.weightLetters[weight]))
      }
      if isIndexed, row < kernel.shape.height, column < kernel.shape.width {
        element.paper = Self.letterPaper(.kernel, row, column)
      }
      if index == followed { element.paper = .role(.active) }
      return element
    }
    grid.reservedColumns = 2
    return grid
  }

  private func kernelGrid(_ moment: Moment, at playhead: Playhead) -> NumberGrid {
    let followed = followedWeight(at: playhead)
    let numbers = shownNumbers(moment, at: playhead)
    var grid = NumberGrid(
      .kernel("kernel K") + .muted(" 2 × 2"), name: hasNumbers(moment) ? Self.weights.name : "kernel", rows: 2,
      columns: 2
    ) { row, column in
      let index = row * 2 + column
      let letter = String(Self.weightLetters[index])
      let isNumber = index < numbers.weights
      return NumberGrid.Element(
        isNumber ? GridConvolution.text(kernel[row, column]) : letter,
        detail: isNumber ? letter : isIndexed(moment, at: playhead) ? "\(row + 1),\(column + 1)" : "",
        paper: index == followed ? .role(.active) : Self.letterPaper(.kernel, row, column), style: .bold)
    }
    grid.reservedColumns = 2
    return grid
  }

  /// Whether places are numbered, as they are in the step that writes the sum out.
  private func isIndexed(_ moment: Moment, at playhead: Playhead) -> Bool {
    if case .written = moment { true } else { false }
  }

  /// Neighbouring letters stand on slightly different grounds, so that the cells can be told apart.
  private static func letterPaper(_ scale: ColorScale, _ row: Int, _ column: Int) -> Tint {
    .level(scale, (row + column).isMultiple(of: 2) ? 0.5 : 0.4)
  }

  /// How many letters of the input and of the kernel have become numbers.
  private func shownNumbers(_ moment: Moment, at playhead: Playhead) -> (inputs: Int, weights: Int) {
    guard hasNumbers(moment) else { return (0, 0) }
    guard case .numbers = moment else { return (12, 4) }
    return (Int(playhead.phase(0, 0.5) * 12), Int(playhead.phase(0.5, 0.7) * 4))
  }

  private func isMoving(_ moment: Moment, at playhead: Playhead) -> Bool {
    guard case .place = moment, playhead.pointer == nil else { return false }
    return playhead.phase(0, 0.35) < 1
  }

  /// The window on its way from the place before, painted over the letters.
  private func drawWindow(
    _ moment: Moment, on grid: GridPlacement, at playhead: Playhead, in canvas: inout Canvas
  ) {
    guard isMoving(moment, at: playhead), case .place(let index) = moment else { return }
    let travel = playhead.phase(0, 0.35)
    let before = max(0, index - 1)
    func between(_ from: Int, _ to: Int) -> Double { Double(from) + travel * Double(to - from) }
    canvas.paint(
      grid.window(row: between(before / 3, index / 3), column: between(before % 3, index % 3), rows: 2, columns: 2),
      paper: .level(.kernel, 0.6))
  }

  // MARK: The expressions

  private func drawOutputs(_ moment: Moment, _ parts: Parts, at playhead: Playhead, in canvas: inout Canvas) {
    let title = .output("output s") + .muted(" 2 × 3")
    canvas.write(title, column: parts.output.column, row: parts.output.row)
    let active = place(moment, at: playhead)
    for index in expressions.indices {
      let cell = Region(
        column: parts.output.column + index % 3 * parts.cell.columns,
        row: parts.output.row + 1 + index / 3 * parts.cell.rows, columns: parts.cell.columns, rows: parts.cell.rows)
      let inner = Region(column: cell.column, row: cell.row, columns: cell.columns - 1, rows: max(1, cell.rows - 1))
      canvas.mark(cell, as: Target(grid: "output", row: index / 3, column: index % 3))
      let shown = shownTerms(of: index, moment, at: playhead)
      let isActive = index == active && (shown > 0 || playhead.pointer != nil)
      canvas.fill(inner, with: Cell(paper: isActive ? .level(.output, 0.35) : .role(.panel)))
      if isActive { canvas.frame(inner, ink: .role(.active)) }
      var room = inner
      if shown > 0, let window = drawThumbnail(of: index, in: inner, &canvas) {
        room = Region(
          column: inner.column, row: window.endRow, columns: inner.columns, rows: inner.endRow - window.endRow)
      }
      let lines = lines(of: index, moment, shown: shown, columns: inner.columns - 2, rows: room.rows, at: playhead)
      let top = room.row + max(0, room.rows - lines.count) / 2
      for (offset, line) in lines.enumerated() where line.columns <= room.columns && offset < room.rows {
        canvas.write(
          line, in: Region(column: room.column, row: top + offset, columns: room.columns, rows: 1), align: .center)
      }
    }
  }

  /// The input in small with an output's window, where a cell has room for it above the expression.
  private func drawThumbnail(of index: Int, in cell: Region, _ canvas: inout Canvas) -> Region? {
    let scale = GridScale(columns: 4, rows: 2)
    let window = expressions[index]
    let grid = NumberGrid(rows: 3, columns: 4) { row, column in
      let isCovered = window.contains { $0.row == row && $0.column == column }
      return NumberGrid.Element(
        String(Self.inputLetters[row * 4 + column]), paper: isCovered ? .level(.kernel, 0.5) : .level(.input, 0.25),
        style: isCovered ? .bold : [])
    }
    let size = grid.size(at: scale)
    guard cell.columns >= size.columns + 6, cell.rows >= size.rows + 7 else { return nil }
    let place = Region(
      column: cell.column + (cell.columns - size.columns) / 2, row: cell.row + 2, columns: size.columns,
      rows: size.rows)
    grid.draw(in: &canvas, at: place.origin, scale: scale)
    return place
  }

  /// What stands in an output's cell: its expression in letters, with numbers, and its value.
  private func lines(
    of index: Int, _ moment: Moment, shown: Int, columns: Int, rows: Int, at playhead: Playhead
  ) -> [StyledText] {
    guard shown > 0 else {
      // Which place is called what, where the sum is written out for the first.
      guard isIndexed(moment, at: playhead) else { return [.muted("·")] }
      return [index == 0 ? name(index) : .muted(name(index).plain)]
    }
    let (letter, weight) = (followedLetter(moment, at: playhead), followedWeight(at: playhead))
    let written = expressions[index].prefix(shown).enumerated().map { offset, product -> StyledText in
      let isFollowed = self.letter(product) == letter || offset == weight
      if isFollowed { return .active(term(product, offset).plain) }
      return letter == nil && weight == nil ? term(product, offset) : .muted(term(product, offset).plain)
    }
    let letters = Self.fold(written, columns: columns)
    let isPuttingIn = if case .numbers = moment { true } else { false }
    guard hasNumbers(moment), !isPuttingIn || playhead.phase(0.7, 1) >= 1 else { return letters }
    let products = expressions[index].map { self.numbers([$0]) }
    let numbers = Self.fold(products, columns: columns)
    let isKnown = !isPuttingIn && playhead.phase(0, 1) >= Double(index + 1) / 6
    let value: StyledText = isKnown ? .muted("= ") + .output(value(index)) : .muted("= ?")
    // Where there is little room the letters give way first, then the numbers.
    let blocks = [[letters, numbers, [value]], [numbers, [value]], [[value]]]
    let fitting = blocks.first { $0.reduce(0) { $0 + $1.count } <= rows } ?? [[value]]
    let spare = rows - fitting.reduce(0) { $0 + $1.count }
    let air = spare >= 2 * (fitting.count - 1) ? [StyledText("")] : []
    return Array(fitting.joined(separator: air))
  }

  /// A sum in one line, or, where that is too long, in two, or with a line for each term.
  private static func fold(_ terms: [StyledText], columns: Int) -> [StyledText] {
    func folded(_ length: Int) -> [StyledText] {
      stride(from: 0, to: terms.count, by: length).map { start in
        let line = StyledText.joined(Array(terms[start..<min(start + length, terms.count)]), separator: .muted(" + "))
        return start > 0 ? .muted("+ ") + line : line
      }
    }
    let ways = [terms.count, (terms.count + 1) / 2, 1].map { folded(max(1, $0)) }
    return ways.first { $0.allSatisfy { $0.columns <= columns } } ?? ways[2]
  }
}
