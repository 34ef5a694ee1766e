import Lecture
import Testing

@testable import Playback

@Suite struct PaceTests {
  // 3 minutes of title, 8 of grids with four steps, 10 of the rest.
  private let pace = Pace(minutes: [3, 8, 10])
  private let title = 0, grids = 1, rest = 2

  private func standing(_ entry: Int, _ step: Int, after seconds: Int) -> Pace.Standing {
    pace.standing(
      at: TalkPlace(entry: entry, step: step, of: 4), from: TalkPlace(entry: grids, step: 0, of: 4),
      after: .seconds(seconds))
  }

  @Test func withinAStepNothingIsLateOrEarly() {
    // The second step is planned from 2:00 to 4:00.
    #expect(standing(grids, 1, after: 120) == .onTime)
    #expect(standing(grids, 1, after: 240) == .onTime)
    #expect(standing(grids, 1, after: 299) == .onTime)
    #expect(standing(grids, 1, after: 61) == .onTime)
    #expect(standing(grids, 1, after: 300) == .behind(.seconds(60)))
    #expect(standing(grids, 1, after: 60) == .ahead(.seconds(60)))
  }

  @Test func leftOutScenesAreTimeGained() {
    #expect(standing(rest, 0, after: 0) == .ahead(.seconds(480)))
    #expect(standing(rest, 3, after: 18 * 60 + 180) == .behind(.seconds(180)))
  }

  @Test func theTitleCountsOnlyForWhoBeganThere() {
    #expect(pace.whole(from: TalkPlace(entry: grids, step: 0, of: 4)) == .seconds(18 * 60))
    #expect(pace.whole(from: TalkPlace(entry: grids, step: 2, of: 4)) == .seconds(14 * 60))
    #expect(pace.minutes(of: rest) == 10 && pace.minutes(of: 3) == nil)
  }

  @Test func aPauseIsNoTimeOfTheTalk() {
    var clock = TalkClock()
    #expect(!clock.hasBegun && clock.elapsed(at: .seconds(9)) == .zero)
    clock.start(from: TalkPlace(entry: grids), at: .seconds(10))
    #expect(clock.isRunning && clock.elapsed(at: .seconds(70)) == .seconds(60))
    clock.pause(at: .seconds(70))
    #expect(clock.elapsed(at: .seconds(900)) == .seconds(60))
    clock.start(from: TalkPlace(entry: title), at: .seconds(900))
    #expect(clock.elapsed(at: .seconds(930)) == .seconds(90))
    #expect(clock.origin == TalkPlace(entry: grids), "it began once")
  }

  @Test func itIsSaidInWordsAndColour() {
    #expect(Desk.words(.behind(.seconds(150))).plain == "▲ 3 min behind")
    #expect(Desk.words(.ahead(.seconds(60))).plain == "▼ 1 min ahead")
    #expect(Desk.words(.onTime).plain == "● on time")
    #expect(Set([Pace.Standing.behind(.zero), .ahead(.zero), .onTime].map { Desk.words($0).spans[0].ink }).count == 3)
  }
}
