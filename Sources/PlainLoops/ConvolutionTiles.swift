import CProcessor
import LoopParts

// Direct convolution: 16 filters at a time visit 6 outputs at a time, or 12 where registers are wide.
//
//   input     padded, channels last: the taps of one filter row lie together, so nothing is laid out anew at any stride
//   weights   [block of 16 filters][tap][16]: what one tap does to 16 filters is one wide register, or two of 8
//   sums      6 outputs × 16 filters = 12 registers of 8, which stay where they are from the first tap to the last;
//             with 2 registers of weights and 1 of input that is as many as AVX2 has (16, less one). AVX-512 has twice as
//             many of twice the size: there two tiles of 6 outputs go together, for six sums are too few to hide the time
//             that one takes
//
// Each tap is 8 loads for 12 multiply-adds of 8, or 13 for 12 of 16, so that the multipliers are what it waits for. A
// block's weights are gone through in parts that stay in the second cache while all tiles of outputs take their turn;
// between two parts the sums rest in the output. Meanwhile the part that follows is fetched from memory, a line of it now
// and then: coming all at once it would be waited for. In which order an output's products are summed follows from the
// extents alone: however outputs are shared out among threads, and however wide the registers, the same bits come out.

/// How many taps of 16 weights are visited at a time: 64 KB of them.
private let tapsAtATime = 1024

extension Loops {
  /// The sums of one block of filters at the tiles `firstTile`..<`endTile`, six outputs each.
  ///
  /// - Parameters:
  ///   - input: the padded input, at the first channel that the block's filters see.
  ///   - weights: those of the block, `taps · 16`.
  ///   - biases: those of the block, 16.
  ///   - output: where the block's first filter's first output belongs.
  ///   - filters: how many filters of the block there are, 1...16; no more are stored.
  ///   - isRectified: whether negative results become 0.
  @inline(never)
  public static func convolveTiles(
    _ extents: ConvolutionExtents, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ biases: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, filters: Int, isRectified: Bool,
    firstTile: Int, endTile: Int
  ) {
    let allRuns = extents.rows &* extents.runs
    // Whole runs at a time where they are short, parts of a run where they are long.
    let runsAtATime = max(1, tapsAtATime / extents.runLength)
    let lengthAtATime = min(extents.runLength, tapsAtATime)
    let block = Block(extents: extents, input: input, biases: biases, output: output, isRectified: isRectified)
    var run = 0
    while run < allRuns {
      let runs = min(runsAtATime, allRuns &- run)
      var start = 0
      while start < extents.runLength {
        let length = min(lengthAtATime, extents.runLength &- start)
        let part = Part(
          run: run, runs: runs, start: start, length: length,
          weights: weights + (run &* extents.runLength &+ start) &* 16,
          isFirst: run == 0 && start == 0,
          isLast: run &+ runs == allRuns && start &+ length == extents.runLength)
        if filters == 16 {
          block.add(part, firstTile, endTile)
        } else {
          block.addOfFewer(filters, part, firstTile, endTile)
        }
        start &+= length
      }
      run &+= runs
    }
  }
}

/// Some neighbouring taps of a block's filters.
private struct Part {
  /// The first of its runs, counted through all rows.
  let run: Int
  /// How many runs.
  let runs: Int
  /// Where in its runs it starts.
  let start: Int
  /// How many values of each run.
  let length: Int
  /// The weights of its first tap.
  let weights: UnsafePointer<Float>
  /// Whether sums start with it, and
  let isFirst: Bool
  /// whether they are done after it.
  let isLast: Bool
}

// MARK: Tiles

/// Outputs that are visited together: where their windows and results are, and their sums.
private protocol Tile {
  static var count: Int { get }
  /// The next outputs.
  init(_ walk: inout Walk)
  mutating func begin(_ biases: WideLanes)
  mutating func goOn(_ filters: Int)
  /// Adds one tap's products.
  mutating func add(_ weights: WideLanes, _ tap: Int)
  mutating func rectify()
  func finish(_ filters: Int)
}

/// From one output to the next; past the end the last one is computed again, and stored again with the same result.
private struct Walk {
  let block: Block
  private var row, column, left: Int

