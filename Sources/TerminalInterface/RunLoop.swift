import CTerminalGuard
import CellCanvas
public import Playback

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// How a lecture on the terminal ended.
public enum Ending: Hashable, Sendable {
  /// The person quit.
  case quit
  /// A signal asked the program to end, or the terminal went away, which counts as SIGHUP.
  case signal(Int32)

  /// The exit status: 0, or as shells count it 128 and the signal's number.
  public var status: Int32 {
    switch self {
    case .quit: 0
    case .signal(let number): 128 + number
    }
  }
}

/// Plays a lecture, or the desk beside it, on the terminal of this process: one thread that sleeps until a key, a signal,
/// a result of background work, something from a companion, or the moment when something moves by itself.
public final class RunLoop<Player: Performance> {
  /// Saves a frame, and answers what to tell the person about it.
  public typealias Save = (_ player: Player) -> String

  private var player: Player
  private let companions: [any Companion<Player>]
  private let screen: Screen
  private let save: Save
  /// Whether pictures are to be drawn in pixels where the terminal does.
  private let wantsPixels: Bool
  private let workers = WorkRunner()
  private let start = ContinuousClock.now
  /// Readable when a signal came or a worker has delivered.
  private let signals: Int32
  private var ending: Ending?
  private var statistics: RunStatistics

  private init(
    _ player: Player, options: ScreenOptions, companions: [any Companion<Player>], save: @escaping Save
  ) throws(TerminalError) {
    screen = try Screen(options: options)
    self.player = player
    self.companions = companions
    self.player.glyphs = screen.glyphs
    // Without colours a cell's shade is all that it shows.
    if screen.depth == .mono { self.player.blocks = .half }
    wantsPixels = self.player.blocks == .pixels
    self.save = save
    let farewell = screen.farewell
    signals = farewell.withCString { terminal_guard_arm($0, strlen($0)) }
    statistics = RunStatistics()
    guard signals >= 0 else {
      screen.close()
      throw .noResources
    }
  }

  /// Plays until the person quits or a signal ends it, and leaves the terminal as it was.
  ///
  /// - Parameters:
  ///   - player: what is played; afterwards as it was at the end.
  ///   - companions: who follows it beside the terminal, from the first frame on.
  ///   - save: saves a frame, and answers what to tell the person about it.
  /// - Returns: how it ended, and figures about the run.
  /// - Throws: `TerminalError` when the lecture cannot be shown on this terminal.
  public static func play(
    _ player: inout Player, options: ScreenOptions, companions: [any Companion<Player>] = [], save: @escaping Save
  ) throws(TerminalError) -> (ending: Ending, statistics: RunStatistics) {
    let loop = try RunLoop(player, options: options, companions: companions, save: save)
    let before = WrittenBytes.soFar()
    let ending = loop.run()
    if let before, let after = WrittenBytes.soFar() { loop.statistics.byteCount = after - before }
    loop.screen.close()
    terminal_guard_disarm()
    // What was on the screen was there until now.
    loop.player.tick(to: loop.now)
    player = loop.player
    return (ending, loop.statistics)
  }

  private var now: Duration { ContinuousClock.now - start }

  // MARK: The loop

  private func run() -> Ending {
    resize()
    if player.isMouseOn { screen.reportMouse(true) }
    takeWork()
    draw()
    for companion in companions { companion.begin(&player, at: now) }
    defer { for companion in companions { companion.end() } }
    tell()
    while true {
      let heard = wait()
      if let ending { return ending }
      let woken = now
      player.tick(to: woken)
      let hadInput = takeInput()
      for companion in heard { perform(companion.listen(to: &player, at: now)) }
      takeWork()
      if let ending { return ending }
      draw()
      tell()
      if hadInput { statistics.addLatency(now - woken) }
    }
  }

  private func tell() { for companion in companions { companion.tell(of: &player, at: now) } }

