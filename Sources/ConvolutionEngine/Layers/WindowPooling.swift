/// A summary of each window of an input, channel by channel: what the kinds of pooling have in common.
public protocol WindowPooling: Hashable, Sendable {
  /// How the window slides from row to row.
  var rows: Window { get }
  /// How the window slides from column to column.
  var columns: Window { get }

  /// A window that slides differently along the two axes.
  init(rows: Window, columns: Window)
}

extension WindowPooling {
  /// A square window.
  public init(_ window: Window) {
    self.init(rows: window, columns: window)
  }

  /// A window on signals.
  public init(signal window: Window) {
    self.init(rows: Window(1), columns: window)
  }

  /// The shape that comes out for an input.
  ///
  /// - Throws: `GeometryError` when the window does not fit into the input, or sees nothing but padding somewhere.
  public func output(for input: Shape) throws(GeometryError) -> Shape {
    try PooledPlaces.output(for: input, rows, columns)
  }
}
