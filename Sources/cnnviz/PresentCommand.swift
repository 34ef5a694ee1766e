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
    transform: SceneAndStep.init)
  var scene: SceneAndStep?

  @Option(help: "The colours: \(Theme.all.map(\.name).joined(separator: ", ")).")
  var theme = "dark"

  @Option(help: "How many colours the terminal has: auto, truecolor, 256, 16 or mono.")
  var color = ColorOption.auto

  @Flag(help: "Use nothing but ASCII.")
  var ascii = false

  @Flag(help: "Show every step at once, without asking for a prediction first.")
  var noPredict = false

  @Flag(help: "Show plain steps instead of animations.")
  var reducedMotion = false

  @Flag(help: "After the end, say how many frames were drawn, how fast, and with how many bytes.")
  var stats = false

  func validate() throws {
    let names = Theme.all.map(\.name)
    guard names.contains(theme) else {
      let nearest = NearestNames.phrase(to: theme, among: names)
      throw ValidationError("There is no theme “\(theme)”; did you mean \(nearest)?")
    }
  }

  func run() throws {
    var options = PlayerOptions(theme: theme)
    options.scene = scene?.scene ?? 0
    options.step = scene?.step ?? 0
    options.predicts = !noPredict
    options.reducedMotion = reducedMotion
    var player = Player(options: options)
    do {
      let (ending, statistics) = try RunLoop.play(
        &player, options: ScreenOptions(colors: color.depth, asciiOnly: ascii), save: FrameSaver.save)
      if let score = player.scoreText { print(score) }
      if stats { print(statistics) }
      guard case .quit = ending else { throw ExitCode(ending.status) }
    } catch let error as TerminalError {
      writeToStandardError("Error: \(error).")
      throw ExitCode(2)
    }
  }
}

/// How many colours to use, or that the program finds out.
enum ColorOption: ExpressibleByArgument {
  case auto
  case depth(ColorDepth)

  init?(argument: String) {
    if argument == "auto" {
      self = .auto
    } else if let depth = ColorDepth(rawValue: argument) {
      self = .depth(depth)
    } else {
      return nil
    }
  }

  /// The number of colours; `nil` when the program finds out.
  var depth: ColorDepth? { if case .depth(let depth) = self { depth } else { nil } }

  static var allValueStrings: [String] { ["auto"] + ColorDepth.allCases.map(\.rawValue) }
  var defaultValueDescription: String { if case .depth(let depth) = self { depth.rawValue } else { "auto" } }
}

/// Where in the lecture to begin: `sliding-kernel` or `sliding-kernel:3`.
struct SceneAndStep {
  /// The scene, from 0.
  let scene: Int
  /// The step, from 0.
  let step: Int
}

extension SceneAndStep {
  /// The place that `text` names; the step is counted from 1 there.
  init(_ text: String) throws {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let ids = catalogue.map { $0.card.id }
    guard let scene = ids.firstIndex(of: String(parts[0])) else {
      throw ValidationError(
        "There is no scene “\(parts[0])”; did you mean \(NearestNames.phrase(to: String(parts[0]), among: ids))?")
    }
    self.scene = scene
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
