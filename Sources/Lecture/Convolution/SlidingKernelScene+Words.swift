import CellCanvas
import ConvolutionEngine

extension SlidingKernelScene {
  func step(_ moment: Moment) -> Step {
    let (size, kernel, output) = (grids.inputSize, grids.kernelSize, grids.outputSize)
    let weights = counted(kernel * kernel, "weight")
    switch moment {
    case .start:
      return Step(
        caption: """
          Is there an edge, a corner, a stripe in this grid, and where? A kernel is a small pattern of weights that \
          looks for one such thing.
          """,
        note: """
          Let the class look at both grids first. Students often take the kernel for a picture: it is a question that is \
          asked at every place.
          """)
    case .size:
      return Step(
        caption: sizeCaption,
        formula: [grids.sizeFormula],
        note:
          "Count the places aloud along the top row. The + 1 is what students forget: it is the place before the first move.",
        question: Question(
          """
          A window \(grids.geometry.window.effectiveKernel) wide moves \(grids.geometry.window.stride) at a time. How many \
          places does it find along a row of \(grids.geometry.paddedInput)\(grids.padding > 0 ? ", zeros included" : "")?
          """, answer: .number(Double(output), decimals: 0)),
        duration: .milliseconds(1400))
    case .place(let index):
      return placeStep(index)
    case .fromOutput:
      let place = Self.middle(output)
      return Step(
        caption: """
          Read from an output: it sees \(counted(kernel * kernel, "cell")) and no other. Press c and point at outputs: \
          each has its own window.
          """,
        formula: grids.sum(place),
        note: "Sparse interaction, without the name. Let a student choose the output with the cursor or the mouse.")
    case .fromWeight:
      let place = heaviest
      return Step(
        caption: weightCaption(place),
        formula: [weightFormula(place)],
        note: "Parameter sharing, without the name: what is learned at one place is known at every place.")
    case .fromInput:
      let place = Self.middle(size)
      return Step(
        caption: inputCaption(place),
        formula: [inputFormula(place)],
        note: "This is the way a gradient will come back. Point at a corner, too: the border is seen less often.",
        question: Question(
          size.isMultiple(of: 2)
            ? "Now from an input: how many outputs does the cell in row \(place.row + 1) and column \(place.column + 1) reach?"
            : "Now from an input: how many outputs does the cell in the very middle reach?",
          answer: .number(Double(grids.reach(place).count), decimals: 0)))
    case .end:
      let connections = NumberText.integer(size * size * output * output)
      return Step(
        caption: grids.positions == 1
          ? """
          Take home: at a single place \(weights) did no more than a fully connected layer does. Sharing pays where there \
          are many places: turn the input up.
          """
          : """
          Take home: \(weights), used at all \(NumberText.integer(grids.positions)) places, did what a fully \
          connected layer needs \(connections) weights for.
          """,
        formula: [
          .muted("fully connected  ") + .input("\(size)·\(size)") + " · " + .output("\(output)·\(output)") + " = "
            + .strong(connections) + .muted("     convolution  ") + .kernel("\(kernel)·\(kernel)") + " = "
            + .kernel(NumberText.integer(kernel * kernel))
        ],
        note: "Ask what else a layer needs to learn: several kernels, a bias each. That comes with channels.")
    }
  }

  /// How large the output is beside the input, and why.
  private var sizeCaption: StyledText {
    let (window, size, output) = (grids.geometry.window, grids.inputSize, grids.outputSize)
    guard grids.padding == 0 else {
      let zeros = grids.padding == 1 ? "A ring of zeros gives" : "\(grids.padding) rings of zeros give"
      let comparison = output < size ? "still smaller than" : output == size ? "as large as" : "even larger than"
      return
        "\(zeros) the kernel more room: it may hang over the edge of the input. So the output is \(comparison) the input."
    }
    return switch (window.effectiveKernel > 1, window.stride > 1) {
    case (true, false):
      """
      The kernel must lie inside of the grid, so it cannot stand at the last places of a row: the output is smaller \
      than the input.
      """
    case (true, true):
      """
      The kernel must lie inside of the grid, and it moves by \(counted(window.stride, "cell")): it has far fewer places than \
      the grid has cells.
      """
    case (false, true):
      """
      A kernel of one cell would fit everywhere, but it moves by \(counted(window.stride, "cell")): it leaves places out, and \
      the output is smaller.
      """
    case (false, false): "A kernel of one cell fits everywhere, so the output is as large as the grid it slides on."
    }
  }

