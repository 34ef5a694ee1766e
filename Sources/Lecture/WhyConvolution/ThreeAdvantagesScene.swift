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

  private static let largeSide = 24

  /// The kernel's middle weight; of an even number the left one of two, which like a single one is used at every position,
  /// while the right one lies on padding at the last.
  private var middle: Int { (kernelSize - 1) / 2 }

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

  private func links(_ moment: Moment) -> [Link] {
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

// MARK: Figure

extension ThreeAdvantagesScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let room = canvas.bounds.splitBottom(1).rest
    // The two paths stand side by side, the graphs need less.
    let graphs = canvas.size.columns >= 130 ? 36 : canvas.size.columns * 21 / 78
    let widths = [graphs, graphs, canvas.size.columns - 2 * graphs]
    let links = links(moment)
    var left = room
    for (advantage, width) in zip(Advantage.allCases, widths) {
      let (region, rest) = left.splitLeft(width)
      left = rest
      let isActive = moment == .advantage(advantage) || playhead.pointer == advantage.link.target
      canvas.frame(region, ink: .role(isActive ? .active : .faint))
      let titles = [advantage.title, advantage.shortTitle].map { " \(advantage.rawValue + 1) \($0) " }
      let title = titles.first { $0.count + 2 <= region.columns } ?? titles[1]
      if title.count + 2 <= region.columns {
        let place = Region(column: region.column + 2, row: region.row, columns: title.count, rows: 1)
        canvas.fill(place)
        canvas.write(isActive ? .active(title) : .strong(title, .title), in: place)
      }
      let growth = growth(of: advantage, moment, playhead)
      let space = region.inset(columns: advantage == .equivariance ? 2 : 1, rows: 1)
      if space.columns >= 12, space.rows >= 8 {
        let figure =
          switch advantage {
          case .sparse: sparse(growth)
          case .sharing: sharing(growth)
          case .equivariance: equivariance(growth, space.size)
          }
        // What is placed leaves a row free below it, which here is the frame's.
        figure.placed(in: Region(space.origin, Size(columns: space.columns, rows: space.rows + 1))).draw(in: &canvas)
      }
      if links.contains(advantage.link) { canvas.mark(region, as: advantage.link.target) }
    }
  }

  /// How much of an advantage has been told.
  private func growth(of advantage: Advantage, _ moment: Moment, _ playhead: Playhead) -> Double {
    switch moment {
    case .start: 0
    case .advantage(let told): advantage == told ? playhead.progress : advantage.rawValue < told.rawValue ? 1 : 0
    case .end: 1
    }
  }

  private func graph(_ layer: UnitLayer, _ light: LayerStack.Light, isCalm: Bool) -> ConnectionGraph {
    layer.stack.graph(light, isCalm: isCalm, labels: [.input("x"), .output("s")], name: \.name)
  }

  /// What one output sees in a convolution, and beneath it in a dense layer.
  private func sparse(_ growth: Double) -> Arrangement {
    func part(_ layer: UnitLayer, _ name: StyledText) -> Arrangement {
      let light =
        growth > 0
        ? layer.stack.light(from: .output(layer.units / 2), down: 1, growth: min(1, growth / 0.9)) : .init()
      let count: StyledText = growth >= 1 ? .strong(" \(layer.connections)") : ""
      return .graph(name.plain, graph(layer, light, isCalm: growth == 0), least: Size(columns: 12, rows: 4))
        .titled(name + count)
    }
    return .column(part(layer, .muted("convolution")), part(full, .muted("dense")))
  }

  /// All lines that carry one weight, one after the other, and the kernel with this weight.
  private func sharing(_ growth: Double) -> Arrangement {
    var light = LayerStack.Light()
    for (index, line) in middleLines.enumerated() {
      let fraction = min(max(growth * Double(middleLines.count) - Double(index), 0), 1)
      guard fraction > 0 else { continue }
      light.lines.append(
        .init(from: .input(line.input), to: line.output, fraction: fraction, ink: .role(.kernel)))
      light.units.insert(.input(line.input))
      if fraction >= 1 { light.units.insert(.output(line.output)) }
    }
    let kernel = NumberGrid(.kernel("kernel"), rows: 1, columns: kernelSize) { _, column in
      let isLit = growth > 0 && column == middle
      return NumberGrid.Element(
        "w\(column + 1)", paper: isLit ? .role(.active) : .level(.kernel, growth > 0 ? 0.25 : 0.5),
        style: isLit ? .bold : [])
    }
    return .column(
      .graph("graph", graph(layer, light, isCalm: growth == 0), least: Size(columns: 12, rows: 4)),
      .grid("kernel", kernel, scale: GridScale(columns: 3, rows: 1)),
      .text(
        StyledText.counted(kernelSize, "weight", .kernel) + .muted(" stored,"),
        .muted("one used ") + .active(times(middleLines.count))
      ).hidden(growth < 1))
  }

  /// From the picture to its map on two paths: above, shifted first; below, convolved first.
  private func equivariance(_ growth: Double, _ size: Size) -> Arrangement {
    let paths = size.columns >= 3 * Self.largeSide + 4 ? largePaths : paths
    let side = paths.picture.shape.width
    func part(_ name: StyledText, from start: Double, _ tint: @escaping (Int) -> Tint) -> Arrangement {
      Arrangement.pixels(name.plain, side, side, least: min(side, 8)) { canvas, region in
        let scale = max(1, region.columns / side)
        var pixels = Pixels(width: side * scale, height: side * scale)
        for index in 0..<side * side {
          pixels.fill(
            x: index % side * scale, y: index / side * scale, width: scale, height: scale, with: tint(index))
        }
        pixels.draw(in: &canvas, at: region.origin)
      }.titled(name).hidden(growth < start)
    }
    func picture(_ tensor: Tensor) -> (Int) -> Tint {
      let map = paths.heatMap(ofPicture: tensor)
      return { map.tint(of: map.values[$0]) }
    }
    func map(_ tensor: Tensor, _ isInside: @escaping (Int) -> Bool) -> (Int) -> Tint {
      let map = paths.heatMap(ofMap: tensor)
      return { isInside($0) ? map.tint(of: map.values[$0]) : .role(.faint) }
    }
    /// Where f(I) owes nothing to the zeros around the picture.
    func isAwayFromBorder(_ index: Int) -> Bool {
      (1..<side - 1).contains(index % side) && (1..<side - 1).contains(index / side)
    }
    return .column(
      .row(
        part(.input("I"), from: 0, picture(paths.picture)),
        .column(
          part(.input("g(I)"), from: 0.2, picture(paths.moved)),
          part(.output("f(I)"), from: 0.2, map(paths.map, isAwayFromBorder)), gap: 0...1),
        .column(
          part(.output("f(g(I))"), from: 0.6, map(paths.mapOfMoved) { paths.isInside[$0] }),
          part(.output("g(f(I))"), from: 0.6, map(paths.movedMap) { paths.isInside[$0] }), gap: 0...1), gap: 1...3),
      .text(
        .strong("\(paths.differing)") + .muted(" of \(paths.inside) pixels inside differ"), align: .center
      ).hidden(growth < 1),
      .text(paths.legendInside.text, align: .center).hidden(growth < 0.2), gap: 0...1,
      align: .center)
  }
}
