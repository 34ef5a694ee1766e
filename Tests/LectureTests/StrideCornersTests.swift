import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

/// What is said of strides at the ends of the knobs.
@Suite struct StrideCornersTests {
  /// Where rounding up adds no window it is said why, and no sum is written that does not come out.
  @Test func roundingUpThatAddsNothingSaysWhy() throws {
    for input in 4...11 {
      for kernel in 2...min(5, input) {
        for stride in 2...4 {
          let scene = try scene(
            StrideScene.self, ["input": "\(input)", "kernel": "\(kernel)", "stride": "\(stride)"])
          for case .choices(let choices) in scene.moments {
            let up = try #require(choices.first { $0.name.hasPrefix("round up") })
            let misfit = choices[0].geometry
            // Where the window behind the last one of those that fit would begin, from 0.
            let next = misfit.output * misfit.window.stride
            #expect((next >= input) == (up.name == "round up: adds none"))
            #expect(up.sum == (next >= input ? "next begins past cell \(input)" : up.geometry.roundedEquation))
            #expect(up.sum.hasPrefix("next") || up.sum.contains("⌉ + 1 = "))
          }
        }
      }
    }
  }

  /// The output at stride 1 has no zeros around its input, also beside one that has.
  @Test func anOutputWithoutZerosIsSaidToBe() throws {
    for input in 4...11 {
      let scene = try scene(StrideScene.self, ["input": "\(input)", "kernel": "3", "stride": "3"])
      for (index, moment) in scene.moments.enumerated() {
        guard case .padded = moment else { continue }
        let wide = figure(scene, step: index, size: Size(columns: 158, rows: 38)).plainText
        #expect(wide.contains("picture stride 1, P 0: ") || !wide.contains("picture stride 1"))
        #expect(figure(scene, step: index, size: Size(columns: 78, rows: 16)).plainText.contains("stride 1, P 0: "))
      }
      #expect(!figure(scene, step: 0).plainText.contains("P 0"))
    }
  }

  /// What is asked for are places, and whose outputs are counted is said.
  @Test func whatIsCountedIsNamed() throws {
    let scene = try scene(StrideScene.self)
    #expect(scene.steps[0].caption.plain.hasSuffix("Do we need all these places?"))
    let why = scene.steps[try #require(scene.index(of: "why"))].formula.map(\.plain)
    #expect(why.last == "3 outputs a side: the first sees 3 cells, each other one begins 2 further on")
  }
}
