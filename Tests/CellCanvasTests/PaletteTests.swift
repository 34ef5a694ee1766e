import Testing

@testable import CellCanvas

/// What the themes promise to eyes, measured on what the renderer gives a device.
@Suite struct PaletteTests {
  /// A theme on a device, and for 16 colours on one of the terminals that differ in them.
  struct Look: CustomTestStringConvertible {
    let theme: Theme
    let depth: ColorDepth
    let terminal: Terminal?

    static let all: [Look] = Theme.all.filter { !$0.isMono }.flatMap { theme in
      [Look(theme: theme, depth: .truecolor, terminal: nil), Look(theme: theme, depth: .palette256, terminal: nil)]
        + Terminal.all.map { Look(theme: theme, depth: .palette16, terminal: $0) }
    }
    /// Those with enough colours for one for each meaning.
    static let rich = all.filter { $0.terminal == nil }

    var testDescription: String { "\(theme.name) \(depth.rawValue) \(terminal?.name ?? "")" }

    var renderer: Renderer { Renderer(theme: theme, depth: depth, glyphs: .unicode) }

    func color(_ color: DeviceColor) -> RGB? {
      switch color {
      case .standard: nil
      case .rgb(let color): color
      case .index(let index): index < 16 ? terminal?.colors[Int(index)] : ColorDepth.color(ofIndex: index)
      }
    }

    /// The contrast of a glyph with its paper; where bold ink may be shown brighter, the worse of both.
    func contrast(_ cell: Cell) throws -> Float {
      let shown = renderer.render(cell)
      let paper = try #require(color(shown.background))
      var inks = [try #require(color(shown.foreground))]
      if depth == .palette16, shown.style.contains(.bold), case .index(let index) = shown.foreground, index < 8 {
        inks.append(try #require(color(.index(index + 8))))
      }
      return inks.map { $0.contrast(with: paper) }.min() ?? 0
    }

    /// What an area of a tint looks like, blocks and pixels or with words on it.
    func area(_ tint: Tint, isPixel: Bool) throws -> RGB {
      let shown = renderer.render(isPixel ? Cell("█", ink: tint, paper: tint) : Cell(" ", paper: tint))
      return try #require(color(isPixel ? shown.foreground : shown.background))
    }

    /// The steps of a scale from its beginning to its end, each once.
    func steps(_ scale: ColorScale, isPixel: Bool) throws -> [RGB] {
      var steps: [RGB] = []
      for level in 0...255 {
        let color = try area(.level(scale, Double(level) / 255), isPixel: isPixel)
        if steps.last != color { steps.append(color) }
      }
      return steps
    }
  }

  /// Every role as a paper, and of every scale its ends and what lies between.
  private static let papers =
    Role.allCases.map { Tint.role($0) }
    + ColorScale.allCases.flatMap { scale in
      stride(from: 0, through: 255, by: 15).map { .level(scale, Double($0) / 255) }
    }

  // MARK: Contrast

  @Test(arguments: Look.all) func wordsStandOutFromEveryPaper(look: Look) throws {
    var unreadable: [String] = []
    for role in textRoles + [.faint, .legible] {
      for paper in Self.papers {
        for style in [Style(), .bold] {
          let contrast = try look.contrast(Cell("a", ink: .role(role), paper: paper, style: style))
          if contrast < 4.5 { unreadable.append("\(role) on \(paper): \(contrast)") }
        }
      }
    }
    #expect(unreadable == [])
  }

  /// The projector's own promise, more than all others': a room with light in it takes a good part of any contrast away.
  @Test func theProjectorsWordsStandOutMore() throws {
    let look = try #require(Look.all.first { $0.theme.name == "projector" && $0.depth == .truecolor })
    for role in textRoles {
      for (ground, least) in [(Role.background, Float(7.5)), (.panel, 6)] {
        let contrast = try look.contrast(Cell("a", ink: .role(role), paper: .role(ground)))
        #expect(contrast >= least, "\(role) on \(ground)")
      }
    }
  }

  @Test(arguments: Look.all) func linesStandOutFromEveryPaper(look: Look) throws {
    var unseen: [String] = []
    for role in textRoles + [.faint] {
      for paper in Self.papers {
        for glyph in ["─", "⣿", "▶", "╱", "▏"] as [Unicode.Scalar] {
          let contrast = try look.contrast(Cell(glyph, ink: .role(role), paper: paper))
          if contrast < 3 { unseen.append("\(glyph) \(role) on \(paper): \(contrast)") }
        }
      }
    }
    #expect(unseen == [])
  }

  @Test(arguments: Look.all) func barsStandOutFromTheGround(look: Look) throws {
    for role in textRoles + [.faint] {
      // Of 16 colours none is blue, seen on black and not the input's; the channel's bars carry its name.
      if look.terminal != nil, look.theme.name == "dark", role == .blueChannel { continue }
      for ground in [Role.background, .panel] {
        let (bar, paper) = try (look.area(.role(role), isPixel: true), look.area(.role(ground), isPixel: false))
        #expect(bar.contrast(with: paper) >= 3, "\(role) on \(ground)")
      }
    }
  }

  // MARK: Distance

  /// Roles that are told apart by their colour alone.
  private static let byColor: [Role] = [
    .text, .muted, .input, .kernel, .output, .active, .gradient, .other, .wrong,
  ]
  /// Roles that never stand without a second sign: a tick or an equals sign, or the letter of their channel.
  private static let bySign: [Role] = [.correct] + Role.channels

  @Test(arguments: Look.rich) func rolesLookDifferentToEveryEye(look: Look) throws {
    for (index, first) in (Self.byColor + Self.bySign).enumerated() {
      for second in (Self.byColor + Self.bySign)[(index + 1)...] {
        let isBySign = Self.bySign.contains(second)
        for vision in Vision.allCases {
          let inks = try [first, second].map {
            try #require(look.color(look.renderer.render(Cell("─", ink: .role($0))).foreground))
          }
          let least = least(first, second, isBySign, vision, look)
          #expect(vision.distance(inks[0], inks[1]) >= least, "inks of \(first) and \(second), \(vision)")
          // Nothing is painted in the colours of words.
          if [.text, .muted].contains(first) { continue }
          let fills = try [first, second].map { try look.area(.role($0), isPixel: true) }
          #expect(
            vision.distance(fills[0], fills[1]) >= (look.depth == .truecolor ? min(least, 9.5) : least),
            "fills of \(first) and \(second), \(vision)")
        }
      }
    }
  }

