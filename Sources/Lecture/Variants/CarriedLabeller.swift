import ConvolutionEngine
import EmbeddedAssets
import Regions

extension RecurrentLabeller {
  /// The weights that the program carries, `Assets/regions.safetensors`, read when they are first asked for.
  static let carried: RecurrentLabeller = {
    let asset = embeddedRegions()
    let bytes = Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count))
    do {
      return try RecurrentLabeller(Safetensors(bytes: bytes, name: "regions.safetensors"))
    } catch {
      preconditionFailure("the embedded weights do not fit: \(error)")
    }
  }()
}
