import Testing

@testable import ConvolutionEngine

@Suite struct PoolingTests {
  @Test(arguments: Fixture.all("maxPooling")) func maximaAndWinnersAgreeWithPyTorch(_ fixture: Fixture) throws {
    let (rows, columns) = fixture.windows
    let pooling = MaxPooling(rows: rows, columns: columns)
    let (output, switches) = pooling.withSwitches(Tensor(fixture.shape, seed: fixture.seed, integersIn: -3...3))
    fixture.expect(output)
    #expect(try pooling.output(for: fixture.shape) == output.shape)
    var winners: [Int] = []
    for row in 0..<output.shape.height {
      for column in 0..<output.shape.width {
        for channel in 0..<output.shape.channels {
          let winner = switches[row, column, channel]
          winners.append(winner.row * fixture.shape.width + winner.column)
        }
      }
    }
    #expect(winners == fixture.results[1].map { Int($0) })
  }

  @Test(arguments: Fixture.all("averagePooling")) func meansAgreeWithPyTorch(_ fixture: Fixture) throws {
    let (rows, columns) = fixture.windows
    let pooling = AveragePooling(rows: rows, columns: columns, countsPadding: fixture.integer("countsPadding") == 1)
    fixture.expect(pooling(fixture.input))
    #expect(try pooling.output(for: fixture.shape) == pooling(fixture.input).shape)
  }

  @Test(arguments: Fixture.all("maxPoolingBackward")) func wayBackToTheWinnersAgreesWithPyTorch(_ fixture: Fixture) {
    let (rows, columns) = fixture.windows
    let input = Tensor(fixture.shape, seed: fixture.seed, integersIn: -3...3)
    let (output, switches) = MaxPooling(rows: rows, columns: columns).withSwitches(input)
    fixture.expect(switches.gradient(fixture.outputGradient(output.shape)).values)
  }

  @Test(arguments: Fixture.all("averagePoolingBackward")) func sharedOutGradientAgreesWithPyTorch(
    _ fixture: Fixture
  ) throws {
    let (rows, columns) = fixture.windows
    let pooling = AveragePooling(rows: rows, columns: columns, countsPadding: fixture.integer("countsPadding") == 1)
    let outputGradient = fixture.outputGradient(try pooling.output(for: fixture.shape))
    fixture.expect(pooling.gradient(outputGradient, input: fixture.shape).values)
  }

  @Test func gradientsAgreeWithDifferences() {
    let shape = Shape(height: 5, width: 4, channels: 2)
    let input = Tensor(shape, values: wellSeparated(shape.count, seed: 71))
    let window = Window(3, stride: 2, padding: 1, rounding: .up)
    let (output, switches) = MaxPooling(window).withSwitches(input)
    let outputGradient = Tensor(output.shape, seed: 72)
    expectGradient(at: input.values, is: switches.gradient(outputGradient).values, outputGradient: outputGradient) {
      MaxPooling(window)(Tensor(shape, values: $0))
    }
    let averaging = AveragePooling(window, countsPadding: false)
    expectGradient(
      at: input.values, is: averaging.gradient(outputGradient, input: shape).values, outputGradient: outputGradient
    ) { averaging(Tensor(shape, values: $0)) }
  }

  @Test(arguments: Fixture.all("dilatedMaxPooling")) func dilatedMaximaAgreeWithPyTorch(_ fixture: Fixture) {
    let (rows, columns) = fixture.windows
    let (output, switches) = MaxPooling(rows: rows, columns: columns).withSwitches(
      Tensor(fixture.shape, seed: fixture.seed, integersIn: -9...9))
    fixture.expect(output)
    fixture.expect(switches.gradient(fixture.outputGradient(output.shape)).values, at: 1)
  }

  @Test(arguments: Fixture.all("dilatedAveragePooling")) func dilatedMeansAgreeWithPyTorch(_ fixture: Fixture) {
    let (rows, columns) = fixture.windows
    let pooling = AveragePooling(rows: rows, columns: columns, countsPadding: false)
    let output = pooling(fixture.input)
    fixture.expect(output)
    fixture.expect(pooling.gradient(fixture.outputGradient(output.shape), input: fixture.shape).values, at: 1)
  }

  /// Rounded up, a window that is larger than its padded input still pools what is there, forward, backward and in batches.
  @Test(arguments: Fixture.all("overhangingMaxPooling")) func overhangingMaximaAgreeWithPyTorch(
    _ fixture: Fixture
  ) throws {
    let (rows, columns) = fixture.windows
    let input = Tensor(fixture.shape, seed: fixture.seed, integersIn: -9...9)
    let (output, switches) = MaxPooling(rows: rows, columns: columns).withSwitches(input)
    fixture.expect(output)
    fixture.expect(MaxPooling(rows: rows, columns: columns)(input))
    let gradient = fixture.outputGradient(output.shape)
    fixture.expect(switches.gradient(gradient).values, at: 1)
    let extents = MaxPooling(rows: rows, columns: columns).extents(on: fixture.shape)
    var (values, winners) = (
      [Float](repeating: 0, count: output.shape.count), [Int32](repeating: 0, count: output.shape.count)
    )
    extents.run(input.values, pictures: 1, into: &values, winners: &winners)
    fixture.expect(values)
    var back = [Float](repeating: 9, count: fixture.shape.count)
    extents.goBack(gradient.values, winners: winners, pictures: 1, into: &back, adds: false)
    fixture.expect(back, at: 1)
  }

