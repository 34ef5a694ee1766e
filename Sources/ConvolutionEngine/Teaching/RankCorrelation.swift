/// Spearman's rank correlation of two lists of equally many numbers: 1 where one rises whenever the other does, −1 where
/// it falls, about 0 where they have nothing to do with each other.
///
/// It asks for the order of the numbers alone, so that two pictures are alike however bright they are. Equal numbers
/// share the mean of their ranks (C. Spearman: The proof and measurement of association between two things, 1904).
///
/// - Returns: −1...1; 0 where all numbers of a list are equal, which have no order.
public func rankCorrelation(_ one: [Float], _ other: [Float]) -> Double {
  precondition(
    one.count == other.count, "ranks are compared of equally many numbers, not \(one.count) and \(other.count)")
  let (first, second) = (ranks(one), ranks(other))
  let mean = Double(one.count - 1) / 2
  var (product, squares, otherSquares) = (0.0, 0.0, 0.0)
  for (rank, otherRank) in zip(first, second) {
    product += (rank - mean) * (otherRank - mean)
    squares += (rank - mean) * (rank - mean)
    otherSquares += (otherRank - mean) * (otherRank - mean)
  }
  let length = (squares * otherSquares).squareRoot()
  return length > 0 ? product / length : 0
}

/// The place of each number in their order, from 0; equal numbers share the mean of theirs.
private func ranks(_ values: [Float]) -> [Double] {
  let order = values.indices.sorted { values[$0] < values[$1] }
  var ranks = [Double](repeating: 0, count: values.count)
  var first = 0
  while first < order.count {
    var end = first + 1
    while end < order.count, values[order[end]] == values[order[first]] { end += 1 }
    for place in first..<end { ranks[order[place]] = Double(first + end - 1) / 2 }
    first = end
  }
  return ranks
}
