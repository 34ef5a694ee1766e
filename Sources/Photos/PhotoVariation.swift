import ConvolutionEngine

/// Pictures as they could have been taken just as well: from the other side, a little aside, in another light, with
/// something in front.
public struct PhotoVariation: Hashable, Sendable {
  /// Whether half of the pictures are mirrored, left to right.
  public let flips: Bool
  /// The farthest shift along each axis, in pixels; what comes in at the edge is the picture mirrored there.
  public let shift: Int
  /// By how much each colour can become lighter or darker, in parts of the whole scale from black to white.
  public let light: Float
  /// By which part differences from the middle grey can grow or shrink.
  public let contrast: Float
  /// The part of the pictures in which a square is covered with the middle grey.
  /// T. DeVries, G. W. Taylor: Improved regularization of convolutional neural networks with cutout, 2017.
  public let erased: Float
  /// The side of that square, in parts of the picture's.
  public let erasedSide: Float

  /// A variation.
  public init(
    flips: Bool = true, shift: Int = 3, light: Float = 0.04, contrast: Float = 0.15, erased: Float = 0.25,
    erasedSide: Float = 0.25
  ) {
    precondition(
      shift >= 0 && light >= 0 && contrast >= 0 && erased >= 0 && erasedSide >= 0, "amounts are not negative")
    self.flips = flips
    self.shift = shift
    self.light = light
    self.contrast = contrast
    self.erased = erased
    self.erasedSide = erasedSide
  }

  /// The picture that begins at a byte, as a tensor's values of about −1...1, varied as the generator says.
  func callAsFunction(_ bytes: [UInt8], from first: Int, side: Int, _ generator: SeededGenerator) -> [Float] {
    let isMirrored = flips && generator.integer(at: 0, in: 0...1) == 1
    let reach = min(shift, side - 1)
    let (down, right) = (generator.integer(at: 1, in: -reach...reach), generator.integer(at: 2, in: -reach...reach))
    let scale = (1 + generator.uniform(at: 3, in: -contrast...contrast)) / 127.5
    let shared = generator.uniform(at: 4, in: -light...light)
    let middle = 127.5 * scale
    let offsets = (0..<3).map { middle - 2 * (shared + generator.uniform(at: 5 + $0, in: -light...light) / 2) }
    /// The nearest place inside, as in a mirror at the edge.
    func inside(_ place: Int) -> Int {
      place < 0 ? -place : place >= side ? 2 * (side - 1) - place : place
    }
    let columns = (0..<side).map { 3 * inside((isMirrored ? side - 1 - $0 : $0) + right) }
    var values = [Float](repeating: 0, count: 3 * side * side)
    var target = 0
    for row in 0..<side {
      let line = first + 3 * side * inside(row + down)
      for column in columns {
        values[target] = Float(bytes[line + column]) * scale - offsets[0]
        values[target + 1] = Float(bytes[line + column + 1]) * scale - offsets[1]
        values[target + 2] = Float(bytes[line + column + 2]) * scale - offsets[2]
        target += 3
      }
    }
    if generator.uniform(at: 8, in: 0...1) < erased {
      let length = min(side, Int(erasedSide * Float(side)))
      let (top, left) = (
        generator.integer(at: 9, in: 0...side - length), generator.integer(at: 10, in: 0...side - length)
      )
      for row in top..<top + length {
        let start = 3 * (row * side + left)
        for index in start..<start + 3 * length { values[index] = 0 }
      }
    }
    return values
  }
}
