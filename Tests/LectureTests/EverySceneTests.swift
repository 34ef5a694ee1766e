import CellCanvas
import Foundation
import Lecture
import Playback
import Testing

@testable import ConvolutionEngine

/// What holds for every scene of the catalogue, also for those that come later.
///
/// While one scene is being built, CNNVIZ_SCENES=stride,channels tries these alone.
@Suite struct EverySceneTests {
  static let ids = {
    let all = catalogue.map { $0.card.id }
    guard let chosen = ProcessInfo.processInfo.environment["CNNVIZ_SCENES"] else { return all }
    return all.filter(Set(chosen.split(separator: ",").map(String.init)).contains)
  }()
  static let sizes = [(80, 24), (100, 30), (120, 40), (160, 48), (200, 60)].map { Size(columns: $0.0, rows: $0.1) }

  // MARK: Movement

  @Test(arguments: ids, [true, false])
  func stepsForwardAndBackGiveEqualFrames(id: String, predicts: Bool) {
    var options = PlayerOptions()
    options.scene = scene(id)
    options.predicts = predicts
    var player = Player(options: options)
    player.finishWork()
    var now = Duration.zero
    func press(_ key: Key) {
      now += .seconds(10)
      _ = player.handle(.key(key), at: now)
      player.tick(to: now)
      now += .seconds(10)
      player.tick(to: now)
    }
    player.tick(to: now)
    press(.escape)
    var frames = [player.frame()]
    let steps = player.steps
    let questions = predicts ? steps.count { $0.question != nil } : 0
    for _ in 1..<steps.count + questions {
      press(.pageDown)
      frames.append(player.frame())
    }
    #expect(player.card.id == id && player.stepIndex == steps.count - 1, "all steps are passed, and no more")
    for (index, frame) in frames.enumerated().dropLast().reversed() {
      press(.pageUp)
      #expect(player.frame() == frame, "stop \(index) differs on the way back")
    }
  }

  @Test(arguments: ids)
  func drawingTwiceGivesEqualFrames(id: String) throws {
    let first = try catalogue[scene(id)].init(Settings())
    let second = try catalogue[scene(id)].init(Settings())
    for step in first.steps.indices {
      for progress in [0, 0.5, 1] {
        let playhead = Playhead(step: step, progress: progress)
        let figure = first.figure(at: playhead)
        #expect(figure == second.figure(at: playhead), "step \(step + 1) at \(progress)")
        #expect(figure == first.figure(at: playhead), "step \(step + 1) at \(progress)")
      }
    }
  }

  // MARK: Room

  @Test(arguments: ids, sizes)
  func noTextIsCutOrOverlaps(id: String, size: Size) throws {
    var options = PlayerOptions()
    options.scene = scene(id)
    options.size = size
    var player = Player(options: options)
    #expect(player.frame().audit == [], "before any work is done")
    player.finishWork()
    for step in player.steps.indices {
      for progress in [0, 0.5, 1] {
        try player.show(scene: scene(id), step: step, progress: progress)
        let frame = player.frame()
        #expect(frame.size == size)
        #expect(frame.audit == [], "step \(step + 1) at \(progress)")
      }
    }
  }

  @Test(arguments: ids, sizes)
  func questionsHaveRoom(id: String, size: Size) {
    var options = PlayerOptions()
    options.scene = scene(id)
    options.size = size
    var player = Player(options: options)
    let stops = player.steps.count + player.steps.count { $0.question != nil }
    for stop in 1...stops {
      _ = player.handle(.key("4"), at: .seconds(stop))
      #expect(player.frame().audit == [], "stop \(stop)")
      _ = player.handle(.key(.escape), at: .seconds(stop))
      if stop < stops { _ = player.handle(.key(.right), at: .seconds(stop)) }
    }
    #expect(player.card.id == id)
  }

  @Test(arguments: ids, [(40, 12), (1, 1), (0, 0), (78, 1), (3, 60)].map { Size(columns: $0.0, rows: $0.1) })
  func smallCanvasesAreHarmless(id: String, size: Size) throws {
    var player = Player()
    try player.show(scene: scene(id), step: 0)
    player.finishWork()
    _ = player.handle(.resize(size), at: .zero)
    let (drawn, steps) = (Finished.scenes[scene(id)], Finished.steps[scene(id)])
    for step in steps.indices {
      for progress in [0, 0.5, 1] {
        try player.show(scene: scene(id), step: step, progress: progress)
        #expect(player.frame().size == size)
        #expect(drawn.figure(at: Playhead(step: step, progress: progress), size: size).size == size)
      }
    }
  }

