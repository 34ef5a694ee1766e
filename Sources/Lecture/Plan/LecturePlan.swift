/// What a talk shows: scenes in its order, each with its knobs, its steps and its minutes.
public struct LecturePlan: Sendable {
  /// What the talk is called; `nil` where it has no name of its own.
  public let title: String?
  /// The scenes in the order of the talk, at least one. The same scene may come more than once.
  public let entries: [Entry]
  /// What the lecture has beside them: scenes that are not in the plan, or only with a part of their steps. Links, the
  /// contents and the search lead there, and back.
  public let others: [Entry]

  /// The whole lecture: every scene with all its steps.
  public static let whole = LecturePlan(scenes: catalogue)

  /// These scenes with all their steps, and nothing beside them.
  public init(scenes: [any Scene.Type]) {
    self.init(title: nil, entries: scenes.map { Entry($0) }, others: [])
  }

  /// A choice of the lecture's scenes, with all that is left of it beside.
  init(title: String?, entries: [Entry]) {
    let shown = Set(entries.filter { $0.steps == nil }.map { $0.scene.card.id })
    self.init(
      title: title, entries: entries, others: catalogue.filter { !shown.contains($0.card.id) }.map { Entry($0) })
  }

  private init(title: String?, entries: [Entry], others: [Entry]) {
    precondition(!entries.isEmpty, "a plan needs at least one scene")
    (self.title, self.entries, self.others) = (title, entries, others)
  }

  /// Where a scene is: in the plan, from 0, or behind it among the others; `nil` where it is in neither.
  ///
  /// - Parameter step: the step that is to be shown, from 0; where the plan has the scene in parts, the one that shows it.
  public func place(of scene: any Scene.Type, step: Int) -> Int? {
    let all = entries + others
    let places = all.indices.filter { all[$0].scene.card.id == scene.card.id }
    func shows(_ entry: Entry) -> Bool {
      entry.steps.map { $0.first <= step && step <= $0.last ?? step } ?? true
    }
    return places.first { shows(all[$0]) } ?? places.first
  }

  /// A scene of a talk.
  public struct Entry: Sendable {
    /// The scene.
    public let scene: any Scene.Type
    /// The steps that are shown; `nil` for all.
    public let steps: StepRange?
    /// The minutes that the plan gives it; `nil` where it gives none.
    public let minutes: Double?
    /// The knobs that are not at their standard values, as `stride=2`.
    public let assignments: [String]

    /// A scene with all its steps.
    init(_ scene: any Scene.Type) { self.init(scene: scene, steps: nil, minutes: nil, assignments: []) }

    init(scene: any Scene.Type, steps: StepRange?, minutes: Double?, assignments: [String]) {
      (self.scene, self.steps, self.minutes, self.assignments) = (scene, steps, minutes, assignments)
    }

    /// The scene's id with the steps that are shown, as `sliding-kernel:1-8`.
    public var name: String { scene.card.id + (steps.map { ":" + $0.text } ?? "") }

    /// The settings that it begins with.
    ///
    /// - Parameter own: what the viewer brought along.
    public func settings(_ own: Settings = Settings()) -> Settings {
      do { return try Settings(of: scene, from: assignments, changing: scene.opening(own)) } catch {
        preconditionFailure("a plan's knobs are read before: \(error)")
      }
    }

    /// The scene as it begins.
    ///
    /// - Throws: `SettingsError` where it refuses the settings together, or together with what the viewer brought along.
    func made(_ own: Settings) throws(SettingsError) -> any Scene { try scene.init(settings(own)) }

    /// The minutes of the plan, or else those that telling its steps takes.
    ///
    /// - Parameter own: what the viewer brought along.
    /// - Throws: `SettingsError` where the scene refuses its settings together with what the viewer brought along.
    public func plannedMinutes(_ own: Settings = Settings()) throws(SettingsError) -> Double {
      if let minutes { return minutes }
      let told = try made(own).steps
      return TalkingTime.minutes(of: told[steps?.indices(of: told.count) ?? told.indices])
    }
  }
}

/// Some of a scene's steps, one behind the other.
public struct StepRange: Hashable, Sendable {
  /// The first step, from 0.
  public let first: Int
  /// The last step, from 0; `nil` for the last one that there is.
  public let last: Int?

  /// The steps from `first` to `last`, both from 0.
  public init(first: Int, last: Int?) {
    precondition(first >= 0 && last ?? first >= first, "steps go from a first one to a later one")
    (self.first, self.last) = (first, last)
  }

  /// Which of `count` steps these are, from 0: at least one, whatever the count.
  public func indices(of count: Int) -> Range<Int> {
    let lower = min(first, count - 1)
    return lower..<max(lower, min(last ?? count - 1, count - 1)) + 1
  }

  /// As it is written behind a scene's id: `3`, `1-8` or `5-`.
  public var text: String {
    guard let last else { return "\(first + 1)-" }
    return first == last ? "\(first + 1)" : "\(first + 1)-\(last + 1)"
  }
}

/// How long it takes to tell a scene to a class.
public enum TalkingTime {
  /// Words a minute, between reading aloud and speaking freely.
  private static let pace = 130.0
  /// Minutes to look at what has changed.
  private static let look = 5.0 / 60
  /// Minutes for a question before its answer.
  private static let thought = 15.0 / 60

  /// Minutes for steps with their captions, notes and questions, in halves, at least one half.
  public static func minutes(of steps: ArraySlice<Step>) -> Double {
    let minutes = steps.reduce(0.0) { sum, step in
      let words = (step.caption.plain + " " + step.note).split(separator: " ").count
      return sum + look + Double(words) / pace + (step.question == nil ? 0 : thought)
    }
    return max(0.5, (2 * minutes).rounded() / 2)
  }
}
