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

  /// The picture that a viewer brings along.
  static func pictureArea(_ settings: Settings) -> PictureArea? {
    PictureArea(width: side, height: side)
  }

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

  /// What a step shows; kinds of move that are not the knob's follow at the end.
  enum Moment: Sendable {
    /// The picture and its map.
    case map(TwoPaths)
    /// What is done to the picture.
    case moved(Kind, TwoPaths)
    /// Move, then convolve.
    case first(Kind, TwoPaths)
    /// Convolve, then move.
    case second(Kind, TwoPaths)
    /// Whether both come to the same.
    case difference(Kind, TwoPaths)
    /// One pixel inside of a shifted picture, on both paths.
    case pixel(TwoPaths, GridPlace)
    /// One at which they differ, at the border.
    case border(TwoPaths, GridPlace)
    /// Whether both come to the same for another kind of move.
    case other(Kind, TwoPaths)
    /// Where sharing is not wanted.
    case face(FaceSearch)
    /// What to take home, beside both paths of a shift.
    case end(TwoPaths)
  }

  /// What the knob does to the picture; further kinds come behind it.
  let kind: Kind
  let far: Int
  let preset: KernelPreset
  let moments: [Moment]

  /// How many pixels the picture has on each side: twice as many as it is drawn with at 80 × 24.
  static let side = 28

  init(_ settings: Settings) throws(SettingsError) {
    let kind = Kind(rawValue: settings.choice(Self.kind)) ?? .shift
    let far = settings.integer(Self.far)
    let preset = KernelPreset(rawValue: settings.choice(Self.kernel)) ?? .identity
    let picture = Pictures.grey(for: settings, else: Pictures.lighthouse, width: Self.side, height: Self.side)
    let weights = preset.weights(size: 3, seed: 1)
    func paths(_ kind: Kind) -> TwoPaths { TwoPaths(picture: picture, kernel: weights, move: kind.move(far)) }
    /// Why the paths of a shift agree, and where they do not.
    func why(_ paths: TwoPaths) -> [Moment] {
      let inside = paths.strongest { paths.isInside[$0] }.map { Moment.pixel(paths, $0) }
      return [inside, paths.worst.map { Moment.border(paths, $0) }].compactMap { $0 }
    }
    self.kind = kind
    self.far = far
    self.preset = preset
    let own = paths(kind)
    // What is taken home is about shifts, whatever g is.
    let shift = kind == .shift ? own : paths(.shift)
    var moments: [Moment] = [
      .map(own), .moved(kind, own), .first(kind, own), .second(kind, own), .difference(kind, own),
    ]
    if kind == .shift { moments += why(own) }
    for other in Kind.allCases where other != kind {
      let paths = other == .shift ? shift : paths(other)
      moments.append(.other(other, paths))
      if other == .shift { moments += why(paths) }
    }
    self.moments = moments + [.face(FaceSearch()), .end(shift)]
  }

  // MARK: The story

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .map:
      Step(
        caption: """
          A convolution f makes a map of the picture I: with this kernel, \(preset.finding). If the picture moves, \
          does the map move along?
          """,
        formula: [
          .muted("the kernel ") + .kernel(preset.rawValue) + .muted(" at each of ")
            + .output(sides(Self.side, Self.side)) + .muted(" places, with zeros around the picture")
        ],
        note: "Let the class find \(preset.isOfEdges ? "the outlines of the picture" : "the picture again") in the map "
          + "before anything moves.",
        duration: .milliseconds(1000))
    case .moved(let kind, _):
      Step(
        caption: kind.movedCaption(far), formula: [kind.formula(far)],
        note: kind.movedNote(far),
        duration: .milliseconds(1000))
    case .first(let kind, _):
      Step(
        caption:
          "One path: first \(kind.doing) the picture, then convolve it. What f finds, it finds where it stands now.",
        formula: [path(["I", "g(I)", "f(g(I))"])],
        note: "Read the formula from the inside out: g is done first, although it is written last.",
        duration: .milliseconds(1600))
    case .second(let kind, _):
      Step(
        caption:
          "The other path: first convolve, then \(kind.doing) the map that comes out. Is it the same map in the end?",
        formula: [path(["I", "f(I)", "g(f(I))"])],
        note: "Take a vote before going on, and ask the losers where the two could differ.",
        duration: .milliseconds(1600))
    case .difference(let kind, let paths), .other(let kind, let paths): verdict(kind, paths)
    case .pixel(let paths, let place): pixelStep(paths, place)
    case .border(let paths, let place): borderStep(paths, place)
    case .face(let face): step(face)
    case .end:
      Step(
        caption: """
          Take home: sharing makes a convolution equivariant to shifts: the input moves, and the map moves along, but for \
          the border. Turns and sizes must be learned.
          """,
        formula: [
          .muted("for shifts g:   ") + .strong("f(g(x)) = g(f(x))")
            + .muted(kind == .shift ? "" : "     here \(Kind.shift.name(far))")
        ],
        note: """
          Equivariant is not invariant: the output does move. To make it not even move, pooling comes next. For turns \
          and sizes, networks see turned and resized examples.
          """, links: [ThreeAdvantagesScene.link])
    }
  }

  /// What the two paths come to, for one kind of move.
  private func verdict(_ kind: Kind, _ paths: TwoPaths) -> Step {
    func amount(isInside: Bool) -> StyledText {
      .muted(" by up to ")
        + .strong(NumberText.integer(Int(paths.largestDifference(inside: isInside).rounded())))
    }
    let all = NumberText.integer(paths.inside)
    let counts: StyledText =
      .muted("inside ")
      + (paths.agree
        ? .strong("none") + .muted(" of \(all) pixels differs")
        : .strong(NumberText.integer(paths.differing)) + .muted(" of \(all) pixels differ") + amount(isInside: true))
      + .muted("   border: ")
      + (paths.differingAtBorder == 0
        ? .strong("none")
        : .strong(NumberText.integer(paths.differingAtBorder)) + amount(isInside: false))
    return Step(
      // The bar goes on showing the knob's g: what another one is stands in the caption.
      caption: kind == self.kind
        ? kind.verdict(paths, preset) : kind.opening(far) + kind.verdict(paths, preset, isBrief: true),
      formula: [
        .muted(paths.agree ? "f(g(I)) = g(f(I))" : "f(g(I)) ≠ g(f(I))") + .muted("     \(kind.name(far))"), counts,
      ],
      note: kind.verdictNote(paths),
      question: Question(
        kind.question, answer: .choice(["yes, they agree", "no, they differ"], right: paths.agree ? 0 : 1)),
      duration: .milliseconds(1400),
      links: kind == .shift
        ? [Link(to: ShiftInvarianceScene.card.id, label: "shift invariance")]
        : kind == .rotate ? [Link(to: LearnedInvarianceScene.card.id, label: "learned turns")] : [])
  }

  private func path(_ names: [String]) -> StyledText {
    .joined(names.map { .strong($0) }, separator: .muted("  →  "))
  }

  // MARK: The figure

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .map(let paths): drawMap(paths, at: playhead, in: &canvas)
    case .moved(_, let paths): drawMoved(paths, at: playhead, in: &canvas)
    case .first(_, let paths):
      drawPaths(paths, Shown(moved: playhead.phase(0, 0.4), mapOfMoved: playhead.phase(0.5, 1)), in: &canvas)
    case .second(_, let paths):
      drawPaths(
        paths, Shown(moved: 1, mapOfMoved: 1, map: playhead.phase(0, 0.4), movedMap: playhead.phase(0.5, 1)),
        in: &canvas)
    case .difference(_, let paths):
      drawPaths(
        paths, Shown(moved: 1, mapOfMoved: 1, map: 1, movedMap: 1, difference: playhead.phase(0.1, 1)),
        pointer: playhead.pointer, in: &canvas)
    case .other(_, let paths):
      let (early, late) = (playhead.phase(0, 0.3), playhead.phase(0.3, 0.6))
      drawPaths(
        paths,
        Shown(moved: early, mapOfMoved: late, map: early, movedMap: late, difference: playhead.phase(0.6, 1)),
        pointer: playhead.pointer, in: &canvas)
    case .pixel(let paths, let place), .border(let paths, let place):
      drawPixel(paths, Self.pixel(at: playhead.pointer) ?? place, at: playhead, in: &canvas)
    case .face(let face): drawFace(face, at: playhead, in: &canvas)
    case .end(let paths):
      drawPaths(
        paths, Shown(moved: 1, mapOfMoved: 1, map: 1, movedMap: 1, difference: 1), pointer: playhead.pointer,
        in: &canvas)
    }
  }

  // MARK: While something is pointed at

  /// The name under which the pixels of a map are pointed at.
  static let pixels = "pixels"

  /// The pixel that is pointed at.
  static func pixel(at pointer: Target?) -> GridPlace? {
    guard let pointer, pointer.grid == pixels, max(pointer.row, pointer.column) < side else { return nil }
    return GridPlace(row: pointer.row, column: pointer.column)
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard let place = Self.pixel(at: target) else { return nil }
    switch moment {
    case .difference(_, let paths), .other(_, let paths), .pixel(let paths, _), .border(let paths, _), .end(let paths):
      return Remark(caption: reason(paths, place), formula: sums(paths, place))
    case .map, .moved, .first, .second, .face: return nil
    }
  }
}

extension KernelPreset {
  /// Whether its map is 0 where a picture is even, so that only outlines are left.
  fileprivate var isOfEdges: Bool {
    switch self {
    case .sobelX, .sobelY, .prewittX, .prewittY, .laplace: true
    case .box, .gauss, .sharpen, .emboss, .identity, .random: false
    }
  }

  /// What its map shows.
  var finding: String {
    switch self {
    case .sobelX, .prewittX: "its vertical edges"
    case .sobelY, .prewittY: "its horizontal edges"
    case .laplace: "its edges in all directions"
    case .box, .gauss: "the same picture, blurred"
    case .sharpen: "the same picture, sharpened"
    case .emboss: "a relief of it, lit from a corner"
    case .identity: "the same picture again"
    case .random: "whatever these weights answer to"
    }
  }
}
