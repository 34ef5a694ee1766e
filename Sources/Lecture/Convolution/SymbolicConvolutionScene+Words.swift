import CellCanvas
import ConvolutionEngine

extension SymbolicConvolutionScene {
  func step(_ moment: Moment) -> Step {
    switch moment {
    case .start:
      return Step(
        caption: """
          What exactly is added up? Numbers hide where they came from, so this once in letters: a to l are the input, \
          w x y z the weights of the kernel.
          """,
        formula: [
          general,
          .muted("⋆ is correlation, no flip; libraries call it convolution. Σ: over all m and n."),
        ],
        note: """
          Do not explain the formula yet: it is written out in the next step. What libraries call convolution is this \
          sum, without flip.
          """, links: [Link(to: FlipOrNotScene.card.id, label: "flip or not")])
    case .written:
      return Step(
        caption: """
          Written out for s(1, 1): i, j count the output's rows and columns, m, n the kernel's, all from 1. Row m of the kernel \
          lies on row i − 1 + m of the input.
          """,
        formula: [
          .muted("i = 1, 2    j = 1, 2, 3    m, n = 1, 2    (i, j here: not the input's letters)"), writtenOut,
        ],
        note: """
          Say what the four letters count: i and j the place in the output, m and n the place in the kernel. Students mix \
          the two pairs up. With i = j = m = n = 1 the first factor is I(1, 1), and that is a: the −1 is there for this.
          """, duration: .milliseconds(900))
    case .place(let index): return placeStep(index)
    case .letter:
      let uses = uses(ofLetter: Self.innerLetter)
      let name = String(Self.inputLetters[Self.innerLetter])
      return Step(
        caption: """
          The inner letter \(name) is in \(uses.count) of them, for windows overlap: it meets every weight once. The corner \
          \(String(Self.inputLetters[0])) is in a single one: borders count for less.
          """,
        formula: [letterFormula(Self.innerLetter, uses)],
        note: """
          Walk along the four expressions with \(name) and read its weight: z, y, x, w, the kernel backwards. That is \
          the flip, seen from the input, and the way a gradient will come back.
          """,
        question: Question(
          "Read from an input: in how many of the six expressions does \(name) appear?",
          answer: .number(Double(uses.count), decimals: 0)))
    case .numbers:
      return Step(
        caption: """
          Now numbers for the letters. The expressions stay as they are: a program that convolves is nothing but these \
          six lines, run on other numbers.
          """,
        formula: [name(0) + .muted(" = ") + letters(0)],
        note: "Press e and change a number: no letter ever changes with it. That is the point of the letters.")
    case .values:
      return Step(
        caption: """
          Four products each, added up: \(expressions.reduce(0) { $0 + $1.count }) multiplications give six \
          outputs, and only four weights were needed.
          """,
        formula: [sum(0)],
        note: "Work one out with the class, then let another one be checked by a student.",
        question: Question(
          "Put the numbers in: what is " + letters(0).plain + "?",
          answer: .number(Double(output.values[0]), decimals: decimals(of: [Double(output.values[0])]))))
    case .end:
      return Step(
        caption: """
          Take home: every output is the same expression of the same four weights, written for another window of the \
          input.
          """,
        formula: [general],
        note: "Nothing in the expression depends on the place but the letters: this is parameter sharing, in algebra.")
    }
  }

  /// The sum for any place, with the ranges of what it adds up over.
  private var general: StyledText {
    .input("I") + .muted(" ⋆ ") + .kernel("K") + .muted(":   ") + .output("s") + .muted("(i, j) = Σ Σ ") + .input("I")
      + .muted("(i − 1 + m, j − 1 + n) · ") + .kernel("K") + .muted("(m, n)     m, n = 1, 2")
  }

  /// The sum for the first place, its four terms by their indices.
  private var writtenOut: StyledText {
    name(0) + .muted(" = ")
      + .joined(
        expressions[0].enumerated().map { offset, product in
          let (m, n) = (offset / kernel.shape.width, offset % kernel.shape.width)
          return .input("I") + .muted("(\(product.row + 1),\(product.column + 1))·") + .kernel("K")
            + .muted("(\(m + 1),\(n + 1))")
        }, separator: .muted(" + "))
  }

