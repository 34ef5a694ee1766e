import CellCanvas
import ConvolutionEngine

/// Pictures of any size into one classifier: regions that grow with the picture, or no dense layer at all, which then reads
/// a wide picture place by place.
struct VariableSizeScene: Scene {
  static let card = SceneCard(id: "variable-size", title: "Pictures of any size", part: .pooling)

  static let size = Control.choice(
    "size", sizes.map { "\($0.height)x\($0.width)" }, standard: "40x32", help: "height and width of the picture")
  static let digit = Control.integer("digit", in: 0...9, standard: 5, help: "the digit on the picture")
  static let grows = Control.toggle("grows", standard: true, help: "whether the digit grows with its picture")
  static let number = Control.integer("number", in: 10...9999, standard: 4071, help: "the digits on the wide picture")
  static let apart = Control.integer(
    "apart", in: 24...36, standard: 28, help: "columns from one of its digits to the next")
  static let controls = [size, digit, grows, number, apart]
  static let ownFiles: Set<OwnFile> = [.digits]

  /// The sizes of pictures, from the network's own to the largest. 6 × 6 and 9 × 9 maps are shared out evenly.
  static let sizes: [(height: Int, width: Int)] = [(28, 28), (40, 32), (36, 52), (48, 48), (56, 40), (72, 72)]

  /// What a step shows.
  enum Moment: Sendable {
    /// A picture of the network's own size, flattened.
    case fixed(SizedDigit)
    /// A picture of the chosen size, flattened.
    case misfit(SizedDigit)
    /// The same by regions.
    case regions(SizedDigit)
    /// The same with a map for each digit.
    case averaged(SizedDigit)
    /// The regions grow from one picture to the next.
    case grown(from: SizedDigit, to: SizedDigit)
    /// What is read at all sizes.
    case readings([SizedDigit])
    /// Several digits on a wide picture.
    case wide(WideReading)
    /// The classifier slides over it.
    case swept(WideReading)
    /// The digits where the scores have their peaks.
    case found(WideReading)
    /// The same windows as crops.
    case crops(WideReading)
    /// Why a crop's scores are others.
    case why(WideReading, place: Int)
    /// What one pass saves.
    case cost(WideReading)
    /// A large network's shapes.
    case large(SlidShapes)
    /// What to take home.
    case end(SizedDigit)
  }

  let moments: [Moment]
  let forms: DigitForms
  let digit: Int
  let grows: Bool
  /// The file that the weights are from; `nil` for those of the program.
  let fileName: String?
  /// The end of the scale for the strengths of maps, the same for all sizes.
  let strongest: Double
  /// The end of the scale for the scores of digits.
  let highest: Double

  init(_ settings: Settings) throws(SettingsError) {
    let trained = settings.digitNetwork
    let forms = DigitForms(trained)
    let digit = settings.integer(Self.digit)
    let grows = settings.isOn(Self.grows)
    let all = Self.sizes.map { SizedDigit(digit, height: $0.height, width: $0.width, grows: grows, forms) }
    let names = Self.sizes.map { "\($0.height)x\($0.width)" }
    let chosen = all[names.firstIndex(of: settings.choice(Self.size)) ?? 0]
    let wide = WideReading(
      String(settings.integer(Self.number)).compactMap(\.wholeNumberValue), apart: settings.integer(Self.apart), forms)
    // Of the places between the first and the last: beyond these the picture ends as the crop does.
    let inner = wide.scores.indices.dropFirst().dropLast().max { wide.difference($0) < wide.difference($1) }
    let growth = zip(all, all.dropFirst()).map { Moment.grown(from: $0, to: $1) }
    moments =
      [.fixed(all[0]), .misfit(chosen), .regions(chosen), .averaged(chosen)] + growth
      + [.readings(all), .wide(wide), .swept(wide), .found(wide), .crops(wide)]
      + [.why(wide, place: inner ?? wide.worst), .cost(wide), .large(SlidShapes()), .end(chosen)]
    self.forms = forms
    self.digit = digit
    self.grows = grows
    fileName = trained.fileName
    strongest = all.reduce(0) { max($0, Double($1.strengths.range.upperBound)) }
    highest = (all.flatMap(\.classMaps.values) + wide.scores.flatMap(\.scores)).reduce(0) { max($0, Double(abs($1))) }
  }

  /// A network whose dense layers slide, on two sizes of pictures: shapes alone.
  struct SlidShapes: Sendable {
    /// What goes in, what stands before the first dense layer, and the scores.
    struct Pass: Sendable {
      let (side, maps, places): (Int, Int, Int)
      let multiplyAdds: Int
    }

