import ConvolutionEngine

/// The digits of a run: those that are learned from, and those that it is judged by alone.
struct LiveLesson: Sendable {
  /// What is learned from.
  let digits: any LabelledPictures
  /// What never is: twenty of each digit, in turn.
  let heldOut: HeldOutDigits
  /// The folder that they came from; `nil` for digits that the program writes.
  let folderName: String?

  /// How many of each digit are held out.
  static let heldOutOfEach = 20
  /// How many of each digit of a folder are learned from, at most.
  private static let mostOfEach = 1000

  /// Held out of what the program writes, the same for every run.
  private static let written = HeldOutDigits(written: WrittenDigits(count: 10 * heldOutOfEach, seed: 1_000_003))

  /// Digits of people's hands where there are enough of each, and else digits that the program writes.
  ///
  /// - Parameter seed: what the hands of the written digits follow from.
  init(_ handwriting: Handwriting?, seed: UInt64) {
    guard let handwriting, (0..<10).allSatisfy({ handwriting.count(of: $0) >= 2 * Self.heldOutOfEach }) else {
      digits = WrittenDigits(count: 960, seed: seed)
      heldOut = Self.written
      folderName = nil
      return
    }
    folderName = handwriting.folderName
    digits = OwnDigits(
      handwriting: handwriting,
      places: (0..<10).flatMap { digit in
        (1...min(Self.mostOfEach, handwriting.count(of: digit) - Self.heldOutOfEach)).map { (digit, $0) }
      })
    heldOut = HeldOutDigits(
      pictures: (0..<10 * Self.heldOutOfEach).map {
        handwriting.picture(of: $0 % 10, number: handwriting.count(of: $0 % 10) - $0 / 10)
      })
  }
}

/// Digits to judge by, 0 to 9 in turn.
struct HeldOutDigits: LabelledPictures {
  let pictures: [Tensor]

  init(pictures: [Tensor]) { self.pictures = pictures }

  init(written: WrittenDigits) { pictures = (0..<written.count).map { written.picture(at: $0) } }

  var count: Int { pictures.count }
  func picture(at index: Int, _ generator: SeededGenerator? = nil) -> Tensor { pictures[index] }
  func label(at index: Int) -> Int { index % 10 }
}

/// Digits of a folder, each as it is.
private struct OwnDigits: LabelledPictures {
  let handwriting: Handwriting
  /// Which digit each is, and its number among those.
  let places: [(digit: Int, number: Int)]

  var count: Int { places.count }
  func label(at index: Int) -> Int { places[index].digit }
  func picture(at index: Int, _ generator: SeededGenerator?) -> Tensor {
    handwriting.picture(of: places[index].digit, number: places[index].number)
  }
}
