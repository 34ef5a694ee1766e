import ConvolutionEngine

/// A residual block small enough to be followed number by number: y = ReLU(F(x) + x) on a row, with two kernels of three
/// weights, F(x) = w2 ⋆ ReLU(w1 ⋆ x), and zeros around each row.
struct SmallBlock: Hashable, Sendable {
  let x, first, second: [Float]
  /// What comes out of the first convolution and its ReLU.
  let hidden: [Float]
  /// F(x).
  let branch: [Float]
  /// F(x) + x.
  let sum: [Float]
  /// The same behind the ReLU.
  let y: [Float]

  init(x: [Float], first: [Float], second: [Float]) {
    (self.x, self.first, self.second) = (x, first, second)
    func layer(_ weights: [Float], isRectified: Bool) -> Convolution {
      Convolution(
        signal: FilterBank(kernel: Tensor(signal: weights)),
        Window(weights.count, padding: .same(kernel: weights.count)),
        isRectified: isRectified)
    }
    let input = Tensor(signal: x)
    let inside = layer(first, isRectified: true)(input)
    let change = layer(second, isRectified: false)(inside)
    let both = Addition()([change, input])
    (hidden, branch, sum, y) = (inside.values, change.values, both.values, ReLU()(both).values)
  }

  /// The same with all weights of F at 0.
  var silent: SmallBlock {
    SmallBlock(x: x, first: first.map { _ in 0 }, second: second.map { _ in 0 })
  }
}
