import CellCanvas
import Playback
import Testing

@testable import ConvolutionEngine
@testable import Lecture

@Suite struct GoogLeNetSceneTests {
  typealias S = GoogLeNetScene

  /// Table 1 of the paper: name, side of the maps, depth that comes in, and the six widths.
  static let table: [(name: String, side: Int, depth: Int, widths: [Int])] = [
    ("3a", 28, 192, [64, 96, 128, 16, 32, 32]), ("3b", 28, 256, [128, 128, 192, 32, 96, 64]),
    ("4a", 14, 480, [192, 96, 208, 16, 48, 64]), ("4b", 14, 512, [160, 112, 224, 24, 64, 64]),
    ("4c", 14, 512, [128, 128, 256, 24, 64, 64]), ("4d", 14, 512, [112, 144, 288, 32, 64, 64]),
    ("4e", 14, 528, [256, 160, 320, 32, 128, 128]), ("5a", 7, 832, [256, 160, 320, 32, 128, 128]),
    ("5b", 7, 832, [384, 192, 384, 48, 128, 128]),
  ]

  /// Weights of a module from its widths.
  static func weights(_ depth: Int, _ w: [Int]) -> Int {
    let terms: [Int] = [
      depth * w[0], depth * w[1], 9 * w[1] * w[2], depth * w[3], 25 * w[3] * w[4], depth * w[5],
    ]
    return terms.reduce(0, +)
  }

  private func text(_ scene: S, _ name: String, size: Size = Size(columns: 78, rows: 17)) throws -> String {
    figure(scene, step: try step(name, of: scene), size: size).plainText
  }

  @Test func theNineModulesAreThoseOfThePaper() throws {
    let scene = try scene(S.self)
    let lines = try text(scene, "table").split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    // FACTS by their shapes, in units and in millions.
    let published = [
      163_328, 388_096, 375_552, 448_512, 509_440, 604_672, 867_328, 1_042_432, 1_442_816,
    ]
    let millions = [128.0, 304.3, 73.6, 87.9, 99.9, 118.5, 170.0, 51.1, 70.7]
    for (index, row) in Self.table.enumerated() {
      let weights = Self.weights(row.depth, row.widths)
      #expect(weights == published[index])
      let work = weights * row.side * row.side
      #expect((Double(work) / 1e5).rounded() / 10 == millions[index])
      let depth = row.widths[0] + row.widths[2] + row.widths[4] + row.widths[5]
      let expected =
        [row.name] + row.widths.map(String.init) + ["\(row.side)×\(row.side)×\(depth)"]
        + [weights, work].map(NumberText.integer)
      #expect(lines.contains(expected), "\(expected) in \(lines)")
    }
    let total = Self.table.reduce(0) { $0 + Self.weights($1.depth, $1.widths) }
    let others: [Int] = [7 * 7 * 3 * 64, 64 * 64, 9 * 64 * 192, 1024 * 1000]
    #expect(others.reduce(total, +) == 6_990_272)
    let formula = scene.steps[try step("table", of: scene)].formula[0].plain
    #expect(formula.contains("\(NumberText.integer(total)) of 6,990,272 weights"))
    #expect(scene.steps[try step("table", of: scene)].question?.answerText.hasPrefix("3b") == true)
  }

  @Test func twentyTwoLayersStandInARow() throws {
    let scene = try scene(S.self)
    // The stem's three, two a module, the dense one.
    let (modules, stem): (Int, Int) = (9, 3)
    #expect(scene.layers == stem + 2 * modules + 1)
    #expect(scene.allLayers == stem + 6 * modules + 1)
    let drawn = try text(scene, "depth")
    #expect(drawn.contains("22") && drawn.contains("58"))
    #expect(scene.steps[try step("depth", of: scene)].question?.isRight("22") == true)
    let counts = drawn.split(separator: "\n").compactMap { line -> Int? in
      let words = line.split(separator: " ")
      guard words.count >= 3, words[0] != "GoogLeNet" else { return nil }
      return Int(words[words.count - 2])
    }
    #expect(counts.reduce(0, +) == 22, "the rows add up: \(drawn)")
  }