  /// How far apart two roles are at least: ten, but where a second cue stands in for a part of it.
  private func least(_ first: Role, _ second: Role, _ isBySign: Bool, _ vision: Vision, _ look: Look) -> Double {
    switch (look.depth, look.theme.name) {
    case (.truecolor, "projector") where isBySign: 8
    case (.palette256, _) where isBySign:
      // The colour cube has few dark colours: right answers share the output's.
      vision == .normal && second != .correct ? 9.4 : 0
    // Labels are plain, names of an output bold.
    case (.palette256, "light"), (.palette256, "projector"): first == .muted && second == .output ? 9.7 : 10
    default: 10
    }
  }

  /// Pairs of roles that 16 colours cannot hold ten apart, on any terminal there is, and what tells them apart instead.
  private static let secondCues: [Set<Role>: String] = [
    [.text, .muted]: "labels stand beside or above what they name, and are never bold",
    [.gradient, .other]:
      "a gradient points back (▲, ◀) in max-pool and is named; a second thing has its name beside it",
  ]
  /// The same for eyes that lack one kind of cones.
  private static let secondCuesOfFewCones: [Set<Role>: String] = [
    [.kernel, .output]: "titles name both; a kernel's window lies on the input, an output stands in a grid of its own",
    [.input, .output]: "titles name both; they stand in grids of their own",
    [.text, .input]: "names of inputs are bold, in the grid's title",
    [.muted, .input]: "labels are plain, names of inputs bold",
    [.text, .kernel]: "names of weights are bold, in the grid's title",
    [.muted, .kernel]: "labels are plain, names of weights bold or on a plate",
    [.input, .gradient]: "a gradient points back (▲, ◀)",
    [.input, .other]: "a second thing has its name beside it",
    [.kernel, .active]: "what is active lies on a plate or is framed",
    [.input, .active]: "what is active lies on a plate or is framed",
  ]

