import CellCanvas
import ConvolutionEngine
import Synchronization
import Testing

@testable import Lecture

struct AlexNetSceneTests {
  // MARK: The lecture's numbers

  /// Name, output, parameters, multiply-adds and the side of what one unit sees, as the lecture has them.
  static let published: [(name: String, output: String, parameters: String, work: String, sees: Int)] = [
    ("conv1", "55 × 55 × 96", "34,944", "105,415,200", 11),
    ("pool1", "27 × 27 × 96", "0", "0", 19),
    ("norm1", "27 × 27 × 96", "0", "not counted", 19),
    ("conv2", "27 × 27 × 256", "614,656", "447,897,600", 51),
    ("pool2", "13 × 13 × 256", "0", "0", 67),
    ("norm2", "13 × 13 × 256", "0", "not counted", 67),
    ("conv3", "13 × 13 × 384", "885,120", "149,520,384", 99),
    ("conv4", "13 × 13 × 384", "1,327,488", "224,280,576", 131),
    ("conv5", "13 × 13 × 256", "884,992", "149,520,384", 163),
    ("pool3", "6 × 6 × 256", "0", "0", 195),
    ("fc6", "4,096", "37,752,832", "37,748,736", 227),
    ("fc7", "4,096", "16,781,312", "16,777,216", 227),
    ("fc8", "1,000", "4,097,000", "4,096,000", 227),
  ]

  /// The step of a stage, by its place in the network: filters and an answer come behind the first.
  static func at(_ stage: Int) -> Int { stage == 0 ? 2 : stage + 4 }

