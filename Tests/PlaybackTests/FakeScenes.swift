import CellCanvas
import Lecture
import Testing

@testable import Playback

/// Two grids side by side, one of them editable; every step is animated, the third asks a question.
struct GridScene: Scene {
  static let card = SceneCard(id: "grids", title: "Two grids", part: .convolution)
  static let stride = Control.integer("stride", in: 1...4, standard: 1, help: "how far the kernel moves")
  static let mode = Control.choice("mode", ["soft", "hard"], help: "how it is done")
  static let wide = Control.toggle("wide", standard: false, help: "more steps")
  static let kernel = Control.grid("kernel", in: -9...9, help: "the weights")
  static let bias = Control.grid("bias", in: -1...1, decimals: 1, help: "what is added")
  static let controls = [stride, mode, wide, kernel, bias]

  let settings: Settings

  init(_ settings: Settings) throws(SettingsError) {
    guard settings.integer(Self.stride) != 3 else {
      throw SettingsError("(7 − 3)/3 + 1 = 2.33 is not a whole number: the kernel does not fit")
    }
    guard !settings.edits(Self.kernel).values.contains(8) else {
      throw SettingsError("a weight of 8 is too heavy for this scene")
    }
    self.settings = settings
  }

  var moments: [Int] { Array(steps.indices) }
  func step(_ moment: Int) -> Step { steps[moment] }
  var steps: [Step] {
    let count = settings.isOn(Self.wide) ? 6 : 4
    return (0..<count).map { index in
      Step(
        caption: "Caption number \(index + 1) of the grids.", formula: ["f = \(index)"], note: "Say \(index).",
        question: index == 2 ? Question("How many weights are there", answer: .number(4, decimals: 0)) : nil)
    }
  }

  func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {
    canvas.write("step \(playhead.step) at \(Int(playhead.progress * 100))", column: 0, row: 0)
    for row in 0..<2 {
      for column in 0..<(settings.choice(Self.mode) == "hard" ? 1 : 2) {
        let kernel = Target(grid: "kernel", row: row, column: column)
        let value = settings.edits(Self.kernel)[.init(row: row, column: column)] ?? Double(row + column)
        draw(kernel, value, Region(column: 2 + column * 6, row: 2 + row * 2, columns: 5, rows: 1), playhead, &canvas)
        let output = Target(grid: "output", row: row, column: column)
        draw(output, 5, Region(column: 40 + column * 6, row: 3 + row * 2, columns: 5, rows: 1), playhead, &canvas)
      }
    }
    let bias = settings.edits(Self.bias)[.init(row: 0, column: 0)] ?? 0
    draw(
      Target(grid: "bias", row: 0, column: 0), bias, Region(column: 2, row: 8, columns: 6, rows: 1), playhead, &canvas)
  }

  private func draw(_ target: Target, _ value: Double, _ region: Region, _ playhead: Playhead, _ canvas: inout Canvas) {
    canvas.mark(region, as: target)
    let isLit = playhead.pointer == target
    canvas.write(
      StyledText(NumberText.plain(value)), in: region, align: .center, ink: .role(isLit ? .active : .text))
  }

  func name(of target: Target) -> String? { target.grid == "bias" ? "the bias" : nil }

  func remark(_ moment: Int, on target: Target, at playhead: Playhead) -> Remark? {
    target.grid == "output" ? Remark(caption: "Output \(target.row), \(target.column).", formula: ["o = 5"]) : nil
  }
}

/// Nothing but steps.
struct PlainScene: Scene {
  static let card = SceneCard(
    id: "plain", title: "Plain words", part: .opening, minimumSize: Size(columns: 30, rows: 10))
  static let controls: [Control] = []
  init(_ settings: Settings) throws(SettingsError) {}
  var moments: [Int] { Array(steps.indices) }
  func step(_ moment: Int) -> Step { steps[moment] }
  var steps: [Step] { [Step(caption: "A kernel of 3 × 3 slides."), Step(caption: "It ends.")] }
  func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {
    canvas.write("plain \(playhead.step) \(Int(playhead.progress * 100))", column: 0, row: 0)
  }
}

