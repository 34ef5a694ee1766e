import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct SparseInteractionSceneTests {
  private func step(_ moment: SparseInteractionScene.Moment) -> Int {
    SparseInteractionScene.Moment.allCases.firstIndex(of: moment) ?? 0
  }

  @Test func standardSettingsShowTheirProducts() throws {
    let scene = try scene(SparseInteractionScene.self)
    #expect(scene.steps[0].formula.map(\.plain) == ["m · n = 1,000 · 1,000 = 1,000,000 weights"])
    #expect(!figure(scene, step: 0).plainText.contains("10,000"), "the sparse layer waits for its question")
    let sparse = figure(scene, step: step(.sparse)).plainText
    #expect(sparse.contains("1,000,000") && sparse.contains("10,000") && sparse.contains("100 times fewer"))
    #expect(
      scene.steps[step(.sparse)].formula.map(\.plain) == [
        "k · n = 10 · 1,000 = 10,000 weights", "m·n / k·n = m / k = 1,000 / 10 = 100 times fewer",
      ])
    let question = try #require(scene.steps[step(.sparse)].question)
    #expect(question.isRight("100") == true)
    #expect(question.isRight("10") == false)
    #expect(scene.steps[step(.growth)].question?.isRight("10") == true)
  }

  @Test(arguments: [
    (5, 10, 2, "2.5"), (1_000_000, 1_000_000, 1, "1,000,000"), (200, 5, 200, "1"), (1, 1, 1, "1"),
    (50_000, 20, 100, "500"), (1000, 500, 500, "2"),
  ])
  func everyNumberFollowsTheKnobs(m: Int, n: Int, k: Int, times: String) throws {
    let scene = try scene(SparseInteractionScene.self, ["m": "\(m)", "n": "\(n)", "k": "\(k)"])
    let (full, sparse) = (m * n, k * n)
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      #expect(figure(scene, step: 0, size: size).plainText.contains(NumberText.integer(full)))
      let text = figure(scene, step: step(.sparse), size: size).plainText
      #expect(text.contains(NumberText.integer(full)) && text.contains(NumberText.integer(sparse)))
      #expect(text.contains("\(times) times fewer"))
      let growth = figure(scene, step: step(.growth), size: size).plainText
      var factor = 1
      for _ in 0..<4 {
        #expect(growth.contains(NumberText.integer(full * factor * factor)))
        #expect(growth.contains(NumberText.integer(sparse * factor)))
        factor *= 10
      }
    }
    let question = scene.steps[step(.sparse)].question
    #expect(question?.isRight(times.filter { $0 != "," }) == (times == "1" ? nil : true))
  }

  @Test func wordsFollowTheKnobs() throws {
    let single = try scene(SparseInteractionScene.self, ["m": "1", "n": "1", "k": "1"])
    #expect(single.steps[0].caption.plain.contains("the only output is connected with the only input"))
    #expect(figure(single, step: step(.sparse)).plainText.contains("every one of the"))
    let half = try scene(SparseInteractionScene.self, ["m": "1000", "k": "500"])
    #expect(half.steps[step(.sparse)].caption.plain.hasPrefix("Half of the square is gone"))
    let most = try scene(SparseInteractionScene.self, ["m": "1000", "k": "200"])
    #expect(most.steps[step(.sparse)].caption.plain.hasPrefix("Most of the square is gone"))
  }

  @Test func timeAndMemoryAreInUnitsThatCanBeFelt() throws {
    let large = try scene(SparseInteractionScene.self, ["m": "1000000", "n": "1000000", "k": "10"])
    let work = large.steps[step(.work)].formula.map(\.plain)
    #expect(work[0].contains("O(m·n) → O(k·n)") && work[0].hasSuffix("1,000 s → 10 ms"))
    #expect(work[1].hasSuffix("4 TB → 40 MB"))
    let small = try scene(SparseInteractionScene.self, ["m": "200", "n": "500", "k": "20"])
    let text = figure(small, step: step(.work)).plainText
    #expect(text.contains("100 µs") && text.contains("10 µs") && text.contains("400 kB") && text.contains("40 kB"))
    #expect(text.contains("m·n products") && text.contains("k·n products"))
  }

  @Test func aRealLayerIsCountedByTheEngine() throws {
    let scene = try scene(SparseInteractionScene.self)
    let text = figure(scene, step: step(.real)).plainText
    // 227·227·3 inputs, 55·55·96 outputs, and 11·11·3 inputs under a filter.
    for number in ["154,587", "290,400", "363", "44,892,064,800", "105,415,200"] { #expect(text.contains(number)) }
    #expect(scene.steps[step(.real)].formula[1].plain.contains("154,587 / 363 = 425.9 times fewer"))
    // 4 · 44,892,064,800 bytes.
    #expect(scene.steps[step(.real)].caption.plain.hasSuffix("its weights alone would fill 180 GB."))
    #expect(scene.steps[step(.real)].note.contains("227 · 227 · 3 = 154,587 values"))
  }

  @Test func moreThanEverythingCannotBeSeen() throws {
    #expect(
      throws: SettingsError(
        "An output cannot see 50 inputs where there are only 20: k is at most m, and then every pair is connected.")
    ) { try scene(SparseInteractionScene.self, ["m": "20", "k": "50"]) }
    let all = try scene(SparseInteractionScene.self, ["m": "20", "k": "20"])
    #expect(all.steps[step(.sparse)].caption.plain.hasPrefix("Nothing is saved"))
  }

  @Test func theMatrixShowsWhatIsConnected() {
    // Five inputs, five outputs, two each: every unit as a block of 2 × 2 pixels.
    let matrix = WeightMatrix(Connectivity(inputs: 5, outputs: 5, fanIn: 2))
    for y in 0..<10 {
      let first = Int((Double(y / 2) / 4 * 3).rounded())
      for x in 0..<10 {
        let isConnected = (first...first + 1).contains(x / 2)
        #expect(matrix.share(x: x, y: y, width: 10, height: 10) == (isConnected ? 1 : 0), "(\(x), \(y))")
      }
    }
    // However small a pixel's share is, all of them together are the share of the weights.
    let large = WeightMatrix(Connectivity(inputs: 10_000, outputs: 1000, fanIn: 100))
    var sum = 0.0
    for y in 0..<20 { for x in 0..<20 { sum += large.share(x: x, y: y, width: 20, height: 20) } }
    #expect(abs(sum / 400 - 0.01) < 1e-9)
    let full = WeightMatrix(Connectivity(inputs: 700, outputs: 30))
    #expect(full.share(x: 3, y: 19, width: 20, height: 20) > 0.999)
  }

  @Test func theBarsGrowAfterTheMatrix() throws {
    let scene = try scene(SparseInteractionScene.self)
    #expect(!figure(scene, step: 0, progress: 0.5).plainText.contains("1,000,000"))
    #expect(figure(scene, step: 0, progress: 0).plainText.filter { $0 == "█" }.isEmpty)
  }
}
