import CellCanvas
import ConvolutionEngine

// What a unit of a network uses of what it sees, before and after the network has learned.

/// How much each pixel counts for the units of one layer of `photos`, on the ten pictures of the lecture.
struct PhotoFields: Sendable {
  /// The layer: what it sees at its middle just fits into a picture.
  static let stage = Network.photos.stages.firstIndex { $0.name == "conv4" } ?? 0

  let untrained: EffectiveReceptiveField
  let trained: EffectiveReceptiveField

  /// - Parameter shouldGoOn: asked again and again; once it says no there are none.
  init?(while shouldGoOn: () -> Bool) {
    let photos = TrainedPhotos.carried
    let pictures = Pictures.things.map { photos.input($0.picture) }
    func field(_ weights: any WeightSource) -> EffectiveReceptiveField {
      EffectiveReceptiveField(
        ofStage: Self.stage, in: photos.network, weights: weights, on: pictures, draws: 2, seed: 1, while: shouldGoOn)
    }
    untrained = field(SeededWeights(seed: 1))
    trained = field(photos.weights)
    guard shouldGoOn() else { return nil }
  }
}

extension ReceptiveFieldScene {
  var work: BackgroundWork? {
    BackgroundWork(label: "gradients", key: "photos") { deliver in
      guard let fields = PhotoFields(while: { deliver(0.5, nil) }) else { return }
      _ = deliver(1, fields)
    }
  }

  mutating func receive(_ result: any Sendable) { photoFields = result as? PhotoFields ?? photoFields }

  private static var layerName: String { Network.photos.stages[PhotoFields.stage].name }

  var trainedStep: Step {
    let note = """
      The gradient is the root mean square over all units at the middle of \(Self.layerName), on ten pictures; the untrained network is the same with random weights.
      """
    guard let fields = photoFields else {
      return Step(
        caption:
          "And in a network that has learned? The middle of \(Self.layerName) of photos, a small network, before and after.",
        formula: [.muted("the gradients are being computed …")], note: note, duration: .milliseconds(1600))
    }
    let (size, held) = (fields.trained.size, percent(Self.held))
    let (before, after) = (fields.untrained.middle(holding: Self.held), fields.trained.middle(holding: Self.held))
    let change =
      after > before
      ? "\(after) × \(after) after training: learning has widened what it uses"
      : after < before
        ? "\(after) × \(after) after training: learning has narrowed what it uses"
        : "as many after training: learning has left what it uses as wide"
    let half = (size + 1) / 2
    func share(_ field: EffectiveReceptiveField) -> StyledText {
      .tinted(percent(field.share(within: half)), .gradient)
    }
    return Step(
      caption: StyledText(
        "Trained? In photos, a small network, \(held) of the gradient lies in the middle \(before) × \(before) at first, \(change)."
      ),
      formula: [
        .muted("its ") + .kernel(Self.layerName) + .muted(" sees ") + .input(sides(size, size))
          + .muted(" pixels; middle ")
          + .active(sides(half, half)) + .muted(": untrained ") + share(fields.untrained) + .muted(", trained ")
          + share(fields.trained),
        .muted("photos learned from 45,000 photographs, as the last part of the lecture shows"),
      ], note: note, duration: .milliseconds(1600),
      links: [Link(to: LearnedKernelsScene.card.id, label: "what it learned")])
  }

  func drawTrained(at playhead: Playhead, in canvas: inout Canvas) {
    let size = photoFields?.trained.size ?? 28
    /// Each up to its own largest, the middle that holds most of it outlined.
    func heat(_ field: EffectiveReceptiveField?) -> HeatMap {
      let values = field?.map.values.map(Double.init) ?? [Double](repeating: 0, count: size * size)
      return HeatMap(width: size, height: size, values: values, scale: .amount)
    }
    func map(_ name: String, _ field: EffectiveReceptiveField?) -> Arrangement {
      .map(name, heat(field), least: size).titled(.strong(name, .gradient))
    }
    // More room is for what each column holds, beneath either map.
    let isWide = canvas.size.columns >= 130 && canvas.size.rows >= 34
    let (area, below) = canvas.bounds.splitBottom(isWide ? 13 : 0)
    let parts = Arrangement.column(
      .row(
        map("untrained", photoFields?.untrained),
        map("trained", photoFields?.trained).hidden(playhead.pointer == nil && playhead.progress < 0.4), gap: 6...12),
      .row(
        .legend(ScaleLegend(.amount, from: "0", to: "largest of each")),
        .text(.active("┌┐") + .muted(" holds \(percent(Self.held))")), gap: 3...6), gap: 0...1, align: .center
    ).placed(in: area)
    parts.draw(in: &canvas)
    guard let fields = photoFields, playhead.pointer != nil || playhead.progress >= 0.9 else { return }
    for (name, field) in [("untrained", fields.untrained), ("trained", fields.trained)] {
      guard let place = parts.body(name) else { continue }
      let held = field.middle(holding: Self.held)
      let first = (size - held) / 2
      canvas.outline(
        heat(field).placement(in: place).region(row: first, column: first, rows: held, columns: held),
        ink: .role(.active))
    }
    guard isWide else { return }
    let halves = below.splitLeft(below.columns / 2)
    for (field, half) in [(fields.untrained, halves.0), (fields.trained, halves.1)] {
      let columns = 2 * size + 9
      drawProfile(
        of: field, at: playhead, in: &canvas,
        Region(
          column: half.column + max(0, (half.columns - columns) / 2), row: half.row + 1,
          columns: min(columns, half.columns), rows: half.rows - 1), canBePointedAt: false)
    }
  }
}
