import Benchmarks
import CellCanvas
import JSONText

// Walks through networks, as a table and for programs.

extension BenchCommand {
  func text(_ walk: WalkBenchmark) -> String {
    func number(_ value: Double) -> String { NumberText.fixed(value, decimals: 1) }
    func megabytes(_ bytes: Int) -> String { NumberText.fixed(Double(bytes) / 1e6, decimals: 0) }
    var table = TextTable([
      "walk", ">first frame, ms", ">first result", ">pass", ">slowest key", ">keys", ">memory, MB",
      ">beside weights, outputs",
    ])
    for row in walk.rows {
      table.add([
        row.network, number(row.firstFrame), number(row.firstResult), number(row.pass),
        row.slowestKey.map(number) ?? "", "\(row.keys)", row.peakMemory.map(megabytes) ?? "",
        row.extraMemory.map(megabytes) ?? "",
      ])
    }
    let ratio = walk.ratio.map { "\(NumberText.fixed($0, decimals: 2)) times" } ?? ""
    return """
      \(table.text)
      Times in milliseconds; keys are pressed while the pass runs. VGG-16's pass with its weights drawn stage by stage takes
      \(ratio) the \(number(walk.preparedPass)) ms of one whose weights are prepared.

      """
  }

  func report(_ walk: WalkBenchmark) -> JSON {
    func optional(_ value: Int?) -> JSON { value.map { .integer($0) } ?? .null }
    let rows = walk.rows.map { row in
      JSON.object([
        .init("network", .string(row.network)), .init("firstFrameMilliseconds", .number(row.firstFrame)),
        .init("firstResultMilliseconds", .number(row.firstResult)), .init("passMilliseconds", .number(row.pass)),
        .init("slowestKeyMilliseconds", row.slowestKey.map { .number($0) } ?? .null), .init("keys", .integer(row.keys)),
        .init("peakBytes", optional(row.peakMemory)),
        .init("weightsAndActivationsBytes", .integer(row.weightsAndActivations)),
      ])
    }
    return .object([
      .init("rows", .array(rows)), .init("preparedPassMilliseconds", .number(walk.preparedPass)),
      .init("passRatio", walk.ratio.map { .number($0) } ?? .null),
    ])
  }
}
