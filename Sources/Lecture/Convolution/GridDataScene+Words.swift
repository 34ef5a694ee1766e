import CellCanvas
import ConvolutionEngine

extension GridDataScene {
  /// Different weights in a matrix, zeros not counted.
  func differentWeights(_ matrix: Dense) -> Int { Set(matrix.weights.filter { $0 != 0 }).count }

  /// One output as the sum of its products, without those that are zero.
  func sum(_ matrix: Dense, row: Int) -> [StyledText] {
    let columns = x.indices.filter { matrix.weight(from: $0, to: row) != 0 }
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
    return .muted("neighbours in \(dimensions)-D  ")
      + .kernel((0..<dimensions).map { _ in "3" }.joined(separator: "·")) + .muted(" − 1 = ")
      + .strong("\(cells - 1)")
  }

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .data:
      return Step(
        caption: """
          A sound, a grey picture, a picture in colours: what do such data have in common that a table of customers does not \
          have?
          """,
        note: """
          Let the class answer. A good test: shuffle the columns of a customer table and nothing is lost; shuffle the \
          pixels of a photograph, and it is gone.
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
          "A picture has two axes. Its neighbours also lie above and below: together they make an edge or a corner.",
        formula: [neighbours(2)],
        note: "These are real pixels. Ask where the edge is: nobody can see it in a single number.")
    case .volume:
      return Step(
        caption: """
          A colour picture has red, green and blue one behind the other, a film has frame after frame: three axes, and \
          again each value has its neighbours.
          """,
        formula: [neighbours(3)],
        note: "In a network the third axis is the channels. Every weight of a filter will reach through all of them.")
    case .dense: return denseStep
    case .row(let row): return rowStep(row)
    case .rows:
      return Step(
        caption: isDense
          ? "And so on to the last row: no weight says anything about another, so all must be learned one by one."
          : """
          The same \(kernel.count == 1 ? "weight" : "weights") down to the last row: what is learned at one place \
          is used at every place. Along every diagonal stands one number: a Toeplitz matrix.
          """,
        formula: sum(isDense ? dense : sliding, row: sliding.outputs - 1),
        note: "Follow one shade down its diagonal with the finger: that is one weight, sliding.",
        duration: .milliseconds(1800))
    case .count: return countStep
    case .end:
      return Step(
        caption: endCaption,
        formula: [
          .muted("dense ") + denseCount + .muted(" weights     convolution ")
            + .kernel("\(differentWeights(sliding))")
            + .muted(" shared by \(counted(sliding.outputs, "output"))")
        ],
        note: """
          Nothing was taken away from the dense layer but freedom: every convolution is a dense layer with many weights \
          0 and the others tied. Ask what that freedom would have been needed for.
          """)
    }
  }

  private var endCaption: StyledText {
    let (k, zeros) = (kernel.count, sliding.weights.count { $0 == 0 })
    if isDense {
      return """
        Take home: a dense layer learns every weight by itself. Convolution is the same product with neighbours only, and \
        \(k == 1 ? "one weight" : "the same \(k)") for all rows.
        """
    }
    if k == 1 {
      return "Take home: on a grid one weight can serve all places. Convolution is a matrix product that knows this."
    }
    return """
      Take home: convolution is a matrix product made for grids\(2 * zeros > sliding.weights.count ? ", mostly zeros" : ""), \
      with the same \(k) weights in every row, one place further along.
      """
  }

  private var denseStep: Step {
    Step(
      caption: """
        \(NumberText.integer(dense.weights.count)) weights: a dense layer gives every pair of input and output one of \
        its own. It does not know who is whose neighbour.
        """,
      formula: [
        .output("s") + .muted(" = ") + .kernel("W") + .input("x") + .muted("     weights  ") + denseCount
      ],
      note: """
        Shuffle the inputs together with the columns of W, and the layer does the same as before: it cannot know of any grid. \
        There are as many outputs as a kernel of \(kernel.count) has places, for a fair comparison.
        """,
      question: Question(
        "A dense layer takes these \(dense.inputs) values to \(counted(dense.outputs, "output")). How many weights does it need?",
        answer: .number(Double(dense.weights.count), decimals: 0)))
  }

  private func rowStep(_ row: Int) -> Step {
    let (k, n) = (kernel.count, x.count)
    let caption: StyledText
    let note: String
    switch (isDense, row) {
    case (true, 0):
      caption =
        "The first row again: output 1 asks all \(n) inputs, the nearest and the farthest, with a weight for each."
      note = "This is the dense layer's matrix, built up row by row. Turn the knob to convolution and compare."
    case (true, _):
      caption = "The second row: again all \(n) inputs, and again \(n) weights that no other output uses."
      note = "What the first row has learned about neighbours is of no use to the second."
    case (false, 0):
      caption =
        k == n
        ? "Convolution: this kernel is as wide as the signal, so its one output still sees everything."
        : """
        Convolution asks only neighbours: output 1 looks at \(k == 1 ? "one input" : "\(k) inputs side by side") and not at the \
        \(n - k == 1 ? "last one. Its weight is" : "other \(n - k). Their weights are") 0, for good.
        """
      note = "Sparse interaction. The zeros are no weights: nobody stores, learns or multiplies them."
    case (false, _):
      caption = """
        The second output asks the same question one place further along: the same \(k == 1 ? "weight" : "\(k) weights"), \
        moved by one column.
        """
      note = "Parameter sharing. Ask what would have to be true of the data for this to be a bad idea."
    }
    return Step(
      caption: caption, formula: sum(isDense ? dense : sliding, row: row), note: note,
      duration: .milliseconds(1000))
  }

  private var countStep: Step {
    let matrix = isDense ? dense : sliding
    let count = differentWeights(matrix)
    let zeros = matrix.weights.count { $0 == 0 }
    let used = matrix.weights.count - zeros
    return Step(
      caption: isDense
        ? """
        \(count) different weights, as many as the matrix has places. Convolution does with \(kernel.count): turn the \
        knob and see.
        """
        : zeros == 0
          ? "Only \(count), as many as the matrix has places: a kernel as wide as its input saves nothing. Turn the length up."
          : """
          Only \(count): every row repeats \(count == 1 ? "it" : "the same ones"). \(zeros) of the \(matrix.weights.count) places are 0, and \
          the other \(used) share \(count == 1 ? "a single weight" : "\(count) weights").
          """,
      formula: [
        .strong("\(matrix.weights.count)") + .muted(" places = ") + .strong("\(zeros)") + .muted(" zeros + ")
          + .output("\(matrix.outputs)") + .muted(matrix.outputs == 1 ? " row · " : " rows · ")
          + .kernel("\(used / matrix.outputs)")
          + .muted((used == matrix.outputs ? " weight" : " weights") + "     different weights: ") + .kernel("\(count)")
      ],
      note: "Zeros are not counted: they are not learned. The bars compare what each layer has to store.",
      question: Question(
        "How many different weights, zeros not counted, are in this matrix of \(matrix.outputs) × \(matrix.inputs)?",
        answer: .number(Double(count), decimals: 0)))
  }
}
