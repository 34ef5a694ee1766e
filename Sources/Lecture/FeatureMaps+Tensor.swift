import CellCanvas
import ConvolutionEngine

extension FeatureMaps {
  /// The maps from channel `first` on, the first `shown` of them; what has not come yet is an empty tile.
  ///
  /// - Parameter peak: the value at the end of the scale; `nil` gives each map a scale up to its own maximum.
  func pixels(of maps: Tensor?, channels: Int, from first: Int, shown: Int, peak: Float?) -> Pixels {
    let planes = maps.map { $0.channels(first..<first + max(0, min(shown, count, channels - first))) } ?? []
    return pixels(channels - first) { index in
      guard planes.indices.contains(index) else { return nil }
      let plane = planes[index]
      return plane.heatMap(limits: 0...Double(peak ?? max(plane.range.upperBound, 1e-9)))
    }
  }
}

extension Tensor {
  /// The first channel as a map of colours.
  func heatMap(_ scale: ColorScale = .amount, limits: ClosedRange<Double>? = nil) -> HeatMap {
    HeatMap(
      width: shape.width, height: shape.height, values: channel(0).values.map(Double.init), scale: scale, limits: limits
    )
  }
}
