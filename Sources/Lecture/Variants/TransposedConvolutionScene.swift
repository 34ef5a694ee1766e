import CellCanvas
import ConvolutionEngine

/// The convolution the other way round: each input lays a whole kernel down, what overlaps adds up, and small becomes large.
struct TransposedConvolutionScene: Scene {
  static let card = SceneCard(
    id: "transposed-convolution", title: "Transposed convolution", part: .variants,
    otherNames: ["more arithmetic", "deconvolution"])

  static let size = Control.integer("input", in: 2...6, standard: 5, help: "inputs in the row, N")
  static let kernel = Control.integer("kernel", in: 1...5, standard: 3, help: "weights of the kernel, F")
  static let stride = Control.integer("stride", in: 1...3, standard: 2, help: "cells from one stamp to the next, S")
  static let padding = Control.integer("padding", in: 0...2, standard: 0, help: "cells cut off at each side, P")
  static let extra = Control.integer("extra", in: 0...2, standard: 0, help: "cells more at the end, E")
  static let values = Control.grid("values", in: -9...9, help: "the inputs")
  static let controls = [size, kernel, stride, padding, extra, values]

  /// What a step shows; inputs are counted from 0.
  enum Moment: Hashable, Sendable {
    case task
    case stamp(Int)
    /// The inputs that are left, in one go.
    case rest(from: Int)
    case counts, plane, cure, roundTrip
    /// The sizes that a convolution makes alike.
    case sizes
    case end
  }

  let moments: [Moment]
  let geometry: TransposedGeometry
  let inputs: [Float], weights: [Float], outputs: [Float]
  /// How often outputs are written, for kernels of several sizes at this stride, nothing cut off.
  let writing: [Writing]
  /// A plane of ones under a kernel of ones: stamped, and enlarged and then convolved.
  let stamped: Tensor, smooth: Tensor
  /// A row of the larger size, what the convolution makes of it, and what the transposed one makes of that.
  let there: [Float], between: [Float], back: [Float]
  /// The same on a picture: itself, convolved, and transposed to its size, each as bright as before on the average.
  let trip: [Tensor]
  /// Inputs of the convolution that give as many outputs as there are inputs here.
  let alike: [WindowGeometry]
  /// A picture made larger, stamped and smooth, of the brightness that it had on the average.
  let pictures: [Tensor]

  /// How often a kernel writes each output.
  struct Writing: Hashable, Sendable {
    let kernel: Int
    let counts: [Int]
    /// The counts away from the ends, one whole turn of them at least where there is one.
    let inner: [Int]

    init(input: Int, kernel: Int, stride: Int) {
      self.kernel = kernel
      counts = TransposedGeometry(input: input, window: Window(kernel, stride: stride)).visits
      // Far from both ends: what a turn of the stride repeats.
      let long = TransposedGeometry(input: 2 * kernel + 4, window: Window(kernel, stride: stride)).visits
      let middle = kernel * stride + kernel
      inner = Array(long[middle..<middle + stride])
    }

    var most: Int { inner.max() ?? 0 }
    var least: Int { inner.min() ?? 0 }
  }

  static let pictureSize = (height: 17, width: 20)

  init(_ settings: Settings) throws(SettingsError) {
    let (n, k, s) = (settings.integer(Self.size), settings.integer(Self.kernel), settings.integer(Self.stride))
    let (p, e) = (settings.integer(Self.padding), settings.integer(Self.extra))
    guard e < s else {
      throw SettingsError(
        "extra is less than the stride of \(s): a convolution at stride \(s) makes \(counted(s, "size")) alike, and extra says which of them is meant"
      )
    }
    let window = Window(k, stride: s, padding: Padding(p))
    geometry = TransposedGeometry(input: n, window: window, extra: e)
    guard geometry.output > 0 else {
      throw SettingsError(
        "nothing is left: \(counted(n, "stamp")) of \(k) write \(counted(geometry.output + 2 * p, "cell")), and padding cuts \(p) off at each side; take less padding"
      )
    }
    let input = Tensor(Shape(height: 1, width: n), seed: 6, integersIn: 1...4).edited(settings.edits(Self.values))
    let weights = (0..<k).map { Float(min($0 + 1, k - $0)) }
    let bank = FilterBank(count: 1, rows: 1, columns: k, depth: 1, values: weights)
    let transposed = TransposedConvolution(bank, rows: Window(1), columns: window, extraColumns: e)
    inputs = input.values
    self.weights = weights
    outputs = transposed(input).values
    writing = Set([3, 4, 5, k]).sorted().map { Writing(input: n, kernel: $0, stride: s) }

    let ones = FilterBank(kernel: Tensor(Shape(height: k, width: k), repeating: 1))
    let plane = Tensor(Shape(height: n, width: n), repeating: 1)
    func smoothed(_ tensor: Tensor) -> Tensor {
      Convolution(ones, padding: .same(kernel: k))(NearestEnlargement(s)(tensor))
    }
    stamped = TransposedConvolution(ones, stride: s)(plane)
    smooth = smoothed(plane)
    let picture = Pictures.grey(for: settings, width: Self.pictureSize.width, height: Self.pictureSize.height)
    let share = Float(s * s) / Float(k * k)
    pictures = [
      TransposedConvolution(ones, stride: s)(picture).scaled(by: share), smoothed(picture).scaled(by: 1 / Float(k * k)),
    ]

    trip = Self.roundTrip(Pictures.grey(for: settings, width: 40, height: 34), weights, window)
    let whole = Tensor(Shape(height: 1, width: geometry.output), seed: 9, integersIn: 0...4)
    let small = Convolution(signal: bank, window)(whole)
    there = whole.values
    between = small.values
    back = transposed(small).values
    alike = (0..<s).compactMap { more in
      let size = (n - 1) * s - 2 * p + k + more
      return size > 0 ? WindowGeometry(input: size, window: window) : nil
    }
    moments =
      [.task, .stamp(0), .stamp(1)] + (n > 2 ? [.rest(from: 2)] : [])
      + [.counts, .plane, .cure, .roundTrip, .sizes, .end]
  }

