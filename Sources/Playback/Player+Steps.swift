import CellCanvas
import Lecture

/// A press of next or back, remembered to tell a held key from a new press.
struct Press: Hashable, Sendable {
  let direction: Int
  let time: Duration
  /// Whether it moved to another stop.
  let moved: Bool

  /// Whether a press in `direction` at `now` may be the same key, still held.
  ///
  /// A held key repeats every 30 to 100 ms, after a first pause of half a second or so.
  func mayBeHeld(_ direction: Int, _ now: Duration) -> Bool {
    self.direction == direction && now - time <= (moved ? .milliseconds(700) : .milliseconds(250))
  }
}

extension Player {
  var stops: [Stop] { Stop.all(of: visit.tale, predicts: predicts) }

  private var stopIndex: Int { stops.firstIndex(of: visit.stop) ?? 0 }

  // MARK: Steps

  /// One press of next: reveals, or moves to the next stop, or from the last one to the next scene.
  mutating func goForward() {
    stopAutoplay()
    let place = (sceneIndex, visit.stop)
    if visit.stop.isCovered, !attempt.text.isEmpty {
      revealAnswer()
    } else {
      advance(isHeld: mayBeHeld(1))
    }
    press = Press(direction: 1, time: clock, moved: place != (sceneIndex, visit.stop))
  }

  /// Moves on by one stop; without `isHeld` also into the next scene.
  mutating func advance(isHeld: Bool) {
    completeMotion()
    let index = stopIndex
    if index + 1 < stops.count {
      let closing = visit.stop.isCovered ? LateTyping(since: clock, wasAnswered: !attempt.text.isEmpty) : nil
      visit.stop = stops[index + 1]
      arrive(animated: true)
      late = closing
    } else if isHeld {
      let goal = !isPlanned ? "the plan" : sceneIndex + 1 < plan.entries.count ? "the next" : "the end"
      announce("end of the scene; press again for \(goal)")
    } else if !isPlanned {
      comeBackToPlan()
    } else if sceneIndex + 1 < plan.entries.count {
      enter(sceneIndex + 1)
      visit.stop = Stop(step: visit.shown.lowerBound)
      arrive(animated: true)
      tellOfOwnFiles(wasChosen: false)
    } else {
      stopAutoplay()
      open(.end)
    }
  }

  /// One press of back: the stop before, complete, or from the first one to the end of the scene before.
  mutating func goBack() {
    stopAutoplay()
    let isHeld = mayBeHeld(-1)
    completeMotion()
    let place = (sceneIndex, visit.stop)
    let index = stopIndex
    if index > 0 {
      visit.stop = stops[index - 1]
      arrive(animated: false)
    } else if sceneIndex == 0 {
      announce("this is the beginning")
    } else if isHeld {
      announce("beginning of the scene; press again for \(isPlanned ? "the one before" : "the plan")")
    } else if !isPlanned {
      comeBackToPlan()
    } else {
      enter(sceneIndex - 1)
      visit.stop = stops[stops.count - 1]
      arrive(animated: false)
    }
    press = Press(direction: -1, time: clock, moved: place != (sceneIndex, visit.stop))
  }

  private func mayBeHeld(_ direction: Int) -> Bool { press?.mayBeHeld(direction, clock) ?? false }

  /// Goes to a stop of this scene: the first with its animation, others complete.
  mutating func jump(to stop: Stop) {
    stopAutoplay()
    visit.stop = stop
    arrive(animated: stop == Stop(step: visit.shown.lowerBound))
  }

  // MARK: Scenes

  /// Puts a scene on the screen as the person left it, and leaves the one that is there.
  mutating func enter(_ scene: Int) {
    guard scene != sceneIndex else { return }
    visit.giveUpWork()
    left[sceneIndex] = visit
    sceneIndex = scene
    if isPlanned { plannedIndex = scene }
    visit = left.removeValue(forKey: scene) ?? Visit(entries[scene], own)
    visit.askForWork(&workCount)
    (cursor, hovered, refused) = (nil, nil, nil)
  }

  /// Goes to a scene, where the person left it.
  mutating func go(to scene: Int) {
    stopAutoplay()
    completeMotion()
    overlay = nil
    guard scene != sceneIndex else { return }
    enter(scene)
    if visit.stop.isCovered, !predicts { visit.stop = Stop(step: visit.stop.drawnStep) }
    arrive(animated: visit.stop == Stop(step: visit.shown.lowerBound))
    tellOfOwnFiles(wasChosen: true)
  }

  /// Goes to the scene `count` further.
  mutating func step(scenes count: Int) {
    guard isPlanned else { return comeBackToPlan() }
    let scene = sceneIndex + count
    guard plan.entries.indices.contains(scene) else {
      announce(count < 0 ? "this is the first scene" : "this is the last scene")
      return
    }
    go(to: scene)
  }

  mutating func typeNumber(_ key: Key) {
    var number = typedNumber ?? ""
    switch key {
    case .character(let digit): if number.count < 4 { number.unicodeScalars.append(digit) }
    default: number = String(number.dropLast())
    }
    typedNumber = number.isEmpty ? nil : number
  }

  mutating func goToNumber() {
    let number = typedNumber.flatMap { Int($0) }
    typedNumber = nil
    guard let number, plan.entries.indices.contains(number - 1) else {
      let count = plan.entries.count
      let sentence = count == 1 ? "there is one scene only" : "there are \(count) scenes, from 1 to \(count)"
      notice = Notice(.wrong, sentence)
      return
    }
    jump(toScene: number - 1)
  }

  // MARK: Blank screens

  /// Blanks the screen, or brings the lecture back.
  mutating func show(_ kind: Blank) {
    stopAutoplay()
    completeMotion()
    blank = blank == kind ? nil : kind
  }
}

/// A screen without anything on it, so that everybody looks at the lecturer.
enum Blank: Hashable, Sendable {
  case black, white

  func frame(_ size: Size) -> Canvas {
    let level: UInt8 = self == .black ? 0 : 255
    var canvas = Canvas(size: size)
    canvas.fill(canvas.bounds, with: Cell(paper: .color(red: level, green: level, blue: level)))
    return canvas
  }
}
