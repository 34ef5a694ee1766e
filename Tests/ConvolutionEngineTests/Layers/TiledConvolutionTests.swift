import Testing

@testable import ConvolutionEngine

@Suite struct TiledConvolutionTests {
  private static let fixtures = Fixture.all("tiled")

  private func tiled(_ fixture: Fixture) -> TiledConvolution {
    let (rows, columns) = fixture.windows
    let (count, groups) = (fixture.integer("filters"), fixture.integer("groups"))
    let depth = fixture.shape.channels / groups
    let (tileRows, tileColumns) = fixture.pair("tile")
    let bank = count * rows.kernel * columns.kernel * depth
    let weights = SeededGenerator(seed: fixture.seed + 1).uniforms(tileRows * tileColumns * bank, in: -1...1)
    let biases = SeededGenerator(seed: fixture.seed + 2).uniforms(tileRows * tileColumns * count, in: -1...1)
    return TiledConvolution(
      tileRows: tileRows, tileColumns: tileColumns,
      (0..<tileRows * tileColumns).map { index in
        Convolution(
          FilterBank(
            count: count, rows: rows.kernel, columns: columns.kernel, depth: depth,
            values: Array(weights[index * bank..<(index + 1) * bank])),
          biases: Array(biases[index * count..<(index + 1) * count]), rows: rows, columns: columns, groups: groups)
      })
  }

  @Test(arguments: fixtures) func agreesWithPyTorch(_ fixture: Fixture) throws {
    let tiled = tiled(fixture)
    let output = tiled(fixture.input)
    fixture.expect(output)
    #expect(try tiled.output(for: fixture.shape) == output.shape)
    let gradients = tiled.gradients(fixture.outputGradient(output.shape), input: fixture.input)
    #expect(gradients.input.shape == fixture.shape)
    fixture.expect(gradients.input.values, at: 1)
    fixture.expect(gradients.weights.flatMap(\.values), at: 2)
    fixture.expect(gradients.biases.flatMap { $0 }, at: 3)
  }

  @Test func fixturesAreThere() {
    #expect(Self.fixtures.count == 40)
    let shared = Self.fixtures.count { $0.pair("tile") == (1, 1) }
    let local = Self.fixtures.count { $0.pair("tile") == $0.pair("output") && $0.pair("tile") != (1, 1) }
    #expect(shared > 3 && local > 3 && shared + local < 37)
  }

  @Test func gradientsAgreeWithDifferences() throws {
    let input = Tensor(Shape(height: 5, width: 4, channels: 2), seed: 94)
    func tiled(_ weights: [Float], _ biases: [Float]) -> TiledConvolution {
      TiledConvolution(
        tileRows: 2, tileColumns: 2,
        (0..<4).map { index in
          Convolution(
            FilterBank(count: 1, rows: 2, columns: 3, depth: 2, values: Array(weights[index * 12..<index * 12 + 12])),
            biases: [biases[index]], padding: 1)
        })
    }
    let weights = SeededGenerator(seed: 95).uniforms(48, in: -1...1)
    let biases = SeededGenerator(seed: 96).uniforms(4, in: -1...1)
    let layer = tiled(weights, biases)
    let outputGradient = Tensor(try layer.output(for: input.shape), seed: 97)
    let gradients = layer.gradients(outputGradient, input: input)
    expectGradient(at: input.values, is: gradients.input.values, outputGradient: outputGradient) {
      layer(Tensor(input.shape, values: $0))
    }
    expectGradient(at: weights, is: gradients.weights.flatMap(\.values), outputGradient: outputGradient) {
      tiled($0, biases)(input)
    }
    expectGradient(at: biases, is: gradients.biases.flatMap { $0 }, outputGradient: outputGradient) {
      tiled(weights, $0)(input)
    }
  }

  @Test func equalBanksAreAnOrdinaryConvolution() {
    let input = Tensor(Shape(height: 7, width: 6, channels: 2), seed: 95)
    let convolution = Convolution(
      FilterBank(count: 3, rows: 3, columns: 2, depth: 2, values: SeededGenerator(seed: 96).uniforms(36, in: -1...1)),
      biases: [1, 2, 3], stride: 2, padding: 1, isRectified: true)
    let tiled = TiledConvolution(tileRows: 2, tileColumns: 3, [Convolution](repeating: convolution, count: 6))
    #expect(tiled(input) == convolution(input))
  }

  /// Width 2 over five units: eight weights when none is shared, two when all are, four in turn.
  @Test func parametersCountTheBanks() {
    func signal(_ tiles: Int) -> TiledConvolution {
      TiledConvolution(
        tileRows: 1, tileColumns: tiles,
        (0..<tiles).map { tile in
          Convolution(
            signal: FilterBank(kernel: Tensor(signal: [1, Float(tile)])), Window(2))
        })
    }
    #expect([1, 2, 4].map { signal($0).parameters } == [3, 6, 12])
    #expect(signal(4)(Tensor(signal: [1, 10, 100, 1000, 10000])).values == [1, 110, 2100, 31000])
    #expect(signal(2)(Tensor(signal: [1, 10, 100, 1000, 10000])).values == [1, 110, 100, 11000])
  }
}
