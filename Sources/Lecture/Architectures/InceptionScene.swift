import CellCanvas
import ConvolutionEngine

/// Several kernels side by side on one input, what that costs, and how 1 × 1 convolutions bring the price down.
struct InceptionScene: Scene {
  static let card = SceneCard(id: "inception", title: "The inception module", part: .architectures)

  private static let widths = [8, 16, 32, 48, 64, 96, 128, 192, 256, 320, 384].map(String.init)
  static let depth = Control.choice(
    "depth", ["64", "128", "192", "256", "480", "512", "528", "832"], standard: "256", help: "channels that come in")
  static let one = Control.choice("1x1", widths, standard: "128", help: "filters of 1 × 1")
  static let three = Control.choice("3x3", widths, standard: "192", help: "filters of 3 × 3")
  static let five = Control.choice("5x5", widths, standard: "96", help: "filters of 5 × 5")
  static let threeReduce = Control.choice(
    "3x3-reduce", widths, standard: "64", help: "filters of 1 × 1 before the 3 × 3")
  static let fiveReduce = Control.choice(
    "5x5-reduce", widths, standard: "64", help: "filters of 1 × 1 before the 5 × 5")
  static let pool = Control.choice("pool-1x1", widths, standard: "64", help: "filters of 1 × 1 behind the pooling")
  static let controls = [depth, one, three, five, threeReduce, fiveReduce, pool]

  static let pictureSide = 28

  static func pictureArea(_ settings: Settings) -> PictureArea? { PictureArea(width: pictureSide, height: pictureSide) }

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    /// The naive module, branch by branch, and put together.
    case branch(Int), joined
    /// Modules on modules.
    case growth
    /// What a 1 × 1 convolution does.
    case pointwise
    /// The most costly branch with a 1 × 1 convolution before it, then the whole module with all of them.
    case bottleneck, reduced
    /// Where the work was saved.
    case saving
    /// Misprints in what is taught about it.
    case misprints
    /// GoogLeNet's first module: its 5 × 5 branch, and all of it.
    case first5x5, first
    case end
  }

  let moments: [Moment] =
    InceptionModule.Branch.allCases.indices.map { .branch($0) } + [
      .joined, .growth, .pointwise, .bottleneck, .reduced, .saving, .misprints, .first5x5, .first, .end,
    ]

  let naive: InceptionLedger
  let reduced: InceptionLedger
  /// Naive modules of these widths one on the other, the first on what comes in.
  let stacked: [InceptionLedger]
  /// The reduced module on what the reduced one gives.
  let second: InceptionLedger
  /// GoogLeNet's module 3a, and the same without 1 × 1 convolutions before the others.
  let first: InceptionLedger
  let firstNaive: InceptionLedger
  /// The lecture's widths, whatever the knobs say: what misprints are about.
  let lectures = (naive: Self.lecturesNaive, reduced: Self.lecturesReduced)

  /// A picture, and what two filters of 1 × 1 make of its colours.
  let picture: Tensor
  let mixed: Tensor

  /// Height and width of all maps.
  static let side = 28
  /// Brightness as television weighs it (ITU-R BT.601, rounded), and how much more red than blue there is: weights for
  /// red, green, blue.
  static let filters: [[Float]] = [[0.3, 0.59, 0.11], [1, 0, -1]]

  private static let lecturesReduced = InceptionLedger(
    InceptionModule("lecture", one: 128, three: (64, 192), five: (64, 96), pooled: 64),
    on: Shape(height: side, width: side, channels: 256))
  private static let lecturesNaive = InceptionLedger(lecturesReduced.module.naive, on: lecturesReduced.input)

  init(_ settings: Settings) throws(SettingsError) {
    func number(_ control: Control) -> Int { Int(settings.choice(control)) ?? 1 }
    let module = InceptionModule(
      "module", one: number(Self.one), three: (number(Self.threeReduce), number(Self.three)),
      five: (number(Self.fiveReduce), number(Self.five)), pooled: number(Self.pool))
    let input = Shape(height: Self.side, width: Self.side, channels: number(Self.depth))
    reduced = InceptionLedger(module, on: input)
    naive = InceptionLedger(module.naive, on: input)
    var stacked = [naive]
    while stacked.count < 5, let last = stacked.last { stacked.append(InceptionLedger(module.naive, on: last.output)) }
    self.stacked = stacked
    second = InceptionLedger(module, on: reduced.output)
    let real = InceptionModule.ofGoogLeNet[0][0]
    first = InceptionLedger(real, of: .googLeNet)
    firstNaive = InceptionLedger(real.naive, on: first.input)
    let colours = Pictures.color(
      for: settings, else: Pictures.balloon, width: Self.pictureSide, height: Self.pictureSide)
    picture = Tensor(
      Shape(height: Self.pictureSide, width: Self.pictureSide, channels: 3),
      values: colours.bytes.map { Float($0) / 255 })
    mixed = Convolution(
      FilterBank(count: Self.filters.count, rows: 1, columns: 1, depth: 3, values: Self.filters.flatMap { $0 }))(
        picture)
  }

  /// Channels that come in.
  var channels: Int { naive.input.channels }
  /// How many channels a naive module adds, whatever comes in.
  var added: Int { naive.output.channels - channels }
  /// How many times as many multiply-adds the naive module takes.
  var saving: Double { Double(naive.multiplyAdds) / Double(reduced.multiplyAdds) }

  /// What the lecture's slide prints for the multiplications of the naive 3 × 3 branch.
  static let printedFactors = [64, 3, 3, 64, side, side]
  static let printed = printedFactors.reduce(1, *)
}
