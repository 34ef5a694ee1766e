import ArgumentParser
import Lecture

/// What the shell offers behind --set: the knobs of the scene that the command line names, with their values.
enum KnobCompletion {
  /// Completes `name=value` for a command line of these words.
  static let kind = CompletionKind.custom { words, _, prefix in assignments(words, prefix) }

  /// All assignments that begin with `prefix`.
  static func assignments(_ words: [String], _ prefix: String) -> [String] {
    scene(in: words).controls.flatMap(assignments).filter { $0.hasPrefix(prefix) }
  }

  /// The scene that the words name: behind --scene, or as show's argument; or else the one that the lecture begins with.
  private static func scene(in words: [String]) -> any Scene.Type {
    for (word, next) in zip(words, words.dropFirst() + [""]) {
      let name =
        word == "--scene" || word == "show" ? next : word.hasPrefix("--scene=") ? String(word.dropFirst(8)) : nil
      if let name, let place = try? SceneAndStep(name) { return catalogue[place.scene] }
    }
    // The argument of show may stand behind its options.
    let named = words.first { sceneIDs.contains($0) }.flatMap { try? sceneIndex(of: $0) }
    return catalogue[named ?? 0]
  }

  private static func assignments(_ control: Control) -> [String] {
    let values: [String] =
      switch control.kind {
      case .integer(let range, _): range.count <= 16 ? range.map(String.init) : [""]
      case .choice(let names, _): names
      case .toggle: ["on", "off"]
      case .grid: [""]
      }
    return values.map { "\(control.name)=\($0)" }
  }
}
