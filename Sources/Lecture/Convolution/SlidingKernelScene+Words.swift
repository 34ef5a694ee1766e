import CellCanvas
import ConvolutionEngine

extension SlidingKernelScene {
  static func step(_ moment: Moment, _ grids: GridConvolution) -> Step {
    let (size, kernel, output) = (grids.inputSize, grids.kernelSize, grids.outputSize)
    let weights = NumberText.integer(kernel * kernel)
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
        caption: output < size + 2 * grids.padding
          ? """
          The kernel must lie inside of the grid, so it cannot stand at the last places of a row: the output is smaller \
          than the input.
          """
          : "A kernel of one cell fits everywhere, so the output is as large as the grid it slides on.",
        formula: [grids.sizeFormula],
        note:
          "Count the places aloud along the top row. The + 1 is what students forget: it is the place before the first move.",
        question: Question(
          """
          A window \(grids.geometry.window.effectiveKernel) wide moves \(grids.geometry.window.stride) at a time. How many \
          places does it find along a row of \(grids.geometry.paddedInput)?
          """, answer: .number(Double(output), decimals: 0)),
        duration: .milliseconds(1400))
    case .place(let index):
      return placeStep(index, grids)
    case .fromOutput:
      let place = middle(output)
      return Step(
        caption: """
          Read from an output: it sees \(weights) cells and no other. Press c and point at outputs: each has its own \
          window.
          """,
        formula: grids.sum(place),
        note: "Sparse interaction, without the name. Let a student choose the output with the cursor or the mouse.")
    case .fromWeight:
      let place = heaviest(grids)
      return Step(
        caption: weightCaption(grids, place),
        formula: [weightFormula(grids, place)],
        note: "Parameter sharing, without the name: what is learned at one place is known at every place.")
    case .fromInput:
      let place = middle(size)
      return Step(
        caption: inputCaption(grids, place),
        formula: [inputFormula(grids, place)],
        note: "This is the way a gradient will come back. Point at a corner, too: the border is seen less often.",
        question: Question(
          "Now from an input: how many outputs does the cell in the very middle reach?",
          answer: .number(Double(grids.reach(place).count), decimals: 0)))
    case .end:
      let connections = NumberText.integer(size * size * output * output)
      return Step(
        caption: """
          Take home: \(weights) weights, used at all \(NumberText.integer(grids.positions)) places, did what a fully \
          connected layer needs \(connections) weights for.
          """,
        formula: [
          .muted("fully connected  ") + .input("\(size)·\(size)") + " · " + .output("\(output)·\(output)") + " = "
            + .strong(connections) + .muted("     convolution  ") + .kernel("\(kernel)·\(kernel)") + " = "
            + .kernel(weights)
        ],
        note: "Ask what else a layer needs to learn: several kernels, a bias each. That comes with channels.")
    }
  }

  private static func placeStep(_ index: Int, _ grids: GridConvolution) -> Step {
    let place = grids.place(index)
    let value = grids.value(place)
    let before = (0..<index).map { grids.value(grids.place($0)) }
    let weights = NumberText.integer(grids.kernel.shape.count)
    let caption: StyledText
    let note: String
    if index == 0 {
      caption =
        "Each weight is multiplied with the number that it lies on, and the products are added: \(weights) numbers become one."
      note = "Work the sum out with the class once, term by term."
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
    } else if value == 0 {
      caption = "Zero: what the positive weights find, the negative ones take away. Here is no such pattern."
      note = "An even patch gives zero whenever the weights of a kernel sum to zero."
    } else {
      caption = "The same \(weights) weights, one place further: nothing new to learn, only a new place to look at."
      note = "Only now and then say the sum; the pace is what shows that it is always the same."
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

  // MARK: The three ways to read the figure

  static func weightCaption(_ grids: GridConvolution, _ place: Settings.Place) -> StyledText {
    """
    Read from a weight: this one number meets \(grids.touched(by: place).count) cells, each on its way to another \
    output. What it learns at one place, it knows at all.
    """
  }

  static func weightFormula(_ grids: GridConvolution, _ place: Settings.Place) -> StyledText {
    .muted("weight (\(place.row + 1), \(place.column + 1)) = ")
      + .kernel(GridConvolution.text(grids.kernel[place.row, place.column]))
      + .muted("   is used for ") + .output("\(grids.positions)") + .muted(" outputs and stored once")
  }

  static func inputCaption(_ grids: GridConvolution, _ place: Settings.Place) -> StyledText {
    let count = grids.reach(place).count
    let outputs = count == 1 ? "1 output" : "\(count) outputs"
    return count == 0
      ? "Read from an input: no window ever covers this cell, so whatever it holds, no output changes."
      : """
      Read from an input: it counts for \(outputs), each time under another weight. Cells at the border are seen \
      less often.
      """
  }

  static func inputFormula(_ grids: GridConvolution, _ place: Settings.Place) -> StyledText {
    let down = grids.geometry.outputs(reachedBy: place.row).count
    let across = grids.geometry.outputs(reachedBy: place.column).count
    return .muted("input (\(place.row + 1), \(place.column + 1)) = ")
      + .input(GridConvolution.text(grids.input[place.row, place.column]))
      + .muted("   reaches ") + "\(down) · \(across) = " + .output("\(down * across)")
      + .muted(" of \(grids.positions) outputs")
  }
}
