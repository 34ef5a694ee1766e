import CellCanvas
import ConvolutionEngine

/// A filter reaches through all channels of its input: what it finds in each is added up to one number, place by place.
struct ChannelsScene: Scene {
  static let card = SceneCard(id: "channels", title: "Through all channels", part: .convolution)

  static let filter = Control.integer("filter", in: 1...2, standard: 1, help: "which one is worked out place by place")
  static let relu = Control.toggle("relu", standard: true, help: "whether a negative output becomes 0")
  static let content = Control.choice(
    "content", ["patches"] + (1...9).map { "random-\($0)" }, fills: [values, weights, biases],
    help: "four patches of colour, or random numbers")
  static let values = Control.grid(
    "values", in: 0...9, last: GridPlace(row: 4, column: 14), isWhole: true,
    help: "the input's numbers, its channels side by side")
  static let weights = Control.grid(
    "weights", in: -9...9, last: GridPlace(row: 5, column: 8), isWhole: true,
    help: "the filters' weights, channels side by side, one filter below the other")
  static let biases = Control.grid(
    "biases", in: -9...9, last: GridPlace(row: 1, column: 0), isWhole: true,
    help: "what each filter adds, one below the other")
  static let controls = [content, filter, relu, values, weights, biases]

  /// What the channels of the input are called.
  static let channelNames = ["red", "green", "blue"]
  /// The grid of the output, one map below the other.
  static let outputName = "output"

