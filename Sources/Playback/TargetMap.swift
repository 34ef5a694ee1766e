import CellCanvas

/// Where an arrow key moves.
enum Direction: Hashable, Sendable {
  case left, right, up, down

  init?(_ key: Key) {
    switch key {
    case .left: self = .left
    case .right: self = .right
    case .up: self = .up
    case .down: self = .down
    default: return nil
    }
  }
}

/// The targets of a figure, each with the place where it was drawn last.
struct TargetMap {
  /// Where a target is on the screen, in units of half a column and a quarter of a row, which are about equally long.
  private struct Place {
    let x: ClosedRange<Int>
    let y: ClosedRange<Int>
  }

  private let places: [Target: Place]
  private let columns: [Target: Int]
  /// The targets, row after row of the screen.
  let targets: [Target]

  init(_ spots: [HotSpot]) {
    var regions: [Target: Region] = [:]
    for spot in spots { regions[spot.target] = spot.region }
    var places: [Target: Place] = [:]
    for (region, sharing) in Dictionary(
      grouping: regions.keys, by: { regions[$0] ?? Region(column: 0, row: 0, columns: 0, rows: 0) })
    {
      // Elements that are smaller than a cell share one; among each other they are where they are in their grid.
      let (rows, columns) = (Set(sharing.map(\.row)).sorted(), Set(sharing.map(\.column)).sorted())
      for target in sharing {
        places[target] = Place(
          x: Self.part(columns, target.column, from: 2 * region.column, length: 2 * region.columns),
          y: Self.part(rows, target.row, from: 4 * region.row, length: 4 * region.rows))
      }
    }
    self.places = places
    columns = regions.mapValues(\.column)
    targets = places.sorted {
      ($0.value.y.lowerBound, $0.value.x.lowerBound, $0.key.grid, $0.key.row, $0.key.column)
        < ($1.value.y.lowerBound, $1.value.x.lowerBound, $1.key.grid, $1.key.row, $1.key.column)
    }.map(\.key)
  }

  /// The part of a length that one of several elements in it has.
  private static func part(_ all: [Int], _ one: Int, from start: Int, length: Int) -> ClosedRange<Int> {
    let index = all.firstIndex(of: one) ?? 0
    let first = start + length * index / all.count
    return first...max(first, start + length * (index + 1) / all.count - 1)
  }

  /// The grids, from left to right.
  var grids: [String] {
    var left: [String: Int] = [:]
    for (target, column) in columns { left[target.grid] = min(left[target.grid] ?? .max, column) }
    return left.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
  }

  /// The target itself if it is still there, or the nearest one, of its own grid if possible.
  func nearest(to target: Target) -> Target? {
    targets.contains(target)
      ? target : nearest(to: target, among: targets.filter { $0.grid == target.grid }) ?? targets.first
  }

  /// The element of another grid nearest in row and column.
  func counterpart(of target: Target, in grid: String) -> Target? {
    nearest(to: target, among: targets.filter { $0.grid == grid })
  }

  private func nearest(to target: Target, among targets: [Target]) -> Target? {
    targets.min { distance($0, target) < distance($1, target) }
  }

  private func distance(_ left: Target, _ right: Target) -> Int {
    abs(left.row - right.row) + abs(left.column - right.column)
  }

  /// The next target in a direction, as the eye sees it: of the same line of the same grid, or else the nearest that way.
  func neighbour(of target: Target, _ direction: Direction) -> Target? {
    guard let here = places[target] else { return nil }
    func nearest(_ isCandidate: (Target, Step) -> Bool) -> Target? {
      var best: (target: Target, cost: Int)?
      // In the order of the screen, so that of two that are equally near always the same one is chosen.
      for other in targets where other != target {
        guard let there = places[other] else { continue }
        let step = Step(from: here, to: there, direction)
        guard step.ahead > 0, isCandidate(other, step) else { continue }
        if best.map({ step.cost < $0.cost }) ?? true { best = (other, step.cost) }
      }
      return best?.target
    }
    return nearest { $0.grid == target.grid && $1.isInLine }
      ?? nearest { $1.gap >= 0 && $1.aside <= $1.gap + 8 }
      ?? nearest { $0.grid == target.grid && $1.gap >= 0 }
  }

  /// How another place lies from one, seen in a direction.
  private struct Step {
    /// From middle to middle, doubled.
    let ahead: Int
    /// From edge to edge; negative where they overlap.
    let gap: Int
    /// From edge to edge, at right angles.
    let aside: Int
    /// From middle to middle, at right angles, doubled.
    let offset: Int

    init(from here: Place, to there: Place, _ direction: Direction) {
      let isSideways = direction == .left || direction == .right
      let isForward = direction == .right || direction == .down
      let (main, cross) = isSideways ? (here.x, here.y) : (here.y, here.x)
      let (otherMain, otherCross) = isSideways ? (there.x, there.y) : (there.y, there.x)
      func middle(_ range: ClosedRange<Int>) -> Int { range.lowerBound + range.upperBound }
      ahead = isForward ? middle(otherMain) - middle(main) : middle(main) - middle(otherMain)
      gap =
        isForward ? otherMain.lowerBound - main.upperBound - 1 : main.lowerBound - otherMain.upperBound - 1
      aside = max(otherCross.lowerBound - cross.upperBound - 1, cross.lowerBound - otherCross.upperBound - 1, 0)
      offset = abs(middle(otherCross) - middle(cross))
    }

    /// Whether both lie in one row or column.
    var isInLine: Bool { gap >= 0 && aside == 0 }

    /// The nearest wins; among those that are not aside the one whose middle is nearest.
    var cost: Int { 16 * (max(gap, 0) + 3 * aside) + offset }
  }
}
