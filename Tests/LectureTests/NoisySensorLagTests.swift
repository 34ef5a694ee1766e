import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

/// How far off and how late s is, in words and in the picture, and what is pointed at there.
@Suite struct NoisySensorLagTests {
  private func step(_ scene: NoisySensorScene, _ moment: NoisySensorScene.Moment) throws -> Int {
    try #require(scene.moments.firstIndex(of: moment))
  }

  /// Where noise and lag neither add up nor cancel, that is said of the term that is 0, not of noise that is nearly all.
  @Test(arguments: ["36", "43"]) func noNoiseIsSaidNotToCount(seed: String) throws {
    let scene = try scene(NoisySensorScene.self, ["seed": seed, "length": "3"])
    let errors = scene.errors(scene.track)
    #expect(NumberText.fixed(Double(abs(errors.cross)), decimals: 1) == "0.0" && errors.noise > 2 * errors.lag)
    let parts = scene.steps[try step(scene, .parts)]
    #expect(parts.caption.plain.contains("here the last term is ≈0."))
    #expect(!parts.caption.plain.contains("hardly counts") && parts.formula[0].plain.hasSuffix("2 · mean(noise · lag)"))
  }
}
