import ConvolutionEngine

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// How a gradient comes back through deep stacks before any training: how large it is at each layer, and how it changes
/// while one number that goes in is moved.
struct DepthStudy: Sendable {
  /// Layers, units a layer and examples of the stacks whose gradients are measured.
  static let depth = 50, width = 128, batch = 128
  /// Over which numbers, and how many of them, the input is moved.
  static let range: ClosedRange<Float> = -3...3
  static let places = 256
  /// By how many places gradients are compared with each other.
  static let shifts = 16

  /// A stack along which one number is moved.
  struct Sweep: Sendable {
    let kind: UntrainedStack.Kind
    let depth: Int
    /// At each place of the range.
    let gradient: [Double]
    /// How alike it is to itself, by the places that it is shifted by.
    let correlation: [Double]
  }

  /// The size of the gradient at each layer from 0, the input, on; that at the last layer is 1.
  let sizes: [UntrainedStack.Kind: [Double]]
  /// A single layer, a plain stack, a residual one.
  let sweeps: [Sweep]
  /// The same of noise.
  let white, brown: [Double]

  static let sweptDepths: [(kind: UntrainedStack.Kind, depth: Int)] = [
    (.normalized, 1), (.normalized, 24), (.residual, 50),
  ]

  init(seed: Int) {
    let seed = UInt64(seed)
    sizes = Dictionary(
      uniqueKeysWithValues: UntrainedStack.Kind.allCases.map { kind in
        (
          kind,
          UntrainedStack(kind, depth: Self.depth, width: Self.width, seed: seed).gradientSizes(batch: Self.batch)
        )
      })
    sweeps = Self.sweptDepths.map { kind, depth in
      let gradient = UntrainedStack(kind, depth: depth, width: Self.width, seed: seed)
        .gradient(alongSweepOf: Self.places, over: Self.range).map(Double.init)
      return Sweep(
        kind: kind, depth: depth, gradient: gradient,
        correlation: autocorrelation(of: gradient, shifts: Self.shifts))
    }
    white = autocorrelation(of: Noise.white(Self.places, seed: seed), shifts: Self.shifts)
    brown = autocorrelation(of: Noise.brown(Self.places, seed: seed), shifts: Self.shifts)
  }

  /// The gradient's size at the input, in units of that at the last layer.
  func atInput(_ kind: UntrainedStack.Kind) -> Double { sizes[kind]?.first ?? 1 }

  /// By what the gradient is multiplied on its way back through a layer, on average (the geometric mean).
  func factor(_ kind: UntrainedStack.Kind) -> Double { pow(atInput(kind), 1 / Double(Self.depth)) }

  /// The sizes of a kind as powers of ten.
  func powers(_ kind: UntrainedStack.Kind) -> [Double] { (sizes[kind] ?? []).map(log10) }

  /// By what batch normalisation in front of ReLUs multiplies a gradient at each layer of a wide stack before training:
  /// √(π/(π − 1)). G. Yang, J. Pennington, V. Rao, J. Sohl-Dickstein, S. S. Schoenholz: A mean field theory of batch
  /// normalization, 2019.
  static let explosion = (Double.pi / (Double.pi - 1)).squareRoot()
}
