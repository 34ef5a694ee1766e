/// What somebody typed as an answer, read as people mean it: `nine`, `4,0`, `6*8`, `7 x 7`, `x2, x3, x4`, `2-4`,
/// `4 and 3`, `1/2`, `50 %`, `48 weights`.
///
/// Where something has two meanings it is read as either: `470,400` is one number and two, `7 × 7` is 49 and a square of
/// side 7. Where somebody leaves open what is meant (`5 or 6`, `not 5`) it is read as nothing.
struct TypedAnswer {
  /// What it may mean as one number.
  private(set) var numbers: [Double] = []
  /// What it may mean as a list, in the order typed.
  private(set) var lists: [[Double]] = []
  /// What it may mean as a set; from … to is all that lies between.
  private(set) var sets: [[Double]] = []

  /// Reads `text`.
  ///
  /// - Parameter prompt: the question that it answers: of “how many of the 4” the answer 3/4 is 3.
  init(_ text: String, to prompt: String = "") {
    let tokens = Self.meant(AnswerLexer(text).tokens)
    guard !tokens.contains(.doubt) else { return }
    for flat in Self.choices(of: tokens) {
      numbers += Self.singles(flat, prompt).filter { !numbers.contains($0) }
      for list in Self.lists(of: flat) where !lists.contains(list) { lists.append(list) }
      if let set = Self.set(of: flat), !sets.contains(set) { sets.append(set) }
    }
    if let whole = Self.whole(of: prompt) {
      // Half of them, all of them: as many as that is, if that is a count.
      let counts = numbers.filter { $0 > 0 && $0 < 1 }.map { $0 * whole }.filter { $0 == $0.rounded() }
      numbers += counts.filter { !numbers.contains($0) }
      if numbers.isEmpty, AnswerLexer(text).tokens.contains(.word("all")) { numbers = [whole] }
    }
    sets += lists.filter { !sets.contains($0) }
  }

  /// Of how many a question asks for a part: 4 in “how many of the 4”; `nil` where it asks something else.
  private static func whole(of prompt: String) -> Double? {
    let tokens = AnswerLexer(prompt).tokens
    let words: [AnswerToken] = [.word("many"), .of, .word("the")]
    return tokens.indices.first { tokens[$0...].starts(with: words) }
      .flatMap { place in tokens.indices.contains(place + 3) ? value(tokens[place + 3]) : nil }
  }

  /// Without words that are no numbers, and without what is only said before the answer: s(1) = 7 − 3 = 4.
  private static func meant(_ tokens: [AnswerToken]) -> [AnswerToken] {
    let numbers = tokens.filter { if case .word = $0 { false } else { true } }
    func holdsNumber(_ part: ArraySlice<AnswerToken>) -> Bool {
      part.contains { if case .number = $0 { true } else { false } }
    }
    let part = numbers.split(separator: .equals).last(where: holdsNumber) ?? []
    // “to” and “of” mean something between two numbers alone.
    return part.indices.filter { index in
      guard part[index] == .range || part[index] == .of else { return true }
      return [index - 1, index + 1].allSatisfy { part.indices.contains($0) && holdsNumber(part[$0...$0]) }
    }.map { part[$0] }
  }

  /// One number in place of each of several readings; a reading of several numbers has separators between them.
  private static func choices(of tokens: [AnswerToken]) -> [[AnswerToken]] {
    var choices: [[AnswerToken]] = [[]]
    for token in tokens {
      guard case .number(let readings, let kind) = token, readings.count > 1 || (readings.first?.count ?? 1) > 1 else {
        choices = choices.map { $0 + [token] }
        continue
      }
      guard choices.count * readings.count <= 64 else { return choices.map { $0 + [token] } }
      choices = choices.flatMap { choice in
        readings.map { reading in
          choice + reading.map { .value($0, kind) }.reduce(into: []) { $0 += ($0.isEmpty ? [] : [.separator]) + [$1] }
        }
      }
    }
    return choices
  }

  private static func value(_ token: AnswerToken?) -> Double? {
    if case .number(let readings, _)? = token, readings.count == 1, readings[0].count == 1 {
      readings[0][0]
    } else {
      nil
    }
  }

  /// Ends that separate nothing from nothing.
  private static func trimmed(_ tokens: [AnswerToken]) -> [AnswerToken] {
    var tokens = tokens[...]
    while let first = tokens.first, [.separator, .times, .by].contains(first) { tokens.removeFirst() }
    while let last = tokens.last, [.separator, .times, .by].contains(last) { tokens.removeLast() }
    // A lone bracket, as in 2).
    let (opened, closed) = (tokens.count { $0 == .open }, tokens.count { $0 == .close })
    if opened > closed, tokens.first == .open { tokens.removeFirst() }
    if closed > opened, tokens.last == .close { tokens.removeLast() }
    return Array(tokens)
  }

  // MARK: One number

