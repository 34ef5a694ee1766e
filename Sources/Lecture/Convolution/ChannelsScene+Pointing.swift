import CellCanvas
import ConvolutionEngine

extension ChannelsScene {
  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let count = layer.kernelSize * layer.kernelSize
    switch focus(on: target) {
    case .nothing: return nil
    case .output(let place, let filter):
      let name = "Output (\(place.row + 1), \(place.column + 1)) of map \(filter + 1)"
      guard isKnown(place, filter: filter, moment, at: playhead) else {
        return Remark(caption: "\(name) will see this window in each channel. It has not been worked out yet.")
      }
      return Remark(
        caption: """
          \(name) sees \(count) cells in each channel: \
          \(layer.products) numbers and a bias become one.
          """, formula: [resultFormula(place, filter: filter)])
    case .weight(let place, let channel, let filter):
      let weight = layer.convolution.filters[filter, place.row, place.column, channel]
      let met = layer.slices[filter][channel].touched(by: place).keys
      let zeros = layer.positions - met.count
      return Remark(
        caption: """
          A weight of filter \(filter + 1) for \(Self.channelNames[channel]): at the \(layer.positions) places it meets \
          \(counted(met.count, "cell")) of that channel\(zeros > 0 ? " and \(counted(zeros, "zero")) of the ring" : "").
          """,
        formula: [
          .muted("weight (\(place.row + 1), \(place.column + 1), \(channel + 1)) = ")
            + .kernel(GridConvolution.text(weight)) + .muted("   is used for ") + .output("\(layer.positions)")
            + .muted(" outputs and stored once")
        ])
    case .input(let place, let channel):
      let reached = layer.slices[0][channel].reach(place).count
      return Remark(
        caption: reached == 0
          ? "No window covers this cell."
          : """
          This number of \(Self.channelNames[channel]) counts in every map, under \(spelled(reached, "weight")) of each \
          filter\(reached > 1 ? ", another one for each window that covers it" : "").
          """,
        formula: [
          .muted("it reaches ") + "\(reached)" + .muted(reached == 1 ? " place in each of " : " places in each of ")
            + "\(layer.filters)"
            + .muted(" maps: ") + .output("\(reached * layer.filters)") + .muted(" outputs")
        ])
    case .bias(let filter):
      return Remark(
        caption: "The bias of filter \(filter + 1) is added to each of its outputs, once, whatever the input is.",
        formula: [
          .muted("bias ") + .kernel(GridConvolution.text(layer.convolution.biases[filter])) + .muted("   is added to ")
            + .output("\(layer.positions)") + .muted(" outputs and stored once")
        ])
    }
  }

  /// While a channel is worked out, its sum grows product by product; a sweep writes the sum of the place that it has come
  /// to.
  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    if case .sweep = moment, playhead.pointer == nil {
      return [resultFormula(layer.place(swept(at: playhead)), filter: chosen)]
    }
    guard case .channel(let channel) = moment, playhead.pointer == nil,
      let summation = summation(moment, at: playhead)
    else { return nil }
    let shown = summation.products[channel]
    return layer.slices[chosen][channel].sum(
      summation.place, shown: shown, isSummed: shown == layer.kernelSize * layer.kernelSize)
  }
}
