/// Finds which of several choices somebody means who types its number or its letter, or says it in words.
struct ChosenWords {
  private let choices: [[String]]
  /// The parts of each choice between its commas.
  private let parts: [[Set<String>]]
  /// The choices as sums of letters, where they are such.
  private let sums: [LetterSum?]

  init(_ choices: [String]) {
    self.choices = choices.map(Self.words)
    sums = choices.map(LetterSum.init)
    parts = choices.map { $0.split(separator: ",").map { Set(Self.words(String($0))) } }
  }

  /// Lower case, without signs.
  private static func words(_ text: String) -> [String] {
    text.lowercased().map { $0 == "×" ? "x" : $0 }
      .split { !($0.isLetter || $0.isNumber) && !"'’".contains($0) }
      .map { $0.filter { !"'’".contains($0) } }.map { String($0) }
  }

  private static let places = ["first", "second", "third", "fourth", "fifth", "sixth"]
  private static let yes: Set = ["y", "yes", "yeah", "yep", "yup", "ja", "true", "right", "sure"]
  private static let no: Set = ["n", "no", "nope", "nah", "nein", "false", "not"]
  /// Words that choose nothing.
  private static let quiet: Set = [
    "a", "an", "the", "it", "its", "is", "i", "think", "guess", "number", "option", "choice", "answer", "maybe",
    "would",
    "be", "say", "one",
  ]
  /// Words between two things that are said of something.
  private static let joints: Set = ["and", "but", "while", "so", "yet"]
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

  /// The one choice of which `holds` is true.
  private func only(_ holds: ([String]) -> Bool) -> Int? {
    let found = choices.indices.filter { holds(choices[$0]) }
    return found.count == 1 ? found[0] : nil
  }

  private func inWords(_ words: [String]) -> Int? {
    let telling = words.filter { !Self.quiet.contains($0) }
    if telling.count == 1, let place = Self.places.firstIndex(of: telling[0]) {
      return choices.indices.contains(place) ? place : nil
    }
    if telling == ["last"] { return choices.count - 1 }
    guard !telling.isEmpty else { return nil }
    let index = only { choice in
      telling.allSatisfy { word in choice.contains { $0 == word || word.count > 2 && $0.hasPrefix(word) } }
    }
    return index ?? said(telling)
  }

  /// The choice of which all is true that is said of it: of “less noise, more lag” somebody may say “lag grows”.
  private func inParts(_ typed: String) -> Int? {
    let said = typed.split(separator: ",").flatMap { part in
      meant(Self.words(String(part))).split { Self.joints.contains($0) }.map { Set($0) }
    }
    guard !said.isEmpty else { return nil }
    let found = parts.indices.filter { index in
      said.allSatisfy { part in parts[index].contains { $0.isSuperset(of: part) } }
    }
    return found.count == 1 ? found[0] : nil
  }

  /// The words that tell something, less and more by their own names where the choices speak of them.
  private func meant(_ words: [String]) -> [String] {
    let known = Set(choices.joined())
    let isAmounts = known.isSuperset(of: ["less", "more"])
    return words.filter { !Self.quiet.contains($0) }.compactMap { word in
      guard isAmounts, !known.contains(word), let other = Self.lessAndMore.first(where: { $0.said.contains(word) })
      else { return word }
      return other.word.isEmpty ? nil : other.word
    }
  }

  /// The choices that hold every word which was typed; none where all of them or no word tells anything.
  func fitting(_ typed: String) -> [Int] {
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
