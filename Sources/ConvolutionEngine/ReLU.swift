/// The detector: negative values become 0.
public struct ReLU: Hashable, Sendable {
  /// There is only one.
  public init() {}

  /// max(0, x) of every value.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    Tensor(input.shape, values: input.values.map { $0 < 0 ? 0 : $0 })
  }
}
