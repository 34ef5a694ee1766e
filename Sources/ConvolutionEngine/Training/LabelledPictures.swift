/// Pictures with what they show, to learn from.
public protocol LabelledPictures: Sendable {
  /// How many there are.
  var count: Int { get }

  /// A picture of the shape that the network takes.
  ///
  /// - Parameter generator: what a variation of the picture is drawn from; without it the picture as it is.
  func picture(at index: Int, _ generator: SeededGenerator?) -> Tensor

  /// The class that a picture shows, counted from 0.
  func label(at index: Int) -> Int
}
