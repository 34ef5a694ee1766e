import ConvolutionEngine
import TerminalSession
import Testing

/// Tables on a terminal have room in it.
@Suite struct TableTests {
  @Test(arguments: [80, 100, 120, 300], ["vgg16", "googlenet", "alexnet", "lenet5"])
  func noRowIsBroken(columns: Int, network: String) throws {
    let session = TerminalSession(BuiltProgram.path("cnnviz"), ["shapes", network], columns: columns, rows: 250)
    #expect(session.waitForEnd() == .exited(0))
    let lines = (0..<session.rows).map { session.line($0) }.filter { $0.contains { $0 != " " } }
    let stages = try #require(Network.named(network)).stages.count
    let rest = lines.count - (stages + 3)
    try #require(rest >= 0, "\(lines)")
    #expect(rest == 0 || rest <= 3 && lines[stages + 3].hasPrefix("--wide has more: "), "\(lines.suffix(4))")
    #expect(lines[0].contains("parameters") && lines[0].contains("field"))
    #expect(columns < 300 || rest == 0)
  }
}
