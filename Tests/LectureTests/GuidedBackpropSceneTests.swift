import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct GuidedBackpropSceneTests {
  typealias S = GuidedBackpropScene

  private func passed(_ scene: S, _ rule: ReLU.Rule) -> [Float] { scene.passed[rule]?.values ?? [] }

  @Test func theThreeRulesStandOnTheScreen() throws {
    let scene = try scene(S.self)
    #expect(passed(scene, .plain) == [-2, 0, -1, 6, 0, 0, 0, -1, 3])
    #expect(passed(scene, .deconvolution) == [0, 3, 0, 6, 0, 1, 2, 0, 3])
    #expect(passed(scene, .guided) == [0, 0, 0, 6, 0, 0, 0, 0, 3])
    for (number, (rule, count)) in [(ReLU.Rule.plain, 5), (.deconvolution, 5), (.guided, 2)].enumerated() {
      let index = try #require(scene.index(of: "rule", number))
      #expect(scene.steps[index].formula[0].plain.hasSuffix("\(count) of 9 come through"))
      #expect(scene.steps[index].question.map { $0.isRight("\(count)") == true } ?? (rule == .plain))
      #expect(figure(scene, step: index).plainText.contains(rule.name))
    }
  }

  /// What each rule lets through, by its definition, for values typed by hand.
  @Test(arguments: [
    ("1,1,1;1,1,1;1,1,1", "-1,-2,-3;-4,-5,-6;-7,-8,-9"), ("0,0,0;0,0,0;0,0,0", "1,2,3;4,5,6;7,8,9"),
    ("-1,2,0;3,-4,5;0,6,-7", "1,-1,2;-2,3,-3;4,-4,0"),
  ]) func typedValuesFollowTheRules(x: String, g: String) throws {
    let scene = try scene(S.self, ["x": x, "g": g])
    func numbers(_ text: String) -> [Float] { text.split { ";,".contains($0) }.compactMap { Float($0) } }
    for (index, (x, g)) in zip(numbers(x), numbers(g)).enumerated() {
      #expect(passed(scene, .plain)[index] == (x > 0 ? g : 0))
      #expect(passed(scene, .deconvolution)[index] == (g > 0 ? g : 0))
      #expect(passed(scene, .guided)[index] == (x > 0 && g > 0 ? g : 0))
    }
  }

  /// The plain gradient is how much the unit rises with a value: by running the network on pictures a little different there.
  @Test(arguments: [("class", "1", "ship"), ("conv5", "2", "frog"), ("conv1", "1", "truck")])
  func thePlainGradientIsTheUnitsOwn(layer: String, unit: String, picture: String) throws {
    let scene = try finished(S.self, ["layer": layer, "unit": unit, "picture": picture])
    let seen = scene.unitShown
    let portrait = try #require(scene.trained?.portraits[.plain])
    func answer(_ picture: Tensor) -> Float {
      RememberedPass(of: picture, through: seen.network, weights: seen.weights)
        .outputs[seen.stage][seen.place.row, seen.place.column, seen.channel]
    }
    #expect(answer(seen.picture) == seen.answer)
    // Along the gradient itself, where the rounding of single pixels does not count.
    let length = portrait.values.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
    let step: Float = 1e-3
    func moved(_ amount: Float) -> Tensor {
      Tensor(seen.picture.shape, values: zip(seen.picture.values, portrait.values).map { $0 + amount * $1 / length })
    }
    let slope = (answer(moved(step)) - answer(moved(-step))) / (2 * step)
    #expect(length > 0 && abs(slope - length) < 0.05 * length)
  }

  /// The unit speaks for the class: by taking its map away, whose share of the score is then gone, to first order.
  @Test(arguments: [("conv5", "ship", "ship"), ("conv5", "cat", "frog")])
  func theMapsAreThoseThatSpeakForTheClass(layer: String, wanted: String, picture: String) throws {
    let scenes = try (1...2).map {
      try scene(S.self, ["layer": layer, "class": wanted, "unit": "\($0)", "picture": picture])
    }
    func drop(_ seen: SeenUnit) -> Float {
      let (network, stage) = (seen.network, seen.stage)
      let index = scenes[0].photos.classes.firstIndex(of: wanted)
      // Above the last convolution the network is linear: a mean and a dense layer.
      let dense = seen.weights.parameters(of: network.stages[network.scoresStage], at: network.scoresStage).weights
      let map = seen.maps.channel(seen.channel).values
      let depth = network.stages[stage].output.channels
      return map.reduce(0, +) / Float(map.count) * dense[(index ?? 0) * depth + seen.channel]
    }
    let drops = scenes.map { drop($0.unitShown) }
    #expect(drops[0] >= drops[1] && drops[1] > 0)
  }

  /// One random layer by plain loops: guided adds up the filters that answered and helped, wherever they did.
  @Test(arguments: [1, 4, 8]) func theRandomLayerIsWhatLoopsMakeOfIt(filters: Int) throws {
    let picture = StrokeDigits.sheet(4)
    let portraits = RandomLayer.portraits(of: picture, filters: filters, seed: 7)
    let network = try Network(
      name: "n", title: "n", input: picture.shape,
      layers: [.convolution("c", filters, kernel: 5, padding: 2), .dense("d", 1, isRectified: false)])
    let source = SeededWeights(seed: 7, .init(.he, .normal))
    let kernels = source.parameters(of: network.stages[0], at: 0).weights
    let upper = source.parameters(of: network.stages[1], at: 1).weights
    let bank = FilterBank(count: filters, rows: 5, columns: 5, depth: 1, values: kernels)
    for rule in ReLU.Rule.allCases {
      var result = [Float](repeating: 0, count: 784)
      for filter in 0..<filters {
        for row in 0..<28 {
          for column in 0..<28 {
            func eachCell(_ body: (Int, Int, Int) -> Void) {
              for i in 0..<5 {
                for j in 0..<5 {
                  let (y, x) = (row + i - 2, column + j - 2)
                  if (0..<28).contains(y), (0..<28).contains(x) { body(y * 28 + x, i, j) }
                }
              }
            }
            var sum: Float = 0
            eachCell { cell, i, j in sum += bank[filter, i, j, 0] * picture.values[cell] }
            let gradient = upper[(row * 28 + column) * filters + filter]
            let passes =
              switch rule {
              case .plain: sum > 0
              case .deconvolution: gradient > 0
              case .guided: sum > 0 && gradient > 0
              }
            if passes { eachCell { cell, i, j in result[cell] += bank[filter, i, j, 0] * gradient } }
          }
        }
      }
      let found = try #require(portraits[rule]?.values)
      let largest = result.map(abs).max() ?? 1
      #expect(zip(found, result).allSatisfy { abs($0 - $1) < 1e-4 * largest })
    }
  }

  @Test(arguments: [
    ["picture": "ship"], ["picture": "frog", "layer": "conv5"],
    ["picture": "horse", "layer": "conv3", "class": "horse", "unit": "3", "seed": "4"],
  ])
  func whatIsSaidOfTheChecksFollowsFromThem(values: [String: String]) throws {
    let scene = try finished(S.self, values)
    let last = try #require(scene.forgotten.last)
    #expect(scene.forgotten.count == scene.layers.count)
    let forgetting = scene.steps[try step("forgetting", of: scene)]
    let guided = last.isBlank(.guided) ? "–" : S.text(last.likeness[.guided] ?? 0)
    #expect(forgetting.caption.plain.contains("still \(guided) like its old self") == !last.isBlank(.guided))
    #expect(forgetting.formula[0].plain.contains("guided \(guided)"))
    // The same numbers by hand: the sizes of the picture with all layers at random, in their order, beside the trained.
    let seen = scene.unitShown
    let portraits = seen.portraits(weights: SeededWeights(seed: UInt64(values["seed"] ?? "1") ?? 1))
    for rule in ReLU.Rule.allCases {
      let own = try #require(scene.trained?.portraits[rule])
      let expected = seen.likeness((portraits[rule] ?? own).strengths, own.strengths)
      #expect(abs((last.likeness[rule] ?? 9) - expected) < 1e-9)
    }
  }

  /// Blank pictures have not changed “as they should”: no way down is open.
  @Test func blankPicturesAreNoVerdict() throws {
    let scene = try finished(S.self, ["seed": "88", "picture": "cat", "layer": "conv3"])
    #expect(scene.forgotten.last?.portraits[.plain]?.values.allSatisfy { $0 == 0 } == true)
    #expect(scene.steps[try step("forgetting", of: scene)].caption.plain.contains("nothing comes back"))
  }

  /// “No nearer” is said only where the printed numbers say so.
  @Test(arguments: Pictures.things.map(\.name).prefix(4))
  func nearerToTheEdgesIsWhatTheNumbersSay(picture: String) throws {
    let scene = try finished(S.self, ["picture": picture, "layer": "conv2"])
    let likeness = try #require(scene.trained?.likeness)
    let isNearer = (likeness[.guided] ?? 0) > (likeness[.plain] ?? 0)
    #expect(scene.steps[try step("edges", of: scene)].caption.plain.contains("no nearer") == !isNearer)
  }

  /// What lies outside of what the unit sees made plain alike to its old self: of both it was said that much needs no
  /// learning.
  @Test func likenessIsNotThatOfWhatTheUnitCannotSee() throws {
    let scene = try finished(S.self, ["picture": "horse", "layer": "conv2", "unit": "4"])
    let plain = try #require(scene.forgotten.last?.portraits[.plain])
    let own = try #require(scene.trained?.portraits[.plain])
    #expect(rankCorrelation(plain.strengths, own.strengths) > 0.5)
    #expect(scene.forgotten.last.map { ($0.likeness[.plain] ?? 1) < 0.5 } == true)
    #expect(!scene.steps[try step("forgetting", of: scene)].caption.plain.contains("what both show"))
  }

  /// A unit of conv1 sees 25 pixels, whose order chance makes alike.
  @Test(arguments: ["1", "7", "20"]) func fewPixelsAreNoVerdict(seed: String) throws {
    let scene = try finished(S.self, ["layer": "conv1", "seed": seed])
    #expect(scene.unitShown.field.rows.count * scene.unitShown.field.columns.count <= 25)
    let caption = scene.steps[try step("forgetting", of: scene)].caption.plain
    #expect(caption.hasSuffix("by chance, too.") || caption.contains("nothing comes back"))
  }

  /// What the unit cannot see is 0 in every picture, and would make any two of them alike: it is not compared.
  @Test(arguments: ["conv1", "conv3"]) func onlyWhatTheUnitSeesIsCompared(layer: String) throws {
    let scene = try finished(S.self, ["layer": layer])
    let seen = scene.unitShown
    let (rows, columns) = seen.field
    let own = try #require(scene.trained?.portraits[.plain])
    var inside: ([Float], [Float]) = ([], [])
    for row in 0..<32 {
      for column in 0..<32 {
        let place = row * 32 + column
        if rows.contains(row), columns.contains(column) {
          inside.0.append(own.strengths[place])
          inside.1.append(scene.edges.values[place])
        } else {
          #expect((0..<3).allSatisfy { own[row, column, $0] == 0 })
        }
      }
    }
    #expect(inside.0.count == rows.count * columns.count && inside.0.count < 1024)
    #expect(scene.trained?.likeness[.plain] == rankCorrelation(inside.0, inside.1))
    for name in ["edges", "forgetting"] {
      let formula = scene.steps[try step(name, of: scene)].formula
      #expect(formula[1].plain.contains("\(rows.count) × \(columns.count) pixels"))
    }
    #expect(try finished(S.self).steps[try step("edges", of: scene)].formula.count == 1)
  }

  @Test func aMapThatSpeaksForNothingIsRefused() throws {
    let photos = TrainedPhotos.carried
    let blank = Tensor(photos.network.input, repeating: 0)
    #expect(throws: SettingsError.self) {
      _ = try SeenUnit(in: 0, place: 32, for: 3, of: photos, on: blank)
    }
    #expect(throws: SettingsError.self) { _ = try scene(S.self, ["picture": "yours"]) }
  }

  @Test func beforeTheWorkIsDoneNothingIsClaimed() throws {
    let scene = try scene(S.self)
    for name in ["portrait", "edges", "forgetting", "untrained"] {
      let index = try step(name, of: scene)
      #expect(scene.steps[index].formula[0].plain.contains("being computed"))
      #expect(!figure(scene, step: index).plainText.contains("0."))
    }
  }

  /// Where nothing comes back, no likeness is told, and none is concluded from.
  @Test func whereNothingComesBackNothingIsCompared() throws {
    let scene = try finished(S.self, ["picture": "bird", "layer": "conv5"])
    let last = try #require(scene.forgotten.last)
    #expect(last.portraits[.plain]?.isBlank == true && last.portraits[.guided]?.isBlank == true)
    let index = try step("forgetting", of: scene)
    let words = scene.steps[index].caption.plain + scene.steps[index].formula.map(\.plain).joined()
    #expect(words.contains("shut") && !words.contains("0.00") && words.contains("plain –"))
    #expect(!figure(scene, step: index).plainText.contains("0.00"))
    // Of the others nothing is a dash.
    let open = try finished(S.self)
    #expect(!figure(open, step: index).plainText.contains("–"))
  }

  /// What follows, from the numbers alone.
  @Test func whatFollowsIsReadOffTheNumbers() {
    func follows(_ plain: Double, _ guided: Double, pixels: Int = 1024, blank: Set<ReLU.Rule> = []) -> S.Forgetting {
      let portraits = ReLU.Rule.allCases.map { ($0, Tensor(rows: [[blank.contains($0) ? 0 : 1]])) }
      return .follows(
        S.Check(
          portraits: Dictionary(uniqueKeysWithValues: portraits), likeness: [.plain: plain, .guided: guided]),
        pixels: pixels)
    }
    #expect(follows(0, 0, blank: [.plain, .guided]) == .shut && follows(0.3, 0, blank: [.guided]) == .guidedShut)
    #expect(follows(0.6, 0.7) == .bothStay && follows(0.4, 0.6) == .guidedStays && follows(0.1, 0.3) == .guidedMore)
    #expect(follows(0.3, 0.2) == .bothChange && follows(0.6, 0.7, pixels: 25) == .few)
  }

  /// Only the plain pictures are gradients: of the others it is not said that the unit rises with a value.
  @Test(arguments: [Size(columns: 78, rows: 17), Size(columns: 158, rows: 34), Size(columns: 158, rows: 40)])
  func onlyThePlainPictureIsCalledAGradient(size: Size) throws {
    let scene = try finished(S.self)
    for (index, moment) in scene.moments.enumerated()
    where figure(scene, step: index, size: size).plainText.contains("grey 0") {
      let isSaid = figure(scene, step: index, size: size).plainText.contains("the unit rises")
      #expect(isSaid == (moment == .portrait(.plain)), "step \(index + 1)")
    }
  }

  /// The picture itself stands beside the plain gradient, as large as it.
  @Test func thePictureStandsBesideItsGradient() throws {
    let scene = try finished(S.self)
    let index = try #require(scene.index(of: "portrait"))
    let drawn = figure(scene, step: index)
    #expect(drawn.plainText.contains("the ship") && drawn.plainText.contains("plain ±"))
    let spots = Set(drawn.hotSpots.map(\.target.grid))
    #expect(spots.isSuperset(of: ["pixel", "plain"]))
  }

  /// A score speaks for one class: a class that is named and another's place contradict each other.
  @Test func aNamedClassHasOneScore() throws {
    #expect(throws: SettingsError.self) { _ = try scene(S.self, ["class": "airplane", "unit": "9"]) }
    let likeliest = try scene(S.self, ["unit": "9"])
    #expect(likeliest.unitShown.channel != likeliest.unitShown.wanted)
    let named = try scene(S.self, ["class": "airplane"])
    #expect(named.unitName == "the score of airplane")
    _ = try scene(S.self, ["class": "airplane", "unit": "3", "layer": "conv3"])
  }

  /// Below the words of a window of 80 x 24 three lines are left for a note.
  @Test func theNotesFitASmallWindow() throws {
    for step in try finished(S.self).steps {
      #expect(StyledText(step.note).wrapped(columns: 74).count <= 3, "\(step.note)")
    }
  }
}
