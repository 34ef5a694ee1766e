import ArgumentParser
import Lecture

/// What is shown of the lecture, and in which order.
struct PlanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Show what a plan of yours says, a scene in each line with its minutes and knobs, as “sliding-kernel:1-8 8 stride=2”; \
      cnnviz plan writes one to begin with.
      """, valueName: "file"),
    completion: .file())
  var plan: String?

  @Option(
    help: ArgumentHelp(
      "Show these scenes alone, in this order, as title,edge-detection,sliding-kernel:1-8.", valueName: "list"),
    completion: .list(sceneIDs))
  var scenes: String?

  /// Where a list of scenes is from.
  private static let list = "In --scenes"

  func validate() throws {
    if plan != nil, scenes != nil {
      throw ValidationError("--plan and --scenes both say what is shown; give one of them.")
    }
    if let scenes {
      do { _ = try LecturePlan(scenes: scenes) } catch { throw ValidationError(error.description(in: Self.list)) }
    }
  }

  /// Whether the viewer chose what is shown.
  var isChosen: Bool { plan != nil || scenes != nil }

  /// The options as they were given, for a command that is to be run again.
  var arguments: [String] {
    (plan.map { ["--plan", $0] } ?? []) + (scenes.map { ["--scenes", $0] } ?? [])
  }

  /// What is shown.
  ///
  /// - Parameter own: what the viewer brought along; the plan's knobs are tried together with it.
  /// - Throws: an exit status after the sentence that says what is wrong with the plan.
  func lecturePlan(_ own: Settings) throws -> LecturePlan {
    do {
      if let scenes { return try LecturePlan(scenes: scenes, own: own) }
      guard let plan else { return .whole }
      return try LecturePlan(
        TextFile.text(of: plan, nature: "a plan is a text with one scene a line"), own: own)
    } catch let error as PlanError {
      throw refuse(error.description(in: plan ?? Self.list))
    } catch let error as TextFile.Failure {
      throw refuse(error.description, status: .failure)
    }
  }
}
