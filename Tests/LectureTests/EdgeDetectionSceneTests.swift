import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct EdgeDetectionSceneTests {
  /// The index of the step with this name.
  private func step(_ name: String, in scene: EdgeDetectionScene) -> Int? {
    scene.moments.firstIndex { "\($0)".prefix { $0 != "(" } == name }
  }

  private func texts(_ scene: EdgeDetectionScene, at name: String) throws -> String {
    let index = self.step(name, in: scene)
    let step = try #require(index)
    let words = scene.steps[step].formula.map(\.plain) + [scene.steps[step].caption.plain]
    return words.joined(separator: "\n") + "\n" + figure(scene, step: step).plainText
  }

  @Test func standardSettingsAreTheLectures() throws {
    let scene = try scene(EdgeDetectionScene.self)
    #expect(scene.picture.shape == Shape(height: 280, width: 320))
    #expect(try texts(scene, at: "picture").contains("picture 280 × 320"))
    #expect(try texts(scene, at: "sides").contains("map 280 × 319"))
    #expect(try texts(scene, at: "detail").contains("(320 − 2)/1 + 1 = 319"))
    #expect(try texts(scene, at: "operations").contains("280·319·3 = 267,960 operations"))
    let matrix = try texts(scene, at: "matrix")
    #expect(matrix.contains("280·320 · 280·319 = 8,003,072,000 entries"))
    #expect(matrix.contains("178,640") && matrix.contains("32.0 GB"))
    let ratio = try texts(scene, at: "ratio")
    #expect(ratio.contains("about 60,000 times"))
    #expect(ratio.contains("2·8,003,072,000 / 267,960 = 59,733"))
    #expect(try texts(scene, at: "end").contains("2 numbers"))
  }

  @Test func eachPixelMinusItsLeftNeighbour() throws {
    let scene = try scene(EdgeDetectionScene.self)
    for row in stride(from: 0, to: 280, by: 7) {
      for column in 0..<319 {
        #expect(scene.map.values[row, column] == scene.picture[row, column + 1] - scene.picture[row, column])
      }
    }
    #expect(scene.map.extremes.lowerBound < -50 && scene.map.extremes.upperBound > 50, "the picture has edges")
  }

  @Test(arguments: [
    ["kernel": "sobel-y"], ["kernel": "prewitt-x"], ["kernel": "gauss"], ["weights": "0,-1,0;-1,4,-1;0,-1,0"],
    ["kernel": "box", "weights": "0.5"],
  ]) func everyNumberFollowsTheKernel(settings: [String: String]) throws {
    let scene = try scene(EdgeDetectionScene.self, settings)
    let (kernel, picture) = (scene.map.kernel, scene.picture)
    #expect(kernel.shape == Shape(height: 3, width: 3))
    for (row, column) in [(0, 0), (100, 200), (277, 317)] {
      var sum: Float = 0
      for down in 0..<3 { for across in 0..<3 { sum += kernel[down, across] * picture[row + down, column + across] } }
      #expect(abs(scene.map.values[row, column] - sum) < 0.01)
    }
    #expect(try texts(scene, at: "operations").contains("278·318·17 = 1,502,868 operations"))
    #expect(try texts(scene, at: "matrix").contains("280·320 · 278·318 = 7,920,998,400 entries"))
    // 2·7,920,998,400 / 1,502,868 = 10,541.2
    let ratio = try texts(scene, at: "ratio")
    #expect(ratio.contains("= 10,541 times") && ratio.contains("about 10,000 times"))
  }

  @Test func kernelsAreToldApartByTheirWeights() {
    func character(_ preset: KernelPreset) -> KernelCharacter { KernelCharacter(preset.weights(size: 3, seed: 1)) }
    let slanted = Set(EdgeDirection.allCases).subtracting([.vertical, .horizontal])
    let upright = KernelCharacter.edges(slanted.union([.vertical]))
    let level = KernelCharacter.edges(slanted.union([.horizontal]))
    #expect(KernelCharacter(Tensor(rows: [[-1, 1]])) == upright)
    #expect(character(.sobelX) == upright && character(.prewittX) == upright)
    #expect(character(.sobelY) == level && character(.prewittY) == level)
    #expect(character(.laplace) == .edges(Set(EdgeDirection.allCases)))
    #expect(character(.gauss) == .blur && character(.box) == .blur)
    #expect(character(.sharpen) == .stress && character(.emboss) == .mixed)
    #expect(character(.identity) == .copy)
    #expect(KernelCharacter(Tensor(rows: [[0, 0]])) == .nothing)
    #expect(KernelCharacter(Tensor(rows: [[-1, 0]])) == .negative)
    #expect(KernelCharacter(Tensor(rows: [[1, -1], [-1, 1]])) == .edges(slanted))
    // Along ╲ a pixel and the one below to the right are alike.
    #expect(KernelCharacter(Tensor(rows: [[-1, 0], [0, 1]])).missed == ["╲"])
    // As numbers with one decimal these add up to 0, as `Float`s they miss it.
    #expect(KernelCharacter(Tensor(rows: [[0.1, 0.2, -0.3]])) == upright)
  }

  /// What the kernels are said to find they do find, and no more: on pictures of one straight edge each.
  @Test(arguments: [
    KernelPreset.sobelX.weights(size: 3, seed: 1), KernelPreset.sobelY.weights(size: 3, seed: 1),
    KernelPreset.laplace.weights(size: 3, seed: 1), Tensor(rows: [[-1, 1]]), Tensor(rows: [[1, -1], [-1, 1]]),
    Tensor(rows: [[-1, 0], [0, 1]]), Tensor(rows: [[0, -2, 0], [1, 0, 1], [0, 0, 0]]),
    Tensor(rows: [[1, 0, 0], [0, 0, 0], [0, -1, 0]]), Tensor(rows: [[0, 0, 2], [-2, 0, 0], [0, 0, 0]]),
    Tensor(rows: [[0, 1, 0], [-1, 0, -1], [0, 1, 0]]),
  ])
  func edgesAreFoundAsSaid(kernel: Tensor) {
    let found = EdgeDirection.allCases.filter { direction in
      let rows: [[Float]] = (0..<9).map { row in
        (0..<9).map { column in
          let side =
            switch direction {
            case .vertical: column >= 5
            case .horizontal: row >= 5
            case .rising: row + column >= 9
            case .falling: row >= column
            case .steepRising: row + 2 * column >= 12
            case .steepFalling: row + 4 >= 2 * column
            case .flatRising: 2 * row + column >= 12
            case .flatFalling: 2 * row >= column + 4
            }
          return side ? 9 : 0
        }
      }
      return Convolution(FilterBank(kernel: kernel))(Tensor(rows: rows)).values.contains { abs($0) > 0.01 }
    }
    #expect(KernelCharacter(kernel) == .edges(Set(found)))
  }

  /// On the lecture's picture one sees what the captions name: the wall's sides stay, and the ground line does not; with
  /// the kernel on its side it is the other way round.
  @Test func theHouseShowsWhatStaysAndWhatGoes() throws {
    let scene = try scene(EdgeDetectionScene.self)
    let turned = try #require(scene.map.turned(over: scene.picture))
    #expect(turned.kernel == Tensor(rows: [[-1], [1]]))
    func strongest(_ map: KernelMap, rows: Range<Int>, columns: Range<Int>) -> Float {
      rows.reduce(0) { best, row in columns.reduce(best) { max($0, abs(map.values[row, $1])) } }
    }
    // The left wall beside the door, and the ground right of the fence; see `Assets/painting/house.py`.
    let (wall, ground) = ((rows: 140..<200, columns: 98..<110), (rows: 215..<227, columns: 90..<118))
    #expect(strongest(scene.map, rows: wall.rows, columns: wall.columns) > 60)
    #expect(strongest(scene.map, rows: ground.rows, columns: 86..<100) < 3)
    #expect(strongest(turned, rows: wall.rows, columns: wall.columns) < 3)
    #expect(strongest(turned, rows: ground.rows, columns: 86..<100) > 30)
    #expect(try texts(scene, at: "sides").contains("Walls and posts stay, the ground line and the rails are gone"))
    #expect(try texts(scene, at: "turned").contains("now the ground line, eaves and rails stay"))
    // Nine of ten outputs are 0 or nearly, as the panel says.
    #expect(try texts(scene, at: "wipe").contains("97 % within ±18, a tenth of 178"))
    #expect(scene.map.values.values.count { abs($0) <= 17.8 } * 100 / scene.map.values.values.count == 97)
  }

  /// What an even area of 100 becomes is 100 times the sum of the weights.
  @Test func predictions() throws {
    for (settings, even, seen) in [
      ([:], "0", "1"), (["kernel": "sobel-y"], "0", "2"), (["kernel": "laplace"], "0", "3"),
      (["kernel": "box"], "900", "4"), (["kernel": "gauss"], "1600", "4"), (["weights": "3,1"], "400", "4"),
      (["weights": "-1.5,-0.2"], "-170", "4"),
    ] {
      let scene = try scene(EdgeDetectionScene.self, settings)
      func isRight(_ answer: String, at name: String) -> Bool? {
        step(name, in: scene).flatMap { scene.steps[$0].question?.isRight(answer) }
      }
      #expect(isRight(even, at: "detail") == true && isRight("17", at: "detail") == false, "\(settings)")
      #expect(isRight(seen, at: "wipe") == true, "\(settings)")
      #expect(isRight("3", at: "matrix") == true)
    }
  }

  /// Entries that are 0 because a weight is 0 are not counted: two of three weights a row of Sobel's are.
  @Test(arguments: [("sobel-x", "530,424"), ("identity", "88,404"), ("box", "795,636")])
  func onlyWhatIsNotZeroIsCounted(kernel: String, entries: String) throws {
    let scene = try scene(EdgeDetectionScene.self, ["kernel": kernel])
    #expect(try texts(scene, at: "matrix").contains(entries))
    #expect(try texts(scene, at: "ratio").contains("still stores \(entries) numbers"))
  }

  @Test func theMatrixsCornerShowsTheKernel() throws {
    // The first row of this kernel is empty: the corner begins where its weight is.
    let scene = try scene(EdgeDetectionScene.self, ["kernel": "identity"])
    let text = try texts(scene, at: "matrix")
    #expect(text.contains("the matrix, from pixel row 2 on"))
    #expect(text.contains("0  1  0  0"))
  }

  /// The sum that stands in the formula is that of the pair of pixels that is lit.
  @Test func theFormulaFollowsTheKernelAtWork() throws {
    let scene = try scene(EdgeDetectionScene.self)
    for (progress, place) in [(0.1, 0), (0.3, 1), (0.5, 2)] {
      let playhead = Playhead(step: 1, progress: progress)
      let (row, column) = (scene.places[place].row, scene.places[place].column)
      let (left, right) = (scene.picture[row, column], scene.picture[row, column + 1])
      let texts = [left, right, right - left].map(GridConvolution.text)
      #expect(scene.formula(at: playhead).first?.plain == "\(texts[0])·−1 + \(texts[1])·1 = \(texts[2])")
      let canvas = figure(scene, step: 1, progress: progress)
      let lit = canvas.cells.filter { $0.paper == .level(.kernel, 0.6) }.map { Character($0.glyph) }
      #expect(String(lit).split(separator: " ").map(String.init) == Array(texts[0...1]))
    }
  }

  @Test func theWipeStopsWhereTheKnobSays() throws {
    func edges(_ scene: EdgeDetectionScene, _ progress: Double) -> Int {
      figure(scene, step: 2, progress: progress).cells.count { $0.ink == .role(.active) && $0.glyph == "▀" }
    }
    #expect(edges(try scene(EdgeDetectionScene.self), 0) == 0)
    #expect(edges(try scene(EdgeDetectionScene.self), 0.5) > 10)
    #expect(edges(try scene(EdgeDetectionScene.self), 1) == 0)
    #expect(edges(try scene(EdgeDetectionScene.self, ["wipe": "4"]), 1) > 10)
    #expect(edges(try scene(EdgeDetectionScene.self, ["wipe": "0"]), 0.5) == 0)
  }

  @Test func pointingShowsWhatANumberIsMadeOf() throws {
    let scene = try scene(EdgeDetectionScene.self)
    let target = try #require(figure(scene, step: 1).hotSpots.map(\.target).first { $0.grid == "map-numbers" })
    let (left, right) = (scene.picture[target.row, target.column], scene.picture[target.row, target.column + 1])
    let remark = scene.remark(on: target, at: Playhead(step: 1, pointer: target))
    let texts = [left, right, right - left].map(GridConvolution.text)
    #expect(remark?.formula.first?.plain == "\(texts[0])·−1 + \(texts[1])·1 = \(texts[2])")
  }

  @Test func theViewersPictureTakesItsPlace() throws {
    // Black on the left, white on the right: one vertical edge, in the middle.
    let bytes = (0..<40 * 35).flatMap { Array(repeating: UInt8($0 % 40 < 20 ? 0 : 255), count: 3) }
    let own = try EdgeDetectionScene(Settings(picture: Picture(width: 40, height: 35, bytes: bytes)))
    #expect(own.picture.shape == Shape(height: 280, width: 320))
    #expect((155..<165).contains(own.map.strongest.column))
    #expect(own.map.extremes.lowerBound == 0)
  }

  @Test func whatIsUnknownIsRefusedWithTheNearest() {
    #expect(throws: SettingsError.self) { try scene(EdgeDetectionScene.self, ["kernel": "sobel"]) }
    #expect(throws: SettingsError.self) { try scene(EdgeDetectionScene.self, ["weights": "12"]) }
  }

  /// What is said of a kernel typed by hand is true of it.
  @Test(arguments: [
    ("-1,0", "a negative of the picture", "Bright and dark have changed places"),
    ("0,0", "Weights of 0 see nothing", "Nothing is left"),
    ("2,0", "each output is one pixel, times 2", "every number times 2 and white's as well"),
    ("0,0,1;0,0,0;0,0,0", "each output is one pixel, times 1", "The same picture, moved by a pixel: a single"),
    ("0,0,2;0,0,0;0,0,0", "one pixel, times 2", "The same picture, moved by a pixel, every number times 2"),
    ("3,1", "Horizontal ones stay", "Horizontal edges stay sharp"),
    ("1,1,0;1,0,0;0,0,0", "mixture of neighbours", "The large forms stay, with softer edges"),
    ("0,0,0;0,0.5,0;0,0,0", "One weight alone", "The same picture, every number times 0.5"),
    ("0,0,0;0,1,0;0,0,0", "One weight alone", "The same picture: a single weight"),
    ("1,-1,0;-1,1,0;0,0,0", "Even areas vanish", "Slanted edges stay, vertical and horizontal ones are gone"),
    ("-1,0,0;0,1,0;0,0,0", "Even areas vanish", "╲ ones are gone"),
    ("1,-2,1;0,0,0;0,0,0", "Even areas vanish", "Walls and posts stay"),
  ]) func wordsFollowTheWeights(weights: String, wiped: String, beside: String) throws {
    let scene = try scene(EdgeDetectionScene.self, ["weights": weights])
    #expect(try texts(scene, at: "wipe").contains(wiped))
    #expect(try texts(scene, at: "sides").contains(beside))
  }

  /// In a picture without vertical edges none are said to be found.
  @Test func picturesWithoutEdgesAreSaidToHaveNone() throws {
    let flat = Picture(width: 8, height: 7, bytes: Array(repeating: 90, count: 168))
    let level = Picture(width: 8, height: 7, bytes: (0..<168).map { $0 < 96 ? 40 : 200 })
    for picture in [flat, level] {
      let scene = try EdgeDetectionScene(Settings(picture: picture))
      #expect(scene.map.isBlank)
      #expect(try texts(scene, at: "detail").contains("in this picture nothing does"))
      #expect(try texts(scene, at: "wipe").contains("it has no edge that this kernel finds"))
      #expect(!(try texts(scene, at: "wipe").contains("brighter")))
      #expect(try texts(scene, at: "sides").contains("Nothing is left"))
      #expect(step("wipe", in: scene).flatMap { scene.steps[$0].question } == nil)
    }
    let scene = try EdgeDetectionScene(Settings(picture: level))
    #expect(try texts(scene, at: "turned").contains("horizontal and slanted edges stay, vertical ones are gone"))
  }

  /// With few edges each has a shade of its own.
  @Test func fewEdgesDoNotAllLookAlike() throws {
    // Two lines of different strength.
    let bytes = (0..<40 * 35).flatMap { Array(repeating: UInt8([10: 60, 30: 250][$0 % 40] ?? 20), count: 3) }
    let scene = try EdgeDetectionScene(Settings(picture: Picture(width: 40, height: 35, bytes: bytes)))
    #expect(scene.map.colors.limits.upperBound >= Double(scene.map.extremes.upperBound) / 4)
  }

  /// A pixel of the map on the screen is the output farthest from 0 of those it stands for, with its own sign.
  @Test func theMapsPixelsAreOutputs() throws {
    let scene = try scene(EdgeDetectionScene.self)
    let pixels = scene.map.pixels(width: 36, height: 32)
    for (x, y) in [(5, 20), (17, 3), (33, 12)] {
      let place = scene.map.strongest(x: x..<x + 1, y: y..<y + 1, width: 36, height: 32)
      let value = Double(scene.map.values[place.row, place.column])
      #expect(pixels[x, y] == scene.map.colors.tint(of: value))
      let all = (y * 280 / 32..<(y + 1) * 280 / 32).flatMap { row in
        (x * 319 / 36..<(x + 1) * 319 / 36).map { abs(scene.map.values[row, $0]) }
      }
      #expect(abs(Float(value)) == all.max())
    }
    let canvas = figure(scene, step: 2)
    #expect(canvas.plainText.contains("outputs: the one farthest from 0"))
    let target = try #require(
      canvas.hotSpots.map(\.target).first { $0.grid == "map" && $0.row == 8 && $0.column == 12 })
    let pointed = figure(scene, step: 2, pointer: target).plainText
    #expect(pointed.contains("row ") && pointed.contains("·−1 +"))
  }

  @Test func whatWasCutOffIsSaid() throws {
    func said(_ width: Int, _ height: Int) throws -> String {
      let own = Picture(width: width, height: height, bytes: Array(repeating: 9, count: 3 * width * height))
      return try EdgeDetectionScene(Settings(picture: own)).steps[0].formula.map(\.plain).joined(separator: " | ")
    }
    #expect(try said(120, 90).hasSuffix("| your picture: 14 % cut off left and right, enlarged to 280 × 320"))
    #expect(try said(200, 640).hasSuffix("| your picture: 73 % cut off above and below, enlarged to 280 × 320"))
    #expect(try said(640, 560).hasSuffix("| your picture: all of it, made smaller to 280 × 320"))
    #expect(try said(320, 280).hasSuffix("| your picture: all of it, pixel by pixel"))
    #expect(try scene(EdgeDetectionScene.self).steps[0].formula.count == 1)
  }

  /// A relief is told from sharpening by its weights, and it is one: edges come out as far on either side of their grey.
  @Test(arguments: [
    ("-2,-1,0;-1,1,1;0,1,2", true), ("0,0,0;-1,1,1;0,0,0", true), ("0,-1,0;-1,5,-1;0,-1,0", false),
    ("-1,2,0;0,0,0;0,0,0", false),
  ]) func reliefsAreToldFromSharpening(weights: String, isRelief: Bool) throws {
    let scene = try scene(EdgeDetectionScene.self, ["weights": weights])
    #expect(scene.map.isRelief == isRelief)
    #expect(try texts(scene, at: "sides").contains("A relief") == isRelief)
    #expect(try texts(scene, at: "sides").contains("overdo the change") != isRelief)
    #expect(try texts(scene, at: "wipe").contains("only the middle one counts") == isRelief)
    // Half a turn of the kernel turns the light round: both maps together are twice the middle weight's.
    let kernel = scene.map.kernel
    let pairs = zip(kernel.values, kernel.values.reversed())
    let rest = pairs.enumerated().filter { $0.offset != 4 }.map { $0.element.0 + $0.element.1 }
    #expect(rest.allSatisfy { $0 == 0 } == isRelief)
  }

  /// What a kernel and the same on its side both find is not denied.
  @Test(arguments: ["left-neighbour", "sobel-x", "prewitt-x"]) func whatSlantsIsSaidToBeInBoth(kernel: String) throws {
    let scene = try scene(EdgeDetectionScene.self, ["kernel": kernel])
    let turned = try texts(scene, at: "turned")
    #expect(turned.contains("what slants is in both") && !turned.contains("nothing else"))
    guard case .turned(let map) = scene.moments[try #require(step("turned", in: scene))] else { return }
    #expect(scene.map.character.found.contains("slanted") && map.character.found.contains("slanted"))
  }

  /// A kernel that finds every edge either way is not said to need another one.
  @Test func aKernelThatFindsAllEdgesNeedsNoOther() throws {
    let scene = try scene(EdgeDetectionScene.self, ["weights": "1,-2,0;0,1,0;0,0,0"])
    let turned = try texts(scene, at: "turned")
    #expect(turned.contains("stay, as before") && !turned.contains("several kernels"))
  }

  /// At the end numbers are set against numbers, and operations against operations.
  @Test(arguments: [
    ("left-neighbour", "2 : 8,003,072,000 numbers     267,960 : 16,006,144,000 operations"),
    ("sobel-x", "9 : 7,920,998,400 numbers     1,502,868 : 15,841,996,800 operations"),
  ])
  func likeIsSetAgainstLike(kernel: String, line: String) throws {
    #expect(try texts(try scene(EdgeDetectionScene.self, ["kernel": kernel]), at: "end").contains(line))
  }

  /// Every picture of the later steps can be pointed at, and what is said there is the sum of that place's window.
  @Test func everyPixelHasItsSum() throws {
    let scene = try scene(EdgeDetectionScene.self)
    let kernel: [Float] = [-1, 1]
    for (name, grid) in [
      ("sides", "map-numbers"), ("sides", "picture-pixels"), ("operations", "map-numbers"), ("end", "map-numbers"),
    ] {
      let index = try #require(scene.index(of: name))
      let targets = figure(scene, step: index).hotSpots.map(\.target).filter { $0.grid == grid }
      #expect(targets.count > 60, "\(name)")
      for target in targets.enumerated().filter({ $0.offset.isMultiple(of: 17) }).map(\.element) {
        let remark = try #require(scene.remark(on: target, at: Playhead(step: index, pointer: target)))
        let column = min(target.column, scene.picture.shape.width - 2)
        let sum = (0...1).reduce(Float(0)) { $0 + kernel[$1] * scene.picture[target.row, column + $1] }
        let text = remark.formula.map(\.plain).joined(separator: " ")
        #expect(text.hasSuffix("= " + NumberText.plain(Double(sum))), "\(target): \(text)")
      }
    }
    let turned = try #require(scene.index(of: "turned"))
    let target = try #require(figure(scene, step: turned).hotSpots.map(\.target).last { $0.grid == "turned-numbers" })
    let remark = try #require(scene.remark(on: target, at: Playhead(step: turned, pointer: target)))
    let below = scene.picture[target.row + 1, target.column] - scene.picture[target.row, target.column]
    #expect(remark.formula.map(\.plain).joined().hasSuffix("= " + NumberText.plain(Double(below))))
  }

  @Test func theMatrixAndTheAreasTellWhatTheyAre() throws {
    let scene = try scene(EdgeDetectionScene.self)
    for (name, grid) in [("matrix", "matrix"), ("ratio", "operations")] {
      let index = try #require(scene.index(of: name))
      for target in figure(scene, step: index).hotSpots.map(\.target) where target.grid == grid {
        let remark = try #require(scene.remark(on: target, at: Playhead(step: index, pointer: target)))
        if grid == "matrix" {
          let isZero = ![target.row, target.row + 1].contains(target.column)
          #expect(remark.caption.plain.contains("does not reach") == isZero, "\(target)")
        }
      }
    }
  }

  /// Values beyond the ends of a scale look like its ends, and the legend says so; where there are none it does not.
  @Test(arguments: [
    ("sharpen", "≤ 0", "≥ 255"), ("emboss", "≤ 0", "≥ 255"), ("identity", "0", "255"), ("box", "0", "2295"),
  ])
  func theLegendSaysWhatIsCutOff(kernel: String, from: String, to: String) throws {
    let scene = try scene(EdgeDetectionScene.self, ["kernel": kernel])
    #expect((scene.map.extremes.lowerBound < 0) == (from == "≤ 0"))
    #expect(scene.map.legend.from == from && scene.map.legend.to == to)
    let wipe = figure(scene, step: try #require(scene.index(of: "wipe"))).plainText
    #expect(wipe.contains("and more") == (to == "≥ 255") && wipe.contains("and less") == (from == "≤ 0"))
  }

  /// What is left is what changes in the direction that the kernel looks in; a kernel that finds all kinds has none.
  @Test func aChangeIsSeenInOneDirectionOnly() throws {
    func caption(_ kernel: String) throws -> String {
      let scene = try scene(EdgeDetectionScene.self, ["kernel": kernel])
      return scene.steps[try #require(scene.index(of: "wipe"))].caption.plain
    }
    #expect(try caption("left-neighbour").hasSuffix("something changes from left to right."))
    #expect(try caption("sobel-y").hasSuffix("something changes from top to bottom."))
    #expect(try caption("laplace").hasSuffix("something changes."))
  }

  @Test func notesSpeakOfWhatThereIs() throws {
    func note(_ name: String, _ kernel: String) throws -> String {
      let scene = try scene(EdgeDetectionScene.self, ["kernel": kernel])
      return scene.steps[try #require(scene.index(of: name))].note
    }
    #expect(try note("sides", "left-neighbour").contains("name what is gone"))
    #expect(try !note("sides", "gauss").contains("gone"))
    #expect(try note("operations", "left-neighbour").hasSuffix("so their numbers come out."))
    #expect(try note("operations", "sobel-x").hasSuffix("count this way."))
  }

  @Test func theKernelThatChangesNothingMakesNoOtherPicture() throws {
    let captions = try scene(EdgeDetectionScene.self, ["kernel": "identity"]).steps.map(\.caption.plain)
    #expect(captions[captions.count - 1].contains("used at every place, pass a whole picture on;"))
  }
}
