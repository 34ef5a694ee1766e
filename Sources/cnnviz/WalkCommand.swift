import ArgumentParser
import ConvolutionEngine
import Lecture
import Playback
import TerminalInterface

/// Walks through a network on the terminal, one part a step.
struct WalkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "walk", abstract: "Walk through a network, part by part, on this terminal.",
    discussion: """
      A network of your own is a file with one layer a line; cnnviz shapes --help says how it is written.

      Examples:
        cnnviz walk resnet50
        cnnviz walk vgg16 --weights vgg16.safetensors --labels names.txt --image dog.jpg
        cnnviz walk ./my-network.txt --size 64
        cnnviz show walk --network googlenet --step 9 --set open=on
      """)

  @Argument(
    help: ArgumentHelp("The network, or a file: \(Network.names.joined(separator: ", ")).", valueName: "network"),
    completion: .list(Network.names))
  var network: String

  @Option(help: ArgumentHelp("The picture's size, as 320 or, height by width, 240x320.", valueName: "size"))
  var size: String?

  @Option(help: "The step to begin with, from 1.")
  var step = 1

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Set a knob, as open=on; may be repeated.", valueName: "name=value"))
  var assignments: [String] = []

  @OptionGroup var look: LookOptions

  @OptionGroup var own: OwnFileOptions

  @Flag(help: "Show every step at once, without asking for a prediction first.")
  var noPredict = false

  @Flag(help: "Show plain steps instead of animations.")
  var reducedMotion = false

  @Flag(help: "After the end, say how many frames were drawn, how fast, and with how many bytes.")
  var stats = false

  func validate() throws {
    try NetworkChoice(word: network, size: size).check()
    _ = try settings(of: networkWalk, from: assignments)
    guard step > 0 else { throw ValidationError("A step is a number from 1, not \(step).") }
  }

  func run() throws {
    var options = try PlayerOptions(theme: look.theme.value.name)
    options.predicts = !noPredict
    options.reducedMotion = reducedMotion
    let own = try own.settings(for: NetworkChoice(word: network, size: size).network())
    options.bring(own)
    var player = Player(scenes: [networkWalk], options: options)
    do {
      try player.begin(
        with: settings(of: networkWalk, from: assignments, changing: networkWalk.opening(own)), at: step - 1)
      let (ending, statistics) = try RunLoop.play(
        &player, options: ScreenOptions(colors: look.depth, asciiOnly: look.ascii), save: FrameSaver.save)
      if let score = player.scoreText { print(score) }
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

extension PlayerOptions {
  /// Takes over what the viewer brought along.
  mutating func bring(_ own: Settings) {
    (picture, trained, digits, network) = (own.picture, own.trained, own.digits, own.network)
  }
}
