/// The extents of a tensor: how many rows, columns and channels.
///
/// A batch of pictures would be one more extent in front of these; a layer treats the pictures of a batch alike,
/// so everything that is said here about one picture stays true for each of them.
public struct Shape: Hashable, Sendable, CustomStringConvertible {
  /// How many rows; 1 for a signal.
  public let height: Int
  /// How many columns.
  public let width: Int
  /// How many values stand at each place: 3 for a colour picture, one per filter after a convolution.
  public let channels: Int

  /// A shape of at least one row, column and channel.
  public init(height: Int, width: Int, channels: Int = 1) {
    precondition(
      height > 0 && width > 0 && channels > 0, "a shape needs at least one row, one column and one channel")
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// The shape of `count` values in a row of channels, as a dense layer gives them.
  public init(vector count: Int) {
    self.init(height: 1, width: 1, channels: count)
  }

  /// How many values there are.
  public var count: Int { height * width * channels }

  /// "27 × 27 × 256".
  public var description: String { "\(height) × \(width) × \(channels)" }
}
