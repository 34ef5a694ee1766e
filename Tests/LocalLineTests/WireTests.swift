import CellCanvas
import Playback
import Testing

@testable import LocalLine

@Suite struct WireTests {
  @Test(arguments: [
    DeskMessage.key("n"), .key(.pageDown), .key(.control("p")), .key(.function(5)), .key("\""), .key("é"),
    .goTo(entry: 2, scene: "stride", step: 3), .goTo(entry: 0, scene: "stride", step: nil),
    .clock(TalkClock(elapsed: .milliseconds(90_500), origin: TalkPlace(entry: 4, step: 2, of: 7))),
  ]) func whatADeskSaysIsUnderstood(_ message: DeskMessage) {
    #expect(Wire.deskMessage(Wire.line(message, at: .zero), at: .zero) == message)
  }
}

extension WireTests {
  @Test func whatALectureSaysIsUnderstood() {
    var state = LectureState(
      moment: Moment(
        entry: 3, scene: "stride", step: 2, isCovered: true, assignments: ["stride=2"],
        pointer: Target(grid: "input", row: 1, column: 2)),
      title: "Taking larger strides", shown: 1..<13,
      place: TalkPlace(entry: 3, step: 1, of: 12), caption: "Why?", note: "Say “so”.\nAnd so.")
    state.question = AskedQuestion(prompt: "Which?", choices: ["a", "b"], answer: "a", mistake: "b")
    (state.typed, state.isTyping, state.notice, state.blank) = ("3", true, "no", "black")
    (state.overlay, state.isAutoplaying) = ("help", true)
    state.knobs = [.init(name: "stride", value: "2", isChosen: true)]
    state.clock = TalkClock(
      elapsed: .seconds(90), isRunning: true, origin: TalkPlace(entry: 0, step: 0, of: 6), at: .seconds(5))
    for message: LectureMessage in [
      .state(number: 7, state), .refusal("No."),
      .facts(LectureFacts(process: 12, plan: "title 3\nstride:1-4 stride=2\n", ownFiles: ["--image", "/a b.png"])),
    ] {
      #expect(Wire.lectureMessage(Wire.line(message, at: .seconds(5)), at: .seconds(5)) == message)
    }
  }
}

extension WireTests {
  /// A place that is none would make no sense of the pace.
  @Test(arguments: [
    "{\"entry\":-1,\"step\":0,\"steps\":1}", "{\"entry\":0,\"step\":-1,\"steps\":1}",
    "{\"entry\":0,\"step\":4,\"steps\":4}",
    "{\"entry\":0,\"step\":0,\"steps\":0}", "7", "{}",
  ]) func aClockThatBeganNowhereHasNotBegun(_ place: String) {
    let line = "{\"clock\":{\"elapsed\":1,\"isRunning\":true,\"origin\":\(place)}}"
    guard case .clock(let clock) = Wire.deskMessage(line, at: .zero) else {
      Issue.record("no clock")
      return
    }
    #expect(!clock.hasBegun)
  }
}
