import CNcurses
import CellCanvas
import Testing

@testable import TerminalInterface

@Suite struct TerminfoEntryTests {
  /// A small entry: two flags, three numbers, strings with a gap, and named capabilities of each kind.
  private var small: TerminfoEntry {
    get throws {
      var entry = try #require(TerminfoEntry(TerminfoEntry.compiledExample))
      entry.namedFlags = [.init(name: Array("AX".utf8), value: 1)]
      entry.namedNumbers = [.init(name: Array("U8".utf8), value: 1)]
      entry.namedStrings = [
        .init(name: Array("E3".utf8), value: Array("\u{1B}[3J".utf8)), .init(name: Array("Ms".utf8), value: nil),
        .init(name: Array("XM".utf8), value: Array("x".utf8)),
      ]
      return entry
    }
  }

  @Test func theShortLayoutIsRead() throws {
    let entry = try #require(TerminfoEntry(TerminfoEntry.compiledExample))
    #expect(entry.names == Array("tiny|a small terminal".utf8))
    #expect(entry.flags == [0, 1])
    #expect(entry.numbers == [80, -1, 24])
    #expect(entry.strings == [Array("\u{07}".utf8), nil, Array("\r".utf8)])
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let entry = try small
    #expect(TerminfoEntry(entry.compiled) == entry)
  }

  @Test(arguments: ["xterm-256color", "xterm", "vt100", "linux", "tmux-256color", "screen"])
  func installedEntriesAreReadAndWritten(_ name: String) throws {
    let entry = try #require(TerminfoDatabase.entry(name, environment: Environment([:])))
    #expect(String(decoding: entry.names, as: UTF8.self).split(separator: "|").contains { $0 == name })
    #expect(TerminfoEntry(entry.compiled) == entry)
    #expect(entry.environmentValue.hasPrefix("hex:1E02"))
  }

  @Test func brokenEntriesAreRefusedOrReadInPart() throws {
    let bytes = try small.compiled
    for count in 0..<bytes.count { _ = TerminfoEntry(Array(bytes[..<count])) }
    for index in 0..<bytes.count {
      var damaged = bytes
      damaged[index] ^= 0xFF
      _ = TerminfoEntry(damaged)
    }
    #expect(TerminfoEntry([]) == nil)
    #expect(TerminfoEntry(Array(repeating: 0x7F, count: 100)) == nil)
  }

  @Test func namesThatAreNoNamesAreNotLookedUp() {
    #expect(TerminfoDatabase.entry("", environment: Environment([:])) == nil)
    #expect(TerminfoDatabase.entry("../../../etc/passwd", environment: Environment([:])) == nil)
    #expect(TerminfoDatabase.entry("no-such-terminal", environment: Environment(["HOME": "/nowhere"])) == nil)
  }

  @Test func aPatchTeachesColoursAndLeavesTheMouseAlone() throws {
    let entry = try #require(TerminfoDatabase.entry("xterm-256color", environment: Environment([:])))
    let direct = entry.patched(for: .truecolor)
    #expect(direct.numbers[13] == 0x100_0000)
    #expect(direct.namedFlags.contains { $0.name == Array("RGB".utf8) && $0.value == 1 })
    #expect(entry.strings[355] != nil && direct.strings[355] == nil, "reports of the mouse are read as they come")
    let indexed = entry.patched(for: .palette256)
    #expect(indexed.strings[359] == entry.strings[359], "what the terminal can already do stays as it is")
    #expect(indexed.numbers[14] == 0x10000)
    let plain = try #require(TerminfoDatabase.entry("vt100", environment: Environment([:]))).patched(for: .palette16)
    #expect(plain.numbers[13] == 8)
    #expect(plain.strings[355] == nil, "a terminal without a mouse gets none")
  }
}

extension TerminfoEntry {
  /// An entry in the layout with short numbers, byte by byte.
  static let compiledExample: [UInt8] =
    [0x1A, 0x01, 22, 0, 2, 0, 3, 0, 3, 0, 4, 0]
    + Array("tiny|a small terminal".utf8) + [0]  // 22 bytes of names
    + [0, 1]  // flags; an even place follows
    + [80, 0, 0xFF, 0xFF, 24, 0]  // numbers
    + [0, 0, 0xFF, 0xFF, 2, 0]  // where the strings begin
    + [0x07, 0, 0x0D, 0]  // the strings
}
