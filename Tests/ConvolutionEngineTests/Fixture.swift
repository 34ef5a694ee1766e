import Foundation
import Testing

@testable import ConvolutionEngine

/// One case of what PyTorch computed: see Fixtures/make_fixtures.py.
struct Fixture: CustomTestStringConvertible {
  let operation: String
  private let settings: [String: String]
  /// What came out: of a forward pass the values, of a backward pass the gradients of input, weights and biases.
  let results: [[Float]]
  let testDescription: String

  /// All cases of an operation.
  static func all(_ operation: String) -> [Fixture] {
    everything.filter { $0.operation == operation }
  }

  /// A file of the folder Fixtures.
  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    return Array(try Data(contentsOf: folder.appending(path: name)))
  }

  private static let everything: [Fixture] = {
    guard let bytes = try? bytes("pytorch.txt") else { return [] }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.split(separator: "\n").map { Fixture(line: String($0)) }
  }()

  private init(line: String) {
    let parts = line.components(separatedBy: " : ")
    let words = parts[0].split(separator: " ").map(String.init)
    operation = words[0]
    settings = Dictionary(
      uniqueKeysWithValues: words.dropFirst().map { word in
        let sides = word.split(separator: "=").map(String.init)
        return (sides[0], sides[1])
      })
    results = parts[1].components(separatedBy: " | ").map { $0.split(separator: " ").map(Self.number) }
    testDescription = parts[0]
  }

  private static func number(_ text: Substring) -> Float {
    guard let number = Float(text) else { preconditionFailure("\(text) is no number") }
    return number
  }

  func setting(_ name: String) -> String {
    guard let text = settings[name] else { preconditionFailure("\(self.testDescription) says nothing of \(name)") }
    return text
  }

  func number(_ name: String) -> Float { Self.number(setting(name)[...]) }
  func integer(_ name: String) -> Int { Int(number(name)) }
  /// The setting for rows and that for columns.
  func pair(_ name: String) -> (rows: Int, columns: Int) {
    let numbers = integers(name)
    return (numbers[0], numbers[1])
  }
  func integers(_ name: String) -> [Int] { setting(name).split(separator: ",").map { Int(Self.number($0)) } }

  var seed: UInt64 { UInt64(integer("seed")) }
  var shape: Shape {
    Shape(height: pair("size").rows, width: pair("size").columns, channels: integer("channels"))
  }
  var input: Tensor { Tensor(shape, seed: seed) }

  /// The windows of a case, padded alike on both sides or not, dilated or not.
  var windows: (rows: Window, columns: Window) {
    func window(_ axis: ((rows: Int, columns: Int)) -> Int) -> Window {
      let padding =
        settings["padding"] != nil
        ? Padding(axis(pair("padding"))) : Padding(before: axis(pair("before")), after: axis(pair("after")))
      return Window(
        axis(pair("kernel")), stride: axis(pair("stride")), padding: padding,
        dilation: settings["dilation"] == nil ? 1 : axis(pair("dilation")),
        rounding: settings["up"] == "1" ? .up : .down)
    }
    return (window(\.rows), window(\.columns))
  }

  /// The gradient that goes backward from an output of a shape.
  func outputGradient(_ shape: Shape) -> Tensor { Tensor(shape, seed: seed + 3) }

  /// Whether the values agree within 1e-5 of the largest, and the shape with it.
  func expect(_ result: Tensor, _ location: SourceLocation = #_sourceLocation) {
    if settings["output"] != nil {
      let (height, width) = pair("output")
      let shape = Shape(height: height, width: width, channels: result.shape.channels)
      #expect(result.shape == shape, sourceLocation: location)
    }
    expect(result.values, location)
  }

  /// Whether values agree with those of the result at `index` within 1e-5 of the largest.
  func expect(_ values: [Float], at index: Int = 0, _ location: SourceLocation = #_sourceLocation) {
    let wanted = results[index]
    guard values.count == wanted.count else {
      Issue.record("\(values.count) values instead of \(wanted.count)", sourceLocation: location)
      return
    }
    let tolerance = 1e-5 * (wanted.map(abs).max() ?? 0)
    for (place, (value, wanted)) in zip(values, wanted).enumerated() where !(abs(value - wanted) <= tolerance) {
      Issue.record("value \(place) is \(value) instead of \(wanted)", sourceLocation: location)
    }
  }
}
