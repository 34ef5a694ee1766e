import ConvolutionEngine

/// Why a word names no scene, no step or no knob: one sentence that says what there is instead.
public struct NameError: Error, Hashable, CustomStringConvertible, Sendable {
  /// The sentence, with its full stop or question mark.
  public let description: String

  /// A refusal with its sentence.
  public init(_ description: String) { self.description = description }

  /// Refuses a name that does not exist, with the nearest ones that do.
  public static func noSuch(_ kind: String, _ typed: String, among names: [String]) -> NameError {
    NameError("There is no \(kind) “\(typed)”; \(NearestNames.hint(for: typed, among: names))")
  }
}

/// Where in the catalogue the scene is, from 0, that `text` names by its id or by its number, from 1.
///
/// - Throws: `NameError` with the nearest ids or the range of numbers.
public func catalogueIndex(of text: String) throws(NameError) -> Int {
  let ids = catalogue.map { $0.card.id }
  if let index = ids.firstIndex(of: text) { return index }
  if let number = Int(text) {
    guard (1...ids.count).contains(number) else {
      throw NameError("Scenes are numbered from 1 to \(ids.count); there is no scene \(number).")
    }
    return number - 1
  }
  let words = text.lowercased().split(separator: "-").joined(separator: " ")
  let others = catalogue.filter { $0.card.otherNames.contains(words) }.map { $0.card.id }
  guard others.isEmpty else {
    throw NameError(
      "There is no scene “\(text)”; that is \(others.count == 1 ? "the scene" : "told in \(spelled(others.count)) scenes:") \(listed(others))."
    )
  }
  throw .noSuch("scene", text, among: ids)
}

extension Settings {
  /// Settings of a scene from assignments as “stride=2”.
  ///
  /// - Parameter settings: what the assignments change.
  /// - Throws: `NameError` with the nearest knobs, the nearest choices or the range.
  public init(
    of scene: any Scene.Type, from assignments: [String], changing settings: Settings = Settings()
  ) throws(NameError) {
    self = settings
    for assignment in assignments {
      guard let sign = assignment.firstIndex(of: "=") else {
        throw NameError("A setting is a name, = and a value, as stride=2; not “\(assignment)”.")
      }
      let name = String(assignment[..<sign])
      guard let control = scene.controls.first(where: { $0.name == name }) else {
        throw Self.noSuchKnob(name, of: scene)
      }
      do {
        try set(control, from: String(assignment[assignment.index(after: sign)...]))
      } catch {
        throw NameError(error.description.asSentence)
      }
    }
  }

  /// Refuses a knob that a scene does not have, with the scenes that have it, or the nearest names.
  private static func noSuchKnob(_ name: String, of scene: any Scene.Type) -> NameError {
    let others = catalogue.filter { $0.controls.contains { $0.name == name } }.map { $0.card.id }
    guard others.isEmpty else {
      return NameError(
        "The scene \(scene.card.id) has no knob “\(name)”; \(listed(others)) \(verb(others.count, "has")) one, "
          + "as in --scene \(others[0]) --set \(name)=…")
    }
    guard !scene.controls.isEmpty else {
      return NameError("The scene \(scene.card.id) has no knobs, so there is no “\(name)” to set.")
    }
    return .noSuch("knob", name, among: scene.controls.map(\.name))
  }
}

extension String {
  /// With a full stop, unless it ends a sentence as it is.
  var asSentence: String { last.map { ".?…".contains($0) } == true ? self : self + "." }
}
