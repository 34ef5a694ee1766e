import CellCanvas
import ConvolutionEngine

extension StrideScene {
  func step(_ moment: Moment) -> Step {
    let stride = strided.stride
    switch moment {
    case .every:
      return Step(
        caption: every.positions == 1
          ? "This kernel covers the whole grid: there is a single place, and no stride to take. Turn the input up."
          : """
          At stride 1 the window stops at each of \(every.positions) places, and neighbouring windows share \
          \(every.shared(1, with: 0)) of their \(every.weights) cells. Do we need all these places?
          """,
        formula: [every.geometry.sizeFormula(), every.geometry.sizeNames],
        note: every.positions == 1
          ? "Ask what would have to change for a stride to matter: a larger grid, or a smaller kernel."
          : "Let the class find the cells that two neighbouring windows share, before anything is said about cost.")
    case .size: return sizeStep
    case .first:
      return placeStep(
        0, "The first place is the same as before, and so is its sum: the stride changes where we look, not how.",
        note: strided.positions == 1
          ? "Ask why there is no next place: the window would hang over the edge."
          : "Let the class say where the next window begins.")
    case .neighbour:
      let shared = strided.shared(1, with: 0)
      let move =
        switch stride {
        case ..<strided.kernelSize:
          "\(capitalized(spelled(stride, "cell"))) further: \(shared) of the \(strided.weights) cells were under the window before."
        case strided.kernelSize:
          "\(capitalized(spelled(stride, "cell"))) further, the kernel's own width: the windows touch, and no cell is seen twice."
        default:
          "\(capitalized(spelled(stride, "cell"))) further, more than the kernel is wide: what lies between is seen by no output."
        }
      return placeStep(
        1, "\(move) \(twin(1))",
        note: stride < strided.kernelSize
          ? "Ask which cells both windows have in common, and what a stride as large as the kernel would do."
          : "Ask what a stride smaller than the kernel would do: which cells would both windows have in common?")
    case .newRow(let walk):
      let move =
        switch stride {
        case ..<strided.kernelSize: "no window begins in the rows between, though windows still cover them."
        case strided.kernelSize: "these windows begin right below the others, and no row is seen twice."
        default: "the rows between the windows are seen by no output."
        }
      return placeStep(
        walk.to, "Down by \(spelled(stride, "cell")), too: \(move) \(twin(walk.to))",
        note: "Students forget that the stride counts downwards, too.")
    case .sweep(let walk):
      let left = walk.to - walk.from
      return Step(
        caption: """
          The same at the \(remaining(left, "place")). Each sum stands at stride 1, too, \
          in every \(ordinal(stride)) row and column.
          """, formula: [twinFormula(walk.to)],
        note: "Let a student find one of these numbers in the output at stride 1.",
        duration: .milliseconds(min(4000, 1000 + 100 * left)))
    case .kept:
      let share = Int((100 * Double(strided.positions) / Double(every.positions)).rounded())
      return Step(
        caption: """
          \(strided.positions == 1 ? "This is exactly the marked one" : "These are exactly the marked ones") of the \
          \(every.positions) at stride 1: \(share) % of the work, and whatever the others would have said is lost.
          """,
        formula: [
          .output("\(strided.positions)") + .muted(" of ") + "\(every.positions)" + .muted(" sums, ")
            + .kernel("\(strided.positions * strided.weights)") + .muted(" products instead of ")
            + "\(every.positions * every.weights)"
        ],
        note: "Stride is downsampling built into the convolution: it skips the sums instead of throwing them away.",
        links: [Link(to: StridedConvolutionScene.card.id, label: "strided convolution")])
    case .why: return whyStep
    case .misfit(let misfit): return misfitStep(misfit)
    case .dropped(let misfit): return droppedStep(misfit)
    case .padded(let padded):
      let rings = padded.padding == 1 ? "a ring of zeros" : spelled(padded.padding, "ring") + " of zeros"
      let unseen = padded.cells(.between)
      let before = strided.cells(.between) + strided.cells(.dropped)
      let seen =
        unseen < before
        ? "no cell is dropped; the \(unseen) between windows stay unseen."
        : "yet \(unseen) cells between windows stay unseen, \(unseen == before ? "as many as" : "more than the \(before)") without."
      return Step(
        caption: """
          Padding: with \(rings) around the grid the stride comes out even, and \
          \(unseen == 0 ? "every cell of the input is seen." : seen)
          """,
        formula: [padded.geometry.sizeFormula(), padded.geometry.sizeNames],
        note: "P counts once on each side, so it stands in the formula as 2P.",
        links: [Link(to: ZeroPaddingScene.card.id, label: "zero padding")])
    case .choices(let choices):
      return Step(
        caption: """
          A stride of \(choices[0].geometry.window.stride) does not come out even here. Libraries round down without a \
          word; the others are choices of whoever builds the network.
          """,
        note: """
          Networks do round down: on 224 × 224 the first layers of AlexNet and of ResNet come out uneven. What counts is \
          that one knows it.
          """)
    case .end:
      return Step(
        caption: """
          Take home: a stride of S keeps every S-th place along each axis. The layer costs less, the next one sees more, \
          and cells left over are dropped.
          """,
        formula: strided.geometry.sizeLines,
        note: "Networks shrink their maps by stride or by pooling: ask what pooling looks at that stride does not.",
        links: [Link(to: MaxPoolScene.card.id, label: "pooling")])
    }
  }