  /// A picture, what the kernel of rows times columns makes of it, and what the transposed convolution makes of that.
  private static func roundTrip(_ picture: Tensor, _ weights: [Float], _ window: Window) -> [Tensor] {
    let plane = FilterBank(kernel: Tensor(rows: weights.map { row in weights.map { row * $0 } }))
    let sum = plane.values.reduce(0, +)
    let small = Convolution(plane, stride: window.stride, padding: window.padding)(picture)
    let sides = (window.over(picture.shape.height), window.over(picture.shape.width))
    func extra(_ geometry: WindowGeometry) -> Int {
      geometry.input - TransposedGeometry(input: geometry.output, window: window).output
    }
    let back = TransposedConvolution(
      plane, rows: window, columns: window, extraRows: extra(sides.0), extraColumns: extra(sides.1))(small)
    let stride = Float(window.stride)
    return [picture, small.scaled(by: 1 / sum), back.scaled(by: stride * stride / (sum * sum))]
  }

  var stride: Int { geometry.window.stride }
  var kernelSize: Int { geometry.window.kernel }
  /// The counts of the kernel of the knob.
  var own: Writing { writing.first { $0.kernel == kernelSize } ?? writing[0] }

  static func pictureArea(_ settings: Settings) -> PictureArea? {
    PictureArea(width: pictureSize.width, height: pictureSize.height)
  }

  /// How many inputs have been laid down.
  func laid(_ moment: Moment, at playhead: Playhead) -> Int {
    switch moment {
    case .task: 0
    case .stamp(let index): playhead.pointer == nil && playhead.progress < 0.3 ? index : index + 1
    case .rest(let first):
      playhead.pointer == nil
        ? first + Int((playhead.phase(0, 0.9) * Double(inputs.count - first)).rounded(.down)) : inputs.count
    default: inputs.count
    }
  }

  static let stampsName = "stamps"

  func name(of target: Target) -> String? { target.grid == Self.values.name ? "x\(target.column + 1)" : nil }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard target.grid == Self.stampsName else { return nil }
    let cell = target.column + first
    guard (0..<geometry.output).contains(cell) else {
      return Remark(
        caption:
          "This cell is written, and then cut off again by the padding of \(geometry.window.padding.before) at each side."
      )
    }
    let terms = products(at: cell, laid: laid(moment, at: playhead))
    return Remark(
      caption: terms.isEmpty
        ? "No stamp has written output \(cell + 1) \(laid(moment, at: playhead) == inputs.count ? "at all: it stays 0." : "yet.")"
        : "Output \(cell + 1) is written \(times(terms.count)): what overlaps adds up.",
      formula: terms.isEmpty ? [] : [sum(at: cell, laid: laid(moment, at: playhead))])
  }
}

// MARK: Words

extension TransposedConvolutionScene {
  func text(_ value: Float) -> String { NumberText.plain(Double(value)) }

  /// The inputs and weights that meet at an output.
  private func products(at cell: Int, laid: Int) -> [Formula.Product] {
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

  private func sum(at cell: Int, laid: Int) -> StyledText {
    .output("y\(cell + 1)") + .muted(" = ")
      + Formula.sum(products(at: cell, laid: laid), result: .output(text(value(at: cell, laid: laid))))
  }

  /// What a stamp is: 3 · (1, 2, 1) = (3, 6, 3).
  private func stamp(_ index: Int) -> StyledText {
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

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .task:
      return Step(
        caption: stride == 1
          ? "A convolution gathers: an output sums what its window covers. Its transpose scatters: each input writes to all that saw it."
          : "A convolution at stride \(stride) makes maps smaller. To label pixels or paint pictures one must get back: from \(inputs.count) to \(geometry.output).",
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
          answer: .number(Double(most), decimals: 0)) : nil,
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
        "In frameworks this is output_padding. It adds no zeros around the input: it only says how long the output is.",
      links: [Link(to: StrideScene.card.id, label: "what is dropped")])
  }
}

extension Tensor {
  fileprivate func scaled(by factor: Float) -> Tensor { Tensor(shape, values: values.map { $0 * factor }) }
}
