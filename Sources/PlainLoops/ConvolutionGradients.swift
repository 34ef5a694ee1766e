#if WIDE
  import CProcessor
#endif
import LoopParts

// The way back through a convolution, to its input and to its weights.
//
// Behind a ReLU most gradients are 0, behind a max pooling even more: so those that are not are listed first, and only
// their products are computed. Each is one value times a window: its filter's weights are added to the input's gradient, or
// the input's window to the gradient of its filter's weights. A window is as many lines as the filter has rows (or, where
// it is dilated or grouped, runs); lines are visited in banks of up to twelve registers of sums, which stay where they are
// while all gradients of one output, or of one filter, take their turn.
//
// Weights and their gradients are laid out in whole registers: each line is followed by zeros up to a multiple of eight.
// What a register reads behind its line in the input is multiplied with these zeros, or ends up in their place.

// MARK: Lists

extension Loops {
  /// Lists the gradients of each output that are not 0, by filter.
  ///
  /// - Parameters:
  ///   - gradient: of the first output and filter to list.
  ///   - step: from one output to the next.
  ///   - starts: gets where the list of each output starts, and where the last ends: one more than outputs.
  ///   - list: has room for eight more than all of them.
  @inline(never)
  public static func listGradients(
    _ gradient: UnsafePointer<Float>, outputs: Int, filters: Int, step: Int,
    _ starts: UnsafeMutablePointer<Int32>, _ list: UnsafeMutablePointer<ListedGradient>
  ) {
    var count = 0
    var source = gradient
    for output in 0..<outputs {
      starts[output] = Int32(truncatingIfNeeded: count)
      var filter = 0
      #if WIDE
        while filter &+ 8 <= filters {
          count &+= processor_list_nonzeros(source + filter, UInt32(truncatingIfNeeded: filter), list + count)
          filter &+= 8
        }
      #endif
      while filter < filters {
        let width = min(64, filters &- filter)
        // A bit for each gradient that is not 0: to go from one to the next costs less than to look at each.
        var bits = nonzeroBits(source + filter, width)
        while bits != 0 {
          let place = filter &+ bits.trailingZeroBitCount
          list[count] = ListedGradient(place: place, valueBits: UnsafeRawPointer(source + place).load(as: UInt32.self))
          count &+= 1
          bits &= bits &- 1
        }
        filter &+= width
      }
      source += step
    }
    starts[outputs] = Int32(truncatingIfNeeded: count)
  }
}

@inline(__always)
private func nonzeroBits(_ values: UnsafePointer<Float>, _ count: Int) -> UInt64 {
  var bits: UInt64 = 0
  var index = 0
  while index &+ 8 <= count {
    let isNonzero = unsafeBitCast(load(values + index) .!= Lanes(), to: SIMD8<Int32>.self)
    let weighted = isNonzero & SIMD8<Int32>(1, 2, 4, 8, 16, 32, 64, 128)
    let four = weighted.lowHalf | weighted.highHalf
    let two = four.lowHalf | four.highHalf
    bits |= UInt64(UInt32(bitPattern: two.x | two.y)) &<< UInt64(index)
    index &+= 8
  }
  while index < count {
    if values[index] != 0 { bits |= 1 &<< UInt64(index) }
    index &+= 1
  }
  return bits
}

