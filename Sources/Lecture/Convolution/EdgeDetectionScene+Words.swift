import CellCanvas
import ConvolutionEngine

extension EdgeDetectionScene {
  func step(_ moment: Moment) -> Step {
    switch moment {
    case .picture:
      return Step(
        caption: isEven
          ? "This picture is the same everywhere, so there is no edge in it to be found. Show another one to see some."
          : """
          You see at once where one thing ends and another begins. The program sees \
          \(NumberText.integer(picture.shape.count)) numbers. Where in them is an edge?
          """,
        formula: [
          .input("\(picture.shape.height)·\(picture.shape.width)") + " = "
            + .input(NumberText.integer(picture.shape.count)) + .muted(" pixels, each 0 (black) to 255 (white)")
        ] + (fitting.map { [.muted("your picture: \($0)")] } ?? []),
        note: isEven
          ? "Start again with --image and another picture, or without it for that of the lecture."
          : "Let the class find a rule that tells an edge from the pixels on the right, before you show one.")
    case .detail: return detailStep
    case .wipe: return wipeStep
    case .sides:
      return Step(
        caption: sidesCaption, formula: [passFormula],
        note: """
          \(map.character.missed.isEmpty
            ? "Let the class compare one place in both pictures before you go on."
            : "Let the class name what is gone, before you go on.") Then turn the knob kernel and compare: the same operation, \
          other numbers.
          """)
    case .turned(let turned): return turnedStep(turned)
    case .operations: return operationsStep
    case .matrix: return matrixStep
    case .ratio: return ratioStep
    case .end:
      return Step(
        caption: """
          Take home: \(counted(cost.weights, "number")), used at every place, \(takeHome); \
          as a matrix it takes \(Self.roundly(Double(cost.matrixEntries))).
          """,
        formula: [
          .kernel("\(cost.weights)") + .muted(" : ") + .strong(NumberText.integer(cost.matrixEntries))
            + .muted(" numbers     ") + .active(NumberText.integer(cost.operations)) + .muted(" : ")
            + .strong(NumberText.integer(2 * cost.matrixEntries)) + .muted(" operations"),
          .muted("a network is not given its kernels: it learns them, and hundreds of them"),
        ],
        note:
          "Ask what else a kernel of so few numbers could find, and what it could not."
      )
    }
  }

  // MARK: The kernel at work

  private var detailStep: Step {
    let geometry = convolution.columns.over(picture.shape.width)
    let even = (map.sum * 100).rounded()
    let prompt: String =
      isDifference
      ? "From each pixel its left neighbour is taken away."
      : "Each pixel and its neighbours are multiplied by \(map.weightsInLine) and added up."
    let caption: StyledText =
      if isDifference {
        """
        Subtract from each pixel its left neighbour: 0 where nothing changes, and \
        \(map.isBlank ? "in this picture nothing does." : "the farther from 0 the more the grey changes: an edge is where it jumps.")
        """
      } else if case .nothing = map.character {
        "All weights are 0: whatever lies under the kernel, 0 comes out."
      } else if case .edges = map.character {
        "These weights add up to 0: an even area gives 0, however bright it is, and only a change gives more or less."
      } else {
        """
        These weights add up to \(NumberText.plain(map.sum)): an even area of 100 gives \
        100·\(NumberText.plain(map.sum)) = \(NumberText.integer(Int(even))), so brightness \
        \(map.sum > 0 ? "stays in the map" : "is turned upside down").
        """
      }
    return Step(
      caption: caption,
      formula: sum(map.strongest)
        + (cost.products > 4 ? [] : [.muted("outputs in a row: ") + geometry.sizeFormula()]),
      note: """
        These are real pixels\(map.isBlank ? "" : ", around the place where the kernel answers most strongly"). Let a \
        student say the next output before you point at it.
        """,
      question: map.character == .nothing
        ? nil
        : Question(
          "\(prompt) What comes out of an even area, where all pixels are 100?", answer: .number(even, decimals: 0)),
      duration: .milliseconds(2600))
  }

  // MARK: The whole map

  /// In which direction a change is seen, where it is one of two; else which edges are not seen.
  private var changes: String {
    guard case .edges(let found) = map.character else { return "" }
    return switch (found.contains(.vertical), found.contains(.horizontal)) {
    case (true, false): " from left to right"
    case (false, true): " from top to bottom"
    default: map.character.missed.isEmpty ? "" : ", but for \(listed(map.character.missed)) edges"
    }
  }

  private static let choices = [
    "vertical edges", "horizontal edges", "both kinds", "still a whole picture",
  ]

