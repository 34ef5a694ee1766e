import CellCanvas
import ConvolutionEngine

/// Looking around and mixing channels are two jobs: a convolution does both at once, a depthwise-separable one in turn, for
/// a fraction of the price.
struct SeparableConvolutionScene: Scene {
  static let card = SceneCard(
    id: "separable-convolution", title: "Depthwise-separable convolution", part: .variants,
    otherNames: ["more arithmetic", "grouped convolution"])

  private static let widths = ["3", "16", "32", "64", "128", "256", "512"]
  static let kernel = Control.choice("kernel", ["1", "3", "5", "7"], standard: "3", help: "side of the kernels, k")
  static let inputs = Control.choice("inputs", widths, standard: "64", help: "channels that go in, M")
  static let outputs = Control.choice("outputs", widths, standard: "64", help: "channels that come out, N")
  static let side = Control.choice("side", ["7", "14", "28", "56", "112"], standard: "28", help: "height and width")
  static let controls = [kernel, inputs, outputs, side]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case usual, depthwise, pointwise, ledger, curve, same, end
  }

  let moments: [Moment] = [.usual, .depthwise, .pointwise, .ledger, .curve, .same, .end]
  let k: Int, m: Int, n: Int, height: Int
  /// The layers as stages, without biases, whose weights and work the engine counts.
  let usual: Stage, depthwise: Stage, pointwise: Stage
  /// A picture in colours, what a depthwise layer makes of each channel, and what a pointwise one mixes from that.
  let picture: Tensor, looked: Tensor, mixed: Tensor
  /// The same by one ordinary layer whose filters are products; and how far apart the two are at most.
  let composed: Tensor
  let difference: Float

  /// How many maps the picture's layers mix.
  static let mixedMaps = 4
  static let pictureSide = 24

  static func pictureArea(_ settings: Settings) -> PictureArea? { PictureArea(width: pictureSide, height: pictureSide) }

  init(_ settings: Settings) throws(SettingsError) {
    func number(_ control: Control) -> Int { Int(settings.choice(control)) ?? 1 }
    let (k, m, n, height) = (number(Self.kernel), number(Self.inputs), number(Self.outputs), number(Self.side))
    (self.k, self.m, self.n, self.height) = (k, m, n, height)
    let input = Shape(height: height, width: height, channels: m)
    func stage(_ name: String, _ filters: Int, _ side: Int, groups: Int) throws(SettingsError) -> Stage {
      do throws(NetworkError) {
        return try Stage(
          Layer(
            name, .convolution(filters: filters, Window(side, padding: .same(kernel: side)), groups: groups),
            isRectified: false, hasBiases: false), on: input)
      } catch {
        throw SettingsError("these layers do not fit: \(error)")
      }
    }
    usual = try stage("usual", n, k, groups: 1)
    depthwise = try stage("depthwise", m, k, groups: m)
    pointwise = try stage("pointwise", n, 1, groups: 1)

    let colours = Pictures.color(
      for: settings, else: Pictures.balloon, width: Self.pictureSide, height: Self.pictureSide)
    picture = Tensor(
      Shape(height: Self.pictureSide, width: Self.pictureSide, channels: 3),
      values: colours.bytes.map { Float($0) / 255 })
    // Red is blurred, green and blue are searched for upright and level edges; with a kernel of 1 nobody looks around.
    let looks = (0..<3).flatMap { channel in
      (0..<k * k).map { place -> Float in
        guard k > 1 else { return 1 }
        let at = channel == 1 ? place % k : place / k
        return channel == 0 ? 1 / Float(k * k) : (at == 0 ? -1 : at == k - 1 ? 1 : 0) / Float(k)
      }
    }
    let bank = FilterBank(count: 3, rows: k, columns: k, depth: 1, values: looks)
    let mixes = FilterBank(
      count: Self.mixedMaps, rows: 1, columns: 1, depth: 3,
      values: [1, 3, 0, -1, 0, 3, 0, 3, -3, 2, -2, -2])
    let products = FilterBank(
      count: Self.mixedMaps, rows: k, columns: k, depth: 3,
      values: (0..<Self.mixedMaps).flatMap { filter in
        (0..<k * k).flatMap { place in
          (0..<3).map { bank[$0, place / k, place % k] * mixes[filter, 0, 0, $0] }
        }
      })
    looked = Convolution(bank, padding: .same(kernel: k), groups: 3)(picture)
    mixed = Convolution(mixes)(looked)
    composed = Convolution(products, padding: .same(kernel: k))(picture)
    difference = zip(mixed.values, composed.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  // MARK: Numbers

  /// What the two layers need, beside the one.
  var weights: (usual: Int, separable: Int) { (usual.weights, depthwise.weights + pointwise.weights) }
  var work: (usual: Int, separable: Int) { (usual.multiplyAdds, depthwise.multiplyAdds + pointwise.multiplyAdds) }
  /// The part of the usual price.
  var share: Double { Double(work.separable) / Double(work.usual) }

  /// The part of the price, by the formula, for other numbers of outputs: 1/N + 1/k².
  static func share(outputs: Int, kernel: Int) -> Double { 1 / Double(outputs) + 1 / Double(kernel * kernel) }

  func text(_ count: Int) -> String { NumberText.integer(count) }
  static func decimals(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }

  /// 1/N + 1/k² = 1/64 + 1/9 = 0.127.
  private var shareFormula: StyledText {
    .muted("1/N + 1/k² = 1/") + .output("\(n)") + .muted(" + 1/") + .kernel("\(k * k)") + .muted(" = ")
      + .active(Self.decimals(share))
  }

  // MARK: Words

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .usual:
      return Step(
        caption: k == 1
          ? "A 1 × 1 layer looks at one place and only mixes channels: here is nothing to part. Turn kernel up."
          : "Each of these \(n) filters does two jobs at once: it looks at \(sides(k, k)) places, and it mixes \(m) channels. Must it be at once?",
        formula: [
          .muted("k·k·M·N = ") + .kernel(product(k, k, m, n)) + .muted(" = ") + .strong(text(usual.weights))
            + .muted(" weights,  · H·W = ") + .strong(text(usual.multiplyAdds)) + .muted(" products")
        ],
        note: "Ask what a filter's depth is for. Most students know the window and forget the mixing.",
        links: [Link(to: ChannelsScene.card.id, label: "channels")])
    case .depthwise:
      return Step(
        caption:
          "Depthwise: each channel has one kernel of its own and keeps to itself. \(text(m)) maps go in and \(text(m)) come out, nothing is mixed.",
        formula: [
          .muted("k·k·M = ") + .kernel(product(k, k, m)) + .muted(" = ") + .strong(text(depthwise.weights))
            + .muted(" weights,  · H·W = ") + .strong(text(depthwise.multiplyAdds)) + .muted(" products")
        ],
        note: "A grouped convolution with as many groups as channels: groups = M in libraries.",
        links: [Link(to: LocalConvolutionScene.card.id, label: "groups")])
    case .pointwise:
      return Step(
        caption:
          "Pointwise: 1 × 1 filters look at one place and mix all \(m) channels there. Looking around is done already.",
        formula: [
          .muted("M·N = ") + .kernel(product(m, n)) + .muted(" = ") + .strong(text(pointwise.weights))
            + .muted(" weights,  · H·W = ") + .strong(text(pointwise.multiplyAdds)) + .muted(" products")
        ],
        note: "A 1 × 1 convolution is a dense layer at each place, with the same weights everywhere.",
        links: [Link(to: VolumesScene.card.id, label: "filters")])
    case .ledger: return ledgerStep
    case .curve: return curveStep
    case .same:
      return Step(
        caption: StyledText(
          "Nothing is approximated: one ordinary layer whose filters are products of the two gives the same. What is given up are all other filters."
        ),
        formula: [
          .muted("w(f, i, j, c) = p(f, c) · d(i, j, c)     largest difference ")
            + .strong(
              difference < 5e-5 ? "0" : NumberText.fixed(Double(difference), decimals: 4),
              difference < 5e-5 ? .correct : .wrong)
            + .muted(" (rounding aside)")
        ],
        note: """
          All filters must share one look at each channel, and can only weigh it. That it is enough is not proved but found: \
          MobileNet and Xception are built of these.
          """,
        links: [Link(to: ChannelsScene.card.id, label: "channels")])
    case .end:
      return Step(
        caption: StyledText(
          share < 1
            ? "Take home: look around in each channel, then mix at each place: \(Self.decimals(share)) of the price here, nearly 1/k² where many maps come out."
            : "Take home: parting the jobs pays where there are two. With \(counted(n, "output")) and a kernel of \(k) it costs \(Self.decimals(share)) of the usual, not less."
        ),
        formula: [shareFormula],
        note: "Let the class guess for which layer of a network it saves most, and turn the knobs to its sizes.",
        links: [Link(to: AlexNetScene.card.id, label: "a network")])
    }
  }

  private var ledgerStep: Step {
    let right = share < 0.2 ? 0 : share < 0.5 ? 1 : share < 1 ? 2 : 3
    return Step(
      caption: StyledText(
        share < 1
          ? "Both together cost \(Self.decimals(share)) of the usual layer, \(factor(Double(work.usual) / Double(work.separable))) times less: a sum, \(text(depthwise.weights)) + \(text(pointwise.weights)), in place of a product."
          : "Both together cost \(Self.decimals(share)) of the usual layer: with a kernel of \(k) there is nothing to save by parting."
      ),
      formula: [shareFormula],
      note: "The same share holds for weights and for products, since each weight is used H·W times in either.",
      question: Question(
        "The two layers in place of the one: what do they cost?",
        answer: .choice(["under 1/5", "1/5 to 1/2", "1/2 to all of it", "more than it"], right: right)))
  }

  private var curveStep: Step {
    let floor = 1 / Double(k * k)
    return Step(
      caption: StyledText(
        k == 1
          ? "Under 1 × 1 the share is above 1 for any N: a depthwise layer of 1 × 1 is work added. Larger kernels save more."
          : "With more outputs the share falls to 1/k² and no lower: \(Self.decimals(floor)) for \(sides(k, k)). What looks around is then paid once for all filters."
      ),
      formula: [
        .joined(
          (n == 256 ? [64, 256] : [n, 256]).map { outputs in
            .muted("N = ") + .output("\(outputs)") + .muted(", k = ") + .kernel("\(k)") + .muted(": ")
              + .strong(Self.decimals(Self.share(outputs: outputs, kernel: k)))
          }, separator: "      ") + .muted("      M does not matter")
      ],
      note: "Ask why M drops out: both sides have it as a factor.")
  }
}
