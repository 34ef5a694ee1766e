public import CellCanvas
public import ConvolutionEngine

/// Colour pictures of one size, each with the class of what it shows.
public struct PhotoSet: LabelledPictures, Hashable {
  /// How many rows and columns a picture has.
  public let side: Int
  /// The names of the classes, in the order of their numbers.
  public let classes: [String]
  /// All pictures one after the other, row by row: red, green and blue of each pixel, 0...255.
  public private(set) var bytes: [UInt8]
  /// The class of each picture, counted from 0.
  public private(set) var labels: [Int]
  /// How pictures are varied where something to vary them by is given.
  public var variation: PhotoVariation?

  /// Pictures of some classes.
  ///
  /// - Parameters:
  ///   - bytes: `3 · side · side` of them for each label.
  ///   - labels: each below the number of classes.
  public init(side: Int, classes: [String], bytes: [UInt8] = [], labels: [Int] = [], variation: PhotoVariation? = nil) {
    precondition(side > 0, "a picture has at least one pixel")
    precondition(bytes.count == labels.count * 3 * side * side, "there is a picture for each label")
    precondition(labels.allSatisfy(classes.indices.contains), "a label is the number of a class")
    self.side = side
    self.classes = classes
    self.bytes = bytes
    self.labels = labels
    self.variation = variation
  }

  /// How many there are.
  public var count: Int { labels.count }

  /// How many bytes a picture has.
  public var length: Int { 3 * side * side }

  /// Three channels of −1...1, so that grey is about 0; varied when there is something to vary it by.
  public func picture(at index: Int, _ generator: SeededGenerator? = nil) -> Tensor {
    let shape = Shape(height: side, width: side, channels: 3)
    let first = index * length
    guard let variation, let generator else {
      return Tensor(shape, values: bytes[first..<first + length].map { Float($0) / 127.5 - 1 })
    }
    return Tensor(shape, values: variation(bytes, from: first, side: side, generator))
  }

  /// The class that a picture shows.
  public func label(at index: Int) -> Int { labels[index] }

  /// Some of them, in this order.
  public func chosen(_ indices: [Int]) -> PhotoSet {
    var chosen = PhotoSet(side: side, classes: classes, variation: variation)
    chosen.bytes.reserveCapacity(indices.count * length)
    for index in indices {
      chosen.bytes += bytes[index * length..<(index + 1) * length]
      chosen.labels.append(labels[index])
    }
    return chosen
  }

  /// One more, whatever its size: of what is too wide or too high the middle is taken, and nothing is stretched.
  public mutating func add(_ picture: Picture, label: Int) {
    precondition(classes.indices.contains(label), "a label is the number of a class")
    bytes += picture.croppedToProportions(width: side, height: side).resized(width: side, height: side).bytes
    labels.append(label)
  }
}
