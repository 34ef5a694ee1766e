import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct ChannelsSceneTests {
  /// During the sweep the formula is that of the place whose table stands above it.
  @Test(arguments: [0.0, 0.2, 0.4, 0.7, 1.0]) func theSweepWritesTheSumOfItsPlace(progress: Double) throws {
    let scene = try scene(ChannelsScene.self)
    let playhead = Playhead(step: try step("sweep", of: scene), progress: progress)
    let place = scene.layer.place(scene.swept(at: playhead))
    let sum = GridConvolution.text(scene.layer.sum(place, filter: scene.chosen))
    #expect(scene.formula(at: playhead).first?.plain.contains("= \(sum)") == true)
  }

  /// Random weights look for nothing that could be missed.
  @Test(arguments: ["7", "8"]) func belowZeroIsNotCalledNotFound(seed: String) throws {
    let scene = try scene(ChannelsScene.self, ["content": "random-\(seed)"])
    let caption = scene.steps[try step("relu", of: scene)].caption.plain
    #expect(!caption.contains("found"), "\(caption)")
    #expect(caption.contains("becomes 0") == (scene.layer.sum(scene.layer.place(0), filter: scene.chosen) < 0))
  }

  private static let large = Size(columns: 158, rows: 38)

  /// The outputs, worked out here from the numbers on the screen: products per channel, then all channels, then the bias.
  private func expected(_ scene: ChannelsScene, row: Int, column: Int, filter: Int) -> (channels: [Float], sum: Float) {
    let (input, convolution) = (scene.layer.input, scene.layer.convolution)
    var channels: [Float] = [0, 0, 0]
    for channel in 0..<3 {
      for down in 0..<3 {
        for across in 0..<3 {
          let (y, x) = (2 * row + down - 1, 2 * column + across - 1)
          guard (0..<5).contains(y), (0..<5).contains(x) else { continue }
          channels[channel] += input[y, x, channel] * convolution.filters[filter, down, across, channel]
        }
      }
    }
    return (channels, channels[0] + channels[1] + channels[2] + convolution.biases[filter])
  }

  @Test func standardSettingsAreTheLectures() throws {
    let scene = try scene(ChannelsScene.self)
    #expect(scene.layer.input.shape == Shape(height: 5, width: 5, channels: 3))
    #expect(scene.layer.output.shape == Shape(height: 3, width: 3, channels: 2))
    #expect(scene.layer.geometry.paddedInput == 7)
    let texts = scene.steps.flatMap { $0.formula.map(\.plain) }
    #expect(texts.contains { $0.contains("(N + 2P − F)/S + 1 = (5 + 2·1 − 3)/2 + 1 = 3") })
    #expect(texts.contains { $0.hasPrefix("3·3·3 = 27 weights, and one bias") })
    #expect(texts.contains("parameters: (3·3·3 weights + 1 bias)·2 filters = 56"))
    #expect(texts.contains("multiplications: 3·3 places·2 filters·27 = 486"))
    #expect(scene.layer.sums.values.contains { $0 < 0 } && scene.layer.sums.values.contains { $0 > 0 })
  }

  @Test(arguments: [
    [:], ["content": "random-5", "filter": "2", "relu": "off"], ["content": "random-9"],
    ["values": "9,8,7;1,2", "weights": "2,0,-2,1,1,1,3;0;0;5,-5", "biases": "-4;7", "filter": "2", "relu": "on"],
  ]) func everyOutputIsOnTheScreenAndRight(settings: [String: String]) throws {
    let scene = try scene(ChannelsScene.self, settings)
    for size in [Size(columns: 78, rows: 17), Self.large] {
      let canvas = figure(scene, step: scene.steps.count - 1, size: size)
      for filter in 0..<2 {
        for row in 0..<3 {
          for column in 0..<3 {
            let sum = expected(scene, row: row, column: column, filter: filter).sum
            let value = settings["relu"] == "off" ? sum : max(0, sum)
            #expect(
              canvas.text(of: Target(grid: "output", row: 3 * filter + row, column: column))
                == GridConvolution.text(value))
          }
        }
      }
    }
  }

  @Test(arguments: ["1", "2"]) func everyPlaceIsSummedChannelByChannel(filter: String) throws {
    let scene = try scene(ChannelsScene.self, ["filter": filter, "content": "random-3"])
    for (step, moment) in scene.moments.enumerated() {
      guard case .place(let index) = moment else { continue }
      let (sums, sum) = expected(scene, row: index / 3, column: index % 3, filter: scene.chosen)
      let texts = (sums + [sum, max(0, sum)]).map(GridConvolution.text)
      let bias = GridConvolution.text(scene.layer.convolution.biases[scene.chosen])
      #expect(
        scene.steps[step].formula.map(\.plain) == [
          "red \(texts[0]) + green \(texts[1]) + blue \(texts[2]) + bias \(bias) = \(texts[3])"
            + "   max(0, \(texts[3])) = \(texts[4])"
        ])
      let canvas = figure(scene, step: step)
      let ledger = canvas.plainText.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") + " " }
      for (name, text) in zip(["red Σ", "green Σ", "blue Σ"], texts) {
        #expect(ledger.contains { $0.contains(name) && $0.contains(" \(text) ") }, "\(name) \(text) at \(index)")
      }
    }
  }

  @Test func largeWindowsShowAllProducts() throws {
    let scene = try scene(ChannelsScene.self)
    let step = try #require(scene.moments.firstIndex(of: .place(1)))
    let before = figure(scene, step: step - 1, size: Self.large).plainText
    let text = figure(scene, step: step, size: Self.large).plainText
    #expect(text.contains("·−2") && text.contains("products") && before != text)
  }

  @Test func causeComesBeforeEffect() throws {
    let (scene, off) = (try scene(ChannelsScene.self), try scene(ChannelsScene.self, ["relu": "off"]))
    let first = Target(grid: "output", row: 0, column: 0)
    let bias = try #require(scene.moments.firstIndex(of: .bias))
    #expect(figure(scene, step: bias - 1).text(of: first) == "?")
    #expect(figure(scene, step: bias, progress: 0.5).text(of: first) == "?")
    #expect(figure(scene, step: bias).text(of: first) == "?", "the ReLU comes first")
    #expect(figure(scene, step: bias + 1).text(of: first) == GridConvolution.text(scene.layer.output[0, 0, 0]))
    #expect(figure(off, step: bias).text(of: first) == GridConvolution.text(off.layer.sums[0, 0, 0]))
    let channel = try #require(scene.moments.firstIndex(of: .channel(1)))
    #expect(scene.formula(at: Playhead(step: channel, progress: 0.4)).first?.plain.contains("=") == false)
    #expect(scene.formula(at: Playhead(step: channel)).first?.plain.contains("=") == true)
  }

  @Test func predictions() throws {
    for settings in [[:], ["content": "random-9", "filter": "2"], ["relu": "off", "values": "9,8,7"]] {
      let scene = try scene(ChannelsScene.self, settings)
      func isRight(_ answer: String, at moment: ChannelsScene.Moment) -> Bool? {
        let step = scene.moments.firstIndex(of: moment) ?? 0
        return scene.steps[step].question?.isRight(answer)
      }
      #expect(isRight("27", at: .filter) == true)
      #expect(isRight("9", at: .filter) == false)
      #expect(isRight("2", at: .across) == true)
      #expect(isRight("2", at: .other) == true)
      let sum = expected(scene, row: 2, column: 2, filter: scene.chosen).sum
      let value = settings["relu"] == "off" ? sum : max(0, sum)
      #expect(isRight("\(Int(value))", at: .place(8)) == true)
      // What is asked does not stand on the screen yet.
      let step = try #require(scene.moments.firstIndex(of: .place(8)))
      #expect(
        figure(scene, step: step - 1).text(of: Target(grid: "output", row: 3 * scene.chosen + 2, column: 2)) == "·")
    }
  }

  /// Four patches: the sums are worked out here from what each patch is made of, a cell of each colour at a time.
  @Test(arguments: [("1", "yellow", 8 - 6, "No channel alone"), ("2", "red", 4 - 2, "so does green alone")])
  func onlyAllChannelsTogetherFindIt(filter: String, color: String, found: Int, said: String) throws {
    let scene = try scene(ChannelsScene.self, ["filter": filter])
    let values = (0..<9).map { expected(scene, row: $0 / 3, column: $0 % 3, filter: scene.chosen) }
    let above = values.indices.filter { values[$0].sum > 0 }
    #expect(above.count == 1 && values[above[0]].sum == Float(found))
    let able = (0..<3).filter { channel in
      values.count { $0.channels[channel] >= values[above[0]].channels[channel] } == 1
    }
    #expect(able == (filter == "1" ? [] : [1]), "only where it is red is there no green")
    let alone = try step("alone", of: scene)
    #expect(scene.steps[alone].caption.plain.contains(said))
    #expect(scene.steps[alone].caption.plain.contains("the \(color) patch"))
    #expect(scene.steps[0].caption.plain.hasPrefix("Where is the \(color) patch?"))
  }

  /// Sentences that are derived, at settings where the other one is true.
  @Test func whatIsSaidFollowsTheNumbers() throws {
    func caption(_ name: String, _ settings: [String: String]) throws -> String {
      let scene = try scene(ChannelsScene.self, settings)
      return scene.steps[try step(name, of: scene)].caption.plain
    }
    #expect(try caption("start", ["content": "random-2"]).hasPrefix("A colour picture is 3 grids"))
    #expect(try !caption("alone", ["content": "random-2", "weights": "0,0,0,0,0,0,9"]).isEmpty)
    #expect(try caption("bias", [:]).contains("only a total above 6"))
    #expect(try caption("bias", ["biases": "3"]).contains("every total above −3"))
    #expect(try caption("bias", ["biases": "0"]).contains("changes nothing"))
    #expect(try caption("relu", ["biases": "9"]).contains("passes unchanged"))
    #expect(try caption("relu", [:]).contains("−6 becomes 0"))
    // With no weights everywhere no place is largest alone.
    let zero = try scene(
      ChannelsScene.self, ["weights": (0..<6).map { _ in "0,0,0,0,0,0,0,0,0" }.joined(separator: ";")])
    #expect(zero.best(0) == nil)
    #expect(zero.steps[try step("alone", of: zero)].caption.plain.contains("share the largest sum"))
  }

  @Test func editorsCallCellsByTheirNames() throws {
    let scene = try scene(ChannelsScene.self)
    #expect(scene.name(of: Target(grid: "values", row: 1, column: 7)) == "green (2, 3)")
    #expect(scene.name(of: Target(grid: "weights", row: 3, column: 8)) == "filter 2, blue (1, 3)")
    #expect(scene.name(of: Target(grid: "biases", row: 1, column: 0)) == "bias of filter 2")
  }

  @Test func pointingLightsUpBothSides() throws {
    let scene = try scene(ChannelsScene.self)
    let last = scene.steps.count - 1
    func weighted(_ pointer: Target, in grid: String, rows: Int, columns: Int) -> Int {
      let canvas = figure(scene, step: last, pointer: pointer, size: Self.large)
      return (0..<rows * columns).count { index in
        canvas.text(of: Target(grid: grid, row: index / columns, column: index % columns))?.contains("·") == true
      }
    }
    // Inside of the picture 27 cells, nine in each channel; at the corner twelve of these are not padding.
    #expect(weighted(Target(grid: "output", row: 4, column: 1), in: "values", rows: 5, columns: 15) == 27)
    #expect(weighted(Target(grid: "output", row: 0, column: 0), in: "values", rows: 5, columns: 15) == 12)
    // A weight meets its own channel alone.
    #expect(weighted(Target(grid: "weights", row: 1, column: 4), in: "values", rows: 5, columns: 15) == 9)
    // An input reaches both maps.
    #expect(weighted(Target(grid: "values", row: 1, column: 6), in: "output", rows: 6, columns: 3) == 8)
    let target = Target(grid: "values", row: 1, column: 6)
    #expect(
      scene.remark(on: target, at: Playhead(step: last, pointer: target))?.formula.first?.plain.contains(
        "4 places in each of 2 maps: 8 outputs") == true)
    // At two of three rows, and so at six of nine places, the middle row of a weight's column meets the picture.
    let weight = Target(grid: "weights", row: 4, column: 3)
    let met = scene.remark(on: weight, at: Playhead(step: last))?.caption.plain
    #expect(met?.contains("6 cells of that channel and 3 zeros") == true, "\(met ?? "")")
    let bias = Target(grid: "biases", row: 1, column: 0)
    #expect(scene.remark(on: bias, at: Playhead(step: last))?.caption.plain.contains("filter 2") == true)
  }

  @Test func whatIsOutOfRangeIsRefused() {
    #expect(throws: SettingsError("filter is a whole number from 1 to 2, not “3”")) {
      try scene(ChannelsScene.self, ["filter": "3"])
    }
    #expect(throws: SettingsError.self) { try scene(ChannelsScene.self, ["values": "10"]) }
  }

  /// What a channel's sum speaks for is named, or it is only told on which side of zero it lies.
  @Test func whatAChannelSpeaksForIsNamed() throws {
    let patches = try scene(ChannelsScene.self).steps.map(\.caption.plain)
    #expect(patches.contains { $0.hasSuffix("what lies here speaks for the yellow patch.") })
    #expect(patches.contains { $0.hasSuffix("what lies here speaks against the yellow patch.") })
    let random = try scene(ChannelsScene.self, ["content": "random-4"])
    let captions = random.steps.map(\.caption.plain)
    #expect(captions.contains { $0.hasSuffix("here they come to a sum above zero.") })
    #expect(!captions.contains { $0.contains("speaks") || $0.contains("counts for it") })
  }

  /// Where no channel alone singles a place out, the fewest that do are named: two, or else all of them.
  @Test func onlyAsManyChannelsAreCalledForAsItTakes() throws {
    var said: Set<Int> = []
    for content in ["patches"] + (1...9).map({ "random-\($0)" }) {
      for filter in ["1", "2"] {
        let scene = try scene(ChannelsScene.self, ["content": content, "filter": filter])
        let caption = scene.steps[try step("alone", of: scene)].caption.plain
        guard let best = scene.best(scene.chosen), caption.hasPrefix("No channel alone") else { continue }
        func singlesOut(_ channels: [Int]) -> Bool {
          let sums = (0..<9).map { place in
            channels.reduce(Float(0)) {
              $0 + expected(scene, row: place / 3, column: place % 3, filter: scene.chosen).channels[$1]
            }
          }
          let own = 3 * best.row + best.column
          return sums.indices.allSatisfy { $0 == own || sums[$0] < sums[own] }
        }
        let pairs = [[0, 1], [0, 2], [1, 2]].filter(singlesOut)
        let names = pairs.map { listed($0.map { ChannelsScene.channelNames[$0] }) }
        #expect(
          pairs.isEmpty
            ? caption.contains("Only the sum of all of them")
            : names.contains { caption.contains("Added up, \($0) are enough") }, "\(content), filter \(filter)")
        said.insert(pairs.isEmpty ? 3 : 2)
      }
    }
    #expect(said == [2, 3], "both sentences are tried")
  }

  /// The maps of the channels share their colours, and the legend beside them is theirs, not that of the weights.
  @Test func theMapsOfTheChannelsShareOneScale() throws {
    let scene = try scene(ChannelsScene.self)
    let canvas = figure(scene, step: try step("alone", of: scene))
    #expect(canvas.plainText.contains("−8 ") && !canvas.plainText.contains("−2 █"))
    let line = try #require(canvas.plainText.split(separator: "\n").first { $0.contains("█") })
    #expect(line.contains("−8 ██████ 4"))
  }

  /// At the red and at the green patch the channels come out above zero as well: the bias makes the difference.
  @Test func theBiasIsAPartOfWhatIsFound() throws {
    let scene = try scene(ChannelsScene.self)
    let totals = (0..<9).map { expected(scene, row: $0 / 3, column: $0 % 3, filter: 0).channels.reduce(0, +) }
    #expect(totals.count { $0 > 0 } > 1)
    let last = scene.steps[try #require(scene.moments.firstIndex(of: .place(8)))].caption.plain
    #expect(last.contains("alone channels and bias together come out above zero"))
  }

  /// A map of zeros is largest nowhere.
  @Test(arguments: [("-9;-9", "on", false), ("-9;-9", "off", true), ("-6;-2", "on", true)])
  func theOtherMapIsLargestWhereItIs(biases: String, relu: String, isFound: Bool) throws {
    let scene = try scene(ChannelsScene.self, ["biases": biases, "relu": relu])
    let values = scene.places.map { scene.layer.value($0, filter: 1) }
    let most = try #require(values.max())
    #expect((values.count { $0 == most } == 1) == isFound)
    #expect(scene.steps[try step("other", of: scene)].caption.plain.contains("It is largest") == isFound)
  }

  /// What has not been worked out is not given away, and neither is the answer that is asked for next.
  @Test func pointingTellsOnlyWhatIsKnown() throws {
    let scene = try scene(ChannelsScene.self)
    let last = Target(grid: "output", row: 2, column: 2)
    let sweep = try #require(scene.moments.firstIndex(of: .sweep))
    let remark = try #require(scene.remark(on: last, at: Playhead(step: sweep, pointer: last)))
    #expect(remark.formula == [] && remark.caption.plain.contains("not been worked out"))
    #expect(figure(scene, step: sweep, pointer: last).text(of: last) == "?")
    let known = Target(grid: "output", row: 1, column: 1)
    #expect(scene.remark(on: known, at: Playhead(step: sweep, pointer: known))?.formula.isEmpty == false)
    #expect(scene.remark(on: last, at: Playhead(step: sweep + 1, pointer: last))?.formula.isEmpty == false)
  }

  /// A number is multiplied with as many weights of a filter as there are windows over it.
  @Test func pointingCountsWeightsAndZeros() throws {
    let scene = try scene(ChannelsScene.self)
    let end = scene.steps.count - 1
    for row in 0..<5 {
      for column in 0..<5 {
        let target = Target(grid: "values", row: row, column: column)
        // Windows begin at −1, 1 and 3 and are three wide: those at odd places lie under two.
        let windows = (row % 2 + 1) * (column % 2 + 1)
        let caption = try #require(scene.remark(on: target, at: Playhead(step: end, pointer: target))).caption.plain
        #expect(caption.contains("under \(spelled(windows, "weight")) of each filter"), "\(caption)")
      }
    }
    let middle = Target(grid: "weights", row: 1, column: 1)
    let caption = try #require(scene.remark(on: middle, at: Playhead(step: end, pointer: middle))).caption.plain
    #expect(caption.hasSuffix("meets 9 cells of that channel."), "the middle never meets the ring")
  }

  /// The patches are counted only where they are all there is to see: no lit cell lies in none of them.
  @Test(
    arguments: [
      ("1", true), ("2,2,0,1,1,2,2,0,0,0,2,2;2,2,0,1,1,2,2,0,0,0,2,2", true), ("0", false), ("2", false),
      ("0,0,0,0,0", false),
      ("1,1,0,1,1,1,1,0,0,0,0", false), ("1,1,0,1,1,1,1,0,0,0,2", false), ("1,1,0,1,1,1,1,0,0,0,1,1,0,1", false),
    ]) func patchesAreCountedWhereNothingElseIsLit(values: String, isCounted: Bool) throws
  {
    let scene = try scene(ChannelsScene.self, ["values": values])
    let caption = scene.steps[0].caption.plain
    #expect(caption.contains("is lit in") == isCounted, "\(caption)")
    guard isCounted else { return }
    // As many patches as there are corners with a lit cell, red in as many as its own grid says.
    let corners = [(0, 0), (0, 3), (3, 0), (3, 3)].map { row, column in
      (0..<3).map { scene.layer.input[row, column, $0] > 0 }
    }
    let lit = corners.filter { $0.contains(true) }
    #expect(caption.contains("Red is lit in \(lit.count { $0[0] }) of the \(lit.count) patches"), "\(caption)")
  }

  /// That one number comes of the sums may be said in words, of which “one” is no choice's number.
  @Test(arguments: [
    ("one", true), ("one number", true), ("added up", true), ("2", true), ("three", false), ("1", false),
    ("the largest", false),
  ]) func whatBecomesOfTheSumsIsReadInWords(typed: String, isRight: Bool) throws {
    let scene = try scene(ChannelsScene.self)
    let question = try #require(scene.steps[try step("across", of: scene)].question)
    #expect(question.verdict(on: typed) == (isRight ? .right : .wrong))
  }

  /// A colour names a place only where it is no other place's.
  @Test func oneOfManyWhitePlacesIsNotTheWhitePatch() throws {
    let row = Array(repeating: "9", count: 15).joined(separator: ",")
    for filter in ["1", "2"] {
      let scene = try scene(
        ChannelsScene.self,
        ["values": Array(repeating: row, count: 5).joined(separator: ";"), "weights": "1,1,1,0,2,5", "filter": filter])
      #expect(scene.steps.allSatisfy { !$0.caption.plain.contains("white patch") })
    }
    let patches = try scene(ChannelsScene.self)
    #expect(patches.places.compactMap(patches.patch) == ["white", "red", "green", "yellow"])
  }

  /// Where the ReLU leaves nothing, no place is the largest, and none is framed.
  @Test(arguments: [("-9;-9", "on", false), ("-9;-9", "off", true), ("-6;-2", "on", true)])
  func aMapOfZerosSinglesOutNothing(biases: String, relu: String, isFound: Bool) throws {
    let scene = try scene(ChannelsScene.self, ["biases": biases, "relu": relu])
    let last = scene.steps[try #require(scene.moments.firstIndex(of: .place(8)))].caption.plain
    #expect((last.contains("Found") || last.contains("largest sum")) == isFound, "\(last)")
    let index = try step("alone", of: scene)
    let alone = scene.steps[index].caption.plain
    #expect(alone.contains("singles out") == isFound && alone.contains("nothing comes out above zero") != isFound)
    #expect(figure(scene, step: index).plainText.contains("framed") == isFound)
  }

  /// The colour that is asked for is said to be made of the channels that are lit in it.
  @Test(
    arguments: [
      ([:], "yellow: red + green lit"), (["filter": "2"], "red: red alone lit"),
      (["biases": "-2;1"], "yellow: red + green lit"),
      (["weights": "9,9,9,9,9,9,9,9,9;9,9,9,9,9,9,9,9,9;9,9,9,9,9,9,9,9,9"], "white: all three lit"),
      (["content": "random-1"], nil),
    ] as [([String: String], String?)]) func whatMakesTheColourIsSaid(settings: [String: String], recipe: String?)
    throws
  {
    let scene = try scene(ChannelsScene.self, settings)
    #expect(scene.recipe == recipe)
    let text = figure(scene, step: 0, size: Size(columns: 78, rows: 17)).plainText
    #expect(text.contains(" lit") == (recipe != nil) && text.contains(recipe ?? "seen together"))
  }
}