  /// Sleeps until something happens, and takes the signals; answers which companions have something to take.
  private func wait() -> [any Companion<Player>] {
    func source(_ descriptor: Int32) -> pollfd { pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0) }
    var sources = [source(STDIN_FILENO), source(signals)]
    var places: [Range<Int>] = []
    for companion in companions {
      let start = sources.count
      sources += companion.descriptors.map(source)
      places.append(start..<sources.count)
    }
    let ticks = [player.nextTick] + companions.map(\.nextTick)
    let waits = ticks.compactMap { $0.map { $0 - now } } + [screen.patience].compactMap(\.self)
    let timeout = waits.min().map { Int32(clamping: max(0, $0.milliseconds)) } ?? -1
    statistics.wakeUps += 1
    let ready = poll(&sources, nfds_t(sources.count), timeout)
    let woken = now
    let heard = zip(companions, places).filter { companion, places in
      ready > 0 && places.contains { sources[$0].revents != 0 } || companion.nextTick.map { $0 <= woken } ?? false
    }.map(\.0)
    guard ready > 0 else { return heard }
    if sources[1].revents != 0 {
      takeSignals()
      // Taking the terminal again may have thrown away what made the input readable: ask anew.
      return heard
    }
    let input = Int32(sources[0].revents)
    if ending == nil, input & (POLLHUP | POLLERR | POLLNVAL) != 0 || input & POLLIN != 0 && screen.isAtEndOfInput {
      ending = .signal(SIGHUP)
    }
    return heard
  }

  private func draw() {
    let begin = now
    // Until the terminal has said that it draws pictures, and where it does not, all is drawn, and said, of half blocks.
    if wantsPixels { player.blocks = screen.drawsPictures ? .pixels : .half }
    let frame = player.frame()
    screen.show(frame, theme: player.theme)
    statistics.addFrame(now - begin)
  }

  // MARK: What happens

  private func takeSignals() {
    var mustStop = false
    while ending == nil {
      switch terminal_guard_next_signal() {
      case Int32(TERMINAL_GUARD_NOTHING):
        if mustStop { stop() }
        return
      case Int32(TERMINAL_GUARD_WOKEN): break
      case SIGCONT:
        // After Ctrl-Z the screen is still closed and `stop` takes it again. After a SIGSTOP, of which no program is
        // told, a shell has had the terminal.
        screen.retake()
      case SIGWINCH: resize()
      case SIGTSTP: mustStop = true
      case let number: ending = .signal(number)
      }
    }
  }

  /// Ctrl-Z: the shell has the terminal until `fg`. Whoever is to end in the meantime does not take it again.
  private func stop() {
    screen.close()
    terminal_guard_stop()
    takeSignals()
    guard ending == nil else { return }
    screen.reopen()
    resize()
  }

  private func resize() {
    screen.resize()
    perform(player.handle(.resize(screen.size), at: now))
  }

  /// Takes everything that was typed before anything is drawn, so that a held key never lags behind. Moves of the mouse
  /// that have come together are one, so that neither does a pen.
  private func takeInput() -> Bool {
    var hadInput = false
    var ahead: Event?
    while ending == nil, var event = ahead ?? screen.nextEvent() {
      ahead = nil
      hadInput = true
      while case .mouse(let move) = event, move.kind == .moved, ahead == nil, let next = screen.nextEvent() {
        if case .mouse(let other) = next, let both = move.followed(by: other) {
          event = .mouse(both)
        } else {
          ahead = next
        }
      }
      if case .key(.control("z")) = event {
        stop()
        continue
      }
      perform(player.handle(event, at: now))
    }
    return hadInput
  }

  private func takeWork() {
    workers.run(player.wantedWork)
    for (id, report) in workers.takeReports() { perform(player.handle(.work(id, report), at: now)) }
  }

  private func perform(_ requests: [Request]) {
    for request in requests {
      switch request {
      case .quit: ending = .quit
      case .saveFrame: player.announce(save(player))
      case .mouse(let isOn): screen.reportMouse(isOn)
      case .redraw: screen.redraw()
      }
    }
  }
}

extension Duration {
  /// Whole milliseconds, rounded up: whoever waits as long has waited long enough.
  fileprivate var milliseconds: Int64 {
    components.seconds * 1000 + (components.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
  }
}
