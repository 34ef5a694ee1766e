import CellCanvas
import ConvolutionEngine
import Playback
import Testing

@testable import Lecture

struct WalkSceneTests {
  private func walk(_ network: Network, _ change: (inout Settings) -> Void = { _ in }) throws -> WalkScene {
    var settings = Settings(network: network)
    change(&settings)
    return try WalkScene(settings)
  }

  private static let own = """
    input 32x32x3
    conv1: conv 16 kernel=5 pad=2 relu
    down: maxpool 2
    a: conv 16 3 pad=same relu
    b: conv 16 3 pad=same from=a
    sum: add from=b,down relu
    tail: globalpool
    dense 10
    softmax
    """

  // MARK: Every network

  @Test(arguments: Network.names, [false, true]) func everyStepHasItsWordsAndItsRoom(name: String, isOpen: Bool) throws
  {
    let scene = try walk(#require(Network.named(name))) { $0.set(WalkScene.isOpen, to: isOpen) }
    for (index, step) in scene.steps.enumerated() {
      step.check("\(name), step \(index + 1)")
      #expect(scene.formula(at: Playhead(step: index)).hasRoom, "\(name), step \(index + 1)")
    }
    let sampled = Set(stride(from: 0, to: scene.steps.count, by: 7)).union([
      scene.steps.count - 1, scene.steps.count - 2,
    ])
    for index in sampled {
      for size in [Size(columns: 80, rows: 24), Size(columns: 160, rows: 48), Size(columns: 30, rows: 8)] {
        for progress in [0.0, 0.5, 1] {
          let canvas = scene.figure(
            at: Playhead(step: index, progress: progress), size: StageLayout(size).figure.size)
          if size.columns >= 80 { #expect(canvas.audit.isEmpty, "\(name), step \(index + 1): \(canvas.audit)") }
        }
      }
    }
  }

  @Test(arguments: ["lenet5", "digits", "resnet18"]) func resultsOfARealPassAreShown(name: String) throws {
    var scene = try walk(#require(Network.named(name)))
    let work = try #require(scene.work)
    work.run { _, result in
      if let result { scene.receive(result) }
      return true
    }
    #expect(scene.figure.pass.results.count == scene.network.stages.count)
    for index in scene.steps.indices {
      let canvas = scene.figure(at: Playhead(step: index))
      #expect(canvas.audit.isEmpty, "\(name), step \(index + 1): \(canvas.audit)")
      #expect(!canvas.plainText.contains("computing"), "\(name), step \(index + 1)")
    }
    let classes = scene.figure(at: Playhead(step: scene.steps.count - 4)).plainText
    #expect(classes.contains(name == "digits" ? "trained weights" : "untrained"))
    // Maps can be pointed at, and tell of their values.
    let first = scene.figure(at: Playhead(step: 1))
    let spot = try #require(first.hotSpots.first { $0.target.grid == NetworkFigure.mapsName })
    #expect(scene.remark(on: spot.target, at: Playhead(step: 1))?.caption.plain.contains("map 1 of") == true)
  }

  @Test func noStepChangesWithResults() throws {
    var scene = try walk(.leNet5)
    let before = scene.steps
    scene.work?.run { _, result in
      if let result { scene.receive(result) }
      return true
    }
    #expect(scene.steps == before && !WalkScene.stepsTellResults)
  }

  // MARK: What goes in

  @Test func aNetworkOfOneChannelIsShownADigit() throws {
    for network in [Network.leNet5, .digits] {
      let input = try walk(network).figure.pass.input
      #expect(input.shape == network.input)
      // Paper 0, ink 1: paper all around, and some ink in the middle.
      let (rows, columns) = (input.shape.height, input.shape.width)
      #expect((0..<columns).allSatisfy { input[0, $0] == 0 && input[rows - 1, $0] == 0 })
      #expect(input.values.contains(1) && input.values.count { $0 > 0.5 } < rows * columns / 4)
    }
    var scene = try walk(.digits)
    var scores: Tensor?
    scene.work?.run { _, result in
      if let result = result as? NetworkPass.StageResult { scores = result.probabilities ?? scores }
      return true
    }
    let likeliest = try #require(scores).values
    #expect(likeliest.indices.max { likeliest[$0] < likeliest[$1] } == WalkScene.digit, "\(likeliest)")
    // A picture of the viewer's own comes first.
    let white = Picture(width: 40, height: 40, bytes: [UInt8](repeating: 255, count: 4800))
    let own = try walk(.leNet5) { $0.picture = white }.figure.pass.input
    #expect(own.values.allSatisfy { $0 == 0 })
    // In colours the photograph stays.
    #expect(try walk(.resNet18).figure.pass.input.shape.channels == 3)
    scene = try walk(.resNet18)
  }

  // MARK: Networks of one's own

  private func own(_ text: String) throws -> WalkScene { try walk(Network(name: "own", title: "own", text: text)) }

  @Test func aTransposedConvolutionsFormulasAreItsOwn() throws {
    let scene = try own("input 30x10x3\ntransposed 2 4 stride=2 pad=1")
    // (30 − 1)·2 − 2·1 + 4 rows, and of every weight one product at each place of the input.
    let (rows, columns) = ((30 - 1) * 2 - 2 + 4, (10 - 1) * 2 - 2 + 4)
    #expect(scene.network.stages[0].output == Shape(height: rows, width: columns, channels: 2))
    let formula = scene.steps[1].formula.map(\.plain)
    #expect(formula[0].hasSuffix("(30 − 1)·2 − 2 + 4 = \(rows) and \(columns)"))
    let weights: Int = 4 * 4 * 3 * 2
    let products: Int = 30 * 10 * weights
    #expect(formula[1].contains("(4·4·3 + 1)·2 = \(weights + 2)"))
    #expect(formula[1].contains("30·10·2·4·4·3 = \(NumberText.integer(products))"))
  }

  @Test func picturesThatAreNoSquaresSayBothSides() throws {
    let scene = try own("input 64x48x3\nconv 16 3 stride=2 pad=1 relu")
    #expect(scene.steps[1].formula[0].plain.hasSuffix("⌊(64 + 2·1 − 3)/2⌋ + 1 = 32 and 24"))
  }

  @Test func whatOnlyFinishesAStageDoesNotNameIt() throws {
    let scene = try own("input 1x1x5\nfirst: dense 4\nrelu\ndropout 0.5\nlast: dense 3\nsoftmax")
    #expect(scene.figure.parts.map(\.name) == ["first", "last", "softmax1"])
    #expect(scene.steps[0].formula[0].plain.hasPrefix("in 5   out 3"))
    // A normalised convolution is called as a whole.
    #expect(try walk(.resNet18).figure.parts[0].name == "conv1")
    #expect(try walk(.googLeNet).figure.parts.suffix(2).map(\.name) == ["pool5", "fc"])
  }

  @Test func whereNothingIsLearnedNobodyAsksWhere() throws {
    let scene = try own("input 8x8x3\nmaxpool 2")
    #expect(scene.steps.count == 3 && scene.steps.allSatisfy { $0.faults.isEmpty })
  }

  @Test func withoutDenseStagesNoneAreSpokenOf() throws {
    let scene = try own("input 5x5x7\nconv 6 1 relu\nconv 2 3")
    let captions = scene.steps.suffix(3).map(\.caption.plain)
    #expect(captions[0].hasPrefix("The most parameters: conv2,") && captions[0].contains("No stage is dense"))
    // 7·6 weights at 5·5 places, 3·3·6·2 at 3·3.
    let (first, second): (Int, Int) = (42, 108)
    let uses = (25 * first + 9 * second) / (first + second)
    #expect(captions[1].contains("does \(uses) multiply-adds on average"))
  }

  @Test func addedBranchesAreSaidToBeWhatTheyAre() throws {
    func caption(_ text: String) throws -> String {
      try own("input 8x8x4\nfirst: conv 4 3 pad=1\n" + text).steps[2].caption.plain
    }
    #expect(
      try caption("a: conv 4 3 pad=1 from=first\nb: conv 4 3 pad=1 from=first\nadd from=a,b")
        == "Two branches on one input are added, value by value: each has to give 8 × 8 × 4.")
    #expect(
      try caption("a: conv 8 3 pad=1 from=first\nb: conv 8 1 from=first\nadd from=a,b")
        .hasPrefix("The shape changes, from 8 × 8 × 4 to 8 × 8 × 8"))
    #expect(
      try caption("a: conv 8 3 pad=1 from=first\nb: conv 8 5 pad=2 from=first\nadd from=a,b")
        .hasPrefix("Two branches on one input"))
    // The projections of a ResNet keep their sentence.
    let captions = try walk(.resNet50).steps.map(\.caption.plain)
    #expect(captions.count { $0.hasPrefix("The shape changes") } == 1)
    #expect(captions.count { $0.contains("changes the shape") && $0.contains("projected") } == 3)
  }

