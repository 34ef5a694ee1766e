import ConvolutionEngine

/// A square volume and what max pooling makes of it: which cells an output looks at, which of them won, and who else
/// looks at a cell.
struct PooledVolume: Sendable {
  let volume: Tensor
  let pooled: Tensor
  let switches: MaxPooling.Switches
  /// Along either axis.
  let geometry: WindowGeometry

  /// The volume pooled with a window that fits.
  init(_ volume: Tensor, _ window: Window) {
    self.volume = volume
    geometry = window.over(volume.shape.width)
    (pooled, switches) = MaxPooling(window).withSwitches(volume)
  }

  /// How many outputs a channel has.
  var count: Int { geometry.output * geometry.output }

  /// The row and column of an output.
  func output(_ index: Int) -> GridPlace {
    GridPlace(row: index / geometry.output, column: index % geometry.output)
  }

  /// The cells that an output looks at, row by row.
  func cells(of index: Int) -> [GridPlace] {
    let place = output(index)
    return geometry.inputs(of: place.row).flatMap { row in
      geometry.inputs(of: place.column).map { GridPlace(row: row, column: $0) }
    }
  }

  /// The cell that won at an output.
  func winner(of index: Int, channel: Int = 0) -> GridPlace {
    let place = output(index)
    let winner = switches[place.row, place.column, channel]
    return GridPlace(row: winner.row, column: winner.column)
  }

  /// The outputs that look at a cell.
  func outputs(of cell: GridPlace) -> [Int] {
    geometry.outputs(reachedBy: cell.row).flatMap { row in
      geometry.outputs(reachedBy: cell.column).map { row * geometry.output + $0 }
    }
  }

  /// A value of the volume.
  func value(_ place: GridPlace, channel: Int = 0) -> Float { volume[place.row, place.column, channel] }

  /// The result at an output.
  func result(_ index: Int) -> Float { pooled[output(index).row, output(index).column] }

  /// The outputs whose winner is not the only cell with the largest value: of equals the first one wins, row by row.
  func ties(channel: Int = 0) -> [Int] {
    (0..<count).filter { index in
      let winner = winner(of: index, channel: channel)
      let largest = value(winner, channel: channel)
      return cells(of: index).contains { $0 != winner && value($0, channel: channel) == largest }
    }
  }
}
