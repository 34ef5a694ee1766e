import Testing

@testable import CellCanvas

/// The roles that words and numbers are set in.
let textRoles = Role.allCases.filter { ![.background, .panel, .faint, .legible].contains($0) }

/// Every tint of every scale.
let everyLevel = ColorScale.allCases.flatMap { scale in (0...255).map { Tint.level(scale, Double($0) / 255) } }

@Suite struct ThemeTests {
  @Test func thereIsAThemeForEachName() {
    #expect(Theme.all.map(\.name) == ["dark", "light", "projector", "mono"])
    for theme in Theme.all { #expect(Theme.named(theme.name)?.name == theme.name) }
    #expect(Theme.named("sepia") == nil)
  }

  @Test func contrastIsThatOfWCAG() {
    #expect(abs(RGB.black.contrast(with: .white) - 21) < 0.001)
    #expect(RGB(0x777777).contrast(with: RGB(0x777777)) == 1)
    // WebAIM's contrast checker gives 4.54 and 4.48.
    #expect(abs(RGB(0x767676).contrast(with: .white) - 4.54) < 0.01)
    #expect(abs(RGB.white.contrast(with: RGB(0x777777)) - 4.48) < 0.01)
  }

  @Test(arguments: Theme.all.map(\.name)) func textIsReadable(name: String) throws {
    let theme = try #require(Theme.named(name))
    for ground in [Role.background, .panel] {
      let paper = theme.fill(of: .role(ground))
      for role in textRoles {
        let contrast = theme.color(of: .role(role), on: paper).contrast(with: paper)
        #expect(contrast >= 4.5, "\(role) on \(ground) in \(name): \(contrast)")
      }
    }
  }

  @Test(arguments: Theme.all.map(\.name)) func legibleInkIsReadableOnEveryPaper(name: String) throws {
    let theme = try #require(Theme.named(name))
    for paper in everyLevel + Role.allCases.map({ .role($0) }) {
      let color = theme.fill(of: paper)
      #expect(theme.color(of: .role(.legible), on: color).contrast(with: color) >= 4.5, "\(paper) in \(name)")
    }
  }

  @Test func amountsAreCividis() {
    #expect(Theme.dark.fill(of: .level(.amount, 0)) == RGB(0x00204D))
    #expect(Theme.dark.fill(of: .level(.amount, 1)) == RGB(0xFFEA46))
  }

  @Test(arguments: Theme.all.filter { !$0.isMono }.map(\.name)) func zeroIsQuietAndSignsAreLoud(name: String) throws {
    let theme = try #require(Theme.named(name))
    let ground = theme.fill(of: .role(.background))
    #expect(theme.fill(of: .signed(0, limit: 1)).contrast(with: ground) < 1.3)
    let (negative, positive) = (theme.fill(of: .signed(-1, limit: 1)), theme.fill(of: .signed(1, limit: 1)))
    #expect(negative.blue > negative.red && positive.red > positive.blue)
    #expect(negative.contrast(with: ground) > 3 && positive.contrast(with: ground) > 3)
  }
}