  // MARK: Knobs and pointers

  @Test(arguments: ids)
  func everyKnobGoesToItsBounds(id: String) {
    for control in catalogue[scene(id)].controls {
      for (value, settings) in control.bounds {
        do {
          let drawn = try catalogue[scene(id)].init(settings)
          let steps = drawn.steps
          #expect(!steps.isEmpty, "\(control.name) \(value)")
          for step in sample(steps.indices) {
            steps[step].check("\(control.name) \(value), step \(step + 1)")
            for (size, progress) in [(Self.sizes[0], 0.5), (Self.sizes[0], 1), (Self.sizes[3], 1)] {
              let playhead = Playhead(step: step, progress: progress)
              let frame = drawn.figure(at: playhead, size: StageLayout(size).figure.size)
              #expect(frame.audit == [], "\(control.name) \(value), step \(step + 1) at \(progress), \(size)")
              let formula = drawn.formulaInMotion(at: playhead) ?? steps[step].formula
              expectToFit(formula, "\(control.name) \(value), step \(step + 1)")
            }
          }
        } catch {
          #expect(error.description.contains(" ") && error.description.count > 15, "a sentence, not “\(error)”")
          #expect(StyledText(error.description).wrapped(columns: 76).count <= 4, "\(error)")
        }
      }
    }
  }

  @Test(arguments: ids)
  func everyTargetCanBePointedAt(id: String) {
    let (drawn, steps) = (Finished.scenes[scene(id)], Finished.steps[scene(id)])
    for step in sample(steps.indices) {
      let targets = Set(drawn.figure(at: Playhead(step: step)).hotSpots.map(\.target))
      for target in targets {
        let playhead = Playhead(step: step, pointer: target)
        #expect(drawn.figure(at: playhead).audit == [], "\(target) at step \(step + 1)")
        guard let remark = drawn.remark(on: target, at: playhead) else { continue }
        #expect(remark.caption.wrapped(columns: 78).count <= 2, "\(target): \(remark.caption.plain)")
        expectToFit(remark.formula, "\(target) at step \(step + 1)")
      }
    }
  }

  @Test(arguments: ids)
  func editableGridsAreOnTheScreen(id: String) {
    let (drawn, steps) = (Finished.scenes[scene(id)], Finished.steps[scene(id)])
    let drawnGrids = Set(
      steps.indices.flatMap { step in
        drawn.figure(at: Playhead(step: step)).hotSpots.map(\.target.grid)
      })
    for control in catalogue[scene(id)].controls where !control.isTurned {
      #expect(drawnGrids.contains(control.name), "nothing to edit \(control.name) at")
    }
  }

