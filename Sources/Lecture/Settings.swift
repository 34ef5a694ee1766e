public import CellCanvas
public import ConvolutionEngine

/// What a scene is made from: the values of its knobs, and what the viewer brought along.
///
/// Of the knobs only what differs from its standard value is kept, so that equal values make equal settings.
public struct Settings: Hashable, Sendable {
  private var integers: [String: Int] = [:]
  private var choices: [String: String] = [:]
  private var toggles: [String: Bool] = [:]
  private var edits: [String: [GridPlace: Double]] = [:]

  /// The viewer's own picture, shown in place of those of the lecture; `nil` when there is none.
  public var picture: Picture?
  /// A network with the viewer's own weights; `nil` when there is none.
  public var trained: TrainedNetwork?
  /// The digit network with the viewer's own weights; `nil` when there are none.
  public var digits: TrainedDigits?
  /// Digits in people's hands, to be traced; `nil` when there are none.
  public var handwriting: Handwriting?

  /// The network that is walked through; `nil` for that of the viewer's weights, or else AlexNet.
  public var network: Network?

  /// All knobs at their standard values.
  ///
  /// - Parameters:
  ///   - picture: the viewer's own picture.
  ///   - trained: a network with the viewer's own weights.
  ///   - digits: the digit network with the viewer's own weights.
  ///   - handwriting: digits in people's hands.
  ///   - network: the network that is walked through.
  public init(
    picture: Picture? = nil, trained: TrainedNetwork? = nil, digits: TrainedDigits? = nil,
    handwriting: Handwriting? = nil, network: Network? = nil
  ) {
    self.network = network
    self.picture = picture
    self.trained = trained
    self.digits = digits
    self.handwriting = handwriting
  }

  // MARK: Reading

  /// The number chosen with an integer knob.
  public func integer(_ control: Control) -> Int {
    guard case .integer(_, let standard) = control.kind else { preconditionFailure("\(control.name) is no integer") }
    return integers[control.name] ?? standard
  }

  /// The name chosen with a choice knob.
  public func choice(_ control: Control) -> String {
    guard case .choice(_, let standard) = control.kind else { preconditionFailure("\(control.name) is no choice") }
    return choices[control.name] ?? standard
  }

  /// Whether a switch is on.
  public func isOn(_ control: Control) -> Bool {
    guard case .toggle(let standard) = control.kind else { preconditionFailure("\(control.name) is no switch") }
    return toggles[control.name] ?? standard
  }

  /// The values of a grid that were typed by hand; they stand over whatever the scene puts there by itself.
  public func edits(_ control: Control) -> [GridPlace: Double] {
    guard case .grid = control.kind else { preconditionFailure("\(control.name) is no grid") }
    return edits[control.name] ?? [:]
  }

  /// Whether values were typed into a grid.
  public var isEdited: Bool { !edits.isEmpty }

  /// What sets these values from text, for every knob that differs from its standard: `stride=2`, `values=1,_;_,3`.
  public func assignments(of controls: [Control]) -> [String] {
    controls.compactMap { control in
      switch control.kind {
      case .integer: integers[control.name].map { "\(control.name)=\($0)" }
      case .choice: choices[control.name].map { "\(control.name)=\($0)" }
      case .toggle: toggles[control.name].map { "\(control.name)=\($0 ? "on" : "off")" }
      case .grid:
        edits[control.name].map { edits in
          let rows = (0...(edits.keys.map(\.row).max() ?? 0)).map { row in
            let last = edits.keys.filter { $0.row == row }.map(\.column).max() ?? 0
            return (0...last).map { column in
              edits[GridPlace(row: row, column: column)].map(Self.typed) ?? Self.untouched
            }.joined(separator: ",")
          }
          return "\(control.name)=" + rows.joined(separator: ";")
        }
      }
    }
  }

  /// A value with the signs of a keyboard.
  private static func typed(_ value: Double) -> String {
    String(NumberText.plain(value).map { $0 == "−" ? "-" : $0 })
  }

  /// What stands for a value that keeps what the scene puts there.
  private static let untouched = "_"

  /// The value as the footer shows it; for a grid, how many values were typed.
  public func text(_ control: Control) -> String {
    switch control.kind {
    case .integer: NumberText.integer(integer(control))
    // A number below 0 with the sign that it has everywhere on the screen.
    case .choice:
      choice(control).first == "-" ? Int(choice(control)).map(NumberText.integer) ?? choice(control) : choice(control)
    case .toggle: isOn(control) ? "on" : "off"
    case .grid: "\(edits(control).count) edited"
    }
  }

  /// Whether values that a knob put into a grid were typed over by hand.
  public func isTypedOver(_ control: Control) -> Bool {
    control.fills.contains { grid in
      (edits[grid] ?? [:]).keys.contains { control.column == nil || control.column == $0.column }
    }
  }

