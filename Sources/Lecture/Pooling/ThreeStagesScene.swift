import CellCanvas
import ConvolutionEngine

/// A convolutional layer's three stages, the two ways of naming them, and whether the last two can change places.
struct ThreeStagesScene: Scene {
  static let card = SceneCard(id: "three-stages", title: "Three stages, or three layers", part: .pooling)

  static let pooling = Control.choice("pooling", ["max", "average"], help: "what is pooled: the largest, or the mean")
  static let order = Control.choice(
    "order", ["detector-first", "pooling-first"], help: "which of the two stages behind the convolution comes first")
  static let bias = Control.integer("bias", in: -9...9, standard: 0, help: "what every filter adds to its sums")
  static let window = Control.integer("window", in: 1...4, standard: 2, help: "pooling's width and stride")
  static let input = Control.grid("input", in: 0...9, help: "the input's values")
  static let filter = Control.choice(
    "filter", ["hand-made", "photos"], help: "what the picture is convolved with: made by hand, or learned by photos")
  static let controls = [pooling, order, bias, window, input, filter]

  /// What a step shows.
  enum Moment: CaseIterable, Sendable {
    case input, convolution, second, third, names, swapped, otherPooling, threshold, picture
  }

  static let standardInput: [Float] = [1, 1, 7, 9, 8, 3, 2, 6, 6, 1]
  /// The two filters by what they answer to.
  static let filters: [(name: String, weights: [Float])] = [("rising", [-1, 0, 1]), ("peak", [-1, 2, -1])]
  static let area = PictureArea(width: 32, height: 28)
  static func pictureArea(_ settings: Settings) -> PictureArea? { area }
  /// The biases that the threshold's curve goes through.
  static let biases = Array(-9...9)

  let moments = Moment.allCases
  let values: [Float]
  let biasValue: Int
  let width: Int
  let detectsFirst: Bool
  /// The row with the pooling of the knob, and with the other one.
  let stages: DetectorStages
  let other: DetectorStages
  /// How many numbers the convolution has learned: weights and biases.
  let parameters: Int
  /// A picture in greys of 0 to 9, and the same on it.
  let picture: Tensor
  /// The kernel that it is convolved with, and whether `photos` has learned it.
  let pictureKernel: Tensor
  let isLearned: Bool
  let pictureStages: DetectorStages
  let otherPictureStages: DetectorStages
  /// Which part of the picture's detectors is above 0 at each bias.
  let firing: [Double]

  init(_ settings: Settings) throws(SettingsError) {
    let edits = settings.edits(Self.input)
    let values = Self.standardInput.enumerated().map { index, value in
      edits[GridPlace(row: 0, column: index)].map { Float($0) } ?? value
    }
    self.values = values
    let bias = settings.integer(Self.bias)
    let width = settings.integer(Self.window)
    (biasValue, self.width) = (bias, width)
    detectsFirst = settings.choice(Self.order) == "detector-first"
    let kind: DetectorStages.Kind = settings.choice(Self.pooling) == "max" ? .max : .average
    let otherKind: DetectorStages.Kind = kind == .max ? .average : .max
    let bank = FilterBank(
      count: Self.filters.count, rows: 1, columns: 3, depth: 1, values: Self.filters.flatMap(\.weights))
    let biases = [Float](repeating: Float(bias), count: Self.filters.count)
    parameters = bank.values.count + biases.count
    let linear = Convolution(signal: bank, biases: biases, Window(3))(Tensor(signal: values))
    let step = Window(width, stride: width)
    stages = DetectorStages(linear, kind, rows: Window(1), columns: step)
    other = DetectorStages(linear, otherKind, rows: Window(1), columns: step)

    let grey = Pictures.grey(for: settings, width: Self.area.width, height: Self.area.height)
    let picture = Tensor(grey.shape, values: grey.values.map { ($0 * 9 / 255).rounded() })
    self.picture = picture
    isLearned = settings.choice(Self.filter) == "photos"
    let kernel = isLearned ? Self.learnedKernel : Self.handMadeKernel
    pictureKernel = kernel
    func sums(_ bias: Int) -> Tensor {
      Convolution(FilterBank(kernel: kernel), biases: [Float(bias)])(picture)
    }
    let pictureSums = sums(bias)
    pictureStages = DetectorStages(pictureSums, kind, rows: step, columns: step)
    otherPictureStages = DetectorStages(pictureSums, otherKind, rows: step, columns: step)
    let relu = ReLU()
    firing = Self.biases.map { bias in
      let detected = relu(sums(bias))
      return Double(detected.values.count { $0 > 0 }) / Double(detected.values.count)
    }
  }

