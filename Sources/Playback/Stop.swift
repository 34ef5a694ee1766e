import Lecture

/// A place where the lecture waits for a key: a step, or the question before it whose answer the step reveals.
struct Stop: Hashable, Sendable {
  /// The step, from 0.
  var step: Int
  /// Whether the step is still covered by its question; what is drawn then is the end of the step before.
  var isCovered = false

  /// The step whose figure is drawn.
  var drawnStep: Int { isCovered ? step - 1 : step }

  /// All stops of what is shown of a scene, in order. Without prediction no step is covered, and the first never is.
  static func all(of tale: Visit.Tale, predicts: Bool) -> [Stop] {
    let steps = tale.steps
    return tale.shown.flatMap { index in
      predicts && index > tale.shown.lowerBound && steps[index].question != nil
        ? [Stop(step: index, isCovered: true), Stop(step: index)] : [Stop(step: index)]
    }
  }
}
