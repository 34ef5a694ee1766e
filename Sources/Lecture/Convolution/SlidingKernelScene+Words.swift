import CellCanvas
import ConvolutionEngine

// What is said of the output's size and of what sharing saves, case by case.
extension SlidingKernelScene {
  /// What sharing has saved, if it has.
  func endCaption(dense connections: String) -> StyledText {
    let (weights, size) = (counted(grids.weights, "weight"), grids.inputSize)
    if grids.positions == 1 {
      return """
        Take home: at a single place \(weights) did no more than a dense layer does. Sharing pays where there are many \
        places, as in a larger input.
        """
    }
    if grids.weights >= size * size * grids.positions {
      return """
        Take home: the kernel is so much larger than the grid that its \(weights) save nothing at \(grids.positions) places: \
        a dense layer, every input to every output, needs \(connections).
        """
    }
    return """
      Take home: \(weights), used at all \(NumberText.integer(grids.positions)) places, did what a dense layer, every \
      input to every output, needs \(connections) weights for.
      """
  }

  /// How large the output is beside the input, and why.
  var sizeCaption: StyledText {
    let window = grids.geometry.window
    // Where a window that begins there would not have room.
    let beyond = window.effectiveKernel - 1
    let tail = beyond == 1 ? "column" : spelled(beyond, "column")
    if grids.positions == 1, window.stride > 1 {
      return """
        The window finds a single place: \(spelled(window.stride, "cell")) further on it would leave the \
        \(grids.padding > 0 ? "zeros around the grid" : "grid").\(lost)
        """
    }
    guard grids.padding == 0 else { return StyledText(paddedCaption + lost) }
    return switch (window.effectiveKernel > 1, window.stride > 1) {
    case (true, false):
      """
      The window stays inside of the grid: it cannot begin in the last \(tail), so the output is smaller than the \
      input.\(lost)
      """
    case (true, true):
      """
      The window stays inside of the grid and moves \(counted(window.stride, "cell")) at a time: far fewer places than \
      cells.\(lost)
      """
    case (false, true):
      """
      A kernel of one cell fits everywhere, but moving \(counted(window.stride, "cell")) at a time it leaves places \
      out.\(lost)
      """
    case (false, false): "A kernel of one cell fits everywhere, so the output is as large as the grid it slides on."
    }
  }

  /// How the cells look that no window ever covers: those behind the last window, zeros with them, and, where the stride
  /// or the kernel's own gaps leave some out, those before it.
  private var lost: String {
    let isHatched = !grids.geometry.dropped.isEmpty
    let isPale = (0..<grids.inputSize).contains { grids.coverage($0) == .between }
    return switch (isPale, isHatched) {
    case (false, false): ""
    case (true, false): " Cells between are never seen."
    case (false, true): " Hatched cells are never seen."
    case (true, true): " Cells between and hatched ones are never seen."
    }
  }

  /// What zeros around the grid do to the size, beside what the kernel and the stride do.
  private var paddedCaption: String {
    let (window, size, output) = (grids.geometry.window, grids.inputSize, grids.outputSize)
    let rings = spelled(grids.padding, "ring") + " of zeros"
    let comparison = output == size ? "as large as" : "even larger than"
    let moves = "\(counted(window.stride, "cell")) at a time"
    switch (window.effectiveKernel > 1, window.stride > 1) {
    case (_, true) where output >= size:
      return """
        With \(rings) the output is \(output == size ? "as large as" : "larger than") the input, even at \
        \(spelled(window.stride, "cell")) a move.
        """
    case (true, true):
      return """
        \(capitalized(rings)) \(verb(grids.padding, "lets")) the window hang over, but it moves \(moves): fewer places \
        than cells.
        """
    case (false, true):
      return """
        A window of one cell stands on the zeros, too, but it moves \(moves): fewer places than cells.
        """
    case (false, false):
      return "A window of one cell stands on the \(rings), too, so the output is \(comparison) the input."
    case (true, false) where output < size:
      return """
        \(capitalized(rings)) \(verb(grids.padding, "lets")) the window hang over the edge, but not far enough: the output \
        is still smaller than the input.
        """
    case (true, false):
      return """
        \(capitalized(rings)) \(verb(grids.padding, "lets")) the window hang over the edge, so the output is \
        \(comparison) the input.
        """
    }
  }
}
