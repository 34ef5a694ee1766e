import CellCanvas
import Playback

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// How fast the lecture is on a terminal, measured from outside: the program runs on a pseudo-terminal, and the clock
/// stops when its bytes arrive there. Medians of several runs.
public struct TerminalBenchmark: Sendable {
  /// From the start of the program to the end of its first frame, at 80 x 24, in milliseconds.
  public let firstFrame: Double
  /// From a key to the first byte of the answer, in milliseconds.
  public let keyToFirstByte: Double
  /// A frame in which all of 200 x 60 cells change, from the key to the last byte.
  public let fullChange: Frame
  /// A frame in which a few cells change.
  public let smallChange: Frame
  /// What the lecture uses while nobody touches it; `nil` where the system does not tell.
  public let rest: Rest?

  /// The same lecture with two desks beside it.
  public let desks: Desks

  /// A picture drawn into cells, without the terminal.
  public let picture: PictureBenchmark

  /// How fast lecture and desk follow each other, in milliseconds.
  public struct Desks: Sendable {
    /// From a key on the wall to the first byte at the desk.
    public let wallToDesk: Double
    /// From a key at the desk to the first byte on the wall.
    public let deskToWall: Double
    /// From a key on the wall to the first byte there, with both desks open.
    public let keyToFirstByte: Double
    /// The same of a lecture without desks, its keys pressed by turns with those of the other and after as long a rest.
    public let keyToFirstByteAlone: Double
  }

  /// Scenes that work in the background while keys are pressed.
  public let busyScenes: [BusyScene]

  /// A scene that works in the background.
  public struct BusyScene: Sendable {
    /// Its id.
    public let scene: String
    /// From a key to the first byte of the answer while it works, in milliseconds: nine of ten are no slower.
    public let usualKey: Double
    /// The slowest of them.
    public let slowestKey: Double
    /// How many keys were pressed.
    public let keys: Int
  }

  /// One kind of frame.
  public struct Frame: Sendable {
    /// From the key to the last byte, in milliseconds.
    public let milliseconds: Double
    /// How many bytes.
    public let bytes: Int
  }

  /// A lecture at rest.
  public struct Rest: Sendable {
    /// For how long it was watched, in seconds.
    public let seconds: Double
    /// Processor time that it used, in milliseconds.
    public let processorMilliseconds: Double
    /// How often it woke up.
    public let wakeUps: Int
  }

  /// Measures the program `path`.
  ///
  /// - Parameter player: what `path` plays `MeasuredScenes` with: `--play` and a scene's number follow.
  /// - Throws: `BenchmarkError` when the program does not answer.
  public init(_ path: String, player: [String]) throws(BenchmarkError) {
    firstFrame = try Self.firstFrame(path)
    (keyToFirstByte, rest) = try Self.answers(path)
    desks = try Self.desks(path)
    var busyScenes: [BusyScene] = []
    for scene in ["train-live", "fantasy-image"] { busyScenes.append(try Self.busyScene(path, scene)) }
    self.busyScenes = busyScenes
    picture = PictureBenchmark()
    // As large as it takes for a figure of 200 x 60 within the lecture's own bars.
    let figure = StageLayout(Size(columns: 202, rows: 72)).figure.size
    let (columns, rows) = (202 + 200 - figure.columns, 72 + 60 - figure.rows)
    fullChange = try Self.frames(path, player + ["1"], columns: columns, rows: rows)
    smallChange = try Self.frames(path, player + ["2"], columns: columns, rows: rows)
  }

  private static func firstFrame(_ path: String) throws(BenchmarkError) -> Double {
    var times: [Double] = []
    for _ in 0..<9 {
      let program = try ProgramOnTerminal.launched(path, ["present"], columns: 80, rows: 24)
      guard let frame = program.frame() else { throw .silent }
      times.append((frame.last - program.start).inMilliseconds)
    }
    return median(times)
  }

  private static func answers(_ path: String) throws(BenchmarkError) -> (key: Double, rest: Rest?) {
    let arguments = ["present", "--scene", "sliding-kernel", "--reduced-motion", "--no-predict"]
    let program = try ProgramOnTerminal.launched(path, arguments, columns: 80, rows: 24)
    guard program.frame() != nil else { throw .silent }
    program.settle()
    var times: [Double] = []
    for index in 0..<21 {
      let pressed = ContinuousClock.now
      program.type(index.isMultiple(of: 2) ? "n" : "p")
      guard let frame = program.frame() else { throw .silent }
      times.append((frame.first - pressed).inMilliseconds)
    }
    program.settle()
    let seconds = 3.0
    guard let before = ProcessUsage(program.identifier) else { return (median(times), nil) }
    _ = poll(nil, 0, Int32(seconds * 1000))
    guard let after = ProcessUsage(program.identifier) else { return (median(times), nil) }
    let tick = 1000 / Double(sysconf(Int32(_SC_CLK_TCK)))
    let rest = Rest(
      seconds: seconds, processorMilliseconds: Double(after.ticks - before.ticks) * tick,
      wakeUps: after.switches - before.switches)
    return (median(times), rest)
  }