  @Test func everyStageShowsTheLecturesNumbers() throws {
    let alexNet = try scene(AlexNetScene.self)
    #expect(alexNet.steps.count == Self.published.count + 7)
    #expect(figure(alexNet, step: 1).plainText.contains("227 × 227 × 3 = 154,587"))
    for (index, stage) in Self.published.enumerated() {
      let text = figure(alexNet, step: Self.at(index)).plainText
      let lines = text.split(separator: "\n")
      #expect(lines[0].hasPrefix(stage.name) && lines[0].hasSuffix("→  \(stage.output)"))
      #expect(lines.contains { $0.hasPrefix("parameters") && $0.prefix(25).hasSuffix(" \(stage.parameters)") })
      #expect(lines.contains { $0.hasPrefix("multiply-adds") && $0.prefix(25).hasSuffix(" \(stage.work)") })
      #expect(
        lines.contains { $0.hasPrefix("one unit sees") && $0.prefix(25).hasSuffix(" \(stage.sees) × \(stage.sees)") })
      if stage.parameters != "0" {
        let formula = alexNet.steps[Self.at(index)].formula[1].plain
        #expect(formula.contains("= \(stage.parameters)") && formula.hasSuffix("= \(stage.work)"))
      }
    }
  }

  @Test func totalsOfBothVersionsAreShown() throws {
    for groups in ["1", "2"] {
      let last = try #require(try scene(AlexNetScene.self, ["groups": groups]).steps.last)
      #expect(last.formula[0].plain == "one tower 62,378,344 parameters, 1,135,256,096 multiply-adds")
      #expect(last.formula[1].plain.hasPrefix("in two groups 60,965,224 parameters"))
    }
    let total = figure(try scene(AlexNetScene.self, ["groups": "2"]), step: 19).plainText
    #expect(total.contains("60,965,224"))
  }

  @Test func sharesAreThoseOfTheLecture() throws {
    let alexNet = try scene(AlexNetScene.self)
    let parameters = figure(alexNet, step: 17).plainText
    #expect(parameters.contains("60.5 %") && !parameters.contains("39.5 %"))
    let work = figure(alexNet, step: 18).plainText
    #expect(work.contains("60.5 %") && work.contains("39.5 %"))
    #expect(alexNet.steps[17].caption.plain.contains("94.0 %"))
    #expect(alexNet.steps[18].caption.plain.contains("94.8 %"))
  }

  // MARK: Other settings

  /// Sizes, parameters and multiply-adds worked out here, without the engine.
  @Test(arguments: [(131, 2), (67, 1), (195, 2)])
  func otherSettingsHaveTheirOwnNumbers(side: Int, groups: Int) throws {
    let alexNet = try scene(AlexNetScene.self, ["picture": "\(side)", "groups": "\(groups)"])
    let conv1 = (side - 11) / 4 + 1
    let pool1 = (conv1 - 3) / 2 + 1
    let pool2 = (pool1 - 3) / 2 + 1
    let pool3 = (pool2 - 3) / 2 + 1
    let depths = [(5, 96 / groups, 256, pool1), (3, 256, 384, pool2), (3, 384 / groups, 384, pool2)]
    for (step, filter) in zip([3, 6, 7].map(Self.at), depths) {
      let weights = filter.0 * filter.0 * filter.1
      let formula = alexNet.steps[step].formula[1].plain
      #expect(formula.contains("= \(NumberText.integer((weights + 1) * filter.2))"))
      #expect(formula.hasSuffix("= \(NumberText.integer(filter.3 * filter.3 * filter.2 * weights))"))
      let head = figure(alexNet, step: step).plainText.split(separator: "\n")[0]
      #expect(head.hasSuffix("→  \(filter.3) × \(filter.3) × \(filter.2)"))
    }
    #expect(alexNet.steps[Self.at(10)].formula[1].plain.contains(NumberText.integer((pool3 * pool3 * 256 + 1) * 4096)))
    #expect(alexNet.steps[Self.at(0)].question?.answer == .numbers([conv1, conv1, 96].map(Double.init), decimals: 0))
    #expect(alexNet.steps[Self.at(9)].question?.answer == .numbers([pool3, pool3, 256].map(Double.init), decimals: 0))
  }

  /// What would always be refused is not offered: every side there is goes through the network to the end.
  @Test func everySideThatIsOfferedFits() throws {
    guard case .choice(let sides, _) = AlexNetScene.side.kind else {
      Issue.record("the sides are names")
      return
    }
    for side in sides {
      for groups in ["1", "2"] {
        let network = try scene(AlexNetScene.self, ["picture": side, "groups": groups]).network
        #expect(network.stages.last?.output.count == 1000, "\(side)")
      }
    }
    #expect(throws: SettingsError("picture has no “35”; the smallest is 67.")) {
      try scene(AlexNetScene.self, ["picture": "35"])
    }
  }

  /// What the last stages are said to have most of, they have, at every side and in both forms.
  @Test(arguments: ["67", "99", "163", "227"], ["1", "2"])
  func convolutionsDoMostOfTheWork(side: String, groups: String) throws {
    let alexNet = try scene(AlexNetScene.self, ["picture": side, "groups": groups])
    let shared = alexNet.network.convolutions
    #expect(2 * shared.reduce(0) { $0 + $1.multiplyAdds } > alexNet.network.multiplyAdds)
    #expect(2 * shared.reduce(0) { $0 + $1.parameters } < alexNet.network.parameters)
    #expect(alexNet.steps[18].caption.plain.hasPrefix("Most work is done where weights are used again"))
    let total = alexNet.steps[19].caption.plain
    #expect(total.hasPrefix("A few shared weights do most of the work, many unshared ones fill the memory."))
    // The two that followed have one dense stage each, the last.
    #expect(total.hasSuffix("GoogLeNet and ResNet kept only the last."))
    for network in [Network.googLeNet, .resNet50] {
      let dense = network.stages.indices.filter {
        if case .dense = network.stages[$0].layer.kind { true } else { false }
      }
      #expect(dense.count == 1 && network.stages[dense[0]].output.count == 1000)
    }
  }

  /// A word is told where it is first read.
  @Test func wordsAreToldWhereTheyAreFirstRead() throws {
    let alexNet = try scene(AlexNetScene.self)
    #expect(figure(alexNet, step: 1).plainText.contains("memory        618 kB: fp32, 4 bytes each"))
    #expect(figure(alexNet, step: 0).plainText.contains("8 weight layers, 61 M parameters"))
    #expect(alexNet.steps[0].formula[0].plain.hasPrefix("top-5 error: how often the right class is not among"))
    #expect(alexNet.steps[Self.at(2)].caption.plain.hasPrefix("It damps a value v where the 5 channels around it"))
    #expect(alexNet.steps[Self.at(11)].caption.plain.contains("off (dropout): no unit relies on others"))
    for step in [0, 3, 9] {
      #expect(alexNet.steps[Self.at(step)].question?.prompt.hasSuffix("What height, width and depth come out?") == true)
    }
  }

  /// The page of filters is that of the one that is followed, which is framed; the knob page goes on from there.
  @Test func theFilterThatIsFollowedIsOnItsPage() throws {
    func range(_ values: [String: String]) throws -> String {
      let alexNet = try scene(AlexNetScene.self, values)
      #expect(
        alexNet.steps[3].formula[1].plain
          == "filter \(values["filter"] ?? "1"), which the next step follows, is framed on its page")
      let line = figure(alexNet, step: 3).plainText.split(separator: "\n")[0]
      return line.split(separator: " ").prefix(2).joined(separator: " ")
    }
    #expect(try range([:]) == "filters 1–12")
    #expect(try range(["filter": "12"]) == "filters 1–12")
    #expect(try range(["filter": "29"]) == "filters 25–36")
    #expect(try range(["filter": "29", "page": "2"]) == "filters 37–48")
    #expect(try range(["filter": "96", "page": "64"]) == "filters 85–96")
  }

  // MARK: Questions

  @Test func questionsAskForShapesAndForTheReversal() throws {
    let steps = try scene(AlexNetScene.self).steps
    #expect(steps[Self.at(0)].question?.isRight("55 55 96") == true)
    #expect(steps[Self.at(3)].question?.isRight("27x27x256") == true)
    #expect(steps[Self.at(9)].question?.isRight("6, 6, 256") == true)
    #expect(steps[Self.at(10)].question?.answerText == "fc6")
    #expect(steps[18].question?.answerText == "conv2")
    #expect(steps.count { $0.question != nil } == 5)
  }

  @Test func noStageIsGivenAwayBeforeItsStep() throws {
    let alexNet = try scene(AlexNetScene.self)
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      for (index, stage) in Self.published.enumerated() where stage.parameters != "0" {
        let before = figure(alexNet, step: Self.at(index) - 1, size: size).plainText
        #expect(!before.contains(stage.output) || Self.published.prefix(index).contains { $0.output == stage.output })
        #expect(!before.contains(stage.parameters))
      }
    }
  }

  // MARK: The forward pass

  /// All results of a pass, on a small picture.
  static let small: [NetworkPass.StageResult] = (try? run(["picture": "67"])) ?? []

  static func run(_ values: [String: String]) throws -> [NetworkPass.StageResult] {
    var results: [NetworkPass.StageResult] = []
    try #require(try scene(AlexNetScene.self, values).work).run { _, result in
      if let result = result as? NetworkPass.StageResult { results.append(result) }
      return true
    }
    return results
  }

  @Test func stagesArriveInOrderAndAgainTheSame() throws {
    let network = try scene(AlexNetScene.self, ["picture": "67"]).network
    #expect(Self.small.map(\.maps.shape) == network.stages.map(\.output))
    let again = try Self.run(["picture": "67"])
    #expect(again.map(\.maps) == Self.small.map(\.maps))
    let other = try Self.run(["picture": "67", "seed": "2"])
    #expect(zip(other, Self.small).allSatisfy { $0.maps != $1.maps })
    let probabilities = try #require(Self.small.last?.probabilities)
    #expect(abs(probabilities.values.reduce(0, +) - 1) < 1e-4)
  }

  @Test func progressGrowsAndEndsWhenNobodyWantsTheRest() throws {
    let work = try #require(try scene(AlexNetScene.self, ["picture": "67"]).work)
    let fractions = Mutex<[Double]>([])
    work.run { fraction, _ in
      fractions.withLock { $0.append(fraction) }
      return fractions.withLock { $0.count } < 4
    }
    let seen = fractions.withLock { $0 }
    #expect(seen.count == 4, "nothing comes after the refusal")
    #expect(seen == seen.sorted() && seen[0] == 0 && seen[3] > 0 && seen[3] < 1)
  }

  @Test func onlyWhatTheWeightsDependOnStartsItAnew() throws {
    func key(_ values: [String: String]) throws -> String? { try scene(AlexNetScene.self, values).work?.key }
    let standard = try key([:])
    for same in [["page": "2"], ["view": "maps"], ["shade": "per-stage"]] { #expect(try key(same) == standard) }
    for other in [["seed": "2"], ["groups": "2"], ["picture": "195"]] { #expect(try key(other) != standard) }
  }

  @Test func mapsStandOnTheScreenAsSoonAsTheyAreThere() throws {
    var alexNet = try scene(AlexNetScene.self, ["picture": "67"])
    #expect(figure(alexNet, step: Self.at(3)).plainText.contains("computing…"))
    for result in Self.small.prefix(4) { alexNet.receive(result) }
    let conv2 = figure(alexNet, step: Self.at(3))
    #expect(conv2.plainText.contains("untrained") && !conv2.plainText.contains("computing"))
    #expect(figure(alexNet, step: Self.at(4)).plainText.contains("computing…"))
    #expect(!conv2.hotSpots.filter { $0.target.grid == "maps" }.isEmpty)
  }

  /// A map whose values are pixels: each has the colour of its value.
  @Test(arguments: ["per-map", "per-stage"])
  func mapsHaveTheColoursOfTheirValues(shade: String) throws {
    let side = Self.small[0].maps.shape.height
    let maps = Self.small[0].maps
    let mosaic = try #require(FeatureMaps(side: side, channels: 96, wanted: 4, in: Size(columns: 64, rows: 8)))
    #expect(mosaic.tile == side && mosaic.columns == 4)
    let pixels = mosaic.pixels(
      of: maps, channels: 96, from: 8, shown: 4, peak: shade == "per-map" ? nil : maps.range.upperBound)
    for index in 0..<4 {
      let map = maps.channel(8 + index)
      let peak = shade == "per-map" ? map.range.upperBound : maps.range.upperBound
      let origin = mosaic.origin(of: index)
      for (row, column) in [(0, 0), (3, 9), (side - 1, side - 1)] {
        let tint = Tint.level(.amount, Double(map[row, column]) / Double(peak))
        #expect(pixels[origin.x + column, origin.y + row] == tint)
      }
    }
  }

  @Test func pagesShowFurtherMapsAndEndAtTheLast() throws {
    for (page, names) in [("1", "maps 1–3 of 96"), ("2", "maps 4–6 of 96"), ("64", "maps 94–96 of 96")] {
      let alexNet = try scene(AlexNetScene.self, ["page": page])
      #expect(figure(alexNet, step: Self.at(0)).plainText.contains(names))
    }
    let many = try scene(AlexNetScene.self, ["view": "maps"])
    func count(_ scene: AlexNetScene, _ size: Size) throws -> Int {
      let text = figure(scene, step: Self.at(0), size: size).plainText
      return try #require(text.firstMatch(of: /maps 1–(\d+) of 96/).flatMap { Int($0.1) })
    }
    let (few, small, large) = (try scene(AlexNetScene.self), Size(columns: 78, rows: 17), Size(columns: 158, rows: 38))
    #expect(try count(few, small) == 3 && count(many, small) == 10)
    #expect(try count(few, large) >= 8 && count(many, large) >= 24)
  }

  @Test func classesAreTheMostProbableOnes() throws {
    var alexNet = try scene(AlexNetScene.self, ["picture": "67"])
    for result in Self.small { alexNet.receive(result) }
    let values = try #require(Self.small.last?.probabilities?.values)
    let best = try #require(values.indices.max { values[$0] < values[$1] })
    let text = figure(alexNet, step: Self.at(12)).plainText
    let line = try #require(text.split(separator: "\n").first { $0.contains("class ") })
    #expect(
      line.contains(" \(best) ") && line.contains("\(NumberText.fixed(Double(values[best]) * 100, decimals: 2)) %"))
    #expect(text.contains("the classes mean nothing"))
  }

  // MARK: Pointing

  @Test func pointingAtABlockTellsItsNumbers() throws {
    let alexNet = try scene(AlexNetScene.self)
    let block = Target(grid: NetworkFigure.blocksName, row: 0, column: 4)
    let remark = try #require(alexNet.remark(on: block, at: Playhead(step: Self.at(7), pointer: block)))
    #expect(remark.caption.plain.contains("conv2: 27 × 27 × 256, 614,656 parameters, 447,897,600 multiply-adds"))
    let spots = figure(alexNet, step: Self.at(2)).hotSpots.map(\.target).filter { $0.grid == NetworkFigure.blocksName }
    #expect(spots.map(\.column) == [0, 1, 2, 3], "what is not there yet cannot be pointed at")
  }

  @Test func pointingAtAMapTellsItsRange() throws {
    var alexNet = try scene(AlexNetScene.self, ["picture": "67"])
    for result in Self.small { alexNet.receive(result) }
    let values = Self.small[3].maps.channel(7).values
    let target = Target(grid: "maps", row: 0, column: 7)
    let text = try #require(alexNet.remark(on: target, at: Playhead(step: Self.at(3), pointer: target))).caption.plain
    #expect(text.contains("conv2, map 8 of 256"))
    #expect(text.contains("to \(WalkPart.value(values.max() ?? 0)),"))
    let mean = values.reduce(0, +) / Float(values.count)
    #expect(text.contains("mean \(WalkPart.value(mean));"))
    let units = Target(grid: "units", row: 10, column: 12)
    let two = try #require(alexNet.remark(on: units, at: Playhead(step: Self.at(10), pointer: units))).caption.plain
    let fc6 = Self.small[10].maps.values
    #expect(two == "fc6, units 11 and 12: \(WalkPart.value(fc6[10])), \(WalkPart.value(fc6[11]))")
  }

  // MARK: Sentences that a setting could undo

  /// Nobody sees 99 × 99 pixels of a picture of 67 × 67.
  @Test(arguments: ["67", "99", "131", "195", "227"]) func noUnitSeesMoreThanThePicture(side: String) throws {
    let alexNet = try scene(AlexNetScene.self, ["picture": side])
    let most = try #require(Int(side))
    for (index, step) in alexNet.steps.enumerated() {
      let text = step.caption.plain + "\n" + figure(alexNet, step: index).plainText
      for match in text.matches(of: /(sees up to|one unit sees) +(?:all )?(\d+) × (\d+)/) {
        let seen = try #require(Int(match.2))
        #expect(seen <= most, "step \(index + 1)")
      }
    }
    let conv3 = alexNet.steps[Self.at(6)].caption.plain
    #expect(
      conv3.contains(most > 99 ? "sees up to 99 × 99 of the \(side) × \(side) pixels" : "sees up to all \(side) ×"))
    // Where the border cuts a field off, the sum is that of the whole field, and says so.
    let panel = figure(alexNet, step: Self.at(6)).plainText
    #expect(panel.contains(most >= 99 ? " 67+(3−1)·16 = 99" : "field 67+(3−1)·16 = 99"))
  }

  @Test func whatItIsAndWhatItNeedsIsNamed() throws {
    let alexNet = try scene(AlexNetScene.self)
    #expect(alexNet.steps[0].caption.plain.contains("won the ImageNet contest of 2012"))
    let story = figure(alexNet, step: 0).plainText
    for word in ["1,000 classes", "ReLU", "dropout", "two GPUs", "16.4", "26.2"] { #expect(story.contains(word)) }
    #expect(!alexNet.steps[1].caption.plain.contains("every stage"), "norm1, norm2, conv4 and fc7 keep the shape")
    #expect(alexNet.steps[Self.at(0)].caption.plain.contains("A ReLU sets negative answers to 0"))
    #expect(alexNet.steps[Self.at(11)].caption.plain.contains("dropout"))
    #expect(alexNet.steps[19].caption.plain.contains("VGG kept such dense stages"))
    // Of VGG-16 most parameters are dense; of the two others hardly any.
    for (network, isDense) in [(Network.vgg16, true), (.googLeNet, false), (.resNet50, false)] {
      let dense = network.stages.filter { if case .dense = $0.layer.kind { true } else { false } }
      #expect((dense.reduce(0) { $0 + $1.parameters } * 2 > network.parameters) == isDense)
    }
  }

  /// What the normalisation multiplied by, from the maps before and after it.
  @Test func theNormalisationSaysWhatItDid() throws {
    var alexNet = try scene(AlexNetScene.self, ["picture": "67"])
    let norm1 = Self.at(2)
    #expect(alexNet.steps[norm1].caption.plain.contains("The shape stays."))
    #expect(
      alexNet.steps[norm1].formula[1].plain
        == "in the paper it comes before the pooling, and 0.0001 is not divided by 5")
    for result in Self.small { alexNet.receive(result) }
    let pairs = zip(Self.small[1].maps.values, Self.small[2].maps.values).filter { $0.0 != 0 }
    let factors = pairs.map { $0.1 / $0.0 }
    let (least, most) = (WalkPart.value(factors.min() ?? 0), WalkPart.value(factors.max() ?? 0))
    let words = alexNet.steps[norm1].caption.plain
    #expect(
      words.contains(least == most ? "multiplies all by \(least)" : "multiplies by \(least) to \(most)"))
    // The largest sum of squares over five channels, by plain loops, and what it adds to 2.
    let maps = Self.small[1].maps
    var loudest: Float = 0
    for row in 0..<maps.shape.height {
      for column in 0..<maps.shape.width {
        for channel in 0..<96 {
          var sum: Float = 0
          for near in max(0, channel - 2)...min(95, channel + 2) {
            sum += maps[row, column, near] * maps[row, column, near]
          }
          loudest = max(loudest, sum)
        }
      }
    }
    let formula = alexNet.steps[norm1].formula[0].plain
    #expect(formula.contains("up to \(NumberText.fixed(Double(loudest), decimals: 1)):"))
    #expect(formula.contains("(2 + 0.0001/5·\(NumberText.fixed(Double(loudest), decimals: 1)))^0.75"))
  }

  // MARK: Filters, and one of them followed

  /// The scene with the first stage's weights, on a small picture.
  private func begun(_ values: [String: String]) throws -> AlexNetScene {
    var alexNet = try scene(AlexNetScene.self, values.merging(["picture": "67"]) { one, _ in one })
    let work = try #require(alexNet.work)
    work.run { _, result in
      if let result { alexNet.receive(result) }
      return alexNet.first == nil
    }
    return alexNet
  }

  @Test(arguments: ["1", "17", "96"]) func aFilterIsFollowedToItsMap(filter: String) throws {
    let alexNet = try begun(["filter": filter])
    let layer = try #require(alexNet.first)
    let index = try #require(Int(filter)) - 1
    let answer = layer.answers[0]
    #expect(layer.answers.map(\.filter) == [index, (index + 1) % 96, (index + 2) % 96])
    // Its answer at some places, by plain loops over the picture's numbers.
    let input = alexNet.picture.tensor
    for (row, column) in [(0, 0), (3, 9), (14, 14)] {
      var sum: Float = 0
      for y in 0..<11 {
        for x in 0..<11 {
          for channel in 0..<3 {
            sum += input[4 * row + y, 4 * column + x, channel] * layer.filters[index, y, x, channel]
          }
        }
      }
      #expect(abs(answer.raw[row, column] - sum) < 1e-3 * max(1, abs(sum)))
      #expect(answer.rectified[row, column] == max(0, answer.raw[row, column]))
    }
    // The same as the network's own first map.
    #expect(zip(answer.rectified.values, Self.small[0].maps.channel(index).values).allSatisfy { abs($0 - $1) < 1e-3 })
    let positive = answer.raw.values.count { $0 > 0 }
    #expect(alexNet.steps[4].caption.plain.contains(NumberText.share(positive, of: 15 * 15)))
    #expect(figure(alexNet, step: 4).plainText.contains("filter \(filter)"))
  }

  @Test func filtersAreShownAsPictures() throws {
    let alexNet = try begun([:])
    let layer = try #require(alexNet.first)
    let drawn = figure(alexNet, step: 3)
    #expect(drawn.hotSpots.contains { $0.target == Target(grid: AlexNetScene.filtersName, row: 0, column: 5) })
    let picture = layer.picture(of: 5)
    let weights = (0..<363).map { layer.filters.values[5 * 363 + $0] }
    let largest = try #require(weights.map(abs).max())
    for place in [0, 100, 362] {
      #expect(abs(Double(picture.bytes[place]) - 127.5 - 127.5 * Double(weights[place] / largest)) <= 0.51)
    }
    #expect(alexNet.steps[3].caption.plain.contains("random"))
    let remark = try #require(
      alexNet.remark(
        on: Target(grid: AlexNetScene.filtersName, row: 0, column: 5), at: Playhead(step: 3)))
    #expect(
      remark.caption.plain.contains("363 weights from \(NumberText.fixed(Double(weights.min() ?? 0), decimals: 3))"))
  }

  // MARK: From a value to what it has seen

  /// Window and field of a value, by following the windows back one by one, cut off at the border at last.
  @Test(arguments: ["67", "131"]) func aValueKnowsItsWindowAndItsField(side: String) throws {
    let alexNet = try scene(AlexNetScene.self, ["picture": side])
    let extent = try #require(Int(side))
    // Kernel, stride and padding of conv1, pool1, norm1, conv2, pool2, norm2, conv3, conv4, conv5, pool3.
    let windows = [
      (11, 4, 0), (3, 2, 0), (1, 1, 0), (5, 1, 2), (3, 2, 0), (1, 1, 0), (3, 1, 1), (3, 1, 1), (3, 1, 1), (3, 2, 0),
    ]
    for stage in windows.indices where alexNet.network.stages[stage].output.height > 0 {
      let shape = alexNet.network.stages[stage].output
      for (row, column) in [(0, 0), (shape.height - 1, shape.width / 2), (shape.height / 2, shape.width - 1)] {
        let target = Target(grid: NetworkFigure.pixelsName, row: row, column: 2 * shape.width + column)
        let pixel = try #require(alexNet.figure.pixel(of: target, in: stage))
        #expect(pixel.channel == 2 && pixel.row == row && pixel.column == column)
        func back(_ place: Int) -> (window: Range<Int>, field: Range<Int>) {
          var span = place..<place + 1
          var window = span
          for layer in (0...stage).reversed() {
            let (kernel, stride, padding) = windows[layer]
            span = span.lowerBound * stride - padding..<(span.upperBound - 1) * stride - padding + kernel
            if layer == stage {
              let input = alexNet.network.stages[stage].input.height
              window = max(0, span.lowerBound)..<min(input, span.upperBound)
            }
          }
          return (window, max(0, span.lowerBound)..<min(extent, span.upperBound))
        }
        #expect(pixel.window.rows == back(row).window && pixel.window.columns == back(column).window)
        #expect(pixel.field.rows == back(row).field && pixel.field.columns == back(column).field, "stage \(stage)")
      }
    }
  }

  @Test func pointingAtAValueShowsWhereItComesFrom() throws {
    var alexNet = try scene(AlexNetScene.self, ["picture": "67"])
    for result in Self.small { alexNet.receive(result) }
    let index = Self.at(3)
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let calm = figure(alexNet, step: index, size: size)
      let spots = calm.hotSpots.map(\.target).filter { $0.grid == NetworkFigure.pixelsName }
      #expect(spots.count > 100)
      let target = try #require(spots.dropFirst(40).first)
      let pointed = figure(alexNet, step: index, pointer: target, size: size)
      #expect(pointed.audit == [] && pointed != calm)
      #expect(pointed.plainText.contains("picture") && pointed.plainText.contains("norm1"))
      #expect(Set(pointed.hotSpots.map(\.target)) == Set(calm.hotSpots.map(\.target)), "nothing moves")
      let shape = alexNet.network.stages[3].output
      let value = Self.small[3].maps[target.row, target.column % shape.width, target.column / shape.width]
      let remark = try #require(alexNet.remark(on: target, at: Playhead(step: index, pointer: target)))
      #expect(remark.caption.plain.contains("conv2, map \(target.column / shape.width + 1), row \(target.row + 1)"))
      #expect(remark.caption.plain.contains(": \(WalkPart.value(value)). It looks at "))
    }
  }

  /// Maps that are each as bright as their own maximum allows do not compare, and that is said at both sizes.
  @Test func brightnessIsSaidToBePerMap() throws {
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      for (shade, words) in [("per-map", "each by its own scale"), ("per-stage", "all up to ")] {
        var alexNet = try scene(AlexNetScene.self, ["picture": "67", "shade": shade])
        for result in Self.small { alexNet.receive(result) }
        for index in [0, 1, 3, 6].map(Self.at) {
          let text = figure(alexNet, step: index, size: size).plainText
          #expect(text.contains(words) && text.contains("untrained"))
        }
      }
    }
  }

  // MARK: Small pictures and groups

  /// On 163 pixels fc6 stands on 4,096 values, as fc7 does, and both are the answer.
  @Test func stagesThatAreEqualAreOneAnswer() throws {
    let alexNet = try scene(AlexNetScene.self, ["picture": "163"])
    let question = try #require(alexNet.steps[Self.at(10)].question)
    #expect(question.answerText == "fc6 and fc7" && question.isRight("fc7") == true && question.isRight("fc8") == false)
    #expect(!alexNet.steps[Self.at(10)].note.contains("reversal"))
  }

  @Test func notesKnowSmallPictures() throws {
    let small = try scene(AlexNetScene.self, ["picture": "67", "groups": "2"])
    let work = try step("work", of: small)
    #expect(small.steps[work].question?.answerText == "fc7" && small.steps[work].note.contains("one answer"))
    // 24,265,064 / 6,998,552
    #expect(small.steps[try step("parameters", of: small)].note.contains("3.5 times fewer"))
    let usual = try scene(AlexNetScene.self)
    #expect(usual.steps[work].note.contains("two answers"))
    #expect(usual.steps[try step("parameters", of: usual)].note.contains("8.9 times fewer"))
  }

  @Test func groupsAreToldWhereverTheyAre() throws {
    for (groups, isSplit) in [("1", false), ("2", true)] {
      let alexNet = try scene(AlexNetScene.self, ["groups": groups])
      let halves = alexNet.network.stages.indices.filter {
        alexNet.steps[Self.at($0)].caption.plain.contains("one half of the")
      }
      #expect(halves.map { alexNet.network.stages[$0].name } == (isSplit ? ["conv2", "conv4", "conv5"] : []))
      let conv3 = try #require(alexNet.network.stages.firstIndex { $0.name == "conv3" })
      #expect(alexNet.steps[Self.at(conv3)].caption.plain.contains("all 256 maps") == isSplit)
    }
  }

  /// What stands beside the year is the network of that year, half of the maps on each card, whatever the knobs say.
  @Test(arguments: ["1", "2"]) func theStoryIsOfTheNetworkAsItWas(groups: String) throws {
    let size = NumberText.metric(60_965_224, unit: "") + " parameters"
    for picture in ["67", "227"] {
      let scene = try scene(AlexNetScene.self, ["groups": groups, "picture": picture])
      let text = figure(scene, step: 0).plainText
      #expect(text.contains(size) && text.contains("half of the maps on each"))
      #expect(!text.contains("best without") && !text.contains("fc6"), "said before its meaning")
    }
  }

  /// A normalisation sums squares and takes a power of each: that is not counted, which is not the same as no work.
  @Test func workThatIsNotCountedIsNotCalledNone() throws {
    let alexNet = try scene(AlexNetScene.self)
    for (index, stage) in Network.alexNet.stages.enumerated() {
      let line = figure(alexNet, step: Self.at(index)).plainText.split(separator: "\n").first {
        $0.hasPrefix("multiply-adds")
      }
      #expect(line?.contains("not counted") == stage.name.hasPrefix("norm"), "\(stage.name)")
      let said = WalkPart.summary(of: stage).plain
      #expect(said.contains("multiply-adds not counted") == stage.name.hasPrefix("norm"), "\(said)")
      // A pooling that compares has no products at all.
      if stage.name.hasPrefix("pool") { #expect(said.contains(" 0 multiply-adds")) }
    }
    // Means are sums, which are not counted either.
    let means = try Stage(Layer("mean", .averagePooling(Window(2, stride: 2))), on: Shape(height: 4, width: 4))
    #expect(WalkPart.summary(of: means).plain.contains("multiply-adds not counted"))
  }

  /// What the edges of blocks mean stands beside them at every stage, and is true of those that are drawn.
  @Test(arguments: [Size(columns: 78, rows: 18), Size(columns: 158, rows: 38)])
  func edgesSayWhatTheyMean(size: Size) throws {
    let alexNet = try scene(AlexNetScene.self)
    for index in Network.alexNet.stages.indices {
      let text = figure(alexNet, step: Self.at(index), size: size).plainText
      #expect(text.contains("an edge twice as long: 4 times the rows or channels"), "stage \(index)")
    }
  }

  /// As soon as dense towers stand there, it is said that their heights have a scale of their own.
  @Test func denseTowersSayTheirScale() throws {
    let alexNet = try scene(AlexNetScene.self)
    for (index, stage) in alexNet.network.stages.enumerated() {
      let text = figure(alexNet, step: Self.at(index)).plainText
      #expect(text.contains("a scale of their own") == stage.name.hasPrefix("fc"), "\(stage.name)")
    }
    #expect(figure(alexNet, step: try step("total", of: alexNet)).plainText.contains("a scale of their own"))
  }

  /// Of several units in a pixel it is said what the pixel shows.
  @Test func aPixelOfSeveralUnitsIsTheirMean() throws {
    var alexNet = try scene(AlexNetScene.self, ["picture": "67"])
    for result in Self.small { alexNet.receive(result) }
    #expect(figure(alexNet, step: Self.at(10)).plainText.contains("a pixel the mean of 6"))
  }

  /// On 224 pixels the strides of conv1 and pool1 do not come out even: no window comes to the last five rows and columns.
  @Test(arguments: [("224", "219 × 219"), ("227", "227 × 227")])
  func whatIsDroppedIsNotSeen(side: String, seen: String) throws {
    let scene = try scene(AlexNetScene.self, ["picture": side])
    let network = scene.figure.network
    #expect(network.stages.last?.sees(of: network).text == seen)
    #expect(network.stages.last?.sees(of: network).isEverything == (side == "227"))
    // The same along the columns, from the places of each layer.
    var last = 0
    for stage in network.stages.reversed() {
      guard let window = stage.layer.window else {
        last = stage.output.width - 1
        continue
      }
      let start = last * window.stride - window.padding.before
      last = min(start + window.effectiveKernel - 1, stage.input.width - 1)
    }
    #expect(sides(last + 1, last + 1) == seen)
  }
}
