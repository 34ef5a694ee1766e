import CellCanvas
import Lecture

/// A link that was followed.
struct Jump: Hashable, Sendable {
  /// The scene it was followed from, from 0.
  let from: Int
  /// The scene it led to, from 0.
  let to: Int
}

extension Player {
  /// The links of the step on the screen that lead to scenes of this lecture.
  var links: [Link] { visit.steps[visit.stop.drawnStep].links.filter { scene(of: $0) != nil } }

  /// The link that a part of the figure stands for.
  func link(at target: Target) -> Link? { links.first { $0.target == target } }

  /// The link that the cursor is on.
  var pointedLink: Link? { cursor.flatMap { link(at: $0.target) } }

  private func scene(of link: Link) -> Int? { scenes.firstIndex { $0.card.id == link.scene } }

  /// The link pointed at, or the only one there is; where there are several, the cursor goes to the first of them.
  mutating func followLink() {
    let links = links
    if let link = (cursor?.target ?? hovered).flatMap({ link(at: $0) }) ?? (links.count == 1 ? links[0] : nil) {
      follow(link)
    } else if let target = links.map(\.target).first(where: targetMap(for: .pointing).targets.contains) {
      stopAutoplay()
      completeMotion()
      cursor = Cursor(purpose: .pointing, target: target)
    } else {
      announce("no link leads on from here")
    }
  }

  /// Goes to the scene of a link; back where the last jump came from, that jump is undone.
  mutating func follow(_ link: Link) {
    guard let scene = scene(of: link) else { return }
    if jumps.last?.from == scene {
      jumps.removeLast()
    } else {
      jumps.append(Jump(from: sceneIndex, to: scene))
    }
    go(to: scene)
  }

  /// Goes back to where the last link was followed, to the step that was left.
  mutating func comeBack() {
    while let jump = jumps.popLast() {
      if jump.from != sceneIndex { return go(to: jump.from) }
    }
    announce("no link was followed that could be come back from")
  }

  /// What the footer says of the links here.
  var linkHint: StyledText? {
    guard let first = links.first, let key = keymap.binding(of: .follow, in: .lecture)?.keyNames else { return nil }
    return .strong(key) + " " + .muted(links.count == 1 ? first.label : "follow")
  }
}
