/// What a terminal answers when it is asked what it can do with pictures.
enum TerminalAnswer: Hashable {
  /// kitty's graphics protocol: whether the command about the image `id` could be obeyed.
  case image(id: UInt32, isGood: Bool)
  /// The primary device attributes (DA1): numbers that stand for what the terminal has. Every terminal answers these.
  case attributes([Int])
  /// The size of a cell in pixels.
  case cell(width: Int, height: Int)
  /// How many colours sixels can have at once.
  case colors(Int)

  /// The answer that a control sequence is, by what stands between `ESC [` and its final character.
  init?(parameters text: String, final: UInt32) {
    func numbers(_ text: Substring) -> [Int]? {
      let parts = text.split(separator: ";", omittingEmptySubsequences: false)
      // One that is left out is 0 (ECMA-48, 5.4.2); kitty's attributes end with one.
      let numbers = parts.compactMap { $0.isEmpty ? 0 : Int($0) }
      return numbers.count == parts.count && numbers.allSatisfy { $0 >= 0 } ? numbers : nil
    }
    let isPrivate = text.hasPrefix("?")
    guard let numbers = numbers(isPrivate ? text.dropFirst() : text[...]) else { return nil }
    switch (isPrivate, Unicode.Scalar(final)) {
    case (true, "c"):
      // The first one says which terminal it is like.
      self = .attributes(Array(numbers.dropFirst()))
    case (true, "S"):
      guard numbers.count == 3, numbers[0] == 1, numbers[1] == 0 else { return nil }
      self = .colors(numbers[2])
    case (false, "t"):
      guard numbers.count == 3, numbers[0] == 6, (2...512).contains(numbers[1]), (2...512).contains(numbers[2]) else {
        return nil
      }
      self = .cell(width: numbers[2], height: numbers[1])
    default: return nil
    }
  }

  /// The answer that an application command is, by what stands between `ESC _` and `ESC \`: `Gi=7;OK`.
  init?(command text: String) {
    guard text.first == "G", let end = text.firstIndex(of: ";") else { return nil }
    let keys = text[text.index(after: text.startIndex)..<end].split(separator: ",")
    guard let id = keys.first(where: { $0.hasPrefix("i=") }).flatMap({ UInt32($0.dropFirst(2)) }) else { return nil }
    self = .image(id: id, isGood: text[text.index(after: end)...] == "OK")
  }
}
