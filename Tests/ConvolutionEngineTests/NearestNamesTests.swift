import Testing

@testable import ConvolutionEngine

@Suite struct NearestNamesTests {
  let scenes = ["title", "sliding-kernel", "stride", "receptive-field", "max-pool", "shift-invariance", "alexnet"]

  @Test(arguments: [
    ("slidng", "sliding-kernel"), ("kernel", "sliding-kernel"), ("strid", "stride"), ("alexnt", "alexnet"),
    ("maxpool", "max-pool"), ("Receptive", "receptive-field"), ("shift-invarience", "shift-invariance"),
  ]) func whatWasMeantComesFirst(typed: String, name: String) {
    #expect(NearestNames.of(typed, among: scenes).first == name)
  }

  @Test func nothingNearMeansNoGuess() {
    #expect(NearestNames.of("frobnicate", among: scenes) == [])
    #expect(NearestNames.of("", among: scenes) == [])
  }
}