  @inline(__always)
  init(_ block: Block, from first: Int) {
    self.block = block
    let extents = block.extents
    row = first / extents.outputWidth
    column = first &- row &* extents.outputWidth
    left = extents.outputCount &- first
  }

  @inline(__always)
  mutating func next() -> (input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>) {
    let extents = block.extents
    let place = (
      block.input + (row &* extents.rowStep &+ column &* extents.columnStep),
      block.output + (row &* extents.outputRowStep &+ column &* extents.outputStep)
    )
    left &-= 1
    if left > 0 {
      column &+= 1
      if column == extents.outputWidth {
        column = 0
        row &+= 1
      }
    }
    return place
  }
}

private struct One: Tile {
  private let input: UnsafePointer<Float>
  private let output: UnsafeMutablePointer<Float>
  private var sum = WideLanes()
  static var count: Int { @inline(__always) get { 1 } }
  @inline(__always) init(_ walk: inout Walk) { (input, output) = walk.next() }
  @inline(__always) mutating func begin(_ biases: WideLanes) { sum = biases }
  @inline(__always) mutating func goOn(_ filters: Int) {
    sum = filters == 16 ? load(output, as: WideLanes.self) : loadFewer(output, filters)
  }
  @inline(__always) mutating func add(_ weights: WideLanes, _ tap: Int) {
    Products.multiplyAdd(weights, WideLanes(repeating: input[tap]), &sum)
  }
  @inline(__always) mutating func rectify() { sum = rectified(sum) }
  @inline(__always) func finish(_ filters: Int) {
    if filters == 16 { store(sum, output) } else { storeFewer(sum, output, filters) }
  }
}

private struct Pair<First: Tile, Second: Tile>: Tile {
  private var first: First
  private var second: Second
  static var count: Int { @inline(__always) get { First.count &+ Second.count } }
  @inline(__always) init(_ walk: inout Walk) {
    first = First(&walk)
    second = Second(&walk)
  }
  @inline(__always) mutating func begin(_ biases: WideLanes) {
    first.begin(biases)
    second.begin(biases)
  }
  @inline(__always) mutating func goOn(_ filters: Int) {
    first.goOn(filters)
    second.goOn(filters)
  }
  @inline(__always) mutating func add(_ weights: WideLanes, _ tap: Int) {
    first.add(weights, tap)
    second.add(weights, tap)
  }
  @inline(__always) mutating func rectify() {
    first.rectify()
    second.rectify()
  }
  @inline(__always) func finish(_ filters: Int) {
    first.finish(filters)
    second.finish(filters)
  }
}

private typealias Three = Pair<Pair<One, One>, One>
private typealias Six = Pair<Three, Three>
private typealias Twelve = Pair<Six, Six>

/// The first of 16 filters.
@inline(never)
private func loadFewer(_ source: UnsafeMutablePointer<Float>, _ filters: Int) -> WideLanes {
  var values = WideLanes()
  for filter in 0..<min(filters, 16) { values[filter] = source[filter] }
  return values
}

@inline(never)
private func storeFewer(_ values: WideLanes, _ target: UnsafeMutablePointer<Float>, _ filters: Int) {
  for filter in 0..<min(filters, 16) { target[filter] = values[filter] }
}

// MARK: A part of the taps

/// Sixteen filters, or fewer, on their way through the outputs.
private struct Block {
  let extents: ConvolutionExtents
  let input: UnsafePointer<Float>
  let biases: UnsafePointer<Float>
  let output: UnsafeMutablePointer<Float>
  let isRectified: Bool

