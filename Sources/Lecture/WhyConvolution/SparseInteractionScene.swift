import CellCanvas
import ConvolutionEngine

/// How many weights a layer needs when every pair is connected, and when each output sees only a few inputs.
struct SparseInteractionScene: Scene {
  static let card = SceneCard(id: "sparse-interaction", title: "Sparse interactions", part: .whyConvolution)

  /// 1, 2, 5, 10 ... 1000000.
  static let ladder: [String] =
    [1, 10, 100, 1000, 10_000, 100_000].flatMap { [$0, 2 * $0, 5 * $0] }.map { "\($0)" } + ["1000000"]

  static let inputs = Control(name: "m", help: "how many inputs", kind: .choice(ladder, standard: "1000"))
  static let outputs = Control(name: "n", help: "how many outputs", kind: .choice(ladder, standard: "1000"))
  static let fanIn = Control(name: "k", help: "how many inputs an output sees", kind: .choice(ladder, standard: "10"))
  static let controls = [inputs, outputs, fanIn]

  /// The layer of the knobs.
  let sparse: Connectivity
  /// AlexNet's first layer.
  let real: Stage
  let steps: [Step]

  /// What a step shows.
  enum Moment: CaseIterable, Sendable {
    case full, sparse, work, growth, real, end
  }

  init(_ settings: Settings) throws(SettingsError) {
    func count(_ control: Control) -> Int { Int(settings.choice(control)) ?? 1 }
    let (m, n, k) = (count(Self.inputs), count(Self.outputs), count(Self.fanIn))
    guard k <= m else {
      throw SettingsError(
        """
        An output cannot see \(NumberText.integer(k)) inputs where there are only \(NumberText.integer(m)): \
        k is at most m, and then every pair is connected.
        """)
    }
    sparse = Connectivity(inputs: m, outputs: n, fanIn: k)
    real = Network.alexNet.stages[0]
    var steps: [Step] = []
    for moment in Moment.allCases { steps.append(Self.step(moment, sparse, real)) }
    self.steps = steps
  }

  /// The layer that a moment is about.
  func connectivity(at moment: Moment) -> Connectivity { moment == .real ? Connectivity(real) : sparse }

  /// How many products the machine works out in a second whose time is shown.
  static let productsPerSecond = 1e9
  /// How often the layer is made larger, and how much in all.
  static let growth = [1, 10, 100, 1000]
}

// MARK: Words

