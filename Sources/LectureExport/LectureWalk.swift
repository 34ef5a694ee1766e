import CellCanvas
public import Lecture
public import Playback
import Synchronization
import Threads

/// What is exported of a scene.
public struct ExportEntry: Sendable {
  /// The scene's place among those of the plan, from 0.
  public var scene: Int
  /// The scene's settings.
  public var settings: Settings
  /// Its steps, from 0; what the scene does not have is left out, and `nil` is all that the plan shows.
  public var steps: Range<Int>?

  /// A scene, or a range of its steps.
  public init(scene: Int, settings: Settings, steps: Range<Int>? = nil) {
    self.scene = scene
    self.settings = settings
    self.steps = steps
  }
}

/// A scene that can be exported: its work is done, so any moment of it can be drawn.
public struct ExportedScene: Sendable {
  /// A player that has the scene on its screen, at rest.
  public let player: Player
  /// The place among all that is exported, from 0.
  public let index: Int
  /// The steps that are exported, from 0.
  public let steps: Range<Int>
  /// The scene itself.
  public let scene: any Scene.Type
  fileprivate let progress: WalkProgress

  /// The scene's card.
  public var card: SceneCard { scene.card }

  /// Reports that so many of the scene's steps are done.
  ///
  /// - Throws: `Unwanted` when nobody wants the rest.
  public func report(_ done: Int) throws(Unwanted) {
    let fraction = Double(done) / Double(max(steps.count, 1))
    guard progress.report(WalkProgress.work + (1 - WalkProgress.work) * fraction, of: index) else { throw Unwanted() }
  }

  /// What is seen while a step is animated, each with the time since its beginning; what does not change is told once, and
  /// a step without animation is its end alone.
  ///
  /// - Parameters:
  ///   - rate: how many a second.
  ///   - draw: what is seen at a moment of the step, 0...1.
  public func animation<Frame: Equatable>(
    of step: Int, rate: Int, draw: (_ progress: Double) -> Frame
  ) -> [(start: Duration, frame: Frame)] {
    let duration = player.steps[step].duration
    let count = max(1, Int((duration / .seconds(1) * Double(rate)).rounded(.up)))
    guard duration > .zero else { return [(.zero, draw(1))] }
    var frames: [(start: Duration, frame: Frame)] = []
    for number in 0...count {
      let frame = draw(Double(number) / Double(count))
      if frames.last?.frame != frame { frames.append((duration * number / count, frame)) }
    }
    return frames
  }
}

/// The export was broken off: nobody wants the rest.
public struct Unwanted: Error {
  /// That nobody wants the rest.
  public init() {}
}

/// A kind of file that a lecture is exported as.
public protocol ExportFormat: Sendable {
  /// What becomes of a scene.
  associatedtype Part: Sendable

  /// Writes a scene. Several scenes are written at a time, each on a thread of its own.
  func part(of scene: ExportedScene) throws(Unwanted) -> Part

  /// Joins the parts, in the order of the lecture, to the whole file.
  func file(of parts: [Part]) -> String
}

/// All that is exported, scene by scene.
public struct LectureWalk: Sendable {
  /// What the lecture shows, by which scenes are numbered and linked.
  public let plan: LecturePlan
  /// What is exported of them, in order.
  public let entries: [ExportEntry]
  /// How it is shown: the size, the theme, what the viewer brought along.
  public let options: PlayerOptions

  /// An export.
  public init(plan: LecturePlan, entries: [ExportEntry], options: PlayerOptions) {
    precondition(!entries.isEmpty, "an export needs at least one scene")
    self.plan = plan
    self.entries = entries
    self.options = options
  }

  /// Some scenes of a lecture without a plan.
  public init(scenes: [any Scene.Type], entries: [ExportEntry], options: PlayerOptions) {
    self.init(plan: LecturePlan(scenes: scenes), entries: entries, options: options)
  }

  /// All of a plan, each scene as it begins there; without one the whole lecture.
  public init(plan: LecturePlan = .whole, own: Settings = Settings(), options: PlayerOptions) {
    let entries = plan.entries.enumerated().map { ExportEntry(scene: $0, settings: $1.settings(own)) }
    self.init(plan: plan, entries: entries, options: options)
  }

  /// The scenes of the lecture, by which they are numbered and linked.
  public var scenes: [any Scene.Type] { plan.entries.map { $0.scene } }

  /// Writes the file.
  ///
  /// - Parameters:
  ///   - threads: how many scenes are worked on at a time.
  ///   - goOn: called some times a second with how much is done, 0...1; answers whether to go on.
  /// - Throws: `SettingsError` of the first scene that refuses its settings; `Unwanted` when it was broken off.
  public func write<Format: ExportFormat>(
    as format: Format, threads: Int = Threads.processors, while goOn: (_ fraction: Double) -> Bool = { _ in true }
  ) throws -> String {
    let progress = WalkProgress(scenes: entries.count)
    let parts = Mutex<[Result<Format.Part, any Error>?]>(Array(repeating: nil, count: entries.count))
    Threads.share(
      entries.count, threads: threads, watch: { if !goOn(progress.fraction) { progress.stop() } },
      { number in
        // From the end: the networks of the last scenes take longest, and nobody should wait for one alone.
        let index = entries.count - 1 - number
        let part: Result<Format.Part, any Error> = Result { try format.part(of: try scene(index, progress)) }
        _ = progress.report(1, of: index)
        parts.withLock { $0[index] = part }
      })
    return format.file(of: try parts.withLock { parts in try parts.compactMap { try $0?.get() } })
  }

  /// A scene with its work done.
  private func scene(_ index: Int, _ progress: WalkProgress) throws -> ExportedScene {
    let entry = entries[index]
    var options = options
    options.scene = entry.scene
    options.reducedMotion = true
    guard progress.report(0, of: index) else { throw Unwanted() }
    var player = Player(plan: plan, options: options)
    try player.show(scene: entry.scene, step: 0, settings: entry.settings)
    player.finishWork { progress.report($0 * WalkProgress.work, of: index) }
    guard progress.report(WalkProgress.work, of: index) else { throw Unwanted() }
    try player.show(scene: entry.scene, step: 0)
    return ExportedScene(
      player: player, index: index, steps: entry.steps?.clamped(to: 0..<player.stepCount) ?? player.shownSteps,
      scene: plan.entries[entry.scene].scene, progress: progress)
  }
}

/// How far each scene is, and whether anybody wants the rest.
private final class WalkProgress: Sendable {
  /// How much of a scene's time its background work counts for.
  static let work = 0.4

  private let state: Mutex<(fractions: [Double], isWanted: Bool)>

  init(scenes: Int) { state = Mutex((Array(repeating: 0, count: scenes), true)) }

  /// How much is done, 0...1.
  var fraction: Double { state.withLock { $0.fractions.reduce(0, +) / Double($0.fractions.count) } }

  func stop() { state.withLock { $0.isWanted = false } }

  /// Takes down how far a scene is; answers whether to go on.
  func report(_ fraction: Double, of scene: Int) -> Bool {
    state.withLock { state in
      state.fractions[scene] = fraction
      return state.isWanted
    }
  }
}
