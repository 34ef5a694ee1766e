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

  /// The first inputs of the outputs that share a row of pixels: a few speak for all.
  private func firstInputs(y: Int, height: Int) -> [Int] {
    let (m, n, k) = (connectivity.inputs, connectivity.outputs, connectivity.fanIn)
    let samples = n > height ? 8 : 1
    return (0..<samples).map { sample in
      let place = (Double(y) + (Double(sample) + 0.5) / Double(samples)) / Double(height)
      let output = Int(place * Double(n))
      return n > 1 ? Int((Double(output) / Double(n - 1) * Double(m - k)).rounded()) : (m - k) / 2
    }
  }

  /// How large a share of the pairs that the pixel (`x`, `y`) of `width` × `height` stands for is connected, 0...1.
  func share(x: Int, y: Int, width: Int, height: Int) -> Double {
    share(x: x, width: width, firstInputs: firstInputs(y: y, height: height))
  }

  private func share(x: Int, width: Int, firstInputs: [Int]) -> Double {
    let (m, k) = (connectivity.inputs, connectivity.fanIn)
    var share = 0.0
    for first in firstInputs {
      if m <= width {
        share += (first..<first + k).contains(x * m / width) ? 1 : 0
      } else {
        let left = max(Double(x) * Double(m) / Double(width), Double(first))
        let right = min(Double(x + 1) * Double(m) / Double(width), Double(first + k))
        share += max(0, right - left) * Double(width) / Double(m)
      }
    }
    return share / Double(firstInputs.count)
  }

  /// Draws the matrix over all of `region`, the rows down to `shown` (0...1) of them.
  func draw(in canvas: inout Canvas, region: Region, shown: Double = 1) {
    let (width, height) = (region.columns, 2 * region.rows)
    guard width > 0, height > 0 else { return }
    let isWhole = isWhole(width: width, height: height)
    var pixels = Pixels(width: width, height: height)
    for y in 0..<height {
      let firstInputs = firstInputs(y: y, height: height)
      for x in 0..<width {
        let share = Double(y) < shown * Double(height) ? share(x: x, width: width, firstInputs: firstInputs) : 0
        pixels[x, y] =
          share <= 0
          ? .role(.panel)
          : isWhole
            ? .level(
              .kernel, (y * connectivity.outputs / height + x * connectivity.inputs / width) % 2 == 0 ? 0.8 : 0.6)
            // The root keeps a thin line of connections in sight; what is thinner still is drawn at its faintest.
            : .level(.kernel, max(Self.faintest, share.squareRoot()))
      }
    }
    pixels.draw(in: &canvas, at: region.origin)
  }

  /// The shade of a pixel in which there is hardly a connection.
  private static let faintest = 0.35

  /// What the shades of the matrix mean, where a pixel stands for many pairs; `nil` where it is one. A line of
  /// connections that is drawn brighter than it is, is said to be thinner.
  func legend(width: Int, height: Int) -> ScaleLegend? {
    if isWhole(width: width, height: height) { return nil }
    let most = Double(connectivity.fanIn * width) / Double(connectivity.inputs)
    let isThin = most.squareRoot() < Self.faintest
    return ScaleLegend(.kernel, from: "none", to: isThin ? "all connected; the line is thinner" : "all connected")
  }
}
