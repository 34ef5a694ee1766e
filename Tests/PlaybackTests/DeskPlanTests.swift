import CellCanvas
import Testing

@testable import Lecture
@testable import Playback

/// A lecture under a plan and a desk beside it, without a line between them.
private struct Room {
  var player: Player
  var desk = Desk(theme: "dark", readClock: { "" }, options: { _ in PlayerOptions() })
  private var number = 0

  init(_ plan: String) throws {
    var options = PlayerOptions()
    options.reducedMotion = true
    options.predicts = false
    player = Player(plan: try LecturePlan(plan), options: options)
    desk.hear(.facts(LectureFacts(process: 1, plan: player.plan.source)), at: .zero)
    tell()
    while let (id, work) = desk.wantedWork {
      var reports: [WorkReport] = []
      work.run { fraction, result in
        reports.append(WorkReport(fraction: fraction, result: result))
        return true
      }
      for report in reports + [.finished] { _ = desk.handle(.work(id, report), at: .zero) }
    }
  }

  /// What the server does after each event: the desk hears of it, and what it asks for is done.
  mutating func tell(at now: Duration = .zero) {
    player.tick(to: now)
    number += 1
    desk.hear(.state(number: number, player.state), at: now)
    for message in desk.takeMessages() {
      switch message {
      case .key(let key): _ = player.handle(.key(key), at: now)
      case .goTo(let entry, let scene, let step):
        _ = player.handle(.goTo(entry: entry, scene: scene, step: step), at: now)
      case .clock(let clock): _ = player.handle(.clock(clock), at: now)
      }
      number += 1
      desk.hear(.state(number: number, player.state), at: now)
    }
  }

  mutating func pressOnWall(_ keys: Key..., at now: Duration = .zero) {
    for key in keys { _ = player.handle(.key(key), at: now) }
    tell(at: now)
  }

  mutating func pressAtDesk(_ keys: Key..., at now: Duration = .zero) {
    for key in keys { _ = desk.handle(.key(key), at: now) }
    tell(at: now)
  }

  var text: String { desk.frame().plainText }
  var lines: [String] { text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
}

/// What the desk tells of a talk under a plan: it counts the plan's entries, and the steps that these show.
@Suite struct DeskPlanTests {
  private static let plan = """
    lecture: Before lunch
    title 3
    sliding-kernel:3-6 8 stride=2
    max-pool 4
    sliding-kernel:1-2 5 kernel=5
    """

  @Test func theSameSceneTwiceIsTwoEntries() throws {
    var room = try Room(Self.plan)
    room.pressOnWall("2", .enter)
    #expect(room.lines[0].contains("2 / 4  ") && room.lines[0].contains("step 1 of 4"))
    room.pressAtDesk("m")
    room.pressOnWall("4", .enter)
    #expect(room.lines[0].contains("4 / 4  ") && room.lines[0].contains("step 1 of 2"))
    #expect(room.text.contains("this scene: 5.0 min planned"))
    #expect(room.desk.copy?.settings == room.player.settings && room.player.settings != Settings())
    #expect(!room.text.contains("★"), "the mark is another entry's")
    room.pressAtDesk("m", "o")
    let overview = room.lines.filter { $0.contains("min") || $0.contains("★") || $0.contains("● here") }.dropFirst()
    #expect(overview.count == 6)
    #expect(overview.map { $0.contains("● here") } == [false, false, false, false, true, false], "\(room.text)")
    #expect(overview.map { $0.contains("★") } == [false, false, true, false, false, true])
    #expect(overview.dropFirst().first?.contains("steps 3-6  8.0 min") ?? false)
    // From the mark that is selected to the other one, and there.
    room.pressAtDesk(.tab, .enter)
    #expect(room.player.sceneIndex == 1 && room.player.stepIndex == 2)
    #expect(room.lines[0].contains("2 / 4  ") && room.lines[0].contains("★"))
  }

  @Test func stepsAreThoseOfThePlan() throws {
    var room = try Room(Self.plan)
    room.pressOnWall("2", .enter, .right)
    #expect(room.lines[0].contains("step 2 of 4") && room.text.contains("next  "))
    #expect(!room.text.contains("puts them back"), "the knobs are the plan's")
    room.pressOnWall(.end)
    #expect(room.lines[0].contains("step 4 of 4") && !room.text.contains("next  "))
    #expect(room.text.contains("then  \(MaxPoolScene.card.title)"))
    room.pressOnWall(.tab, .up)
    #expect(room.text.contains("puts them back"))
    room.pressOnWall("3", .enter)
    // The scene that comes next is seen as the plan has it.
    let next = try #require(room.desk.copy?.followingScene)
    #expect(next.entry == 3 && next.step == 0 && next.assignments == ["kernel=5"])
    room.pressAtDesk("v", "v", "v")
    #expect(room.lines[1].contains("next scene"))
    var there = room.player
    there.press("4", .enter)
    there.size = Size(columns: 80, rows: 24)
    let figure = there.figure(of: 0).plainText.split(separator: "\n").filter { $0.count > 20 }
    #expect(figure.allSatisfy { room.text.contains($0) })
  }

