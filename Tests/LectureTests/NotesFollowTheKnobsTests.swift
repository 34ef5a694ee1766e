import Testing

@testable import Lecture

/// What is said to the lecturer, and at ends of the knobs to all, holds for the numbers that are shown.
@Suite struct NotesFollowTheKnobsTests {
  private func step<S: Scene>(_ type: S.Type, _ settings: [String: String] = [:], _ name: String) throws -> Step {
    let scene = try scene(type, settings)
    return scene.steps[try #require(scene.steps.indices.first { scene.momentName(of: $0) == name })]
  }

  @Test func edgeDetection() throws {
    let blurred = try step(EdgeDetectionScene.self, ["kernel": "gauss"], "wipe")
    #expect(blurred.caption.plain.contains("lines finer than the kernel grow faint"))
    #expect(!blurred.note.contains("two colours"), "its legend has one scale")
    #expect(try step(EdgeDetectionScene.self, ["kernel": "laplace"], "wipe").note.contains("two colours"))
  }

  @Test func slidingKernel() throws {
    let apart = ["stride": "3"]
    #expect(try !step(SlidingKernelScene.self, apart, "neighbour").note.contains("share"))
    #expect(try step(SlidingKernelScene.self, [:], "neighbour").note.contains("share"))
    #expect(try !step(SlidingKernelScene.self, ["padding": "2"], "fromInput").note.contains("less often"))
    #expect(try step(SlidingKernelScene.self, [:], "fromInput").note.contains("less often"))
  }

  @Test func flipOrNotAndVolumes() throws {
    #expect(try !step(FlipOrNotScene.self, ["kernel": "box"], "place").note.contains("last weight here"))
    #expect(try !step(VolumesScene.self, ["filters": "1"], "maps").note.contains("two maps"))
  }

  @Test func stride() throws {
    #expect(try step(StrideScene.self, ["stride": "2"], "neighbour").note.contains("have in common"))
    #expect(try step(StrideScene.self, ["stride": "3"], "neighbour").note.contains("a stride smaller than the kernel"))
    #expect(try step(StrideScene.self, ["input": "5", "stride": "4"], "first").note.contains("no next place"))
  }

  @Test func noisySensorAndEquivariance() throws {
    #expect(try !step(NoisySensorScene.self, ["noise": "0"], "longer").note.contains("cancel less"))
    #expect(
      try step(EquivarianceScene.self, ["g": "scale", "kernel": "identity"], "difference").note.contains(
        "does not agree"))
  }

  @Test func endsOfTheKnobs() throws {
    let one = ["m": "1", "n": "1", "k": "1"]
    for name in ["sparse", "work"] {
      let caption = try step(SparseInteractionScene.self, one, name).caption.plain
      #expect(caption.contains("Turn m up") && !caption.contains("Turn k down"))
    }
    #expect(try !step(ReceptiveFieldScene.self, ["kernel": "1"], "end").caption.plain.contains("small kernels span"))
    #expect(try !step(ReceptiveFieldScene.self, ["stride": "3"], "faster").caption.plain.contains("doubles"))
  }
}
