import CellCanvas
import ConvolutionEngine

extension EdgeDetectionScene {
  func step(_ moment: Moment) -> Step {
    switch moment {
    case .picture:
      return Step(
        caption: picture.range.lowerBound == picture.range.upperBound
          ? "This picture is the same everywhere, so there is no edge in it to be found. Show another one to see some."
          : """
          You see at once where one thing ends and another begins. The program sees \
          \(NumberText.integer(picture.shape.count)) numbers. Where in them is an edge?
          """,
        formula: [
          .input("\(picture.shape.width)·\(picture.shape.height)") + " = "
            + .input(NumberText.integer(picture.shape.count)) + .muted(" pixels, each 0 (black) to 255 (white)")
        ],
        note: """
          Look at the single pixels on the right: at an edge the grey changes much from one pixel to the next, elsewhere \
          hardly at all. Let the class find a rule before you show one.
          """)
    case .detail: return detailStep
    case .wipe: return wipeStep
    case .sides:
      return Step(
        caption: sidesCaption,
        formula: [outputFormula],
        note: """
          Turn the knob kernel and compare: the same operation, other numbers. Press e to type weights of your own into \
          the kernel, one step back.
          """)
    case .operations:
      return Step(
        caption: """
          How much work was that? For each output \(counted(cost.products, "multiplication")) and \
          \(counted(cost.operationsForOne - cost.products, "addition")): the kernel meets nothing else.
          """,
        formula: [
          .output("\(result.shape.width)·\(result.shape.height)") + .muted("·") + .kernel("\(cost.operationsForOne)")
            + " = " + .active(NumberText.integer(cost.operations)) + .muted(" operations")
        ],
        note: """
          A sum of \(cost.products) products takes one addition less than multiplications. The book counts this way, so \
          its numbers come out.
          """)
    case .matrix: return matrixStep
    case .ratio:
      return Step(
        caption: """
          Computed like any other matrix product, zeros and all, it takes about \(Self.roundly(cost.advantage)) times \
          as many operations, for the very same picture.
          """,
        formula: [
          .muted("2·") + .strong(NumberText.integer(cost.matrixEntries)) + .muted(" / ")
            + .active(NumberText.integer(cost.operations)) + " = "
            + .strong(NumberText.integer(Int(cost.advantage.rounded()))) + .muted(" times the operations"),
          .muted("a product and a sum for each entry, over the convolution's operations"),
        ],
        note: """
          Be fair: whoever stores only the entries that are not zero needs no more operations than the convolution, but \
          still \(NumberText.integer(cost.nonzeroEntries)) numbers instead of \(cost.weights).
          """, duration: .milliseconds(1800))
    case .end:
      return Step(
        caption: """
          Take home: \(counted(cost.weights, "number")), used at every place, \(takeHome); \
          as a matrix the same takes \(Self.roundly(Double(cost.matrixEntries))) entries.
          """,
        formula: [
          .kernel("\(cost.weights)") + .muted(" weights and ") + .active(NumberText.integer(cost.operations))
            + .muted(" operations, instead of ") + .strong(NumberText.integer(cost.matrixEntries)) + .muted(" entries")
        ],
        note:
          "Nobody told the kernel what an edge is. In a network such kernels are learned, and there are hundreds of them."
      )
    }
  }

  private var detailStep: Step {
    let geometry = convolution.columns.over(picture.shape.width)
    let caption: StyledText =
      kernelGrid.values == [-1, 1]
      ? """
      Subtract from each pixel its left neighbour: nearly 0 where nothing changes, and far from 0 just where the grey \
      jumps, at an edge.
      """
      : """
      The kernel weighs each pixel and its neighbours and adds them up: the number tells how much the place looks like \
      the kernel.
      """
    return Step(
      caption: caption,
      formula: sumFormula(strongest)
        + (cost.products > 4 ? [] : [.muted("outputs in a row: ") + geometry.sizeFormula(rounded: false)]),
      note: """
        These are real pixels, around the place where the kernel answers most strongly. Point at the result to see what \
        each number is made of.
        """,
      question: Question(
        "The kernel is \(counted(kernelGrid.shape.width, "pixel")) wide. How many places does it find along a row of \(picture.shape.width)?",
        answer: .number(Double(result.shape.width), decimals: 0)),
      duration: .milliseconds(2200))
  }

  private var wipeStep: Step {
    let caption: StyledText =
      switch character {
      case .edges:
        """
        Even areas vanish, whether dark or bright, because the weights add up to 0. What is left are the places where \
        something changes.
        """
      case .negative:
        "The weights add up to less than 0, so the brighter a place is, the lower is the result: a negative of the picture."
      case .copy: "One weight alone moves or scales the picture and mixes nothing: this is how a layer passes it on."
      case .blur: "Each pixel becomes a mixture of its neighbours: noise averages out, and with it every fine line."
      case .stress:
        """
        The weights do not add up to 0, so the picture stays; the negative ones take the neighbours away and stress \
        whatever differs from them.
        """
      case .nothing: "Weights of 0 see nothing, whatever the picture is."
      }
    let choices = ["vertical edges", "horizontal edges", "edges of all directions", "still a whole picture"]
    let right: Int? =
      switch character {
      case .edges(true, false): 0
      case .edges(false, true): 1
      case .edges(true, true): 2
      case .negative, .copy, .blur, .stress: 3
      default: nil
      }
    return Step(
      caption: caption, formula: [outputFormula],
      note: """
        The knob wipe moves the line by hand. Ask what the two colours mean: the sign tells from which side the edge \
        gets brighter.
        """,
      question: right.map {
        Question(
          "This kernel passes over the whole picture. What will be left to see?", answer: .choice(choices, right: $0))
      }, duration: .milliseconds(2200))
  }