  // MARK: Many parts

  /// So many convolutions in a row.
  private func chain(_ count: Int) throws -> WalkScene {
    let lines = (1...count).map { "c\($0): conv 4 3 pad=same relu" }.joined(separator: "\n")
    return try walk(Network(name: "chain", title: "chain", text: "input 8x8x3\n" + lines))
  }

  @Test(arguments: [1, 24, 25, 26, 60, 200]) func everyBlockHasColumnsToBeSeen(count: Int) throws {
    let scene = try chain(count)
    for columns in [78, 158] {
      let size = Size(columns: columns, rows: columns == 78 ? 17 : 38)
      for step in Set([1, 2, count / 2, count - 1, count]).filter({ (1...count).contains($0) }) {
        let canvas = scene.figure(at: Playhead(step: step), size: size)
        let blocks = canvas.hotSpots.filter { $0.target.grid == NetworkFigure.blocksName }
        #expect(blocks.contains { $0.target.column == step }, "block \(step) of \(count) is drawn")
        #expect(blocks.allSatisfy { $0.region.columns >= 3 && $0.region.endColumn <= columns })
        let isAll = (count + 1) * 3 <= columns
        #expect(canvas.plainText.contains("of \(count + 1)") == !isAll, "\(count), step \(step)")
        // The block that is pointed at is the part of that name.
        for spot in blocks.prefix(3) where spot.target.column > 0 {
          let remark = scene.remark(on: spot.target, at: Playhead(step: step, pointer: spot.target))
          #expect(remark?.caption == scene.steps[spot.target.column].caption)
        }
      }
      let whole = scene.figure(at: Playhead(step: 0), size: size)
      let places = whole.hotSpots.filter { $0.target.grid == NetworkFigure.blocksName }.map(\.target.column)
      #expect(places.first == 0 && places.last == count)
    }
  }

