import CellCanvas
import ConvolutionEngine

/// Convolution and cross-correlation side by side: one flips the kernel and one does not. When it matters, and why it
/// does not in a network.
struct FlipOrNotScene: Scene {
  static let card = SceneCard(id: "flip-or-not", title: "Flip the kernel, or not", part: .convolution)

  /// The weights 1 to 9, in which every turn can be seen.
  private static let counting = "one-to-nine"
  static let preset = Control.choice(
    "kernel", [counting] + KernelPreset.names, fills: [weights], help: "the kernel, K")
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
  let counterpartName: String
  /// A picture of the lecture's own under the kernels that stand side by side: the given one, the other flip, the
  /// counterpart.
  let pictures: [Moment: PicturePair]
  /// A random picture, and what convolution with the kernel makes of it.
  let example: Tensor
  let wanted: Tensor
  /// How a layer that flips, and one that does not, learn the same task.
  let flippingFit: KernelFit
  let plainFit: KernelFit
  let moments: [Moment] = [
    .start, .flip, .outputs, .place, .otherFlip, .dot, .counterpart, .commutes, .padding, .doesNot, .learned, .end,
  ]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case start, flip, outputs, place, otherFlip, dot, counterpart, commutes, padding, doesNot, learned, end
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
    counterpartName = kernel == kernel.flipped ? Self.counting : KernelPreset.gauss.rawValue
    counterpart = OperationPair(
      input: input, kernel: Self.kernel(counterpartName, seed: seed), isFlipped: isFlipped)
    let picture = PictureConvolution.picture(for: Settings())
    pictures = [
      .outputs: PicturePair(picture, pair), .otherFlip: PicturePair(picture, otherFlip),
      .counterpart: PicturePair(picture, counterpart),
    ]
    example = Tensor(Shape(height: 14, width: 14), seed: UInt64(seed) + 4)
    wanted = Convolution(sliding: kernel.flipped, .valid)(example)
    flippingFit = KernelFit(input: example, wanted: wanted, flips: true, rounds: Self.rounds)
    plainFit = KernelFit(input: example, wanted: wanted, flips: false, rounds: Self.rounds)
  }

  private static func kernel(_ name: String, seed: Int) -> Tensor {
    KernelPreset(rawValue: name)?.weights(size: 3, seed: seed)
      ?? Tensor(Shape(height: 3, width: 3), values: (1...9).map(Float.init))
  }

  // MARK: What the figure is about at a moment

  /// The operations that stand side by side.
  func pair(_ moment: Moment) -> OperationPair {
    switch moment {
    case .otherFlip: otherFlip
    case .dot: dot
    case .counterpart: counterpart
    default: pair
    }
  }

  /// What is pointed at.
  enum Focus: Hashable {
    case nothing
    /// A place of both outputs.
    case output(GridPlace)
    /// A pixel of the input.
    case pixel(GridPlace)
    /// A weight, by its place in the kernel as it is given.
    case weight(GridPlace)
  }

  /// The pointer decides; without one, the step does.
  func focus(_ moment: Moment, at playhead: Playhead) -> Focus {
    guard let pointer = playhead.pointer else {
      return moment == .place ? .output(GridPlace(row: 0, column: 0)) : .nothing
    }
    let place = GridPlace(row: pointer.row, column: pointer.column)
    switch pointer.grid {
    case "convolution", "correlation": return .output(place)
    case Self.values.name, "input": return .pixel(place)
    case Self.weights.name: return .weight(place)
    case "turned": return .weight(pair(moment).turned(place))
    default: return .nothing
    }
  }

  /// Whether a place of the outputs is known at a step.
  func isKnown(_ place: GridPlace, _ moment: Moment, at playhead: Playhead) -> Bool {
    switch moment {
    case .start, .flip, .commutes, .padding, .doesNot, .learned: false
    case .outputs, .otherFlip, .dot, .counterpart:
      Double(place.row * 3 + place.column) < playhead.phase(0.1, 0.9) * 9
    case .place, .end: true
    }
  }

  /// How many rounds have been learned.
  func round(at playhead: Playhead) -> Int {
    Int((playhead.phase(0.05, 0.95) * Double(Self.rounds)).rounded())
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    moment == .learned ? learning(round(at: playhead)) : nil
  }

  func name(of target: Target) -> String? {
    switch target.grid {
    case Self.values.name: "I\(target.place)"
    case Self.weights.name: "K\(target.place)"
    default: nil
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    var pointed = playhead
    pointed.pointer = target
    let pair = pair(moment)
    let order = pair.usesSameKernel ? "the same" : "another"
    switch focus(moment, at: pointed) {
    case .nothing: return nil
    case .output(let place):
      guard isKnown(place, moment, at: playhead) else {
        return Remark(caption: "Output (\(place.row + 1), \(place.column + 1)) is still to come.")
      }
      let agrees = pair.convolution[place.row, place.column] == pair.correlation[place.row, place.column]
      return Remark(
        caption: """
          Output (\(place.row + 1), \(place.column + 1)): the same window, the same nine weights, in \(order) order: the sums \
          \(agrees ? "agree" : "differ").
          """, formula: pair.sums(place))
    case .pixel(let place): return Remark(caption: StyledText(remark(moment, onPixel: place)))
    case .weight(let place):
      return Remark(
        caption: """
          K(\(place.row + 1), \(place.column + 1)) = \(GridConvolution.text(pair.kernel[place.row, place.column])): what slides has \
          it \(Self.corner(pair.turned(place))) for ∗, \(Self.corner(pair.turned(place, if: pair.isFlipped))) for ⋆.
          """)
    }
  }

  /// A pixel: beside the full results, in the middle, which all windows cover, and elsewhere.
  private func remark(_ moment: Moment, onPixel place: GridPlace) -> String {
    let name = "Pixel (\(place.row + 1), \(place.column + 1))"
    if [.commutes, .padding, .doesNot].contains(moment) {
      return "\(name): with full padding it meets all nine weights, whichever of the two slides."
    }
    let pair = pair(moment)
    let reached =
      pair.geometry.outputs(reachedBy: place.row).count * pair.geometry.outputs(reachedBy: place.column).count
    guard reached == pair.convolution.values.count else {
      return
        "\(name) lies under \(counted(reached, "window")): it is in \(reached) of the nine sums of ∗, and in the same of ⋆."
    }
    return """
      \(name) lies under all nine windows. Around it ∗ lays K as it is, ⋆ \
      \(pair.isFlipped ? "too, for it was flipped first." : "turned by half a turn.")
      """
  }

  private static func corner(_ place: GridPlace) -> String { "at (\(place.row + 1), \(place.column + 1))" }
}