  private var matrixStep: Step {
    let sizes = [cost.input.count + cost.output.count, cost.nonzeroEntries, cost.matrixEntries]
    return Step(
      caption: """
        A matrix could do the same: a row for each output, a column for each pixel. Nearly all of its entries are 0, \
        and all the others repeat the kernel.
        """,
      formula: [
        .input("\(picture.shape.width)·\(picture.shape.height)") + .muted(" · ")
          + .output("\(result.shape.width)·\(result.shape.height)") + " = "
          + .strong(NumberText.integer(cost.matrixEntries)) + .muted(" entries")
      ],
      note: """
        This is the dense layer that a convolution replaces. In single precision the matrix alone takes \
        \(NumberText.bytes(cost.matrixEntries * MemoryLayout<Float>.size)).
        """,
      question: Question(
        "A matrix that does the same has a row for each output and a column for each pixel. How many entries?",
        answer: .choice(sizes.map(NumberText.integer), right: 2)))
  }

  private var sidesCaption: StyledText {
    switch character {
    case .edges(vertical: true, horizontal: false):
      """
      Vertical edges are found, slanted ones more weakly, horizontal ones not at all: along these a pixel and its \
      neighbour to the side are alike.
      """
    case .edges(vertical: false, horizontal: true):
      """
      Horizontal edges are found, slanted ones more weakly, vertical ones not at all: along these the pixels above and \
      below are alike.
      """
    case .edges(vertical: false, horizontal: false):
      """
      Straight vertical and horizontal edges are not found, only slanted ones and corners: the kernel wants a change \
      both ways at once.
      """
    case .edges: "Edges of all directions are found, because the kernel compares a pixel with all that is around it."
    case .negative:
      "Bright and dark have changed places. A negative weight is no mistake: a filter may well answer to what is missing."
    case .copy where !kernelGrid.values.contains(1):
      "The same picture, brighter or darker: a single weight cannot mix what stands in different places."
    case .copy: "The same picture: the kernel that changes nothing is the one that every other should be compared with."
    case .blur: "The fine texture is gone, the large forms are not: a blur is what one does before looking for edges."
    case .stress: "Every edge has become stronger, and so has the noise: a kernel cannot tell one from the other."
    case .nothing: "Nothing is left. A filter whose weights all become 0 in training is called dead."
    }
  }

  private var takeHome: String {
    switch character {
    case .edges(vertical: true, horizontal: false): "find the vertical edges of a whole picture"
    case .edges(vertical: false, horizontal: true): "find the horizontal edges of a whole picture"
    case .edges(vertical: false, horizontal: false): "find the corners of a whole picture"
    case .edges: "find the edges of a whole picture"
    default: "transform a whole picture"
    }
  }

  // MARK: Formulas

  private var outputFormula: StyledText {
    .input(Self.text(picture.shape)) + .muted("  ∗  ") + .kernel(Self.text(kernelGrid.shape)) + .muted("  →  ")
      + .output(Self.text(result.shape))
  }

  /// The products of one place and their sum, in at most two lines.
  private func sumFormula(_ place: Settings.Place) -> [StyledText] {
    let products = convolution.products(of: picture, row: place.row, column: place.column)
    let terms = products.map { Formula.Product(GridConvolution.text($0.value), GridConvolution.text($0.weight)) }
    let value: StyledText = .active(GridConvolution.text(result[place.row, place.column]))
    let sum = Formula.sum(terms, result: value).wrapped(columns: 76)
    guard sum.count > 2 else { return sum }
    return [.muted("the sum of \(products.count) products = ") + value]
  }

  /// A large number with a single digit that counts, in words where they are shorter: 60,000, 8 billion.
  static func roundly(_ value: Double) -> String {
    var unit = 1.0
    while value / unit >= 9.5 { unit *= 10 }
    let rounded = (value / unit).rounded() * unit
    for (size, name) in [(1e9, "billion"), (1e6, "million")] where rounded >= size {
      return NumberText.integer(Int(rounded / size)) + " " + name
    }
    return NumberText.integer(Int(rounded))
  }

  // MARK: Pointing

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    switch target.grid {
    case Self.resultName:
      let place = place(of: target)
      return Remark(
        caption: """
          Row \(place.row + 1), column \(place.column + 1) of the result, and the \(counted(cost.products, "pixel")) \
          under the kernel there.
          """, formula: sumFormula(place))
    case Self.weights.name where target.row < kernelGrid.shape.height && target.column < kernelGrid.shape.width:
      return Remark(
        caption:
          "This weight is used \(NumberText.integer(cost.output.count)) times, once for each output, and stored once.",
        formula: [
          .muted("weight (\(target.row + 1), \(target.column + 1)) = ")
            + .kernel(GridConvolution.text(kernelGrid[target.row, target.column]))
        ])
    default: return nil
    }
  }
}
