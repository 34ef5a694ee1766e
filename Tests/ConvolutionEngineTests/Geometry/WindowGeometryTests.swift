import Testing

@testable import ConvolutionEngine

@Suite struct WindowGeometryTests {
  /// Every small setting.
  private static let settings: [WindowGeometry] = {
    var all: [WindowGeometry] = []
    for input in 1...8 {
      for kernel in 1...4 {
        for stride in 1...4 {
          for dilation in 1...3 {
            for padding in [Padding(0), 1, 2, Padding(before: 1, after: 3), Padding(before: 2, after: 0)] {
              all.append(
                WindowGeometry(input: input, kernel: kernel, stride: stride, padding: padding, dilation: dilation))
            }
          }
        }
      }
    }
    return all
  }()

  /// The windows found by trying: which padded cells each of them sees, as long as all lie within the padded input.
  private func windowsByTrying(_ geometry: WindowGeometry) -> [[Int]] {
    let window = geometry.window
    var all: [[Int]] = []
    var first = -window.padding.before
    while true {
      let cells = (0..<window.kernel).map { first + $0 * window.dilation }
      guard cells.allSatisfy({ $0 < geometry.input + window.padding.after }) else { return all }
      all.append(cells)
      first += window.stride
    }
  }

  @Test func outputsAndTheirInputsAreThoseFoundByTrying() {
    for geometry in Self.settings {
      let windows = windowsByTrying(geometry)
      #expect(geometry.output == windows.count)
      #expect(geometry.fits != windows.isEmpty)
      #expect((0..<geometry.output).map { geometry.inputs(of: $0) } == windows)
    }
  }

  @Test func inputsAndWeightsReachWhatTrialFinds() {
    for geometry in Self.settings {
      let windows = windowsByTrying(geometry)
      for input in -4..<geometry.input + 4 {
        let reached = windows.indices.filter { windows[$0].contains(input) }
        #expect(geometry.outputs(reachedBy: input) == reached)
        for (output, cells) in windows.enumerated() {
          #expect(geometry.weight(from: input, to: output) == cells.firstIndex(of: input))
        }
      }
      for weight in 0..<geometry.window.kernel {
        let inputs = windows.map { $0[weight] }.filter { (0..<geometry.input).contains($0) }
        #expect(geometry.inputs(multipliedBy: weight) == inputs)
      }
    }
  }

  @Test func droppedCellsAreThoseBehindTheLastWindow() {
    for geometry in Self.settings {
      let seen = windowsByTrying(geometry).compactMap(\.last).max() ?? -geometry.window.padding.before - 1
      #expect(Array(geometry.dropped) == Array(seen + 1..<geometry.input + geometry.window.padding.after))
      #expect(geometry.isExact == (geometry.fits && geometry.dropped.isEmpty))
      #expect(geometry.overhang == 0)
    }
  }

  @Test func sizesOfTheLecture() throws {
    #expect(try WindowGeometry(input: 7, kernel: 3).exactOutput() == 5)
    #expect(try WindowGeometry(input: 7, kernel: 3, stride: 2).exactOutput() == 3)
    #expect(try WindowGeometry(input: 227, kernel: 11, stride: 4).exactOutput() == 55)
    #expect(try WindowGeometry(input: 16, kernel: 6, padding: .same(kernel: 6)).exactOutput() == 16)
    #expect(try WindowGeometry(input: 5, kernel: 3, padding: .full(kernel: 3)).exactOutput() == 7)
    #expect(WindowGeometry(input: 7, kernel: 3, stride: 3).output == 2)
    #expect(WindowGeometry(input: 7, kernel: 3, stride: 3).dropped == 6..<7)
  }