  // MARK: Its numbers

  @Test func totalsAreThePublishedOnes() throws {
    // Parameters as PyTorch's model zoo counts them; of the paper's GoogLeNet by its shapes.
    for (name, parameters) in [
      ("vgg16", "138,357,544"), ("vgg19", "143,667,240"), ("resnet50", "25,557,032"), ("alexnet", "62,378,344"),
    ] {
      let scene = try walk(#require(Network.named(name)))
      #expect(scene.steps[0].formula[0].plain.contains(parameters), "\(name)")
    }
  }

  @Test func aModulesLedgerAddsUp() throws {
    let scene = try walk(.googLeNet)
    let index = try #require(scene.steps.firstIndex { $0.caption.plain.hasSuffix("64 + 128 + 32 + 32 = 256.") })
    let terms = [192 * 64 + 64, 192 * 96 + 96, 9 * 96 * 128 + 128, 192 * 16 + 16, 25 * 16 * 32 + 32, 192 * 32 + 32]
    let formula = scene.steps[index].formula[0].plain
    #expect(
      formula
        == "parameters " + terms.map(NumberText.integer).joined(separator: " + ") + " = "
        + NumberText.integer(terms.reduce(0, +)))
    #expect(scene.steps[index].formula[1].plain.hasSuffix("128,049,152"))
    let figure = scene.figure(at: Playhead(step: index)).plainText
    for label in ["in 192", "1×1 64", "1×1 96", "3×3 128", "1×1 16", "5×5 32", "max 3×3", "1×1 32", "concat"] {
      #expect(figure.contains(label), "\(label) is no box of\n\(figure)")
    }
  }

  @Test func aResidualBlockShowsItsShortcut() throws {
    let scene = try walk(.resNet50)
    let index = try #require(scene.steps.firstIndex { $0.caption.plain.hasPrefix("y = F(x) + x: three") })
    let figure = scene.figure(at: Playhead(step: index)).plainText
    #expect(figure.contains("└──") && figure.contains("+"))
    let projected = try #require(scene.steps.firstIndex { $0.caption.plain.contains("so what passes by goes through") })
    #expect(projected < index)
  }