  /// Edges that rise from left to right, three rows high.
  private static let handMadeKernel = Tensor(rows: [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]])

  /// Of the kernels of `photos`' first layer the one most like an upright edge, rising from left to right, as it sees greys;
  /// its weights, sign aside, sum to as much as those of the one made by hand.
  private static let learnedKernel: Tensor = {
    let photos = TrainedPhotos.carried
    let stage = photos.network.stages[0]
    let side = stage.layer.window?.kernel ?? 1
    let kernels = LearnedKernels(
      bank: FilterBank(
        count: stage.output.channels, rows: side, columns: side, depth: stage.input.channels,
        values: photos.weights.parameters(of: stage, at: 0).weights))
    let edge = KernelPreset.sobelX.weights(size: side, seed: 1)
    let greys = kernels.greys(kernels.nearest(to: edge).filter)
    // Sobel's falls from left to right.
    let likeness = zip(greys.values, edge.values).reduce(0) { $0 + $1.0 * $1.1 }
    func size(_ tensor: Tensor) -> Float { tensor.values.reduce(0) { $0 + abs($1) } }
    let factor = size(handMadeKernel) / size(greys) * (likeness > 0 ? -1 : 1)
    return Tensor(greys.shape, values: greys.values.map { factor * $0 })
  }()

  // MARK: In the order of the knob

  func second(_ stages: DetectorStages) -> Tensor { detectsFirst ? stages.detected : stages.pooled }
  func third(_ stages: DetectorStages) -> Tensor {
    detectsFirst ? stages.detectedThenPooled : stages.pooledThenDetected
  }
  /// What comes out when the last two stages change places.
  func swapped(_ stages: DetectorStages) -> Tensor {
    detectsFirst ? stages.pooledThenDetected : stages.detectedThenPooled
  }

  /// “max of 2”.
  func poolingName(_ kind: DetectorStages.Kind) -> String { "\(kind.rawValue) of \(width)" }

  static func text(_ value: Float) -> String { NumberText.plain((Double(value) * 100).rounded() / 100) }

  // MARK: While something is pointed at

  func name(of target: Target) -> String? { target.grid == Self.input.name ? "input \(target.column + 1)" : nil }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard let stage = Row.Stage(rawValue: target.grid), rows(moment).contains(where: { $0.stage == stage }),
      isKnown(stage, moment)
    else { return nil }
    let (filter, place) = (target.row, target.column)
    let stages = shown(moment)
    switch stage {
    case .linear:
      let weights = Self.filters[filter].weights
      let terms = weights.enumerated().map { offset, weight -> StyledText in
        .kernel(Self.text(weight)) + .muted("·") + .input(Self.text(values[place + offset]))
      }
      return Remark(
        caption:
          "The sum of the filter “\(Self.filters[filter].name)” at this place, its bias added: it may be negative.",
        formula: [
          .joined(terms, separator: .muted(" + ")) + .muted(" + ")
            + .kernel("\(biasValue < 0 ? "−" : "")\(abs(biasValue))")
            + .muted(" = ") + .output(Self.text(stages.linear[0, place, filter]))
        ])
    case .detected, .pooledThenDetected:
      let before = stage == .detected ? stages.linear : stages.pooled
      let after = stage == .detected ? stages.detected : stages.pooledThenDetected
      return Remark(
        caption: "The detector passes on what is above 0 and puts 0 for everything else.",
        formula: [
          .muted("max(0, ") + .input(Self.text(before[0, place, filter])) + .muted(") = ")
            + .output(Self.text(after[0, place, filter]))
        ])
    case .pooled, .detectedThenPooled:
      let before = stage == .pooled ? stages.linear : stages.detected
      let after = stage == .pooled ? stages.pooled : stages.detectedThenPooled
      let seen = (0..<width).map { StyledText.input(Self.text(before[0, place * width + $0, filter])) }
      return Remark(
        caption: "One number, the \(stages.kind == .max ? "largest" : "mean"), for \(counted(width, "neighbour")).",
        formula: [
          .muted("\(stages.kind.rawValue)(") + .joined(seen, separator: .muted(", ")) + .muted(") = ")
            + .output(Self.text(after[0, place, filter]))
        ])
    case .difference:
      let (first, second) = (stages.detectedThenPooled[0, place, filter], stages.pooledThenDetected[0, place, filter])
      return Remark(
        caption: "ReLU first gives \(Self.text(first)), pooling first \(Self.text(second)).",
        formula: [
          .output(Self.text(first)) + .muted(" − ") + .output(Self.text(second)) + .muted(" = ")
            + .strong(Self.text(first - second), first == second ? .correct : .wrong)
        ])
    case .input:
      let reached = (0..<3).count { stages.linear.shape.width > place - $0 && place >= $0 }
      return Remark(
        caption: "This \(Self.text(values[place])) goes into \(counted(reached, "sum")) of each filter.")
    }
  }

  /// The row's stages with the pooling that a moment shows.
  func shown(_ moment: Moment) -> DetectorStages { moment == .otherPooling ? other : stages }

  /// Whether the values of a stage are on the screen at the end of a moment.
  func isKnown(_ stage: Row.Stage, _ moment: Moment) -> Bool {
    let order: [Row.Stage] = [.input, .linear, detectsFirst ? .detected : .pooled]
    switch moment {
    case .input: return stage == .input
    case .convolution: return order.prefix(2).contains(stage)
    case .second: return order.contains(stage)
    default: return true
    }
  }
}
