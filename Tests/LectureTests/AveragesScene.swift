import CellCanvas
import ConvolutionEngine
@testable import Lecture

/// A window slides along a row of values and keeps their average.
struct AveragesScene: Scene {
  static let card = SceneCard(id: "averages", title: "Averages", part: .pooling)
  static let width = Control.integer("width", in: 1...5, standard: 2, help: "values in an average")
  static let controls = [width]

  let input = Tensor(signal: [1, 3, 5, 9, 7])
  let geometry: WindowGeometry
  let averages: [Float]

  // All engine work happens here; settings that cannot be are refused with a sentence.
  init(_ settings: Settings) throws(SettingsError) {
    geometry = WindowGeometry(input: input.shape.width, kernel: settings.integer(Self.width))
    averages = AveragePooling(rows: Window(1), columns: geometry.window)(input).values
  }

  // The story for these settings. A case carries the data that it shows.
  enum Moment {
    case row
    case average(Int)
    case end
  }

  var moments: [Moment] { [.row] + averages.indices.map { .average($0) } + [.end] }

  // What is said follows from the numbers, so that it is true for every value of the knob.
  func step(_ moment: Moment) -> Step {
    let width = geometry.window.kernel
    switch moment {
    case .row:
      return Step(
        caption: "What does an average of \(counted(width, "value")) still know of the values that went in?",
        note: "Let the class guess before the first average is shown.")
    case .average(let index):
      let seen = geometry.span(of: index)
      let terms = seen.map { StyledText.input(text(input[0, $0])) }
      return Step(
        caption: width == 1
          ? "An average of one value is the value: nothing is forgotten."
          : "It knows \(ranged("value", seen.lowerBound + 1...seen.upperBound)) together, and no longer where each stood.",
        formula: width == 1
          ? []
          : [
            "(" + .joined(terms, separator: " + ") + ")/" + .kernel("\(width)") + " = " + .output(text(averages[index]))
          ],
        note: "Exchange two values within the window: the average stays.",
        question: index > 0
          ? nil : Question("What is the first average?", answer: .number(Double(averages[0]), decimals: 2)))
    case .end:
      return Step(
        caption: "\(counted(input.shape.width, "value")) in, \(counted(averages.count, "average")) out.",
        formula: [geometry.sizeFormula()], note: "The same sum as for a convolution.")
    }
  }

  // The parts find their places by themselves; marks are drawn onto them.
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let shown = if case .average(let index) = moment { index + 1 } else { averages.count }
    let output = NumberGrid(.output("averages"), name: "averages", rows: 1, columns: averages.count) { _, column in
      .init(column < shown ? text(averages[column]) : "·", paper: .level(.output, column < shown ? 0.5 : 0))
    }
    let row = NumberGrid(.input("values"), name: "values", rows: 1, columns: input.shape.width) { _, column in
      .init(text(input[0, column]), paper: .level(.input, 0.5))
    }
    let isStart = if case .row = moment { true } else { false }
    let parts = Arrangement.column(.grid("values", row), .grid("averages", output).hidden(isStart))
      .placed(in: canvas.bounds)
    parts.draw(in: &canvas)
    if case .average(let index) = moment, let values = parts.grid("values") {
      let column = Double(index) - 1 + playhead.phase(0, 0.5)
      canvas.outline(
        values.window(row: 0, column: max(0, column), rows: 1, columns: geometry.window.kernel), ink: .role(.kernel))
    }
  }

  private func text(_ value: Float) -> String { NumberText.plain(Double(value)) }
}