extension SparseInteractionScene {
  static func step(_ moment: Moment, _ sparse: Connectivity, _ real: Stage) -> Step {
    let (m, k) = (number(sparse.inputs), number(sparse.fanIn))
    switch moment {
    case .full:
      return Step(
        caption: """
          A layer learns one weight for every connection. Here \(outputs(sparse)) is connected with \
          \(inputs(sparse)). Must it be so many?
          """,
        formula: [product(sparse.full, "m", .input(m))],
        note: """
          The square is the weight matrix: a row for each output, a column for each input, and every pixel of it \
          has to be learned. Let the class do the product aloud.
          """, duration: .milliseconds(1100))
    case .sparse:
      return Step(
        caption: sparse.saving > 1
          ? """
          \(sparse.saving > 2 ? "Most" : "Half") of the square is gone. How many times fewer depends on m and k alone: the more there is to see, \
          the more is saved by not looking at all of it.
          """
          : "Nothing is saved: with k as large as m every output sees everything again. Turn k down.",
        formula: [product(sparse, "k", .kernel(k)), saving(sparse)],
        note: """
          Why is it allowed to look at so little? Because in pictures and sounds what belongs together lies together: \
          an edge is known from a few neighbouring pixels.
          """,
        question: sparse.saving == 1
          ? nil
          : Question(
            "Now each output sees only \(k) of the \(m) inputs. How many times fewer weights are there?",
            answer: .number(sparse.saving, decimals: decimals(sparse.saving))),
        duration: .milliseconds(1100))
    case .work:
      return Step(
        caption: """
          Every weight is kept in memory and takes part in one product, so time and memory fall by the same factor: \
          O(k·n) instead of O(m·n).
          """,
        formula: [
          .muted("run time  O(m·n) → O(k·n)   at 10⁹ products a second  ") + .strong(time(sparse.full)) + .muted(" → ")
            + .active(time(sparse)),
          .muted("storage     m·n  →   k·n    at 4 bytes a weight       ") + .strong(memory(sparse.full))
            + .muted(" → ") + .active(memory(sparse)),
        ],
        note: """
          Work and storage fall by the same factor here. The next advantage, sharing, will cut the storage once more, \
          but not the work: keep the two apart.
          """)
    case .growth:
      let largest = sparse.grown(by: growth[growth.count - 1])
      return Step(
        caption: """
          Ten times the inputs and ten times the outputs are a hundred times the weights when all are connected, but \
          only ten times when k stays the same.
          """,
        formula: [
          .muted("at ×\(number(growth[growth.count - 1])):  m/k = ") + .input(number(largest.inputs)) + " / "
            + .kernel(k) + " = " + .active(times(largest.saving)) + .muted(" times fewer, instead of ")
            + .strong(times(sparse.saving))
        ],
        note: "On the log scale both rise by even steps, but the upper bar's steps are twice as long: n² against n.",
        question: Question(
          "m and n both grow tenfold, k stays \(k). By what factor does k·n grow?",
          answer: .number(10, decimals: 0)))
    case .real:
      let connectivity = Connectivity(real)
      return Step(
        caption: """
          A real layer, the first of AlexNet: each of its \(number(connectivity.outputs)) outputs sees only \
          \(number(connectivity.fanIn)) inputs. Fully connected, its weights alone would fill \(memory(connectivity.full)).
          """,
        formula: [product(connectivity, "k", .kernel(number(connectivity.fanIn))), saving(connectivity)],
        note: """
          The picture has \(number(real.input.height)) · \(number(real.input.width)) · \(real.input.channels) = \
          \(number(connectivity.inputs)) values, a unit sees \(number(connectivity.fanIn)) of them. Ask how much memory a \
          graphics card has.
          """)
    case .end:
      return Step(
        caption: """
          Take home: if an output sees only k inputs, weights and work fall from m·n to k·n. A kernel stays small \
          however large the picture becomes.
          """,
        formula: [product(sparse.full, "m", .input(m)), product(sparse, "k", .kernel(k))],
        note: "Ask what the price is: an output knows nothing of what is far away. Depth will bring that back.",
        links: [ThreeAdvantagesScene.link])
    }
  }

  /// m · n = 1,000 · 1,000 = 1,000,000 connections.
  private static func product(_ connectivity: Connectivity, _ name: String, _ fanIn: StyledText) -> StyledText {
    .muted("\(name) · n = ") + fanIn + " · " + .output(number(connectivity.outputs)) + " = "
      + .strong(number(connectivity.connections)) + .muted(connectivity.connections == 1 ? " weight" : " weights")
  }

  /// m / k = 1,000 / 10 = 100 times fewer.
  private static func saving(_ connectivity: Connectivity) -> StyledText {
    .muted("m·n / k·n = m / k = ") + .input(number(connectivity.inputs)) + " / "
      + .kernel(number(connectivity.fanIn)) + " = " + .active(times(connectivity.saving)) + .muted(" times fewer")
  }

  static func number(_ value: Int) -> String { NumberText.integer(value) }

  /// A factor with a decimal where it is no whole number.
  static func times(_ factor: Double) -> String {
    factor == factor.rounded() || factor >= 1000
      ? NumberText.integer(Int(factor.rounded())) : NumberText.fixed(factor, decimals: 1)
  }

  private static func decimals(_ factor: Double) -> Int { factor == factor.rounded() ? 0 : 1 }

  private static func inputs(_ connectivity: Connectivity) -> String {
    connectivity.inputs == 1 ? "the only input" : "each of \(number(connectivity.inputs)) inputs"
  }
  private static func outputs(_ connectivity: Connectivity) -> String {
    connectivity.outputs == 1 ? "the only output" : "each of \(number(connectivity.outputs)) outputs"
  }

  /// How long the products of one pass take.
  static func time(_ connectivity: Connectivity) -> String {
    let seconds = Double(connectivity.connections) / productsPerSecond
    return seconds < 1000 ? NumberText.metric(seconds, unit: "s") : number(Int(seconds)) + " s"
  }

  /// How much memory the weights take.
  static func memory(_ connectivity: Connectivity) -> String {
    NumberText.metric(Double(connectivity.connections * MemoryLayout<Float>.size), unit: "B")
  }
}
