import ArgumentParser
import CellCanvas
import Lecture
import LocalLine
import Playback

/// Plays the lecture on the terminal.
struct PresentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "present", abstract: "Play the lecture on this terminal; press ? there for the keys.")

  @OptionGroup var chosen: PlanOptions

  @Option(
    help: ArgumentHelp("Begin with a scene, and if you like at one of its steps.", valueName: "id[:step]"),
    completion: .list(sceneIDs), transform: { Typed($0, SceneAndStep.init) })
  var scene: Typed<SceneAndStep>?

  @Flag(help: "Go on where the last talk stopped, with its knobs; each plan has a place of its own.")
  var resume = false

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Set a knob of that scene, as stride=2; may be repeated.", valueName: "name=value"),
    completion: KnobCompletion.kind)
  var assignments: [String] = []

  @Option(
    name: .customLong("notes-file"),
    help: ArgumentHelp("Write the note of each step, with its question and answer, to a file.", valueName: "path"),
    completion: .file())
  var notesFile: String?

  @OptionGroup var play: PlayOptions

  /// What is left over, which would be the name of another command.
  @Argument(help: .hidden)
  var rest: [String] = []

  func validate() throws {
    if resume, scene != nil || !assignments.isEmpty {
      throw ValidationError("--resume knows the scene and its knobs; leave --scene and --set away.")
    }
    let start = try scene?.value
    if start != nil || !chosen.isChosen { _ = try settings(of: catalogue[start?.scene ?? 0], from: assignments) }
    guard let name = rest.first else { return }
    if sceneIDs.contains(name) {
      throw ValidationError("There is no command “\(name)”; did you mean --scene \(name) or show \(name)?")
    }
    throw noSuch(
      "command", name, among: CnnvizCommand.configuration.subcommands.compactMap { $0.configuration.commandName })
  }

  func run() throws {
    let own = try play.own.settings()
    let plan = try chosen.lecturePlan(own)
    var options = try play.playerOptions(with: own)
    let start = try scene?.value
    if let start, let place = plan.place(of: catalogue[start.scene], step: start.step) { options.scene = place }
    options.step = start?.step ?? 0
    let kept = TalkFile(chosen.arguments)
    var companions: [any Companion<Player>] = [
      DeskServer(ownFiles: play.own.wholeArguments)
    ]
    // A look at one scene is no talk.
    let keeper = start == nil ? TalkKeeper(kept) : nil
    if let keeper { companions.append(keeper) }
    do {
      if let notesFile { companions.append(try NotesFile(notesFile)) }
    } catch {
      throw refuse("\(error).", status: .failure)
    }
    try play.play(Player(plan: plan, options: options), companions: companions) { player in
      if resume { goOn(kept, &player) }
      guard !assignments.isEmpty else { return }
      let entry = player.entries[player.sceneIndex]
      try player.begin(
        with: settings(of: entry.scene, from: assignments, changing: entry.settings(own)), at: options.step)
    } afterwards: { player in
      keeper?.finish(player)
      return (chosen.isChosen ? RehearsalLog.lines(player, own: own) : [])
        + player.editedScenes.map { comeBack(to: $0) }
    }
  }

  /// Goes on where the last talk stopped, where that is known.
  private func goOn(_ kept: TalkFile, _ player: inout Player) {
    guard let state = kept.state else {
      return player.announce(
        "no talk has stopped yet\(chosen.isChosen ? " under this plan" : ""); this is the beginning")
    }
    player.resume(state)
  }
}

extension PresentCommand {
  /// How to come back to values that were typed.
  private func comeBack(to scene: EditedScene) -> String {
    let words =
      ["cnnviz", "--scene", "\(scene.id):\(scene.step)"] + scene.assignments.flatMap { ["--set", $0] }
      + play.own.arguments
    return "What you typed in \(scene.id) comes back with\n  " + words.map(Self.quoted).joined(separator: " ")
  }

  /// A word as the shell takes it for itself.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_=.,:/+%@".contains($0)) }
    return isPlain
      ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}

/// Where in the lecture to begin: `sliding-kernel` or `sliding-kernel:3`.
struct SceneAndStep: Sendable {
  /// The scene, from 0.
  let scene: Int
  /// The step, from 0.
  let step: Int
}

extension SceneAndStep {
  /// The place that `text` names; the step is counted from 1 there.
  init(_ text: String) throws {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    scene = try sceneIndex(of: String(parts[0]))
    guard parts.count == 2 else {
      step = 0
      return
    }
    guard let number = Int(parts[1]), number > 0 else {
      throw ValidationError("A step is a number from 1, not “\(parts[1])”.")
    }
    step = number - 1
  }
}
