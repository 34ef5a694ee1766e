import Foundation
import Testing

@testable import ConvolutionEngine

@Suite struct SafetensorsTests {
  /// A file's bytes from its header and so many bytes of data: 0, 1, 2 ...
  static func bytes(_ header: String, data count: Int = 0) -> [UInt8] {
    bytes(Array(header.utf8), data: count)
  }

  static func bytes(_ header: [UInt8], data count: Int = 0) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header
      + (0..<count).map { UInt8(truncatingIfNeeded: $0) }
  }

  /// The sentence with which bytes are refused; `nil` when they are read.
  static func refusal(_ bytes: [UInt8]) -> String? {
    do throws(SafetensorsError) {
      _ = try Safetensors(bytes: bytes, name: "w")
      return nil
    } catch {
      return error.description
    }
  }

  private static let tensor = #""a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}"#

  // MARK: What is read

  @Test func tensorsAreListedInTheOrderOfTheirData() throws {
    let file = try Safetensors(
      bytes: Self.bytes(
        #"""
        { "b" : {"data_offsets":[8,16],"dtype":"I64","shape":[]},
          "__metadata__": {"format":"pt", "made \"by\"":"\u00e4\ud83d\ude00\n"},
          "a": {"dtype":"BF16","shape":[2,2],"data_offsets":[0,8]}, "none": {"dtype":"U8","shape":[3,0],"data_offsets":[16,16]} }   
        """#, data: 16), name: "w")
    #expect(file.entries.map(\.name) == ["a", "b", "none"])
    #expect(file.entries.map(\.type.name) == ["BF16", "I64", "U8"])
    #expect(file.entries.map(\.shape) == [[2, 2], [], [3, 0]])
    #expect(file.entries.map(\.count) == [4, 1, 0])
    #expect(file.metadata == ["format": "pt", "made \"by\"": "ä😀\n"])
    #expect(file["c"] == nil)
  }

  @Test func numbersOfEveryReadableTypeAreRead() throws {
    let header = #"""
      {"s":{"dtype":"F32","shape":[1],"data_offsets":[3,7]},"h":{"dtype":"F16","shape":[2],"data_offsets":[7,11]},
      "b":{"dtype":"BF16","shape":[1,1],"data_offsets":[11,13]},"u":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}
      """#
    // Nothing in the format asks for tensors that begin at multiples of their numbers' size.
    let data: [UInt8] = [9, 9, 9, 0, 0, 0x20, 0xc0, 1, 0, 0, 0x7c, 0x49, 0x40]
    let file = try Safetensors(bytes: Self.bytes(header) + data, name: "w")
    #expect(try file.values(of: #require(file["s"])) == [-2.5])
    #expect(try file.values(of: #require(file["h"])) == [0x1p-24, .infinity])
    #expect(try file.values(of: #require(file["b"])) == [3.140625])
    let bytes = try #require(file["u"])
    #expect { try file.values(of: bytes) } throws: {
      "\($0)" == "“w” stores “u” as U8, and only F32, F16 and BF16 can be read"
    }
  }

  @Test func fileWithoutTensorsIsRead() {
    #expect(Self.refusal(Self.bytes("{}")) == nil)
    #expect(Self.refusal(Self.bytes("{}      ")) == nil)
    #expect(Self.refusal(Self.bytes(#"{"__metadata__":{}}"#)) == nil)
  }

  /// What is in a file beside the tensors that are wanted does not matter: types that came, or will come, after the
  /// others, and metadata that say nothing.
  @Test(arguments: ["F8_E4M3FNUZ", "F8_E5M2FNUZ", "F8_E8M0", "F8_E3M4", "I4", "Q4_K", "\\u001b[31mF32"])
  func aTypeThatNobodyAsksForIsNoFault(_ type: String) throws {
    let header =
      #"{"x":{"dtype":""# + type + #"","shape":[4],"data_offsets":[4,8]},"__metadata__":null,"#
      + #""y":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    let file = try Safetensors(bytes: Self.bytes(header, data: 8), name: "w")
    #expect(file.entries.map(\.name) == ["y", "x"] && file.metadata.isEmpty)
    #expect(try file.values(of: #require(file["y"])).count == 1)
    let other = try #require(file["x"])
    #expect(other.count == 4 && !other.type.isReadable)
    let shown = type.replacing("\\u001b", with: "?")
    #expect { try file.values(of: other) } throws: {
      "\($0)" == "“w” stores “x” as \(shown), and only F32, F16 and BF16 can be read"
    }
  }

  /// é is one character or two; Å has even three ways. Names are compared byte by byte, as the format's reference does.
  @Test(arguments: [
    ("caf\u{e9}", "cafe\u{301}"), ("\u{212b}", "\u{c5}"), ("\u{1e69}", "s\u{323}\u{307}"),
    ("\u{ac00}", "\u{1100}\u{1161}"),
  ]) func namesThatLookAlikeAreTwo(_ first: String, _ second: String) throws {
    let header =
      "{\"\(second)\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
      + "\"\(first)\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
      + "\"__metadata__\":{\"\(first)\":\"a\",\"\(second)\":\"b\"}}"
    let file = try Safetensors(bytes: Self.bytes(header) + [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40], name: "w")
    #expect(try file.values(of: #require(file[second])) == [1])
    #expect(try file.values(of: #require(file[first])) == [2])
    let written = Safetensors.bytes(of: [first, second].map { .init($0, shape: [], values: [3]) })
    #expect(try Safetensors(bytes: written, name: "w").entries.count == 2)
    let twice = Array(header.utf8).replacing(Array(first.utf8), with: Array(second.utf8))
    #expect(Self.refusal(Self.bytes(twice, data: 8))?.contains("names the tensor") == true)
  }

  // MARK: What is refused

  /// Headers on 24 bytes of data, and words of the sentence that each is refused with.
  private static let faults: [(header: String, words: String)] = [
    ("", "expected { as the first byte"), (" {}", "expected { as the first byte"), ("[]", "expected {"),
    ("{}", "the last 24 bytes belong to no tensor"), ("{" + tensor, "expected }"),
    ("{" + tensor + "}x", "expected nothing behind"), ("{" + tensor + ",}", "expected \""),
    ("{" + tensor + "," + tensor + "}", "names the tensor “a” twice"),
    (#"{"__metadata__":{"a":"b","a":"c"},"# + tensor + "}", "say “a” twice"),
    (#"{"__metadata__":{"a":1},"# + tensor + "}", "expected \""),
    (#"{"__metadata__":nul,"# + tensor + "}", "expected {"),
    (#"{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,24]}}"#, "2 × 2 in F32 takes 16 bytes, not the 24"),
    (#"{"a":{"dtype":"F8_E5M2FNUZ","shape":[6],"data_offsets":[0,24]}}"#, "6 in F8_E5M2FNUZ takes 6 bytes, not the 24"),
    (#"{"a":{"dtype":"F33","shape":[4611686018427387904,4],"data_offsets":[0,24]}}"#, "larger than any memory"),
    (#"{"a":{"dtype":"F4","shape":[47],"data_offsets":[0,24]}}"#, "47 in F4"),
    (#"{"a":{"dtype":"F32","shape":[5],"data_offsets":[4,24]}}"#, "4 bytes before “a” belong to no tensor"),
    (#"{"a":{"dtype":"F32","shape":[5],"data_offsets":[0,20]}}"#, "last 4 bytes belong to no tensor"),
    (#"{"a":{"dtype":"F32","shape":[7],"data_offsets":[0,28]}}"#, "is cut short: “a” ends at byte 28 of 24"),
    (#"{"a":{"dtype":"F32","shape":[6],"data_offsets":[24,0]}}"#, "ends before it begins"),
    (#"{"a":{"dtype":"F32","shape":[6],"data_offsets":[0,24,24]}}"#, "two data_offsets"),
    (#"{"a":{"dtype":"F32","shape":[6],"data_offsets":[0]}}"#, "two data_offsets"),
    (#"{"a":{"dtype":"F32","data_offsets":[0,24]}}"#, "needs a dtype, a shape"), (#"{"a":{}}"#, "needs a dtype"),
    (#"{"a":{"dtype":"F32","shape":[6],"shape":[6],"data_offsets":[0,24]}}"#, "has “shape” where"),
    (#"{"a":{"dtype":"F32","shape":[6],"size":24,"data_offsets":[0,24]}}"#, "has “size” where"),
    (#"{"a":{"dtype":"F32","shape":[-6],"data_offsets":[0,24]}}"#, "expected a whole number"),
    (#"{"a":{"dtype":"F32","shape":[6.0],"data_offsets":[0,24]}}"#, "expected ]"),
    (#"{"a":{"dtype":"F32","shape":[06],"data_offsets":[0,24]}}"#, "expected a whole number"),
    (#"{"a":{"dtype":"F32","shape":["6"],"data_offsets":[0,24]}}"#, "expected a whole number"),
    (#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,24]}}"#, "that can be counted to"),
    (#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,24]}}"#, "larger than any memory"),
    (#"{"a":{"dtype":"F32","shape":[9223372036854775807,0],"data_offsets":[0,0]}}"#, "larger than any memory"),
    (
      #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[4],"data_offsets":[8,24]}}"#,
      "“b” overlaps"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[3],"data_offsets":[12,24]}}"#,
      "4 bytes before “b”"
    ),
    (#"{"a":"# + String(repeating: "{\"a\":", count: 50_000), "has “a” where dtype"),
    (#"{"a":{"shape":"# + String(repeating: "[", count: 50_000), "expected a whole number"),
    (#"{"a\ud800":"#, "both halves"), (#"{"a\ud800\u0041":"#, "both halves"), (#"{"\u12g4":"#, "four digits"),
    (#"{"\u12"#, "four digits"), (#"{"\"#, "something behind"), (#"{"\x":"#, "can stand behind"),
    ("{\"a\nb\":", "no control character"), (#"{"abc"#, "at the end of a string"),
    (#"{"a":null}"#, "expected {"), ("{null}", "expected \""),
  ]

  @Test func faultsAreRefusedWithASentence() {
    for fault in Self.faults {
      let refusal = Self.refusal(Self.bytes(fault.header, data: 24)) ?? "nothing"
      #expect(refusal.hasPrefix("“w” is ") && refusal.contains(fault.words), "\(fault.header.prefix(80))")
    }
  }

  @Test func namesThatAreNoTextAreRefused() {
    let header =
      Array(#"{"a"#.utf8) + [0xc3, 0x28] + Array(#"":{"dtype":"F32","shape":[6],"data_offsets":[0,24]}}"#.utf8)
    #expect(Self.refusal(Self.bytes(header, data: 24))?.contains("expected text in UTF-8") == true)
  }

  @Test func lengthsThatCannotBeAreRefused() {
    #expect(Self.refusal([])?.contains("only 0 bytes") == true)
    #expect(Self.refusal([2, 0, 0, 0, 0, 0, 0])?.contains("only 7 bytes") == true)
    let lengths: [UInt64] = [3, 1000, 100_000_000, 100_000_001, 1 << 40, 1 << 63, .max]
    for length in lengths {
      let head = (0..<8).map { UInt8(truncatingIfNeeded: length >> UInt64(8 * $0)) }
      let refusal = Self.refusal(head + Array("{}".utf8))
      #expect(refusal?.contains(length > 100_000_000 ? "is no safetensors file" : "is cut short") == true)
      #expect(refusal?.contains("\(length) bytes long") == true)
    }
  }

  /// What a file calls its tensors cannot command a terminal.
  @Test func sentencesHoldNothingThatATerminalObeys() {
    let name = #"\u001b[31m\u202e"# + String(repeating: "x", count: 500)
    let refusal = Self.refusal(Self.bytes("{\"\(name)\":{\"dtype\":\"\\u0007\"}}")) ?? ""
    #expect(refusal.contains("“?[31m?xxx"))
    #expect(refusal.count < 250)
  }

  // MARK: Files

  @Test func filesAreReadWhereTheyLie() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/w.safetensors"
      let tensors = [
        Safetensors.NamedTensor("a \"ü\"\u{1}", shape: [2, 3], values: [1, -2, .pi, 0, .infinity, 0x1p-140]),
        Safetensors.NamedTensor("b", shape: [], values: [7]), Safetensors.NamedTensor("c", shape: [0], values: []),
      ]
      try Safetensors.write(tensors, to: path, metadata: ["seed": "5"])
      let file = try Safetensors(path: path)
      #expect(file.metadata == ["seed": "5"])
      for tensor in tensors {
        let entry = try #require(file[tensor.name])
        #expect(entry.shape == tensor.shape)
        #expect(try file.values(of: entry) == tensor.values)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["w.safetensors"])

      // Cut short while it is open.
      #expect(truncate(path, 180) == 0)
      let entry = try #require(file["b"])
      #expect { try file.values(of: entry) } throws: { "\($0)" == "“\(path)” has become shorter since it was opened" }
    }
  }

  @Test func whatIsNoFileIsRefused() throws {
    try withTemporaryFolder { folder in
      func refusal(_ path: String) -> String {
        do throws(SafetensorsError) {
          _ = try Safetensors(path: path)
          return ""
        } catch {
          return error.description
        }
      }
      #expect(refusal(folder) == "“\(folder)” is a folder")
      #expect(refusal(folder + "/none") == "“\(folder)/none” cannot be opened: No such file or directory")
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      #expect(refusal(folder + "/pipe") == "“\(folder)/pipe” is no ordinary file")
      let tensor = Safetensors.NamedTensor("a", shape: [1], values: [1])
      #expect(throws: SafetensorsError.self) { try Safetensors.write([tensor], to: folder + "/none/w") }
    }
  }

  @Test func halvesAreWrittenInHalfTheRoom() throws {
    let values: [Float] = [1, -0.333251953125, 0x1p-24, 65504, .infinity]
    let bytes = Safetensors.bytes(of: [.init("a", shape: [5], values: values)], precision: .half)
    let file = try Safetensors(bytes: bytes, name: "w")
    let entry = try #require(file["a"])
    #expect(entry.type == .float16)
    #expect(try file.values(of: entry) == values)
    let length = Int(bytes[0]) + Int(bytes[1]) << 8
    #expect(length.isMultiple(of: 8) && bytes.count == 8 + length + 10)
  }

  // MARK: Any bytes

  /// Thousands of small changes to files that are right: each is refused with a sentence or read, and what is read can be
  /// used.
  @Test func changedFilesAreRefusedOrRead() throws {
    let originals = [
      try Fixture.bytes("layers-brain.safetensors"),
      Safetensors.bytes(of: [.init("conv1.weight", shape: [2, 1, 1, 3], values: [1, 2, 3, 4, 5, 6])]),
      Self.bytes(
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F16","shape":[2,2],"data_offsets":[8,16]}}"#,
        data: 16),
    ]
    let network = try SafetensorsWeightsTests.layers()
    var counts = (read: 0, refused: 0)
    for (index, original) in originals.enumerated() {
      for round in 0..<3000 {
        var choice = Choices(seed: UInt64(100_000 * index + round))
        let bytes = Self.changed(original, &choice)
        do throws(SafetensorsError) {
          let file = try Safetensors(bytes: bytes, name: "w")
          for entry in file.entries where entry.type.isReadable {
            #expect(try file.values(of: entry).count == entry.shape.reduce(1, *))
          }
          counts.read += 1
          let weights = try SafetensorsWeights(file, for: network)
          _ = network.stages.indices.map { weights.parameters(of: network.stages[$0], at: $0) }
        } catch {
          counts.refused += 1
          let sentence = error.description
          let isOneLine = sentence.hasPrefix("“w” ") && sentence.count < 400 && !sentence.contains { $0.isNewline }
          #expect(isOneLine, "\(sentence)")
        }
      }
    }
    #expect(counts.read > 300 && counts.refused > 4000, "\(counts)")
  }

  /// Bytes with a few changes, two thirds of them in the header.
  private static func changed(_ original: [UInt8], _ choice: inout Choices) -> [UInt8] {
    var bytes = original
    let header = min(bytes.count, 8 + Int(original[0]) + Int(original[1]) << 8)
    let words = ["[", "{", "]", "}", ",", ":", "\"", "0", "18446744073709551616", "-1", "F32", "\\u", "null", "1e9"]
    for _ in 0...choice.number(below: 2) {
      guard !bytes.isEmpty else { break }
      let place = choice.number(below: choice.number(below: 3) > 0 ? min(header, bytes.count) : bytes.count)
      switch choice.number(below: 8) {
      case 0: bytes[place] ^= 1 << UInt8(choice.number(below: 8))
      case 1: bytes[place] = UInt8(choice.number(below: 256))
      case 2: bytes.removeSubrange(place...)
      case 3: bytes.remove(at: place)
      case 4: bytes.insert(contentsOf: Array(words[choice.number(below: words.count)].utf8), at: place)
      case 5:
        // Another digit in a place of a digit: other shapes and other places of the numbers.
        let digits = bytes.indices.filter { $0 >= 8 && $0 < header && (0x30...0x39).contains(bytes[$0]) }
        if !digits.isEmpty {
          bytes[digits[choice.number(below: digits.count)]] = UInt8(0x30 + choice.number(below: 10))
        }
      case 6: bytes.append(contentsOf: [UInt8](repeating: 0x7f, count: choice.number(below: 20)))
      default:
        let length = min(choice.number(below: 60), bytes.count - place)
        bytes.insert(contentsOf: Array(bytes[place..<place + length]), at: choice.number(below: bytes.count))
      }
      // Half of the time the header keeps a length that fits it.
      if bytes.count > 8, choice.number(below: 2) == 0, let end = bytes.lastIndex(of: 0x7d) {
        for digit in 0..<8 { bytes[digit] = UInt8(truncatingIfNeeded: (end - 7) >> (8 * digit)) }
      }
    }
    return bytes
  }

  @Test func noiseIsRefused() {
    for round in 0..<3000 {
      var choice = Choices(seed: UInt64(round))
      var bytes = (0..<choice.number(below: 200)).map { _ in UInt8(choice.number(below: 256)) }
      if round.isMultiple(of: 2), bytes.count > 9 {
        bytes.replaceSubrange(0..<9, with: [UInt8(choice.number(below: bytes.count - 8)), 0, 0, 0, 0, 0, 0, 0, 0x7b])
      }
      #expect(Self.refusal(bytes) != nil)
    }
  }
}

/// Numbers one after the other, the same for the same seed.
private struct Choices {
  let generator: SeededGenerator
  var place = 0

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func number(below limit: Int) -> Int {
    place += 1
    return generator.integer(at: place, in: 0...limit - 1)
  }
}

/// Does something in a folder that is gone afterwards.
func withTemporaryFolder(_ work: (String) throws -> Void) throws {
  let folder = NSTemporaryDirectory() + "/cnnviz-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try work(folder)
}
