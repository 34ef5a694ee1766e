public import CellCanvas

/// One scene as a picture that plays it.
public struct AnimatedSVGFormat: ExportFormat {
  let theme: Theme
  /// In the colours of a theme.
  public init(theme: Theme) { self.theme = theme }
  public func part(of scene: ExportedScene) throws(Unwanted) -> String { "" }
  public func file(of parts: [String]) -> String { parts.joined() }
}
