/// Why a safetensors file cannot be used; the description is the sentence to show.
public struct SafetensorsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, as it was named.
  public let file: String
  /// What is the matter with it: the sentence after the file's name, without its full stop.
  public let reason: String

  init(_ file: String, _ reason: String) {
    self.file = file
    self.reason = reason
  }

  /// "“weights.safetensors” has no tensor “conv1.weight”", without a full stop.
  public var description: String { "“\(Self.shown(file))” \(reason)" }

  /// Text from a file as it can stand in a sentence.
  static func shown(_ text: String) -> String { text.printable(most: 80) }

  /// "64 × 3 × 7 × 7"; of a single number "one number".
  static func shown(_ shape: [Int]) -> String {
    guard !shape.isEmpty else { return "one number" }
    return shape.prefix(8).map(String.init).joined(separator: " × ") + (shape.count > 8 ? " × …" : "")
  }
}
