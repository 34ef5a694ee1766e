import LoopParts

// Winograd's convolution (A. Lavin, S. Gray: Fast algorithms for convolutional neural networks, 2016): a tile of m × m
// outputs of an r × r kernel needs n × n products for each channel and filter, n = m + r − 1, instead of m²·r², when input
// and weights are taken by their values at n points, as polynomials are multiplied. F(2, 3) has the points 0, ±1 and ∞;
// F(4, 3) and F(2, 5) have 0, ±1, ±2 and ∞.
//
//   input     channels last, not padded: tiles that hang over the border are copied with zeros around them first
//   values    [point][tile][channel], so that each point's products over all tiles are one matrix product
//
// What is done here is additions, a small part of the work; the products are summed by the direct convolution's loop.

@inline(__always) private var lanes: Int { Register.scalarCount }

@inline(__always)
private func take(_ source: UnsafePointer<Float>) -> Register { load(source, as: Register.self) }

extension Loops {
  /// Puts the values at all points of the tiles `first`..<`end` in place.
  ///
  /// - Parameters:
  ///   - points: along each axis, n: 4 or 6.
  ///   - tileOutputs: along each axis, m.
  ///   - top: how many rows of zeros there are above the input.
  ///   - left: how many columns of zeros there are before it.
  ///   - channels: a multiple of 8, at least 16.
  ///   - values: room for n² · `tilesInChunk` · `channels` values, of which the tiles start at number `firstInChunk`.
  ///   - room: for n² · (`channels` + 16) values.
  @inline(never)
  public static func transformTiles(
    _ input: UnsafePointer<Float>, height: Int, width: Int, channels: Int, points: Int, tileOutputs: Int,
    tileColumns: Int, top: Int, left: Int, first: Int, end: Int, firstInChunk: Int, tilesInChunk: Int,
    _ values: UnsafeMutablePointer<Float>, room: UnsafeMutablePointer<Float>
  ) {
    let patch = room + points &* points &* lanes
    let pointStep = tilesInChunk &* channels
    for tile in first..<end {
      let tileRow = tile / tileColumns
      let row = tileRow &* tileOutputs &- top
      let column = (tile &- tileRow &* tileColumns) &* tileOutputs &- left
      var source = input + (row &* width &+ column) &* channels
      var rowStep = width &* channels
      if row < 0 || column < 0 || row &+ points > height || column &+ points > width {
        copyPatch(input, height, width, channels, row, column, points, patch)
        source = UnsafePointer(patch)
        rowStep = points &* channels
      }
      let target = values + (tile &- firstInChunk) &* channels
      var channel = 0
      while channel < channels {
        // The last register may begin among values that are done already.
        let start = min(channel, channels &- lanes)
        if points == 6 {
          transform6(source + start, rowStep, channels, target + start, pointStep, room)
        } else {
          transform4(source + start, rowStep, channels, target + start, pointStep, room)
        }
        channel &+= lanes
      }
    }
  }
}

/// What a tile sees, with zeros where there is no input.
@inline(never)
private func copyPatch(
  _ input: UnsafePointer<Float>, _ height: Int, _ width: Int, _ channels: Int, _ firstRow: Int, _ firstColumn: Int,
  _ points: Int, _ patch: UnsafeMutablePointer<Float>
) {
  var target = patch
  for row in firstRow..<firstRow &+ points {
    for column in firstColumn..<firstColumn &+ points {
      let isInside = row >= 0 && row < height && column >= 0 && column < width
      let source = input + (isInside ? (row &* width &+ column) &* channels : 0)
      var channel = 0
      while channel < channels {
        let start = min(channel, channels &- lanes)
        store(isInside ? take(source + start) : Register(), target + start)
        channel &+= lanes
      }
      target += channels
    }
  }
}

/// At the points 0, 1, −1 and ∞.
@inline(__always)
private func atPoints(_ a: Register, _ b: Register, _ c: Register, _ d: Register) -> (
  Register, Register, Register, Register
) {
  (a - c, b + c, c - b, b - d)
}

/// At the points 0, 1, −1, 2, −2 and ∞.
@inline(__always)
private func atPoints(
  _ a: Register, _ b: Register, _ c: Register, _ d: Register, _ e: Register, _ f: Register
) -> (Register, Register, Register, Register, Register, Register) {
  let even1 = e - 4 * c
  let odd1 = d - 4 * b
  let even2 = e - c
  let odd2 = 2 * (d - b)
  return (4 * a - 5 * c + e, even1 + odd1, even1 - odd1, even2 + odd2, even2 - odd2, 4 * b - 5 * d + f)
}

