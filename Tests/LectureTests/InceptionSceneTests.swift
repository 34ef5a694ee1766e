import CellCanvas
import ConvolutionEngine
import Foundation
import Testing

@testable import Lecture

@Suite struct InceptionSceneTests {
  typealias S = InceptionScene

  /// The widths of a module; a reduction of 0 is none.
  struct Widths: Sendable {
    var depth = 256
    var one = 128
    var three = (64, 192)
    var five = (64, 96)
    var pool = 64

    var knobs: [String: String] {
      [
        "depth": "\(depth)", "1x1": "\(one)", "3x3-reduce": "\(three.0)", "3x3": "\(three.1)",
        "5x5-reduce": "\(five.0)", "5x5": "\(five.1)", "pool-1x1": "\(pool)",
      ]
    }

    /// Every convolution as its side, its depth and its filters, a list a branch.
    func branches(isNaive: Bool) -> [[(side: Int, depth: Int, filters: Int)]] {
      isNaive
        ? [[(1, depth, one)], [(3, depth, three.1)], [(5, depth, five.1)], []]
        : [
          [(1, depth, one)], [(1, depth, three.0), (3, three.0, three.1)], [(1, depth, five.0), (5, five.0, five.1)],
          [(1, depth, pool)],
        ]
    }

    /// Weights and multiply-adds of a convolution, counted one by one over filters and places.
    static func counts(_ convolution: (side: Int, depth: Int, filters: Int)) -> (weights: Int, products: Int) {
      var (weights, products) = (0, 0)
      for _ in 0..<convolution.filters {
        for _ in 0..<convolution.side * convolution.side { weights += convolution.depth }
      }
      for _ in 0..<28 { for _ in 0..<28 { products += weights } }
      return (weights, products)
    }

    func totals(isNaive: Bool) -> (weights: Int, products: Int, depth: Int) {
      let all = branches(isNaive: isNaive).flatMap { $0 }.map(Self.counts)
      let last = branches(isNaive: isNaive).map { $0.last?.filters ?? depth }
      return (
        all.reduce(0) { $0 + $1.weights }, all.reduce(0) { $0 + $1.products }, last.reduce(0, +)
      )
    }
  }

  static let settings: [Widths] = [
    Widths(), Widths(depth: 192, one: 64, three: (96, 128), five: (16, 32), pool: 32),
    Widths(depth: 64, one: 8, three: (384, 8), five: (384, 8), pool: 384),
    Widths(depth: 832, one: 384, three: (384, 384), five: (384, 384), pool: 384),
    Widths(depth: 512, one: 16, three: (8, 320), five: (128, 256), pool: 8),
  ]

  private func text(_ scene: S, _ name: String, size: Size = Size(columns: 78, rows: 17)) throws -> String {
    figure(scene, step: try step(name, of: scene), size: size).plainText
  }

  /// On a wide screen the channels that go on lie to scale beneath those that come in.
  @Test(arguments: settings) func channelsAreDrawnToScale(widths: Widths) throws {
    let scene = try scene(S.self, widths.knobs)
    let wide = Size(columns: 158, rows: 38)
    let drawn = figure(scene, step: try step("joined", of: scene), size: wide)
    #expect(drawn.audit == [] && drawn.plainText.contains("channels, to scale: in and out"))
    #expect(drawn.plainText.contains("in \(scene.naive.input.channels)"))
    #expect(try !text(scene, "joined").contains("to scale"))
  }

