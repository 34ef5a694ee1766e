public import ConvolutionEngine

/// Digits in people's hands that the viewer brought along, such as those of MNIST.
public final class Handwriting: Sendable {
  /// The name of their folder, short enough for a line with other words in it.
  public let folderName: String
  private let sets: [any LabelledPictures]
  /// Where each digit is: its set, and its number there.
  private let places: [[(set: Int, index: Int)]]

  /// Digits of one folder, in the order of its sets.
  ///
  /// - Parameters:
  ///   - sets: pictures of 28 × 28, paper 0 and ink up to 1, each with the digit that it is.
  ///   - folder: the folder's path.
  public init(_ sets: [any LabelledPictures], in folder: String) {
    self.sets = sets
    folderName = FileNames.short(folder)
    var places = [[(set: Int, index: Int)]](repeating: [], count: 10)
    for (number, set) in sets.enumerated() {
      for index in 0..<set.count { places[set.label(at: index)].append((number, index)) }
    }
    self.places = places
  }

  /// How many there are of a digit.
  func count(of digit: Int) -> Int { places[digit].count }

  /// One of them, from 1.
  func picture(of digit: Int, number: Int) -> Tensor {
    let place = places[digit][number - 1]
    return sets[place.set].picture(at: place.index, nil)
  }
}

extension Handwriting: Hashable {
  /// Whether both are one and the same: what was read from a folder does not change.
  public static func == (one: Handwriting, other: Handwriting) -> Bool { one === other }

  /// By which one it is.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
