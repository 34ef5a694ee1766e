import CellCanvas
import ConvolutionEngine
import Foundation
import Testing

@testable import Lecture

@Suite struct LearnedInvarianceSceneTests {
  private func made(_ values: [String: String] = [:]) throws -> LearnedInvarianceScene {
    try scene(LearnedInvarianceScene.self, values)
  }

  private func bank(_ scene: LearnedInvarianceScene) -> TurnDetectors { scene.moments[0].shown.bank }

  private func words(
    _ scene: LearnedInvarianceScene, _ name: String, size: Size = Size(columns: 78, rows: 17)
  ) throws -> String {
    let index = try #require(scene.index(of: name))
    let step = scene.steps[index]
    return ([step.caption.plain] + step.formula.map(\.plain) + [figure(scene, step: index, size: size).plainText])
      .joined(
        separator: "\n")
  }

  // MARK: Answers, once more in plain loops

  /// A sheet turned to the right, every pixel mixed from the four around the place that it comes from.
  private static func turned(_ sheet: Tensor, _ degrees: Double) -> [[Double]] {
    let angle = degrees * .pi / 180
    func value(_ row: Int, _ column: Int) -> Double {
      (0..<28).contains(row) && (0..<28).contains(column) ? Double(sheet[row, column]) : 0
    }
    return (0..<28).map { row in
      (0..<28).map { column in
        let (down, right) = (Double(row) - 13.5, Double(column) - 13.5)
        let y = 13.5 + cos(angle) * down - sin(angle) * right
        let x = 13.5 + sin(angle) * down + cos(angle) * right
        let (top, left) = (Int(y.rounded(.down)), Int(x.rounded(.down)))
        let (b, a) = (y - Double(top), x - Double(left))
        let upper = (1 - a) * value(top, left) + a * value(top, left + 1)
        let lower = (1 - a) * value(top + 1, left) + a * value(top + 1, left + 1)
        return (1 - b) * upper + b * lower
      }
    }
  }

  private static func weights(of picture: [[Double]]) -> [[Double]] {
    let mean = picture.reduce(0) { $0 + $1.reduce(0, +) } / 784
    let length = contrast(of: picture)
    return picture.map { $0.map { ($0 - mean) / length } }
  }

  /// Correlations are of pictures with the same contrast.
  private static func contrast(of picture: [[Double]]) -> Double {
    let mean = picture.reduce(0) { $0 + $1.reduce(0, +) } / 784
    let centred = picture.map { $0.map { $0 - mean } }
    return dot(centred, centred).squareRoot()
  }

  private static func dot(_ one: [[Double]], _ other: [[Double]]) -> Double {
    var sum = 0.0
    for row in one.indices { for column in one[row].indices { sum += one[row][column] * other[row][column] } }
    return sum
  }

  @Test(arguments: [("5", "3", "45"), ("3", "4", "60"), ("7", "5", "30"), ("0", "7", "45")])
  func answersAreCorrelationsWithTurnedTemplates(digit: String, count: String, reach: String) throws {
    let bank = bank(try made(["digit": digit, "detectors": count, "reach": reach]))
    let sheet = StrokeDigits.sheet(Int(digit) ?? 0)
    let far = Double(reach) ?? 0
    #expect(bank.angles.count == Int(count) && bank.angles.first == -far && bank.angles.last == far)
    for (index, angle) in bank.angles.enumerated() {
      let step = bank.angles[1] - bank.angles[0]
      #expect(abs(angle - (-far + Double(index) * step)) < 1e-9)
      let template = Self.weights(of: Self.turned(sheet, angle))
      for place in stride(from: 0, to: TurnDetectors.dial.count, by: 4) {
        let picture = Self.turned(sheet, Double(TurnDetectors.dial[place]))
        let answer = Self.dot(template, picture) / Self.contrast(of: picture)
        #expect(abs(Double(bank.answers[index][place]) - answer) < 1e-4, "\(angle)° at \(TurnDetectors.dial[place])°")
      }
    }
    for place in TurnDetectors.dial.indices {
      #expect(bank.envelope[place] == bank.answers.map { $0[place] }.max())
    }
  }

  /// Over places: the largest correlation of the upright template with the turned digit, wherever it is laid.
  @Test(arguments: [("5", 45), ("3", -60), ("7", 25)]) func overPlacesIsTheLargestOfAllPlaces(digit: String, angle: Int)
    throws
  {
    let bank = bank(try made(["digit": digit]))
    let sheet = StrokeDigits.sheet(Int(digit) ?? 0)
    let template = Self.weights(of: Self.turned(sheet, 0))
    let picture = Self.turned(sheet, Double(angle))
    let contrast = Self.contrast(of: picture)
    var largest = -Double.infinity
    for down in -14...14 {
      for right in -14...14 {
        var sum = 0.0
        for row in max(0, -down)..<min(28, 28 - down) {
          for column in max(0, -right)..<min(28, 28 - right) {
            sum += template[row][column] * picture[row + down][column + right]
          }
        }
        largest = max(largest, sum / contrast)
      }
    }
    #expect(abs(Double(bank.overPlaces[TurnDetectors.place(of: Double(angle))]) - largest) < 1e-4)
  }

