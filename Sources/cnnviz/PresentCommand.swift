import ArgumentParser
import CellCanvas
import Lecture
import Playback
import TerminalInterface

/// Plays the lecture on the terminal.
struct PresentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "present", abstract: "Play the lecture on this terminal; press ? there for the keys.")

  @Option(
    help: ArgumentHelp("Begin with a scene, and if you like at one of its steps.", valueName: "id[:step]"),
    completion: .list(sceneIDs), transform: { Typed($0, SceneAndStep.init) })
  var scene: Typed<SceneAndStep>?

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Set a knob of that scene, as stride=2; may be repeated.", valueName: "name=value"),
    completion: KnobCompletion.kind)
  var assignments: [String] = []

  @OptionGroup var look: LookOptions

  @OptionGroup var own: OwnFileOptions

  @Flag(help: "Show every step at once, without asking for a prediction first.")
  var noPredict = false

  @Flag(help: "Show plain steps instead of animations.")
  var reducedMotion = false

  @Flag(help: "After the end, say how many frames were drawn, how fast, and with how many bytes.")
  var stats = false

  /// What is left over, which would be the name of another command.
  @Argument(help: .hidden)
  var rest: [String] = []

  func validate() throws {
    _ = try settings(of: catalogue[scene?.value.scene ?? 0], from: assignments)
    guard let name = rest.first else { return }
    if sceneIDs.contains(name) {
      throw ValidationError("There is no command “\(name)”; did you mean --scene \(name) or show \(name)?")
    }
    throw noSuch(
      "command", name, among: CnnvizCommand.configuration.subcommands.compactMap { $0.configuration.commandName })
  }

  func run() throws {
    var options = try PlayerOptions(theme: look.theme.value.name)
    options.scene = try scene?.value.scene ?? 0
    options.step = try scene?.value.step ?? 0
    options.predicts = !noPredict
    options.reducedMotion = reducedMotion
    let own = try own.settings()
    options.bring(own)
    var player = Player(options: options)
    do {
      if !assignments.isEmpty {
        let scene = catalogue[options.scene]
        try player.begin(
          with: settings(of: scene, from: assignments, changing: scene.opening(own)), at: options.step)
      }
      let (ending, statistics) = try RunLoop.play(
        &player, options: ScreenOptions(colors: look.depth, asciiOnly: look.ascii), save: FrameSaver.save)
      if let score = player.scoreText { print(score) }
      for scene in player.editedScenes { print(comeBack(to: scene)) }
      if stats { print(statistics) }
      guard case .quit = ending else { throw ExitCode(ending.status) }
    } catch let error as SettingsError {
      throw refuse(error.description)
    } catch let error as TerminalError {
      writeToStandardError("Error: \(error).")
      throw ExitCode(2)
    }
  }
}

extension PresentCommand {
  /// How to come back to values that were typed.
  private func comeBack(to scene: EditedScene) -> String {
    let words =
      ["cnnviz", "--scene", "\(scene.id):\(scene.step)"] + scene.assignments.flatMap { ["--set", $0] } + own.arguments
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