@inline(__always)
private func transform4(
  _ source: UnsafePointer<Float>, _ rowStep: Int, _ step: Int, _ target: UnsafeMutablePointer<Float>, _ pointStep: Int,
  _ room: UnsafeMutablePointer<Float>
) {
  var column = 0
  while column < 4 {
    let cell = source + column &* step
    let results = atPoints(
      take(cell), take(cell + rowStep), take(cell + 2 &* rowStep), take(cell + 3 &* rowStep))
    let place = room + column &* lanes
    store(results.0, place)
    store(results.1, place + 4 &* lanes)
    store(results.2, place + 8 &* lanes)
    store(results.3, place + 12 &* lanes)
    column &+= 1
  }
  var row = 0
  while row < 4 {
    let place = room + row &* 4 &* lanes
    let results = atPoints(take(place), take(place + lanes), take(place + 2 &* lanes), take(place + 3 &* lanes))
    let point = target + 4 &* row &* pointStep
    store(results.0, point)
    store(results.1, point + pointStep)
    store(results.2, point + 2 &* pointStep)
    store(results.3, point + 3 &* pointStep)
    row &+= 1
  }
}

@inline(__always)
private func transform6(
  _ source: UnsafePointer<Float>, _ rowStep: Int, _ step: Int, _ target: UnsafeMutablePointer<Float>, _ pointStep: Int,
  _ room: UnsafeMutablePointer<Float>
) {
  var column = 0
  while column < 6 {
    let cell = source + column &* step
    let results = atPoints(
      take(cell), take(cell + rowStep), take(cell + 2 &* rowStep), take(cell + 3 &* rowStep),
      take(cell + 4 &* rowStep), take(cell + 5 &* rowStep))
    let place = room + column &* lanes
    store(results.0, place)
    store(results.1, place + 6 &* lanes)
    store(results.2, place + 12 &* lanes)
    store(results.3, place + 18 &* lanes)
    store(results.4, place + 24 &* lanes)
    store(results.5, place + 30 &* lanes)
    column &+= 1
  }
  var row = 0
  while row < 6 {
    let place = room + row &* 6 &* lanes
    let results = atPoints(
      take(place), take(place + lanes), take(place + 2 &* lanes), take(place + 3 &* lanes), take(place + 4 &* lanes),
      take(place + 5 &* lanes))
    let point = target + 6 &* row &* pointStep
    store(results.0, point)
    store(results.1, point + pointStep)
    store(results.2, point + 2 &* pointStep)
    store(results.3, point + 3 &* pointStep)
    store(results.4, point + 4 &* pointStep)
    store(results.5, point + 5 &* pointStep)
    row &+= 1
  }
}

// MARK: Back to outputs

extension Loops {
  /// The outputs of the tiles `first`..<`end`, from the sums of products at all points; what lies past the end of the map is
  /// left away.
  ///
  /// - Parameters:
  ///   - sums: n² · `tilesInChunk` · `filters`, of which the tiles start at number `firstInChunk`.
  ///   - filters: a multiple of 16.
  ///   - room: for n² · 16 values.
  @inline(never)
  public static func gatherTiles(
    _ sums: UnsafePointer<Float>, filters: Int, points: Int, tileOutputs: Int, tileColumns: Int, first: Int, end: Int,
    firstInChunk: Int, tilesInChunk: Int, biases: UnsafePointer<Float>, isRectified: Bool, height: Int, width: Int,
    _ output: UnsafeMutablePointer<Float>, room: UnsafeMutablePointer<Float>
  ) {
    let pointStep = tilesInChunk &* filters
    let floors = Register(repeating: isRectified ? 0 : -.infinity)
    for tile in first..<end {
      let tileRow = tile / tileColumns
      let row = tileRow &* tileOutputs
      let column = (tile &- tileRow &* tileColumns) &* tileOutputs
      let rows = min(tileOutputs, height &- row)
      let columns = min(tileOutputs, width &- column)
      let source = sums + (tile &- firstInChunk) &* filters
      let target = output + (row &* width &+ column) &* filters
      let rowStep = width &* filters
      var filter = 0
      while filter < filters {
        let bias = take(biases + filter)
        if points == 4 {
          gather2of4(source + filter, pointStep, target + filter, rowStep, filters, rows, columns, bias, floors, room)
        } else if tileOutputs == 2 {
          gather2of6(source + filter, pointStep, target + filter, rowStep, filters, rows, columns, bias, floors, room)
        } else {
          gather4of6(source + filter, pointStep, target + filter, rowStep, filters, rows, columns, bias, floors, room)
        }
        filter &+= lanes
      }
    }
  }
}

@inline(__always)
private func outputs2(_ a: Register, _ b: Register, _ c: Register, _ d: Register) -> (Register, Register) {
  (a + b + c, b - c - d)
}

