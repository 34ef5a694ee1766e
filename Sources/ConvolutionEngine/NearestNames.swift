/// Finds what somebody may have meant.
public enum NearestNames {
  /// The names nearest to `typed`, best first, at most three: those that begin with it, then those in which a word or
  /// the beginning differs from it by few edits (Levenshtein's distance, at most one for every three letters).
  public static func of(_ typed: String, among names: [String]) -> [String] {
    let typed = typed.lowercased()
    guard !typed.isEmpty else { return [] }
    let ranked = names.compactMap { name -> (name: String, cost: Int)? in
      if name.hasPrefix(typed) { return (name, 0) }
      let letters = Array(typed)
      let parts = name.split(separator: "-").map(Array.init) + [Array(name.prefix(typed.count))]
      let whole = distance(letters, Array(name))
      let cost = min(whole, parts.map { distance(letters, $0) }.min().map { $0 + 1 } ?? whole)
      return cost <= 1 + typed.count / 3 ? (name, 1 + cost) : nil
    }
    return ranked.sorted { ($0.cost, $0.name) < ($1.cost, $1.name) }.prefix(3).map(\.name)
  }

  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        current.append(
          min(previous[column + 1] + 1, current[column] + 1, previous[column] + (letter == other ? 0 : 1)))
      }
      previous = current
    }
    return previous[right.count]
  }
}
