import Foundation
import Testing

@testable import ConvolutionEngine

@Suite struct ReceptiveFieldTests {
  @Test func stackedThreesSeeFivesAndSevens() {
    let sizes = ReceptiveField.growth(through: [Window(3), Window(3), Window(3)]).map(\.size)
    #expect(sizes == [3, 5, 7])
  }

  @Test func centreOfASymmetricStackIsTheUnitItself() {
    let same = Window(3, padding: 1)
    let field = ReceptiveField.growth(through: [same, same, same]).last
    #expect(field?.centre == 0)
    #expect(field?.inputs(of: 4) == 1..<8)
    #expect(ReceptiveField.input.seen(through: Window(2, stride: 2)).centre == 0.5)
  }

  /// The inputs that a unit depends on, followed back cell by cell, lie in its field and reach both of its ends.
  @Test func fieldSpansExactlyTheInputsFollowedBack() {
    let generator = SeededGenerator(seed: 9)
    for trial in 0..<200 {
      let windows = (0..<3).map { layer in
        func number(_ which: Int, _ range: ClosedRange<Int>) -> Int {
          generator.integer(at: trial * 100 + layer * 10 + which, in: range)
        }
        return Window(
          number(0, 1...4), stride: number(1, 1...3),
          padding: Padding(before: number(2, 0...2), after: number(3, 0...2)), dilation: number(4, 1...3))
      }
      var cells: Set<Int> = [2]
      for window in windows.reversed() {
        cells = Set(cells.flatMap { cell in window.over(100).inputs(of: cell) })
      }
      let field = ReceptiveField.growth(through: windows)[2].inputs(of: 2)
      #expect(cells.min() == field.lowerBound)
      #expect(cells.max() == field.upperBound - 1)
    }
  }

  // MARK: Against gradients

  private static let measured: [String] = {
    guard let bytes = try? Fixture.bytes("receptive_fields.txt") else { return [] }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }()

  /// What the units of each layer see, and how much of it.
  private static func fields(_ text: String) throws -> [String] {
    let network = try Network(name: "x", title: "X", text: text.replacing("; ", with: "\n"))
    return try network.stages.map { stage in
      switch stage.view {
      case .part(let rows, let columns):
        return [rows.size, columns.size, rows.cells ?? 0, columns.cells ?? 0].map(String.init).joined(separator: " ")
      case .everything: return "\(network.input.height) \(network.input.width) 0 0"
      case .uncounted: throw NetworkError(layer: stage.name, reason: "it is not counted")
      }
    }
  }

  /// Convolutions, poolings, transposed convolutions, sums and regions, as PyTorch's gradients show what they see. Where
  /// paths meet, the cells need not be a product of rows and columns, and their number is not said.
  @Test func randomStacksSeeWhatTheirGradientsSay() throws {
    #expect(Self.measured.count == 300)
    var counted = 0
    for line in Self.measured {
      let halves = line.components(separatedBy: " : ")
      let wanted = halves[1].components(separatedBy: " | ")
      let found = try Self.fields(halves[0])
      #expect(found.count == wanted.count)
      for (found, wanted) in zip(found, wanted) {
        let (found, wanted) = (found.split(separator: " "), wanted.split(separator: " "))
        #expect(found[..<2] == wanted[..<2], "\(line)")
        for (found, wanted) in zip(found[2...], wanted[2...]) where found != "0" {
          #expect(found == wanted, "\(line)")
          counted += 1
        }
      }
    }
    #expect(counted > 1500)
  }

