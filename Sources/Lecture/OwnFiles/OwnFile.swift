import CellCanvas

/// What viewers can bring along in files of their own.
public enum OwnFile: Hashable, Sendable, CaseIterable {
  /// A picture, in place of those of the lecture.
  case picture
  /// Weights of AlexNet.
  case weights
  /// Weights of the digit network.
  case digits
  /// Digits in people's hands.
  case handwriting

  /// What it is called behind "your".
  public var name: String {
    switch self {
    case .picture: "picture"
    case .weights: "weights"
    case .digits: "digit network"
    case .handwriting: "handwritten digits"
    }
  }
}

extension Settings {
  /// What the viewer brought along.
  public var ownFiles: [OwnFile] {
    (picture == nil ? [] : [.picture]) + (trained == nil ? [] : [.weights]) + (digits == nil ? [] : [.digits])
      + (handwriting == nil ? [] : [.handwriting])
  }

  /// Whether the same was brought along to both.
  public func hasOwnFiles(of other: Settings) -> Bool {
    picture == other.picture && trained == other.trained && digits == other.digits
      && handwriting == other.handwriting
  }

  /// The digit network that scenes run: the viewer's, or else the one that the program carries.
  var digitNetwork: TrainedDigits { digits ?? .carried }
}

/// Names of files as they can stand on the screen.
enum FileNames {
  /// A file's name without its folders, short enough for a line with other words in it.
  static func short(_ path: String) -> String {
    line(path.split(separator: "/").last.map(String.init) ?? path, most: 24)
  }

  /// Text of a file in a line.
  static func line(_ text: String, most: Int) -> String {
    let shown = text.inCells
    guard shown.count > most else { return shown }
    let kept = shown.prefix(most - 1)
    // Not half of a wide glyph.
    return (shown.dropFirst(most - 1).first == Character(.continuation) ? kept.dropLast() : kept) + "…"
  }
}