@inline(__always)
private func outputs2(_ a: Register, _ b: Register, _ c: Register, _ d: Register, _ e: Register, _ f: Register) -> (
  Register, Register
) {
  (a + (b + c) + (d + e), (b - c) + 2 * (d - e) + f)
}

@inline(__always)
private func outputs4(
  _ a: Register, _ b: Register, _ c: Register, _ d: Register, _ e: Register, _ f: Register
) -> (Register, Register, Register, Register) {
  let (sum1, difference1, sum2, difference2) = (b + c, b - c, d + e, d - e)
  return (a + sum1 + sum2, difference1 + 2 * difference2, sum1 + 4 * sum2, difference1 + 8 * difference2 + f)
}

@inline(__always)
private func gather2of4(
  _ source: UnsafePointer<Float>, _ pointStep: Int, _ target: UnsafeMutablePointer<Float>, _ rowStep: Int, _ step: Int,
  _ rows: Int, _ columns: Int, _ bias: Register, _ floors: Register, _ room: UnsafeMutablePointer<Float>
) {
  var column = 0
  while column < 4 {
    let point = source + column &* pointStep
    let results = outputs2(
      take(point), take(point + 4 &* pointStep), take(point + 8 &* pointStep), take(point + 12 &* pointStep))
    store(results.0, room + column &* lanes)
    store(results.1, room + ((column &+ 4) &* lanes))
    column &+= 1
  }
  var row = 0
  while row < rows {
    let place = room + row &* 4 &* lanes
    let results = outputs2(take(place), take(place + lanes), take(place + 2 &* lanes), take(place + 3 &* lanes))
    let cell = target + row &* rowStep
    store(larger(results.0 + bias, floors), cell)
    if columns > 1 { store(larger(results.1 + bias, floors), cell + step) }
    row &+= 1
  }
}

@inline(__always)
private func gather2of6(
  _ source: UnsafePointer<Float>, _ pointStep: Int, _ target: UnsafeMutablePointer<Float>, _ rowStep: Int, _ step: Int,
  _ rows: Int, _ columns: Int, _ bias: Register, _ floors: Register, _ room: UnsafeMutablePointer<Float>
) {
  var column = 0
  while column < 6 {
    let point = source + column &* pointStep
    let results = outputs2(
      take(point), take(point + 6 &* pointStep), take(point + 12 &* pointStep), take(point + 18 &* pointStep),
      take(point + 24 &* pointStep), take(point + 30 &* pointStep))
    store(results.0, room + column &* lanes)
    store(results.1, room + ((column &+ 6) &* lanes))
    column &+= 1
  }
  var row = 0
  while row < rows {
    let place = room + row &* 6 &* lanes
    let results = outputs2(
      take(place), take(place + lanes), take(place + 2 &* lanes), take(place + 3 &* lanes), take(place + 4 &* lanes),
      take(place + 5 &* lanes))
    let cell = target + row &* rowStep
    store(larger(results.0 + bias, floors), cell)
    if columns > 1 { store(larger(results.1 + bias, floors), cell + step) }
    row &+= 1
  }
}

@inline(__always)
private func gather4of6(
  _ source: UnsafePointer<Float>, _ pointStep: Int, _ target: UnsafeMutablePointer<Float>, _ rowStep: Int, _ step: Int,
  _ rows: Int, _ columns: Int, _ bias: Register, _ floors: Register, _ room: UnsafeMutablePointer<Float>
) {
  var column = 0
  while column < 6 {
    let point = source + column &* pointStep
    let results = outputs4(
      take(point), take(point + 6 &* pointStep), take(point + 12 &* pointStep), take(point + 18 &* pointStep),
      take(point + 24 &* pointStep), take(point + 30 &* pointStep))
    let place = room + column &* lanes
    store(results.0, place)
    store(results.1, place + 6 &* lanes)
    store(results.2, place + 12 &* lanes)
    store(results.3, place + 18 &* lanes)
    column &+= 1
  }
  var row = 0
  while row < rows {
    let place = room + row &* 6 &* lanes
    let results = outputs4(
      take(place), take(place + lanes), take(place + 2 &* lanes), take(place + 3 &* lanes), take(place + 4 &* lanes),
      take(place + 5 &* lanes))
    let cell = target + row &* rowStep
    store(larger(results.0 + bias, floors), cell)
    if columns > 1 { store(larger(results.1 + bias, floors), cell + step) }
    if columns > 2 { store(larger(results.2 + bias, floors), cell + 2 &* step) }
    if columns > 3 { store(larger(results.3 + bias, floors), cell + 3 &* step) }
    row &+= 1
  }
}
