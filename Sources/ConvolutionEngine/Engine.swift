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

  /// Which inner loops this processor runs: "AVX-512" when it has these registers, otherwise "FMA" when it has fused
  /// multiply-adds and "baseline" when it has none; or those that CNNVIZ_LOOPS in the environment names.
  public static var innerLoops: String { ChosenLoops.current.name }

  /// Some multiply-adds on registers alone, to measure the processor's peak by.
  ///
  /// - Returns: how many operations these were; a multiplication and an addition count two.
  public static func runMultiplyAdds(rounds: Int) -> Int {
    let loops = ChosenLoops.current
    let sum = loops.multiplyAddPeak(rounds: rounds, factor: 0.999, summand: 0.001)
    return sum.isFinite ? rounds * 12 * loops.lanesAtPeak * 2 : 0
  }
}
