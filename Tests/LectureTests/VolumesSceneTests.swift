import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct VolumesSceneTests {
  private func texts(_ scene: VolumesScene, at moment: VolumesScene.Moment) throws -> String {
    let step = try #require(scene.moments.firstIndex(of: moment))
    let words = scene.steps[step].formula.map(\.plain).joined(separator: "\n")
    return words + "\n" + figure(scene, step: step).plainText
  }

  /// What is learned has a bias in its sums, which the cursor counts.
  @Test func theBiasIsAPartOfTheSum() throws {
    for (weights, isSaid) in [("random", false), ("photos", true)] {
      let scene = try scene(VolumesScene.self, ["weights": weights])
      let step = try #require(scene.moments.firstIndex(of: .slide))
      #expect(scene.steps[step].caption.plain.contains("products and a bias") == isSaid, "\(weights)")
    }
  }

  /// Dense and unshared layers have parameters whose number does depend on the picture: they come two steps later.
  @Test func onlyOfConvolutionsTheParametersStay() throws {
    let scene = try scene(VolumesScene.self)
    let step = try #require(scene.moments.firstIndex(of: .parameters))
    #expect(scene.steps[step].caption.plain.contains("How many a convolution has does not depend on"))
  }

  @Test func standardSettingsAreTheLectures() throws {
    let scene = try scene(VolumesScene.self)
    #expect(try texts(scene, at: .slide).contains("(32 − 5)/1 + 1 = 28"))
    #expect(try texts(scene, at: .maps(0)).contains("8 filters  →  28 × 28 × 8"))
    #expect(try texts(scene, at: .nextFilter).contains("5×5×8"))
    #expect(try texts(scene, at: .maps(1)).contains("24 × 24 × 10"))
    let parameters = try texts(scene, at: .parameters)
    #expect(parameters.contains("(5·5·3 + 1)·8 = 608") && parameters.contains("(5·5·8 + 1)·10 = 2,010"))
    let work = try texts(scene, at: .work)
    #expect(work.contains("28·28·8·5·5·3 = 470,400") && work.contains("24·24·10·5·5·8 = 1,152,000"))
    let unshared = try texts(scene, at: .unshared)
    #expect(unshared.contains("28·28·608 = 476,672"))
    #expect(unshared.contains("(32·32·3 + 1)·28·28·8 = 19,273,856"))
    let step = try #require(scene.moments.firstIndex(of: .unshared))
    for number in ["608", "476,672", "19,273,856"] {
      #expect(figure(scene, step: step).plainText.contains(number))
    }
    #expect(figure(scene, step: step, size: Size(columns: 158, rows: 38)).plainText.contains("2,010"))
    #expect(scene.steps[step].caption.plain.contains("784 times the parameters; dense, 31,700 times"))
    #expect(try texts(scene, at: .parameters).contains("(5·5·3 weights + 1 bias) a filter, 8 filters: 608 parameters"))
  }

  @Test(arguments: [
    [:], ["filters": "3", "filters-2": "16", "kernel": "3", "seed": "4"],
    ["kernel": "4", "stride": "2", "padding": "1"], ["kernel": "7", "padding": "3", "filters": "1", "filters-2": "2"],
    ["stride": "2"], ["kernel": "3", "stride": "2", "padding": "1"],
  ]) func everyNumberFollowsTheKnobs(settings: [String: String]) throws {
    let scene = try scene(VolumesScene.self, settings)
    func knob(_ name: String, _ standard: Int) -> Int { Int(settings[name] ?? "") ?? standard }
    let (kernel, stride, padding) = (knob("kernel", 5), knob("stride", 1), knob("padding", 0))
    let depths = [3, knob("filters", 8), knob("filters-2", 10)]
    let first = (32 + 2 * padding - kernel) / stride + 1
    let sizes = [32, first, (first + 2 * padding - kernel) / stride + 1]
    let (parameters, work) = (try texts(scene, at: .parameters), try texts(scene, at: .work))
    let last = try #require(scene.moments.firstIndex(of: .unshared))
    let unshared = figure(scene, step: last, size: Size(columns: 158, rows: 38)).plainText
    for layer in 0..<2 {
      let weights = kernel * kernel * depths[layer]
      let places = sizes[layer + 1] * sizes[layer + 1]
      let learned = (weights + 1) * depths[layer + 1]
      #expect(
        scene.maps[layer].shape == Shape(height: sizes[layer + 1], width: sizes[layer + 1], channels: depths[layer + 1])
      )
      #expect(parameters.contains("= " + NumberText.integer(learned)))
      #expect(work.contains("= " + NumberText.integer(places * depths[layer + 1] * weights)))
      #expect(unshared.contains(NumberText.integer(places * learned)))
      let inputs = sizes[layer] * sizes[layer] * depths[layer]
      #expect(unshared.contains(NumberText.integer((inputs + 1) * places * depths[layer + 1])))
    }
  }

  /// The filters that `photos` has learned, and what is said of either kind.
  @Test func trainedFiltersAreThoseOfPhotos() throws {
    let scene = try scene(VolumesScene.self, ["weights": "photos", "filters": "4"])
    let photos = TrainedPhotos.carried
    let parameters = photos.weights.parameters(of: photos.network.stages[0], at: 0)
    #expect(scene.banks[0].values == Array(parameters.weights.prefix(4 * 75)))
    var sum = parameters.biases[3]
    for row in 0..<5 {
      for column in 0..<5 {
        for channel in 0..<3 {
          sum +=
            parameters.weights[3 * 75 + (row * 5 + column) * 3 + channel]
            * scene.picture.tensor[6 + row, 9 + column, channel]
        }
      }
    }
    #expect(abs(scene.sums[0][6, 9, 3] - sum) < 1e-4)
    #expect(try texts(scene, at: .maps(0)).contains("the weights are trained, of the network photos"))
    #expect(try texts(scene, at: .maps(1)).contains("layer 2's weights are random"))
    for text in try [texts(scene, at: .slide), texts(scene, at: .maps(0))] { #expect(!text.contains("random")) }
    let untrained = try LectureTests.scene(VolumesScene.self, ["filters": "4"])
    #expect(try texts(untrained, at: .maps(0)).contains("the weights are random"))
    #expect(throws: SettingsError.self) {
      try LectureTests.scene(VolumesScene.self, ["weights": "photos", "kernel": "3"])
    }
  }

  /// One output of each layer, worked out here from the picture and the filters.
  @Test func mapsAreComputedFromThePicture() throws {
    let scene = try scene(VolumesScene.self, ["seed": "3"])
    func expected(_ input: Tensor, _ bank: FilterBank, _ row: Int, _ column: Int, _ filter: Int) -> Float {
      var sum: Float = 0
      for down in 0..<5 {
        for across in 0..<5 {
          for channel in 0..<bank.depth {
            sum += input[row + down, column + across, channel] * bank[filter, down, across, channel]
          }
        }
      }
      return sum
    }
    for (row, column, filter) in [(7, 20, 5), (0, 0, 0), (27, 3, 7)] {
      let sum = expected(scene.picture.tensor, scene.banks[0], row, column, filter)
      #expect(abs(scene.sums[0][row, column, filter] - sum) < 1e-4)
      #expect(abs(scene.maps[0][row, column, filter] - max(0, sum)) < 1e-4)
    }
    let next = expected(scene.maps[0], scene.banks[1], 23, 0, 9)
    #expect(abs(scene.sums[1][23, 0, 9] - next) < 1e-4 && scene.maps[1][23, 0, 9] == max(0, scene.sums[1][23, 0, 9]))
    let target = Target(grid: "map", row: 7, column: 20)
    let formula = scene.remark(on: target, at: Playhead(step: 1, pointer: target))?.formula.first?.plain
    #expect(formula?.hasSuffix(NumberText.fixed(Double(scene.sums[0][7, 20, 0]), decimals: 2)) == true)
  }

  @Test func theMapFillsWhileTheWindowSlides() throws {
    let scene = try scene(VolumesScene.self)
    let panel = Tint.role(.panel)
    func empty(_ progress: Double) -> Int {
      figure(scene, step: 1, progress: progress).cells.count { $0.ink == panel && $0.paper == panel }
    }
    #expect(empty(0) > empty(0.5) && empty(0.5) > empty(1))
    #expect(empty(1) == 0)
  }

  @Test func predictions() throws {
    for settings in [[:], ["filters": "6", "filters-2": "4", "kernel": "3"]] {
      let scene = try scene(VolumesScene.self, settings)
      let filters = settings["filters"] ?? "8"
      func isRight(_ answer: String, at moment: VolumesScene.Moment) -> Bool? {
        scene.steps[scene.moments.firstIndex(of: moment) ?? 0].question?.isRight(answer)
      }
      #expect(isRight(settings.isEmpty ? "28" : "30", at: .slide) == true)
      #expect(isRight(filters, at: .maps(0)) == true)
      #expect(isRight("3", at: .maps(0)) == false)
      #expect(isRight(filters, at: .nextFilter) == true)
      #expect(isRight("3", at: .nextFilter) == false)
      #expect(isRight(settings.isEmpty ? "608" : "168", at: .parameters) == true)
    }
  }

  /// Libraries round down; what is lost by it is said, and hatched.
  @Test func whatDoesNotComeOutEvenIsRoundedDown() throws {
    let scene = try scene(VolumesScene.self, ["stride": "2"])
    #expect(scene.unseen == [31] && scene.maps[0].shape.width == 14)
    #expect(try texts(scene, at: .slide).contains("⌊(32 − 5)/2⌋ + 1 = 14"))
    let caption = scene.steps[1].caption.plain
    #expect(
      caption.contains("every second place and writes one sum of 75 products")
        && caption.hasSuffix("No window comes to what is hatched."))
    let wide = try LectureTests.scene(VolumesScene.self, ["kernel": "3", "stride": "2", "padding": "1"])
    #expect(
      wide.unseen.isEmpty && !wide.steps[1].caption.plain.contains("hatched"),
      "no pixel is lost, only zeros around them")
    let single = try LectureTests.scene(VolumesScene.self, ["kernel": "1", "stride": "2"])
    #expect(single.steps[1].caption.plain.hasSuffix("one sum of 3 products. No window comes to what is hatched."))
    #expect(single.unseen == (0..<16).map { 2 * $0 + 1 })
    let steps = try LectureTests.scene(VolumesScene.self, ["kernel": "1"]).steps.map(\.caption.plain)
    #expect(steps.contains { $0.hasSuffix("With kernels of 1 × 1 each output still sees a single pixel.") })
    #expect(!steps.contains { $0.contains("larger things") })
  }

  /// In a large window every map has its number and range above it, in a small one it has the room for itself.
  @Test func mapsHaveTheirRangesWhereThereIsRoom() throws {
    let scene = try scene(VolumesScene.self, ["filters": "5"])
    let step = try #require(scene.moments.firstIndex(of: .maps(0)))
    let large = figure(scene, step: step, size: Size(columns: 158, rows: 38)).plainText
    for filter in 0..<5 {
      let values = scene.maps[0].channel(filter).values
      let ends = [values.min() ?? 0, values.max() ?? 0].map { NumberText.fixed(Double($0), decimals: 2) }
      #expect(large.contains("\(filter + 1)  \(ends[0]) … \(ends[1])"))
    }
    #expect(!figure(scene, step: step).plainText.contains("…"))
  }

  /// Why a ReLU stands there: two layers without one are a single one, worked out here on numbers.
  @Test func withoutAReLUTwoLayersAreOne() throws {
    for (settings, words) in [
      ([:], "one layer of 9 × 9 does that, too."),
      (["kernel": "3", "stride": "2", "padding": "1"], "one layer of 7 × 7 at stride 4 does that, too."),
      (["padding": "2"], "one layer of 9 × 9 does that, too, but for the border."),
      (["kernel": "3", "padding": "2"], "one layer of 5 × 5 does that, too."),
      (["kernel": "1"], "one layer of 1 × 1 does that, too."),
      (["stride": "2"], "one layer of 13 × 13 at stride 4 does that, too."),
    ] {
      let scene = try scene(VolumesScene.self, settings)
      let relu = scene.steps[try step("relu", of: scene)]
      let caption = relu.caption.plain
      #expect(caption.hasSuffix(words), "\(caption)")
      let below = scene.sums[0].channel(0).values.count { $0 < 0 }
      #expect(relu.formula[0].plain.contains("so all stay") == (below == 0))
      #expect(scene.maps.allSatisfy { $0.values.allSatisfy { $0 >= 0 } })
    }
    // In one dimension: kernels a and b, one behind the other, are one kernel of 2 + 2 − 1 weights.
    let (x, a, b) = ([3.0, -1, 4, 1, -5], [2.0, -3], [1.0, 4])
    func slide(_ x: [Double], _ k: [Double]) -> [Double] {
      (0...x.count - k.count).map { place in k.indices.reduce(0) { $0 + k[$1] * x[place + $1] } }
    }
    #expect(slide(slide(x, a), b) == slide(x, [2, -3 + 8, -12]))
  }

  @Test func wordsFollowTheKnobs() throws {
    let single = try scene(VolumesScene.self, ["filters": "1", "kernel": "1"])
    func caption(_ moment: VolumesScene.Moment) throws -> String {
      single.steps[try #require(single.moments.firstIndex(of: moment))].caption.plain
    }
    #expect(try caption(.maps(0)).hasPrefix("A single filter writes a single map"))
    #expect(try caption(.maps(1)).contains("the only map of layer 1"))
    #expect(try texts(single, at: .nextFilter).contains("1·1·1 = 1 weight in each filter"))
    let strided = try scene(VolumesScene.self, ["kernel": "4", "stride": "2", "padding": "1"])
    #expect(
      strided.steps[1].question?.prompt.contains("slides 2 pixels at a time over 32 × 32, with 1 zero on each side.")
        == true)
    let large = try scene(VolumesScene.self, ["filters": "16", "kernel": "9"])
    #expect(try texts(large, at: .nextFilter).contains("9·9·16 = 1,296 weights"))
  }

  /// Both layers without the ReLU against one layer, by plain loops: inside they are the same; whether at the border,
  /// too, the caption says.
  @Test(arguments: [
    [:], ["kernel": "3", "padding": "1"], ["kernel": "3", "padding": "2", "stride": "2", "filters": "2"],
  ])
  func oneLayerDoesTheSameAwayFromTheZeros(settings: [String: String]) throws {
    let scene = try scene(VolumesScene.self, settings.merging(["filters": "3"]) { own, _ in own })
    func knob(_ name: String, _ standard: Int) -> Int { Int(settings[name] ?? "") ?? standard }
    let (k, s, p) = (knob("kernel", 5), knob("stride", 1), knob("padding", 0))
    let (first, second) = (scene.banks[0], scene.banks[1])
    let (size, output) = (scene.sums[0].shape.width, scene.sums[1].shape.width)
    let merged = (k - 1) * s + k
    #expect(scene.mergedKernel == merged)
    let picture = scene.picture.tensor
    /// Layer 2 on the sums of layer 1 as they are.
    func twice(_ place: Int) -> Double {
      var sum = 0.0
      for u in 0..<k {
        for v in 0..<k {
          let (row, column) = (place * s + u - p, place * s + v - p)
          guard (0..<size).contains(row), (0..<size).contains(column) else { continue }
          for f in 0..<second.depth { sum += Double(second[0, u, v, f] * scene.sums[0][row, column, f]) }
        }
      }
      return sum
    }
    /// One layer whose filter is made of both, on the picture, zeros around it as far as they are needed.
    func once(_ place: Int) -> Double {
      var sum = 0.0
      for y in 0..<merged {
        for x in 0..<merged {
          let (row, column) = ((place * s - p) * s - p + y, (place * s - p) * s - p + x)
          guard (0..<32).contains(row), (0..<32).contains(column) else { continue }
          for u in 0..<k where (0..<k).contains(y - s * u) {
            for v in 0..<k where (0..<k).contains(x - s * v) {
              for f in 0..<second.depth {
                for c in 0..<3 {
                  sum += Double(
                    second[0, u, v, f] * first[f, y - s * u, x - s * v, c] * picture[row, column, c])
                }
              }
            }
          }
        }
      }
      return sum
    }
    #expect(abs(twice(output / 2) - once(output / 2)) < 1e-3)
    let isDifferent = [0, output - 1].contains { abs(twice($0) - once($0)) > 1e-3 }
    let caption = scene.steps[try step("relu", of: scene)].caption.plain
    #expect(caption.hasSuffix(", but for the border.") == isDifferent)
  }

  /// However many outputs there are, all of the map has its place, and below it stands what its colours mean.
  @Test(arguments: [
    ["padding": "4", "kernel": "1"], ["padding": "4", "kernel": "2"], ["padding": "3"], ["stride": "2"],
  ])
  func theWholeMapIsSeen(settings: [String: String]) throws {
    let scene = try scene(VolumesScene.self, settings)
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let canvas = figure(scene, step: 1, size: size)
      let side = scene.maps[0].shape.width
      let spots = canvas.hotSpots.filter { $0.target.grid == "map" }
      #expect(Set(spots.map(\.target)).count == side * side)
      let lowest = spots.map(\.region.endRow).max() ?? 0
      #expect(lowest + 2 <= size.rows && spots.allSatisfy { $0.region.endColumn <= size.columns })
      let lines = canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines[lowest].contains("sums −") && lines[lowest + 1].contains("weights −"))
    }
  }

  /// The zeros of the formula are on the figure, or in its title where they have no room.
  @Test func theRingOfZerosIsSeen() throws {
    let scene = try scene(VolumesScene.self, ["padding": "3"])
    #expect(figure(scene, step: 1).plainText.contains("picture 32×32×3 + 3 zeros"))
    func panels(_ settings: [String: String]) throws -> Int {
      let scene = try LectureTests.scene(VolumesScene.self, settings)
      return figure(scene, step: 1, size: Size(columns: 158, rows: 38)).cells.count { $0.ink == .role(.panel) }
    }
    #expect(try panels([:]) == 0)
    #expect(try panels(["padding": "3"]) > 100)
    #expect(!figure(try LectureTests.scene(VolumesScene.self), step: 1).plainText.contains("zeros"))
  }

  /// A wide window sets what is stored beside what is worked out.
  @Test func aWideWindowCountsProductsToo() throws {
    for (settings, dense) in [([:], 32 * 32 * 3 * 28 * 28 * 8), (["kernel": "3", "stride": "2"], 3072 * 15 * 15 * 8)] {
      let scene = try scene(VolumesScene.self, settings)
      let text = figure(scene, step: try step("unshared", of: scene), size: Size(columns: 158, rows: 38)).plainText
      #expect(text.contains(NumberText.integer(dense)))
      let products = settings.isEmpty ? 28 * 28 * 8 * 75 : 15 * 15 * 8 * 27
      #expect(text.ranges(of: NumberText.integer(products)).count == 2, "unshared works as much as shared")
      #expect(text.contains(" \(factor(Double(dense) / Double(products))) times the products"))
    }
  }

  /// A number that has no room for its range beside it stands alone: no map is without a name.
  @Test func everyMapHasItsNumber() throws {
    let scene = try scene(VolumesScene.self)
    let index = try #require(scene.index(of: "maps", 1))
    let canvas = figure(scene, step: index)
    for map in 1...10 {
      let spot = try #require(canvas.hotSpots.last { $0.target == Target(grid: "maps", row: 1, column: map - 1) })
      let head = Region(column: spot.region.column, row: spot.region.row - 1, columns: 3, rows: 1)
      #expect(canvas.text(in: head).hasPrefix("\(map)"), "map \(map)")
    }
  }

  @Test func twoMapsAreBoth() throws {
    let scene = try scene(VolumesScene.self, ["filters": "2"])
    let index = try #require(scene.index(of: "maps", 1))
    #expect(scene.steps[index].caption.plain.contains("mixes both maps of layer 1"))
  }

  /// What is called a wrong answer is wrong.
  @Test(arguments: 1...16) func wrongDepthsAreWrong(filters: Int) throws {
    let scene = try scene(VolumesScene.self, ["filters": "\(filters)"])
    let note = scene.steps[try step("nextFilter", of: scene)].note
    #expect(note.contains("Who answers \(filters) ") == false && note.contains("who answers \(filters) ") == false)
    #expect(note.contains("\(filters) is right") == (filters == 1 || filters == 3))
  }

  /// Maps shrink by the stride, too, and then it was asked for; and a kernel of 1 has no rim.
  @Test(arguments: [[:], ["stride": "2"], ["kernel": "1", "stride": "2"], ["kernel": "1"], ["padding": "2"]])
  func aRimIsLostWithoutPaddingAlone(settings: [String: String]) throws {
    let scene = try scene(VolumesScene.self, settings)
    let step = try #require(scene.index(of: "maps", 1))
    #expect(scene.steps[step].note.contains("loses a rim") == settings.isEmpty)
  }

  /// Some outputs of a kernel of 1 see zeros alone.
  @Test func aKernelOfOneSeesAtMostOnePixel() throws {
    for (padding, ending) in [("0", "sees a single pixel."), ("4", "sees a single pixel, or none.")] {
      let scene = try scene(VolumesScene.self, ["kernel": "1", "padding": padding])
      let step = try #require(scene.index(of: "maps", 1))
      #expect(scene.steps[step].caption.plain.hasSuffix(ending))
    }
  }

  /// Biases of layer 1 are missing where layer 2 finds zeros beside its sums.
  @Test func biasesMakeTheBorderDiffer() throws {
    let random = try scene(VolumesScene.self, ["padding": "4"])
    let trained = try scene(VolumesScene.self, ["padding": "4", "weights": "photos"])
    #expect(random.biases.allSatisfy { $0 == 0 } && trained.biases.contains { $0 != 0 })
    func caption(_ scene: VolumesScene) throws -> String { scene.steps[try step("relu", of: scene)].caption.plain }
    #expect(try !caption(random).contains("but for the border"))
    #expect(try caption(trained).hasSuffix("but for the border."))
  }

  /// The bias is named where it is a part of a sum.
  @Test func pointedSumsAreWholeSums() throws {
    for (weights, isBiased) in [("photos", true), ("random", false)] {
      let scene = try scene(VolumesScene.self, ["weights": weights])
      let target = Target(grid: "map", row: 9, column: 5)
      let step = try step("slide", of: scene)
      let remark = try #require(scene.remark(on: target, at: Playhead(step: step, pointer: target)))
      let formula = remark.formula[0].plain
      #expect(formula.contains("a bias of \(VolumesScene.text(scene.biases[0])), together") == isBiased)
      #expect(formula.hasSuffix(VolumesScene.text(scene.sums[0][9, 5, 0])))
    }
  }

  @Test func sharesAreRounded() throws {
    let scene = try scene(VolumesScene.self, ["kernel": "9", "padding": "1"])
    // (3072 + 1)·26·26·8 of (9·9·3 + 1)·8 are 8513.7.
    #expect(scene.steps[try step("unshared", of: scene)].caption.plain.contains("dense, 8,514 times"))
  }

  /// A large window says more below the volumes, and never over them.
  @Test(arguments: [
    [:], ["filters": "16", "kernel": "9"], ["filters": "1", "filters-2": "1"], ["kernel": "1", "padding": "4"],
    ["kernel": "9", "stride": "2"],
  ]) func aLargeWindowSaysMore(settings: [String: String]) throws {
    let scene = try scene(VolumesScene.self, settings)
    let size = Size(columns: 158, rows: 38)
    func text(_ moment: String) throws -> String {
      figure(scene, step: try step(moment, of: scene), size: size).plainText
    }
    let (first, second) = (scene.network.stages[0], scene.network.stages[1])
    #expect(try text("nextFilter").contains("one filter of layer 2"))
    #expect(try text("end").contains("of layer 1,") && text("end").contains("of layer 2,"))
    let parameters = NumberText.integer(first.parameters + second.parameters)
    let work = try text("work").split(separator: "\n").map(String.init)
    let line = try #require(work.last { $0.contains("parameters") })
    #expect(line.ranges(of: parameters).count == 3, "as many for each size of picture")
    let products = try #require(work.last { $0.contains("products") })
    #expect(products.contains(NumberText.integer(first.multiplyAdds + second.multiplyAdds)))
    #expect(try text("parameters").contains("224 × 224"))
    #expect(!figure(scene, step: try step("work", of: scene)).plainText.contains("224 × 224"))
  }

  /// A window in the padding sees nothing of the picture, one at its border a part.
  @Test(
    arguments: [
      ("3", "4", 0, "nothing of the picture"), ("1", "4", 3, "nothing of the picture"),
      ("3", "1", 0, "sees 2 × 2 pixels"), ("3", "4", 2, "sees 1 × 1 pixel"), ("3", "4", 9, "and nothing else"),
      ("5", "0", 0, "and nothing else"),
    ]) func aWindowSeesWhatLiesUnderIt(kernel: String, padding: String, place: Int, words: String) throws
  {
    let scene = try scene(VolumesScene.self, ["kernel": kernel, "padding": padding])
    let target = Target(grid: "map", row: place, column: place)
    let step = try step("slide", of: scene)
    let remark = try #require(scene.remark(on: target, at: Playhead(step: step, pointer: target)))
    #expect(remark.caption.plain.contains(words), "\(remark.caption.plain)")
  }

  /// The one layer that does what two do without a ReLU is as wide as all that the second sees through the first.
  @Test(arguments: [[:], ["stride": "2"], ["kernel": "3"], ["kernel": "1"], ["kernel": "9", "stride": "2"]])
  func theMergedKernelIsWorkedOut(settings: [String: String]) throws {
    let scene = try scene(VolumesScene.self, settings)
    let formula = scene.steps[try step("relu", of: scene)].formula
    let (kernel, stride) = (scene.geometry.window.kernel, scene.geometry.window.stride)
    let side = kernel + (kernel - 1) * stride
    #expect(scene.mergedKernel == side)
    #expect(formula.contains { $0.plain.contains("\(kernel) + (\(kernel) − 1)·\(stride) = \(side)") })
    #expect(formula.allSatisfy { $0.columns <= 76 })
  }

  /// A product is no width: 28 × 28 is a map 28 wide, 28·28 are 784.
  @Test(arguments: [("28", true), ("28 x 28", true), ("28*28", false), ("28·28", false), ("784", false)])
  func aProductIsNoWidth(typed: String, isRight: Bool) throws {
    let scene = try scene(VolumesScene.self)
    let question = try #require(scene.steps[try step("slide", of: scene)].question)
    #expect(question.verdict(on: typed) == (isRight ? .right : .wrong))
  }

  /// Beside the areas stands how large a part of the dense one each is, and no count of the pixels that draw it.
  @Test(arguments: [([:], "2.5 %"), (["kernel": "9", "stride": "2"], "7.9 %")] as [([String: String], String)])
  func areasAreSharesOfTheDenseOne(settings: [String: String], share: String) throws {
    let scene = try scene(VolumesScene.self, settings)
    let counts = scene.comparison[0].counts
    #expect(percent(Double(counts[1]) / Double(counts[2])) == share)
    let text = try texts(scene, at: .unshared)
    #expect(text.contains("\(share) of the dense area") && text.contains("areas to scale"))
    #expect(!text.contains(" pixels"))
  }

  /// What the filter does is said in two lines, also where some of the picture is left out.
  @Test(arguments: [["kernel": "9", "stride": "2"], ["weights": "photos", "stride": "2"], ["weights": "photos"], [:]])
  func theFilterAddsUpProducts(settings: [String: String]) throws {
    let scene = try scene(VolumesScene.self, settings)
    let caption = scene.steps[1].caption
    #expect(caption.plain.contains("\(scene.network.stages[0].fanIn) products"))
    #expect(caption.plain.contains("hatched") != scene.unseen.isEmpty)
    #expect(caption.wrapped(columns: 78).count <= 2)
  }
}
