import CellCanvas
import Testing

@testable import Lecture

@Suite struct StridedConvolutionSceneTests {
  typealias S = StridedConvolutionScene

  /// A plain loop over a padded row.
  private func correlate(_ row: [Int], _ kernel: [Int], stride: Int, padding: Int) -> [Int] {
    let zeros = [Int](repeating: 0, count: padding)
    let padded = zeros + row + zeros
    var (sums, start) = ([Int](), 0)
    while start + kernel.count <= padded.count {
      sums.append(kernel.indices.reduce(0) { $0 + kernel[$1] * padded[start + $1] })
      start += stride
    }
    return sums
  }

  private let kernels = [[1], [1, 1], [1, 2, 1], [1, 2, 2, 1], [1, 2, 3, 2, 1]]

  @Test func theLecturesRowIsOnTheScreen() throws {
    let scene = try scene(S.self, ["values": "3,1,4,1,5"])
    // 0 3 1 4 1 5 0 under 1 2 1.
    let direct = figure(scene, step: try step("direct", of: scene))
    #expect((1...5).allSatisfy { direct.plainText.contains("x\($0)") })
    #expect(direct.text(of: Target(grid: "s", row: 0, column: 0)) == "s1 7")
    #expect(direct.text(of: Target(grid: "s", row: 0, column: 1)) == "s2 10")
    #expect(direct.text(of: Target(grid: "s", row: 0, column: 2)) == "s3 11")
    #expect(!direct.plainText.contains("z1"))
    let one = scene.steps[try step("one", of: scene)]
    #expect(one.formula[0].plain == "s2 = 1·1 + 4·2 + 1·1 = 10")
    let every = figure(scene, step: try step("every", of: scene))
    #expect((1...5).allSatisfy { every.plainText.contains("z\($0)") })
    #expect(every.text(of: Target(grid: "z", row: 0, column: 1)) == "z2", "its value would give the next answer away")
    #expect(!every.plainText.contains("kept"))
    let keep = scene.steps[try step("keep", of: scene)]
    #expect(keep.formula[0].plain == "s1 = z1 = 7     s2 = z3 = 10     s3 = z5 = 11")
    #expect(keep.question?.isRight("1 3 5") == true && keep.question?.isRight("1 2 3") == false)
    let kept = figure(scene, step: try step("keep", of: scene))
    #expect(kept.text(of: Target(grid: "z", row: 0, column: 1))?.contains("z2") == true)
    #expect(kept.text(of: Target(grid: "z", row: 0, column: 1))?.contains("╱") == true)
    let waste = scene.steps[try step("waste", of: scene)]
    #expect(waste.formula[0].plain.hasPrefix("5·3 − 3·3 = 15 − 9 = 6 products for nothing"))
    #expect(waste.question?.isRight("6") == true)
    let plane = scene.steps[try step("plane", of: scene)]
    #expect(plane.formula[0].plain == "thrown away  25 − 9 = 16 of 25      on a large grid  s² − 1 = 3 of s² = 4")
    let curve = scene.steps[try step("curve", of: scene)]
    #expect(curve.formula[0].plain == "AlexNet's first layer:  217² = 47,089 sums, stride 4 keeps 55² = 3,025")
    #expect(curve.caption.plain.contains("15.6 times"))
  }

  /// What is said of zeros and of moving is said where there are zeros and where there is room to move.
  @Test(arguments: ["0", "1", "2"]) func zerosAreNamedWhereThereAreAny(padding: String) throws {
    let scene = try scene(S.self, ["padding": padding])
    let question = try #require(scene.steps[try step("every", of: scene)].question)
    #expect(question.prompt.contains("zeros") == (padding != "0"))
  }

  @Test(arguments: [("5", "5", "0", 1), ("3", "5", "2", 2), ("7", "3", "0", 3)])
  func aKernelMovesWhereItHasRoom(units: String, kernel: String, padding: String, outputs: Int) throws {
    let scene = try scene(S.self, ["units": units, "kernel": kernel, "padding": padding])
    let caption = scene.steps[0].caption.plain
    #expect(caption.contains("has room once: x makes s1.") == (outputs == 1))
    #expect(caption.contains("moves by two cells at a time: x makes s1") == (outputs > 1))
  }

  @Test func editedCellsAreCalledAsInTheFigure() throws {
    let scene = try scene(S.self)
    func name(_ row: Int, _ column: Int) -> String? { scene.name(of: Target(grid: "values", row: row, column: column)) }
    #expect(name(0, 2) == "x3" && name(1, 2) == "input (2, 3)")
    #expect(scene.name(of: Target(grid: "s", row: 0, column: 0)) == nil)
  }

