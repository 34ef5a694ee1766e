import CellCanvas
import ConvolutionEngine

/// Opens the part: sparse interactions, parameter sharing and equivariance, each with a small live picture and a link.
struct ThreeAdvantagesScene: Scene {
  static let card = SceneCard(id: "three-advantages", title: "Three advantages", part: .whyConvolution)

  static let units = Control.integer("units", in: 3...7, standard: 5, help: "units in each row of the graphs")
  static let kernel = Control.integer("kernel", in: 1...5, standard: 3, help: "inputs that an output sees")
  static let far = Control.integer("far", in: 1...4, standard: 3, help: "how many pixels the picture is shifted")
  static let controls = [units, kernel, far]

  /// The picture that a viewer brings along.
  static func pictureArea(_ settings: Settings) -> PictureArea? {
    PictureArea(width: lighthouse.shape.width, height: lighthouse.shape.height)
  }

  /// A picture so small that every pixel of it can be seen in a small window.
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

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case start, end
    case advantage(Advantage)
  }

  /// One of the three.
  enum Advantage: Int, CaseIterable, Sendable {
    case sparse, sharing, equivariance
  }

  let layer: UnitLayer
  let full: UnitLayer
  let kernelSize: Int
  let far: Int
  let paths: TwoPaths
  let moments = [.start] + Advantage.allCases.map(Moment.advantage) + [.end]

  init(_ settings: Settings) throws(SettingsError) {
    let units = settings.integer(Self.units)
    kernelSize = settings.integer(Self.kernel)
    far = settings.integer(Self.far)
    layer = UnitLayer(units: units, kernel: kernelSize)
    full = UnitLayer(fullyConnected: units)
    paths = TwoPaths(
      picture: settings.picture == nil
        ? Self.lighthouse
        : Pictures.grey(
          for: settings, width: Self.lighthouse.shape.width, height: Self.lighthouse.shape.height),
      kernel: KernelPreset.sobelX.weights(size: 3, seed: 1), move: .shift(far))
  }

  /// The lines of the graph that carry the kernel's middle weight.
  var middleLines: [UnitLayer.Light.Line] {
    guard let geometry = layer.geometry else { return [] }
    return (0..<layer.units).compactMap { output in
      let input = geometry.input(of: output, weight: kernelSize / 2)
      return geometry.isPadding(input) ? nil : UnitLayer.Light.Line(input: input, output: output)
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard let advantage = Advantage.allCases.first(where: { $0.link.target == target }) else { return nil }
    return Remark(
      caption: .strong(advantage.title) + ": press Enter to open the scene that explains it, and there F to come back.",
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

  /// The way to the scene that explains it.
  var link: Link {
    switch self {
    case .sparse: Link(to: SparseInteractionScene.card.id, label: "sparse")
    case .sharing: Link(to: ParameterSharingScene.card.id, label: "sharing")
    case .equivariance: Link(to: EquivarianceScene.card.id, label: "equivariance")
    }
  }
}

extension ThreeAdvantagesScene {
  /// The way back to this scene, for those that explain it.
  static let link = Link(to: card.id, label: "three advantages")

  private var links: [Link] { Advantage.allCases.map(\.link) }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .start: start
    case .advantage(let advantage): step(advantage)
    case .end: end
    }
  }

  private var start: Step {
    Step(
      caption: """
        A fully connected layer can compute anything that a convolution can. Why, then, do networks for pictures \
        convolve? For three reasons.
        """,
      note: """
        The whole part on one screen: go through it now, or press f and choose one of the three with the arrows; F \
        comes back. Let the class guess the reasons first.
        """, links: links)
  }

  private func step(_ advantage: Advantage) -> Step {
    switch advantage {
    case .sparse:
      return Step(
        caption: layer.connections == full.connections
          ? "First: an output need not look at everything. This kernel is so wide that it does: turn it down, or units up."
          : """
          First: an output looks at \(kernelSize == 1 ? "one place" : "a few neighbours"), not at everything. Fewer \
          connections are fewer weights to learn, and less work.
          """,
        formula: [numbers(of: .sparse)],
        note: """
          On \(layer.units) units it looks like little. On a picture of a million pixels it is the difference between a layer \
          that fits into memory and one that does not.
          """, duration: .milliseconds(1200), links: [advantage.link])
    case .sharing:
      return Step(
        caption: """
          Second: the same \(kernelSize == 1 ? "weight is" : "few weights are") used at every position. What is learned in \
          one corner of the picture is known in all others.
          """,
        formula: [numbers(of: .sharing)],
        note: """
          Do not mix up the two: fewer connections save work and storage, sharing saves storage alone, but makes one \
          picture count as many examples.
          """, duration: .milliseconds(1200), links: [advantage.link])
    case .equivariance:
      return Step(
        caption: """
          Third: because the same is done everywhere, the result moves along with the picture. Shift the input, and \
          the output is shifted.
          """,
        formula: [numbers(of: .equivariance)],
        note: """
          Upper row: the picture and its edges. Lower row: the shifted picture and its edges. They are the same edges, \
          shifted.
          """, duration: .milliseconds(1200), links: [advantage.link])
    }
  }

  private var end: Step {
    Step(
      caption: """
        Take home: look at little, use what you learn everywhere, and let the answer move with the picture. Press f to \
        open one of the three.
        """,
      formula: [
        .strong("\(layer.connections)") + .muted(" lines instead of \(full.connections)     ")
          + .kernel("\(kernelSize)")
          + .muted(kernelSize == 1 ? " weight stored     " : " weights stored     ") + .strong("f(g(x)) = g(f(x))")
      ],
      note: "The next scenes take the three in turn. Come back here at the end of the part to sum up.", links: links)
  }

  /// What an advantage comes to, in numbers.
  func numbers(of advantage: Advantage) -> StyledText {
    switch advantage {
    case .sparse:
      .strong("\(layer.connections)") + .muted(" connections instead of ") + .input("\(full.units)") + " · "
        + .output("\(full.units)") + " = " + .strong("\(full.connections)")
    case .sharing:
      .kernel("\(kernelSize)") + .muted(kernelSize == 1 ? " weight" : " weights") + .muted(" for ")
        + .strong("\(layer.connections)") + .muted(" connections; the lit one is used ")
        + .active(middleLines.count == 1 ? "once" : "\(middleLines.count) times")
    case .equivariance:
      .muted("g shifts by ") + .active("\(far)") + .muted("     f(g(I)) differs from g(f(I)) at ")
        + .strong("\(paths.differing)") + .muted(" of \(paths.inside) pixels inside")
    }
  }
}
