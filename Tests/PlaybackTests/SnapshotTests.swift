import CellCanvas
import Lecture
import Testing

@testable import Playback

@Suite struct SnapshotTests {
  private func player() -> Player {
    var options = PlayerOptions()
    options.reducedMotion = true
    options.scene = catalogue.firstIndex { $0.card.id == "stride" } ?? 0
    return Player(options: options)
  }

  @Test func onlyWhatHasChangedIsTold() throws {
    var player = player()
    var stream = SnapshotStream()
    func news() -> Snapshot? { stream.news(of: player) }
    #expect(news()?.number == 1)
    #expect(news() == nil)
    _ = player.handle(.key("n"), at: .zero)
    let asked = try #require(news())
    #expect(asked.number == 2 && asked.state.moment.isCovered && asked.state.question != nil)
    _ = player.handle(.key("3"), at: .zero)
    #expect(news()?.state.typed == "3")
    _ = player.handle(.resize(Size(columns: 100, rows: 30)), at: .zero)
    #expect(news() == nil, "the size of the wall is nobody else's")
  }

  @Test func anAnimationIsOneChange() {
    var player = Player()
    var stream = SnapshotStream()
    _ = player.handle(.key("]"), at: .zero)
    func news() -> Snapshot? { stream.news(of: player) }
    #expect(news() != nil)
    for time in stride(from: 0, through: 2000, by: 33) {
      player.tick(to: .milliseconds(time))
      #expect(news() == nil)
    }
  }

  /// A snapshot keeps its figure whatever the player does next, and another player of the same lecture draws the same.
  @Test func aMomentIsEnoughToDrawTheFigure() throws {
    var player = player()
    var other = Player()
    for key: Key in ["x", "n", .tab, .tab, .up, "n", "c", .right, .escape, "]", "n", "[", "e", "7", .escape] {
      var stream = SnapshotStream()
      _ = player.handle(.key(key), at: .zero)
      let news = stream.news(of: player)
      let snapshot = try #require(news)
      var still = player
      still.size = Size(columns: 90, rows: 26)
      still.cursor = still.cursor.flatMap { $0.purpose == .pointing ? $0 : nil }
      still.notice = nil
      let expected = still.figureFrame()
      _ = player.handle(.key("t"), at: .zero)
      #expect(snapshot.canvas(still.size) == expected, "\(key.name)")
      other.follow(snapshot.state.moment)
      other.size = still.size
      #expect(other.figureFrame() == expected, "\(key.name)")
      #expect(other.moment == snapshot.state.moment)
    }
  }

  @Test func aMomentThatCannotBeChangesNothing() {
    var player = player()
    player.follow(Moment(entry: player.sceneIndex, scene: "stride", step: 3))
    let before = player.moment
    player.follow(Moment(entry: player.sceneIndex, scene: "nowhere", step: 0))
    #expect(player.moment == before)
    player.follow(
      Moment(entry: 999, scene: "stride", step: 999, assignments: ["stride=2", "nonsense=1", "kernel", "stride=99"]))
    #expect(player.moment.step == player.stepCount - 1)
  }
}
