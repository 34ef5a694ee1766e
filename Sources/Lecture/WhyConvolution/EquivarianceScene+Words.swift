import CellCanvas
import ConvolutionEngine

// What is said about each kind of move, and what the two paths come to under it.

extension EquivarianceScene.Kind {
  /// What one does: shift the picture, turn it, enlarge it.
  var doing: String {
    switch self {
    case .shift: "shift"
    case .rotate: "turn"
    case .scale: "enlarge"
    }
  }

  /// What is done, with its amount.
  func name(_ far: Int) -> String {
    switch self {
    case .shift: "g: a shift by \(counted(far, "pixel"))"
    case .rotate: "g: a rotation by \(15 * far)°"
    case .scale: "g: \(NumberText.plain(1 + Double(far) / 10)) times as large"
    }
  }

  /// What g is from now on, where it is not what the knob says.
  func opening(_ far: Int) -> StyledText {
    switch self {
    case .shift: "Now g is a shift by \(counted(far, "pixel")). "
    case .rotate: "Now g is a rotation by \(15 * far)°. "
    case .scale: "Now g makes all \(NumberText.plain(1 + Double(far) / 10)) times as large. "
    }
  }

  func formula(_ far: Int) -> StyledText {
    switch self {
    case .shift:
      let once: StyledText = .strong("g(I)(x, y) = I(x − 1, y)")
      return far == 1
        ? once
        : once + .muted("     done \(times(far)): ") + .strong("I(x − ") + .active("\(far)") + .strong(", y)")
    case .rotate: return .muted("turned about the middle by \(far) · 15° = ") + .active("\(15 * far)°")
    case .scale:
      return .muted("enlarged about the middle 1 + \(far)/10 = ") + .active(NumberText.plain(1 + Double(far) / 10))
        + .muted(" times")
    }
  }

  func movedCaption(_ far: Int) -> StyledText {
    switch self {
    case .shift:
      StyledText(
        "Now g shifts the whole picture to the right: a pixel takes its brightness from "
          + (far == 1 ? "its left neighbour. " : "\(far) pixels to its left. ")
          + "\(capitalized(spelled(far, "column"))) \(verb(far, "is")) pushed out, \(spelled(far)) of black "
          + "\(verb(far, "come")) in.")
    case .rotate where far.isMultiple(of: 6):
      "Now g turns the whole picture about its middle: every pixel takes the place of another one, and none is lost."
    case .rotate:
      "Now g turns the whole picture about its middle, against the clock: its corners leave the frame, and black comes in."
    case .scale:
      "Now g enlarges the whole picture about its middle: what stood near the border is pushed out."
    }
  }

  /// What is done where the picture ends, if anything is.
  func movedNote(_ far: Int) -> String {
    let comesIn =
      switch self {
      case .shift: true
      case .rotate: !far.isMultiple(of: 6)
      case .scale: false
      }
    return comesIn
      ? "g is any change of the whole picture. What comes in from outside of it is not known, and black here."
      : "g is any change of the whole picture. With this one nothing comes in from outside of it."
  }

  var question: String {
    switch self {
    case .shift: "Shift then convolve, or convolve then shift: will the paths agree away from the border?"
    case .rotate: "Will the paths agree for a rotation?"
    case .scale: "Will the paths agree for a change of scale?"
    }
  }

  /// What the paths come to, and why.
  ///
  /// - Parameter isBrief: whether it has to leave room for what g is.
  func verdict(_ paths: TwoPaths, _ preset: KernelPreset, isBrief: Bool = false) -> StyledText {
    let isPlain = paths.isFlat && self != .shift
    let wherever = isBrief ? "wherever the picture stands." : "so it does not care where the picture stands."
    return switch (self, paths.agree) {
    case (.shift, true) where paths.differingAtBorder == 0:
      StyledText("They agree, here even at the border: f does the same at every place, \(wherever)")
    case (.shift, _) where paths.differAtSeam && !isBrief:
      """
      They agree inside: f does the same at every place, wherever the picture stands. Only at the border they differ, also \
      where the black ends.
      """
    case (.shift, _):
      StyledText("They agree inside: f does the same at every place, \(wherever) Only at the border they differ.")
    case (_, true) where isPlain:
      "They agree, but only because this picture is the same everywhere: there is nothing to be seen of the move."
    case (_, true) where preset == .identity:
      "They agree, but only because this kernel passes every pixel on as it is. Turn the knob: most others differ."
    case (.rotate, true) where paths.move(paths.kernel) == paths.kernel:
      "They agree, but only because this kernel looks the same when it is turned by just so much. Most kernels do not."
    case (_, true):
      "They agree here, to less than a step of brightness. Turn the kernel or the distance: that is not so in general."
    case (.rotate, false) where paths.hasRoundKernel:
      """
      They differ, though this kernel is round, the same at any turn: pixels that are turned fall between \
      pixels, and are mixed anew.
      """
    case (.rotate, false) where paths.isOnTheGrid:
      """
      They differ: the picture was turned, but the kernel was not turned with it. A convolution is not equivariant \
      to rotations.
      """
    case (.rotate, false):
      """
      They differ: the kernel was not turned\(isBrief ? ", and " : " with the picture, and turned ")pixels fall between \
      pixels. A convolution is not equivariant to rotations.
      """
    case (.scale, false):
      """
      They differ: \(isBrief ? "" : "what stands in the picture became larger, but ")the kernel is as small as before. \
      A convolution is not equivariant to changes of scale.
      """
    }
  }

  func verdictNote(_ paths: TwoPaths) -> String {
    switch self {
    case .shift:
      """
      The difference inside is exactly zero, not nearly. Let a student turn the knobs: no kernel and no distance breaks \
      it.
      """
    case .rotate where paths.agree:
      "Ask for a kernel that does not agree: one that a turn changes, such as sobel-x. Try it with the knobs."
    case .rotate where paths.hasRoundKernel:
      "On a grid only quarter turns take every pixel to a pixel: set far to 6. Then ask for other kernels there."
    case .rotate:
      """
      Ask for a kernel that does agree: a symmetric one, laplace or gauss, at a quarter turn. Try it with the knobs.
      """
    case .scale where paths.agree:
      "Ask for a kernel that does not agree: one that mixes neighbours, such as gauss. Try it with the knobs."
    case .scale:
      "That is why networks see a picture at many sizes while they learn, or look at it with kernels of many sizes."
    }
  }
}
