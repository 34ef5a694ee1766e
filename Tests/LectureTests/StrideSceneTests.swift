import CellCanvas
import Testing

@testable import Lecture

@Suite struct StrideSceneTests {
  private func text(_ scene: StrideScene, _ moment: String) throws -> (step: Step, figure: String) {
    let index = try #require(scene.index(of: moment))
    return (scene.steps[index], figure(scene, step: index).plainText)
  }

  @Test func standardSettingsAreTheLectures() throws {
    let scene = try scene(StrideScene.self)
    #expect(scene.strided.positions == 9)
    let size = try text(scene, "size")
    #expect(size.step.formula.map(\.plain) == ["(N − F)/S + 1 = (7 − 3)/2 + 1 = 3"])
    #expect(size.step.question?.isRight("3") == true)
    #expect(size.figure.contains("3 × 3") && size.figure.contains("5 × 5"))

    let misfit = try text(scene, "misfit")
    #expect(misfit.step.formula.first?.plain.contains("(7 − 3)/3 + 1 = 2.33") == true)
    #expect(misfit.step.question?.isRight("2") == true)
    #expect(misfit.figure.contains("╱"))

    let dropped = try text(scene, "dropped")
    #expect(dropped.step.formula.first?.plain.contains("⌊(7 − 3)/3⌋ + 1 = 2") == true)
    #expect(dropped.step.formula.first?.plain.contains("13 of 49") == true)

    let mended = try text(scene, "mended")
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
    }
  }

  /// Everything that the lecture says of a stride, worked out here from its three numbers.
  @Test(arguments: [(7, 3, 2), (9, 3, 3), (8, 2, 3), (11, 5, 2), (10, 2, 1)])
  func numbersFollowTheKnobs(n: Int, f: Int, s: Int) throws {
    let scene = try scene(StrideScene.self, ["input": "\(n)", "kernel": "\(f)", "stride": "\(s)", "preset": "random"])
    let (side, every) = ((n - f) / s + 1, n - f + 1)
    let size = try text(scene, "size")
    #expect(size.step.formula.map(\.plain) == ["(N − F)/S + 1 = (\(n) − \(f))/\(s) + 1 = \(side)"])
    #expect(size.step.question?.isRight("\(side)") == true)
    #expect(
      size.figure.contains("stride \(s) \(side) × \(side)") && size.figure.contains("stride 1 \(every) × \(every)"))
    for index in 0..<side * side {
      let (row, column) = (index / side, index % side)
      var sum: Float = 0
      for (down, across) in (0..<f * f).map({ ($0 / f, $0 % f) }) {
        sum += scene.every.input[row * s + down, column * s + across] * scene.every.kernel[down, across]
      }
      let step = try #require(scene.index(of: "place", index))
      let target = Target(grid: "output", row: row, column: column)
      let canvas = figure(scene, step: step, size: Size(columns: 158, rows: 38))
      #expect(canvas.text(of: target) == GridConvolution.text(sum))
    }
    if s > 1 {
      let kept = try text(scene, "kept")
      #expect(
        kept.step.formula[0].plain
          == "\(side * side) of \(every * every) sums, \(side * side * f * f) products instead of \(every * every * f * f)"
      )
      #expect(kept.figure.contains("\(every * every) sums") && kept.figure.contains("\(side * side) sums"))
    }
    guard let uneven = ((s + 1)..<max(s + 1, n - f)).first(where: { (n - f) % $0 != 0 }) else {
      return #expect(scene.index(of: "misfit") == nil)
    }
    let misfit = try text(scene, "misfit")
    let places = NumberText.fixed(Double(n - f) / Double(uneven) + 1, decimals: 2)
    #expect(misfit.step.formula[0].plain.contains("(\(n) − \(f))/\(uneven) + 1 = \(places)   not a whole number"))
    #expect(misfit.step.question?.isRight("2") == true)
    let dropped = (n - f) % uneven
    #expect(
      try text(scene, "dropped").step.formula[0].plain.hasSuffix(
        "dropped cells: \(n * n - (n - dropped) * (n - dropped)) of \(n * n)"))
    guard let padding = (1...f).first(where: { (n + 2 * $0 - f) % uneven == 0 }) else {
      return #expect(scene.index(of: "mended") == nil)
    }
    let mended = (n + 2 * padding - f) / uneven + 1
    #expect(
      try text(scene, "mended").step.formula[0].plain
        == "(N + 2P − F)/S + 1 = (\(n) + 2·\(padding) − \(f))/\(uneven) + 1 = \(mended)")
  }

  @Test func whatIsSaidOfWindowsIsTrueAtEveryStride() throws {
    func caption(_ settings: [String: String], _ moment: String, _ number: Int = 0) throws -> String {
      let scene = try scene(StrideScene.self, settings)
      return scene.steps[try #require(scene.index(of: moment, number))].caption.plain
    }
    #expect(try caption([:], "every").contains("share 6 of their 9 cells"))
    #expect(try caption([:], "place", 1).contains("3 of the 9 cells were under the window before"))
    #expect(try caption([:], "place", 5).contains("the sum that stride 1 writes at (3, 5)"))
    #expect(try caption(["stride": "1"], "size").contains("no place is left out"))
    #expect(try caption(["input": "9", "stride": "3"], "place", 1).contains("no cell is seen twice"))
    let wide = ["input": "5", "kernel": "2", "stride": "3"]
    #expect(try caption(wide, "place", 1).contains("seen by no output"))
    #expect(try caption(wide, "place", 2).contains("seen by no output"))
    let single = ["input": "4", "kernel": "4"]
    #expect(try caption(single, "every").contains("a single place"))
    #expect(try scene(StrideScene.self, single).index(of: "kept") == nil)
  }

  @Test func productsStandBesideTheKernel() throws {
    let scene = try scene(StrideScene.self)
    let step = try #require(scene.index(of: "place", 1))
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let text = figure(scene, step: step, size: size).plainText
      #expect(text.contains("products"))
      for product in scene.strided.products(scene.strided.place(1)) {
        #expect(text.contains(GridConvolution.text(product.product)))
      }
    }
  }

  @Test func shareOfTheWorkIsCounted() throws {
    let scene = try scene(StrideScene.self)
    let kept = try text(scene, "kept")
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
    #expect(scene.index(of: "misfit") == nil)
    #expect(scene.index(of: "misfit") == nil && scene.index(of: "kept") == nil)
  }
}
