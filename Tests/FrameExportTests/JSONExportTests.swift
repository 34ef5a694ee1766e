import CellCanvas
import FrameExport
import Foundation
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

@Suite struct JSONExportTests {
  @Test func aFrameSaysWhatItsPartsMean() {
    var canvas = Canvas(size: Size(columns: 5, rows: 2))
    canvas.write(.input("7") + "=" + .tinted("x", .kernel), column: 1, row: 0)
    canvas[0, 1] = Cell(" ", paper: .signed(0, limit: 1))
    let text = JSONExport.value(of: canvas, facts: [.init("id", .string("stride"))]).compact
    #expect(
      text == #"{"id":"stride","size":{"columns":5,"rows":2},"rows":[" 7=x ","     "],"runs":["#
        + #"[{"column":1,"text":"7","ink":"input","paper":"background","style":["bold"]},"#
        + #"{"column":2,"text":"=","ink":"text","paper":"background","style":[]},"#
        + #"{"column":3,"text":"x","ink":"kernel","paper":"background","style":[]}],"#
        + #"[{"column":0,"text":" ","ink":"text","paper":"signed:128","style":[]}]]}"#)
  }
}
