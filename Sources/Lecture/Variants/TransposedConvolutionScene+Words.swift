import CellCanvas
import ConvolutionEngine

extension TransposedConvolutionScene {
  func text(_ value: Float) -> String { NumberText.plain(Double(value)) }

  /// The inputs and weights that meet at an output.
  func products(at cell: Int, laid: Int) -> [Formula.Product] {
    (0..<laid).flatMap { input in
      geometry.outputs(of: input).enumerated().compactMap { weight, place in
        place == cell ? Formula.Product(text(inputs[input]), text(weights[weight])) : nil
      }
    }
  }

  func value(at cell: Int, laid: Int) -> Float {
    (0..<laid).reduce(0) { sum, input in
      geometry.outputs(of: input).enumerated().reduce(sum) {
        $1.element == cell ? $0 + inputs[input] * weights[$1.offset] : $0
      }
    }
  }

  func sum(at cell: Int, laid: Int) -> StyledText {
    .output("y\(cell + 1)") + .muted(" = ")
      + Formula.sum(products(at: cell, laid: laid), result: .output(text(value(at: cell, laid: laid))))
  }

  /// What a stamp is: 3 · (1, 2, 1) = (3, 6, 3).
  func stamp(_ index: Int) -> StyledText {
    .input(text(inputs[index])) + .muted(" · (") + .kernel(weights.map(text).joined(separator: ", ")) + .muted(") = (")
      + .output(weights.map { text($0 * inputs[index]) }.joined(separator: ", ")) + .muted(")")
  }

  private var names: StyledText {
    let window = geometry.window
    let padding: StyledText =
      window.padding.before > 0 ? .muted("   P ") + "\(window.padding.before)" + .muted(" cut off a side") : ""
    let extra: StyledText = geometry.extra > 0 ? .muted("   E ") + .output("\(geometry.extra)") + .muted(" more") : ""
    return .muted("N ") + .input("\(inputs.count)") + .muted(" inputs   S ") + .strong("\(stride)")
      + .muted(" apart   F ")
      + .kernel("\(kernelSize)") + .muted(" of the kernel") + padding + extra
  }

