import Testing

@testable import ConvolutionEngine

/// The published numbers of AlexNet as one tower: shape, parameters, multiply-adds, receptive field and jump of every
/// stage.
@Suite struct AlexNetTests {
  private let stages = Network.alexNet.stages

  @Test func everyStageHasItsPublishedShape() {
    #expect(
      stages.map { "\($0.name) \($0.output)" } == [
        "conv1 55 × 55 × 96", "pool1 27 × 27 × 96", "norm1 27 × 27 × 96",
        "conv2 27 × 27 × 256", "pool2 13 × 13 × 256", "norm2 13 × 13 × 256",
        "conv3 13 × 13 × 384", "conv4 13 × 13 × 384", "conv5 13 × 13 × 256", "pool3 6 × 6 × 256",
        "fc6 1 × 1 × 4096", "fc7 1 × 1 × 4096", "fc8 1 × 1 × 1000",
      ])
  }

  @Test func parametersAreThePublishedOnes() {
    let parameters = stages.filter { $0.parameters > 0 }.map(\.parameters)
    #expect(
      parameters == [34_944, 614_656, 885_120, 1_327_488, 884_992, 37_752_832, 16_781_312, 4_097_000])
    #expect(Network.alexNet.parameters == 62_378_344)
    #expect(Network.alexNetTwoGroups.parameters == 60_965_224)
  }

  @Test func multiplyAddsAreThePublishedOnes() {
    let products = stages.filter { $0.multiplyAdds > 0 }.map(\.multiplyAdds)
    #expect(
      products == [
        105_415_200, 447_897_600, 149_520_384, 224_280_576, 149_520_384, 37_748_736, 16_777_216, 4_096_000,
      ])
  }

  @Test func receptiveFieldsAreThePublishedOnes() {
    let fields = stages.compactMap { stage in stage.receptiveField.map { (stage.name, $0.size, $0.jump) } }
    let expected = [
      ("conv1", 11, 4), ("pool1", 19, 8), ("norm1", 19, 8), ("conv2", 51, 8), ("pool2", 67, 16), ("norm2", 67, 16),
      ("conv3", 99, 16), ("conv4", 131, 16), ("conv5", 163, 16), ("pool3", 195, 32),
    ]
    #expect(fields.count == expected.count)
    for (field, wanted) in zip(fields, expected) { #expect(field == (wanted.0, wanted.1, Fraction(wanted.2))) }
  }

  @Test func firstLayerUnsharedHasAHundredMillionParameters() {
    #expect(stages[0].unsharedParameters == 105_705_600)
  }

  @Test func memoryIsThatOfSinglePrecision() {
    #expect(stages[0].activationBytes == 55 * 55 * 96 * 4)
    #expect(stages[0].parameterBytes == 34_944 * 4)
  }
}
