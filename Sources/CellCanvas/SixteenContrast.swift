/// Which of the 16 colours can be told from which, on all terminals: their makers have published different colours for
/// the same numbers, so only what holds for xterm, the VGA text mode, Windows, GNOME and macOS counts.
enum SixteenContrast {
  /// The better of black, 0, and white, 15, on a paper.
  static func pole(on paper: UInt8) -> UInt8 { [0, 1, 4, 5, 8, 9].contains(paper) ? 15 : 0 }

  /// Whether an ink is seen on a paper everywhere: as text at a contrast of 4.5, as a line at 3.
  static func isSeen(_ ink: UInt8, on paper: UInt8, asText: Bool) -> Bool {
    let inks: Set<UInt8> =
      switch paper {
      case 0: asText ? [7, 10, 11, 14, 15] : [2, 3, 6, 7, 9, 10, 11, 13, 14, 15]
      case 15: asText ? [0, 1, 4, 5] : [0, 1, 4, 5, 8, 9]
      // On a colour only black or white is sure to be seen.
      default: [pole(on: paper)]
      }
    return inks.contains(ink)
  }
}
