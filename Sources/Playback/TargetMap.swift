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
  private let regions: [Target: Region]
  /// The targets, row after row of the screen.
  let targets: [Target]

  init(_ spots: [HotSpot]) {
    var regions: [Target: Region] = [:]
    for spot in spots { regions[spot.target] = spot.region }
    self.regions = regions
    targets = regions.sorted {
      ($0.value.row, $0.value.column, $0.key.grid) < ($1.value.row, $1.value.column, $1.key.grid)
    }.map(\.key)
  }

  /// The grids, from left to right.
  var grids: [String] {
    var left: [String: Int] = [:]
    for (target, region) in regions { left[target.grid] = min(left[target.grid] ?? .max, region.column) }
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

  /// The next target in a direction: of the same line of the same grid, or else the nearest on the screen that way.
  func neighbour(of target: Target, _ direction: Direction) -> Target? {
    let line = targets.filter { $0.grid == target.grid && $0 != target }
    let next: Target? =
      switch direction {
      case .left: line.filter { $0.row == target.row && $0.column < target.column }.max { $0.column < $1.column }
      case .right: line.filter { $0.row == target.row && $0.column > target.column }.min { $0.column < $1.column }
      case .up: line.filter { $0.column == target.column && $0.row < target.row }.max { $0.row < $1.row }
      case .down: line.filter { $0.column == target.column && $0.row > target.row }.min { $0.row < $1.row }
      }
    guard next == nil, let here = regions[target] else { return next }
    return targets.compactMap { other -> (target: Target, cost: Int)? in
      guard other.grid != target.grid, let there = regions[other], let cost = cost(here, there, direction) else {
        return nil
      }
      return (other, cost)
    }.min { $0.cost < $1.cost }?.target
  }

  /// How far `there` is from `here` that way; `nil` when it lies elsewhere or too far aside to be meant.
  /// A row is about as high as two columns are wide.
  private func cost(_ here: Region, _ there: Region, _ direction: Direction) -> Int? {
    func gap(_ from: Int, _ end: Int, _ otherFrom: Int, _ otherEnd: Int) -> Int {
      max(otherFrom - end, from - otherEnd, 0)
    }
    let columns = gap(here.column, here.endColumn, there.column, there.endColumn)
    let rows = 2 * gap(here.row, here.endRow, there.row, there.endRow)
    let isAhead =
      switch direction {
      case .left: there.endColumn <= here.column
      case .right: there.column >= here.endColumn
      case .up: there.endRow <= here.row
      case .down: there.row >= here.endRow
      }
    let isSideways = direction == .left || direction == .right
    let (ahead, aside) = isSideways ? (columns, rows) : (rows, columns)
    guard isAhead, aside <= ahead + 2 else { return nil }
    // Among those that are not aside the one whose middle is nearest wins.
    let offset =
      isSideways
      ? abs(2 * there.row + there.rows - 2 * here.row - here.rows)
      : abs(2 * there.column + there.columns - 2 * here.column - here.columns) / 2
    return 8 * (ahead + 3 * aside) + offset
  }
}
