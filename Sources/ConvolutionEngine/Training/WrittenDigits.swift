#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Digits that nobody has written: strokes whose points, slant, size, place and pen differ from one to the next, as they do
/// from hand to hand. Something to learn from where there is no data set.
///
/// The digits come in turn, 0 to 9 again and again. Learned from, each is written by another hand every time; as they are
/// they follow from the seed alone.
public struct WrittenDigits: LabelledPictures, Hashable {
  /// How many there are.
  public let count: Int
  /// What the hands follow from.
  public let seed: UInt64
  /// Rows, and as many columns, of a picture.
  public let side: Int

  /// So many digits.
  public init(count: Int, seed: UInt64, side: Int = 28) {
    precondition(count > 0 && side > 0, "there is at least one digit, of at least one pixel")
    self.count = count
    self.seed = seed
    self.side = side
  }

  /// The digit that a picture shows.
  public func label(at index: Int) -> Int { index % StrokeDigits.strokes.count }

  /// One channel, paper 0 and ink up to 1.
  ///
  /// - Parameter generator: the hand that writes it; without it the one of the seed.
  public func picture(at index: Int, _ generator: SeededGenerator? = nil) -> Tensor {
    let hand = Hand(generator ?? SeededGenerator(seed: seed).stream(index), side: Float(side))
    var sheet = Tensor(Shape(height: side, width: side), repeating: 0)
    for (number, stroke) in StrokeDigits.strokes[label(at: index)].enumerated() {
      StrokeDigits.draw(through: hand.varied(stroke, number), hand.pen, on: &sheet, place: hand.place)
    }
    return sheet
  }
}

/// How somebody writes one digit.
private struct Hand {
  private let points: SeededGenerator
  private let cosine, sine: Float
  private let scale, shift: (x: Float, y: Float)
  private let slant, middle: Float
  /// Half of the pen's width, in pixels.
  let pen: Float

  init(_ generator: SeededGenerator, side: Float) {
    func draw(_ index: Int, _ low: Float, _ high: Float) -> Float { generator.uniform(at: index, in: low...high) }
    points = generator.stream(0)
    let turn = draw(0, -0.3, 0.3)
    (cosine, sine) = (cos(turn), sin(turn))
    slant = draw(1, -0.1, 0.35)
    // Of 28 pixels a digit is 13 to 18 high.
    scale = (side * draw(2, 0.36, 0.66), side * draw(3, 0.46, 0.64))
    shift = (side * draw(4, -0.08, 0.08), side * draw(5, -0.08, 0.08))
    pen = side * draw(6, 0.028, 0.062)
    middle = (side - 1) / 2
  }

  /// The points of a stroke, each a little beside its place; a closed stroke stays closed.
  func varied(_ stroke: [(x: Float, y: Float)], _ number: Int) -> [(x: Float, y: Float)] {
    let places = points.stream(number)
    let isClosed = stroke.first.map { first in stroke.last.map { $0 == first } ?? false } ?? false
    return stroke.enumerated().map { index, point in
      let number = isClosed && index == stroke.count - 1 ? 0 : index
      func beside(_ axis: Int) -> Float { places.uniform(at: 2 * number + axis, in: -0.08...0.08) }
      return (point.x + beside(0), point.y + beside(1))
    }
  }

  /// Where on the sheet a point of a digit lies.
  func place(_ point: (x: Float, y: Float)) -> (x: Float, y: Float) {
    let (x, y) = ((point.x - slant * point.y) * scale.x, point.y * scale.y)
    return (middle + shift.x + cosine * x - sine * y, middle + shift.y + sine * x + cosine * y)
  }
}
