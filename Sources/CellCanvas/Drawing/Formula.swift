/// Formulas with their live numbers put in, each number in the colour of what it counts.
public enum Formula {
  /// One product of a weighted sum.
  public struct Product: Hashable, Sendable {
    /// The value of the input.
    public var input: String
    /// The weight.
    public var weight: String

    /// A product.
    public init(_ input: String, _ weight: String) {
      self.input = input
      self.weight = weight
    }
  }

  /// A sum of products and what it comes to: 6·1 + 8·0 + 4·−1 = 2. Without a result, the sum as far as it is known.
  public static func sum(_ products: [Product], result: StyledText? = nil) -> StyledText {
    let terms = products.map { StyledText.input($0.input) + .muted("·") + .kernel($0.weight) }
    let sum = StyledText.joined(terms, separator: .muted(" + "))
    return result.map { sum + .muted(" = ") + $0 } ?? sum
  }
}
