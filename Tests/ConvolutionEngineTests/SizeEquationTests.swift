import ConvolutionEngine
import Testing

@Suite struct SizeEquationTests {
  private func letters(_ equation: SizeEquation) -> String { equation.letters.map(\.text).joined() }

  @Test func lettersAndNumbersHaveOneForm() {
    let plain = WindowGeometry(input: 7, kernel: 3).sizeEquation
    #expect(letters(plain) == "(N − F)/S + 1" && plain.description == "(7 − 3)/1 + 1 = 5")
    let padded = WindowGeometry(input: 7, kernel: 3, stride: 2, padding: 1).sizeEquation
    #expect(letters(padded) == "(N + 2P − F)/S + 1" && padded.description == "(7 + 2·1 − 3)/2 + 1 = 4")
    let uneven = WindowGeometry(input: 7, kernel: 4, padding: Padding(before: 1, after: 2)).sizeEquation
    #expect(letters(uneven) == "(N + P₁ + P₂ − F)/S + 1" && uneven.sum == "(7 + 1 + 2 − 4)/1 + 1")
    let rounded = WindowGeometry(input: 7, kernel: 3, stride: 3)
    #expect(letters(rounded.sizeEquation) == "⌊(N − F)/S⌋ + 1")
    #expect(rounded.sizeEquation.description == "⌊(7 − 3)/3⌋ + 1 = 2")
    #expect(rounded.unroundedEquation.description == "(7 − 3)/3 + 1 = 2.33")
    let oneLess = WindowGeometry(input: 4, kernel: 2, stride: 3, padding: 1, rounding: .up).sizeEquation
    #expect(letters(oneLess) == "⌈(N + 2P − F)/S⌉")
  }

  @Test func termsKeepTheirMeaning() {
    let equation = WindowGeometry(input: 9, kernel: 3, stride: 2, padding: 1, dilation: 2).sizeEquation
    func number(_ meaning: SizeEquation.Meaning) -> [String] {
      equation.numbers.filter { $0.meaning == meaning }.map(\.text)
    }
    #expect(
      number(.input) == ["9"] && number(.kernel) == ["5"] && number(.stride) == ["2"] && number(.padding) == ["1"])
    #expect(equation.result.text == "4" && equation.result.meaning == .output)
    for meaning in [SizeEquation.Meaning.input, .kernel, .stride, .padding] {
      #expect(equation.letters.count { $0.meaning == meaning } == 1)
    }
  }

  @Test func aDilatedKernelSpansMore() {
    let span = Window(3, dilation: 2).spanEquation
    #expect(letters(span) == "d·(k − 1) + 1" && span.description == "2·(3 − 1) + 1 = 5")
    #expect(span.result.meaning == .kernel)
  }

  @Test func transposedSizesHaveTheirOwnForm() {
    let equation = TransposedGeometry(input: 3, window: Window(3, stride: 2, padding: 1), extra: 1).sizeEquation
    #expect(letters(equation) == "(N − 1)·S + F − 2P + E" && equation.description == "(3 − 1)·2 + 3 − 2·1 + 1 = 6")
  }

  /// Put together from its terms, the sum comes to the size, whatever the window.
  @Test func numbersComeToTheSize() {
    for input in 1...9 {
      for kernel in 1...4 {
        for stride in 1...3 {
          for padding in 0...2 {
            let geometry = WindowGeometry(input: input, kernel: kernel, stride: stride, padding: Padding(padding))
            guard geometry.fits else { continue }
            #expect(geometry.sizeEquation.result.text == "\(geometry.output)")
            let numbers = geometry.sizeEquation.numbers.compactMap { Int($0.text) }
            let (n, p) = (numbers[0], padding > 0 ? numbers[1] : 0)
            let (f, s) = (numbers[numbers.count - 2], numbers[numbers.count - 1])
            #expect((n + 2 * p - f) / s + 1 == geometry.output)
          }
        }
      }
    }
  }
}
