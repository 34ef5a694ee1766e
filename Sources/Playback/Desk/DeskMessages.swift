/// What the desk of a lecturer says to the lecture: keys and places, never more.
public enum DeskMessage: Hashable, Sendable {
  /// A key was pressed at the desk.
  case key(Key)
  /// A place was chosen there: a scene's id and a step, from 0, or where the scene was left.
  case goTo(scene: String, step: Int?)
  /// The talk's clock is to be this one: stopped, running on, or set back.
  case clock(TalkClock)
}

/// What a desk must know of a lecture before it can follow it.
public struct LectureFacts: Hashable, Sendable {
  /// The process that plays it.
  public var process: Int
  /// The ids of its scenes, in order.
  public var scenes: [String]
  /// The minutes planned for each scene; empty where nobody planned any.
  public var minutes: [Double]
  /// The options that brought files of the viewer's along, with whole paths, as `--image`.
  public var ownFiles: [String]

  /// A lecture.
  public init(process: Int, scenes: [String], minutes: [Double] = [], ownFiles: [String] = []) {
    (self.process, self.scenes, self.minutes, self.ownFiles) = (process, scenes, minutes, ownFiles)
  }
}

/// What the lecture says to a desk.
public enum LectureMessage: Hashable, Sendable {
  /// Which lecture it is: once, first.
  case facts(LectureFacts)
  /// Its state has changed, or is told to somebody who has just come.
  case state(number: Int, LectureState, clock: TalkClock)
  /// Why nothing more will be said, in a sentence.
  case refusal(String)
}
