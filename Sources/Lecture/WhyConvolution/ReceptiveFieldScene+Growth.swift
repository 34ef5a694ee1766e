import CellCanvas
import ConvolutionEngine

// What is said about a stack that grows by a layer a step.

extension ReceptiveFieldScene {
  /// The inputs along one side that a unit of a layer sees: of a dilated stack fewer than its field spans.
  func inputsSeen(behind layer: Int) -> Set<Int> { pyramid.dependencies(of: pyramid.middle(layer), in: layer)[0] }

  /// Whether inputs inside of the field of a layer are seen by none of the weights.
  func hasHoles(_ layer: Int) -> Bool { pyramid.hasHoles(behind: layer) }

  func grown(_ layer: Int) -> Step {
    let field = pyramid.fields[layer]
    let caption: StyledText =
      if hasHoles(layer) {
        holes(layer)
      } else if hasHoles(layer - 1) {
        filled(layer)
      } else if layer == 2, field.size == pyramid.fields[1].size {
        StyledText(
          "In two dimensions the field is a square: behind one layer \(sides(field.size, field.size)), and behind two no "
            + "more, for the second kernel looks at a single unit.")
      } else if layer == 2 {
        StyledText(
          "In two dimensions the field is a square: behind two layers a unit sees \(sides(field.size, field.size)) inputs, "
        )
          + "and behind one only \(sides(pyramid.fields[1].size, pyramid.fields[1].size))."
      } else if layer == windows.count {
        "What a layer adds is its reach, (k − 1)·d units further below, times the jump: how far apart two of these "
          + "units stand on the input."
      } else {
        ring(layer)
      }
    return Step(
      caption: caption, formula: recurrence(layer),
      note: "r counts inputs along one side, j is the distance on the input between neighbours of a layer.",
      question: layer == 3
        ? Question(
          "\(stackName(3)): how wide is the square of inputs that the field of a unit behind the third spans?",
          answer: .number(Double(field.size), decimals: 0)) : nil, duration: .milliseconds(1400))
  }

  /// What a field with holes spans, and what it sees.
  private func holes(_ layer: Int) -> StyledText {
    let (size, seen) = (pyramid.fields[layer].size, inputsSeen(behind: layer).count)
    // Why there are holes is said where they begin; behind that, what becomes of them.
    guard layer > 2, hasHoles(layer - 1) else {
      return StyledText("Behind \(counted(layer, "layer")) a field spans \(sides(size, size)) inputs, but sees ")
        + .strong(NumberText.integer(seen * seen)) + StyledText(" of them: \(causeOfHoles(layer)).")
    }
    let (wide, before) = (pyramid.fields[layer - 1].size, inputsSeen(behind: layer - 1).count)
    func share(_ seen: Int, _ size: Int) -> Double { Double(seen * seen) / Double(size * size) }
    let (now, then) = (share(seen, size), share(before, wide))
    // What is one number on the screen is spoken of as one.
    let change =
      now == then
      ? "as before"
      : percent(now) == percent(then) ? "about as before" : now < then ? "less than before" : "more than before"
    return StyledText("Behind layer \(layer) the field spans \(sides(size, size)) inputs. The holes stay: ")
      + .strong(NumberText.integer(seen * seen))
      + StyledText(" are seen, \(percent(now)) of the square, \(change).")
  }

  /// What leaves the holes behind a layer: dilation, strides, or both. A kernel of one weight has nothing to spread.
  private func causeOfHoles(_ layer: Int) -> String {
    let below = windows.prefix(layer)
    let undilated = LayerStack(seeing: below.map { Window($0.kernel, stride: $0.stride) })
    let isDilated = below.contains { $0.kernel > 1 && $0.dilation > 1 }
    return switch (isDilated, undilated.hasHoles(behind: layer)) {
    case (true, false): "dilation leaves holes between. This is called gridding"
    case (true, true): "dilation and strides leave holes between"
    case (false, _): "the strides jump over the others"
    }
  }

  /// What a layer does whose windows look into all the holes of those below.
  private func filled(_ layer: Int) -> StyledText {
    let (size, before) = (pyramid.fields[layer].size, pyramid.fields[layer - 1].size)
    let seen = inputsSeen(behind: layer - 1).count
    return StyledText(
      (layer == 2 ? "In two dimensions the field is a square. " : "")
        + "Behind layer \(layer - 1) a unit sees \(NumberText.integer(seen * seen)) of \(sides(before, before)) inputs; "
        + "layer \(layer) fills the holes and sees all of ")
      + .strong(sides(size, size)) + "."
  }

  /// What a layer in the middle of the stack adds.
  private func ring(_ layer: Int) -> StyledText {
    let (reach, jump) = (windows[layer - 1].effectiveKernel - 1, pyramid.fields[layer - 1].jump)
    guard reach > 0 else {
      return "Layer \(layer) adds nothing: a kernel of 1 looks at a single unit of the layer below."
    }
    return StyledText(
      "Layer \(layer) widens the field: its kernel reaches \(counted(reach, "unit")) of the layer below further, "
        + "and each step there is \(counted(jump.whole ?? 1, "input")) wide.")
  }

  /// "Three 3 × 3 layers", or only "Three layers" when they differ.
  private func stackName(_ count: Int) -> String {
    let number = count == 3 ? "Three" : "\(count)"
    let used = Set(windows.prefix(count))
    guard used.count == 1, let window = used.first else { return "\(number) layers of this stack" }
    return "\(number) layers of \(window.kernel) × \(window.kernel)"
      + (window.stride > 1 ? ", stride \(window.stride)" : "")
      + (window.dilation > 1 ? ", dilation \(window.dilation)" : "")
  }
}

extension LayerStack {
  /// Whether inputs inside of the field of a layer are seen by none of the weights.
  func hasHoles(behind layer: Int) -> Bool {
    dependencies(of: middle(layer), in: layer)[0].count < fields[layer].size
  }
}
