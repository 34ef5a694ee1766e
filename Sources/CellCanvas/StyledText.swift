/// A line of text whose parts may differ in meaning: a formula with its live numbers in the colours of what they count.
///
///     let size: StyledText = "(" + .input("7") + " − " + .kernel("3") + ")/1 + 1 = " + .output("5")
public struct StyledText: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// A stretch of text in one ink and style.
  public struct Span: Hashable, Sendable {
    /// The text.
    public var text: String
    /// What its ink means; `nil` is the ink of the place where it is written.
    public var ink: Tint?
    /// How it is set.
    public var style: Style
  }

  /// The stretches, in order.
  public private(set) var spans: [Span]

  /// Plain text in the ink of the place where it is written.
  public init(_ text: String) { spans = text.isEmpty ? [] : [Span(text: text, ink: nil, style: [])] }

  /// Text in an ink of its own.
  public init(_ text: String, ink: Tint, style: Style = []) { spans = [Span(text: text, ink: ink, style: style)] }

  /// Plain text from a literal.
  public init(stringLiteral value: String) { self.init(value) }

  /// The text without its inks.
  public var plain: String { spans.map(\.text).joined() }

  /// How many columns it takes.
  public var columns: Int { spans.reduce(0) { $0 + $1.text.count } }

  /// Both texts in one line.
  public static func + (left: StyledText, right: StyledText) -> StyledText {
    var joined = left
    joined.spans += right.spans
    return joined
  }

  /// Adds `right` behind this text.
  public static func += (left: inout StyledText, right: StyledText) { left.spans += right.spans }

  /// The texts, with `separator` between every two.
  public static func joined(_ texts: [StyledText], separator: StyledText) -> StyledText {
    var joined = StyledText("")
    for (index, text) in texts.enumerated() {
      if index > 0 { joined += separator }
      joined += text
    }
    return joined
  }

  /// Bold text in the colour of a role.
  public static func strong(_ text: String, _ role: Role = .text) -> StyledText {
    StyledText(text, ink: .role(role), style: .bold)
  }

  /// Text in the colour of a role.
  public static func tinted(_ text: String, _ role: Role) -> StyledText { StyledText(text, ink: .role(role)) }

  /// A number or name of the input.
  public static func input(_ text: String) -> StyledText { strong(text, .input) }
  /// A number or name of the kernel.
  public static func kernel(_ text: String) -> StyledText { strong(text, .kernel) }
  /// A number or name of the output.
  public static func output(_ text: String) -> StyledText { strong(text, .output) }
  /// A number that is being computed.
  public static func active(_ text: String) -> StyledText { strong(text, .active) }
  /// Text of second rank.
  public static func muted(_ text: String) -> StyledText { tinted(text, .muted) }

  /// The text broken into lines of at most `columns` columns, between words where there are any; a number stays with
  /// its percent sign, and the sides of a shape stay together.
  public func wrapped(columns: Int) -> [StyledText] {
    guard columns > 0 else { return [] }
    // One entry a character keeps ink and style through the breaking.
    var characters: [(Character, Int)] = []
    for (index, span) in spans.enumerated() { characters += span.text.map { ($0, index) } }
    func mayBreak(at index: Int) -> Bool {
      guard characters[index].0 == " " else { return false }
      let after = index + 1 < characters.count ? characters[index + 1].0 : " "
      return after != "%" && after != "×" && (index == 0 || characters[index - 1].0 != "×")
    }
    var lines: [StyledText] = []
    var start = 0
    while start < characters.count {
      var end = min(start + columns, characters.count)
      if let newline = characters[start..<end].firstIndex(where: { $0.0 == "\n" }) {
        end = newline
      } else if end < characters.count, !mayBreak(at: end), characters[end].0 != "\n",
        let space = (start..<end).last(where: mayBreak), space > start
      {
        end = space
      }
      lines.append(text(of: characters[start..<end]))
      start = end
      if start < characters.count, characters[start].0 == " " || characters[start].0 == "\n" { start += 1 }
    }
    return lines
  }

  private func text(of characters: ArraySlice<(Character, Int)>) -> StyledText {
    var line = StyledText("")
    var end = characters.endIndex
    while end > characters.startIndex, characters[end - 1].0 == " " { end -= 1 }
    for (character, index) in characters[..<end] {
      if let last = line.spans.last, last.ink == spans[index].ink, last.style == spans[index].style {
        line.spans[line.spans.count - 1].text.append(character)
      } else {
        line.spans.append(Span(text: String(character), ink: spans[index].ink, style: spans[index].style))
      }
    }
    return line
  }
}
