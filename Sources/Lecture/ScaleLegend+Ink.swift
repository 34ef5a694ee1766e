import CellCanvas

extension ScaleLegend {
  /// What the shades of a drawn digit are.
  static let ink: ScaleLegend = {
    var legend = ScaleLegend(.input, from: "paper", to: "ink")
    legend.columns = 6
    return legend
  }()
}
