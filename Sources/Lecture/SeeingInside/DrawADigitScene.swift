import CellCanvas
import ConvolutionEngine

/// A sheet to draw a digit on, and the digit network that answers at every stroke: what it sees of it, what its layers make
/// of that, and what it says to what is no digit.
struct DrawADigitScene: Scene {
  static let card = SceneCard(
    id: "draw-a-digit", title: "Draw a digit", part: .seeingInside, otherNames: ["mnist", "handwriting"])

  static let digit = Control.integer("digit", in: 0...9, standard: 0, help: "the digit that is the model")
  static let prepare = Control.toggle(
    "prepare", standard: true, help: "whether a drawing is cropped, sized and centred before it is read")
  static let mode = Control.choice("pen", ["ink", "eraser"], help: "whether a stroke lays ink or takes it away")
  static let width = Control.integer("width", in: 1...6, standard: 3, help: "how many pixels wide a stroke is")
  static let trace = Control.toggle("trace", standard: true, help: "whether the model lies faintly on the paper")
  static let hand = Control.integer(
    "hand", in: 0...9999, standard: 0,
    help: "whose digit the model is: 0 the program's; others vary it, or are --mnist's")
  static let ink = Control.grid("ink", in: 0...1, decimals: 1, help: "what is drawn: paper 0, ink 1")
  static let controls = [digit, prepare, mode, width, trace, hand, ink]

  static let ownFiles: Set<OwnFile> = [.digits, .handwriting]

