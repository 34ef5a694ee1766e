import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct ChannelsSceneTests {
  private static let large = Size(columns: 158, rows: 38)

  /// The outputs, worked out here from the numbers on the screen: products per channel, then all channels, then the bias.
  private func expected(_ scene: ChannelsScene, row: Int, column: Int, filter: Int) -> (channels: [Float], sum: Float) {
    let (input, convolution) = (scene.layer.input, scene.layer.convolution)
    var channels: [Float] = [0, 0, 0]
    for channel in 0..<3 {
      for down in 0..<3 {
        for across in 0..<3 {
          let (y, x) = (2 * row + down - 1, 2 * column + across - 1)
          guard (0..<5).contains(y), (0..<5).contains(x) else { continue }
          channels[channel] += input[y, x, channel] * convolution.filters[filter, down, across, channel]
        }
      }
    }
    return (channels, channels[0] + channels[1] + channels[2] + convolution.biases[filter])
  }

  @Test func standardSettingsAreTheLectures() throws {
    let scene = try scene(ChannelsScene.self)
    #expect(scene.layer.input.shape == Shape(height: 5, width: 5, channels: 3))
    #expect(scene.layer.output.shape == Shape(height: 3, width: 3, channels: 2))
    #expect(scene.layer.geometry.paddedInput == 7)
    #expect(scene.moments.count == 18)
    let texts = scene.steps.flatMap { $0.formula.map(\.plain) }
    #expect(texts.contains { $0.contains("(N + 2P − F)/S + 1 = (5 + 2·1 − 3)/2 + 1 = 3") })
    #expect(texts.contains("3·3·3 = 27 weights, and one bias for all of them"))
    #expect(texts.contains { $0.contains("(3·3·3 + 1)·2 = 56") })
    #expect(scene.layer.output.values.contains { $0 < 0 } && scene.layer.output.values.contains { $0 > 0 })
  }

  @Test(arguments: [
    [:], ["seed": "5", "filter": "2"], ["relu": "on", "seed": "12"],
    ["values": "9,8,7;1,2", "weights": "2,0,-2,1,1,1,3;0;0;5,-5", "biases": "-4;7", "filter": "2", "relu": "on"],
  ]) func everyOutputIsOnTheScreenAndRight(settings: [String: String]) throws {
    let scene = try scene(ChannelsScene.self, settings)
    for size in [Size(columns: 78, rows: 17), Self.large] {
      let canvas = figure(scene, step: scene.steps.count - 1, size: size)
      for filter in 0..<2 {
        for row in 0..<3 {
          for column in 0..<3 {
            let sum = expected(scene, row: row, column: column, filter: filter).sum
            let value = settings["relu"] == "on" ? max(0, sum) : sum
            #expect(
              canvas.text(of: Target(grid: "output", row: 3 * filter + row, column: column))
                == GridConvolution.text(value))
          }
        }
      }
    }
  }

  @Test(arguments: ["1", "2"]) func everyPlaceIsSummedChannelByChannel(filter: String) throws {
    let scene = try scene(ChannelsScene.self, ["filter": filter, "relu": "on", "seed": "3"])
    for (step, moment) in scene.moments.enumerated() {
      guard case .place(let index) = moment else { continue }
      let (sums, sum) = expected(scene, row: index / 3, column: index % 3, filter: scene.chosen)
      let texts = (sums + [sum, max(0, sum)]).map(GridConvolution.text)
      let bias = GridConvolution.text(scene.layer.convolution.biases[scene.chosen])
      #expect(
        scene.steps[step].formula.map(\.plain) == [
          "red \(texts[0]) + green \(texts[1]) + blue \(texts[2]) + bias \(bias) = \(texts[3])"
            + "   max(0, \(texts[3])) = \(texts[4])"
        ])
      let canvas = figure(scene, step: step)
      let ledger = canvas.plainText.split(separator: "\n").map { String($0.suffix(24)) }
      for (name, text) in zip(["red Σ", "green Σ", "blue Σ"], texts) {
        #expect(ledger.contains { $0.contains(name) && $0.contains(" \(text) ") }, "\(name) \(text) at \(index)")
      }
    }
  }

  @Test func largeWindowsShowAllProducts() throws {
    let scene = try scene(ChannelsScene.self)
    let step = try #require(scene.moments.firstIndex(of: .place(4)))
    let before = figure(scene, step: step - 1, size: Self.large).plainText
    let text = figure(scene, step: step, size: Self.large).plainText
    #expect(text.contains("·−1") && before != text)
    let products = scene.layer.slices[0][1].products(scene.layer.place(4))
    #expect(products.count == 9)
  }

  @Test func causeComesBeforeEffect() throws {
    let scene = try scene(ChannelsScene.self)
    let first = Target(grid: "output", row: 0, column: 0)
    let bias = try #require(scene.moments.firstIndex(of: .bias))
    #expect(figure(scene, step: bias - 1).text(of: first) == "?")
    #expect(figure(scene, step: bias, progress: 0.5).text(of: first) == "?")
    #expect(figure(scene, step: bias).text(of: first) == GridConvolution.text(scene.layer.output[0, 0, 0]))
    let channel = try #require(scene.moments.firstIndex(of: .channel(1)))
    #expect(scene.formula(at: Playhead(step: channel, progress: 0.4)).first?.plain.contains("=") == false)
    #expect(scene.formula(at: Playhead(step: channel)).first?.plain.contains("=") == true)
  }

  @Test func predictions() throws {
    for settings in [[:], ["seed": "9", "relu": "on", "filter": "2"]] {
      let scene = try scene(ChannelsScene.self, settings)
      func isRight(_ answer: String, at moment: ChannelsScene.Moment) -> Bool? {
        let step = scene.moments.firstIndex(of: moment) ?? 0
        return scene.steps[step].question?.isRight(answer)
      }
      #expect(isRight("27", at: .filter) == true)
      #expect(isRight("9", at: .filter) == false)
      #expect(isRight("2", at: .across) == true)
      #expect(isRight("2", at: .other) == true)
      let sum = expected(scene, row: 0, column: 0, filter: scene.chosen).sum
      let value = settings["relu"] == "on" ? max(0, sum) : sum
      #expect(isRight("\(Int(value))", at: .bias) == true)
    }
  }

  @Test func pointingLightsUpBothSides() throws {
    let scene = try scene(ChannelsScene.self)
    let last = scene.steps.count - 1
    func weighted(_ pointer: Target, in grid: String, rows: Int, columns: Int) -> Int {
      let canvas = figure(scene, step: last, pointer: pointer, size: Self.large)
      return (0..<rows * columns).count { index in
        canvas.text(of: Target(grid: grid, row: index / columns, column: index % columns))?.contains("·") == true
      }
    }
    // Inside of the picture 27 cells, nine in each channel; at the corner twelve of these are not padding.
    #expect(weighted(Target(grid: "output", row: 4, column: 1), in: "values", rows: 5, columns: 15) == 27)
    #expect(weighted(Target(grid: "output", row: 0, column: 0), in: "values", rows: 5, columns: 15) == 12)
    // A weight meets its own channel alone.
    #expect(weighted(Target(grid: "weights", row: 1, column: 4), in: "values", rows: 5, columns: 15) == 9)
    // An input reaches both maps.
    #expect(weighted(Target(grid: "values", row: 1, column: 6), in: "output", rows: 6, columns: 3) == 8)
    let target = Target(grid: "values", row: 1, column: 6)
    #expect(
      scene.remark(on: target, at: Playhead(step: last, pointer: target))?.formula.first?.plain.contains(
        "4 places in each of 2 maps: 8 outputs") == true)
    let bias = Target(grid: "biases", row: 1, column: 0)
    #expect(scene.remark(on: bias, at: Playhead(step: last))?.caption.plain.contains("filter 2") == true)
  }

  @Test func whatIsOutOfRangeIsRefused() {
    #expect(throws: SettingsError("filter is a whole number from 1 to 2, not “3”")) {
      try scene(ChannelsScene.self, ["filter": "3"])
    }
    #expect(throws: SettingsError.self) { try scene(ChannelsScene.self, ["values": "10"]) }
  }
}
