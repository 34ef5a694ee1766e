import CellCanvas
import Playback

extension MouseEvent {
  /// What a terminal reports in SGR's form, `ESC [ < button ; column ; row M`, or `m` where a button came up; `nil` for what
  /// the lecture has no use for.
  ///
  /// Of the button's number 4, 8 and 16 are Shift, Alt and Control, 32 says that the pointer moves, 64 that it is a wheel
  /// (xterm Control Sequences, Extended coordinates).
  ///
  /// - Parameters:
  ///   - report: what stands between `<` and the last character.
  ///   - final: the last character.
  init?(report: some StringProtocol, final: UInt32) {
    let numbers = report.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 3, let button = numbers[0], let column = numbers[1], let row = numbers[2], button >= 0,
      column > 0, row > 0
    else { return nil }
    let kind: Kind? =
      switch (button & 0x60, button & 3, final) {
      case (0, 0, 0x4D): .pressed
      case (0, 0, 0x6D): .released
      case (0x20, _, 0x4D): .moved
      case (0x40, 0, 0x4D): .scrolledUp
      case (0x40, 1, 0x4D): .scrolledDown
      default: nil
      }
    guard let kind else { return nil }
    self.init(kind, at: Point(column: column - 1, row: row - 1))
  }
}
