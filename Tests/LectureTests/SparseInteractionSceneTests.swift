import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct SparseInteractionSceneTests {
  /// On few inputs it is said that the border is counted like the rest, unlike in the scene before.
  @Test(arguments: [("5", true), ("1000", false)]) func theBorderIsCountedLikeTheRest(m: String, isSaid: Bool) throws {
    let scene = try scene(SparseInteractionScene.self, ["m": m, "n": "5", "k": "2"])
    #expect(scene.steps[step(.sparse)].formula[0].plain.contains("k at the border, too") == isSaid)
  }

  /// Tiles of two kinds are told apart, and each says how much it stands for.
  @Test func tilesSayWhatTheyStandFor() throws {
    let text = figure(try scene(SparseInteractionScene.self), step: step(.growth)).plainText
    #expect(text.contains("100 × ■ m·n") && text.contains("10 × ■ k·n"))
  }

  /// What a pass costs is said as soon as it is said what a product costs, not before.
  @Test func costsWaitForTheirAssumptions() throws {
    let scene = try scene(SparseInteractionScene.self)
    let size = Size(columns: 158, rows: 38)
    #expect(!figure(scene, step: step(.sparse), size: size).plainText.contains("one pass"))
    #expect(figure(scene, step: step(.work), size: size).plainText.contains("one pass"))
  }

  private func step(_ moment: SparseInteractionScene.Moment) -> Int {
    SparseInteractionScene.Moment.allCases.firstIndex(of: moment) ?? 0
  }

  @Test func standardSettingsShowTheirProducts() throws {
    let scene = try scene(SparseInteractionScene.self)
    #expect(scene.steps[step(.full)].formula.map(\.plain) == ["m · n = 1,000 · 1,000 = 1,000,000 connections"])
    #expect(!figure(scene, step: step(.full)).plainText.contains("10,000"), "the sparse layer waits for its question")
    let sparse = figure(scene, step: step(.sparse)).plainText
    #expect(sparse.contains("1,000,000") && sparse.contains("10,000") && sparse.contains("100 times fewer"))
    #expect(
      scene.steps[step(.sparse)].formula.map(\.plain) == [
        "k · n = 10 · 1,000 = 10,000 connections", "(m·n) / (k·n) = m / k = 1,000 / 10 = 100 times fewer",
      ])
    let question = try #require(scene.steps[step(.sparse)].question)
    #expect(question.isRight("100") == true)
    #expect(question.isRight("10") == false)
    #expect(scene.steps[step(.growth)].question?.isRight("100 10") == true)
  }

  @Test(arguments: [
    (5, 10, 2, "2.5"), (1_000_000, 1_000_000, 1, "1,000,000"), (200, 5, 200, "1"), (1, 1, 1, "1"),
    (50_000, 20, 100, "500"), (1000, 500, 500, "2"),
  ])
  func everyNumberFollowsTheKnobs(m: Int, n: Int, k: Int, times: String) throws {
    let scene = try scene(SparseInteractionScene.self, ["m": "\(m)", "n": "\(n)", "k": "\(k)"])
    let (full, sparse) = (m * n, k * n)
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      #expect(figure(scene, step: step(.full), size: size).plainText.contains(NumberText.integer(full)))
      let text = figure(scene, step: step(.sparse), size: size).plainText
      #expect(text.contains(NumberText.integer(full)) && text.contains(NumberText.integer(sparse)))
      #expect(text.contains(times == "1" ? "none is gone" : "\(times) times fewer"))
      let growth = figure(scene, step: step(.growth), size: size).plainText
      var factor = 1
      // The longest numbers make room for the tiles.
      for _ in 0..<(growth.contains("×1,000") ? 4 : 3) {
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
    #expect(single.steps[step(.full)].caption.plain.contains("the only output is connected with the only input"))
    let half = try scene(SparseInteractionScene.self, ["m": "1000", "k": "500"])
    #expect(half.steps[step(.sparse)].caption.plain.hasPrefix("Half of the square is gone"))
    let most = try scene(SparseInteractionScene.self, ["m": "1000", "k": "200"])
    #expect(most.steps[step(.sparse)].caption.plain.hasPrefix("Most of the square is gone"))
  }

  @Test func timeAndMemoryAreInUnitsThatCanBeFelt() throws {
    let large = try scene(SparseInteractionScene.self, ["m": "1000000", "n": "1000000", "k": "10"])
    let work = large.steps[step(.work)].formula.map(\.plain)
    #expect(work[0].contains("m·n  →   k·n") && work[0].hasSuffix("1,000 s → 10 ms"))
    #expect(work[1].hasSuffix("4 TB → 40 MB"))
    let small = try scene(SparseInteractionScene.self, ["m": "200", "n": "500", "k": "20"])
    let text = figure(small, step: step(.work)).plainText
    #expect(text.contains("100 µs") && text.contains("10 µs") && text.contains("400 kB") && text.contains("40 kB"))
  }

  /// Connections are one thing, weights another: of AlexNet's first layer 105,415,200 and 34,848.
  @Test(arguments: [[:], ["m": "5", "n": "20", "k": "1"]])
  func aRealLayerIsCountedByTheEngine(settings: [String: String]) throws {
    let scene = try scene(SparseInteractionScene.self, settings)
    let text = figure(scene, step: step(.real)).plainText
    // 227·227·3 inputs, 55·55·96 outputs, 11·11·3 inputs under each of 96 filters.
    #expect(text.contains("every pair") && text.contains("44,892,064,800"))
    #expect(text.contains("connections") && text.contains("105,415,200"))
    #expect(text.contains("weights") && text.contains("34,848"))
    #expect(text.contains("÷ ≈ 426") && text.contains("÷ 3,025"))
    let real = scene.steps[step(.real)]
    #expect(real.formula[0].plain == "dense 154,587·290,400 → sparse 363·290,400 → shared 363·96")
    // 4 bytes each.
    #expect(real.formula[1].plain.hasSuffix("180 GB → 422 MB → 139 kB"))
    #expect(real.caption.plain.contains("an output sees 363 of 154,587 inputs. That leaves 105,415,200 connections"))
    #expect(text.contains("m 227·227·3 = 154,587   n 55·55·96 = 290,400   k 11·11·3 = 363"))
    #expect(real.caption.plain.contains("105,415,200 connections; sharing 96 kernels will leave 34,848 weights"))
    #expect(real.note.contains("227 · 227 · 3 = 154,587 values"))
  }

  /// Nothing is called a weight that is a connection.
  @Test func connectionsAreCountedAsConnections() throws {
    let scene = try scene(SparseInteractionScene.self)
    for moment in [SparseInteractionScene.Moment.square, .full, .sparse, .growth, .end] {
      let step = scene.steps[step(moment)]
      for formula in step.formula { #expect(!formula.plain.contains("0 weights"), "\(formula.plain)") }
      #expect(!(step.question?.prompt.contains("weight") ?? false))
    }
  }

  /// What is left is as large a part of the square as it is of the pairs.
  @Test(arguments: [("1000", "10"), ("1000", "200"), ("200", "100"), ("50", "50")])
  func areasAreTrue(m: String, k: String) throws {
    let scene = try scene(SparseInteractionScene.self, ["m": m, "k": k])
    let canvas = figure(scene, step: step(.sparse))
    let lines = canvas.plainText.split(separator: "\n", omittingEmptySubsequences: false)
    let title = try #require(
      lines.compactMap { line in
        line.range(of: "pushed together").map { line.distance(from: line.startIndex, to: $0.lowerBound) }
      }.first)
    var (lit, all) = (0, 0)
    for row in 0..<canvas.size.rows {
      for column in title..<canvas.size.columns where canvas[column, row].glyph == "▀" {
        for tint in [canvas[column, row].ink, canvas[column, row].paper] {
          if tint == .role(.active) { lit += 1 }
          if tint == .role(.active) || tint == .role(.panel) { all += 1 }
        }
      }
    }
    let share = try #require(Double(k)) / #require(Double(m))
    #expect(abs(Double(lit) / Double(max(1, all)) - share) < 0.002, "\(lit) of \(all)")
  }

  @Test func lessThanAPixelIsSaidToBe() throws {
    let tiny = try scene(SparseInteractionScene.self, ["m": "1000000", "k": "1"])
    #expect(figure(tiny, step: step(.sparse)).plainText.contains("◂ less than this pixel"))
    #expect(!figure(try scene(SparseInteractionScene.self), step: step(.sparse)).plainText.contains("less than"))
  }

  @Test func aLineIsACellOfTheSquare() throws {
    let scene = try scene(SparseInteractionScene.self)
    let target = Target(grid: "square", row: 3, column: 1)
    let canvas = figure(scene, step: 0, pointer: target)
    #expect(canvas.hotSpots.contains { $0.target == target })
    let remark = scene.remark(on: target, at: Playhead(step: 0, pointer: target))
    #expect(remark?.caption.plain.hasPrefix("The connection from x2 to s4") == true)
    #expect(figure(scene, step: 0, progress: 0.5).hotSpots.filter { $0.target.grid == "square" }.count == 25)
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

  /// Where an output sees everything nothing falls, and nothing is said to.
  @Test func whereNothingIsSavedNothingFalls() throws {
    for size in ["1", "10", "1000"] {
      let all = try scene(SparseInteractionScene.self, ["m": size, "k": size])
      #expect(all.steps[step(.work)].caption.plain.contains("none is gone: neither time nor memory falls"))
      #expect(all.steps[step(.end)].caption.plain.contains("are k·n, here as many as m·n"))
      #expect(!all.steps[step(.sparse)].note.contains("so little"))
      #expect(!all.steps[step(.growth)].formula[0].plain.contains("instead of"))
      #expect(!all.steps[step(.end)].caption.plain.contains("stays small"), "k is as large as m here")
    }
    let usual = try scene(SparseInteractionScene.self)
    #expect(usual.steps[step(.work)].caption.plain.contains("time falls by the same factor, 100."))
    #expect(usual.steps[step(.end)].caption.plain.contains("fall from m·n to k·n."))
  }

  /// The formula speaks of the layer that the figure shows and the sentence is about, ten times as large.
  @Test func theFormulaGrowsAsTheFigureDoes() throws {
    let scene = try scene(SparseInteractionScene.self, ["m": "500", "k": "20"])
    #expect(
      scene.steps[step(.growth)].formula[0].plain == "10m / k = 5,000 / 20 = 250 times fewer, instead of 25")
  }

  @Test func oneConnectionIsNotMany() throws {
    let one = try scene(SparseInteractionScene.self, ["m": "1", "n": "1", "k": "1"])
    #expect(one.steps[step(.full)].caption.plain.hasSuffix("Turn m and n up."))
    #expect(!figure(one, step: step(.full)).plainText.contains("connections"))
    #expect(figure(one, step: step(.sparse)).plainText.contains("1 input each"))
    let narrow = try scene(SparseInteractionScene.self, ["m": "1", "k": "1"])
    #expect(narrow.steps[step(.full)].caption.plain.hasSuffix("Turn m up."), "nothing is saved by more outputs")
    let single = try scene(SparseInteractionScene.self, ["n": "1"])
    #expect(single.steps[step(.sparse)].question?.prompt.hasPrefix("Now the only output sees") == true)
    #expect(
      throws: SettingsError(
        "An output cannot see 10 inputs where there is only 1: k is at most m, and then every pair is connected.")
    ) { try scene(SparseInteractionScene.self, ["m": "1"]) }
    let usual = try scene(SparseInteractionScene.self)
    #expect(usual.steps[step(.full)].caption.plain.hasSuffix("Must there be so many connections?"))
  }

  /// A wide window shows what the growth costs: a thousand times as large, a million times the time.
  @Test func aWideWindowShowsWhatGrowthCosts() throws {
    let scene = try scene(SparseInteractionScene.self)
    let lines = figure(scene, step: step(.growth), size: Size(columns: 158, rows: 38)).plainText.split(separator: "\n")
    func line(_ text: String) throws -> [Substring] {
      try #require(lines.first { $0.contains(text) }).split(separator: " ").suffix(4)
    }
    #expect(try line("one pass").joined(separator: " ").hasSuffix("one pass memory"))
    #expect(try line("1,000,000,000,000").joined(separator: " ") == "1,000 s 4 TB")
    #expect(try line(" 10,000,000 ").joined(separator: " ") == "10 ms 40 MB")
    #expect(!figure(scene, step: step(.growth)).plainText.contains("one pass"))
  }

  /// However few of the pairs are connected, they are seen; where their line is drawn brighter than it is, that is said.
  @Test(arguments: [
    ("1000000", "1000000", "10", true), ("1000000", "1", "1000", true), ("100000", "1000", "1", true),
    ("1000", "1000", "10", false), ("10", "1000000", "1", false),
  ]) func aThinLineOfConnectionsIsSeen(m: String, n: String, k: String, isThin: Bool) throws {
    let scene = try scene(SparseInteractionScene.self, ["m": m, "n": n, "k": k])
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let canvas = figure(scene, step: step(.sparse), size: size)
      #expect(canvas.plainText.contains("all connected; the line is thinner") == isThin)
      var shades: Set<UInt8> = []
      for row in 1..<canvas.size.rows - 2 {
        for column in 0..<canvas.size.columns / 3 {
          for tint in [canvas[column, row].ink, canvas[column, row].paper] {
            if case .level(.kernel, let shade) = tint.meaning { shades.insert(shade) }
          }
        }
      }
      #expect(!shades.isEmpty && shades.allSatisfy { Double($0) / 255 > 0.34 }, "\(shades)")
    }
  }

  /// The tiles that caption and note speak of are there with the longest numbers, too.
  @Test func tilesGoLast() throws {
    let scene = try scene(SparseInteractionScene.self, ["m": "1000000", "n": "1000000", "k": "10"])
    let step = try #require(scene.moments.firstIndex { if case .growth = $0 { true } else { false } })
    #expect(figure(scene, step: step).plainText.contains("100 × ■ m·n"))
  }
}
