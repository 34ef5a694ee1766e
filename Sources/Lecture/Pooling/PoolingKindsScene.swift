import CellCanvas
import ConvolutionEngine

/// Five kinds of pooling on one map at once, and the way back of a gradient through each.
struct PoolingKindsScene: Scene {
  static let card = SceneCard(id: "pooling-kinds", title: "Five kinds of pooling", part: .pooling)

  static let window = Control.integer("window", in: 1...5, standard: 3, help: "the side of the window")
  static let stride = Control.integer("stride", in: 1...4, standard: 1, help: "how far the window moves at a time")
  static let map = Control.grid(
    "map", in: -9...9, last: GridPlace(row: 4, column: 4), help: "the values of the map")
  static let controls = [window, stride, map]

  /// The side of the map.
  static let side = 5
  private static let standardMap: [[Float]] = [
    [2, 0, 1, 3, 0], [1, 4, 2, 0, 4], [0, 3, 5, 1, 2], [4, 1, 2, 9, 0], [0, 2, 3, 1, 7],
  ]
  static func pictureArea(_ settings: Settings) -> PictureArea? { PictureEdges.area }

  /// What a step shows.
  enum Moment: Sendable {
    /// The map, the first window outlined.
    case start
    /// What comes out of a window.
    case window(Int)
    /// What comes out of all.
    case all
    /// The way back through one kind.
    case back(PoolingKind)
    /// Two cells of a window are equally large.
    case tie(Tie)
    /// The way back from all outputs at once.
    case through
  }

  /// A map in whose middle window several cells hold the largest value, and where the engine's max pooling sends the
  /// gradient.
  struct Tie: Sendable {
    let map: Tensor
    let gradient: Tensor
    /// The cells of the window that tie, row by row.
    let cells: [GridPlace]
    /// Those of them that get some of the gradient.
    let winners: [GridPlace]
  }

  let values: Tensor
  let geometry: WindowGeometry
  let kinds: [KindOfPooling]
  /// The weights of the centre-weighted kind.
  let weights: Tensor
  /// The output whose way back is followed: the one in the middle, or the first behind it.
  let middle: GridPlace
  /// The edges of a picture, and each kind of pooling of them.
  let edges: Tensor
  let pooledEdges: [Tensor]
  let moments: [Moment]

  init(_ settings: Settings) throws(SettingsError) {
    let window = Window(settings.integer(Self.window), stride: settings.integer(Self.stride))
    var map = Tensor(rows: Self.standardMap)
    for (place, value) in settings.edits(Self.map) where place.row < Self.side && place.column < Self.side {
      map[place.row, place.column] = Float(value)
    }
    values = map
    geometry = window.over(Self.side)
    let middle = GridPlace(row: geometry.output / 2, column: geometry.output / 2)
    self.middle = middle
    kinds = PoolingKind.allCases.map { KindOfPooling($0, map, window, one: middle) }
    weights = CentreWeightedPooling(window).weights
    let edges = PictureEdges.map(for: settings)
    self.edges = edges
    pooledEdges = PoolingKind.allCases.map { $0(edges, window) }
    let count = geometry.output * geometry.output
    let tie = Self.tie(map, window, at: middle)
    moments =
      [.start, .window(0)] + (count > 1 ? [.window(1)] : []) + (count > 2 ? [.all] : [])
      + PoolingKind.allCases.map(Moment.back) + (tie.map { [.tie($0)] } ?? []) + [.through]
  }

  /// The map with the largest value of the window at `place` written into the window's first and last cell as well;
  /// `nil` for a window of one cell, which cannot tie.
  private static func tie(_ map: Tensor, _ window: Window, at place: GridPlace) -> Tie? {
    let rows = window.over(side).inputs(of: place.row), columns = window.over(side).inputs(of: place.column)
    let cells = rows.flatMap { row in columns.map { GridPlace(row: row, column: $0) } }
    guard cells.count > 1 else { return nil }
    let largest = cells.map { map[$0.row, $0.column] }.max() ?? 0
    var tied = map
    for cell in [cells[0], cells[cells.count - 1]] { tied[cell.row, cell.column] = largest }
    let back = KindOfPooling(.maximum, tied, window, one: place).fromOne
    let equal = cells.filter { tied[$0.row, $0.column] == largest }
    return Tie(
      map: tied, gradient: back, cells: equal, winners: equal.filter { back[$0.row, $0.column] != 0 })
  }

  // MARK: Places

  var outputs: Int { geometry.output * geometry.output }

  func place(_ index: Int) -> GridPlace { GridPlace(row: index / geometry.output, column: index % geometry.output) }

  /// The cells that an output looks at, row by row.
  func cells(of place: GridPlace) -> [GridPlace] {
    geometry.inputs(of: place.row).flatMap { row in
      geometry.inputs(of: place.column).map { GridPlace(row: row, column: $0) }
    }
  }

  /// The output whose way back is followed, in words: an even number of outputs has none in the middle.
  var middleName: String {
    geometry.output == 1
      ? "the one output"
      : geometry.output.isMultiple(of: 2)
        ? "the output in row \(middle.row + 1), column \(middle.column + 1)" : "the output in the middle"
  }

  /// A share of a gradient that fills its cell: half of what one output sends, or more.
  static let largeShare: Float = 0.5

  func value(_ cell: GridPlace) -> Float { values[cell.row, cell.column] }

  func result(_ kind: PoolingKind, _ place: GridPlace) -> Float {
    kind == .global ? kinds[kind.rawValue].output[0, 0] : kinds[kind.rawValue].output[place.row, place.column]
  }

  /// Whether a cell is in a window at all.
  func isSeen(_ cell: GridPlace) -> Bool {
    !geometry.outputs(reachedBy: cell.row).isEmpty && !geometry.outputs(reachedBy: cell.column).isEmpty
  }

  /// A result, with a decimal where it needs one.
  static func text(_ value: Float) -> String { NumberText.plain((Double(value) * 10).rounded() / 10) }

  /// A share of a gradient, as short as it can be written: .11, 1, −.33.
  static func share(_ value: Float) -> String {
    let rounded = (Double(value) * 100).rounded() / 100
    let text = rounded == rounded.rounded() ? NumberText.plain(rounded) : NumberText.fixed(rounded, decimals: 2)
    return text.hasPrefix("0.") ? String(text.dropFirst()) : text.hasPrefix("−0.") ? "−" + text.dropFirst(2) : text
  }
}
