public import ConvolutionEngine

/// Digits as other hands and other pens would have written them, and as they look on a coarse grid: what makes a network
/// that learned from MNIST read digits that are drawn with a mouse.
///
/// P. Y. Simard, D. Steinkraus, J. C. Platt: Best practices for convolutional neural networks, 2003, section 2.
public struct DigitVariation: Hashable, Sendable {
  /// The farthest shift along each axis, in pixels.
  public let shift: Float
  /// The farthest turn to either side, in degrees.
  public let turn: Float
  /// The most by which each axis grows or shrinks, as a part of 1.
  public let scale: Float
  /// The farthest slant, in columns a row.
  public let slant: Float
  /// The part of the digits whose strokes become thicker.
  public let thickened: Float
  /// The part of the digits whose strokes become thinner.
  public let thinned: Float
  /// The part of the digits that come on a grid of half as many rows and columns, ink or paper.
  public let coarse: Float
  /// The part of the digits whose pixels become ink or paper.
  public let hard: Float

  /// A variation; of the parts, thickened and thinned are at most 1 together, coarse and hard as well.
  public init(
    shift: Float = 3, turn: Float = 15, scale: Float = 0.2, slant: Float = 0.15, thickened: Float = 0.25,
    thinned: Float = 0.2, coarse: Float = 0.2, hard: Float = 0.2
  ) {
    self.shift = shift
    self.turn = turn
    self.scale = scale
    self.slant = slant
    self.thickened = thickened
    self.thinned = thinned
    self.coarse = coarse
    self.hard = hard
  }

  /// A picture of one channel, paper 0 and ink up to 1, varied as the generator says.
  public func callAsFunction(_ picture: Tensor, _ generator: SeededGenerator) -> Tensor {
    func draw(_ index: Int, within bound: Float) -> Float { generator.uniform(at: index, in: -bound...bound) }
    let moved = AffineMove(
      turn: draw(0, within: turn) * .pi / 180, scale: (1 + draw(1, within: scale), 1 + draw(2, within: scale)),
      slant: draw(3, within: slant), shift: (draw(4, within: shift), draw(5, within: shift))
    )(picture)

    let pen = generator.uniform(at: 6, in: 0...1)
    let amount = generator.uniform(at: 7, in: 0...1)
    var drawn = moved
    if pen < thickened {
      drawn = moved.mixed(amount, with: moved.extremes(max))
    } else if pen < thickened + thinned {
      // The thinnest strokes would vanish altogether.
      drawn = moved.mixed(0.7 * amount, with: moved.extremes(min))
    }

    let grid = generator.uniform(at: 8, in: 0...1)
    let threshold = generator.uniform(at: 9, in: 0.25...0.55)
    if grid < coarse { return drawn.coarse(threshold: threshold) }
    return grid < coarse + hard ? drawn.hard(threshold: threshold) : drawn
  }
}

extension Tensor {
  /// The largest or the smallest of each pixel and the eight around it: thicker or thinner strokes.
  fileprivate func extremes(_ choose: (Float, Float) -> Float) -> Tensor {
    /// Along one axis; the neighbours lie `step` apart, `count` pixels in all.
    func along(_ values: [Float], step: Int, count: Int, lines: [Int]) -> [Float] {
      var result = values
      for line in lines {
        for index in 0..<count {
          let place = line + index * step
          if index > 0 { result[place] = choose(result[place], values[place - step]) }
          if index < count - 1 { result[place] = choose(result[place], values[place + step]) }
        }
      }
      return result
    }
    let (height, width) = (shape.height, shape.width)
    let rows = along(values, step: 1, count: width, lines: (0..<height).map { $0 * width })
    return Tensor(shape, values: along(rows, step: width, count: height, lines: Array(0..<width)))
  }

  /// A part of the way to another picture.
  fileprivate func mixed(_ part: Float, with other: Tensor) -> Tensor {
    Tensor(shape, values: zip(values, other.values).map { $0 + part * ($1 - $0) })
  }

  /// Every pixel either ink, 1, or paper.
  fileprivate func hard(threshold: Float) -> Tensor {
    Tensor(shape, values: values.map { $0 > threshold ? 1 : 0 })
  }

  /// As on a grid of half as many rows and columns, every cell of which is either ink, 1, or paper.
  func coarse(threshold: Float) -> Tensor {
    var result = values
    for row in stride(from: 0, to: shape.height, by: 2) {
      for column in stride(from: 0, to: shape.width, by: 2) {
        let cell = [row, row + 1].filter { $0 < shape.height }.flatMap { row in
          [column, column + 1].filter { $0 < shape.width }.map { row * shape.width + $0 }
        }
        let mean = cell.reduce(0) { $0 + values[$1] } / Float(cell.count)
        for index in cell { result[index] = mean > threshold ? 1 : 0 }
      }
    }
    return Tensor(shape, values: result)
  }
}
