import CellCanvas
import JSONText
public import Playback

/// How lecture and desk speak with each other: lines of JSON, one object each.
///
///     desk:    {"cnnviz":2,"hello":"desk"}
///     lecture: {"cnnviz":2,"lecture":{"process":4711,"plan":"title\nstride:1-4 6 stride=2\n","ownFiles":[]}}
///     lecture: {"number":1,"state":{...,"clock":{"elapsed":0,"isRunning":false}}}
///     desk:    {"key":"n"}
public enum Wire {
  /// The version of what is said. Whoever speaks another one is told so.
  public static let version = 2

  /// The longest line that a desk may send, in bytes.
  static let longestFromDesk = 4096

  /// The longest line that a lecture may send.
  static let longestFromLecture = 1 << 20

  /// What a desk says first.
  static let hello = object([("cnnviz", .integer(version)), ("hello", .string("desk"))])

  /// The version that a first line is in; `nil` where it is no such line.
  static func version(of line: String) -> Int? { JSON(line)?["cnnviz"]?.integer }

  private static func object(_ members: [(String, JSON?)]) -> JSON {
    .object(members.compactMap { name, value in value.map { JSON.Member(name, $0) } })
  }

  // MARK: From the desk

  /// A message as a line without its end.
  ///
  /// - Parameter now: when it is said, in the time of the clock that it may hold.
  public static func line(_ message: DeskMessage, at now: Duration) -> String {
    switch message {
    case .key(let key): object([("key", .string(key.code))]).compact
    case .goTo(let entry, let scene, let step):
      object([("go", .string(scene)), ("entry", .integer(entry)), ("step", step.map(JSON.integer))]).compact
    case .clock(let talk): object([("clock", clock(talk, now))]).compact
    }
  }

  /// What a line from a desk says; `nil` where it says nothing that is known.
  ///
  /// - Parameter now: when it came, in the time of the clock that it is to give.
  public static func deskMessage(_ line: String, at now: Duration) -> DeskMessage? {
    guard let json = JSON(line) else { return nil }
    if let code = json["key"]?.string { return Key(code: code).map(DeskMessage.key) }
    if let scene = json["go"]?.string, let entry = json["entry"]?.integer {
      return .goTo(entry: entry, scene: scene, step: json["step"]?.integer)
    }
    return json["clock"].flatMap { clock($0, now) }.map(DeskMessage.clock)
  }

  private static func clock(_ talk: TalkClock, _ now: Duration) -> JSON {
    object([
      ("elapsed", .number(talk.elapsed(at: now) / .seconds(1))), ("isRunning", .bool(talk.isRunning)),
      ("origin", talk.origin.map(place)),
    ])
  }

  private static func clock(_ json: JSON, _ now: Duration) -> TalkClock? {
    guard let seconds = json["elapsed"]?.number, (0...1e7).contains(seconds), let isRunning = json["isRunning"]?.bool
    else { return nil }
    return TalkClock(
      elapsed: .milliseconds(Int64(seconds * 1000)), isRunning: isRunning, origin: json["origin"].flatMap(place),
      at: now)
  }

  private static func place(_ place: TalkPlace) -> JSON {
    object([("entry", .integer(place.entry)), ("step", .integer(place.step)), ("steps", .integer(place.count))])
  }

  private static func place(_ json: JSON) -> TalkPlace? {
    guard let entry = json["entry"]?.integer, let step = json["step"]?.integer, let count = json["steps"]?.integer,
      entry >= 0, step >= 0, step < count
    else { return nil }
    return TalkPlace(entry: entry, step: step, of: count)
  }

  // MARK: From the lecture

  /// A message as a line without its end.
  ///
  /// - Parameter now: when it is said, in the time of the clock that it holds.
  public static func line(_ message: LectureMessage, at now: Duration) -> String {
    switch message {
    case .facts(let facts):
      object([
        ("cnnviz", .integer(version)),
        (
          "lecture",
          object([
            ("process", .integer(facts.process)), ("plan", .string(facts.plan)),
            ("ownFiles", strings(facts.ownFiles)),
          ])
        ),
      ]).compact
    case .state(let number, let state):
      object([("number", .integer(number)), ("state", json(state, now))]).compact
    case .refusal(let sentence): object([("cnnviz", .integer(version)), ("refusal", .string(sentence))]).compact
    }
  }

  /// What a line from a lecture says; `nil` where it says nothing that is known.
  ///
  /// - Parameter now: when it came, in the time of the clock that it is to give.
  public static func lectureMessage(_ line: String, at now: Duration) -> LectureMessage? {
    guard let json = JSON(line) else { return nil }
    if let sentence = json["refusal"]?.string { return .refusal(sentence) }
    if let lecture = json["lecture"] {
      guard let process = lecture["process"]?.integer, let plan = lecture["plan"]?.string else { return nil }
      return .facts(LectureFacts(process: process, plan: plan, ownFiles: strings(lecture["ownFiles"]) ?? []))
    }
    guard let number = json["number"]?.integer, let state = json["state"].flatMap({ state($0, now) }) else {
      return nil
    }
    return .state(number: number, state)
  }