  let layer: ChannelConvolution
  /// The filter that is worked out place by place, from 0.
  let chosen: Int
  let moments: [Moment]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case start, filter, channel(Int), across, bias, relu, place(Int), sweep, alone, other, size, cost, end
  }

  init(_ settings: Settings) throws(SettingsError) {
    let (input, bank, biases) = Self.numbers(settings)
    layer = try ChannelConvolution(
      input: input, filters: bank, biases: biases, stride: 2, padding: 1, isRectified: settings.isOn(Self.relu))
    chosen = settings.integer(Self.filter) - 1
    moments =
      [.start, .filter] + (0..<layer.channels).map { .channel($0) } + [.across, .bias]
      + (layer.isRectified ? [.relu] : [])
      + [.place(1), .sweep, .place(layer.positions - 1), .alone, .other, .size, .cost, .end]
  }

  /// The input, the filters and their biases, with what was typed over them.
  private static func numbers(_ settings: Settings) -> (input: Tensor, bank: FilterBank, biases: [Float]) {
    let (side, kernel, filters, channels) = (5, 3, 2, channelNames.count)
    var input = Tensor(Shape(height: side, width: side, channels: channels), repeating: 0)
    var bank: FilterBank
    var biases: [Float]
    let content = settings.choice(Self.content)
    if let seed = content.split(separator: "-").dropFirst().first.flatMap({ UInt64($0) }) {
      // Begins at a seed under which both maps have values of either sign.
      let seed = SeededGenerator(seed: seed + 7)
      input = Tensor(input.shape, seed: seed.stream(0).seed, integersIn: 0...2)
      let weights = Tensor(
        Shape(height: filters, width: kernel * kernel * channels), seed: seed.stream(1).seed, integersIn: -1...1)
      bank = FilterBank(count: filters, rows: kernel, columns: kernel, depth: channels, values: weights.values)
      biases = (0..<filters).map { Float(seed.stream(2).integer(at: $0, in: -1...2)) }
    } else {
      // White, red, green and yellow in the corners, each under a window of its own.
      let patches: [(row: Int, column: Int, lit: [Float])] = [
        (0, 0, [1, 1, 1]), (0, 3, [1, 0, 0]), (3, 0, [0, 1, 0]), (3, 3, [1, 1, 0]),
      ]
      for patch in patches {
        for cell in 0..<4 {
          for channel in 0..<channels {
            input[patch.row + cell / 2, patch.column + cell % 2, channel] = patch.lit[channel]
          }
        }
      }
      // What the first looks for is yellow, what the second looks for is red; the biases let pass a whole patch alone.
      let looks: [[Float]] = [[1, 1, -2], [1, -1, -1]]
      bank = FilterBank(
        count: filters, rows: kernel, columns: kernel, depth: channels,
        values: looks.flatMap { look in (0..<kernel * kernel).flatMap { _ in look } })
      biases = [-6, -2]
    }
    input.edit(settings.edits(Self.values))
    bank.edit(settings.edits(Self.weights))
    for (place, value) in settings.edits(Self.biases) where place.column == 0 && biases.indices.contains(place.row) {
      biases[place.row] = Float(value)
    }
    return (input, bank, biases)
  }

  // MARK: What can be said of the numbers

  /// The colour of the patch under the window at a place: what all its cells that are lit at all have in common, whole
  /// channels either as bright as each other or dark; `nil` where there is no such thing.
  private func color(_ place: GridPlace) -> [Bool]? {
    var colors: Set<[Float]> = []
    for product in layer.slices[0][0].products(place) where !product.isPadding {
      let pixel = (0..<layer.channels).map { layer.input[product.row, product.column, $0] }
      if pixel.contains(where: { $0 != 0 }) { colors.insert(pixel) }
    }
    guard colors.count == 1, let color = colors.first, Set(color.filter { $0 != 0 }).count == 1 else { return nil }
    return color.map { $0 != 0 }
  }

  /// The name of that colour, where it is no other place's: “the yellow patch” has to be one.
  func patch(_ place: GridPlace) -> String? {
    guard let color = color(place), places.count(where: { self.color($0) == color }) == 1 else { return nil }
    return Self.colorNames[color]
  }

  /// The place that a filter's map shows to be larger than every other; `nil` where several share the largest, and where
  /// the ReLU leaves nothing.
  func peak(_ filter: Int) -> GridPlace? {
    best(filter).flatMap { !layer.isRectified || layer.value($0, filter: filter) > 0 ? $0 : nil }
  }

  /// The one patch that the chosen filter looks for, where patches of different colours are all there is to see: what
  /// lies in none of them would not be counted.
  var wanted: (place: GridPlace, name: String, patches: [GridPlace])? {
    let patches = places.filter { color($0) != nil }
    guard lit.isSubset(of: patches.flatMap(cells)), patches.count > 2, patches.allSatisfy({ patch($0) != nil }),
      let best = best(chosen), let name = patch(best)
    else { return nil }
    return (best, name, patches)
  }

  /// What makes the colour of the patch that is looked for: "yellow: red + green lit".
  var recipe: String? {
    guard let wanted, let color = color(wanted.place) else { return nil }
    let lit = color.indices.filter { color[$0] }.map { Self.channelNames[$0] }
    let channels = lit.count == color.count ? "all \(spelled(lit.count))" : lit.joined(separator: " + ")
    return "\(wanted.name): \(channels)\(lit.count == 1 ? " alone" : "") lit"
  }

  /// The cells of the input under the window at a place.
  func cells(under place: GridPlace) -> [GridPlace] {
    layer.slices[0][0].products(place).filter { !$0.isPadding }.map { GridPlace(row: $0.row, column: $0.column) }
  }

  /// The cells of the input that are not dark.
  var lit: Set<GridPlace> {
    let shape = layer.input.shape
    return Set(
      (0..<shape.height).flatMap { row in (0..<shape.width).map { GridPlace(row: row, column: $0) } }
        .filter { cell in (0..<layer.channels).contains { layer.input[cell.row, cell.column, $0] != 0 } })
  }

  private static let colorNames: [[Bool]: String] = [
    [true, false, false]: "red", [false, true, false]: "green", [false, false, true]: "blue",
    [true, true, false]: "yellow", [true, false, true]: "magenta", [false, true, true]: "cyan",
    [true, true, true]: "white",
  ]

  /// All places of the output, row by row.
  var places: [GridPlace] { (0..<layer.positions).map(layer.place) }

  /// The place at which a filter's sum is larger than at every other; `nil` where several share the largest.
  func best(_ filter: Int) -> GridPlace? {
    let most = places.map { layer.sum($0, filter: filter) }.max()
    let holders = places.filter { layer.sum($0, filter: filter) == most }
    return holders.count == 1 ? holders[0] : nil
  }

  /// At how many other places a channel of the chosen filter by itself is as large as at `place`, or larger.
  func rivals(of place: GridPlace, channel: Int) -> Int { rivals(of: place, channels: [channel]) }

  /// The same of several channels, added up.
  private func rivals(of place: GridPlace, channels: [Int]) -> Int {
    func sum(_ place: GridPlace) -> Float {
      channels.reduce(0) { $0 + layer.sum(of: $1, place, filter: chosen) }
    }
    return places.count { $0 != place && sum($0) >= sum(place) }
  }

  /// Channels of the chosen filter whose sum is larger at `place` than at every other: two of them where two are enough,
  /// otherwise all.
  func fewest(thatSingleOut place: GridPlace) -> [Int] {
    let all = Array(0..<layer.channels)
    let pairs = all.flatMap { first in all[(first + 1)...].map { [first, $0] } }
    return pairs.first { rivals(of: place, channels: $0) == 0 } ?? all
  }

  func name(of target: Target) -> String? {
    func at(_ place: GridPlace) -> String { "(\(place.row + 1), \(place.column + 1))" }
    switch focus(on: target) {
    case .input(let place, let channel): return "\(Self.channelNames[channel]) \(at(place))"
    case .weight(let place, let channel, let filter):
      return "filter \(filter + 1), \(Self.channelNames[channel]) \(at(place))"
    case .bias(let filter): return "bias of filter \(filter + 1)"
    case .output, .nothing: return nil
    }
  }

  // MARK: What the figure is about at a moment

  /// What is lit up.
  enum Focus: Hashable {
    case nothing
    case output(GridPlace, filter: Int)
    case weight(GridPlace, channel: Int, filter: Int)
    case input(GridPlace, channel: Int)
    case bias(filter: Int)
  }

  /// What is pointed at; the grids of all slices share a name, and are told apart by their rows and columns.
  func focus(on pointer: Target) -> Focus {
    guard pointer.row >= 0, pointer.column >= 0 else { return .nothing }
    let (side, kernel, output) = (layer.input.shape.width, layer.kernelSize, layer.outputSize)
    func place(_ rows: Int, _ columns: Int) -> GridPlace {
      GridPlace(row: pointer.row % rows, column: pointer.column % columns)
    }
    switch pointer.grid {
    case Self.outputName where pointer.row < layer.filters * output && pointer.column < output:
      return .output(place(output, output), filter: pointer.row / output)
    case Self.weights.name where pointer.row < layer.filters * kernel && pointer.column < layer.channels * kernel:
      return .weight(place(kernel, kernel), channel: pointer.column / kernel, filter: pointer.row / kernel)
    case Self.values.name where pointer.row < side && pointer.column < layer.channels * side:
      return .input(place(side, side), channel: pointer.column / side)
    case Self.biases.name where pointer.row < layer.filters: return .bias(filter: pointer.row)
    default: return .nothing
    }
  }

  /// How far the sum at one place of the output has come.
  struct Summation: Hashable {
    let filter: Int
    let place: GridPlace
    /// How many products of each channel are worked out.
    var products: [Int]
    /// From the place before (0) to this one (1).
    var travel = 1.0
    /// Whether the channels' sums are added.
    var isTotalled = true
    /// Whether the bias is added, and the result on its way.
    var isBiased = true
    /// Whether it stands in the output.
    var isLanded = true
  }

  /// The sum in work at a moment; `nil` where none is.
  func summation(_ moment: Moment, at playhead: Playhead) -> Summation? {
    let count = layer.kernelSize * layer.kernelSize
    if let pointer = playhead.pointer, case .output(let place, let filter) = focus(on: pointer) {
      guard isKnown(place, filter: filter, moment, at: playhead) else {
        return Summation(
          filter: filter, place: place, products: all(0), isTotalled: false, isBiased: false, isLanded: false)
      }
      return Summation(filter: filter, place: place, products: all(count))
    }
    guard playhead.pointer == nil else { return nil }
    let first = layer.place(0)
    switch moment {
    case .channel(let channel):
      let now = Int(playhead.phase(0.1, 0.9) * Double(count))
      let products = (0..<layer.channels).map { $0 < channel ? count : $0 == channel ? now : 0 }
      return Summation(
        filter: chosen, place: first, products: products, isTotalled: false, isBiased: false, isLanded: false)
    case .across:
      return Summation(
        filter: chosen, place: first, products: all(count), isTotalled: playhead.phase(0.2, 0.7) >= 1, isBiased: false,
        isLanded: false)
    case .bias:
      return Summation(
        filter: chosen, place: first, products: all(count), isBiased: playhead.phase(0, 0.4) >= 1,
        isLanded: !layer.isRectified && playhead.phase(0.4, 0.9) >= 1)
    case .relu:
      return Summation(
        filter: chosen, place: first, products: all(count), isLanded: playhead.phase(0.2, 0.8) >= 1)
    case .place(let index):
      let now = Int(playhead.phase(0.25, 0.65) * Double(count))
      return Summation(
        filter: chosen, place: layer.place(index), products: all(now), travel: playhead.phase(0, 0.25),
        isTotalled: playhead.phase(0, 0.75) >= 1, isBiased: playhead.phase(0, 0.85) >= 1,
        isLanded: playhead.phase(0, 0.95) >= 1)
    case .sweep:
      return Summation(filter: chosen, place: layer.place(swept(at: playhead)), products: all(count))
    default: return nil
    }
  }

  /// The place that the sweep has come to: all but the last, which is asked for.
  func swept(at playhead: Playhead) -> Int {
    min(2 + Int(playhead.progress * Double(layer.positions - 3)), layer.positions - 2)
  }

  private func all(_ count: Int) -> [Int] { Array(repeating: count, count: layer.channels) }

  /// Whether a place of a filter's map has been worked out.
  func isKnown(_ place: GridPlace, filter: Int, _ moment: Moment, at playhead: Playhead) -> Bool {
    let index = place.row * layer.outputSize + place.column
    switch moment {
    case .start, .filter, .channel, .across: return false
    case .bias, .relu: return filter == chosen && index == 0 && playhead.pointer != nil
    case .place(let current):
      return filter == chosen && (index < current || index == current && playhead.pointer != nil)
    case .sweep: return filter == chosen && index <= swept(at: playhead)
    case .other: return filter == chosen || Double(index) < playhead.phase(0.1, 1) * Double(layer.positions)
    case .alone: return filter == chosen
    case .size, .cost, .end: return true
    }
  }
}

extension Tensor {
  /// Puts values over it that were typed by hand into its channels side by side; those outside are left out.
  mutating func edit(_ edits: [GridPlace: Double]) {
    for (place, value) in edits where (0..<shape.height).contains(place.row) && place.column >= 0 {
      let (channel, column) = place.column.quotientAndRemainder(dividingBy: shape.width)
      if channel < shape.channels { self[place.row, column, channel] = Float(value) }
    }
  }
}

extension FilterBank {
  /// Puts weights over it that were typed by hand into its slices: channels side by side, filters below each other.
  mutating func edit(_ edits: [GridPlace: Double]) {
    for (place, value) in edits where place.row >= 0 && place.column >= 0 {
      let (filter, row) = place.row.quotientAndRemainder(dividingBy: rows)
      let (channel, column) = place.column.quotientAndRemainder(dividingBy: columns)
      if filter < count, channel < depth { self[filter, row, column, channel] = Float(value) }
    }
  }
}