/// A story in moments, with as many in its middle as a knob says.
struct StoryScene: Scene {
  static let card = SceneCard(id: "story", title: "A story", part: .pooling)
  static let count = Control.integer("count", in: 1...9, standard: 3, help: "how many are told one by one")
  static let aside = Control.toggle("aside", standard: true, help: "whether it has an aside")
  static let idle = Control.integer("idle", in: 1...9, standard: 1, help: "nothing at all")
  static let controls = [count, aside, idle]

  enum Moment: Sendable {
    case start, one(Int), aside(String)
    case end
  }

  let settings: Settings
  init(_ settings: Settings) throws(SettingsError) { self.settings = settings }

  var moments: [Moment] {
    [.start] + (1...settings.integer(Self.count)).map { .one($0) }
      + (settings.isOn(Self.aside) ? [.aside("by the way")] : [])
      + [.end]
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .start: Step(caption: "The beginning.")
    case .one(let number):
      Step(
        caption: "Number \(number).",
        question: number == 2 || number == 5
          ? Question("Which number", answer: .number(Double(number), decimals: 0)) : nil)
    case .aside(let words): Step(caption: "An aside: \(words).", question: Question("What", answer: .set([1])))
    case .end: Step(caption: "The end of \(settings.integer(Self.count)).")
    }
  }

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    canvas.write("story", column: 0, row: 0)
  }
}

/// Waits for three results; the questions of its steps are of the other kinds.
struct WorkScene: Scene {
  static let card = SceneCard(id: "work", title: "Long work", part: .architectures)
  static let size = Control.integer("size", in: 1...9, standard: 1, help: "how large")
  static let zoom = Control.integer("zoom", in: 1...9, standard: 1, help: "how much of it is seen")
  static let controls = [size, zoom]
  private let key: String
  private var results: [Int] = []
  init(_ settings: Settings) throws(SettingsError) { key = settings.text(Self.size) }

  var moments: [Int] { Array(steps.indices) }
  func step(_ moment: Int) -> Step { steps[moment] }
  var steps: [Step] {
    [
      Step(caption: "It works."),
      Step(
        caption: "The shape.",
        question: Question("What shape does it have", answer: .numbers([55, 55, 96], decimals: 0))),
      Step(
        caption: "The kind.",
        question: Question("Which kind is it", answer: .choice(["average", "maximum"], right: 1)), duration: .zero),
    ]
  }

  func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {
    canvas.write("results \(results.map(String.init).joined(separator: " "))", column: 0, row: 0)
  }

  var work: BackgroundWork? {
    BackgroundWork(label: "forward pass", key: key) { deliver in
      for index in 1...3 where !deliver(Double(index) / 3, index) { return }
    }
  }

  mutating func receive(_ result: any Sendable) {
    if let number = result as? Int { results.append(number) }
  }
}

extension Player {
  /// A lecture of the three.
  static func fake(_ change: (inout PlayerOptions) -> Void = { _ in }) -> Player {
    var options = PlayerOptions()
    change(&options)
    return Player(scenes: [PlainScene.self, GridScene.self, WorkScene.self], options: options)
  }

  /// Presses keys a second apart, and lets each animation end.
  @discardableResult
  mutating func press(_ keys: Key..., every pause: Duration = .seconds(1)) -> [Request] {
    keys.flatMap { key in
      let requests = handle(.key(key), at: clock + pause)
      tick(to: clock)
      return requests
    }
  }

  /// Lets the animation end.
  mutating func settle() {
    tick(to: clock)
    tick(to: clock + .seconds(1))
  }

  /// Types text.
  mutating func type(_ text: String) {
    for scalar in text.unicodeScalars { press(.character(scalar)) }
  }

  var text: String { frame().plainText }
}

/// Presses keys and checks what must be done outside.
func expect(
  _ player: inout Player, _ keys: Key..., asksFor wanted: [Request], sourceLocation: SourceLocation = #_sourceLocation
) {
  let requests = keys.flatMap { player.press($0) }
  #expect(requests == wanted, sourceLocation: sourceLocation)
}
