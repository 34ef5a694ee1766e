import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

/// What is said at the ends of the knobs, and of kernels and grids that were typed by hand.
@Suite struct SlidingKernelCornersTests {
  /// With holes in the kernel a window spans cells that no weight lies on: what is counted is named.
  @Test(arguments: [["dilation": "2"], ["dilation": "3", "input": "11"]])
  func windowsWithHolesAreNotSaidToLieOnCells(_ knobs: [String: String]) throws {
    let scene = try scene(SlidingKernelScene.self, knobs)
    let step = scene.steps[try #require(scene.index(of: "fromInput"))]
    #expect(step.question?.prompt.contains("in how many windows does a weight lie on the cell") == true)
    #expect(step.caption.plain.contains("a weight lies on it"))
    #expect(step.formula[0].plain.contains("a weight on it in 1 down · 1 across"))
  }

  private func make(_ settings: [String: String]) throws -> SlidingKernelScene {
    try scene(SlidingKernelScene.self, settings)
  }

  private func step(_ scene: SlidingKernelScene, _ moment: String) throws -> Step {
    scene.steps[try #require(scene.index(of: moment), "no \(moment)")]
  }

  private static let sevens = Array(repeating: "7,7,7,7,7,7,7", count: 7).joined(separator: ";")

  /// What adding up leaves behind is neither a sum above zero nor one below, and no kernel's weights come to it.
  @Test(arguments: [
    "0.1,0.1,0.1;-0.1,-0.1,-0.1;0.3,-0.3,0", "0.07,0.12,-0.19;0.43,-0.31,-0.12;0,0,0", "1.1,1.3,-2.4;0,0,0;0,0,0",
  ]) func roundingIsNothing(weights: String) throws {
    let scene = try make(["weights": weights, "values": Self.sevens])
    #expect(scene.reading.sum == 0)
    let captions = scene.steps.map(\.caption.plain)
    #expect(captions.contains { $0.contains("Zero: the products of either sign cancel.") })
    #expect(captions.contains { $0.contains("Every place gives the same sum, 0") })
    #expect(!captions.contains { $0.contains("below zero") || $0.contains("come to 0, not 0") })
  }

  /// A middle is what has as much on all sides.
  @Test func onlyAKernelWithAMiddleLooksForASpot() throws {
    for kernel in 2...7 {
      let scene = try make(["kernel": "\(kernel)", "preset": "laplace", "input": "9"])
      let words = scene.steps.map(\.caption.plain).joined(separator: " ")
      #expect((scene.reading.pattern == .brightSpot) == (kernel % 2 == 1))
      #expect(kernel % 2 == 1 || !words.contains("the middle") && !words.contains("around it."), "\(kernel)")
    }
    #expect(try make(["weights": "0,0,0;0,1,-1;0,0,0"]).reading.pattern == .mixed)
    #expect(try make(["weights": "0,0,0;-1,2,-1;0,0,0"]).reading.pattern == .mixed)
    #expect(try make(["preset": "sharpen"]).reading.pattern == .brightSpot)
  }

  /// Brighter is what is brighter without any weight; otherwise it is said that the weights make it so.
  @Test func whatIsBrighterOnlyUnderItsWeightsIsSaidToBe() throws {
    var said: Set<Bool> = []
    for (preset, seed) in [("sobel-x", 50), ("sobel-x", 29), ("sobel-y", 25), ("sobel-x", 1), ("sobel-y", 2)] {
      let scene = try make(["input": "4", "content": "random", "seed": "\(seed)", "preset": preset])
      guard case .map(let peak?) = scene.moments[try #require(scene.index(of: "map"))] else { continue }
      let products = scene.grids.products(scene.grids.place(peak))
      let plain = products.reduce(Float(0)) { $0 + $1.value * ($1.weight > 0 ? 1 : $1.weight < 0 ? -1 : 0) }
      let caption = try step(scene, "map").caption.plain
      guard caption.contains("brighter") else { continue }
      #expect(caption.contains(", as these weights count it.") == (plain <= 0), "\(caption)")
      said.insert(plain > 0)
    }
    #expect(said == [true, false], "both are tried")
  }

  /// A saving is claimed where there is one.
  @Test(arguments: [
    ["input": "3", "kernel": "7", "padding": "3", "stride": "2"], ["input": "3", "kernel": "6", "padding": "3"],
    ["input": "3", "kernel": "6", "padding": "3", "stride": "2"], [:], ["kernel": "7", "padding": "1"],
    ["input": "3"],
  ]) func sharingIsOnlyPraisedWhereItSaves(settings: [String: String]) throws {
    let scene = try make(settings)
    let (size, places) = (scene.grids.inputSize, scene.grids.positions)
    let caption = try #require(scene.steps.last).caption.plain
    let saves = places > 1 && scene.grids.weights < size * size * places
    #expect(caption.contains("did what a dense layer") == saves, "\(caption)")
    #expect(caption.contains("save nothing") == (places > 1 && !saves))
  }

  /// Where there is but one place, no window moves, and no advice is given that leads nowhere.
  @Test(arguments: [
    ["input": "15", "kernel": "7", "dilation": "2", "stride": "4"], ["kernel": "7", "stride": "3"],
    ["input": "3", "kernel": "1", "stride": "4"], ["input": "15", "kernel": "7", "dilation": "3", "padding": "2"],
  ]) func aSinglePlaceIsNotMovedFrom(settings: [String: String]) throws {
    let scene = try make(settings)
    #expect(scene.grids.positions == 1)
    let caption = try step(scene, "size").caption.plain
    #expect(caption.contains("finds a single place") == (scene.grids.stride > 1) && !caption.contains("at a time"))
    for step in scene.steps { #expect(!(step.caption.plain + step.note).contains("urn the input up")) }
  }

  /// Zeros alone are no cells of the input.
  @Test func aWindowOfZerosSeesNoCell() throws {
    let scene = try make(["input": "3", "kernel": "1", "padding": "1", "stride": "4"])
    #expect(scene.grids.output.values.allSatisfy { $0 == 0 })
    #expect(try step(scene, "fromOutput").caption.plain.contains("sees nothing but 1 zero around the grid"))
    #expect(try !step(scene, "fromWeight").note.contains("known at every place"))
    #expect(try step(scene, "fromInput").note.contains("no gradient"))
    let corner = try make(["padding": "3", "stride": "4"])
    #expect(try !step(corner, "fromInput").caption.plain.contains("border"), "some at the border lie under as many")
  }

  /// One weight is not spoken of as many, and has no shape that a name could tell of.
  @Test func aKernelOfOneWeightIsOne() throws {
    let scene = try make(["kernel": "1"])
    let first = scene.grids.output[0, 0]
    #expect(scene.steps[0].caption.plain.contains("it has but one weight"))
    #expect(try step(scene, "first").caption.plain.hasSuffix("is the output already: \(GridConvolution.text(first))."))
    #expect(!figure(scene, step: 3).plainText.contains("sobel"))
    #expect(figure(try make([:]), step: 3).plainText.contains("sobel-x"))
    let nothing = try make(["kernel": "1", "weights": "0"])
    #expect(nothing.steps[0].caption.plain.contains("its only weight is 0"))
    #expect(try step(nothing, "finding").caption.plain.hasPrefix("The only product is 0"))
    #expect(try !step(nothing, "finding").note.contains("a larger sum"))
  }

  /// A single weight has no holes beside it, whatever the dilation.
  @Test(arguments: ["1", "2", "3"]) func aSingleWeightHasNoHoles(dilation: String) throws {
    let step = try step(try make(["kernel": "1", "dilation": dilation]), "fromInput")
    #expect(step.caption.plain.contains("one window alone covers this cell") && !step.caption.plain.contains("hole"))
    #expect(step.formula[0].plain.contains("lies under"))
  }

  /// What cannot be read in a small window is not asked for.
  @Test func nothingIsAskedWithoutNumbers() throws {
    #expect(try step(try make(["input": "13"]), "finding").question != nil)
    #expect(try step(try make(["input": "14"]), "finding").question == nil)
  }

  /// Before there is a window on the screen, nothing is said of how many there are.
  @Test func pointingAtTheStartTellsNoWindows() throws {
    let scene = try make([:])
    let target = Target(grid: SlidingKernelScene.values.name, row: 0, column: 0)
    let remark = scene.remark(on: target, at: Playhead(step: 0, pointer: target))
    let words = try #require(remark)
    let said = ([words.caption] + words.formula).map(\.plain).joined(separator: " ")
    #expect(said.contains("Input (1, 1)") && !said.contains("window") && !said.contains("output"))
  }

  /// 403 is small beside 4,835, but not near zero.
  @Test func smallIsNotNearZero() throws {
    for step in try make(["kernel": "7", "padding": "0", "input": "12"]).steps {
      #expect(!step.caption.plain.contains("ear zero"), "\(step.caption.plain)")
    }
  }

  /// Products are said to cancel where what is left of them is little beside them.
  @Test(arguments: ["sobel-x", "sobel-y", "prewitt-x", "laplace", "random"])
  func onlyWhatCancelsIsSaidToCancel(preset: String) throws {
    var said: Set<Bool> = []
    for content in ["stripe", "random"] {
      for seed in 1...99 {
        let scene = try make(["content": content, "seed": "\(seed)", "preset": preset])
        for position in 0..<scene.grids.positions {
          let verdict = scene.verdict(scene.grids.place(position))
          guard verdict.contains("small for this kernel") else { continue }
          let products = scene.grids.products(scene.grids.place(position)).map(\.product)
          let sides = [1, -1].map { sign in products.reduce(Float(0)) { $0 + max(0, sign * $1) } }.sorted()
          #expect(!verdict.contains("cancel") || sides[0] >= 0.59 * sides[1], "\(content) \(seed): \(sides)")
          said.insert(verdict.contains("cancel"))
        }
      }
    }
    #expect(said == [true, false] || said.isEmpty && preset == "random")
    let stripe = try make(["content": "stripe", "seed": "16"])
    let first = try step(stripe, "first")
    #expect(first.formula[0].plain.hasSuffix("= −6") && !first.caption.plain.contains("cancel"))
  }

  /// What no window covers is named: hatched behind the last window, between windows before it.
  @Test(arguments: [
    ["input": "15", "kernel": "2", "stride": "4"], ["input": "8", "stride": "4"], ["padding": "3", "stride": "4"],
    ["padding": "2", "stride": "4", "input": "8"], ["input": "4", "kernel": "2", "dilation": "3"], ["stride": "3"],
    ["input": "5", "kernel": "1", "stride": "2", "padding": "1"], ["stride": "2"], [:],
  ]) func whatIsNeverReachedIsNamed(settings: [String: String]) throws {
    let scene = try make(settings)
    let (grids, caption) = (scene.grids, try step(scene, "size").caption.plain)
    // Along an axis, counted with the zeros.
    let size = try #require(Int(settings["dilation"] ?? "1"))
    let met = Set(
      (0..<grids.outputSize).flatMap { place in (0..<grids.kernelSize).map { place * grids.stride + $0 * size } })
    let end = try #require(met.max())
    let missed = Set(0..<grids.inputSize + 2 * grids.padding).subtracting(met)
    let isInput = { (index: Int) in (grids.padding..<grids.padding + grids.inputSize).contains(index) }
    #expect(caption.lowercased().contains("hatched") == missed.contains { $0 > end })
    #expect(caption.lowercased().contains("between") == missed.contains { $0 < end && isInput($0) })
  }

  /// How many windows lie over a cell is no matter of what the weights are.
  @Test(arguments: ["sobel-x", "identity", "box"]) func windowsAreCountedNotWeights(preset: String) throws {
    let scene = try make(["preset": preset])
    let input = try step(scene, "fromInput")
    #expect(input.question?.prompt.contains("under how many windows") == true)
    #expect(input.question?.isRight("9") == true)
    #expect(!(input.caption.plain + input.formula[0].plain).contains("reach"))
  }

  /// Where all cells are alike no place is asked for, and one weight is not “1 weight”.
  @Test func nothingIsSoughtWhereAllIsAlike() throws {
    #expect(try make(["values": Self.sevens]).steps[0].caption.plain.hasSuffix("What will come out?"))
    #expect(try make(["kernel": "1"]).steps.allSatisfy { !$0.caption.plain.contains("same 1 weight") })
  }

  /// That every cell at the border is seen less often is only said where it is.
  @Test(arguments: [
    [:], ["stride": "2"], ["stride": "2", "padding": "1"], ["stride": "4", "padding": "3"],
    ["stride": "2", "kernel": "5", "input": "9"], ["stride": "3", "padding": "2", "kernel": "5", "input": "9"],
  ]) func theBorderIsComparedWhole(settings: [String: String]) throws {
    let scene = try make(settings)
    let end = scene.grids.inputSize - 1
    func count(_ row: Int, _ column: Int) -> Int { scene.grids.reach(GridPlace(row: row, column: column)).count }
    for row in 0...end {
      for column in 0...end {
        let isFewer = (0...end).allSatisfy { place in
          [(0, place), (end, place), (place, 0), (place, end)].allSatisfy { count($0, $1) < count(row, column) }
        }
        let caption = scene.inputCaption(GridPlace(row: row, column: column)).plain
        #expect(caption.contains("border") == isFewer, "(\(row), \(column)): \(caption)")
      }
    }
  }

  /// A side is brighter, or a middle, with the cells under a weight of 0 counted in; otherwise the weights make it so.
  @Test(arguments: [
    ("0,0,0;1,0,-1;0,0,0", "0,0,9,9;5,1,1,1;0,0,9,9;0,0,0,0"),
    ("0,0,0;1,0,-1;0,0,0", "5,0,0,0;5,0,0,0;5,0,0,0;0,0,0,0"),
    ("0,1,0;0,0,0;0,-1,0", "0,5,0,0;0,1,0,0;9,1,9,9;9,1,9,9"),
    ("0,-1,0;-1,4,-1;0,-1,0", "9,3,9,0;3,5,3,0;9,3,9,99;0,0,99,0"),
    ("0,-1,0;-1,4,-1;0,-1,0", "0,0,0,0;0,9,0,0;0,0,0,0;0,0,0,0"),
    ("-1,-1,-1;-1,8,-1;-1,-1,-1", "0,0,0,0;0,9,0,0;0,0,0,0;0,0,0,0"),
  ]) func aSideIsBrighterAsAWhole(weights: String, values: String) throws {
    let scene = try make(["input": "4", "weights": weights, "values": values])
    guard case .map(let peak?) = scene.moments[try #require(scene.index(of: "map"))] else { return }
    let cells = scene.grids.products(scene.grids.place(peak)).map(\.value)
    func mean(_ places: [Int]) -> Float { places.reduce(Float(0)) { $0 + cells[$1] } / Float(places.count) }
    let isBrighter =
      switch scene.reading.pattern {
      case .leftOverRight: mean([0, 3, 6]) > mean([2, 5, 8])
      case .topOverBottom: mean([0, 1, 2]) > mean([6, 7, 8])
      default: mean([4]) > mean([0, 1, 2, 3, 5, 6, 7, 8])
      }
    let caption = try step(scene, "map").caption.plain
    #expect(caption.contains("brighter"))
    #expect(caption.contains(", as these weights count it.") != isBrighter, "\(caption)")
  }

  /// Zero parts what is looked for from its opposite only where the weights cancel.
  @Test(arguments: [
    ("-1,-1,-1;-1,-1,-1;-1,-1,-1", "where the window is darkest"), ("0,0,0;0,-1,0;0,0,0", "where the one weight meets"),
    ("0,0,0;0,-1,0;0,0,-2", "where the window is darkest"), ("-3,0,0;0,1,0;0,0,-3", "where brightness and pattern"),
  ]) func whatIsFoundBelowZeroIsFound(weights: String, place: String) throws {
    let scene = try make(["weights": weights])
    #expect(scene.grids.output.values.allSatisfy { $0 <= 0 })
    let caption = try step(scene, "map").caption.plain
    #expect(caption.contains(place) && !caption.contains("nothing"), "\(caption)")
    let balanced = try make(["input": "4", "values": "0,0,9,9;0,0,9,9;0,0,9,9;0,0,9,9"])
    #expect(try step(balanced, "map").caption.plain.contains("Every place"))
    let opposite = try make(["input": "4", "values": "0,0,9,9;0,0,9,9;0,0,9,9;0,0,0,0"])
    #expect(try step(opposite, "map").caption.plain.contains("found: nothing, for no sum is above zero"))
  }

  /// A window stands on the last columns, but none begins there.
  @Test(
    arguments: [
      ([:], "in the last two columns,"), (["kernel": "2"], "in the last column,"),
      (["dilation": "2"], "in the last four columns,"),
      (["input": "15", "kernel": "7", "dilation": "2"], "in the last twelve columns,"),
    ] as [([String: String], String)]) func whereNoWindowBeginsIsCounted(settings: [String: String], columns: String)
    throws
  {
    let scene = try make(settings)
    let caption = try step(scene, "size").caption.plain
    #expect(caption.contains("cannot begin " + columns), "\(caption)")
    #expect(scene.grids.inputSize - scene.grids.outputSize == scene.grids.geometry.window.effectiveKernel - 1)
    #expect(try #require(step(scene, "size").question).prompt.hasPrefix("The kernel covers a window"))
  }

  /// What an input adds to each output is told from its own number.
  @Test func whatAnInputAddsIsTold() throws {
    let formula = try step(try make([:]), "fromInput").formula.map(\.plain)
    #expect(
      formula == [
        "input (4, 4) = 7   lies under 3 down · 3 across = 9 of 25 windows",
        "adds 7 · the weight on it to each of these outputs",
      ])
    let single = try step(try make(["kernel": "1"]), "fromInput").formula.map(\.plain)
    #expect(single.last == "adds 7 · the weight on it to this output")
    let unseen = try step(try make(["stride": "4"]), "fromInput").formula.map(\.plain)
    #expect(unseen == ["input (4, 4) = 7   lies under 0 down · 0 across = 0 of 4 windows"])
  }
}
