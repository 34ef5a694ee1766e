import CellCanvas
import Playback
import TerminalSession
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Every key of the lecture, as a terminal sends it, has its effect on the screen.
@Suite struct KeyTests {
  /// Presses keys at the third step without predictions, and expects the last of them to change the screen.
  private func expectEffect(of keys: [KeyStroke]) throws {
    let rehearsal = try Rehearsal()
    try rehearsal.press("x", .space, .space)
    for key in keys.dropLast() { try rehearsal.press(key) }
    let before = rehearsal.expected
    let last = try #require(keys.last)
    try rehearsal.press(last)
    #expect(rehearsal.expected != before, "\(last.key.name) has no effect")
  }

  @Test(arguments: [KeyStroke.right, .space, .enter, .pageDown, "n", "l"]) func nextStep(_ key: KeyStroke) throws {
    try expectEffect(of: [key])
  }

  @Test(arguments: [KeyStroke.left, .backspace, .pageUp, "p", "h"]) func previousStep(_ key: KeyStroke) throws {
    try expectEffect(of: [key])
  }

  @Test(arguments: [KeyStroke("]"), "[", "N", "P"]) func sceneByScene(_ key: KeyStroke) throws {
    try expectEffect(of: [key])
  }

  @Test(arguments: [KeyStroke.home, .end]) func endsOfTheScene(_ key: KeyStroke) throws { try expectEffect(of: [key]) }

  @Test func goingToANumber() throws {
    try expectEffect(of: ["1", .enter])
    try expectEffect(of: ["1", "G"])
    try expectEffect(of: ["g", "g"])
    try expectEffect(of: ["G"])
  }

  @Test func contentsAndSearch() throws {
    try expectEffect(of: ["o"])
    try expectEffect(of: [.controlP, .up, .enter])
    try expectEffect(of: ["/", "s", "t", "r"])
    try expectEffect(of: ["/", "s", "t", "r", .down, .enter])
    try expectEffect(of: ["/", "q", .backspace, .escape])
  }

  @Test func knobs() throws {
    try expectEffect(of: [.tab])
    try expectEffect(of: [.backtab])
    try expectEffect(of: [.up])
    try expectEffect(of: [.tab, .up, .down])
    try expectEffect(of: [.up, "r"])
  }

  @Test func editingAndPointing() throws {
    try expectEffect(of: ["e", .right, "7"])
    try expectEffect(of: ["e", "-", "5", .escape])
    try expectEffect(of: ["c"])
    try expectEffect(of: ["c", .tab, .down, .right])
    try expectEffect(of: ["c", .escape])
  }

  @Test(arguments: [KeyStroke("b"), ".", "w", "t", "?", .f1, "x", "<"]) func whatTheScreenShows(_ key: KeyStroke) throws
  {
    if key.bytes == "<" {
      let rehearsal = try Rehearsal()
      try rehearsal.press(key)
    } else {
      try expectEffect(of: [key])
    }
  }

  @Test func blankScreensGoAway() throws {
    try expectEffect(of: ["b", .f5])
    try expectEffect(of: ["w", "w"])
  }

  @Test func redrawingRepairsTheScreen() throws {
    let rehearsal = try Rehearsal()
    try rehearsal.press(.space, .controlL)
  }

  @Test func autoplayMovesByItself() throws {
    let session = TerminalSession(
      BuiltProgram.path("cnnviz"), ["--scene", "sliding-kernel", "--no-predict", "--reduced-motion"])
    #expect(session.wait { $0.line($0.rows - 2).contains(" 1/") })
    session.send(">>>>a")
    #expect(session.wait { $0.line($0.rows - 2).contains(" 3/") }, "\(session.text)")
  }

  @Test func aPredictionIsTypedAndCounted() throws {
    let rehearsal = try Rehearsal()
    try rehearsal.press(.space, "5", .enter)
    rehearsal.session.send("q")
    #expect(rehearsal.session.waitForEnd() == .exited(0))
    let score = try #require(rehearsal.player.scoreText)
    #expect(rehearsal.session.text.contains(score), "the score stands on the screen that was there before")
  }

  @Test func quitting() throws {
    let rehearsal = try Rehearsal()
    // Escape never quits: with nothing open it takes no more than the notice away.
    try rehearsal.press("x", .escape, .f1, .escape)
    rehearsal.session.send("q")
    #expect(rehearsal.session.waitForEnd() == .exited(0))
    let interrupted = try Rehearsal()
    interrupted.session.send("\u{03}")
    #expect(interrupted.session.waitForEnd() == .exited(128 + SIGINT))
  }

  @Test func figuresAboutTheRunStandAtItsEnd() throws {
    let rehearsal = try Rehearsal(arguments: ["--stats"])
    try rehearsal.press(.space)
    rehearsal.session.send("q")
    #expect(rehearsal.session.waitForEnd() == .exited(0))
    let lines = (0..<rehearsal.session.rows).map(rehearsal.session.line)
    #expect(lines.contains { $0.hasPrefix("frames   ") } && lines.contains { $0.hasPrefix("input    1,") })
  }