  @Test(arguments: ids)
  func editingIsOfferedWhereThereIsSomethingToEdit(id: String) throws {
    var options = PlayerOptions()
    options.scene = scene(id)
    options.size = Size(columns: 200, rows: 60)
    options.predicts = false
    var player = Player(options: options)
    player.finishWork()
    let grids = catalogue[scene(id)].controls.filter { !$0.isTurned }.map(\.name)
    for step in player.steps.indices {
      try player.show(scene: scene(id), step: step)
      let frame = player.frame()
      #expect(
        frame.plainText.contains("   e edit   ") == frame.hotSpots.contains { grids.contains($0.target.grid) },
        "step \(step + 1)")
    }
  }

  // MARK: Words and colours

  @Test func namesAreUniqueAndWellFormed() {
    #expect(Set(catalogue.map { $0.card.id }).count == catalogue.count)
    for type in catalogue {
      let names = [type.card.id] + type.controls.map(\.name)
      for name in names {
        #expect(name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(type.card.id): \(name)")
      }
      #expect(Set(names.dropFirst()).count == type.controls.count, "\(type.card.id) has two knobs of one name")
      #expect(!type.card.title.isEmpty && type.card.title.count <= 40, "\(type.card.id)")
      #expect(Size(columns: 80, rows: 24).fits(type.card.minimumSize), "\(type.card.id) must be content with 80 x 24")
      for control in type.controls { #expect(!control.help.isEmpty, "\(type.card.id): \(control.name)") }
    }
  }

  @Test func partsAreInOrder() {
    let parts = catalogue.map { $0.card.part }
    let order = Part.allCases
    for (part, next) in zip(parts, parts.dropFirst()) {
      #expect((order.firstIndex(of: part) ?? 0) <= (order.firstIndex(of: next) ?? 0), "\(next) after \(part)")
    }
  }

  @Test(arguments: ids)
  func everyStepHasItsWords(id: String) {
    let (drawn, steps) = (Finished.scenes[scene(id)], Finished.steps[scene(id)])
    #expect(steps.first?.question == nil, "the first step reveals nothing")
    for (index, step) in steps.enumerated() {
      step.check("step \(index + 1)")
      for progress in [0, 0.5, 1] {
        let formula = drawn.formulaInMotion(at: Playhead(step: index, progress: progress)) ?? step.formula
        expectToFit(formula, "step \(index + 1) at \(progress)")
      }
    }
  }

  @Test(arguments: ids, Theme.all.map(\.name))
  func wordsStandOutFromTheirPaper(id: String, themeName: String) throws {
    let theme = try #require(Theme.named(themeName))
    let renderer = Renderer(theme: theme, depth: .truecolor, glyphs: .unicode)
    let (drawn, steps) = (Finished.scenes[scene(id)], Finished.steps[scene(id)])
    for step in steps.indices {
      for cell in Set(drawn.figure(at: Playhead(step: step)).cells) where cell.glyph.isLetterOrDigit {
        let shown = renderer.render(cell)
        guard case .rgb(let ink) = shown.foreground, case .rgb(let paper) = shown.background else { continue }
        #expect(ink.contrast(with: paper) >= 4.5, "\(cell) at step \(step + 1)")
      }
    }
  }

  // MARK: Helpers

  private func scene(_ id: String) -> Int { catalogue.firstIndex { $0.card.id == id } ?? 0 }

  /// All of a few, some of many: the first, the last, and others between.
  private func sample(_ indices: Range<Int>) -> [Int] {
    let count = min(indices.count, 12)
    return count < 2 ? Array(indices) : (0..<count).map { $0 * (indices.count - 1) / (count - 1) }
  }
}

/// Every scene at its standard settings, with all of its work done, once for all tests; computed by the inner loops whose
/// results are the same to the last bit on every machine.
enum Finished {
  /// What the work of each scene delivered.
  static let results: [[any Sendable]] = catalogue.map { type in
    var results: [any Sendable] = []
    ChosenLoops.$current.withValue(ChosenLoops.baseline) {
      if EverySceneTests.ids.contains(type.card.id), let work = (try? type.init(Settings()))?.work {
        work.run { _, result in
          if let result { results.append(result) }
          return true
        }
      }
    }
    return results
  }

  /// The steps of each.
  static let steps: [[Step]] = scenes.map { $0.steps }

  static let scenes: [any Scene] = zip(catalogue, results).map { type, results in
    guard var scene = ChosenLoops.$current.withValue(ChosenLoops.baseline, operation: { try? type.init(Settings()) })
    else {
      fatalError("\(type.card.id) refuses its standard settings")
    }
    for result in results { scene.receive(result) }
    return scene
  }
}

extension Player {
  /// The steps of the scene on the screen, with its work done.
  var steps: [Step] {
    Finished.steps[catalogue.firstIndex { $0.card.id == card.id } ?? 0]
  }

  /// Hands over what the scene on the screen waits for.
  mutating func finishWork() {
    guard let (id, _) = wantedWork else { return }
    for result in Finished.results[catalogue.firstIndex { $0.card.id == card.id } ?? 0] {
      _ = handle(.work(id, WorkReport(fraction: 0.5, result: result)), at: .zero)
    }
    _ = handle(.work(id, .finished), at: .zero)
  }
}

