public import CellCanvas
public import Lecture

/// What a run loop plays on a terminal: keys and time go in, frames and requests come out.
///
/// It never reads a clock, draws to a terminal or starts a thread.
public protocol Performance: Sendable {
  /// What meanings look like.
  var theme: Theme { get }
  /// The glyphs of the screen.
  var glyphs: GlyphSet { get set }
  /// How fine pictures and large maps are drawn, where the glyphs have it.
  var blocks: PictureBlocks { get set }
  /// Whether the person wants the mouse to be reported.
  var isMouseOn: Bool { get }
  /// When something moves by itself; `nil` at rest.
  var nextTick: Duration? { get }
  /// The work that waits to be done on a thread of its own; `nil` when there is none.
  var wantedWork: (id: WorkID, work: BackgroundWork)? { get }
  /// Takes in what happened, at a time, and answers what must be done outside.
  mutating func handle(_ event: Event, at now: Duration) -> [Request]
  /// Lets time pass.
  mutating func tick(to now: Duration)
  /// The screen at this moment.
  func frame() -> Canvas
  /// Tells the person something until the next key.
  mutating func announce(_ message: String)
}

extension Player: Performance {}

/// Somebody beside the terminal who follows a performance, and may have a say in it: by its own events alone.
///
/// The run loop sleeps on the companion's descriptors together with the keyboard; nothing here may wait.
public protocol Companion<Performer>: AnyObject {
  associatedtype Performer: Performance
  /// The descriptors that are worth waking up for when they can be read.
  var descriptors: [Int32] { get }
  /// When there is something to do though nothing can be read; `nil` when there never is.
  var nextTick: Duration? { get }
  /// The first frame is on the screen: whatever takes a while may begin.
  func begin(_ performer: inout Performer, at now: Duration)
  /// Takes what has come, before the next frame is drawn. Called only when a descriptor can be read, or it is time.
  func listen(to performer: inout Performer, at now: Duration) -> [Request]
  /// A frame was drawn: tells others of it.
  func tell(of performer: inout Performer, at now: Duration)
  /// The performance is over.
  func end()
}

// Whoever only follows and is never answered needs no more than `tell`.
extension Companion {
  /// None: nobody writes back.
  public var descriptors: [Int32] { [] }
  /// Never.
  public var nextTick: Duration? { nil }
  /// Nothing before the first frame is told of.
  public func begin(_ performer: inout Performer, at now: Duration) {}
  /// Hears nothing.
  public func listen(to performer: inout Performer, at now: Duration) -> [Request] { [] }
  /// Nothing more.
  public func end() {}
}
