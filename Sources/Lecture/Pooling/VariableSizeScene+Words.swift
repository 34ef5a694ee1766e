import CellCanvas
import ConvolutionEngine

extension VariableSizeScene {
  func step(_ moment: Moment) -> Step {
    switch moment {
    case .fixed(let sized): fixedStep(sized)
    case .misfit(let sized): misfitStep(sized)
    case .regions(let sized):
      Step(
        caption: StyledText(
          "Adaptive pooling fixes how many regions there are, not how large: \(regionCount) share out the maps, each gives "
            + "its mean. \(forms.weightsPerDigit) values come out, whatever the size."),
        formula: fences(sized),
        note: """
          ⌊ ⌋ rounds down and ⌈ ⌉ up: a region that would end inside of a cell takes the whole cell, and so may the next \
          one. Line 0 is above the first row and line 1 below it: 0–2 are two rows.
          """,
        duration: .milliseconds(1200), links: [Link(to: PoolingKindsScene.card.id, label: "kinds of pooling")])
    case .averaged(let sized):
      Step(
        caption: StyledText(
          "Or no dense layer at all: its \(forms.weightsPerDigit) weights a digit slide over the maps as a "
            + "\(sides(forms.denseInput.height, forms.denseInput.width)) window, and global average pooling makes each digit's map "
            + "its score."
        ),
        formula: [
          .muted("places ") + sizeOf(sized) + .muted("     weights as before ")
            + .kernel(NumberText.integer(forms.denseWeights))
        ],
        note: """
          Nothing is learned anew: a dense layer on maps is a convolution whose filter is as large as the maps. On a picture \
          of its own size there is one place, and both are the same numbers.
          """,
        duration: .milliseconds(1200), links: [Link(to: LocalConvolutionScene.card.id, label: "dense or shared")])
    case .grown(_, let sized):
      Step(
        caption: StyledText(
          "A picture of \(sized.size) leaves maps of \(sized.mapSize): \(sharing(sized)). The dense layer "
            + "\(reads(sized.byRegions))."),
        formula: fences(sized),
        note: """
          Let the class say the fences of the next size before they move. Means over larger regions are not what the dense \
          layer was trained on: watch how sure it is.
          """,
        duration: .milliseconds(1600))
    case .readings(let all): readingsStep(all)
    case .wide(let wide): wideStep(wide)
    case .swept(let wide): sweptStep(wide)
    case .found(let wide): foundStep(wide)
    case .crops(let wide): cropsStep(wide)
    case .why(let wide, let place): whyStep(wide, place)
    case .cost(let wide): costStep(wide)
    case .large(let shapes): largeStep(shapes)
    case .end:
      Step(
        caption: """
          Take home: only the dense layer minds the size. Pool to a fixed number of regions before it, or slide it: then \
          the picture may have any size.
          """,
        formula: [
          .muted("dense after ") + .output(regionCount + " regions")
            + .muted(" = what;   a map for each digit = what and ")
            + .strong("where")
        ],
        note: """
          The usual misconception: that a network “needs” 224 × 224. Its convolutions never did. Whether it reads well at \
          another scale is a question of its training, not of shapes.
          """)
    }
  }

  // MARK: The three ways

  private var regionCount: String { sides(forms.denseInput.height, forms.denseInput.width) }

  /// 3·3·64 = 576.
  private func flattened(_ shape: Shape) -> StyledText {
    .output(product(shape.height, shape.width, shape.channels)) + .muted(" = ")
      + .strong(NumberText.integer(shape.count))
  }

  private func fixedStep(_ sized: SizedDigit) -> Step {
    Step(
      caption: StyledText(
        "\(fileName ?? "The digit network") ends in a dense layer: the last maps are flattened, and "
          + "each value has a weight of its own for each of \(forms.digits) digits."),
      formula: [
        .muted("values ") + flattened(sized.maps.shape) + .muted("     weights ")
          + .output(NumberText.integer(sized.maps.shape.count)) + .muted(" · ") + .output("\(forms.digits)")
          + .muted(" = ")
          + .kernel(NumberText.integer(forms.denseWeights))
      ],
      note: """
        Convolutions and poolings slide over whatever is there. Ask which of the layers would notice a larger picture. The \
        digits are drawn by this program; the network learned from handwriting.
        """,
      duration: .milliseconds(1000))
  }