extension Loops {
  /// Lists the same gradients by filter, with the places of their windows.
  ///
  /// - Parameters:
  ///   - pictures: how many inputs lie one behind the other, `pictureStep` apart.
  ///   - starts: where the lists of outputs start.
  ///   - list: these lists.
  ///   - filterStarts: gets where the list of each filter starts, and where the last ends.
  ///   - filterList: gets these lists; it has room for as many.
  @inline(never)
  public static func sortGradients(
    _ extents: ConvolutionExtents, pictures: Int, pictureStep: Int, filters: Int, _ starts: UnsafePointer<Int32>,
    _ list: UnsafePointer<ListedGradient>, _ filterStarts: UnsafeMutablePointer<Int32>,
    _ filterList: UnsafeMutablePointer<ListedGradient>
  ) {
    let count = Int(starts[pictures &* extents.outputCount])
    for filter in 0...filters { filterStarts[filter] = 0 }
    for index in 0..<count { filterStarts[list[index].place &+ 1] &+= 1 }
    for filter in 0..<filters { filterStarts[filter &+ 1] &+= filterStarts[filter] }
    var index = 0
    var output = 0
    for picture in 0..<pictures {
      var column = 0
      var line = picture &* pictureStep
      var place = line
      for _ in 0..<extents.outputCount {
        let end = Int(starts[output &+ 1])
        while index < end {
          let gradient = list[index]
          let target = filterStarts[gradient.place]
          filterStarts[gradient.place] = target &+ 1
          filterList[Int(target)] = ListedGradient(place: place, valueBits: gradient.valueBits)
          index &+= 1
        }
        output &+= 1
        column &+= 1
        place &+= extents.columnStep
        if column == extents.outputWidth {
          column = 0
          line &+= extents.rowStep
          place = line
        }
      }
    }
    // Every start has moved on to its end, which is the next one's start.
    var start: Int32 = 0
    for filter in 0...filters { (start, filterStarts[filter]) = (filterStarts[filter], start) }
  }
}

// MARK: Banks of sums

/// Some registers of sums, of neighbouring values in one line or in several.
private protocol Bank {
  /// How many lines it spans.
  static var lines: Int { get }
  /// How many values of each line.
  static var width: Int { get }
  /// The values that lie at a place, lines `step` apart.
  init(_ source: UnsafePointer<Float>, _ step: Int)
  mutating func add(_ factor: Float, _ source: UnsafePointer<Float>, _ step: Int)
  func store(_ target: UnsafeMutablePointer<Float>, _ step: Int)
}

private struct One<Values: SIMD>: Bank where Values.Scalar == Float {
  var sum: Values
  static var lines: Int { @inline(__always) get { 1 } }
  static var width: Int { @inline(__always) get { Values.scalarCount } }
  @inline(__always) init(_ source: UnsafePointer<Float>, _ step: Int) { sum = load(source, as: Values.self) }
  @inline(__always) mutating func add(_ factor: Float, _ source: UnsafePointer<Float>, _ step: Int) {
    Products.multiplyAdd(load(source, as: Values.self), Values(repeating: factor), &sum)
  }
  @inline(__always) func store(_ target: UnsafeMutablePointer<Float>, _ step: Int) { LoopParts.store(sum, target) }
}

private struct Beside<Left: Bank, Right: Bank>: Bank {
  var left: Left
  var right: Right
  static var lines: Int { @inline(__always) get { Left.lines } }
  static var width: Int { @inline(__always) get { Left.width &+ Right.width } }
  @inline(__always) init(_ source: UnsafePointer<Float>, _ step: Int) {
    left = Left(source, step)
    right = Right(source + Left.width, step)
  }
  @inline(__always) mutating func add(_ factor: Float, _ source: UnsafePointer<Float>, _ step: Int) {
    left.add(factor, source, step)
    right.add(factor, source + Left.width, step)
  }
  @inline(__always) func store(_ target: UnsafeMutablePointer<Float>, _ step: Int) {
    left.store(target, step)
    right.store(target + Left.width, step)
  }
}

private struct Below<Upper: Bank, Lower: Bank>: Bank {
  var upper: Upper
  var lower: Lower
  static var lines: Int { @inline(__always) get { Upper.lines &+ Lower.lines } }
  static var width: Int { @inline(__always) get { Upper.width } }
  @inline(__always) init(_ source: UnsafePointer<Float>, _ step: Int) {
    upper = Upper(source, step)
    lower = Lower(source + Upper.lines &* step, step)
  }
  @inline(__always) mutating func add(_ factor: Float, _ source: UnsafePointer<Float>, _ step: Int) {
    upper.add(factor, source, step)
    lower.add(factor, source + Upper.lines &* step, step)
  }
  @inline(__always) func store(_ target: UnsafeMutablePointer<Float>, _ step: Int) {
    upper.store(target, step)
    lower.store(target + Upper.lines &* step, step)
  }
}

