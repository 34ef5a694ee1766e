import CellCanvas
import ConvolutionEngine

// The paths through the blocks, and two trained stacks from which blocks are taken out.

extension ResNetScene {
  private static let waiting: StyledText =
    "The engine is still reading digits with both stacks; the result comes in a moment."

  /// How many blocks the network has whose paths are counted, and through how many of them the paths go that carried the
  /// gradient (Veit et al. 2016: a ResNet of 110 layers).
  static let paths = ResidualPaths(blocks: 54)
  static let carrying = 5...17

  // MARK: Words

  var pathsStep: Step {
    let (paths, range) = (Self.paths, Self.carrying)
    let share = NumberText.fixed(100 * paths.share(through: range), decimals: 2) + " %"
    return Step(
      caption: """
        Each of \(paths.blocks) blocks is gone through or passed by: 2⁵⁴ paths. Most gradient, Veit et al. found, comes by \
        those through \(range.lowerBound) to \(range.upperBound) blocks: \(share) of all.
        """,
      formula: [
        .muted("Σ C(54, k), k = \(range.lowerBound) … \(range.upperBound)  = ")
          + .active(NumberText.integer(paths.count(through: range))),
        .muted("of 2⁵⁴ = ") + .strong(NumberText.integer(paths.count)) + .muted(":  ") + .active(share)
          + .muted("     Veit, Wilber, Belongie 2016"),
      ],
      note: """
        C(54, k) says how many ways there are to choose k of 54 blocks; most paths go through about half of them. The \
        network behaves like a collection of shallow ones. It is not one: all paths share their weights and were trained together.
        """,
      question: Question(
        "How many paths lead through 3 blocks, if each can be gone through or passed by?",
        answer: .number(Double(ResidualPaths(blocks: 3).count), decimals: 0),
        // Two ways at each of three blocks, added up.
        mistake: .number(6, decimals: 0)))
  }

  var stacksStep: Step {
    let note = """
      Both begin with two convolutions and poolings, then come eight blocks of two 3 × 3 convolutions on 16 maps of 7 × 7. \
      cnnviz train --mnist FOLDER --stack plain (or residual) made the weights. The digits that they read here are \
      drawn by the program, so none of them was learned from.
      """
    let weights = NumberText.integer(DigitStack(isResidual: true).network.parameters)
    let formula: [StyledText] = [
      .kernel(weights) + .muted(" weights each, trained by this engine on 55,000 digits of MNIST")
    ]
    guard let plain, let residual else { return Step(caption: Self.waiting, formula: formula, note: note) }
    return Step(
      caption: """
        Two stacks of \(DigitStack.blocks) equal blocks, without and with shortcuts, both trained to read digits. Of \
        \(plain.count) new ones the plain stack reads \(plain.whole) right, the residual one \(residual.whole).
        """, formula: formula, note: note)
  }

  var deletedStep: Step {
    let note = """
      Turn the knob block, or point at a block. What went into the missing block goes into the next one; nothing is trained \
      again. Veit et al. did so with a VGG and a ResNet of 110 layers, and found the same.
      """
    let rest = ResidualPaths(blocks: DigitStack.blocks - 1).count
    let all = ResidualPaths(blocks: DigitStack.blocks).count
    let formula: [StyledText] = [
      .muted("paths left:  plain ") + .strong("0 of 1", .other) + .muted("     residual ")
        + .output("\(rest) of \(all)") + .muted(", all that went by block \(deleted)")
    ]
    guard let plain, let residual else {
      return Step(caption: Self.waiting, formula: formula, note: note, question: deletedQuestion(loser: nil))
    }
    let (left, right) = (plain.without[deleted - 1], residual.without[deleted - 1])
    return Step(
      caption: """
        Block \(deleted) is taken out of both, and nothing is trained again. The plain stack now reads \(left) of \
        \(plain.count), the residual one \(right).
        """, formula: formula, note: note,
      question: deletedQuestion(loser: (plain.whole - left, residual.whole - right)))
  }

  private func deletedQuestion(loser: (plain: Int, residual: Int)?) -> Question {
    let right = loser.map { $0.plain > $0.residual ? 0 : $0.plain < $0.residual ? 1 : 2 } ?? 0
    return Question(
      "Block \(deleted) of \(DigitStack.blocks) is taken out of both, with no training after. Which loses more digits?",
      answer: .choice(["the plain stack", "the residual stack", "both lose alike"], right: right))
  }