  @Test func theDeskFollowsOutOfThePlanAndBack() throws {
    var room = try Room(Self.plan)
    room.pressOnWall("2", .enter, .right)
    let planned = room.player.talkPlace
    let other = try #require(room.player.entries.lastIndex { $0.scene.card.id == "channels" })
    room.player.jump(toScene: other)
    room.tell()
    #expect(room.lines[0].contains("not in the plan  \(room.player.card.title)"))
    #expect(room.desk.copy?.card.id == "channels" && room.text.contains(room.player.step.caption.plain.prefix(30)))
    #expect(room.text.contains("back to the plan: \(SlidingKernelScene.card.title)"))
    #expect(room.player.talkPlace == planned, "the talk is where it was")
    room.pressAtDesk("m", "o")
    #expect(room.lines.contains { $0.contains("–") && $0.contains("not in the plan  ● here") })
    room.pressAtDesk("q", "F")
    #expect(room.player.sceneIndex == 1 && room.desk.copy?.sceneIndex == 1)
    room.pressAtDesk("o", .tab, .enter)
    #expect(room.player.sceneIndex == other)
    // Who comes late knows the way back, too.
    var late = Desk(theme: "dark", readClock: { "" }, options: { _ in PlayerOptions() })
    late.hear(.facts(LectureFacts(process: 1, plan: room.player.plan.source)), at: .zero)
    late.hear(.state(number: 1, room.player.state), at: .zero)
    #expect(late.copy?.followingScene?.entry == 1)
  }

  @Test func whatIsPlannedStaysTheSameAllTheTime() throws {
    var room = try Room(Self.plan)
    #expect(room.text.contains("the clock starts when the first screen is left"))
    // Half of the steps of the second entry lie before the beginning: 8/2 and 4 and 5 minutes are left.
    room.pressOnWall("2", .enter)
    room.pressOnWall(.right, .right, at: .seconds(1))
    room.pressAtDesk("Z", at: .seconds(2))
    for now in [3, 4, 5, 6] {
      #expect(room.text.contains("of 13 min planned"), "\(room.text)")
      room.pressOnWall("]", at: .seconds(now))
    }
    #expect(room.text.contains("of 13 min planned") && room.text.contains("8 min ahead"))
    room.tell(at: .seconds(2 + 60 * 15 - 30))
    #expect(room.text.contains("4 min behind"), "the first of two steps of 2.5 minutes should have ended at 10.5")
  }

  @Test func theKeysSayWhereLettersGoAndTheTurnedKnobIsSeen() throws {
    var room = try Room(Self.plan)
    room.pressOnWall("2", .enter)
    for _ in SlidingKernelScene.controls {
      room.pressOnWall(.tab)
      let chosen = room.player.visit.knobs[room.player.visit.knob].name
      // What the wall says of it, which names it, or the line of knobs with its mark.
      #expect(room.text.contains("wall: \(chosen)") || room.text.contains("↕\(chosen) "), "\(room.lines[22])")
    }
    #expect(room.lines[23].contains("m mark"))
    room.pressOnWall("/")
    #expect(room.lines[23].contains("letters go to the wall"))
    room.pressAtDesk("m", .escape)
    #expect(room.desk.marks.isEmpty && room.lines[23].contains("m mark"))
  }

  @Test func aPlanThatHasChangedKeepsMarksAndTimeByTheirScenes() throws {
    var room = try Room(Self.plan)
    room.pressOnWall("3", .enter, .right, at: .seconds(1))
    room.pressAtDesk("m", at: .seconds(2))
    let shorter = try Room("max-pool 4\ntitle")
    room.desk.lose(at: .seconds(61))
    room.desk.hear(.facts(LectureFacts(process: 2, plan: shorter.player.plan.source)), at: .seconds(61))
    #expect(room.desk.marks.map(\.place) == [Moment(entry: 0, scene: "max-pool", step: 1)])
    room.player = shorter.player
    room.tell(at: .seconds(61))
    #expect(room.player.talk.origin?.entry == 0 && room.player.talk.elapsed(at: .seconds(61)) == .seconds(60))
    #expect(room.player.log.total == .zero, "the minute was another lecture's")
  }
}
