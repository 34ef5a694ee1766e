import LoopParts

// The way back to weights whose lines are shorter than a register, as those of filters on a picture with one channel: here
// the lanes of a register are filters. A bank holds the sums of a few neighbouring taps while it goes through all outputs.

// MARK: Banks of sums

/// The same for some filters, side by side.
private protocol Members {
  static var count: Int { get }
  init()
  init(_ source: UnsafePointer<Float>)
  mutating func add(_ factor: Lanes, _ other: Self)
  subscript(filter: Int) -> Float { get }
}

private struct EightFilters: Members {
  var values = Lanes()
  static var count: Int { @inline(__always) get { 8 } }
  @inline(__always) init() {}
  @inline(__always) init(_ source: UnsafePointer<Float>) { values = load(source) }
  @inline(__always) mutating func add(_ factor: Lanes, _ other: Self) {
    Products.multiplyAdd(other.values, factor, &values)
  }
  @inline(__always) subscript(filter: Int) -> Float { values[filter] }
}

private struct SixteenFilters: Members {
  var first = Lanes()
  var second = Lanes()
  static var count: Int { @inline(__always) get { 16 } }
  @inline(__always) init() {}
  @inline(__always) init(_ source: UnsafePointer<Float>) { (first, second) = (load(source), load(source + 8)) }
  @inline(__always) mutating func add(_ factor: Lanes, _ other: Self) {
    Products.multiplyAdd(other.first, factor, &first)
    Products.multiplyAdd(other.second, factor, &second)
  }
  @inline(__always) subscript(filter: Int) -> Float { filter < 8 ? first[filter] : second[filter &- 8] }
}

/// Some neighbouring taps of one line, or of two.
private protocol Taps {
  associatedtype Filters: Members
  static var count: Int { get }
  init()
  /// - Parameter step: from one line to the next in the input.
  mutating func add(_ gradients: Filters, _ input: UnsafePointer<Float>, _ step: Int)
  /// - Parameter length: from one line to the next among the weights.
  func add(to weights: UnsafeMutablePointer<Float>, _ filter: Int, _ length: Int)
}

private struct Tap<Filters: Members>: Taps {
  var sums = Filters()
  static var count: Int { @inline(__always) get { 1 } }
  @inline(__always) init() {}
  @inline(__always) mutating func add(_ gradients: Filters, _ input: UnsafePointer<Float>, _ step: Int) {
    sums.add(Lanes(repeating: input[0]), gradients)
  }
  @inline(__always) func add(to weights: UnsafeMutablePointer<Float>, _ filter: Int, _ length: Int) {
    weights[0] += sums[filter]
  }
}

private struct Beside<Left: Taps, Right: Taps>: Taps where Left.Filters == Right.Filters {
  var left = Left()
  var right = Right()
  static var count: Int { @inline(__always) get { Left.count &+ Right.count } }
  @inline(__always) init() {}
  @inline(__always) mutating func add(_ gradients: Left.Filters, _ input: UnsafePointer<Float>, _ step: Int) {
    left.add(gradients, input, step)
    right.add(gradients, input + Left.count, step)
  }
  @inline(__always) func add(to weights: UnsafeMutablePointer<Float>, _ filter: Int, _ length: Int) {
    left.add(to: weights, filter, length)
    right.add(to: weights + Left.count, filter, length)
  }
}

private struct Below<Line: Taps>: Taps {
  var upper = Line()
  var lower = Line()
  static var count: Int { @inline(__always) get { Line.count } }
  @inline(__always) init() {}
  @inline(__always) mutating func add(_ gradients: Line.Filters, _ input: UnsafePointer<Float>, _ step: Int) {
    upper.add(gradients, input, step)
    lower.add(gradients, input + step, step)
  }
  @inline(__always) func add(to weights: UnsafeMutablePointer<Float>, _ filter: Int, _ length: Int) {
    upper.add(to: weights, filter, length)
    lower.add(to: weights + length, filter, length)
  }
}

