import CellCanvas
import ConvolutionEngine

/// Two short signals and their convolution, s(t) = Σ first(a) second(t − a), with all that a scene asks about it.
struct SignalConvolution: Sendable {
  /// One of the two.
  struct Signal: Hashable, Sendable {
    /// Its letter: x or w.
    let name: String
    /// Its values from time 0 on.
    let values: [Float]
    /// The family of its colour.
    let role: Role
    let scale: ColorScale

    static func x(_ values: [Float]) -> Signal { Signal(name: "x", values: values, role: .input, scale: .input) }
    static func w(_ values: [Float]) -> Signal { Signal(name: "w", values: values, role: .kernel, scale: .kernel) }

    func text(_ index: Int) -> String { GridConvolution.text(values[index]) }
    func name(_ index: Int) -> StyledText { .strong(name, role) + .muted("(\(index))") }
  }

  /// The one that stands still.
  let still: Signal
  /// The one that is flipped and slides.
  let sliding: Signal
  /// How it slides, hanging over both ends.
  let geometry: WindowGeometry
  /// s(t) from t = 0 on.
  let output: [Float]
  /// What meets at each t, in the order of time: the products of one output, those outside of either signal left away.
  let products: [[Product]]

  /// still(a) · sliding(age), with a + age = t.
  struct Product: Hashable, Sendable {
    let time: Int
    let age: Int
    let value: Float
  }

  /// What would come out at a time if the sliding one were not flipped.
  func unflipped(_ time: Int) -> Double {
    products[time].reduce(0) { sum, product in
      sum + Double(still.values[product.time] * sliding.values[sliding.values.count - 1 - product.age])
    }
  }

  init(still: Signal, sliding: Signal) {
    self.still = still
    self.sliding = sliding
    let count = sliding.values.count
    geometry = WindowGeometry(input: still.values.count, kernel: count, padding: .full(kernel: count))
    let input = Tensor(signal: still.values)
    let convolution = Convolution(sliding: Tensor(signal: sliding.values).flipped, .full)
    output = convolution(input).values
    products = (0..<geometry.output).map { time in
      convolution.products(of: input, row: 0, column: time).enumerated().compactMap { index, product in
        product.isPadding ? nil : Product(time: product.column, age: count - 1 - index, value: product.product)
      }
    }
  }

  /// The same with the roles exchanged.
  var swapped: SignalConvolution { SignalConvolution(still: sliding, sliding: still) }

  /// Whether nothing comes out at any time, because one of the two is 0 throughout.
  var isSilent: Bool { output.allSatisfy { $0 == 0 } }

  /// The first time at which all of the shorter signal is met: the place at which the flip is shown.
  var flippedAt: Int { min(still.values.count, sliding.values.count) - 1 }

  func outputText(_ time: Int) -> String { GridConvolution.text(output[time]) }

  /// x(0)·w(2) + x(1)·w(1) + x(2)·w(0), as far as `shown` terms.
  func letters(_ time: Int, shown: Int = .max) -> StyledText {
    .joined(
      products[time].prefix(shown).map { still.name($0.time) + .muted("·") + sliding.name($0.age) },
      separator: .muted(" + "))
  }

  /// 3·1 + 1·2 + 0·4, as far as `shown` terms.
  func numbers(_ time: Int, shown: Int = .max) -> StyledText {
    .joined(
      products[time].prefix(shown).map { product in
        StyledText.strong(still.text(product.time), still.role) + .muted("·")
          + .strong(sliding.text(product.age), sliding.role)
      }, separator: .muted(" + "))
  }

  /// The sum at a time in letters and in numbers, a line each.
  func sum(_ time: Int, shown: Int = .max, isSummed: Bool = true) -> [StyledText] {
    let name = StyledText.output("s") + .muted("(\(time)) = ")
    return [
      name + letters(time, shown: shown),
      name + numbers(time, shown: shown) + (isSummed ? .muted(" = ") + .active(outputText(time)) : ""),
    ]
  }

  /// n + k − 1, with what n and k are and the live numbers put in; the result is the engine's.
  var lengthFormula: StyledText {
    .muted("n values of ") + .strong(still.name, still.role) + .muted(", k of ") + .strong(sliding.name, sliding.role)
      + .muted(":     n + k − 1 = ") + .strong("\(still.values.count)", still.role) + " + "
      + .strong("\(sliding.values.count)", sliding.role) + " − 1 = " + .output("\(geometry.output)")
  }
}
