import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct TrainedPhotosTests {
  private static let kinds = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  @Test func theCarriedNetworkKnowsTenKinds() {
    let photos = TrainedPhotos.carried
    #expect(photos.classes == Self.kinds && photos.network == .photos)
    #expect((photos.network.stages[0].layer.window?.kernel ?? 0) >= 5 && 2 * photos.network.parameters <= 700_000)
  }

  /// The painted things, at least eight of ten, each taken for what it is; and what the probabilities are made of.
  @Test func paintedThingsAreKnown() {
    let photos = TrainedPhotos.carried
    #expect(Pictures.things.map(\.name) == Self.kinds)
    var known = 0
    for (label, thing) in Pictures.things.enumerated() {
      #expect(thing.picture.width >= 64 && thing.picture.height >= 64)
      #expect(Picture.painted(thing.name) == thing.picture)
      let probabilities = photos.probabilities(of: photos.input(thing.picture))
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-5 && probabilities.count == 10)
      known += probabilities.max() == probabilities[label] ? 1 : 0
    }
    #expect(known >= 8)
    #expect(Picture.paintedNames.allSatisfy { Picture.painted($0) != nil } && Picture.painted("unicorn") == nil)
  }

  /// The prepared network says what the stages say one after the other.
  @Test func probabilitiesAreThoseOfAForwardPass() {
    let photos = TrainedPhotos.carried
    let input = photos.input(Pictures.lighthouse)
    #expect(input.shape == Shape(height: 32, width: 32, channels: 3))
    let pass = RememberedPass(of: input, through: photos.network, weights: photos.weights)
    let wanted = Softmax()(pass.outputs[photos.network.scoresStage]).values
    #expect(zip(photos.probabilities(of: input), wanted).allSatisfy { abs($0 - $1) < 1e-3 })
  }
}
