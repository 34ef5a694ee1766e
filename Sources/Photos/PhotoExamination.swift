public import ConvolutionEngine

/// What a network says of pictures whose classes are known: how often each class was taken for each.
public struct PhotoExamination: Hashable, Sendable {
  /// Rows are the classes that pictures show, columns those that they were taken for.
  public private(set) var confusion: [[Int]]

  /// Nothing said yet.
  public init(classes: Int) {
    confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
  }

  /// What a network says of all pictures of a set; `nil` when `shouldGoOn` says no in between.
  public init?(
    of network: Network, _ weights: any WeightSource, on pictures: PhotoSet, while shouldGoOn: () -> Bool = { true }
  ) {
    self.init(classes: pictures.classes.count)
    guard let answers = network.answers(to: pictures, weights: weights, while: shouldGoOn) else { return nil }
    for (label, answer) in zip(pictures.labels, answers) { add(label, takenFor: answer) }
  }

  /// A picture of a class was taken for one of another, or of the same.
  public mutating func add(_ label: Int, takenFor answer: Int) { confusion[label][answer] += 1 }

  /// How many pictures there were.
  public var count: Int { confusion.joined().reduce(0, +) }

  /// The part of all pictures that was taken for what they show, 0...1.
  public var accuracy: Double {
    Double(confusion.indices.reduce(0) { $0 + confusion[$1][$1] }) / Double(max(1, count))
  }

  /// The part of each class's pictures that was taken for what they show; `nil` where there were none.
  public var accuracies: [Double?] {
    confusion.indices.map { label in
      let all = confusion[label].reduce(0, +)
      return all > 0 ? Double(confusion[label][label]) / Double(all) : nil
    }
  }
}
