import CellCanvas
import Lecture

extension Player {
  /// The numbers of the scenes that work with a file of the viewer's.
  func scenes(with file: OwnFile) -> [Int] {
    scenes.indices.filter { scenes[$0].ownFiles.contains(file) }.map { $0 + 1 }
  }

  /// At the first visit of a scene: what it does with the picture that the viewer brought along, or, where one came to it
  /// by choice, that it does nothing with what was brought.
  mutating func tellOfOwnFiles(wasChosen: Bool) {
    guard !visit.isTold, !own.ownFiles.isEmpty else { return }
    visit.isTold = true
    let type = scenes[sceneIndex]
    if let picture = own.picture, let area = type.pictureArea(visit.settings) {
      announce("your picture: " + area.use(of: picture))
    } else if wasChosen, let file = own.ownFiles.first, own.ownFiles.allSatisfy({ !type.ownFiles.contains($0) }) {
      announce(Self.sentence(file, scenes(with: file)))
    }
  }

  private static func sentence(_ file: OwnFile, _ scenes: [Int]) -> String {
    scenes.isEmpty
      ? "no scene works with your \(file.name) yet"
      : "your \(file.name) \([.weights, .handwriting].contains(file) ? "are" : "is") not in this scene but in \(listed(scenes.map(String.init)))"
  }

  /// For the help: where the viewer's files are.
  var ownFileLines: [String] {
    own.ownFiles.map { file in
      "your \(file.name): scenes \(listed(scenes(with: file).map(String.init)))"
    }
  }
}
