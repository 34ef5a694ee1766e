import ArgumentParser
import LocalLine
import Playback
import TerminalInterface

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The lecturer's desk on a second terminal.
struct NotesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notes", abstract: "Follow and drive a lecture from a second terminal: notes, what comes next, clock.",
    discussion: """
      The lecture runs in another terminal of this machine, under the same user; it may be started before or after. Keys \
      pressed here are pressed there. In tmux: open a second window, and attach a second client to it for the projector.
      """)

  @Option(help: ArgumentHelp("Follow the lecture of this process, not the newest.", valueName: "pid"))
  var lecture: Int?

  @OptionGroup var look: LookOptions

  func run() throws {
    if let lecture, !DeskLine.lectures.contains(lecture) {
      let running = DeskLine.lectures.map(String.init)
      let others =
        running.isEmpty ? "none of yours runs on this machine" : "there is \(running.joined(separator: ", "))"
      throw refuse("No lecture of yours is played by process \(lecture); \(others).", status: .failure)
    }
    var desk = try Desk(theme: look.theme.value.name, readClock: Self.timeOfDay, options: Self.options)
    desk.blocks = try look.blocks?.value ?? .half
    let line = DeskLine(process: lecture)
    do {
      let (ending, _) = try RunLoop.play(
        &desk, options: look.screenOptions, companions: [line]
      ) { _ in "" }
      guard case .quit = ending else { throw ExitCode(ending.status) }
    } catch let error as TerminalError {
      writeToStandardError("Error: \(error).")
      throw ExitCode(2)
    }
  }

  /// Hours and minutes here.
  @Sendable private static func timeOfDay() -> String {
    var seconds = time(nil)
    var parts = tm()
    localtime_r(&seconds, &parts)
    return "\(parts.tm_hour):" + (parts.tm_min < 10 ? "0" : "") + "\(parts.tm_min)"
  }

  /// How a lecture is played again here: with the files that were brought along, as far as they are still there.
  @Sendable private static func options(_ facts: LectureFacts) -> PlayerOptions {
    var options = PlayerOptions()
    if !facts.ownFiles.isEmpty, let files = try? OwnFileOptions.parse(facts.ownFiles), let own = try? files.settings() {
      options.bring(own)
    }
    return options
  }
}
