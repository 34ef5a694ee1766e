public import CellCanvas

/// A way from a step to the scene that says more about it.
public struct Link: Hashable, Sendable {
  /// The id of the scene that it leads to.
  public let scene: String
  /// What it is called where the keys are shown, in a word or two.
  public let label: String

  /// A link to a scene.
  public init(to scene: String, label: String) {
    self.scene = scene
    self.label = label
  }

  /// What stands for the link in the figure; where this is marked on the canvas, the link can be pointed at.
  public var target: Target { Target(grid: scene, row: 0, column: 0) }
}
