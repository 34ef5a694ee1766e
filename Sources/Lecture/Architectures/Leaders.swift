import CellCanvas
import ConvolutionEngine

/// Who has the most of something: one, or several that have equally much.
struct Leaders: Hashable, Sendable {
  /// The places of all that have the most, in their order.
  let places: [Int]
  /// Their names.
  let names: [String]
  /// How much each of them has.
  let amount: Int

  /// - Parameter rows: everyone's name and amount; there must be at least one.
  init(_ rows: [(name: String, amount: Int)]) {
    precondition(!rows.isEmpty, "nobody has the most of nothing")
    let most = rows.map(\.amount).max() ?? 0
    places = rows.indices.filter { rows[$0].amount == most }
    names = places.map { rows[$0].name }
    amount = most
  }

  var count: Int { names.count }

  /// Their names, as far as there is room for them: “block3 and block4”, “conv1-2 and 5 others”.
  var text: String { count > 3 ? "\(names[0]) and \(count - 1) others" : listed(names) }

  /// What each has of a whole: “29.9 %”, “29.9 % each”.
  func share(of whole: Int) -> String { NumberText.share(amount, of: whole) + (count > 1 ? " each" : "") }

  /// What a lecturer says of the charts of parameters and of work, whose longest bars may be the same ones.
  static func note(parameters: Leaders, work: Leaders) -> String {
    parameters == work || parameters.names == work.names
      ? "Two questions, here with one answer: memory is about the left side, speed about the right."
      : "Two questions with two answers: memory is about the left side, speed about the right."
  }
}

extension Question.Answer {
  /// Who has the most, among all or the so many that have most; those that are equal at the top are one choice together.
  ///
  /// - Returns: `nil` where all are equal, so that there is nothing to choose.
  static func most(of rows: [(name: String, amount: Int)], choices: Int = .max) -> Question.Answer? {
    guard !rows.isEmpty else { return nil }
    let leaders = Leaders(rows)
    let others = rows.indices.filter { !leaders.places.contains($0) }
      .sorted { (rows[$0].amount, $1) > (rows[$1].amount, $0) }.prefix(max(1, choices - 1))
    guard !others.isEmpty else { return nil }
    let shown = (others + leaders.places.prefix(1)).sorted()
    return .choice(
      shown.map { $0 == leaders.places[0] ? leaders.text : rows[$0].name },
      right: shown.firstIndex(of: leaders.places[0]) ?? 0)
  }
}
