import CellCanvas
import Lecture
import Playback

/// The real minutes of a talk beside those of its plan.
enum RehearsalLog {
  /// A line for each scene, then their sums and how far off the whole was; empty where the talk did not begin.
  static func lines(_ player: Player, own: Settings) -> [String] {
    let log = player.log
    guard player.talk.hasBegun else { return [] }
    var table = TextTable([">", "scene", ">planned", ">real", ">off"])
    var (planned, toldPlan, told) = (0.0, 0.0, Duration.zero)
    for (index, entry) in player.plan.entries.enumerated() {
      // A plan's settings were tried when it was read.
      let minutes = (try? entry.plannedMinutes(own)) ?? 0
      planned += minutes
      let row = [String(index + 1), entry.name, clock(.seconds(60 * minutes))]
      guard log.entries.contains(index) else {
        table.add(row + ["–"])
        continue
      }
      let time = log.time(at: index)
      (toldPlan, told) = (toldPlan + minutes, told + time)
      table.add(row + [clock(time), offset(time - .seconds(60 * minutes))])
    }
    table.add(["", "all", clock(.seconds(60 * planned)), clock(told), offset(told - .seconds(60 * toldPlan))])
    return table.text.split(separator: "\n").map(String.init) + [sentence(told, toldPlan, planned)]
  }

  /// How the talk went, in words.
  private static func sentence(_ told: Duration, _ toldPlan: Double, _ planned: Double) -> String {
    let off = told - .seconds(60 * toldPlan)
    let minutes = Int((abs(off.minutes)).rounded())
    let scenes = toldPlan < planned ? "The scenes that you came to" : "The talk"
    return minutes == 0
      ? "\(scenes) took as long as planned."
      : "\(scenes) took \(counted(minutes, "minute")) \(off < .zero ? "less" : "more") than planned."
  }

  /// Minutes and seconds, 7:05.
  private static func clock(_ time: Duration) -> String {
    let seconds = Int((time.minutes * 60).rounded())
    return "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
  }

  private static func offset(_ time: Duration) -> String {
    (time < .zero ? "−" : "+") + clock(time < .zero ? .zero - time : time)
  }
}

extension Duration {
  /// In minutes.
  fileprivate var minutes: Double { self / .seconds(60) }
}
