import CellCanvas
import ConvolutionEngine

/// How many connections a layer has when every pair is connected, and when each output sees only a few inputs: as areas
/// of the square that has a row for each output and a column for each input.
struct SparseInteractionScene: Scene {
  static let card = SceneCard(id: "sparse-interaction", title: "Sparse interactions", part: .whyConvolution)

  /// 1, 2, 5, 10 ... 1000000.
  static let ladder: [String] =
    [1, 10, 100, 1000, 10_000, 100_000].flatMap { [$0, 2 * $0, 5 * $0] }.map { "\($0)" } + ["1000000"]

  static let inputs = Control(name: "m", help: "how many inputs", kind: .choice(ladder, standard: "1000"))
  static let outputs = Control(name: "n", help: "how many outputs", kind: .choice(ladder, standard: "1000"))
  static let fanIn = Control(name: "k", help: "how many inputs an output sees", kind: .choice(ladder, standard: "10"))
  static let controls = [inputs, outputs, fanIn]

  /// What a step shows.
  enum Moment: CaseIterable, Sendable {
    case square, full, sparse, work, growth, real, end
  }

  let moments = Moment.allCases
  /// The layer of the knobs.
  let sparse: Connectivity
  /// AlexNet's first layer.
  let stage: Stage
  let real: Connectivity
  /// A dense layer small enough for its lines to be drawn.
  let small = UnitLayer([Float](repeating: 0, count: 5), dense: Tensor(Shape(height: 5, width: 5), repeating: 0))

  init(_ settings: Settings) throws(SettingsError) {
    func count(_ control: Control) -> Int { Int(settings.choice(control)) ?? 1 }
    let (m, n, k) = (count(Self.inputs), count(Self.outputs), count(Self.fanIn))
    guard k <= m else {
      throw SettingsError(
        """
        An output cannot see \(NumberText.integer(k)) inputs where there \(verb(m, "are")) only \(NumberText.integer(m)): \
        k is at most m, and then every pair is connected.
        """)
    }
    sparse = Connectivity(inputs: m, outputs: n, fanIn: k)
    stage = Network.alexNet.stages[0]
    real = Connectivity(stage)
  }

  /// How many products the machine works out in a second whose time is shown.
  static let productsPerSecond = 1e9
  /// How often the layer is made larger, and how much in all.
  static let growth = [1, 10, 100, 1000]

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard let line = Self.line(target) else { return nil }
    return Remark(
      caption: """
        The connection from \(LayerStack.Unit.input(line.input).name) to \(LayerStack.Unit.output(line.output).name): a line \
        of the graph, and in the square the cell of row \(line.output + 1) and column \(line.input + 1).
        """)
  }

  /// The connection that is pointed at: a cell of the square.
  static func line(_ target: Target?) -> (input: Int, output: Int)? {
    target.flatMap { $0.grid == "square" ? ($0.column, $0.row) : nil }
  }
}

// MARK: Words

extension SparseInteractionScene {
  /// Which knob to turn where a kernel is as large as its input.
  private var advice: String { sparse.fanIn > 1 ? "Turn k down" : "Turn m up" }

