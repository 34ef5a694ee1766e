import CellCanvas
import ConvolutionEngine

/// A stride of s is stride 1 with every s-th output kept: the same numbers by two ways, what the long way wastes, and the
/// row that no window covers.
struct StridedConvolutionScene: Scene {
  static let card = SceneCard(
    id: "strided-convolution", title: "A stride is a convolution thinned out", part: .variants)

  static let units = Control.integer("units", in: 3...9, standard: 5, help: "inputs in a row, n")
  static let kernelSize = Control.integer("kernel", in: 1...5, standard: 3, help: "weights in a row of the kernel, k")
  static let stride = Control.integer("stride", in: 1...4, standard: 2, help: "cells moved at a time, s")
  static let padding = Control.integer("padding", in: 0...2, standard: 1, help: "zeros on each side, p")
  static let seed = Control.integer("seed", in: 1...99, standard: 3, help: "other numbers")
  static let values = Control.grid("values", in: -9...9, help: "the inputs; the row x is the grid's first")
  static let controls = [units, kernelSize, stride, padding, seed, values]

  static func pictureArea(_ settings: Settings) -> PictureArea? { PictureConvolution.area }

  /// What a step shows.
  enum Moment: Sendable {
    /// The strided row, all of it and one of its sums.
    case direct, one
    /// The long way: at stride 1, and every s-th kept.
    case every, keep
    /// What it costs, on a row, on a grid and for grids of any size.
    case waste, plane, curve
    /// A grid on which the strides do not come out even.
    case orphan(GridConvolution)
    case end
  }

  let moments: [Moment]
  /// The row at the stride of the knob.
  let strided: RowConvolution
  /// The same at stride 1, z.
  let every: RowConvolution
  /// Both ways as layers of units; the second layer of the long way keeps and adds nothing.
  let short: LayerStack
  let long: LayerStack
  /// The same on a grid.
  let stridedGrid: GridConvolution
  let everyGrid: GridConvolution
  let everyPicture: PictureConvolution
  let stridedPicture: PictureConvolution

  init(_ settings: Settings) throws(SettingsError) {
    let units = settings.integer(Self.units)
    let (stride, padding) = (settings.integer(Self.stride), settings.integer(Self.padding))
    let kernel = Self.kernel(settings.integer(Self.kernelSize))
    func grid(_ side: Int) -> Tensor {
      Tensor(Shape(height: side, width: side), seed: UInt64(settings.integer(Self.seed)), integersIn: 1...6)
        .edited(settings.edits(Self.values))
    }
    let row = Array(grid(units).values.prefix(units))
    strided = try RowConvolution(row, kernel: kernel, stride: stride, padding: Padding(padding))
    every = try RowConvolution(row, kernel: kernel, padding: Padding(padding))
    short = LayerStack([.window(strided.geometry)])
    let keeping = Window(1, stride: stride).over(every.outputs.count)
    long = LayerStack([.window(every.geometry), .window(keeping)])
    let plane = Tensor(rows: kernel.map { weight in kernel.map { weight * $0 } })
    stridedGrid = try GridConvolution(input: grid(units), kernel: plane, stride: stride, padding: padding)
    everyGrid = try GridConvolution(input: grid(units), kernel: plane, stride: 1, padding: padding)
    let picture = PictureConvolution.picture(for: settings)
    everyPicture = PictureConvolution(picture, kernel: plane, window: everyGrid.geometry.window)
    stridedPicture = PictureConvolution(
      picture, kernel: plane, window: stridedGrid.geometry.window, limit: everyPicture.limit)

    var moments: [Moment] = [.direct, .one, .every, .keep]
    if strided.outputs.count < every.outputs.count { moments += [.waste, .plane, .curve] }
    if !stridedGrid.geometry.isExact {
      moments.append(.orphan(stridedGrid))
    } else {
      // The next smaller grid does not come out even, if the kernel fits on it.
      let smaller = stridedGrid.geometry.window.over(units - 1)
      if smaller.fits, !smaller.isExact {
        moments.append(
          .orphan(
            try GridConvolution(
              input: Self.corner(grid(units), units - 1), kernel: plane, stride: stride, padding: padding)))
      }
    }
    self.moments = moments + [.end]
  }

