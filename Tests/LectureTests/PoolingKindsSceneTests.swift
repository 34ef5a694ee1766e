import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct PoolingKindsSceneTests {
  private static let size = 5

  /// The values of a window of the scene's map, row by row, and their places.
  private func window(_ scene: PoolingKindsScene, _ row: Int, _ column: Int) -> [(row: Int, column: Int, value: Double)]
  {
    let (side, stride) = (scene.geometry.window.kernel, scene.geometry.window.stride)
    return (0..<side * side).map { index in
      let (r, c) = (row * stride + index / side, column * stride + index % side)
      return (r, c, Double(scene.values[r, c]))
    }
  }

  /// A bell over the distance from the window's centre with σ a third of its side, its weights summing to 1.
  private func bell(_ side: Int) -> [Double] {
    let sigma = Double(side) / 3
    func along(_ index: Int) -> Double {
      let distance = Double(index) - Double(side - 1) / 2
      return exponential(-distance * distance / (2 * sigma * sigma))
    }
    let raw = (0..<side * side).map { along($0 / side) * along($0 % side) }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }

  /// e^x as a sum, so that no library is needed.
  private func exponential(_ x: Double) -> Double {
    var (sum, term) = (1.0, 1.0)
    for index in 1..<60 {
      term *= x / Double(index)
      sum += term
    }
    return sum
  }

  private static let settings: [[String: String]] = [
    [:], ["window": "2", "stride": "2"], ["window": "1", "stride": "3"], ["window": "5"], ["window": "4"],
    ["map": "-3,0,7;0,-9,2;1,1,-1"], ["map": "0,0,0,0,0;0,0,0,0,0;0,0,0,0,0;0,0,0,0,0;0,0,0,0,0"],
  ]

  @Test(arguments: settings) func everyResultFollowsFromItsWindow(_ knobs: [String: String]) throws {
    let scene = try scene(PoolingKindsScene.self, knobs)
    let weights = bell(scene.geometry.window.kernel)
    for row in 0..<scene.geometry.output {
      for column in 0..<scene.geometry.output {
        let seen = window(scene, row, column).map(\.value)
        let expected: [Double] = [
          seen.max() ?? .nan, seen.reduce(0, +) / Double(seen.count), zip(seen, weights).reduce(0) { $0 + $1.0 * $1.1 },
          seen.reduce(0) { $0 + $1 * $1 }.squareRoot(),
        ]
        for (kind, value) in zip(scene.kinds, expected) {
          #expect(abs(Double(kind.output[row, column]) - value) < 1e-4, "\(kind.kind) at \(row), \(column)")
        }
      }
    }
    let all = scene.values.values.map(Double.init)
    #expect(abs(Double(scene.kinds[4].output[0, 0]) - all.reduce(0, +) / Double(all.count)) < 1e-5)
  }

  @Test(arguments: settings) func theWayBackFollowsFromTheWindow(_ knobs: [String: String]) throws {
    let scene = try scene(PoolingKindsScene.self, knobs)
    let seen = window(scene, scene.middle.row, scene.middle.column)
    let weights = bell(scene.geometry.window.kernel)
    let norm = seen.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
    let largest = seen.map(\.value).max()
    let winner = seen.firstIndex { $0.value == largest }
    for row in 0..<Self.size {
      for column in 0..<Self.size {
        let index = seen.firstIndex { $0.row == row && $0.column == column }
        let expected: [Double] = [
          index != nil && index == winner ? 1 : 0, index == nil ? 0 : 1 / Double(seen.count),
          index.map { weights[$0] } ?? 0, index.map { norm > 0 ? seen[$0].value / norm : 0 } ?? 0, 1 / 25,
        ]
        for (kind, value) in zip(scene.kinds, expected) {
          #expect(abs(Double(kind.fromOne[row, column]) - value) < 1e-4, "\(kind.kind) at \(row), \(column)")
        }
      }
    }
  }

  @Test func allFiveStandOnOneScreen() throws {
    let scene = try scene(PoolingKindsScene.self)
    let canvas = figure(scene, step: try step("window", of: scene))
    #expect(scene.steps[1].question?.answer == .numbers([5, 2], decimals: 1))
    for (kind, text) in zip(PoolingKind.allCases, ["5", "2", "2.4", "7.7", "2.3"]) {
      #expect(canvas.plainText.contains(kind.name))
      if kind != .centred { #expect(canvas.text(of: Target(grid: "out\(kind.rawValue)", row: 0, column: 0)) == text) }
    }
    #expect(scene.steps[1].formula[0].plain.contains("average 18/9 = 2"))
    #expect(scene.steps[1].formula[1].plain.contains("L2 norm √60 = 7.7"))
    // None of them is there while the question stands.
    let asked = figure(scene, step: 0)
    for kind in PoolingKind.allCases {
      #expect(asked.text(of: Target(grid: "out\(kind.rawValue)", row: 0, column: 0)) == "·")
    }
    #expect(scene.remark(on: Target(grid: "out0", row: 0, column: 0), at: Playhead(step: 0))?.formula.isEmpty == true)
  }

  @Test func eachWayBackIsOnTheScreen() throws {
    let scene = try scene(PoolingKindsScene.self)
    let index = try #require(scene.index(of: "back", 4))
    let canvas = figure(scene, step: index)
    func text(_ kind: PoolingKind, _ row: Int, _ column: Int) -> String? {
      canvas.text(of: Target(grid: "back\(kind.rawValue)", row: row, column: column))
    }
    // The window in the middle holds 4 2 0, 3 5 1, 1 2 9.
    #expect(text(.maximum, 3, 3) == "1" && text(.maximum, 2, 2) == "0")
    #expect(text(.average, 1, 1) == ".11" && text(.average, 0, 0) == "0")
    #expect(text(.norm, 3, 3) == ".76" && text(.norm, 1, 3) == "0")
    #expect(text(.global, 0, 0) == ".04" && text(.global, 4, 4) == ".04")
    let captions = (0..<5).compactMap { scene.index(of: "back", $0).map { scene.steps[$0].caption.plain } }
    #expect(captions[0].contains("winner, the 9") && captions[1].contains("1/9"))
    #expect(captions[3].contains("the shares add up to 1"))
    // What comes later is not there yet, when asked for.
    let early = figure(scene, step: try #require(scene.index(of: "back", 0)))
    #expect(early.text(of: Target(grid: "back1", row: 1, column: 1)) == "·")
  }

  /// Of equals the first, row by row: read off the engine, whatever the map.
  @Test(arguments: [[:], ["window": "2"], ["window": "5"], ["map": "0,0,0,0,0;0,9,9,9,0;0,9,9,9,0;0,9,9,9,0"]])
  func theFirstOfEqualsTakesAll(_ knobs: [String: String]) throws {
    let scene = try scene(PoolingKindsScene.self, knobs)
    let index = try step("tie", of: scene)
    guard case .tie(let tie) = scene.moments[index] else { return }
    #expect(tie.cells.count > 1 && tie.winners == [tie.cells[0]])
    #expect(scene.steps[index].caption.plain.contains("the first of them, row by row, gets all of it"))
  }

  /// Two outputs a side have none in the middle: the one that is followed is named by its place.
  @Test(arguments: [("3", "1", "in the middle"), ("4", "1", "in row 2, column 2"), ("5", "1", "the one output")])
  func theOutputThatIsFollowedIsNamed(window: String, stride: String, name: String) throws {
    let scene = try scene(PoolingKindsScene.self, ["window": window, "stride": stride])
    let caption = scene.steps[try step("back", of: scene)].caption.plain
    #expect(caption.contains(name))
    #expect(caption.contains("middle") == (scene.geometry.output % 2 == 1 && scene.geometry.output > 1))
    // The window that is outlined begins at its cells.
    #expect(scene.cells(of: scene.middle).first?.row == scene.middle.row * scene.geometry.window.stride)
  }

  /// Where a window holds one value all that slide agree, up to the norm's sign, and none is alone a value of the map.
  @Test(arguments: [[:], ["map": "-3,0,7;0,-9,2;1,1,-1"]]) func aWindowOfOneIsSaidToPassItsValueOn(
    _ map: [String: String]
  ) throws {
    let single = try scene(PoolingKindsScene.self, map.merging(["window": "1"]) { $1 })
    let caption = single.steps[try step("all", of: single)].caption.plain
    #expect(caption.contains("passes it on") && !caption.contains("Only the maximum"))
    for kind in single.kinds where kind.kind != .global {
      for row in 0..<Self.size {
        for column in 0..<Self.size {
          let value = single.values[row, column]
          #expect(abs(kind.output[row, column] - (kind.kind == .norm ? abs(value) : value)) < 1e-5)
        }
      }
    }
    let wide = try scene(PoolingKindsScene.self, map)
    #expect(wide.steps[try step("all", of: wide)].caption.plain.contains("Only the maximum"))
  }

  /// Cells that get half of an output's gradient or more are filled, those that get less are not: what max sends stands
  /// out from what the average sends.
  @Test func muchAndLittleLookDifferent() throws {
    let scene = try scene(PoolingKindsScene.self)
    let index = try step("back", of: scene) + PoolingKind.allCases.count - 1
    let canvas = figure(scene, step: index)
    for kind in PoolingKind.allCases {
      for row in 0..<Self.size {
        for column in 0..<Self.size {
          let share = scene.kinds[kind.rawValue].fromOne[row, column]
          let spot = try #require(
            canvas.hotSpots.last { $0.target == Target(grid: "back\(kind.rawValue)", row: row, column: column) })
          let isFilled = canvas[spot.region.column, spot.region.row].paper == .role(.gradient)
          #expect(isFilled == (share >= 0.5), "\(kind) \(row) \(column)")
        }
      }
    }
    #expect(scene.steps[index].formula[0].plain.contains("filled: .50 or more"))
  }

  @Test func oneCellCannotTie() throws {
    let scene = try scene(PoolingKindsScene.self, ["window": "1"])
    #expect(scene.index(of: "tie") == nil)
    let last = try #require(scene.steps.last).caption.plain
    #expect(last.contains("Here both reach the same cells"))
  }

  @Test func zerosHaveNoSlope() throws {
    let scene = try scene(
      PoolingKindsScene.self, ["map": "0,0,0,0,0;0,0,0,0,0;0,0,0,0,0;0,0,0,0,0;0,0,0,0,0"])
    let norm = try #require(scene.index(of: "back", 3))
    #expect(scene.steps[norm].caption.plain.contains("a norm of 0 has no slope"))
  }

  /// With 1 at every output: counted from plain loops.
  @Test(arguments: [[:], ["stride": "2"], ["window": "2", "stride": "3"]])
  func cellsReachedAreCounted(_ knobs: [String: String]) throws {
    let scene = try scene(PoolingKindsScene.self, knobs)
    var (winners, seen): (Set<Int>, Set<Int>) = ([], [])
    for row in 0..<scene.geometry.output {
      for column in 0..<scene.geometry.output {
        let cells = window(scene, row, column)
        let largest = cells.map(\.value).max()
        if let winner = cells.first(where: { $0.value == largest }) { winners.insert(winner.row * 5 + winner.column) }
        seen.formUnion(cells.map { $0.row * 5 + $0.column })
      }
    }
    let words = try #require(scene.steps.last).caption.plain
    #expect(words.contains("max reaches \(winners.count) of 25 cells, the average \(seen.count)."))
  }

  @Test func moreRoomShowsAPicturePooled() throws {
    let scene = try scene(PoolingKindsScene.self)
    let large = figure(scene, step: 3, size: Size(columns: 158, rows: 40)).plainText
    #expect(large.contains("edges of a picture"))
    #expect(!figure(scene, step: 3).plainText.contains("edges of a picture"))
  }

  /// Values below 0 leave room for the numbers: a map without them would say nothing of what is filled.
  @Test func negativeSharesKeepTheirNumbers() throws {
    let map = "-9,-2,-5,-1,-7;-3,-8,-6,-4,-2;-5,-1,-9,-3,-8;-2,-7,-4,-6,-1;-8,-3,-5,-2,-9"
    let scene = try scene(PoolingKindsScene.self, ["map": map])
    let least = scene.kinds.flatMap(\.fromAll.values).min() ?? 0
    #expect(least <= -1)
    let text = figure(scene, step: scene.steps.count - 1).plainText
    #expect(text.contains(PoolingKindsScene.shortShare(least)) && !text.contains("▀"))
  }
}
