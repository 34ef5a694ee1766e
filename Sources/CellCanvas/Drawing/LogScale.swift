#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A scale on which each step to the right is ten times as much: what compares a handful with billions.
///
/// It begins at 1, so it is for counts; what is less than 1 has no length on it.
public struct LogScale: Hashable, Sendable {
  /// The power of ten at its end.
  public let decades: Int

  /// The shortest scale of whole decades that holds `largest`, at least one.
  public init(upTo largest: Double) {
    var decades = 1
    var end = 10.0
    while end < largest, decades < 308 {
      end *= 10
      decades += 1
    }
    self.decades = decades
  }

  /// The place of a count, 0 at 1 and 1 at the end. A count of 1 is a sliver long, since it is something.
  public func fraction(of value: Double) -> Double {
    guard value >= 1 else { return 0 }
    return min(1, max(log10(value) / Double(decades), 1e-3))
  }

  /// The powers of ten that have a line, at most `limit` and evenly spread, with their names: 1, 10³, 10⁶.
  public func marks(atMost limit: Int) -> [(fraction: Double, name: String)] {
    let step = [1, 2, 3, 4, 6].first { decades / $0 + 1 <= limit } ?? max(1, decades)
    return stride(from: 0, through: decades, by: step).map { (Double($0) / Double(decades), Self.name(of: $0)) }
  }

  private static func name(of power: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    switch power {
    case 0: return "1"
    case 1: return "10"
    default: return "10" + String(String(power).compactMap { $0.wholeNumberValue.map { digits[$0] } })
    }
  }
}
