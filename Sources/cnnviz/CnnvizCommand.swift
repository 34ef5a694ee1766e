import ArgumentParser

/// The command.
@main
struct CnnvizCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cnnviz",
    abstract: "An interactive lecture on convolutional networks in the terminal.",
    subcommands: [
      PresentCommand.self, ListCommand.self, ShowCommand.self, ShapesCommand.self, TrainCommand.self,
      BenchCommand.self,
    ],
    defaultSubcommand: PresentCommand.self)
}