  /// Weights that rise to the middle and fall again: none is 0, and no two ways of adding them look alike.
  private static func kernel(_ size: Int) -> [Float] { (0..<size).map { Float(min($0 + 1, size - $0)) } }

  /// The upper left corner of a grid.
  private static func corner(_ grid: Tensor, _ side: Int) -> Tensor {
    Tensor(rows: (0..<side).map { row in (0..<side).map { grid[row, $0] } })
  }

  /// The stride of the knob.
  var step: Int { strided.geometry.window.stride }
  /// The output in the middle, by which one sum is told.
  var middle: Int { strided.outputs.count / 2 }
  /// How many outputs at stride 1 are kept, and how many there are, in a row.
  var counts: (kept: Int, all: Int) { (strided.outputs.count, every.outputs.count) }
  /// The same on the grid.
  var gridCounts: (kept: Int, all: Int) { (stridedGrid.positions, everyGrid.positions) }

  /// The share of the sums at stride 1 on a grid that a stride throws away, for grids of these sides; no number where
  /// the kernel does not fit.
  func thrownShares(_ sides: ClosedRange<Int>) -> [Double] {
    sides.map { side in
      let (kept, all) = (strided.geometry.window.over(side).output, every.geometry.window.over(side).output)
      return all == 0 ? .nan : 1 - Double(kept * kept) / Double(all * all)
    }
  }

  /// The share that it comes to on grids without end: s² − 1 of s².
  var limitShare: Double { 1 - 1 / Double(step * step) }
}

// MARK: Words

extension StridedConvolutionScene {
  private static func names(_ letter: String, _ count: Int) -> String {
    count == 1 ? "\(letter)1" : count == 2 ? "\(letter)1 and \(letter)2" : "\(letter)1 to \(letter)\(count)"
  }

