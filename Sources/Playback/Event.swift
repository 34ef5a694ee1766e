public import CellCanvas

/// What happens to the player from outside.
public enum Event: Sendable {
  /// A key was pressed.
  case key(Key)
  /// The mouse moved, or one of its buttons or its wheel did.
  case mouse(MouseEvent)
  /// The window has a new size.
  case resize(Size)
  /// The work that ``Player/wantedWork`` asked for has something to say.
  case work(WorkID, WorkReport)
  /// Somebody chose a place of the lecture elsewhere: a place in ``Player/entries``, its scene's id, and a step, from 0, or
  /// where it was left.
  case goTo(entry: Int, scene: String, step: Int?)
  /// Somebody stopped the talk's clock elsewhere, let it go on, or set it.
  case clock(TalkClock)
}

/// What the mouse did, and where.
public struct MouseEvent: Hashable, Sendable {
  /// What the mouse did.
  public enum Kind: Hashable, Sendable {
    /// The pointer is over another cell.
    case moved
    /// The button went down.
    case pressed
    /// The button came up.
    case released
    /// The wheel turned away from the person.
    case scrolledUp
    /// The wheel turned towards the person.
    case scrolledDown
  }

  /// What it did.
  public var kind: Kind
  /// The cell it did it over.
  public var point: Point
  /// The cells that it moved over on its way there, where several moves have come together.
  public private(set) var way: [Point] = []

  /// Something that the mouse did.
  public init(_ kind: Kind, at point: Point) {
    self.kind = kind
    self.point = point
  }

  /// A move, and one more after it, as a single one; `nil` where either is something else.
  public func followed(by next: MouseEvent) -> MouseEvent? {
    guard kind == .moved, next.kind == .moved else { return nil }
    var both = MouseEvent(.moved, at: next.point)
    both.way = way + [point] + next.way
    return both
  }
}

/// Names one run of background work, so that reports of a run that nobody waits for any more can be told apart.
public struct WorkID: Hashable, Sendable {
  let number: Int

  /// A name; numbers below 0 are never those of a player's own runs.
  public init(number: Int) { self.number = number }
}

/// One message of background work.
public struct WorkReport: Sendable {
  /// How much of all the work is done, 0...1.
  public var fraction: Double
  /// A result for the scene, if there is one.
  public var result: (any Sendable)?
  /// Whether nothing more will come.
  public var isFinished: Bool

  /// A message; by default in mid-work.
  public init(fraction: Double, result: (any Sendable)? = nil, isFinished: Bool = false) {
    self.fraction = fraction
    self.result = result
    self.isFinished = isFinished
  }

  /// The last message: all is delivered.
  public static let finished = WorkReport(fraction: 1, isFinished: true)
}

/// What the player wants done outside of itself.
public enum Request: Hashable, Sendable {
  /// End the program.
  case quit
  /// Save ``Player/frame()`` to files, and tell the person where with ``Player/announce(_:)``.
  case saveFrame
  /// Report the mouse, or leave it to the terminal.
  case mouse(Bool)
  /// Draw the whole screen anew: something else may have written on it.
  case redraw
}
