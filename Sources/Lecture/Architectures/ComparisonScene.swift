import CellCanvas
import ConvolutionEngine

/// The lecture's networks in one chart: how well each does for what it costs.
struct ComparisonScene: Scene {
  static let card = SceneCard(id: "comparison", title: "Networks compared", part: .architectures)

  static let axis = Control.choice(
    "axis", ["multiply-adds", "parameters", "depth"], help: "what is counted from left to right")
  static let networks = Control.choice(
    "networks", ["all", "plain", "residual", "light"],
    help: "all; without branches; residual; at most 5 G multiply-adds")
  static let scale = Control.choice("scale", ["linear", "log"], help: "equal steps, or equal factors")
  static let controls = [axis, networks, scale]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    /// A family joins the chart.
    case family(ComparedNetwork.Family)
    /// All networks as a table.
    case ledger
    /// Depth and error by year.
    case years
    /// The ResNet-50 with a newer recipe.
    case retrained
    /// What to make of it.
    case end
  }

  /// What is counted from left to right.
  enum Measure: String, Sendable {
    case multiplyAdds = "multiply-adds"
    case parameters
    case depth

    /// The amount, in the axis' unit.
    func amount(_ network: ComparedNetwork) -> Double {
      switch self {
      case .multiplyAdds: Double(network.multiplyAdds) / 1e9
      case .parameters: Double(network.parameters) / 1e6
      case .depth: Double(network.depth)
      }
    }

    var label: String {
      switch self {
      case .multiplyAdds: "multiply-adds, G"
      case .parameters: "parameters, M"
      case .depth: "layers with weights"
      }
    }
  }

  let measure: Measure
  /// What the areas count: parameters, or where these are counted already, multiply-adds.
  let area: Measure
  let isLogarithmic: Bool
  /// The networks that are compared.
  let chosen: [ComparedNetwork]

  init(_ settings: Settings) throws(SettingsError) {
    measure = Measure(rawValue: settings.choice(Self.axis)) ?? .multiplyAdds
    area = measure == .parameters ? .multiplyAdds : .parameters
    isLogarithmic = settings.choice(Self.scale) == "log"
    let choice = settings.choice(Self.networks)
    chosen = ComparedNetwork.all.filter { network in
      switch choice {
      case "plain": network.family == .alexNet || network.family == .vgg
      case "residual": network.family == .residual
      case "light": network.multiplyAdds <= 5_000_000_000
      default: true
      }
    }
  }

  private var families: [ComparedNetwork.Family] {
    ComparedNetwork.Family.allCases.filter { family in chosen.contains { $0.family == family } }
  }

  var moments: [Moment] {
    let canBeRetrained = chosen.contains { $0.network == ComparedNetwork.retrained.network }
    return families.map { .family($0) } + [.ledger, .years] + (canBeRetrained ? [.retrained] : []) + [.end]
  }

  // MARK: Words

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .family(let family): familyStep(family)
    case .ledger: ledgerStep
    case .years: yearsStep
    case .retrained: retrainedStep
    case .end: endStep
    }
  }

  static func percent(_ value: Double) -> String { NumberText.fixed(value, decimals: 1) + " %" }
  static func amount(_ value: Int) -> String { NumberText.metric(Double(value), unit: "") }

  private var sourceLine: StyledText {
    .muted(ComparedNetwork.source + "; the rest is ours")
  }

  private func line(_ network: ComparedNetwork) -> StyledText {
    .muted("\(network.name)  ") + .output(Self.percent(network.accuracy)) + .muted("  ")
      + .active(Self.amount(network.multiplyAdds)) + .muted(" multiply-adds  ")
      + .kernel(Self.amount(network.parameters)) + .muted(" parameters")
  }

  private func familyStep(_ family: ComparedNetwork.Family) -> Step {
    let members = chosen.filter { $0.family == family }
    guard let first = members.first, let last = members.last else { return endStep }
    let isFirst = families.first == family
    let cost = measure == .depth ? "is deeper" : "costs more"
    let disc = area == .parameters ? "has more parameters" : "does more work"
    let start = isFirst ? "Farther right \(cost), higher errs less, a larger disc \(disc). " : ""
    return Step(
      caption: StyledText(start) + StyledText(isFirst ? opening(members) : sentence(family, first, last)),
      formula: [line(last), sourceLine], note: note(family), question: question(family, members),
      duration: .milliseconds(1200), links: [link(family)])
  }

  private func opening(_ members: [ComparedNetwork]) -> String {
    guard let first = members.first, let last = members.last, members.count > 1 else {
      return members.first.map { "\($0.name), \($0.year), is where we begin." } ?? ""
    }
    let points = NumberText.fixed(last.accuracy - first.accuracy, decimals: 1)
    return """
      \(first.name) to \(last.name): \(points) points more, for \
      \(factor(Double(last.multiplyAdds) / Double(first.multiplyAdds))) times the work.
      """
  }

  private func sentence(
    _ family: ComparedNetwork.Family, _ first: ComparedNetwork, _ last: ComparedNetwork
  ) -> String {
    let before = chosen.filter { network in
      (families.firstIndex(of: network.family) ?? 0) < (families.firstIndex(of: family) ?? 0)
    }
    // Compared with whichever came before and is nearest in accuracy.
    let rival = before.min { abs($0.accuracy - last.accuracy) < abs($1.accuracy - last.accuracy) }
    guard let rival else { return "\(last.name) reaches \(Self.percent(last.accuracy))." }
    if family == .residual, last.name != first.name {
      let points = NumberText.fixed(last.accuracy - first.accuracy, decimals: 1)
      guard let gains, gains.shrink else {
        return """
          Residual networks: \(points) points from \(first.name) to \(last.name), for \
          \(factor(Double(last.multiplyAdds) / Double(first.multiplyAdds))) times the work.
          """
      }
      return """
        Deeper is better, yet each step up brings less: \(Self.points(gains.first)) points from \(gains.first.from) to \
        \(gains.first.to), \(Self.points(gains.last)) from \(gains.last.from) to \(gains.last.to).
        """
    }
    let gap = last.accuracy - rival.accuracy
    let points = NumberText.fixed(abs(gap), decimals: 1) + " points " + (gap < 0 ? "less" : "more")
    return """
      \(last.name), \(last.year): \(points) than \(rival.name), for \
      \(Self.ratio(last.multiplyAdds, rival.multiplyAdds)) the work and \
      \(Self.ratio(last.parameters, rival.parameters)) the parameters.
      """
  }

  /// A part or a multiple: 1/10.3 of, 21.7 times.
  private static func ratio(_ part: Int, _ whole: Int) -> String {
    let value = Double(part) / Double(whole)
    return value >= 1 ? "\(factor(value)) times" : "1/\(factor(1 / value)) of"
  }

  private func note(_ family: ComparedNetwork.Family) -> String {
    switch family {
    case .alexNet:
      """
      Accuracy is top-1: the first guess counts. The contest counted five guesses. It is the form of the published weights \
      that is counted, which has fewer filters than the paper's.
      """
    case .vgg where area == .parameters:
      "The largest discs of all: dense layers hold \(listed(vggShares)) of their parameters."
    case .vgg: "The largest discs of all: layers of many filters on large maps do most work."
    case .inception:
      "This is torchvision's GoogLeNet, whose 5 × 5 branch is a 3 × 3: the accuracy is that of these weights, so it is this form that is counted."
    case .residual: residualNote
    }
  }

  /// What part of each VGG network's parameters is in dense layers.
  private var vggShares: [String] {
    chosen.filter { $0.family == .vgg }.map { network in
      let held = network.network.stages.filter(\.isDense).reduce(0) { $0 + $1.parameters }
      return NumberText.share(held, of: network.parameters)
    }
  }

  private func link(_ family: ComparedNetwork.Family) -> Link {
    switch family {
    case .alexNet: Link(to: AlexNetScene.card.id, label: "AlexNet")
    case .vgg: Link(to: VGGNetScene.card.id, label: "VGG")
    case .inception: Link(to: GoogLeNetScene.card.id, label: "GoogLeNet")
    case .residual: Link(to: ResNetScene.card.id, label: "ResNet")
    }
  }

  private func question(_ family: ComparedNetwork.Family, _ members: [ComparedNetwork]) -> Question? {
    switch family {
    case .inception:
      guard let own = members.first, let small = chosen.first(where: { $0.family == .vgg }) else { return nil }
      let parts = [("half", 2.0), ("a tenth", 10), ("a hundredth", 100)]
      let ratio = Double(small.multiplyAdds) / Double(own.multiplyAdds)
      let right = parts.indices.min { abs(parts[$0].1 - ratio) < abs(parts[$1].1 - ratio) } ?? 0
      return Question(
        "\(own.name) is nearly as accurate as \(small.name). For about which part of its multiply-adds?",
        answer: .choice(parts.map(\.0), right: right))
    case .residual:
      guard let gains, families.first != family else { return nil }
      let (most, half) = (Self.points(gains.first), NumberText.fixed(gains.first.points / 2, decimals: 2))
      let share = gains.last.points / gains.first.points
      return Question(
        "\(gains.first.to) is \(most) points better than \(gains.first.from). And \(gains.last.to) than \(gains.last.from)?",
        answer: .choice(
          ["more than \(most)", "\(half) to \(most)", "less than \(half)"], right: share > 1 ? 0 : share >= 0.5 ? 1 : 2)
      )
    case .alexNet, .vgg: return nil
    }
  }

  private var ledgerStep: Step {
    let best = chosen.max { $0.accuracy < $1.accuracy } ?? ComparedNetwork.all[0]
    let least = chosen.min { $0.multiplyAdds < $1.multiplyAdds } ?? best
    return Step(
      caption: """
        The same as a table: \(best.name) is the most accurate, \(least.name) does the least work. What is best depends \
        on what is scarce: memory, time or errors.
        """,
      formula: [.muted("depth: layers with weights on the longest way through"), sourceLine],
      note: """
        Some sources write twice these numbers, since they count multiplications and additions apart, as FLOPs. The scenes \
        of the networks count the papers' forms: below the table.
        """,
      duration: .milliseconds(900))
  }

  private var yearsStep: Step {
    let entries = ComparedNetwork.entries
    let (first, last) = (entries[0], entries[entries.count - 1])
    return Step(
      caption: """
        In \(spelled(last.year - first.year, "year")) from \(first.network.depth) layers to \(last.network.depth), and the \
        top-5 error of the contest from \(NumberText.fixed(first.topFiveError, decimals: first.decimals)) % to \
        \(NumberText.fixed(last.topFiveError, decimals: last.decimals)) %.
        """,
      formula: [
        .muted("errors: the papers', for several networks and crops of a picture together,"),
        .muted("so not to be compared with the accuracies of one network and one crop"),
      ],
      note: "Krizhevsky et al. 2012, Simonyan and Zisserman 2014, Szegedy et al. 2014, He et al. 2015.",
      duration: .milliseconds(1200))
  }

  private var retrainedStep: Step {
    let new = ComparedNetwork.retrained
    let old = chosen.first { $0.network == new.network } ?? new
    let deepest = ComparedNetwork.all[ComparedNetwork.all.count - 1]
    let gained = NumberText.fixed(new.accuracy - old.accuracy, decimals: 1)
    let deeper = NumberText.fixed(deepest.accuracy - old.accuracy, decimals: 1)
    return Step(
      caption: """
        The same \(old.name), trained anew with a newer recipe: \(gained) points more at no cost later. \
        \(deepest.name)'s \(deepest.depth - old.depth) further layers brought \(deeper).
        """,
      formula: [
        .muted("\(old.name)  ") + .output(Self.percent(old.accuracy)) + .muted("  →  ")
          + .output(Self.percent(new.accuracy)) + .muted("     \(deepest.name)  ")
          + .output(Self.percent(deepest.accuracy)),
        .muted("accuracies: torchvision's weights IMAGENET1K_V1 and, retrained, IMAGENET1K_V2"),
      ],
      note: """
        A longer schedule, stronger changes to the pictures, averaged weights. So a new design must be compared with old \
        ones trained as well.
        """,
      question: Question(
        "The same \(old.name), trained anew with a newer recipe: where does its accuracy land?",
        answer: .choice(
          ["lower than before", "below \(deepest.name)", "above \(deepest.name)"],
          right: new.accuracy < old.accuracy ? 0 : new.accuracy < deepest.accuracy ? 1 : 2)),
      duration: .milliseconds(1200))
  }

  private var endStep: Step {
    let widest = chosen.max { $0.parameters < $1.parameters } ?? ComparedNetwork.all[0]
    let deepest = chosen.max { $0.depth < $1.depth } ?? widest
    return Step(
      caption: """
        Three ways up: more work, a better design, better training. Only points with the same recipe and the same number \
        of crops tell of the design.
        """,
      formula: [sourceLine],
      note: widest.name == deepest.name
        ? """
        Turn axis and scale: here \(widest.name) is farthest right along parameters and along depth. Which axis would you \
        print?
        """
        : """
        Turn axis and scale: along parameters \(widest.name) is farthest right, along depth \(deepest.name). Which axis \
        would you print?
        """,
      duration: .milliseconds(900))
  }

  // MARK: Figures

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .family(let family):
      drawChart(upTo: family, growth: playhead.phase(0, 0.8), at: playhead, in: &canvas)
    case .ledger: drawLedger(at: playhead, in: &canvas)
    case .years: drawYears(at: playhead, in: &canvas)
    case .retrained: drawChart(retrained: playhead.phase(0, 0.7), isNew: true, at: playhead, in: &canvas)
    case .end: drawChart(retrained: moments.contains(.retrained) ? 1 : nil, at: playhead, in: &canvas)
    }
  }

  static let chartName = "networks"

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard target.grid == Self.chartName else { return nil }
    let shown = chosen + [ComparedNetwork.retrained]
    guard shown.indices.contains(target.column) else { return nil }
    let network = shown[target.column]
    return Remark(
      caption: StyledText("\(network.name), \(network.year): ") + "\(network.depth) layers with weights, "
        + .kernel(NumberText.integer(network.parameters)) + " parameters, "
        + .active(NumberText.integer(network.multiplyAdds)) + " multiply-adds, top-1 "
        + .output(Self.percent(network.accuracy)) + ".", formula: [sourceLine])
  }
}
