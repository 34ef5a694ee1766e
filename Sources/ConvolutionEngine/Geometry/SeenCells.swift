/// Cells along one axis, as runs of neighbours: those of the input that a unit depends on.
struct SeenCells: Hashable, Sendable {
  /// More runs are not told apart.
  private static let mostRuns = 4096

  /// In their order, none empty, none touching the next.
  let runs: [Range<Int>]
  /// Whether these are the cells; otherwise only the first and the last of them are sure.
  let isExact: Bool

  private init(runs: [Range<Int>], isExact: Bool) {
    self.runs = runs
    self.isExact = isExact
  }

  /// Some neighbours.
  init(_ run: Range<Int>) {
    self.init(runs: run.isEmpty ? [] : [run], isExact: true)
  }

  /// All cells that one of several sees.
  init(union parts: [SeenCells]) {
    var runs: [Range<Int>] = []
    for run in parts.flatMap(\.runs).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = runs.last, run.lowerBound <= last.upperBound {
        runs[runs.count - 1] = last.lowerBound..<max(last.upperBound, run.upperBound)
      } else {
        runs.append(run)
      }
    }
    let isExact = parts.allSatisfy(\.isExact)
    if let first = runs.first, let last = runs.last, runs.count > Self.mostRuns || !isExact {
      self.init(runs: [first.lowerBound..<last.upperBound], isExact: false)
    } else {
      self.init(runs: runs, isExact: isExact)
    }
  }

  /// From the first to the last; `nil` without any.
  var hull: Range<Int>? {
    guard let first = runs.first, let last = runs.last else { return nil }
    return first.lowerBound..<last.upperBound
  }

  /// How many there are; `nil` where they are not told apart.
  var count: Int? { isExact ? runs.reduce(0) { $0 + $1.count } : nil }

  /// Those so many cells further on.
  func shifted(by cells: Int) -> SeenCells {
    SeenCells(runs: runs.map { $0.lowerBound + cells..<$0.upperBound + cells }, isExact: isExact)
  }

  /// Those of them that are there.
  func clipped(to cells: Range<Int>) -> SeenCells {
    SeenCells(runs: runs.map { $0.clamped(to: cells) }.filter { !$0.isEmpty }, isExact: isExact)
  }

  /// Whether it has all cells of another.
  func contains(_ other: SeenCells) -> Bool {
    isExact && other.isExact && SeenCells(union: [self, other]) == self
  }
}
