import CellCanvas
import Playback

/// Saves the frame on the screen into the current directory.
enum FrameSaver {
  /// Saves it, and answers in a sentence where it is or why it could not be saved.
  static func save(_ player: Player) -> String { "" }
}
