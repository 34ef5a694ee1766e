import CellCanvas
import ConvolutionEngine

extension GridDataScene {
  /// One output as the sum of its products, without those that are zero.
  func sum(_ matrix: Dense, row: Int) -> [StyledText] {
    let columns = x.indices.filter { isJoined(matrix, row: row, column: $0) }
    let products = columns.map {
      Formula.Product(GridConvolution.text(x[$0]), GridConvolution.text(matrix.weight(from: $0, to: row)))
    }
    let value = columns.reduce(Float(0)) { $0 + x[$1] * matrix.weight(from: $1, to: row) }
    let sum =
      .output("s\(row + 1)") + .muted(" = ")
      + Formula.sum(products, result: .active(GridConvolution.text(value)))
    let lines = sum.wrapped(columns: 78)
    guard lines.count > 2, let first = products.first, let last = products.last else { return lines }
    return [
      .output("s\(row + 1)") + .muted(" = ") + Formula.sum([first]) + .muted(" + … + ") + Formula.sum([last])
        + .muted(", \(products.count) products, = ") + .active(GridConvolution.text(value))
    ]
  }

  /// 6 · 8 = 48.
  private var denseCount: StyledText {
    .output("\(dense.outputs)") + .muted(" · ") + .input("\(dense.inputs)") + .muted(" = ")
      + .strong("\(dense.weights.count)")
  }