  static let side = DigitPreparation.side

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    /// The model, as the network was taught such digits, and what every layer makes of it.
    case written, layers
    /// The model small and in a corner, as it is and prepared.
    case corner, prepared
    /// The sheet.
    case draw
    /// What leads the network astray.
    case moved, strokes, two
    /// What is no digit.
    case nonsense
    case end
  }

  let moments: [Moment] = [.written, .layers, .corner, .prepared, .draw, .moved, .strokes, .two, .nonsense, .end]

  /// A picture with its name and what the network says of it.
  struct Sample: Sendable {
    let name: String
    let picture: Tensor
    /// Whether there is anything to prepare.
    let hasInk: Bool
    let reading: DigitReading
  }

  /// A picture read as it is and prepared.
  struct Both: Sendable {
    let raw: DigitReading
    /// `nil` for a sheet without ink, which cannot be prepared.
    let preparation: DigitPreparation?
    let prepared: DigitReading

    /// - Parameter other: a reading of the same ink, perhaps, elsewhere on the paper, which need not be read anew.
    init(_ picture: Tensor, _ digits: TrainedDigits, like other: Both? = nil) {
      let raw = DigitReading(picture, digits)
      self.raw = raw
      preparation = DigitPreparation(picture)
      prepared =
        preparation.map { preparation in
          preparation.picture == other?.preparation?.picture
            ? other?.prepared ?? raw : DigitReading(preparation.picture, digits)
        } ?? raw
    }

    func used(_ isPrepared: Bool) -> DigitReading { isPrepared ? prepared : raw }
  }

  let digits: TrainedDigits
  let shownDigit: Int
  /// Whose digit the model is, in words: “the program's own 4”.
  let modelName: String
  let isPrepared: Bool
  let isTraced: Bool
  private let pen: Pen

  let model: DigitReading
  /// The maps of each layer, those first that answer most to the model, and of the last those that speak most for its
  /// digit: an order that no stroke changes.
  let layers: [MapLayer]
  let corner: Both
  /// The model small, in the middle.
  let small: DigitReading
  /// What is drawn, and whether there is anything.
  let sheet: Both
  let hasInk: Bool
  /// What is moved and thickened: the drawing, or the model as long as there is none.
  let subject: Tensor
  /// The subject after 0, 1, 2 … pixels to the right.
  let moved: [Both]
  let strokes: [Sample]
  let two: Sample
  let nonsense: [Sample]

  /// How far the subject is moved.
  static let farthest = 12
  /// The digit to the right of the model's where there are two.
  var neighbour: Int { (shownDigit + 1) % 10 }

  init(_ settings: Settings) throws(SettingsError) {
    let digits = settings.digitNetwork
    self.digits = digits
    shownDigit = settings.integer(Self.digit)
    isPrepared = settings.isOn(Self.prepare)
    isTraced = settings.isOn(Self.trace)
    let isEraser = settings.choice(Self.mode) == "eraser"
    pen = Pen(
      Self.ink, rows: Self.side, columns: Self.side, width: Double(settings.integer(Self.width)) + (isEraser ? 2 : 0),
      isEraser: isEraser, mode: Self.mode)
    let written: Tensor
    (written, modelName) = try Self.model(shownDigit, settings.integer(Self.hand), settings.handwriting)
    model = DigitReading(written, digits)
    layers = MapLayer.all(of: digits, orderedBy: model)
    small = DigitReading(AffineMove(scale: (0.5, 0.5))(written), digits)
    corner = Both(AffineMove(scale: (0.5, 0.5), shift: (16, 16))(written), digits)

    var paper = Tensor(Shape(height: Self.side, width: Self.side), repeating: 0)
    for (place, value) in settings.edits(Self.ink) where place.row < Self.side && place.column < Self.side {
      paper[place.row, place.column] = Float(value)
    }
    sheet = Both(paper, digits)
    hasInk = sheet.preparation != nil
    let subject = hasInk ? paper : written
    self.subject = subject
    let unmoved = hasInk ? sheet : Both(written, digits)
    moved = [unmoved] + (1...Self.farthest).map { Both(subject.movedRight(by: $0), digits, like: unmoved) }

    let isPrepared = isPrepared
    func sample(_ name: String, _ picture: Tensor) -> Sample {
      let preparation = DigitPreparation(picture)
      let taken = isPrepared ? preparation?.picture ?? picture : picture
      return Sample(
        name: name, picture: picture, hasInk: preparation != nil, reading: DigitReading(taken, digits))
    }
    strokes = [
      sample("thin", subject.thinned(0.9)), sample("as it is", subject), sample("thick", subject.thickened(by: 1)),
      sample("very thick", subject.thickened(by: 3)),
    ]
    two = sample("two digits", Self.pair(shownDigit, (shownDigit + 1) % 10))
    nonsense = [
      sample("blank paper", Tensor(paper.shape, repeating: 0)), sample("noise", Self.noise),
      sample("a cross", Self.cross), sample("stripes", Self.stripes),
    ]
  }

  func pen(on grid: String) -> Pen? { grid == Self.ink.name ? pen : nil }

  func name(of target: Target) -> String? {
    target.grid == Self.ink.name ? "row \(target.row + 1), column \(target.column + 1)" : nil
  }

  // MARK: Pictures

  /// A digit as the network was taught it, and whose it is.
  private static func model(
    _ digit: Int, _ hand: Int, _ handwriting: Handwriting?
  ) throws(SettingsError) -> (picture: Tensor, name: String) {
    let own = StrokeDigits.sheet(digit)
    guard hand > 0 else { return (prepared(own), "the program's own \(digit)") }
    guard let handwriting else {
      let chances = SeededGenerator(seed: UInt64(hand))
      func chance(_ index: Int, _ most: Float) -> Float { chances.uniform(at: index, in: -most...most) }
      let move = AffineMove(
        turn: chance(0, 0.25), scale: (1 + chance(1, 0.15), 1 + chance(2, 0.25)), slant: chance(3, 0.25))
      return (prepared(move(own)), "\(one(digit)) of hand \(NumberText.integer(hand))")
    }
    let count = handwriting.count(of: digit)
    guard hand <= count else {
      throw SettingsError(
        "\(handwriting.folderName) holds \(counted(count, "picture")) of the digit \(digit), so hand goes up to "
          + "\(NumberText.integer(count)), and 0 is the program's own")
    }
    return (handwriting.picture(of: digit, number: hand), "\(one(digit)) of \(handwriting.folderName)")
  }

  private static func prepared(_ picture: Tensor) -> Tensor { DigitPreparation(picture)?.picture ?? picture }

  /// Two smaller digits side by side.
  private static func pair(_ left: Int, _ right: Int) -> Tensor {
    let (one, other) = (
      StrokeDigits.sheet(left, size: 14, centre: 7), StrokeDigits.sheet(right, size: 14, centre: 20)
    )
    return Tensor(one.shape, values: zip(one.values, other.values).map(max))
  }

  private static func picture(_ ink: (_ row: Int, _ column: Int) -> Bool) -> Tensor {
    let values = (0..<side * side).map { ink($0 / side, $0 % side) ? Float(1) : 0 }
    return Tensor(Shape(height: side, width: side), values: values)
  }

  private static let noise: Tensor = {
    let chances = SeededGenerator(seed: 1)
    return picture { row, column in chances.uniform(at: row * side + column, in: 0...1) < 0.25 }
  }()

  private static let cross = picture { row, column in
    (4..<24).contains(row) && (4..<24).contains(column) && (abs(row - column) < 2 || abs(row + column - 27) < 2)
  }

  private static let stripes = picture { row, _ in row % 6 < 3 }

  // MARK: What follows

  /// What the network is given of the drawing.
  var read: DigitReading { sheet.used(isPrepared) }

  /// What the subject is called by the network when it is prepared.
  var named: Int { moved[0].prepared.answer }

  /// After how many pixels to the right the network first says something else; `nil` if it never does.
  func turningPoint(prepared: Bool) -> Int? { moved.firstIndex { $0.used(prepared).answer != named } }

  /// After how many pixels to the right ink has left the paper; `nil` if none does.
  var leavingPoint: Int? {
    let ink = subject.values.count { $0 > 0 }
    return moved.firstIndex { reading in reading.raw.picture.values.count { $0 > 0 } < ink }
  }

  /// How far a sweep to the right has come, in pixels.
  func movedPixels(at playhead: Playhead) -> Int {
    let progress = playhead.pointer == nil ? playhead.phase(0.05, 0.95) : 1
    return Int((progress * Double(Self.farthest)).rounded())
  }
}

/// The maps of a convolution, in an order to show them in.
struct MapLayer: Sendable {
  let name: String
  /// The number of its stage.
  let stage: Int
  /// The maps, those first that answer most; in the last layer those that add most to the score of the answer.
  let order: [Int]

  /// Those of every convolution of the digit network, in the order of what they make of a picture.
  static func all(of digits: TrainedDigits, orderedBy reading: DigitReading) -> [MapLayer] {
    let network = digits.network
    let convolutions = network.stages.indices.filter {
      if case .convolution = network.stages[$0].layer.kind { true } else { false }
    }
    return convolutions.map { index in
      let maps = reading.outputs[index]
      let weight =
        index == convolutions.last
        ? reading.shares(digits) : (0..<maps.shape.channels).map { maps.channel($0).range.upperBound }
      return MapLayer(
        name: network.stages[index].name, stage: index,
        order: weight.indices.sorted { (weight[$1], $0) < (weight[$0], $1) })
    }
  }
}
