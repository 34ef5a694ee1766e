#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A picture turned, stretched, slanted or shifted about its middle: every pixel that comes out is taken from one place of
/// the input, between pixels mixed from the four around it (bilinear). Nothing comes from outside.
public struct AffineMove: Hashable, Sendable {
  private let rowFromRow, rowFromColumn, columnFromRow, columnFromColumn: Float
  private let rowShift, columnShift: Float

  /// A move.
  ///
  /// - Parameters:
  ///   - turn: against the clock, in radians.
  ///   - scale: how many times as large along rows and columns, above 0.
  ///   - slant: by how many columns a row is shifted against the one above it.
  ///   - shift: by how many rows and columns the place lies further that a pixel is taken from.
  public init(
    turn: Float = 0, scale: (rows: Float, columns: Float) = (1, 1), slant: Float = 0,
    shift: (rows: Float, columns: Float) = (0, 0)
  ) {
    self.init(cosine: cos(turn), sine: sin(turn), scale: scale, slant: slant, shift: shift)
  }

  /// A turn against the clock. Quarter turns of a square put every pixel just into another place.
  public init(degrees: Double) {
    // The sine of half of π just misses a whole number.
    func tidied(_ value: Double) -> Float {
      abs(value - value.rounded()) < 1e-12 ? Float(value.rounded()) : Float(value)
    }
    let angle = degrees * .pi / 180
    self.init(cosine: tidied(cos(angle)), sine: tidied(sin(angle)), scale: (1, 1), slant: 0, shift: (0, 0))
  }

  private init(
    cosine: Float, sine: Float, scale: (rows: Float, columns: Float), slant: Float,
    shift: (rows: Float, columns: Float)
  ) {
    rowFromRow = cosine / scale.rows
    rowFromColumn = sine / scale.rows
    columnFromRow = -sine / scale.columns + slant
    columnFromColumn = cosine / scale.columns
    rowShift = shift.rows
    columnShift = shift.columns
  }

  /// The moved picture, of the same shape.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let channels = input.shape.channels
    var moved = [Float](repeating: 0, count: input.values.count)
    forEachPlace(input.shape) { target, corners, below, beside in
      for channel in 0..<channels {
        func value(_ corner: Int?) -> Float { corner.map { input.values[$0 * channels + channel] } ?? 0 }
        moved[target * channels + channel] =
          (1 - below) * ((1 - beside) * value(corners.0) + beside * value(corners.1))
          + below * ((1 - beside) * value(corners.2) + beside * value(corners.3))
      }
    }
    return Tensor(input.shape, values: moved)
  }

  /// Goes through all places: the four around the one that each is taken from, `nil` outside, and how far it lies below and
  /// beside the first.
  private func forEachPlace(
    _ shape: Shape,
    _ body: (_ target: Int, _ corners: (Int?, Int?, Int?, Int?), _ below: Float, _ beside: Float) -> Void
  ) {
    let (height, width) = (shape.height, shape.width)
    let middle = (row: Float(height - 1) / 2, column: Float(width - 1) / 2)
    func place(_ row: Int, _ column: Int) -> Int? {
      row >= 0 && row < height && column >= 0 && column < width ? row * width + column : nil
    }
    for row in 0..<height {
      for column in 0..<width {
        let down = Float(row) - middle.row
        let right = Float(column) - middle.column
        let sourceRow = middle.row + rowFromRow * down + rowFromColumn * right + rowShift
        let sourceColumn = middle.column + columnFromRow * down + columnFromColumn * right + columnShift
        let top = Int(sourceRow.rounded(.down))
        let left = Int(sourceColumn.rounded(.down))
        body(
          row * width + column,
          (place(top, left), place(top, left + 1), place(top + 1, left), place(top + 1, left + 1)),
          sourceRow - Float(top), sourceColumn - Float(left))
      }
    }
  }

  // MARK: Backward

  /// The gradient of the input, from that of the output: each value goes back to the four places that it was mixed from.
  public func gradient(_ outputGradient: Tensor) -> Tensor {
    let channels = outputGradient.shape.channels
    var gradient = [Float](repeating: 0, count: outputGradient.values.count)
    forEachPlace(outputGradient.shape) { target, corners, below, beside in
      for channel in 0..<channels {
        let value = outputGradient.values[target * channels + channel]
        func add(_ corner: Int?, _ weight: Float) {
          if let corner { gradient[corner * channels + channel] += weight * value }
        }
        add(corners.0, (1 - below) * (1 - beside))
        add(corners.1, (1 - below) * beside)
        add(corners.2, below * (1 - beside))
        add(corners.3, below * beside)
      }
    }
    return Tensor(outputGradient.shape, values: gradient)
  }
}
