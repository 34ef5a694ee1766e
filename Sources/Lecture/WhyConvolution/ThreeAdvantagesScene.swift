import CellCanvas
import ConvolutionEngine

/// Opens the part: sparse interactions, parameter sharing and equivariance, each with a small live picture and a link.
struct ThreeAdvantagesScene: Scene {
  static let card = SceneCard(id: "three-advantages", title: "Three advantages", part: .whyConvolution)

  static let units = Control.integer("units", in: 3...7, standard: 5, help: "units in each row of the graphs")
  static let kernel = Control.integer("kernel", in: 1...5, standard: 3, help: "inputs that an output sees")
  static let far = Control.integer("far", in: 1...4, standard: 3, help: "how many pixels the picture is shifted")
  static let controls = [units, kernel, far]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case start, end
    case advantage(Advantage)
  }

  /// One of the three.
  enum Advantage: Int, CaseIterable, Sendable {
    case sparse, sharing, equivariance
  }

  let moments = [.start] + Advantage.allCases.map(Moment.advantage) + [.end]
  let layer: UnitLayer
  let full: UnitLayer
  let kernelSize: Int
  /// A picture so small that every pixel of it can be seen in a small window, and a larger one for a large window.
  let paths: TwoPaths
  let largePaths: TwoPaths
  private let far: Int
  /// What became of the viewer's picture.
  private let fitting: String?

  /// The picture that a viewer brings along.
  static func pictureArea(_ settings: Settings) -> PictureArea? {
    PictureArea(width: lighthouse.shape.width, height: lighthouse.shape.height)
  }

  /// What f is, whatever the kernel of the graphs.
  private static let edgeKernel = KernelPreset.sobelX.weights(size: 3, seed: 1)

  /// Its weights in a line, rows apart by a slash.
  private static let edgeKernelText = KernelMap.inLine(edgeKernel)

  private static let lighthouse = Tensor(
    rows: [
      "..........",
      "...##.....",
      "..####....",
      "..#..#....",
      "..####....",
      "...##.....",
      "..####....",
      "..####....",
      ".######...",
      "..........",
    ].map { $0.map { $0 == "#" ? 200 : 0 } })

  init(_ settings: Settings) throws(SettingsError) {
    let units = settings.integer(Self.units)
    kernelSize = settings.integer(Self.kernel)
    let far = settings.integer(Self.far)
    self.far = far
    // The graphs show lines alone: their numbers are those of the scenes that follow.
    let zeros = [Float](repeating: 0, count: units)
    layer = UnitLayer(zeros, kernel: [Float](repeating: 0, count: kernelSize))
    full = UnitLayer(zeros, dense: Tensor(Shape(height: units, width: units), repeating: 0))
    func both(side: Int, standard: Tensor) -> TwoPaths {
      TwoPaths(
        picture: settings.picture == nil ? standard : Pictures.grey(for: settings, width: side, height: side),
        kernel: Self.edgeKernel, move: .shift(far))
    }
    let side = Self.lighthouse.shape.width
    paths = both(side: side, standard: Self.lighthouse)
    largePaths = both(
      side: Self.largeSide,
      standard: Pictures.grey(for: Settings(), else: Pictures.lighthouse, width: Self.largeSide, height: Self.largeSide)
    )
    // A large window shows more of its pixels.
    fitting = settings.picture.flatMap { picture in
      Self.pictureArea(settings).map {
        "\($0.cut(of: picture)), as \(sides(side, side)) or \(sides(Self.largeSide, Self.largeSide))"
      }
    }
  }

  static let largeSide = 24

  /// The kernel's middle weight; of an even number the left one of two, which like a single one is used at every position,
  /// while the right one lies on padding at the last.
  var middle: Int { (kernelSize - 1) / 2 }

  /// The lines of the graph that carry the kernel's middle weight.
  var middleLines: [(input: Int, output: Int)] {
    guard let geometry = layer.geometry else { return [] }
    return (0..<layer.units).compactMap { output in
      let input = geometry.input(of: output, weight: middle)
      return geometry.isPadding(input) ? nil : (input, output)
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard let advantage = Advantage.allCases.first(where: { $0.link.target == target }) else { return nil }
    return Remark(
      caption: .strong(advantage.title)
        + ": a click, or Enter after c or f, opens “\(advantage.scene)”; there F comes back.",
      formula: [numbers(of: advantage)])
  }
}

// MARK: Words

extension ThreeAdvantagesScene.Advantage {
  var title: String {
    switch self {
    case .sparse: "Sparse interactions"
    case .sharing: "Parameter sharing"
    case .equivariance: "Equivariance"
    }
  }

  /// For a frame that is too narrow for the title.
  var shortTitle: String {
    switch self {
    case .sparse: "Sparse"
    case .sharing: "Shared"
    case .equivariance: title
    }
  }

  /// The title of the scene that explains it.
  var scene: String {
    switch self {
    case .sparse: SparseConnectivityScene.card.title
    case .sharing: ParameterSharingScene.card.title
    case .equivariance: EquivarianceScene.card.title
    }
  }

  /// The way to the scene that explains it.
  var link: Link {
    switch self {
    case .sparse: Link(to: SparseConnectivityScene.card.id, label: "sparse")
    case .sharing: Link(to: ParameterSharingScene.card.id, label: "sharing")
    case .equivariance: Link(to: EquivarianceScene.card.id, label: "equivariance")
    }
  }
}

extension ThreeAdvantagesScene {
  /// The way back to this scene, for those that explain it.
  static let link = Link(to: card.id, label: "three advantages")

