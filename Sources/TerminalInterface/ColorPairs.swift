import CNcurses
import CellCanvas

/// The pairs of colours that ncurses was told of, which it knows by number. Made when they are first used.
struct ColorPairs {
  /// How many colours ncurses can set one by one.
  private let colorCount: Int
  private let pairLimit: Int
  private var numbers: [UInt64: Int32] = [:]

  /// The table for the terminal that ncurses has open.
  init() {
    colorCount = Int(ncurses_color_count())
    let limit = Int(ncurses_color_pair_count())
    pairLimit = ncurses_has_extended_colors() ? limit : min(limit, 256)
    numbers.reserveCapacity(min(pairLimit, 4096))
  }

  /// Whether a pair was asked for that found no room.
  private(set) var isExhausted = false

  /// Forgets all pairs. Everything that is on the screen must be drawn anew.
  mutating func removeAll() {
    isExhausted = false
    numbers.removeAll(keepingCapacity: true)
    ncurses_forget_pairs()
  }

  /// The number of a pair; 0, the terminal's own colours, when there is no room for another.
  mutating func number(ink: DeviceColor, paper: DeviceColor) -> Int32 {
    if ink == .standard, paper == .standard { return 0 }
    let (ink, paper) = (code(ink), code(paper))
    let key = UInt64(UInt32(bitPattern: ink)) << 32 | UInt64(UInt32(bitPattern: paper))
    if let number = numbers[key] { return number }
    let number = Int32(numbers.count + 1)
    guard number < pairLimit, ncurses_set_pair(number, ink, paper) == OK else {
      isExhausted = true
      return 0
    }
    numbers[key] = number
    return number
  }

  /// What ncurses calls a colour.
  private func code(_ color: DeviceColor) -> Int32 {
    switch color {
    case .standard: -1
    case .rgb(let color): Int32(color.hex)
    // A terminal with 8 colours has the other 8 only as bold ink.
    case .index(let index): Int32(Int(index) < colorCount ? Int(index) : Int(index) % 8)
    }
  }

  /// Whether `color` is one of the bright ones on a terminal that shows them only as bold ink.
  func needsBold(_ color: DeviceColor) -> Bool {
    if case .index(let index) = color { Int(index) >= colorCount } else { false }
  }
}
