import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct LecturePlanTests {
  private static let text = """
    # Fifty minutes before lunch
    lecture:  Convolution   in fifty minutes # as announced

    title 3
    sliding-kernel:1-8  stride=2 8 padding=1   # the first row only
    sliding-kernel:3
    max-pool 2.5
    11:2- 4
    """

  @Test func aPlanSaysTitleScenesStepsMinutesAndKnobs() throws {
    let plan = try LecturePlan(Self.text)
    #expect(plan.title == "Convolution in fifty minutes")
    #expect(
      plan.entries.map { $0.scene.card.id } == [
        "title", "sliding-kernel", "sliding-kernel", "max-pool", catalogue[10].card.id,
      ])
    #expect(plan.entries.map(\.minutes) == [3, 8, nil, 2.5, 4])
    #expect(plan.entries.map { $0.steps?.text } == [nil, "1-8", "3", nil, "2-"])
    #expect(plan.entries[1].settings().integer(SlidingKernelScene.stride) == 2)
    #expect(plan.entries[2].settings() == Settings())
    // What is not shown in full can still be led to.
    let others = plan.others.map { $0.scene.card.id }
    #expect(others.contains("sliding-kernel") && others.contains("alexnet") && !others.contains("max-pool"))
    #expect(others.count == catalogue.count - 2)
  }

  @Test func theShortFormIsAPlanToo() throws {
    let plan = try LecturePlan(scenes: "title, edge-detection,sliding-kernel:1-8 stride=2")
    #expect(plan.entries.map { $0.scene.card.id } == ["title", "edge-detection", "sliding-kernel"])
    #expect(plan.entries[2].steps == StepRange(first: 0, last: 7))
    #expect(plan.entries[2].assignments == ["stride=2"] && plan.title == nil)
  }

  /// A plan with one mistake, where it is, and what the sentence about it says.
  private static let mistakes: [(text: String, place: String?, says: String)] = [
    ("", nil, "no scene in it"),
    ("# nothing\n\n", nil, "no scene in it"),
    ("lecture: Only a title", nil, "no scene in it"),
    ("title\nslidingkernel 8", "line 2", "did you mean sliding-kernel?"),
    ("title\r\nstrid", "line 2", "did you mean stride or"),
    ("99", "line 1", "from 1 to \(catalogue.count)"),
    ("0", "line 1", "there is no scene 0"),
    ("atrous-convolution", "line 1", "that is the scene dilated-convolution"),
    ("Title", "line 1", "There is no scene “Title”"),
    ("title stride", "line 1", "a line of its own"),
    ("title 3\ntitle: My lecture", "line 2", "“lecture: …”"),
    ("lecture:\ntitle", "line 1", "in the same line"),
    ("lecture: A\nlecture: B\ntitle", "line 2", "in line 1"),
    ("lecture: \(String(repeating: "long ", count: 20))\ntitle", "line 1", "at most 60 characters"),
    ("lecture: a\u{1B}[31m\ntitle", "line 1", "control character"),
    ("stride eight", "line 1", "neither minutes nor a knob"),
    ("stride 0", "line 1", "above 0"),
    ("stride -3", "line 1", "above 0"),
    ("stride 8min", "line 1", "“8min”"),
    ("stride 2,5", "line 1", "as 8 or 2.5"),
    ("stride 1e9", "line 1", "up to 600"),
    ("stride 8 9", "line 1", "two numbers, 8 and 9"),
    ("stride stride", "line 1", "stride=…"),
    ("stride stride=", "line 1", "not “”"),
    ("stride stride=99", "line 1", "not “99”"),
    ("stride stride=2 stride=3", "line 1", "set twice"),
    ("stride strid=2", "line 1", "did you mean stride?"),
    ("stride:0", "line 1", "counted from 1"),
    ("stride:", "line 1", "stride:1-8"),
    ("stride:one", "line 1", "stride:1-8"),
    ("stride:-3", "line 1", "stride:1-8"),
    ("stride:1-2-3", "line 1", "not “1-2-3”"),
    ("stride:8-3", "line 1", "stride:3-8"),
    ("stride:99", "line 1", "there is no step 99"),
    ("stride:2-99", "line 1", "the steps 1 to"),
  ]

  @Test(arguments: mistakes.indices) func aMistakeIsNamedInOneSentence(_ index: Int) {
    let mistake = Self.mistakes[index]
    let error = #expect(throws: PlanError.self) { try LecturePlan(mistake.text) }
    #expect(error?.place == mistake.place)
    #expect(error?.sentence.contains(mistake.says) == true, "\(error?.description ?? "")")
    #expect(error?.sentence.last.map { ".?".contains($0) } == true, "\(error?.description ?? "")")
  }

  @Test func aMistakeInTheShortFormNamesItsScene() {
    func error(_ list: String) -> String? {
      #expect(throws: PlanError.self) { try LecturePlan(scenes: list) }?.description
    }
    #expect(error("title,strid")?.hasPrefix("scene 2: There is no scene “strid”") == true)
    #expect(error("title,,stride")?.hasPrefix("scene 2: There is nothing here") == true)
    #expect(error("")?.hasPrefix("scene 1: ") == true)
  }

  @Test func knobsThatDoNotGoTogetherAreRefusedWithTheLesson() throws {
    let error = #expect(throws: PlanError.self) {
      try LecturePlan("title\n\nsliding-kernel kernel=7 dilation=2")
    }
    #expect(error?.place == "line 3" && error?.sentence.contains("cannot be so") == true)
  }

  @Test func stepsAreHeldToThoseThatThereAre() {
    #expect(StepRange(first: 2, last: 9).indices(of: 5) == 2..<5)
    #expect(StepRange(first: 2, last: nil).indices(of: 5) == 2..<5)
    #expect(StepRange(first: 7, last: 9).indices(of: 5) == 4..<5)
    #expect(StepRange(first: 0, last: 1).indices(of: 1) == 0..<1)
  }

  @Test func aWrittenPlanReadsAsItself() throws {
    let plan = try LecturePlan(Self.text)
    let written = try plan.text()
    let again = try LecturePlan(written)
    #expect(again.title == plan.title)
    #expect(again.entries.map { $0.scene.card.id } == plan.entries.map { $0.scene.card.id })
    #expect(again.entries.map(\.steps) == plan.entries.map(\.steps))
    #expect(again.entries.map(\.assignments) == plan.entries.map(\.assignments))
    #expect(again.entries.allSatisfy { $0.minutes != nil })
    #expect(try again.text() == written)
  }

  @Test func theWholeLectureIsAPlanWithNothingBesideIt() throws {
    #expect(LecturePlan.whole.others.isEmpty && LecturePlan.whole.title == nil)
    let again = try LecturePlan(LecturePlan.whole.text())
    #expect(again.entries.map { $0.scene.card.id } == catalogue.map { $0.card.id } && again.others.isEmpty)
  }

  @Test func minutesComeFromTheSteps() throws {
    // 65 words at 130 a minute, three looks of 5 seconds, and 15 seconds for the question: a minute.
    let words = Array(repeating: "word", count: 30).joined(separator: " ")
    let steps = [
      Step(caption: StyledText(words), note: words), Step(caption: "five words are in here"),
      Step(caption: "", question: Question("How many?", answer: .number(1, decimals: 0))),
    ]
    #expect(TalkingTime.minutes(of: steps[...]) == 1)
    #expect(TalkingTime.minutes(of: steps[1..<2]) == 0.5)
    let part = try LecturePlan(scenes: "sliding-kernel:1-8").entries[0].plannedMinutes()
    let all = try LecturePlan(scenes: "sliding-kernel").entries[0].plannedMinutes()
    #expect(part < all)
    #expect(try LecturePlan("sliding-kernel 7").entries[0].plannedMinutes() == 7)
  }

  /// A plan's words stand apart by blanks; no knob of the lecture has one in its name or its values.
  @Test func everyKnobCanStandInAPlan() {
    for control in catalogue.flatMap({ $0.controls }) {
      var words = [control.name]
      if case .choice(let names, _) = control.kind { words += names }
      for word in words { #expect(!word.contains { $0.isWhitespace || $0 == "#" }, "\(control.name): \(word)") }
    }
  }
}
