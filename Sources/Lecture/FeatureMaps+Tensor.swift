import CellCanvas
import ConvolutionEngine

extension FeatureMaps {
  /// The maps from channel `first` on, the first `shown` of them; what has not come yet is an empty tile.
  ///
  /// - Parameter peak: the value at the end of the scale; `nil` gives each map a scale up to its own maximum.
  func pixels(of maps: Tensor?, channels: Int, from first: Int, shown: Int, peak: Float?) -> Pixels {
    pixels(channels - first) { index in
      guard let maps, index < shown else { return nil }
      let plane = maps.channel(first + index)
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