  /// What it is for; where as much is cut off as the stamps add, the output is no larger, and that is said.
  private var taskCaption: String {
    let (n, m) = (inputs.count, geometry.output)
    guard stride > 1 else {
      return
        "A convolution gathers: an output sums what its window covers. Its transpose scatters: each input writes to all that saw it."
    }
    let task =
      "A convolution at stride \(stride) makes maps smaller. To label pixels or paint pictures one must get back"
    return m > n
      ? "\(task): from \(n) to \(m)."
      : "\(task). Here so much is cut off that \(n) become \(m == n ? "\(m) again" : "only \(m)")."
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .task:
      return Step(
        caption: StyledText(taskCaption),
        formula: [geometry.sizeEquation.formula(), names],
        note:
          "Known as deconvolution, a bad name: it undoes nothing, as we shall see. It is the way a gradient takes back through a convolution.",
        links: [Link(to: StrideScene.card.id, label: "stride")])
    case .stamp(let index): return stampStep(index)
    case .rest(let first):
      return Step(
        caption: StyledText(restCaption),
        formula: [geometry.sizeEquation.formula(), sum(at: busiest, laid: inputs.count)],
        note: "Let a student recompute one output from the column above it. c points at a cell and shows its sum.",
        duration: .milliseconds(600 + 500 * (inputs.count - first)))
    case .counts: return countsStep
    case .plane: return planeStep
    case .cure: return cureStep
    case .roundTrip: return roundTripStep
    case .sizes: return sizesStep
    case .end:
      return Step(
        caption: StyledText(
          own.most == own.least
            ? "Take home: it scatters stamps and adds up. Here the stride divides the kernel, so all inner outputs are written equally often."
            : "Take home: it scatters stamps and adds up. A stride that does not divide the kernel writes unevenly: enlarge first, then convolve."
        ),
        formula: [geometry.sizeEquation.formula(), names],
        note:
          "Where it is used: segmentation, autoencoders, generators. Ask which kernel and stride the class would choose now.",
        links: [Link(to: RecurrentConvolutionScene.card.id, label: "labelling")])
    }
  }

  /// The output that is written most often.
  private var busiest: Int {
    let visits = geometry.visits
    return visits.indices.max { visits[$0] < visits[$1] } ?? 0
  }

  private var restCaption: String {
    let visits = geometry.visits
    let untouched = visits.count { $0 == 0 }
    return
      "All \(inputs.count) are down: \(counted(geometry.output, "output")), and the column above each says what it is made of."
      + (untouched > 0
        ? " \(capitalized(spelled(untouched, "output"))) got nothing."
        : (visits.max() ?? 0) > 1 ? " Where stamps overlap they add up." : "")
  }

  private func stampStep(_ index: Int) -> Step {
    let overlap = max(0, kernelSize - stride)
    let caption =
      index == 0
      ? "The first input is multiplied with the whole kernel, and this stamp is laid down\(geometry.window.padding.before > 0 ? "; what hangs over is cut off." : " at the beginning.")"
      : overlap > 0
        ? "The second stamp begins \(spelled(stride, "cell")) further on: \(spelled(overlap, "cell")) \(verb(overlap, "lies")) under both, and there they add up."
        : "The second stamp begins \(spelled(stride, "cell")) further on\(stride > kernelSize ? ": the cells between are written by nobody." : ": it touches the first, and nothing overlaps.")"
    return Step(
      caption: StyledText(caption), formula: [stamp(index)],
      note: index == 0
        ? "The same weights for each input: it is a convolution still, and its sharing is the same."
        : "Ask before the step where the second stamp begins, and what happens where two lie over each other.",
      duration: .milliseconds(1000))
  }

  private var countsStep: Step {
    let uneven = writing.filter { $0.most != $0.least }.map { "\($0.kernel)" }
    let even = writing.filter { $0.most == $0.least }.map { "\($0.kernel)" }
    let caption =
      stride == 1
      ? "At stride 1 all inner outputs are written equally often, whatever the kernel: only the ends get less."
      : uneven.isEmpty
        ? "At stride \(stride) these kernels are all divided by it, so the inner outputs are written equally often."
        : "How often is each output written? At stride \(stride) unevenly under \(listed(uneven)), evenly inside under \(even.isEmpty ? "none" : listed(even)): \(stride) must divide the kernel."
    return Step(
      caption: StyledText(caption),
      formula: compared.map { writing in
        .kernel("k \(writing.kernel)") + .muted(", stride \(stride):  ")
          + .output(writing.counts.map { "\($0)" }.joined(separator: " "))
      },
      note: "Outputs written more often are larger from the start, and training must first unlearn that.",
      duration: .milliseconds(900), links: [Link(to: StridedConvolutionScene.card.id, label: "strides")])
  }

  /// The kernel of the knob, and beside it one that fares otherwise, if there is one.
  var compared: [Writing] {
    let isEven = own.most == own.least
    let other =
      writing.first { ($0.most == $0.least) != isEven } ?? writing.first { $0.kernel != kernelSize }
    return writing.filter { $0 == own || $0 == other }
  }

  /// By how much the outputs of the inside differ, on a line and on a plane; `nil` where some are not written at all.
  var ratio: (line: Int, plane: Int)? {
    own.least > 0 && own.most.isMultiple(of: own.least)
      ? (own.most / own.least, own.most * own.most / (own.least * own.least)) : nil
  }

  private var planeStep: Step {
    let (most, least) = (own.most * own.most, own.least * own.least)
    let caption =
      own.most == own.least
      ? "On a plane the counts multiply: inside all are written \(times(most)), a flat map. Stride \(stride) divides the kernel of \(kernelSize)."
      : least == 0
        ? "On a plane the counts multiply: some inner outputs are written \(times(most)), others never. Holes, before any training."
        : "On a plane the counts multiply: \(own.most):\(own.least) becomes \(most):\(least), a checkerboard, and it is there before any training."
    return Step(
      caption: StyledText(caption),
      formula: [
        .muted("inside, on a line ") + .strong("\(own.most) : \(own.least)") + .muted("     on a plane ")
          + .strong("\(most) : \(least)")
      ],
      note:
        "Odena, Dumoulin and Olah showed it in 2016 in the pictures of generators: fine squares all over, worst in strong colours.",
      question: own.most != own.least && least > 0
        ? Question(
          "On a line the inner outputs are written \(own.most) or \(own.least) times. On a plane, how often is the one written most?",
          answer: .number(Double(most), decimals: 0), mistake: .number(Double(2 * own.most), decimals: 0)) : nil,
      duration: .milliseconds(900), links: [Link(to: DilatedConvolutionScene.card.id, label: "another pattern")])
  }

  /// The values away from the border, where kernels hang over nothing.
  var inside: ClosedRange<Float> {
    let (height, width) = (smooth.shape.height, smooth.shape.width)
    let margin = min(kernelSize / 2, (min(height, width) - 1) / 2)
    let values = (margin..<height - margin).flatMap { row in (margin..<width - margin).map { smooth[row, $0] } }
    return (values.min() ?? 0)...(values.max() ?? 0)
  }

  private var cureStep: Step {
    Step(
      caption: StyledText(
        stride == 1
          ? "The cure has nothing to do at stride 1: nothing is enlarged, and a plain convolution is as even as the stamps."
          : "The cure: make each cell a block of \(sides(stride, stride)) equal ones, then convolve at stride 1. Inside every output now sums \(counted(Int(inside.upperBound), "one"))."
      ),
      formula: [
        .muted("nearest neighbour, then convolve: inside from ") + .output(text(inside.lowerBound)) + .muted(" to ")
          + .output(text(inside.upperBound)) + .muted("; stamps: ") + .strong("\(own.least * own.least)")
          + .muted(" to ")
          + .strong("\(own.most * own.most)")
      ],
      note:
        "The other cure is a kernel that the stride divides. Either removes the pattern at its cause; a blur behind it would only hide it.",
      duration: .milliseconds(900))
  }

  private var roundTripStep: Step {
    let same = zip(there, back).count { $0 == $1 }
    return Step(
      caption: StyledText(
        same == there.count
          ? "There and back: here even the values return, but only since this kernel leaves them alone."
          : "There and back: \(geometry.output) cells become \(between.count) and \(back.count) again, but \(same == 0 ? "not one value" : "only \(counted(same, "value"))") \(same == 0 || same == 1 ? "returns" : "return"). It is no inverse."
      ),
      formula: [
        .muted("size ") + .input("\(there.count)") + .muted(" → ") + .output("\(between.count)") + .muted(" → ")
          + .input("\(back.count)") + .muted("     values as before: ") + .strong("\(same)")
          + .muted(" of \(there.count)")
      ],
      note:
        "As a matrix the convolution is C, this is Cᵀ. The inverse would need as many outputs as inputs, and luck. What was summed is gone.",
      question: Question(
        "Convolve a row of \(there.count), then take the transposed convolution with the same kernel. What comes back?",
        answer: .choice(["size and values", "the size only"], right: same == there.count ? 0 : 1)),
      links: [Link(to: DiscreteConvolutionScene.card.id, label: "convolution")])
  }

  private var sizesStep: Step {
    let names = alike.map { "\($0.input)" }
    return Step(
      caption: StyledText(
        alike.count < 2
          ? "At stride 1 only one size gives \(counted(inputs.count, "output")), so the way back needs no advice."
          : "At stride \(stride) rows of \(listed(names)) cells \(names.count == 2 ? "both" : "all") give \(inputs.count): the strides drop what is left over. The way back must be told which, by E."
      ),
      formula: [geometry.sizeEquation.formula()],
      note:
        "In libraries this is output_padding. It adds no zeros around the input: it only says how long the output is.",
      links: [Link(to: StrideScene.card.id, label: "what is dropped")])
  }
}