  // MARK: The story's figures

  /// Fig. 9.9: turned left, upright and turned right; whichever way the input is turned, the max unit stays high.
  @Test func theMaxUnitStaysHigh() throws {
    let scene = try made()
    let bank = bank(scene)
    #expect(bank.digit == 5 && bank.angles == [-45, 0, 45])
    for (name, angle) in [("detectors", 0.0), ("left", -45), ("right", 45)] {
      let text = try words(scene, name)
      #expect(text.contains("= 1.00"), "\(name)")
      let place = TurnDetectors.place(of: angle)
      #expect(abs(bank.envelope[place] - 1) < 1e-4 && bank.angles[bank.winner(place)] == angle)
      let others = bank.answers.indices.filter { $0 != bank.winner(place) }
      #expect(others.allSatisfy { bank.answers[$0][place] < 0.5 }, "\(name)")
    }
    let right = scene.steps[try #require(scene.index(of: "right"))]
    #expect(right.question?.isRight("as much as before") == true)
    #expect(right.caption.plain.contains("The max unit says 1.00 again"))
  }

  /// Flat top, dips between templates, steep outside.
  @Test(arguments: [[:], ["detectors": "5"], ["reach": "60", "digit": "3"], ["detectors": "7", "digit": "2"]])
  func theEnvelopeHasDipsAndFallsOutside(settings: [String: String]) throws {
    let scene = try made(settings)
    let bank = bank(scene)
    let envelope = bank.envelope
    let inside = bank.within.map { envelope[$0] }
    let text = try words(scene, "envelope")
    #expect(text.contains("says at least \(LearnedInvarianceScene.text(inside.min() ?? 0))"))
    #expect(text.contains("to \(LearnedInvarianceScene.text(envelope[0])) at −90°"))
    // A dip lies between detectors, and outside it goes down on both sides.
    #expect(!bank.angles.contains(Double(TurnDetectors.dial[bank.lowest])))
    #expect(envelope[0] < 0.7 && envelope[36] < 0.7)
    for index in 1...(bank.within.first ?? 1) { #expect(envelope[index] > envelope[index - 1] - 0.03) }
  }

  @Test(arguments: 0...9) func moreDetectorsMakeShallowerDips(digit: Int) throws {
    let scene = try made(["digit": "\(digit)"])
    guard case .counts(let bank, let counts) = scene.moments[try #require(scene.index(of: "counts"))] else { return }
    #expect(counts.map(\.count) == [3, 4, 5, 6, 7])
    let text = try words(scene, "counts")
    for count in counts {
      let other = self.bank(try made(["digit": "\(digit)", "detectors": "\(count.count)"]))
      #expect(zip(other.envelope, count.envelope).allSatisfy { abs($0 - $1) < 1e-5 })
      #expect(text.contains("\(count.count): \(LearnedInvarianceScene.text(count.lowest))"))
    }
    #expect(text.contains("shallower dips") && zip(counts, counts.dropFirst()).allSatisfy { $0.lowest < $1.lowest })
    #expect(bank.templates[0].values.count == 784 && text.contains("784 weights"))
  }

  @Test func overPlacesForgivesShiftsAndNoTurns() throws {
    let scene = try made()
    let bank = bank(scene)
    #expect(bank.shiftedOverPlaces.allSatisfy { abs($0 - 1) < 1e-4 })
    #expect((bank.shiftedOverTurns.first ?? 1) < 0.5 && (bank.shiftedOverTurns.last ?? 1) < 0.5)
    #expect(try words(scene, "shifted").contains("Shifted by up to 6, it says 1.00 always"))
    let places = try words(scene, "places")
    let turned = TurnDetectors.place(of: 45)
    #expect(
      places.contains("over places \(LearnedInvarianceScene.text(bank.overPlaces[turned])), over turned detectors 1.00")
    )
    #expect(places.contains("Pooling over space does not make up for a turn") && bank.overPlaces[turned] < 0.6)
    let question = scene.steps[try #require(scene.index(of: "places"))].question
    #expect(question?.isRight("less") == true)
  }

  /// The sentence on the network is counted from what it reads.
  @Test(arguments: 0...9) func theNetworkIsTurned(digit: Int) throws {
    let scene = try made(["digit": "\(digit)"])
    let bank = bank(scene)
    let text = try words(scene, "network")
    let right = bank.read.count { $0.digit == digit }
    #expect(text.contains("right at \(right) of 37 angles"))
    #expect(text.contains("at every turn") == (right == 37))
    if right < 37, bank.read[18].digit == digit {
      let left = (0...18).reversed().prefix { bank.read[$0].digit == digit }.last ?? 18
      let far = (18...36).prefix { bank.read[$0].digit == digit }.last ?? 18
      #expect(
        text.contains(
          "from \(NumberText.integer(TurnDetectors.dial[left]))° to \(NumberText.integer(TurnDetectors.dial[far]))°"))
      // Right again beyond a gap: then “only” would be untrue.
      #expect(text.contains("without a miss only from") == (right > far - left + 1))
    }
    // That shifts are forgiven is read off shifted sheets, and said only where all are.
    let sheet = StrokeDigits.sheet(digit)
    let shifted = (-6...6).map { shift in
      let moved = Tensor(
        rows: (0..<28).map { row in (0..<28).map { (0..<28).contains($0 - shift) ? sheet[row, $0 - shift] : 0 } })
      let probabilities = TrainedDigits.carried.probabilities(of: moved)
      return probabilities.indices.max { probabilities[$0] < probabilities[$1] }
    }
    let forgiven = shifted.count { $0 == digit }
    #expect(text.contains("at \(forgiven) of 13 shifts"))
    #expect(text.contains("forgives shifts") == (forgiven == 13 && right < 37))
    for place in [0, 18, 30] {
      let probabilities = TrainedDigits.carried.probabilities(of: bank.pictures[place])
      for (one, other) in zip(bank.read[place].probabilities, probabilities) { #expect(abs(one - other) < 1e-4) }
    }
  }

  // MARK: The dial

  @Test(arguments: ["-90", "-45", "0", "25", "90"]) func theKnobTurnsTheDial(angle: String) throws {
    let scene = try made(["angle": angle])
    let place = TurnDetectors.place(of: Double(angle) ?? 0)
    let text = try words(scene, "dial")
    #expect(text.contains("= \(LearnedInvarianceScene.text(bank(scene).envelope[place]))"))
    #expect(text.hasPrefix(capitalized(LearnedInvarianceScene.turned(Int(angle) ?? 0))))
    #expect(text.contains("one of the detectors is tuned to just that") == ["-45", "0"].contains(angle))
    var settings = Settings()
    settings.set(LearnedInvarianceScene.angle, to: angle)
    #expect(settings.text(LearnedInvarianceScene.angle) == NumberText.integer(Int(angle) ?? 0))
  }

  @Test(arguments: ["dial", "curves", "envelope", "places", "network"]) func pointingTurnsTheDigit(name: String) throws
  {
    let scene = try made()
    let bank = bank(scene)
    let index = try #require(scene.index(of: name))
    let spots = Set(figure(scene, step: index).hotSpots.map(\.target))
    #expect(spots.count == 37)
    let target = Target(grid: "dial", row: 0, column: 3)
    let remark = try #require(scene.remark(on: target, at: Playhead(step: index, pointer: target)))
    #expect(remark.caption.plain.hasPrefix("Turned left by 75°"))
    let pointed = figure(scene, step: index, pointer: target)
    #expect(pointed != figure(scene, step: index))
    if name == "places" { #expect(remark.caption.plain.contains(LearnedInvarianceScene.text(bank.overPlaces[3]))) }
    if name == "dial" {
      #expect(remark.formula[0].plain.hasSuffix("= \(LearnedInvarianceScene.text(bank.envelope[3]))"))
    }
  }

  @Test func largeWindowsShowTheDigitAlongTheDial() throws {
    let scene = try made()
    let text = try words(scene, "envelope", size: Size(columns: 158, rows: 41))
    for angle in stride(from: -90, through: 90, by: 30) {
      let value = bank(scene).envelope[TurnDetectors.place(of: Double(angle))]
      #expect(text.contains("\(NumberText.integer(angle))° \(LearnedInvarianceScene.text(value))"))
    }
  }

  /// Every place of the dial turns the knob to its own angle, on the strip and on the curves.
  @Test(arguments: ["detectors", "dial", "curves", "network"]) func theDialTurnsTheKnob(name: String) throws {
    let scene = try scene(LearnedInvarianceScene.self)
    let canvas = figure(scene, step: try step(name, of: scene))
    for index in 0..<37 {
      let target = Target(grid: "dial", row: 0, column: index)
      #expect(canvas.hotSpots.contains { $0.target == target }, "\(index)")
      let turn = try #require(scene.turn(at: target))
      #expect(turn.control == LearnedInvarianceScene.angle && turn.value == "\(5 * index - 90)")
      var settings = Settings()
      try settings.set(turn.control, from: turn.value)
      #expect(try LearnedInvarianceScene(settings).own == index)
    }
    #expect(scene.turn(at: Target(grid: "dial", row: 0, column: 37)) == nil)
    #expect(scene.turn(at: Target(grid: "picture", row: 0, column: 3)) == nil)
  }

  /// No line of the formula needs a second one in the narrowest window.
  @Test(arguments: ["0", "5", "8"]) func formulasHaveRoom(digit: String) throws {
    for (detectors, reach) in [("3", "45"), ("7", "30"), ("6", "60")] {
      let scene = try scene(
        LearnedInvarianceScene.self, ["digit": digit, "detectors": detectors, "reach": reach])
      for (index, step) in scene.steps.enumerated() {
        #expect(step.formula.allSatisfy { $0.columns <= 78 }, "step \(index + 1): \(step.formula.map(\.plain))")
      }
    }
  }
}
