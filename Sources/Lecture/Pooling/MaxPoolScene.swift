import CellCanvas
import ConvolutionEngine

/// Max pooling: what it keeps of a map, what it remembers for the way back, and what it does to a volume.
struct MaxPoolScene: Scene {
  static let card = SceneCard(id: "max-pool", title: "Max pooling keeps the strongest", part: .pooling)

  static let map = Control.grid("map", in: 0...Double(brightest), help: "the values of the map")
  static let gradient = Control.grid("gradient", in: -9...9, help: "the gradient that comes back to each output")
  static let size = Control.integer("size", in: 2...8, standard: 4, help: "how many rows and columns the map has")
  static let window = Control.integer("window", in: 2...4, standard: 2, help: "how many rows and columns a window has")
  static let stride = Control.integer("stride", in: 1...3, standard: 2, help: "how far the window moves at a time")
  static let seed = Control.integer(
    "seed", in: 0...99, standard: 0, help: "0 for the usual map, others for random ones")
  static let controls = [window, stride, size, seed, map, gradient]

  /// The largest value of a map.
  static let brightest = 9
  /// How many channels the small volume has.
  static let channels = 3
  /// The large volume: what the second block of VGG-16 pools.
  static let large = Shape(height: 224, width: 224, channels: 64)

  /// What a step shows.
  enum Moment: Hashable {
    /// The map, and nothing else yet.
    case map
    /// One window, by the index of its output.
    case window(Int)
    /// All windows from this one on, in a sweep.
    case rest(from: Int)
    /// Which cells won.
    case switches
    /// The way of the gradient.
    case backward
    /// Every channel by itself.
    case channels
    /// The large volume.
    case volume
  }

  let moments: [Moment]
  /// The map in channel 0, and two more.
  let volume: Tensor
  let pooled: Tensor
  let switches: MaxPooling.Switches
  /// Along either axis of the map.
  let geometry: WindowGeometry
  /// Along either axis of the large volume.
  let largeGeometry: WindowGeometry
  let largeOutput: Shape
  /// How many weights and biases the pooling has.
  let parameters: Int
  /// What comes back to each output, and what of it reaches each cell of the map.
  let outputGradient: Tensor
  let inputGradient: Tensor

  init(_ settings: Settings) throws(SettingsError) {
    let window = Window(settings.integer(Self.window), stride: settings.integer(Self.stride))
    let size = settings.integer(Self.size)
    geometry = window.over(size)
    guard geometry.fits else {
      throw SettingsError(
        "a window of \(window.kernel) × \(window.kernel) does not fit into a map of \(size) × \(size): "
          + "take a larger map or a smaller window"
      )
    }
    largeGeometry = window.over(Self.large.height)
    do {
      let stage = try Stage(Layer("pool", .maxPooling(window)), on: Self.large)
      largeOutput = stage.output
      parameters = stage.parameters
    } catch { throw SettingsError(error.description) }

    volume = Self.volume(size: size, seed: settings.integer(Self.seed), edits: settings.edits(Self.map))
    (pooled, switches) = MaxPooling(window).withSwitches(volume)
    outputGradient = Self.gradient(
      side: geometry.output, seed: settings.integer(Self.seed), edits: settings.edits(Self.gradient))
    inputGradient = switches.gradient(outputGradient)

    let count = geometry.output * geometry.output
    let windows: [Moment] =
      count <= 4 ? (0..<count).map(Moment.window) : [.window(0), .window(1), .rest(from: 2)]
    moments = [.map] + windows + [.switches, .backward, .channels, .volume]
  }

  /// The usual map, or one from a seed, with the values typed by hand; the other channels are always from a seed.
  private static func volume(size: Int, seed: Int, edits: [Settings.Place: Double]) -> Tensor {
    let usual: [[Float]] = [[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]]
    var volume = Tensor(
      Shape(height: size, width: size, channels: channels), seed: UInt64(seed), integersIn: 0...brightest)
    for row in 0..<size {
      for column in 0..<size {
        if seed == 0, row < usual.count, column < usual.count { volume[row, column] = usual[row][column] }
        if let edit = edits[Settings.Place(row: row, column: column)] { volume[row, column] = Float(edit) }
      }
    }
    return volume
  }

  /// What comes back from the layers above: small numbers of both signs from a seed, with those typed by hand.
  /// Only channel 0 is looked at.
  private static func gradient(side: Int, seed: Int, edits: [Settings.Place: Double]) -> Tensor {
    var gradient = Tensor(
      Shape(height: side, width: side, channels: channels), seed: UInt64(seed + 100), integersIn: 1...5)
    for row in 0..<side {
      for column in 0..<side {
        if (row + column).isMultiple(of: 2) == false { gradient[row, column].negate() }
        if let edit = edits[Settings.Place(row: row, column: column)] { gradient[row, column] = Float(edit) }
      }
    }
    return gradient
  }

  // MARK: Who belongs to whom

  /// How many outputs the map has.
  var count: Int { geometry.output * geometry.output }

  /// The row and column of an output.
  func output(_ index: Int) -> Settings.Place {
    Settings.Place(row: index / geometry.output, column: index % geometry.output)
  }

  /// The cells that an output looks at, row by row.
  func cells(of index: Int) -> [Settings.Place] {
    let place = output(index)
    return geometry.inputs(of: place.row).flatMap { row in
      geometry.inputs(of: place.column).map { Settings.Place(row: row, column: $0) }
    }
  }

  /// The cell that won at an output.
  func winner(of index: Int, channel: Int = 0) -> Settings.Place {
    let place = output(index)
    let winner = switches[place.row, place.column, channel]
    return Settings.Place(row: winner.row, column: winner.column)
  }

  /// The outputs that look at a cell.
  func outputs(of cell: Settings.Place) -> [Int] {
    geometry.outputs(reachedBy: cell.row).flatMap { row in
      geometry.outputs(reachedBy: cell.column).map { row * geometry.output + $0 }
    }
  }

  /// A value of the map.
  func value(_ place: Settings.Place, channel: Int = 0) -> Float { volume[place.row, place.column, channel] }

  /// The result at an output.
  func result(_ index: Int) -> Float { pooled[output(index).row, output(index).column] }

  /// A value as the figures show it.
  static func text(_ value: Float) -> String { NumberText.plain(Double(value)) }

  /// A cell by its row and column, counted from 1.
  static func name(_ place: Settings.Place) -> String { "\(place.row + 1),\(place.column + 1)" }

  /// How many outputs are known at the end of a step.
  func known(at step: Int) -> Int {
    switch moments[step] {
    case .map: 0
    case .window(let index): index + 1
    default: count
    }
  }
}
