import CellCanvas
import ConvolutionEngine

/// The first layer of a trained network: random numbers become edges and colours; beside kernels that people made, and with
/// the pieces of pictures that excite each most.
struct LearnedKernelsScene: Scene {
  static let card = SceneCard(id: "learned-kernels", title: "What the first kernels become", part: .seeingInside)

  static let network = Control.choice("network", ["photos", "digits"], help: "whose first layer is looked at")
  static let kernel = Control.integer("kernel", in: 1...32, standard: 1, help: "the kernel that is looked at")
  static let controls = [network, kernel]

  static func pictureArea(_ settings: Settings) -> PictureArea? {
    isOfPhotos(settings) ? PictureArea(width: 32, height: 32) : nil
  }

  static let ownFiles: Set<OwnFile> = [.picture, .digits]

  private static func isOfPhotos(_ settings: Settings) -> Bool { settings.choice(network) == "photos" }

  /// What a step shows.
  enum Moment: Sendable {
    case before
    /// The training, keyframe by keyframe.
    case training
    case after
    /// Hand-made kernels and those most like them.
    case handMade
    /// The pieces that excite the chosen kernel most.
    case pieces
    case end
  }

  /// A kernel that people made, the learned one most like it, and the random one that is, before anything was learned.
  struct Pair {
    let name: String
    let handMade: Tensor
    let learned, random: LearnedKernels.Nearest
  }

  /// A piece of a picture that a kernel lies on.
  struct Piece: Hashable {
    let picture: Int
    let row, column: Int
    let value: Float
  }

  let isOfPhotos: Bool
  let title: String
  let untrained: LearnedKernels
  let trained: LearnedKernels
  let keyframes: [KernelKeyframes.Keyframe]
  /// The pictures that pieces are cut from, with their names, and as the network takes them.
  let pictures: [(name: String, input: Tensor)]
  /// The picture that the maps are of.
  let shown: (name: String, input: Tensor)
  /// What each kernel makes of it, before the ReLU.
  let maps: Tensor
  let chosen: Int
  let pairs: [Pair]
  /// The pieces that excite the chosen kernel most, the strongest first.
  let pieces: [Piece]
  let moments: [Moment]

  init(_ settings: Settings) throws(SettingsError) {
    isOfPhotos = Self.isOfPhotos(settings)
    let network = isOfPhotos ? Network.photos : .digits
    title = isOfPhotos ? "photos" : "digits"
    let weights: any WeightSource = isOfPhotos ? TrainedPhotos.carried.weights : settings.digitNetwork.weights
    let stage = network.stages[0]
    func kernels(_ source: any WeightSource) -> (LearnedKernels, [Float]) {
      let parameters = source.parameters(of: stage, at: 0)
      let window = stage.layer.window?.kernel ?? 1
      return (
        LearnedKernels(
          bank: FilterBank(
            count: stage.output.channels, rows: window, columns: window, depth: stage.input.channels,
            values: parameters.weights)), parameters.biases
      )
    }
    untrained = kernels(SeededWeights(seed: 1)).0
    let (trained, biases) = kernels(weights)
    self.trained = trained
    keyframes = isOfPhotos ? KernelKeyframes.photos : []
    let number = settings.integer(Self.kernel)
    guard number <= trained.bank.count else {
      throw SettingsError(
        "The first layer of \(title) has \(trained.bank.count) kernels; there is no kernel \(number).")
    }
    chosen = number - 1
    if isOfPhotos {
      let photos = TrainedPhotos.carried
      let own = settings.picture.map { ("your picture", photos.input($0)) }
      let things = Pictures.things.map { ($0.name, photos.input($0.picture)) }
      pictures = things + (own.map { [$0] } ?? [])
      shown = own ?? things[8]
    } else {
      pictures = (0...9).map { ("the \($0)", StrokeDigits.sheet($0)) }
      shown = pictures[5]
    }
    let padding = stage.layer.window?.padding ?? .valid
    maps = Convolution(trained.bank, biases: biases, padding: padding)(shown.input)
    let untrained = untrained
    pairs = [KernelPreset.sobelX, .sobelY, .laplace, .gauss].map { preset in
      let kernel = preset.weights(size: trained.bank.rows, seed: 1)
      return Pair(
        name: preset.rawValue, handMade: kernel, learned: trained.nearest(to: kernel),
        random: untrained.nearest(to: kernel))
    }
    pieces = Self.pieces(of: trained.bank, chosen, in: pictures.map(\.input))
    moments = [.before] + (keyframes.isEmpty ? [] : [.training]) + [.after, .handMade, .pieces, .end]
  }

  /// The places at which a filter answers most strongly, no two of which lie nearer than a kernel's side.
  private static func pieces(of bank: FilterBank, _ filter: Int, in pictures: [Tensor]) -> [Piece] {
    let length = bank.rows * bank.columns * bank.depth
    let single = FilterBank(
      count: 1, rows: bank.rows, columns: bank.columns, depth: bank.depth,
      values: Array(bank.values[filter * length..<(filter + 1) * length]))
    var all: [Piece] = []
    for (index, picture) in pictures.enumerated() {
      let map = Convolution(single)(picture)
      for row in 0..<map.shape.height {
        for column in 0..<map.shape.width {
          all.append(Piece(picture: index, row: row, column: column, value: map[row, column]))
        }
      }
    }
    // Of equal ones the first.
    let order = all.indices.sorted { (all[$1].value, $0) < (all[$0].value, $1) }
    var best: [Piece] = []
    for index in order where best.count < 8 {
      let piece = all[index]
      let isNear = best.contains {
        $0.picture == piece.picture && abs($0.row - piece.row) < bank.rows
          && abs($0.column - piece.column) < bank.columns
      }
      if !isNear { best.append(piece) }
    }
    return best
  }

  // MARK: What is shown

  /// What can be pointed at.
  static let kernelsName = "kernels"

  /// The kernels that a moment shows, and what is said of them.
  func kernels(of moment: Moment, at playhead: Playhead) -> (kernels: LearnedKernels, words: String) {
    switch moment {
    case .before: return (untrained, "before training")
    case .training where !keyframes.isEmpty:
      let place = Int(playhead.progress * Double(keyframes.count + 1))
      guard place > 0 else { return (untrained, "before training") }
      let keyframe = keyframes[min(place, keyframes.count) - 1]
      return (keyframe.kernels, "after epoch \(keyframe.epoch): \(keyframe.heldOut) % right")
    default: return (trained, "after training")
    }
  }
}