  /// Stacks that were once shown wrong, and others of their kind, with what PyTorch's gradients say.
  @Test(arguments: [
    ("input 8x8x1; transposed 1 kernel=2 stride=2; conv 1 kernel=3", ["1 × 1", "2 × 2"]),
    (
      "input 4x4x8; transposed 4 kernel=4 stride=2 pad=1; transposed 4 kernel=4 stride=2 pad=1; "
        + "transposed 4 kernel=4 stride=2 pad=1; transposed 3 kernel=4 stride=2 pad=1",
      ["2 × 2", "3 × 3", "3 × 3", "3 × 3"]
    ),
    ("input 32x64x3; adaptivepool 4x4", ["8 × 16"]), ("input 64x32x3; adaptivepool 4x4", ["16 × 8"]),
    ("input 32x32x1; adaptivepool 1x4", ["32 × 8"]),
    ("input 7x7x1; adaptivepool 4x4; conv 1 kernel=4", ["3 × 3", "7 × 7"]),
    ("input 63x63x1; adaptivepool 32x32; conv 1 kernel=31", ["3 × 3", "62 × 62"]),
    ("input 16x16x1; transposed 1 kernel=2 stride=2 dilation=3", ["1 × 1"]),
    (
      "input 99x99x1; conv 1 kernel=3 stride=3; transposed 1 kernel=2 stride=2; conv 1 kernel=3; conv 1 kernel=3; "
        + "conv 1 kernel=3", ["3 × 3", "3 × 3", "6 × 6", "9 × 9", "12 × 12"]
    ),
  ]) func whatWasShownWrongIsRight(_ text: String, _ sizes: [String]) throws {
    let network = try Network(name: "x", title: "X", text: text.replacing("; ", with: "\n"))
    let found = network.stages.map { stage in
      if case .part(let rows, let columns) = stage.view { "\(rows.size) × \(columns.size)" } else { "none" }
    }
    #expect(found == sizes)
  }

  @Test func jumpsAreFractionsBehindTransposedWindowsAndRegions() throws {
    func jumps(_ text: String) throws -> [String] {
      try Network(name: "x", title: "X", text: text.replacing("; ", with: "\n")).stages.map { stage in
        guard case .part(let rows, let columns) = stage.view else { return "none" }
        return rows.jump == columns.jump ? "\(rows.jump)" : "\(rows.jump) × \(columns.jump)"
      }
    }
    #expect(
      try jumps("input 8x8x1; transposed 1 kernel=2 stride=2; transposed 1 kernel=3 stride=3; conv 1 kernel=3 stride=4")
        == ["1/2", "1/6", "2/3"])
    #expect(try jumps("input 32x64x1; conv 1 kernel=3 stride=2; adaptivepool 5x4") == ["2", "6 × 31/2"])
    #expect(try jumps("input 7x7x1; adaptivepool 4x4") == ["7/4"])
    #expect(try jumps("input 12x12x1; conv 1 kernel=2 stride=2; transposed 1 kernel=2 stride=2") == ["2", "1"])
  }

  /// The middle of what a unit sees lies where centre and jump say, on the mean over the units.
  @Test func centresLieInTheMiddle() throws {
    for line in Self.measured where !line.contains("adaptive") {
      let text = line.components(separatedBy: " : ")[0].replacing("; ", with: "\n")
      for stage in try Network(name: "x", title: "X", text: text).stages {
        guard case .part(let rows, _) = stage.view else { continue }
        // Whole rounds of every pattern that there is.
        let units = 0..<2304
        let apart = units.map { unit in
          let seen = rows.inputs(of: unit)
          return seen.isEmpty ? 0 : Double(seen.lowerBound + seen.upperBound - 1) / 2 - rows.centre(of: unit)
        }
        #expect(abs(apart.reduce(0, +)) / 2304 < 1e-9, "\(line) \(stage.name)")
      }
    }
  }

  /// A dilated kernel leaves holes: what it spans is more than what it sees.
  @Test func holesAreToldApart() {
    let holed = ReceptiveField.input.seen(through: Window(3, dilation: 2))
    #expect(holed.size == 5 && holed.cells == 3)
    let gridded = ReceptiveField.growth(through: [Window](repeating: Window(3, dilation: 2), count: 3))[2]
    #expect(gridded.size == 13 && gridded.cells == 7)
    let cured = ReceptiveField.growth(through: [1, 2, 3].map { Window(3, dilation: $0) })[2]
    #expect(cured.size == 13 && cured.cells == 13)
  }

  /// A rim of what cannot be counted is a dash, never a wrong number, and takes no time.
  @Test func whatCannotBeCountedIsSaidToBe() throws {
    let up = (0..<3).map { _ in Layer("up", .transposedConvolution(channels: 1, Window(3, stride: 50))) }
    var view = FieldOfView(of: Shape(height: 3, width: 3))
    var shape = Shape(height: 3, width: 3)
    for layer in up {
      let stage = try Stage(layer, on: shape, seeing: view)
      (view, shape) = (stage.view, stage.output)
    }
    #expect(view == .uncounted)
    let far = (0..<6).map {
      Layer("far\($0)", .convolution(filters: 1, Window(2, stride: 1024, padding: 1024), groups: 1))
    }
    let network = try Network(name: "x", title: "X", input: Shape(height: 9, width: 9), layers: far)
    #expect(network.stages.last?.view == .uncounted)
  }
}
