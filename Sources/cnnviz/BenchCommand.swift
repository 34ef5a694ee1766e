import ArgumentParser
import Benchmarks
import CellCanvas
import FrameExport
import Playback
import TerminalInterface

/// Measures the screen and the engine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure how fast the screen and the engine are on this machine.")

  @Flag(help: "Write an object for programs.")
  var json = false

  @Option(help: ArgumentHelp("Play a scene that frames are measured with.", visibility: .private))
  var play: Int?

  func validate() throws {
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
    guard let program = Machine.program else {
      writeToStandardError("Error: the system does not tell where this program is, so it cannot be measured.")
      throw ExitCode(1)
    }
    do {
      let machine = Machine()
      let terminal = try TerminalBenchmark(program, player: ["bench", "--play"])
      let engine = EngineBenchmark()
      try writeToStandardOutput(
        json ? report(machine, terminal, engine).pretty : text(machine, terminal, engine))
    } catch let error as BenchmarkError {
      writeToStandardError("Error: \(error).")
      throw ExitCode(1)
    }
  }

  private func text(_ machine: Machine, _ terminal: TerminalBenchmark, _ engine: EngineBenchmark) -> String {
    func number(_ value: Double, _ decimals: Int = 2) -> String { NumberText.fixed(value, decimals: decimals) }
    var table = TextTable(["what", ">measured", "unit"])
    table.add(["start to first frame, 80 x 24", number(terminal.firstFrame), "ms"])
    table.add(["key to first byte", number(terminal.keyToFirstByte), "ms"])
    table.add(["full change, 200 x 60", number(terminal.fullChange.milliseconds), "ms"])
    table.add(["", NumberText.integer(terminal.fullChange.bytes), "bytes"])
    table.add(["small change, 200 x 60", number(terminal.smallChange.milliseconds), "ms"])
    table.add(["", NumberText.integer(terminal.smallChange.bytes), "bytes"])
    if let rest = terminal.rest {
      table.add(["at rest for \(number(rest.seconds, 0)) s, processor", number(rest.processorMilliseconds), "ms"])
      table.add(["at rest for \(number(rest.seconds, 0)) s", String(rest.wakeUps), "wake-ups"])
    }
    for layer in engine.layers {
      table.add(["AlexNet \(layer.name), \(number(layer.milliseconds)) ms", number(layer.gigaflops), "GFLOP/s"])
    }
    table.add(["AlexNet forward pass, weights from a seed", number(engine.forwardPass), "ms"])
    return "\(machine.processor), \(machine.cores) cores\n\n" + table.text
  }

  private func report(_ machine: Machine, _ terminal: TerminalBenchmark, _ engine: EngineBenchmark) -> JSON {
    func frame(_ frame: TerminalBenchmark.Frame) -> JSON {
      .object([.init("milliseconds", .number(frame.milliseconds)), .init("bytes", .integer(frame.bytes))])
    }
    var screen: [JSON.Member] = [
      .init("firstFrameMilliseconds", .number(terminal.firstFrame)),
      .init("keyToFirstByteMilliseconds", .number(terminal.keyToFirstByte)),
      .init("fullChange", frame(terminal.fullChange)), .init("smallChange", frame(terminal.smallChange)),
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
    let layers = engine.layers.map { layer in
      JSON.object([
        .init("name", .string(layer.name)), .init("gigaflops", .number(layer.gigaflops)),
        .init("milliseconds", .number(layer.milliseconds)),
      ])
    }
    return .object([
      .init(
        "machine",
        .object([.init("processor", .string(machine.processor)), .init("cores", .integer(machine.cores))])),
      .init("terminal", .object(screen)),
      .init(
        "engine",
        .object([
          .init("alexnetConvolutions", .array(layers)),
          .init("alexnetForwardPassMilliseconds", .number(engine.forwardPass)),
        ])),
    ])
  }
}
