import CellCanvas
import ConvolutionEngine

/// A kernel of two numbers finds the vertical edges of a real picture; and what a matrix that does the same would cost.
struct EdgeDetectionScene: Scene {
  static let card = SceneCard(id: "edge-detection", title: "Finding edges in a picture", part: .convolution)

  /// The kernel of the lecture: each pixel minus its left neighbour.
  private static let leftNeighbour = "left-neighbour"
  static let kernel = Control.choice(
    "kernel", [leftNeighbour] + KernelPreset.allCases.filter { $0 != .random }.map(\.rawValue),
    fills: [weights], help: "what passes over the picture")
  static let wipe = Control.integer("wipe", in: 0...10, standard: 10, help: "how far the map is wiped over the picture")
  static let weights = Control.grid(
    "weights", in: -9...9, decimals: 1, last: GridPlace(row: 2, column: 2), help: "the kernel's weights")
  static let controls = [kernel, wipe, weights]

  /// The picture that a viewer brings along.
  static func pictureArea(_ settings: Settings) -> PictureArea? {
    PictureArea(width: size.columns, height: size.rows)
  }

  /// The size of the picture.
  static let size = Size(columns: 320, rows: 280)

  /// The picture, 0...255, and whether it is the lecture's own.
  let picture: Tensor
  let isHouse: Bool
  /// What was done to the viewer's picture to make it as large.
  let fitting: String?
  let convolution: Convolution
  let cost: Convolution.Cost
  let map: KernelMap
  /// How much of the map is wiped over the picture in the end, 0...1.
  let wiped: Double
  let moments: [Moment]

  /// What a step shows.
  enum Moment: Sendable {
    case picture, detail, wipe, sides
    /// The kernel on its side.
    case turned(KernelMap)
    case operations, matrix, ratio, end
  }

  init(_ settings: Settings) throws(SettingsError) {
    picture = Pictures.grey(for: settings, width: Self.size.columns, height: Self.size.rows)
    isHouse = settings.picture == nil
    fitting = settings.picture.flatMap { Self.pictureArea(settings)?.use(of: $0) }
    let kernel = Self.weights(settings)
    convolution = Convolution(FilterBank(kernel: kernel))
    do {
      cost = try convolution.cost(on: picture.shape)
    } catch {
      throw SettingsError(error.description)
    }
    map = KernelMap(kernel, over: picture)
    wiped = Double(settings.integer(Self.wipe)) / 10
    let turned = map.turned(over: picture).map { [Moment.turned($0)] } ?? []
    moments = [.picture, .detail, .wipe, .sides] + turned + [.operations, .matrix, .ratio, .end]
  }

  /// The weights that are chosen, and what was typed over them. Weights typed beyond a kernel that is too small for
  /// them make a kernel of 3 × 3 of their own.
  private static func weights(_ settings: Settings) -> Tensor {
    let edits = settings.edits(Self.weights)
    let preset = KernelPreset(rawValue: settings.choice(Self.kernel))
    let chosen = preset?.weights(size: 3, seed: 1) ?? Tensor(rows: [[-1, 1]])
    let isBeyond = edits.keys.contains { $0.row >= chosen.shape.height || $0.column >= chosen.shape.width }
    return (isBeyond ? Tensor(Shape(height: 3, width: 3), repeating: 0) : chosen).edited(edits)
  }

  /// Whether the kernel takes from each pixel its left neighbour.
  var isDifference: Bool { map.kernel.values == [-1, 1] && map.kernel.shape.width == 2 }

  /// Whether the picture is the same everywhere.
  var isEven: Bool { picture.range.lowerBound == picture.range.upperBound }

  /// The places at which the kernel is shown at work one after the other: up to where it answers most strongly.
  var places: [GridPlace] {
    (max(0, map.strongest.column - 2)...map.strongest.column).map {
      GridPlace(row: map.strongest.row, column: $0)
    }
  }

  /// The place at which the kernel is at work at a moment of the step that shows it; `nil` when all are done.
  func working(at playhead: Playhead) -> GridPlace? {
    let index = Int((playhead.progress - 0.05) / 0.18)
    return playhead.pointer == nil && places.indices.contains(index) ? places[index] : nil
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard case .detail = moment else { return nil }
    return working(at: playhead).map(sum)
  }

  func name(of target: Target) -> String? {
    switch target.grid {
    case Self.weights.name: "kernel \(target.place)"
    default: nil
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let (shape, kernel) = (map.values.shape, map.kernel)
    switch target.grid {
    case Self.numbersName where target.row < shape.height && target.column < shape.width:
      return Remark(
        caption: """
          Row \(target.row + 1), column \(target.column + 1) of the map, from the \(counted(cost.products, "pixel")) \
          that lie under the kernel there.
          """, formula: sum(GridPlace(row: target.row, column: target.column)))
    case Self.turnedName:
      guard case .turned(let turned) = moment, target.row < turned.values.shape.height,
        target.column < turned.values.shape.width
      else { return nil }
      return Remark(
        caption: """
          Row \(target.row + 1), column \(target.column + 1) of the map of the kernel on its side: the same weights, \
          rows for columns.
          """, formula: sum(GridPlace(row: target.row, column: target.column), of: turned))
    case Self.pixelsName where target.row < picture.shape.height && target.column < picture.shape.width:
      let place = GridPlace(
        row: min(target.row, shape.height - 1), column: min(target.column, shape.width - 1))
      return Remark(
        caption: "The pixel in row \(target.row + 1), column \(target.column + 1) of the picture: "
          + .input(GridConvolution.text(picture[target.row, target.column]))
          + ". What it gives with its neighbours under the kernel is written above.", formula: sum(place))
    case Self.matrixName: return remark(onMatrix: target)
    case Self.ratioName: return remark(onRatio: target)
    case Self.mapName:
      return Remark(
        caption: """
          Of the outputs that this spot of the screen stands for, the one farthest from 0 is written out beside the map, \
          with what it is made of.
          """)
    case Self.weights.name where target.row < kernel.shape.height && target.column < kernel.shape.width:
      return Remark(
        caption:
          "This weight is used \(NumberText.integer(cost.output.count)) times, once for each output, and stored once.",
        formula: [
          .muted("row \(target.row + 1), column \(target.column + 1) of the kernel: ")
            + .kernel(GridConvolution.text(kernel[target.row, target.column]))
        ])
    default: return nil
    }
  }

  /// What can be pointed at beside the weights: the numbers of a part of the map, and the pixels of the whole of it.
  static let numbersName = "map-numbers"
  static let mapName = "map"
  static let turnedName = "turned-numbers"
  static let pixelsName = "picture-pixels"
  static let matrixName = "matrix"
  static let ratioName = "operations"
}