  private func misfitStep(_ sized: SizedDigit) -> Step {
    let count = sized.maps.shape.count
    let fits = count == forms.weightsPerDigit
    return Step(
      caption: fits
        ? "\(NumberText.integer(count)) values for \(forms.weightsPerDigit) weights a digit: it fits, for this is the size that it was trained on. Turn the knob size."
        : "\(NumberText.integer(count)) values, but \(forms.weightsPerDigit) weights a digit: the dense layer cannot be run. So pictures are cut or squeezed to one size, or …",
      formula: [
        .muted("maps ") + .output(sized.mapSize + " × \(sized.maps.shape.channels)") + .muted("     values ")
          + flattened(sized.maps.shape)
          + .muted(fits ? " = " : " ≠ ") + .kernel("\(forms.weightsPerDigit)") + .muted(" weights a digit")
      ],
      note: "Three poolings halve three times, rounding down: 8 pixels of the picture are a place of the maps.",
      // At the network's own size the answer stands on the screen.
      question: fits
        ? nil
        : Question(
          "A picture of \(sized.size) leaves \(sized.maps.shape.channels) maps of \(sized.mapSize). How many values are that, flattened?",
          answer: .number(Double(count), decimals: 0)),
      duration: .milliseconds(1000))
  }

  /// Between which lines the regions lie, along both axes.
  private func fences(_ sized: SizedDigit) -> [StyledText] {
    func line(_ name: String, _ geometry: AdaptiveGeometry) -> StyledText {
      let (input, output) = (geometry.input, geometry.output)
      return .muted("\(name) from line ") + "⌊i·\(input)/\(output)⌋" + .muted(" to ") + "⌈(i + 1)·\(input)/\(output)⌉"
        + .muted(", i = 0 … \(output - 1):   ") + .output(geometry.fences.joined(separator: "   "))
    }
    return [line("rows   ", sized.rows), line("columns", sized.columns)]
  }

  /// How many places the sliding window has: (5 − 3 + 1) × (4 − 3 + 1) = 3 × 2.
  private func sizeOf(_ sized: SizedDigit) -> StyledText {
    let (maps, window, scores) = (sized.maps.shape, forms.denseInput, sized.classMaps.shape)
    return .muted("(") + .input("\(maps.height)") + .muted(" − ") + .kernel("\(window.height)") + .muted(" + 1) × (")
      + .input("\(maps.width)") + .muted(" − ") + .kernel("\(window.width)") + .muted(" + 1) = ")
      + .output(sides(scores.height, scores.width))
  }

  /// Who shares what with its neighbour, and why.
  private func sharing(_ sized: SizedDigit) -> String {
    let (rows, columns) = (sized.rows, sized.columns)
    let count = rows.output
    guard rows.overlaps || columns.overlaps else {
      return
        "\(count) divides both, so regions of \(sides(rows.inputs(of: 0).count, columns.inputs(of: 0).count)) share nothing"
    }
    let shared = listed([rows.overlaps ? "a row" : nil, columns.overlaps ? "a column" : nil].compactMap { $0 })
    let undivided = Set([rows, columns].filter(\.overlaps).map(\.input)).sorted(by: >).map(String.init)
    return "\(count) does not divide \(listed(undivided, "or")), so neighbours share \(shared)"
  }

  /// “reads 5, 81 % sure”, and whether that is so.
  private func reads(_ scores: DigitScores) -> String {
    "reads \(scores.digit), \(chance(scores.probability)) sure"
      + (scores.digit == digit ? "" : ", which is wrong")
  }