  @Test func unevenStridesAreRefusedWithTheSum() {
    let error = #expect(throws: GeometryError.self) {
      try WindowGeometry(input: 7, kernel: 3, stride: 3).exactOutput()
    }
    #expect(error?.description == "(7 − 3)/3 + 1 = 2.33 is not a whole number: the kernel does not fit")
  }

  @Test func tooLargeKernelsAreRefusedWithTheirExtent() {
    func sentence(_ geometry: WindowGeometry) -> String? {
      let error = #expect(throws: GeometryError.self) { try geometry.checkedOutput() }
      #expect(geometry.output == 0)
      return error?.description
    }
    #expect(
      sentence(WindowGeometry(input: 7, kernel: 5, dilation: 2))
        == "kernel 5 with dilation 2 covers 9 cells, more than the 7 of the input")
    #expect(
      sentence(WindowGeometry(input: 3, kernel: 6, padding: 1))
        == "kernel 6 covers 6 cells, more than the 5 of the padded input")
  }

  @Test func formulasCarryTheirNumbers() {
    #expect(WindowGeometry(input: 7, kernel: 3).equation == "(7 − 3)/1 + 1 = 5")
    #expect(WindowGeometry(input: 7, kernel: 3, stride: 2, padding: 1).equation == "(7 + 2·1 − 3)/2 + 1 = 4")
    #expect(
      WindowGeometry(input: 7, kernel: 3, padding: Padding(before: 1, after: 2)).formula == "(7 + 1 + 2 − 3)/1 + 1")
    #expect(WindowGeometry(input: 9, kernel: 3, dilation: 2).equation == "(9 − 5)/1 + 1 = 5")
    #expect(WindowGeometry(input: 3, kernel: 5).equation == "(3 − 5)/1 + 1 = −1")
    #expect(WindowGeometry(input: 8, kernel: 4, stride: 16).equation == "(8 − 4)/16 + 1 = 1.25")
    #expect(WindowGeometry(input: 7, kernel: 6, stride: 50).equation == "(7 − 6)/50 + 1 = 1.02")
    #expect(WindowGeometry(input: 7, kernel: 3, stride: 3).roundedEquation == "⌊(7 − 3)/3⌋ + 1 = 2")
    #expect(WindowGeometry(input: 7, kernel: 3, stride: 2).roundedEquation == "(7 − 3)/2 + 1 = 3")
    #expect(WindowGeometry(input: 6, kernel: 3, stride: 2, rounding: .up).roundedEquation == "⌈(6 − 3)/2⌉ + 1 = 3")
  }

  /// Rounded up there is one window more, unless it would begin behind the last cell of the input.
  @Test func roundingUpAddsAWindowThatSeesSomething() {
    let partial = WindowGeometry(input: 6, kernel: 3, stride: 2, rounding: .up)
    #expect(partial.output == 3)
    #expect(partial.inputs(of: 2) == [4, 5, 6])
    #expect(partial.overhang == 1)
    #expect(partial.dropped.isEmpty)
    let empty = WindowGeometry(input: 4, kernel: 2, stride: 3, padding: 1, rounding: .up)
    #expect(empty.output == 2)
    #expect(empty.roundedEquation == "⌈(4 + 2·1 − 2)/3⌉ = 2")
    #expect(empty.dropped == 4..<5)
  }

  /// PyTorch's ceil mode: ⌈(N + 2P − F)/S⌉ + 1, also where N + 2P − F is negative; refused once it hangs over by a stride.
  @Test(arguments: [
    (2, 3, 2, 0, 1), (1, 2, 2, 0, 1), (1, 3, 3, 0, 1), (3, 5, 3, 0, 1), (1, 4, 3, 1, 1), (1, 3, 2, 0, 0),
    (2, 3, 1, 0, 0),
    (2, 5, 3, 0, 0), (4, 4, 7, 0, 1), (5, 3, 2, 0, 2), (6, 3, 2, 0, 3),
  ]) func roundedUpAWindowMayBeLargerThanItsInput(
    _ input: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ output: Int
  ) throws {
    let geometry = Window(kernel, stride: stride, padding: Padding(padding), rounding: .up).over(input)
    #expect(geometry.output == output && geometry.fits == (output > 0))
    #expect(((try? geometry.checkedOutput()) ?? 0) == output)
    guard output > 0 else { return }
    #expect(geometry.dropped.isEmpty || geometry.travel > 0)
    if geometry.travel < 0 {
      #expect(geometry.overhang == -geometry.travel && !geometry.isExact)
      #expect(geometry.roundedEquation.hasSuffix("⌉ + 1 = 1"))
    }
    #expect(!Window(kernel, stride: stride, padding: Padding(padding)).over(input).fits || geometry.travel >= 0)
  }
}
