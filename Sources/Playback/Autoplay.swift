import CellCanvas
import Lecture

/// Walks through the lecture by itself.
struct Autoplay: Hashable, Sendable {
  static let speeds = [0.5, 0.75, 1, 1.5, 2, 3]

  var isOn = false
  /// The place in `speeds`.
  var pace = 2
  /// When the stop on the screen has been there long enough.
  var due: Duration?

  var speed: Double { Self.speeds[pace] }
  var text: String { "\(NumberText.plain(speed))×" }
}

extension Player {
  mutating func toggleAutoplay() {
    autoplay.isOn.toggle()
    dwell()
    announce(autoplay.isOn ? "autoplay" : "autoplay stopped")
  }

  mutating func stopAutoplay() {
    autoplay.isOn = false
    autoplay.due = nil
  }

  mutating func changeSpeed(by amount: Int) {
    autoplay.pace = min(max(autoplay.pace + amount, 0), Autoplay.speeds.count - 1)
    dwell()
    announce("autoplay at \(autoplay.text)")
  }

  /// Counts the time at this stop from now on.
  mutating func dwell() {
    guard autoplay.isOn else { return autoplay.due = nil }
    let animation: Duration = motion == .still ? .zero : visit.step.duration
    autoplay.due = clock + (animation + readingTime(of: visit.stop)) / autoplay.speed
  }

  /// How long the words of a stop take: three a second, with a breath before; a question some thought.
  func readingTime(of stop: Stop) -> Duration {
    func time(_ text: String) -> Duration { .milliseconds(330) * text.split(separator: " ").count }
    let step = visit.steps[stop.step]
    guard stop.isCovered, let question = step.question else {
      return .milliseconds(1500) + time(step.caption.plain) + (showsNotes ? time(step.note) : .zero)
    }
    var words = question.prompt
    if case .choice(let choices, _) = question.answer { words += " " + choices.joined(separator: " ") }
    return .seconds(5) + time(words)
  }

  /// Whether nothing holds autoplay up: no overlay, no work that the scene still waits for.
  var canPlayOn: Bool { overlay == nil && visit.job == nil }

  /// Moves on when it is time.
  mutating func playOn() {
    guard let due = autoplay.due, clock >= due, motion == .still, canPlayOn else { return }
    if visit.stop == stops.last, sceneIndex == plan.entries.count - 1 {
      stopAutoplay()
      announce("end of the lecture")
    } else {
      notice = nil
      advance(isHeld: false)
    }
  }
}
