import CellCanvas
import Lecture

/// A jump to another place: along a link, by a scene's number, from the contents or the search.
struct Jump: Hashable, Sendable {
  /// The scene it led away from, from 0.
  let from: Int
  /// The place in it.
  let stop: Stop
  /// The scene it led to, from 0.
  let to: Int
}

extension Player {
  /// The links of the step on the screen that lead to scenes of this lecture.
  var links: [Link] { visit.steps[visit.stop.drawnStep].links.filter { scene(called: $0.scene) != nil } }

  /// The link that a part of the figure stands for.
  func link(at target: Target) -> Link? { links.first { $0.target == target } }

  /// The link that the cursor is on.
  var pointedLink: Link? { shownCursor.flatMap { link(at: $0.target) } }

  /// Where a scene is: in the plan, or else beside it.
  func scene(called id: String) -> Int? { entries.firstIndex { $0.scene.card.id == id } }

  /// Where a scene is that has this place in the same plan, or in another one: there, or where this plan has it.
  func entry(_ place: Int, called id: String) -> Int? {
    entries.indices.contains(place) && entries[place].scene.card.id == id ? place : scene(called: id)
  }

  /// The link pointed at, or the only one there is; where there are several, the cursor goes to the first of them.
  mutating func followLink() {
    let links = links
    if let link = (cursor?.target ?? hovered).flatMap({ link(at: $0) }) ?? (links.count == 1 ? links[0] : nil) {
      follow(link)
    } else if let target = links.map(\.target).first(where: targetMap(for: .pointing).contains) {
      stopAutoplay()
      completeMotion()
      cursor = Cursor(purpose: .pointing, target: target)
    } else {
      announce("no link leads on from here")
    }
  }

  /// Goes to the scene of a link; back where the last jump came from, that jump is undone.
  mutating func follow(_ link: Link) {
    guard let scene = scene(called: link.scene) else { return }
    if jumps.last?.from == scene {
      jumps.removeLast()
      go(to: scene)
    } else {
      jump(toScene: scene)
    }
  }

  /// Goes to a scene from anywhere in the lecture, where one can come back to.
  mutating func jump(toScene scene: Int) {
    if scene != sceneIndex { remember(jumpTo: scene) }
    go(to: scene)
  }

  /// Goes to a place that was chosen elsewhere, such as at the lecturer's desk; what is unknown changes nothing.
  mutating func goTo(_ place: Int, _ id: String, _ step: Int?) {
    guard let scene = entry(place, called: id) else { return }
    (blank, notice, typedNumber, overlay) = (nil, nil, nil, nil)
    jump(toScene: scene)
    if let step { jump(to: Stop(step: visit.held(step))) }
  }

  /// Remembers the place on the screen before a jump.
  mutating func remember(jumpTo scene: Int) {
    jumps.append(Jump(from: sceneIndex, stop: visit.stop, to: scene))
    if jumps.count > 100 { jumps.removeFirst() }
  }

  /// Goes back to the place that the last jump led away from.
  mutating func comeBack() {
    while let jump = jumps.popLast() {
      let isElsewhere = jump.from != sceneIndex || jump.to == sceneIndex && jump.stop != visit.stop
      guard isElsewhere else { continue }
      go(to: jump.from)
      if jump.stop != visit.stop, stops.contains(jump.stop) { self.jump(to: jump.stop) }
      return
    }
    announce("there was no jump that could be come back from")
  }

  /// What the footer says of the links here.
  var linkHint: StyledText? {
    guard let first = links.first, let key = keymap.binding(of: .follow, in: .lecture)?.keyNames(in: glyphs) else {
      return nil
    }
    return .strong(key) + " " + .muted(links.count == 1 ? first.label : "follow")
  }
}
