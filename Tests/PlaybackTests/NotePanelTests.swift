import CellCanvas
import Lecture
import Testing

@testable import Playback

@Suite struct NotePanelTests {
  private func player(_ columns: Int, _ rows: Int) -> Player {
    var options = PlayerOptions()
    options.size = Size(columns: columns, rows: rows)
    return Player(scenes: [GridScene.self], options: options)
  }

  private func press(_ keys: Key..., in player: inout Player, at second: inout Int) {
    for key in keys {
      second += 10
      _ = player.handle(.key(key), at: .seconds(second))
      // An animation begins with the first tick after the key.
      for wait in 0...1 { player.tick(to: .seconds(second + 4 * wait)) }
    }
  }

  @Test(arguments: [(80, 24), (100, 30), (120, 40), (160, 48)])
  func theNoteComesAndGoes(columns: Int, rows: Int) {
    var player = player(columns, rows)
    var second = 0
    press(.escape, in: &player, at: &second)
    let before = player.frame()
    #expect(!before.plainText.contains("Say 0."))
    press("i", in: &player, at: &second)
    let text = player.frame().plainText
    #expect(text.contains("Say 0.") && text.contains("Caption number 1") && text.contains("step 0 at 100"))
    #expect(player.frame().audit == [])
    press("i", in: &player, at: &second)
    #expect(player.frame() == before)
  }

  @Test func aWideWindowKeepsTheFigureWhole() {
    for columns in 80...200 {
      let layout = StageLayout(Size(columns: columns, rows: 40), hasNote: true)
      #expect(layout.figure.columns >= 78, "\(columns)")
      if let note = layout.note {
        #expect(note.column > layout.figure.endColumn && note.endColumn <= columns - 1, "\(columns)")
      }
    }
    #expect(StageLayout(Size(columns: 160, rows: 48), hasNote: true).note != nil)
    #expect(StageLayout(Size(columns: 80, rows: 24), hasNote: true).note == nil)
  }

  @Test func aQuestionKeepsItsAnswer() {
    var player = player(80, 24)
    var second = 0
    press(.escape, "i", .right, .right, in: &player, at: &second)
    // The question before the third step stands; the second step is seen.
    let text = player.frame().plainText
    #expect(text.contains("How many weights are there") && text.contains("Say 1.") && !text.contains("Say 2."))
    // A letter belongs to the answer.
    press("i", in: &player, at: &second)
    #expect(player.showsNotes && player.frame().plainText.contains("your answer  i"))
  }

  @Test func stepsBackAreTheSameFrames() {
    var player = player(120, 40)
    var second = 0
    press(.escape, "i", in: &player, at: &second)
    var frames = [player.frame()]
    for _ in 1...4 {
      press(.pageDown, in: &player, at: &second)
      frames.append(player.frame())
    }
    for frame in frames.dropLast().reversed() {
      press(.pageUp, in: &player, at: &second)
      #expect(player.frame() == frame)
    }
  }

  @Test func theFooterAndTheHelpTellOfIt() {
    var player = player(160, 48)
    var second = 0
    press(.escape, in: &player, at: &second)
    #expect(player.frame().plainText.contains("i why"))
    press("?", in: &player, at: &second)
    #expect(player.frame().plainText.contains("the why of it"))
  }

  /// A note that has no room rises over the figure; where a question stands, it waits for the answer.
  @Test func aNoteRisesUnlessAQuestionStands() {
    var player = player(80, 24)
    var second = 0
    press(.escape, "i", in: &player, at: &second)
    func told(_ words: ScreenWords) -> String {
      var canvas = Canvas(size: Size(columns: 80, rows: 24))
      player.drawNoteBelow(words, in: &canvas, StageLayout(Size(columns: 80, rows: 24)))
      return canvas.plainText
    }
    func lines(_ count: Int) -> [StyledText] { (1...count).map { StyledText("line \($0)") } }
    let risen = told(ScreenWords(lower: lines(5)))
    #expect(
      risen.contains("line 1") && risen.contains("line 5") && risen.contains("▌") && !risen.contains("larger window"))
    #expect(told(ScreenWords(lower: lines(16))).contains("needs a larger window"))
    let asked = told(ScreenWords(upper: lines(5)))
    #expect(asked.contains("when you have answered") && !asked.contains("▌"))
  }

  /// In the smallest window there is room for every step's caption and its note together.
  @Test func everyNoteHasRoom() throws {
    let layout = StageLayout(Size(columns: 80, rows: 24))
    for type in catalogue {
      for (number, step) in try type.init(Settings()).steps.enumerated() {
        let rows =
          NotePanel(step.note, columns: layout.bar.columns).lines.count
          + step.caption.balanced(columns: layout.caption.columns).count
        #expect(layout.bar.endRow - rows >= layout.highestNote, "\(type.card.id), step \(number + 1): \(rows) rows")
      }
    }
  }
}