  private func placeStep(_ index: Int) -> Step {
    let place = grids.place(index)
    let value = grids.value(place)
    let before = (0..<index).map { grids.value(grids.place($0)) }
    let count = grids.kernel.shape.count
    let weights = counted(count, "weight")
    let products = grids.products(place)
    let caption: StyledText
    let note: String
    if index == 0 {
      caption =
        count == 1
        ? "The one weight is multiplied with the number that it lies on, and that is the output already."
        : "Each weight is multiplied with the number that it lies on, and the products are added: \(count) numbers become one."
      note = "Work the sum out with the class once, term by term."
    } else if index == grids.positions - 1 {
      caption =
        "The last place: the output is full, \(grids.positions) sums, and all were made with the same \(weights)."
      note = "Step back a few times with the left arrow if somebody got lost: every place can be looked at again."
    } else if place.column == 0 {
      caption =
        "The row is done. The kernel moves down by the stride and begins again at the left, with the same weights."
      note = "The order does not matter: every place could be worked out at once, and on a graphics card it is."
    } else if let largest = before.max(), value > largest, value > 0 {
      caption = "The largest sum so far: nowhere before did the numbers look so much like the kernel."
      note = "Compare the bright cells under the kernel with its positive weights."
    } else if let smallest = before.min(), value < smallest, value < 0 {
      caption = "The most negative sum so far: here the numbers are rather the opposite of what the kernel looks for."
      note = "A ReLU would make this a zero: the pattern is not here."
    } else if value == 0, products.contains(where: { $0.product != 0 }) {
      caption = "Zero: what the positive products add, the negative ones take away. Here is no such pattern."
      note = "An even patch gives zero whenever the weights of a kernel sum to zero."
    } else if place.column == 2, let shared = sharedCells(index), shared > 0 {
      caption = """
        \(shared) of these \(count) numbers were under the kernel just before, each under another weight: neighbouring outputs \
        see almost the same.
        """
      note = "Let the class find the \(shared). This is why neighbouring outputs are rarely very different."
    } else if place.column > 2, value < 0, products.contains(where: { $0.product > 0 }) {
      caption = "A negative sum: the negative products outweigh the positive ones. Rather the opposite of the pattern."
      note = "Ask which weights the large negative products come from."
    } else if place.column > 2, value > 0, products.contains(where: { $0.product < 0 }) {
      caption = """
        A positive sum: the positive products outweigh the negative ones, though not more than at the best place so far.
        """
      note = "Ask which place was the best so far, and how it looks under the kernel there."
    } else {
      caption =
        "The same \(weights), one place further: nothing new to learn, only a new place to look at."
      note = "Do not read every sum aloud; the pace is what shows that it is always the same."
    }
    let decimals = value == value.rounded() ? 0 : 2
    return Step(
      caption: caption, formula: grids.sum(place), note: note,
      question: index == 3 && place.column > 0
        ? Question(
          "The kernel moves on to the right. Which number will it write?",
          answer: .number(Double(value), decimals: decimals))
        : nil,
      duration: .milliseconds(900))
  }

  /// How many of the numbers under the kernel were under it at the place before, too.
  private func sharedCells(_ index: Int) -> Int? {
    guard index > 0 else { return nil }
    let before = Set(grids.covered(grids.place(index - 1)).keys)
    return grids.covered(grids.place(index)).keys.count { before.contains($0) }
  }

  // MARK: The three ways to read the figure

  func weightCaption(_ place: Settings.Place) -> StyledText {
    let cells = grids.touched(by: place).count
    if cells == 0 {
      return "Read from a weight: this one lies on nothing but the zeros around the grid, and never counts."
    }
    if grids.positions == 1 {
      return
        "Read from a weight: with a single place it meets one cell and is used once, as in a fully connected layer."
    }
    return """
      Read from a weight: this one number meets \(counted(cells, "cell")), each on its way to another output. What it \
      learns at one place, it knows at every place.
      """
  }

  func weightFormula(_ place: Settings.Place) -> StyledText {
    .muted("weight (\(place.row + 1), \(place.column + 1)) = ")
      + .kernel(GridConvolution.text(grids.kernel[place.row, place.column]))
      + .muted("   is used for ") + .output("\(grids.positions)")
      + .muted(grids.positions == 1 ? " output and stored once" : " outputs and stored once")
  }

  func inputCaption(_ place: Settings.Place) -> StyledText {
    let count = grids.reach(place).count
    let corner = grids.reach(Settings.Place(row: 0, column: 0)).count
    let border: StyledText =
      corner < count ? " At the border cells are seen less often: the one in the corner counts for \(corner)." : ""
    return switch count {
    case 0: "Read from an input: no window ever covers this cell, so whatever it holds, no output changes."
    case 1: "Read from an input: only one window covers this cell, so it counts for 1 output." + border
    default: "Read from an input: it counts for \(count) outputs, each time under another weight." + border
    }
  }

  func inputFormula(_ place: Settings.Place) -> StyledText {
    let down = grids.geometry.outputs(reachedBy: place.row).count
    let across = grids.geometry.outputs(reachedBy: place.column).count
    return .muted("input (\(place.row + 1), \(place.column + 1)) = ")
      + .input(GridConvolution.text(grids.input[place.row, place.column]))
      + .muted("   reaches ") + "\(down) · \(across) = " + .output("\(down * across)")
      + .muted(" of \(counted(grids.positions, "output"))")
  }
}
