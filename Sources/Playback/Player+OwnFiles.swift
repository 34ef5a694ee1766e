import CellCanvas
import Lecture

extension Player {
  /// The numbers of the plan's scenes that work with a file of the viewer's.
  func scenes(with file: OwnFile) -> [Int] {
    plan.entries.indices.filter { plan.entries[$0].scene.ownFiles.contains(file) }.map { $0 + 1 }
  }

  /// At the first visit of a scene: what it does with the picture that the viewer brought along, or, where one came to it
  /// by choice, that it does nothing with what was brought.
  mutating func tellOfOwnFiles(wasChosen: Bool) {
    guard !visit.isTold, !own.ownFiles.isEmpty else { return }
    visit.isTold = true
    let type = entries[sceneIndex].scene
    if let picture = own.picture, let area = type.pictureArea(visit.settings) {
      announce("your picture: " + area.use(of: picture))
    } else if wasChosen, let file = own.ownFiles.first, own.ownFiles.allSatisfy({ !type.ownFiles.contains($0) }) {
      announce(sentence(file, scenes(with: file)))
    }
  }

  private func sentence(_ file: OwnFile, _ scenes: [Int]) -> String {
    scenes.isEmpty
      ? "no scene \(plan.others.isEmpty ? "" : "of this plan ")works with your \(file.name)\(plan.others.isEmpty ? " yet" : "")"
      : "your \(file.name) \([.weights, .handwriting].contains(file) ? "are" : "is") not in this scene but in \(listed(scenes.map(String.init)))"
  }

  /// For the help: where the viewer's files are.
  var ownFileLines: [String] {
    own.ownFiles.map { file in
      let numbers = scenes(with: file)
      return numbers.isEmpty
        ? sentence(file, numbers) : "your \(file.name): scenes \(listed(numbers.map(String.init)))"
    }
  }
}
