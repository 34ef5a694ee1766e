import CellCanvas
import ConvolutionEngine

/// One of the things that can be done about a stride that does not come out even.
struct StrideChoice: Hashable, Sendable {
  /// What is done.
  let name: String
  /// The size that comes of it.
  let geometry: WindowGeometry
  /// How it comes about: the sum, or why there is none.
  let sum: String

  init(name: String, geometry: WindowGeometry, sum: String? = nil) {
    (self.name, self.geometry, self.sum) = (name, geometry, sum ?? geometry.roundedEquation)
  }

  /// All that can be done: round down, pad, round up, take another stride.
  ///
  /// - Parameter padding: the least that makes the stride come out even, the same on both sides; `nil` when there is none.
  static func all(_ misfit: GridConvolution, padding: Int?) -> [StrideChoice] {
    let (geometry, stride) = (misfit.geometry, misfit.stride)
    func with(stride: Int = stride, _ padding: Padding = .valid, _ rounding: Window.Rounding = .down) -> WindowGeometry
    {
      WindowGeometry(
        input: geometry.input, kernel: geometry.window.kernel, stride: stride, padding: padding, rounding: rounding)
    }
    let missing = stride - geometry.travel % stride
    // The nearest one, the smaller of two that are equally near.
    let other = (1...max(1, geometry.travel)).filter { geometry.travel.isMultiple(of: $0) }
      .min { abs($0 - stride) < abs($1 - stride) }
    let pad =
      padding.map { StrideChoice(name: "pad both sides by \($0)", geometry: with(Padding($0))) }
      ?? StrideChoice(name: "pad the end by \(missing)", geometry: with(Padding(before: 0, after: missing)))
    // Rounding up adds no window that would begin beyond the last number: then it comes to what rounding down does.
    let up = with(.valid, .up)
    let isCut = up.output == geometry.output
    return [
      StrideChoice(name: "round down (libraries)", geometry: geometry), pad,
      isCut
        ? StrideChoice(
          name: "round up: adds none", geometry: up, sum: "next begins past cell \(geometry.input)")
        : StrideChoice(name: "round up: hangs over", geometry: up),
    ] + (other.map { [StrideChoice(name: "take stride \($0)", geometry: with(stride: $0))] } ?? [])
  }

  /// How many cells of the input no window sees.
  var lost: Int {
    let seen = (0..<geometry.input).count { !geometry.outputs(reachedBy: $0).isEmpty }
    return geometry.input * geometry.input - seen * seen
  }

  /// How many windows see each cell of the input, row by row.
  var coverage: [Double] {
    let counts = (0..<geometry.input).map { geometry.outputs(reachedBy: $0).count }
    return counts.flatMap { row in counts.map { Double(row * $0) } }
  }
}
