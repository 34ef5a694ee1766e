import CellCanvas
import ConvolutionEngine

/// What comes back to a picture from one unit of a trained network, under three rules for the ReLUs; and what can be
/// concluded from such pictures, by having the network forget what it knows.
struct GuidedBackpropScene: Scene {
  static let card = SceneCard(id: "guided-backprop", title: "Which pixels moved a unit", part: .seeingInside)

  static let picture = SeenPicture(standard: "ship", help: "what the network looks at")
  static let layer = Control.choice(
    "layer", SeenLayer.names, help: "whose unit is followed back: the score of a class, or a map of a convolution")
  static let wanted = Control.choice(
    "class", [likeliest] + TrainedPhotos.carried.classes, help: "the class that the unit speaks for")
  static let unit = Control.integer(
    "unit", in: 1...10, standard: 1, help: "which of the layer's units: the n-th of those that speak most for the class"
  )
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other random weights for the checks")
  static let values = Control.grid("x", in: -9...9, help: "what goes into the ReLU")
  static let gradient = Control.grid("g", in: -9...9, help: "the gradient that comes back to the ReLU")
  static let controls = [picture.control, layer, wanted, unit, seed, values, gradient]
  private static let likeliest = "likeliest"

  static func pictureArea(_ settings: Settings) -> PictureArea? { picture.area(settings) }
  static func opening(_ settings: Settings) -> Settings { picture.opening(settings) }

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    /// The picture and the unit that answers.
    case question
    /// One ReLU on numbers: what goes up, what comes back, and what each rule lets through.
    case forward, arriving, rule(ReLU.Rule)
    /// How a pooling sends a gradient back.
    case switches
    /// The pictures that the rules make.
    case portrait(ReLU.Rule)
    /// Beside what an edge detector makes, which knows no network.
    case edges
    /// The network forgets, layer by layer from the top.
    case forgetting
    /// A layer that never learned anything.
    case untrained
    case end
  }

  let moments: [Moment] =
    [.question, .forward, .arriving] + ReLU.Rule.allCases.map(Moment.rule) + [.switches]
    + ReLU.Rule.allCases.map(Moment.portrait) + [.edges, .forgetting, .untrained, .end]

  let photos = TrainedPhotos.carried
  /// What the picture is called.
  let name: String
  let unitShown: SeenUnit
  private let seedValue: UInt64
  /// How strong the edges of the picture are at each pixel, all colours together.
  let edges: Tensor

  /// A ReLU on nine numbers: what went in, what came out, what comes back to it, and what each rule lets through.
  let input: Tensor
  let output: Tensor
  let returning: Tensor
  let passed: [ReLU.Rule: Tensor]
  /// A pooling on sixteen: what went in, what comes back to its outputs, and to its inputs.
  let pooled: Tensor
  let pooledGradient: Tensor
  let unpooled: Tensor

  // MARK: What is worked out in the background

  /// What comes back under each rule, and how much it is like something else: a rank correlation for each.
  struct Check: Sendable {
    let portraits: SeenUnit.Portraits
    let likeness: [ReLU.Rule: Double]

    /// Whether nothing comes back under a rule, and so nothing can be compared.
    func isBlank(_ rule: ReLU.Rule) -> Bool { portraits[rule]?.isBlank ?? true }

    /// How much the picture of a rule is like the other one; a dash where there is nothing to compare.
    func told(_ rule: ReLU.Rule) -> String {
      isBlank(rule) ? "–" : GuidedBackpropScene.text(likeness[rule] ?? 0)
    }
  }

  /// What is compared with what.
  enum Trial: Hashable, Sendable {
    /// The network as it is, by the strengths of pixels with the edges.
    case trained
    /// With one more layer forgotten, by the strengths of pixels with the trained network's own.
    case forgotten
    /// One random layer with the next number of filters, value by value with the picture itself.
    case untrained
  }

  /// The checks of each trial that have come.
  private var checks: [Trial: [Check]] = [:]
  var trained: Check? { checks[.trained]?.first }
  var forgotten: [Check] { checks[.forgotten] ?? [] }
  var untrained: [Check] { checks[.untrained] ?? [] }

  private static let usualInput: [[Float]] = [[1, -1, 5], [2, -5, -7], [-3, 2, 4]]
  private static let usualGradient: [[Float]] = [[-2, 3, -1], [6, -3, 1], [2, -1, 3]]

  init(_ settings: Settings) throws(SettingsError) {
    let (name, picture) = try Self.picture.chosen(settings)
    self.name = name
    seedValue = UInt64(settings.integer(Self.seed))
    unitShown = try SeenUnit(
      in: SeenLayer.stage(settings.choice(Self.layer)), place: settings.integer(Self.unit),
      for: photos.classes.firstIndex(of: settings.choice(Self.wanted)), of: photos, on: picture)
    edges = Tensor(
      Shape(height: picture.shape.height, width: picture.shape.width), values: picture.edges.strengths)

    func edited(_ usual: [[Float]], _ control: Control) -> Tensor {
      var tensor = Tensor(rows: usual)
      for (place, value) in settings.edits(control) where place.row < 3 && place.column < 3 {
        tensor[place.row, place.column] = Float(value)
      }
      return tensor
    }
    let (input, returning) = (edited(Self.usualInput, Self.values), edited(Self.usualGradient, Self.gradient))
    let output = ReLU()(input)
    (self.input, self.returning, self.output) = (input, returning, output)
    passed = Dictionary(
      uniqueKeysWithValues: ReLU.Rule.allCases.map { ($0, ReLU().gradient(returning, output: output, rule: $0)) })
    pooled = Tensor(rows: [[1, 4, 0, 2], [3, 2, 6, 1], [0, 2, 1, 0], [5, 1, 3, 2]])
    pooledGradient = Tensor(rows: [[2, -1], [3, 1]])
    unpooled = MaxPooling(Window(2, stride: 2)).withSwitches(pooled).switches.gradient(pooledGradient)
  }

  var work: BackgroundWork? {
    let (unit, edges, seed) = (unitShown, edges, seedValue)
    let results = 1 + unit.weighted.count + RandomLayer.filters.count
    return BackgroundWork(label: "way back", results: results) { (give: ((Trial, Check)) -> Bool) in
      func check(_ portraits: SeenUnit.Portraits, _ likeness: (ReLU.Rule, Tensor) -> Double) -> Check {
        Check(
          portraits: portraits,
          likeness: Dictionary(uniqueKeysWithValues: portraits.map { ($0.key, likeness($0.key, $0.value)) }))
      }
      let own = unit.portraits()
      guard give((.trained, check(own) { unit.likeness($1.strengths, edges.values) })) else { return }
      for stage in unit.weighted {
        let portraits = unit.portraits(weights: RandomizedWeights(unit.weights, from: stage, seed: seed))
        let result = check(portraits) { unit.likeness($1.strengths, (own[$0] ?? $1).strengths) }
        guard give((.forgotten, result)) else { return }
      }
      for filters in RandomLayer.filters {
        let portraits = RandomLayer.portraits(of: unit.picture, filters: filters, seed: seed)
        guard give((.untrained, check(portraits) { rankCorrelation($1.values, unit.picture.values) })) else { return }
      }
    }
  }

  mutating func receive(_ result: any Sendable) {
    if let (trial, check) = result as? (Trial, Check) { checks[trial, default: []].append(check) }
  }

  // MARK: What follows

  /// The names of the stages that forget, the uppermost first.
  var layers: [String] { unitShown.weighted.map { unitShown.network.stages[$0].name } }

  /// How many of the checks a sweep has come to, from 0; `nil` before the first.
  func shown(of count: Int, at playhead: Playhead) -> Int? {
    guard playhead.pointer == nil, playhead.progress < 1 else { return count - 1 }
    let passed = Int(playhead.phase(0.05, 0.95) * Double(count) + 0.001)
    return passed == 0 ? nil : passed - 1
  }

  /// The part of a picture's values that are below 0, in whole percent.
  static func percentBelowZero(_ tensor: Tensor) -> Int {
    Int((100 * Double(tensor.values.count { $0 < 0 }) / Double(tensor.values.count)).rounded())
  }

  var isOfScores: Bool { unitShown.stage == unitShown.network.scoresStage }

  /// "the score of ship", or "map 17 of conv3".
  var unitName: String {
    isOfScores
      ? "the score of \(photos.classes[unitShown.channel])"
      : "map \(unitShown.channel + 1) of \(unitShown.network.stages[unitShown.stage].name)"
  }
}

extension ReLU.Rule {
  /// What it is called.
  var name: String {
    switch self {
    case .plain: "plain"
    case .deconvolution: "deconvolution"
    case .guided: "guided"
    }
  }

  /// What it asks, as a formula.
  var formula: StyledText {
    let (ofInput, ofGradient) = (StyledText.input("[x > 0]"), StyledText.tinted("[g > 0]", .gradient))
    let g = StyledText.tinted("g", .gradient) + .muted("·")
    switch self {
    case .plain: return g + ofInput
    case .deconvolution: return g + ofGradient
    case .guided: return g + ofInput + .muted("·") + ofGradient
    }
  }
}
