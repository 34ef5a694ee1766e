import Foundation
import Testing

@testable import Playback

/// The README's table of keys says what the keymap does: every key of the lecture, and no other.
@Suite struct ReadmeKeysTests {
  private static let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("README.md")

  /// The rows of the table: the keys' names, and what they do.
  private func rows() throws -> [(keys: [String], text: String)] {
    let lines = try String(contentsOf: Self.readme, encoding: .utf8).components(separatedBy: "\n")
    let start = try #require(lines.firstIndex(of: "| keys | do |"))
    return lines[(start + 2)...].prefix { $0.hasPrefix("|") }.map { line in
      let cells = line.split(separator: " | ", maxSplits: 1).map { $0.trimmingCharacters(in: ["|", " "]) }
      let keys = cells[0].split(separator: " ").map { key in
        key.count > 1 && (key.hasSuffix(",") || key.hasSuffix(";")) ? String(key.dropLast()) : String(key)
      }
      // Words bind the keys' names; those have capitals or are letters.
      return (keys.filter { $0 == "digits" || $0.wholeMatch(of: /or|;|[a-z]{3,}/) == nil }, cells[1])
    }
  }

  @Test func everyKeyOfTheLectureIsInTheTable() throws {
    let named = Set(try rows().flatMap(\.keys))
    for binding in Keymap.standard.bindings[.lecture] ?? [] where ![.redraw, .close].contains(binding.command) {
      for trigger in binding.triggers { #expect(named.contains(trigger.name), "\(trigger.name): \(binding.help)") }
    }
  }

  @Test func everyRowSaysWhatItsKeysDo() throws {
    let bindings = [Context.lecture, .number].flatMap { Keymap.standard.bindings[$0] ?? [] }
    for row in try rows() {
      for key in row.keys {
        let helps = bindings.filter { $0.triggers.contains { $0.name == key } }.map(\.help)
        #expect(!helps.isEmpty, "no key \(key)")
        #expect(
          helps.contains { !stems($0).isDisjoint(with: stems(row.text)) }, "\(key) is “\(helps)”, not “\(row.text)”")
      }
    }
  }

  /// The beginnings of a text's words, so that “predict” and “prediction” agree.
  private func stems(_ text: String) -> Set<Substring> {
    Set(
      text.lowercased().split { !$0.isLetter }.filter { !["a", "the", "or", "and", "of", "on"].contains($0) }
        .map { $0.prefix(4) })
  }
}
