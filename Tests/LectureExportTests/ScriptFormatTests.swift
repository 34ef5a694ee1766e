import CellCanvas
import Lecture
import Playback
import Testing

@testable import LectureExport

@Suite struct ScriptFormatTests {
  private func script(_ plan: String, isQuiz: Bool = false) throws -> String {
    let walk = LectureWalk(plan: try LecturePlan(plan), options: PlayerOptions())
    return try walk.write(as: ScriptFormat(walk, isQuiz: isQuiz))
  }

  private func steps(_ id: String) throws -> [Step] {
    try catalogue[catalogueIndex(of: id)].init(Settings()).steps
  }

  private func plain(_ markdown: String) -> String { markdown.filter { $0 != "\\" } }

  @Test func everyStepHasItsCaptionFormulaNoteAndFigure() throws {
    let text = try script("lecture: A *short* one\nstride")
    #expect(text.contains(ExportMark.text) && text.contains("# A \\*short\\* one"))
    #expect(text.contains("## 1. Taking larger strides"))
    let steps = try steps("stride")
    #expect(text.split(separator: "\n").count { $0.hasPrefix("### ") } == steps.count)
    for step in steps {
      #expect(plain(text).contains(step.caption.plain.withoutContinuations))
      #expect(step.note.isEmpty || plain(text).contains("**Note.** " + step.note))
      for line in step.formula { #expect(text.contains(line.plain.withoutContinuations)) }
    }
    #expect(text.split(separator: "\n").count { $0 == "```text" } >= steps.count)
  }

  @Test func questionsStandBeforeTheirSteps() throws {
    let text = try script("stride\nmax-pool")
    let questions = try (steps("stride") + steps("max-pool")).compactMap(\.question)
    #expect(!questions.isEmpty)
    var rest = plain(text)[...]
    for (index, question) in questions.enumerated() {
      let asked = try #require(rest.range(of: "**Question \(index + 1).** \(question.prompt)"))
      rest = rest[asked.upperBound...]
      let answer = try #require(rest.range(of: "**Answer \(index + 1).** \(question.answerText)"))
      rest = rest[answer.upperBound...]
    }
  }

  @Test func aQuizKeepsItsAnswersForTheLastPage() throws {
    let text = try script("stride\nmax-pool", isQuiz: true)
    let page = try #require(text.range(of: "## Answers"))
    let (asked, answers) = (text[..<page.lowerBound], text[page.upperBound...])
    #expect(!asked.contains("**Answer") && !text.contains("**Note"))
    let steps = try steps("stride") + steps("max-pool")
    let count = steps.compactMap(\.question).count
    for number in 1...count {
      #expect(asked.contains("**Question \(number).**") && answers.contains("**Answer \(number).**"))
    }
    for step in steps where step.question != nil {
      #expect(plain(String(answers)).contains(step.caption.plain.withoutContinuations))
    }
  }

  @Test func aRangeOfStepsIsNumberedAsItIsShown() throws {
    let text = try script("stride:3-5")
    #expect(text.contains("### Step 1 of 3") && text.contains("### Step 3 of 3") && !text.contains("Step 4"))
  }
}
