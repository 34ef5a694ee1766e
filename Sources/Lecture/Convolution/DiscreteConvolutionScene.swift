import CellCanvas
import ConvolutionEngine

/// Two short signals: one is flipped and slides along the other, from the first overlap to the last; then the roles are
/// exchanged, and the same comes out.
struct DiscreteConvolutionScene: MomentScene {
  static let card = SceneCard(id: "discrete-convolution", title: "Flip, slide, multiply, add", part: .convolution)

  static let preset = Control.choice("preset", Preset.allCases.map(\.rawValue), help: "two signals to begin with")
  static let swap = Control.toggle("swap", standard: false, help: "let x slide along w instead")
  static let x = Control.grid("x", in: -9...9, help: "the values of x")
  static let w = Control.grid("w", in: -9...9, help: "the values of w")
  static let controls = [preset, swap, x, w]

  /// Pairs of signals that show something.
  enum Preset: String, CaseIterable {
    case echo, smooth, edges, delay, dice

    var x: [Float] {
      switch self {
      case .echo: [3, 1, 0, 2, 1]
      case .smooth: [1, 1, 7, 1, 4, 4]
      case .edges: [0, 5, 5, 5, 2, 2]
      case .delay: [3, 1, 4, 1, 5]
      case .dice: [1, 1, 1, 1, 1, 1]
      }
    }

    var w: [Float] {
      switch self {
      case .echo: [4, 2, 1]
      case .smooth: [1, 2, 1]
      case .edges: [1, -1]
      case .delay: [0, 0, 1]
      case .dice: [1, 1, 1, 1, 1, 1]
      }
    }
  }

  /// With the roles as the knob says.
  let signals: SignalConvolution
  /// With the roles exchanged.
  let swapped: SignalConvolution
  let preset: Preset
  let moments: [Moment]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case start, flip, length, place(Int), swap, pairs, end
  }

  init(_ settings: Settings) throws(SettingsError) {
    preset = Preset(rawValue: settings.choice(Self.preset)) ?? .echo
    func edited(_ values: [Float], _ control: Control) -> [Float] {
      Tensor(signal: values).edited(settings.edits(control)).values
    }
    let (x, w) = (edited(preset.x, Self.x), edited(preset.w, Self.w))
    let usual = SignalConvolution(still: .x(x), sliding: .w(w))
    signals = settings.isOn(Self.swap) ? usual.swapped : usual
    swapped = signals.swapped
    moments = [.start, .flip, .length] + signals.output.indices.map { .place($0) } + [.swap, .pairs, .end]
  }

  // MARK: What the figure is about at a moment

  /// What is lit up.
  enum Focus: Hashable {
    case nothing
    case output(Int)
    case still(Int)
    case sliding(Int)
  }

  /// The pointer decides; without one, the step does.
  func focus(_ moment: Moment, at playhead: Playhead) -> Focus {
    if let pointer = playhead.pointer {
      switch pointer.grid {
      case "s" where pointer.column <= shownOutputs(moment, at: playhead) - 1: return .output(pointer.column)
      case signals.still.name where pointer.column < signals.still.values.count: return .still(pointer.column)
      case signals.sliding.name where pointer.column < signals.sliding.values.count: return .sliding(pointer.column)
      default: return .nothing
      }
    }
    if case .place(let time) = moment { return .output(time) }
    return .nothing
  }

  /// How many outputs are known, from t = 0 on.
  func shownOutputs(_ moment: Moment, at playhead: Playhead) -> Int {
    switch moment {
    case .start, .flip, .length: 0
    case .place(let time): time + (playhead.pointer != nil || playhead.phase(0.8, 1) >= 1 ? 1 : 0)
    case .swap, .pairs, .end: signals.output.count
    }
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard case .place(let time) = moment, playhead.pointer == nil else { return nil }
    let animation = Animation(playhead, products: signals.products[time].count)
    return signals.sum(time, shown: animation.products, isSummed: animation.isLanded)
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    var pointed = playhead
    pointed.pointer = target
    let (still, sliding) = (signals.still, signals.sliding)
    switch focus(moment, at: pointed) {
    case .nothing: return nil
    case .output(let time):
      return Remark(
        caption: "s(\(time)) takes every \(still.name)(a) with the weight of its age, \(sliding.name)(\(time) − a).",
        formula: signals.sum(time))
    case .still(let time):
      let last = time + sliding.values.count - 1
      return Remark(
        caption:
          "\(still.name)(\(time)) = \(still.text(time)) counts from t = \(time) to t = \(last): first with \(sliding.name)(0), last with \(sliding.name)(\(sliding.values.count - 1))."
      )
    case .sliding(let age):
      return Remark(
        caption:
          "\(sliding.name)(\(age)) = \(sliding.text(age)) weighs whatever happened \(age == 1 ? "1 step" : "\(age) steps") ago, at every time t."
      )
    }
  }
}
