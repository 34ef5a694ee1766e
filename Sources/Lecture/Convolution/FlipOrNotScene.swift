import CellCanvas
import ConvolutionEngine

/// Convolution and cross-correlation side by side: one flips the kernel and one does not. When it matters, and why it
/// does not in a network.
struct FlipOrNotScene: Scene {
  static let card = SceneCard(id: "flip-or-not", title: "Flip the kernel, or not", part: .convolution)

  /// The weights 1 to 9, in which every turn can be seen.
  private static let counting = "one-to-nine"
  static let preset = Control.choice("kernel", [counting] + KernelPreset.names, help: "the kernel, K")
  static let flip = Control.toggle("flip", standard: false, help: "turn the kernel before it is correlated")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "another random input")
  static let values = Control.grid("values", in: -9...9, help: "the input's numbers")
  static let weights = Control.grid("weights", in: -9...9, help: "the kernel's weights")
  static let controls = [preset, flip, seed, values, weights]

  /// The two operations on the same input and kernel.
  let pair: OperationPair
  /// The same with the knob's flip taken away, or put in.
  let otherFlip: OperationPair
  /// On a single 1 among zeros.
  let dot: OperationPair
  /// With a kernel that half a turn does not change, or, if this one is such a kernel, with one that it does.
  let counterpart: OperationPair
  /// A random picture, and what convolution with the kernel makes of it.
  let example: Tensor
  let wanted: Tensor
  /// How a layer that flips, and one that does not, learn the same task.
  let flippingFit: KernelFit
  let plainFit: KernelFit
  let moments: [Moment] = [
    .start, .flip, .outputs, .place, .otherFlip, .dot, .counterpart, .commutes, .doesNot, .learned, .end,
  ]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case start, flip, outputs, place, otherFlip, dot, counterpart, commutes, doesNot, learned, end
  }

  static let rounds = 20

  init(_ settings: Settings) throws(SettingsError) {
    let seed = settings.integer(Self.seed)
    let input = Tensor(Shape(height: 5, width: 5), seed: UInt64(seed), integersIn: 0...3)
      .edited(settings.edits(Self.values))
    let kernel = Self.kernel(settings.choice(Self.preset), seed: seed).edited(settings.edits(Self.weights))
    let isFlipped = settings.isOn(Self.flip)
    pair = OperationPair(input: input, kernel: kernel, isFlipped: isFlipped)
    otherFlip = OperationPair(input: input, kernel: kernel, isFlipped: !isFlipped)
    var single = Tensor(input.shape, repeating: 0)
    single[2, 2] = 1
    dot = OperationPair(input: single, kernel: kernel, isFlipped: isFlipped)
    let isSymmetric = kernel == kernel.flipped
    counterpart = OperationPair(
      input: input,
      kernel: Self.kernel(isSymmetric ? Self.counting : KernelPreset.gauss.rawValue, seed: seed), isFlipped: isFlipped)
    example = Tensor(Shape(height: 14, width: 14), seed: UInt64(seed) + 4)
    wanted = Convolution(sliding: kernel.flipped, .valid)(example)
    flippingFit = KernelFit(input: example, wanted: wanted, flips: true, rounds: Self.rounds)
    plainFit = KernelFit(input: example, wanted: wanted, flips: false, rounds: Self.rounds)
  }

  private static func kernel(_ name: String, seed: Int) -> Tensor {
    KernelPreset(rawValue: name)?.weights(size: 3, seed: seed)
      ?? Tensor(Shape(height: 3, width: 3), values: (1...9).map(Float.init))
  }

  /// The operations that a step shows side by side.
  func pair(_ moment: Moment) -> OperationPair {
    switch moment {
    case .otherFlip: otherFlip
    case .dot: dot
    case .counterpart: counterpart
    default: pair
    }
  }

  /// Which place of both outputs is lit up: that of the pointer, or of the step.
  func place(_ moment: Moment, at playhead: Playhead) -> Settings.Place? {
    if let pointer = playhead.pointer {
      guard ["convolution", "correlation"].contains(pointer.grid), pointer.row < 3, pointer.column < 3 else {
        return nil
      }
      return Settings.Place(row: pointer.row, column: pointer.column)
    }
    return moment == .place ? Settings.Place(row: 0, column: 0) : nil
  }

  /// Whether a place of the outputs is known at a step.
  func isKnown(_ place: Settings.Place, _ moment: Moment, at playhead: Playhead) -> Bool {
    switch moment {
    case .start, .flip: return false
    case .commutes, .doesNot, .learned: return false
    case .outputs, .otherFlip, .dot, .counterpart:
      return Double(place.row * 3 + place.column) < playhead.phase(0.1, 0.9) * 9
    case .place, .end: return true
    }
  }

  /// How many rounds have been learned.
  func round(at playhead: Playhead) -> Int {
    Int((playhead.phase(0.05, 0.95) * Double(Self.rounds)).rounded())
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard moment == .learned else { return nil }
    let round = round(at: playhead)
    return [learning(round)]
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    var pointed = playhead
    pointed.pointer = target
    guard let place = place(moment, at: pointed), isKnown(place, moment, at: playhead) else { return nil }
    let pair = pair(moment)
    let agrees = pair.convolution[place.row, place.column] == pair.correlation[place.row, place.column]
    return Remark(
      caption: """
        The same window (\(place.row + 1), \(place.column + 1)), the same nine weights, in \(pair.usesSameKernel ? "the same" : "another") \
        order: the sums \(agrees ? "agree" : "differ").
        """, formula: pair.sums(place))
  }
}