  @inline(__always)
  func add(_ part: Part, _ firstTile: Int, _ endTile: Int) {
    var tile = firstTile
    // The weights of one tap are one line of 64 bytes: each visit fetches its share of as many as there are taps.
    let visits = (endTile &- firstTile &+ tilesInVisit &- 1) / tilesInVisit
    let taps = part.runs &* part.length
    let lines = (taps &+ visits &- 1) / visits
    // Some at a time, so that the innermost loop is not left too often.
    let linesAtATime = max(1, min(16, 96 / visits))
    let share = Following(lines: linesAtATime, taps: max(8, visits &* linesAtATime))
    var following = part.weights + taps &* 16
    while tile < endTile {
      let first = tile &* outputsInTile
      let left = extents.outputCount &- first
      // One or two outputs are left over, which there are not enough sums for.
      func areTooFew(_ left: Int) -> Bool { left <= 2 && part.length >= 32 }
      if areTooFew(left) {
        addToOne(part, first)
        if left == 2 { addToOne(part, first &+ 1) }
        tile &+= 1
      } else if tilesInVisit == 2 && tile &+ 2 <= endTile && !areTooFew(left &- outputsInTile) {
        add(part, Twelve.self, first, 16, following, share)
        tile &+= 2
      } else {
        add(part, Six.self, first, 16, following, share)
        tile &+= 1
      }
      following += lines &* 16
    }
  }

  /// The same for a block that is not full.
  @inline(never)
  func addOfFewer(_ filters: Int, _ part: Part, _ firstTile: Int, _ endTile: Int) {
    for tile in firstTile..<endTile {
      add(part, Six.self, tile &* outputsInTile, filters, part.weights, Following(lines: 1, taps: part.length))
    }
  }

  /// How many lines of what follows are fetched at a time, and every how many taps.
  private struct Following {
    let lines, taps: Int
  }

  /// The innermost loop, which fetches its share of what is `following`.
  @inline(__always)
  private func add<Outputs: Tile>(
    _ part: Part, _ outputs: Outputs.Type, _ first: Int, _ filters: Int, _ following: UnsafePointer<Float>,
    _ share: Following
  ) {
    var walk = Walk(self, from: first)
    var tile = Outputs(&walk)
    if part.isFirst { tile.begin(load(biases, as: WideLanes.self)) } else { tile.goOn(filters) }
    var following = following
    var weights = part.weights
    let row = part.run / extents.runs
    var run = part.run &- row &* extents.runs
    var offset = row &* extents.tapRowStep &+ run &* extents.runStep &+ part.start
    for _ in 0..<part.runs {
      var tap = offset
      let end = offset &+ part.length
      while tap < end {
        for _ in 0..<share.lines {
          processor_fetch(following)
          following += 16
        }
        let stop = min(tap &+ share.taps, end)
        while tap < stop {
          tile.add(load(weights, as: WideLanes.self), tap)
          weights += 16
          tap &+= 1
        }
      }
      run &+= 1
      offset &+= extents.runStep
      if run == extents.runs {
        run = 0
        offset &+= extents.tapRowStep &- extents.runs &* extents.runStep
      }
    }
    if part.isLast && isRectified { tile.rectify() }
    tile.finish(filters)
  }

  /// The same for a single output, as one is left over on maps of 7 × 7 or 13 × 13: the sums of every fourth tap, so that
  /// one tap need not wait for the one before.
  @inline(never)
  private func addToOne(_ part: Part, _ index: Int) {
    var walk = Walk(self, from: index)
    let (input, output) = walk.next()
    var sum0 = load(part.isFirst ? biases : UnsafePointer(output), as: WideLanes.self)
    var sum1 = WideLanes(), sum2 = WideLanes(), sum3 = WideLanes()
    var weights = part.weights
    @inline(__always)
    func add(_ value: Float, _ weights: UnsafePointer<Float>, _ sum: inout WideLanes) {
      Products.multiplyAdd(load(weights, as: WideLanes.self), WideLanes(repeating: value), &sum)
    }
    for run in part.run..<part.run &+ part.runs {
      let row = run / extents.runs
      let values = input + (row &* extents.tapRowStep &+ (run &- row &* extents.runs) &* extents.runStep &+ part.start)
      var tap = 0
      while tap &+ 4 <= part.length {
        add(values[tap], weights, &sum0)
        add(values[tap &+ 1], weights + 16, &sum1)
        add(values[tap &+ 2], weights + 32, &sum2)
        add(values[tap &+ 3], weights + 48, &sum3)
        weights += 64
        tap &+= 4
      }
      while tap < part.length {
        add(values[tap], weights, &sum0)
        weights += 16
        tap &+= 1
      }
    }
    let sum = (sum0 + sum1) + (sum2 + sum3)
    store(part.isLast && isRectified ? rectified(sum) : sum, output)
  }
}
