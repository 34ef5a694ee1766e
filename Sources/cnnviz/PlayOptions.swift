import ArgumentParser
import ConvolutionEngine
import Lecture
import Playback
import TerminalInterface

/// How something is played on the terminal, and what the viewer brings along for it: the same for the lecture and for a
/// walk through a network.
struct PlayOptions: ParsableArguments {
  @OptionGroup var look: LookOptions

  @OptionGroup var own: OwnFileOptions

  @Flag(help: "Show every step at once, without asking for a prediction first.")
  var noPredict = false

  @Flag(help: "Show plain steps instead of animations.")
  var reducedMotion = false

  @Flag(help: "After the end, say how many frames were drawn, how fast, and with how many bytes.")
  var stats = false

  /// What a player begins with.
  ///
  /// - Parameter brought: what the viewer brought along.
  /// - Throws: the sentence that refuses the theme, which `validate` has said before.
  func playerOptions(with brought: Settings) throws -> PlayerOptions {
    var options = try PlayerOptions(theme: look.theme.value.name)
    options.blocks = try look.blocks?.value ?? .half
    options.predicts = !noPredict
    options.reducedMotion = reducedMotion
    options.bring(brought)
    return options
  }

  /// Begins a player, plays it to its end, and says what there is to say afterwards.
  ///
  /// - Parameters:
  ///   - companions: who follows it beside the terminal.
  ///   - begin: sets the player to where it is to begin.
  ///   - afterwards: more lines to say, behind the score.
  /// - Throws: an exit status after the sentence that says why it could not be played, or that of a signal.
  func play(
    _ player: Player, companions: [any Companion<Player>] = [], begin: (inout Player) throws -> Void,
    afterwards: (Player) -> [String] = { _ in [] }
  ) throws {
    var player = player
    Engine.giveWay()
    do {
      try begin(&player)
      let (ending, statistics) = try RunLoop.play(
        &player, options: look.screenOptions, companions: companions, save: FrameSaver.save)
      let lines = [player.scoreText].compactMap { $0 } + afterwards(player) + (stats ? ["\(statistics)"] : [])
      for line in lines { print(line) }
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
    handwriting = own.handwriting
  }
}
