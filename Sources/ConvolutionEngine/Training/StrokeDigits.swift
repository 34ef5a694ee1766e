/// Digits drawn by strokes, as a hand would write them: ink on paper at any size, from lines and not from anybody's pictures.
public enum StrokeDigits {
  /// A digit on a sheet of paper: 0 for paper, 1 for ink, less on the edges of a stroke.
  ///
  /// - Parameters:
  ///   - digit: 0 to 9.
  ///   - height: rows of the sheet.
  ///   - width: columns of the sheet.
  ///   - size: how many pixels the digit is high, pen included; 20 of 28, as the digit network knows them.
  ///   - centre: its middle, in columns from the left; `nil` for that of the sheet.
  public static func sheet(_ digit: Int, height: Int = 28, width: Int = 28, size: Float = 20, centre: Float? = nil)
    -> Tensor
  {
    var sheet = Tensor(Shape(height: height, width: width), repeating: 0)
    write(digit, on: &sheet, size: size, centre: centre ?? Float(width - 1) / 2)
    return sheet
  }

  /// Several digits in a row, the middle of the first 13.5 columns from the left, each `apart` columns from the one before.
  public static func row(_ digits: [Int], apart: Int, height: Int, width: Int) -> Tensor {
    var sheet = Tensor(Shape(height: height, width: width), repeating: 0)
    for (index, digit) in digits.enumerated() {
      write(digit, on: &sheet, size: 20, centre: 13.5 + Float(index * apart))
    }
    return sheet
  }

  /// Writes a digit over what is there.
  private static func write(_ digit: Int, on sheet: inout Tensor, size: Float, centre: Float) {
    // A pen of the digit network's strokes: 2.5 pixels thick where a digit is 20 high.
    let half = size / 16
    let scale = size - 2 * half
    let middle = Float(sheet.shape.height - 1) / 2
    for stroke in strokes[digit] {
      draw(through: stroke, half, on: &sheet) { (x: $0.x * scale + centre, y: $0.y * scale + middle) }
    }
  }

  /// A stroke through points, each of which lies on the sheet where `place` says, in columns and rows.
  ///
  /// - Parameter half: half of the pen's width, in pixels.
  static func draw(
    through points: [(x: Float, y: Float)], _ half: Float, on sheet: inout Tensor,
    place: ((x: Float, y: Float)) -> (x: Float, y: Float)
  ) {
    let line = curve(through: points).map(place)
    for (from, to) in zip(line, line.dropFirst()) { draw(from, to, half, on: &sheet) }
  }

  /// A straight piece of a stroke with round ends.
  private static func draw(
    _ from: (x: Float, y: Float), _ to: (x: Float, y: Float), _ half: Float, on sheet: inout Tensor
  ) {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let length = max(dx * dx + dy * dy, 1e-9)
    func cells(_ one: Float, _ other: Float, _ count: Int) -> Range<Int> {
      let first = max(0, Int((min(one, other) - half - 1).rounded(.down)))
      return first..<max(first, min(count, Int((max(one, other) + half + 1).rounded(.up)) + 1))
    }
    for row in cells(from.y, to.y, sheet.shape.height) {
      for column in cells(from.x, to.x, sheet.shape.width) {
        let (x, y) = (Float(column) - from.x, Float(row) - from.y)
        let part = min(max((x * dx + y * dy) / length, 0), 1)
        let (besideX, besideY) = (x - part * dx, y - part * dy)
        let distance = (besideX * besideX + besideY * besideY).squareRoot()
        sheet[row, column] = max(sheet[row, column], min(max(half - distance + 0.5, 0), 1))
      }
    }
  }

  /// A smooth line through points, a Catmull-Rom spline; one that ends where it begins is closed without a corner.
  private static func curve(through points: [(x: Float, y: Float)]) -> [(x: Float, y: Float)] {
    guard let first = points.first, let last = points.last, points.count > 1 else { return points }
    let isClosed = first == last
    let before = isClosed ? points[points.count - 2] : (2 * first.x - points[1].x, 2 * first.y - points[1].y)
    let beyond = points[points.count - 2]
    let after = isClosed ? points[1] : (2 * last.x - beyond.x, 2 * last.y - beyond.y)
    let all = [before] + points + [after]
    func blend(_ a: Float, _ b: Float, _ c: Float, _ d: Float, _ t: Float) -> Float {
      0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
    }
    var line: [(x: Float, y: Float)] = []
    for index in 1..<points.count {
      let (a, b, c, d) = (all[index - 1], all[index], all[index + 1], all[index + 2])
      for step in 0..<8 {
        let t = Float(step) / 8
        line.append((blend(a.x, b.x, c.x, d.x, t), blend(a.y, b.y, c.y, d.y, t)))
      }
    }
    return line + [last]
  }

  /// The strokes of each digit: points from the middle of the digit, x to the right, y down, in units of its height.
  static let strokes: [[[(x: Float, y: Float)]]] = [
    [
      [
        (0.04, -0.5), (-0.2, -0.34), (-0.28, 0.02), (-0.18, 0.38), (0.02, 0.5), (0.2, 0.34), (0.26, -0.04),
        (0.18, -0.38), (0.04, -0.5),
      ]
    ],
    [[(0.08, -0.5), (0.02, -0.16), (-0.03, 0.18), (-0.08, 0.5)]],
    [
      [
        (-0.24, -0.28), (-0.12, -0.47), (0.1, -0.47), (0.2, -0.28), (0.1, -0.02), (-0.14, 0.28), (-0.28, 0.46),
        (-0.04, 0.42), (0.3, 0.44),
      ]
    ],
    [
      [
        (-0.22, -0.4), (-0.02, -0.5), (0.2, -0.38), (0.16, -0.14), (-0.04, -0.03), (0.18, 0.08), (0.26, 0.28),
        (0.1, 0.47), (-0.12, 0.49), (-0.26, 0.38),
      ]
    ],
    [
      [(-0.12, -0.48), (-0.2, -0.2), (-0.26, 0.06), (-0.02, 0.08), (0.28, 0.02)],
      [(0.2, -0.42), (0.16, -0.02), (0.1, 0.5)],
    ],
    [
      [
        (0.26, -0.46), (-0.14, -0.44), (-0.18, -0.12), (0.06, -0.12), (0.24, 0.08), (0.2, 0.34), (-0.02, 0.48),
        (-0.26, 0.4),
      ]
    ],
    [
      [
        (0.16, -0.5), (-0.06, -0.32), (-0.22, 0.02), (-0.2, 0.34), (0, 0.5), (0.2, 0.36), (0.2, 0.12), (0.02, 0.02),
        (-0.18, 0.2),
      ]
    ],
    [[(-0.28, -0.44), (-0.02, -0.44), (0.26, -0.46), (0.12, -0.14), (-0.02, 0.16), (-0.1, 0.5)]],
    [
      [
        (0.18, -0.38), (-0.02, -0.5), (-0.2, -0.36), (-0.1, -0.12), (0.12, 0.08), (0.22, 0.3), (0.02, 0.5),
        (-0.2, 0.34), (-0.12, 0.1), (0.14, -0.14), (0.18, -0.38),
      ]
    ],
    [
      [
        (0.2, -0.3), (0.02, -0.48), (-0.18, -0.36), (-0.2, -0.12), (-0.02, 0), (0.18, -0.14), (0.2, -0.32),
        (0.16, 0.1), (0.06, 0.5),
      ]
    ],
  ]
}
