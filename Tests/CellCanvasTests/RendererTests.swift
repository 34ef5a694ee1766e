import Testing

@testable import CellCanvas

@Suite struct RendererTests {
  private func color(_ color: DeviceColor) -> RGB? {
    switch color {
    case .standard: nil
    case .rgb(let color): color
    case .index(let index): ColorDepth.color(ofIndex: index)
    }
  }

  private static let colored = Theme.all.filter { !$0.isMono }.map(\.name)

  // MARK: Colours

  @Test func truecolorShowsTheThemesColors() {
    let renderer = Renderer(theme: .dark, depth: .truecolor, glyphs: .unicode)
    let cell = renderer.render(Cell("7", ink: .role(.kernel), paper: .role(.panel), style: .bold))
    #expect(cell.glyph == "7" && cell.style == .bold)
    #expect(cell.foreground == .rgb(Theme.dark.color(of: .role(.kernel), on: .black)))
    #expect(cell.background == .rgb(Theme.dark.fill(of: .role(.panel))))
    let pixel = renderer.render(
      Cell("▀", ink: .color(red: 1, green: 2, blue: 3), paper: .color(red: 4, green: 5, blue: 6)))
    #expect(pixel == RenderedCell(glyph: "▀", foreground: .rgb(RGB(0x010203)), background: .rgb(RGB(0x040506))))
  }

