import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

/// What is said about stacks whose layers differ, against inputs and paths counted here.
@Suite struct ReceptiveFieldHolesTests {
  /// How many paths lead from a unit behind some unpadded layers to each input, as a dictionary.
  private func ways(_ stack: String) -> [Int: Int] {
    let layers = stack.split(separator: ";").map { $0.split(separator: ",").compactMap { Int($0) } }
    return layers.reversed().reduce([0: 1]) { ways, layer in
      var below: [Int: Int] = [:]
      for (unit, count) in ways {
        for weight in 0..<layer[0] { below[unit * layer[1] + weight * layer[2], default: 0] += count }
      }
      return below
    }
  }

  private func scene(_ stack: String, _ more: [String: String] = [:]) throws -> ReceptiveFieldScene {
    let layers = "\(stack.split(separator: ";").count)"
    return try LectureTests.scene(
      ReceptiveFieldScene.self, more.merging(["stack": stack, "layers": layers]) { $1 })
  }

  /// A layer that looks into all holes of the one below is said to do so, and what that one saw is counted.
  @Test func filledHolesAreCounted() throws {
    let scene = try scene("3,1,2;3,1,1;3,1,1")
    #expect(ways("3,1,2").count == 3)
    #expect(ways("3,1,2;3,1,1").count == 7)
    let caption = scene.steps[try step("grown", of: scene)].caption.plain
    #expect(caption.contains("layer 1 a unit sees 9 of 5 × 5 inputs"))
    #expect(caption.contains("sees all of 7 × 7"))
  }

  /// Dilation is named where it leaves holes: not that of a single weight, and beside strides that leave some as well.
  @Test(arguments: [
    ("1,1,3;2,3,1;2,3,1", false, true), ("3,1,4;2,1,1", true, false), ("2,3,2;2,1,1", true, true),
  ])
  func holesHaveTheirCause(stack: String, isDilated: Bool, isStrided: Bool) throws {
    let scene = try scene(stack)
    let first = try step("grown", of: scene)
    let captions = (first..<first + scene.windows.count - 1).map { scene.steps[$0].caption.plain }
    let said = try #require(captions.first { $0.contains("but sees") })
    #expect(said.contains("dilation") == isDilated)
    #expect(said.contains("stride") == isStrided)
  }

  /// Where the paths differ in number, though not enough for a bell, those to the middle are told.
  @Test(arguments: ["2,1,1;2,1,1", "3,1,1;3,1,1", "3,1,1;2,1,1", "2,1,3;2,1,3"])
  func pathsWithoutABellAreCounted(stack: String) throws {
    let scene = try scene(stack)
    let most = try #require(ways(stack).values.max())
    #expect(most > 1 && most < 4)
    let caption = scene.steps[try step("effective", of: scene)].caption.plain
    #expect(caption.contains("\(most) paths lead to the middle, 1 to each end: it counts more."))
    #expect(!caption.contains("a bell") || caption.hasSuffix("More layers make a bell."))
    #expect(caption.contains("The holes count nothing.") == stack.hasPrefix("2,1,3"))
  }

  /// Where the most paths lead to more than the middle, dilated or not, it is not the middle that counts most.
  @Test(arguments: ["4,2,1;4,2,1", "4,2,2;4,2,2", "7,1,1;2,1,1"]) func aFlatTopIsSaidToBeFlat(stack: String) throws {
    let scene = try scene(stack)
    let counts = ways(stack)
    #expect(counts.values.count { $0 == counts.values.max() } > 2)
    #expect(scene.steps[try step("effective", of: scene)].caption.plain.contains("flat top, to which most paths lead"))
  }

  /// Paths may lead past the middle: then it is not said to count more.
  @Test func aMiddleWithFewPathsDoesNotCountMore() throws {
    let caption = try scene("2,1,1;2,1,1;2,1,5").steps.map(\.caption.plain).first { $0.hasPrefix("To see is not") }
    #expect(caption?.hasSuffix("is uneven, and in the holes 0.") == true)
  }

  @Test func widerKernelsBesideAKnobOfOneAreNotForgotten() throws {
    let said = try #require(
      scene("3,1,1;3,1,1", ["kernel": "1"]).steps.map(\.caption.plain).first { $0.contains("only pooling widens") })
    #expect(said.contains("Your stack sees more"))
    let plain = try LectureTests.scene(ReceptiveFieldScene.self, ["kernel": "1"])
    #expect(!plain.steps.contains { $0.caption.plain.contains("Your stack sees more") })
  }

  @Test func aUnitOnZerosSeesOnlyZeros() throws {
    let scene = try scene("2,1,7;3,1,1")
    let line = scene.steps[try step("second", of: scene)].formula.map(\.plain).joined()
    #expect(line.contains("h2 sees only zeros"))
    #expect(line.contains("h4 sees x1"))
  }

  /// Beside the graph a wide window counts the paths; those that a question asks about come with its answer.
  @Test func aWideWindowCountsThePaths() throws {
    let scene = try LectureTests.scene(ReceptiveFieldScene.self)
    let size = Size(columns: 158, rows: 38)
    #expect(figure(scene, step: 1, size: size).plainText.contains("paths from each unit of h to each input"))
    #expect(!figure(scene, step: 2, progress: 0, size: size).plainText.contains("paths from each unit of g"))
    let text = figure(scene, step: 2, size: size).plainText
    #expect(text.contains("paths from each unit of g to each input"))
    // To x1 to x5 lead 1, 2, 3, 2 and 1 paths from g3.
    #expect(
      text.split(separator: "\n").contains { $0.split(separator: " ").suffix(6) == ["g3", "1", "2", "3", "2", "1"] })
  }
}
