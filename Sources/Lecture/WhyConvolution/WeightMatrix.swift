import CellCanvas
import ConvolutionEngine

/// The weights of a layer as a picture of their matrix, a row an output and a column an input, at any size: every
/// pixel is as bright as the share of its pairs that are connected.
struct WeightMatrix: Sendable {
  let connectivity: Connectivity
  /// Shades of neighbouring weights, so that cells can be told apart where there are few.
  private static let shades = Tensor(Shape(height: 61, width: 67), seed: 5, in: 0.7...1)

  init(_ connectivity: Connectivity) { self.connectivity = connectivity }

  /// How large a share of the pairs that the pixel (`x`, `y`) of `width` × `height` stands for is connected, 0...1.
  func share(x: Int, y: Int, width: Int, height: Int) -> Double {
    let (m, n, k) = (connectivity.inputs, connectivity.outputs, connectivity.fanIn)
    // A few of the outputs speak for all that share the pixel.
    let samples = n > height ? 8 : 1
    var share = 0.0
    for sample in 0..<samples {
      let place = (Double(y) + (Double(sample) + 0.5) / Double(samples)) / Double(height)
      let output = Int(place * Double(n))
      let first = n > 1 ? Int((Double(output) / Double(n - 1) * Double(m - k)).rounded()) : (m - k) / 2
      if m <= width {
        share += (first..<first + k).contains(x * m / width) ? 1 : 0
      } else {
        let left = max(Double(x) * Double(m) / Double(width), Double(first))
        let right = min(Double(x + 1) * Double(m) / Double(width), Double(first + k))
        share += max(0, right - left) * Double(width) / Double(m)
      }
    }
    return share / Double(samples)
  }

  /// Draws the matrix over all of `region`, the rows down to `shown` (0...1) of them.
  func draw(in canvas: inout Canvas, region: Region, shown: Double = 1) {
    let (width, height) = (region.columns, 2 * region.rows)
    guard width > 0, height > 0 else { return }
    var pixels = Pixels(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width {
        let share = Double(y) < shown * Double(height) ? share(x: x, y: y, width: width, height: height) : 0
        let row = connectivity.outputs <= height ? y * connectivity.outputs / height : y
        let column = connectivity.inputs <= width ? x * connectivity.inputs / width : x
        let shade = Double(Self.shades[row % 61, column % 67])
        // The root keeps a thin line of connections in sight.
        pixels[x, y] = share > 0 ? .level(.kernel, (0.35 + 0.65 * share.squareRoot()) * shade) : .role(.panel)
      }
    }
    pixels.draw(in: &canvas, at: region.origin)
  }
}
