import ConvolutionEngine
import EmbeddedAssets

/// The digit network as `cnnviz train` left it: `Assets/digits.safetensors`, inside of the program.
///
/// It takes one channel of 28 × 28, paper 0 and ink up to 1, and gives a score for each digit.
enum TrainedDigits {
  /// The network.
  static var network: Network { .digits }

  /// Its weights, read when they are first asked for.
  static let weights: NetworkParameters = {
    let asset = embeddedDigits()
    let bytes = Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count))
    do {
      let file = try Safetensors(bytes: bytes, name: "digits.safetensors")
      return NetworkParameters(of: network, from: try SafetensorsWeights(file, for: network))
    } catch {
      preconditionFailure("the embedded weights do not fit: \(error)")
    }
  }()

  /// The probability of each digit, 0 to 9.
  static func probabilities(of picture: Tensor) -> [Float] {
    let scores = RememberedPass(of: picture, through: network, weights: weights).outputs[network.scoresStage]
    return Softmax()(scores).values
  }
}
