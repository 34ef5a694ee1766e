import CellCanvas
import ConvolutionEngine

/// A kernel of two numbers finds the vertical edges of a real picture; and what a matrix that does the same would cost.
struct EdgeDetectionScene: Scene {
  static let card = SceneCard(id: "edge-detection", title: "Finding edges in a picture", part: .convolution)

  /// The kernel of the lecture: each pixel minus its left neighbour.
  static let leftNeighbour = "left-neighbour"
  static let kernel = Control.choice(
    "kernel", [leftNeighbour] + KernelPreset.allCases.filter { $0 != .random }.map(\.rawValue),
    help: "what passes over the picture")
  static let wipe = Control.integer(
    "wipe", in: 0...10, standard: 10, help: "how far the result is wiped over the picture")
  static let weights = Control.grid("weights", in: -9...9, decimals: 1, help: "the kernel's weights")
  static let controls = [kernel, wipe, weights]

  /// The picture that a viewer brings along.
  static func pictureArea(_ settings: Settings) -> PictureArea? {
    PictureArea(width: size.columns, height: size.rows)
  }

  /// The size of the picture.
  static let size = Size(columns: 320, rows: 280)
  /// What can be pointed at beside the weights: the numbers of the result's detail.
  static let resultName = "result"

  /// The picture, 0...255.
  let picture: Tensor
  let convolution: Convolution
  let result: Tensor
  let cost: Convolution.Cost
  let character: KernelCharacter
  /// The farthest values from zero.
  let extremes: ClosedRange<Float>
  /// The place of the result that lies farthest from zero.
  let strongest: Settings.Place
  /// The maps that are drawn.
  let before: HeatMap
  let after: HeatMap
  /// How much of the result is wiped over the picture in the end, 0...1.
  let wiped: Double
  let moments: [Moment] = [.picture, .detail, .wipe, .sides, .operations, .matrix, .ratio, .end]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case picture, detail, wipe, sides, operations, matrix, ratio, end
  }

  init(_ settings: Settings) throws(SettingsError) {
    picture = Pictures.grey(for: settings, width: Self.size.columns, height: Self.size.rows)
    let kernel = Self.weights(settings)
    convolution = Convolution(FilterBank(kernel: kernel))
    do {
      cost = try convolution.cost(on: picture.shape)
    } catch {
      throw SettingsError(error.description)
    }
    result = convolution(picture)
    extremes = result.range
    character = KernelCharacter(kernel)
    let sizes = result.values.map(abs)
    let index = sizes.indices.max { sizes[$0] < sizes[$1] } ?? 0
    strongest = Settings.Place(row: index / result.shape.width, column: index % result.shape.width)
    before = picture.heatMap(.grey, limits: 0...255)
    after = Self.map(of: result, sizes: sizes, character, sum: Double(kernel.values.reduce(0, +)))
    wiped = Double(settings.integer(Self.wipe)) / 10
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

  /// What the result looks like: edges around zero in two colours, all else as a picture in greys.
  private static func map(of result: Tensor, sizes: [Float], _ character: KernelCharacter, sum: Double) -> HeatMap {
    switch character {
    case .copy, .blur, .stress: return result.heatMap(.grey, limits: 0...255 * sum)
    case .edges, .negative, .nothing: break
    }
    // Few edges are the strongest: at the size that all but a few stay below, the weaker ones can be seen, too.
    let limit = Double(sizes.sorted()[sizes.count * 97 / 100])
    return result.heatMap(.signed, limits: -max(limit, 1)...max(limit, 1))
  }

  /// The kernel's weights, as a grid.
  var kernelGrid: Tensor {
    convolution.filters.slice(0, channel: 0)
  }
}

/// What a kernel makes of a picture, as far as its weights tell.
enum KernelCharacter: Hashable, Sendable {
  /// The weights add up to 0, so that even areas vanish. Vertical edges show unless each column adds up to 0,
  /// horizontal ones unless each row does.
  case edges(vertical: Bool, horizontal: Bool)
  /// The weights add up to less than 0: bright becomes dark.
  case negative
  /// One weight alone: the picture, perhaps brighter.
  case copy
  /// No weight below 0: each output is a mixture of neighbours.
  case blur
  /// The picture stays, its edges are stressed.
  case stress
  /// Nothing but zeros.
  case nothing

  /// Sums that are smaller mean 0: weights have one decimal, of which most are no exact `Float`.
  static let least: Float = 0.05

  /// The character of a kernel of one channel.
  init(_ kernel: Tensor) {
    let (rows, columns) = (0..<kernel.shape.height, 0..<kernel.shape.width)
    let sum = kernel.values.reduce(0, +)
    func isZero(_ sum: Float) -> Bool { abs(sum) < Self.least }
    if kernel.values.allSatisfy({ $0 == 0 }) {
      self = .nothing
    } else if isZero(sum) {
      self = .edges(
        vertical: columns.contains { column in !isZero(rows.reduce(0) { $0 + kernel[$1, column] }) },
        horizontal: rows.contains { row in !isZero(columns.reduce(0) { $0 + kernel[row, $1] }) })
    } else if sum < 0 {
      self = .negative
    } else if kernel.values.allSatisfy({ $0 >= 0 }) {
      self = kernel.values.count { $0 > 0 } == 1 ? .copy : .blur
    } else {
      self = .stress
    }
  }
}
