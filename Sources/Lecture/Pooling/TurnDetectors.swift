import ConvolutionEngine

/// Detectors for one digit, each tuned to another turn of it, and what they answer while the digit is turned: side by side
/// under one max unit, and one of them at every place.
///
/// Angles are in degrees, from left (below 0) to right.
struct TurnDetectors: Sendable {
  /// The angles of the dial.
  static let dial = Array(stride(from: -90, through: 90, by: 5))
  /// The columns by which the digit is shifted, so far that it stays on its sheet.
  static let shifts = Array(-6...6)

  let digit: Int
  /// The turns that the detectors are tuned to, from left to right.
  let angles: [Double]
  /// Their weights: the digit, turned, less its mean, and as large as makes the answer to its own digit 1.
  let templates: [Tensor]
  /// The digit at each angle of the dial.
  let pictures: [Tensor]
  /// What each detector answers at each angle of the dial.
  let answers: [[Float]]
  /// The largest of all places, of the upright digit's detector alone, at each angle of the dial.
  let overPlaces: [Float]
  /// The same for each shift of the upright digit.
  let shiftedOverPlaces: [Float]
  /// What the max unit over the detectors says to each of these.
  let shiftedOverTurns: [Float]
  /// What the digit network reads at each angle of the dial.
  let read: [DigitScores]
  /// The same for each shift of the upright digit.
  let readShifted: [DigitScores]

  /// - Parameters:
  ///   - count: how many detectors there are, at least two.
  ///   - reach: how far the outermost ones are turned.
  init(digit: Int, count: Int, reach: Int, _ network: TrainedDigits) {
    self.digit = digit
    let sheet = StrokeDigits.sheet(digit)
    angles = Self.angles(count: count, reach: reach)
    templates = angles.map { Self.template(of: Self.turned(sheet, $0)) }
    pictures = Self.dial.map { Self.turned(sheet, Double($0)) }
    let detectors = Self.bank(templates)
    let all = pictures.map { detectors(Self.evened($0)).values }
    answers = templates.indices.map { detector in all.map { $0[detector] } }
    // The upright detector slides over the sheet and as far beyond as half of it.
    let side = sheet.shape.width
    let upright = Convolution(FilterBank(kernel: Self.template(of: sheet)), padding: Padding(side / 2))
    overPlaces = pictures.map { upright(Self.evened($0)).range.upperBound }
    let sheets = Self.shifts.map { sheet.columns(-$0..<side - $0) }
    let shifted = sheets.map(Self.evened)
    shiftedOverPlaces = shifted.map { upright($0).range.upperBound }
    shiftedOverTurns = shifted.map { detectors($0).values.max() ?? 0 }
    let forms = DigitForms(network)
    read = pictures.map { DigitScores(forms.slid($0).scores) }
    readShifted = sheets.map { DigitScores(forms.slid($0).scores) }
  }

  /// Turns spread evenly from left to right.
  static func angles(count: Int, reach: Int) -> [Double] {
    (0..<count).map { Double(reach) * (2 * Double($0) / Double(count - 1) - 1) }
  }

  /// A sheet turned to the right.
  static func turned(_ sheet: Tensor, _ degrees: Double) -> Tensor { AffineMove(degrees: -degrees)(sheet) }

  /// The weights that answer 1 to a picture of even contrast, and 0 to a grey one.
  static func template(of picture: Tensor) -> Tensor {
    let mean = picture.values.reduce(0, +) / Float(picture.values.count)
    let contrast = contrast(of: picture)
    return Tensor(picture.shape, values: picture.values.map { ($0 - mean) / contrast })
  }

  /// A picture brought to a contrast of 1, for turning between pixels blurs a little: then an answer is the correlation of
  /// picture and template, at most 1.
  static func evened(_ picture: Tensor) -> Tensor {
    let contrast = contrast(of: picture)
    return Tensor(picture.shape, values: picture.values.map { $0 / contrast })
  }

  /// How far the values lie from their mean, all together.
  private static func contrast(of picture: Tensor) -> Float {
    let mean = picture.values.reduce(0, +) / Float(picture.values.count)
    return max(picture.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot(), 1e-9)
  }

  /// All templates as the filters of one convolution, each as large as the sheet: one answer each.
  private static func bank(_ templates: [Tensor]) -> Convolution {
    let shape = templates[0].shape
    return Convolution(
      FilterBank(
        count: templates.count, rows: shape.height, columns: shape.width, depth: 1,
        values: templates.flatMap(\.values)))
  }

  // MARK: The max unit

  /// The largest answer at each angle of the dial.
  var envelope: [Float] { Self.dial.indices.map { place in answers.reduce(-.infinity) { max($0, $1[place]) } } }

  /// The detector that answers most at a place of the dial.
  func winner(_ place: Int) -> Int { answers.indices.max { answers[$0][place] < answers[$1][place] } ?? 0 }

  /// The places of the dial between the outermost detectors, these included.
  var within: [Int] {
    Self.dial.indices.filter {
      Double(Self.dial[$0]) >= (angles.first ?? 0) && Double(Self.dial[$0]) <= (angles.last ?? 0)
    }
  }

  /// The place between the outermost detectors where the max unit says least.
  var lowest: Int { within.min { envelope[$0] < envelope[$1] } ?? 0 }

  /// The place of the dial that is nearest to an angle.
  static func place(of angle: Double) -> Int {
    dial.indices.min { abs(Double(dial[$0]) - angle) < abs(Double(dial[$1]) - angle) } ?? 0
  }

  /// The same detectors' envelope with another number of them.
  func withCount(_ count: Int) -> (envelope: [Float], lowest: Float) {
    let sheet = StrokeDigits.sheet(digit)
    let reach = angles.last ?? 0
    let templates = Self.angles(count: count, reach: Int(reach)).map { Self.template(of: Self.turned(sheet, $0)) }
    let detectors = Self.bank(templates)
    let envelope = pictures.map { detectors(Self.evened($0)).values.max() ?? 0 }
    return (envelope, within.reduce(1) { min($0, envelope[$1]) })
  }
}
