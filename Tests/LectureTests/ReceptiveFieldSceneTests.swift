import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct ReceptiveFieldSceneTests {
  private typealias Layer = (kernel: Int, stride: Int, dilation: Int)

  /// The inputs that unit `unit` of the last of some unpadded layers depends on, found by following every weight down.
  private func inputs(of unit: Int, through layers: [Layer]) -> Set<Int> {
    layers.reversed().reduce([unit]) { units, layer in
      Set(units.flatMap { unit in (0..<layer.kernel).map { unit * layer.stride + $0 * layer.dilation } })
    }
  }

  /// From the first to the last input that a unit depends on.
  private func width(_ layers: [Layer]) -> Int {
    let seen = inputs(of: 0, through: layers)
    return (seen.max() ?? 0) - (seen.min() ?? 0) + 1
  }

  /// The units of a graph's layer that are set in bold: those that are lit.
  private func lit(_ layer: Int, in canvas: Canvas) -> [String] {
    canvas.hotSpots.filter { $0.target.grid == "layer-\(layer)" }.filter { spot in
      (spot.region.row..<spot.region.endRow).contains { row in
        (spot.region.column..<spot.region.endColumn).contains {
          canvas[$0, row].isText && canvas[$0, row].style.contains(.bold)
        }
      }
    }.map { canvas.text(in: $0.region) }
  }

  @Test func theMiddleUnitReachesAllInputs() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    #expect(lit(0, in: figure(scene, step: 0)) == [])
    #expect(lit(1, in: figure(scene, step: 0)) == [])
    #expect(lit(1, in: figure(scene, step: 1)) == ["h2", "h3", "h4"])
    #expect(lit(0, in: figure(scene, step: 1)) == [])
    #expect(lit(0, in: figure(scene, step: 2)) == ["x1", "x2", "x3", "x4", "x5"])
    #expect(lit(2, in: figure(scene, step: 2)) == ["g3"])
    #expect(scene.steps[2].question?.answer == .number(5, decimals: 0))
    #expect(scene.steps[2].formula.map(\.plain) == ["h2 sees x1 x2 x3    h3 sees x2 x3 x4    h4 sees x3 x4 x5"])
    let grown = scene.steps[try step("grown", of: scene)]
    #expect(grown.formula[0].plain == "r2 = r1 + (k2 − 1)·j1 = 3 + (3 − 1)·1 = 5")
    #expect(grown.formula[1].plain == "j2 = j1·s2 = 1·1 = 1")
  }

  @Test func linesComeBeforeTheUnitsThatTheyReach() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    #expect(lit(1, in: figure(scene, step: 1, progress: 0.5)) == [])
    #expect(lit(0, in: figure(scene, step: 2, progress: 0.5)) == [])
    #expect(lit(1, in: figure(scene, step: 2, progress: 0)) == ["h2", "h3", "h4"])
  }

  @Test func threeSmallKernelsSeeAsFarAsOneOfSeven() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    for (layer, side) in [(2, 5), (3, 7), (4, 9)] {
      let canvas = figure(scene, step: try step("grown", of: scene) + layer - 2)
      #expect(canvas.plainText.contains("\(side) × \(side)"))
      #expect(!canvas.plainText.contains("\(side + 2) × \(side + 2)"))
    }
    let index = try step("grown", of: scene) + 1
    #expect(scene.steps[index].question?.answer == .number(7, decimals: 0))
    let prices = try step("weights", of: scene)
    let text = figure(scene, step: prices).plainText
    for number in ["18·C²", "25·C²", "27·C²", "49·C²"] { #expect(text.contains(number)) }
    #expect(scene.steps[prices].formula[0].plain.contains("27·C² = 110,592"))
    #expect(scene.steps[prices].formula[0].plain.contains("49·C² = 200,704"))
    #expect(scene.steps[prices].question?.answer == .numbers([27, 49], decimals: 0))
    #expect(!figure(scene, step: prices - 1).plainText.contains("C²"))
  }

  /// Weights of stacks and of single layers that see as far, counted layer by layer.
  @Test(arguments: [
    (["kernel": "5"], [(5, 1, 1), (5, 1, 1), (5, 1, 1)]),
    (["kernel": "2", "stride": "2"], [(2, 2, 1), (2, 2, 1), (2, 2, 1)]),
    (["stack": "5,2,1;3,1,2"], [(5, 2, 1), (3, 1, 2), (3, 1, 1)]),
  ])
  func pricesFollowTheStack(_ settings: [String: String], _ layers: [(Int, Int, Int)]) throws {
    let scene = try scene(ReceptiveFieldScene.self, settings)
    let prices = try step("weights", of: scene)
    let text = figure(scene, step: prices).plainText
    for count in 2...3 {
      let weights = layers.prefix(count).reduce(0) { $0 + $1.0 * $1.0 }
      let side = width(layers.prefix(count).map { ($0.0, $0.1, $0.2) })
      #expect(
        text.contains("\(weights)·C²") && text.contains("\(NumberText.integer(side * side))·C²")
          && text.contains("one \(side) × \(side)"))
      guard count == 3 else { continue }
      #expect(scene.steps[prices].question?.answer == .numbers([Double(weights), Double(side * side)], decimals: 0))
      #expect(scene.steps[prices].formula[0].plain.contains("\(weights)·C² = \(NumberText.integer(weights * 64 * 64))"))
    }
  }

  @Test func wordsFollowTheKnobs() throws {
    func caption(_ settings: [String: String], _ moment: String, layer: Int = 2) throws -> String {
      let scene = try scene(ReceptiveFieldScene.self, settings)
      return scene.steps[try step(moment, of: scene) + layer - 2].caption.plain
    }
    #expect(try caption(["kernel": "1"], "start").hasPrefix("Each unit looks at no more than a single unit"))
    #expect(try caption(["stack": "1,1,1;5,1,1"], "start").hasPrefix("Each unit looks at no more than 5 units"))
    #expect(try caption(["kernel": "1"], "second").contains("1 of the 5 inputs: kernels of 1 never look aside"))
    #expect(try caption(["dilation": "3"], "second").contains("1 of the 5 inputs: so short a row"))
    #expect(
      try caption(["stack": "5,1,1;1,1,1"], "second").hasSuffix(
        "a kernel of 1 adds nothing to what the other layer sees."))
    #expect(try caption(["kernel": "1"], "grown", layer: 3).hasPrefix("Layer 3 adds nothing"))
    #expect(try caption(["kernel": "2"], "grown", layer: 3).contains("reaches 1 unit of the layer below further"))
    #expect(try caption(["stride": "2"], "grown", layer: 3).contains("each step there is 4 inputs wide"))
    #expect(try caption(["kernel": "1"], "faster").hasPrefix("A kernel of 1 has no reach"))
    #expect(try caption([:], "faster").contains("about doubles"))
  }

  /// Dilation, pooling and the network that is looked into are explained where they come first.
  @Test func wordsAreExplainedWhereTheyComeFirst() throws {
    let scene = try finished(ReceptiveFieldScene.self)
    #expect(
      scene.steps[try step("measures", of: scene)].formula[1].plain.contains("dilation (a window's weights d apart)"))
    for (kernel, words) in [("1", "the largest of 2 × 2 stands for all"), ("3", "of 2 × 2 the largest stays")] {
      let scene = try LectureTests.scene(ReceptiveFieldScene.self, ["kernel": kernel])
      #expect(scene.steps[try step("faster", of: scene)].caption.plain.contains(words))
    }
    let trained = scene.steps[try step("trained", of: scene)]
    #expect(trained.caption.plain.contains("photos, a small network"))
    #expect(trained.formula[0].plain.hasPrefix("its conv4") && trained.formula[1].plain.contains("45,000 photographs"))
  }

  /// A bell has a top: where the most paths lead to many inputs alike, it is said to be flat.
  @Test func aPlateauIsNoPlainBell() throws {
    for (stack, isFlat) in [("7,1,1;3,1,1", true), ("3,1,1;3,1,1", false)] {
      let scene = try LectureTests.scene(ReceptiveFieldScene.self, ["layers": "2", "stack": stack])
      let caption = scene.steps[try step("effective", of: scene)].caption.plain
      #expect(caption.contains("flat top") == isFlat, "\(caption)")
    }
    // 11.85 % and 11.73 % are 12 % both, and yet not the same.
    let holes = try LectureTests.scene(ReceptiveFieldScene.self, ["kernel": "5", "dilation": "3", "layers": "6"])
    #expect(!holes.steps.contains { $0.caption.plain.hasSuffix(", as before.") })
  }

  @Test func theLastStepIsToTakeHome() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    let last = try #require(scene.steps.last)
    #expect(try step("end", of: scene) == scene.steps.count - 1)
    #expect(last.caption.plain.hasPrefix("Take home: "))
    #expect(last.formula[1].plain == "AlexNet's last pooling:  r = 195 of the 227 pixels,  j = 32")
    #expect(last.links.map(\.scene) == ["three-advantages"])
    // It is complete from its beginning, and its stages can be pointed at.
    let end = scene.steps.count - 1
    #expect(figure(scene, step: end, progress: 0) == figure(scene, step: end))
    let target = Target(grid: "stages", row: 7, column: 0)
    #expect(scene.remark(on: target, at: Playhead(step: end))?.formula[0].plain.hasSuffix("= 195") == true)
  }

  @Test(arguments: [(3, 2, 1, 4), (2, 2, 2, 3), (5, 1, 3, 3), (4, 1, 1, 5), (1, 3, 1, 2), (3, 1, 2, 6)])
  func fieldsAreWhatTheWeightsReach(_ kernel: Int, _ stride: Int, _ dilation: Int, _ count: Int) throws {
    let scene = try scene(
      ReceptiveFieldScene.self,
      ["kernel": "\(kernel)", "stride": "\(stride)", "dilation": "\(dilation)", "layers": "\(count)"])
    for layer in 2...count {
      let layers = Array(repeating: (kernel, stride, dilation), count: layer)
      let step = scene.steps[try step("grown", of: scene) + layer - 2]
      #expect(step.formula[0].plain.hasSuffix("= \(width(layers))"))
      let neighbours = inputs(of: 1, through: layers).min() ?? 0
      #expect(step.formula[1].plain.hasSuffix("= \(neighbours)"), "the jump is the way from one unit to the next")
    }
    // The last unit of the pyramid sees the first and the last input.
    let seen = scene.pyramid.dependencies(of: 0, in: count)[0]
    #expect(seen == inputs(of: 0, through: Array(repeating: (kernel, stride, dilation), count: count)))
    #expect(seen.max() == scene.pyramid.count(0) - 1)
  }

  @Test func everyLayerCanBeEdited() throws {
    // Kernel, stride and dilation of two layers; the others keep the knobs' values.
    let scene = try scene(ReceptiveFieldScene.self, ["stack": "5,2,1;3,1,2"])
    let layers = [(5, 2, 1), (3, 1, 2), (3, 1, 1), (3, 1, 1)]
    let index = try step("faster", of: scene)
    #expect(scene.steps[index].formula[0].plain.hasSuffix("= \(width(layers))"))
    let canvas = figure(scene, step: index)
    #expect(canvas.text(of: Target(grid: "stack", row: 0, column: 0)) == "5")
    #expect(canvas.text(of: Target(grid: "stack", row: 1, column: 2)) == "2")
    #expect(canvas.text(of: Target(grid: "stack", row: 2, column: 0)) == "3")
  }

  @Test func strideDilationAndPoolingGrowFaster() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    let text = figure(scene, step: try step("faster", of: scene)).plainText
    let plain = width(Array(repeating: (3, 1, 1), count: 4))
    let dilated = width([(3, 1, 1), (3, 1, 2), (3, 1, 4), (3, 1, 8)])
    let strided = width(Array(repeating: (3, 2, 1), count: 4))
    let pooled = width(Array(repeating: [(3, 1, 1), (2, 2, 1)], count: 4).flatMap { $0 })
    #expect([plain, dilated, strided, pooled] == [9, 31, 31, 46])
    for (name, value) in [
      ("plain", plain), ("dilation", dilated), ("stride 2", strided),
      ("with pooling 2, stride 2: 8 layers", pooled),
    ] {
      let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(name) })
      #expect(line.split(separator: " ").contains("\(value)"), "\(name)")
    }
  }

  @Test func publishedNetworks() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    let alexNet = try step("alexNet", of: scene)
    let text = figure(scene, step: alexNet).plainText
    let fields = [
      ("conv1", 11, 4), ("pool1", 19, 8), ("conv2", 51, 8), ("pool2", 67, 16), ("conv3", 99, 16), ("conv4", 131, 16),
      ("conv5", 163, 16), ("pool3", 195, 32),
    ]
    for (name, field, jump) in fields {
      let line = try #require(text.split(separator: "\n").first { $0.contains(name) })
      let words = line.split { !($0.isLetter || $0.isNumber) }
      #expect(words.contains("\(field)") && words.last == "\(jump)", "\(name)")
    }
    #expect(
      scene.steps[alexNet].question?.answer
        == .choice(
          ["about a tenth of it", "about half of it", "nearly the whole"], right: 2))
    let vgg = figure(scene, step: try step("vgg", of: scene)).plainText
    for (name, field) in [("pool1", 6), ("pool2", 16), ("pool3", 44), ("pool4", 100), ("pool5", 212)] {
      let line = try #require(vgg.split(separator: "\n").first { $0.contains(name) })
      #expect(line.split(separator: " ").contains("\(field)"), "\(name)")
    }
  }

  @Test func fieldsOfANetworkLieInsideEachOther() {
    for sight in [ReceptiveFieldScene.Sight.alexNet, .vgg16] {
      let fields = sight.fields(under: sight.units / 2)
      #expect(fields.map(\.count) == sight.rows.map(\.field.size))
      for (inner, outer) in zip(fields, fields.dropFirst()) {
        #expect(outer.contains(inner.lowerBound) && outer.contains(inner.upperBound - 1))
      }
    }
  }

  @Test func whatSeesMoreThanAPictureIsRefused() {
    #expect {
      _ = try scene(ReceptiveFieldScene.self, ["kernel": "5", "stride": "3", "layers": "5"])
    } throws: { error in
      // 1 + 4·(1 + 3 + 9 + 27 + 81) = 485
      "\(error)".hasPrefix("layer 5 would see 485 inputs, more than the 227 pixels")
    }
  }

  @Test func anyUnitCanBePointedAt() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    func caption(_ layer: Int, _ unit: Int) -> String? {
      scene.remark(on: Target(grid: "layer-\(layer)", row: 0, column: unit), at: Playhead(step: 2))?.caption.plain
    }
    #expect(caption(0, 0) == "x1 reaches h1 and h2, and through these g1, g2 and g3.")
    #expect(caption(1, 4) == "h5 sees x4 and x5, and is seen by g4 and g5.")
    #expect(caption(2, 0) == "g1 sees h1 and h2, and through these x1, x2 and x3.")
    let canvas = figure(scene, step: 2, pointer: Target(grid: "layer-0", row: 0, column: 0))
    #expect(lit(1, in: canvas) == ["h1", "h2"])
    #expect(lit(2, in: canvas) == ["g1", "g2", "g3"])
  }

  @Test func dilationLeavesInputsOut() throws {
    let scene = try scene(ReceptiveFieldScene.self, ["dilation": "2", "layers": "3"])
    let target = Target(grid: "layer-2", row: 0, column: 0)
    let remark = scene.remark(on: target, at: Playhead(step: try step("grown", of: scene) + 0))
    // Two layers of 3 at distance 2: inputs 1, 3, 5, 7 and 9.
    #expect(remark?.caption.plain.contains("sees 5 of these 9") == true)
  }

  @Test func stagesOfANetworkCanBePointedAt() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    let playhead = Playhead(step: try step("alexNet", of: scene))
    let remark = scene.remark(on: Target(grid: "stages", row: 2, column: 0), at: playhead)
    #expect(remark?.formula[0].plain == "conv2  r = r′ + (k − 1)·j′ = 19 + (5 − 1)·8 = 51")
    #expect(scene.formula(at: playhead)[0].plain.hasPrefix("pool3"))
    #expect(scene.formula(at: Playhead(step: playhead.step, progress: 0))[0].plain.hasPrefix("conv1"))
  }

  // MARK: A trained network

  /// What is said of both fields is what their maps hold, by plain sums.
  @Test func trainedAndUntrainedFieldsTellTheirNumbers() throws {
    let waiting = try scene(ReceptiveFieldScene.self)
    let index = try step("trained", of: waiting)
    #expect(waiting.steps[index].formula[0].plain.contains("being computed"))
    let scene = try finished(ReceptiveFieldScene.self)
    let fields = try #require(scene.photoFields)
    let told = scene.steps[index]
    for field in [fields.untrained, fields.trained] {
      #expect(field.size == 28)
      func share(_ side: Int) -> Double {
        let middle = (28 - side) / 2..<(28 - side) / 2 + side
        return middle.reduce(0) { sum, row in middle.reduce(sum) { $0 + Double(field.map[row, $1]) } }
      }
      let held = stride(from: 2, through: 28, by: 2).first { share($0) >= 0.9 } ?? 28
      #expect(told.caption.plain.contains("\(held) × \(held)"))
      #expect(told.formula[0].plain.contains(NumberText.fixed(100 * share(14), decimals: 0) + " %"))
    }
    let (before, after) = (fields.untrained.middle(holding: 0.9), fields.trained.middle(holding: 0.9))
    #expect(told.caption.plain.contains("widened") == (after > before))
    #expect(told.caption.plain.contains("narrowed") == (after < before))
  }

  // MARK: The effective field

  /// The shares worked out from the map cell by cell: that of the middle square, in percent, and of its inputs.
  private func shares(_ field: EffectiveReceptiveField, middle: Int) -> (inputs: String, gradient: String) {
    let first = (field.size - middle) / 2
    var sum = 0.0
    for row in first..<first + middle {
      for column in first..<first + middle { sum += Double(field.map.values[row * field.size + column]) }
    }
    let area = Double(middle * middle) / Double(field.size * field.size)
    return ("\(Int((100 * area).rounded())) %", "\(Int((100 * sum).rounded())) %")
  }

  @Test(arguments: [
    (["layers": "4"], [(3, 1, 1), (3, 1, 1), (3, 1, 1), (3, 1, 1)], 9, 5),
    (["kernel": "5", "layers": "3"], [(5, 1, 1), (5, 1, 1), (5, 1, 1)], 13, 7),
    (["stack": "5,2,1;3,1,2", "layers": "2"], [(5, 2, 1), (3, 1, 2)], 13, 7),
  ])
  func middleHoldsMoreThanItsShare(
    _ settings: [String: String], _ layers: [(Int, Int, Int)], _ size: Int, _ middle: Int
  ) throws {
    let scene = try scene(ReceptiveFieldScene.self, settings)
    let index = try step("effective", of: scene)
    let windows = layers.map { Window($0.0, stride: $0.1, dilation: $0.2) }
    let draws = ReceptiveFieldScene.draws(size: size)
    let field = EffectiveReceptiveField(through: windows, draws: draws, seed: 1)
    let shares = shares(field, middle: middle)
    #expect(width(layers.map { ($0.0, $0.1, $0.2) }) == size)
    #expect(
      scene.steps[index].formula[0].plain
        == "middle \(middle) × \(middle) of \(size) × \(size): \(shares.inputs) of the inputs, "
        + "\(shares.gradient) of the gradient")
    // Each share stands beside what it is the share of: the square's beneath the square, that of the bars under them.
    let text = figure(scene, step: index).plainText
    let bars = field.profile[(size - middle) / 2..<(size + middle) / 2].reduce(0, +)
    #expect(text.contains("middle \(middle) × \(middle)  \(shares.gradient)"))
    #expect(text.contains("middle \(middle) columns  \(NumberText.fixed(100 * bars, decimals: 0)) %"))
    #expect(!figure(scene, step: index, progress: 0.5).plainText.contains(shares.gradient))
  }

  /// Three by three at stride three: every input is reached along one path.
  @Test func windowsThatDoNotOverlapMakeNoBell() throws {
    func caption(_ settings: [String: String]) throws -> String {
      let scene = try scene(ReceptiveFieldScene.self, settings)
      return scene.steps[try step("effective", of: scene)].caption.plain
    }
    #expect(try caption(["stride": "3", "layers": "3"]).contains("a single path leads to every input"))
    #expect(try caption([:]).contains("a bell"))
  }

  @Test(arguments: [3, 5]) func whatCountsGrowsSlowerThanWhatIsSeen(kernel: Int) throws {
    let scene = try scene(ReceptiveFieldScene.self, ["kernel": "\(kernel)"])
    let index = try step("effectiveGrowth", of: scene)
    let text = figure(scene, step: index).plainText
    for layers in [2, 4, 8, 16, 32] {
      let field = EffectiveReceptiveField(
        through: Array(repeating: Window(kernel), count: layers), .one, draws: 3200 / layers, seed: 1)
      let line = try #require(
        text.split(separator: "\n").first { $0.contains(" \(layers) layers") || $0.hasPrefix("\(layers) layers") })
      let numbers = line.split { !$0.isNumber }.compactMap { Int($0) }
      #expect(numbers.suffix(2) == [1 + layers * (kernel - 1), field.middle(holding: 0.9)])
    }
    #expect(scene.steps[index].question?.answerText == "about twice as wide")
    #expect(!figure(scene, step: index - 1).plainText.contains("32 layers"))
  }

  @Test func columnsOfTheProfileCanBePointedAt() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    let index = try step("effective", of: scene)
    let field = EffectiveReceptiveField(through: Array(repeating: Window(3), count: 4), draws: 400, seed: 1)
    let profile = field.profile
    let remark = scene.remark(on: Target(grid: "profile", row: 0, column: 4), at: Playhead(step: index))
    let share = (profile[4] * 1000).rounded() / 10
    #expect(
      remark?.caption.plain
        == "Column 5 of 9 holds \(share) % of the gradient. If all inputs counted alike, it would be 11.1 %.")
    let canvas = figure(scene, step: index)
    #expect(Set(canvas.hotSpots.filter { $0.target.grid == "profile" }.map(\.target.column)) == Set(0..<9))
  }

  // MARK: Sentences that a knob could undo

  private func caption(_ name: String, _ knobs: [String: String], plus offset: Int = 0) throws -> String {
    let scene = try scene(ReceptiveFieldScene.self, knobs)
    return scene.steps[try step(name, of: scene) + offset].caption.plain
  }

  /// Two layers of 3 at dilation 3 span 13 inputs a side and see 5 of them.
  @Test func anExtentIsNotWhatIsSeen() throws {
    let scene = try scene(ReceptiveFieldScene.self, ["dilation": "3"])
    let index = try step("grown", of: scene)
    for layers in 2...4 {
      let window = Array(repeating: (kernel: 3, stride: 1, dilation: 3), count: layers)
      let seen = inputs(of: 0, through: window).count
      let words = scene.steps[index + layers - 2].caption.plain
      let span = width(window)
      #expect(words.contains("spans \(span) × \(span) inputs") && words.contains(" \(seen * seen) "))
      // Why there are holes is said where they begin.
      #expect(words.contains(", but sees \(seen * seen) of them: dilation") == (layers == 2))
      #expect(words.contains("gridding") == (layers == 2))
      #expect(figure(scene, step: index + layers - 2).plainText.contains("sees \(seen * seen)"))
    }
    #expect(!(try caption("grown", [:])).contains("gridding"))
    let effective = scene.steps[try step("effective", of: scene)]
    #expect(effective.formula[0].plain.contains("of the inputs seen, "))
    #expect(effective.caption.plain.contains("in the holes it is 0") && !effective.caption.plain.contains("a bell"))
    #expect(try caption("weights", ["dilation": "3"]).contains("here with holes between"))
  }

  /// The cells between what is seen stay dark.
  @Test func holesAreDrawn() {
    var canvas = Canvas(size: Size(columns: 9, rows: 5))
    let map = SquareMap(extent: 9, in: canvas.bounds)
    map.draw(
      [Square(cells: 0..<9, tint: .role(.panel)), Square(cells: 0..<9, tint: .role(.active), seen: [0, 4, 8])],
      in: &canvas)
    var lit = 0
    for row in 0..<5 {
      for column in 0..<9 {
        let cell = canvas[column, row]
        lit += [cell.ink, cell.paper].count { $0 == .role(.active) }
      }
    }
    #expect(lit >= 9 && lit < 30)
  }

  @Test func whatTheFirstStepsCountIsWhatIsLit() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    #expect(figure(scene, step: 1).plainText.contains("3 of 5 units"))
    #expect(!figure(scene, step: 1).plainText.contains("5 inputs"))
    #expect(figure(scene, step: 2).plainText.contains("5 of 5 inputs"))
    for index in 0...2 { #expect(!figure(scene, step: index).plainText.contains("r1")) }
    let strided = try self.caption("second", ["stride": "2"])
    #expect(strided.contains("4 of the 5 inputs, more than the 3"))
    #expect(!(try caption("second", ["dilation": "2"])).contains("though"))
    #expect(try caption("second", ["dilation": "2"]).contains("they lie on zeros"))
  }

  @Test(arguments: [(3, 1, 1), (3, 2, 1), (3, 1, 2), (2, 3, 1), (5, 3, 3), (1, 2, 1)])
  func wordsComeBeforeLetters(_ kernel: Int, _ stride: Int, _ dilation: Int) throws {
    let scene = try scene(
      ReceptiveFieldScene.self,
      ["kernel": "\(kernel)", "stride": "\(stride)", "dilation": "\(dilation)", "layers": "2"])
    let index = try step("measures", of: scene)
    let wide = (kernel - 1) * dilation + 1
    let words = scene.steps[index].caption.plain
    #expect(
      words.contains(
        kernel == wide ? "sees \(counted(wide, "input"))" : "spans \(wide) inputs, of which it sees \(kernel)"))
    #expect(words.contains("begins \(counted(stride, "input")) on"))
    let text = figure(scene, step: index).plainText
    #expect(text.contains("how wide: \(wide)") && text.contains("how far apart: \(stride)"))
    #expect(!figure(scene, step: index, progress: 0.6).plainText.contains("far apart"))
    for earlier in 0..<index { #expect(!scene.steps[earlier].formula.map(\.plain).joined().contains("r1")) }
  }

  @Test func poolingsAreLayersToo() throws {
    let scene = try scene(ReceptiveFieldScene.self, ["stack": "2,2,1;2,2,1;2,2,1;2,2,1"])
    let text = figure(scene, step: try step("faster", of: scene)).plainText
    #expect(text.contains("behind 4 convolutions") && text.contains("with pooling 2, stride 2: 8 layers"))
    let own = try #require(text.split(separator: "\n").first { $0.hasPrefix("your stack") })
    #expect(own.split(separator: " ").contains("16"))
  }

  @Test func whatAStepHoldsFixedIsSaid() throws {
    for knobs in [["stride": "2"], ["dilation": "3", "layers": "3"], ["stack": "5,2,1"]] {
      let scene = try scene(ReceptiveFieldScene.self, knobs)
      let step = scene.steps[try step("effectiveGrowth", of: scene)]
      #expect(step.formula[1].plain.contains("held fixed: kernel 3, stride 1, dilation 1"))
    }
  }

  /// 195 pixels of the field of AlexNet's last pooling, less what lies beyond the border: unit 1 begins at pixel 1.
  @Test func aUnitIsSteeredOverThePicture() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    let index = try step("alexNet", of: scene)
    func words(_ row: Int, _ column: Int, at step: Int) throws -> String {
      let target = Target(grid: "pixels", row: row, column: column)
      return try #require(scene.remark(on: target, at: Playhead(step: step, pointer: target))).caption.plain
    }
    #expect(try words(0, 226, at: index).contains("row 1, column 6 of 6 × 6"))
    #expect(
      try words(0, 226, at: index).contains("195 pixels")
        || (try words(0, 226, at: index)).contains("ends at the border"))
    // VGG pads, so that its fields reach over the border: 212 wide, but never more than there is.
    let corner = try words(0, 0, at: try step("vgg", of: scene))
    let sight = ReceptiveFieldScene.Sight.vgg16
    let seen = try #require(sight.fields(under: 0).last).clamped(to: 0..<224).count
    #expect(seen < 212 && corner.contains("\(seen) × \(seen) pixels: its field of 212 × 212 ends at the border"))
    let middle = figure(scene, step: index).plainText
    #expect(middle.contains("unit 4,4 of 6 × 6"))
    let target = Target(grid: "pixels", row: 20, column: 200)
    #expect(figure(scene, step: index, pointer: target).plainText.contains("unit 1,6 of 6 × 6"))
    #expect(!figure(scene, step: index).hotSpots.filter { $0.target.grid == "pixels" }.isEmpty)
  }

  /// The sum under VGG's list begins with a number that stands in the list.
  @Test func theSumOfANetworkStandsOnItsList() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    let index = try step("vgg", of: scene)
    #expect(scene.steps[index].formula[0].plain.contains("196 + (2 − 1)·16 = 212"))
    let lines = figure(scene, step: index).plainText.split(separator: "\n")
    #expect(lines.contains { $0.split(separator: " ").contains("196") })
  }

  @Test func noLaterLayerIsPointedOutBeforeItsStep() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    let index = try step("grown", of: scene)
    let target = Target(grid: "layer-4", row: 0, column: 0)
    #expect(scene.remark(on: target, at: Playhead(step: index))?.caption.plain == "Layer 4 comes in a later step.")
    #expect(
      !figure(scene, step: index).hotSpots.contains { $0.target.grid == target.grid }, "nor is it pointed at first")
  }

  @Test func barsNameAllOfTheirPartsOrNone() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    let lines = figure(scene, step: try step("faster", of: scene)).plainText.split(separator: "\n")
    let plain = try #require(lines.firstIndex { $0.hasPrefix("plain") })
    let numbers = lines[plain + 1].prefix(40).split(separator: " ").compactMap { Int($0) }
    #expect(numbers == [] || numbers.prefix(4) == [3, 5, 7, 9])
  }

  /// Sentences that were made for kernels that reach further.
  @Test func aKernelOfOneIsSpokenOfAsOne() throws {
    let scene = try scene(ReceptiveFieldScene.self, ["kernel": "1"])
    #expect(scene.steps[try step("first", of: scene)].caption.plain.contains("What stands in it, it knows"))
    #expect(
      scene.steps[try step("grown", of: scene)].caption.plain.contains("behind one layer 1 × 1, and behind two no more")
    )
    #expect(!scene.steps[try step("effective", of: scene)].note.contains("bell"))
  }

  /// Why there are holes is said once; then what becomes of them, by counts made here.
  @Test func holesAreExplainedOnce() throws {
    for (settings, kernel, spacing) in [
      (["dilation": "2"], 3, 2), (["dilation": "3", "layers": "5", "kernel": "2"], 2, 3),
    ] {
      let scene = try scene(ReceptiveFieldScene.self, settings)
      let first = try step("grown", of: scene)
      let captions = (0..<scene.windows.count - 1).map { scene.steps[first + $0].caption.plain }
      #expect(captions.filter { $0.contains("dilation leaves holes between") }.count == 1)
      #expect(Set(captions).count == captions.count)
      for (index, caption) in captions.enumerated().dropFirst() {
        // Each layer sees kernel − 1 more places along an axis, all of them `spacing` inputs apart.
        let seen = (index + 2) * (kernel - 1) + 1
        let size = (seen - 1) * spacing + 1
        #expect(caption.hasPrefix("Behind layer \(index + 2) the field spans \(size) × \(size) inputs."))
        #expect(caption.contains("\(seen * seen) are seen"))
        let share = NumberText.fixed(100 * Double(seen * seen) / Double(size * size), decimals: 0)
        #expect(caption.contains("\(share) % of the square"))
      }
    }
  }

  @Test func whetherWindowsOverlapIsCounted() throws {
    func caption(_ settings: [String: String]) throws -> String {
      let scene = try scene(ReceptiveFieldScene.self, settings)
      return scene.steps[try step("effective", of: scene)].caption.plain
    }
    #expect(try caption(["stride": "3", "layers": "2"]).hasSuffix("to every input: no windows overlap."))
    // At stride 1 a window of 2 shares half of its inputs with the next.
    let narrow = try caption(["kernel": "2", "layers": "2"])
    #expect(!narrow.contains("hardly") && !narrow.contains("no windows") && !narrow.contains(" ;"))
  }

  /// Where all weights of the unit asked about lie on padding, it sees nothing, and nothing is asked of what is below.
  @Test(arguments: ["2", "4"]) func aUnitOnPaddingAloneSeesNothing(kernel: String) throws {
    let scene = try scene(
      ReceptiveFieldScene.self, ["kernel": kernel, "stride": "3", "dilation": "3", "layers": "2"])
    #expect(scene.graph.inputs(of: scene.graph.middle(2), in: 2).isEmpty)
    #expect(scene.steps[1].caption.plain.hasPrefix("g1 sees nothing here"))
    #expect(scene.index(of: "second") == nil)
    #expect(!scene.steps.contains { $0.caption.plain.contains("none") || $0.question?.prompt.contains("none") == true })
  }

  /// The ways from a unit down, counted here by following each.
  @Test(arguments: ["3,1,1;3,1,1;3,1,1;3,1,1", "3,2,1;2,1,2;3,1,1", "5,1,1;1,1,1;4,2,1"])
  func waysAreCountedOneByOne(stack: String) throws {
    let layers = stack.split(separator: ";").count
    let scene = try scene(ReceptiveFieldScene.self, ["stack": stack, "layers": "\(layers)"])
    var counts = [Int](repeating: 0, count: scene.pyramid.count(0))
    func follow(_ unit: Int, _ layer: Int) {
      guard layer > 0 else { return counts[unit] += 1 }
      let window = scene.windows[layer - 1]
      for weight in 0..<window.kernel { follow(unit * window.stride + weight * window.dilation, layer - 1) }
    }
    follow(0, layers)
    #expect(scene.pyramid.paths(from: 0, in: layers) == counts)
  }

  /// Over random weights the squares of all ways add up: a column's part of the gradient is the root of their number.
  @Test func aColumnCountsAsTheRootOfItsWays() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    guard case .effective(let field)? = scene.moments.first(where: { if case .effective = $0 { true } else { false } })
    else { return #expect(Bool(false)) }
    let roots = scene.pyramid.paths(from: 0, in: 4).map { Double($0).squareRoot() }
    let all = roots.reduce(0, +)
    for (share, root) in zip(field.profile, roots) { #expect(abs(share - root / all) < 0.02) }
    let text = figure(scene, step: try step("effective", of: scene), size: Size(columns: 158, rows: 38)).plainText
    for ways in ["1", "4", "10", "16", "19"] {
      #expect(text.split(separator: "\n").contains { $0.contains(" 4 ") && $0.contains(" 19 ") && $0.contains(ways) })
    }
    #expect(text.contains("paths that lead there"))
  }

  /// In a wide window a real network has the same two measures, on a real picture.
  @Test func aWideWindowMeasuresARealNetworkToo() throws {
    let scene = try scene(ReceptiveFieldScene.self)
    let text = figure(scene, step: try step("measures", of: scene), size: Size(columns: 158, rows: 38)).plainText
    #expect(text.contains("how wide: 99 pixels") && text.contains("how far apart: 16"))
    #expect(text.contains("how wide: 3") && text.contains("how far apart: 1"))
  }

  /// A bell rises to its middle; where strides lead now more, now fewer paths to neighbours there is none.
  @Test func onlyWhatRisesToTheMiddleIsABell() throws {
    func caption(_ settings: [String: String]) throws -> String {
      let scene = try scene(ReceptiveFieldScene.self, settings)
      return scene.steps[try step("effective", of: scene)].caption.plain
    }
    #expect(try caption([:]).hasSuffix("and small at the rim: a bell."))
    #expect(try caption(["stride": "2"]).hasSuffix("but uneven: more paths lead to some than to others."))
    let strided = try scene(ReceptiveFieldScene.self, ["stride": "2"])
    #expect(Array(strided.pyramid.paths(from: 0, in: 4).prefix(6)) == [1, 1, 2, 1, 3, 2])
    #expect(try caption(["dilation": "2"]).hasSuffix("in the holes it is 0."))
    #expect(try caption(["stride": "3"]).hasSuffix("a single path leads to every input: no windows overlap."))
    #expect(try caption(["stack": "3,1,1;1,1,1;1,1,1;1,1,1"]).hasSuffix("a single path leads to every input."))
  }

  /// What nothing looks at, or what looks at nothing, is said to be so when it is pointed at.
  @Test(arguments: [("2", "3", "3"), ("1", "3", "1"), ("3", "3", "3")])
  func noUnitReachesNone(kernel: String, stride: String, dilation: String) throws {
    let scene = try scene(
      ReceptiveFieldScene.self, ["kernel": kernel, "stride": stride, "dilation": dilation, "layers": "2"])
    var said = ""
    for layer in 0...2 {
      for unit in 0..<scene.graph.count(layer) {
        let target = Target(grid: ReceptiveFieldScene.gridName(layer), row: 0, column: unit)
        let remark = try #require(scene.remark(on: target, at: Playhead(step: 0, pointer: target)))
        said += remark.caption.plain + "\n"
      }
    }
    #expect(!said.contains("none"))
    #expect(said.contains("it reaches no unit"))
  }
}