private typealias Two<Values: SIMD> = Beside<One<Values>, One<Values>> where Values.Scalar == Float
private typealias Three<Values: SIMD> = Beside<Two<Values>, One<Values>> where Values.Scalar == Float
private typealias Four<Values: SIMD> = Beside<Two<Values>, Two<Values>> where Values.Scalar == Float
private typealias Five<Values: SIMD> = Beside<Three<Values>, Two<Values>> where Values.Scalar == Float
private typealias Six<Values: SIMD> = Beside<Three<Values>, Three<Values>> where Values.Scalar == Float

// MARK: To the input

/// What a bank of one of the two ways does.
private protocol Way {
  func visitBank<Sums: Bank>(_ bank: Sums.Type, _ part: LinePart, _ lines: Lines)
}

extension Way {
  /// Visits every value of every line in banks as large as registers allow.
  ///
  /// - Parameter unit: as how many values a register counts for that, 8 or a wide one's 16.
  @inline(__always)
  func visitAll(_ lines: Lines, unit: Int) {
    for block in 0..<lines.blocks {
      var first = 0
      while first < lines.length {
        let left = lines.length &- first
        let unit = min(left, unit)
        let registers = left / unit
        // The last registers of a line are shared out evenly.
        let width = registers >= 12 || registers <= 6 ? min(registers, 12) : (registers &+ 1) / 2
        let values = width &* unit
        var line = 0
        while line < lines.count {
          let part = LinePart(
            input: block &* lines.blockStep &+ line &* lines.step &+ first,
            weights: (block &* lines.count &+ line) &* lines.length &+ first,
            before: (block &* lines.length &+ first) &* lines.count &+ line &* values,
            height: min(lines.count &- line, width <= 4 ? 3 : width <= 6 ? 2 : 1))
          if values % Register.scalarCount == 0 {
            visit(Register.self, values / Register.scalarCount, part, lines)
          } else {
            visit(Lanes.self, values / 8, part, lines)
          }
          line &+= part.height
        }
        first &+= values
      }
    }
  }

  @inline(__always)
  private func visit<Values: SIMD>(_ register: Values.Type, _ width: Int, _ part: LinePart, _ lines: Lines)
  where Values.Scalar == Float {
    switch width {
    case 1: visit(One<Values>.self, part, lines)
    case 2: visit(Two<Values>.self, part, lines)
    case 3: visit(Three<Values>.self, part, lines)
    case 4: visit(Four<Values>.self, part, lines)
    case 5: visitPair(Five<Values>.self, part, lines)
    case 6: visitPair(Six<Values>.self, part, lines)
    default: visitBank(Beside<Six<Values>, Six<Values>>.self, part, lines)
    }
  }

  @inline(__always)
  private func visit<Row: Bank>(_ row: Row.Type, _ part: LinePart, _ lines: Lines) {
    if part.height == 3 {
      visitBank(Below<Below<Row, Row>, Row>.self, part, lines)
    } else {
      visitPair(row, part, lines)
    }
  }

  @inline(__always)
  private func visitPair<Row: Bank>(_ row: Row.Type, _ part: LinePart, _ lines: Lines) {
    if part.height == 2 {
      visitBank(Below<Row, Row>.self, part, lines)
    } else {
      visitBank(row, part, lines)
    }
  }
}

/// Where a bank begins in the input and among a filter's weights, how many of these belong to banks before it, and how many
/// lines it spans.
private struct LinePart {
  let input, weights, before, height: Int
}

/// Adds to each output's window its gradients times their filters' weights.
private struct WayToInput: Way {
  let extents: ConvolutionExtents
  let filters: Int
  let starts: UnsafePointer<Int32>
  let list: UnsafePointer<ListedGradient>
  let weights: UnsafePointer<Float>
  let target: UnsafeMutablePointer<Float>

  @inline(never)
  func visitBank<Sums: Bank>(_ bank: Sums.Type, _ part: LinePart, _ lines: Lines) {
    let weights = weights + part.before &* filters
    let step = lines.step
    var line = target + part.input
    var window = line
    var column = 0
    var index = Int(starts[0])
    for output in 0..<extents.outputCount {
      let end = Int(starts[output &+ 1])
      if index < end {
        var sums = Sums(window, step)
        while index < end {
          let gradient = list[index]
          sums.add(gradient.value, weights + gradient.place &* (Sums.width &* Sums.lines), Sums.width)
          index &+= 1
        }
        sums.store(window, step)
      }
      window += extents.columnStep
      column &+= 1
      if column == extents.outputWidth {
        column = 0
        line += extents.rowStep
        window = line
      }
    }
  }
}

