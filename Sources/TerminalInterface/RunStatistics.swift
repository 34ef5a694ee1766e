/// Figures about a lecture on the terminal.
public struct RunStatistics: Hashable, Sendable {
  /// How many frames were drawn, and how long the scene, the player and the screen took for them.
  public private(set) var frameCount = 0
  /// All frames together.
  public private(set) var frameTime = Duration.zero
  /// The slowest frame.
  public private(set) var longestFrame = Duration.zero
  /// How often something was typed or pointed at.
  public private(set) var inputCount = 0
  /// From the arrival of input to its frame on the way to the terminal, all together.
  public private(set) var latency = Duration.zero
  /// The slowest answer to input.
  public private(set) var longestLatency = Duration.zero
  /// How often the program woke up.
  public internal(set) var wakeUps = 0

  mutating func addFrame(_ time: Duration) {
    frameCount += 1
    frameTime += time
    longestFrame = max(longestFrame, time)
  }

  mutating func addLatency(_ time: Duration) {
    inputCount += 1
    latency += time
    longestLatency = max(longestLatency, time)
  }
}
