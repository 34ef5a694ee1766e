/// A quotient of two whole numbers, in lowest terms.
public struct Fraction: Hashable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// What is divided.
  public let numerator: Int
  /// What it is divided by, at least 1.
  public let denominator: Int

  /// A quotient.
  ///
  /// - Parameter denominator: at least 1.
  public init(_ numerator: Int, _ denominator: Int = 1) {
    precondition(denominator > 0, "a fraction has a denominator above 0")
    let common = Fraction.commonDivisor(numerator, denominator)
    self.numerator = numerator / common
    self.denominator = denominator / common
  }

  /// A whole number.
  public init(integerLiteral value: Int) {
    self.init(value)
  }

  /// As near as a number in double precision comes.
  public var value: Double { Double(numerator) / Double(denominator) }

  /// The number, where it is a whole one.
  public var whole: Int? { denominator == 1 ? numerator : nil }

  /// "3", "1/2".
  public var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }

  /// The product with a whole number.
  public static func * (left: Fraction, right: Int) -> Fraction {
    Fraction(left.numerator * right, left.denominator)
  }

  /// The quotient by a whole number above 0.
  public static func / (left: Fraction, right: Int) -> Fraction {
    Fraction(left.numerator, left.denominator * right)
  }

  /// The largest number that divides both; 0 is divided by every one.
  static func commonDivisor(_ first: Int, _ second: Int) -> Int {
    var (larger, smaller) = (abs(first), abs(second))
    while smaller > 0 { (larger, smaller) = (smaller, larger % smaller) }
    return larger
  }
}