/// Puts the weights of all filters that one bank visits side by side.
private struct WeightsInBanks: Way {
  let filters: Int
  let weights: UnsafePointer<Float>
  let packed: UnsafeMutablePointer<Float>

  @inline(never)
  func visitBank<Sums: Bank>(_ bank: Sums.Type, _ part: LinePart, _ lines: Lines) {
    var target = packed + part.before &* filters
    for filter in 0..<filters {
      for line in 0..<Sums.lines {
        let source = weights + (filter &* lines.filterLength &+ part.weights &+ line &* lines.length)
        target.update(from: source, count: Sums.width)
        target += Sums.width
      }
    }
  }
}

extension Loops {
  /// Weights in the order in which the way back to the input goes through them: what it visits together lies together.
  ///
  /// - Parameters:
  ///   - weights: in whole registers.
  ///   - packed: room for as many.
  @inline(never)
  public static func packLines(
    _ extents: ConvolutionExtents, filters: Int, _ weights: UnsafePointer<Float>, _ packed: UnsafeMutablePointer<Float>
  ) {
    WeightsInBanks(filters: filters, weights: weights, packed: packed).visitAll(Lines(extents), unit: 8)
  }

  /// padded(i·S + m·d, c) += gradient(i, f) · w(f, m, c), over all listed gradients of one picture and taps (m, c).
  ///
  /// What comes to a value from several outputs is summed bank by bank: so these are the same however wide the registers.
  ///
  /// - Parameters:
  ///   - starts: where the list of each output starts, and where the last ends.
  ///   - list: gradients by output.
  ///   - weights: as `packLines` laid them out.
  ///   - target: the gradient of the padded input, at the first channel that the filters see; with eight values behind it
  ///     that are read and written, though not changed.
  @inline(never)
  public static func spreadGradients(
    _ extents: ConvolutionExtents, filters: Int, _ starts: UnsafePointer<Int32>, _ list: UnsafePointer<ListedGradient>,
    _ weights: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>
  ) {
    WayToInput(extents: extents, filters: filters, starts: starts, list: list, weights: weights, target: target)
      .visitAll(Lines(extents), unit: 8)
  }
}

// MARK: To the weights

/// Adds to each filter's weights its gradients times their windows.
private struct WayToWeights: Way {
  let filters: Int
  let starts: UnsafePointer<Int32>
  let list: UnsafePointer<ListedGradient>
  let input: UnsafePointer<Float>
  let target: UnsafeMutablePointer<Float>

  @inline(never)
  func visitBank<Sums: Bank>(_ bank: Sums.Type, _ part: LinePart, _ lines: Lines) {
    let input = input + part.input
    let (step, length) = (lines.step, lines.length)
    var target = target + part.weights
    var index = Int(starts[0])
    for filter in 0..<filters {
      let end = Int(starts[filter &+ 1])
      if index < end {
        var sums = Sums(target, length)
        while index < end {
          let gradient = list[index]
          sums.add(gradient.value, input + gradient.place, step)
          index &+= 1
        }
        sums.store(target, length)
      }
      target += lines.filterLength
    }
  }
}

extension Loops {
  /// w(f, m, c) += gradient(i, f) · padded(i·S + m·d, c), over all listed gradients and taps (m, c).
  ///
  /// - Parameters:
  ///   - starts: where the list of each filter starts, and where the last ends.
  ///   - list: gradients by filter, with the places of their windows.
  ///   - input: the padded input, at the first channel that the filters see; eight values behind it are read.
  ///   - target: the gradient of the weights, in whole registers; what comes to lie in the place of zeros means nothing.
  @inline(never)
  public static func gatherGradients(
    _ extents: ConvolutionExtents, filters: Int, _ starts: UnsafePointer<Int32>, _ list: UnsafePointer<ListedGradient>,
    _ input: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>
  ) {
    WayToWeights(filters: filters, starts: starts, list: list, input: input, target: target).visitAll(
      Lines(extents), unit: Register.scalarCount)
  }
}