  @Test(arguments: colored, [ColorDepth.truecolor, .palette256, .palette16])
  func textIsReadableOnEveryPaper(name: String, depth: ColorDepth) throws {
    let renderer = Renderer(theme: try #require(Theme.named(name)), depth: depth, glyphs: .unicode)
    let papers = Role.allCases.map { Tint.role($0) } + everyLevel + [.color(red: 120, green: 110, blue: 90)]
    // In 16 colours grey is between the poles on every terminal, and black is the best there is.
    let least: Float = depth == .palette16 ? 4 : 4.5
    for role in textRoles + [.legible] {
      for paper in papers {
        let cell = renderer.render(Cell("5", ink: .role(role), paper: paper))
        let (ink, ground) = (try #require(color(cell.foreground)), try #require(color(cell.background)))
        #expect(ink.contrast(with: ground) >= least, "\(role) on \(paper) in \(name), \(depth)")
      }
    }
  }

  @Test func inksThatCanBeReadAreLeftAlone() {
    for depth in [ColorDepth.truecolor, .palette256] {
      let renderer = Renderer(theme: .dark, depth: depth, glyphs: .unicode)
      for role in textRoles {
        let text = renderer.render(Cell("a", ink: .role(role)))
        #expect(text.foreground == renderer.render(Cell("─", ink: .role(role))).foreground)
      }
    }
  }

  @Test(arguments: colored) func rolesStayApartIn16Colors(name: String) throws {
    let renderer = Renderer(theme: try #require(Theme.named(name)), depth: .palette16, glyphs: .unicode)
    let fills = [Role.input, .kernel, .output, .active, .gradient].map {
      renderer.render(Cell(paper: .role($0))).background
    }
    #expect(Set(fills).count == fills.count)
    for (first, second) in [(Role.correct, Role.wrong), (.input, .kernel)] {
      #expect(
        renderer.render(Cell("a", ink: .role(first))).foreground
          != renderer.render(Cell("a", ink: .role(second))).foreground)
    }
  }

  @Test func an256ColorCellTakesNumbersOfTheCube() {
    let renderer = Renderer(theme: .light, depth: .palette256, glyphs: .unicode)
    for level in everyLevel {
      guard case .index(let index) = renderer.render(Cell(paper: level)).background else {
        Issue.record("\(level) is no number")
        continue
      }
      #expect(index >= 16)
    }
  }

  @Test func emptyCellsDoNotDifferByTheirInk() {
    let renderer = Renderer(theme: .dark, depth: .truecolor, glyphs: .unicode)
    #expect(renderer.render(Cell(" ", ink: .role(.active))) == renderer.render(Cell(" ", ink: .role(.wrong))))
  }

  // MARK: Pixels

  @Test func asciiPixelsAreTheirMeanColor() {
    let renderer = Renderer(theme: .dark, depth: .truecolor, glyphs: .ascii)
    let pixel = renderer.render(
      Cell("▀", ink: .color(red: 0, green: 100, blue: 50), paper: .color(red: 100, green: 0, blue: 50)))
    #expect(pixel.glyph == " " && pixel.background == .rgb(RGB(red: 50, green: 50, blue: 50)))
    let heat = renderer.render(Cell("▄", ink: .level(.amount, 1), paper: .level(.amount, 0)))
    #expect(heat.background == .rgb(Theme.dark.fill(of: .level(.amount, 0.5))))
    let bar = renderer.render(Cell("▇", ink: .role(.kernel), paper: .role(.background)))
    #expect(bar.glyph == " ")
  }

  @Test func picturesIn16ColorsAreGrey() {
    let renderer = Renderer(theme: .dark, depth: .palette16, glyphs: .unicode)
    let pixel = renderer.render(
      Cell("▀", ink: .color(red: 250, green: 250, blue: 250), paper: .color(red: 90, green: 90, blue: 90)))
    #expect(pixel == RenderedCell(glyph: "▀", foreground: .index(15), background: .index(8)))
  }

  // MARK: No colours

  private func mono(_ cell: Cell, _ glyphs: GlyphSet) -> RenderedCell {
    Renderer(theme: .dark, depth: .mono, glyphs: glyphs).render(cell)
  }

  @Test func monoHasNoColors() {
    for glyphs in GlyphSet.allCases {
      for paper in Role.allCases.map({ Tint.role($0) }) + everyLevel {
        for glyph in ["5", " ", "▀", "─", "▅"] as [Unicode.Scalar] {
          let cell = mono(Cell(glyph, ink: .role(.active), paper: paper), glyphs)
          #expect(cell.foreground == .standard && cell.background == .standard)
        }
      }
    }
  }

  @Test func theThemeMonoIsMonoAtEveryDepth() {
    let renderer = Renderer(theme: .mono, depth: .truecolor, glyphs: .unicode)
    #expect(renderer.depth == .mono)
    #expect(renderer.render(Cell("x", ink: .role(.wrong))).foreground == .standard)
  }

  @Test func picturesAreShadedByBrightness() {
    let greys = [0.0, 0.3, 0.5, 0.7, 1].map { Cell("▀", ink: .level(.grey, $0), paper: .level(.grey, $0)) }
    #expect(greys.map { mono($0, .unicode).glyph } == [" ", "░", "▒", "▓", "█"])
    #expect(greys.map { mono($0, .ascii).glyph } == [" ", "-", "+", "#", "@"])
    let edge = Cell("▀", ink: .level(.grey, 1), paper: .level(.grey, 0))
    #expect(mono(edge, .unicode).glyph == "▀")
  }

  @Test func heatIsDigitsInASCII() {
    let heat = [0.0, 0.5, 1].map { Cell("▀", ink: .level(.amount, $0), paper: .level(.amount, $0)) }
    #expect(heat.map { mono($0, .ascii).glyph } == ["0", "5", "9"])
  }

  @Test func signedHeatKeepsItsSign() {
    let heat = [-1.0, -0.5, 0, 0.5, 1].map {
      Cell("▀", ink: .signed($0, limit: 1), paper: .signed($0, limit: 1))
    }
    #expect(heat.map { mono($0, .ascii).glyph } == ["=", "-", " ", "+", "#"])
    #expect(heat.map { mono($0, .unicode).glyph } == ["≡", "=", " ", "▒", "█"])
  }

  @Test func numbersStayNumbers() {
    for glyphs in GlyphSet.allCases {
      #expect(mono(Cell("7", ink: .role(.legible), paper: .level(.input, 0.8)), glyphs).glyph == "7")
      #expect(mono(Cell(" ", ink: .role(.legible), paper: .level(.input, 0.8)), glyphs).glyph == " ")
    }
  }

  @Test func rolesDifferByAttributesAndTextures() {
    #expect(mono(Cell("9", ink: .role(.legible), paper: .role(.active)), .ascii).style == [.reverse, .bold])
    #expect(mono(Cell("9", ink: .role(.legible), paper: .role(.kernel)), .ascii).style == [.underline, .bold])
    #expect(mono(Cell("9", ink: .role(.title)), .ascii).style == .bold)
    let areas = [Role.background, .input, .kernel, .output].map { mono(Cell(paper: .role($0)), .unicode).glyph }
    #expect(areas == [" ", "░", "▒", "▓"])
    let plain = [Role.background, .input, .kernel, .output].map { mono(Cell(paper: .role($0)), .ascii).glyph }
    #expect(plain == [" ", "'", ":", "\""])
  }

  // MARK: Speed

  @Test func aFrameRendersInAFewMilliseconds() {
    for depth in ColorDepth.allCases {
      let renderer = Renderer(theme: .dark, depth: depth, glyphs: .unicode)
      let cells = (0..<12000).map { index in
        let shade = UInt8(truncatingIfNeeded: index &* 7)
        return Cell(
          index.isMultiple(of: 3) ? "5" : "▀", ink: .color(red: shade, green: 255 - shade, blue: 9),
          paper: .level(.input, Double(index % 256) / 255))
      }
      for cell in cells { _ = renderer.render(cell) }
      let elapsed = ContinuousClock().measure { for cell in cells { _ = renderer.render(cell) } }
      #expect(elapsed < .milliseconds(50))
    }
  }
}