  /// Words of two roles differ in their ink or in the plate that they stand on.
  @Test(arguments: Look.all.filter { $0.terminal != nil }) func sixteenColoursTellRolesApart(look: Look) throws {
    for (index, first) in Self.byColor.enumerated() {
      for second in Self.byColor[(index + 1)...] {
        let shown = [first, second].map { look.renderer.render(Cell("a", ink: .role($0), style: .bold)) }
        let inks = try shown.map { try #require(look.color($0.foreground)) }
        let papers = try shown.map { try #require(look.color($0.background)) }
        for vision in Vision.allCases {
          let distance = max(vision.distance(inks[0], inks[1]), vision.distance(papers[0], papers[1]))
          let cue =
            Self.secondCues[[first, second]] ?? (vision == .normal ? nil : Self.secondCuesOfFewCones[[first, second]])
          #expect(distance >= 10 || cue != nil, "\(first) and \(second), \(vision): \(distance)")
        }
      }
    }
  }

  // MARK: Scales

  @Test(arguments: Look.all) func scalesKeepTheOrderOfLightness(look: Look) throws {
    func isSteady(_ lightness: ArraySlice<Double>) -> Bool {
      // Eight bits a component make a step of a third here and there.
      let steps = zip(lightness, lightness.dropFirst()).map { $1 - $0 }
      return steps.allSatisfy { $0 > -0.3 } || steps.allSatisfy { $0 < 0.3 }
    }
    for scale in ColorScale.allCases {
      for isPixel in [true, false] {
        let lightness = try look.steps(scale, isPixel: isPixel).map(\.lightness)
        // Zero has the step in the middle to itself, but where there is a colour for every level.
        let middle = lightness.count / 2
        let parts = scale == .signed ? [lightness[...middle], lightness[middle...]] : [lightness[...]]
        #expect(parts.allSatisfy(isSteady), "\(scale): \(lightness)")
        #expect(scale != .signed || look.depth == .truecolor || !lightness.count.isMultiple(of: 2))
      }
    }
  }

  @Test(arguments: Look.all) func oppositeValuesAreEquallyLight(look: Look) throws {
    // What the cube and the 16 colours of each terminal allow.
    let limit: Double = look.depth == .truecolor ? 1 : look.depth == .palette256 ? 8 : 13.5
    for isPixel in [true, false] {
      let worst = try (0...127).map { level in
        let lightness = try [level, 255 - level].map {
          try look.area(.level(.signed, Double($0) / 255), isPixel: isPixel).lightness
        }
        return abs(lightness[0] - lightness[1])
      }.max()
      #expect(try #require(worst) <= limit)
    }
  }

  /// A scale as a family of colours; the two halves of the signed one are two families.
  private struct Family {
    let name: String
    let tint: @Sendable (Double) -> Tint

    init(_ scale: ColorScale) {
      name = "\(scale)"
      tint = { .level(scale, $0) }
    }

    init(_ name: String, tint: @escaping @Sendable (Double) -> Tint) {
      self.name = name
      self.tint = tint
    }

    /// Those that meet in one figure most often.
    static let chief =
      [ColorScale.input, .kernel, .output].map { Family($0) } + [
        Family("negative") { .signed(-$0, limit: 1) }, Family("positive") { .signed($0, limit: 1) },
      ]
    static let all = chief + ([.other] + ColorScale.channels).map { Family($0) }
  }

  /// The least distance of any two amounts of two families.
  private func distances(_ families: [Family], _ vision: Vision, _ look: Look) throws -> [Set<String>: Double] {
    let colors = try families.map { family in
      try [0.3, 0.42, 0.54, 0.66, 0.78, 0.9].map { vision.seen(try look.area(family.tint($0), isPixel: true)) }
    }
    var distances: [Set<String>: Double] = [:]
    for first in families.indices {
      for second in families.indices.dropFirst(first + 1) {
        distances[[families[first].name, families[second].name]] =
          colors[first].flatMap { one in colors[second].map { one.distance(to: $0) } }.min()
      }
    }
    return distances
  }

  @Test(arguments: Look.rich) func familiesLookDifferent(look: Look) throws {
    for (pair, distance) in try distances(Family.all, .normal, look) {
      #expect(distance >= (look.depth == .truecolor ? 10 : 8.5), "\(pair)")
    }
  }

  @Test(arguments: Look.rich.filter { $0.depth == .truecolor }, [Vision.protan, .deutan, .tritan])
  func chiefFamiliesLookDifferentToEveryEye(look: Look, vision: Vision) throws {
    for (pair, distance) in try distances(Family.chief, vision, look) {
      // One yellow must do for amber and red, and one blue for blue and green: there the sign before a number and the
      // titles of input and output say it, and where a window lies.
      let least: Double =
        pair == ["kernel", "positive"] ? 5.5 : pair == ["input", "output"] && vision == .tritan ? 3.8 : 8.5
      #expect(distance >= least, "\(pair)")
    }
  }
}