  @Test func averagingSavesADenseLayer() throws {
    let scene = try scene(S.self)
    let average = scene.steps[try step("average", of: scene)]
    #expect(average.question?.isRight("49") == true)
    #expect(
      average.formula[0].plain
        == "7·7·1,024·1,000 = 50,176,000 weights,  averaged 1,024·1,000 = 1,024,000")
    let drawn = try text(scene, "average")
    let alexNet: Int = [(9216 + 1) * 4096, 4097 * 4096, 4097 * 1000].reduce(0, +)
    for number in [alexNet, 50_177_000, 1_025_000] { #expect(drawn.contains(NumberText.integer(number))) }
  }

  @Test func headsAreThereForTraining() throws {
    let scene = try scene(S.self)
    func head(_ depth: Int) -> Int {
      // 14 × 14 pooled by 5 at stride 3 is 4 × 4.
      let side = (14 - 5) / 3 + 1
      let flat = side * side * 128
      return [(depth + 1) * 128, (flat + 1) * 1024, 1025 * 1000].reduce(0, +)
    }
    let whole = 6_998_552 + head(512) + head(528)
    #expect(Network.googLeNetWithHeads.parameters == whole)
    let formula = scene.steps[try step("heads", of: scene)].formula[0].plain
    #expect(
      formula
        == "6,998,552 + heads \(NumberText.integer(head(512))) + \(NumberText.integer(head(528))) = \(NumberText.integer(whole))"
    )
    let drawn = try text(scene, "heads")
    #expect(drawn.contains("4 × 4 × 128") && drawn.contains("mean 5×5"), "\(drawn)")
  }

  @Test func besideAlexNet() throws {
    let scene = try scene(S.self)
    let step = scene.steps[try step("against", of: scene)]
    #expect(step.caption.plain.hasPrefix("8.9 times fewer parameters than AlexNet, 1.4 times its multiply-adds"))
    #expect(step.question?.answerText == "of parameters alone")
    let drawn = try text(scene, "against")
    #expect(["62,378,344", "6,998,552", "16.4 %", "6.7 %"].allSatisfy(drawn.contains))
  }

  @Test func thePapersSlipsAreNamed() throws {
    let drawn = try text(try scene(S.self), "sources")
    for words in ["2.7K", "9,408", "1072K", "1,042,432", "1388K", "1,442,816", "6,624,904", "6,998,552"] {
      #expect(drawn.contains(words), "\(words) in\n\(drawn)")
    }
  }

  @Test(arguments: ["3a", "4c", "5b"]) func modulesOpenIntoTheirStages(name: String) throws {
    let closed = try scene(S.self, ["module": name])
    let open = try scene(S.self, ["module": name, "open": "on"])
    #expect(open.steps.count == closed.steps.count + 8)
    let row = try #require(Self.table.first { $0.name == name })
    let ledger = try text(closed, "ledger")
    #expect(ledger.contains(NumberText.integer(Self.weights(row.depth, row.widths))))
    #expect(try text(closed, "module").contains("3×3 \(row.widths[2])"))
    let stages = open.moments.indices.filter { if case .stage = open.moments[$0] { true } else { false } }
    #expect(figure(open, step: stages[2]).plainText.contains("\(name)-3x3"))
  }

  @Test func aRealPassComesIn() throws {
    var scene = try scene(S.self)
    let module = try step("module", of: scene)
    #expect(figure(scene, step: module, size: Size(columns: 158, rows: 38)).plainText.contains("computing"))
    var results = 0
    scene.work?.run { _, result in
      if let result {
        scene.receive(result)
        results += 1
      }
      // The first module is enough.
      return results < scene.figure.parts[scene.place].indices.upperBound
    }
    #expect(!figure(scene, step: module, size: Size(columns: 158, rows: 38)).plainText.contains("computing"))
  }

  @Test func ratiosAreReckonedForWorkToo() throws {
    let formula = try scene(GoogLeNetScene.self).steps.flatMap { $0.formula.map(\.plain) }
    #expect(formula.contains("multiply-adds 1,582,671,872 / 1,135,256,096 = 1.4"))
    #expect(formula.contains { $0.hasSuffix("1,103,972,352 of 1,582,671,872 multiply-adds") })
  }
}
