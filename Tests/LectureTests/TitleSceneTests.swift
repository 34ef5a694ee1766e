import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture
@testable import Playback

struct TitleSceneTests {
  @Test(arguments: [("sobel-x", 0), ("sobel-y", 0), ("laplace", 0), ("gauss", 144), ("box", 81), ("sharpen", 9)])
  func theQuestionIsAnsweredForTheChosenKernel(name: String, answer: Double) throws {
    let title = try scene(TitleScene.self, ["kernel": name])
    let reveal = title.step(.reveal)
    #expect(reveal.question?.answer == .number(answer, decimals: 0))
    #expect(reveal.formula[0].plain.hasSuffix("= \(NumberText.plain(answer))"))
    #expect(figure(title, step: 3).plainText.contains(" \(NumberText.plain(answer)) "))
    #expect(!figure(title, step: 2).plainText.contains("sum \(NumberText.plain(answer))"))
  }

  @Test(arguments: ["sobel-x", "gauss", "emboss"])
  func theImageAnswersInsideOfALetterAsTheSumSays(name: String) throws {
    let title = try scene(TitleScene.self, ["kernel": name])
    #expect(title.images.count { $0.flat != nil } >= 3, "large letters have an inside")
    for image in title.images {
      guard let flat = image.flat else { continue }
      let answer = image.response.values[(flat.row + 1) * image.width + flat.column + 1]
      #expect(abs(answer - title.flatAnswer) < 1e-4)
    }
  }

  /// A kernel keeps brightness only where its weights sum to 1.
  @Test(arguments: [
    ("gauss", "is 16 times the pixel"), ("box", "is 9 times the pixel"), ("identity", "keeps brightness"),
    ("sharpen", "keeps brightness"), ("sobel-y", "is silent"),
  ])
  func whatIsSaidOfASumIsTrue(name: String, said: String) throws {
    let title = try scene(TitleScene.self, ["kernel": name])
    let total = title.weights.values.reduce(0, +)
    let caption = title.step(.reveal).caption.plain
    #expect(caption.contains(said))
    #expect(caption.contains("keeps brightness") == (total == 1))
    #expect(caption.contains("silent") == (total == 0))
  }