  private func readingsStep(_ all: [SizedDigit]) -> Step {
    let byRegions = all.count { $0.byRegions.digit == digit }
    let byMaps = all.count { $0.byClassMaps.digit == digit }
    let isPerfect = byRegions == all.count && byMaps == all.count
    let own = all[0].size
    return Step(
      caption: .strong("By regions it reads \(byRegions) of \(all.count) right, by class maps \(byMaps)")
        + (isPerfect
          ? ": it runs on every size and reads it, though it learned at \(own) alone."
          : ". It learned at \(own) alone: to run at every size is not to read well at every size."),
      formula: [
        .muted("the digit ") + .input("\(digit)")
          + .muted(grows ? ", larger on a larger picture" : ", equally large on every picture")
          + .muted("     0–2: from line 0 to line 2")
      ],
      note: """
        Turn grows off: a small digit on a larger sheet is nearer to what the network knows than a larger digit. To read \
        well at all sizes it must train at all sizes; K. He and others did in 2014, with pyramids of regions.
        """,
      duration: .milliseconds(1000))
  }

  // MARK: The sliding classifier

  private var isOne: String { sides(forms.network.input.height, forms.network.input.width) }

  private func wideStep(_ wide: WideReading) -> Step {
    Step(
      caption: StyledText(
        "A mean forgets where. Keep the maps of scores instead: then the classifier is a window of \(isOne) that slides "
          + "over a picture of any width."),
      formula: [
        .muted("picture ") + .input(sides(wide.picture.shape.height, wide.picture.shape.width)) + .muted("     maps ")
          + .output(sides(wide.maps.shape.height, wide.maps.shape.width, wide.maps.shape.channels))
      ],
      note: "Turn number: any number of two to four digits. apart brings them nearer to each other.",
      duration: .milliseconds(1000))
  }

  private func sweptStep(_ wide: WideReading) -> Step {
    let count = wide.scores.count
    let (maps, window) = (wide.maps.shape, forms.denseInput)
    return Step(
      caption: StyledText(
        "One pass reads at \(count) places, each \(wide.jump) columns on. Every place has \(forms.digits) scores; drawn is "
          + "the highest (the scores before softmax, called logits)."),
      formula: [
        .muted("places ") + .input("\(maps.width)") + .muted(" − ") + .kernel("\(window.width)") + .muted(" + 1 = ")
          + .output("\(count)") + .muted("     highest score ") + .output(Self.score(wide.best.max() ?? 0))
      ],
      note:
        "Nothing slides in the program: it is one forward pass. The sweep shows which window belongs to which place.",
      question: Question(
        "The maps are \(sides(maps.height, maps.width)), the window on them \(sides(window.height, window.width)). At how many places does one pass read?",
        answer: .number(Double(count), decimals: 0)),
      duration: .milliseconds(2600))
  }

  private func foundStep(_ wide: WideReading) -> Step {
    let (written, read) = (wide.digits.map(String.init).joined(), wide.reading.map(String.init).joined())
    let places: [StyledText] = wide.found.map { place in
      let window = wide.window(place)
      return .active("\(wide.scores[place].digit)") + .muted(" at ")
        + .input("\(window.lowerBound + 1)–\(window.upperBound)")
    }
    return Step(
      caption: StyledText("The peaks, higher than both neighbours, read ") + .strong(read)
        + (read == written ? ", as it is written." : ", but \(written) is written.")
        + " It has no score for “no digit”, so between digits it says something, too.",
      formula: [.muted("in columns:  ") + .joined(places, separator: .muted(",  "))],
      note: """
        What and where in one pass: O. Matan and others read numbers so in 1991, by a “space displacement neural network”. Bring \
        the digits nearer to each other and see when a peak gets lost.
        """,
      duration: .milliseconds(1000), links: [Link(to: EquivarianceScene.card.id, label: "equivariance")])
  }

  private func cropsStep(_ wide: WideReading) -> Step {
    let same = wide.scores.indices.count { wide.agrees($0) }
    let most = wide.difference(wide.worst)
    let least = wide.scores.indices.min { wide.difference($0) < wide.difference($1) } ?? 0
    let count = wide.scores.count
    return Step(
      caption: StyledText("Cut out and read one by one, ")
        + .strong(
          "\(portion(same, of: count, "crop")) \(verb(same, "say")) the same digit, but scores differ by up to \(Self.score(most))"
        )
        + ". Same weights, same pixels: why?",
      formula: [
        .muted("scores differ most at place ") + .strong("\(wide.worst + 1)") + .muted(": by ")
          + .strong(Self.score(most))
          + .muted("     least at place ") + .strong("\(least + 1)") + .muted(": by ")
          + .strong(Self.score(wide.difference(least)))
      ],
      note: "Let the class search: the weights are the same, and so are the pixels of the window. What is different?",
      duration: .milliseconds(1000))
  }

