import Foundation
import JSONText
import Testing

@Suite struct JSONTests {
  @Test func textIsJSON() throws {
    let value = JSON.object([
      .init("text", .string("“a\"\\\n\t\u{1}é")), .init("none", .null), .init("yes", .bool(true)),
      .init("count", .integer(-3)), .init("part", .number(0.5)), .init("endless", .number(.infinity)),
      .init("empty", .array([])), .init("list", .array([.integer(1), .array([.object([])])])),
    ])
    for text in [value.compact, value.pretty] {
      let read = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      #expect(read["text"] as? String == "“a\"\\\n\t\u{1}é")
      #expect(read["count"] as? Int == -3 && read["part"] as? Double == 0.5 && read["yes"] as? Bool == true)
      #expect(read["none"] is NSNull && read["endless"] is NSNull)
      #expect((read["list"] as? [Any])?.count == 2)
    }
  }

  @Test func membersKeepTheirOrder() {
    let value = JSON.object([.init("b", .integer(1)), .init("a", .array([.integer(2), .integer(3)]))])
    #expect(value.compact == #"{"b":1,"a":[2,3]}"#)
    #expect(value.pretty == "{\n  \"b\": 1,\n  \"a\": [2, 3]\n}\n")
  }
}

@Suite struct JSONReadingTests {
  @Test(arguments: [
    JSON.null, .bool(true), .integer(-7), .number(2.5), .string("a \"line\"\n\u{1}é😀"), .array([]), .object([]),
    .object([.init("a", .array([.integer(1), .object([.init("b", .null)])]))]),
  ]) func whatIsWrittenIsRead(_ value: JSON) {
    #expect(JSON(value.compact) == value)
    #expect(JSON(value.pretty) == value)
  }

  @Test func escapesAreRead() {
    #expect(JSON(#" "\u00e9\ud83d\ude00\/\t" "#) == .string("é😀/\t"))
    #expect(JSON("[1, 2.5e1 ,\n-0.5]") == .array([.integer(1), .number(25), .number(-0.5)]))
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\"}", "\"open", "tru", "1 2", "+1", "nan", ".5", "\"\\x\"", "\"\\ud800\"",
    "\"\\ud800\\u0041\"",
    "\"\u{1}\"", "- 1", String(repeating: "[", count: 100_000),
  ]) func whatIsNoJSONIsRefused(_ text: String) { #expect(JSON(text) == nil) }
}
