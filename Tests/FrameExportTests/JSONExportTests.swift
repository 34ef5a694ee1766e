import CellCanvas
import FrameExport
import JSONText
import Testing

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
