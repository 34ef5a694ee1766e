/// Finds what somebody may have meant.
public enum NearestNames {
  /// The names nearest to `typed`, best first, at most three: those that begin with it or contain it, then by edits
  /// (Levenshtein's distance), as long as fewer than half of the letters differ; without any, all names if they are few.
  public static func of(_ typed: String, among names: [String]) -> [String] {
    let typed = typed.lowercased()
    let ranked = names.map { name -> (name: String, cost: Int) in
      if !typed.isEmpty, name.hasPrefix(typed) { return (name, 0) }
      if typed.count > 2, name.contains(typed) { return (name, 1) }
      return (name, 1 + distance(Array(typed), Array(name)))
    }
    let near = ranked.filter { $0.cost <= 1 + max(2, max(typed.count, $0.name.count) / 2) }
    return near.sorted { ($0.cost, $0.name) < ($1.cost, $1.name) }.prefix(3).map(\.name)
  }

  /// The nearest names as the end of a question: “a, b or c”.
  public static func phrase(to typed: String, among names: [String]) -> String {
    let near = of(typed, among: names)
    let shown = near.isEmpty ? Array(names.prefix(8)) : near
    guard let last = shown.last, shown.count > 1 else { return shown.first ?? "something else" }
    return shown.dropLast().joined(separator: ", ") + " or " + last
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
