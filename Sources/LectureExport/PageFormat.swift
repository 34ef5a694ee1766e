/// The lecture as a page.
public struct PageFormat: ExportFormat {
  /// A page of what is walked through.
  public init(_ walk: LectureWalk) {}
  public func part(of scene: ExportedScene) throws(Unwanted) -> String {
    var text = ""
    for (index, step) in scene.steps.enumerated() {
      text += scene.player.steps[step].caption.plain + "\n"
      try scene.report(index + 1)
    }
    return text
  }
  public func file(of parts: [String]) -> String { parts.joined() }
}
