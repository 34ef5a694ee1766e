import CellCanvas
import ConvolutionEngine

/// The weights of a layer as a picture of their matrix, a row an output and a column an input, at any size: every
/// pixel is as bright as the share of its pairs that are connected.
struct WeightMatrix: Sendable {
  let connectivity: Connectivity
  /// Whether every pixel is a single pair or a part of one: it is connected or it is not.
  private func isWhole(width: Int, height: Int) -> Bool {
    connectivity.inputs <= width && connectivity.outputs <= height
  }

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
    let isWhole = isWhole(width: width, height: height)
    var pixels = Pixels(width: width, height: height)
    for y in 0..<height {
      for x in 0..<width {
        let share = Double(y) < shown * Double(height) ? share(x: x, y: y, width: width, height: height) : 0
        pixels[x, y] =
          share <= 0
          ? .role(.panel)
          : isWhole
            ? .level(
              .kernel, (y * connectivity.outputs / height + x * connectivity.inputs / width) % 2 == 0 ? 0.8 : 0.6)
            // The root keeps a thin line of connections in sight.
            : .level(.kernel, share.squareRoot())
      }
    }
    pixels.draw(in: &canvas, at: region.origin)
  }

  /// What the shades of the matrix mean, where a pixel stands for many pairs; `nil` where it is one.
  func legend(width: Int, height: Int) -> ScaleLegend? {
    isWhole(width: width, height: height) ? nil : ScaleLegend(.kernel, from: "none", to: "all connected")
  }
}
