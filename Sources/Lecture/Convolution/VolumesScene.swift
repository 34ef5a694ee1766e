import CellCanvas
import ConvolutionEngine

/// What a layer makes of a volume: from height × width × depth to another one, computed on a real picture; and what it
/// costs beside a layer that does not share its weights.
struct VolumesScene: Scene {
  static let card = SceneCard(id: "volumes", title: "From volume to volume", part: .convolution)

  static let filters = Control.integer("filters", in: 1...16, standard: 8, help: "how many in layer 1")
  static let nextFilters = Control.integer("filters-2", in: 1...16, standard: 10, help: "how many in layer 2")
  static let kernel = Control.integer("kernel", in: 1...9, standard: 5, help: "side of all filters, F")
  static let stride = Control.integer("stride", in: 1...2, standard: 1, help: "pixels moved at a time, S")
  static let padding = Control.integer("padding", in: 0...4, standard: 0, help: "zeros put around each volume, P")
  static let seed = Control.integer("seed", in: 1...99, standard: 1, help: "other random weights")
  static let weights = Control.choice(
    "weights", ["random", "photos"], help: "where the filters of layer 1 come from: by chance, or learned by photos")
  static let controls = [filters, nextFilters, kernel, stride, padding, seed, weights]

  /// The picture that a viewer brings along.
  static func pictureArea(_ settings: Settings) -> PictureArea? {
    PictureArea(width: side, height: side)
  }

  /// The side of the picture.
  static let side = 32
  /// What can be pointed at: the pixels of one map, whole maps, and the volumes by their place.
  static let mapName = "map"
  static let mapsName = "maps"
  static let volumesName = "volumes"

  let picture: Picture
  /// Whether the filters of layer 1 are those that `photos` has learned.
  let isTrained: Bool
  let network: Network
  /// What each layer's filters add up, before the ReLU.
  let sums: [Tensor]
  /// What comes out of each layer: the sums, and 0 for those below zero.
  let maps: [Tensor]
  /// The filters of each layer, and the biases of the first layer's.
  let banks: [FilterBank]
  let biases: [Float]
  let moments: [Moment]

  /// What a step shows; layers count from 0.
  enum Moment: Hashable, Sendable {
    case picture, slide, relu, maps(Int), nextFilter, parameters, work, unshared, end
  }

  init(_ settings: Settings) throws(SettingsError) {
    picture = Pictures.color(for: settings, else: Pictures.balloon, width: Self.side, height: Self.side)
    let window = Window(
      settings.integer(Self.kernel), stride: settings.integer(Self.stride),
      padding: Padding(settings.integer(Self.padding)))
    network = try Self.network(
      [settings.integer(Self.filters), settings.integer(Self.nextFilters)], window, on: Self.side)
    isTrained = settings.choice(Self.weights) == "photos"
    let random = SeededWeights(seed: UInt64(settings.integer(Self.seed)))
    let learned = isTrained ? try Self.learned(settings.integer(Self.filters), side: window.kernel) : nil
    var (banks, biases): ([FilterBank], [Float]) = ([], [])
    var sums: [Tensor] = []
    var maps: [Tensor] = []
    for (index, stage) in network.stages.enumerated() {
      let parameters = (index == 0 ? learned : nil) ?? random.parameters(of: stage, at: index)
      let bank = FilterBank(
        count: stage.output.channels, rows: window.kernel, columns: window.kernel, depth: stage.input.channels,
        values: parameters.weights)
      let convolution = Convolution(
        bank, biases: parameters.biases, stride: window.stride, padding: window.padding)
      banks.append(bank)
      if index == 0 { biases = parameters.biases }
      sums.append(convolution(maps.last ?? picture.tensor))
      maps.append(ReLU()(sums[index]))
    }
    (self.banks, self.biases, self.sums, self.maps) = (banks, biases, sums, maps)
    moments = [.picture, .slide, .relu, .maps(0), .nextFilter, .maps(1), .parameters, .work, .unshared, .end]
  }

  /// Two layers, one behind the other, on a picture with this side; the ReLU behind each changes no shape.
  ///
  /// - Throws: the sentence that says which of them does not fit, and why.
  static func network(_ filters: [Int], _ window: Window, on side: Int) throws(SettingsError) -> Network {
    do {
      let network = try Network(
        name: "volumes", title: "Two layers", input: Shape(height: side, width: side, channels: 3),
        layers: filters.enumerated().map { index, count in
          Layer("layer \(index + 1)", .convolution(filters: count, window, groups: 1))
        })
      for stage in network.stages { _ = try window.over(stage.input.height).checkedOutput() }
      return network
    } catch let error as GeometryError {
      throw SettingsError(error.description)
    } catch {
      throw SettingsError("\(error)")
    }
  }

  /// The first filters of `photos`' first layer, with their biases.
  ///
  /// - Throws: the sentence that says that they are of another size.
  private static func learned(_ count: Int, side: Int) throws(SettingsError) -> LayerParameters {
    let photos = TrainedPhotos.carried
    let stage = photos.network.stages[0]
    let kernel = stage.layer.window?.kernel ?? 1
    guard side == kernel else {
      throw SettingsError(
        "the network photos has learned filters of \(sides(kernel, kernel)), not \(sides(side, side)): set kernel to \(kernel), or weights "
          + "to random")
    }
    let parameters = photos.weights.parameters(of: stage, at: 0)
    return LayerParameters(
      weights: Array(parameters.weights.prefix(count * stage.fanIn)), biases: Array(parameters.biases.prefix(count)))
  }

  // MARK: One map

  /// The window of the first layer over the picture.
  var geometry: WindowGeometry {
    WindowGeometry(input: Self.side, window: network.stages[0].layer.window ?? Window(1))
  }

  /// The rows of the picture, and as many columns, that no window comes to: at the end, or between the windows.
  var unseen: [Int] { (0..<Self.side).filter { geometry.outputs(reachedBy: $0).isEmpty } }

  /// The output that is being computed at a moment, counted row by row, and how many are there already.
  func position(at playhead: Playhead) -> (current: Int, known: Int) {
    let side = geometry.output
    if let pointer = playhead.pointer, pointer.grid == Self.mapName, pointer.row < side, pointer.column < side {
      return (pointer.row * side + pointer.column, side * side)
    }
    let known = Int(playhead.phase(0.05, 0.95) * Double(side * side))
    return (min(known, side * side - 1), known)
  }

  /// A dense layer from everything to everything, instead of a stage.
  ///
  /// Any shape fits a dense layer.
  static func dense(insteadOf stage: Stage) -> Stage? {
    try? Stage(.dense("dense", stage.output.count), on: stage.input)
  }
}
