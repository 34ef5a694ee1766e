import ConvolutionEngine

/// A face in the middle of a picture, and a detector for eyes that looks for them everywhere.
struct FaceSearch: Sendable {
  /// How many pixels the picture has on each side.
  static let side = 32
  /// The middles of the two eyes.
  static let eyes = [(row: 13, column: 11), (row: 13, column: 20)]
  /// How far up and down an eye may be in a face that was centred by eye.
  static let tolerance = 3

  /// The brightness, 0...255.
  let picture: Tensor
  /// The detector: the patch around an eye, its mean taken away.
  let detector: Tensor
  /// How much each place looks like an eye.
  let response: Tensor

  init() {
    picture = Self.draw()
    let eye = Self.eyes[0]
    let reach = 3
    let shape = Shape(height: 2 * reach + 1, width: 2 * reach + 1)
    var patch = Tensor(shape, repeating: 0)
    for row in 0..<shape.height {
      for column in 0..<shape.width {
        patch[row, column] = picture[eye.row - reach + row, eye.column - reach + column]
      }
    }
    let mean = patch.values.reduce(0, +) / Float(shape.count)
    detector = Tensor(shape, values: patch.values.map { $0 - mean })
    response = Convolution(FilterBank(kernel: detector), padding: .same(kernel: shape.width))(picture)
  }

  /// The rows in which there can be an eye.
  var eyeRows: ClosedRange<Int> { Self.eyes[0].row - Self.tolerance...Self.eyes[0].row + Self.tolerance }
  /// How many places the shared detector looks at.
  var places: Int { response.shape.count }
  /// How many of them can be an eye at all.
  var placesForEyes: Int { eyeRows.count * response.shape.width }

  /// The place outside of these rows with the strongest answer.
  var worst: GridPlace {
    var worst = GridPlace(row: 0, column: 0)
    for row in 0..<response.shape.height where !eyeRows.contains(row) {
      for column in 0..<response.shape.width where response[row, column] > response[worst.row, worst.column] {
        worst = GridPlace(row: row, column: column)
      }
    }
    return worst
  }

  /// How strong the answer at an eye is.
  var answerAtEye: Double { Double(response[Self.eyes[0].row, Self.eyes[0].column]) }

  /// How strong the answer at the worst place is, beside that at an eye.
  var error: Double { Double(response[worst.row, worst.column]) / answerAtEye }

  /// A face of ellipses: hair, head, ears, eyes with brows, nose, mouth.
  private static func draw() -> Tensor {
    var picture = Tensor(Shape(height: side, width: side), repeating: 70)
    func ellipse(_ row: Double, _ column: Double, _ height: Double, _ width: Double, _ brightness: Float) {
      for y in 0..<side {
        for x in 0..<side {
          let (down, right) = ((Double(y) - row) / height, (Double(x) - column) / width)
          if down * down + right * right <= 1 { picture[y, x] = brightness }
        }
      }
    }
    ellipse(13, 15.5, 12.4, 11.5, 40)
    ellipse(17, 4.8, 2.6, 1.6, 165)
    ellipse(17, 26.2, 2.6, 1.6, 165)
    ellipse(17, 15.5, 13.4, 10.2, 205)
    ellipse(4.5, 15.5, 3.4, 8, 40)
    for eye in eyes {
      let (row, column) = (Double(eye.row), Double(eye.column))
      ellipse(row - 3, column, 0.6, 2.6, 90)
      ellipse(row, column, 1.6, 2.6, 250)
      ellipse(row, column, 1.5, 1.4, 20)
    }
    ellipse(19, 15.5, 1.2, 1.8, 150)
    ellipse(24, 15.5, 1.3, 4.4, 120)
    ellipse(23.2, 15.5, 0.8, 3.4, 205)
    return picture
  }
}
