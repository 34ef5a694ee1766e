import CellCanvas
import Foundation
import FrameExport
import PictureFiles
import Playback
import TerminalSession
import Testing

/// The program asks the terminal whether it draws pictures in pixels; the test answers, or does not.
@Suite struct PictureTests {
  private static let question = Array("\u{1B}[c".utf8)

  /// A lecture with pictures whose question has come, and which has shown its first frame by then, in half blocks.
  private func asked(
    _ scene: String = "edge-detection", environment: [String: String] = ["COLORTERM": "truecolor"]
  ) throws -> Rehearsal {
    let rehearsal = try Rehearsal(
      scene: scene, arguments: ["--blocks", "pixels", "--no-predict"], environment: environment,
      size: Size(columns: 100, rows: 30), depth: .truecolor, predicts: false)
    #expect(rehearsal.session.wait { $0.bytes.suffix(4096).contains(Self.question) })
    return rehearsal
  }

  /// The number of the image that the program has asked about.
  private func id(_ rehearsal: Rehearsal) throws -> String {
    let text = String(decoding: rehearsal.session.bytes, as: UTF8.self)
    return String(try #require(text.firstMatch(of: /Gi=([0-9]+),s=1,v=1,a=q/)).1)
  }

  private func answerAsKitty(_ rehearsal: Rehearsal) throws {
    rehearsal.session.knowsPictures = true
    rehearsal.session.send("\u{1B}_Gi=\(try id(rehearsal));OK\u{1B}\\\u{1B}[6;20;10t\u{1B}[?62;52c")
    rehearsal.hasPictures = true
    try rehearsal.expectSameFrame("when the terminal has answered")
  }

  /// The terminal shows the pictures of the frame, each pixel of them, and no others.
  private func expectPictures(_ rehearsal: Rehearsal, _ moment: String, isDecoded: Bool = false) throws {
    let frame = rehearsal.player.frame()
    let pieces = frame.withWindows().pieces
    let session = rehearsal.session
    func places(_ session: TerminalSession) -> Set<Region> {
      Set(session.pictures.shown.map { Region(column: $0.column, row: $0.row, columns: $0.columns, rows: $0.rows) })
    }
    #expect(
      session.wait { places($0) == Set(pieces.map(\.region)) && $0.pictures.shown.count == pieces.count },
      "\(moment): \(session.pictures.shown), not \(pieces)")
    #expect(session.pictures.faults.isEmpty, "\(moment)")
    for piece in pieces {
      let picture = frame.pictures[piece.picture]
      let placed = try #require(
        session.pictures.shown.first { $0.column == piece.region.column && $0.row == piece.region.row })
      let sent = session.pictures.images[placed.image] ?? ""
      let wanted = Raster(picture, theme: rehearsal.player.theme, cellWidth: 10, cellHeight: 20)
      #expect(sent == base64(PortableNetworkGraphics(wanted).bytes), "\(moment)")
      #expect(placed.x == 10 * (piece.region.column - picture.region.column), "\(moment)")
      #expect(placed.y == 20 * (piece.region.row - picture.region.row), "\(moment)")
      #expect(placed.width == 10 * piece.region.columns && placed.height == 20 * piece.region.rows, "\(moment)")
      guard isDecoded, let seen = try decoded(sent) else { continue }
      #expect(seen.width == wanted.width && seen.height == wanted.height, "\(moment)")
      #expect(seen.bytes == wanted.colors.flatMap { [$0.red, $0.green, $0.blue] }, "\(moment)")
    }
  }

  /// The picture in a PNG file in base64; `nil` where this was built without libpng.
  private func decoded(_ text: String) throws -> Picture? {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("cnnviz-placed-\(UUID().uuidString).png")
    try #require(Data(base64Encoded: text)).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    do {
      return try PictureFile.picture(at: path.path)
    } catch {
      #expect(error.description.contains("libpng"))
      return nil
    }
  }

  /// Steps at which something is drawn in pixels, so that the walk below is about something.
  private func pictureCount(_ rehearsal: Rehearsal) -> Int { rehearsal.player.frame().pictures.count }

  @Test func aTerminalThatAnswersGetsThePictures() throws {
    let rehearsal = try asked()
    // Keys do not wait for the answer.
    try rehearsal.press(.right, .left)
    try answerAsKitty(rehearsal)
    try expectPictures(rehearsal, "at the first step", isDecoded: true)
    var seen = 0
    for number in 2...6 {
      try rehearsal.press(.right)
      try expectPictures(rehearsal, "at step \(number)")
      seen += pictureCount(rehearsal)
    }
    #expect(seen > 0)
    // What was sent once is not sent again for a step back.
    let sent = rehearsal.session.pictures.sentCount
    for number in (1...5).reversed() {
      try rehearsal.press(.left)
      try expectPictures(rehearsal, "back at step \(number)")
    }
    #expect(rehearsal.session.pictures.sentCount == sent)
  }

  @Test func nothingIsLeftOfAPicture() throws {
    let rehearsal = try asked()
    try answerAsKitty(rehearsal)
    while pictureCount(rehearsal) == 0 { try rehearsal.press(.right) }
    try expectPictures(rehearsal, "with a picture")
    // What lies over a picture is seen, and what it leaves free of the picture.
    try rehearsal.press("?")
    try expectPictures(rehearsal, "below the help")
    try rehearsal.press(.escape)
    try expectPictures(rehearsal, "without the help")
    try rehearsal.press("b")
    #expect(rehearsal.session.wait { $0.pictures.shown.isEmpty })
    try rehearsal.press("b", "t")
    try expectPictures(rehearsal, "in another theme")
    try rehearsal.press(.controlL)
    try expectPictures(rehearsal, "drawn anew")
    try rehearsal.resize(Size(columns: 120, rows: 40))
    try expectPictures(rehearsal, "in a larger window")
    try rehearsal.resize(Size(columns: 90, rows: 26))
    try expectPictures(rehearsal, "in a smaller window")
    rehearsal.session.send("q")
    #expect(rehearsal.session.waitForEnd() == .exited(0))
    #expect(rehearsal.session.pictures.images.isEmpty && rehearsal.session.pictures.shown.isEmpty)
    #expect(!rehearsal.session.isOnAlternateScreen)
  }

  @Test func aSignalTakesPicturesAway() throws {
    let rehearsal = try asked()
    try answerAsKitty(rehearsal)
    while pictureCount(rehearsal) == 0 { try rehearsal.press(.right) }
    try expectPictures(rehearsal, "with a picture")
    rehearsal.session.signal(SIGTERM)
    #expect(rehearsal.session.waitForEnd() == .exited(128 + SIGTERM))
    #expect(rehearsal.session.pictures.images.isEmpty)
  }

  /// Keys count from the first frame on, and pictures stay in half blocks.
  @Test func aTerminalThatDoesNotAnswerLosesNothing() throws {
    let rehearsal = try asked()
    for _ in 0..<4 { try rehearsal.press(.right) }
    try rehearsal.press(.left, "?", .escape)
    #expect(rehearsal.session.pictures.sentCount == 0 && rehearsal.session.pictures.sixels.isEmpty)
  }

  @Test func aTerminalWithoutPicturesKeepsHalfBlocks() throws {
    let rehearsal = try asked()
    rehearsal.session.send("\u{1B}[?62;22c")
    for _ in 0..<4 { try rehearsal.press(.right) }
    #expect(rehearsal.session.pictures.sentCount == 0 && rehearsal.session.pictures.sixels.isEmpty)
  }

  /// Broken answers and those of others are no keys, and bring no pictures; neither does what comes when all is decided.
  @Test func nonsenseIsNoAnswer() throws {
    let rehearsal = try asked()
    let id = try id(rehearsal)
    for answer in [
      "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}_Gi=\(id);EINVAL:q\u{1B}\\", "\u{1B}_Gi=\(id)q;OK\u{1B}\\", "\u{1B}[6;0;0t",
      "\u{1B}_G" + String(repeating: "i=\(id);OK", count: 2000) + "\u{1B}\\", "\u{1B}[?1;0;4S", "\u{1B}[?1;2;4c",
      "\u{1B}_Gi=\(id);OK\u{1B}\\", "\u{1B}[?62;52c",
    ] {
      rehearsal.session.send(answer)
    }
    for _ in 0..<4 { try rehearsal.press(.right) }
    #expect(rehearsal.session.pictures.sentCount == 0 && rehearsal.session.pictures.sixels.isEmpty)
  }

  /// A terminal that says that it has pictures, and then refuses one.
  @Test func aRefusedPictureIsDrawnInHalfBlocks() throws {
    let rehearsal = try asked()
    try answerAsKitty(rehearsal)
    while pictureCount(rehearsal) == 0 { try rehearsal.press(.right) }
    try expectPictures(rehearsal, "with a picture")
    let image = try #require(rehearsal.session.pictures.shown.first).image
    rehearsal.session.send("\u{1B}_Gi=\(image);ENOSPC:no room\u{1B}\\")
    rehearsal.hasPictures = false
    try rehearsal.expectSameFrame("after a refusal")
    #expect(rehearsal.session.wait { $0.pictures.images.isEmpty })
    try rehearsal.press(.right, .left)
  }

  @Test func insideOfAMultiplexerNobodyIsAsked() throws {
    for environment in [["TMUX": "/tmp/tmux-0/default,1,0"], ["TERM": "screen-256color"]] {
      let rehearsal = try Rehearsal(
        scene: "edge-detection", arguments: ["--blocks", "pixels", "--color", "256", "--no-predict"],
        environment: environment, predicts: false)
      try rehearsal.press(.right, .right)
      #expect(!String(decoding: rehearsal.session.bytes, as: UTF8.self).contains("a=q"))
    }
  }

  // MARK: Sixels

  @Test func sixelsAreDrawnWhereTheyAreSeen() throws {
    let rehearsal = try asked()
    rehearsal.session.knowsPictures = true
    rehearsal.session.send("\u{1B}[6;20;10t\u{1B}[?1;0;1024S\u{1B}[?63;1;2;4;6;22c")
    rehearsal.hasPictures = true
    try rehearsal.expectSameFrame("when the terminal has answered")
    while pictureCount(rehearsal) == 0 { try rehearsal.press(.right) }
    func expectDrawn(_ moment: String) throws {
      let frame = rehearsal.player.frame()
      for piece in frame.withWindows().pieces {
        let size = "q\"1;1;\(10 * piece.region.columns);\(20 * piece.region.rows)#"
        #expect(
          rehearsal.session.wait { session in
            session.pictures.sixels.contains {
              $0.column == piece.region.column && $0.row == piece.region.row && $0.text.contains(size)
            }
          }, "\(moment)")
      }
    }
    try expectDrawn("with a picture")
    // Windows are those of the frame, cell for cell, so that nothing is left of pictures that are gone.
    try rehearsal.press("?", .escape)
    try expectDrawn("without the help")
    try rehearsal.press(.right, .left)
    try rehearsal.press(.controlL)
    try expectDrawn("drawn anew")
    try rehearsal.resize(Size(columns: 120, rows: 40))
    try expectDrawn("in a larger window")
    rehearsal.session.send("q")
    #expect(rehearsal.session.waitForEnd() == .exited(0))
    #expect(rehearsal.session.pictures.sentCount == 0)
  }
}
