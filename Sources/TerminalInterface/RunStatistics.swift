import CellCanvas

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

  /// How many bytes went to the terminal; `nil` where the system does not tell.
  public internal(set) var byteCount: Int?

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

extension RunStatistics: CustomStringConvertible {
  /// The figures, a line each.
  public var description: String {
    var lines = [
      "frames   \(frameCount), \(mean(frameTime, frameCount)) ms each, \(text(longestFrame)) ms the slowest",
      "input    \(inputCount), answered after \(mean(latency, inputCount)) ms, \(text(longestLatency)) ms the slowest",
      "wake-ups \(wakeUps)",
    ]
    if let byteCount {
      lines.insert("bytes    \(byteCount), \(byteCount / max(frameCount, 1)) a frame", at: 1)
    }
    return lines.joined(separator: "\n")
  }

  private func mean(_ total: Duration, _ count: Int) -> String { text(total / max(count, 1)) }

  /// Milliseconds with two decimals.
  private func text(_ time: Duration) -> String { NumberText.fixed(time / .milliseconds(1), decimals: 2) }
}
