import Testing

@testable import CellCanvas

@Suite struct TargetMapTests {
  private func spot(_ grid: String, _ row: Int, _ column: Int, at x: Int, _ y: Int, columns: Int = 3, rows: Int = 1)
    -> HotSpot
  {
    var canvas = Canvas(size: Size(columns: 200, rows: 60))
    canvas.mark(
      Region(column: x, row: y, columns: columns, rows: rows), as: Target(grid: grid, row: row, column: column))
    return canvas.hotSpots[0]
  }

  private func name(_ target: Target?) -> String { target.map { "\($0.grid)\($0.row)\($0.column)" } ?? "none" }

  /// All that the arrows and Tab lead to.
  private static func reached(_ all: TargetMap) -> Set<Target> {
    guard let first = all.targets.first else { return [] }
    var map = all
    var (reached, open): (Set<Target>, [Target]) = ([first], [first])
    while let target = open.popLast() {
      let next =
        Direction.allCases.compactMap { map.neighbour(of: target, $0) }
        + map.grids.compactMap { map.counterpart(of: target, in: $0) }
      for other in next where reached.insert(other).inserted { open.append(other) }
    }
    return reached
  }

  @Test func aGridThatIsTurnedIsWalkedAsItIsSeen() {
    // K turned by half a turn: its last row is on top, its last column at the left.
    var map = TargetMap(
      (0..<3).flatMap { row in (0..<3).map { spot("K", row, $0, at: 20 - 5 * $0, 10 - 2 * row) } })
    #expect(name(map.targets.first) == "K22")
    let middle = Target(grid: "K", row: 1, column: 1)
    #expect(name(map.neighbour(of: middle, .right)) == "K10" && name(map.neighbour(of: middle, .left)) == "K12")
    #expect(name(map.neighbour(of: middle, .up)) == "K21" && name(map.neighbour(of: middle, .down)) == "K01")
    #expect(Self.reached(map).count == 9)
  }

  @Test func halfCellsAreWalkedOneByOne() {
    // Two rows of pixels in each row of cells.
    var map = TargetMap((0..<6).flatMap { row in (0..<4).map { spot("p", row, $0, at: $0, row / 2, columns: 1) } })
    var target = Target(grid: "p", row: 0, column: 2)
    for row in 1..<6 {
      guard let next = map.neighbour(of: target, .down) else { break }
      target = next
      #expect(target == Target(grid: "p", row: row, column: 2))
    }
    #expect(target.row == 5 && map.neighbour(of: target, .down) == nil)
    #expect(map.neighbour(of: target, .right) == Target(grid: "p", row: 5, column: 3))
    #expect(map.neighbour(of: Target(grid: "p", row: 2, column: 0), .up) == Target(grid: "p", row: 1, column: 0))
    #expect(Self.reached(map).count == 24)
  }

  @Test func aRaggedLastRowIsReached() {
    // Seven maps, four in a row.
    var map = TargetMap((0..<7).map { spot("m", 0, $0, at: 20 * ($0 % 4), 6 * ($0 / 4), columns: 18, rows: 5) })
    #expect(Self.reached(map).count == 7)
    #expect(name(map.neighbour(of: Target(grid: "m", row: 0, column: 1), .down)) == "m05")
    #expect(name(map.neighbour(of: Target(grid: "m", row: 0, column: 5), .up)) == "m01")
  }

  @Test func oneRowGoesOverIntoAnother() {
    var map = TargetMap(
      (0..<5).map { spot("x", 0, $0, at: 6 * $0, 10) } + (0..<3).map { spot("s", 0, $0, at: 6 * $0 + 6, 4) })
    #expect(name(map.neighbour(of: Target(grid: "x", row: 0, column: 2), .up)) == "s01")
    #expect(name(map.neighbour(of: Target(grid: "s", row: 0, column: 0), .down)) == "x01")
    #expect(name(map.neighbour(of: Target(grid: "x", row: 0, column: 0), .up)) == "s00", "aside, but meant")
    #expect(Self.reached(map).count == 8)
  }

  // MARK: Against trying all

  /// The same places as a map has them, and the rule for the next one, by trying all.
  private struct Trial {
    struct Place {
      let left, right, top, bottom: Int
    }

    var places: [Target: Place] = [:]

    init(_ spots: [HotSpot]) {
      var regions: [Target: Region] = [:]
      for spot in spots { regions[spot.target] = spot.region }
      for (target, region) in regions {
        let sharing = regions.filter { $0.value == region }.keys
        func part(_ place: KeyPath<Target, Int>, _ start: Int, _ length: Int) -> (Int, Int) {
          let all = Set(sharing.map { $0[keyPath: place] })
          let before = all.filter { $0 < target[keyPath: place] }.count
          let first = start + length * before / all.count
          return (first, max(first, start + length * (before + 1) / all.count - 1))
        }
        let (left, right) = part(\.column, 2 * region.column, 2 * region.columns)
        let (top, bottom) = part(\.row, 4 * region.row, 4 * region.rows)
        places[target] = Place(left: left, right: right, top: top, bottom: bottom)
      }
    }

