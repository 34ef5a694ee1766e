/// What the desk of a lecturer says to the lecture: keys and places, never more.
public enum DeskMessage: Hashable, Sendable {
  /// A key was pressed at the desk.
  case key(Key)
  /// A place was chosen there: a place in ``Player/entries``, its scene's id, and a step, from 0, or where it was left.
  case goTo(entry: Int, scene: String, step: Int?)
  /// The talk's clock is to be this one: stopped, running on, or set back.
  case clock(TalkClock)
}

/// What a desk must know of a lecture before it can follow it.
public struct LectureFacts: Hashable, Sendable {
  /// The process that plays it.
  public var process: Int
  /// What it shows, as ``LecturePlan/source`` has it.
  public var plan: String
  /// The options that brought files of the viewer's along, with whole paths, as `--image`.
  public var ownFiles: [String]

  /// A lecture.
  public init(process: Int, plan: String, ownFiles: [String] = []) {
    (self.process, self.plan, self.ownFiles) = (process, plan, ownFiles)
  }
}

/// What the lecture says to a desk.
public enum LectureMessage: Hashable, Sendable {
  /// Which lecture it is: once, first.
  case facts(LectureFacts)
  /// Its state has changed, or is told to somebody who has just come.
  case state(number: Int, LectureState)
  /// Why nothing more will be said, in a sentence.
  case refusal(String)
}
