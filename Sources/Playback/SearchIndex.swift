import Lecture

/// A step that can be found by its words.
struct SearchEntry: Hashable, Sendable {
  let scene: Int
  let step: Int
  let title: String
  let caption: String
  /// Whether it is the first step that is shown of its scene, which the title counts for.
  private let isFirst: Bool
  private let titleWords: [SearchWord]
  private let captionWords: [SearchWord]
  private let foldedTitle: String
  private let foldedCaption: String
  private let otherNames: [String]

  init(
    scene: Int, step: Int, isFirst: Bool? = nil, title: String, id: String, otherNames: [String] = [], caption: String
  ) {
    self.isFirst = isFirst ?? (step == 0)
    (self.scene, self.step, self.title, self.caption) = (scene, step, title, caption)
    titleWords = SearchWord.words(of: title) + SearchWord.words(of: id)
    captionWords = SearchWord.words(of: caption)
    (foldedTitle, foldedCaption) = (SearchWord.folded(title), SearchWord.folded(caption))
    self.otherNames = otherNames.map { name in SearchWord.words(of: name).map(\.text).joined(separator: " ") }
  }

  /// How well the words of a query are found here, the best first; `nil` where one of them is not found at all.
  /// A title counts at a scene's first step alone, so that it is found once.
  func rank(_ query: [SearchWord], _ phrase: String) -> Int? {
    // Another name counts as a whole: its words alone are words of other topics.
    if isFirst, phrase.count > 5, otherNames.contains(where: { (" " + $0).contains(" " + phrase) }) { return 2 }
    let inTitle = query.map { Self.quality(of: $0, titleWords, foldedTitle) }
    let inCaption = query.map { Self.quality(of: $0, captionWords, foldedCaption) }
    guard isFirst || inCaption.contains(where: { $0 != nil }) else { return nil }
    var ranks: [Int] = []
    if isFirst, let rank = Self.rank(query, titleWords, foldedTitle, phrase) { ranks.append(rank) }
    // One word in the title and another in the caption: it is this scene, and here.
    if zip(inTitle, inCaption).allSatisfy({ $0 != nil || $1 != nil }), inTitle.contains(where: { $0 != nil }) {
      ranks.append(8)
    }
    if let rank = Self.rank(query, captionWords, foldedCaption, phrase) { ranks.append(12 + rank) }
    return ranks.min()
  }

  /// 0 for the phrase itself, more for words apart, for other forms of them, and for parts of words.
  private static func rank(_ query: [SearchWord], _ words: [SearchWord], _ folded: String, _ phrase: String) -> Int? {
    var worst = 0
    for word in query {
      guard let quality = quality(of: word, words, folded) else { return nil }
      worst = max(worst, quality)
    }
    let isPhrase =
      worst == 0 ? (" " + folded).contains(" " + phrase) : query.count > 1 && follow(query, in: words)
    return 2 * worst + (isPhrase || query.count == 1 ? 0 : 1)
  }

  /// 0 for a word or its beginning, 1 for another form of it, 2 for a part of a word.
  private static func quality(of word: SearchWord, _ words: [SearchWord], _ folded: String) -> Int? {
    if words.contains(where: { $0.text.hasPrefix(word.text) }) { return 0 }
    if words.contains(where: { $0.stem == word.stem }) { return 1 }
    return folded.contains(word.text) ? 2 : nil
  }

  /// Whether the words stand one behind the other, in whatever form.
  private static func follow(_ query: [SearchWord], in words: [SearchWord]) -> Bool {
    guard query.count <= words.count else { return false }
    return (0...words.count - query.count).contains { start in
      query.indices.allSatisfy {
        words[start + $0].stem == query[$0].stem || words[start + $0].text.hasPrefix(query[$0].text)
      }
    }
  }
}

/// A word in lower case, and what its forms have in common.
struct SearchWord: Hashable, Sendable {
  let text: String
  let stem: String

  init(_ text: String) {
    self.text = text
    stem = Self.stem(of: text)
  }

  /// The words of a text, and its numbers.
  static func words(of text: String) -> [SearchWord] {
    folded(text).split { !($0.isLetter || $0.isNumber) }.map { SearchWord(String($0)) }
  }

  /// Lower case, with the signs that a keyboard has.
  static func folded(_ text: String) -> String {
    String(text.lowercased().map { $0 == "×" ? "x" : $0 == "−" ? "-" : $0 })
  }

  /// What is left of an English word without its endings: shar of share, shares, shared and sharing; weight of weights;
  /// pad of padding and padded.
  static func stem(of word: String) -> String {
    guard word.count > 3, word.allSatisfy(\.isLetter) else { return word }
    var stem = word[...]
    func strip(_ ending: String, keeping least: Int) -> Bool {
      guard stem.hasSuffix(ending), stem.count - ending.count >= least else { return false }
      stem = stem.dropLast(ending.count)
      return true
    }
    if strip("ies", keeping: 2) {
      stem += "y"
    } else if !["ss", "us", "as", "is"].contains(where: stem.hasSuffix) {
      _ = strip("s", keeping: 3)
    }
    let isVerb = strip("ing", keeping: 3) || strip("ed", keeping: 2) || strip("ion", keeping: 5)
    if isVerb, let last = stem.last, stem.dropLast().last == last, !"lsz".contains(last) { stem = stem.dropLast() }
    if stem.count > 3, stem.last == "e" { stem = stem.dropLast() }
    if stem.count > 3, stem.last == "y" { stem = stem.dropLast() + "i" }
    return String(stem)
  }
}
