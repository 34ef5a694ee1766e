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

  /// A kernel that people made, and the learned one most like it.
  struct Pair {
    let name: String
    let handMade: Tensor
    let filter: Int
    let likeness: Double
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
      pictures = Pictures.things.map { ($0.name, photos.input($0.picture)) }
      shown = settings.picture.map { ("your picture", photos.input($0)) } ?? pictures[8]
    } else {
      pictures = (0...9).map { ("the \($0)", StrokeDigits.sheet($0)) }
      shown = pictures[5]
    }
    let padding = stage.layer.window?.padding ?? .valid
    maps = Convolution(trained.bank, biases: biases, padding: padding)(shown.input)
    pairs = [KernelPreset.sobelX, .sobelY, .laplace, .gauss].map { preset in
      let kernel = preset.weights(size: trained.bank.rows, seed: 1)
      let (filter, likeness) = trained.nearest(to: kernel)
      return Pair(name: preset.rawValue, handMade: kernel, filter: filter, likeness: likeness)
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

  // MARK: Words

  private func agreementText(_ kernels: LearnedKernels) -> StyledText {
    .muted("neighbouring weights agree: ") + .kernel(NumberText.fixed(kernels.agreement, decimals: 2))
      + .muted("   (0 independent, 1 all alike)")
  }

  /// How many numbers a kernel has.
  var taps: Int { trained.bank.rows * trained.bank.columns * trained.bank.depth }

  private var tapsText: String {
    trained.bank.depth == 1
      ? product(trained.bank.rows, trained.bank.columns)
      : product(trained.bank.rows, trained.bank.columns, trained.bank.depth)
  }

  func step(_ moment: Moment) -> Step {
    let count = trained.bank.count
    switch moment {
    case .before:
      return Step(
        caption: """
          Before training: the \(count) kernels of the first layer of \(title) are random numbers, \(tapsText) of them in each. \
          Nobody tells the network what to look for.
          """,
        formula: [agreementText(untrained)],
        note: """
          Every kernel is drawn up to its own largest weight. \
          \(isOfPhotos ? "Its three channels are its red, green and blue, and 0 is the middle grey." : "")
          """, links: [Link(to: EdgeDetectionScene.card.id, label: "kernels made by hand")])
    case .training:
      let (first, last) = (keyframes.first, keyframes.last)
      return Step(
        caption: """
          While it learns to name things, and for no other reason, the noise goes: \
          \(spelled(keyframes.count, "keyframe")) of its training, from epoch \(first?.epoch ?? 0) to \(last?.epoch ?? 0) of \(last?.epochs ?? 0).
          """,
        formula: [agreementText(last?.kernels ?? untrained)],
        note: """
          One run of cnnviz train --images on 45,000 pictures; the percentages are of 5,000 pictures held out. The network \
          learned with batch normalisation, folded into the kernels here, so that only their scale depends on it.
          """, duration: .milliseconds(4000))
    case .after: return afterStep
    case .handMade:
      let best = pairs.max { $0.likeness < $1.likeness }
      return Step(
        caption: """
          Beside kernels that people made, the learned one most like each: \(best?.name ?? "") comes nearest, to \
          \(NumberText.fixed(best?.likeness ?? 0, decimals: 2)). Nobody put it there.
          """,
        formula: [
          .muted("likeness = |cosine between the weights|, colours summed: 1 the same but for a factor, 0 not alike")
        ],
        note: """
          A random kernel of \(trained.bank.rows * trained.bank.columns) weights would reach about \
          \(NumberText.fixed(1 / Double(trained.bank.rows * trained.bank.columns).squareRoot(), decimals: 2)) by chance, the \
          best of \(count) more. The sign does not matter: the layer above can turn it.
          """, links: [Link(to: EdgeDetectionScene.card.id, label: "edges by hand")])
    case .pieces:
      let from = Set(pieces.map(\.picture)).count
      return Step(
        caption: """
          Kernel \(chosen + 1) looks for pieces like these: of all places of the ten pictures it answers here most strongly. \
          They come from \(spelled(from, "picture")).
          """,
        formula: [
          .muted("strongest: ") + .output(NumberText.fixed(Double(pieces.first?.value ?? 0), decimals: 2))
            + .muted(" at \(pictures[pieces.first?.picture ?? 0].name), before bias and ReLU")
        ],
        note: "Turn the kernel knob: edges find edges in all kinds of things, colours find that colour wherever it is.",
        question: Question(
          "How many numbers of the input does one output of this layer see?",
          answer: .number(Double(taps), decimals: 0),
          mistake: .number(Double(trained.bank.rows * trained.bank.columns), decimals: 0)),
        links: [Link(to: ReceptiveFieldScene.card.id, label: "receptive field")])
    case .end:
      return Step(
        caption: """
          Take home: the first kernels are learned, and can be looked at, for they lie on the picture. Deeper ones lie on \
          maps: they need other ways of looking.
          """,
        formula: [agreementText(trained)],
        note: """
          Edges and colours come out of nearly every network that is trained on photographs, whatever it is trained for. It \
          does not follow that a network sees as we do.
          """, links: [Link(to: AlexNetScene.card.id, label: "a larger network")])
    }
  }

  private var afterStep: Step {
    let count = trained.bank.count
    let colours = trained.ofColours.count
    let kinds =
      isOfPhotos
      ? "\(capitalized(spelled(colours))) of the \(count) compare colours, the others light and dark."
      : "Strokes and their edges: \(count) kernels that see a digit's ink."
    return Step(
      caption: """
        After training neighbouring weights go together. \(kinds) The map: kernel \(chosen + 1) on \(shown.name).
        """,
      formula: [agreementText(trained)],
      note: """
        Point at a kernel to see its map. \
        \(isOfPhotos ? "Comparing colours: less than half of its squared weights is alike in red, green and blue." : "")
        """, links: [Link(to: ChannelsScene.card.id, label: "several channels")])
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard target.grid == Self.kernelsName, (0..<trained.bank.count).contains(target.column) else { return nil }
    let filter = target.column
    let kernels = kernels(of: moment, at: playhead).kernels
    let share: StyledText =
      isOfPhotos
      ? .muted("alike in all colours: ")
        + .kernel(NumberText.fixed(100 * kernels.greyShare(filter), decimals: 0) + " %")
      : .muted("largest weight: ") + .kernel(NumberText.fixed(kernels.limit(filter), decimals: 2))
    return Remark(
      caption: "Kernel \(filter + 1) of \(trained.bank.count): \(tapsText) = \(taps) weights.", formula: [share])
  }

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
