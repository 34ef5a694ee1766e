import CellCanvas
import Lecture

/// A scene with values that were typed by hand, as the command line can make it again.
public struct EditedScene: Hashable, Sendable {
  /// The scene's id.
  public let id: String
  /// The step that was left, from 1.
  public let step: Int
  /// What makes its settings, as `stride=2`.
  public let assignments: [String]
}

extension Player {
  /// The scenes in which values were typed that are still there, in the order of the lecture.
  public var editedScenes: [EditedScene] {
    entries.indices.compactMap { place in
      let entry = entries[place]
      guard let visit = visit(of: place), visit.settings.isEdited, visit.settings != entry.settings(own) else {
        return nil
      }
      return EditedScene(
        id: entry.scene.card.id, step: visit.stop.drawnStep + 1,
        assignments: visit.settings.assignments(of: entry.scene.controls))
    }
  }

  /// Quits; where typed values would be lost, q is asked for twice. Ctrl-C is meant as it is.
  mutating func quit(_ key: Key) -> [Request] {
    guard key == "q", !mayQuit, !editedScenes.isEmpty else { return [.quit] }
    mayQuit = true
    blank = nil
    let what = isDrawnOn ? "You drew something" : "You typed values"
    notice = Notice(.wrong, "\(what): q again quits, and prints how to get \(isDrawnOn ? "it" : "them") back.")
    return []
  }
}
