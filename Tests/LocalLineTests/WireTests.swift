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
