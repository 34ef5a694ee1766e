import CellCanvas

// What a deeper residual network brings, and what it costs.

extension ComparisonScene {
  /// What each step from a residual network to the next deeper one brings, and what it costs.
  struct Gain {
    let from: String
    let to: String
    /// In percent of the pictures.
    let points: Double
    let multiplyAdds: Int
  }

  /// The first and the last of these steps, and whether each brings something, but less than the one before; `nil` for fewer than two.
  var gains: (first: Gain, last: Gain, shrink: Bool)? {
    let members = chosen.filter { $0.family == .residual }
    let steps = zip(members, members.dropFirst()).map { before, after in
      Gain(
        from: before.name, to: after.name, points: after.accuracy - before.accuracy,
        multiplyAdds: after.multiplyAdds - before.multiplyAdds)
    }
    guard let first = steps.first, let last = steps.last, steps.count > 1 else { return nil }
    return (first, last, zip(steps, steps.dropFirst()).allSatisfy { $0.points > $1.points } && last.points > 0)
  }

  /// What a step brings, as it is printed.
  static func points(_ gain: Gain) -> String { NumberText.fixed(gain.points, decimals: 1) }

  /// What a lecturer may say of these steps.
  var residualNote: String {
    guard let gains else { return "Ask where they would stop, and for what use." }
    let prices = [gains.first, gains.last].map { gain in
      "from \(gain.from) to \(gain.to) \(Self.amount(gain.multiplyAdds)) multiply-adds buy \(Self.points(gain)) points"
    }
    return "The steps have their price: \(prices.joined(separator: ", ")). Ask where they would stop, and for what use."
  }
}