  var eachStep: Step {
    let note = """
      A plain block is the only way from its neighbours to each other, so all that comes behind it meets inputs that it never saw. \
      A residual block is one change among several. Ask which block of the residual stack matters most, and why it may be that one.
      """
    guard let plain, let residual else { return Step(caption: Self.waiting, note: note) }
    func span(_ trial: StackTrial) -> String {
      let (low, high) = (trial.without.min() ?? 0, trial.without.max() ?? 0)
      return low == high ? "\(low)" : "\(low) to \(high)"
    }
    let weakest = residual.without.indices.min { residual.without[$0] < residual.without[$1] } ?? 0
    return Step(
      caption: """
        One block less, each in turn: the plain stack reads \(span(plain)) of \(plain.count) right, the residual one \
        \(span(residual)). Most depends on its block \(weakest + 1).
        """,
      formula: [
        .muted("on average  plain ") + .strong(Self.mean(plain), .other) + .muted("     residual ")
          + .output(Self.mean(residual)) + .muted("     guessing ")
          + .strong(NumberText.plain(Double(plain.count) / 10))
      ], note: note)
  }

  private static func mean(_ trial: StackTrial) -> String {
    NumberText.fixed(Double(trial.without.reduce(0, +)) / Double(trial.without.count), decimals: 1)
  }

  // MARK: Pointing

  private static func gridName(isResidual: Bool) -> String { DigitStack(isResidual: isResidual).name }

  /// What a stack reads without the block that is pointed at.
  func stackRemark(on target: Target) -> Remark? {
    for trial in [plain, residual].compactMap({ $0 }) where trial.stack.name == target.grid {
      guard trial.without.indices.contains(target.column - 1) else { return nil }
      let kind = trial.stack.isResidual ? "residual" : "plain"
      return Remark(
        caption: """
          Without its block \(target.column) the \(kind) stack reads \(trial.without[target.column - 1]) of \
          \(trial.count) digits right; whole it reads \(trial.whole).
          """)
    }
    return nil
  }

  // MARK: Figure

  func drawPaths(at playhead: Playhead, in canvas: inout Canvas) {
    let paths = Self.paths
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    let pitch = isLarge ? 2 : 1
    let most = Double(paths.count(through: paths.blocks / 2))
    let size = Size(columns: (paths.blocks + 1) * pitch + 4, rows: isLarge ? 28 : 13)
    let shown = playhead.phase(0, 0.8)
    let columns = Arrangement.drawing("paths", size: size) { canvas, region in
      let (bars, axis) = region.splitBottom(2)
      for passed in 0...paths.blocks {
        let column = region.column + 2 + passed * pitch
        let isCarrying = Self.carrying.contains(passed)
        let height = shown * Double(paths.count(through: passed)) / most * Double(8 * bars.rows)
        let eighths = max(isCarrying ? 1 : 0, Int(height.rounded()))
        for row in 0..<bars.rows {
          let filled = min(8, eighths - 8 * row)
          guard filled > 0, let glyph = Unicode.Scalar(0x2580 + UInt32(filled)) else { continue }
          for offset in 0..<pitch {
            canvas[column + offset, bars.endRow - 1 - row] = Cell(
              glyph, ink: .role(isCarrying ? .gradient : .muted))
          }
        }
        for offset in 0..<pitch {
          canvas[column + offset, axis.row] = Cell(
            isCarrying ? "━" : "─", ink: .role(isCarrying ? .gradient : .faint))
        }
      }
      for tick in [0, Self.carrying.lowerBound, Self.carrying.upperBound, paths.blocks / 2, paths.blocks] {
        let text = "\(tick)"
        canvas.write(
          Self.carrying.lowerBound == tick || Self.carrying.upperBound == tick
            ? .strong(text, .gradient) : .muted(text),
          column: region.column + 2 + tick * pitch - (text.count > 1 ? 1 : 0), row: axis.row + 1)
      }
    }.titled(.muted("paths, by how many of the \(paths.blocks) blocks they go through"))
    let small = (1...4).map { blocks -> StyledText in
      let paths = ResidualPaths(blocks: blocks)
      return .muted("\(counted(blocks, "block")): ")
        + .strong((0...blocks).map { "\(paths.count(through: $0))" }.joined(separator: " + "))
        + .muted(" = ") + .active("\(paths.count)")
    }
    let key = [StyledText("━━━", ink: .role(.gradient)) + .muted(" the gradient came by these")]
    Arrangement.row(columns, .text(of: isLarge ? small + [""] + key : []), gap: 2...8).placed(in: canvas.bounds)
      .draw(in: &canvas)
  }