  @Test func modulesOpenIntoTheirStages() throws {
    let closed = try walk(.googLeNet)
    let open = try walk(.googLeNet) { $0.set(WalkScene.isOpen, to: true) }
    // Nine modules of eight stages, and the dropout behind the pooling.
    #expect(open.steps.count == closed.steps.count + 9 * 8 + 2)
    #expect(try walk(.resNet152).steps.count < 60)
  }

  @Test func aNetworkOfOnesOwnIsWalked() throws {
    let scene = try walk(Network(name: "own", title: "own", text: Self.own))
    let captions = scene.steps.map(\.caption.plain)
    #expect(captions.contains { $0.hasPrefix("y = F(x) + x: two convolutions") })
    #expect(scene.steps[1].formula[1].plain.contains("(5·5·3 + 1)·16 = 1,216"))
    #expect(captions.contains("Scores become probabilities: none is below 0, and together they are 1."))
  }

  @Test func shapesAreAskedForOnce() throws {
    for name in Network.names {
      let scene = try walk(#require(Network.named(name)))
      #expect(scene.steps.count { $0.question != nil } <= 2, "\(name)")
      #expect(scene.steps[0].question == nil)
    }
  }

  @Test func othersThanTheLargestAreTakenTogether() throws {
    let scene = try walk(.resNet152)
    let figure = scene.figure(at: Playhead(step: scene.steps.count - 2)).plainText
    #expect(figure.contains(" others"))
    let shared = scene.figure.sharedParts(atMost: 8)
    #expect(shared.count == 8)
    #expect(shared.reduce(0) { $0 + $1.parameters } == Network.resNet152.parameters)
    #expect(shared.reduce(0) { $0 + $1.work } == Network.resNet152.multiplyAdds)
  }

  @Test func aSeedMeansNothingToTrainedWeights() {
    #expect(throws: SettingsError.self) { try walk(.digits) { $0.set(WalkScene.seed, to: 2) } }
  }

  // MARK: What is true of this network

  private func workStep(_ scene: WalkScene) throws -> Step { scene.steps[try step("work", of: scene)] }

  @Test(arguments: [
    ("vgg19", "conv1-2 and 7 others"), ("digits", "conv2 and conv3"), ("resnet18", "conv2-1 and 4 others"),
    ("alexnet", "conv2"),
  ]) func allThatDoMostAreTheAnswer(name: String, answer: String) throws {
    let told = try workStep(walk(#require(Network.named(name))))
    #expect(told.question?.answerText == answer)
  }

  @Test func whereAllDoTheSameNobodyAsksWhich() throws {
    let told = try workStep(own("input 8x8x4\nconv 4 3 pad=same\nconv 4 3 pad=same"))
    #expect(told.question == nil && told.note.contains("one answer"))
  }

  @Test func onlyAllIsAHundredPercent() throws {
    #expect(try workStep(walk(.resNet18)).caption.plain.hasSuffix("all but the dense stages do 99.97 % of it."))
    #expect(NumberText.share(1, of: 1) == "100.0 %" && NumberText.share(0, of: 9) == "0.0 %")
    #expect(NumberText.share(99_999_999, of: 100_000_000) == "over 99.99 %")
    #expect(NumberText.share(1, of: 100_000_000) == "under 0.01 %" && NumberText.share(395, of: 1000) == "39.5 %")
  }

  @Test func denseNetworksHaveNoConvolutionsToCompareWith() throws {
    let dense = try own("input 8x8x1\ndense 20 relu\ndense 20 relu\ndense 3")
    #expect(try workStep(dense).caption.plain.hasPrefix("All work is in dense stages"))
    #expect(dense.steps.allSatisfy { !$0.note.contains("convolutions") && !$0.caption.plain.contains("0.0 %") })
    let mixed = try own("input 8x8x1\nconv 2 3\ndense 100\ndense 3")
    #expect(try workStep(mixed).caption.plain.contains("Yet here so many weights are dense"))
    #expect(mixed.steps.contains { $0.note.contains("Compare it with the convolutions") })
  }

  /// Behind a stride the places are several pixels apart, and behind the last stage nothing follows.
  @Test func aStrideIsCountedInWhatItStepsOn() throws {
    let scene = try own("input 16x16x1\nconv 1 2 stride=2\nconv 6 2 stride=2")
    let captions = scene.steps[1...2].map(\.caption.plain)
    #expect(captions[0].hasPrefix("1 filter takes a look every 2 pixels") && captions[0].contains("follows has less"))
    #expect(captions[1].hasPrefix("6 filters take a look every 2 places") && captions[1].hasSuffix("become 16."))
    #expect(scene.steps[1].formula[0].plain.hasPrefix("1 filter of 2 × 2 × 1,"))
  }

  @Test func groupsAreSharesOfTheWeights() throws {
    let scene = try own("input 8x8x8\nconv 16 3 groups=8\nconv 8 3 groups=2\nconv 8 3 groups=4")
    let captions = scene.steps[1...3].map(\.caption.plain)
    #expect(captions[0].hasPrefix("Each channel has 2 filters of its own"))
    #expect(captions[1].contains("half of the weights") && captions[2].contains("1/4 of the weights"))
  }

  /// A block of a kind that was there before is told by what is new about it.
  @Test func blocksOfOneKindAreToldApart() throws {
    let captions = try walk(.resNet50).steps.map(\.caption.plain)
    #expect(Set(captions).count == captions.count)
    #expect(captions[5].hasPrefix("Block 3 of 16: the shape stays"))
  }

  @Test func largeSumsHaveTheirThousands() throws {
    #expect(try walk(.googLeNet).steps.contains { $0.caption.plain.hasSuffix("384 + 384 + 128 + 128 = 1,024.") })
  }

  // MARK: Notes

  /// What a lecturer is told of a part is told of no other part with weights.
  @Test(arguments: ["vgg16", "vgg19", "resnet50", "googlenet", "alexnet"]) func everyPartHasANoteOfItsOwn(name: String)
    throws
  {
    for isOpen in [false, true] {
      let scene = try walk(#require(Network.named(name))) { $0.set(WalkScene.isOpen, to: isOpen) }
      let notes = zip(scene.moments, scene.steps).compactMap { moment, step -> String? in
        guard case .part(let place) = moment, scene.figure.parts[place].isLearned else { return nil }
        return step.note
      }
      #expect(Set(notes).count == notes.count, "\(notes)")
    }
  }

  @Test func equalConvolutionsAreToldApart() throws {
    let scene = try walk(.vgg16)
    func note(_ name: String) throws -> String {
      scene.figure.note(of: try #require(scene.figure.parts.first { $0.name == name }))
    }
    // Two 3 × 3 at a jump of 4 on 32 × 32.
    #expect(try note("conv3-3").hasPrefix("As many parameters and as much work as conv3-2."))
    #expect(try note("conv3-3").hasSuffix("A unit sees 40 × 40, one of conv3-2 32 × 32."))
    // The same filters on a quarter of the places.
    #expect(try note("conv5-1").hasPrefix("Beside conv4-3: as many parameters, 25.0 % of the work."))
    #expect(try note("conv2-1").hasPrefix("Beside conv1-2: 2 times the parameters, half of the work."))
    #expect(
      try note("pool2")
        == "Of every 4 values one goes on. Units stand 4 pixels apart in the picture now, behind pool1 it was 2.")
    #expect(try note("conv1-1").contains("3·3·3 and a bias"))
    #expect(try walk(.resNet18).steps[1].note.hasSuffix("7·7·3."), "its convolutions have no bias")
  }

  /// Nothing is said to change in shape where something does.
  @Test func notesKnowWhatChangesInShape() throws {
    var scenes = try Network.names.map { try walk(#require(Network.named($0))) { $0.set(WalkScene.isOpen, to: true) } }
    scenes.append(try own("input 8x8x8\ntransposed 4 kernel=4 stride=2 pad=1\ntransposed 4 kernel=2 stride=2"))
    for scene in scenes {
      for (moment, step) in zip(scene.moments, scene.steps) where step.note.contains("nothing changes in shape") {
        let part: WalkPart
        switch moment {
        case .part(let place): part = scene.figure.parts[place]
        case .stage(let index, _): part = WalkPart(stage: index, of: scene.network)
        default: continue
        }
        #expect(part.input == part.output, "\(scene.network.name), \(part.name)")
      }
    }
    let stamps = scenes[scenes.count - 1].steps[1...2].map(\.note)
    #expect(stamps[0].hasSuffix("so they do.") && stamps[1].hasPrefix("Beside transposed1:"))
  }

  @Test func whatNothingTakesIsSaid() throws {
    let scene = try own("input 16x16x3\nconv 4 3\nconv 4 3 from=input\nconv 4 3")
    #expect(
      scene.steps[1].caption.plain
        == "What comes out of conv1 goes nowhere: no later stage takes it. The network goes on from conv2.")
    let heads = try walk(#require(Network.named("googlenet-heads"))).steps.map(\.caption.plain)
    #expect(heads.count { $0.contains("On the side is 4") && $0.hasSuffix("nothing takes what comes out there.") } == 2)
  }

  @Test func aFilterForEachChannelIsAShareOfOneForAll() throws {
    let captions = try own("input 8x8x12\nconv 12 3 groups=12").steps.map(\.caption.plain)
    #expect(captions[1].hasSuffix("1/12 of the weights and of the work of filters as deep as the input."))
  }

  // MARK: Pictures that are no squares, few units, wide screens

  private func walked(_ text: String) throws -> WalkScene {
    var scene = try own(text)
    scene.work?.run { _, result in
      if let result { scene.receive(result) }
      return true
    }
    return scene
  }

  /// Maps of 48 × 32 keep their proportions, so that every value can be pointed at where it is drawn.
  @Test func mapsThatAreNoSquaresKeepTheirProportions() throws {
    let scene = try walked("input 48x32x3\nconv 4 3 pad=1 relu\nmaxpool 2")
    for (step, rows, columns) in [(1, 48, 32), (2, 24, 16)] {
      for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
        let drawn = scene.figure(at: Playhead(step: step), size: size)
        let spots = drawn.hotSpots.filter { $0.target.grid == NetworkFigure.pixelsName && $0.target.column < columns }
        let inside = spots.filter { drawn[$0.region.column, $0.region.row].glyph == "▀" }
        #expect(inside.map(\.target.column).max() ?? 0 >= columns - 5, "\(size)")
        #expect(inside.map(\.target.row).max() ?? 0 >= rows - 3, "\(size)")
        let width = (inside.map(\.region.endColumn).max() ?? 0) - (inside.map(\.region.column).min() ?? 0)
        let height = (inside.map(\.region.endRow).max() ?? 0) - (inside.map(\.region.row).min() ?? 0)
        #expect(abs(3 * width - 2 * 2 * height) <= 6, "\(width) columns, \(height) rows, \(size)")
      }
    }
  }

  /// A few units are squares with their values.
  @Test func fewUnitsShowTheirValues() throws {
    let scene = try walked("input 5x5x1\ndense 5\nsoftmax")
    let values = try #require(scene.figure.pass.result(of: 0)).maps.values
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let drawn = scene.figure(at: Playhead(step: 1), size: size)
      for (unit, value) in values.enumerated() {
        let text = drawn.text(of: Target(grid: NetworkFigure.unitsName, row: unit, column: unit + 1))
        #expect(text == NumberText.fixed(Double(value), decimals: 2), "\(size)")
      }
    }
    #expect(scene.figure.parts.map(\.isRow) == [true, true], "a softmax of units is a column as they are")
    #expect(NetworkFigure.squareSide(of: 4096, in: Size(columns: 50, rows: 8)) == nil)
    #expect(NetworkFigure.squareSide(of: 512, in: Size(columns: 128, rows: 23)) == 2)
  }

  /// Where there is room the field stands in the picture; where all of it is seen it would say nothing.
  @Test func aWideScreenShowsTheFieldInThePicture() throws {
    let scene = try walked("input 32x32x3\nconv 4 5\nconv 4 5\nglobalpool\ndense 3")
    let wide = Size(columns: 158, rows: 38)
    for (step, field) in [(1, "5 × 5"), (2, "9 × 9")] {
      let text = scene.figure(at: Playhead(step: step), size: wide).plainText
      #expect(text.contains("the unit in the middle sees") && text.contains("  \(field)"))
      #expect(
        !scene.figure(at: Playhead(step: step), size: Size(columns: 78, rows: 17)).plainText.contains("in the middle"))
    }
    for step in [3, 4] {
      #expect(!scene.figure(at: Playhead(step: step), size: wide).plainText.contains("in the middle"))
    }
    // The one that is pointed at: at the border less is seen of 9 × 9.
    let corner = Target(grid: NetworkFigure.pixelsName, row: 0, column: 0)
    let pointed = scene.figure(at: Playhead(step: 2, pointer: corner), size: wide).plainText
    #expect(pointed.contains("this unit sees"))
  }
}