    let title: String
    let kernel: Int
    let passes: [Pass]

    init() {
      let network = Network.vgg16
      title = network.title
      guard
        let dense = network.stages.firstIndex(where: { if case .dense = $0.layer.kind { true } else { false } }),
        let slid = try? network.withConvolutionsForDense()
      else { preconditionFailure("\(network.title) ends in dense layers") }
      kernel = network.stages[dense].input.height
      passes = [network.input.height, 384].map { side in
        guard let form = try? slid.on(Shape(height: side, width: side, channels: network.input.channels)) else {
          preconditionFailure("\(side) × \(side) is large enough")
        }
        return Pass(
          side: side, maps: form.stages[dense].input.height, places: form.stages[dense].output.height,
          multiplyAdds: form.multiplyAdds)
      }
    }
  }

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .fixed(let sized), .misfit(let sized): drawWays(sized, shown: 1, at: playhead, in: &canvas)
    case .regions(let sized): drawWays(sized, shown: 2, at: playhead, in: &canvas)
    case .averaged(let sized): drawWays(sized, shown: 3, at: playhead, in: &canvas)
    case .end(let sized): drawWays(sized, shown: 3, at: Playhead(step: playhead.step), in: &canvas)
    case .grown(let from, let to): drawGrowth(from: from, to: to, at: playhead, in: &canvas)
    case .readings(let all): drawReadings(all, in: &canvas)
    case .wide(let wide): drawWide(wide, .picture, at: playhead, in: &canvas)
    case .swept(let wide): drawWide(wide, .scores, at: playhead, in: &canvas)
    case .found(let wide): drawWide(wide, .peaks, at: playhead, in: &canvas)
    case .crops(let wide), .cost(let wide): drawWide(wide, .crops, at: playhead, in: &canvas)
    case .why(let wide, let place): drawWhy(wide, place: place, in: &canvas)
    case .large(let shapes): drawShapes(shapes, in: &canvas)
    }
  }

  // MARK: While something is pointed at

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    switch (moment, target.grid) {
    case (.fixed(let sized), "maps"), (.misfit(let sized), "maps"), (.regions(let sized), "maps"),
      (.averaged(let sized), "maps"), (.end(let sized), "maps"), (.grown(_, let sized), "maps"):
      return remark(sized, row: target.row, column: target.column)
    case (.swept(let wide), "places"), (.found(let wide), "places"), (.crops(let wide), "places"),
      (.cost(let wide), "places"):
      return wide.scores.indices.contains(target.column) ? remark(wide, place: target.column) : nil
    default: return nil
    }
  }

  /// A place of the maps, and the regions that it is a part of.
  private func remark(_ sized: SizedDigit, row: Int, column: Int) -> Remark? {
    guard row < sized.maps.shape.height, column < sized.maps.shape.width else { return nil }
    func regions(_ geometry: AdaptiveGeometry, _ cell: Int) -> [Int] {
      (0..<geometry.output).filter { geometry.inputs(of: $0).contains(cell) }
    }
    let count = regions(sized.rows, row).count * regions(sized.columns, column).count
    return Remark(
      caption: StyledText(
        "Row \(row + 1), column \(column + 1) of the maps: it belongs to "
          + (count == 1 ? "one region" : "\(spelled(count, "region")), which share it")
          + ". Its strength is the mean of all \(sized.maps.shape.channels) maps there."),
      formula: [.muted("strength ") + .output(NumberText.fixed(Double(sized.strengths[row, column]), decimals: 2))])
  }

  /// What one pass and the crop say at a place.
  private func remark(_ wide: WideReading, place: Int) -> Remark {
    let (pass, crop) = (wide.scores[place], wide.crops[place])
    let window = wide.window(place)
    return Remark(
      caption: StyledText(
        "Place \(place + 1), the window over columns \(window.lowerBound + 1) to \(window.upperBound): one pass says "
          + "\(pass.digit), and the crop alone \(wide.agrees(place) ? "as well" : "\(crop.digit)")."),
      formula: [
        .muted("scores in one pass  ") + Self.best(pass, 4) + .muted("     crop  ") + Self.best(crop, 4)
      ])
  }

  /// The highest scores, each with its digit: 4: 18.9  9: 5.1.
  private static func best(_ scores: DigitScores, _ count: Int) -> StyledText {
    let order = scores.scores.indices.sorted { scores.scores[$0] > scores.scores[$1] }.prefix(count)
    return .joined(
      order.map { .muted("\($0): ") + .output(score(scores.scores[$0])) }, separator: .muted("  "))
  }

  // MARK: Numbers

  /// A score with a decimal.
  static func score(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: 1) }
}
