import ConvolutionEngine

/// The word “cnnviz” as an image: a number for each pixel, with smooth edges, drawn from strokes at any size.
enum Lettering {
  /// What a pixel inside of a letter is.
  static let inside: Float = 9

  /// A stroke's middle line, in units of the letters' height; the stroke itself has round ends.
  private enum Line {
    case straight((Float, Float), (Float, Float))
    /// The part of a circle that lies left of the two rays from its centre through (±1, `opening`).
    case openCircle(center: (Float, Float), radius: Float, opening: (Float, Float))
    case upperHalf(center: (Float, Float), radius: Float)

    /// How far a place is from the line.
    func distance(_ x: Float, _ y: Float) -> Float {
      switch self {
      case .straight(let from, let to):
        let (dx, dy) = (to.0 - from.0, to.1 - from.1)
        let length = dx * dx + dy * dy
        let part = length > 0 ? min(max(((x - from.0) * dx + (y - from.1) * dy) / length, 0), 1) : 0
        return Self.length(x - from.0 - part * dx, y - from.1 - part * dy)
      case .openCircle(let center, let radius, let opening):
        let (dx, dy) = (x - center.0, abs(y - center.1))
        if dx * opening.1 > dy * opening.0 { return Self.length(dx - radius * opening.0, dy - radius * opening.1) }
        return abs(Self.length(dx, dy) - radius)
      case .upperHalf(let center, let radius):
        let (dx, dy) = (x - center.0, y - center.1)
        if dy > 0 { return Self.length(abs(dx) - radius, dy) }
        return abs(Self.length(dx, dy) - radius)
      }
    }

    private static func length(_ x: Float, _ y: Float) -> Float { (x * x + y * y).squareRoot() }
  }

  /// Half of a stroke's thickness.
  private static let half: Float = 0.17

  /// Each letter of the word with its width. All take the same room, as in a terminal.
  private static let word: [(width: Float, lines: [Line])] = {
    let (near, far) = (half, 1 - half)
    let c: [Line] = [.openCircle(center: (0.5, 0.5), radius: 0.5 - half, opening: (0.72, 0.694))]
    let arch = (0.46 as Float, 0.46 as Float)
    let n: [Line] = [
      .straight((near, near), (near, far)), .upperHalf(center: arch, radius: arch.0 - half),
      .straight((2 * arch.0 - half, arch.1), (2 * arch.0 - half, far)),
    ]
    let v: [Line] = [.straight((near, near), (0.5, far)), .straight((0.5, far), (far, near))]
    let i: [Line] = [
      .straight((near, near), (0.46, near)), .straight((0.46, near), (0.46, far)),
      .straight((near, far), (0.92 - half, far)), .straight((0.46, -0.32), (0.46, -0.32)),
    ]
    let z: [Line] = [
      .straight((near, near), (0.9 - half, near)), .straight((0.9 - half, near), (near, far)),
      .straight((near, far), (0.9 - half, far)),
    ]
    return [(0.9, c), (0.92, n), (0.92, n), (1, v), (0.92, i), (0.9, z)]
  }()

  /// How many letters the word has.
  static let count = word.count

  /// The columns of a letter's place in an image of `width` pixels.
  static func columns(of letter: Int, width: Int) -> Range<Int> {
    letter * width / count..<(letter + 1) * width / count
  }

  /// The word in the middle of an image: 0 outside of the letters, `inside` in them, less on their edges.
  ///
  /// - Parameter margin: how many pixels lie around the `width` × `height` ones that the word is fitted into.
  static func image(width: Int, height: Int, margin: Int) -> Tensor {
    let scale = max(1, min((0.86 * Float(width / count)).rounded(.down), (Float(height) / 1.9).rounded(.down)))
    // The dot of the i stands half a letter above the others.
    let top = Float(margin) + ((Float(height) - 1.5 * scale) / 2 + 0.5 * scale).rounded()
    let rows = max(0, Int(top - scale * 0.6))..<min(height + 2 * margin, Int(top + scale) + 2)
    var image = Tensor(Shape(height: height + 2 * margin, width: width + 2 * margin), repeating: 0)
    for (index, letter) in word.enumerated() {
      let place = columns(of: index, width: width)
      let left = Float(margin + place.lowerBound) + ((Float(place.count) - letter.width * scale) / 2).rounded()
      for row in rows {
        for column in Int(left)..<Int(left + letter.width * scale) + 1 {
          let x = (Float(column) + 0.5 - left) / scale
          let y = (Float(row) + 0.5 - top) / scale
          var distance = Float.infinity
          for line in letter.lines { distance = min(distance, line.distance(x, y)) }
          image[row, column] = inside * min(max((half - distance) * scale + 0.5, 0), 1)
        }
      }
    }
    return image
  }
}
