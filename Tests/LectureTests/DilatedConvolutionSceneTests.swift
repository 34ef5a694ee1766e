import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct DilatedConvolutionSceneTests {
  private typealias Scene = DilatedConvolutionScene

  @Test func theLecturesNumbersAreOnTheScreen() throws {
    let scene = try scene(Scene.self)
    let apart = scene.steps[try step("apart", of: scene)]
    #expect(apart.formula[0].plain == "F = d·(k − 1) + 1 = 2·(3 − 1) + 1 = 5")
    #expect(apart.question?.isRight("5") == true && apart.question?.isRight("6") == false)
    let stack = try step("stack", of: scene)
    #expect(scene.steps[stack].formula[0].plain == "rates 1, 2, 4 and 8   fields 3, 7, 15, 31")
    let frame = figure(scene, step: stack).plainText
    #expect(["d 1 sees 3", "d 2 sees 7", "d 4 sees 15", "d 8 sees 31"].allSatisfy(frame.contains))
    let holes = try step("holes", of: scene)
    #expect(scene.steps[holes].formula[0].plain == "paths to each cell: 1 0 3 0 6 0 7 0 6 0 3 0 1")
    #expect(scene.steps[holes].question?.isRight("6") == true)
    let cure = scene.steps[try step("cure", of: scene)]
    #expect(cure.formula[0].plain == "paths to each cell: 1 1 2 2 3 3 3 3 3 2 2 1 1")
    #expect(cure.caption.plain.contains("no holes are left"))
    let before = figure(scene, step: holes).plainText
    #expect(!before.contains("rates 1, 2, 3"), "the cure is still to come")
  }

  /// Paths counted by going all of them.
  private func paths(_ rates: [Int], _ kernel: Int) -> [Int] {
    var places = [0]
    for rate in rates { places = places.flatMap { place in (0..<kernel).map { place + $0 * rate } } }
    return (0...(places.max() ?? 0)).map { cell in places.count { $0 == cell } }
  }

  @Test(arguments: [2, 3, 4, 5], [1, 2, 3, 4]) func everyNumberIsCountedRight(kernel: Int, dilation: Int) throws {
    let scene = try scene(Scene.self, ["kernel": "\(kernel)", "dilation": "\(dilation)"])
    let span = (kernel - 1) * dilation + 1
    #expect(scene.steps[try step("apart", of: scene)].question?.isRight("\(span)") == true)
    #expect(scene.apart.outputs.count == 17 - span + 1)
    for (place, output) in scene.apart.outputs.enumerated() {
      let sum = (0..<kernel).reduce(Float(0)) { $0 + scene.input[0, place + $1 * dilation] * scene.weights[$1] }
      #expect(output == sum)
    }
    #expect(scene.equal.counts == paths([2, 2, 2], kernel) && scene.growing.counts == paths([1, 2, 3], kernel))
    #expect(scene.equal.missed == 3 * (kernel - 1) && scene.growing.missed == 0)
    let cure = scene.steps[try step("cure", of: scene)].formula.map(\.plain).joined(separator: " ")
    #expect(cure == "paths to each cell: " + paths([1, 2, 3], kernel).map { "\($0)" }.joined(separator: " "))
  }

  @Test(arguments: [
    ("1,2,4", 3, [3, 7, 15]), ("1,1,1,1", 3, [3, 5, 7, 9]), ("2,2,2", 5, [9, 17, 25]), ("1,2,4,8", 2, [2, 4, 8, 16]),
  ])
  func theStackSeesWhatItIsSaidToSee(rates: String, kernel: Int, fields: [Int]) throws {
    let scene = try scene(Scene.self, ["rates": rates, "kernel": "\(kernel)"])
    let stack = scene.steps[try step("stack", of: scene)]
    #expect(stack.formula[0].plain.hasSuffix("fields " + fields.map { "\($0)" }.joined(separator: ", ")))
    let missed = paths(rates.split(separator: ",").compactMap { Int($0) }, kernel).count { $0 == 0 }
    #expect(stack.caption.plain.contains("never touched") == (missed > 0))
    #expect(stack.caption.plain.contains("ordinary layers") == (rates == "1,1,1,1"))
  }

  @Test func atDilationOneNothingIsNew() throws {
    let scene = try scene(Scene.self, ["dilation": "1"])
    #expect(scene.near == scene.apart)
    for name in ["apart", "slide", "end"] {
      let caption = scene.steps[try step(name, of: scene)].caption.plain
      #expect(!caption.contains("cells apart") && !caption.contains("widens"), "\(caption)")
    }
  }

  @Test func anOutputShowsItsCells() throws {
    let scene = try scene(Scene.self)
    let target = Target(grid: "outputs", row: 0, column: 3)
    let remark = scene.remark(on: target, at: Playhead(step: try step("slide", of: scene), pointer: target))
    let sum = [3, 5, 7].enumerated().reduce(Float(0)) { $0 + scene.input[0, $1.element] * scene.weights[$1.offset] }
    #expect(remark?.formula[0].plain.hasSuffix("= \(NumberText.plain(Double(sum)))") == true)
  }

  /// Every layer of the stack has its name, as lines or, where it is too wide for them, as cells.
  @Test(arguments: ["2", "3", "4", "5"], ["1,2,4,8", "2,2,2"]) func everyLayerIsNamed(kernel: String, rates: String)
    throws
  {
    let scene = try scene(Scene.self, ["kernel": kernel, "rates": rates])
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38)] {
      let drawn = figure(scene, step: try step("stack", of: scene), size: size)
      let lines = drawn.plainText.split(separator: "\n", omittingEmptySubsequences: false)
      for (window, field) in zip(scene.windows, scene.fields) {
        let name = "d \(window.dilation) sees \(field)"
        // Beside it stands the layer itself.
        let isBeside = lines.indices.contains { row in
          lines[row].contains(name)
            && (0..<size.columns).contains { drawn[$0, row].paper.isOfAFigure }
        }
        #expect(isBeside, "\(name) at \(size.columns) columns")
      }
      #expect(lines.contains { $0.contains("input") })
    }
  }

  /// What is never touched is spanned and not seen, and side by side nothing is apart.
  @Test func whatIsNeverTouchedIsNotSeen() throws {
    let holes = try scene(Scene.self, ["rates": "2,2,2"])
    let caption = holes.steps[try step("stack", of: holes)].caption.plain
    #expect(caption.contains("span 13 cells") && !caption.contains("see 13"))
    let plain = try scene(Scene.self, ["dilation": "1"])
    #expect(plain.steps[try step("apart", of: plain)].question?.prompt.contains("but d") == false)
  }

  /// An input that is pointed at says into which outputs it goes.
  @Test(arguments: [2, 5], ["1", "4"]) func anInputTellsOfItsOutputs(kernel: Int, dilation: String) throws {
    let scene = try scene(Scene.self, ["kernel": "\(kernel)", "dilation": dilation])
    let rate = Int(dilation) ?? 0
    for cell in 0..<17 {
      let target = Target(grid: Scene.values.name, row: 0, column: cell)
      let remark = try #require(scene.remark(.slide, on: target, at: Playhead(step: 2, pointer: target)))
      let places = scene.apart.outputs.indices.filter { place in (0..<kernel).contains { place + $0 * rate == cell } }
      let told = remark.caption.plain.split { !$0.isNumber }.compactMap { Int($0) }.dropFirst()
      #expect(Array(told) == places.map { $0 + 1 }, "\(remark.caption.plain)")
    }
  }
}

extension Tint {
  /// Whether it belongs to a unit that is drawn, not to what is behind it.
  fileprivate var isOfAFigure: Bool {
    switch meaning {
    case .level: true
    case .role(let role): role == .active
    case .color: false
    }
  }
}
