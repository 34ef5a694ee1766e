import CellCanvas
import Playback
import Testing

@testable import LocalLine

@Suite struct WireTests {
  @Test(arguments: [
    DeskMessage.key("n"), .key(.pageDown), .key(.control("p")), .key(.function(5)), .key("\""), .key("é"),
    .goTo(scene: "stride", step: 3), .goTo(scene: "stride", step: nil),
    .clock(TalkClock(elapsed: .milliseconds(90_500), origin: Moment(scene: "grid-data", step: 2))),
  ]) func whatADeskSaysIsUnderstood(_ message: DeskMessage) {
    #expect(Wire.deskMessage(Wire.line(message, at: .zero), at: .zero) == message)
  }
}

extension WireTests {
  @Test func whatALectureSaysIsUnderstood() {
    var state = LectureState(
      moment: Moment(
        scene: "stride", step: 2, isCovered: true, assignments: ["stride=2"],
        pointer: Target(grid: "input", row: 1, column: 2)),
      title: "Taking larger strides", stepCount: 13, caption: "Why?", note: "Say “so”.\nAnd so.")
    state.question = AskedQuestion(prompt: "Which?", choices: ["a", "b"], answer: "a", mistake: "b")
    (state.typed, state.isTyping, state.notice, state.blank) = ("3", true, "no", "black")
    (state.overlay, state.isAutoplaying) = ("help", true)
    state.knobs = [.init(name: "stride", value: "2", isChosen: true)]
    let clock = TalkClock(
      elapsed: .seconds(90), isRunning: true, origin: Moment(scene: "title", step: 0), at: .seconds(5))
    for message: LectureMessage in [
      .state(number: 7, state, clock: clock), .refusal("No."),
      .facts(LectureFacts(process: 12, scenes: ["a", "b"], minutes: [1.5, 2], ownFiles: ["--image", "/a b.png"])),
    ] {
      #expect(Wire.lectureMessage(Wire.line(message, at: .seconds(5)), at: .seconds(5)) == message)
    }
  }
}
