extension String {
  /// Without the mark that some editors put in front of a text to say how its bytes are ordered (U+FEFF).
  var withoutByteOrderMark: Substring {
    var rest = unicodeScalars[...]
    if rest.first == "\u{feff}" { rest.removeFirst() }
    return Substring(rest)
  }

  /// Text from a file as it can stand in a sentence: not too long, and with nothing in it that a terminal would obey.
  ///
  /// - Parameter most: how many scalars; what follows becomes "…".
  func printable(most: Int) -> String {
    let scalars = unicodeScalars.prefix(most).map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
        "?" as Unicode.Scalar
      default: scalar
      }
    }
    var shown = UnicodeScalarView()
    shown.append(contentsOf: scalars)
    return String(shown) + (unicodeScalars.count > most ? "…" : "")
  }
}