  func links(_ moment: Moment) -> [Link] {
    if case .advantage(let advantage) = moment { [advantage.link] } else { Advantage.allCases.map(\.link) }
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .start:
      Step(
        caption: """
          In a dense (fully connected) layer each output sees all inputs, so it can do what a convolution does. Why convolve, \
          then? For three reasons.
          """,
        formula: [
          .input("x") + .muted(" inputs   ") + .output("s") + .muted(" outputs   ") + .kernel("w")
            + .muted(" weights   ") + .input("I") + .muted(" a picture   ") + .output("f")
            + .muted(" a convolution   ") + .active("g") + .muted(" a shift")
        ] + (fitting.map { [.muted("your picture: \($0)")] } ?? []),
        note: """
          The whole part on one screen: go through it now, or press the key f and choose one of the three with the \
          arrows; F comes back. Let the class guess the reasons first.
          """, links: links(moment))
    case .advantage(let advantage): step(advantage)
    case .end:
      Step(
        caption: """
          Take home: \(isFull ? "" : "look at little, ")use what you learn everywhere, \
          and let the answer move with the picture. The key f opens one of the three.
          """,
        formula: [
          .strong("\(layer.connections)")
            + .muted(isFull ? " connections, as if dense     " : " connections instead of \(full.connections)     ")
            + StyledText.counted(kernelSize, "weight", .kernel) + .muted(" stored     ") + .strong("f(g(I)) = g(f(I))")
        ],
        note: "The next scenes take the three in turn. Come back here at the end of the part to sum up.",
        links: links(moment))
    }
  }

  /// How many inputs the kernel would reach beyond both ends of the row.
  private var beyondTheEnds: Int { layer.units * kernelSize - layer.connections }

  /// Whether the kernel is so wide that no connection is saved.
  private var isFull: Bool { layer.connections == full.connections }

  /// Whether no edge that f finds is in the picture, so that nothing can be seen to move in its map.
  private var isMapBlank: Bool {
    zip(paths.mapOfMoved.values, paths.isInside).allSatisfy { abs($0) < 0.5 || !$1 }
  }

  /// What an output looks at; at the border of a wide kernel some see less than others.
  private var sparseness: String {
    let sparse = (0..<layer.units).count { layer.others(of: .output($0)).count < layer.units }
    guard sparse == layer.units else {
      return "need not see everything: here \(portion(sparse, of: layer.units, "output")) \(verb(sparse, "do")) not"
    }
    return "looks at \(kernelSize == 1 ? "one place" : "a few neighbours"), not at everything"
  }

  private func step(_ advantage: Advantage) -> Step {
    let (caption, note): (StyledText, String) =
      switch advantage {
      case .sparse:
        (
          isFull
            ? "First, sparse interactions: an output need not see everything. This kernel is so wide that it does: turn it down."
            : """
            First, sparse interactions: an output \(sparseness). Fewer connections are less work.
            """,
          """
          \(isFull ? "Here nothing is saved." : "On \(layer.units) units it looks like little.") On a picture of a million pixels it is the difference between a layer \
          that fits into memory and one that does not.
          """
        )
      case .sharing:
        (
          """
          Second, parameter sharing: the same \(kernelSize == 1 ? "weight is" : "\(kernelSize) weights are") used at every position. \
          What is learned in one corner is known in all others.
          """,
          """
          Do not mix up the two: fewer connections save work, sharing saves storage alone, but makes one picture count as \
          many examples.
          """
        )
      case .equivariance:
        (
          isMapBlank
            ? """
            Third, equivariance: the map moves along with the picture. This one has no upright edge for f \
            to find, so nothing of its map is seen to move.
            """
            : """
            Third, equivariance: the same is done everywhere, so the map moves with the picture. Shift, then convolve, or \
            the other way round: inside it is the same.
            """,
          """
          Upper path: the picture is shifted, then its edges are found. Lower path: its edges are found, then shifted. \
          Ask why the frames must be left out: there a window has hung over the border, on zeros.
          """
        )
      }
    return Step(
      caption: caption, formula: [numbers(of: advantage)] + (advantage == .equivariance ? underTheMaps : []),
      note: note,
      duration: .milliseconds(1400), links: links(.advantage(advantage)))
  }

  /// What the frames of the maps mean.
  private var underTheMaps: [StyledText] {
    [
      .output("f") + .muted(" finds vertical edges: ") + .kernel(Self.edgeKernelText)
        + .muted("   grey: the border, left out")
    ]
  }

  /// What an advantage comes to, in numbers.
  func numbers(of advantage: Advantage) -> StyledText {
    switch advantage {
    case .sparse:
      .output("\(layer.units)") + " · " + .kernel("\(kernelSize)")
        + .muted(beyondTheEnds > 0 ? " − \(beyondTheEnds) beyond the ends" : "") + " = "
        + .strong("\(layer.connections)")
        + .muted(isFull ? " connections, as in the dense layer: " : " connections instead of ")
        + .input("\(full.units)") + " · " + .output("\(full.units)") + " = " + .strong("\(full.connections)")
    case .sharing:
      StyledText.counted(kernelSize, "weight", .kernel) + .muted(" for ")
        + StyledText.counted(layer.connections, "connection", .text) + .muted("; the lit one is used ")
        + .active(times(middleLines.count))
    case .equivariance:
      .active("g")
        + .muted(" shifts \(counted(far, "pixel")) to the right     f(g(I)) ")
        + .strong(paths.agree && largePaths.agree ? "=" : "≠") + .muted(" g(f(I))")
    }
  }
}
