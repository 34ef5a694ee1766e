public import ConvolutionEngine

/// A small scene of three kinds of region whose kind is known at every pixel: sky above a hilly horizon, land beneath it,
/// and lakes in the land. Painted from a seed, the same on every machine.
public struct RegionScene: Hashable, Sendable {
  /// What a pixel can be.
  public enum Kind: Int, Hashable, Sendable, CaseIterable {
    case land, water, sky

    /// How bright it is without noise, a step apart; water lies between the others, so that the border of sky and land,
    /// on the average, looks like water.
    public var brightness: Float { Float(rawValue - 1) }
  }

  /// How many pixels a side has.
  public static let side = 24

  /// What each pixel is, row after row.
  public let kinds: [Kind]

  /// The scene of a seed.
  public init(seed: UInt64) {
    let generator = SeededGenerator(seed: seed).stream(Purpose.forms.rawValue)
    let side = Float(Self.side)
    var draws = 0
    func number(_ range: ClosedRange<Float>) -> Float {
      defer { draws += 1 }
      return generator.uniform(at: draws, in: range)
    }
    // The horizon runs through a few heights, straight between them.
    let heights = (0..<4).map { _ in number(0.2 * side...0.6 * side) }
    let horizon = (0..<Self.side).map { column -> Float in
      let place = Float(column) / (side - 1) * Float(heights.count - 1)
      let index = min(Int(place), heights.count - 2)
      return heights[index] + (place - Float(index)) * (heights[index + 1] - heights[index])
    }
    let lakes = (0..<generator.stream(1).integer(at: 0, in: 1...3)).map { _ in
      (
        row: number(0.55 * side...0.95 * side), column: number(0.1 * side...0.9 * side),
        height: number(0.1 * side...0.2 * side), width: number(0.12 * side...0.32 * side)
      )
    }
    var kinds: [Kind] = []
    for row in 0..<Self.side {
      for column in 0..<Self.side {
        let isLake = lakes.contains { lake in
          let (down, along) = ((Float(row) - lake.row) / lake.height, (Float(column) - lake.column) / lake.width)
          return down * down + along * along < 1
        }
        kinds.append(Float(row) < horizon[column] ? .sky : isLake ? .water : .land)
      }
    }
    self.kinds = kinds
  }

  /// The scene as a camera with noise sees it: one channel.
  ///
  /// - Parameters:
  ///   - noise: its standard deviation, where the kinds' brightnesses are 1 apart.
  ///   - seed: other noise.
  public func picture(noise: Float, seed: UInt64) -> Tensor {
    let generator = SeededGenerator(seed: seed).stream(Purpose.noise.rawValue)
    return Tensor(
      Shape(height: Self.side, width: Self.side),
      values: kinds.enumerated().map { $1.brightness + noise * generator.normal(at: $0) })
  }

  /// The part of the pixels, 0...1, that are what a labelling says.
  public func agreement(with labels: [Kind]) -> Double {
    Double(zip(kinds, labels).count { $0 == $1 }) / Double(kinds.count)
  }

  private enum Purpose: Int {
    case forms, noise
  }
}
