/// A way to go on the screen.
public enum Direction: CaseIterable, Hashable, Sendable {
  case left, right, up, down
}

/// The targets of a figure, each with the place where it was drawn last, and how a cursor goes from one to another.
public struct TargetMap: Sendable {
  /// The targets, row after row of the screen.
  public let targets: [Target]
  /// The grids, from left to right.
  public let grids: [String]

  /// Where the targets are, in their order.
  private let places: [Place]
  /// The number of each target in their order.
  private let numbers: [Target: Int]
  /// The numbers of each grid's targets.
  private let members: [String: [Int]]
  /// What lies in a direction, of all targets or of one grid; made for the first target that asks.
  private var prospects: [View: Prospect] = [:]

  private struct View: Hashable {
    let direction: Direction
    let grid: String?
  }

  /// The map of what was drawn; of a target that was drawn more than once the last place counts.
  public init(_ spots: [HotSpot]) {
    var regions: [Target: Region] = [:]
    for spot in spots { regions[spot.target] = spot.region }
    var sharing: [Region: [Target]] = [:]
    for (target, region) in regions { sharing[region, default: []].append(target) }
    var placed: [(target: Target, place: Place)] = []
    placed.reserveCapacity(regions.count)
    for (region, sharing) in sharing {
      // Elements that are smaller than a cell share one; among each other they are where they are in their grid.
      let (rows, columns) = (Self.ordered(sharing.map(\.row)), Self.ordered(sharing.map(\.column)))
      for target in sharing {
        let place = Place(
          x: Self.part(columns, target.column, from: 2 * region.column, length: 2 * region.columns),
          y: Self.part(rows, target.row, from: 4 * region.row, length: 4 * region.rows))
        placed.append((target, place))
      }
    }
    placed.sort { left, right in
      (left.place.y.lowerBound, left.place.x.lowerBound, left.target.grid, left.target.row, left.target.column)
        < (right.place.y.lowerBound, right.place.x.lowerBound, right.target.grid, right.target.row, right.target.column)
    }
    targets = placed.map(\.target)
    places = placed.map(\.place)
    var numbers: [Target: Int] = [:]
    var members: [String: [Int]] = [:]
    for (number, target) in targets.enumerated() {
      numbers[target] = number
      members[target.grid, default: []].append(number)
    }
    self.numbers = numbers
    self.members = members
    var left: [String: Int] = [:]
    for (target, region) in regions { left[target.grid] = min(left[target.grid] ?? .max, region.column) }
    grids = left.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
  }

  /// Each of the numbers once, the smallest first.
  private static func ordered(_ numbers: [Int]) -> [Int] {
    numbers.count == 1 ? numbers : Set(numbers).sorted()
  }

  /// The part of a length that one of several elements in it has.
  private static func part(_ all: [Int], _ one: Int, from start: Int, length: Int) -> ClosedRange<Int> {
    let index = all.firstIndex(of: one) ?? 0
    let first = start + length * index / all.count
    return first...max(first, start + length * (index + 1) / all.count - 1)
  }

  /// Whether a target is in the figure.
  public func contains(_ target: Target) -> Bool { numbers[target] != nil }

  // MARK: By row and column

  /// The target itself if it is still there, or the nearest one, of its own grid if possible.
  public func nearest(to target: Target) -> Target? { counterpart(of: target, in: target.grid) ?? targets.first }

  /// The element of another grid nearest in row and column.
  public func counterpart(of target: Target, in grid: String) -> Target? {
    let same = Target(grid: grid, row: target.row, column: target.column)
    return contains(same)
      ? same : members[grid]?.map { targets[$0] }.min { distance($0, target) < distance($1, target) }
  }

  private func distance(_ left: Target, _ right: Target) -> Int {
    abs(left.row - right.row) + abs(left.column - right.column)
  }

  // MARK: By the eye

