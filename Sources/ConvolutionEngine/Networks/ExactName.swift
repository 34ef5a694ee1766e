/// A name as its bytes are: two that only look alike, as é written as one character or as two, are two names.
struct ExactName: Hashable, Sendable {
  let text: String

  init(_ text: some StringProtocol) {
    self.text = String(text)
  }

  static func == (left: ExactName, right: ExactName) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    hasher.combine(0 as UInt8)
  }
}
