public import ConvolutionEngine
import EmbeddedAssets

/// The digit network with weights that `cnnviz train` left: those inside of the program, or a file of the viewer's.
///
/// It takes one channel of 28 × 28, paper 0 and ink up to 1, and gives a score for each digit.
public final class TrainedDigits: Sendable {
  /// Those that the program carries, `Assets/digits.safetensors`, read when they are first asked for.
  public static let carried: TrainedDigits = {
    let asset = embeddedDigits()
    let bytes = Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count))
    do {
      return try TrainedDigits(Safetensors(bytes: bytes, name: "digits.safetensors"), fileName: nil)
    } catch {
      preconditionFailure("the embedded weights do not fit: \(error)")
    }
  }()

  /// The network.
  public let network = Network.digits
  /// Its weights.
  public let weights: NetworkParameters
  /// The name of the viewer's file, short enough for a line with other words in it; `nil` for the carried weights.
  public let fileName: String?

  /// The weights in a file that `cnnviz train` wrote, or any other for this network.
  ///
  /// - Parameter path: a safetensors file.
  /// - Throws: `SafetensorsError` for a file that is none or does not fit the network.
  public convenience init(at path: String) throws {
    try self.init(Safetensors(path: path), fileName: FileNames.short(path))
  }

  private init(_ file: Safetensors, fileName: String?) throws {
    weights = NetworkParameters(of: network, from: try SafetensorsWeights(file, for: network))
    self.fileName = fileName
  }

  /// The probability of each digit, 0 to 9.
  public func probabilities(of picture: Tensor) -> [Float] {
    let scores = RememberedPass(of: picture, through: network, weights: weights).outputs[network.scoresStage]
    return Softmax()(scores).values
  }
}

extension TrainedDigits: Hashable {
  /// Whether both are one and the same: what was read from a file does not change.
  public static func == (one: TrainedDigits, other: TrainedDigits) -> Bool { one === other }

  /// By which one it is.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