    /// Those that are the next ones, all equally near.
    func next(to target: Target, _ direction: Direction) -> Set<Target> {
      guard let here = places[target] else { return [] }
      var best: [Int: (cost: Int, targets: Set<Target>)] = [:]
      for (other, there) in places {
        let gap =
          switch direction {
          case .left: here.left - there.right - 1
          case .right: there.left - here.right - 1
          case .up: here.top - there.bottom - 1
          case .down: there.top - here.bottom - 1
          }
        let isSideways = direction == .left || direction == .right
        let (low, high) = isSideways ? (here.top, here.bottom) : (here.left, here.right)
        let (otherLow, otherHigh) = isSideways ? (there.top, there.bottom) : (there.left, there.right)
        let aside = max(0, otherLow - high - 1, low - otherHigh - 1)
        guard gap >= 0 else { continue }
        let cost = 16 * gap + 48 * aside + abs(otherLow + otherHigh - low - high)
        let isSameGrid = other.grid == target.grid
        for rank in [isSameGrid && aside == 0 ? 1 : 4, aside <= gap + 8 ? 2 : 4, isSameGrid ? 3 : 4] where rank < 4 {
          let found = best[rank]
          if cost < found?.cost ?? .max { best[rank] = (cost, [other]) }
          if cost == found?.cost { best[rank]?.targets.insert(other) }
        }
      }
      return (best[1] ?? best[2] ?? best[3])?.targets ?? []
    }
  }

  @Test(arguments: 1...60) func theNextOneIsTheNearestOfAll(seed: Int) {
    var random = SeededNumbers(seed)
    var spots: [HotSpot] = []
    // Grids of elements of any size, smaller than a cell, too, that may lie over each other.
    for grid in 0..<Int.random(in: 1...5, using: &random) {
      let (rows, columns) = (Int.random(in: 1...6, using: &random), Int.random(in: 1...6, using: &random))
      let (height, width) = (Int.random(in: 1...6, using: &random), Int.random(in: 1...10, using: &random))
      let (row, column) = (Int.random(in: 0...20, using: &random), Int.random(in: 0...40, using: &random))
      let isFine = Bool.random(using: &random)
      for index in 0..<rows * columns {
        let place = (row: index / columns, column: index % columns)
        spots.append(
          HotSpot(
            region: Region(
              column: column + (isFine ? place.column / 2 : place.column * width),
              row: row + (isFine ? place.row / 3 : place.row * height), columns: isFine ? 1 : width,
              rows: isFine ? 1 : height),
            target: Target(grid: "\(grid)", row: place.row, column: place.column)))
      }
    }
    spots.shuffle(using: &random)
    let trial = Trial(spots)
    var map = TargetMap(spots)
    #expect(Set(map.targets) == Set(trial.places.keys) && map.targets.count == trial.places.count)
    for target in map.targets {
      for direction in Direction.allCases {
        let expected = trial.next(to: target, direction)
        let found = map.neighbour(of: target, direction)
        // Of those that are equally near, the first on the screen.
        #expect(found == map.targets.first(where: expected.contains), "from \(target) to the \(direction)")
      }
    }
  }

  @Test func counterpartsAreNearestInRowAndColumn() {
    var canvas = Canvas(size: Size(columns: 40, rows: 10))
    for (name, side, left) in [("large", 6, 0), ("small", 3, 20)] {
      for index in 0..<side * side {
        let region = Region(column: left + index % side, row: index / side, columns: 1, rows: 1)
        canvas.mark(region, as: Target(grid: name, row: index / side, column: index % side))
      }
    }
    let map = TargetMap(canvas.hotSpots)
    #expect(map.grids == ["large", "small"])
    for (row, column) in [(0, 0), (2, 1), (5, 1), (0, 5), (5, 5)] {
      let target = Target(grid: "large", row: row, column: column)
      #expect(
        map.counterpart(of: target, in: "small") == Target(grid: "small", row: min(row, 2), column: min(column, 2)))
      #expect(map.nearest(to: target) == target && map.contains(target))
    }
    let gone = Target(grid: "small", row: 4, column: 1)
    #expect(!map.contains(gone) && map.nearest(to: gone) == Target(grid: "small", row: 2, column: 1))
    #expect(map.nearest(to: Target(grid: "none", row: 3, column: 3)) == map.targets.first)
    #expect(map.counterpart(of: gone, in: "none") == nil)
  }
}

/// The same numbers on every machine, of a seed.
private struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let mixed = (state ^ (state >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    return mixed ^ (mixed >> 29)
  }
}