/// Convolution and correlation of the same input with the same kernel.
struct OperationPair: Sendable {
  let input: Tensor
  /// As it is given.
  let kernel: Tensor
  /// Whether the kernel is flipped before it is correlated, too.
  let isFlipped: Bool
  /// Where the kernel lies inside of the input.
  let convolution: Tensor
  let correlation: Tensor

  init(input: Tensor, kernel: Tensor, isFlipped: Bool) {
    self.input = input
    self.kernel = kernel
    self.isFlipped = isFlipped
    convolution = Convolution(sliding: kernel.flipped, .valid)(input)
    correlation = Convolution(sliding: isFlipped ? kernel.flipped : kernel, .valid)(input)
  }

  /// The weights that slide when the kernel is correlated.
  var correlating: Tensor { isFlipped ? kernel.flipped : kernel }

  /// Whether both slide the same weights in the same order.
  var usesSameKernel: Bool { correlating == kernel.flipped }

  /// Whether half a turn changes nothing.
  var isSymmetric: Bool { kernel == kernel.flipped }

  /// How many of the outputs are alike.
  var agreeing: Int { zip(convolution.values, correlation.values).count { $0 == $1 } }

  /// As far as they overlap at all: the kernel on the input, and the input on the kernel.
  var fullConvolutions: (Tensor, Tensor) {
    (Convolution(sliding: kernel.flipped, .full)(input), Convolution(sliding: input.flipped, .full)(kernel))
  }
  var fullCorrelations: (Tensor, Tensor) {
    (Convolution(sliding: kernel, .full)(input), Convolution(sliding: input, .full)(kernel))
  }

  /// Both sums at a place, a line each.
  func sums(_ place: Settings.Place) -> [StyledText] {
    func line(_ name: String, _ sliding: Tensor, _ output: Tensor) -> StyledText {
      let products = Convolution(sliding: sliding, .valid).products(of: input, row: place.row, column: place.column)
      return .output(name) + .muted("  ")
        + Formula.sum(
          products.map { Formula.Product(GridConvolution.text($0.value), GridConvolution.text($0.weight)) },
          result: .active(GridConvolution.text(output[place.row, place.column])))
    }
    return [
      line("I ∗ K", kernel.flipped, convolution), line("I ⊗ K", correlating, correlation),
    ]
  }
}
