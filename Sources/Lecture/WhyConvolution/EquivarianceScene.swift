import CellCanvas
import ConvolutionEngine

/// Whether it matters in which order a picture is moved and convolved.
struct EquivarianceScene: Scene {
  static let card = SceneCard(id: "equivariance", title: "Equivariance", part: .whyConvolution)

  static let kind = Control.choice("g", Kind.allCases.map(\.rawValue), help: "what is done to the picture")
  static let far = Control.integer("far", in: 1...12, standard: 6, help: "how far: pixels, or 15° or a tenth each")
  static let kernel = Control.choice(
    "kernel", KernelPreset.names.filter { $0 != KernelPreset.random.rawValue }, help: "the convolution f")
  static let controls = [kind, far, kernel]

  /// What is done to the picture.
  enum Kind: String, CaseIterable, Sendable {
    case shift, rotate, scale

    /// The move of this kind, `far` steps far.
    func move(_ far: Int) -> PictureMove {
      switch self {
      case .shift: .shift(far)
      case .rotate: .rotation(15 * far)
      case .scale: .scale(1 + Double(far) / 10)
      }
    }
  }

  /// The paths of each kind.
  let paths: [Kind: TwoPaths]
  let kind: Kind
  let far: Int
  let preset: KernelPreset
  let face: FaceSearch
  let moments: [Moment]
  private(set) var steps: [Step] = []

  /// What a step shows; kinds that are not the knob's follow at the end.
  enum Moment: Hashable, Sendable {
    case map, moved, first, second, difference, other(Kind), face, end
  }

  /// How many pixels the picture has on each side.
  static let side = 32

  init(_ settings: Settings) throws(SettingsError) {
    kind = Kind(rawValue: settings.choice(Self.kind)) ?? .shift
    far = settings.integer(Self.far)
    preset = KernelPreset(rawValue: settings.choice(Self.kernel)) ?? .identity
    let picture = Pictures.grey(for: settings, else: Pictures.lighthouse, width: Self.side, height: Self.side)
    let weights = preset.weights(size: 3, seed: 1)
    var paths: [Kind: TwoPaths] = [:]
    for kind in Kind.allCases { paths[kind] = TwoPaths(picture: picture, kernel: weights, move: kind.move(far)) }
    self.paths = paths
    face = FaceSearch()
    let others = Kind.allCases.filter { [kind] in $0 != kind }
    moments = [.map, .moved, .first, .second, .difference] + others.map(Moment.other) + [.face, .end]
    steps = moments.map { step($0) }
  }

  /// The paths that a moment is about.
  func paths(at moment: Moment) -> TwoPaths {
    let wanted = if case .other(let kind) = moment { kind } else { kind }
    guard let paths = paths[wanted] else { preconditionFailure("there are paths of every kind") }
    return paths
  }
}
