import ArgumentParser
import Benchmarks
import CellCanvas
import JSONText
import Lecture
import Playback
import TerminalInterface

/// Measures the screen and the engine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure how fast the screen, the engine and walks through networks are on this machine.")

  @Flag(help: "Write an object for programs.")
  var json = false

  @Option(
    help: ArgumentHelp("Measure one of them alone: screen, engine or walk.", valueName: "which"),
    completion: .list(Part.words), transform: { Typed($0, Part.read) })
  private var only: Typed<Part>?

  @Option(help: ArgumentHelp("Play a scene that frames are measured with.", visibility: .private))
  var play: Int?

  /// What is measured.
  private enum Part: String, OptionWord {
    case screen
    case engine
    case walk

    static func read(_ text: String) throws -> Part { try read("--only", text) }
  }

  func validate() throws {
    _ = try only?.value
    if let play, !MeasuredScenes.all.indices.contains(play - 1) {
      throw ValidationError("There are \(MeasuredScenes.all.count) scenes to measure with, not \(play).")
    }
  }

  func run() throws {
    if let play {
      var options = PlayerOptions()
      options.scene = play - 1
      options.reducedMotion = true
      var player = Player(scenes: MeasuredScenes.all, options: options)
      _ = try RunLoop.play(&player, options: ScreenOptions(colors: nil, asciiOnly: false)) { _ in "" }
      return
    }
    do {
      let machine = Machine()
      let only = try only?.value
      func isWanted(_ part: Part) -> Bool { only.map { $0 == part } ?? true }
      let engine = isWanted(.engine) ? EngineBenchmark() : nil
      let terminal = isWanted(.screen) ? try TerminalBenchmark(program(), player: ["bench", "--play"]) : nil
      let walk = isWanted(.walk) ? try WalkBenchmark(program()) : nil
      try writeToStandardOutput(
        json ? report(machine, terminal, engine, walk).pretty : text(machine, terminal, engine, walk))
    } catch let error as BenchmarkError {
      throw refuse("\(error).", status: .failure)
    }
  }

  /// The path of this program, which is measured from outside.
  private func program() throws -> String {
    guard let program = Machine.program else {
      throw refuse("The system does not tell where this program is, so it cannot be measured.", status: .failure)
    }
    return program
  }

  // MARK: Text

  private func number(_ value: Double, _ decimals: Int = 2) -> String { NumberText.fixed(value, decimals: decimals) }

  private func text(
    _ machine: Machine, _ terminal: TerminalBenchmark?, _ engine: EngineBenchmark?, _ walk: WalkBenchmark?
  ) -> String {
    (["\(machine.processor), \(machine.cores) cores\n"]
      + [terminal.map(text), engine.map(text), walk.map(text)].compactMap { $0 })
      .joined(separator: "\n")
  }

  private func text(_ terminal: TerminalBenchmark) -> String {
    var table = TextTable(["what", ">measured", "unit"])
    table.add(["start to first frame, 80 x 24", number(terminal.firstFrame), "ms"])
    table.add(["key to first byte", number(terminal.keyToFirstByte), "ms"])
    table.add(["  after a rest", number(terminal.desks.keyToFirstByteAlone), "ms"])
    table.add(["  the same with two desks", number(terminal.desks.keyToFirstByte), "ms"])
    for busy in terminal.busyScenes {
      table.add(["  while \(busy.scene) works, nine of ten", number(busy.usualKey), "ms"])
      table.add(["  while \(busy.scene) works, the slowest of \(busy.keys)", number(busy.slowestKey), "ms"])
    }
    table.add(["key on the wall to first byte at the desk", number(terminal.desks.wallToDesk), "ms"])
    table.add(["key at the desk to first byte on the wall", number(terminal.desks.deskToWall), "ms"])
    table.add(["full change, 200 x 60", number(terminal.fullChange.milliseconds), "ms"])
    table.add(["", NumberText.integer(terminal.fullChange.bytes), "bytes"])
    table.add(["small change, 200 x 60", number(terminal.smallChange.milliseconds), "ms"])
    table.add(["", NumberText.integer(terminal.smallChange.bytes), "bytes"])
    table.add(["picture of 320 x 280 in half blocks", number(terminal.picture.halfBlocks), "ms"])
    table.add(["  the same in sextants", number(terminal.picture.sextants), "ms"])
    if let rest = terminal.rest {
      table.add(["at rest for \(number(rest.seconds, 0)) s, processor", number(rest.processorMilliseconds), "ms"])
      table.add(["at rest for \(number(rest.seconds, 0)) s", String(rest.wakeUps), "wake-ups"])
    }
    return table.text
  }

  private func text(_ engine: EngineBenchmark) -> String {
    var table = TextTable(["what", "how", ">threads", ">ms", ">a second", ">GFLOP/s", ">of the peak"])
    for row in engine.rows {
      table.add([
        row.name, row.method, String(row.threads), number(row.milliseconds, row.milliseconds < 0.1 ? 5 : 2),
        number(row.perSecond, row.perSecond < 1000 ? 1 : 0), row.gigaflops.map { number($0, 1) } ?? "",
        engine.shareOfPeak(row).map { number(100 * $0, 0) + " %" } ?? "",
      ])
    }
    let memory = engine.memory
    func megabytes(_ bytes: Int) -> String { number(Double(bytes) / 1e6, 0) + " MB" }
    return """
      \(table.text)
      One core's peak is \(number(engine.peak, 1)) GFLOP/s, of multiply-adds on registers alone; Winograd's F(m,r) counts \
      what the
      definition would take. AlexNet's forward pass grows by \(megabytes(memory.peak)) at most, \
      \(number(memory.ratio)) times its weights and outputs,
      \(megabytes(memory.weightsAndActivations)).

      """
  }

  // MARK: JSON

  private func report(
    _ machine: Machine, _ terminal: TerminalBenchmark?, _ engine: EngineBenchmark?, _ walk: WalkBenchmark?
  ) -> JSON {
    .object(
      [
        .init(
          "machine",
          .object([.init("processor", .string(machine.processor)), .init("cores", .integer(machine.cores))]))
      ]
        + [
          terminal.map { .init("terminal", report($0)) }, engine.map { .init("engine", report($0)) },
          walk.map { .init("walk", report($0)) },
        ].compactMap { $0 }
    )
  }

  private func report(_ terminal: TerminalBenchmark) -> JSON {
    func frame(_ frame: TerminalBenchmark.Frame) -> JSON {
      .object([.init("milliseconds", .number(frame.milliseconds)), .init("bytes", .integer(frame.bytes))])
    }
    var screen: [JSON.Member] = [
      .init("firstFrameMilliseconds", .number(terminal.firstFrame)),
      .init("keyToFirstByteMilliseconds", .number(terminal.keyToFirstByte)),
      .init(
        "desks",
        .object([
          .init("wallToDeskMilliseconds", .number(terminal.desks.wallToDesk)),
          .init("deskToWallMilliseconds", .number(terminal.desks.deskToWall)),
          .init("keyToFirstByteMilliseconds", .number(terminal.desks.keyToFirstByte)),
          .init("keyToFirstByteAloneMilliseconds", .number(terminal.desks.keyToFirstByteAlone)),
        ])),
      .init(
        "busyScenes",
        .array(
          terminal.busyScenes.map { busy in
            .object([
              .init("scene", .string(busy.scene)), .init("nineOfTenKeysMilliseconds", .number(busy.usualKey)),
              .init("slowestKeyMilliseconds", .number(busy.slowestKey)), .init("keys", .integer(busy.keys)),
            ])
          })),
      .init("fullChange", frame(terminal.fullChange)), .init("smallChange", frame(terminal.smallChange)),
      .init(
        "pictureMilliseconds",
        .object([
          .init("halfBlocks", .number(terminal.picture.halfBlocks)),
          .init("sextants", .number(terminal.picture.sextants)),
        ])),
    ]
    if let rest = terminal.rest {
      screen.append(
        .init(
          "rest",
          .object([
            .init("seconds", .number(rest.seconds)),
            .init("processorMilliseconds", .number(rest.processorMilliseconds)),
            .init("wakeUps", .integer(rest.wakeUps)),
          ])))
    }
    return .object(screen)
  }

  private func report(_ engine: EngineBenchmark) -> JSON {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    let rows = engine.rows.map { row in
      JSON.object([
        .init("name", .string(row.name)), .init("method", row.method.isEmpty ? .null : .string(row.method)),
        .init("threads", .integer(row.threads)), .init("milliseconds", .number(row.milliseconds)),
        .init("perSecond", .number(row.perSecond)), .init("gigaflops", number(row.gigaflops)),
        .init("shareOfPeak", number(engine.shareOfPeak(row))),
      ])
    }
    return .object([
      .init("peakGigaflopsOfOneCore", .number(engine.peak)), .init("rows", .array(rows)),
      .init(
        "alexnetMemory",
        .object([
          .init("peakBytes", .integer(engine.memory.peak)),
          .init("weightsAndActivationsBytes", .integer(engine.memory.weightsAndActivations)),
          .init("ratio", .number(engine.memory.ratio)),
        ])),
    ])
  }
}
