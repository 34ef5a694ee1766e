/// What a typed answer is made of.
enum AnswerToken: Hashable {
  /// A number. Where a sign has two meanings there are several readings, each a list: `4,0` is 4 or 4 and 0.
  case number([[Double]], Kind)
  /// Between two numbers: adds, multiplies, divides, raises.
  case plus, times, slash, power
  /// Between the sides of a shape, which it multiplies as well: 7 × 7, 7 by 7.
  case by
  /// Less, the sign of a negative number, from … to, or no more than a line between two numbers.
  case dash(before: Bool, after: Bool)
  /// From … to.
  case range
  /// One part of so many.
  case of
  case open, close
  /// Between the values of a list.
  case separator
  /// What comes before is only said; what comes behind is meant.
  case equals
  /// It is left open what is meant: `5 or 6`, `not 5`, `< 5`.
  case doubt
  /// A word that is no number.
  case word(String)

  /// How a number is written.
  enum Kind: Hashable {
    /// In digits alone, so many of them.
    case digits(Int)
    /// Behind a letter: the 2 of `x2`.
    case label
    /// As a part of one: half, ¾.
    case fraction
    /// In any other way: nine, 2 million, 50 %.
    case other
  }

  /// A number with one reading.
  static func value(_ value: Double, _ kind: Kind = .other) -> AnswerToken { .number([[value]], kind) }
}

/// Takes a typed answer apart.
struct AnswerLexer {
  private let signs: [Character]
  private var place = 0
  private(set) var tokens: [AnswerToken] = []

  init(_ text: String) {
    signs = Array(text.lowercased().map { Self.plain[$0] ?? $0 })
    while place < signs.count { step() }
    join()
  }

  /// Signs that are written in several ways.
  private static let plain: [Character: Character] = [
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "✕": "×", "·": "*", "∗": "*", "•": "*", "⋅": "*",
    "÷": "/", "⁄": "/", "’": "'", "{": "(", "[": "(", "}": ")", "]": ")", "≈": "=", "…": "…", "\t": " ",
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8", "₉": "9",
  ]
  private static let fractions: [Character: Double] = [
    "½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5,
    "⅙": 1 / 6, "⅚": 5 / 6, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8,
  ]
  private static let powers: [Character: Double] = [
    "⁰": 0, "¹": 1, "²": 2, "³": 3, "⁴": 4, "⁵": 5, "⁶": 6, "⁷": 7, "⁸": 8, "⁹": 9,
  ]

  private func sign(_ offset: Int = 0) -> Character? {
    signs.indices.contains(place + offset) ? signs[place + offset] : nil
  }

  private func isDigit(_ offset: Int = 0) -> Bool { sign(offset).map { ("0"..."9").contains($0) } ?? false }

  private var isBehindNumber: Bool { if case .number(_, let kind) = tokens.last { kind != .label } else { false } }

  // MARK: Signs

  private mutating func step() {
    guard let sign = sign() else { return }
    let isNumber = isDigit() || (sign == "." || sign == ",") && isDigit(1) && !isDigit(-1)
    if isNumber { return number() }
    if sign.isLetter { return word() }
    if let fraction = Self.fractions[sign] {
      tokens.append(.value(fraction, .fraction))
    } else if let power = Self.powers[sign] {
      if isBehindNumber { tokens += [.power, .value(power)] }
    } else {
      switch sign {
      case "-":
        let isApart = (before: place == 0 || self.sign(-1) == " ", after: self.sign(1) == nil || self.sign(1) == " ")
        tokens.append(.dash(before: isApart.before, after: isApart.after))
      case "*" where self.sign(1) == "*":
        tokens.append(.power)
        place += 1
      case "*": tokens.append(.times)
      case "×": tokens.append(.by)
      case "/": tokens.append(.slash)
      case "+": tokens.append(.plus)
      case "^": tokens.append(.power)
      case "%": tokens.append(.word("percent"))
      case "=": tokens.append(.equals)
      case "(": tokens.append(.open)
      case ")": tokens.append(.close)
      case ",", ";", "|", "&", ":": tokens.append(.separator)
      case "." where self.sign(1) == ".", "…":
        tokens.append(.range)
        while self.sign(1) == "." { place += 1 }
      case "<", ">", "≤", "≥": tokens.append(.doubt)
      default: break
      }
    }
    place += 1
  }

