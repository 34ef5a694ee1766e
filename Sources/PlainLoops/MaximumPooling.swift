import LoopParts

// The largest value of each window, eight channels at a time, and the way back to where it was.

private typealias Numbers = SIMD8<Int32>

/// The window of one output, without what lies in the padding.
private struct PooledWindow {
  /// Where its first cell's first channel is, and how far it is from there to the next cell and the next row of cells.
  let start, cellStep, lineStep: Int
  /// How many cells there are in a row, and how many rows.
  let columns, rows: Int
  /// The first cell's number among all of the window, counted row by row, and how many numbers a row has.
  let firstNumber, numberStep: Int

  @inline(__always)
  init(_ extents: PoolingExtents, _ row: Int, _ column: Int) {
    let (top, left) = (extents.rows.start(of: row), extents.columns.start(of: column))
    let (firstRow, endRow) = extents.rows.cells(from: top)
    let (firstColumn, endColumn) = extents.columns.cells(from: left)
    cellStep = extents.columns.dilation &* extents.channels
    lineStep = extents.rows.dilation &* extents.columns.input &* extents.channels
    start =
      (top &* extents.columns.input &+ left) &* extents.channels &+ firstRow &* lineStep &+ firstColumn &* cellStep
    (columns, rows) = (endColumn &- firstColumn, endRow &- firstRow)
    numberStep = extents.columns.kernel
    firstNumber = firstRow &* numberStep &+ firstColumn
  }

  /// Calls `body` with the place of each cell and its number.
  @inline(__always)
  func forEachCell(_ body: (_ place: Int, _ number: Int) -> Void) {
    var line = start
    var lineNumber = firstNumber
    for _ in 0..<rows {
      var (place, number) = (line, lineNumber)
      for _ in 0..<columns {
        body(place, number)
        place &+= cellStep
        number &+= 1
      }
      line &+= lineStep
      lineNumber &+= numberStep
    }
  }
}

@inline(__always)
private func numbers(_ number: Int) -> Numbers { Numbers(repeating: Int32(truncatingIfNeeded: number)) }

/// The largest values so far of eight channels, and the numbers of their cells.
private struct Largest {
  var values: Lanes
  var cells: Numbers

  @inline(__always)
  mutating func compare(_ others: Lanes, _ number: Int) {
    let wins = others .> values
    values.replace(with: others, where: wins)
    cells.replace(with: numbers(number), where: wins)
  }
}

extension Loops {
  /// The maxima of one picture, and which cell of its window each was, counted row by row; of equal ones the first.
  @inline(never)
  public static func poolMaxima(
    _ extents: PoolingExtents, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>,
    _ winners: UnsafeMutablePointer<Int32>
  ) {
    if extents.isUsual { return poolUsualMaxima(extents, input, output, winners) }
    let channels = extents.channels
    var target = 0
    for row in 0..<extents.rows.output {
      for column in 0..<extents.columns.output {
        let window = PooledWindow(extents, row, column)
        var channel = 0
        while channel &+ 8 <= channels {
          let source = input + (window.start &+ channel)
          var largest = Largest(values: load(source), cells: numbers(window.firstNumber))
          window.forEachCell { place, number in largest.compare(load(input + (place &+ channel)), number) }
          store(largest.values, output + (target &+ channel))
          UnsafeMutableRawPointer(winners + (target &+ channel)).storeBytes(of: largest.cells, as: Numbers.self)
          channel &+= 8
        }
        while channel < channels {
          var largest = input[window.start &+ channel]
          var winner = window.firstNumber
          window.forEachCell { place, number in
            let value = input[place &+ channel]
            if value > largest { (largest, winner) = (value, number) }
          }
          output[target &+ channel] = largest
          winners[target &+ channel] = Int32(truncatingIfNeeded: winner)
          channel &+= 1
        }
        target &+= channels
      }
    }
  }
}

/// The gradient where the cell of a number won, elsewhere 0.
@inline(__always)
private func share(_ gradient: Lanes, _ winners: Numbers, _ number: Int) -> Lanes {
  Lanes().replacing(with: gradient, where: winners .== numbers(number))
}