private typealias Two<Filters: Members> = Beside<Tap<Filters>, Tap<Filters>>
private typealias Three<Filters: Members> = Beside<Two<Filters>, Tap<Filters>>
private typealias Four<Filters: Members> = Beside<Two<Filters>, Two<Filters>>
private typealias Five<Filters: Members> = Beside<Three<Filters>, Two<Filters>>
private typealias Six<Filters: Members> = Beside<Three<Filters>, Three<Filters>>

// MARK: Sums

extension Loops {
  /// w(f, m, c) += gradient(i, f) · padded(i·S + m·d, c), over all outputs of some pictures and taps (m, c), for a few taps.
  ///
  /// - Parameters:
  ///   - pictures: how many inputs and gradients lie one behind the other, the inputs `pictureStep` apart.
  ///   - filters: how many, from the gradient's first on.
  ///   - step: from the gradients of one output to those of the next. Fifteen values behind the last are read.
  ///   - input: the padded input, at the first channel that the filters see.
  ///   - target: the gradient of the weights, in whole registers.
  @inline(never)
  public static func gatherFewTaps(
    _ extents: ConvolutionExtents, pictures: Int, pictureStep: Int, filters: Int,
    _ gradient: UnsafePointer<Float>, step: Int, _ input: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>
  ) {
    let lines = Lines(extents)
    var filter = 0
    while filter < filters {
      let left = filters &- filter
      let sums = Sums(
        extents: extents, lines: lines, pictures: pictures, pictureStep: pictureStep, filters: min(left, 16),
        gradient: gradient + filter, step: step, input: input, target: target + filter &* lines.filterLength)
      if left > 8 {
        sums.visitAll(SixteenFilters.self)
      } else {
        sums.visitAll(EightFilters.self)
      }
      filter &+= 16
    }
  }
}

private struct Sums {
  let extents: ConvolutionExtents
  let lines: Lines
  let pictures, pictureStep, filters: Int
  let gradient: UnsafePointer<Float>
  let step: Int
  let input: UnsafePointer<Float>
  let target: UnsafeMutablePointer<Float>

  @inline(__always)
  func visitAll<Filters: Members>(_ filters: Filters.Type) {
    for block in 0..<lines.blocks {
      var tap = 0
      while tap < extents.runLength {
        let width = min(extents.runLength &- tap, 6)
        var line = 0
        while line < lines.count {
          let source = block &* lines.blockStep &+ line &* lines.step &+ tap
          let weights = (block &* lines.count &+ line) &* lines.length &+ tap
          // As many sums as hide the time that one takes.
          let isPair = line &+ 2 <= lines.count && width &* Filters.count <= 48
          switch width {
          case 1: visit(Tap<Filters>.self, isPair, source, weights)
          case 2: visit(Two<Filters>.self, isPair, source, weights)
          case 3: visit(Three<Filters>.self, isPair, source, weights)
          case 4: visit(Four<Filters>.self, isPair, source, weights)
          case 5: visit(Five<Filters>.self, isPair, source, weights)
          default: visit(Six<Filters>.self, isPair, source, weights)
          }
          line &+= isPair ? 2 : 1
        }
        tap &+= width
      }
    }
  }

  @inline(__always)
  private func visit<Line: Taps>(_ line: Line.Type, _ isPair: Bool, _ source: Int, _ weights: Int) {
    if isPair {
      visit(Below<Line>.self, source, weights)
    } else {
      visit(line, source, weights)
    }
  }

  @inline(never)
  private func visit<Bank: Taps>(_ bank: Bank.Type, _ source: Int, _ weights: Int) {
    var sums = Bank()
    var gradient = gradient
    let rows = extents.outputCount / extents.outputWidth
    for picture in 0..<pictures {
      var line = input + (picture &* pictureStep &+ source)
      for _ in 0..<rows {
        var window = line
        for _ in 0..<extents.outputWidth {
          sums.add(Bank.Filters(gradient), window, lines.step)
          gradient += step
          window += extents.columnStep
        }
        line += extents.rowStep
      }
    }
    for filter in 0..<filters {
      sums.add(to: target + (filter &* lines.filterLength &+ weights), filter, lines.length)
    }
  }
}
