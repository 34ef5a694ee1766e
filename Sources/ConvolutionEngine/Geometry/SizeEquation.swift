/// The sum that gives a size, taken apart into terms with their meaning: once with letters, once with live numbers.
///
///     WindowGeometry(input: 7, kernel: 3, stride: 2, padding: 1).sizeEquation
///     // letters  (N + 2P − F)/S + 1      numbers  (7 + 2·1 − 3)/2 + 1      result  4
public struct SizeEquation: Hashable, Sendable, CustomStringConvertible {
  /// What a term stands for.
  public enum Meaning: Hashable, Sendable {
    /// Cells of the input, N.
    case input
    /// Zeros around it, P on each side.
    case padding
    /// Cells that the kernel spans, F.
    case kernel
    /// Cells that it moves at a time, S.
    case stride
    /// Cells between two that it looks at, d.
    case dilation
    /// Cells of the output.
    case output
    /// What binds the others: signs, brackets and numbers that never change.
    case sign
  }

  /// A stretch of the sum.
  public struct Term: Hashable, Sendable {
    /// How it is written.
    public let text: String
    /// What it stands for.
    public let meaning: Meaning
  }

  /// The general form: (N + 2P − F)/S + 1.
  public private(set) var letters: [Term] = []
  /// The same with live numbers: (7 + 2·1 − 3)/2 + 1.
  public private(set) var numbers: [Term] = []
  /// What comes out.
  public private(set) var result: Term

  /// An equation without terms.
  init(result: String, _ meaning: Meaning = .output) { self.result = Term(text: result, meaning: meaning) }

  /// Adds what is written alike in both forms.
  mutating func sign(_ text: String) {
    letters.append(Term(text: text, meaning: .sign))
    numbers.append(Term(text: text, meaning: .sign))
  }

  /// Adds a letter and the number that it stands for.
  mutating func term(_ letter: String, _ number: Int, _ meaning: Meaning) {
    letters.append(Term(text: letter, meaning: meaning))
    numbers.append(Term(text: "\(number)", meaning: meaning))
  }

  /// Adds the zeros on both sides, behind a sign; nothing where there are none.
  mutating func padding(_ padding: Padding, sign: String) {
    guard padding.before > 0 || padding.after > 0 else { return }
    if padding.before == padding.after {
      self.sign(sign)
      letters.append(Term(text: "2P", meaning: .padding))
      numbers += [Term(text: "2·", meaning: .sign), Term(text: "\(padding.before)", meaning: .padding)]
    } else {
      for (letter, zeros) in [("P₁", padding.before), ("P₂", padding.after)] {
        self.sign(sign)
        term(letter, zeros, .padding)
      }
    }
  }

  /// The sum with its numbers, without what comes out: "(7 + 2·1 − 3)/2 + 1".
  public var sum: String { numbers.map(\.text).joined() }
  /// The sum and what comes out: "(7 − 3)/2 + 1 = 3".
  public var description: String { sum + " = " + result.text }
}

extension WindowGeometry {
  /// How many outputs there are: (N + 2P − F)/S + 1, with the rounding where it takes effect, ⌊(7 − 3)/3⌋ + 1 = 2.
  public var sizeEquation: SizeEquation {
    let isRounded = fits && (!isExact || output != travel / window.stride + 1)
    guard isRounded else { return unroundedEquation }
    let brackets = window.rounding == .down ? ("⌊", "⌋") : ("⌈", "⌉")
    // A window that was left away takes back the one that stands at the end of the formula.
    let oneLess = window.rounding == .up && output == (travel + window.stride - 1) / window.stride
    return sizeEquation(opening: brackets.0, closing: brackets.1, plusOne: !oneLess, result: "\(output)")
  }

  /// The same without any rounding, to see whether the strides come out even: (7 − 3)/3 + 1 = 2.33.
  public var unroundedEquation: SizeEquation {
    sizeEquation(opening: "", closing: "", plusOne: true, result: unrounded)
  }

  private func sizeEquation(opening: String, closing: String, plusOne: Bool, result: String) -> SizeEquation {
    var equation = SizeEquation(result: result)
    equation.sign(opening + "(")
    equation.term("N", input, .input)
    equation.padding(window.padding, sign: " + ")
    equation.sign(" − ")
    equation.term("F", window.effectiveKernel, .kernel)
    equation.sign(")/")
    equation.term("S", window.stride, .stride)
    equation.sign(closing + (plusOne ? " + 1" : ""))
    return equation
  }

  /// (N + 2P − F)/S + 1 with at most two decimals, rounded to the nearest.
  private var unrounded: String {
    let numerator = travel + window.stride
    let hundredths = (numerator.magnitude * 100 + window.stride.magnitude / 2) / window.stride.magnitude
    var text = (numerator < 0 ? "−" : "") + "\(hundredths / 100)"
    if !numerator.isMultiple(of: window.stride) {
      text += "." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
    }
    return text
  }
}

extension Window {
  /// How many cells a dilated kernel of k weights spans: F = d·(k − 1) + 1.
  public var spanEquation: SizeEquation {
    var equation = SizeEquation(result: "\(effectiveKernel)", .kernel)
    equation.term("d", dilation, .dilation)
    equation.sign("·(")
    equation.term("k", kernel, .kernel)
    equation.sign(" − 1) + 1")
    return equation
  }
}

extension TransposedGeometry {
  /// How many outputs there are: (N − 1)·S + F − 2P, and what is chosen at the end.
  public var sizeEquation: SizeEquation {
    var equation = SizeEquation(result: output < 0 ? "−\(-output)" : "\(output)")
    equation.sign("(")
    equation.term("N", input, .input)
    equation.sign(" − 1)·")
    equation.term("S", window.stride, .stride)
    equation.sign(" + ")
    equation.term("F", window.effectiveKernel, .kernel)
    equation.padding(window.padding, sign: " − ")
    if extra > 0 {
      equation.sign(" + ")
      equation.term("E", extra, .output)
    }
    return equation
  }
}
