public import CellCanvas
public import Lecture

// What is asked of a player by those who show the lecture without its keys and its time: any moment of a scene, one by one.
extension Player {
  /// The steps of the scene on the screen.
  public var steps: [Step] { visit.steps }

  /// Does the scene's background work here and now.
  ///
  /// - Parameter goOn: is told how much of the work is done, 0...1, and answers whether to go on.
  public mutating func finishWork(while goOn: (_ fraction: Double) -> Bool = { _ in true }) {
    var isWanted = true
    while isWanted, let (id, work) = wantedWork {
      work.run { fraction, result in
        _ = handle(.work(id, WorkReport(fraction: fraction, result: result)), at: clock)
        isWanted = goOn(fraction)
        return isWanted
      }
      if isWanted { _ = handle(.work(id, .finished), at: clock) }
    }
  }

  /// The figure of a step of the scene on the screen, without anything around it.
  ///
  /// - Parameter progress: how far the step's animation is, 0...1.
  public func figure(of step: Int, at progress: Double = 1) -> Canvas {
    figure(at: Playhead(step: step, progress: progress))
  }

  func figure(at playhead: Playhead) -> Canvas {
    var figure = Canvas(size: layout.figure.size, blocks: glyphs == .unicode ? blocks : .half)
    visit.scene.draw(at: playhead, in: &figure)
    return figure
  }

  /// The formula of a step of the scene on the screen.
  ///
  /// - Parameter progress: how far the step's animation is, 0...1.
  public func formula(of step: Int, at progress: Double = 1) -> [StyledText] {
    visit.formula(at: Playhead(step: step, progress: progress))
  }

  /// The whole screen at a moment of a step.
  ///
  /// - Parameter progress: how far the step's animation is, 0...1.
  public func screen(of step: Int, at progress: Double = 1) -> Canvas { screen(at: Stop(step: step), progress) }

  /// The whole screen while the question stands whose answer a step reveals; without one, the step itself.
  public func screenAsking(before step: Int) -> Canvas {
    screen(at: Stop(step: step, isCovered: step > 0 && steps[step].question != nil), 1)
  }

  private func screen(at stop: Stop, _ progress: Double) -> Canvas {
    var player = self
    player.visit.stop = stop
    player.progress = progress
    return player.frame()
  }

  /// How long it takes to read a step of the scene on the screen, or to think about the question before it.
  public func readingTime(of step: Int, asking: Bool = false) -> Duration {
    readingTime(of: Stop(step: step, isCovered: asking))
  }
}
