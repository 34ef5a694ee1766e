import Lecture
import Testing

@testable import Playback

@Suite struct PaceTests {
  // 3 minutes of title, 8 of grids with four steps, 10 of the rest.
  private let pace = Pace(scenes: ["title", "grids", "rest"], minutes: [3, 8, 10])

  private func standing(_ scene: String, _ step: Int, after seconds: Int) -> Pace.Standing {
    pace.standing(
      at: Moment(scene: scene, step: step), of: 4, from: Moment(scene: "grids", step: 0), of: 4,
      after: .seconds(seconds))
  }

  @Test func withinAStepNothingIsLateOrEarly() {
    // The second step is planned from 2:00 to 4:00.
    #expect(standing("grids", 1, after: 120) == .onTime)
    #expect(standing("grids", 1, after: 240) == .onTime)
    #expect(standing("grids", 1, after: 299) == .onTime)
    #expect(standing("grids", 1, after: 61) == .onTime)
    #expect(standing("grids", 1, after: 300) == .behind(.seconds(60)))
    #expect(standing("grids", 1, after: 60) == .ahead(.seconds(60)))
  }

  @Test func leftOutScenesAreTimeGained() {
    #expect(standing("rest", 0, after: 0) == .ahead(.seconds(480)))
    #expect(standing("rest", 3, after: 18 * 60 + 180) == .behind(.seconds(180)))
  }

  @Test func theTitleCountsOnlyForWhoBeganThere() {
    #expect(pace.whole(from: Moment(scene: "grids", step: 0), steps: 4) == .seconds(18 * 60))
    #expect(pace.whole(from: Moment(scene: "grids", step: 2), steps: 4) == .seconds(14 * 60))
  }

  @Test func aPauseIsNoTimeOfTheTalk() {
    var clock = TalkClock()
    let title = Moment(scene: "title", step: 0)
    clock.moved(from: title, to: Moment(scene: "title", step: 1), isOpening: true, at: .seconds(5))
    #expect(!clock.hasBegun, "the title is not left yet")
    clock.moved(from: title, to: Moment(scene: "grids", step: 0), isOpening: true, at: .seconds(10))
    #expect(clock.isRunning && clock.elapsed(at: .seconds(70)) == .seconds(60))
    clock.pause(at: .seconds(70))
    #expect(clock.elapsed(at: .seconds(900)) == .seconds(60))
    clock.start(from: title, at: .seconds(900))
    #expect(clock.elapsed(at: .seconds(930)) == .seconds(90))
    #expect(clock.origin == Moment(scene: "grids", step: 0), "it began once")
  }

  @Test func itIsSaidInWordsAndColour() {
    #expect(Desk.words(.behind(.seconds(150))).plain == "▲ 3 min behind")
    #expect(Desk.words(.ahead(.seconds(60))).plain == "▼ 1 min ahead")
    #expect(Desk.words(.onTime).plain == "● on time")
    #expect(Set([Pace.Standing.behind(.zero), .ahead(.zero), .onTime].map { Desk.words($0).spans[0].ink }).count == 3)
  }
}
