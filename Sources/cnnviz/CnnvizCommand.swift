import ArgumentParser

/// The command.
@main
struct CnnvizCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "cnnviz")
}
