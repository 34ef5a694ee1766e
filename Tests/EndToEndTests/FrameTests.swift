import CellCanvas
import Lecture
import TerminalSession
import Testing

/// What the terminal shows, cell by cell with its colours, at each size, rung of colours and set of glyphs.
@Suite struct FrameTests {
  @Test(arguments: [Size(columns: 80, rows: 24), Size(columns: 160, rows: 48)])
  func everySceneIsShown(_ size: Size) throws {
    for scene in catalogue {
      let rehearsal = try Rehearsal(scene: scene.card.id, size: size)
      #expect(rehearsal.session.isOnAlternateScreen)
      #expect(!rehearsal.session.isCursorVisible)
      #expect(!rehearsal.session.isMouseReported, "text must stay selectable until the mouse is asked for")
      #expect(!rehearsal.session.isCooked)
    }
  }

  @Test(arguments: ColorDepth.allCases) func everyRungOfColoursCanBeAskedFor(_ depth: ColorDepth) throws {
    let rehearsal = try Rehearsal(arguments: ["--color", depth.rawValue], depth: depth)
    try rehearsal.press("c", "t", "t", "t")
  }

  @Test(arguments: [
    (["COLORTERM": "truecolor"], ColorDepth.truecolor),
    (["TERM": "tmux-256color", "TMUX": "/tmp/socket,1,0"], .truecolor),
    (["TERM": "xterm-256color"], .palette256),
    (["TERM": "xterm-256color", "NO_COLOR": "1"], .mono),
    (["COLORTERM": "truecolor", "NO_COLOR": "1"], .mono),
    (["TERM": "vt100"], .mono),
  ])
  func theEnvironmentChoosesTheColours(_ environment: [String: String], _ depth: ColorDepth) throws {
    try Rehearsal(environment: environment, depth: depth).press(.space, .space)
  }

  @Test func eightColoursStandForSixteen() throws {
    let rehearsal = try Rehearsal(environment: ["TERM": "xterm"], depth: .palette16, colorCount: 8)
    try rehearsal.press(.space, .space, "t")
  }

  @Test func aPlainLocaleGetsNothingButASCII() throws {
    let rehearsal = try Rehearsal(
      environment: ["LC_ALL": "C", "COLORTERM": "truecolor"], depth: .truecolor, glyphs: .ascii)
    try rehearsal.press(.space, .space, "?", .escape, "o", .escape, "c", .right, "t")
    #expect(rehearsal.session.bytes.allSatisfy { $0 < 0x80 })
  }

  @Test func asciiCanBeAskedFor() throws {
    let rehearsal = try Rehearsal(arguments: ["--ascii"], glyphs: .ascii)
    try rehearsal.press(.space)
    #expect(rehearsal.session.bytes.allSatisfy { $0 < 0x80 })
  }

  @Test func aLocaleThatIsNotInstalledIsTakenAsUTF8() throws {
    try Rehearsal(environment: ["LANG": "xx_XX.UTF-8"]).press(.space)
    try Rehearsal(environment: ["LANG": ""]).press(.space)
  }

  @Test func theLinuxConsoleGetsTheGlyphsOfItsFont() throws {
    try Rehearsal(arguments: ["--color", "mono"], environment: ["TERM": "linux"], depth: .mono, glyphs: .blocks)
      .press(.space)
  }

  @Test func theWindowMayChange() throws {
    let rehearsal = try Rehearsal()
    try rehearsal.press(.space)
    try rehearsal.resize(Size(columns: 160, rows: 48))
    try rehearsal.resize(Size(columns: 40, rows: 12))
    #expect(rehearsal.session.text.contains("80 × 24"))
    try rehearsal.resize(Size(columns: 1, rows: 1))
    try rehearsal.resize(Size(columns: 200, rows: 60))
    try rehearsal.resize(Size(columns: 80, rows: 24))
    try rehearsal.press(.space)
  }

  /// More cells than ncurses can count are not all used; it neither crashes nor refuses them.
  @Test func windowsOfAnySize() {
    let session = TerminalSession(
      BuiltProgram.path("cnnviz"), ["--scene", "sliding-kernel", "--no-predict", "--reduced-motion"])
    #expect(session.wait { $0.isOnAlternateScreen && $0.line($0.rows - 1).contains("help") })
    let frame = session.text
    for (columns, rows) in [(40_000, 24), (32_768, 24), (80, 40_000), (65_535, 65_535)] {
      let before = session.bytes.count
      session.announceSize(columns: columns, rows: rows)
      #expect(session.wait { $0.bytes.count > before })
      session.resize(columns: 80, rows: 24)
      #expect(session.wait { $0.text == frame })
    }
    session.send(" ")
    #expect(session.wait { $0.text != frame })
    session.send("q")
    #expect(session.waitForEnd() == .exited(0))
  }
}
