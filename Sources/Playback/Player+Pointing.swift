import CellCanvas
import Lecture

extension Direction {
  /// Where an arrow key moves.
  init?(_ key: Key) {
    switch key {
    case .left: self = .left
    case .right: self = .right
    case .up: self = .up
    case .down: self = .down
    default: return nil
    }
  }
}

/// A cursor on the elements of the figure.
struct Cursor: Hashable, Sendable {
  /// What it is for.
  enum Purpose: Hashable, Sendable {
    /// The scene lights up what belongs together.
    case pointing
    /// Values are typed.
    case editing
    /// A pen is moved.
    case drawing
  }

  let purpose: Purpose
  var target: Target
  /// What has been typed of a value; empty before the first sign.
  var entry = ""
  /// Whether the pen is on the paper.
  var isDown = false
}

extension Player {
  /// What can be pointed at on the screen now, or edited.
  func targetMap(for purpose: Cursor.Purpose) -> TargetMap {
    guard size.fits(card.minimumSize) else { return TargetMap([]) }
    let calm = Playhead(step: visit.stop.drawnStep)
    let spots = placedFigure(at: calm).hotSpots
    return TargetMap(purpose == .pointing ? spots : spots.filter { gridControl($0.target.grid) != nil })
  }

  mutating func beginPointing() {
    stopAutoplay()
    completeMotion()
    let map = targetMap(for: .pointing)
    let litUp = visit.steps[visit.stop.drawnStep].litUp.flatMap { map.contains($0) ? $0 : nil }
    guard let target = hovered ?? litUp ?? map.targets.first else {
      return announce("nothing to point at in this figure")
    }
    hovered = nil
    cursor = Cursor(purpose: .pointing, target: target)
  }

  /// Enter on something that is no link: its value is edited, if it can be.
  mutating func openPointed() {
    guard let target = cursor?.target else { return }
    if gridControl(target.grid) != nil { return beginEditing(at: target) }
    if let turn = visit.scene.turn(at: target) { return make(turn) }
    announce("no link here, and nothing to edit; \(Key.pageDown.name) goes on")
  }

  mutating func moveCursor(_ key: Key) {
    guard let cursor, let direction = Direction(key) else { return }
    if cursor.purpose == .drawing { return movePen(direction) }
    var map = targetMap(for: cursor.purpose)
    if let target = map.neighbour(of: cursor.target, direction) { moveCursor(to: target) }
  }

  mutating func moveCursor(to target: Target) {
    cursor?.target = target
    cursor?.entry = ""
  }

  mutating func changeGrid(_ amount: Int) {
    guard let cursor else { return }
    let map = targetMap(for: cursor.purpose)
    let grids = map.grids
    guard let index = grids.firstIndex(of: cursor.target.grid) else { return }
    let grid = grids[(index + amount + grids.count) % grids.count]
    guard grid != cursor.target.grid else { return announce("this is the only grid here") }
    if let target = map.counterpart(of: cursor.target, in: grid) { moveCursor(to: target) }
  }

  /// Keeps cursor and mouse on something that is there: a change may have taken it away.
  mutating func holdPointers() {
    // While a question stands the cursor waits for the figure that it was on.
    guard !visit.stop.isCovered else { return hovered = nil }
    if let cursor, cursor.purpose == .drawing {
      let spots = placedFigure(at: Playhead(step: visit.stop.drawnStep)).hotSpots
      if !spots.contains(where: { $0.target == cursor.target }) { self.cursor = nil }
    } else if let cursor {
      let target = targetMap(for: cursor.purpose).nearest(to: cursor.target)
      if let target, target != cursor.target { moveCursor(to: target) }
      if target == nil { self.cursor = nil }
    }
    if let target = hovered, !targetMap(for: .pointing).contains(target) { hovered = nil }
  }

  // MARK: The mouse

  mutating func handle(_ event: MouseEvent) {
    guard isMouseOn, blank == nil, overlay == nil, size.fits(card.minimumSize) else { return }
    let knob = footer.knob(at: event.point)
    switch event.kind {
    case .moved:
      if stroke != nil { return drawOn(over: event.way + [event.point]) }
      drag(to: event.point)
      point(at: event.point)
    case .released: (dragged, stroke) = (nil, nil)
    case .pressed:
      notice = nil
      if let knob {
        visit.knob = knob
        refused = nil
      } else {
        press(at: event.point)
      }
    case .scrolledUp, .scrolledDown:
      notice = nil
      if let knob {
        if knob != visit.knob { refused = nil }
        visit.knob = knob
        turnKnob(by: event.kind == .scrolledUp ? 1 : -1)
      } else if event.kind == .scrolledDown {
        goForward()
      } else {
        goBack()
      }
    }
  }

  private mutating func point(at point: Point) {
    guard !visit.stop.isCovered else { return }
    let target = frame().target(at: point)
    if cursor?.purpose == .pointing {
      if let target { moveCursor(to: target) }
    } else if cursor == nil {
      hovered = target
    }
  }

  private mutating func press(at point: Point) {
    guard !visit.stop.isCovered else { return announce("answer first, or \(name(of: .right)) to reveal") }
    guard let target = frame().target(at: point) else { return }
    if visit.scene.pen(on: target.grid) != nil {
      beginStroke(on: target.grid, at: point)
    } else if gridControl(target.grid) != nil {
      beginEditing(at: target)
    } else if let turn = visit.scene.turn(at: target) {
      dragged = target.grid
      make(turn)
    } else if let link = link(at: target) {
      follow(link)
    } else if cursor?.purpose == .pointing {
      moveCursor(to: target)
    }
  }

  /// Goes on turning the knob that was taken hold of, at the place of its grid that is nearest to the mouse.
  private mutating func drag(to point: Point) {
    guard let dragged, !visit.stop.isCovered else { return }
    let spots = placedFigure(at: Playhead(step: visit.stop.drawnStep)).hotSpots.filter { $0.target.grid == dragged }
    let nearest = spots.min { $0.region.distance(to: point) < $1.region.distance(to: point) }
    if let turn = nearest.flatMap({ visit.scene.turn(at: $0.target) }) { make(turn) }
  }

  /// Turns a knob to the value that an element stands for.
  private mutating func make(_ turn: KnobTurn) {
    var turned = visit.settings
    guard (try? turned.set(turn.control, from: turn.value)) != nil, turned != visit.settings else { return }
    refused = nil
    visit.knob = visit.knobs.firstIndex { $0.name == turn.control.name } ?? visit.knob
    let calm = Playhead(step: visit.stop.drawnStep)
    let before = placedFigure(at: calm)
    guard change(to: turned) else { return }
    let isSeen = placedFigure(at: calm) != before
    announce(
      "\(turn.control.name) is \(turned.text(turn.control)) now" + (isSeen ? "" : "; nothing changes in this step"))
  }
}

extension Region {
  /// How many cells a point is away, across and down together; 0 inside.
  fileprivate func distance(to point: Point) -> Int {
    max(column - point.column, point.column - endColumn + 1, 0) + max(row - point.row, point.row - endRow + 1, 0)
  }
}
