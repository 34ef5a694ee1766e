import CellCanvas
import Lecture
import Playback
import TerminalInterface

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A lecture whose scenes end badly at their second step. The argument names the scene.
@main
enum CrashingLecture {
  static let scenes: [any Scene.Type] = [
    TrapScene.self, FatalErrorScene.self, BadPointerScene.self, OverflowScene.self, WorkerScene.self, ExitScene.self,
    HangScene.self,
  ]

  static func main() {
    var options = PlayerOptions()
    options.reducedMotion = true
    options.scene = scenes.firstIndex { $0.card.id == CommandLine.arguments.last } ?? 0
    var player = Player(scenes: scenes, options: options)
    do {
      let (ending, _) = try RunLoop.play(&player, options: ScreenOptions()) { _ in "" }
      exit(ending.status)
    } catch {
      exit(2)
    }
  }
}

/// A scene whose second step cannot be drawn.
protocol BadScene: Scene {
  init()
  static func end()
}

extension BadScene {
  static var controls: [Control] { [] }
  init(_ settings: Settings) throws(SettingsError) { self.init() }
  var moments: [Int] { Array(steps.indices) }
  func step(_ moment: Int) -> Step { steps[moment] }
  var steps: [Step] { [Step(caption: "All is well."), Step(caption: "Nobody reads this.")] }
  func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {
    canvas.write("The screen of the lecture", column: 0, row: 0)
    if playhead.step == 1 { Self.end() }
  }
}

struct TrapScene: BadScene {
  static let card = SceneCard(id: "trap", title: "Out of range", part: .opening)
  static func end() { print([Int](repeating: 0, count: CommandLine.arguments.count)[10]) }
}

struct FatalErrorScene: BadScene {
  static let card = SceneCard(id: "fatal-error", title: "Fatal error", part: .opening)
  static func end() { fatalError("a scene that ends badly") }
}

struct BadPointerScene: BadScene {
  static let card = SceneCard(id: "bad-pointer", title: "Bad pointer", part: .opening)
  static func end() { UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1 }
}

struct OverflowScene: BadScene {
  static let card = SceneCard(id: "overflow", title: "Stack overflow", part: .opening)
  static func end() { print(depth(of: CommandLine.arguments.count)) }
  private static func depth(of number: Int) -> Int { number < 0 ? 0 : 1 + depth(of: number + 1) % 7 }
}

struct ExitScene: BadScene {
  static let card = SceneCard(id: "exit", title: "Exit", part: .opening)
  static func end() { exit(3) }
}

struct HangScene: BadScene {
  static let card = SceneCard(id: "hang", title: "Hang", part: .opening)
  static func end() {
    // Past the screen, for the test to know when.
    var news = "it hangs"
    news.withUTF8 { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    while true { sched_yield() }
  }
}

/// Its background work ends badly, on a thread of its own, as soon as the scene is shown.
struct WorkerScene: Scene {
  static let card = SceneCard(id: "worker", title: "Worker", part: .opening)
  static let controls: [Control] = []
  init(_ settings: Settings) throws(SettingsError) {}
  var moments: [Int] { Array(steps.indices) }
  func step(_ moment: Int) -> Step { steps[moment] }
  let steps = [Step(caption: "All is well.")]
  func draw(_ moment: Int, at playhead: Playhead, in canvas: inout Canvas) {
    canvas.write("The screen of the lecture", column: 0, row: 0)
  }
  var work: BackgroundWork? { BackgroundWork(label: "ending badly") { _ in fatalError("a worker that ends badly") } }
}
