/// Why there can be no lecture on this terminal. The command ends with status 2.
public enum TerminalError: Error, Hashable, CustomStringConvertible, Sendable {
  /// Standard input or output is a file or a pipe.
  case notATerminal
  /// `TERM` is not set.
  case unnamedTerminal
  /// Nothing is known of the terminal that `TERM` names.
  case unknownTerminal(String)
  /// The terminal cannot move its cursor.
  case plainTerminal(String)
  /// There are no resources left for the screen.
  case noResources

  /// One sentence that says what is wrong, and the way out.
  public var description: String {
    let wayOut = "“cnnviz show SCENE” needs none"
    return switch self {
    case .notATerminal:
      "the lecture needs a terminal, and standard input or output is none; \(wayOut)"
    case .unnamedTerminal:
      "the lecture needs to know the terminal, and TERM is not set; set it, often to xterm-256color, or use a command "
        + "that needs none: cnnviz show SCENE"
    case .unknownTerminal(let name):
      "nothing is known here of the terminal TERM=\(name); set TERM to a known one, often xterm-256color, or use a "
        + "command that needs none: cnnviz show SCENE"
    case .plainTerminal(let name):
      "the lecture needs a terminal that can move its cursor, and TERM=\(name) cannot; \(wayOut)"
    case .noResources:
      "the lecture could not open the terminal, for the system is out of memory or pipes; \(wayOut)"
    }
  }
}