  @Test(arguments: Fixture.all("overhangingAveragePooling")) func overhangingMeansAgreeWithPyTorch(
    _ fixture: Fixture
  ) throws {
    let (rows, columns) = fixture.windows
    let pooling = AveragePooling(rows: rows, columns: columns, countsPadding: fixture.integer("countsPadding") == 1)
    let output = pooling(fixture.input)
    fixture.expect(output)
    fixture.expect(pooling.gradient(fixture.outputGradient(output.shape), input: fixture.shape).values, at: 1)
  }

  /// Dilated by 3 over two cells, a window sees first padding and then padding.
  @Test func windowsThatSeePaddingAloneAreRefused() {
    let window = Window(2, padding: 1, dilation: 3)
    let error = #expect(throws: GeometryError.self) {
      try MaxPooling(window).output(for: Shape(height: 2, width: 9))
    }
    #expect(
      error?.description
        == "kernel 2 with dilation 3 sees nothing but padding somewhere: take less padding or dilation")
    let wide = #expect(throws: GeometryError.self) {
      try AveragePooling(Window(2, padding: 2)).output(for: Shape(height: 5, width: 5))
    }
    #expect(wide?.description == "kernel 2 sees nothing but padding somewhere: take less padding")
  }

  @Test func signalsArePooledAlongTheirOnlyAxis() {
    let signal = Tensor(signal: [0.5, 1, 0.25, 1, 0.25, 0])
    #expect(MaxPooling(signal: Window(2, stride: 2))(signal).values == [1, 1, 0.25])
    #expect(AveragePooling(signal: Window(2, stride: 2))(signal).values == [0.75, 0.625, 0.125])
    #expect(L2Pooling(signal: Window(1))(signal).values == signal.values)
    #expect(CentreWeightedPooling(signal: Window(2, stride: 2))(signal).values == [0.75, 0.625, 0.125])
  }

  @Test func fixturesAreThere() {
    #expect(Fixture.all("dilatedMaxPooling").count == 20)
    #expect(Fixture.all("dilatedAveragePooling").count == 15)
    #expect(Fixture.all("overhangingMaxPooling").count == 25)
    #expect(Fixture.all("overhangingAveragePooling").count == 25)
    #expect(Fixture.all("maxPooling").count == 60)
    #expect(Fixture.all("averagePooling").count == 60)
    #expect(Fixture.all("maxPoolingBackward").count == 30)
    #expect(Fixture.all("averagePoolingBackward").count == 30)
  }

  /// The detector row of the lecture, pooled with width 3 and stride 1 under padding, and the same shifted by one.
  @Test func shiftedRowKeepsHalfOfItsMaxima() {
    let pooling = MaxPooling(rows: Window(1), columns: Window(3, padding: 1))
    #expect(pooling(Tensor(signal: [0.1, 1.0, 0.2, 0.3])).values == [1.0, 1.0, 1.0, 0.3])
    #expect(pooling(Tensor(signal: [0.2, 0.1, 1.0, 0.2])).values == [0.2, 1.0, 1.0, 1.0])
  }

  /// Width 3, stride 2: the last window is smaller and still counts.
  @Test func lastPartialWindowCounts() {
    let pooling = MaxPooling(rows: Window(1), columns: Window(3, stride: 2, rounding: .up))
    #expect(pooling(Tensor(signal: [0.1, 1.0, 0.2, 1.0, 0.3, 0.0])).values == [1.0, 1.0, 0.3])
  }

  @Test func theGradientGoesBackToTheWinners() {
    let pooling = MaxPooling(Window(3, stride: 2))
    let input = Tensor(Shape(height: 7, width: 7, channels: 2), seed: 5)
    let (output, switches) = pooling.withSwitches(input)
    let outputGradient = Tensor(output.shape, seed: 6)
    let gradient = switches.gradient(outputGradient)
    #expect(gradient.shape == input.shape)
    // Against differences: no two values of the input are as near to each other as the change is small.
    let change: Float = 1e-4
    for index in input.values.indices {
      var moved = input
      moved.values[index] += change
      let effect = zip(pooling(moved).values, output.values).enumerated().reduce(Float(0)) { sum, pair in
        sum + (pair.element.0 - pair.element.1) * outputGradient.values[pair.offset]
      }
      #expect(abs(effect / change - gradient.values[index]) < 1e-2)
    }
  }

  @Test func switchesPointAtTheWinners() {
    let input = Tensor(rows: [[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
    let (output, switches) = MaxPooling(Window(2, stride: 2)).withSwitches(input)
    #expect(output.values == [6, 8, 3, 4])
    #expect(switches[0, 0] == (1, 1))
    #expect(switches[0, 1] == (1, 3))
    #expect(switches[1, 0] == (2, 0))
    #expect(switches[1, 1] == (3, 3))
    #expect(switches.winners == [5, 7, 8, 15])
  }

  @Test func poolingWorksOnEachChannelByItself() throws {
    let shape = try MaxPooling(Window(2, stride: 2)).output(for: Shape(height: 224, width: 224, channels: 64))
    #expect(shape.description == "112 × 112 × 64")
  }
}