  /// Digits with what may stand between them.
  private mutating func number() {
    var run = ""
    while let sign = sign() {
      let isInside = isDigit(1) && (isDigit(-1) || run.isEmpty)
      if isDigit() || (sign == "." || sign == ",") && isInside {
        run.append(sign)
      } else if !((sign == "'" || sign == "_") && isInside) {
        break
      }
      place += 1
    }
    var readings = Self.readings(of: run)
    func scale(_ factor: Double) { readings = readings.map { $0.count == 1 ? [$0[0] * factor] : $0 } }
    let next = sign(1)
    let exponentSigns = next == "-" || next == "+" ? 1 : 0
    if sign() == "e", isDigit(1 + exponentSigns) {
      let isNegative = next == "-"
      place += 1 + exponentSigns
      var exponent = 0
      while isDigit(), let digit = sign()?.wholeNumberValue {
        exponent = min(exponent * 10 + digit, 99)
        place += 1
      }
      for _ in 0..<exponent { scale(isNegative ? 0.1 : 10) }
    } else if sign() == "k", !(next?.isLetter ?? false) {
      scale(1000)
      place += 1
    } else if let end = sign(), let second = next, ["st", "nd", "rd", "th"].contains("\(end)\(second)"),
      !(sign(2)?.isLetter ?? false)
    {
      place += 2
    }
    tokens.append(.number(readings, .digits(run.count)))
  }

  /// What digits with points and commas may mean: thousands and decimals as written in English and on the continent,
  /// or a list.
  static func readings(of run: String) -> [[Double]] {
    func number(thousands: Character, decimal: Character) -> Double? {
      let parts = run.split(separator: decimal, omittingEmptySubsequences: false)
      guard parts.count <= 2, let whole = parts.first else { return nil }
      let groups = whole.split(separator: thousands, omittingEmptySubsequences: false)
      guard parts.count == 1 || !parts[1].contains(thousands), groups.count == 1 || (1...3).contains(groups[0].count),
        groups.count == 1 || groups[0] != "0", groups.dropFirst().allSatisfy({ $0.count == 3 })
      else { return nil }
      return Double((groups.joined().isEmpty ? "0" : groups.joined()) + (parts.count == 2 ? "." + parts[1] : ""))
    }
    var readings: [[Double]] = []
    func add(_ values: [Double]?) {
      if let values, !values.isEmpty, values.allSatisfy(\.isFinite), !readings.contains(values) {
        readings.append(values)
      }
    }
    add(number(thousands: ",", decimal: ".").map { [$0] })
    add(number(thousands: ".", decimal: ",").map { [$0] })
    for separator in [",", "."] as [Character] where run.contains(separator) {
      let parts = run.split(separator: separator).map { Double($0.hasPrefix(".") ? "0" + $0 : String($0)) }
      if parts.count > 1, !parts.contains(nil), separator == "," || parts.count > 2 { add(parts.compactMap { $0 }) }
    }
    return readings
  }

  /// Letters; a letter or two with a number behind them are a name such as x2, unless they follow a number as its unit.
  private mutating func word() {
    var word = ""
    while let sign = sign(), sign.isLetter || sign == "'" && !word.isEmpty && (self.sign(1)?.isLetter ?? false) {
      word.append(sign)
      place += 1
    }
    if word == "x", isBehindNumber { return tokens.append(.by) }
    let isUnit = isBehindNumber
    var ahead = 0
    var power = false
    switch sign() {
    case "_" where isDigit(1): ahead = 1
    case "(" where word.count <= 2 && isDigit(1):
      var end = 1
      while isDigit(end) { end += 1 }
      if sign(end) == ")" { ahead = 1 }
    case "^" where isDigit(1): (ahead, power) = (1, true)
    case let sign?: power = Self.powers[sign] != nil
    case nil: break
    }
    guard word.count <= 2 else { return tokens.append(.word(word)) }
    if power {
      // The square of a unit: 27 C².
      place += 1
      while isDigit() { place += 1 }
      tokens.append(.word(word))
    } else if isDigit(ahead) {
      place += ahead
      var digits = ""
      while isDigit(), let digit = sign() {
        digits.append(digit)
        place += 1
      }
      if ahead == 1, sign() == ")" { place += 1 }
      tokens.append(isUnit ? .word(word) : .value(Double(digits) ?? 0, .label))
    } else {
      tokens.append(.word(word))
    }
  }

  // MARK: Words

  /// Makes numbers of words, and of numbers with words behind them.
  private mutating func join() {
    var joined: [AnswerToken] = []
    var words = NumberWords(tokens)
    while let token = words.next() { joined.append(token) }
    tokens = joined
  }
}
