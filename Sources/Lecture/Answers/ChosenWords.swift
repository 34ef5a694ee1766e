/// Finds which of several choices somebody means who types its number or its letter, or says it in words.
struct ChosenWords {
  private let choices: [[String]]
  /// The parts of each choice between its commas.
  private let parts: [[Set<String>]]
  /// The choices as sums of letters, where they are such.
  private let sums: [LetterSum?]
  /// The words of each choice that it does not deny: of “vertical edges, no horizontal ones” the first two.
  private let affirmed: [[String]]

  init(_ choices: [String]) {
    self.choices = choices.map(Self.words)
    sums = choices.map(LetterSum.init)
    affirmed = choices.map {
      $0.split(separator: ",").flatMap { Self.words(String($0)).prefix { !Self.denials.contains($0) } }
    }
    let parts = choices.map { $0.split(separator: ",").map { Set(Self.words(String($0))) } }
    // “More of both” says more of each thing that the other choices speak of.
    let known = Set(self.choices.joined())
    let things = known.isSuperset(of: Self.amounts) ? known.subtracting(Self.amounts) : []
    self.parts = parts.map { $0.map { $0.contains("both") ? $0.union(things) : $0 } }
  }

  /// Lower case, without signs.
  private static func words(_ text: String) -> [String] {
    text.lowercased().map { $0 == "×" ? "x" : $0 }
      .split { !($0.isLetter || $0.isNumber) && !"'’".contains($0) }
      .map { $0.filter { !"'’".contains($0) } }.map { String($0) }
  }

  /// What is said before the number of a choice.
  private static let labels: Set = ["number", "option", "choice", "answer"]
  private static let places = ["first", "second", "third", "fourth", "fifth", "sixth"]
  private static let yes: Set = ["y", "yes", "yeah", "yep", "yup", "ja", "true", "right", "sure"]
  private static let no: Set = ["n", "no", "nope", "nah", "nein", "false", "not"]
  private static let denials: Set = ["no", "not", "without"]
  /// Words that choose nothing.
  private static let quiet: Set = [
    "a", "an", "the", "it", "its", "is", "i", "think", "guess", "number", "option", "choice", "answer", "maybe",
    "would",
    "be", "say", "one",
    "ones", "only", "just",
  ]
  /// Words between two things that are said of something.
  private static let joints: Set = ["and", "but", "while", "so", "yet"]
  private static let amounts: Set = ["less", "more"]
  /// What people say for less and for more, with the verbs that lead to it.
  private static let lessAndMore: [(word: String, said: Set<String>)] = [
    ("less", ["smaller", "lower", "fewer", "falls", "fall", "drops", "decreases", "shrinks", "down", "weaker"]),
    ("more", ["larger", "bigger", "greater", "higher", "grows", "grow", "rises", "increases", "up", "stronger"]),
    ("", ["goes", "gets", "becomes", "will", "go", "get", "become", "there"]),
  ]

  /// The choice that `typed` means; `nil` for none or more than one.
  func index(of typed: String) -> Int? {
    let words = Self.words(typed)
    guard !words.isEmpty else { return nil }
    if let sum = LetterSum(typed), let index = sums.firstIndex(of: sum) { return index }
    // A part of a sum, or one with other signs, is not the sum.
    guard !isExpression(typed, words) else { return nil }
    let hasLetters = words.contains { $0.contains(where: \.isLetter) }
    if hasLetters, let same = only({ $0 == words }) { return same }
    // One letter, as choices are often lettered, or the y of yes.
    if words.count == 1, let letter = words[0].first, words[0].count == 1, letter.isLetter {
      if Self.yes.contains(words[0]) || Self.no.contains(words[0]) { return said(words) }
      let index = Array("abcdefgh").firstIndex(of: letter)
      return index.flatMap { choices.indices.contains($0) ? $0 : nil }
    }
    if hasLetters, let index = inParts(typed) ?? inWords(words) { return index }
    let numbers = TypedAnswer(typed).numbers
    if let number = named(words) {
      let holders = choices.indices.filter { index in choices[index].contains { number.isSaid(by: $0) } }
      if !holders.isEmpty { return holders.count == 1 ? holders[0] : nil }
    }
    let isAlone = words.allSatisfy { Self.quiet.contains($0) || !TypedAnswer($0).numbers.isEmpty }
    if isAlone, let number = numbers.first.flatMap({ Int(exactly: $0) }), (1...choices.count).contains(number) {
      return number - 1
    }
    // Where the choices are numbers themselves, one of these.
    return only { choice in
      let values = TypedAnswer(choice.joined(separator: " ")).numbers
      return !values.isEmpty && values.contains { numbers.contains($0) }
    }
  }

