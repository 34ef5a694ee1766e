import ArgumentParser
import ConvolutionEngine
import Lecture
import Playback

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

  @OptionGroup var play: PlayOptions

  func validate() throws {
    try NetworkChoice(word: network, size: size).check()
    _ = try settings(of: networkWalk, from: assignments)
    guard step > 0 else { throw ValidationError("A step is a number from 1, not \(step).") }
  }

  func run() throws {
    let own = try play.own.settings(for: NetworkChoice(word: network, size: size).network())
    try play.play(Player(scenes: [networkWalk], options: play.playerOptions(with: own))) { player in
      try player.begin(
        with: settings(of: networkWalk, from: assignments, changing: networkWalk.opening(own)), at: step - 1)
    }
  }
}
