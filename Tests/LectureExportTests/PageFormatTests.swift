import CellCanvas
import Foundation
import Lecture
import Playback
import Testing

@testable import LectureExport

/// The page: one file that asks for nothing, with all that the lecture says.
@Suite struct PageFormatTests {
  private static func page(of ids: String...) throws -> String {
    let entries = catalogue.indices.filter { ids.contains(catalogue[$0].card.id) }.map {
      ExportEntry(scene: $0, settings: Settings())
    }
    let walk = LectureWalk(scenes: catalogue, entries: entries, options: PlayerOptions())
    return try walk.write(as: PageFormat(walk))
  }

  private static func data(in page: String) throws -> [String: Any] {
    let text = try #require(page.firstMatch(of: /id="lecture">(.*?)<\/script>/)).1
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func itHasEveryStepWithItsWords() throws {
    let scenes = try #require(try Self.data(in: try Self.page(of: "stride", "title"))["scenes"] as? [[String: Any]])
    #expect(scenes.map { $0["id"] as? String } == ["title", "stride"])
    let steps = try #require(scenes[1]["steps"] as? [[String: Any]])
    let type = try #require(catalogue.first { $0.card.id == "stride" })
    let told = try type.init(Settings()).steps
    #expect(steps.count == told.count)
    for (step, words) in zip(steps, told) {
      let spans = try #require(step["caption"] as? [[Any]])
      #expect(spans.compactMap { $0.first as? String }.joined() == words.caption.plain)
      #expect(step["note"] as? String == words.note)
      #expect((step["question"] as? [String: Any])?["prompt"] as? String == words.question?.prompt)
    }
  }

  @Test func linksLeadOnlyToWhatIsThere() throws {
    let scenes = try #require(try Self.data(in: try Self.page(of: "stride", "title"))["scenes"] as? [[String: Any]])
    for scene in scenes {
      for step in scene["steps"] as? [[String: Any]] ?? [] {
        let targets = (step["links"] as? [[String]] ?? []).map { $0[0] }
        #expect(targets.allSatisfy { ["stride", "title"].contains($0) })
      }
    }
  }

  /// Pictures lie beneath their frames at their full resolution, each once; cells that show them are empty.
  @Test func picturesAreWhole() throws {
    let scene = try #require(
      (try Self.data(in: try Self.page(of: "edge-detection"))["scenes"] as? [[String: Any]])?.first)
    let files = try #require(scene["pictures"] as? [[String]])
    let placed = try #require(scene["placed"] as? [[Any]])
    #expect(!files.isEmpty && Set(files.map { $0[0] }).count == files.count)
    for file in files.joined() {
      let bytes = Array(try #require(Data(base64Encoded: file)))
      #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      // The house, or a map of it: 320 pixels across, or one less.
      #expect(
        [319, 320].contains(Int(bytes[18]) << 8 | Int(bytes[19]))
          && [278, 279, 280].contains(Int(bytes[22]) << 8 | Int(bytes[23])))
    }
    let firsts = try placed.map { try #require($0[0] as? Int) }
    #expect(firsts == firsts.sorted() && Set(firsts).count == firsts.count)
    let places = try placed.flatMap { try #require($0[1] as? [[Int]]) }
    #expect(!places.isEmpty && places.allSatisfy { $0.count == 9 && files.indices.contains($0[0]) })
    #expect((scene["glyphs"] as? String)?.contains("\u{A0}") ?? false)
  }

  @Test func nothingIsFetchedAndNothingElseRuns() throws {
    let page = try Self.page(of: "stride")
    #expect(page.prefix(4096).contains(ExportMark.text))
    #expect(page.contains("default-src 'none'"))
    #expect(page.firstMatch(of: /\son[a-z]+=|\sstyle=|<img|<link rel="stylesheet"|src="/) == nil)
    let addresses = Set(page.matches(of: /https?:\/\/[^"'\s<]+/).map { String($0.0) })
    // The name of SVG, which nobody fetches.
    #expect(addresses == ["http://www.w3.org/2000/svg"])
  }

  @Test func everyCommandOfTheKeysIsKnownToTheScript() throws {
    let page = try Self.page(of: "title")
    let keys = try #require(try Self.data(in: page)["keys"] as? [String: [[String: Any]]])
    #expect(keys["lecture"]?.count ?? 0 > 20)
    // What the browser's own field does, and what the page says is not for it.
    let others = Set(PageKeys.ofTheTerminal.map { "\($0)" } + ["eraseAnswer"])
    for command in Set(keys.values.joined().compactMap { $0["command"] as? String }).subtracting(others) {
      #expect(page.contains("\n  \(command): ") || page.contains("\n  \(command),"), "\(command)")
    }
  }

  @Test func hashesAreThoseOfTheStandard() {
    // FIPS 180-4's own examples, as NIST publishes them.
    func hex(_ text: String) -> String {
      SHA256.digest(of: Array(text.utf8)).map {
        String($0, radix: 16).count == 1 ? "0" + String($0, radix: 16) : String($0, radix: 16)
      }.joined()
    }
    #expect(hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    #expect(hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }
}
