import CellCanvas
import FrameExport

/// The colours of the page's words, from the themes of the lecture.
enum PageColors {
  /// The colour behind everything.
  static func ground(of theme: Theme) -> RGB { renderer(theme).ground }

  /// A variable for each role in each theme, and the classes by which words have their ink.
  static func style(dark: Theme, light: Theme) -> String {
    let classes = Role.allCases.map { role in
      ".ink.\(role){color:var(--\(role));background:var(--\(role)-plate)}\n"
    }
    return ":root{\(variables(of: dark))}\n:root[data-theme=\"light\"]{\(variables(of: light))}\n" + classes.joined()
  }

  private static func renderer(_ theme: Theme) -> Renderer {
    Renderer(theme: theme, depth: .truecolor, glyphs: .unicode)
  }

  private static func variables(of theme: Theme) -> String {
    let renderer = renderer(theme)
    func colors(of role: Role) -> (ink: RGB, paper: RGB) {
      renderer.look(of: renderer.render(Cell("x", ink: .role(role))))
    }
    let roles = Role.allCases.map { role in
      let isArea = [.background, .panel, .faint].contains(role)
      let (ink, paper) = colors(of: role)
      let plate = paper == renderer.ground ? "transparent" : paper.cssHex
      return "--\(role):\((isArea ? theme.fill(of: .role(role)) : ink).cssHex);--\(role)-plate:\(plate);"
    }
    // What marks something without words on it: the plate, where words of this role need one.
    let active = colors(of: .active)
    let mark = active.paper == renderer.ground ? active.ink : active.paper
    return roles.joined() + "--mark:\(mark.cssHex);"
  }
}
