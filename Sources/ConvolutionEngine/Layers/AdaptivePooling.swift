/// The mean of each of a fixed number of regions, however large the input: what lets one classifier take pictures of
/// different sizes.
public struct AdaptiveAveragePooling: Hashable, Sendable {
  /// How many rows come out.
  public let height: Int
  /// How many columns come out.
  public let width: Int

  /// A pooling to `height` × `width` regions (`AdaptiveGeometry` says which).
  public init(height: Int, width: Int) {
    precondition(height > 0 && width > 0, "at least one region is pooled")
    self.height = height
    self.width = width
  }

  /// Global pooling: a single region, the whole input.
  public static let global = AdaptiveAveragePooling(height: 1, width: 1)

  /// The pooled input.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    let places = PooledPlaces(input.shape, height: height, width: width)
    return places.sums(of: input, weights: weights(places))
  }

  private func weights(_ places: PooledPlaces) -> (_ row: Int, _ column: Int) -> [Float] {
    { row, column in
      let count = places.rows[row].count * places.columns[column].count
      return [Float](repeating: 1 / Float(count), count: count)
    }
  }

  // MARK: Backward

  /// The gradient of the input, from that of the output: each value is shared out evenly among the cells of its region.
  ///
  /// - Parameter shape: the input's, all that the forward pass must remember.
  public func gradient(_ outputGradient: Tensor, input shape: Shape) -> Tensor {
    let places = PooledPlaces(shape, height: height, width: width)
    return places.spread(outputGradient, weights: weights(places))
  }
}

/// The largest value of each of a fixed number of regions, however large the input.
public struct AdaptiveMaxPooling: Hashable, Sendable {
  /// How many rows come out.
  public let height: Int
  /// How many columns come out.
  public let width: Int

  /// A pooling to `height` × `width` regions (`AdaptiveGeometry` says which).
  public init(height: Int, width: Int) {
    precondition(height > 0 && width > 0, "at least one region is pooled")
    self.height = height
    self.width = width
  }

  /// Global pooling: a single region, the whole input.
  public static let global = AdaptiveMaxPooling(height: 1, width: 1)

  /// The pooled input.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    PooledPlaces(input.shape, height: height, width: width).maxima(of: input)
  }

  /// The pooled input, and which cell won in each region: the way back for the gradient.
  public func withSwitches(_ input: Tensor) -> (output: Tensor, switches: MaxPooling.Switches) {
    PooledPlaces(input.shape, height: height, width: width).maximaWithSwitches(of: input)
  }
}
