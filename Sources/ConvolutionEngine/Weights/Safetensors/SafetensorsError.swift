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

  /// Text from a file as it can stand in a sentence: not too long, and with nothing in it that a terminal would obey.
  static func shown(_ text: String) -> String {
    let scalars = text.unicodeScalars.prefix(80).map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
        "?" as Unicode.Scalar
      default: scalar
      }
    }
    var shown = String.UnicodeScalarView()
    shown.append(contentsOf: scalars)
    return String(shown) + (text.unicodeScalars.count > 80 ? "…" : "")
  }

  /// "64 × 3 × 7 × 7"; of a single number "one number".
  static func shown(_ shape: [Int]) -> String {
    guard !shape.isEmpty else { return "one number" }
    return shape.prefix(8).map(String.init).joined(separator: " × ") + (shape.count > 8 ? " × …" : "")
  }
}