  /// What the colours of the map tell, to be asked where there are two of them to be seen.
  private var colourNote: String {
    guard case .edges = map.character, !map.isBlank else { return "" }
    return " Ask what the two colours mean: "
      + (map.isOdd ? "the sign tells from which side the edge gets brighter." : "sums above 0, and sums below.")
  }

  private var wipeStep: Step {
    let caption: StyledText =
      switch map.character {
      case _ where wiped == 0:
        "The knob wipe stands at 0, so the picture is still as it was. Turn it up, and the map is wiped over it."
      case .edges where map.isBlank:
        "The weights add up to 0, so what is even vanishes: all of this picture, for it has no edge that this kernel finds."
      case .edges:
        """
        Even areas vanish, dark or bright, since the weights add up to 0. What is left is where something \
        changes\(changes).
        """
      case .negative:
        "No weight is above 0, so the brighter it is under them, the lower is the output: a negative of the picture."
      case .copy:
        "One weight alone mixes nothing: each output is one pixel, times \(loneWeight). So a layer passes a picture on."
      case .blur where map.line != nil:
        """
        Each output is a mixture of neighbours along one line: noise averages out in part, and fine lines that lie across \
        it grow faint. \(capitalized(map.line ?? "")) ones stay.
        """
      case .blur:
        "Each output is a mixture of neighbours: noise averages out in part, and lines finer than the kernel grow faint."
      case .mixed where map.isRelief:
        """
        Opposite weights cancel where all is even, so only the middle one counts there; at an edge one of them wins, and it \
        gets brighter or darker.
        """
      case .stress:
        """
        The weights add up to \(NumberText.plain(map.sum)), so even areas stay; a negative one takes a neighbour away and stresses \
        whatever differs from it.
        """
      case .mixed:
        """
        Even areas come out times \(NumberText.plain(map.sum)), \(map.sum < 0 ? "as a negative" : "as a picture") from \
        \(bounds(map.evenRange)). \(map.leavesEvenRange
          ? "Where the grey changes the output leaves these bounds: here it goes from \(bounds(outputs))."
          : "Nowhere in this picture does the output leave these bounds.")
        """
      case .nothing: "Weights of 0 see nothing, whatever the picture is."
      }
    let right: Int? =
      switch map.character {
      case .edges(let found) where !map.isBlank:
        found.contains(.vertical)
          ? found.contains(.horizontal) ? 2 : 0 : found.contains(.horizontal) ? 1 : nil
      case .negative, .copy, .blur, .stress: 3
      case .mixed where map.isRelief: 3
      // Beside its edges the picture may be hard to make out.
      case .edges, .nothing, .mixed: nil
      }
    return Step(
      caption: caption, formula: [passFormula],
      note: """
        The knob wipe moves the line by hand.\(wiped == 0 ? "" : colourNote)
        """,
      question: wiped == 0
        ? nil
        : right.map {
          Question(
            "This kernel passes over the whole picture. What will be left to see?",
            answer: .choice(Self.choices, right: $0))
        }, duration: .milliseconds(2200))
  }

  /// The smallest and the largest output.
  private var outputs: ClosedRange<Double> { Double(map.extremes.lowerBound)...Double(map.extremes.upperBound) }

  /// “−255 to 0”.
  private func bounds(_ range: ClosedRange<Double>) -> String {
    "\(NumberText.fixed(range.lowerBound, decimals: 0)) to \(NumberText.fixed(range.upperBound, decimals: 0))"
  }

  /// The weight of a kernel that has but one, as it is written.
  private var loneWeight: String { NumberText.plain(map.sum) }
  /// Whether such a weight leaves every number as it is.
  private var isUnchanged: Bool { map.kernel.values.contains(1) }

