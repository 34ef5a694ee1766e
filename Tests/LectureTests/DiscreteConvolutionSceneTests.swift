import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct DiscreteConvolutionSceneTests {
  /// The definition: every pair lands at the sum of its times.
  private func convolved(_ x: [Float], _ w: [Float]) -> [Float] {
    var s = [Float](repeating: 0, count: x.count + w.count - 1)
    for (a, value) in x.enumerated() { for (b, weight) in w.enumerated() { s[a + b] += value * weight } }
    return s
  }

  private func step(_ scene: DiscreteConvolutionScene, _ moment: DiscreteConvolutionScene.Moment) throws -> Int {
    try #require(scene.moments.firstIndex(of: moment))
  }

  private static let settings: [[String: String]] = [
    [:], ["swap": "on"], ["preset": "smooth"], ["preset": "edges"], ["preset": "delay", "swap": "on"],
    ["preset": "dice"], ["x": "-9,0,7", "w": "5,-4"],
  ]

  @Test(arguments: settings) func everyOutputIsOnTheScreenAndRight(settings: [String: String]) throws {
    let scene = try scene(DiscreteConvolutionScene.self, settings)
    let s = convolved(scene.signals.still.values, scene.signals.sliding.values)
    #expect(scene.signals.output == s)
    #expect(scene.signals.output.count == scene.signals.still.values.count + scene.signals.sliding.values.count - 1)
    var told = 0
    for (index, moment) in scene.moments.enumerated() {
      let times: ClosedRange<Int>
      switch moment {
      case .place(let time): times = time...time
      case .sweep(let range): times = range
      default: continue
      }
      #expect(times.lowerBound == told, "place after place, none left out")
      told = times.upperBound + 1
      let time = times.upperBound
      for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
        let canvas = figure(scene, step: index, size: size)
        for known in 0...time {
          #expect(canvas.text(of: Target(grid: "s", row: 0, column: known)) == GridConvolution.text(s[known]))
        }
        if time + 1 < s.count { #expect(canvas.text(of: Target(grid: "s", row: 0, column: time + 1)) == "·") }
      }
      let formula = scene.formula(at: Playhead(step: index)).map(\.plain)
      #expect(formula[1].hasSuffix(" = " + GridConvolution.text(s[time])))
      let ages = formula[0].split(separator: " + ").compactMap { $0.split(separator: "(").last?.dropLast() }
      #expect(ages.count == scene.signals.products[time].count)
    }
    #expect(told == s.count)
  }

  @Test func aSweepPassesEveryPlace() throws {
    let scene = try scene(DiscreteConvolutionScene.self, ["preset": "dice"])
    let sweep = try step(scene, .sweep(7...9))
    let times = stride(from: 0, through: 1, by: 0.1).map { progress in
      scene.formula(at: Playhead(step: sweep, progress: progress))[0].plain.prefix(4)
    }
    #expect(Set(times) == ["s(7)", "s(8)", "s(9)"])
  }

  @Test func standardSettingsFlipAndSlide() throws {
    let scene = try scene(DiscreteConvolutionScene.self)
    #expect(scene.signals.output == [12, 10, 5, 9, 8, 4, 1])
    let third = try step(scene, .place(2))
    #expect(
      scene.formula(at: Playhead(step: third)).map(\.plain)
        == ["s(2) = x(0)·w(2) + x(1)·w(1) + x(2)·w(0)", "s(2) = 3·1 + 1·2 + 0·4 = 5"])
    #expect(scene.steps[third].question?.isRight("5") == true)
    let echoes = try step(scene, .echoes)
    #expect(scene.steps[echoes].question?.isRight("7") == true)
    #expect(scene.steps[echoes].formula[1].plain == "n values of x, k of w:     n + k − 1 = 5 + 3 − 1 = 7")
    // Flipped, the first weight stands right of the last one.
    func column(_ step: Int, _ weight: Int) -> Int? {
      figure(scene, step: step).hotSpots.first { $0.target == Target(grid: "w", row: 0, column: weight) }?.region.column
    }
    let flip = try step(scene, .flip)
    #expect(try #require(column(0, 0)) < #require(column(0, 2)))
    #expect(try #require(column(flip, 0)) > #require(column(flip, 2)))
  }

  @Test func theAnswersAreNotOnTheScreenBeforeTheQuestions() throws {
    let scene = try scene(DiscreteConvolutionScene.self)
    for (index, step) in scene.steps.enumerated() where step.question != nil {
      for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
        let canvas = figure(scene, step: index - 1, size: size)
        switch scene.moments[index] {
        case .echoes:
          #expect(!canvas.hotSpots.contains { $0.target.grid == "s" })
          #expect(!canvas.plainText.split(separator: "\n")[0].contains("5") && !canvas.plainText.contains("Σ"))
        case .place(let time): #expect(canvas.text(of: Target(grid: "s", row: 0, column: time)) == "·")
        default: #expect(!canvas.plainText.contains("w ∗ x"))
        }
      }
    }
  }

  @Test(arguments: settings) func exchangingTheRolesChangesNothing(settings: [String: String]) throws {
    let scene = try scene(DiscreteConvolutionScene.self, settings)
    let swap = try step(scene, .swap)
    #expect(scene.swapped.output == scene.signals.output)
    #expect(scene.steps[swap].question?.isRight("2") == true)
    let text = figure(scene, step: swap).plainText
    #expect(text.filter { $0 == "=" }.count == scene.signals.output.count)
    #expect(!text.contains("≠"))
  }

  @Test func everyPairLandsAtTheSumOfItsTimes() throws {
    let scene = try scene(DiscreteConvolutionScene.self, ["preset": "dice"])
    #expect(scene.signals.output == [1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1])
    let pairs = try step(scene, .pairs)
    #expect(scene.steps[pairs].formula[0].plain == "6 · 6 = 36 pairs, 11 sums")
    let canvas = figure(scene, step: pairs)
    for (time, value) in scene.signals.output.enumerated() {
      #expect(canvas.text(of: Target(grid: "s", row: 0, column: time)) == GridConvolution.text(value))
    }
  }

  /// One value alone comes first, as it is and not flipped; the first that is not 0.
  @Test(arguments: settings) func oneValueLeavesAScaledCopy(settings: [String: String]) throws {
    let scene = try scene(DiscreteConvolutionScene.self, settings)
    let (still, sliding) = (scene.signals.still.values, scene.signals.sliding.values)
    #expect(scene.single == still.firstIndex { $0 != 0 })
    let products = sliding.map { GridConvolution.text(still[scene.single] * $0) }
    let formula = scene.steps[0].formula[0].plain
    #expect(formula.split(separator: "   ").compactMap { $0.split(separator: " = ").last.map(String.init) } == products)
    let row = figure(scene, step: 0).plainText.split(separator: "\n").last { $0.contains(" · ") }
    #expect(row?.split(separator: " ").suffix(sliding.count).map(String.init) == products)
  }

  /// Claps are told of where the values are claps and their echo, dice where they are dice, and neither once a value has
  /// been changed or the roles have been exchanged.
  @Test(arguments: [
    ([:], "clap"), (["preset": "dice"], "die"), (["preset": "smooth"], "spread"), (["preset": "edges"], "opposite"),
    (["preset": "delay"], "2 steps later"),
  ]) func everyPresetHasItsOwnWords(settings: [String: String], word: String) throws {
    func captions(_ more: [String: String]) throws -> String {
      try scene(DiscreteConvolutionScene.self, settings.merging(more) { $1 }).steps.map(\.caption.plain).joined()
    }
    let words = ["clap", "echo", "die", "dice", "throw", "spread", "opposite", "2 steps later"]
    #expect(try captions([:]).contains(word))
    for other in ["echo", "clap"] where word != "clap" { #expect(try !captions([:]).contains(other)) }
    for more in [["x": "-4"], ["w": "7"], ["swap": "on"]] {
      let told = try captions(more)
      #expect(!words.contains { told.contains($0) }, "\(settings) \(more): \(told)")
    }
  }

  @Test func diceAreCountedAsTheyAreThrown() throws {
    let scene = try scene(DiscreteConvolutionScene.self, ["preset": "dice"])
    let caption = scene.steps[try step(scene, .place(2))].caption.plain
    #expect(caption.hasPrefix("To throw 4, the dice show 1 + 3, 2 + 2 or 3 + 1: 3 ways."))
    let last = scene.steps[try step(scene, .place(10))].caption.plain
    #expect(last == "To throw 12, the dice show 6 + 6: 1 way.")
  }

  /// The sentence about all of the kernel comes where the kernel first lies inside, whatever its length.
  @Test func whatIsSaidOfAPlaceIsTrueOfIt() throws {
    for settings in Self.settings where settings["preset"] != "dice" {
      let scene = try scene(DiscreteConvolutionScene.self, settings)
      let (n, k) = (scene.signals.still.values.count, scene.signals.sliding.values.count)
      for (moment, step) in zip(scene.moments, scene.steps) {
        guard case .place(let time) = moment else { continue }
        let caption = step.caption.plain
        #expect(caption.contains("All of \(scene.signals.sliding.name) lies") == (time == k - 1 && k <= n && time > 0))
        #expect(caption.contains("is over") == (time >= n && time < n + k - 2))
        #expect(caption.contains("First touch") == false && caption.contains("first touch") == (time == 0))
      }
    }
  }

  @Test func largeWindowsShowBothWaysToTheSameSums() throws {
    let scene = try scene(DiscreteConvolutionScene.self)
    let text = figure(scene, step: try step(scene, .pairs), size: Size(columns: 158, rows: 38)).plainText
    #expect(text.contains("3 · w") && text.contains("4 · x"))
    #expect(text.split(separator: "\n").count { $0.contains("Σ  s") } == 2)
  }

  @Test func valuesOutOfRangeAreRefused() {
    let sentence = "x takes numbers from −9 to 9, rows apart by ; and values by commas, not “12”"
    #expect(throws: SettingsError(sentence)) { try scene(DiscreteConvolutionScene.self, ["x": "3,12"]) }
    #expect(throws: SettingsError("preset has no “ecco”; did you mean echo?")) {
      try scene(DiscreteConvolutionScene.self, ["preset": "ecco"])
    }
  }

  @Test func pointingAtAValueTellsHowLongItCounts() throws {
    let scene = try scene(DiscreteConvolutionScene.self)
    let last = Playhead(step: scene.steps.count - 1)
    let remark = scene.remark(on: Target(grid: "x", row: 0, column: 3), at: last)
    #expect(remark?.caption.plain.contains("from t = 3 to t = 5") == true)
    #expect(
      scene.remark(on: Target(grid: "w", row: 0, column: 1), at: last)?.caption.plain.contains("1 step ago") == true)
    #expect(scene.remark(on: Target(grid: "s", row: 0, column: 6), at: last)?.formula.last?.plain == "s(6) = 1·1 = 1")
  }

  /// Where all weights count is where the products say so.
  @Test(arguments: [
    [:], ["preset": "edges"], ["preset": "delay"], ["preset": "smooth"], ["w": "1,2,3,4,5"],
  ]) func howLongAllWeightsCountIsSaid(settings: [String: String]) throws {
    let scene = try scene(DiscreteConvolutionScene.self, settings)
    let (n, k) = (scene.signals.still.values.count, scene.signals.sliding.values.count)
    let full = scene.signals.products.indices.filter { scene.signals.products[$0].count == k }
    #expect(full == Array(k - 1...n - 1))
    let texts = scene.steps.map(\.caption.plain)
    let caption = try #require(texts.first { $0.contains("lies on") })
    #expect(
      full.count == 1
        ? caption.contains("At no other t do all \(k) meet a value")
        : caption.contains("Up to t = \(full.last ?? 0) \(k == 2 ? "both" : "all \(k)") weights meet a value"))
    #expect(!caption.contains("every t"))
  }

  /// Up to the end of x no value but the oldest is lost: at places where all weights were met before, one is.
  @Test(arguments: ["echo", "smooth", "edges", "delay", "dice"], ["off", "on"])
  func whoIsLeftBehindIsSaid(preset: String, swap: String) throws {
    let scene = try scene(DiscreteConvolutionScene.self, ["preset": preset, "swap": swap])
    let n = scene.signals.still.values.count
    var told = 0
    for (moment, step) in zip(scene.moments, scene.steps) {
      guard case .sweep(let times) = moment, times.upperBound < n, !step.caption.plain.contains("Sum by sum") else {
        continue
      }
      told += 1
      let leaves = times.allSatisfy { time in
        let ages = scene.signals.products[time - 1].map(\.time)
        return scene.signals.products[time].first.map { $0.time > ages[0] } ?? false
      }
      #expect(step.caption.plain.contains("left behind") == leaves)
      #expect(step.caption.plain.contains("all values") == !leaves)
    }
    #expect(told > 0 || preset == "dice" && swap == "off" || swap == "on" && preset != "dice")
  }

  /// What slides may be longer than what stands still: then the oldest value has not come to the last weight.
  @Test(arguments: ["echo", "smooth", "edges", "delay", "dice"], ["off", "on"])
  func theOldestMeetsTheWeightThatIsNamed(preset: String, swap: String) throws {
    let scene = try scene(DiscreteConvolutionScene.self, ["preset": preset, "swap": swap])
    let signals = scene.signals
    let caption = scene.steps[try #require(scene.index(of: "flip"))].caption.plain
    let oldest = try #require(signals.products[signals.flippedAt].first)
    if caption.contains("the oldest meets the last weight") {
      #expect(oldest.age == signals.sliding.values.count - 1)
    } else if !caption.hasPrefix("To throw") {
      #expect(caption.contains("the oldest meets \(signals.sliding.name)(\(oldest.age)),"))
    }
    // The tail that libraries drop begins where the longer of the two is over.
    for (moment, step) in zip(scene.moments, scene.steps) {
      guard case .place(let time) = moment, step.note.contains("valid mode") else { continue }
      let (n, k) = (signals.still.values.count, signals.sliding.values.count)
      #expect(signals.products[time].count < min(n, k) && time >= n)
    }
  }

  /// Only where all weights count the sum is so many times a weighted mean.
  @Test func aMeanNeedsAllWeights() throws {
    let scene = try scene(DiscreteConvolutionScene.self, ["preset": "smooth"])
    #expect(scene.steps[1].caption.plain.contains("Where all 3 weights count it is 4 times a weighted mean."))
  }

  /// Two dice give the same sums from behind: then “runs backwards” is no wrong answer, and is not offered.
  @Test(arguments: ["echo", "smooth", "edges", "delay", "dice"])
  func noAnswerIsRightBesidesTheRightOne(preset: String) throws {
    let scene = try scene(DiscreteConvolutionScene.self, ["preset": preset])
    let question = try #require(scene.index(of: "swap").flatMap { scene.steps[$0].question })
    guard case .choice(let choices, 1) = question.answer else { throw SettingsError("no choice") }
    let isEven = scene.signals.output == scene.signals.output.reversed()
    #expect(isEven == (preset == "dice"))
    #expect(choices.contains("s runs backwards") == !isEven)
  }

  /// At the time that the caption and the formula speak of each weight lies on the value that it is multiplied with.
  @Test(arguments: ["echo", "smooth", "edges", "delay", "dice"], ["off", "on"])
  func theFlippedLiesWhereItIsSaid(preset: String, swap: String) throws {
    let scene = try scene(DiscreteConvolutionScene.self, ["preset": preset, "swap": swap])
    let (signals, flip) = (scene.signals, try step(scene, .flip))
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let canvas = figure(scene, step: flip, size: size)
      func column(_ grid: String, _ index: Int) throws -> Int {
        try #require(canvas.hotSpots.first { $0.target == Target(grid: grid, row: 0, column: index) }).region.column
      }
      for product in signals.products[signals.flippedAt] {
        #expect(try column(signals.still.name, product.time) == column(signals.sliding.name, product.age))
      }
    }
  }

  /// Where nothing comes out, no question is asked to which every answer is right, and nothing is said to be as large.
  @Test(arguments: [["x": "0,0,0,0,0"], ["w": "0,0,0"], ["x": "0,0,0,0,0", "swap": "on"]])
  func nothingIsAskedOfSilence(settings: [String: String]) throws {
    let scene = try scene(DiscreteConvolutionScene.self, settings)
    #expect(scene.signals.output.allSatisfy { $0 == 0 })
    #expect(scene.steps[try step(scene, .swap)].question == nil)
    let isZero = scene.signals.still.values.allSatisfy { $0 == 0 }
    #expect(scene.steps[0].caption.plain.contains("so nothing") == isZero)
    #expect(!scene.steps[0].caption.plain.contains("0 times as large"))
  }

  /// What an output adds up is named as far as there is something to add.
  @Test func pointingAtAnOutputNamesWhatItAddsUp() throws {
    for settings in Self.settings where settings["preset"] != "dice" {
      let scene = try scene(DiscreteConvolutionScene.self, settings)
      let last = Playhead(step: scene.steps.count - 1)
      for (time, products) in scene.signals.products.enumerated() {
        let remark = scene.remark(on: Target(grid: "s", row: 0, column: time), at: last)?.caption.plain ?? ""
        let name = scene.signals.still.name
        #expect(remark.contains(products.count == 1 ? "a single product" : "adds up \(products.count) products"))
        for product in [products.first, products.last] {
          #expect(remark.contains("\(name)(\(product?.time ?? -1))"), "\(remark)")
        }
      }
    }
  }

  /// What is not known yet is said to come.
  @Test func pointingAtWhatIsStillToComeSaysSo() throws {
    let scene = try scene(DiscreteConvolutionScene.self)
    for (moment, step) in zip(scene.moments, scene.steps.indices) {
      guard case .place(let time) = moment else { continue }
      for output in scene.signals.output.indices {
        let remark = scene.remark(on: Target(grid: "s", row: 0, column: output), at: Playhead(step: step))
        #expect(remark?.caption.plain.contains("still to come") == (output > time))
      }
    }
  }

  /// While the roles are exchanged, what is pointed at has the role in which it is drawn.
  @Test func pointingFollowsTheExchangedRoles() throws {
    let scene = try scene(DiscreteConvolutionScene.self)
    let swap = Playhead(step: try step(scene, .swap))
    let still = scene.remark(on: Target(grid: "w", row: 0, column: 1), at: swap)?.caption.plain
    #expect(still?.contains("w(1) = 2 meets weights from t = 1 to t = 5") == true)
    let sliding = scene.remark(on: Target(grid: "x", row: 0, column: 3), at: swap)?.caption.plain
    #expect(sliding?.contains("x(3) = 2 weighs whatever happened 3 steps ago") == true)
  }

  /// A wide window has a second value with its copy, to the same scale, and does not tell how long s will be.
  @Test(arguments: settings) func aWideWindowShowsASecondValueAlone(settings: [String: String]) throws {
    let scene = try scene(DiscreteConvolutionScene.self, settings)
    let (still, sliding) = (scene.signals.still, scene.signals.sliding)
    let canvas = figure(scene, step: 0, size: Size(columns: 158, rows: 38))
    // A signal with a single value that is not 0 has no second one to show.
    guard let another = scene.another else {
      #expect(still.values.dropLast().count { $0 != 0 } < 2 && !canvas.plainText.contains("alone"))
      return
    }
    #expect(still.values[another] != 0 && another != scene.single && another < still.values.count - 1)
    for time in [scene.single, another] {
      #expect(canvas.plainText.contains("\(still.name)(\(time)) alone"))
      #expect(canvas.plainText.contains("\(still.text(time)) · \(sliding.name)"))
      #expect(time + sliding.values.count < scene.signals.output.count)
    }
    // Each value can be pointed at in one place.
    let targets = canvas.hotSpots.map(\.target)
    #expect(targets.count == Set(targets).count && canvas.audit.isEmpty)
  }

  @Test func onlyTheEchoIsClapped() throws {
    for preset in ["echo", "smooth", "edges", "delay", "dice"] {
      let scene = try scene(DiscreteConvolutionScene.self, ["preset": preset])
      #expect(scene.steps[0].note.contains("Clap once") == (preset == "echo"))
    }
  }

  /// A weight of 0 is met, but does not count, and where nothing is left nothing is said to be.
  @Test(arguments: [["preset": "delay"], ["w": "4,0,0"], ["x": "3,1,0,0,0"], ["preset": "delay", "swap": "on"], [:]])
  func zeroWeightsDoNotCount(settings: [String: String]) throws {
    let scene = try scene(DiscreteConvolutionScene.self, settings)
    for (moment, step) in zip(scene.moments, scene.steps) {
      guard case .place(let time) = moment else { continue }
      let caption = step.caption.plain
      #expect(!caption.contains("count"), "\(caption)")
      guard caption.contains("is over") else { continue }
      let isOver = scene.signals.products[time...].joined().allSatisfy { $0.value == 0 }
      #expect(caption.contains("so is what it left") == isOver, "\(caption)")
    }
  }

  /// A copy below zero has the other sign, and the sign of convolution is named where it is first written.
  @Test func signsAreNamed() throws {
    func one(_ x: String) throws -> String { try scene(DiscreteConvolutionScene.self, ["x": x]).steps[0].caption.plain }
    #expect(try one("-1,1,0,2,1").contains("a copy of w, with the other sign,"))
    #expect(try one("-3,1,0,2,1").contains("a copy of w, 3 times as large and with the other sign,"))
    for preset in ["echo", "dice"] {
      let steps = try scene(DiscreteConvolutionScene.self, ["preset": preset]).steps
      #expect(steps.first { $0.caption.plain.contains("∗") }?.caption.plain.contains("convolution, written ∗") == true)
    }
  }
}