  func drawStacks(_ moment: Moment, in canvas: inout Canvas) {
    let missing = moment == .deleted ? deleted : nil
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    func stack(_ kind: DigitStack, _ trial: StackTrial?) -> Arrangement {
      let read = trial.map { missing.map { $0 - 1 }.map { index in trial?.without[index] ?? 0 } ?? $0.whole }
      let role: Role = kind.isResidual ? .output : .other
      let title =
        StyledText.strong(kind.isResidual ? "residual" : "plain", role)
        + (missing.map { .muted(" without block \($0)") } ?? "")
      let bar = BarChart([
        .init(
          .muted("reads"), fraction: Double(read ?? 0) / Double(trial?.count ?? 100),
          value: read.map { .strong("\($0) of \(trial?.count ?? 100)", role) } ?? .muted("computing…"),
          ink: .role(role))
      ])
      return .column(
        .drawing(kind.name, size: Size(columns: 2 + (DigitStack.blocks) * (isLarge ? 12 : 8) + 8, rows: 3)) {
          canvas, region in
          Self.drawStack(kind, without: missing, pitch: isLarge ? 12 : 8, in: &canvas, region)
        }.titled(title), .bars(kind.name + " bar", bar, least: 40), gap: 0...1)
    }
    let digits = Arrangement.row(
      of: (0..<10).map { digit in
        let picture = GeneratedDigits.standard.picture(at: digit, nil)
        return .map(
          "digit \(digit)", picture.heatMap(.input, limits: 0...1), least: 14, most: Size(columns: 14, rows: 7))
      }, gap: 0...1)
    Arrangement.column(
      stack(DigitStack(isResidual: false), plain), stack(DigitStack(isResidual: true), residual),
      isLarge
        ? .column(
          digits.titled(.muted("ten of the \(GeneratedDigits.standard.count) digits that they read")),
          .legend(ScaleLegend(.input, from: "paper", to: "ink")), gap: 0...1) : .nothing,
      gap: 1...3
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  /// Blocks in a row, joined by a line; with a line past each where they are residual. A block that was taken out leaves
  /// its place empty, and what came before it goes on.
  private static func drawStack(
    _ stack: DigitStack, without missing: Int?, pitch: Int, in canvas: inout Canvas, _ region: Region
  ) {
    let row = region.row + 1
    let line = Tint.role(.muted)
    canvas.write(.input("in"), column: region.column, row: row)
    let start = region.column + 3
    for block in 1...DigitStack.blocks {
      let left = start + (block - 1) * pitch
      let box = Region(column: left + 2, row: row, columns: pitch - 4, rows: 1)
      for column in left..<left + pitch { canvas[column, row] = Cell("─", ink: line) }
      if block == missing {
        for column in box.column..<box.endColumn {
          canvas[column, row] = Cell(stack.isResidual ? "╱" : "╌", ink: .role(stack.isResidual ? .faint : .wrong))
        }
      } else {
        canvas.fill(box, with: Cell(" ", paper: .level(.kernel, 0.5)))
        canvas.write(
          StyledText("\(block)"), in: box, align: .center, ink: .role(.legible), paper: .level(.kernel, 0.5))
      }
      canvas.mark(box, as: Target(grid: stack.name, row: 0, column: block))
      guard stack.isResidual else { continue }
      let ink = Tint.role(.output)
      canvas[left, row] = Cell("┴", ink: ink)
      canvas[left, row - 1] = Cell("╭", ink: ink)
      for column in left + 1..<left + pitch - 1 { canvas[column, row - 1] = Cell("─", ink: ink) }
      canvas[left + pitch - 1, row - 1] = Cell("╮", ink: ink)
      canvas[left + pitch - 1, row] = Cell("+", ink: ink)
    }
    canvas.write(.output("scores"), column: start + DigitStack.blocks * pitch, row: row)
  }

  func drawEach(at playhead: Playhead, in canvas: inout Canvas) {
    guard let plain, let residual else {
      Arrangement.row(.text(.muted("computing…"))).placed(in: canvas.bounds).draw(in: &canvas)
      return
    }
    let isLarge = canvas.size.columns >= 130 && canvas.size.rows >= 34
    let rise = playhead.phase(0, 0.8)
    func bars(_ trial: StackTrial) -> Arrangement {
      let role: Role = trial.stack.isResidual ? .output : .other
      let reads = [trial.whole] + trial.without
      var chart = BarChart(
        reads.enumerated().map { index, read in
          BarChart.Bar(
            index == 0 ? .strong("whole") : index == deleted ? .active("no \(index)") : .muted("no \(index)"),
            fraction: (index == 0 ? 1 : rise) * Double(read) / Double(trial.count), value: .strong("\(read)", role),
            ink: index == 0 ? .role(.muted) : .role(role))
        })
      chart.reservedColumns = 3
      return .bars(trial.stack.name, chart, spacing: isLarge ? 3 : 1, thickness: isLarge ? 2 : 1, least: 20).titled(
        .strong(trial.stack.isResidual ? "residual" : "plain", role) + .muted(", digits right of \(trial.count)"))
    }
    Arrangement.row(bars(plain), bars(residual), gap: 4...8).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
