import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct SeparableConvolutionSceneTests {
  private typealias Scene = SeparableConvolutionScene

  @Test func theLecturesNumbersAreOnTheScreen() throws {
    let scene = try scene(Scene.self)
    #expect(scene.steps[try step("ledger", of: scene)].formula[0].plain == "1/N + 1/k² = 1/64 + 1/9 = 0.127")
    let curve = try step("curve", of: scene)
    #expect(scene.steps[curve].formula[0].plain.hasPrefix("N = 64, k = 3: 0.127      N = 256, k = 3: 0.115"))
    let frame = figure(scene, step: curve).plainText
    #expect(frame.contains("0.127") && frame.contains("0.115"))
    let ledger = figure(scene, step: try step("ledger", of: scene)).plainText
    for number in ["36,864", "576", "4,096", "4,672", "28,901,376", "3,662,848"] {
      #expect(ledger.contains(number), "\(number)")
    }
  }

  @Test(arguments: [(3, 64, 256, 14), (5, 128, 64, 28), (7, 3, 16, 112), (1, 64, 64, 7), (3, 512, 512, 7)])
  func theLedgerAddsUp(k: Int, m: Int, n: Int, side: Int) throws {
    let scene = try scene(
      Scene.self, ["kernel": "\(k)", "inputs": "\(m)", "outputs": "\(n)", "side": "\(side)"])
    #expect(scene.weights == (k * k * m * n, k * k * m + m * n))
    #expect(scene.work == (k * k * m * n * side * side, (k * k * m + m * n) * side * side))
    #expect(abs(scene.share - (1 / Double(n) + 1 / Double(k * k))) < 1e-12)
    let question = try #require(scene.steps[try step("ledger", of: scene)].question)
    let right = scene.share < 0.2 ? "1" : scene.share < 0.5 ? "2" : scene.share < 1 ? "3" : "4"
    #expect(question.isRight(right) == true)
    let caption = scene.steps[try step("ledger", of: scene)].caption.plain
    #expect(caption.contains("times less") == (scene.share < 1))
    #expect(scene.steps.last?.caption.plain.contains("not less") == (scene.share >= 1))
  }

  @Test(arguments: ["1", "3", "5", "7"]) func oneLayerOfProductsDoesTheSame(kernel: String) throws {
    let scene = try scene(Scene.self, ["kernel": kernel])
    #expect(scene.difference < 5e-5)
    #expect(scene.steps[try step("same", of: scene)].formula[0].plain.contains("largest difference 0 "))
    // One place by hand: what the kernel of the second channel sees, no other channel with it.
    let k = scene.k
    var sum: Float = 0
    for i in 0..<k {
      for j in 0..<k {
        sum +=
          scene.picture[10 + i - k / 2, 12 + j - k / 2, 1]
          * (k == 1 ? 1 : (j == 0 ? -1 : j == k - 1 ? 1 : 0) / Float(k))
      }
    }
    #expect(abs(scene.looked[10, 12, 1] - sum) < 1e-5)
  }

  /// The knobs' own numbers are in the formula and in the table.
  @Test(arguments: [(3, 3), (128, 5), (512, 7), (256, 1), (64, 3)]) func theOwnShareIsShown(outputs: Int, kernel: Int)
    throws
  {
    let scene = try scene(Scene.self, ["outputs": "\(outputs)", "kernel": "\(kernel)"])
    let curve = try step("curve", of: scene)
    let share = NumberText.fixed(1 / Double(outputs) + 1 / Double(kernel * kernel), decimals: 3)
    #expect(scene.steps[curve].formula[0].plain.contains("N = \(outputs), k = \(kernel): \(share)"))
    let drawn = figure(scene, step: curve)
    let marked = drawn.cells.filter { $0.paper == .role(.active) && $0.glyph != " " }.map(\.glyph)
    #expect(String(String.UnicodeScalarView(marked)) == share)
  }

  /// Wherever weights and products stand, their heads stand above them; and the lines show who meets whom.
  @Test func largeWindowsSayWhatIsCounted() throws {
    let scene = try scene(Scene.self)
    let size = Size(columns: 158, rows: 38)
    for (name, known) in [("usual", 1), ("depthwise", 2), ("pointwise", 3)] {
      let lines = figure(scene, step: try step(name, of: scene), size: size).plainText.split(separator: "\n")
      let head = try #require(lines.firstIndex { $0.contains("weights") && $0.contains("products") }, "\(name)")
      let first = try #require(lines.firstIndex { $0.contains("36,864") })
      #expect(head == first - 1)
      #expect(lines.contains { $0.contains("451,584") } == (known > 1))
      let title = lines.joined(separator: "\n")
      #expect(title.contains("each channel alone: 4 of them, a line is 3 × 3") == (name == "depthwise"))
      #expect(title.contains("all channels meet: 4 of them, a line is 1 × 1") == (name == "pointwise"))
    }
  }
}
