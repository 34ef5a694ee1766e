import Testing

@testable import ConvolutionEngine

/// Gradients by differences: each value is moved a little, and all behind it is worked out anew by plain loops in double
/// precision.
@Suite struct UntrainedStackTests {
  private typealias Rows = [[Double]]

  /// The layers of a stack on a batch, a row an example.
  private struct Loops {
    let kind: UntrainedStack.Kind
    let weights: [[Float]]
    let width: Int

    init(_ stack: UntrainedStack, layers: ClosedRange<Int>) {
      kind = stack.kind
      width = stack.width
      weights = layers.lowerBound > layers.upperBound ? [] : layers.map(stack.weights(ofLayer:))
    }

    struct Statistics {
      var means: [Double]
      var variances: [Double]
    }

    static func statistics(_ x: Rows) -> Statistics {
      let count = Double(x.count)
      let means = x[0].indices.map { unit in x.reduce(0) { $0 + $1[unit] } / count }
      let variances = x[0].indices.map { unit in
        x.reduce(0) { $0 + ($1[unit] - means[unit]) * ($1[unit] - means[unit]) } / count
      }
      return Statistics(means: means, variances: variances)
    }

    private func product(_ weights: [Float], _ x: [Double]) -> [Double] {
      (0..<width).map { unit in (0..<width).reduce(0) { $0 + Double(weights[unit * width + $1]) * x[$1] } }
    }

    /// What comes out of layer `index` of a batch, and the statistics that its normalisation used.
    func layer(_ index: Int, _ x: Rows, held: Statistics? = nil) -> (output: Rows, used: Statistics?) {
      func normalized(_ z: Rows) -> (Rows, Statistics) {
        let statistics = held ?? Self.statistics(z)
        return (
          z.map { row in
            row.indices.map {
              (row[$0] - statistics.means[$0]) / (statistics.variances[$0] + 1e-5).squareRoot()
            }
          }, statistics
        )
      }
      switch kind {
      case .small, .he: return (x.map { product(weights[index], $0).map { max(0, $0) } }, nil)
      case .normalized:
        let (z, used) = normalized(x.map { product(weights[index], $0) })
        return (z.map { $0.map { max(0, $0) } }, used)
      case .residual:
        let (z, used) = normalized(x)
        let change = z.map { product(weights[index], $0.map { max(0, $0) }) }
        return (zip(x, change).map { zip($0, $1).map(+) }, used)
      }
    }
  }

  private func normals(_ count: Int, seed: UInt64, _ stream: Int) -> [Double] {
    let generator = SeededGenerator(seed: seed).stream(stream)
    return (0..<count).map { Double(generator.normal(at: $0)) }
  }

