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

  let far: Int
  let preset: KernelPreset
  let moments: [Moment]

  /// What a step shows; kinds that are not the knob's follow at the end.
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
    /// The same question for another kind of move.
    case other(Kind, TwoPaths)
    /// Where sharing is not wanted.
    case face(FaceSearch)
    /// What to take home, beside both paths.
    case end(TwoPaths)
  }

  /// How many pixels the picture has on each side.
  static let side = 32

  init(_ settings: Settings) throws(SettingsError) {
    let kind = Kind(rawValue: settings.choice(Self.kind)) ?? .shift
    let far = settings.integer(Self.far)
    let preset = KernelPreset(rawValue: settings.choice(Self.kernel)) ?? .identity
    let picture = Pictures.grey(for: settings, else: Pictures.lighthouse, width: Self.side, height: Self.side)
    let weights = preset.weights(size: 3, seed: 1)
    func paths(_ kind: Kind) -> TwoPaths { TwoPaths(picture: picture, kernel: weights, move: kind.move(far)) }
    self.far = far
    self.preset = preset
    let own = paths(kind)
    let others = Kind.allCases.filter { $0 != kind }.map { Moment.other($0, paths($0)) }
    moments =
      [.map(own), .moved(kind, own), .first(kind, own), .second(kind, own), .difference(kind, own)] + others
      + [.face(FaceSearch()), .end(own)]
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .map:
      return Step(
        caption: """
          A convolution f makes a map of the picture I: with this kernel, \(preset.finding). If the picture moves, \
          does the map move along?
          """,
        formula: [
          .muted("the kernel ") + .kernel(preset.rawValue) + .muted(" at each of ")
            + .output("\(Self.side) × \(Self.side)") + .muted(" places, with zeros around")
        ],
        note: """
          Blue and orange are negative and positive sums. Let the class find the outlines of the picture in the map \
          before anything moves.
          """, duration: .milliseconds(1000))
    case .moved(let kind, _):
      return Step(
        caption: kind.movedCaption(far), formula: [kind.formula(far)],
        note: """
          g is any change of the whole picture. What is pushed out at one border is lost, and what comes in at the \
          other is unknown: here it is black.
          """, duration: .milliseconds(1000))
    case .first(let kind, _):
      return Step(
        caption:
          "One path: first \(kind.verb) the picture, then convolve it. What f finds, it finds where it stands now.",
        formula: [path(["I", "g(I)", "f(g(I))"])],
        note: "Read the formula from the inside out: g is done first, although it is written last.",
        duration: .milliseconds(1600))
    case .second(let kind, _):
      return Step(
        caption:
          "The other path: first convolve, then \(kind.verb) the map that comes out. Is it the same map in the end?",
        formula: [path(["I", "f(I)", "g(f(I))"])],
        note: "Take a vote before going on, and ask the losers where the two could differ.",
        duration: .milliseconds(1600))
    case .difference(let kind, let paths), .other(let kind, let paths): return verdict(kind, paths)
    case .face(let face):
      return Step(
        caption: """
          Is the same at every place always wanted? In centred faces eyes are always above the chin. A shared detector \
          cannot know: it asks everywhere, and errs.
          """,
        formula: [
          .muted("asked at ") + .kernel("\(FaceSearch.side)·\(FaceSearch.side)") + " = "
            + .strong(NumberText.integer(face.places)) + .muted(" places     eyes can be at ")
            + .output("\(face.eyeRows.count)·\(FaceSearch.side)") + " = " + .strong("\(face.placesForEyes)")
        ],
        note: """
          It answers at the hair line, too. Passport photographs, scans: where the place has a meaning of its own, \
          weights of their own for each place may be worth their price.
          """)
    case .end:
      return Step(
        caption: """
          Take home: sharing makes a convolution equivariant to shifts: move the input, and the output moves along. \
          Turns and sizes must be learned.
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
    let counts: StyledText =
      .muted("away from the border ") + .strong(NumberText.integer(paths.differing))
      + .muted(" of \(NumberText.integer(paths.inside)) pixels differ")
      + .muted(paths.agree ? "     at the border by up to " : ", by up to ")
      + .strong(NumberText.plain(paths.largestDifference(inside: !paths.agree).rounded()))
    return Step(
      caption: paths.agree && kind != .shift && paths.isFlat
        ? "They agree, but only because this picture is the same everywhere: there is nothing to be seen of the move."
        : kind.verdict(agree: paths.agree, preset),
      formula: [
        .muted(paths.agree ? "f(g(I)) = g(f(I))" : "f(g(I)) ≠ g(f(I))") + .muted("     \(kind.name(far))"), counts,
      ],
      note: kind.verdictNote,
      question: Question(
        kind.question, answer: .choice(["yes, they agree", "no, they differ"], right: paths.agree ? 0 : 1)),
      duration: .milliseconds(1400))
  }

  private func path(_ names: [String]) -> StyledText {
    .joined(names.map { .strong($0) }, separator: .muted("  →  "))
  }
}

extension EquivarianceScene.Kind {
  /// What one does: shift the picture, turn it, enlarge it.
  fileprivate var verb: String {
    switch self {
    case .shift: "shift"
    case .rotate: "turn"
    case .scale: "enlarge"
    }
  }

  /// What is done, with its amount.
  func name(_ far: Int) -> String {
    switch self {
    case .shift: "g: a shift by \(far) \(far == 1 ? "pixel" : "pixels")"
    case .rotate: "g: a rotation by \(15 * far)°"
    case .scale: "g: \(NumberText.plain(1 + Double(far) / 10)) times as large"
    }
  }

  func formula(_ far: Int) -> StyledText {
    switch self {
    case .shift:
      let once: StyledText = .strong("g(I)(x, y) = I(x − 1, y)")
      return far == 1
        ? once
        : once + .muted("     done \(far) times: ") + .strong("I(x − ") + .active("\(far)") + .strong(", y)")
    case .rotate: return .muted("turned about the middle by \(far) · 15° = ") + .active("\(15 * far)°")
    case .scale:
      return .muted("enlarged about the middle 1 + \(far)/10 = ") + .active(NumberText.plain(1 + Double(far) / 10))
        + .muted(" times")
    }
  }

  func movedCaption(_ far: Int) -> StyledText {
    switch self {
    case .shift:
      "Now g shifts the whole picture to the right: every pixel takes its brightness from \(far == 1 ? "its left neighbour" : "\(far) pixels to its left"). Nothing else changes."
    case .rotate:
      "Now g turns the whole picture about its middle. Everything is still there, but it points another way."
    case .scale:
      "Now g enlarges the whole picture about its middle. Everything in it is the same, only larger."
    }
  }

  var question: String {
    switch self {
    case .shift: "Shift then convolve, or convolve then shift: will the paths agree away from the border?"
    case .rotate: "Will the paths agree for a rotation?"
    case .scale: "Will the paths agree for a change of scale?"
    }
  }

  fileprivate func verdict(agree: Bool, _ preset: KernelPreset) -> StyledText {
    switch (self, agree) {
    case (.shift, _):
      """
      They agree: f does the same at every place, so it does not care where the picture stands. Only at the border \
      something unknown comes in.
      """
    case (_, true) where preset == .identity:
      "They agree, but only because this kernel passes every pixel on as it is. Turn the knob: most others differ."
    case (.rotate, true):
      "They agree, but only because this kernel looks the same when it is turned by just so much. Most kernels do not."
    case (.rotate, false):
      """
      They differ: the edges were turned, but the kernel was not turned with them. A convolution is not equivariant \
      to rotations.
      """
    case (.scale, true):
      "They agree here, to less than a step of brightness. Turn the kernel or the distance: that is not so in general."
    case (.scale, false):
      """
      They differ: the edges became wider and softer, but the kernel is as small as before. A convolution is not \
      equivariant to changes of scale.
      """
    }
  }

  fileprivate var verdictNote: String {
    switch self {
    case .shift:
      "The difference is exactly zero, not nearly. Let a student turn the knobs: no kernel and no distance breaks it."
    case .rotate:
      """
      Ask for a kernel that does agree: a symmetric one, laplace or gauss, at a quarter turn. Try it with the knobs.
      """
    case .scale:
      "That is why networks see a picture at many sizes while they learn, or look at it with kernels of many sizes."
    }
  }
}

extension KernelPreset {
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
