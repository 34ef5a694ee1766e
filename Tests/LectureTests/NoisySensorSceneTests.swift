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
  private func average(_ track: SmoothedTrack, _ values: [Float], _ second: Int) -> Double {
    track.window.weights.enumerated().reduce(0) { $0 + Double($1.element) * Double(values[second - $1.offset]) }
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
        #expect(abs(Double(value) - average(track, track.readings, track.first + index)) < 1e-3)
      }
    }
    #expect(scene.longer.window.weights.count == 2 * scene.track.window.weights.count)
  }

  /// All that is said of errors is of the same seconds, and is what is worked out here from the formulas.
  @Test(arguments: settings) func allErrorsAreOfTheSameSeconds(settings: [String: String]) throws {
    let scene = try scene(NoisySensorScene.self, settings)
    let seconds = Array(2 * scene.track.length - 1..<36)
    let truth = scene.track.truth
    #expect(Array(scene.compared) == seconds)
    func text(_ value: Double) -> String { NumberText.fixed(value, decimals: 1) }
    let before = text(rms(seconds.map { Double(scene.track.readings[$0] - truth[$0]) }))
    var after: [String] = []
    for (track, step) in [(scene.track, try step(scene, .parts)), (scene.longer, try step(scene, .longer))] {
      let late = seconds.map { average(track, truth, $0) }
      let noise = zip(seconds, late).map { average(track, track.readings, $0) - $1 }
      let lag = zip(seconds, late).map { $1 - Double(truth[$0]) }
      let cross = 2 * zip(noise, lag).reduce(0) { $0 + $1.0 * $1.1 } / Double(seconds.count)
      let whole = rms(zip(noise, lag).map { $0 + $1 })
      after.append(text(whole))
      #expect(abs(whole * whole - rms(noise) * rms(noise) - rms(lag) * rms(lag) - cross) < 1e-6)
      let squares = [whole * whole, rms(noise) * rms(noise), rms(lag) * rms(lag)].map(text)
      let term = text(abs(cross)) == "0.0" ? "" : (cross < 0 ? " − " : " + ") + text(abs(cross))
      let formula = scene.steps[step].formula[1].plain.replacing("≈", with: "=")
      #expect(formula.contains("\(squares[0]) = \(squares[1]) + \(squares[2])\(term) km²"), "\(formula)")
      let frame = figure(scene, step: step).plainText
      for value in [rms(noise), rms(lag), whole] { #expect(frame.contains(text(value) + " km")) }
    }
    let truthStep = try step(scene, .truth)
    let formula = scene.steps[truthStep].formula.map(\.plain)
    #expect(formula[0].hasSuffix("over t = \(seconds[0]) … 35"))
    #expect(formula[1] == "readings \(before) km     smoothed \(after[0]) km")
    for number in [before, after[0]] { #expect(figure(scene, step: truthStep).plainText.contains("\(number) km")) }
  }

  @Test func standardSettingsTellTheStory() throws {
    let scene = try scene(NoisySensorScene.self)
    #expect(
      scene.steps[1].formula.map(\.plain)
        == ["s(t) = Σ x(t − a) · w(a)     over a = 0 … 4", "Σ w(a) = 0.20 + 0.20 + 0.20 + 0.20 + 0.20 = 1"])
    let (short, long) = (scene.errors(scene.track), scene.errors(scene.longer))
    #expect(short.smoothed < short.readings)
    // Twice the window: less noise, more lag, and here the worse of the two in all.
    #expect(long.noise < short.noise && long.lag > short.lag && long.smoothed > short.smoothed)
    #expect(scene.steps[try step(scene, .longer)].question?.isRight("2") == true)
    #expect(scene.steps.last?.formula[1].plain.contains("∫ x(t − a) w(a) da") == true)
    // Squares are means of what has a sign at every second, and the arrow is related to the mean age.
    let parts = scene.steps[try step(scene, .parts)]
    #expect(parts.formula[0].plain == "mean(error²) = mean(noise²) + mean(lag²) + 2 · mean(noise · lag)")
    #expect(parts.caption.plain.contains("partly cancel") == (short.cross < 0))
    #expect(parts.caption.plain.contains("On a straight climb s is late by the mean age, Σ a·w(a) = 2.0 seconds."))
    #expect(parts.caption.plain.hasPrefix("s without noise is off by lag, the rest is noise"))
  }

  /// The answer to what a longer window does is that of the numbers; where chance has turned it round, nothing is asked.
  @Test(arguments: [2, 5, 12]) func theAnswerIsThatOfTheNumbers(length: Int) throws {
    for seed in [1, 7, 23, 42, 77, 99] {
      let scene = try scene(NoisySensorScene.self, ["length": "\(length)", "seed": "\(seed)", "noise": "3"])
      let (short, long) = (scene.errors(scene.track), scene.errors(scene.longer))
      #expect(long.lag > short.lag)
      let question = scene.steps[try step(scene, .longer)].question
      #expect(long.noise < short.noise ? question?.isRight("2") == true : question == nil)
    }
    #expect(try scene(NoisySensorScene.self, ["noise": "0"]).steps.allSatisfy { $0.question == nil })
  }

  /// A window of 12 is too long for this ship, however noisy the readings are: no caption blames the noise.
  @Test func nothingIsBlamedOnLittleNoise() throws {
    for noise in [1, 8, 20] {
      for length in [2, 12] {
        let scene = try scene(NoisySensorScene.self, ["noise": "\(noise)", "length": "\(length)"])
        let captions = scene.steps.map(\.caption.plain).joined()
        #expect(!captions.contains("so little noise"))
        let errors = scene.errors(scene.track)
        let shown = [errors.smoothed, errors.readings].map { ($0 * 10).rounded() }
        #expect(captions.contains("What went wrong?") == (shown[0] >= shown[1]))
        #expect(captions.contains("just like the readings") == (shown[0] == shown[1]))
      }
    }
  }

  /// The distance on the screen is by how much the window is late without any noise.
  @Test(arguments: CausalWindow.Shape.allCases) func theLagIsSeenAsADistance(shape: CausalWindow.Shape) throws {
    for length in [3, 5, 12] {
      let scene = try scene(NoisySensorScene.self, ["window": shape.rawValue, "length": "\(length)"])
      let delay = try #require(scene.track.delay(at: scene.height))
      let late = delay.upperBound - delay.lowerBound
      #expect(abs(late - Double(scene.track.window.lag)) < 0.4, "on a steady climb that is the readings' mean age")
      for step in [try step(scene, .parts), try step(scene, .longer)] {
        #expect(figure(scene, step: step).plainText.contains(" seconds late"))
      }
      let canvas = figure(scene, step: try step(scene, .parts))
      #expect(canvas.plainText.contains(NumberText.fixed(late, decimals: 1) + " seconds late"))
      #expect(canvas.plainText.contains("▶"))
    }
  }

  @Test(arguments: CausalWindow.Shape.allCases) func weightsSumToOneInWords(shape: CausalWindow.Shape) throws {
    for length in [2, 5, 12] {
      let scene = try scene(NoisySensorScene.self, ["window": shape.rawValue, "length": "\(length)"])
      // Rounded weights that do not come to 1 are not said to.
      let rounded = scene.track.window.weights.map { (Double($0) * 100).rounded() }.reduce(0, +)
      #expect(scene.steps[1].formula[1].plain.hasSuffix(rounded == 100 ? " = 1" : " ≈ 1"))
      #expect(scene.track.window.weights.count == length)
    }
  }

  @Test func theFirstPointHasItsProductsWrittenOut() throws {
    let scene = try scene(NoisySensorScene.self, ["window": "triangle", "length": "3"])
    let (x, index) = (scene.track.readings, try step(scene, .point))
    func km(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: 1) }
    // Oldest first, as the readings stand in the picture.
    let sum = scene.steps[index].formula[0].plain.replacing("≈", with: "=")
    #expect(sum == "s(2) = \(km(x[0]))·0.17 + \(km(x[1]))·0.33 + \(km(x[2]))·0.50 = \(km(scene.track.smoothed[0]))")
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
    #expect(scene.errors(scene.track).readings == 0 && scene.errors(scene.track).noise == 0)
    let captions = scene.steps.map(\.caption.plain)
    #expect(captions[0].contains("Without noise") && captions[4].contains("nothing to smooth"))
    #expect(captions[5].contains("All of the error is lag"))
  }

  @Test func everyReadingCanBeSeenBesideTheTracks() throws {
    let scene = try scene(NoisySensorScene.self)
    for moment in [NoisySensorScene.Moment.readings, .point, .slide, .truth, .end] {
      let canvas = figure(scene, step: try step(scene, moment))
      for second in 0..<36 {
        let spot = try #require(canvas.hotSpots.first { $0.target == Target(grid: "time", row: 0, column: second) })
        // In a colour of its own beside whatever else stands in the cell, the smoothed value of the moment, too.
        let cells = (spot.region.row..<spot.region.endRow).flatMap { row in
          (spot.region.column..<spot.region.endColumn).map { canvas[$0, row] }
        }
        #expect(
          cells.contains { "▀▄".unicodeScalars.contains($0.glyph) && [$0.ink, $0.paper].contains(.role(.input)) },
          "\(moment) at \(second)")
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

  /// No window is spoken of before there is one, and without noise no reading is said to be off.
  @Test(arguments: ["0", "8"]) func pointingSaysNothingTooEarly(noise: String) throws {
    let scene = try scene(NoisySensorScene.self, ["noise": noise])
    for second in [0, 20] {
      let target = Target(grid: "time", row: 0, column: second)
      let caption = scene.remark(on: target, at: Playhead(step: 0))?.caption.plain
      #expect(caption?.contains("window") == false)
      #expect(caption?.contains("nobody on board knows") == (noise != "0"))
    }
  }

  /// Where two windows stand on the screen, each is called by its length, with how far it is off.
  @Test func pointingTellsTwoWindowsApart() throws {
    let scene = try scene(NoisySensorScene.self)
    let longer = Playhead(step: try step(scene, .longer))
    func caption(_ second: Int) -> String {
      scene.remark(on: Target(grid: "time", row: 0, column: second), at: longer)?.caption.plain ?? ""
    }
    for track in [scene.track, scene.longer] {
      let off = NumberText.fixed(abs(average(track, track.readings, 20) - Double(track.truth[20])), decimals: 1)
      #expect(caption(20).contains("by \(off) km") && caption(20).contains("\(track.length)"))
    }
    #expect(caption(7).contains("that of 10 is not full yet"))
  }

  /// A high window shows that no ship could move as the readings do.
  @Test func aHighWindowShowsTheJumps() throws {
    let scene = try scene(NoisySensorScene.self)
    let high = figure(scene, step: 0, size: Size(columns: 158, rows: 38))
    let jumps = zip(scene.track.readings.dropFirst(), scene.track.readings).map { abs($0 - $1) }
    #expect(high.plainText.contains("how far x jumps from one second to the next") && high.audit.isEmpty)
    #expect(high.plainText.contains("−\(Int((jumps.max() ?? 0).rounded(.up))) "))
    #expect(!figure(scene, step: 0).plainText.contains("jumps"))
  }

  /// Where the track bends under the window no delay is the mean age: beside the arrows no other number stands for it.
  @Test(arguments: ["5", "12"]) func besideTheArrowsNoMeanAgeIsSaid(length: String) throws {
    let scene = try scene(NoisySensorScene.self, ["length": length])
    let step = try step(scene, .longer)
    let words = ([scene.steps[step].caption] + scene.steps[step].formula).map(\.plain).joined()
    #expect(
      !words.contains("mean age") && !words.contains(NumberText.fixed(Double(scene.longer.window.lag), decimals: 1)))
  }

  /// Twenty kilometres are not a little.
  @Test(arguments: ["1", "20"]) func noNoiseIsCalledLittle(noise: String) throws {
    let caption = try scene(NoisySensorScene.self, ["noise": noise]).steps[0].caption.plain
    #expect(caption.contains("off by chance, up or down") && !caption.contains("little"))
  }

  /// The mean age is worked out from the weights as the caption says, and s without noise never runs ahead of the ship.
  @Test(arguments: CausalWindow.Shape.allCases) func theMeanAgeIsTheSumThatIsNamed(shape: CausalWindow.Shape) throws {
    let scene = try scene(NoisySensorScene.self, ["window": shape.rawValue, "length": "7"])
    let age = scene.track.window.weights.enumerated().reduce(0) { $0 + Double($1.offset) * Double($1.element) }
    let parts = scene.steps[try step(scene, .parts)]
    #expect(parts.caption.plain.hasSuffix("Σ a·w(a) = \(NumberText.fixed(age, decimals: 1)) seconds."))
    #expect(parts.note.contains("Lag puts s below a climbing ship") && !parts.note.contains("term"))
    for (offset, late) in scene.track.late.enumerated() {
      #expect(late <= scene.track.truth[scene.track.first + offset] + 1e-3)
    }
  }

  /// An answer about one of two things is asked again where another choice speaks of both.
  @Test func anAnswerAboutOneThingIsNoAnswer() throws {
    let scene = try scene(NoisySensorScene.self)
    let question = try #require(scene.steps[try step(scene, .longer)].question)
    for typed in ["more lag", "less noise", "lag grows"] { #expect(question.isRight(typed) == nil, "\(typed)") }
    #expect(question.plea(on: "more lag") == "“more lag” fits 2 and 4: type one of these")
    for typed in ["noise down lag up", "less noise, more lag", "lag more noise less", "noise falls, lag grows"] {
      #expect(question.isRight(typed) == true, "\(typed)")
    }
    for typed in ["noise up lag down", "less of both", "both more", "less noise, less lag"] {
      #expect(question.isRight(typed) == false, "\(typed)")
    }
  }

  /// Every arrow has its name.
  @Test(arguments: ["2", "5", "12"], ["0", "20"]) func everyLagHasItsName(length: String, noise: String) throws {
    for seed in ["1", "7", "42"] {
      let scene = try scene(NoisySensorScene.self, ["length": length, "noise": noise, "seed": seed])
      for moment in [NoisySensorScene.Moment.parts, .longer] {
        let text = figure(scene, step: try step(scene, moment)).plainText
        #expect(text.count(of: "seconds late") == text.filter { $0 == "▶" }.count, "\(moment) \(seed)")
      }
    }
  }

  /// The products of the table add up to what is said of them, or nearly.
  @Test func theTablesSumIsThatOfItsNumbers() throws {
    for seed in 1...6 {
      let scene = try scene(NoisySensorScene.self, ["seed": "\(seed)"])
      let wide = figure(scene, step: try step(scene, .point), size: Size(columns: 158, rows: 38)).plainText
      let tenths = scene.track.products(at: scene.track.first).reduce(0) {
        $0 + (Double($1.reading * $1.weight) * 10).rounded()
      }
      let isExact = tenths == (Double(scene.track.smoothed[0]) * 10).rounded()
      #expect(
        wide.contains(
          "s(4)\(isExact ? " = " : " ≈ ")\(NumberText.fixed(Double(scene.track.smoothed[0]), decimals: 1)) km"))
    }
  }

  @Test func settingsOutOfRangeAreRefused() {
    #expect(throws: SettingsError("length is a whole number from 2 to 12, not “40”")) {
      try scene(NoisySensorScene.self, ["length": "40"])
    }
  }

  /// Where there is no noise, nothing is said to be off.
  @Test(arguments: ["2", "5", "12"]) func withoutNoiseNothingIsSaidToCancel(length: String) throws {
    let quiet = try scene(NoisySensorScene.self, ["noise": "0", "length": length])
    let caption = quiet.steps[try step(quiet, .window)].caption.plain
    #expect(!caption.contains("what is off") && caption.contains("were there any"))
    let noisy = try scene(NoisySensorScene.self, ["noise": "1", "length": length])
    #expect(noisy.steps[try step(noisy, .window)].caption.plain.contains("what is off"))
  }

  /// The names of the arrows hide nothing of the curves, and the legend is whole.
  @Test(arguments: [[:], ["length": "3", "noise": "15"], ["length": "12", "noise": "20"], ["window": "exponential"]])
  func theNamesOfTheLagsHideNoCurve(settings: [String: String]) throws {
    let scene = try scene(NoisySensorScene.self, settings)
    for moment in [NoisySensorScene.Moment.parts, .longer] {
      let step = try step(scene, moment)
      let (before, after) = (figure(scene, step: step, progress: 0.6), figure(scene, step: step))
      #expect(after.plainText.contains("true track"))
      // Words stand only where no half block stood.
      for row in 1..<11 {
        for column in 10..<after.size.columns
        where after[column, row].isText && !"▶─".unicodeScalars.contains(after[column, row].glyph) {
          #expect(!"▀▄".unicodeScalars.contains(before[column, row].glyph), "\(moment) \(column), \(row)")
        }
      }
    }
  }

  /// The noise that is left has the colour of the readings, from which it comes, and not that of another line.
  @Test func theNoiseThatIsLeftHasTheReadingsColour() throws {
    let scene = try scene(NoisySensorScene.self)
    for moment in [NoisySensorScene.Moment.parts, .longer] {
      let canvas = figure(scene, step: try step(scene, moment))
      let row = try #require(
        canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false).firstIndex {
          $0.contains("noise left")
        })
      let inks = Set(
        (0..<canvas.size.columns).filter { "█▀▄".unicodeScalars.contains(canvas[$0, row].glyph) }.map {
          canvas[$0, row].ink
        })
      #expect(inks.contains(.role(.input)) && !inks.contains(.role(.muted)))
    }
  }
}

extension String {
  /// How often a text stands in this one.
  fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}
