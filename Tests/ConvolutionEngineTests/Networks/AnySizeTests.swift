import Testing

@testable import ConvolutionEngine

@Suite struct AnySizeTests {
  private static func network(pad: Int, _ height: Int = 12, _ width: Int = 12) throws -> Network {
    try Network(
      name: "small", title: "Small",
      text: "input \(height)x\(width)x2\nconv 3 kernel=3 pad=\(pad) relu\nmaxpool 2\nconv 4 kernel=3 pad=\(pad) relu\n"
        + (pad > 0 ? "maxpool 2\n" : "") + "dense 5")
  }

  private static func scores(_ network: Network, _ picture: Tensor, _ weights: any WeightSource) -> Tensor {
    PreparedNetwork(network, weights: weights)(picture)
  }

  @Test func fixturesAreThere() { #expect(Fixture.all("anySize").count == 12) }

  /// A dense end as a convolution, crop by crop, and behind regions.
  @Test(arguments: Fixture.all("anySize")) func scoresAgreeWithPyTorch(_ fixture: Fixture) throws {
    let network = try Self.network(pad: fixture.integer("pad"))
    let weights = SeededWeights(seed: fixture.seed)
    let picture = fixture.input
    let maps = Self.scores(try network.withConvolutionsForDense().on(picture.shape), picture, weights)
    fixture.expect(maps)

    let step = fixture.integer("step")
    var crops: [Float] = []
    for row in stride(from: 0, through: picture.shape.height - 12, by: step) {
      for column in stride(from: 0, through: picture.shape.width - 12, by: step) {
        crops += Self.scores(network, picture.cropped((row..<row + 12, column..<column + 12)), weights).values
      }
    }
    fixture.expect(crops, at: 1)
    // Without zeros at the crops' borders they are the places of the maps.
    if fixture.integer("pad") == 0 {
      #expect(zip(crops, maps.values).allSatisfy { abs($0 - $1) < 1e-5 } && crops.count == maps.values.count)
    }

    let (adaptive, index) = try network.withRegionsBeforeDense()
    let regions = Self.scores(
      try adaptive.on(picture.shape), picture, WeightsAroundStage(weights, inserted: index))
    fixture.expect(regions.values, at: 2)
  }

  /// On a picture of its own size the digit network says the same in all three forms, with the same weights.
  @Test func onItsOwnSizeNothingChanges() throws {
    let picture = Tensor(Network.digits.input, seed: 4, in: 0...1)
    let weights = NetworkParameters(of: .digits, from: SeededWeights(seed: 9))
    let scores = Self.scores(.digits, picture, weights)
    let convolutions = try Network.digits.withConvolutionsForDense()
    #expect(convolutions.parameters == Network.digits.parameters)
    #expect(convolutions.stages.last?.output.description == "1 × 1 × 10")
    for (one, other) in zip(Self.scores(convolutions, picture, weights).values, scores.values) {
      #expect(abs(one - other) < 1e-5)
    }
    let (adaptive, index) = try Network.digits.withRegionsBeforeDense()
    #expect(
      adaptive.stages[index].output == adaptive.stages[index].input && adaptive.stages[index].name == "fc4-regions")
    #expect(Self.scores(adaptive, picture, WeightsAroundStage(weights, inserted: index)) == scores)
    #expect(try convolutions.on(Shape(height: 28, width: 140)).stages.last?.output.description == "1 × 15 × 10")
  }

  @Test func whatCannotBeTurnedIsRefused() throws {
    let wide = try Self.network(pad: 0, 12, 20)
    #expect(throws: NetworkError.self) { try wide.withConvolutionsForDense() }
    #expect(try wide.withRegionsBeforeDense().network.stages.count == wide.stages.count + 1)
    let dense = try Network(name: "x", title: "X", text: "input 4x4\nconv 1 kernel=1")
    #expect(throws: NetworkError.self) { try dense.withRegionsBeforeDense() }
  }

  /// A second dense layer becomes a convolution of 1 × 1, and joins keep their inputs.
  @Test func severalDenseLayersBecomeConvolutions() throws {
    let network = try Network(
      name: "x", title: "X",
      text:
        "input 6x6x2\na: conv 3 kernel=3 relu\nb: dense 7 relu\nc: dense 4 bias=no from=b\nd: dense 4 from=a\nadd from=c,d\nsoftmax"
    )
    let convolutions = try network.withConvolutionsForDense()
    #expect(convolutions.stages.map { $0.layer.window?.kernel } == [3, 4, 1, 4, nil, nil])
    let picture = Tensor(network.input, seed: 6)
    let (one, other) = (
      Self.scores(network, picture, SeededWeights(seed: 2)), Self.scores(convolutions, picture, SeededWeights(seed: 2))
    )
    for (one, other) in zip(one.values, other.values) { #expect(abs(one - other) < 1e-5) }
    let larger = try convolutions.on(Shape(height: 9, width: 8, channels: 2))
    let probabilities = Self.scores(larger, Tensor(larger.input, seed: 7), SeededWeights(seed: 2))
    #expect(probabilities.shape.description == "4 × 3 × 4")
    for place in 0..<12 {
      #expect(abs(probabilities.values[4 * place..<4 * place + 4].reduce(0, +) - 1) < 1e-5)
    }
  }
}
