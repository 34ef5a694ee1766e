import ArgumentParser

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The command.
@main
struct CnnvizCommand: ParsableCommand {
  /// The program's version, said by `--version`.
  static let version = "1.0.0"

  static let configuration = CommandConfiguration(
    commandName: "cnnviz",
    abstract: "An interactive lecture on convolutional networks in the terminal.",
    version: version,
    subcommands: [
      PresentCommand.self, NotesCommand.self, PlanCommand.self, ListCommand.self, ShowCommand.self, ExportCommand.self,
      WalkCommand.self, ShapesCommand.self,
      ClassifyCommand.self, TrainCommand.self, BenchCommand.self,
    ],
    defaultSubcommand: PresentCommand.self)

  static func main() {
    // A write beyond a limit on files then fails with a reason, instead of ending the program half-way.
    signal(SIGXFSZ, SIG_IGN)
    main(nil)
  }
}
