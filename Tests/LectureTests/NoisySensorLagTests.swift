import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

/// How far off and how late s is, in words and in the picture, and what is pointed at there.
@Suite struct NoisySensorLagTests {
  private func step(_ scene: NoisySensorScene, _ moment: NoisySensorScene.Moment) throws -> Int {
    try #require(scene.moments.firstIndex(of: moment))
  }

  /// Where noise and lag neither add up nor cancel, that is said of the term that is 0, not of noise that is nearly all.
  @Test(arguments: ["36", "43"]) func noNoiseIsSaidNotToCount(seed: String) throws {
    let scene = try scene(NoisySensorScene.self, ["seed": seed, "length": "3"])
    let errors = scene.errors(scene.track)
    #expect(NumberText.fixed(Double(abs(errors.cross)), decimals: 1) == "0.0" && errors.noise > 2 * errors.lag)
    let parts = scene.steps[try step(scene, .parts)]
    #expect(parts.caption.plain.contains("here the last term is ≈0."))
    #expect(!parts.caption.plain.contains("hardly counts") && parts.formula[0].plain.hasSuffix("2 · mean(noise · lag)"))
  }

  /// The second that is pointed at has its whole column on a ground of its own in every step that has seconds, before the
  /// window is full, too, and its mark stands beneath the curves.
  @Test(arguments: [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)])
  func aSecondPointedAtIsMarkedInItsWholeColumn(size: Size) throws {
    let scene = try scene(NoisySensorScene.self)
    for (step, moment) in scene.moments.enumerated() {
      let calm = figure(scene, step: step, size: size)
      let seconds = calm.hotSpots.map(\.target.column)
      for second in [try #require(seconds.min()), 13, 19, try #require(seconds.max())] {
        let target = Target(grid: NoisySensorScene.time, row: 0, column: second)
        let canvas = figure(scene, step: step, pointer: target, size: size)
        let spots = canvas.hotSpots.filter { $0.target == target }.map(\.region)
        let (column, mark) = (try #require(spots.first), try #require(spots.last))
        #expect(mark.row == column.endRow && mark.rows == 1 && mark.column == column.column, "\(moment) \(second)")
        // Where no curve is, the ground is seen.
        let isEmpty = [Unicode.Scalar](["▀", "▄", "█", "─", "▶"])
        let marked = (column.row..<column.endRow).flatMap { row in
          (column.column..<column.endColumn).map { canvas[$0, row] }
        }.filter { !isEmpty.contains($0.glyph) && !$0.isText }
        #expect(!marked.isEmpty && marked.allSatisfy { $0.paper == .level(.kernel, 0.3) }, "\(moment) \(second)")
      }
    }
  }

  /// A track that climbs by as much every second is as late as its readings are old on average.
  @Test(arguments: CausalWindow.Shape.allCases)
  func aStraightClimbIsLateByTheMeanAge(shape: CausalWindow.Shape) throws {
    let window = try scene(NoisySensorScene.self, ["window": shape.rawValue, "length": "7"]).track.window
    let climb = (0..<30).map { 2 * Float($0) }
    let delay = try #require(SmoothedTrack(truth: climb, readings: climb, window: window).delay(at: 41))
    #expect(abs(delay.upperBound - delay.lowerBound - Double(window.lag)) < 1e-3)
  }

  /// One account of how late a window is: both pictures measure at one height, and the rule in words comes to the same; a
  /// longer window under which the track bends has its note.
  @Test(arguments: CausalWindow.Shape.allCases, Array(2...12))
  func theArrowsAndTheRuleAgree(shape: CausalWindow.Shape, length: Int) throws {
    let scene = try scene(NoisySensorScene.self, ["window": shape.rawValue, "length": "\(length)"])
    func age(_ track: SmoothedTrack) -> String { NumberText.fixed(Double(track.window.lag), decimals: 1) }
    let (parts, longer) = (try step(scene, .parts), try step(scene, .longer))
    let late = age(scene.track) + " seconds late"
    #expect(scene.steps[parts].caption.plain.hasSuffix(" = \(age(scene.track)) seconds."))
    #expect(figure(scene, step: parts).plainText.contains(late))
    let both = figure(scene, step: longer).plainText
    #expect(both.contains(late))
    #expect(both.split(separator: "\n").contains { $0.count { $0 == "▶" } == 2 }, "one arrow, two heads")
    let isStraight = both.contains(age(scene.longer) + " seconds late")
    let note = scene.steps[longer].note
    #expect(isStraight != note.contains("seconds late, not the mean age, \(age(scene.longer))."))
    #expect(isStraight || ["gaussian 10", "exponential 10", "exponential 12"].contains("\(shape) \(length)"))
  }

  /// The arrow begins at a piece of the true track that is drawn, and not in a gap between two dashes.
  @Test(arguments: [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)], [2, 5, 7, 12])
  func theArrowBeginsAtTheTrack(size: Size, length: Int) throws {
    for shape in CausalWindow.Shape.allCases {
      let scene = try scene(NoisySensorScene.self, ["window": shape.rawValue, "length": "\(length)"])
      for moment in [NoisySensorScene.Moment.parts, .longer] {
        let canvas = figure(scene, step: try step(scene, moment), size: size)
        let cells = (0..<size.rows).flatMap { row in (0..<size.columns).map { Point(column: $0, row: row) } }
        let start = try #require(
          cells.first {
            let cell = canvas[$0.column, $0.row]
            return "─▶".unicodeScalars.contains(cell.glyph) && cell.ink == .role(.active)
          })
        let track = (start.row - 1...start.row + 1).contains { row in
          let cell = canvas[start.column - 1, row]
          return "▀▄█".unicodeScalars.contains(cell.glyph) && [cell.ink, cell.paper].contains(.role(.text))
        }
        #expect(track, "\(shape) \(moment) \(start)")
      }
    }
  }
}
