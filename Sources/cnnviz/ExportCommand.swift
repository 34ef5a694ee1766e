import ArgumentParser
import CellCanvas
import Lecture
import LectureExport
import Playback
import Threads

/// Writes the lecture, or a part of it, into a file that people take home.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the lecture into a file to take home.",
    discussion: """
      The ending says what is written:
        .html  the whole lecture as one page that needs no network, stepped through with the same keys; printed, a step a
               page
        .svg   one scene as a picture that moves by itself
        .md    the lecture as a script to read: captions, formulas, questions with their answers, notes, and each figure
               as text
        .cast  the screen as asciinema plays it, with a marker at each step

      Examples:
        cnnviz export lecture.html
        cnnviz export stride.html --scene stride --set stride=2
        cnnviz export kernel.svg --animated --scene sliding-kernel
        cnnviz export handout.md --plan monday.plan --quiz
        cnnviz export monday.cast --plan monday.plan --theme light
      """)

  /// What is written, by the ending of its file.
  private enum Ending: String, OptionWord {
    case html
    case svg
    case md
    case cast
  }

  @Argument(help: ArgumentHelp("The file to write; its ending says what.", valueName: "file"), completion: .file())
  var file: String

  @OptionGroup var chosen: PlanOptions

  @Option(
    name: .long, parsing: .singleValue,
    help: ArgumentHelp("Export this scene, by its id or number; may be repeated.", valueName: "scene"),
    completion: .list(sceneIDs))
  var scene: [String] = []

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Set a knob of the scene, as stride=2; may be repeated.", valueName: "name=value"),
    completion: KnobCompletion.kind)
  var assignments: [String] = []

  @Flag(help: "For .svg: let the picture play the scene, again and again.")
  var animated = false

  @Flag(help: "For .md: keep the answers, and the steps that show them, for a last page, and leave the notes out.")
  var quiz = false

  @Option(help: "The size in columns and rows that is drawn for. (default: 80x24)", transform: { Typed($0, readSize) })
  var size = Typed("80x24", readSize)

  @Option(
    help: ArgumentHelp(
      "For .svg and .cast: the colours, \(LookOptions.themeNames.joined(separator: ", ")). (default: \(LookOptions.themeNames[0]))",
      valueName: "theme"),
    completion: .list(LookOptions.themeNames), transform: { Typed($0, LookOptions.readTheme) })
  var theme: Typed<Theme>?

  @Flag(help: "Replace a file that is there, whoever wrote it.")
  var force = false

  @Option(help: ArgumentHelp("How many threads work.", valueName: "count"))
  var threads = Threads.processors

  @OptionGroup var own: OwnFileOptions

  func validate() throws {
    let ending = try ending
    _ = try chosenTheme
    let scenes = try scene.map { catalogue[try sceneIndex(of: $0)] }
    let size = try size.value
    guard
      let least = (scenes.isEmpty ? catalogue : scenes).map({ $0.card.minimumSize }).first(where: { !size.fits($0) })
    else { return try check(scenes, ending) }
    throw ValidationError(
      "Scenes need \(least.columns)x\(least.rows) at the least; --size \(size.columns)x\(size.rows) is too small.")
  }

  private func check(_ scenes: [any Scene.Type], _ ending: Ending) throws {
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads is a whole number from 1 to 1024, not \(threads).")
    }
    if !assignments.isEmpty {
      guard scenes.count == 1 else {
        throw ValidationError("--set is for one scene; name it with --scene.")
      }
      _ = try settings(of: scenes[0], from: assignments)
    }
    guard scenes.isEmpty || !chosen.isChosen else {
      throw ValidationError("--scene and a plan both say what is exported; give one of them.")
    }
    guard theme == nil || ending == .svg || ending == .cast else {
      throw ValidationError(
        "--theme is for .svg and .cast; "
          + (ending == .md ? "a script has no colours." : "a page is light or dark as whoever reads it chooses."))
    }
    guard ending == .md || !quiz else { throw ValidationError("--quiz is for .md, a script that is read.") }
    guard ending == .svg || !animated else {
      throw ValidationError(
        "--animated is for .svg; \(ending == .md ? "text does not move" : "a .\(ending) moves anyway").")
    }
    guard ending != .svg || animated && scenes.count == 1 else {
      throw ValidationError(
        "A picture that moves shows one scene: cnnviz export \(file) --animated --scene \(scene.first ?? "stride"). "
          + "A still one comes from cnnviz show.")
    }
  }

  /// The colours that were asked for, or the first ones.
  private var chosenTheme: Theme { get throws { try theme?.value ?? Theme.all[0] } }

  /// What the file's name asks for.
  private var ending: Ending {
    get throws {
      let name = file.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
      guard let dot = name.lastIndex(of: "."), dot > name.startIndex,
        let ending = Ending(rawValue: name[name.index(after: dot)...].lowercased())
      else {
        throw ValidationError(
          "The ending of the file says what is written: \(listed(Ending.words.map { "." + $0 }, "or")); not “\(file)”.")
      }
      return ending
    }
  }

  func run() throws {
    let place = ExportFile(path: file)
    try place.check(force: force)
    let walk = try walk()
    switch try ending {
    case .html: try export(walk, as: PageFormat(walk), to: place)
    case .svg: try export(walk, as: AnimatedSVGFormat(theme: try chosenTheme), to: place)
    case .md: try export(walk, as: ScriptFormat(walk, isQuiz: quiz), to: place)
    case .cast: try export(walk, as: CastFormat(walk), to: place)
    }
  }

  /// What is exported.
  private func walk() throws -> LectureWalk {
    let own = try own.settings()
    var options = try PlayerOptions(theme: chosenTheme.name)
    options.size = try size.value
    options.bring(own)
    guard !scene.isEmpty else {
      return LectureWalk(plan: try chosen.lecturePlan(own), own: own, options: options)
    }
    return LectureWalk(
      scenes: catalogue,
      entries: try scene.map { name in
        let index = try sceneIndex(of: name)
        let type = catalogue[index]
        return ExportEntry(
          scene: index, settings: try settings(of: type, from: assignments, changing: type.opening(own)))
      }, options: options)
  }

  /// Writes the file, and says how long it will still take.
  private func export<Format: ExportFormat>(_ walk: LectureWalk, as format: Format, to place: ExportFile) throws {
    Interruption.watch()
    var line = ProgressLine()
    let start = ContinuousClock.now
    defer { line.clear() }
    do {
      let text = try walk.write(as: format, threads: threads) { fraction in
        line.show(Self.progress(fraction, since: start))
        return Interruption.number == nil
      }
      if let number = Interruption.number { throw broken(off: number, &line) }
      line.clear()
      try place.write(text)
    } catch is Unwanted {
      throw broken(off: Interruption.number ?? 0, &line)
    } catch let error as SettingsError {
      line.clear()
      throw refuse(error.description)
    }
  }

  private func broken(off number: Int32, _ line: inout ProgressLine) -> ExitCode {
    line.clear()
    writeToStandardError("Stopped; “\(file)” was not written.")
    return ExitCode(128 + number)
  }

  /// How far it is, and once that can be judged how long it will still take.
  static func progress(_ fraction: Double, since start: ContinuousClock.Instant) -> String {
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    let left = fraction > 0.05 && elapsed > 1 ? Int((elapsed * (1 - fraction) / fraction).rounded(.up)) : nil
    return "\(Int(fraction * 100)) %" + (left.map { ", about \($0) s left" } ?? "")
  }
}
