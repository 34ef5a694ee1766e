import CellCanvas
import ConvolutionEngine

// What the paths say of how much each input counts. Over random weights the squares of all paths add up, so that a column
// counts about as the root of how many lead to it. They are counted, not drawn: like stacks are spoken of alike.

extension ReceptiveFieldScene {
  /// How many paths lead to each input along one side.
  var paths: [Int] { pyramid.paths(from: 0, in: pyramid.layers) }

  /// Whether towards the middle there are now more, now fewer paths to the inputs that are seen, as strides and dilation
  /// may have it.
  private var isUneven: Bool {
    let counts = paths.filter { $0 > 0 }
    let rising = counts.prefix((counts.count + 1) / 2)
    return zip(rising, rising.dropFirst()).contains { $0 > $1 }
  }

  /// Whether the most paths lead to more inputs than the one or two in the middle.
  private var isFlatOnTop: Bool { paths.count { $0 == paths.max() } > 2 }

  /// Whether so many paths lead to the middle that the ends, to which one leads, count at most half as much.
  var isBell: Bool { (paths.max() ?? 1) >= 4 }

  /// Whether neighbouring windows share units of the layer below, in any layer.
  private var windowsOverlap: Bool { windows.contains { $0.effectiveKernel > $0.stride } }

  /// Which part of the inputs that are seen lies in the middle square.
  func inputShare(within middle: Int) -> Double { share(within: middle) { $0 > 0 ? 1 : 0 } }

  /// Which part of the gradient lies there, as far as the paths tell.
  func rootShare(within middle: Int) -> Double { share(within: middle) { Double($0).squareRoot() } }

  private func share(within middle: Int, _ worth: (Int) -> Double) -> Double {
    let values = paths.map(worth)
    let first = (values.count - middle) / 2
    let part = values[first..<first + middle].reduce(0, +) / max(values.reduce(0, +), 1)
    return part * part
  }

  /// How much which inputs count, and why.
  func words(middle: Int) -> StyledText {
    let hasHoles = hasHoles(windows.count)
    let most = paths.max() ?? 1
    if paths.count == 1 { return "A unit that sees a single input can only use that one." }
    guard most > 1 else {
      return StyledText(
        "The gradient says how much the unit moves with an input. In this stack a single path leads to every input"
          + (hasHoles ? " that is seen." : windowsOverlap ? "." : ": no windows overlap."))
    }
    guard isBell || isUneven || isFlatOnTop else {
      return StyledText(
        "The gradient says how much the unit moves with an input. Along a side \(most) paths lead to the middle, 1 to "
          + "each end: it counts more. " + (hasHoles ? "The holes count nothing." : "More layers make a bell."))
    }
    let what: String
    if isUneven {
      let isLarger = rootShare(within: middle) > 1.1 * inputShare(within: middle)
      what =
        (isLarger ? "larger in the middle, but uneven" : "uneven")
        + (hasHoles ? ", and in the holes 0." : ": more paths lead to some than to others.")
    } else if isFlatOnTop {
      what =
        "largest on a flat top, to which most paths lead"
        + (hasHoles ? "; in the holes it is 0." : ", and \(isBell ? "small" : "smaller") at the rim.")
    } else {
      what =
        "largest in the middle, to which many paths lead"
        + (hasHoles ? "; in the holes it is 0." : ", and small at the rim: a bell.")
    }
    return StyledText("To see is not to use. The gradient, how much the unit moves with an input, is " + what)
  }
}
