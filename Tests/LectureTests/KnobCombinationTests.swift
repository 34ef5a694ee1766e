import CellCanvas
import Lecture
import Playback
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What holds for every scene however its knobs are turned together: every pair of ends, then whatever a seed brings.
///
/// What is tried depends on the seed alone, not on the speed of a machine, and takes some seconds a scene;
/// CNNVIZ_KNOB_RANDOM tries more settings at random, CNNVIZ_KNOB_SEED others, and CNNVIZ_KNOB_TRACE names all settings
/// before they are tried, so that the last one is known after a crash.
@Suite struct KnobCombinationTests {
  /// How many settings are tried at random, behind all pairs of ends.
  static let atRandom = variable("CNNVIZ_KNOB_RANDOM").flatMap { Int($0) } ?? 40
  static let seed = variable("CNNVIZ_KNOB_SEED").flatMap { UInt64($0) } ?? 1
  static let isTraced = variable("CNNVIZ_KNOB_TRACE") != nil

  @Test(arguments: EverySceneTests.ids)
  func allKnobsAtOnce(id: String) throws {
    let type = catalogue[try #require(catalogue.firstIndex { $0.card.id == id })]
    let (tried, faults) = Self.faults(of: type)
    #expect(faults.isEmpty, "\(tried) settings tried:\n\(faults.joined(separator: "\n"))")
  }

  // MARK: The check itself

  /// What is right with every knob by itself, and wrong with two at an end together, is found.
  @Test func faultsOfTwoKnobsTogetherAreFound() {
    let (_, faults) = Self.faults(of: FaultyScene.self)
    #expect(!faults.isEmpty)
    for fault in faults {
      #expect(fault.contains("--set first=9") && fault.contains("--set second=1"))
    }
  }

  @Test(arguments: FaultyScene.kinds) func everyKindOfFaultIsFound(kind: String) {
    func fault(first: Int, second: Int) -> String? {
      var settings = Settings()
      settings.set(FaultyScene.first, to: first)
      settings.set(FaultyScene.second, to: second)
      settings.set(FaultyScene.kind, to: kind)
      var random = SplitMix(state: 1)
      return Self.fault(of: FaultyScene.self, settings, &random)
    }
    #expect(fault(first: 9, second: 1) != nil)
    for (first, second) in [(5, 5), (9, 5), (5, 1), (1, 1), (9, 9)] {
      #expect(fault(first: first, second: second) == nil)
    }
  }

  // MARK: What is tried

  /// How many settings of a scene were tried, and what was wrong at some of them.
  private static func faults(of type: any Scene.Type) -> (tried: Int, faults: [String]) {
    var random = SplitMix(state: seed)
    let pairs = type.pairsOfEnds.shuffled(using: &random)
    var tried = 0
    // A few faults tell what to mend; hundreds of one kind hide the next.
    var faults: [String] = []
    while tried < pairs.count + atRandom, faults.count < 5 {
      let settings = tried < pairs.count ? pairs[tried] : type.anySettings(&random)
      tried += 1
      if isTraced { print(type.command(settings)) }
      if let fault = fault(of: type, settings, &random) { faults.append(fault) }
      if type.controls.isEmpty { break }
    }
    return (tried, faults)
  }

  /// What is wrong with a scene at these settings, with the command that shows it: the first that is found.
  private static func fault(of type: any Scene.Type, _ settings: Settings, _ random: inout SplitMix) -> String? {
    let scene: any Scene
    do {
      scene = try type.init(settings)
    } catch {
      let isSentence = error.description.contains(" ") && error.description.count > 15
      let hasRoom = StyledText(error.description).wrapped(columns: 76).count <= 4
      return isSentence && hasRoom ? nil : "\(type.command(settings)): refused by “\(error)”"
    }
    let steps = scene.steps
    guard !steps.isEmpty else { return "\(type.command(settings)): no steps" }
    for (index, step) in steps.enumerated() {
      if let fault = step.question?.fault { return "\(type.command(settings, step: index)): \(fault)" }
    }
    let others = (0..<3).map { _ in steps.indices.randomElement(using: &random) ?? 0 }
    for index in Set([0, steps.count - 1] + others).sorted() {
      let place = type.command(settings, step: index)
      if let fault = steps[index].faults.first { return "\(place): \(fault)" }
      for size in sizes(&random) {
        let progress = [0.0, 1, .random(in: 0...1, using: &random)].randomElement(using: &random) ?? 1
        let playhead = Playhead(step: index, progress: progress)
        let figure = scene.figure(at: playhead, size: StageLayout(size).figure.size)
        if size.fits(type.card.minimumSize), let fault = figure.audit.first {
          return "\(place) --progress \(progress) --size \(size.columns)x\(size.rows): \(fault)"
        }
        let formula = scene.formulaInMotion(at: playhead) ?? steps[index].formula
        if !formula.hasRoom { return "\(place) --progress \(progress): no room for \(formula.map(\.plain))" }
        guard let target = figure.hotSpots.randomElement(using: &random)?.target else { continue }
        if let fault = Self.fault(of: scene, pointedAt: target, step: index) {
          return "\(place), pointed at \(target.grid) (\(target.row + 1), \(target.column + 1)): \(fault)"
        }
      }
    }
    return nil
  }

  private static func fault(of scene: any Scene, pointedAt target: Target, step: Int) -> String? {
    let playhead = Playhead(step: step, pointer: target)
    if let remark = scene.remark(on: target, at: playhead) {
      if remark.caption.wrapped(columns: 78).count > 2 { return "more than two lines: \(remark.caption.plain)" }
      for text in [remark.caption.plain] + remark.formula.map(\.plain) {
        if let fault = text.countsOneAsMany { return "\(fault): \(text)" }
      }
      if !remark.formula.hasRoom { return "no room for \(remark.formula.map(\.plain))" }
    }
    return scene.figure(at: playhead, size: StageLayout(Size(columns: 80, rows: 24)).figure.size).audit.first
  }

  /// The two sizes that every scene is made for, and any other.
  private static func sizes(_ random: inout SplitMix) -> [Size] {
    let any = Size(columns: .random(in: 1...400, using: &random), rows: .random(in: 1...120, using: &random))
    let ends = [Size(columns: 1, rows: 1), Size(columns: 400, rows: 120), Size(columns: 40, rows: 12)]
    return [
      Size(columns: 80, rows: 24), Size(columns: 160, rows: 48),
      ([any, any] + ends).randomElement(using: &random) ?? any,
    ]
  }

  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

extension Scene {
  /// The standard settings with two knobs, or the only one, at each of their ends.
  fileprivate static var pairsOfEnds: [Settings] {
    var all: [Settings] = []
    for (index, first) in controls.enumerated() {
      for second in controls[(index + 1)...] {
        for change in first.ends {
          for other in second.ends {
            var settings = Settings()
            change(&settings)
            other(&settings)
            all.append(settings)
          }
        }
      }
    }
    return all.isEmpty ? controls.flatMap { $0.bounds.map(\.settings) } : all
  }

  /// Every knob at any value, as often at an end as between, and grids with a few values typed into them.
  fileprivate static func anySettings(_ random: inout SplitMix) -> Settings {
    var settings = Settings()
    for control in controls {
      switch control.kind {
      case .integer(let range, _):
        let ends = [
          range.lowerBound, range.upperBound, .random(in: range, using: &random), .random(in: range, using: &random),
        ]
        settings.set(control, to: ends.randomElement(using: &random) ?? range.lowerBound)
      case .choice(let names, _): settings.set(control, to: names.randomElement(using: &random) ?? names[0])
      case .toggle: settings.set(control, to: Bool.random(using: &random))
      case .grid(let range, let decimals):
        for _ in 0..<Int.random(in: 0...4, using: &random) {
          var unit = 1.0
          for _ in 0..<decimals { unit *= 10 }
          let any = (Double.random(in: range, using: &random) * unit).rounded() / unit
          settings.edit(
            control, at: .init(row: .random(in: 0...4, using: &random), column: .random(in: 0...4, using: &random)),
            to: [range.lowerBound, range.upperBound, any].randomElement(using: &random) ?? any)
        }
      }
    }
    return settings
  }

  /// The command that shows a step at these settings.
  fileprivate static func command(_ settings: Settings, step: Int? = nil) -> String {
    let values = controls.compactMap { control -> String? in
      let isStandard = settings.text(control) == Settings().text(control)
      if case .grid = control.kind { return isStandard ? nil : "--set \(control.name)=\(settings.typed(control))" }
      return isStandard ? nil : "--set \(control.name)=\(settings.text(control).filter { $0 != "," })"
    }
    return (["show", card.id] + (step.map { ["--step \($0 + 1)"] } ?? []) + values).joined(separator: " ")
  }
}

extension Settings {
  /// The typed values of a grid, each with its place: what cannot be said by `--set` can be typed at the editor.
  fileprivate func typed(_ control: Control) -> String {
    edits(control).sorted { ($0.key.row, $0.key.column) < ($1.key.row, $1.key.column) }
      .map { "(\($0.key.row + 1),\($0.key.column + 1)):\(NumberText.plain($0.value))" }.joined(separator: ";")
  }
}

extension Control {
  /// The changes that take the knob to its ends.
  fileprivate var ends: [(inout Settings) -> Void] {
    switch kind {
    case .integer(let range, _): [range.lowerBound, range.upperBound].map { end in { $0.set(self, to: end) } }
    case .choice(let names, _): names.map { name in { $0.set(self, to: name) } }
    case .toggle: [true, false].map { isOn in { $0.set(self, to: isOn) } }
    case .grid(let range, _):
      [range.lowerBound, range.upperBound].map { end in
        { settings in
          for index in 0..<4 { settings.edit(self, at: .init(row: index / 2, column: index % 2), to: end) }
        }
      }
    }
  }
}

/// A scene with a fault of each kind where its first knob is at its upper end while the second is at its lower, and
/// nowhere else.
private struct FaultyScene: Scene {
  static let card = SceneCard(id: "faulty", title: "Faulty", part: .convolution)
  static let kinds = ["cut", "caption", "count", "formula", "remark", "refusal"]
  static let first = Control.integer("first", in: 1...9, standard: 5, help: "one half of the fault")
  static let second = Control.integer("second", in: 1...9, standard: 5, help: "the other half")
  static let kind = Control.choice("kind", kinds, help: "what is wrong")
  static let controls = [first, second, kind]

  /// What is wrong; `nil` where nothing is.
  let fault: String?

  init(_ settings: Settings) throws(SettingsError) {
    let isFaulty = settings.integer(Self.first) == 9 && settings.integer(Self.second) == 1
    fault = isFaulty ? settings.choice(Self.kind) : nil
    if fault == "refusal" { throw SettingsError("no") }
  }

  var moments: [Int] { [0] }

  func step(_ moment: Int) -> Step {
    Step(
      caption: fault == "caption"
        ? StyledText(String(repeating: "too long for two lines ", count: 8))
        : fault == "count" ? "There are 1 cells." : "There is 1 cell.",
      formula: fault == "formula" ? ["a = 1", "b = 2", "c = 3"] : ["a = 1"], note: "Nothing to see.")
  }

  func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {
    canvas.write("cell", column: fault == "cut" ? -2 : 0, row: 0)
    canvas.mark(Region(column: 0, row: 0, columns: 1, rows: 1), as: Target(grid: "cells", row: 0, column: 0))
  }

  func remark(_ moment: Int, on target: Target, at playhead: Playhead) -> Remark? {
    Remark(caption: fault == "remark" ? "There are 1 cells." : "There is 1 cell.")
  }
}

/// Sebastiano Vigna's splitmix64: the same numbers on every machine.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