  @Test func theLecturesNumbersStandInTheirFrames() throws {
    let scene = try scene(S.self)
    let joined = try step("joined", of: scene)
    let naive = try text(scene, "joined")
    #expect(["442,368", "614,400", "32,768", "1,089,536", "854,196,224", "672"].allSatisfy(naive.contains))
    #expect(
      scene.steps[joined].formula.map(\.plain) == [
        "128 + 192 + 96 + 256 = 672 channels",
        "32,768 + 442,368 + 614,400 = 1,089,536 weights",
      ])
    #expect(scene.steps[joined].question?.isRight("672") == true)
    #expect(scene.steps[joined].note.contains("Biases are not counted"))
    let reduced = try text(scene, "reduced")
    #expect(
      ["16,384 + 110,592", "16,384 + 153,600", "346,112", "271,351,808", "480"].allSatisfy(reduced.contains),
      "\(reduced)")
    let steps = scene.steps[try step("reduced", of: scene)]
    #expect(
      steps.formula[0].plain == "32,768 + 16,384 + 110,592 + 16,384 + 153,600 + 16,384 = 346,112 weights")
    #expect(steps.formula[1].plain == "854,196,224 / 271,351,808 multiply-adds = 3.15")
    #expect(steps.question?.answerText == "more than two thirds")
    // Neither answer stands on the screen before it is asked for.
    #expect(!(try text(scene, "bottleneck").contains("271,351,808")))
    #expect(!figure(scene, step: joined - 1).plainText.contains("672"))
  }

  @Test func branchesComeOneByOne() throws {
    let scene = try scene(S.self)
    let labels = ["1×1 128", "3×3 192", "5×5 96", "max 3×3"]
    for count in 1...4 {
      let drawn = figure(scene, step: count - 1).plainText
      for (index, label) in labels.enumerated() {
        // Once in the graph and once in the ledger.
        #expect(drawn.components(of: label) == (index < count ? 2 : 0), "\(label) in step \(count):\n\(drawn)")
      }
    }
    #expect(try text(scene, "joined").contains("concat 672"))
  }

  @Test(arguments: settings) func ledgersAreWhatPlainLoopsCount(widths: Widths) throws {
    let scene = try scene(S.self, widths.knobs)
    for (ledger, isNaive) in [(scene.naive, true), (scene.reduced, false)] {
      let totals = widths.totals(isNaive: isNaive)
      #expect(ledger.weights == totals.weights && ledger.multiplyAdds == totals.products)
      #expect(ledger.output == Shape(height: 28, width: 28, channels: totals.depth))
      for (row, branch) in zip(ledger.rows, widths.branches(isNaive: isNaive)) {
        #expect(row.convolutions.map(\.weights) == branch.map { Widths.counts($0).weights })
        #expect(row.convolutions.map(\.multiplyAdds) == branch.map { Widths.counts($0).products })
      }
      let drawn = try text(scene, isNaive ? "joined" : "reduced")
      for number in [totals.weights, totals.products, totals.depth] {
        #expect(drawn.contains(NumberText.integer(number)), "\(number) in\n\(drawn)")
      }
    }
    // How much is saved, by the plain totals.
    let (naive, reduced) = (widths.totals(isNaive: true), widths.totals(isNaive: false))
    let saved = 1 - Double(reduced.products) / Double(naive.products)
    let answer = saved <= 0 ? "1" : saved < 1.0 / 3 ? "2" : saved <= 2.0 / 3 ? "3" : "4"
    let question = scene.steps[try step("reduced", of: scene)].question
    #expect(question?.isRight(answer) == true)
    let caption = scene.steps[try step("reduced", of: scene)].caption.plain
    #expect(caption.contains("save nothing") == (saved <= 0))
    // The 5 × 5 alone and behind its 1 × 1.
    let bottleneck = scene.steps[try step("bottleneck", of: scene)]
    let behind = 25 * widths.five.0 * widths.five.1
    #expect(bottleneck.question?.isRight("\(behind)") == true)
    let direct = 25 * widths.depth * widths.five.1
    let through = widths.depth * widths.five.0 + 25 * widths.five.0 * widths.five.1
    #expect(bottleneck.formula[0].plain.contains("alone \(NumberText.integer(direct)) weights"))
    #expect(bottleneck.formula[0].plain.hasSuffix("= \(NumberText.integer(through))"))
    #expect(bottleneck.caption.plain.contains("that saves") == (through < direct))
  }

  @Test(arguments: settings) func naiveModulesGrowByTheSameDepthEachTime(widths: Widths) throws {
    let scene = try scene(S.self, widths.knobs)
    var depth = widths.depth
    for ledger in scene.stacked {
      #expect(ledger.input.channels == depth)
      depth += widths.one + widths.three.1 + widths.five.1
      #expect(ledger.output.channels == depth)
    }
    let growth = scene.steps[try step("growth", of: scene)]
    #expect(growth.formula[0].plain.hasSuffix("→ \(NumberText.integer(depth))"))
    let second = scene.stacked[1].output.channels
    #expect(growth.question?.isRight("\(second)") == true)
    #expect(try text(scene, "growth").contains(NumberText.integer(depth)))
  }

  @Test func aOneByOneConvolutionMixesChannelsAtEachPlace() throws {
    let scene = try scene(S.self)
    for row in 0..<28 {
      for column in 0..<28 {
        let colour = (0..<3).map { scene.picture[row, column, $0] }
        let grey = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
        #expect(abs(scene.mixed[row, column, 0] - grey) < 1e-5)
        #expect(abs(scene.mixed[row, column, 1] - (colour[0] - colour[2])) < 1e-5)
      }
    }
    let moment = try step("pointwise", of: scene)
    let target = Target(grid: "red", row: 3, column: 4)
    let remark = try #require(scene.remark(on: target, at: Playhead(step: moment, pointer: target)))
    let value = NumberText.fixed(Double(scene.mixed[3, 4, 0]), decimals: 2)
    #expect(remark.formula[0].plain.hasPrefix("0.3·") && remark.formula[0].plain.hasSuffix("= \(value)"))
    #expect(figure(scene, step: moment).hotSpots.contains { $0.target.grid == "blue" })
  }

  @Test(arguments: settings) func misprintsAreNamedWhateverTheKnobsSay(widths: Widths) throws {
    let scene = try scene(S.self, widths.knobs)
    let drawn = try text(scene, "misprints")
    let printed: Int = [64, 3, 3, 64, 28, 28].reduce(1, *)
    let right: Int = [192, 3, 3, 256, 28, 28].reduce(1, *)
    let twice: Int = [64, 9, 192, 28, 28].reduce(1, *)
    let (naive, reduced, published): (Int, Int, Int) = (854_196_224, 271_351_808, 358_055_936)
    #expect(reduced + twice == published, "CS231n's 358M")
    for number in [printed, right, naive, naive - right + printed, reduced, published] {
      #expect(drawn.contains(NumberText.integer(number)), "\(number) in\n\(drawn)")
    }
    #expect(drawn.contains("CS231n"))
    let step = scene.steps[try step("misprints", of: scene)]
    #expect(step.question?.answerText == "the product")
  }

  @Test func googLeNetsFirstModuleHasItsRealWidths() throws {
    let scene = try scene(S.self, Self.settings[3].knobs)
    let widths = Self.settings[1]
    let totals = widths.totals(isNaive: false)
    #expect(totals.weights == 163_328)
    #expect(scene.first.weights == totals.weights && scene.first.multiplyAdds == totals.products)
    #expect(try text(scene, "first").contains("163,328") && text(scene, "first").contains("128,049,152"))
    let branch = try text(scene, "first5x5")
    #expect(["153,600", "120,422,400", "3,072", "12,800"].allSatisfy(branch.contains), "\(branch)")
    let formula = scene.steps[try step("first5x5", of: scene)].formula.map(\.plain)
    #expect(formula[0] == "directly 153,600 weights, 120,422,400 multiply-adds")
    #expect(formula[1] == "through 1 × 1 15,872 weights, 12,443,648 multiply-adds")
  }

  @Test func branchesAndBoxesCanBePointedAt() throws {
    let scene = try scene(S.self)
    let moment = try step("reduced", of: scene)
    func remark(_ grid: String, _ row: Int, _ column: Int) -> Remark? {
      let target = Target(grid: grid, row: row, column: column)
      return scene.remark(on: target, at: Playhead(step: moment, pointer: target))
    }
    let branch = try #require(remark(InceptionLedger.ledgerName, 1, 0))
    #expect(branch.caption.plain.contains("1×1 64 → 3×3 192"))
    #expect(branch.formula[1].plain == "3·3·64·192 = 110,592 weights, at 28·28 places 86,704,128 multiply-adds")
    #expect(remark(InceptionLedger.boxesName, 0, 0)?.caption.plain.contains("28 × 28 × 256") == true)
    let grids = Set(figure(scene, step: moment).hotSpots.map(\.target.grid))
    #expect(grids.isSuperset(of: [InceptionLedger.ledgerName, InceptionLedger.boxesName]))
  }

  @Test func aWideScreenShowsBothLedgersWithBars() throws {
    let scene = try scene(S.self)
    let drawn = try text(scene, "reduced", size: Size(columns: 158, rows: 38))
    #expect(drawn.contains("854,196,224") && drawn.contains("271,351,808") && drawn.contains("█"))
  }

  /// Branches of one width share the place of the largest, and a depth that stays is not “instead”.
  @Test func equalDepthsAreToldAsEqual() throws {
    let two = try scene(InceptionScene.self, ["depth": "192"])
    let joined = two.steps.map(\.caption.plain)
    #expect(joined.contains { $0.hasSuffix("The largest parts, 192 each, come from 3 × 3 and pool.") })
    let same = try scene(InceptionScene.self, ["depth": "64"]).steps.map(\.caption.plain)
    #expect(
      same.contains { $0.contains("480 channels, as before") } && !same.contains { $0.contains("480 channels instead") }
    )
  }
}

extension String {
  /// How often a word stands in there.
  fileprivate func components(of word: String) -> Int {
    var count = 0
    var rest = Substring(self)
    while let found = rest.range(of: word) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