extension Scene {
  /// What the scene draws; without a size that of the figure in a window of 80 x 24.
  func figure(at playhead: Playhead, size: Size = Size(columns: 78, rows: 17)) -> Canvas {
    var canvas = Canvas(size: size)
    draw(at: playhead, in: &canvas)
    return canvas
  }
}

extension Step {
  /// Captions and notes are there and everything has room at 80 columns.
  func check(_ place: Comment) { #expect(faults == [], place) }

  /// What is wrong with the words.
  var faults: [String] {
    var faults: [String] = []
    func check(_ holds: Bool, _ fault: String) { if !holds { faults.append(fault) } }
    check(!caption.plain.isEmpty, "no caption")
    check(caption.wrapped(columns: 78).count <= 2, "more than two lines: \(caption.plain)")
    check(!note.isEmpty, "no note")
    for text in [caption.plain, note, question?.prompt ?? ""] + formula.map(\.plain) {
      check(text.countsOneAsMany == nil, "\(text.countsOneAsMany ?? ""): \(text)")
    }
    guard let question else { return faults }
    check(question.isRight(question.typedAnswer) == true, "its own answer is not right: \(question.answerText)")
    var lines = StyledText("? " + question.prompt).wrapped(columns: 78).count
    if case .choice(let choices, _) = question.answer {
      let line = choices.map { "1 " + $0 }.joined(separator: "    ")
      lines += line.count <= 78 ? 1 : 2
      for choice in choices { check(choice.count <= 74, "too long to choose: \(choice)") }
    }
    check(lines <= 3, "more than three lines: \(question.prompt)")
    return faults
  }
}

extension Question {
  /// What somebody types who knows.
  var typedAnswer: String {
    if case .choice(_, let right) = answer { return "\(right + 1)" }
    return answerText
  }
}

extension Control {
  /// Settings with this knob at each of its ends, and under every name.
  var bounds: [(value: String, settings: Settings)] {
    var bounds: [(String, Settings)] = []
    func add(_ value: String, _ change: (inout Settings) -> Void) {
      var settings = Settings()
      change(&settings)
      bounds.append((value, settings))
    }
    switch kind {
    case .integer(let range, _):
      for value in [range.lowerBound, range.upperBound] { add("\(value)") { $0.set(self, to: value) } }
    case .choice(let names, _): for name in names { add(name) { $0.set(self, to: name) } }
    case .toggle: for isOn in [true, false] { add("\(isOn)") { $0.set(self, to: isOn) } }
    case .grid(let range, _):
      for value in [range.lowerBound, range.upperBound] {
        add("\(value)") { settings in
          for row in 0..<2 {
            for column in 0..<2 { settings.edit(self, at: .init(row: row, column: column), to: value) }
          }
        }
      }
    }
    return bounds
  }
}

extension String {
  /// What is wrong with “1 cells”; `nil` where a single thing is called one. “1 × 1 places” and “layer 1 filters” are right.
  var countsOneAsMany: String? {
    let nouns: Set = [
      "cells", "channels", "columns", "expressions", "filters", "inputs", "layers", "maps", "numbers", "outputs",
      "pixels",
      "places", "positions", "products", "readings", "rounds", "rows", "steps", "sums", "units", "values", "weights",
      "windows",
    ]
    let words = split(separator: " ").map {
      $0.filter { $0.isLetter || $0.isNumber || "×·−".contains($0) }.lowercased()
    }
    for index in words.indices.dropFirst() where words[index - 1] == "1" && nouns.contains(words[index]) {
      let before = index > 1 ? words[index - 2] : ""
      if !["×", "·", "layer", "filter", "map"].contains(before) { return "1 \(words[index])" }
    }
    return nil
  }
}

/// Formulas have two lines at 80 columns.
func expectToFit(_ formula: [StyledText], _ place: Comment) {
  #expect(formula.hasRoom, "\(place): \(formula.map(\.plain))")
}

extension [StyledText] {
  /// Whether the lines of a formula have room at 80 columns.
  var hasRoom: Bool { reduce(0) { $0 + $1.wrapped(columns: 78).count } <= 2 }
}

extension Unicode.Scalar {
  /// Whether the glyph is part of a word or a number, and no sign or line.
  fileprivate var isLetterOrDigit: Bool { properties.isAlphabetic || properties.numericType != nil }
}
