import ConvolutionEngine
import Lecture

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// How fast a walk through each network is, and how much memory it takes: the program seen from outside on a
/// pseudo-terminal, and its forward pass by itself.
public struct WalkBenchmark: Sendable {
  /// A walk through one network.
  public struct Row: Sendable {
    /// The network's name on the command line.
    public let network: String
    /// From the start of the program to the end of its first frame, at 80 x 24, in milliseconds; the median of three.
    public let firstFrame: Double
    /// From the start of the forward pass to what comes out of its first stage, in milliseconds.
    public let firstResult: Double
    /// How long all of the pass takes, its weights drawn from the seed included, in milliseconds.
    public let pass: Double
    /// From a key to the first byte of the answer while the pass runs, in milliseconds: the slowest of `keys`; `nil` where
    /// the pass was over before a key could be pressed.
    public let slowestKey: Double?
    /// How many keys were pressed while the pass ran.
    public let keys: Int
    /// The most memory that the program had, in bytes; `nil` where the system does not tell.
    public let peakMemory: Int?
    /// All weights and all that comes out of the stages, in bytes.
    public let weightsAndActivations: Int

    /// What was needed beside weights and outputs, in bytes.
    public var extraMemory: Int? { peakMemory.map { $0 - weightsAndActivations } }
  }

  /// Every network of the zoo.
  public let rows: [Row]
  /// VGG-16's forward pass with weights that are prepared, as the engine's rows have it, in milliseconds.
  public let preparedPass: Double

  /// How many times as long the walk's pass through VGG-16 takes as one with prepared weights.
  public var ratio: Double? { rows.first { $0.network == Network.vgg16.name }.map { $0.pass / preparedPass } }

  /// Measures the program `path`, for about a minute.
  ///
  /// - Throws: `BenchmarkError` when the program does not answer.
  public init(_ path: String) throws(BenchmarkError) {
    var rows: [Row] = []
    for name in Network.names {
      guard let network = Network.named(name) else { continue }
      rows.append(try Self.row(path, network))
    }
    self.rows = rows
    preparedPass = Self.preparedPass(through: .vgg16)
  }

  private static func preparedPass(through network: Network) -> Double {
    let prepared = PreparedNetwork(network, weights: SeededWeights(seed: 1))
    let picture = Tensor(network.input, seed: 1)
    _ = prepared(picture)
    let clock = ContinuousClock()
    return (0..<3).map { _ in clock.measure { _ = prepared(picture) }.inMilliseconds }.min() ?? 0
  }

  /// The pass by itself, the better of two.
  private static func pass(through network: Network) -> (first: Double, all: Double) {
    var best = (first: Double.infinity, all: Double.infinity)
    for _ in 0..<2 {
      guard var scene = try? networkWalk.init(Settings(network: network)), let work = scene.work else { break }
      let start = ContinuousClock.now
      var first: Double?
      work.run { _, result in
        guard let result else { return true }
        first = first ?? (ContinuousClock.now - start).inMilliseconds
        scene.receive(result)
        return true
      }
      let all = (ContinuousClock.now - start).inMilliseconds
      best = (min(best.first, first ?? all), min(best.all, all))
    }
    return best
  }

  private static func row(_ path: String, _ network: Network) throws(BenchmarkError) -> Row {
    let pass = pass(through: network)
    let arguments = ["walk", network.name, "--reduced-motion", "--no-predict"]
    var firstFrames: [Double] = []
    for _ in 0..<2 {
      let program = try ProgramOnTerminal.launched(path, arguments, columns: 80, rows: 24)
      guard let frame = program.frame() else { throw .silent }
      firstFrames.append((frame.last - program.start).inMilliseconds)
    }
    let program = try ProgramOnTerminal.launched(path, arguments, columns: 80, rows: 24)
    guard let frame = program.frame() else { throw .silent }
    firstFrames.append((frame.last - program.start).inMilliseconds)
    // Only as long as the pass surely runs: it shares the processor with what is measured.
    let keys = try program.answers(atMost: 40) { (ContinuousClock.now - frame.last).inMilliseconds < 0.7 * pass.all }
    program.waitUntilIdle()
    return Row(
      network: network.name, firstFrame: median(firstFrames), firstResult: pass.first, pass: pass.all,
      slowestKey: keys.max(), keys: keys.count, peakMemory: ProcessUsage(program.identifier)?.peakMemory,
      weightsAndActivations: (network.parameters * MemoryLayout<Float>.size) + network.activationBytes)
  }
}