  private var sidesCaption: StyledText {
    switch map.character {
    case _ where map.character.isPicture && isEven:
      "This picture is even, and even it stays. Show another one to see what this kernel does where something changes."
    case .edges where map.isBlank: "Nothing is left: wherever this kernel looks, what it compares is alike."
    case .edges where isHouse && map.character.missed == ["horizontal"]:
      """
      Walls and posts stay, the ground line and the rails are gone: along a level line a pixel is like its neighbour. \
      The roof slants, so every row crosses it.
      """
    case .edges where isHouse && map.character.missed == ["vertical"]:
      """
      The ground line, eaves and rails stay, walls and posts are gone: along an upright line the pixels above and below \
      are alike.
      """
    case .edges where map.character.missed.isEmpty:
      "Edges of every direction stay: however one lies, the weights on either side of it do not add up to 0."
    case .edges:
      """
      \(capitalized(listed(map.character.found))) edges stay, \(listed(map.character.missed)) ones are gone: on either side of such an edge the weights add up to 0.
      """
    case .negative:
      "Bright and dark have changed places. A negative weight is no mistake: a filter may well answer to what is missing."
    case .copy:
      """
      The same picture\(map.isMove ? ", moved by a pixel" : "")\
      \(isUnchanged ? "" : ", every number times \(loneWeight) and white's as well, so that it looks as bright"): \
      a single weight mixes nothing.
      """
    case .blur where map.line != nil:
      """
      \(capitalized(map.line ?? "")) edges stay sharp, those across get softer: this kernel mixes along one line and leaves \
      apart what lies on either side of it.
      """
    case .blur:
      "The large forms stay, with softer edges. A blur is what one does before looking for edges, against noise."
    case .mixed where map.isRelief:
      """
      A relief: edges that face one way come out brighter, those that face the other way darker, as if light fell from one \
      side.
      """
    case .stress:
      "Even areas stay, and at edges the negative weights overdo the change; they overdo noise just as well."
    case .mixed:
      """
      Even areas \(map.sum < 0 ? "are a negative" : "stay a picture"). An edge comes out brighter where the weights above 0 \
      lie on its bright side, darker where those below 0 do.
      """
    case .nothing: "Nothing is left: zeros answer to nothing, so a layer could do without such a kernel."
    }
  }

  private func turnedStep(_ turned: KernelMap) -> Step {
    let caption: StyledText =
      switch turned.character {
      case .edges where turned.isBlank: "The same weights on their side find nothing in this picture."
      case .edges where isHouse && turned.character.missed == ["vertical"]:
        """
        The same weights on their side: now the ground line, eaves and rails stay, and the walls are gone. Each finds its \
        own direction; what slants is in both.
        """
      case .edges:
        """
        The same weights on their side: \
        \(listed(turned.character.found)) edges stay\
        \(turned.character.missed.isEmpty ? ", as before." : ", \(listed(turned.character.missed)) ones are gone. To find every kind takes several kernels.")
        """
      default: "The same weights on their side: what they did from left to right they now do from top to bottom."
      }
    let (kernel, side): (StyledText, StyledText) = (
      .muted("kernel ") + .kernel(map.weightsInLine), .muted("on its side ") + .kernel(turned.weightsInLine)
    )
    let both = kernel + .muted("     ") + side
    return Step(
      caption: caption,
      formula: both.columns <= 76 ? [both] : [kernel, side],
      note:
        "Let the class say first what will be seen of the door, the roof and the sun, or of what your picture shows.")
  }

  private var takeHome: String {
    switch map.character {
    case .edges:
      let edges = map.character.missed.isEmpty ? "edges of every direction" : listed(map.character.found) + " edges"
      return "look for \(edges) in a whole picture"
    case .copy:
      return (map.isMove ? "move a whole picture by a pixel" : "pass a whole picture on")
        + (isUnchanged ? "" : ", every number times \(loneWeight)")
    case .negative: return "make a negative of a whole picture"
    case .blur: return "soften a whole picture"
    case .stress: return "stress what changes in a whole picture"
    case .mixed where map.isRelief: return "make a relief of a whole picture"
    case .mixed:
      return "\(map.sum < 0 ? "make a negative of" : "keep") what is even and change what is not"
    case .nothing: return "leave nothing of a whole picture"
    }
  }

  // MARK: Formulas

  /// 280 × 320 ⋆ −1 1 = 280 × 319.
  private var passFormula: StyledText {
    .input(Self.text(cost.input)) + .muted("  ⋆  ") + .kernel(map.weightsInLine) + .muted("  =  ")
      + .output(Self.text(cost.output))
  }

  /// Height × width.
  static func text(_ shape: Shape) -> String { sides(shape.height, shape.width) }

  /// The products of one place and their sum, in at most two lines.
  func sum(_ place: GridPlace) -> [StyledText] { sum(place, of: map) }

  func sum(_ place: GridPlace, of map: KernelMap) -> [StyledText] {
    let products = Convolution(FilterBank(kernel: map.kernel)).products(
      of: picture, row: place.row, column: place.column)
    let terms = products.map { Formula.Product(GridConvolution.text($0.value), GridConvolution.text($0.weight)) }
    let value: StyledText = .active(GridConvolution.text(map.values[place.row, place.column]))
    let sum = Formula.sum(terms, result: value).wrapped(columns: 76)
    guard sum.count > 2 else { return sum }
    return [.muted("the sum of \(products.count) products = ") + value]
  }
}
