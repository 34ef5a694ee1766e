import CellCanvas
import Testing

@testable import Lecture

@Suite struct StrideSceneTests {
  private func text(_ scene: StrideScene, _ moment: StrideScene.Moment) throws -> (step: Step, figure: String) {
    let index = try #require(scene.moments.firstIndex(of: moment))
    return (scene.steps[index], figure(scene, step: index).plainText)
  }

  @Test func standardSettingsAreTheLectures() throws {
    let scene = try scene(StrideScene.self)
    #expect(scene.strided.positions == 9)
    let size = try text(scene, .size)
    #expect(size.step.formula.map(\.plain) == ["(N − F)/S + 1 = (7 − 3)/2 + 1 = 3"])
    #expect(size.step.question?.isRight("3") == true)
    #expect(size.figure.contains("3 × 3") && size.figure.contains("5 × 5"))

    let misfit = try text(scene, .misfit)
    #expect(misfit.step.formula.first?.plain.contains("(7 − 3)/3 + 1 = 2.33") == true)
    #expect(misfit.step.question?.isRight("2") == true)
    #expect(misfit.figure.contains("╱"))

    let dropped = try text(scene, .dropped)
    #expect(dropped.step.formula.first?.plain.contains("⌊(7 − 3)/3⌋ + 1 = 2") == true)
    #expect(dropped.step.formula.first?.plain.contains("13 of 49") == true)

    let mended = try text(scene, .mended)
    #expect(mended.step.formula.map(\.plain) == ["(N + 2P − F)/S + 1 = (7 + 2·1 − 3)/3 + 1 = 3"])
  }

  @Test func largerStridesKeepWhatStrideOneComputes() throws {
    for (input, kernel, stride) in [(7, 3, 2), (9, 3, 3), (11, 5, 2), (8, 2, 3)] {
      let scene = try scene(StrideScene.self, ["input": "\(input)", "kernel": "\(kernel)", "stride": "\(stride)"])
      for index in 0..<scene.strided.positions {
        let place = scene.strided.place(index)
        #expect(
          scene.strided.value(place) == scene.every.output[place.row * stride, place.column * stride])
      }
      let kept = (0..<scene.every.positions).count { scene.isKept(scene.every.place($0)) }
      #expect(kept == scene.strided.positions)
    }
  }

  @Test func shareOfTheWorkIsCounted() throws {
    let scene = try scene(StrideScene.self)
    let kept = try text(scene, .kept)
    #expect(kept.step.caption.plain.contains("36 %"))
    #expect(kept.step.formula.first?.plain == "9 of 25 sums, 81 products instead of 225")
    #expect(kept.figure.contains("25 sums") && kept.figure.contains("9 sums"))
  }

  @Test func stridesThatDoNotFitAreRefused() {
    #expect(throws: SettingsError("(7 − 3)/3 + 1 = 2.33 is not a whole number: the kernel does not fit")) {
      try scene(StrideScene.self, ["stride": "3"])
    }
  }

  @Test func withoutAnUnevenStrideNothingIsSaidOfOne() throws {
    let scene = try scene(StrideScene.self, ["input": "5", "kernel": "3", "stride": "1"])
    #expect(scene.misfit == nil)
    #expect(!scene.moments.contains(.misfit) && !scene.moments.contains(.kept))
  }
}
