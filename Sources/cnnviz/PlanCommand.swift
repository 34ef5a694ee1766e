import ArgumentParser
import Files
import Lecture

/// Writes a plan to begin with.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "Write a plan for your talk, to be changed and shown with --plan.",
    discussion: """
      A plan is a text with a scene in each line: its id, minutes, and knobs; behind a colon the steps to show. What stands
      behind # is a comment, and “lecture: …” is the title. Minutes that it does not give come from the steps.

        lecture: Convolution in fifty minutes
        title              3
        edge-detection     5
        sliding-kernel:1-8 8  stride=2     # the first row is enough

      Examples:
        cnnviz plan --out monday.plan
        cnnviz plan --scenes title,edge-detection,sliding-kernel:1-8 --out short.plan
        cnnviz --plan short.plan
      """)

  @OptionGroup var chosen: PlanOptions

  @Option(
    help: ArgumentHelp("Write it to a new file, instead of standard output.", valueName: "file"), completion: .file())
  var out: String?

  func validate() throws {
    if out?.isEmpty ?? false { throw ValidationError("--out needs the name of a file, as talk.plan.") }
  }

  func run() throws {
    let plan = try chosen.lecturePlan(Settings())
    let text: String
    do { text = try plan.text() } catch { throw refuse(error.description) }
    guard let out else { return try writeToStandardOutput(text) }
    do throws(FileFault) { try Files.create(out, with: Array(text.utf8)) } catch {
      throw refuse(
        error.isExisting
          ? "\(out) is there already, and a plan of yours is never replaced; choose another name."
          : "\(out) cannot be written: \(error).", status: .failure)
    }
  }
}