  @Test(arguments: UntrainedStack.Kind.allCases, [UInt64(1), 8])
  func sizesAreThoseOfDifferences(kind: UntrainedStack.Kind, seed: UInt64) {
    let (depth, width, batch) = (4, 5, 7)
    let stack = UntrainedStack(kind, depth: depth, width: width, seed: seed)
    let loops = Loops(stack, layers: 1...depth)
    let input = normals(batch * width, seed: seed, -1)
    let readout = normals(batch * width, seed: seed, -2)
    var x = (0..<batch).map { Array(input[$0 * width..<($0 + 1) * width]) }
    func loss(from layer: Int, _ x: Rows) -> Double {
      var x = x
      for index in layer..<depth { x = loops.layer(index, x).output }
      return zip(x.flatMap { $0 }, readout).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let last = readout.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let sizes = stack.gradientSizes(batch: batch)
    #expect(sizes.count == depth + 1 && sizes[depth] == 1)
    for layer in 0..<depth {
      var squares = 0.0
      for row in 0..<batch {
        for unit in 0..<width {
          let step = 1e-6
          var (more, less) = (x, x)
          more[row][unit] += step
          less[row][unit] -= step
          let slope = (loss(from: layer, more) - loss(from: layer, less)) / (2 * step)
          squares += slope * slope
        }
      }
      let size = squares.squareRoot() / last
      #expect(abs(sizes[layer] - size) <= 2e-3 * size + 1e-6, "layer \(layer): \(sizes[layer]) for \(size)")
      x = loops.layer(layer, x).output
    }
  }

  @Test(arguments: [UntrainedStack.Kind.he, .normalized, .residual], [1, 4])
  func aSweepIsThatOfDifferences(kind: UntrainedStack.Kind, depth: Int) {
    let (width, places, seed) = (6, 40, UInt64(5))
    let stack = UntrainedStack(kind, depth: depth, width: width, seed: seed)
    let gradient = stack.gradient(alongSweepOf: places, over: -3...3)
    let loops = Loops(stack, layers: 2...max(2, depth))
    let slopes = normals(width, seed: seed, -3)
    let bends = SeededGenerator(seed: seed).stream(-1).uniforms(width, in: -2.4...2.4).map(Double.init)
    let readout = normals(width, seed: seed, -2).map { $0 / Double(width).squareRoot() }
    func first(_ x: Double) -> [Double] { (0..<width).map { max(0, slopes[$0] * (x - bends[$0])) } }
    let xs = (0..<places).map { -3 + 6 * Double($0) / Double(places - 1) }
    // The statistics of each layer over the whole sweep.
    var statistics: [Loops.Statistics?] = []
    var rows = xs.map(first)
    for index in 0..<depth - 1 {
      let (output, used) = loops.layer(index, rows)
      statistics.append(used)
      rows = output
    }
    func value(_ x: Double) -> Double {
      var row = [first(x)]
      for index in 0..<depth - 1 { row = loops.layer(index, row, held: statistics[index]).output }
      return zip(row[0], readout).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let largest = gradient.reduce(0) { max($0, abs(Double($1))) }
    #expect(largest > 0)
    for (x, slope) in zip(xs, gradient) {
      let step = 1e-7
      let wanted = (value(x + step) - value(x - step)) / (2 * step)
      #expect(abs(Double(slope) - wanted) < 2e-3 * largest, "at \(x): \(slope) for \(wanted)")
    }
  }

  @Test func autocorrelationsAreKnown() {
    #expect(autocorrelation(of: [1, -1, 1, -1], shifts: 3) == [1, -0.75, 0.5])
    #expect(autocorrelation(of: [2, 2, 2], shifts: 2) == [0, 0])
    let ramp = autocorrelation(of: (0..<100).map(Double.init), shifts: 2)
    #expect(ramp[0] == 1 && ramp[1] > 0.95 && ramp[1] < 1)
    let (white, brown) = (Noise.white(2000, seed: 4), Noise.brown(2000, seed: 4))
    #expect(abs(autocorrelation(of: white, shifts: 2)[1]) < 0.1 && autocorrelation(of: brown, shifts: 2)[1] > 0.95)
    #expect(
      zip(brown.dropFirst(), brown).map { $0 - $1 }.first == white[1] || abs(brown[1] - brown[0] - white[1]) < 1e-12)
  }

  // MARK: Paths

  @Test func pathsAreCountedOneByOne() {
    for blocks in 0...10 {
      var counts = [Int](repeating: 0, count: blocks + 1)
      for path in 0..<1 << blocks { counts[path.nonzeroBitCount] += 1 }
      let paths = ResidualPaths(blocks: blocks)
      #expect((0...blocks).map { paths.count(through: $0) } == counts && paths.count == counts.reduce(0, +))
      #expect(paths.count(through: 0...blocks) == paths.count && paths.count(through: blocks + 1) == 0)
    }
    // As large as it gets, without an overflow.
    let most = ResidualPaths(blocks: 60)
    #expect(most.count(through: 30) == 118_264_581_564_861_424 && most.count(through: 0...60) == 1 << 60)
    #expect(abs(ResidualPaths(blocks: 54).share(through: 5...17) - 0.0045) < 0.00005)
  }
}
