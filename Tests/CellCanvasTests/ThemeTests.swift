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
    let least: Float = name == "projector" ? 6.5 : 4.5
    for ground in [Role.background, .panel] {
      let paper = theme.fill(of: .role(ground))
      for role in textRoles {
        let contrast = theme.color(of: .role(role), on: paper).contrast(with: paper)
        #expect(contrast >= least, "\(role) on \(ground) in \(name): \(contrast)")
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

  @Test func lightnessOfAmountsRisesSteadily() {
    let levels = (0...255).map { Theme.dark.fill(of: .level(.amount, Double($0) / 255)).oklab.axes.x }
    #expect(zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 + 0.002 })
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

  @Test(arguments: Theme.all.filter { !$0.isMono }.map(\.name)) func pairsDifferForColorBlindEyes(name: String) throws {
    let theme = try #require(Theme.named(name))
    let ground = theme.fill(of: .role(.background))
    let pairs: [(Role, Role)] = [
      (.correct, .wrong), (.input, .kernel), (.input, .output), (.kernel, .output),
    ]
    for (first, second) in pairs {
      for look in ColorBlindness.all {
        let colors = [first, second].map { look.seen(theme.color(of: .role($0), on: ground)).oklab }
        let distance = colors[0].squaredDistance(to: colors[1]).squareRoot()
        #expect(distance > 0.05, "\(first) and \(second) in \(name) for \(look.name): \(distance)")
      }
    }
  }
}

/// How somebody without one kind of cones sees. Source: Machado, Oliveira, Fernandes,
/// “A physiologically-based model for simulation of color vision deficiency”, 2009, severity 1.
private struct ColorBlindness {
  let name: String
  let matrix: [[Float]]

  static let all = [
    ColorBlindness(
      name: "protanopia",
      matrix: [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
      ]),
    ColorBlindness(
      name: "deuteranopia",
      matrix: [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
      ]),
  ]

  func seen(_ color: RGB) -> RGB {
    let light = [color.red, color.green, color.blue].map { RGB.linear[Int($0)] }
    let seen = matrix.map { row -> UInt8 in
      let value = min(max(zip(row, light).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1)
      return UInt8(RGB.linear.lastIndex { $0 <= value } ?? 0)
    }
    return RGB(red: seen[0], green: seen[1], blue: seen[2])
  }
}
