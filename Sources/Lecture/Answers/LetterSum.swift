/// A sum of products of letters, such as `aw + bx`, whatever the order of its terms and of the factors in each.
struct LetterSum: Hashable {
  /// The letters of each term in order, the terms in order.
  private let terms: [String]

  /// Reads a sum of at least two terms, without what is said before an equals sign; `nil` for anything else.
  init?(_ text: String) {
    let sum = text.lowercased().split(separator: "=").last ?? ""
    let terms = sum.split(separator: "+", omittingEmptySubsequences: false).map { term in
      term.filter { !" ·*∗×()".contains($0) }
    }
    guard terms.count > 1, terms.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isLetter) }) else { return nil }
    self.terms = terms.map { String($0.sorted()) }.sorted()
  }
}
