public import CellCanvas
public import ConvolutionEngine
import EmbeddedAssets

/// The network for photographs with the weights that the program carries, `Assets/photos.safetensors`, or with those of
/// another file that `cnnviz train --images` wrote, for classes of its own.
///
/// It takes three channels of −1...1 and gives a score for each class.
public final class TrainedPhotos: Sendable {
  /// Those that the program carries, read when they are first asked for.
  public static let carried: TrainedPhotos = {
    let asset = embeddedPhotos()
    let bytes = Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count))
    do {
      return try TrainedPhotos(Safetensors(bytes: bytes, name: "photos.safetensors"))
    } catch {
      preconditionFailure("the embedded weights do not fit: \(error)")
    }
  }()

  /// The network.
  public let network: Network
  /// Its weights.
  public let weights: NetworkParameters
  /// The names of the classes, in the order of the scores.
  public let classes: [String]
  /// The same, laid out for many pictures.
  private let prepared: PreparedNetwork

  /// The weights in a file that `cnnviz train --images` wrote.
  ///
  /// - Throws: `SafetensorsError` for a file that is none or does not fit.
  public convenience init(at path: String) throws {
    try self.init(Safetensors(path: path))
  }

  /// Whether a file says that `cnnviz train --images` wrote it.
  public static func wrote(_ file: Safetensors) -> Bool {
    file.metadata["network"] == "photos" && file.metadata["classes"] != nil
  }

  /// The weights of an open file.
  ///
  /// - Throws: `SafetensorsError` when they do not fit.
  public init(_ file: Safetensors) throws {
    let names = (file.metadata["classes"] ?? "").split(separator: "\n").map { FileNames.line(String($0), most: 60) }
    classes = names.count >= 2 ? names : (0..<10).map { "class \($0)" }
    let side = file.metadata["side"].flatMap { Int($0) } ?? Network.photos.input.height
    let network = Network.photos(
      classes: classes.count, side: (8...256).contains(side) ? side : Network.photos.input.height)
    weights = NetworkParameters(of: network, from: try SafetensorsWeights(file, for: network))
    prepared = PreparedNetwork(network, weights: weights)
    self.network = network
  }

  /// What the network takes of a picture: its middle, as large as the network wants it.
  public func input(_ picture: Picture) -> Tensor {
    let shape = network.input
    return picture.croppedToProportions(width: shape.width, height: shape.height)
      .resized(width: shape.width, height: shape.height).tensor
  }

  /// The probability of each class.
  public func probabilities(of input: Tensor) -> [Float] { Softmax()(prepared(input)).values }
}

extension TrainedPhotos: Hashable {
  /// Whether both are one and the same: what was read from a file does not change.
  public static func == (one: TrainedPhotos, other: TrainedPhotos) -> Bool { one === other }

  /// By which one it is.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
