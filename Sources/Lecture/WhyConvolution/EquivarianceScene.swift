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
        formula: [.muted("for shifts g:   ") + .strong("f(g(x)) = g(f(x))")],
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
      caption: kind.verdict(paths, preset),
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

extension EquivarianceScene.Kind {
  /// What one does: shift the picture, turn it, enlarge it.
  fileprivate var doing: String {
    switch self {
    case .shift: "shift"
    case .rotate: "turn"
    case .scale: "enlarge"
    }
  }

  /// What is done, with its amount.
  fileprivate func name(_ far: Int) -> String {
    switch self {
    case .shift: "g: a shift by \(counted(far, "pixel"))"
    case .rotate: "g: a rotation by \(15 * far)°"
    case .scale: "g: \(NumberText.plain(1 + Double(far) / 10)) times as large"
    }
  }

  fileprivate func formula(_ far: Int) -> StyledText {
    switch self {
    case .shift:
      let once: StyledText = .strong("g(I)(x, y) = I(x − 1, y)")
      return far == 1
        ? once
        : once + .muted("     done \(times(far)): ") + .strong("I(x − ") + .active("\(far)") + .strong(", y)")
    case .rotate: return .muted("turned about the middle by \(far) · 15° = ") + .active("\(15 * far)°")
    case .scale:
      return .muted("enlarged about the middle 1 + \(far)/10 = ") + .active(NumberText.plain(1 + Double(far) / 10))
        + .muted(" times")
    }
  }

  fileprivate func movedCaption(_ far: Int) -> StyledText {
    switch self {
    case .shift:
      StyledText(
        "Now g shifts the whole picture to the right: a pixel takes its brightness from "
          + (far == 1 ? "its left neighbour. " : "\(far) pixels to its left. ")
          + "\(capitalized(spelled(far, "column"))) \(verb(far, "is")) pushed out, \(spelled(far)) of black "
          + "\(verb(far, "come")) in.")
    case .rotate where far.isMultiple(of: 6):
      "Now g turns the whole picture about its middle: every pixel takes the place of another one, and none is lost."
    case .rotate:
      "Now g turns the whole picture about its middle, against the clock: its corners leave the frame, and black comes in."
    case .scale:
      "Now g enlarges the whole picture about its middle: what stood near the border is pushed out."
    }
  }

  /// What is done where the picture ends, if anything is.
  fileprivate func movedNote(_ far: Int) -> String {
    let comesIn =
      switch self {
      case .shift: true
      case .rotate: !far.isMultiple(of: 6)
      case .scale: false
      }
    return comesIn
      ? "g is any change of the whole picture. What comes in from outside of it is not known, and black here."
      : "g is any change of the whole picture. With this one nothing comes in from outside of it."
  }

  fileprivate var question: String {
    switch self {
    case .shift: "Shift then convolve, or convolve then shift: will the paths agree away from the border?"
    case .rotate: "Will the paths agree for a rotation?"
    case .scale: "Will the paths agree for a change of scale?"
    }
  }

  fileprivate func verdict(_ paths: TwoPaths, _ preset: KernelPreset) -> StyledText {
    let isPlain = paths.isFlat && self != .shift
    return switch (self, paths.agree) {
    case (.shift, true) where paths.differingAtBorder == 0:
      "They agree, here even at the border: f does the same at every place, so it does not care where the picture stands."
    case (.shift, _):
      """
      They agree inside: f does the same at every place, so it does not care where the picture stands. Only at the \
      border they differ.
      """
    case (_, true) where isPlain:
      "They agree, but only because this picture is the same everywhere: there is nothing to be seen of the move."
    case (_, true) where preset == .identity:
      "They agree, but only because this kernel passes every pixel on as it is. Turn the knob: most others differ."
    case (.rotate, true) where paths.move(paths.kernel) == paths.kernel:
      "They agree, but only because this kernel looks the same when it is turned by just so much. Most kernels do not."
    case (_, true):
      "They agree here, to less than a step of brightness. Turn the kernel or the distance: that is not so in general."
    case (.rotate, false):
      """
      They differ: what stands in the picture was turned, but the kernel was not turned with it. A convolution is not \
      equivariant to rotations.
      """
    case (.scale, false):
      """
      They differ: what stands in the picture became larger, but the kernel is as small as before. A convolution is \
      not equivariant to changes of scale.
      """
    }
  }

  fileprivate func verdictNote(_ paths: TwoPaths) -> String {
    switch self {
    case .shift:
      """
      The difference inside is exactly zero, not nearly. Let a student turn the knobs: no kernel and no distance breaks \
      it.
      """
    case .rotate where paths.agree:
      "Ask for a kernel that does not agree: one that a turn changes, such as sobel-x. Try it with the knobs."
    case .rotate:
      """
      Ask for a kernel that does agree: a symmetric one, laplace or gauss, at a quarter turn. Try it with the knobs.
      """
    case .scale where paths.agree:
      "Ask for a kernel that does not agree: one that mixes neighbours, such as gauss. Try it with the knobs."
    case .scale:
      "That is why networks see a picture at many sizes while they learn, or look at it with kernels of many sizes."
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
    case .emboss: "its edges as if lit from the side"
    case .identity: "the same picture again"
    case .random: "whatever these weights answer to"
    }
  }
}
