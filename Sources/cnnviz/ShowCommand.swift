import ArgumentParser
import CellCanvas
import ConvolutionEngine
import FrameExport
import JSONText
import Lecture
import Playback
import TerminalInterface

/// Writes one frame of the lecture to standard output.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Write one frame to standard output; no terminal is needed.",
    discussion: """
      Examples:
        cnnviz show sliding-kernel --step 3
        cnnviz show stride --set stride=2 --size 120x40 --format svg > stride.svg
        cnnviz show 2 --step last --format ansi --color 256
        cnnviz show walk --network resnet50 --step 5
        cnnviz show 3 --plan monday.plan --step 2
      """)

  /// What the frame is written as.
  private enum Format: String, OptionWord {
    case text
    case ansi
    case svg
    case json

    static func read(_ text: String) throws -> Format { try read("--format", text) }
  }

  /// Which step is shown.
  private enum ChosenStep {
    case number(Int)
    case last

    static func read(_ text: String) throws -> ChosenStep {
      if text == "last" { return .last }
      guard let number = Int(text) else { throw ValidationError("A step is a number from 1, or last; not “\(text)”.") }
      return .number(number)
    }
  }

  @Argument(
    help: "The id of a scene or its number (cnnviz list); with a plan, its number there.", completion: .list(sceneIDs))
  var scene: String

  @OptionGroup var chosen: PlanOptions

  @Option(
    help: ArgumentHelp(
      "For the scene walk: the network, or a file of your own (cnnviz shapes --help).", valueName: "network"),
    completion: .list(Network.names))
  var network: String?

  @Option(
    help: ArgumentHelp("For the scene walk: the picture's size, as 320 or 240x320.", valueName: "size"))
  var pictureSize: String?

  @Option(
    help: ArgumentHelp("The step, from 1, or last; with a plan, of those that it shows. (default: 1)", valueName: "n"),
    transform: { Typed($0, ChosenStep.read) })
  private var step = Typed("1", ChosenStep.read)

  @Option(help: "How far the step's animation is, from 0 to 1.")
  var progress = 1.0

  @Option(help: "The size in columns and rows. (default: 80x24)", transform: { Typed($0, readSize) })
  var size = Typed("80x24", readSize)

  @Option(
    name: .customLong("set"), parsing: .singleValue,
    help: ArgumentHelp("Set a knob of the scene, as stride=2; may be repeated.", valueName: "name=value"),
    completion: KnobCompletion.kind)
  var assignments: [String] = []

  @Option(
    help: "What to write: \(Format.words.joined(separator: ", ")). (default: \(Format.text))",
    completion: .list(Format.words),
    transform: { Typed($0, Format.read) })
  private var format = Typed(Format.text.rawValue, Format.read)

  @Flag(help: "Leave out the header, the progress and the keys: the figure, its formula and its caption alone.")
  var figure = false

  @Flag(help: "Show the note of the step, too: the why that a lecturer would add.")
  var notes = false

  @OptionGroup var look: LookOptions

  @OptionGroup var own: OwnFileOptions

  func validate() throws {
    _ = try size.value
    // A plan is read when the files are that its knobs are tried with.
    if !chosen.isChosen || isWalk {
      _ = try settings(of: isWalk ? networkWalk : catalogue[sceneIndex(of: scene)], from: assignments)
    }
    if isWalk {
      try choice.check()
      if chosen.isChosen {
        throw ValidationError("The scene \(networkWalk.card.id) is in no plan; leave --plan and --scenes away.")
      }
    }
    guard isWalk || network == nil && pictureSize == nil else {
      throw ValidationError("--network and --picture-size are for the scene \(networkWalk.card.id), not for \(scene).")
    }
    guard (0...1).contains(progress) else {
      throw ValidationError("Progress is a number from 0 to 1, not \(progress).")
    }
    _ = try step.value
    _ = try format.value
  }

  /// Whether a network is walked through, which is no scene of the lecture.
  private var isWalk: Bool { scene == networkWalk.card.id }

  private var choice: NetworkChoice { NetworkChoice(word: network ?? Network.alexNet.name, size: pictureSize) }

  /// What is played, and which entry of it is shown.
  private func deck(_ own: Settings) throws -> (plan: LecturePlan, index: Int) {
    if isWalk { return (LecturePlan(scenes: [networkWalk]), 0) }
    guard chosen.isChosen else { return (.whole, try sceneIndex(of: scene)) }
    let plan = try chosen.lecturePlan(own)
    let ids = plan.entries.map { $0.scene.card.id }
    if let index = ids.firstIndex(of: scene) { return (plan, index) }
    guard let number = Int(scene) else { throw noSuch("scene in the plan", scene, among: ids) }
    guard ids.indices.contains(number - 1) else {
      throw ValidationError(
        "The plan has \(counted(ids.count, "scene")), numbered from 1; there is no scene \(number).")
    }
    return (plan, number - 1)
  }

  func run() throws {
    let player = try playedPlayer()
    let frame = figure ? player.figureFrame() : player.frame()
    for note in own.unused(by: player.entries[player.sceneIndex].scene) { writeToStandardError(note) }
    let description = player.step.caption.plain.withoutContinuations
    switch try format.value {
    case .text: try writeToStandardOutput(PlainTextExport.text(of: frame, glyphs: glyphs))
    case .ansi:
      let standard = isSet("NO_COLOR") ? ColorDepth.mono : .truecolor
      try writeToStandardOutput(ANSIExport.text(of: frame, renderer: renderer(look.depth ?? standard)))
    case .svg:
      try writeToStandardOutput(
        SVGExport.text(
          of: frame, renderer: renderer(look.depth ?? .truecolor), title: player.card.title, description: description))
    case .json: try writeToStandardOutput(JSONExport.value(of: frame, facts: facts(of: player)).pretty)
    }
  }

  /// What may be written: files say by themselves how they are encoded, text is as the locale has it.
  private var glyphs: GlyphSet {
    get throws {
      let isText = [.text, .ansi].contains(try format.value)
      return look.ascii || isText && GlyphChoice.environmentWantsASCII ? .ascii : .unicode
    }
  }

  private func renderer(_ depth: ColorDepth) throws -> Renderer {
    try Renderer(theme: look.theme.value, depth: depth, glyphs: glyphs)
  }

  /// A player that stands where it was asked to, with all work done.
  private func playedPlayer() throws -> Player {
    let own = try isWalk ? own.settings(for: choice.network()) : own.settings()
    let (plan, index) = try deck(own)
    let entry = plan.entries[index]
    var options = try PlayerOptions(theme: look.theme.value.name)
    options.scene = index
    options.size = try size.value
    options.glyphs = try glyphs
    // A drawing is not bound to cells.
    options.blocks = try look.blocks?.value ?? (format.value == .svg ? .pixels : .half)
    options.showsNotes = notes
    options.bring(own)
    var player = Player(plan: plan, options: options)
    let settings = try settings(of: entry.scene, from: assignments, changing: entry.settings(own))
    do {
      try player.show(scene: index, step: 0, settings: settings)
      player.finishWork()
      let shown = player.shownSteps
      let wanted = if case .number(let number) = try step.value { number } else { shown.count }
      guard (1...shown.count).contains(wanted) else {
        throw refuse(
          "The scene \(player.card.id) has \(shown.count < player.stepCount ? "in the plan " : "")the steps 1 to "
            + "\(shown.count); there is no step \(wanted).")
      }
      try player.show(scene: index, step: shown.lowerBound + wanted - 1, progress: progress)
    } catch let error as SettingsError {
      throw refuse(error.description)
    }
    return player
  }

  private func facts(of player: Player) throws -> [JSON.Member] {
    let step = player.step
    let controls = player.entries[player.sceneIndex].scene.controls
    return [
      .init("number", .integer(player.sceneIndex + 1)), .init("id", .string(player.card.id)),
      .init("title", .string(player.card.title)), .init("part", .string(player.card.part.rawValue)),
      .init("step", .integer(player.stepIndex - player.shownSteps.lowerBound + 1)),
      .init("steps", .integer(player.shownSteps.count)),
      .init("progress", .number(progress)),
      .init(
        "settings",
        .object(controls.map { JSON.Member($0.name, .string(player.settings.text($0))) })),
      .init("caption", .string(step.caption.plain.withoutContinuations)),
      .init("formula", .array(step.formula.map { .string($0.plain.withoutContinuations) })),
      .init("note", .string(step.note)), .init("question", step.question.map(fact) ?? .null),
      .init(
        "links",
        .array(
          step.links.map { link in
            .object([.init("scene", .string(link.scene)), .init("label", .string(link.label))])
          })),
    ]
  }

  private func fact(_ question: Question) -> JSON {
    var members = [JSON.Member("prompt", .string(question.prompt))]
    if case .choice(let choices, _) = question.answer {
      members.append(.init("choices", .array(choices.map { .string($0) })))
    }
    return .object(members + [.init("answer", .string(question.answerText))])
  }
}