  private static func strings(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
  private static func strings(_ json: JSON?) -> [String]? { json?.array?.compactMap(\.string) }

  private static func json(_ state: LectureState, _ now: Duration) -> JSON {
    let moment = state.moment
    return object([
      ("entry", .integer(moment.entry)), ("scene", .string(moment.scene)), ("step", .integer(moment.step)),
      ("isCovered", .bool(moment.isCovered)),
      ("settings", strings(moment.assignments)),
      (
        "pointer",
        moment.pointer.map {
          object([("grid", .string($0.grid)), ("row", .integer($0.row)), ("column", .integer($0.column))])
        }
      ), ("title", .string(state.title)), ("firstStep", .integer(state.shown.lowerBound)),
      ("endStep", .integer(state.shown.upperBound)), ("place", place(state.place)), ("clock", clock(state.clock, now)),
      ("caption", .string(state.caption)),
      ("note", .string(state.note)),
      (
        "question",
        state.question.map {
          object([
            ("prompt", .string($0.prompt)), ("choices", strings($0.choices)), ("answer", .string($0.answer)),
            ("mistake", $0.mistake.map(JSON.string)),
          ])
        }
      ), ("typed", .string(state.typed)), ("isTyping", .bool(state.isTyping)), ("notice", .string(state.notice)),
      ("blank", state.blank.map(JSON.string)), ("overlay", state.overlay.map(JSON.string)),
      ("isAutoplaying", .bool(state.isAutoplaying)),
      (
        "knobs",
        .array(
          state.knobs.map {
            object([("name", .string($0.name)), ("value", .string($0.value)), ("isChosen", .bool($0.isChosen))])
          })
      ),
    ])
  }

  private static func state(_ json: JSON, _ now: Duration) -> LectureState? {
    guard let entry = json["entry"]?.integer, let scene = json["scene"]?.string, let step = json["step"]?.integer,
      let first = json["firstStep"]?.integer, let end = json["endStep"]?.integer, first < end,
      (first..<end).contains(step), let place = json["place"].flatMap(place),
      let clock = json["clock"].flatMap({ clock($0, now) }), let title = json["title"]?.string,
      let caption = json["caption"]?.string, let note = json["note"]?.string
    else { return nil }
    var moment = Moment(
      entry: entry, scene: scene, step: step, isCovered: json["isCovered"]?.bool ?? false,
      assignments: strings(json["settings"]) ?? [])
    if let place = json["pointer"], let grid = place["grid"]?.string, let row = place["row"]?.integer,
      let column = place["column"]?.integer
    {
      moment.pointer = Target(grid: grid, row: row, column: column)
    }
    var state = LectureState(
      moment: moment, title: title, shown: first..<end, place: place, caption: caption, note: note)
    state.clock = clock
    if let question = json["question"], let prompt = question["prompt"]?.string,
      let answer = question["answer"]?.string
    {
      state.question = AskedQuestion(
        prompt: prompt, choices: strings(question["choices"]) ?? [], answer: answer,
        mistake: question["mistake"]?.string)
    }
    state.typed = json["typed"]?.string ?? ""
    state.isTyping = json["isTyping"]?.bool ?? false
    state.notice = json["notice"]?.string ?? ""
    state.blank = json["blank"]?.string
    state.overlay = json["overlay"]?.string
    state.isAutoplaying = json["isAutoplaying"]?.bool ?? false
    state.knobs = (json["knobs"]?.array ?? []).compactMap { knob in
      guard let name = knob["name"]?.string, let value = knob["value"]?.string else { return nil }
      return .init(name: name, value: value, isChosen: knob["isChosen"]?.bool ?? false)
    }
    return state
  }
}

extension Key {
  private static let words: [(String, Key)] = [
    ("up", .up), ("down", .down), ("left", .left), ("right", .right), ("home", .home), ("end", .end),
    ("pageUp", .pageUp), ("pageDown", .pageDown), ("enter", .enter), ("escape", .escape), ("tab", .tab),
    ("backtab", .backtab), ("backspace", .backspace), ("delete", .delete),
  ]

  /// The key in a message: the sign that it types, or its name.
  var code: String {
    switch self {
    case .character(let scalar): String(Character(scalar))
    case .control(let scalar): "control-" + String(Character(scalar))
    case .function(let number): "f\(number)"
    default: Self.words.first { $0.1 == self }?.0 ?? ""
    }
  }

  /// The key that a message names; `nil` where there is none.
  init?(code: String) {
    let scalars = code.unicodeScalars
    if scalars.count == 1, let scalar = scalars.first, !scalar.properties.isNoncharacterCodePoint, scalar.value >= 0x20
    {
      self = .character(scalar)
    } else if let key = Self.words.first(where: { $0.0 == code })?.1 {
      self = key
    } else if code.hasPrefix("control-"), scalars.count == 9, let scalar = scalars.last, ("a"..."z").contains(scalar) {
      self = .control(scalar)
    } else if scalars.first == "f", let number = Int(code.dropFirst()), (1...24).contains(number) {
      self = .function(number)
    } else {
      return nil
    }
  }
}
