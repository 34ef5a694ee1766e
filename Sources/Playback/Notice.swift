import CellCanvas

/// What the player has to say until the next key.
struct Notice: Hashable, Sendable {
  /// What it is said with: `muted` for what was asked for, `correct` and `wrong` for answers and refusals.
  let role: Role
  let sentence: String
  /// Whether it stands in the caption's place and not on the thin line.
  let isCaption: Bool

  init(_ role: Role, _ sentence: String, isCaption: Bool = false) {
    self.role = role
    self.sentence = sentence
    self.isCaption = isCaption
  }

  /// The sentence behind its sign: never colour alone.
  var text: StyledText {
    switch role {
    case .correct: .strong("✓ ", .correct) + .strong(sentence, .correct)
    case .wrong: .strong("✗ ", .wrong) + .tinted(sentence, .wrong)
    default: .tinted(sentence, .muted)
    }
  }
}