  private var sizeStep: Step {
    let stride = strided.stride
    let lost =
      strided.droppedLines == 0
      ? ""
      : " It does not come out even: the \(lastLines(strided.droppedLines)) are left out."
    let caption =
      every.positions == 1
      ? "The stride only says how far it is to the next place. Where one place is all there is, it changes nothing."
      : stride == 1
        ? "The window moves one cell at a time: no place is left out, and no output is larger than this one."
        : "The window now moves \(spelled(stride, "cell")) at a time, right and down: this is the stride.\(lost.isEmpty ? " Fewer places, a smaller output." : lost)"
    return Step(
      caption: StyledText(caption), formula: strided.geometry.sizeLines,
      note: stride == 1 || every.positions == 1
        ? "Turn the stride up, and the input if there is but one place."
        : "The stride counts along both axes: of the places in a large grid about 1 of \(stride * stride) is left.",
      // At stride 1, and where there is but one place, the step before has told.
      question: stride == 1 || every.positions == 1
        ? nil
        : Question(
          "The same kernel moves \(spelled(stride, "cell")) at a time. How many places does it find along a row of \(strided.inputSize)?",
          answer: .number(Double(strided.outputSize), decimals: 0),
          mistake: strided.geometry.countWithoutFirst),
      duration: .milliseconds(1400))
  }

  private func placeStep(_ index: Int, _ caption: String, note: String) -> Step {
    Step(
      caption: StyledText(caption), formula: strided.sum(strided.place(index)), note: note,
      duration: .milliseconds(900))
  }

  /// Where stride 1 writes the same sum.
  private func twin(_ index: Int) -> String {
    let twin = twin(of: strided.place(index))
    return "Stride 1 writes this sum at (\(twin.row + 1), \(twin.column + 1)), marked there."
  }

  /// One output of the sweep, and where stride 1 writes the same.
  private func twinFormula(_ index: Int) -> StyledText {
    let place = strided.place(index)
    let twin = twin(of: place)
    return .muted("the last one, (\(place.row + 1), \(place.column + 1)) at stride \(strided.stride):  ")
      + .output(GridConvolution.text(strided.value(place)))
      + .muted("  =  (\(twin.row + 1), \(twin.column + 1)) at stride 1")
  }

  /// The place at stride 1 at which the same window stands.
  func twin(of place: GridPlace) -> GridPlace {
    GridPlace(row: place.row * strided.stride, column: place.column * strided.stride)
  }

  // MARK: Why

  /// The side of a kernel that both outputs have room for, and how many cells of the input it covers from each.
  var view: (kernel: Int, every: Int, strided: Int)? {
    let kernel = min(strided.kernelSize, strided.outputSize)
    guard kernel > 1 else { return nil }
    func cells(_ grids: GridConvolution) -> Int {
      ReceptiveField.growth(through: [grids.geometry.window, Window(kernel)])[1].size
    }
    return (kernel, cells(every), cells(strided))
  }