  /// Inside and at an edge, both sums worked out here from the numbers on the screen.
  @Test(arguments: ["sobel-x", "sobel-y", "laplace", "gauss", "identity"])
  func theEdgeAnswersOtherwiseThanTheInside(name: String) throws {
    let title = try scene(TitleScene.self, ["kernel": name])
    for image in title.images where image.flat != nil {
      let edge = try #require(image.edge)
      let window = image.window(row: edge.row, column: edge.column)
      #expect(window.allSatisfy { $0 == $0.rounded() && (0...9).contains($0) })
      var sum: Float = 0
      for row in 0..<3 { for column in 0..<3 { sum += window[3 * row + column] * title.weights[row, column] } }
      #expect(Double(sum) != title.flatAnswer)
      #expect(abs(Double(sum) - image.response.values[(edge.row + 1) * image.width + edge.column + 1]) < 1e-3)
      guard image.width == 78 else { continue }
      #expect(
        figure(title, step: 4).plainText.contains("edge")
          && figure(title, step: 4).plainText.contains(NumberText.plain(Double(sum))))
    }
  }

  /// The pixel that is pointed at, under the chosen kernel and under its letter's.
  @Test func pointingTellsASum() throws {
    let title = try scene(TitleScene.self)
    let image = try #require(title.images.first { $0.width == 78 })
    for (row, column) in [(0, 0), (12, 20), (23, 77), (10, 40)] {
      let target = Target(grid: "pixels-78", row: row, column: column)
      let answer = image.response.values[row * 78 + column]
      let remark = try #require(title.remark(.edge, on: target, at: Playhead(step: 4, pointer: target)))
      #expect(remark.formula.last?.plain.hasSuffix("= " + NumberText.plain(answer.rounded())) == true)
      #expect(figure(title, step: 4, pointer: target).audit.isEmpty)
      guard let letter = (0..<6).first(where: { Lettering.columns(of: $0, width: 78).contains(column) }) else {
        continue
      }
      let own = image.layer[letter].values[row * 78 + column]
      let last = try #require(title.remark(.layer, on: target, at: Playhead(step: 5, pointer: target)))
      #expect(last.formula.last?.plain.hasSuffix("= " + NumberText.plain(own.rounded())) == true)
    }
  }

  /// Nobody guesses the sign of answers that have none.
  @Test(arguments: ["sobel-x", "sharpen", "gauss", "box", "identity"]) func onlySignsAreGuessed(name: String) throws {
    let title = try scene(TitleScene.self, ["kernel": name])
    #expect(title.step(.edge).note.contains("the sign of") == title.weights.values.contains { $0 < 0 })
  }

  @Test func theTitleComesIntoFocus() throws {
    let title = try scene(TitleScene.self)
    for image in title.images {
      // Differences of neighbours grow from level to level.
      let detail = image.focus.map { level in
        level.values.indices.dropFirst().reduce(0) { $0 + abs(level.values[$1] - level.values[$1 - 1]) }
      }
      #expect(detail == detail.sorted())
      #expect(image.focus[image.focus.count - 1].values.max() == Double(Lettering.inside))
    }
    #expect(figure(title, step: 0, progress: 0) != figure(title, step: 0, progress: 0.4))
  }

  @Test func theKernelLeavesItsAnswersFromLeftToRight() throws {
    let title = try scene(TitleScene.self)
    let image = try #require(title.images.last { $0.width == 78 })
    let before = image.swept(to: 0)
    let half = image.swept(to: 0.5)
    let after = image.swept(to: 1)
    for row in 0..<image.height {
      #expect(half[5, row] == after[5, row])
      #expect(half[70, row] == before[70, row])
    }
    #expect(before != after)
  }

  @Test func everyLetterHasItsOwnKernel() throws {
    for name in ["sobel-x", "gauss", "sharpen", "prewitt-y", "box", "identity"] {
      let title = try scene(TitleScene.self, ["kernel": name])
      let text = figure(title, step: 5).plainText
      #expect(title.layer.first?.rawValue == name, "the chosen kernel is one of them")
      #expect(title.layer.count == Lettering.count && Set(title.layer).count == Lettering.count)
      for kernel in title.layer { #expect(text.contains(kernel.rawValue)) }
    }
  }

  /// A wide window keeps the image beside its answers, and shows what two other kernels leave of it.
  @Test(arguments: ["sobel-x", "laplace", "box"]) func aWideWindowShowsMoreKernels(name: String) throws {
    let title = try scene(TitleScene.self, ["kernel": name])
    let wide = figure(title, step: 1, size: Size(columns: 158, rows: 38))
    let image = try #require(title.images.first { $0.width == 78 })
    for index in 0..<3 {
      #expect(wide.plainText.contains(title.layer[index].rawValue))
      #expect(wide.plainText.contains(NumberText.fixed(image.layer[index].limits.upperBound, decimals: 0)))
    }
    #expect(wide.plainText.contains("the image") && wide.audit.isEmpty)
    for key in TitleScene.keys { #expect(wide.plainText.contains(key.does)) }
    #expect(!figure(title, step: 1).plainText.contains("the image"))
  }

  @Test func theKeysThatItNamesAreThoseOfThePlayer() {
    let bindings = Keymap.standard.bindings[.lecture] ?? []
    for (keys, _) in TitleScene.keys {
      for key in keys.split(separator: " ") {
        #expect(bindings.contains { $0.triggers.contains { $0.name == key } }, "no key \(key)")
      }
    }
  }

  /// The table of keys offers c: a pixel can be pointed at in that figure, in a wide window in the image and its answers.
  @Test(arguments: [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)])
  func thePixelsCanBePointedAtWhereTheKeysAreNamed(size: Size) throws {
    let title = try scene(TitleScene.self)
    let canvas = figure(title, step: 1, size: size)
    #expect(TitleScene.keys.contains { $0.key == "c" } && canvas.plainText.contains("point at a cell"))
    let target = try #require(canvas.hotSpots.last?.target)
    let image = try #require(title.pointed(target)?.image)
    let remark = title.remark(on: target, at: Playhead(step: 1, pointer: target))
    let answer = image.response.values[target.row * image.width + target.column]
    #expect(remark?.formula.last?.plain.hasSuffix("= " + NumberText.plain(answer.rounded())) == true)
    let pointed = figure(title, step: 1, pointer: target, size: size)
    #expect(pointed != canvas && pointed.audit.isEmpty)
    #expect(canvas.hotSpots.count { $0.target == target } == (size.columns > 78 ? 2 : 1))
  }

  @Test(arguments: [Size(columns: 1, rows: 1), Size(columns: 38, rows: 9), Size(columns: 118, rows: 30)])
  func fitsEverySize(size: Size) throws {
    let title = try scene(TitleScene.self)
    for step in title.steps.indices {
      let canvas = figure(title, step: step, size: size)
      #expect(size.columns < 78 || canvas.audit.isEmpty, "\(canvas.audit)")
    }
  }

  @Test func theSignIsExplainedWhereItFirstStands() throws {
    let title = try scene(TitleScene.self)
    #expect(figure(title, step: 2).plainText.contains("⋆"))
    #expect(title.steps[2].formula.map(\.plain) == ["⋆   each pixel times its weight, and the nine products added up"])
  }

  /// What the sign of an answer says depends on the kernel.
  @Test func theSignOfAnAnswerIsTheKernels() throws {
    func reveal(_ kernel: String) throws -> String {
      let title = try scene(TitleScene.self, ["kernel": kernel])
      return title.steps[3].caption.plain
    }
    // Worked out here on nine pixels: darker to the right, darker downwards, bright in the middle.
    let pixels: [String: [Float]] = [
      "Darker to the right gives an answer above 0, brighter to the right below.": [9, 5, 1, 9, 5, 1, 9, 5, 1],
      "Darker downwards gives an answer above 0, brighter downwards below.": [9, 9, 9, 5, 5, 5, 1, 1, 1],
      "Brighter than around gives an answer above 0, darker than around below.": [1, 1, 1, 1, 9, 1, 1, 1, 1],
    ]
    for kernel in ["sobel-x", "sobel-y", "prewitt-x", "prewitt-y", "laplace"] {
      let caption = try reveal(kernel)
      let said = try #require(pixels.first { caption.hasSuffix($0.key) }, "\(caption)")
      let weights = try scene(TitleScene.self, ["kernel": kernel]).weights.values
      #expect(TitleImage.answer(said.value, weights) > 0 && TitleImage.answer(said.value.reversed(), weights) != 0)
    }
  }

  /// In the last picture every letter has a scale of its own, and its ends beneath its kernel.
  @Test func everyLetterHasItsScale() throws {
    let title = try scene(TitleScene.self)
    let image = try #require(title.images.first { $0.width == 78 })
    let lines = figure(title, step: 5).plainText.split(separator: "\n").map(String.init)
    let ends = image.layer.map { NumberText.fixed($0.limits.upperBound, decimals: 0) }
    #expect(lines.contains { line in ends.allSatisfy { line.contains(" " + $0) } })
  }
}