  /// The next target in a direction, as the eye sees it: of the same line of the same grid, or else the nearest that way.
  ///
  /// What lies in a direction is put in order once, so that a walk over all of n targets takes about n log n.
  public mutating func neighbour(of target: Target, _ direction: Direction) -> Target? {
    guard let number = numbers[target] else { return nil }
    let here = places[number].seen(direction)
    let ofGrid = prospect(View(direction: direction, grid: target.grid))
    let nearest =
      ofGrid.nearest(to: here) { _ in 0 }
      ?? prospect(View(direction: direction, grid: nil)).nearest(to: here) { $0 + 8 }
      ?? ofGrid.nearest(to: here) { _ in Place.far }
    return nearest.map { targets[$0] }
  }

  private mutating func prospect(_ view: View) -> Prospect {
    if let prospect = prospects[view] { return prospect }
    let numbers = view.grid.map { members[$0] ?? [] } ?? Array(targets.indices)
    let prospect = Prospect(numbers.map { ($0, places[$0].seen(view.direction)) })
    prospects[view] = prospect
    return prospect
  }
}

/// Where a target is on the screen, in units of half a column and a quarter of a row, which are about equally long.
private struct Place {
  /// Further away than anything on a screen.
  static let far = 1 << 20

  let x: ClosedRange<Int>
  let y: ClosedRange<Int>

  /// The same for somebody who looks in a direction.
  func seen(_ direction: Direction) -> SeenPlace {
    switch direction {
    case .right: SeenPlace(ahead: x, across: y)
    case .left: SeenPlace(ahead: -x.upperBound...(-x.lowerBound), across: y)
    case .down: SeenPlace(ahead: y, across: x)
    case .up: SeenPlace(ahead: -y.upperBound...(-y.lowerBound), across: x)
    }
  }
}

/// A place for somebody who looks in a direction: what is larger lies further ahead.
private struct SeenPlace {
  let ahead: ClosedRange<Int>
  let across: ClosedRange<Int>
}

/// Places in the order in which somebody meets them who goes in a direction.
private struct Prospect {
  /// The places whose near edges lie equally far ahead, from one side to the other.
  private struct Line {
    let edge: Int
    var places: [(number: Int, across: ClosedRange<Int>)] = []
    var longest = 0

    mutating func add(_ number: Int, _ across: ClosedRange<Int>) {
      places.append((number, across))
      longest = max(longest, across.count)
    }
  }

  private let lines: [Line]

  init(_ places: [(number: Int, place: SeenPlace)]) {
    var lines: [Int: Line] = [:]
    for (number, place) in places {
      let edge = place.ahead.lowerBound
      lines[edge, default: Line(edge: edge)].add(number, place.across)
    }
    self.lines = lines.values.sorted { $0.edge < $1.edge }.map { line in
      var line = line
      line.places.sort { ($0.across.lowerBound, $0.number) < ($1.across.lowerBound, $1.number) }
      return line
    }
  }

  /// The number of the place that costs least to go to, among those that lie no further aside than their gap allows; of
  /// two that cost the same the one that comes first on the screen.
  ///
  /// Gaps are from edge to edge. What lies aside costs three times as much as what lies ahead, and where nothing lies
  /// aside the middles decide.
  func nearest(to here: SeenPlace, aside allowed: (_ gap: Int) -> Int) -> Int? {
    var best: (number: Int, cost: Int)?
    let middle = here.across.lowerBound + here.across.upperBound
    for line in lines[lines.start { $0.edge > here.ahead.upperBound }...] {
      let gap = line.edge - here.ahead.upperBound - 1
      var limit = allowed(gap)
      if let best {
        guard 16 * gap <= best.cost else { break }
        limit = min(limit, (best.cost / 16 - gap) / 3)
      }
      let start = line.places.start { $0.across.lowerBound >= here.across.lowerBound - limit - line.longest }
      for (number, there) in line.places[start...] {
        guard there.lowerBound <= here.across.upperBound + 1 + limit else { break }
        let aside = max(there.lowerBound - here.across.upperBound - 1, here.across.lowerBound - there.upperBound - 1, 0)
        guard aside <= limit else { continue }
        let cost = 16 * (gap + 3 * aside) + abs(there.lowerBound + there.upperBound - middle)
        if best.map({ (cost, number) < ($0.cost, $0.number) }) ?? true { best = (number, cost) }
      }
    }
    return best?.number
  }
}

extension Array {
  /// Where the elements begin for which `isBehind` holds, which are all behind the others.
  fileprivate func start(_ isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