  /// The value of a knob, and whether what it put into a grid was typed over.
  public func label(_ control: Control) -> String { text(control) + (isTypedOver(control) ? ", edited" : "") }

  // MARK: Changing

  /// Sets an integer knob; what lies outside of its range is held to the nearer end.
  public mutating func set(_ control: Control, to value: Int) {
    guard case .integer(let range, let standard) = control.kind else {
      preconditionFailure("\(control.name) is no integer")
    }
    let held = min(max(value, range.lowerBound), range.upperBound)
    integers[control.name] = held == standard ? nil : held
  }

  /// Sets a choice knob to one of its names.
  public mutating func set(_ control: Control, to name: String) {
    guard case .choice(let names, let standard) = control.kind, names.contains(name) else {
      preconditionFailure("\(name) is no choice of \(control.name)")
    }
    choices[control.name] = name == standard ? nil : name
  }

  /// Sets a switch.
  public mutating func set(_ control: Control, to isOn: Bool) {
    guard case .toggle(let standard) = control.kind else { preconditionFailure("\(control.name) is no switch") }
    toggles[control.name] = isOn == standard ? nil : isOn
  }

  /// Writes a value into a grid by hand, held to the grid's range and rounded to the two decimals that figures show, so
  /// that no sum has parts which nobody sees; `nil` takes the hand-written value away again.
  public mutating func edit(_ control: Control, at place: GridPlace, to value: Double?) {
    guard case .grid(let range, _) = control.kind else { preconditionFailure("\(control.name) is no grid") }
    var edited = edits[control.name] ?? [:]
    edited[place] = value.map { (min(max($0, range.lowerBound), range.upperBound) * 100).rounded() / 100 }
    edits[control.name] = edited.isEmpty ? nil : edited
  }

  /// Turns a knob: a number by `amount`, held at the ends; a choice to the next or previous name, round and round unless
  /// all are numbers in order; a switch to the other side.
  public mutating func turn(_ control: Control, by amount: Int) {
    switch control.kind {
    case .integer: set(control, to: integer(control) + amount)
    case .choice(let names, _):
      let index = (names.firstIndex(of: choice(control)) ?? 0) + amount
      let isOrdered = NearestNames.numbers(names) != nil
      set(
        control,
        to: names[isOrdered ? min(max(index, 0), names.count - 1) : (index % names.count + names.count) % names.count])
    case .toggle: set(control, to: !isOn(control))
    case .grid: break
    }
  }

  /// Sets a knob from text, as on the command line: `2`, `sobel-x`, `on`, or for a grid `1,0,-1;2,_,-2;1,0,-1`, where _
  /// leaves a value as it is.
  ///
  /// - Throws: `SettingsError` with the range or the nearest names.
  public mutating func set(_ control: Control, from text: String) throws(SettingsError) {
    switch control.kind {
    case .integer(let range, _):
      guard let value = Int(text), range.contains(value) else {
        throw SettingsError(
          "\(control.name) is a whole number from \(range.lowerBound) to \(range.upperBound), not “\(text)”")
      }
      set(control, to: value)
    case .choice(let names, _):
      // The screen shows numbers below 0 with a true minus sign.
      let typed = String(text.map { $0 == "−" ? "-" : $0 })
      let text = names.contains(typed) ? typed : NearestNames.name(of: typed, among: names) ?? typed
      guard names.contains(text) else {
        throw SettingsError(
          "\(control.name) has no “\(text)”; \(NearestNames.hint(for: text, among: names))")
      }
      set(control, to: text)
    case .toggle:
      guard let value = ["on": true, "true": true, "yes": true, "off": false, "false": false, "no": false][text] else {
        throw SettingsError("\(control.name) is on or off, not “\(text)”")
      }
      set(control, to: value)
    case .grid(let range, _):
      for (row, line) in text.split(separator: ";", omittingEmptySubsequences: false).enumerated() {
        for (column, entry) in line.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
          if let last = control.last, row > last.row || column > last.column {
            throw SettingsError(
              "\(control.name) has \(counted(last.row + 1, "row")) of \(counted(last.column + 1, "number")), rows apart by ; "
                + "and values by commas, so none in row \(row + 1), column \(column + 1)")
          }
          if String(entry).trimmed == Self.untouched { continue }
          guard let value = NumberText.value(of: entry.filter { $0 != " " }), range.contains(value),
            !control.isWhole || value == value.rounded()
          else {
            throw SettingsError(
              "\(control.name) takes \(control.isWhole ? "whole numbers" : "numbers") from \(NumberText.plain(range.lowerBound)) to "
                + "\(NumberText.plain(range.upperBound)), rows apart by ; and values by commas, not “\(entry)”")
          }
          edit(control, at: GridPlace(row: row, column: column), to: value)
        }
      }
    }
  }
}