  /// How many neighbours a value has in so many dimensions: 3² − 1 = 8.
  private func neighbours(_ dimensions: Int) -> StyledText {
    let cells = (0..<dimensions).reduce(1) { count, _ in 3 * count }
    return .muted("neighbours on \(counted(dimensions, "axis", many: "axes"))  ")
      + .kernel((0..<dimensions).map { _ in "3" }.joined(separator: "·")) + .muted(" − 1 (the value itself) = ")
      + .strong("\(cells - 1)") + .muted("   at the border fewer")
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .data:
      return Step(
        caption: """
          A sound, a picture, a film: what do such data have in common that a table of customers does not have?
          """,
        note: """
          Let the class answer. A good test: shuffle the columns of a customer table and nothing is lost; shuffle the \
          pixels of a photograph, and it is gone. It comes in a few steps.
          """)
    case .series:
      return Step(
        caption: """
          They lie on a grid: every value has neighbours, and neighbours belong together. A time series has one axis: \
          a value before, and one after.
          """,
        formula: [neighbours(1)],
        note: "One axis, one index: x(t). A sound, a heartbeat, stock prices, temperatures.")
    case .image:
      return Step(
        caption:
          """
          A picture has two axes, rows i and columns j: a value has neighbours above and below, too. Together they make an \
          edge or a corner.
          """,
        formula: [neighbours(2)],
        note: "These are real pixels. Ask where the edge is: nobody can see it in a single number.")
    case .film:
      return Step(
        caption: """
          A film adds time t as a third axis: the same places a moment before and after. Colour adds none: red, green and \
          blue have no order.
          """,
        formula: [
          neighbours(3),
          .muted("a picture in colours: three values at each place, its channels, on two axes"),
        ],
        note: """
          Here the camera moves on by one pixel from frame to frame. The test for an axis: does its order mean anything? \
          Exchange red and blue everywhere and nothing is lost; exchange two frames and the film jumps.
          """)
    case .shuffle: return shuffleStep
    case .dense: return denseStep
    case .kernel: return kernelStep
    case .row(let row): return rowStep(row)
    case .rows:
      return Step(
        caption: isDense
          ? "And so on to the last row: no weight says anything about another, so all must be learned one by one."
          : """
          The same \(kernel.count == 1 ? "weight" : "weights") down to the last row: what is learned at one place \
          serves every place. A matrix with one number along each diagonal is called Toeplitz.
          """,
        formula: sum(isDense ? dense : sliding, row: sliding.outputs - 1),
        note: isDense
          ? "Ask whether any two of these numbers are alike, and whether they would have to be."
          : "Follow one shade down its diagonal with the finger: that is one weight, sliding.",
        duration: .milliseconds(1800))
    case .count: return countStep
    case .end:
      return Step(
        caption: endCaption,
        formula: [
          .muted("dense ") + denseCount + .muted(" weights     convolution ")
            + .kernel("\(kernel.count)")
            + .muted(" shared by \(counted(sliding.outputs, "output"))")
        ],
        note: """
          Nothing was taken away from the dense layer but freedom: every convolution is a dense layer with many weights \
          0 and the others tied. Ask what that freedom would have been needed for.
          """)
    }
  }

  private var endCaption: StyledText {
    let (k, zeros) = (kernel.count, sliding.weights.count - sliding.outputs * kernel.count)
    if isDense {
      let other =
        sliding.outputs == 1
        ? "So does a convolution whose kernel is as wide as its input."
        : k == 1
          ? "Convolution is the same product with one input an output, and one weight for all rows."
          : "Convolution is the same product with neighbours only, and the same \(k) for all rows."
      return StyledText("Take home: a dense layer learns every weight by itself. " + other)
    }
    if sliding.outputs == 1 {
      return
        "Take home: convolution is a matrix product. A kernel as wide as its input has one place, so its row is all there is."
    }
    if k == 1 {
      return "Take home: on a grid one weight can serve all places. Convolution is a matrix product that knows this."
    }
    return """
      Take home: convolution is a matrix product made for grids\(2 * zeros > sliding.weights.count ? ", mostly zeros" : ""), \
      with the same \(k) weights in every row, one place further along.
      """
  }

  /// What order means: how much values beside each other differ before and after a shuffle.
  private var shuffleStep: Step {
    func text(_ value: Double) -> String { NumberText.fixed(value, decimals: 1) }
    func change(_ contrast: (before: Double, after: Double)) -> StyledText {
      .strong(text(contrast.before)) + .muted(" → ") + .strong(text(contrast.after))
    }
    let isLost = pictureContrast.after >= 1.2 * pictureContrast.before && pictureContrast.after >= 1
    return Step(
      caption: isLost
        ? """
        New order, same values. In the picture neighbours are less alike now: what it showed is gone. In a table it means \
        nothing who is whose neighbour.
        """
        : """
        New order, same values. This picture has so little in it that the shuffle hardly shows. In a table it means nothing \
        who is whose neighbour.
        """,
      formula: [
        .muted("neighbours in a row differ on average: picture ") + change(pictureContrast)
          + .muted("  table ") + change(tableContrast)
      ],
      note: """
        A layer for tables need not know in which order its inputs stand; a layer for pictures may use it. That is the \
        whole idea of this part.
        """, duration: .milliseconds(1400))
  }

  private var denseStep: Step {
    Step(
      caption: """
        A dense layer gives every pair of input and output a weight of its own: \(NumberText.integer(dense.weights.count)). \
        It does not know who is whose neighbour.
        """,
      formula: [
        .output("s") + .muted(" = ") + .kernel("W") + .input("x") + .muted("     weights  ") + denseCount
      ],
      note: """
        Shuffle the inputs together with the columns of W, and the layer does the same as before: it cannot know of any grid. \
        There are as many outputs as a kernel of \(kernel.count) has places, for a fair comparison.
        """,
      question: Question(
        """
        A layer makes outputs from inputs: each output is a sum of inputs, each times a number, its weight. In a dense \
        layer every output has one for every input. \(counted(dense.inputs, "input")), \
        \(counted(dense.outputs, "output")): how many weights?
        """,
        answer: .number(Double(dense.weights.count), decimals: 0),
        mistake: .number(Double(dense.inputs + dense.outputs), decimals: 0)))
  }

  private var kernelStep: Step {
    let k = kernel.count
    return Step(
      caption: """
        A convolution has \(k < dense.weights.count ? "few" : "the kernel's") weights: this kernel of \(k) lies beneath the signal and gives one \
        sum\(sliding.outputs > 1 ? ", then moves on by one" : ""). It has \(counted(sliding.outputs, "place")), so \
        \(sliding.outputs) \(nouns(sliding.outputs, "output")).
        """,
      formula: sum(sliding, row: sliding.outputs - 1),
      note: """
        That is where the \(sliding.outputs) came from. The kernel can be edited with e. It is not turned round before it \
        slides: strictly this is a correlation, which networks call convolution; the scenes that follow tell the two apart.
        """,
      duration: .milliseconds(3000), links: [Link(to: FlipOrNotScene.card.id, label: "flip or not")])
  }

  private func rowStep(_ row: Int) -> Step {
    let (k, n) = (kernel.count, x.count)
    let caption: StyledText
    let note: String
    switch (isDense, row) {
    case (true, 0):
      caption =
        "The dense layer's first row: s1 asks all \(n) inputs, the nearest and the farthest, with a weight for each."
      note = "This is the dense layer's matrix, built up row by row. Turn the knob to convolution and compare."
    case (true, _):
      caption = "The second row: again all \(n) inputs, and again \(n) weights that no other output uses."
      note = "What the first row has learned about neighbours is of no use to the second."
    case (false, 0):
      caption =
        k == n
        ? "The same as a matrix: this kernel is as wide as the signal, so its one output still sees everything."
        : """
        The same sums as a matrix. Its first row: the kernel, then \(n - k == 1 ? "a zero for the input" : "\(n - k) zeros for the inputs") \
        that s1 does not see. \(n - k == 1 ? "The zero stays" : "The zeros stay"), for good.
        """
      note =
        k == n
        ? "With a single place convolution is a dense layer. Turn the length up: every further place is a row with the same weights."
        : "Sparse interaction. The zeros are no weights: nobody stores, learns or multiplies them."
    case (false, _):
      caption = """
        The kernel one place further along is the second row: the same \(k == 1 ? "weight" : "\(k) weights"), moved by one \
        column.
        """
      note = "Parameter sharing. Ask what would have to be true of the data for this to be a bad idea."
    }
    let link =
      row == 0
      ? Link(to: SparseConnectivityScene.card.id, label: "few connections")
      : Link(to: ParameterSharingScene.card.id, label: "shared weights")
    return Step(
      caption: caption, formula: sum(isDense ? dense : sliding, row: row), note: note,
      duration: .milliseconds(1000), links: isDense ? [] : [link])
  }

  private var countStep: Step {
    let matrix = isDense ? dense : sliding
    let (places, count) = (matrix.weights.count, differentNumbers(matrix))
    let used = isDense ? places : matrix.outputs * kernel.count
    let weights = isDense ? places : kernel.count
    let caption: StyledText
    if isDense {
      caption = """
        \(counted(count, "different number")), as many as the matrix has places. Convolution needs \
        \(kernel.count < count ? "\(kernel.count): turn the knob layer and see." : "as many here: its kernel is as wide as the input.")
        """
    } else if count != weights {
      caption = """
        \(counted(count, "different number")), fewer than the kernel has weights: \(whyFewer). What has to be stored \
        is the kernel, \(counted(weights, "weight")).
        """
    } else if used == places {
      caption =
        "Only \(count), as many as the matrix has places: a kernel as wide as its input saves nothing. Turn the length up."
    } else {
      caption = """
        Only \(count): every row repeats \(count == 1 ? "it" : "the same ones"). \(places - used) of the \(places) places \
        are 0, the other \(used) share \(count == 1 ? "a single weight" : "\(count) weights").
        """
    }
    return Step(
      caption: caption, formula: [placesFormula(matrix, used: used)],
      note: """
        \(isDense ? "Here no place is 0." : places > used ? "The zeros outside of the kernel are not counted: they are not learned." : "There is no place outside of the kernel.") \
        The bars compare what each layer has to store.
        """,
      // Of the dense layer's that was asked when its weights were counted: no two are alike.
      question: isDense
        ? nil
        : Question(
          "How many different numbers, zeros not counted, are in this matrix of \(matrix.outputs) × \(matrix.inputs)?",
          answer: .number(Double(count), decimals: 0)))
  }

  /// 48 = 30 outside of the kernel + 6 · 3: the places of a matrix, those that are used among them, and what has to be stored.
  private func placesFormula(_ matrix: Dense, used: Int) -> StyledText {
    let (places, inRow) = (matrix.weights.count, used / matrix.outputs)
    let outside: StyledText =
      places > used ? .strong("\(places - used)") + .muted(" outside of the kernel + ") : ""
    return .strong("\(places)") + .muted(" places = ") + outside + .output("\(matrix.outputs)")
      + .muted(" \(nouns(matrix.outputs, "row")) · ") + .kernel("\(inRow)")
      + .muted(" \(nouns(inRow, "weight"))     to store: ") + .kernel("\(isDense ? places : kernel.count)")
  }

  /// Why the matrix has fewer different numbers than the kernel has weights, where it has.
  private var whyFewer: String {
    let (k, zeros, values) = (kernel.count, kernel.count { $0 == 0 }, Set(kernel).count)
    if values == 1 {
      return k == 1 ? "its only one is 0" : "\(k == 2 ? "both" : "all") are \(zeros == k ? "0" : "alike")"
    }
    let alike = values < k - max(0, zeros - 1) ? ["some are alike"] : []
    return listed(alike + (zeros > 0 ? ["\(spelled(zeros)) \(verb(zeros, "is")) 0"] : []))
  }
}
