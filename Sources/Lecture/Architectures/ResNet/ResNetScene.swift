import CellCanvas
import ConvolutionEngine

/// Residual networks: what was wrong with depth, what a block does about it, on numbers, why the identity lets gradients
/// through, what becomes of a stack when a block is taken out, and the networks themselves.
struct ResNetScene: Scene {
  static let card = SceneCard(id: "resnet", title: "ResNet, the shortcut", part: .architectures)

  static let network = Control.choice(
    "network", ["18", "50"], standard: "18", help: "the ResNet that is walked through")
  static let isOpen = Control.toggle("open", standard: false, help: "a step for each stage of a block of the walk")
  static let block = Control.integer(
    "block", in: 1...DigitStack.blocks, standard: 4, help: "the block that is taken out of both stacks")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other random weights")
  static let x = Control.grid("x", in: 0...9, help: "what goes into the block")
  static let first = Control.grid("w1", in: -3...3, help: "the weights of the block's first convolution")
  static let second = Control.grid("w2", in: -3...3, help: "the weights of the block's second convolution")
  static let controls = [network, isOpen, block, seed, x, first, second]

  static let ownFiles: Set<OwnFile> = [.picture]

  static func pictureArea(_ settings: Settings) -> PictureArea? { PictureArea(width: 224, height: 224) }

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    /// A plain network, and a deeper one that is worse.
    case shallow, deeper
    /// Why it need not be.
    case identity
    /// The block, and the same on numbers.
    case block, branch, sum, zero
    /// A block that changes the shape.
    case projection
    /// What it brought.
    case found, cifar
    /// The gradient's size, layer by layer.
    case plainGradient, normalizedGradient, residualGradient
    /// The gradient while one number moves.
    case swept, correlation
    /// The paths through all blocks.
    case paths
    /// Two trained stacks, whole, without a block, and without each.
    case stacks, deleted, each
    /// The networks.
    case bottleneck, tables
    /// A part of the walk, and a stage of it.
    case part(Int), stage(Int, of: Int)
    /// What to take home.
    case end
  }

  let moments: [Moment]
  let small: SmallBlock
  /// Which block is taken out, from 1.
  let deleted: Int
  let seedValue: Int
  let ledger: ResNetLedger
  /// The network that is walked through, with what came out of its stages so far.
  private(set) var figure: NetworkFigure
  /// What comes from the background; `nil` as long as it is being computed.
  private(set) var study: DepthStudy?
  private(set) var plain, residual: StackTrial?

  /// How many numbers the small block's row has, and each of its kernels.
  static let rowCount = 6, kernelCount = 3

  init(_ settings: Settings) throws(SettingsError) {
    func row(_ control: Control, _ values: [Float]) -> [Float] {
      Tensor(signal: values).edited(settings.edits(control)).values
    }
    small = SmallBlock(
      x: row(Self.x, [2, 0, 5, 3, 1, 4]), first: row(Self.first, [1, -1, 1]), second: row(Self.second, [-1, 1, 0]))
    deleted = settings.integer(Self.block)
    seedValue = settings.integer(Self.seed)
    let network: Network = settings.choice(Self.network) == "18" ? .resNet18 : .resNet50
    ledger = ResNetLedger(network)
    let picture = Pictures.color(for: settings, width: network.input.width, height: network.input.height)
    let parts = network.modules.map { WalkPart($0, of: network) }
    figure = NetworkFigure(
      parts: parts,
      pass: NetworkPass(of: picture.tensor, through: network, origin: .seed(settings.integer(Self.seed))))
    figure.picture = picture
    let isOpen = settings.isOn(Self.isOpen)
    let story: [Moment] = [
      .shallow, .deeper, .identity, .block, .branch, .sum, .zero, .projection, .found, .cifar, .plainGradient,
      .normalizedGradient, .residualGradient, .swept, .correlation, .paths, .stacks, .deleted, .each, .bottleneck,
      .tables,
    ]
    let walk = parts.indices.flatMap { place -> [Moment] in
      let part = parts[place]
      return [.part(place)] + (isOpen && part.isBranched ? part.indices.map { .stage($0, of: place) } : [])
    }
    moments = story + walk + [.end]
  }

  // MARK: In the background

  /// What comes before the forward pass.
  private enum Finding: Sendable {
    case study(DepthStudy)
    case trial(StackTrial)
  }

  var work: BackgroundWork? {
    let (pass, seed) = (figure.pass.work, seedValue)
    return BackgroundWork(label: "gradients, stacks, forward pass", key: pass.key) { deliver in
      guard deliver(0, nil), deliver(0.2, Finding.study(DepthStudy(seed: seed))) else { return }
      for (index, stack) in DigitStack.both.enumerated() {
        let start = 0.2 + 0.2 * Double(index)
        var readings = 0.0
        let trial = StackTrial(stack) {
          readings += 1
          return deliver(start + 0.2 * readings / Double(DigitStack.blocks + 2), nil)
        }
        guard let trial, deliver(start + 0.2, Finding.trial(trial)) else { return }
      }
      pass.run { fraction, result in deliver(0.6 + 0.4 * fraction, result) }
    }
  }

  mutating func receive(_ result: any Sendable) {
    switch result as? Finding {
    case .study(let study): self.study = study
    case .trial(let trial) where trial.stack.isResidual: residual = trial
    case .trial(let trial): plain = trial
    case nil: figure.pass.receive(result)
    }
  }

  // MARK: The story

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .shallow: shallowStep
    case .deeper: deeperStep
    case .identity: identityStep
    case .block: blockStep
    case .branch: branchStep
    case .sum: sumStep
    case .zero: zeroStep
    case .projection: projectionStep
    case .found: foundStep
    case .cifar: cifarStep
    case .plainGradient: plainGradientStep
    case .normalizedGradient: normalizedGradientStep
    case .residualGradient: residualGradientStep
    case .swept: sweptStep
    case .correlation: correlationStep
    case .paths: pathsStep
    case .stacks: stacksStep
    case .deleted: deletedStep
    case .each: eachStep
    case .bottleneck: bottleneckStep
    case .tables: tablesStep
    case .part(let place): walkStep(figure.parts[place])
    case .stage(let index, _): walkStep(WalkPart(stage: index, of: figure.network))
    case .end: endStep
    }
  }

  // MARK: The figure

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .shallow, .deeper, .found: drawErrors(moment, at: playhead, in: &canvas)
    case .cifar: drawCifar(at: playhead, in: &canvas)
    case .identity: drawIdentity(at: playhead, in: &canvas)
    case .block, .end: drawBlock(at: playhead, in: &canvas)
    case .branch, .sum, .zero: drawNumbers(moment, at: playhead, in: &canvas)
    case .projection: drawProjection(at: playhead, in: &canvas)
    case .plainGradient, .normalizedGradient, .residualGradient: drawSizes(moment, in: &canvas)
    case .swept: drawSwept(in: &canvas)
    case .correlation: drawCorrelation(in: &canvas)
    case .paths: drawPaths(at: playhead, in: &canvas)
    case .stacks, .deleted: drawStacks(moment, in: &canvas)
    case .each: drawEach(at: playhead, in: &canvas)
    case .bottleneck: drawBottleneck(in: &canvas)
    case .tables: drawTables(in: &canvas)
    case .part(let place): figure.draw(figure.parts[place], at: place, playhead, in: &canvas)
    case .stage(let index, let place):
      figure.draw(WalkPart(stage: index, of: figure.network), at: place, playhead, in: &canvas)
    }
  }

  // MARK: Pointing

  func name(of target: Target) -> String? {
    switch target.grid {
    case Self.x.name: "x\(target.column + 1)"
    case Self.first.name: "w1(\(target.column + 1))"
    case Self.second.name: "w2(\(target.column + 1))"
    default: nil
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let parts = figure.parts
    if target.grid == NetworkFigure.blocksName, (1...parts.count).contains(target.column) {
      let part = parts[target.column - 1]
      return Remark(caption: walkStep(part).caption, formula: part.formula)
    }
    switch moment {
    case .part(let place): return figure.remark(on: target, in: parts[place])
    case .stage(let index, _): return figure.remark(on: target, in: WalkPart(stage: index, of: figure.network))
    default: return stackRemark(on: target)
    }
  }
}