  private func placeStep(_ index: Int) -> Step {
    let columns = output.shape.width
    let caption: StyledText
    let note: String
    switch index {
    case 0:
      caption = """
        The kernel lies on a b e f. Each letter is multiplied with the weight that lies on it, and the four products \
        are added: one output.
        """
      note = "Point at each pair of letters while its product appears."
    case 1:
      caption =
        "One to the right: every letter is now the next one, and the weights are the same. Only the place has changed."
      note = "b and f are in both windows, but with another weight: b was with x, now it is with w."
    case columns - 1:
      caption =
        "The row ends here: one more step and y would lie on h, with nothing under x and z. Four columns leave three places."
      note = "4 − 2 + 1 = 3 places along a row: the size rule that the next scene writes down."
    case columns:
      caption = "Down by one row: a to d are left behind, and e to h are used once more, now by the upper weights."
      note = "Ask which letters the first row of outputs and the second have in common."
    case expressions.count - 1:
      caption =
        "The last window ends in the last corner, at l. Six windows, six expressions, and we never needed a fifth weight."
      note = "Read the six expressions column by column: the letters count up, the weights stand still."
    default:
      caption = "The same pattern again: upper left with w, upper right with x, lower left with y, lower right with z."
      note = "Go quickly here: that nothing new happens is what is to be seen."
    }
    return Step(
      caption: caption, formula: [name(index) + .muted(" = ") + letters(index)], note: note,
      question: index == 1 || index == columns ? question(index) : nil, duration: .milliseconds(1100))
  }

  /// Which of three expressions comes next: the right one among the kernel turned round and the window moved too far.
  private func question(_ index: Int) -> Question {
    let right = letters(index).plain
    let terms = expressions[index]
    let turned = terms.enumerated().map { offset, product in
      term(product, terms.count - 1 - offset).plain
    }.joined(separator: " + ")
    let tooFar = letters(index + 1).plain
    return index == 1
      ? Question(
        "The window moves one to the right. Which expression comes next?",
        answer: .choice([tooFar, right, turned], right: 1))
      : Question(
        "The row is done. Which expression begins the next one?", answer: .choice([turned, tooFar, right], right: 2))
  }

  // MARK: Expressions

  /// The index of the input's letter in a term.
  func letter(_ product: Convolution.Product) -> Int { product.row * input.shape.width + product.column }

  /// A term in letters: aw.
  func term(_ product: Convolution.Product, _ weight: Int) -> StyledText {
    .input(String(Self.inputLetters[letter(product)])) + .kernel(String(Self.weightLetters[weight]))
  }

  /// The expression of an output in letters, as far as `shown` terms: aw + bx + ey + fz.
  func letters(_ index: Int, shown: Int = .max) -> StyledText {
    .joined(
      expressions[index].prefix(shown).enumerated().map { term($0.element, $0.offset) }, separator: .muted(" + "))
  }

  /// The same with the numbers put in, without its value.
  func numbers(_ terms: ArraySlice<Convolution.Product>) -> StyledText {
    Formula.sum(terms.map { Formula.Product(GridConvolution.text($0.value), GridConvolution.text($0.weight)) })
  }

  /// The same with the numbers put in, and its value.
  func sum(_ index: Int) -> StyledText {
    name(index) + .muted(" = ") + numbers(expressions[index][...]) + .muted(" = ") + .output(value(index))
  }

  /// An output's value.
  func value(_ index: Int) -> String { GridConvolution.text(output.values[index]) }

  /// An output's name: s(1, 2).
  func name(_ index: Int) -> StyledText {
    .output("s") + .muted("(\(index / output.shape.width + 1), \(index % output.shape.width + 1))")
  }

  /// The outputs that a letter of the input is in, each with the index of its weight there.
  func uses(ofLetter wanted: Int) -> [(output: Int, weight: Int)] {
    expressions.indices.flatMap { index in
      expressions[index].enumerated().compactMap { weight, product in
        letter(product) == wanted ? (index, weight) : nil
      }
    }
  }

  func letterFormula(_ wanted: Int, _ uses: [(output: Int, weight: Int)]) -> StyledText {
    .joined(
      uses.map { use in
        .input(String(Self.inputLetters[wanted])) + .kernel(String(Self.weightLetters[use.weight])) + .muted(" in ")
          + name(use.output)
      }, separator: .muted("    "))
  }

  /// A weight's terms in some outputs, a row of outputs a line.
  func weightFormula(_ wanted: Int, _ outputs: [Int]) -> [StyledText] {
    (0..<output.shape.height).compactMap { row -> StyledText? in
      let terms = outputs.filter { $0 / output.shape.width == row }.map { index in
        term(expressions[index][wanted], wanted) + .muted(" in ") + name(index)
      }
      return terms.isEmpty ? nil : .joined(terms, separator: .muted("    "))
    }
  }
}
