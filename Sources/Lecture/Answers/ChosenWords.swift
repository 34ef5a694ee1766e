/// Finds which of several choices somebody means who types its number or its letter, or says it in words.
struct ChosenWords {
  private let choices: [[String]]

  init(_ choices: [String]) { self.choices = choices.map(Self.words) }

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

  /// The choice that `typed` means; `nil` for none or more than one.
  func index(of typed: String) -> Int? {
    let words = Self.words(typed)
    guard !words.isEmpty else { return nil }
    let hasLetters = words.contains { $0.contains(where: \.isLetter) }
    if hasLetters, let same = only({ $0 == words }) { return same }
    // One letter, as choices are often lettered, or the y of yes.
    if words.count == 1, let letter = words[0].first, words[0].count == 1, letter.isLetter {
      if Self.yes.contains(words[0]) || Self.no.contains(words[0]) { return said(words) }
      let index = Array("abcdefgh").firstIndex(of: letter)
      return index.flatMap { choices.indices.contains($0) ? $0 : nil }
    }
    if hasLetters, let index = inWords(words) { return index }
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

  /// The choice that begins with yes, or with no.
  private func said(_ words: [String]) -> Int? {
    let (isYes, isNo) = (words.contains { Self.yes.contains($0) }, words.contains { Self.no.contains($0) })
    guard isYes != isNo else { return nil }
    return only { $0.first == (isYes ? "yes" : "no") }
  }
}
