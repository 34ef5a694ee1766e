import KernelParts

// The largest value of each window, eight channels at a time, and the way back to where it was.

/// The maxima of one picture, and which cell of its window each was, counted row by row; of equal ones the first.
@inline(never)
public func poolMaxima(
  _ extents: PoolingExtents, _ input: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>,
  _ winners: UnsafeMutablePointer<Int32>
) {
  let channels = extents.channels
  var target = 0
  for row in 0..<extents.rows.output {
    let top = extents.rows.start(of: row)
    let (firstRow, endRow) = extents.rows.cells(from: top)
    for column in 0..<extents.columns.output {
      let left = extents.columns.start(of: column)
      let (firstColumn, endColumn) = extents.columns.cells(from: left)
      let window = (top &* extents.columns.input &+ left) &* channels
      let lineStep = extents.rows.dilation &* extents.columns.input &* channels
      let cellStep = extents.columns.dilation &* channels
      let firstCell = window &+ firstRow &* lineStep &+ firstColumn &* cellStep
      let firstNumber = Int32(truncatingIfNeeded: firstRow &* extents.columns.kernel &+ firstColumn)
      var channel = 0
      while channel &+ 8 <= channels {
        var largest = load(input + (firstCell &+ channel))
        var winner = SIMD8<Int32>(repeating: firstNumber)
        for cellRow in firstRow..<endRow {
          var cell = input + (window &+ cellRow &* lineStep &+ firstColumn &* cellStep &+ channel)
          var number = Int32(truncatingIfNeeded: cellRow &* extents.columns.kernel &+ firstColumn)
          for _ in firstColumn..<endColumn {
            let value = load(cell)
            let wins = value .> largest
            largest.replace(with: value, where: wins)
            winner.replace(with: SIMD8<Int32>(repeating: number), where: wins)
            cell += cellStep
            number &+= 1
          }
        }
        store(largest, output + target)
        UnsafeMutableRawPointer(winners + target).storeBytes(of: winner, as: SIMD8<Int32>.self)
        channel &+= 8
        target &+= 8
      }
      while channel < channels {
        var largest = input[firstCell &+ channel]
        var winner = firstNumber
        for cellRow in firstRow..<endRow {
          var cell = window &+ cellRow &* lineStep &+ firstColumn &* cellStep &+ channel
          var number = Int32(truncatingIfNeeded: cellRow &* extents.columns.kernel &+ firstColumn)
          for _ in firstColumn..<endColumn {
            if input[cell] > largest { (largest, winner) = (input[cell], number) }
            cell &+= cellStep
            number &+= 1
          }
        }
        output[target] = largest
        winners[target] = winner
        channel &+= 1
        target &+= 1
      }
    }
  }
}

/// Adds each output's gradient of one picture to the cell that won.
@inline(never)
public func addToWinners(
  _ extents: PoolingExtents, _ winners: UnsafePointer<Int32>, _ gradient: UnsafePointer<Float>,
  _ target: UnsafeMutablePointer<Float>
) {
  let channels = extents.channels
  var source = 0
  for row in 0..<extents.rows.output {
    let top = extents.rows.start(of: row)
    let (firstRow, endRow) = extents.rows.cells(from: top)
    for column in 0..<extents.columns.output {
      let left = extents.columns.start(of: column)
      let (firstColumn, endColumn) = extents.columns.cells(from: left)
      let window = (top &* extents.columns.input &+ left) &* channels
      let lineStep = extents.rows.dilation &* extents.columns.input &* channels
      let cellStep = extents.columns.dilation &* channels
      var channel = 0
      while channel &+ 8 <= channels {
        let value = load(gradient + source)
        let winner = UnsafeRawPointer(winners + source).loadUnaligned(as: SIMD8<Int32>.self)
        for cellRow in firstRow..<endRow {
          var cell = target + (window &+ cellRow &* lineStep &+ firstColumn &* cellStep &+ channel)
          var number = Int32(truncatingIfNeeded: cellRow &* extents.columns.kernel &+ firstColumn)
          for _ in firstColumn..<endColumn {
            let won = winner .== SIMD8<Int32>(repeating: number)
            store(load(cell) + Lanes().replacing(with: value, where: won), cell)
            cell += cellStep
            number &+= 1
          }
        }
        channel &+= 8
        source &+= 8
      }
      while channel < channels {
        let (cellRow, cellColumn) = (
          Int(winners[source]) / extents.columns.kernel, Int(winners[source]) % extents.columns.kernel
        )
        target[window &+ cellRow &* lineStep &+ cellColumn &* cellStep &+ channel] += gradient[source]
        channel &+= 1
        source &+= 1
      }
    }
  }
}
