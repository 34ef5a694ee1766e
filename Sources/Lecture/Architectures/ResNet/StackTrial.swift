import ConvolutionEngine
import EmbeddedAssets

/// Digits that the program draws: each of the ten, turned, slanted, shifted, larger and smaller as a seed says, always the
/// same.
struct GeneratedDigits: LabelledPictures {
  /// How often each digit comes.
  static let variants = 10
  static let standard = GeneratedDigits(seed: 1)

  private let pictures: [Tensor]

  init(seed: UInt64) {
    let sheets = (0...9).map { StrokeDigits.sheet($0) }
    pictures = (0..<10 * Self.variants).map { index in
      let generator = SeededGenerator(seed: seed).stream(index)
      func draw(_ place: Int, within bound: Float) -> Float { generator.uniform(at: place, in: -bound...bound) }
      return AffineMove(
        turn: draw(0, within: 0.4), scale: (1 + draw(1, within: 0.3), 1 + draw(2, within: 0.3)),
        slant: draw(3, within: 0.3), shift: (draw(4, within: 3), draw(5, within: 3)))(sheets[index % 10])
    }
  }

  var count: Int { pictures.count }
  func picture(at index: Int, _ generator: SeededGenerator?) -> Tensor { pictures[index] }
  func label(at index: Int) -> Int { index % 10 }
}

/// How many of the program's digits a trained stack of blocks reads right, whole and without each of its blocks.
struct StackTrial: Sendable {
  let stack: DigitStack
  /// How many digits there are to read.
  let count: Int
  /// How many the whole stack reads right.
  let whole: Int
  /// How many it reads right without its first block, its second …
  let without: [Int]

  /// Reads all digits nine times.
  ///
  /// - Parameter isWanted: asked before each reading; once it says no there is no trial.
  init?(_ stack: DigitStack, on digits: GeneratedDigits = .standard, while isWanted: () -> Bool = { true }) {
    let weights = Self.carried(stack)
    func right(without deleted: Set<Int>) -> Int? {
      guard isWanted() else { return nil }
      let network = PreparedNetwork(stack.network(without: deleted), weights: stack.weights(weights, without: deleted))
      return (0..<digits.count).count { index in
        let scores = network(digits.picture(at: index, nil)).values
        return scores.firstIndex(of: scores.max() ?? 0) == digits.label(at: index)
      }
    }
    guard let whole = right(without: []) else { return nil }
    var without: [Int] = []
    for block in 1...DigitStack.blocks {
      guard let right = right(without: [block]) else { return nil }
      without.append(right)
    }
    (self.stack, count, self.whole, self.without) = (stack, digits.count, whole, without)
  }

  // MARK: Weights

  /// The weights that the program carries: `Assets/plain-stack.safetensors` and `Assets/residual-stack.safetensors`.
  static func carried(_ stack: DigitStack) -> NetworkParameters { stack.isResidual ? residual : plain }

  private static let plain = read(embeddedPlainStack(), DigitStack(isResidual: false))
  private static let residual = read(embeddedResidualStack(), DigitStack(isResidual: true))

  private static func read(_ asset: EmbeddedAsset, _ stack: DigitStack) -> NetworkParameters {
    let bytes = Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count))
    do {
      let file = try Safetensors(bytes: bytes, name: stack.name + ".safetensors")
      return NetworkParameters(of: stack.network, from: try SafetensorsWeights(file, for: stack.network))
    } catch {
      preconditionFailure("the embedded weights do not fit: \(error)")
    }
  }
}
