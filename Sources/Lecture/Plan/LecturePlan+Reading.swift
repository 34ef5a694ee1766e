/// Why a text is no plan: where, and what is wrong there.
public struct PlanError: Error, Hashable, CustomStringConvertible, Sendable {
  /// Where in the text: “line 4”, or in a list of scenes “scene 2”; `nil` where it is the whole text.
  public let place: String?
  /// The sentence that says what is wrong and what to do.
  public let sentence: String

  /// “line 4: There is no scene “strid”; did you mean stride?”
  public var description: String { (place.map { "\($0): " } ?? "") + sentence }

  /// “talk.plan, line 4: There is no scene “strid”; did you mean stride?”
  ///
  /// - Parameter source: where the text is from, as a file or an option.
  public func description(in source: String) -> String { source + (place == nil ? ": " : ", ") + description }
}

// A plan is a text: a line for each scene, with its id, minutes and knobs, as `sliding-kernel:1-8 8 stride=2`; a line
// `lecture: …` gives its title, and # begins a comment.
extension LecturePlan {
  /// What begins the line of the title.
  static let titleMark = "lecture:"

  /// Reads a plan.
  ///
  /// - Parameter own: what the viewer brought along; the knobs are tried together with it.
  /// - Throws: `PlanError` for the first mistake.
  public init(_ text: String, own: Settings = Settings()) throws(PlanError) {
    var title: (text: String, line: Int)?
    var entries: [Entry] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let first = words.first else { continue }
      let place = "line \(index + 1)"
      do throws(NameError) {
        if first.lowercased().hasPrefix(Self.titleMark) {
          if let title { throw NameError("The lecture has its title already, in line \(title.line).") }
          let said = (first.dropFirst(Self.titleMark.count) + " " + words.dropFirst().joined(separator: " "))
          title = (try Self.title(String(said)), index + 1)
        } else {
          entries.append(try Entry(words, own))
        }
      } catch {
        throw PlanError(place: place, sentence: error.description)
      }
    }
    guard !entries.isEmpty else {
      throw PlanError(
        place: nil, sentence: "There is no scene in it; a plan names one in each line, as “sliding-kernel 8 stride=2”.")
    }
    self.init(title: title?.text, entries: entries)
  }

  /// Reads the short form: scenes with commas between them, `title,edge-detection,sliding-kernel:1-8`.
  ///
  /// - Parameter own: what the viewer brought along.
  /// - Throws: `PlanError` for the first mistake.
  public init(scenes list: String, own: Settings = Settings()) throws(PlanError) {
    var entries: [Entry] = []
    for (index, name) in list.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
      do throws(NameError) {
        let words = name.split(whereSeparator: \.isWhitespace).map(String.init)
        guard !words.isEmpty else {
          throw NameError("There is nothing here; scenes stand with one comma between them, as title,stride:1-5.")
        }
        entries.append(try Entry(words, own))
      } catch {
        throw PlanError(place: "scene \(index + 1)", sentence: error.description)
      }
    }
    self.init(title: nil, entries: entries)
  }

  private static func title(_ text: String) throws(NameError) -> String {
    let title = text.split(separator: " ").joined(separator: " ")
    guard !title.isEmpty else { throw NameError("The title stands behind “\(titleMark)”, in the same line.") }
    guard title.count <= 60 else { throw NameError("A title has at most 60 characters, not \(title.count).") }
    guard title.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw NameError("There is a control character in the title; write it anew.")
    }
    return title
  }
}