  private static func singles(_ tokens: [AnswerToken], _ prompt: String) -> [Double] {
    let tokens = trimmed(tokens)
    let values = tokens.map(value)
    // 3 of 4, 3/4 of “the 4”; 1 1/2.
    if tokens.count == 3, let part = values[0], let all = values[2] {
      if tokens[1] == .of {
        // 2 of 5 does not answer how many of the 4.
        let isOfOthers = whole(of: prompt).map { $0 != all } ?? false
        return all == 0 ? [part] : isOfOthers ? [part / all] : [part, part / all]
      }
      if tokens[1] == .slash, AnswerLexer(prompt).tokens.contains(where: { value($0) == all }) {
        return all == 0 ? [part] : [part / all, part]
      }
      // 2-4 is from … to, and no number.
      if case .dash(before: false, after: false) = tokens[1], part < all { return [] }
    }
    if tokens.count == 4, tokens[2] == .slash, let whole = values[0], let part = values[1], let parts = values[3],
      parts != 0, part < parts
    {
      return [whole + part / parts]
    }
    if let joined = thousands(tokens) { return [joined] }
    var expression = Expression(tokens)
    guard let result = expression.value else { return [] }
    // A square is called by its sides, too; a product is not: who types 3·3 means 9.
    if tokens.count > 1, tokens.count % 2 == 1, let side = values[0],
      tokens.indices.allSatisfy({ $0 % 2 == 0 ? values[$0] == side : tokens[$0] == .by })
    {
      return [result, side]
    }
    return [result]
  }

  /// 470 400, thousands parted by blanks.
  private static func thousands(_ tokens: [AnswerToken]) -> Double? {
    guard tokens.count > 1 else { return nil }
    var whole = 0.0
    for (index, token) in tokens.enumerated() {
      guard case .number(_, .digits(let count)) = token, let value = value(token), value == value.rounded(),
        index > 0 ? count == 3 : count <= 3 && value > 0
      else { return nil }
      whole = whole * 1000 + value
    }
    return whole
  }

  // MARK: Several numbers

  private static func lists(of tokens: [AnswerToken]) -> [[Double]] {
    var lists: [[Double]] = []
    // Between commas may stand a sum or a product of its own.
    let parts = trimmed(tokens).split(separator: .separator).map { part in
      var expression = Expression(Array(part))
      return expression.value
    }
    if parts.count > 1, !parts.contains(nil) { lists.append(parts.compactMap { $0 }) }
    if let flat = values(of: tokens), !lists.contains(flat) { lists.append(flat) }
    return lists
  }

  /// The numbers, whatever stands between them.
  private static func values(of tokens: [AnswerToken]) -> [Double]? {
    var values: [Double] = []
    var isNegative = false
    for (index, token) in tokens.enumerated() {
      switch token {
      case .number:
        guard let value = value(token) else { return nil }
        values.append(isNegative ? -value : value)
        isNegative = false
      case .dash(let isApart, let isLoose):
        // Behind a number it is a sign only where it clings to the next one.
        let isBehindNumber = index > 0 && value(tokens[index - 1]) != nil
        isNegative = !isBehindNumber || isApart && !isLoose
      case .range, .power, .doubt, .equals, .word: return nil
      case .plus, .times, .by, .slash, .of, .open, .close, .separator: isNegative = false
      }
    }
    return values.isEmpty ? nil : values
  }

  /// All numbers, and those between two of which one is from and the other to; `nil` where no such two are.
  private static func set(of tokens: [AnswerToken]) -> [Double]? {
    var values: [Double] = []
    var (holdsRange, isOpen) = (false, false)
    for (index, token) in tokens.enumerated() {
      switch token {
      case .number:
        guard let value = value(token) else { return nil }
        if isOpen, let from = values.last {
          guard value == value.rounded(), from == from.rounded(), from < value, value - from <= 1000 else { return nil }
          values += stride(from: from + 1, through: value, by: 1)
          holdsRange = true
        } else {
          values.append(value)
        }
        isOpen = false
      case .dash, .range:
        guard index > 0, self.value(tokens[index - 1]) != nil else { return nil }
        isOpen = true
      case .separator, .open, .close: isOpen = false
      default: return nil
      }
    }
    return holdsRange ? values : nil
  }
}

/// A sum, a product, a power, with signs and brackets.
private struct Expression {
  private let tokens: [AnswerToken]
  private var place = 0
  private var depth = 0

  init(_ tokens: [AnswerToken]) { self.tokens = tokens }

  private var token: AnswerToken? { tokens.indices.contains(place) ? tokens[place] : nil }

  /// What all of it comes to; `nil` when it is no expression.
  var value: Double? {
    mutating get {
      (place, depth) = (0, 0)
      guard let sum = sum(), place == tokens.count, sum.isFinite else { return nil }
      return sum
    }
  }

  private mutating func sum() -> Double? {
    guard var sum = product() else { return nil }
    while let token {
      switch token {
      case .plus: place += 1
      case .dash: break
      default: return sum
      }
      // A minus belongs to what it takes away.
      guard let next = product() else { return nil }
      sum += next
    }
    return sum
  }

  private mutating func product() -> Double? {
    guard var product = factor() else { return nil }
    while token == .times || token == .by || token == .slash {
      let divides = token == .slash
      place += 1
      guard let next = factor() else { return nil }
      product = divides ? product / next : product * next
    }
    return product
  }

  private mutating func factor() -> Double? {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { return nil }
    switch token {
    case .dash:
      place += 1
      return factor().map { -$0 }
    case .plus:
      place += 1
      return factor()
    case .open:
      place += 1
      guard let inner = sum(), token == .close else { return nil }
      place += 1
      return power(of: inner)
    case .number(let readings, _):
      guard readings.count == 1, readings[0].count == 1 else { return nil }
      place += 1
      return power(of: readings[0][0])
    default: return nil
    }
  }

  private mutating func power(of base: Double) -> Double? {
    guard token == .power else { return base }
    place += 1
    guard let exponent = factor(), exponent == exponent.rounded(), (0...64).contains(exponent) else { return nil }
    var result = 1.0
    for _ in 0..<Int(exponent) { result *= base }
    return result
  }
}
