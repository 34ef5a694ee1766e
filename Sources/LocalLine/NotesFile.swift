import Files
public import Playback

/// Writes the note of each step to a file, for whatever else is to show it.
public final class NotesFile: Companion {
  /// The lecture.
  public typealias Performer = Player

  /// Why notes cannot be written.
  public struct Failure: Error, CustomStringConvertible {
    /// One sentence, without its end.
    public let description: String
  }

  /// With what the file begins, so that it is known for one of this program's and may be written over.
  private static let mark = "cnnviz notes: "

  private let path: String
  private var stream = SnapshotStream()
  private var written: String?

  /// Notes into the file at `path`, which is not there yet or was written by this program.
  ///
  /// - Throws: `Failure` with the sentence that says why that cannot be.
  public init(_ path: String) throws(Failure) {
    self.path = path
    func refusal(_ reason: String) -> Failure {
      Failure(description: "The notes cannot be written to “\(path)” (\(reason)); name another file")
    }
    do {
      if Files.exists(path) {
        guard Files.isOrdinary(path) else { throw refusal("it is no ordinary file") }
        let bytes = try Files.bytes(of: path, most: 1 << 20)
        guard bytes.isEmpty || bytes.starts(with: Self.mark.utf8) else {
          throw refusal("there is something else in it")
        }
      }
      try Files.checkReplaceable(path)
    } catch let refused as Failure {
      throw refused
    } catch {
      throw refusal("\(error)")
    }
  }

  /// Writes the note of the step, where it is another.
  public func tell(of player: inout Player, at now: Duration) {
    guard let news = stream.news(of: player) else { return }
    let text = Self.text(news.state)
    guard text != written else { return }
    written = text
    do throws(FileFault) { try Files.replace(path, with: Array(text.utf8)) } catch {
      player.announce("the note was not written to \(path) (\(error))")
    }
  }

  /// What stands in the file at a moment.
  static func text(_ state: LectureState) -> String {
    var lines = [
      "\(mark)\(state.title), step \(state.stepNumber) of \(state.shown.count)", "", state.caption, "",
    ]
    if let question = state.question {
      lines += ["Question: \(question.prompt)"]
      lines += question.choices.enumerated().map { "  \($0 + 1) \($1)" }
      lines += ["Answer: \(question.answer)"]
      if let mistake = question.mistake { lines += ["Often said: \(mistake)"] }
      lines += [""]
    }
    return (lines + [state.note]).joined(separator: "\n") + "\n"
  }
}