  /// How a kernel is moved, in words: “by two cells at a time”.
  private var move: String { step == 1 ? "by one cell at a time" : "by \(spelled(step)) cells at a time" }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .direct:
      return Step(
        caption: step == 1
          ? "At stride 1 the kernel stops above every place. Turn the stride up to see what a larger one leaves out."
          : """
          A kernel of \(strided.kernel.count) \(counts.kept == 1 ? "would move \(move), but has room once" : "moves \(move)"): \
          x makes \(Self.names("s", counts.kept)). Is a larger stride something new, or can it be made from what we know?
          """,
        formula: [strided.geometry.sizeFormula()],
        note: """
          The same row will be computed in two ways. Let the class propose how a layer that only knows stride 1 could get \
          at these numbers.
          """, links: [Link(to: StrideScene.card.id, label: "stride")])
    case .one:
      return Step(
        caption: """
          s\(middle + 1) is an ordinary sum of products over its window. The stride says only where the window stands, not \
          what it does there.
          """,
        formula: [.output("s\(middle + 1)") + .muted(" = ") + strided.sum(middle)],
        note: "Point at the other outputs (c): each has the same weights, and its window begins further on.",
        duration: .milliseconds(1000))
    case .every:
      return Step(
        caption: step == 1
          ? "The same once more, as the first half of a longer way: z is what the kernel makes at stride 1."
          : """
          The long way: first let the same kernel stop at every place. At stride 1 it makes \(Self.names("z", counts.all)), \
          whatever is needed of it later.
          """,
        formula: [every.geometry.sizeFormula()],
        note: "Ask before the next step which of these will be the numbers at the left, and why.",
        question: step == 1
          ? nil
          : Question(
            "The same kernel\(every.geometry.window.padding.before > 0 ? " and the same zeros" : ""), but at stride 1: how many outputs are there?",
            answer: .number(Double(counts.all), decimals: 0)), duration: .milliseconds(1000))
    case .keep: return keepStep
    case .waste: return wasteStep
    case .plane: return planeStep
    case .curve: return curveStep
    case .orphan(let grids): return orphanStep(grids)
    case .end:
      return Step(
        caption: step == 1
          ? "Take home: a stride of s is stride 1 with every s-th output kept. At s = 1 that is all of them."
          : """
          Take home: stride \(step) is stride 1 with every \(ordinal(step)) output kept; no other is computed. The price: \
          move the input by one cell, and others would be kept.
          """,
        formula: [strided.geometry.sizeFormula()],
        note: """
          Two ideas in one: the saving, and the thinning out. The second one has its price when the input moves by a \
          single cell: what was between the kept places now stands on them.
          """, links: [Link(to: ShiftInvarianceScene.card.id, label: "shift by one cell")])
    }
  }

  private var keepStep: Step {
    let kept = (0..<counts.kept).map { $0 * step + 1 }
    let pairs = kept.enumerated().prefix(5).map { index, place in
      StyledText.output("s\(index + 1)") + .muted(" = ") + .output("z\(place)") + .muted(" = ")
        + .strong(GridConvolution.text(strided.outputs[index]))
    }
    let isRight = kept.indices.allSatisfy { strided.outputs[$0] == every.outputs[kept[$0] - 1] }
    let rule = counts.kept == 1 ? "the first" : "the first, and then every \(ordinal(step))"
    return Step(
      caption: step == 1
        ? "Every first one is kept, that is all of them: at stride 1 both ways are one."
        : """
        Then keep \(rule)\(counts.kept < counts.all ? ", and throw away what is hatched" : ""). \
        \(isRight ? counts.kept == 1 ? "It is s1: the window is the same." : "Number by number these are s: the windows are the same ones." : "")
        """,
      formula: [.joined(pairs, separator: "     ") + (kept.count > 5 ? "     …" : "")],
      note: """
        Equal to the last digit, not by chance: the window of an s is the window of the z above the same cells. A layer with a \
        stride is therefore nothing new, only something left out.
        """,
      question: step == 1 || counts.kept == counts.all
        ? nil
        : Question(
          "Which of \(Self.names("z", counts.all)) must be kept to get s? Type their numbers.", answer: .set(kept)),
      duration: .milliseconds(1400))
  }

  private var wasteStep: Step {
    let lost = every.products - strided.products
    return Step(
      caption: """
        The long way makes \(counted(every.products, "product")) and keeps the sums of \(strided.products): \
        \(lost) are made for nothing. So no library takes it: it skips these windows.
        """,
      formula: [
        .output("\(counts.all)") + .muted("·") + .kernel("\(strided.kernel.count)") + .muted(" − ")
          + .output("\(counts.kept)") + .muted("·") + .kernel("\(strided.kernel.count)") + .muted(" = ")
          + "\(every.products)" + .muted(" − ") + "\(strided.products)" + .muted(" = ") + .strong("\(lost)", .wrong)
          + .muted(
            " products for nothing" + (strided.geometry.window.padding.before > 0 ? ", those with zeros counted" : ""))
      ],
      note:
        "Both ways give the same layer. When one is asked what a stride means, the long way; what it costs, the short.",
      question: Question(
        "Each output takes \(counted(strided.kernel.count, "product")). How many products of the long way are made for nothing?",
        answer: .number(Double(lost), decimals: 0)))
  }

  private var planeStep: Step {
    let (kept, all) = gridCounts
    let isLimit = (all - kept) * step * step == (step * step - 1) * all
    let nearing =
      isLimit
      ? "That is \(step * step - 1) of every \(step * step)."
      : "The larger the grid, the nearer this comes to \(step * step - 1) of \(step * step)."
    return Step(
      caption: """
        On a grid it skips rows and columns: of \(all) sums at stride 1 it keeps \(kept) and throws \(all - kept) away. \(nearing)
        """,
      formula: [
        .muted("thrown away  ") + "\(all)" + .muted(" − ") + .output("\(kept)") + .muted(" = ")
          + .strong("\(all - kept)", .wrong) + .muted(" of \(all)      on a large grid  ") + .muted("s² − 1 = ")
          + .strong("\(step * step - 1)", .wrong) + .muted(" of s² = ") + "\(step * step)"
      ],
      note: """
        The row x of before is the first row of this grid. A stride of 2 already leaves one sum of four: that is what \
        makes it the cheapest way to a smaller map.
        """,
      question: Question(
        "On a grid of \(sides(stridedGrid.inputSize, stridedGrid.inputSize)) stride 1 makes \(all) sums. How many of them does stride \(step) keep?",
        answer: .number(Double(kept), decimals: 0),
        // As if only columns were skipped.
        mistake: all % step == 0 ? .number(Double(all / step), decimals: 0) : nil),
      links: [Link(to: TransposedConvolutionScene.card.id, label: "the way back")])
  }

  private var curveStep: Step {
    let alexNet = (every: Window(11).over(227).output, strided: Window(11, stride: 4).over(227).output)
    let factor = Double(alexNet.every * alexNet.every) / Double(alexNet.strided * alexNet.strided)
    return Step(
      caption: """
        The share thrown away nears \(step * step - 1)/\(step * step) as grids grow. AlexNet's first layer (kernel 11, stride 4, \
        on \(sides(227, 227))) would cost \(NumberText.fixed(factor, decimals: 1)) times as much the long way.
        """,
      formula: [
        .muted("AlexNet's first layer:  \(alexNet.every)² = ")
          + NumberText.integer(alexNet.every * alexNet.every).styled
          + .muted(" sums, stride 4 keeps \(alexNet.strided)² = ")
          + .output(NumberText.integer(alexNet.strided * alexNet.strided))
      ],
      note: """
        The first of s places is always kept, so a small grid throws away less than its share. Each tooth of the curve is \
        a size at which one more row and column come to be kept.
        """, links: [Link(to: AlexNetScene.card.id, label: "AlexNet")])
  }

  /// Rows, and as many columns, at the end that no window covers: those of the input and those of the padding.
  func orphans(_ grids: GridConvolution) -> (cells: Int, zeros: Int) {
    let dropped = grids.geometry.dropped
    let cells = dropped.clamped(to: 0..<grids.inputSize).count
    return (cells, dropped.count - cells)
  }

  private func orphanStep(_ grids: GridConvolution) -> Step {
    let (cells, zeros) = orphans(grids)
    let all = cells + zeros
    let what =
      cells == 0
      ? "zeros of the padding"
      : zeros == 0 ? "numbers of the input" : "\(cells) of the input and \(zeros) of zeros"
    let lines = all == 1 ? "the last row and column" : "the last \(spelled(all)) rows and columns"
    let own = grids == stridedGrid
    let size = sides(grids.inputSize, grids.inputSize)
    return Step(
      caption: """
        \(size) does not come out even and is rounded down: no window covers \(lines), here \(what). They are orphans.
        """,
      formula: [
        grids.geometry.sizeFormula() + .muted("    unrounded ")
          + StyledText(grids.geometry.unroundedEquation.result.text)
      ],
      note: """
        Nothing is wrong with such a size, and every library takes it, though some teaching tools refuse it. Where \
        there is padding it is often the zeros alone that nobody sees, and nothing at all is lost.
        """,
      question: own
        ? nil
        : Question(
          "The same layer on \(size): how many rows at the bottom\(grids.padding > 0 ? ", zeros counted," : "") does no window reach?",
          answer: .number(Double(all), decimals: 0)),
      links: [Link(to: ZeroPaddingScene.card.id, label: "zeros around it")])
  }
}

extension String {
  /// The text in the ink of the place where it stands.
  fileprivate var styled: StyledText { StyledText(self) }
}