extension Loops {
  /// Gives each output's gradient of one picture to the cell that won.
  ///
  /// - Parameter adds: whether it is added; otherwise it is put down, with 0 in the other cells of the window, which is only
  ///   right where windows do not overlap.
  @inline(never)
  public static func spreadToWinners(
    _ extents: PoolingExtents, _ winners: UnsafePointer<Int32>, _ gradient: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, adds: Bool
  ) {
    if extents.isUsual && !adds { return spreadToUsualWinners(extents, winners, gradient, target) }
    let channels = extents.channels
    var source = 0
    for row in 0..<extents.rows.output {
      for column in 0..<extents.columns.output {
        let window = PooledWindow(extents, row, column)
        var channel = 0
        while channel &+ 8 <= channels {
          let value = load(gradient + (source &+ channel))
          let winner = UnsafeRawPointer(winners + (source &+ channel)).loadUnaligned(as: Numbers.self)
          window.forEachCell { place, number in
            let cell = target + (place &+ channel)
            let share = share(value, winner, number)
            store(adds ? load(cell) + share : share, cell)
          }
          channel &+= 8
        }
        while channel < channels {
          let winner = Int(winners[source &+ channel])
          let value = gradient[source &+ channel]
          window.forEachCell { place, number in
            let share = number == winner ? value : 0
            target[place &+ channel] = adds ? target[place &+ channel] + share : share
          }
          channel &+= 1
        }
        source &+= channels
      }
    }
  }
}

// MARK: The usual windows

extension PoolingExtents {
  /// Whether the windows are 2 × 2, all of their cells in the input, and the channels whole registers: what most networks
  /// pool by.
  fileprivate var isUsual: Bool {
    func isUsual(_ axis: Axis) -> Bool {
      axis.kernel == 2 && axis.dilation == 1 && axis.padding == 0
        && (axis.output &- 1) &* axis.stride &+ 2 <= axis.input
    }
    return isUsual(rows) && isUsual(columns) && channels & 7 == 0
  }
}

@inline(__always)
private func poolUsualMaxima(
  _ extents: PoolingExtents, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>,
  _ winners: UnsafeMutablePointer<Int32>
) {
  let channels = extents.channels
  let lineStep = extents.columns.input &* channels
  var (target, targetWinners) = (output, winners)
  for row in 0..<extents.rows.output {
    var window = input + row &* extents.rows.stride &* lineStep
    for _ in 0..<extents.columns.output {
      var channel = 0
      while channel < channels {
        let cell = window + channel
        var largest = Largest(values: load(cell), cells: numbers(0))
        largest.compare(load(cell + channels), 1)
        largest.compare(load(cell + lineStep), 2)
        largest.compare(load(cell + (lineStep &+ channels)), 3)
        store(largest.values, target)
        UnsafeMutableRawPointer(targetWinners).storeBytes(of: largest.cells, as: Numbers.self)
        channel &+= 8
        target += 8
        targetWinners += 8
      }
      window += extents.columns.stride &* channels
    }
  }
}

@inline(__always)
private func spreadToUsualWinners(
  _ extents: PoolingExtents, _ winners: UnsafePointer<Int32>, _ gradient: UnsafePointer<Float>,
  _ target: UnsafeMutablePointer<Float>
) {
  let channels = extents.channels
  let lineStep = extents.columns.input &* channels
  var (source, sourceWinners) = (gradient, winners)
  for row in 0..<extents.rows.output {
    var window = target + row &* extents.rows.stride &* lineStep
    for _ in 0..<extents.columns.output {
      var channel = 0
      while channel < channels {
        let cell = window + channel
        let value = load(source)
        let winner = UnsafeRawPointer(sourceWinners).loadUnaligned(as: Numbers.self)
        store(share(value, winner, 0), cell)
        store(share(value, winner, 1), cell + channels)
        store(share(value, winner, 2), cell + lineStep)
        store(share(value, winner, 3), cell + (lineStep &+ channels))
        channel &+= 8
        source += 8
        sourceWinners += 8
      }
      window += extents.columns.stride &* channels
    }
  }
}