  func step(_ moment: Moment) -> Step {
    let (m, k) = (NumberText.integer(sparse.inputs), NumberText.integer(sparse.fanIn))
    switch moment {
    case .square:
      return Step(
        caption: """
          Every line is a connection, one product each time the layer works. In a square with a row for each output and \
          a column for each input it is a cell.
          """,
        formula: [
          .input("5") + " · " + .output("5") + " = " + .strong("25") + .muted(" lines, ") + .strong("25")
            + .muted(" cells     (lines may share weights: that comes later)")
        ],
        note: """
          Point at cells and let the class find the line. Say that connections are counted here: they cost time. \
          Weights, which cost memory, are as many only as long as no two lines share one.
          """, duration: .milliseconds(1100))
    case .full:
      return Step(
        caption: """
          The same square for m inputs and n outputs: \(Self.every(sparse.outputs, "output")) is connected with \
          \(Self.every(sparse.inputs, "input")). \(sparse.inputs > 1 ? "Must there be so many connections?" : sparse.outputs > 1 ? "Turn m up." : "Turn m and n up.")
          """,
        formula: [product(sparse.full, "m", .input(m))],
        note: "Let the class do the product aloud. The knobs m and n go up to a million.", duration: .milliseconds(1100)
      )
    case .sparse:
      return Step(
        caption: sparse.saving > 1
          ? """
          \(sparse.saving > 2 ? "Most" : "Half") of the square is gone. How many times fewer depends on m and k alone: \
          the more inputs there are, the more is saved by seeing only k of them.
          """
          : "Nothing is saved: with k as large as m every output sees everything again. \(advice).",
        // On few inputs the border would count: the scene before takes off what hangs over it.
        formula: [
          product(sparse, "k", .kernel(k)) + .muted(sparse.inputs <= 20 ? "; k at the border, too" : ""),
          saving(sparse),
        ],
        note: sparse.saving > 1
          ? """
          Why is it allowed to look at so little? Because in pictures and sounds what belongs together lies together: \
          an edge is known from a few neighbouring pixels.
          """
          : "A kernel as large as its input is a dense layer. Ask from which size of m on the two differ.",
        question: sparse.saving == 1
          ? nil
          : Question(
            "Now \(sparse.outputs == 1 ? "the only" : "each") output sees only \(k) of the \(m) inputs. How many times fewer connections are there?",
            answer: .number(sparse.saving, decimals: sparse.saving == sparse.saving.rounded() ? 0 : 1)),
        duration: .milliseconds(1400))
    case .work:
      return Step(
        caption: sparse.saving > 1
          ? """
          Each connection is a product, so time falls by the same factor, \(factor(sparse.saving)). So does memory, as long \
          as every connection has a weight of its own.
          """
          : """
          Each connection is a product, and none is gone: neither time nor memory falls. \(advice) and see both fall \
          by the same factor.
          """,
        formula: [
          .muted("run time    m·n  →   k·n    at 10⁹ products a second  ") + .strong(Self.time(sparse.full))
            + .muted(" → ") + .active(Self.time(sparse)),
          .muted("storage     m·n  →   k·n    at 4 bytes a weight       ") + .strong(Self.memory(sparse.full))
            + .muted(" → ") + .active(Self.memory(sparse)),
        ],
        note: """
          Books write the run time O(m·n), “of the order of m·n”: constant factors do not count. The next advantage, \
          sharing, will cut the storage once more, but not the work: keep the two apart.
          """)
    case .growth: return growthStep
    case .real:
      return Step(
        caption: """
          AlexNet's first layer (2012): an output sees \(NumberText.integer(real.fanIn)) of \
          \(NumberText.integer(real.inputs)) inputs. That leaves \(NumberText.integer(real.connections)) connections; \
          sharing \(stage.output.channels) kernels will leave \(NumberText.integer(stage.weights)) weights.
          """,
        formula: [
          .muted("dense ") + .input(NumberText.integer(real.inputs)) + "·" + .output(NumberText.integer(real.outputs))
            + .muted(" → sparse ") + .kernel(NumberText.integer(real.fanIn)) + "·"
            + .output(NumberText.integer(real.outputs)) + .muted(" → shared ")
            + .kernel(NumberText.integer(real.fanIn)) + "·" + .output("\(stage.output.channels)"),
          .muted("as weights in memory ") + .strong(Self.memory(real.full)) + .muted(" → ")
            + .strong(Self.memory(real)) + .muted(" → ") + .active(Self.bytes(stage.weights)),
        ],
        note: """
          The picture has \(stage.input.height) · \(stage.input.width) · \(stage.input.channels) = \
          \(NumberText.integer(real.inputs)) values, a unit sees \(stage.fanIn) of them, and each of the \
          \(stage.output.channels) filters is used at \(stage.output.height) · \(stage.output.width) places.
          """, duration: .milliseconds(1800))
    case .end:
      return Step(
        caption: """
          Take home: if an output sees only k inputs, connections and work \(sparse.saving > 1 ? "fall from m·n to" : "are") \
          k·n\(sparse.saving > 1 ? "" : ", here as many as m·n, for k is m"). A kernel need not grow with the picture.
          """,
        formula: [product(sparse.full, "m", .input(m)), product(sparse, "k", .kernel(k))],
        note: "Ask what the price is: an output knows nothing of what is far away. Depth will bring that back.",
        links: [ThreeAdvantagesScene.link])
    }
  }

  private var growthStep: Step {
    // What the figure shows and the sentence speaks of; the account beside it goes on from there.
    let factor = Self.growth[1]
    let grown = sparse.grown(by: factor)
    return Step(
      caption: """
        Ten times the inputs and outputs make 100 times the pairs, but only 10 times the connections: the strip stays k \
        wide.
        """,
      formula: [
        .muted("\(NumberText.integer(factor))m / k = ") + .input(NumberText.integer(grown.inputs)) + " / "
          + .kernel(NumberText.integer(grown.fanIn)) + " = " + .active(Lecture.factor(grown.saving))
          + .muted(" times fewer")
          + (sparse.saving > 1 ? .muted(", instead of ") + .strong(Lecture.factor(sparse.saving)) : "")
      ],
      note: "A tile is what there was before: count the tiles of either side.",
      question: Question(
        "m and n both grow tenfold, k stays. How many times as many pairs are there, and how many times as many connections?",
        answer: .numbers([100, 10], decimals: 0)),
      duration: .milliseconds(1600))
  }

  /// m · n = 1,000 · 1,000 = 1,000,000 connections.
  private func product(_ connectivity: Connectivity, _ name: String, _ fanIn: StyledText) -> StyledText {
    .muted("\(name) · n = ") + fanIn + " · " + .output(NumberText.integer(connectivity.outputs)) + " = "
      + .strong(NumberText.integer(connectivity.connections))
      + .muted(" " + nouns(connectivity.connections, "connection"))
  }

  /// m / k = 1,000 / 10 = 100 times fewer.
  private func saving(_ connectivity: Connectivity) -> StyledText {
    .muted("(m·n) / (k·n) = m / k = ") + .input(NumberText.integer(connectivity.inputs)) + " / "
      + .kernel(NumberText.integer(connectivity.fanIn)) + " = "
      + (connectivity.saving == 1
        ? .active("1") + .muted(", as many as before") : .active(factor(connectivity.saving)) + .muted(" times fewer"))
  }

  private static func every(_ count: Int, _ noun: String) -> String {
    count == 1 ? "the only \(noun)" : "each of \(counted(count, noun))"
  }

  /// How long the products of one pass take.
  static func time(_ connectivity: Connectivity) -> String {
    let seconds = Double(connectivity.connections) / productsPerSecond
    return seconds < 1000 ? NumberText.metric(seconds, unit: "s") : NumberText.integer(Int(seconds)) + " s"
  }

  /// How much memory a weight for each connection takes.
  static func memory(_ connectivity: Connectivity) -> String { bytes(connectivity.connections) }

  private static func bytes(_ weights: Int) -> String {
    NumberText.metric(Double(weights * MemoryLayout<Float>.size), unit: "B")
  }
}
