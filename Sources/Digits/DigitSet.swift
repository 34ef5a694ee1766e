public import ConvolutionEngine

/// Handwritten digits in greys, each with the digit that it is.
public struct DigitSet: LabelledPictures, Hashable {
  /// How many rows a picture has.
  public let height: Int
  /// How many columns a picture has.
  public let width: Int
  /// All pictures one after the other, row by row: paper 0, ink up to 255.
  public let greys: [UInt8]
  /// What each picture is, 0...9.
  public let labels: [UInt8]
  /// How pictures are varied where something to vary them by is given.
  public let variation: DigitVariation?

  /// Digits of one size.
  ///
  /// - Parameters:
  ///   - greys: `height · width` of them for each label.
  ///   - labels: 0...9.
  public init(height: Int, width: Int, greys: [UInt8], labels: [UInt8], variation: DigitVariation? = nil) {
    precondition(height > 0 && width > 0, "a picture has at least one pixel")
    precondition(greys.count == labels.count * height * width, "there is a picture for each label")
    precondition(labels.allSatisfy { $0 < 10 }, "a digit is 0...9")
    self.height = height
    self.width = width
    self.greys = greys
    self.labels = labels
    self.variation = variation
  }

  /// How many there are.
  public var count: Int { labels.count }

  /// One channel, paper 0 and ink up to 1, varied when there is something to vary it by.
  public func picture(at index: Int, _ generator: SeededGenerator? = nil) -> Tensor {
    let length = height * width
    let picture = Tensor(
      Shape(height: height, width: width), values: greys[index * length..<(index + 1) * length].map { Float($0) / 255 })
    guard let variation, let generator else { return picture }
    return variation(picture, generator)
  }

  /// The digit that a picture is.
  public func label(at index: Int) -> Int { Int(labels[index]) }

  /// Some of them.
  public subscript(range: Range<Int>) -> DigitSet {
    let length = height * width
    return DigitSet(
      height: height, width: width, greys: Array(greys[range.lowerBound * length..<range.upperBound * length]),
      labels: Array(labels[range]), variation: variation)
  }

  /// The same digits, varied.
  public func varied(by variation: DigitVariation) -> DigitSet {
    DigitSet(height: height, width: width, greys: greys, labels: labels, variation: variation)
  }

  /// The same digits as if drawn on a grid of half as many rows and columns, every cell of which is ink or paper.
  public var coarse: DigitSet {
    let greys = (0..<count).flatMap { index in
      picture(at: index).coarse(threshold: DigitSet.inkThreshold).values.map { UInt8($0 * 255) }
    }
    return DigitSet(height: height, width: width, greys: greys, labels: labels)
  }

  /// The same digits with every pixel either ink or paper.
  public var hard: DigitSet {
    DigitSet(
      height: height, width: width, greys: greys.map { Float($0) > 255 * DigitSet.inkThreshold ? 255 : 0 },
      labels: labels)
  }

  /// Where ink begins.
  private static let inkThreshold: Float = 0.35
}
