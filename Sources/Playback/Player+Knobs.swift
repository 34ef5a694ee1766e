import CellCanvas
import Lecture

extension Player {
  /// The knob that the arrows turn; `nil` in a scene without any.
  var knob: Control? { visit.knobs.indices.contains(visit.knob) ? visit.knobs[visit.knob] : nil }

  mutating func chooseKnob(_ amount: Int) {
    let count = visit.knobs.count
    guard count > 0 else { return announce("this scene has no knobs to turn") }
    visit.knob = (visit.knob + amount + count) % count
    if let knob { announce("\(knob.name): \(knob.help)") }
  }

  /// Turns the chosen knob. Past a refused value it turns on, so that what lies behind it can be reached.
  mutating func turnKnob(by amount: Int) {
    guard let knob else { return announce("this scene has no knobs to turn") }
    let base = refused ?? visit.settings
    var turned = base
    turned.turn(knob, by: amount)
    if turned == base || turned.text(knob) == base.text(knob) {
      // Where refusals led to the end, the knob itself still stands before them.
      let isStuck = refused != nil
      refused = nil
      announce(
        isStuck
          ? "\(knob.name) stays at \(visit.settings.text(knob)): nothing \(amount > 0 ? "above" : "below") it goes here"
          : "\(knob.name) is at its \(amount > 0 ? "highest" : "lowest"), \(base.text(knob))")
    } else if refused != nil, turned.text(knob) == visit.settings.text(knob) {
      refused = nil
      announce("\(knob.name) stays at \(turned.text(knob))")
    } else {
      let before = told
      refused = change(to: turned) ? nil : turned
      // What is still being worked out may depend on the knob yet.
      if refused == nil, !visit.isAtWork, told == before {
        announce("\(knob.name) is \(turned.text(knob)) now; nothing changes in this step")
      }
    }
  }

  /// Everything that the scene shows and says at this moment.
  private var told: Told {
    Told(
      stop: visit.stop, figure: placedFigure(at: playhead), formula: visit.formula(at: playhead), step: visit.step
    )
  }

  private struct Told: Equatable {
    let stop: Stop
    let figure: Canvas
    let formula: [StyledText]
    let step: Step
  }

  /// Whether the scene on the screen has the settings that it begins with.
  var isAtItsSettings: Bool { visit.settings == entries[sceneIndex].settings(own) }

  /// Back to the standard settings, with all that was typed by hand gone; what the viewer brought along stays. What was
  /// drawn comes back the next time.
  mutating func reset() {
    cursor?.entry = ""
    let entry = entries[sceneIndex]
    let standard = entry.settings(own)
    if isAtItsSettings, let drawn = visit.cleared {
      visit.cleared = nil
      if change(to: drawn) { announce("your drawing is back") }
      return
    }
    let drawn = isDrawnOn ? visit.settings : nil
    guard change(to: standard) else { return }
    if let drawn { visit.cleared = drawn }
    announce(
      (entry.assignments.isEmpty ? "standard settings" : "the plan's settings")
        + (drawn == nil ? "" : "; \(name(of: "r")) again puts your drawing back"))
  }

  /// Makes the scene anew and shows the step complete; a refusal is shown, and everything stays as it was.
  mutating func change(to settings: Settings) -> Bool {
    do {
      try visit.change(to: settings)
    } catch {
      notice = Notice(.wrong, error.description, isCaption: true)
      return false
    }
    visit.askForWork(&workCount)
    arrive(animated: false)
    return true
  }
}