  /// The size that a well-known teaching tool refuses: n = 4, p = 1, k = 3, s = 2.
  @Test func theRefusedSizeHasAnOrphan() throws {
    for settings in [[:], ["units": "4"]] {
      let scene = try scene(S.self, settings)
      let index = try step("orphan", of: scene)
      let step = scene.steps[index]
      #expect(
        step.caption.plain
          == "4 × 4 does not come out even and is rounded down: no window covers the last row and column, here zeros of the padding. They are orphans."
      )
      #expect(step.formula[0].plain.hasSuffix("⌊(4 + 2·1 − 3)/2⌋ + 1 = 2    unrounded 2.50"))
      #expect((step.question == nil) == !settings.isEmpty, "at its own size the answer was on the screen before")
      let drawn = figure(scene, step: index)
      #expect(drawn.plainText.contains("orphans: no window comes here"))
      #expect(drawn.plainText.contains("output 2 × 2"))
      // Six zeros below and five more at the right are struck through in the colour of what is wrong.
      let hatched = drawn.cells.count { $0.glyph == "0" && $0.ink == .role(.wrong) }
      #expect(hatched == 11)
    }
  }

  @Test(arguments: [(5, 3, 2, 1), (4, 3, 2, 1), (9, 4, 3, 2), (7, 1, 4, 0), (8, 5, 2, 0), (6, 2, 1, 1), (3, 3, 2, 0)])
  func bothWaysGiveWhatAPlainLoopGives(units: Int, kernel: Int, stride: Int, padding: Int) throws {
    let scene = try scene(
      S.self, ["units": "\(units)", "kernel": "\(kernel)", "stride": "\(stride)", "padding": "\(padding)"])
    let row = scene.strided.inputs.map { Int($0) }
    #expect(row.count == units)
    let few = correlate(row, kernels[kernel - 1], stride: stride, padding: padding)
    let all = correlate(row, kernels[kernel - 1], stride: 1, padding: padding)
    #expect(scene.strided.outputs.map { Int($0) } == few)
    #expect(scene.every.outputs.map { Int($0) } == all)
    #expect(Swift.stride(from: 0, to: all.count, by: stride).map { all[$0] } == few)
    let names = scene.moments.map { Mirror(reflecting: $0).children.first?.label ?? "\($0)" }
    #expect(names.contains("waste") == (few.count < all.count))
    if let index = scene.index(of: "waste") {
      let lost = (all.count - few.count) * kernel
      #expect(scene.steps[index].formula[0].plain.contains("= \(lost) products for nothing"))
      #expect(scene.steps[index].question?.isRight("\(lost)") == true)
      let plane = scene.steps[index + 1]
      let (kept, every) = (few.count * few.count, all.count * all.count)
      #expect(plane.formula[0].plain.contains("\(every) − \(kept) = \(every - kept) of \(every)"))
      #expect(plane.formula[0].plain.hasSuffix("s² − 1 = \(stride * stride - 1) of s² = \(stride * stride)"))
      #expect(plane.question?.isRight("\(kept)") == true)
    }
    let isExact = (units + 2 * padding - kernel) % stride == 0
    if let index = scene.index(of: "orphan") {
      let side = isExact ? units - 1 : units
      let left = (side + 2 * padding - kernel) % stride
      #expect(left > 0 && (scene.steps[index].question == nil) == !isExact)
      if isExact { #expect(scene.steps[index].question?.isRight("\(left)") == true) }
      let zeros = min(left, padding)
      let caption = scene.steps[index].caption.plain
      #expect(caption.contains("zeros of the padding") == (zeros == left))
      #expect(caption.contains("numbers of the input") == (zeros == 0))
    } else {
      #expect(isExact)
    }
  }

  @Test func theShareNearsItsLimit() throws {
    for stride in 2...4 {
      let scene = try scene(S.self, ["stride": "\(stride)"])
      let shares = scene.thrownShares(1...64)
      // At padding 1 and kernel 3 there are as many sums as cells.
      for side in [1, 5, 17, 64] {
        let kept = (side + stride - 1) / stride
        #expect(abs(shares[side - 1] - (1 - Double(kept * kept) / Double(side * side))) < 1e-12)
      }
      #expect(shares.allSatisfy { $0 <= scene.limitShare })
      #expect(scene.limitShare == Double(stride * stride - 1) / Double(stride * stride))
    }
  }

  @Test func atStrideOneNothingIsThrownAway() throws {
    let scene = try scene(S.self, ["stride": "1"])
    #expect(scene.index(of: "waste") == nil && scene.index(of: "orphan") == nil)
    #expect(scene.steps.allSatisfy { !$0.caption.plain.contains("throw") && $0.question == nil })
  }

  @Test func aKernelThatDoesNotFitIsRefusedInASentence() {
    #expect(throws: SettingsError("kernel 5 covers 5 cells, more than the 3 of the input")) {
      try scene(S.self, ["units": "3", "kernel": "5", "padding": "0"])
    }
  }

  @Test func pointingTellsWhereASumComesFrom() throws {
    let scene = try scene(S.self, ["values": "3,1,4,1,5"])
    let keep = try step("keep", of: scene)
    func remark(_ grid: String, _ column: Int, _ step: Int) -> Remark? {
      let target = Target(grid: grid, row: 0, column: column)
      return scene.remark(on: target, at: Playhead(step: step, pointer: target))
    }
    #expect(remark("z", 1, keep)?.caption.plain.hasSuffix("It is thrown away: stride 2 does not stop here.") == true)
    #expect(remark("z", 1, keep)?.formula[0].plain == "z2 = 3·1 + 1·2 + 4·1 = 9")
    #expect(remark("s", 2, keep)?.caption.plain.hasSuffix("On the long way it is z5.") == true)
    #expect(remark("s", 2, 0)?.caption.plain.contains("z5") == false, "the long way is still to come")
    #expect(
      remark("values", 1, keep)?.caption.plain
        == "x2 goes into 2 of the 3 outputs at stride 2, and into 3 of the 5 outputs at stride 1.")
  }

  @Test func largeWindowsShowBothMatricesAndAPicture() throws {
    let scene = try scene(S.self)
    let size = Size(columns: 158, rows: 40)
    let keep = figure(scene, step: try step("keep", of: scene), size: size).plainText
    #expect(keep.contains("weights at stride 2") && keep.contains("weights at stride 1"))
    let plane = figure(scene, step: try step("plane", of: scene), size: size).plainText
    #expect(plane.contains("a picture at stride 1: 34 × 40") && plane.contains("a picture at stride 2: 17 × 20"))
    #expect(figure(scene, step: try step("curve", of: scene), size: size).plainText.contains("stride 4"))
  }
}
