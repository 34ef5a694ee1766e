import Testing

@testable import ConvolutionEngine

/// A convolution of odd extents, all of them drawn from a seed.
struct RandomConvolution: CustomTestStringConvertible {
  let convolution: Convolution
  let input: Tensor
  let testDescription: String

  init(seed: UInt64) {
    let draws = SeededGenerator(seed: seed)
    func draw(_ index: Int, _ range: ClosedRange<Int>) -> Int { draws.integer(at: index, in: range) }
    let groups = [1, 1, 1, 2, 3][draw(0, 0...4)]
    let depth = draw(1, 1...(groups == 1 ? 33 : 9))
    let count = draw(2, 1...(groups == 1 ? 40 : 19)) * groups
    func window(_ first: Int) -> Window {
      Window(
        draw(first, 1...5), stride: draw(first + 1, 1...3),
        padding: Padding(before: draw(first + 2, 0...3), after: draw(first + 3, 0...3)),
        dilation: draw(first + 4, 1...2))
    }
    let (rows, columns) = (window(10), window(20))
    let shape = Shape(
      height: max(1, rows.effectiveKernel - rows.padding.before) + draw(3, 0...7),
      width: max(1, columns.effectiveKernel - columns.padding.before) + draw(4, 0...17), channels: depth * groups)
    convolution = Convolution(
      FilterBank(
        count: count, rows: rows.kernel, columns: columns.kernel, depth: depth,
        values: draws.stream(1).uniforms(count * rows.kernel * columns.kernel * depth, in: -1...1)),
      biases: draws.stream(2).uniforms(count, in: -1...1), rows: rows, columns: columns, groups: groups,
      isRectified: draw(5, 0...1) == 1)
    input = Tensor(shape, seed: seed)
    testDescription = "\(seed): \(shape), \(count) of \(rows.kernel) × \(columns.kernel), \(groups) groups"
  }

  init(_ convolution: Convolution, on input: Tensor) {
    self.convolution = convolution
    self.input = input
    testDescription = "\(input.shape)"
  }

  /// The outputs by the formula, in double precision.
  var reference: [Double] {
    let vertical = convolution.rows.over(input.shape.height)
    let horizontal = convolution.columns.over(input.shape.width)
    var values: [Double] = []
    for row in 0..<vertical.output {
      for column in 0..<horizontal.output {
        for filter in 0..<convolution.filters.count {
          var sum = Double(convolution.biases[filter])
          for product in convolution.products(of: input, row: row, column: column, filter: filter) {
            sum += Double(product.value) * Double(product.weight)
          }
          values.append(convolution.isRectified ? max(0, sum) : sum)
        }
      }
    }
    return values
  }
}

@Suite struct DirectConvolutionTests {
  @Test(arguments: (1...60).map { RandomConvolution(seed: $0) })
  func allLoopsAgreeWithTheFormula(_ example: RandomConvolution) {
    let reference = example.reference
    let largest = reference.map(abs).max() ?? 0
    for loops in ChosenLoops.all {
      let result = ChosenLoops.$current.withValue(loops) { example.convolution(example.input) }
      let distance = zip(result.values, reference).map { abs(Double($0) - $1) }.max() ?? .infinity
      #expect(result.values.count == reference.count)
      #expect(distance <= 3e-6 * max(largest, 1), "\(loops.name)")
    }
  }

  /// As deep as conv3 of AlexNet, so that the taps of a filter are gone through in parts.
  ///
  /// The maps have 0, 1, 2 and 3 outputs more than whole tiles of six.
  @Test(arguments: [(4, 6), (5, 5), (4, 5), (3, 5)])
  func deepFiltersAgreeWithTheFormula(_ height: Int, _ width: Int) {
    let filters = FilterBank(
      count: 20, rows: 3, columns: 3, depth: 256, values: SeededGenerator(seed: 1).uniforms(20 * 9 * 256, in: -1...1))
    let convolution = Convolution(filters, padding: 1)
    let input = Tensor(Shape(height: height, width: width, channels: 256), seed: 2)
    for loops in ChosenLoops.all {
      let result = ChosenLoops.$current.withValue(loops) { convolution(input) }
      for (row, column, filter) in [(0, 0, 0), (1, 2, 15), (height - 1, width - 1, 3), (height - 1, width - 2, 16)] {
        let products = convolution.products(of: input, row: row, column: column, filter: filter)
        let sum = products.reduce(0) { $0 + Double($1.value) * Double($1.weight) }
        #expect(abs(Double(result[row, column, filter]) - sum) < 1e-4, "\(loops.name)")
      }
    }
  }
}
