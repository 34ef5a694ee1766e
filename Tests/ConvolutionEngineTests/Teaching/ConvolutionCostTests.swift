import ConvolutionEngine
import Testing

@Suite struct ConvolutionCostTests {
  @Test func theBooksEdgeDetector() throws {
    let kernel = Convolution(FilterBank(kernel: Tensor(rows: [[-1, 1]])))
    let cost = try kernel.cost(on: Shape(height: 280, width: 320))
    #expect(cost.output == Shape(height: 280, width: 319))
    #expect(cost.operations == 267_960)
    #expect(cost.matrixEntries == 8_003_072_000)
    #expect(cost.matrixOperations == 16_006_144_000)
    #expect(cost.nonzeroEntries == 178_640)
    #expect(cost.weights == 2)
    #expect(abs(cost.advantage - 59_733.3) < 0.1)
  }

  /// The matrix of a small convolution, column by column: what comes out for each unit input.
  @Test(arguments: [(0, 1), (1, 1), (1, 2), (2, 1)]) func entriesAreThoseOfTheMatrix(padding: Int, stride: Int) throws {
    let shape = Shape(height: 4, width: 5, channels: 2)
    let bank = FilterBank(count: 3, rows: 2, columns: 3, depth: 2, values: (0..<36).map { Float($0 % 5) })
    let convolution = Convolution(bank, stride: stride, padding: Padding(padding))
    let cost = try convolution.cost(on: shape)
    var nonzero = 0
    for index in 0..<shape.count {
      var values = [Float](repeating: 0, count: shape.count)
      values[index] = 1
      nonzero += convolution(Tensor(shape, values: values)).values.count { $0 != 0 }
    }
    #expect(cost.nonzeroEntries == nonzero)
    #expect(cost.matrixEntries == shape.count * cost.output.count)
    #expect(cost.operations == cost.output.count * 23)
  }

  @Test func whatDoesNotFitHasNoCost() {
    let kernel = Convolution(FilterBank(kernel: Tensor(rows: [[-1, 1]])))
    #expect(throws: GeometryError.self) { try kernel.cost(on: Shape(height: 3, width: 1)) }
  }
}