  /// How many of the cells that a next kernel spans lie between the windows, where no output sees them.
  func unseen(_ view: (kernel: Int, every: Int, strided: Int)) -> Int {
    let seen = strided.stride > strided.kernelSize ? view.kernel * strided.kernelSize : view.strided
    return view.strided * view.strided - seen * seen
  }

  private var whyStep: Step {
    let note = """
      The two reasons why networks stride: each layer behind has fewer places to work at, and, where it has a kernel of more \
      than one cell, each of its units sees more of the picture. The price is that one knows less exactly where something was.
      """
    guard let view else {
      return Step(
        caption: """
          Why fewer outputs? This layer does \(strided.positions * strided.weights) products instead of \
          \(every.positions * every.weights), and all behind it have fewer numbers to work on.
          """, note: note)
    }
    let (strides, kernel) = (strided.stride, strided.kernelSize)
    let gaps = unseen(view)
    return Step(
      caption: """
        Why fewer outputs? It costs less, and the next layer sees more: its \(sides(view.kernel, view.kernel)) kernel \
        \(gaps == 0 ? "covers" : "spans") \(sides(view.strided, view.strided)) cells of the input\
        \(gaps == 0 ? "" : ", \(gaps) unseen"), at stride 1 only \(sides(view.every, view.every)).
        """,
      formula: [
        .muted("the next kernel \(gaps == 0 ? "covers" : "spans"):  ") + .kernel("\(kernel)") + " + ("
          + .output("\(view.kernel)")
          + " − 1)·" + .strong("\(strides)") + " = " + .active("\(view.strided)") + .muted(" cells a side"),
        .output("\(view.kernel)") + .muted(" outputs a side: the first sees ") + .kernel("\(kernel)")
          + .muted(" cells, each other one begins ") + .strong("\(strides)") + .muted(" further on"),
      ],
      note: note, links: [Link(to: ReceptiveFieldScene.card.id, label: "receptive field")])
  }

  // MARK: Strides that do not come out even

  private func misfitStep(_ misfit: GridConvolution) -> Step {
    let (geometry, stride) = (misfit.geometry, misfit.stride)
    return Step(
      caption: """
        A stride of \(stride) does not come out even: after \(counted(misfit.outputSize, "place")) the next window would \
        \(misfit.overhang < misfit.kernelSize ? "hang \(spelled(misfit.overhang, "cell")) over the edge" : "lie wholly beyond the edge"), where there are no numbers.
        """,
      formula: [
        .muted("(N − F)/S + 1 = ") + StyledText(geometry.equation) + .muted("   not a whole number")
      ],
      note: "Turn the stride yourself: the program rounds down, as libraries do.",
      question: stride == strided.stride
        ? nil
        : Question(
          "Does a stride of \(stride) come out even with a kernel of \(sides(misfit.kernelSize, misfit.kernelSize)) on \(sides(misfit.inputSize, misfit.inputSize))?",
          answer: .choice(["yes, it comes out even", "no, something is left over"], right: 1)))
  }

  private func droppedStep(_ misfit: GridConvolution) -> Step {
    let lines =
      misfit.droppedLines == 1
      ? "The last row and column are" : "The last \(misfit.droppedLines) rows and columns are"
    let between = misfit.cells(.between)
    return Step(
      caption: """
        A library does not complain: it rounds down. \(lines) dropped, and no output ever sees them.
        """,
      formula: [
        .muted("rounded down  ") + StyledText(misfit.geometry.roundedEquation) + .muted("   dropped ")
          + .strong("\(misfit.cells(.dropped))", .wrong)
          + .muted(" of \(misfit.inputSize * misfit.inputSize) cells")
          + (between > 0 ? .muted(", between windows ") + .strong("\(between)") : "")
      ],
      note: """
        A silent loss, always at the right and the bottom: a classic source of shapes that are off by one. Rounding up, as \
        pooling layers can, adds a window that hangs over the edge, but none that would begin beyond it.
        """)
  }
}