extension LecturePlan.Entry {
  /// Reads a scene's words: its name, then minutes and knobs in any order.
  init(_ words: [String], _ own: Settings) throws(NameError) {
    let parts = words[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    if parts[0].lowercased() == "title", parts.count == 2, parts[1].first?.isNumber != true {
      throw NameError("A lecture's title is written as “\(LecturePlan.titleMark) …”; title is the first scene.")
    }
    let scene = catalogue[try catalogueIndex(of: parts[0])]
    let steps = parts.count == 2 ? try StepRange(parts[1], of: scene) : nil
    var minutes: Double?
    var assignments: [String] = []
    for word in words.dropFirst() {
      if let sign = word.firstIndex(of: "=") {
        let name = word[...sign]
        if assignments.contains(where: { $0.hasPrefix(name) }) {
          throw NameError("The knob \(name.dropLast()) is set twice; once is enough.")
        }
        assignments.append(word)
      } else if word.first.map({ $0.isNumber || "-+−.".contains($0) }) == true {
        if let minutes {
          throw NameError(
            "There are two numbers, \(Self.text(minutes)) and \(word), and a scene has its minutes once; steps stand "
              + "behind a colon, as \(scene.card.id):1-8, and knobs with their name, as stride=2.")
        }
        minutes = try Self.minutes(word)
      } else {
        throw Self.notUnderstood(word, of: scene)
      }
    }
    _ = try Settings(of: scene, from: assignments)
    self.init(scene: scene, steps: steps, minutes: minutes, assignments: assignments)
    if steps != nil || !assignments.isEmpty { try check(own) }
  }

  /// Refuses knobs that do not go together, and steps that there are not.
  private func check(_ own: Settings) throws(NameError) {
    let count: Int
    do { count = try made(own).steps.count } catch {
      throw NameError("The scene \(scene.card.id) cannot be so: \(error.description.asSentence)")
    }
    guard let steps, max(steps.first, steps.last ?? 0) >= count else { return }
    let last = (steps.last ?? steps.first) + 1
    throw NameError(
      "The scene \(scene.card.id) has \(assignments.isEmpty ? "" : "with these knobs ")the steps 1 to \(count); there is no "
        + "step \(last).")
  }

  /// A number of minutes.
  private static func minutes(_ word: String) throws(NameError) -> Double {
    guard let minutes = Double(word), minutes > 0, minutes <= 600 else {
      throw NameError("Minutes are a number above 0 and up to 600, as 8 or 2.5; not “\(word)”.")
    }
    return minutes
  }

  /// Refuses a word that is neither minutes nor a setting: a knob without its value, or another scene in the same line.
  private static func notUnderstood(_ word: String, of scene: any Scene.Type) -> NameError {
    if scene.controls.contains(where: { $0.name == word }) {
      return NameError("The knob \(word) needs its value, as \(word)=…, without blanks.")
    }
    let name = word.prefix { $0 != ":" }
    if catalogue.contains(where: { $0.card.id == name }) {
      return NameError("Each scene has a line of its own; write “\(word)” into the next one.")
    }
    return NameError(
      "“\(word)” is neither minutes nor a knob; behind a scene stand its minutes, as 8, and its knobs, as stride=2, and "
        + "behind # whatever you like.")
  }

  /// A number of minutes as it is written.
  static func text(_ minutes: Double) -> String {
    minutes == minutes.rounded() ? String(Int(minutes)) : String(minutes)
  }
}

extension StepRange {
  /// Reads `3`, `1-8`, `5-` or `5-last`, counted from 1.
  fileprivate init(_ text: String, of scene: any Scene.Type) throws(NameError) {
    let parts = String(text.map { "–−".contains($0) ? "-" : $0 }).split(
      separator: "-", omittingEmptySubsequences: false
    )
    .map { String($0) }
    func number(_ part: String) throws(NameError) -> Int {
      guard let number = Int(part), number > 0 else {
        throw NameError(
          "Steps are written as \(scene.card.id):3, \(scene.card.id):1-8 or \(scene.card.id):5-, counted from 1; not “\(text)”."
        )
      }
      return number - 1
    }
    let first = try number(parts[0])
    let end = parts.dropFirst().joined(separator: "-")
    let last = parts.count == 1 ? first : end.isEmpty || end == "last" ? nil : try number(end)
    if let last, last < first {
      throw NameError("Steps go forward: \(scene.card.id):\(last + 1)-\(first + 1), not \(text).")
    }
    self.init(first: first, last: last)
  }
}
