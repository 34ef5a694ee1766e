import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct TransposedConvolutionSceneTests {
  private typealias Scene = TransposedConvolutionScene

  @Test func theLecturesNumbersAreOnTheScreen() throws {
    let scene = try scene(Scene.self)
    let counts = figure(scene, step: try step("counts", of: scene)).plainText
      .split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    for line in [
      "k 3 1 1 2 1 2 1 2 1 2 1 1", "k 4 1 1 2 2 2 2 2 2 2 2 1 1", "k 5 1 1 2 2 3 2 3 2 3 2 2 1 1",
    ] { #expect(counts.contains { $0.contains(line) }, "\(line) in \(counts)") }
    let plane = scene.steps[try step("plane", of: scene)]
    #expect(plane.formula[0].plain.contains("on a line 2 : 1") && plane.formula[0].plain.contains("on a plane 4 : 1"))
    #expect(plane.question?.isRight("4") == true && plane.question?.isRight("2") == false)
    #expect(plane.caption.plain.contains("before any training"))
    #expect(scene.steps[0].formula[0].plain == "(N − 1)·S + F = (5 − 1)·2 + 3 = 11")
    #expect(scene.steps[try step("sizes", of: scene)].caption.plain.contains("rows of 11 and 12 cells both give 5"))
    #expect(scene.steps[try step("roundTrip", of: scene)].question?.isRight("2") == true)
  }

  @Test(arguments: [
    [:], ["input": "3", "kernel": "4", "stride": "3", "padding": "1", "extra": "2"],
    ["kernel": "5", "stride": "2", "padding": "2", "extra": "1"],
    ["input": "6", "kernel": "2", "stride": "3"], ["kernel": "3", "stride": "1", "padding": "1"],
    ["values": "0,-3,2", "kernel": "4"],
  ])
  func stampsAddUp(knobs: [String: String]) throws {
    let scene = try scene(Scene.self, knobs)
    func knob(_ name: String, _ standard: Int) -> Int { Int(knobs[name] ?? "") ?? standard }
    let (n, k, s, p, e) = (knob("input", 5), knob("kernel", 3), knob("stride", 2), knob("padding", 0), knob("extra", 0))
    let size = (n - 1) * s - 2 * p + k + e
    var outputs = [Float](repeating: 0, count: size)
    for (index, input) in scene.inputs.enumerated() {
      for (offset, weight) in scene.weights.enumerated() where outputs.indices.contains(index * s + offset - p) {
        outputs[index * s + offset - p] += input * weight
      }
    }
    #expect(scene.outputs == outputs)
    #expect((0..<size).map { scene.value(at: $0, laid: n) } == outputs, "what is drawn is what the engine computes")
    for forward in scene.alike { #expect((forward.input + 2 * p - k) / s + 1 == n) }
    #expect(scene.alike.map(\.input) == (0..<s).map { size - e + $0 }.filter { $0 > 0 })
    // There and back again by plain loops.
    var between = [Float](repeating: 0, count: n)
    for index in 0..<n {
      for (offset, weight) in scene.weights.enumerated() where scene.there.indices.contains(index * s + offset - p) {
        between[index] += scene.there[index * s + offset - p] * weight
      }
    }
    #expect(scene.between == between)
    #expect(scene.back.count == scene.there.count)
    let same = zip(scene.there, scene.back).count { $0 == $1 }
    let trip = scene.steps[try step("roundTrip", of: scene)]
    #expect(trip.formula[0].plain.hasSuffix("values as before: \(same) of \(size)"))
    #expect(trip.question?.isRight(same == size ? "1" : "2") == true)
  }

  @Test(arguments: [1, 2, 3, 4, 5], [1, 2, 3]) func theCheckerboardFollowsFromTheStride(kernel: Int, stride: Int) throws
  {
    let scene = try scene(Scene.self, ["kernel": "\(kernel)", "stride": "\(stride)", "input": "6"])
    // Far inside an output is written by every stamp that begins at most kernel − 1 before it.
    let inner = (0..<stride).map { phase in (0..<kernel).count { $0 % stride == phase } }
    #expect(scene.own.most == inner.max() && scene.own.least == inner.min())
    #expect((scene.own.most == scene.own.least) == kernel.isMultiple(of: stride))
    // The plane of ones is the product of the counts, and the cure is flat inside.
    for (row, down) in scene.own.counts.enumerated() {
      for (column, across) in scene.own.counts.enumerated() {
        #expect(scene.stamped[row, column] == Float(down * across))
      }
    }
    #expect(scene.inside == Float(kernel * kernel)...Float(kernel * kernel))
    let plane = scene.steps[try step("plane", of: scene)].caption.plain
    #expect(plane.contains("checkerboard") == (inner.min() != inner.max() && inner.min() != 0))
    #expect(plane.contains("flat map") == kernel.isMultiple(of: stride))
  }

  @Test func whatCannotBeIsExplained() {
    #expect(throws: SettingsError.self) { try scene(Scene.self, ["extra": "2"]) }
    #expect(throws: SettingsError.self) {
      try scene(Scene.self, ["input": "2", "kernel": "1", "stride": "1", "padding": "2"])
    }
  }

  /// The knob's own kernel is among the two that are written out, beside one that fares otherwise.
  @Test(arguments: ["1", "2", "3", "4", "5"], ["2", "3"]) func theOwnKernelIsWrittenOut(kernel: String, stride: String)
    throws
  {
    let scene = try scene(Scene.self, ["kernel": kernel, "stride": stride])
    let (k, s) = (Int(kernel) ?? 0, Int(stride) ?? 1)
    var counts = [Int](repeating: 0, count: 4 * s + k)
    for input in 0..<5 { for weight in 0..<k { counts[input * s + weight] += 1 } }
    let formula = scene.steps[try step("counts", of: scene)].formula.map(\.plain)
    #expect(formula.contains("k \(k), stride \(s):  " + counts.map { "\($0)" }.joined(separator: " ")))
    #expect(formula.count == 2)
    #expect(Set(scene.compared.map { $0.most == $0.least }).count == 2)
  }

  /// The checkerboard takes the whole of its scale, however large the sums of the other map are.
  @Test(arguments: [("3", "2"), ("5", "3"), ("5", "2")]) func theCheckerboardIsSeen(kernel: String, stride: String)
    throws
  {
    let scene = try scene(Scene.self, ["kernel": kernel, "stride": stride])
    for name in ["plane", "cure"] {
      let drawn = figure(scene, step: try step(name, of: scene))
      let text = drawn.plainText
      let most = Int(scene.stamped.values.max() ?? 0)
      #expect(text.contains("\(most) ones added up"))
      // Many more cells than the legends have.
      #expect(drawn.cells.count { $0.paper == .level(.amount, 1) || $0.ink == .level(.amount, 1) } > 8)
    }
    let k = Int(kernel) ?? 0
    #expect(figure(scene, step: try step("cure", of: scene)).plainText.contains("\(k * k) ones added up"))
  }

  /// A picture there and back has its size again, and its brightness, whatever the strides drop.
  @Test(arguments: [["stride": "2"], ["stride": "3", "kernel": "4"], ["stride": "1", "padding": "1"]])
  func aPictureComesBackInItsSize(knobs: [String: String]) throws {
    let scene = try scene(Scene.self, knobs)
    let sizes = scene.trip.map { [$0.shape.height, $0.shape.width] }
    let (s, k, p) = (Int(knobs["stride"] ?? "") ?? 2, scene.kernelSize, scene.geometry.window.padding.before)
    let small = [34, 40].map { (side: Int) -> Int in (side + 2 * p - k) / s + 1 }
    #expect(sizes == [[34, 40], small, [34, 40]])
    #expect(scene.trip[0].values != scene.trip[2].values)
    let means = scene.trip.map { tensor in
      let (height, width) = (tensor.shape.height, tensor.shape.width)
      let inner = (height / 4..<3 * height / 4).flatMap { row in (width / 4..<3 * width / 4).map { tensor[row, $0] } }
      return inner.reduce(0, +) / Float(inner.count)
    }
    #expect(abs(means[1] - means[0]) < 20 && abs(means[2] - means[0]) < 20, "\(means)")
    let text = figure(scene, step: try step("roundTrip", of: scene), size: Size(columns: 158, rows: 38)).plainText
    #expect(text.contains("a picture  34 × 40") && text.contains("transposed  34 × 40"))
  }

  /// That one gets back to a larger size is said only where one does.
  @Test(arguments: [
    ["input": "2", "padding": "2"], ["input": "2", "kernel": "1", "padding": "1"], ["input": "3", "padding": "2"], [:],
  ]) func theWayBackIsSaidToBeLargerOnlyWhereItIs(values: [String: String]) throws {
    let scene = try scene(TransposedConvolutionScene.self, values)
    let (n, m) = (scene.inputs.count, scene.geometry.output)
    #expect(scene.steps[0].caption.plain.contains("from \(n) to \(m)") == (m > n))
    #expect(scene.steps[0].caption.plain.contains("cut off") == (m <= n))
    #expect(scene.steps[0].caption.wrapped(columns: 78).count <= 2)
  }

  /// An input that is pointed at says where its stamp lies.
  @Test(arguments: ["0", "2"]) func anInputTellsOfItsStamp(padding: String) throws {
    let scene = try scene(TransposedConvolutionScene.self, ["padding": padding])
    let index = try step("rest", of: scene)
    for (input, value) in scene.inputs.enumerated() {
      let target = Target(grid: TransposedConvolutionScene.values.name, row: 0, column: input)
      let remark = try #require(
        scene.remark(scene.moments[index], on: target, at: Playhead(step: index, pointer: target)))
      let places = (0..<3).map { 2 * input + $0 - (Int(padding) ?? 0) }.filter {
        (0..<scene.geometry.output).contains($0)
      }
      let told = remark.caption.plain.split { !$0.isNumber }.compactMap { Int($0) }
      #expect(told.first == input + 1 && told.dropFirst().first == places.first.map { $0 + 1 })
      #expect(told.last == places.last.map { $0 + 1 } ?? input + 1)
      #expect(remark.formula[0].plain.hasPrefix("\(scene.text(value)) · ("))
    }
  }

  /// Only what is written more than once overlaps.
  @Test func onlyWhatOverlapsIsSaidToAddUp() throws {
    let scene = try scene(TransposedConvolutionScene.self)
    let index = try step("rest", of: scene)
    for cell in 0..<scene.geometry.output {
      let target = Target(grid: TransposedConvolutionScene.stampsName, row: 0, column: cell)
      let remark = try #require(
        scene.remark(scene.moments[index], on: target, at: Playhead(step: index, pointer: target)))
      let isShared = cell > 0 && cell < scene.geometry.output - 1 && cell.isMultiple(of: 2)
      #expect(remark.caption.plain.contains("overlaps") == isShared, "output \(cell + 1)")
    }
  }

}
