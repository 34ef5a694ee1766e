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
    #expect(try step(SlidingKernelScene.self, ["kernel": "1"], "start").note.contains("what will come out"))
    #expect(try step(SlidingKernelScene.self, [:], "start").note.contains("look for it"))
    #expect(try step(SlidingKernelScene.self, ["preset": "box"], "finding").note.contains("larger sum"))
    #expect(try step(SlidingKernelScene.self, ["input": "3"], "fromWeight").note.contains("Nothing is shared"))
  }

  @Test func flipOrNotAndVolumes() throws {
    #expect(try !step(FlipOrNotScene.self, ["kernel": "box"], "place").note.contains("last weight here"))
    let flipped = ["flip": "on"]
    #expect(try step(FlipOrNotScene.self, flipped, "place").note.contains("turn the knob flip off"))
    #expect(try step(FlipOrNotScene.self, flipped, "outputs").note.contains("for every kernel"))
    #expect(try step(FlipOrNotScene.self, ["kernel": "box"], "outputs").note.contains("Ask which kernels"))
    #expect(try !step(VolumesScene.self, ["filters": "1"], "maps").note.contains("two maps"))
  }

  @Test func gridData() throws {
    #expect(try step(GridDataScene.self, ["length": "3"], "row").note.contains("dense layer"))
    #expect(try !step(GridDataScene.self, [:], "row").note.contains("dense layer"))
    let single = try step(GridDataScene.self, ["layer": "dense", "kernel": "1"], "end").caption.plain
    #expect(single.contains("one input an output") && !single.contains("neighbours only"))
    #expect(try step(GridDataScene.self, ["weights": "2,0,3"], "count").note.contains("outside of the kernel"))
  }

  @Test func stride() throws {
    #expect(try step(StrideScene.self, ["stride": "2"], "neighbour").note.contains("have in common"))
    #expect(try step(StrideScene.self, ["stride": "3"], "neighbour").note.contains("a stride smaller than the kernel"))
    #expect(try step(StrideScene.self, ["input": "5", "stride": "4"], "first").note.contains("no next place"))
    #expect(try step(StrideScene.self, ["input": "4", "kernel": "4"], "every").note.contains("for a stride to matter"))
    #expect(try !step(StrideScene.self, ["stride": "1"], "size").note.contains("1 of 1"))
    #expect(try step(StrideScene.self, ["stride": "3"], "size").note.contains("1 of 9"))
    #expect(try step(StrideScene.self, ["input": "4"], "why").note.contains("a kernel of more than one cell"))
  }

  @Test func noisySensorAndEquivariance() throws {
    #expect(try !step(NoisySensorScene.self, ["noise": "0"], "longer").note.contains("cancel less"))
    // What is asked and what is said never differ, not in the second decimal, and chance is called chance.
    let faint = ["noise": "1", "length": "6", "seed": "50"]
    let longer = try step(NoisySensorScene.self, faint, "longer")
    #expect(longer.caption.plain.contains("the noise falls from 0.") && longer.question != nil)
    let chance = ["noise": "1", "length": "12", "seed": "50", "window": "triangle"]
    let grown = try step(NoisySensorScene.self, chance, "longer")
    #expect(grown.caption.plain.contains("by chance") && grown.question == nil)
    #expect(try !step(NoisySensorScene.self, ["noise": "0"], "parts").note.contains("On the same side they add up"))
    for (seed, said) in [("1", "partly cancel."), ("98", "partly add up.")] {
      let parts = try scene(NoisySensorScene.self, ["seed": seed])
      #expect((parts.errors(parts.track).cross < 0) == (said == "partly cancel."))
      let step = try step(NoisySensorScene.self, ["seed": seed], "parts")
      #expect(step.caption.plain.contains(said) && step.note.contains("On the same side they add up"))
    }
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
