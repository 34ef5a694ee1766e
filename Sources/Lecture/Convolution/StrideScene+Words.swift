import CellCanvas
import ConvolutionEngine

extension StrideScene {
  func step(_ moment: Moment) -> Step {
    let stride = strided.geometry.window.stride
    let side = strided.outputSize
    switch moment {
    case .every:
      return Step(
        caption: every.positions == 1
          ? "This kernel covers the whole grid: there is a single place, and no stride to take. Turn the input up."
          : """
          At stride 1 the kernel stops at each of \(every.positions) places, and neighbouring windows share \
          \(shared(every)) of their \(every.kernel.shape.count) cells. Do we need them all?
          """,
        formula: [every.sizeFormula],
        note: "Ask how much two neighbouring windows have in common, before anything is said about cost.")
    case .size:
      return Step(
        caption: every.positions == 1
          ? "The stride only says how far it is to the next place. Where one place is all there is, it changes nothing."
          : stride == 1
            ? "The kernel moves one cell at a time: no place is left out, and no output is larger than this one."
            : "The kernel now moves \(Self.cells(stride)) at a time, to the right and down: fewer places, a smaller output.",
        formula: [strided.sizeFormula],
        note: "The stride counts along both axes, so the number of outputs falls with its square.",
        question: Question(
          "The same kernel moves \(Self.cells(stride)) at a time. How many places does it find along a row of \(strided.inputSize)?",
          answer: .number(Double(side), decimals: 0)),
        duration: .milliseconds(1400))
    case .place(let index):
      return placeStep(index)
    case .kept:
      let share = Int((100 * Double(strided.positions) / Double(every.positions)).rounded())
      return Step(
        caption: """
          These are exactly the lit ones of the \(every.positions) at stride 1: \(share) % of the work, and whatever \
          the others would have said is lost.
          """,
        formula: [
          .output("\(strided.positions)") + .muted(" of ") + "\(every.positions)" + .muted(" sums, ")
            + .kernel("\(strided.positions * strided.kernel.shape.count)") + .muted(" products instead of ")
            + "\(every.positions * every.kernel.shape.count)"
        ],
        note: "Stride is downsampling built into the convolution: it skips the sums instead of throwing them away.")
    case .misfit(let misfit): return misfitStep(misfit)
    case .dropped(let misfit): return droppedStep(misfit)
    case .mended(let mended):
      let zeros = mended.padding == 1 ? "one ring of zeros" : "\(mended.padding) rings of zeros"
      let isWhole = mended.geometry.window.stride <= mended.kernelSize
      return Step(
        caption: isWhole
          ? "With \(zeros) around the grid the stride comes out even, and every cell of the input is seen."
          : "With \(zeros) around the grid the stride comes out even; only what lies between two windows is not seen.",
        formula: [mended.sizeFormula],
        note: "P counts once on each side, so it stands in the formula as 2P.")
    case .end:
      return Step(
        caption: """
          Take home: a stride of S keeps every S-th place along each axis. It makes the output smaller and the work less, \
          and it must fit.
          """,
        formula: [strided.sizeFormula],
        note: "Networks shrink their maps by stride or by pooling: ask what pooling looks at that stride does not.")
    }
  }

  private func placeStep(_ index: Int) -> Step {
    let (stride, kernel) = (strided.geometry.window.stride, strided.kernelSize)
    let place = strided.place(index)
    let caption: StyledText
    let note: String
    if index == 0 {
      caption = "The first place is the same as before, and so is its sum: the stride changes where we look, not how."
      note = "Let the class say where the next window begins."
    } else if place.column == 0 {
      note = "Students forget that the stride counts downwards, too."
      caption =
        switch stride {
        case 1: "Down by one cell: at stride 1 a window begins in every row where one fits."
        case ..<kernel:
          "Down by \(Self.cells(stride)), too: no window begins in the rows between, though windows still cover them."
        case kernel:
          "Down by \(Self.cells(stride)), too: these windows begin right below the others, and no row is seen twice."
        default: "Down by \(Self.cells(stride)), too: the rows between the windows are seen by no output."
        }
    } else if stride < kernel, stride > 1, place.column > 1 {
      caption = """
        \(Self.cells(stride).capitalizedFirst) further: the sum that stride 1 writes at (\(place.row * stride + 1), \
        \(place.column * stride + 1)). What lies between is not worked out.
        """
      note = "Let a student find this number in the output at stride 1."
    } else {
      note = "Ask which cells both windows have in common, and what a stride as large as the kernel would do."
      caption =
        switch stride {
        case ..<kernel:
          """
          A move of \(Self.cells(stride)): \(shared(strided)) of the \(kernel * kernel) cells were under the window before, for \
          the stride is smaller than the kernel.
          """
        case kernel:
          "A move of \(Self.cells(stride)), the kernel's own size: the windows touch, and no cell is seen twice."
        default:
          "A move of \(Self.cells(stride)), more than the kernel's size: the cells between are seen by no output."
        }
    }
    return Step(caption: caption, formula: strided.sum(place), note: note, duration: .milliseconds(900))
  }

  /// How many cells two windows next to each other have in common.
  private func shared(_ grids: GridConvolution) -> Int {
    grids.kernelSize * max(0, grids.kernelSize - grids.geometry.window.stride)
  }

  private func misfitStep(_ misfit: GridConvolution) -> Step {
    let geometry = misfit.geometry
    let stride = geometry.window.stride
    return Step(
      caption:
        "Stride \(stride) does not fit: after \(counted(misfit.outputSize, "place")) the next window would hang \(Self.cells(misfit.overhang)) over the edge, where there are no numbers.",
      formula: [GridConvolution.sizeFormula(geometry) + .muted("   not a whole number")],
      note: "Turn the stride to \(stride) yourself: the program refuses it with this very sum.",
      question: Question(
        "Does a stride of \(stride) fit a \(misfit.kernelSize) × \(misfit.kernelSize) kernel on \(misfit.inputSize) × \(misfit.inputSize)?",
        answer: .choice(["yes, it comes out even", "no, something is left over"], right: 1)))
  }

  private func droppedStep(_ misfit: GridConvolution) -> Step {
    let geometry = misfit.geometry
    return Step(
      caption: """
        A framework does not complain: it rounds down. The last \(misfit.geometry.dropped.count == 1 ? "row and column are" : "\(misfit.geometry.dropped.count) rows and columns are") \
        dropped, and no output ever sees them.
        """,
      formula: [
        .muted("rounded down: ") + StyledText(geometry.roundedEquation) + .muted("   dropped cells: ")
          + .strong(
            "\(misfit.inputSize * misfit.inputSize - (misfit.inputSize - geometry.dropped.count) * (misfit.inputSize - geometry.dropped.count))",
            .wrong)
          + .muted(" of \(misfit.inputSize * misfit.inputSize)")
      ],
      note: "A silent loss at the border, always at the right and the bottom: a classic source of off-by-one shapes.")
  }

  static func cells(_ count: Int) -> String {
    let numbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    let word = numbers.indices.contains(count) ? numbers[count] : "\(count)"
    return "\(word) \(count == 1 ? "cell" : "cells")"
  }
}

extension String {
  /// With a capital letter at the beginning.
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
