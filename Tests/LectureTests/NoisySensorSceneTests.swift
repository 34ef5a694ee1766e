import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct NoisySensorSceneTests {
  private static let settings: [[String: String]] = [
    [:], ["length": "9", "window": "triangle", "seed": "4"], ["noise": "20", "window": "gaussian"],
    ["length": "12", "window": "exponential", "noise": "15", "seed": "77"], ["noise": "0", "length": "2"],
  ]

  private func step(_ scene: NoisySensorScene, _ moment: NoisySensorScene.Moment) throws -> Int {
    try #require(scene.moments.firstIndex(of: moment))
  }

  /// The average at a second, summed here by the age of the readings.
  private func average(_ track: NoisySensorScene.Track, _ second: Int) -> Double {
    track.window.weights.enumerated().reduce(0) { $0 + Double($1.element) * Double(track.readings[second - $1.offset]) }
  }

  private func rms(_ differences: [Double]) -> Double {
    (differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)).squareRoot()
  }

  @Test(arguments: settings) func smoothedTrackIsTheWeightedAverageOfThePast(settings: [String: String]) throws {
    let scene = try scene(NoisySensorScene.self, settings)
    for track in [scene.track, scene.longer] {
      #expect(track.first == track.window.weights.count - 1)
      #expect(track.smoothed.count == 36 - track.first)
      for (index, value) in track.smoothed.enumerated() {
        #expect(abs(Double(value) - average(track, track.first + index)) < 1e-3)
      }
    }
    #expect(scene.longer.window.weights.count == 2 * scene.track.window.weights.count)
  }

  @Test(arguments: settings) func errorsBeforeAndAfterAreOnTheScreen(settings: [String: String]) throws {
    let scene = try scene(NoisySensorScene.self, settings)
    let track = scene.track
    let seconds = track.first..<36
    let before = rms(seconds.map { Double(track.readings[$0] - track.truth[$0]) })
    let after = rms(seconds.map { average(track, $0) - Double(track.truth[$0]) })
    let index = try step(scene, .truth)
    let texts = [before, after].map { NumberText.fixed($0, decimals: 1) }
    #expect(
      scene.steps[index].formula[0].plain == "rms error  readings \(texts[0]) km   smoothed \(texts[1]) km")
    let text = figure(scene, step: index).plainText
    for number in texts { #expect(text.contains("\(number) km")) }
    let claims = scene.steps[index].caption.plain
    #expect(claims.contains("the lag costs more") == (after >= before && scene.track.isNoisy))
  }

  @Test func standardSettingsTellTheStory() throws {
    let scene = try scene(NoisySensorScene.self)
    #expect(
      scene.steps[1].formula.map(\.plain)
        == ["s(t) = Σ x(t − a) · w(a)", "Σ w(a) = 0.20 + 0.20 + 0.20 + 0.20 + 0.20 = 1"])
    #expect(scene.track.after(from: 4) < scene.track.before(from: 4))
    // Twice the window: less noise, more lag, and here the worse of the two in all.
    #expect(scene.longer.noiseLeft(from: 9) < scene.track.noiseLeft(from: 9))
    #expect(scene.longer.lagError(from: 9) > scene.track.lagError(from: 9))
    #expect(scene.longer.after(from: 9) > scene.track.after(from: 9))
    #expect(scene.steps[try step(scene, .longer)].question?.isRight("2") == true)
    #expect(scene.steps.last?.formula[1].plain.contains("∫ x(t − a) w(a) da") == true)
  }

  @Test(arguments: CausalWindow.Shape.allCases) func weightsSumToOneInWords(shape: CausalWindow.Shape) throws {
    for length in [2, 5, 12] {
      let scene = try scene(NoisySensorScene.self, ["window": shape.rawValue, "length": "\(length)"])
      #expect(scene.steps[1].formula[1].plain.hasSuffix(" = 1"))
      #expect(scene.track.window.weights.count == length)
    }
  }

  @Test func theFirstPointHasItsProductsWrittenOut() throws {
    let scene = try scene(NoisySensorScene.self, ["window": "triangle", "length": "3"])
    let (x, index) = (scene.track.readings, try step(scene, .point))
    func km(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: 1) }
    #expect(
      scene.steps[index].formula.map(\.plain)
        == ["s(2) = \(km(x[2]))·0.50 + \(km(x[1]))·0.33 + \(km(x[0]))·0.17 = \(km(scene.track.smoothed[0]))"])
    let wide = figure(scene, step: index, size: Size(columns: 158, rows: 38)).plainText
    for age in 0..<3 { #expect(wide.contains(km(x[2 - age] * scene.track.window.weights[age]))) }
  }

  @Test func pointsAppearOneByOne() throws {
    let scene = try scene(NoisySensorScene.self)
    let slide = try step(scene, .slide)
    let shown = [0, 0.3, 0.6, 1].map { scene.shownOutputs(.slide, at: Playhead(step: slide, progress: $0)) }
    #expect(shown == shown.sorted() && shown.first == 1 && shown.last == 32)
    #expect(scene.now(.slide, at: Playhead(step: slide)) == 35)
  }

  @Test func withoutNoiseTheReadingsAreTheTrack() throws {
    let scene = try scene(NoisySensorScene.self, ["noise": "0"])
    #expect(scene.track.readings == scene.track.truth)
    #expect(scene.track.before(from: 4) == 0)
    #expect(scene.track.noiseLeft(from: 4) == 0)
    let captions = scene.steps.map(\.caption.plain)
    #expect(captions[0].contains("Without noise") && captions[4].contains("nothing to smooth"))
    #expect(!captions.contains { $0.contains("errors cancel") })
  }

  @Test func everyReadingCanBeSeenBesideTheTracks() throws {
    let scene = try scene(NoisySensorScene.self)
    for moment in [NoisySensorScene.Moment.readings, .slide, .truth, .longer, .end] {
      let canvas = figure(scene, step: try step(scene, moment))
      for second in 0..<36 {
        let spot = try #require(canvas.hotSpots.first { $0.target == Target(grid: "time", row: 0, column: second) })
        #expect(canvas.text(in: spot.region).contains { "▀▄".contains($0) }, "\(moment) at \(second)")
      }
    }
  }

  @Test func pointingAtASecondShowsItsSum() throws {
    let scene = try scene(NoisySensorScene.self)
    let last = Playhead(step: scene.steps.count - 1)
    let remark = scene.remark(on: Target(grid: "time", row: 0, column: 20), at: last)
    #expect(remark?.formula[0].plain.hasPrefix("s(20) = ") == true)
    let early = scene.remark(on: Target(grid: "time", row: 0, column: 2), at: last)
    #expect(early?.caption.plain.contains("not full yet") == true)
  }

  @Test func settingsOutOfRangeAreRefused() {
    #expect(throws: SettingsError("length is a whole number from 2 to 12, not “40”")) {
      try scene(NoisySensorScene.self, ["length": "40"])
    }
  }
}
