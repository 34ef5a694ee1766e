import ConvolutionEngine

/// Several digits on one wide sheet, read in one pass by the digit network as a sliding classifier, and crop by crop.
struct WideReading: Sendable {
  let digits: [Int]
  /// The columns between the middles of neighbouring digits.
  let apart: Int
  let picture: Tensor
  /// What the last pooling leaves of the whole picture.
  let maps: Tensor
  /// The scores of every digit at every place, in one pass.
  let scores: [DigitScores]
  /// The same of crops of the network's own size, each read by itself.
  let crops: [DigitScores]
  /// What the last pooling leaves of each crop.
  private let cropMaps: [Tensor]
  /// How far apart places look, in pixels.
  let jump: Int
  /// What a place of the score map sees, in columns from the first of its crop: some left of it.
  let seen: Range<Int>
  /// What each column of a crop's maps sees, in columns of the crop.
  private let mapSeen: [Range<Int>]
  /// The side of a crop.
  let side: Int
  /// Products in one pass, and in all crops.
  let (onePass, allCrops): (Int, Int)

  init(_ digits: [Int], apart: Int, _ forms: DigitForms) {
    self.digits = digits
    self.apart = apart
    let own = forms.network.input
    side = own.width
    let last = forms.network.stages[forms.network.scoresStage - 1]
    guard let field = last.receptiveField, let form = forms.form(on: own), let whole = form.stages.last?.receptiveField
    else { preconditionFailure("the digit network's units all see alike") }
    jump = Int(field.jump.value)
    seen = whole.inputs(of: 0)
    mapSeen = (0..<last.output.width).map { field.inputs(of: $0) }
    // As wide as needed for whole moves of the crop, so that crops and places of the score map are as many.
    let moves = (apart * (digits.count - 1) + jump - 1) / jump
    picture = StrokeDigits.row(digits, apart: apart, height: own.height, width: side + moves * jump)
    let (maps, slid) = forms.slid(picture)
    self.maps = maps
    scores = (0..<slid.shape.width).map { column in
      DigitScores(
        Tensor(Shape(vector: slid.shape.channels), values: (0..<slid.shape.channels).map { slid[0, column, $0] }))
    }
    var crops: [DigitScores] = []
    var cropMaps: [Tensor] = []
    for place in scores.indices {
      let (maps, scores) = forms.slid(picture.columns(place * jump..<place * jump + side))
      cropMaps.append(maps)
      crops.append(DigitScores(scores))
    }
    (self.crops, self.cropMaps) = (crops, cropMaps)
    onePass = forms.form(on: picture.shape)?.multiplyAdds ?? 0
    allCrops = scores.count * form.multiplyAdds
  }

  /// How high the best score is at each place.
  var best: [Float] { scores.map { $0.scores[$0.digit] } }

  /// The places whose best score is higher than those of both neighbours: where a digit is read.
  var found: [Int] {
    let best = best
    return best.indices.filter { index in
      (index == 0 || best[index] > best[index - 1]) && (index == best.count - 1 || best[index] >= best[index + 1])
    }
  }

  /// What is read from left to right.
  var reading: [Int] { found.map { scores[$0].digit } }

  /// The columns of the picture that a place's window covers.
  func window(_ place: Int) -> Range<Int> { place * jump..<place * jump + side }

  /// The largest difference between the scores of one pass and those of the crop alone.
  func difference(_ place: Int) -> Float {
    zip(scores[place].scores, crops[place].scores).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  /// The place at which they differ most.
  var worst: Int { scores.indices.max { difference($0) < difference($1) } ?? 0 }

  /// Whether both say the same digit.
  func agrees(_ place: Int) -> Bool { scores[place].digit == crops[place].digit }

  /// Where the maps below a score differ: the largest difference of all maps at each of the places that it is made of.
  func mapDifferences(_ place: Int) -> Tensor {
    let crop = cropMaps[place]
    var differences = Tensor(Shape(height: crop.shape.height, width: crop.shape.width), repeating: 0)
    for row in 0..<crop.shape.height {
      for column in 0..<crop.shape.width {
        differences[row, column] = (0..<crop.shape.channels).reduce(0) {
          max($0, abs(crop[row, column, $1] - maps[row, place + column, $1]))
        }
      }
    }
    return differences
  }

  /// The columns of a crop's maps that see beyond the crop's left or right border, where a crop has zeros.
  var columnsAtBorder: [Int] {
    mapSeen.indices.filter { mapSeen[$0].lowerBound < 0 || mapSeen[$0].upperBound > side }
  }
}
