import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct FlipOrNotWordsTests {
  private static let wide = Size(columns: 158, rows: 38)

  private func made(_ settings: [String: String]) throws -> FlipOrNotScene {
    try scene(FlipOrNotScene.self, settings)
  }

  private func step(_ scene: FlipOrNotScene, _ moment: FlipOrNotScene.Moment) throws -> Int {
    try #require(scene.moments.firstIndex(of: moment))
  }

  /// What 3 and −1 are for stands in the caption: both sums stay in the window whose first pixel is (i, j).
  @Test func theOffsetsOfTheFormulasAreExplained() throws {
    let scene = try made([:])
    #expect(scene.steps[0].caption.plain.contains("3 and −1 only keep both in the window from row i, column j on"))
    #expect((1...3).map { 3 - $0 }.sorted() == (1...3).map { $0 - 1 })
  }

  /// Nothing is learned where there is nothing to learn.
  @Test func zerosNeedNoLearning() throws {
    for (weights, isZero) in [("0,0,0;0,0,0;0,0,0", true), ("0,0,0;0,0,0;0,0,1", false)] {
      let scene = try made(["weights": weights])
      let caption = scene.steps[try step(scene, .learned)].caption.plain
      #expect(caption.contains("the error shrinks") == !isZero)
      let errors = scene.flippingFit.errors
      #expect(zip(errors, errors.dropFirst()).prefix(10).allSatisfy { $1 < $0 } == !isZero)
    }
  }

  /// Of pairs of a pixel and a weight the one order drops all that the other does, and more.
  @Test func oneOrderDropsMorePairs() throws {
    let scene = try made([:])
    // Full padding gives 7 places along an axis; those kept are the middle ones.
    func dropped(_ side: Int) -> Set<[Int]> {
      let kept = (7 - side) / 2..<7 - (7 - side) / 2
      var pairs: Set<[Int]> = []
      for pixel in 0..<25 {
        for weight in 0..<9
        where !kept.contains(pixel / 5 + weight / 3) || !kept.contains(pixel % 5 + weight % 3) {
          pairs.insert([pixel, weight])
        }
      }
      return pairs
    }
    let (one, other) = (dropped(5), dropped(3))
    #expect(one.isStrictSubset(of: other))
    for (still, sliding, pairs) in [
      (scene.pair.input, scene.pair.kernel, one), (scene.pair.kernel, scene.pair.input, other),
    ] {
      #expect(OperationPair.pairs(still, sliding, .same)?.pairs == 225 - pairs.count)
    }
    #expect(scene.steps[try step(scene, .padding)].caption.plain.contains("drops what is hatched"))
  }

  /// Both sums stand there to be compared, each in its own line, however long their numbers are.
  @Test(arguments: [
    [:], ["weights": "-9,-9,-9;-9,-9,-8;-9,-9,-9", "values": "-9,-9,-9;-9,-9,-9;-9,-9,-9"],
    ["weights": "-8.25,-9,-9;-9,-9,-8;-9,-9,-9", "values": "-9,-9,-9.0;-9,-7.75,-9;-9,-9,-9", "flip": "on"],
  ]) func bothSumsHaveALine(settings: [String: String]) throws {
    let scene = try made(settings)
    let lines = scene.steps[try step(scene, .place)].formula
    #expect(lines.count == 2 && lines.allSatisfy { $0.columns <= 78 })
    let kernel = scene.pair.kernel
    for (line, isTurned) in zip(lines.map(\.plain), [true, scene.pair.isFlipped]) {
      let weights = isTurned ? kernel.flipped : kernel
      var sum: Float = 0
      for m in 0..<3 { for n in 0..<3 { sum += scene.pair.input[m, n] * weights[m, n] } }
      #expect(line.hasSuffix("= " + GridConvolution.text(sum)))
      // The first product and the last are always among those that are written.
      func product(_ place: Int) -> String {
        GridConvolution.text(scene.pair.input[place, place]) + "·" + GridConvolution.text(weights[place, place])
      }
      #expect(line.contains("  \(product(0)) + ") && line.contains(" + \(product(2)) = "))
    }
  }

  /// Beside the full results a pixel of the corner meets all weights, not only that of the one window inside.
  @Test func withFullPaddingEveryPixelMeetsEveryWeight() throws {
    let scene = try made([:])
    let corner = Target(grid: "values", row: 0, column: 0)
    for (moment, isFull) in [
      (FlipOrNotScene.Moment.outputs, false), (.commutes, true), (.padding, true), (.doesNot, true),
    ] {
      let index = try step(scene, moment)
      #expect(figure(scene, step: index, size: Self.wide).hotSpots.contains { $0.target == corner })
      let caption = try #require(scene.remark(on: corner, at: Playhead(step: index, pointer: corner))).caption.plain
      #expect(caption.contains("all nine weights") == isFull && caption.contains("under 1 window") != isFull)
    }
    // The pairs of the corner's pixel that land in the full result.
    let whole = Convolution(sliding: scene.pair.kernel.flipped, .full)
    let met = (0..<49).reduce(0) { count, place in
      count
        + whole.products(of: scene.pair.input, row: place / 7, column: place % 7).count {
          !$0.isPadding && $0.row == 0 && $0.column == 0
        }
    }
    #expect(met == 9)
  }

  /// K lies around a pixel in the output only where all windows cover it.
  @Test(arguments: ["off", "on"]) func onlyInTheMiddleLiesAllOfK(flip: String) throws {
    let scene = try made(["flip": flip])
    let outputs = try step(scene, .outputs)
    for place in 0..<25 {
      let target = Target(grid: "values", row: place / 5, column: place % 5)
      let remark = try #require(scene.remark(on: target, at: Playhead(step: outputs, pointer: target)))
      let windows = (0..<9).count {
        ($0 / 3...$0 / 3 + 2).contains(place / 5) && ($0 % 3...$0 % 3 + 2).contains(place % 5)
      }
      #expect(remark.caption.plain.contains("Around it ∗ lays K") == (windows == 9))
      #expect(remark.caption.plain.contains("it is in \(windows) of the nine sums") == (windows < 9))
    }
  }

  /// A pair of I(a, b) and K(m, n) lands at (a − m, b − n) when it is correlated, and at (m − a, n − b) in the other order.
  @Test(arguments: [[:], ["kernel": "emboss", "seed": "7"], ["kernel": "laplace"]])
  func correlatedPairsLandAtTheDifference(settings: [String: String]) throws {
    let scene = try made(settings)
    let (input, kernel) = (scene.pair.input, scene.pair.kernel)
    var (one, other) = (
      Tensor(Shape(height: 7, width: 7), repeating: 0), Tensor(Shape(height: 7, width: 7), repeating: 0)
    )
    for pixel in 0..<25 {
      for weight in 0..<9 {
        let (down, right) = (pixel / 5 - weight / 3, pixel % 5 - weight % 3)
        one[down + 2, right + 2] += input.values[pixel] * kernel.values[weight]
        other[4 - down, 4 - right] += input.values[pixel] * kernel.values[weight]
      }
    }
    let (left, right) = scene.pair.fullCorrelations
    #expect(left == one && right == other)
    let caption = scene.steps[try step(scene, .doesNot)].caption.plain
    #expect(caption.contains("at the difference of its places") == (one != other))
  }

  /// The errors have axes: where they begin stands at the left, the rounds beneath.
  @Test(arguments: [[:], ["kernel": "laplace"], ["weights": "9,9,9;9,-9,9;9,9,9", "seed": "7"]])
  func theErrorsHaveAxes(settings: [String: String]) throws {
    let scene = try made(settings)
    let index = try step(scene, .learned)
    let start = NumberText.plain(Double(scene.plainFit.errors[0]))
    for size in [Size(columns: 78, rows: 17), Self.wide] {
      let rows = figure(scene, step: index, size: size).plainText.split(separator: "\n")
      #expect(rows.count { $0.split(separator: " ").contains { $0.hasPrefix(start) } } == 2)
      #expect(rows.count { $0.contains("its error by round") } == 2)
      #expect(rows.count { $0.split(separator: " ").suffix(3) == ["0", "10", "20"] } == 2)
    }
    #expect(scene.plainFit.errors.max() == scene.plainFit.errors[0])
  }

  /// The layer without flip finds K′, and that I ⋆ K′ is I ∗ K is what makes it as good.
  @Test(arguments: ["1", "7", "99"]) func whatTheLayersFindIsSaid(seed: String) throws {
    for kernel in ["one-to-nine", "sobel-x", "laplace", "gauss"] {
      let scene = try made(["seed": seed, "kernel": kernel])
      let caption = scene.steps[try step(scene, .learned)].caption.plain
      #expect(caption.contains("the error shrinks"))
      #expect(zip(scene.plainFit.errors, scene.plainFit.errors.dropFirst()).prefix(10).allSatisfy { $1 < $0 })
      let found = scene.plainFit.kernels[FlipOrNotScene.rounds]
      #expect(zip(found.values, scene.pair.kernel.flipped.values).allSatisfy { abs($0 - $1) < 0.05 })
      #expect(caption.contains("finds K turned, K′, for I ⋆ K′ is I ∗ K") == !scene.pair.isSymmetric)
      #expect(caption.contains("Both find K.") == scene.pair.isSymmetric)
    }
  }

  /// Both axes of the flip follow from what the caption says of both indices.
  @Test(arguments: ["one-to-nine", "gauss"]) func bothAxesAreSaid(kernel: String) throws {
    let caption = try made(["kernel": kernel]).steps[1].caption.plain
    #expect(caption.contains("further down or right in K, the further up or left in I"))
  }

  /// What the colours of either picture mean stands beneath that picture.
  @Test(
    arguments: [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)],
    ["one-to-nine", "sobel-x", "laplace", "gauss", "random"])
  func eachPictureHasItsLegendBeneathIt(size: Size, kernel: String) throws {
    let scene = try made(["kernel": kernel])
    let lines = figure(scene, step: try step(scene, .learned), size: size).plainText
      .split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    func column(_ text: String, _ row: Int) -> Int? {
      let (line, text) = (lines[row], Array(text))
      return line.indices.first { line[$0...].starts(with: text) }
    }
    let title = try #require(lines.indices.first { column("I at random", $0) != nil })
    for (name, map) in [("I at random", scene.example), ("I ∗ K wanted", scene.wanted)] {
      let left = try #require(column(name, title))
      let limit = try #require(map.values.map(abs).max())
      let low = "−" + NumberText.fixed(Double(limit), decimals: 0) + " "
      let legend = try #require(lines.indices.first { $0 > title && column(low, $0) == left }, "\(kernel) \(name)")
      #expect(legend - title > 5 && legend - title < 17)
    }
  }
}
