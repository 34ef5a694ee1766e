import CellCanvas
import ConvolutionEngine

extension StyledText {
  /// The terms of a size's sum in the colours of what they stand for; letters are not bold, and signs step back.
  init(_ terms: [SizeEquation.Term], isBold: Bool = true) {
    self = .joined(
      terms.map { term in
        let role: Role? =
          switch term.meaning {
          case .input: .input
          case .kernel: .kernel
          case .output: .output
          case .padding, .stride, .dilation: .text
          case .sign: nil
          }
        guard let role else { return isBold ? StyledText(term.text) : .muted(term.text) }
        return StyledText(term.text, ink: .role(role), style: isBold ? .bold : [])
      }, separator: "")
  }
}

extension SizeEquation {
  /// The sum in the colours of its terms, with live numbers and, before them, with letters:
  /// (N + 2P − F)/S + 1 = (7 + 2·1 − 3)/2 + 1 = 4.
  func formula(letters showsLetters: Bool = true) -> StyledText {
    let general = showsLetters ? StyledText(letters, isBold: false) + .muted(" = ") : ""
    return general + StyledText(numbers) + " = " + StyledText([result])
  }
}

extension WindowGeometry {
  /// What is often said instead of how many places a window finds: its moves, without the place before the first of them.
  var countWithoutFirst: Question.Answer? { output > 1 ? .number(Double(output - 1), decimals: 0) : nil }

  /// How many outputs there are, as the screen shows it, with the span of a dilated kernel before it.
  ///
  /// - Parameters:
  ///   - letters: whether the general form stands before the numbers.
  ///   - rounded: whether what does not come out even is rounded as libraries do.
  func sizeFormula(letters: Bool = true, rounded: Bool = true) -> StyledText {
    let span: StyledText =
      window.dilation > 1 ? .muted("F = ") + window.spanEquation.formula(letters: false) + .muted("     ") : ""
    return span + (rounded ? sizeEquation : unroundedEquation).formula(letters: letters)
  }

  /// The size formula and what its letters stand for; where it does not come out even and a line has room, what its
  /// brackets do.
  var sizeLines: [StyledText] {
    var lines = [sizeFormula(), sizeNames]
    let brackets = StyledText.muted("   ⌊ ⌋ rounded down")
    if !isExact, let line = lines.indices.last(where: { lines[$0].columns + brackets.columns <= 76 }) {
      lines[line] += brackets
    }
    return lines
  }

  /// What the letters of the size formula stand for.
  var sizeNames: StyledText {
    let zeros = window.padding.before
    let padding: StyledText = zeros > 0 ? .muted("   P ") + "\(zeros)" + .muted(" \(nouns(zeros, "zero")) a side") : ""
    return .muted("N ") + .input("\(input)") + .muted(" cells a row   F ") + .kernel("\(window.effectiveKernel)")
      + .muted(window.effectiveKernel > window.kernel ? ", weights \(window.dilation) apart" : " of the kernel")
      + padding + .muted("   S ")
      + .strong("\(window.stride)") + .muted(" a move")
  }
}
