/// Reads numbers that are written out, wholly or in part: forty-eight, two thirds, 2 million, 50 percent.
struct NumberWords {
  private let tokens: [AnswerToken]
  private var place = 0

  init(_ tokens: [AnswerToken]) { self.tokens = tokens }

  static let small = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
  ]
  private static let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
  private static let scales: [String: Double] = [
    "hundred": 100, "thousand": 1000, "million": 1e6, "millions": 1e6, "billion": 1e9, "dozen": 12,
  ]
  private static let single: [String: Double] = [
    "none": 0, "nothing": 0, "nil": 0, "null": 0, "fourty": 40, "once": 1, "single": 1, "twice": 2, "double": 2,
    "doubled": 2, "doubles": 2, "both": 2, "thrice": 3, "triple": 3, "quadruple": 4,
  ]
  /// The nth parts, by the words for n.
  private static let parts: [String: Double] = {
    var parts: [String: Double] = [
      "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
      "fifth": 5, "fifths": 5, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "twelfth": 12, "twelfths": 12,
      "hundredth": 100, "hundredths": 100, "thousandth": 1000, "thousandths": 1000,
    ]
    for (value, word) in small.enumerated() where ![0, 1, 2, 3, 5, 8, 9, 12].contains(value) {
      (parts[word + "th"], parts[word + "ths"]) = (Double(value), Double(value))
    }
    return parts
  }()
  private static let signs: [String: AnswerToken] = [
    "minus": .dash(before: true, after: false), "negative": .dash(before: true, after: false), "plus": .plus,
    "times": .times, "by": .by, "multiplied": .times, "over": .slash, "divided": .slash, "to": .range,
    "through": .range, "thru": .range, "until": .range, "till": .range, "and": .separator, "of": .of,
    "equals": .equals, "is": .equals, "or": .doubt, "not": .doubt, "never": .doubt, "between": .doubt, "than": .doubt,
    "least": .doubt, "most": .doubt, "below": .doubt, "under": .doubt, "above": .doubt, "isn't": .doubt,
  ]

  private func word(_ offset: Int = 0) -> String? {
    if tokens.indices.contains(place + offset), case .word(let word) = tokens[place + offset] { word } else { nil }
  }

  /// The next token; a number with all its words is one.
  mutating func next() -> AnswerToken? {
    guard place < tokens.count else { return nil }
    guard var number = number() else {
      defer { place += 1 }
      if word() == "out", word(1) == "of" { place += 1 }
      let sign = word().flatMap { Self.signs[$0] }
      if sign == .slash || sign == .times, word(1) == "by" { place += 1 }
      // The point of a decimal number that is written out stands behind a number and is taken there.
      return sign ?? tokens[place]
    }
    while let longer = continued(number) { number = longer }
    return number
  }

  /// A number in digits or in words.
  private mutating func number() -> AnswerToken? {
    if case .number = tokens[place] {
      defer { place += 1 }
      return tokens[place]
    }
    guard let word = word() else { return nil }
    if let value = Self.single[word] {
      place += 1
      return .value(value)
    }
    if let value = Self.scales[word] {
      place += 1
      return .value(value)
    }
    if word.hasSuffix("fold"), let value = Self.value(String(word.dropLast(4))) {
      place += 1
      return .value(value)
    }
    if word == "half" || word == "quarter", let part = Self.parts[word] {
      place += 1
      return .value(1 / part, .fraction)
    }
    if word == "a" || word == "an", let next = self.word(1) {
      guard let part = Self.parts[next] else {
        guard Self.scales[next] != nil else { return nil }
        place += 1
        return .value(1)
      }
      place += 2
      return .value(1 / part, .fraction)
    }
    return inWords()
  }

  private static func value(_ word: String) -> Double? {
    if let value = small.firstIndex(of: word) { return Double(value) }
    return tens.firstIndex(of: word).map { Double(20 + 10 * $0) }
  }

  /// Units behind tens, both behind hundreds: two thousand three hundred and forty-eight.
  private mutating func inWords() -> AnswerToken? {
    guard let first = word().flatMap(Self.value) else { return nil }
    place += 1
    var (total, current) = (0.0, first)
    while place < tokens.count {
      var ahead = 0
      let isRound = current.truncatingRemainder(dividingBy: 100) == 0 && total + current > 0
      if case .dash(before: false, after: false) = tokens[place] { ahead = 1 }
      if word() == "and", isRound { ahead = 1 }
      guard let word = word(ahead) else { break }
      let takesUnits = isRound || current.truncatingRemainder(dividingBy: 100) >= 20
      if let value = Self.value(word), isRound || takesUnits && value < 10 && value > 0,
        isRound || current.truncatingRemainder(dividingBy: 10) == 0
      {
        current += value
      } else if ahead == 0, let scale = Self.scales[word] {
        if scale == 100 {
          current *= 100
        } else {
          total += max(current, 1) * scale
          current = 0
        }
      } else {
        break
      }
      place += ahead + 1
    }
    return .value(total + current)
  }

  /// A number with what stands behind it: a scale, a part, percent, a fraction that is added.
  private mutating func continued(_ number: AnswerToken) -> AnswerToken? {
    guard case .number(let readings, let kind) = number, kind != .label, place < tokens.count else { return nil }
    func scaled(_ factor: Double, _ kind: AnswerToken.Kind) -> AnswerToken {
      .number(readings.filter { $0.count == 1 }.map { [$0[0] * factor] }, kind)
    }
    if case .number(let part, .fraction) = tokens[place], case .digits = kind, let whole = readings.first?.first {
      place += 1
      return .value(whole + (part.first?.first ?? 0), .other)
    }
    if case .dash(before: false, after: false) = tokens[place], word(1) == "fold" {
      place += 2
      return scaled(1, .other)
    }
    guard let word = word() else { return nil }
    if let scale = Self.scales[word] {
      place += 1
      return scaled(scale, .other)
    }
    if word == "percent" || word == "per" && self.word(1) == "cent" {
      place += word == "percent" ? 1 : 2
      let whole = readings.filter { $0.count == 1 }
      return .number(whole + whole.map { [$0[0] / 100] }, .other)
    }
    if word == "point" { return decimals(behind: number) }
    if kind != .fraction, let part = Self.parts[word] {
      place += 1
      return scaled(1 / part, .fraction)
    }
    if word == "and", kind != .fraction, let whole = readings.first, whole.count == 1 {
      var ahead = self
      ahead.place += 1
      if ahead.place < tokens.count, case .number(let part, .fraction)? = ahead.number() {
        self = ahead
        return .value(whole[0] + (part.first?.first ?? 0), .other)
      }
    }
    return nil
  }

  /// Three point one four.
  private mutating func decimals(behind number: AnswerToken) -> AnswerToken? {
    guard case .number(let readings, _) = number, let whole = readings.first, whole.count == 1 else { return nil }
    var (value, unit, ahead) = (whole[0], 1.0, 1)
    while let digit = word(ahead).flatMap({ Self.small.firstIndex(of: $0) }), digit < 10 {
      unit /= 10
      value += Double(digit) * unit
      ahead += 1
    }
    guard ahead > 1 else { return nil }
    place += ahead
    return .value(value)
  }
}
