import CellCanvas

/// Chooses how many colours to use of those that the terminal may have.
enum ColorChoice {
  /// - Parameters:
  ///   - asked: what the person asked for, which is believed; `nil` leaves the choice to the environment.
  ///   - colors: how many colours terminfo knows of the terminal.
  ///   - canBeTaught: whether ncurses can be told of more colours than terminfo knows of.
  static func depth(asked: ColorDepth?, environment: Environment, colors: Int, canBeTaught: Bool) -> ColorDepth {
    let known: ColorDepth = colors >= 256 ? .palette256 : colors >= 8 ? .palette16 : .mono
    if let asked { return canBeTaught || asked < known ? asked : known }
    if environment["NO_COLOR"] != nil || known == .mono { return .mono }
    return canBeTaught && saysDirectColor(environment, colors: colors) ? .truecolor : known
  }

  /// Whether the environment says that the terminal mixes 24-bit colours.
  private static func saysDirectColor(_ environment: Environment, colors: Int) -> Bool {
    let term = environment["TERM"] ?? ""
    if colors > 256 || term.hasSuffix("-direct") { return true }
    // Inside of tmux, which mixes colours under whatever name it gives itself; a name with fewer was chosen by hand.
    if environment["TMUX"] != nil, colors >= 256 || term.hasPrefix("screen") || term.hasPrefix("tmux") { return true }
    // GNU screen hands COLORTERM on from the terminal around it, and cannot do what it says.
    if term == "linux" || term.hasPrefix("screen") { return false }
    return ["truecolor", "24bit"].contains(environment["COLORTERM"]) || environment["WT_SESSION"] != nil
  }
}

extension ColorDepth {
  /// Whether `left` has fewer colours than `right`.
  fileprivate static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .mono: 0
    case .palette16: 1
    case .palette256: 2
    case .truecolor: 3
    }
  }
}