  @Test func keysThatTerminfoDescribesOtherwise() throws {
    let rehearsal = try Rehearsal()
    try rehearsal.press(
      "x", KeyStroke(.right, "\u{1B}[C"), KeyStroke(.right, "\u{1B}[C"), KeyStroke(.left, "\u{1B}[D"),
      KeyStroke(.end, "\u{1B}[4~"), KeyStroke(.home, "\u{1B}[1~"), KeyStroke(.end, "\u{1B}[F"),
      KeyStroke(.function(1), "\u{1B}[11~"), .escape)
  }

  @Test func aHeldKeyIsNeverBehind() throws {
    let rehearsal = try Rehearsal()
    try rehearsal.press("x")
    // As much as a keyboard repeats in a minute, all at once.
    for _ in 0..<2000 { _ = rehearsal.player.handle(.key(.right), at: .zero) }
    rehearsal.session.send(String(repeating: KeyStroke.right.bytes, count: 2000))
    try rehearsal.expectSameFrame("after 2000 keys")
    #expect(rehearsal.player.card.id == "sliding-kernel")
  }

  /// What terminals send that is no key of the lecture, by names that can be printed.
  private static let noKeys = [
    "unknown control sequence": "\u{1B}[99;1q", "device attributes": "\u{1B}[?1;2c", "cursor report": "\u{1B}[12;40R",
    "colour report": "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\", "title": "\u{1B}]0;q\u{07}", "DCS": "\u{1B}Pq\u{1B}\\",
    "Alt-q": "\u{1B}q", "Ctrl-right": "\u{1B}[1;5C", "paste": "\u{1B}[200~qqq\nq\u{1B}[201~",
    "old mouse": "\u{1B}[M !!",
    "controls": "\u{00}\u{1D}", "other letters": "\u{FFFD}漢字é",
  ]

  @Test(arguments: noKeys.keys.sorted()) func whatIsNoKeyDoesNothing(_ name: String) throws {
    let rehearsal = try Rehearsal()
    rehearsal.session.send(try #require(Self.noKeys[name]))
    try rehearsal.press(.space, .left)
  }

  @Test func bytesThatAreNoTextDoNothing() throws {
    let rehearsal = try Rehearsal()
    // ncurses looks for the end of a character in the next 144 bytes; these keep the next key out of it.
    rehearsal.session.send(bytes: [0xFF, 0xFE, 0xC3, 0x28, 0xE2, 0x82] + Array(repeating: 0x7A, count: 160))
    try rehearsal.press(.right, .left)
  }

  @Test func theMouseIsReportedOnlyWhileItIsOn() throws {
    let rehearsal = try Rehearsal()
    try rehearsal.press("x", .space, .space, "m")
    #expect(rehearsal.session.wait { $0.isMouseReported })
    let spot = try #require(rehearsal.player.frame().hotSpots.first { $0.target.grid == "output" })
    let before = rehearsal.expected
    try rehearsal.point(.moved, at: spot.region.origin)
    #expect(rehearsal.expected != before, "what is pointed at is lit")
    try rehearsal.point(.pressed, at: spot.region.origin)
    try rehearsal.point(.released, at: spot.region.origin)
    try rehearsal.point(.scrolledDown, at: spot.region.origin)
    try rehearsal.point(.scrolledUp, at: spot.region.origin)
    try rehearsal.press("m")
    #expect(rehearsal.session.wait { !$0.isMouseReported })
  }

  /// A lecture at its third step, without predictions.
  private func lecture() -> TerminalSession {
    let session = TerminalSession(
      BuiltProgram.path("cnnviz"), ["--scene", "sliding-kernel:3", "--no-predict", "--reduced-motion"])
    #expect(session.wait { $0.isOnAlternateScreen && $0.line($0.rows - 1).contains("help") })
    return session
  }

  /// What a program that ended badly left switched on is switched off, and what it still reports is nothing.
  @Test func reportsOfAForgottenMouseAreNothing() {
    let session = lecture()
    let beginning = String(decoding: session.bytes, as: UTF8.self)
    for mode in ["1000", "1002", "1003", "1006"] { #expect(beginning.contains("\u{1B}[?\(mode)l")) }
    let frame = session.text
    session.send("\u{1B}[<35;20;10M\u{1B}[<35;21;10M\u{1B}[<0;20;10M\u{1B}[<0;20;10m n")
    #expect(session.wait { $0.text != frame }, "keys count")
    session.send("pp")
    #expect(session.wait { $0.text == frame }, "and only they: \(session.text)")
    #expect(!session.isMouseReported)
  }

  /// The marks of a paste may arrive in pieces; nothing of what is between them is a key, and keys count afterwards.
  @Test(arguments: [1, 2, 4, 5, 6, 10, 18, 20, 22]) func pastesInPieces(_ cut: Int) {
    let session = lecture()
    let frame = session.text
    let paste = Array("\u{1B}[200~please quit\u{1B}[201~".utf8)
    session.send(bytes: Array(paste[..<cut]))
    // Long enough that the pieces are read one after the other.
    _ = session.wait(.milliseconds(30)) { _ in false }
    session.send(bytes: Array(paste[cut...]))
    session.send(" ")
    #expect(session.wait { $0.text != frame }, "keys count again")
    session.send("p")
    #expect(session.wait { $0.text == frame }, "\(session.text)")
    session.send("q")
    #expect(session.waitForEnd() == .exited(0))
  }
}
