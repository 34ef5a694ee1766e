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

  private func text(_ count: Int) -> String { NumberText.integer(count) }
  private static func decimals(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }

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
        note: "A grouped convolution with as many groups as channels: groups = M in frameworks.",
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

// MARK: Figure

extension SeparableConvolutionScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .usual, .depthwise, .pointwise: drawVolumes(moment, in: &canvas)
    case .ledger, .end: drawLedger(in: &canvas)
    case .curve: drawCurve(in: &canvas)
    case .same: drawMaps(in: &canvas)
    }
  }

  private func drawVolumes(_ moment: Moment, in canvas: inout Canvas) {
    // All sides in larger units where there are hundreds of channels: the diagram's own scale ends before.
    let unit = max(m, n) > 64 ? 8 : 1
    func drawn(_ side: Int) -> Int { max(1, side / unit) }
    func volume(_ label: StyledText, _ depth: Int, _ scale: ColorScale) -> VolumeDiagram.Volume {
      .init(
        label, detail: .muted(sides(height, height, depth)), height: drawn(height), width: drawn(height),
        depth: drawn(depth), scale: scale)
    }
    func filter(_ label: StyledText, _ side: Int, _ depth: Int, _ count: Int) -> VolumeDiagram.Volume {
      .init(
        label, detail: .muted("\(text(count)) of \(sides(side, side, depth))"), height: drawn(side), width: drawn(side),
        depth: drawn(depth),
        scale: .kernel)
    }
    let volumes: [VolumeDiagram.Volume] =
      switch moment {
      case .depthwise:
        [
          volume(.input("input"), m, .input), filter(.kernel("a kernel each"), k, 1, m),
          volume(.output("maps"), m, .output),
        ]
      case .pointwise:
        [
          volume(.input("maps"), m, .input), filter(.kernel("1 × 1 filters"), 1, m, n),
          volume(.output("output"), n, .output),
        ]
      default:
        [
          volume(.input("input"), m, .input), filter(.kernel("filters"), k, m, n),
          volume(.output("output"), n, .output),
        ]
      }
    let diagram = VolumeDiagram(volumes)
    guard canvas.size.rows >= 30, canvas.size.columns >= 120 else {
      diagram.draw(in: &canvas, region: canvas.bounds.splitBottom(1).rest)
      return
    }
    // With more room: who meets whom, and what it costs so far.
    let parts = canvas.bounds.splitBottom(14)
    diagram.draw(in: &canvas, region: parts.rest)
    let lines = moment == .usual ? 1 : moment == .depthwise ? 2 : 3
    Arrangement.row(
      .graph("channels", channelGraph(moment), least: Size(columns: 44, rows: 9), most: Size(columns: 52, rows: 11))
        .titled(channelTitle(moment)),
      ledgerPart(Array(ledger.lines.prefix(lines)), columns: 76), gap: 6...16
    ).placed(in: parts.bottom.splitTop(1).rest).draw(in: &canvas)
  }

  /// Some of the channels, and which of them meet.
  private func channelGraph(_ moment: Moment) -> ConnectionGraph {
    let count = min(4, m, n)
    return .channels(count, groups: moment == .depthwise ? count : 1)
  }

  private func channelTitle(_ moment: Moment) -> StyledText {
    let places: StyledText = .kernel(sides(moment == .pointwise ? 1 : k, moment == .pointwise ? 1 : k))
    return .strong(moment == .depthwise ? "each channel alone" : "all channels meet", .title)
      + .muted(": \(min(4, m, n)) of them, a line is ") + places
  }

  /// Lines of the account under their heads.
  private func ledgerPart(_ lines: [Ledger.Line], columns: Int) -> Arrangement {
    let part = Ledger(lines)
    return .drawing("ledger", size: Size(columns: columns, rows: part.size().rows + 1)) { canvas, region in
      let head = String(repeating: " ", count: 5) + "weights" + String(repeating: " ", count: 9) + "products"
      canvas.write(.muted(head), in: region.splitTop(1).top, align: .trailing)
      part.draw(in: &canvas, region: region.splitTop(1).rest)
    }
  }

  /// The account, weights and products of each layer.
  private var ledger: Ledger {
    func line(_ name: StyledText, _ shape: String, _ weights: Int, _ work: Int, isResult: Bool = false) -> Ledger.Line {
      func padded(_ text: String, _ columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - text.count)) + text
      }
      return .init(
        name + .muted("  " + shape), .strong(padded(text(weights), 12)) + .strong(padded(text(work), 17)),
        isResult: isResult)
    }
    return Ledger([
      line(.strong("usual"), product(k, k, m, n), usual.weights, usual.multiplyAdds),
      line(.kernel("depthwise"), product(k, k, m), depthwise.weights, depthwise.multiplyAdds),
      line(.output("pointwise"), product(m, n), pointwise.weights, pointwise.multiplyAdds),
      line(.strong("separable"), "both", weights.separable, work.separable, isResult: true),
    ])
  }

  private func drawLedger(in canvas: inout Canvas) {
    let most = Double(max(work.usual, work.separable))
    let bars = BarChart([
      .init("usual", fraction: Double(work.usual) / most, value: .strong(text(work.usual)), ink: .role(.muted)),
      .init(
        "separable", fraction: Double(work.separable) / most, value: .strong(text(work.separable)), ink: .role(.kernel)),
    ])
    let columns = max(ledger.size().columns, min(76, canvas.size.columns - 2))
    let isLarge = canvas.size.columns >= 150 && canvas.size.rows >= 36
    Arrangement.column(
      ledgerPart(ledger.lines, columns: columns),
      .bars("work", bars, spacing: 2).titled(
        .muted("products on maps of ") + .input(sides(height, height))),
      isLarge
        ? .chart("curve", chart, least: Size(columns: 60, rows: 14), most: Size(columns: columns, rows: 16)).titled(
          curveTitle) : .nothing
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private var curveTitle: StyledText { .muted("part of the usual price, 1/N + 1/k², against the outputs N") }

  /// The share against the outputs, for the kernels of the knob beside that of 3.
  private var chart: LineChart {
    let counts = (0...62).map { 16 + 8 * $0 }
    let kernels = Set([3, 5, max(3, k)]).sorted()
    var chart = LineChart(
      kernels.enumerated().map { index, side in
        .init(
          counts.map { Self.share(outputs: $0, kernel: side) }, "k = \(side)",
          ink: .role(side == max(3, k) ? .kernel : index == 0 ? .text : .other),
          mark: side == max(3, k) ? .strong : .line)
      }, limits: 0...0.2, across: 16...512)
    chart.x = .init("", ticks: [16, 64, 128, 256, 384, 512])
    chart.y = .init("", decimals: 2)
    chart.marker = n >= 16 ? Double(n) : nil
    return chart
  }

  private func drawCurve(in canvas: inout Canvas) {
    // The knob's own numbers are among them.
    let (kernels, counts) = (Set([3, 5, 7, k]).sorted(), Set([16, 64, 256, 512, n]).sorted())
    var table = NumberGrid(rows: kernels.count, columns: counts.count) { row, column in
      let (side, outputs) = (kernels[row], counts[column])
      let isChosen = side == k && outputs == n
      return .init(
        Self.decimals(Self.share(outputs: outputs, kernel: side)),
        paper: isChosen ? .role(.active) : .level(.kernel, 0.25))
    }
    table.rowNames = kernels.map { .kernel("k = \($0)") }
    table.columnNames = counts.map { .output("N \($0)") }
    let isLarge = canvas.size.columns >= 150 && canvas.size.rows >= 36
    Arrangement.column(
      .chart(
        "curve", chart, least: Size(columns: 60, rows: isLarge ? 22 : 8),
        most: Size(columns: min(120, canvas.size.columns - 4), rows: isLarge ? 26 : 9)
      ).titled(curveTitle),
      .grid("table", table, scale: GridScale(columns: 9, rows: 1)), gap: 1...2, align: .center
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func drawMaps(in canvas: inout Canvas) {
    let isLarge = canvas.size.columns >= 150 && canvas.size.rows >= 36
    func maps(_ tensor: Tensor, _ prefix: String, _ titles: [StyledText], limit: Double, isSigned: Bool)
      -> [Arrangement]
    {
      titles.indices.map { channel in
        let values = tensor.channel(channel).values.map(Double.init)
        let map = HeatMap(
          width: Self.pictureSide, height: Self.pictureSide, values: values,
          scale: isSigned ? .signed : ColorScale.channels[channel],
          limits: isSigned ? -limit...limit : 0...1)
        return .map("\(prefix) \(channel)", map, least: 12, most: isLarge ? nil : Size(columns: 12, rows: 6)).titled(
          titles[channel])
      }
    }
    let limit = Double((looked.values + mixed.values).reduce(0) { max($0, abs($1)) })
    let names = ["red", "green", "blue"]
    let first = maps(picture, "in", names.map { .input($0) }, limit: 1, isSigned: false)
    let second = maps(
      looked, "looked", names.map { .kernel("k × k") + .muted(isLarge ? " on \($0)" : "") }, limit: limit,
      isSigned: true)
    let count = isLarge ? Self.mixedMaps : 3
    let third = maps(mixed, "mixed", (0..<count).map { .output("mix \($0 + 1)") }, limit: limit, isSigned: true)
    let fourth = maps(
      composed, "composed", (0..<count).map { .strong("usual \($0 + 1)") }, limit: limit, isSigned: true)
    let legend = ScaleLegend(
      .signed, from: NumberText.fixed(-limit, decimals: 1), to: NumberText.fixed(limit, decimals: 1))
    Arrangement.column(
      .row(.row(of: first, gap: 0...2), .sign("→"), .row(of: second, gap: 0...2), gap: 1...3),
      .row(.row(of: third, gap: 0...2), .sign("="), .row(of: fourth, gap: 0...2), gap: 1...3), .legend(legend),
      gap: 0...1
    ).placed(in: canvas.bounds).draw(in: &canvas)
  }
}
