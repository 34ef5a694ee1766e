import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct FantasyImageSceneTests {
  typealias S = FantasyImageScene

  @Test func theStoryFollowsItsNumbers() throws {
    let scene = try finished(S.self, ["class": "7"])
    let (bare, cured) = (try #require(scene.bare.last), try #require(scene.cured.last))
    #expect(scene.bare.count == S.frames && scene.bare.first?.picture == scene.start)
    #expect(bare.answer > scene.bare[0].answer + 10)
    let climb = scene.steps[try step("bare", of: scene)]
    #expect(climb.caption.plain.contains("from \(S.text(scene.bare[0].answer)) to \(S.text(bare.answer))"))
    #expect(climb.caption.plain.contains("static") == (bare.variation > scene.bare[0].variation))
    let beside = scene.steps[try step("beside", of: scene)]
    #expect(beside.caption.plain.contains(S.percent(bare.probabilities[7])))
    #expect(beside.formula[0].plain.contains(S.text(cured.variation, 3)))
    // What a frame says is what the network says of its picture.
    let scores = scene.subject.scores(bare.picture)
    #expect(scores.values[7] == bare.answer)
    let largest = scores.values.max() ?? 0
    let sum = scores.values.reduce(0) { $0 + Float.exp(Double($1 - largest)) }
    #expect(abs(bare.probabilities[7] - Float.exp(Double(bare.answer - largest)) / sum) < 1e-4)
    #expect(scene.fromOthers.count == S.others && Set(scene.fromOthers.map(\.picture)).count == S.others)
  }

  @Test func allCuresOffIsTheSameAscent() throws {
    let scene = try finished(S.self, ["jitter": "0", "blur": "off", "smooth": "off", "decay": "off"])
    #expect(scene.cured.last?.picture == scene.bare.last?.picture)
    #expect(scene.steps[try step("cured", of: scene)].caption.plain.hasPrefix("All cures are off"))
  }

  /// Each amount by plain arithmetic, and where the answer turns.
  @Test(arguments: [0, 3, 8]) func theSignStepIsPlainArithmetic(digit: Int) throws {
    let scene = try scene(S.self, ["class": "\(digit)"])
    let written = StrokeDigits.sheet(digit)
    var turned: Int?
    for index in scene.byAmount.indices {
      let amount = Float(index) * 0.02
      let moved = zip(written.values, scene.signs.values).map { min(max($0 + amount * $1, 0), 1) }
      let scores = scene.subject.scores(Tensor(written.shape, values: moved)).values
      let winner = scores.indices.max { scores[$0] < scores[$1] } ?? 0
      #expect(S.winner(scene.byAmount[index]) == winner)
      if winner != digit, turned == nil { turned = index }
    }
    #expect(scene.turningPoint == turned)
    let caption = scene.steps[try step("amounts", of: scene)].caption.plain
    if let turned { #expect(caption.contains(S.text(Float(turned) * 0.02, 2))) }
  }

  @Test func beforeTheWorkIsDoneNothingIsClaimed() throws {
    let scene = try scene(S.self)
    for name in ["bare", "cured", "beside", "seeds"] {
      #expect(scene.steps[try step(name, of: scene)].formula[0].plain.contains("being computed"))
    }
  }
}

extension Float {
  /// e to the power of x, by its series: nothing of the engine's.
  fileprivate static func exp(_ x: Double) -> Float {
    var (term, sum) = (1.0, 1.0)
    let part = x / 64
    for index in 1..<24 {
      term *= part / Double(index)
      sum += term
    }
    var result = 1.0
    for _ in 0..<64 { result *= sum }
    return Float(result)
  }
}
