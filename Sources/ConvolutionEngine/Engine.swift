/// How the engine uses the machine.
public enum Engine {
  /// How many threads a layer's work is shared out among; as many as there are processors, or as CNNVIZ_THREADS in the
  /// environment says. Results are the same to the last bit, whatever their number.
  public static var threads: Int {
    get { ThreadPool.shared.threads }
    set { ThreadPool.shared.threads = newValue }
  }

  /// Lets whoever draws and answers keys go before the threads of the engine, from now on.
  public static func giveWay() { ThreadPool.shared.giveWay() }

  /// Which inner loops this processor runs: "FMA" when it has fused multiply-adds, "baseline" when it has none, or
  /// CNNVIZ_LOOPS=baseline stands in the environment.
  public static var innerLoops: String { ChosenLoops.current.name }

  /// Some multiply-adds on registers alone, to measure the processor's peak by.
  ///
  /// - Returns: how many operations these were; a multiplication and an addition count two.
  public static func runMultiplyAdds(rounds: Int) -> Int {
    let sum = ChosenLoops.current.multiplyAddPeak(rounds: rounds, factor: 0.999, summand: 0.001)
    return sum.isFinite ? rounds * 12 * 8 * 2 : 0
  }
}
