import Testing

@testable import ConvolutionEngine

@Suite struct ConvolutionTests {
  private static let fixtures = Fixture.all("convolution")

  /// The convolution of a case.
  private func convolution(_ fixture: Fixture) -> Convolution {
    let (count, groups) = (fixture.integer("filters"), fixture.integer("groups"))
    let depth = fixture.shape.channels / groups
    let (rows, columns) = fixture.windows
    let weights = SeededGenerator(seed: fixture.seed + 1).uniforms(
      count * rows.kernel * columns.kernel * depth, in: -1...1)
    return Convolution(
      FilterBank(count: count, rows: rows.kernel, columns: columns.kernel, depth: depth, values: weights),
      biases: SeededGenerator(seed: fixture.seed + 2).uniforms(count, in: -1...1), rows: rows, columns: columns,
      groups: groups)
  }

  @Test func thereAreAtLeastTwoHundredCases() {
    #expect(Self.fixtures.count >= 200)
  }

  @Test(arguments: fixtures) func agreesWithPyTorch(_ fixture: Fixture) throws {
    let convolution = convolution(fixture)
    let result = convolution(fixture.input)
    fixture.expect(result)
    #expect(try convolution.output(for: fixture.shape) == result.shape)
  }

  @Test(arguments: Fixture.all("convolutionBackward")) func gradientsAgreeWithPyTorch(_ fixture: Fixture) throws {
    let convolution = convolution(fixture)
    let output = try convolution.output(for: fixture.shape)
    let gradients = convolution.gradients(fixture.outputGradient(output), input: fixture.input)
    #expect(gradients.input.shape == fixture.shape)
    fixture.expect(gradients.input.values)
    fixture.expect(gradients.weights.values, at: 1)
    fixture.expect(gradients.biases, at: 2)
    #expect(convolution.inputGradient(fixture.outputGradient(output), input: fixture.shape) == gradients.input)
  }

  @Test func thereAreAHundredBackwardCases() {
    #expect(Fixture.all("convolutionBackward").count == 100)
  }

  @Test(arguments: Fixture.all("convolutionBackward").filter { $0.results[0].contains { $0 != 0 } }.prefix(25))
  func gradientsAgreeWithDifferences(_ fixture: Fixture) throws {
    let convolution = self.convolution(fixture)
    let (input, filters) = (fixture.input, convolution.filters)
    let outputGradient = fixture.outputGradient(try convolution.output(for: input.shape))
    let gradients = convolution.gradients(outputGradient, input: input)
    func with(weights: [Float], biases: [Float]) -> Convolution {
      Convolution(
        FilterBank(
          count: filters.count, rows: filters.rows, columns: filters.columns, depth: filters.depth, values: weights),
        biases: biases, rows: convolution.rows, columns: convolution.columns, groups: convolution.groups)
    }
    expectGradient(at: input.values, is: gradients.input.values, outputGradient: outputGradient) {
      convolution(Tensor(input.shape, values: $0))
    }
    expectGradient(at: filters.values, is: gradients.weights.values, outputGradient: outputGradient) {
      with(weights: $0, biases: convolution.biases)(input)
    }
    expectGradient(at: convolution.biases, is: gradients.biases, outputGradient: outputGradient) {
      with(weights: filters.values, biases: $0)(input)
    }
  }

  /// ⟨conv(x), g⟩ = ⟨x, back(g)⟩: the way back to the input is the transpose of the way forward.
  @Test(arguments: fixtures.prefix(100)) func wayBackIsTheAdjoint(_ fixture: Fixture) throws {
    let convolution = Convolution(
      convolution(fixture).filters, rows: convolution(fixture).rows, columns: convolution(fixture).columns,
      groups: fixture.integer("groups"))
    let output = convolution(fixture.input)
    let outputGradient = fixture.outputGradient(output.shape)
    let forward = innerProduct(output, outputGradient)
    let backward = innerProduct(
      fixture.input, convolution.inputGradient(outputGradient, input: fixture.shape))
    #expect(abs(forward - backward) <= 1e-5 * Double(output.shape.count))
  }

  @Test func productsAddUpToEveryOutput() {
    for fixture in Self.fixtures.prefix(60) {
      let convolution = convolution(fixture)
      let input = fixture.input
      let result = convolution(input)
      for row in 0..<result.shape.height {
        for column in 0..<result.shape.width {
          for filter in 0..<result.shape.channels {
            let products = convolution.products(of: input, row: row, column: column, filter: filter)
            let sum = products.reduce(convolution.biases[filter]) { $0 + $1.product }
            #expect(abs(sum - result[row, column, filter]) <= 1e-5 * (1 + abs(sum)))
          }
        }
      }
    }
  }

  @Test func productsNameTheirCells() {
    let input = Tensor(rows: [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    let convolution = Convolution(FilterBank(kernel: Tensor(rows: [[1, 0], [2, -1]])), padding: 1)
    let corner = convolution.products(of: input, row: 0, column: 0)
    #expect(corner.map(\.isPadding) == [true, true, true, false])
    #expect(corner.map(\.product) == [0, 0, 0, -1])
    let middle = convolution.products(of: input, row: 1, column: 1)
    #expect(middle.map { [$0.row, $0.column] } == [[0, 0], [0, 1], [1, 0], [1, 1]])
    #expect(middle.map(\.value) == [1, 2, 4, 5])
    #expect(middle.map(\.weight) == [1, 0, 2, -1])
    #expect(convolution(input)[1, 1] == 1 + 8 - 5)
  }

  @Test func groupsSeeTheirOwnChannelsAlone() {
    let input = Tensor(Shape(height: 1, width: 1, channels: 4), values: [1, 10, 100, 1000])
    let ones = FilterBank(count: 2, rows: 1, columns: 1, depth: 2, values: [1, 1, 1, 1])
    let convolution = Convolution(ones, groups: 2)
    #expect(convolution(input).values == [11, 1100])
    #expect(convolution.products(of: input, row: 0, column: 0, filter: 1).map(\.channel) == [2, 3])
  }

  @Test func rectifiedConvolutionEqualsReLUBehindIt() {
    let input = Tensor(Shape(height: 9, width: 9, channels: 3), seed: 5)
    let filters = FilterBank(
      count: 11, rows: 3, columns: 3, depth: 3, values: SeededGenerator(seed: 6).uniforms(297, in: -1...1))
    let plain = Convolution(filters)(input)
    #expect(plain.range.lowerBound < 0)
    #expect(Convolution(filters, isRectified: true)(input) == ReLU()(plain))
  }

  @Test func tooLargeFilterIsRefusedWithASentence() {
    let filters = FilterBank(kernel: Tensor(Shape(height: 5, width: 5), repeating: 1))
    let error = #expect(throws: GeometryError.self) {
      try Convolution(filters, dilation: 2).output(for: Shape(height: 7, width: 20))
    }
    #expect(error?.description == "kernel 5 with dilation 2 covers 9 cells, more than the 7 of the input")
  }

  @Test func callersBugsTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = Convolution(FilterBank(kernel: Tensor(rows: [[1, 1]])))(Tensor(rows: [[1]]))
    }
    await #expect(processExitsWith: .failure) {
      _ = Convolution(FilterBank(kernel: Tensor(rows: [[1]])))(Tensor(Shape(vector: 2), repeating: 0))
    }
    await #expect(processExitsWith: .failure) {
      _ = Convolution(FilterBank(kernel: Tensor(rows: [[1]]))).gradients(
        Tensor(rows: [[1, 2]]), input: Tensor(rows: [[1]]))
    }
  }
}
