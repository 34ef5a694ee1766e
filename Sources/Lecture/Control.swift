/// A live knob of a scene.
public struct Control: Hashable, Sendable {
  /// What can be chosen.
  public enum Kind: Hashable, Sendable {
    /// A whole number of a range.
    case integer(ClosedRange<Int>, standard: Int)
    /// One of several names.
    case choice([String], standard: String)
    /// On or off.
    case toggle(standard: Bool)
    /// Values of a grid that can be edited by hand, each in a range and with so many decimals.
    case grid(ClosedRange<Double>, decimals: Int)
  }

  /// The name in the footer and on the command line, in lower case with hyphens: `stride`.
  public let name: String
  /// What it does, in a few words.
  public let help: String
  /// What can be chosen.
  public let kind: Kind
  /// The grids that it fills with values; where some of these were typed by hand, what the knob shows is not all there is.
  public var fills: Set<String> = []
  /// The column of these grids that it fills; `nil` for all of them.
  public var column: Int?
  /// The last place of a grid that is always as large; `nil` where its size follows other knobs.
  public var last: GridPlace?
  /// Whether a grid's figure has room for whole numbers alone.
  public var isWhole = false

  /// A knob for a whole number; one that is the standard value of a `column` of a grid says so.
  public static func integer(
    _ name: String, in range: ClosedRange<Int>, standard: Int, column: Int? = nil, of grid: Control? = nil, help: String
  ) -> Control {
    precondition(range.contains(standard), "the standard value of \(name) must lie in its range")
    return Control(
      name: name, help: help, kind: .integer(range, standard: standard), fills: Set([grid?.name].compactMap { $0 }),
      column: column)
  }

  /// A knob for one of several names; the first is the standard unless another one is named.
  ///
  /// Numbers from small to large are turned like a whole number, with an end at either side; other names round and round.
  /// A choice that `fills` grids with values says so: where some of these were typed by hand, its name alone is not true.
  public static func choice(
    _ name: String, _ choices: [String], standard: String? = nil, fills: [Control] = [], help: String
  ) -> Control {
    precondition(!choices.isEmpty, "\(name) needs at least one choice")
    precondition(standard.map(choices.contains) ?? true, "the standard value of \(name) must be one of its choices")
    return Control(
      name: name, help: help, kind: .choice(choices, standard: standard ?? choices[0]), fills: Set(fills.map(\.name)))
  }

  /// A switch.
  public static func toggle(_ name: String, standard: Bool, help: String) -> Control {
    Control(name: name, help: help, kind: .toggle(standard: standard))
  }

  /// The values of the grid `name`, editable by hand on the screen where ``CellCanvas/Target``s of that name are drawn.
  ///
  /// Where its size never changes its `last` place is told, so that numbers typed beyond it are refused, as are decimals
  /// where it `isWhole`.
  public static func grid(
    _ name: String, in range: ClosedRange<Double>, decimals: Int = 0, last: GridPlace? = nil, isWhole: Bool = false,
    help: String
  ) -> Control {
    Control(name: name, help: help, kind: .grid(range, decimals: decimals), last: last, isWhole: isWhole)
  }

  /// Whether the knob is turned in the footer; grids are edited in place instead.
  public var isTurned: Bool { if case .grid = kind { false } else { true } }
}

/// Why settings are refused: one sentence for the person at the keyboard, which says what is wrong and why.
public struct SettingsError: Error, Hashable, CustomStringConvertible, Sendable {
  /// The sentence.
  public let description: String

  /// A refusal with its sentence.
  public init(_ description: String) { self.description = description }
}