  private func whyStep(_ wide: WideReading, _ place: Int) -> Step {
    let differences = wide.mapDifferences(place)
    let border = wide.columnsAtBorder
    let columns = 0..<differences.shape.width
    func largest(_ column: Int) -> Float {
      (0..<differences.shape.height).reduce(0) { max($0, differences[$1, column]) }
    }
    let differing = columns.filter { largest($0) >= 0.005 }
    let agreeing = columns.filter { !differing.contains($0) }
    func named(_ columns: [Int]) -> String {
      let names = differences.shape.width == 3 ? ["left", "middle", "right"] : columns.map { ordinal($0 + 1) }
      return "the \(listed(columns.map { names[$0] })) \(nouns(columns.count, "column"))"
    }
    let found =
      differing.isEmpty
      ? "here no column of its maps differs"
      : agreeing.isEmpty
        ? "all columns of its maps differ"
        : "\(named(differing)) of its maps \(verb(differing.count, "differ")), \(named(agreeing)) \(verb(agreeing.count, "agree"))"
    return Step(
      caption: StyledText(
        "A crop ends in zeros, its padding, where in one pass the picture goes on. \(differing == border ? "So " : "But ")\(found)."
      ),
      formula: [
        .muted("one pass sees ") + .input("\(wide.seen.count)") + .muted(" columns, a crop has ")
          + .input("\(wide.side)") + .muted(": ") + .input("\(-wide.seen.lowerBound)") + .muted(" more at the left, ")
          + .input("\(wide.seen.upperBound - wide.side)") + .muted(" at the right"),
        .muted("best score at place \(place + 1):  one pass ") + .output(Self.score(wide.best[place]))
          + .muted(" (\(wide.scores[place].digit))   crop ")
          + .output(Self.score(wide.crops[place].scores[wide.crops[place].digit]))
          + .muted(" (\(wide.crops[place].digit))"),
      ],
      note: """
        Even beside a digit that stands alone the two differ a little: paper is 0, but with its bias a map on paper is not. \
        Without padding a network turned into convolutions gives the crops' scores exactly.
        """,
      links: [Link(to: ReceptiveFieldScene.card.id, label: "receptive field")])
  }

  private func costStep(_ wide: WideReading) -> Step {
    let ratio = Double(wide.allCrops) / Double(max(1, wide.onePass))
    return Step(
      caption: StyledText(
        "The crops take \(NumberText.fixed(ratio, decimals: 1)) times as many products as one pass: neighbouring windows share "
          + "\(wide.side - wide.jump) of \(wide.side) columns, and what they share is computed once."),
      formula: [
        .muted("products  one pass ") + .output(NumberText.integer(wide.onePass))
          + .muted("     \(wide.scores.count) crops ")
          + .output(NumberText.integer(wide.allCrops))
      ],
      note: "The finer the steps of the window, the more is shared: with a jump of one pixel nearly everything.")
  }

  private func largeStep(_ shapes: SlidShapes) -> Step {
    let (small, large) = (shapes.passes[0], shapes.passes[1])
    let places = large.places * large.places
    let crops = Double(places * small.multiplyAdds) / Double(large.multiplyAdds)
    return Step(
      caption: StyledText(
        "The same with \(shapes.title): on \(sides(large.side, large.side)) its \(sides(shapes.kernel, shapes.kernel)) window "
          + "has \(sides(large.places, large.places)) = \(places) places in one pass. \(places) crops would take "
          + "\(NumberText.fixed(crops, decimals: 1)) times as many products."),
      formula: shapes.passes.map { pass in
        .input(sides(pass.side, pass.side)) + .muted(" → maps ") + .output(sides(pass.maps, pass.maps))
          + .muted(" → scores ") + .output(sides(pass.places, pass.places)) + .muted("     products ")
          + .strong(NumberText.integer(pass.multiplyAdds))
      },
      note: "The first dense layer becomes a filter as large as the maps, those behind it filters of 1 × 1.")
  }
}