  private static func desks(_ path: String) throws(BenchmarkError) -> Desks {
    let arguments = ["present", "--scene", "sliding-kernel", "--reduced-motion", "--no-predict"]
    let wall = try ProgramOnTerminal.launched(path, arguments, columns: 80, rows: 24)
    let alone = try ProgramOnTerminal.launched(path, arguments, columns: 80, rows: 24)
    for program in [wall, alone] {
      guard program.frame() != nil else { throw .silent }
      program.settle()
    }
    var desks: [ProgramOnTerminal] = []
    for _ in 0..<2 {
      let number = String(wall.identifier)
      desks.append(try ProgramOnTerminal.launched(path, ["notes", "--lecture", number], columns: 80, rows: 24))
    }
    for desk in desks {
      guard desk.frame() != nil else { throw .silent }
      desk.waitUntilIdle()
    }
    var (wallToDesk, deskToWall, own, ownAlone): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    for index in 0..<21 {
      let key = index.isMultiple(of: 2) ? "n" : "p"
      // The wall at once, then the desk, which had the same time.
      var pressed = ContinuousClock.now
      wall.type(key)
      guard let frame = desks[0].frame() else { throw .silent }
      wallToDesk.append((frame.first - pressed).inMilliseconds)
      for program in desks + [wall] { program.settle() }
      pressed = .now
      desks[0].type(key == "n" ? "p" : "n")
      guard let frame = wall.frame() else { throw .silent }
      deskToWall.append((frame.first - pressed).inMilliseconds)
      for program in desks + [wall] { program.settle() }
      pressed = .now
      wall.type(key)
      guard let frame = wall.frame() else { throw .silent }
      own.append((frame.first - pressed).inMilliseconds)
      for program in desks + [wall] { program.settle() }
      pressed = .now
      alone.type(key)
      guard let frame = alone.frame() else { throw .silent }
      ownAlone.append((frame.first - pressed).inMilliseconds)
      for program in desks + [alone] { program.settle() }
    }
    return Desks(
      wallToDesk: median(wallToDesk), deskToWall: median(deskToWall), keyToFirstByte: median(own),
      keyToFirstByteAlone: median(ownAlone))
  }

  /// Keys while the scene works, which begins when it is opened.
  private static func busyScene(_ path: String, _ scene: String) throws(BenchmarkError) -> BusyScene {
    let arguments = ["present", "--scene", scene, "--reduced-motion", "--no-predict"]
    var times: [Double] = []
    // Several beginnings: a run is over within a second.
    for _ in 0..<3 {
      let program = try ProgramOnTerminal.launched(path, arguments, columns: 80, rows: 24)
      guard let frame = program.frame() else { throw .silent }
      times += try program.answers(atMost: 40) { (ContinuousClock.now - frame.last).inMilliseconds < 350 }
    }
    times.sort()
    return BusyScene(
      scene: scene, usualKey: times[(times.count - 1) * 9 / 10], slowestKey: times[times.count - 1], keys: times.count)
  }

  private static func frames(_ path: String, _ arguments: [String], columns: Int, rows: Int) throws(BenchmarkError)
    -> Frame
  {
    let program = try ProgramOnTerminal.launched(path, arguments, columns: columns, rows: rows)
    guard program.frame() != nil else { throw .silent }
    program.settle()
    var times: [Double] = []
    var bytes: [Double] = []
    for _ in 0..<21 {
      let pressed = ContinuousClock.now
      program.type("n")
      guard let frame = program.frame() else { throw .silent }
      times.append((frame.last - pressed).inMilliseconds)
      bytes.append(Double(frame.bytes))
    }
    return Frame(milliseconds: median(times), bytes: Int(median(bytes)))
  }
}

/// Why nothing could be measured.
public enum BenchmarkError: Error, CustomStringConvertible {
  /// The system gave no pseudo-terminal.
  case noTerminal
  /// The program showed no frame within ten seconds.
  case silent

  /// One sentence.
  public var description: String {
    switch self {
    case .noTerminal: "no pseudo-terminal could be opened to measure on; close some programs and try again"
    case .silent: "the lecture showed no frame within ten seconds on a pseudo-terminal, so nothing could be measured"
    }
  }
}

/// The middle of several values.
func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

extension Duration {
  /// The time in milliseconds.
  var inMilliseconds: Double { self / .milliseconds(1) }
}