  /// Whether an answer writes a sum of letters where all choices are such.
  private func isExpression(_ typed: String, _ words: [String]) -> Bool {
    guard sums.allSatisfy({ $0 != nil }) else { return false }
    return typed.contains("+") || words.contains { word in choices.contains { $0.contains(word) } }
  }

  /// The one choice of which `holds` is true.
  private func only(_ holds: ([String]) -> Bool) -> Int? { onlyIndex { holds(choices[$0]) } }

  private func onlyIndex(_ holds: (Int) -> Bool) -> Int? {
    let found = choices.indices.filter(holds)
    return found.count == 1 ? found[0] : nil
  }

  /// A number written as a word, which a choice may speak of.
  private struct NamedNumber {
    let word: String
    let value: Double

    /// Whether a word of a choice is this number, written as a word or in digits.
    func isSaid(by other: String) -> Bool { other == word || Double(other) == value }
  }

  /// The only number of an answer that says no more than that, where it is written as a word; `nil` where it is said to
  /// be a choice's: of “option one” and “number two” no choice need speak.
  private func named(_ words: [String]) -> NamedNumber? {
    let places = words.indices.filter { NumberWords.small.contains(words[$0]) }
    guard places.count == 1, let place = places.first, let value = NumberWords.small.firstIndex(of: words[place]),
      words.indices.allSatisfy({ $0 == place || Self.quiet.contains(words[$0]) }),
      place == 0 || !Self.labels.contains(words[place - 1])
    else { return nil }
    return NamedNumber(word: words[place], value: Double(value))
  }

  private func inWords(_ words: [String]) -> Int? {
    let telling = words.filter { !Self.quiet.contains($0) }
    if telling.count == 1, let place = Self.places.firstIndex(of: telling[0]) {
      return choices.indices.contains(place) ? place : nil
    }
    if telling == ["last"] { return choices.count - 1 }
    guard !telling.isEmpty else { return nil }
    func holdsAll(_ choice: [String]) -> Bool {
      telling.allSatisfy { word in choice.contains { $0 == word || word.count > 2 && $0.hasPrefix(word) } }
    }
    return only(holdsAll) ?? onlyIndex { holdsAll(affirmed[$0]) } ?? said(telling)
  }

  /// The choice of which all is true that is said of it: of “less noise, more lag” somebody may say “lag grows”.
  private func inParts(_ typed: String) -> Int? {
    let found = holding(typed)
    return found.count == 1 ? found[0] : nil
  }

  /// The choices of which all is true that is said.
  private func holding(_ typed: String) -> [Int] {
    let said = typed.split(separator: ",").flatMap { part in
      meant(Self.words(String(part))).split { Self.joints.contains($0) }.flatMap { Self.byAmounts(Array($0)) }
    }
    guard !said.isEmpty else { return [] }
    return parts.indices.filter { index in
      said.allSatisfy { part in parts[index].contains { $0.isSuperset(of: part) } }
    }
  }

  /// Of “less noise more lag” two things are said: words with an amount in each half, or each third.
  private static func byAmounts(_ words: [String]) -> [Set<String>] {
    let count = words.count { amounts.contains($0) }
    guard count > 1, words.count.isMultiple(of: count) else { return [Set(words)] }
    let size = words.count / count
    let groups = (0..<count).map { words[$0 * size..<($0 + 1) * size] }
    let isEach = groups.allSatisfy { group in group.count { amounts.contains($0) } == 1 }
    return isEach ? groups.map { Set($0) } : [Set(words)]
  }

  /// The words that tell something, less and more by their own names where the choices speak of them.
  private func meant(_ words: [String]) -> [String] {
    let known = Set(choices.joined())
    let isAmounts = known.isSuperset(of: Self.amounts)
    return words.filter { !Self.quiet.contains($0) }.compactMap { word in
      guard isAmounts, !known.contains(word), let other = Self.lessAndMore.first(where: { $0.said.contains(word) })
      else { return word }
      return other.word.isEmpty ? nil : other.word
    }
  }

  /// The choices that hold every word which was typed; none where all of them or no word tells anything.
  func fitting(_ typed: String) -> [Int] {
    let held = holding(typed)
    if held.count > 1, held.count < choices.count { return held }
    let words = meant(Self.words(typed)).filter { !Self.joints.contains($0) }
    guard !words.isEmpty else { return [] }
    let found = choices.indices.filter { Set(choices[$0]).isSuperset(of: words) }
    return found.count < choices.count ? found : []
  }

  /// The choice that begins with yes, or with no.
  private func said(_ words: [String]) -> Int? {
    let (isYes, isNo) = (words.contains { Self.yes.contains($0) }, words.contains { Self.no.contains($0) })
    guard isYes != isNo else { return nil }
    return only { $0.first == (isYes ? "yes" : "no") }
  }
}
