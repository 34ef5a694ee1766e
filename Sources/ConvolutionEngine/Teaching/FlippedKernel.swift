/// How far a kernel that slides may hang over the border.
public enum Overlap: Hashable, Sendable {
  /// Not at all: N − F + 1 places.
  case valid
  /// By half its length, so that as many cells come out as go in; the extra cell of an even kernel hangs over the end.
  case same
  /// As long as a single cell still touches: N + F − 1 places.
  case full
}

extension Convolution {
  /// One kernel of one channel that slides as it is: the cross-correlation that libraries call convolution.
  ///
  /// The convolution of mathematics, s(i, j) = Σ I(i − m, j − n) K(m, n), is the same with the kernel flipped:
  /// `Convolution(sliding: kernel.flipped, .full)`.
  public init(sliding kernel: Tensor, _ overlap: Overlap) {
    func window(_ cells: Int) -> Window {
      let padding: Padding =
        switch overlap {
        case .valid: .valid
        case .same: .same(kernel: cells)
        case .full: .full(kernel: cells)
        }
      return Window(cells, padding: padding)
    }
    self.init(
      FilterBank(kernel: kernel), rows: window(kernel.shape.height), columns: window(kernel.shape.width))
  }
}

extension Tensor {
  /// The values back to front along both axes, half a turn of the grid; a signal, of one row, backwards.
  public var flipped: Tensor { flipped(rows: true, columns: true) }

  /// The rows from bottom to top, the columns from right to left, or both; the channels of a place stay together.
  public func flipped(rows: Bool, columns: Bool) -> Tensor {
    var flipped = self
    for row in 0..<shape.height {
      for column in 0..<shape.width {
        for channel in 0..<shape.channels {
          flipped[row, column, channel] =
            self[rows ? shape.height - 1 - row : row, columns ? shape.width - 1 - column : column, channel]
        }
      }
    }
    return flipped
  }
}
