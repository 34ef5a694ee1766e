import CellCanvas
import ConvolutionEngine

/// A shift by a pixel changes every detector and only some of the pooled values; and where that ends.
struct ShiftInvarianceScene: Scene {
  static let card = SceneCard(id: "shift-invariance", title: "Max pooling forgives a shift", part: .pooling)

  static let shift = Control.integer("shift", in: -2...2, standard: 1, help: "how far the picture moves to the right")
  static let width = Control.integer(
    "width", in: 1...5, standard: 3, help: "how many neighbours a pooled unit looks at")
  static let stride = Control.integer("stride", in: 1...3, standard: 1, help: "how far apart the pooled units are")
  static let row = Control.grid("row", in: 0...1, decimals: 1, help: "the detectors' values on the whole row")
  static let controls = [shift, width, stride, row]

  /// What a step shows.
  enum Moment: Hashable, CaseIterable {
    /// Four detectors.
    case detectors
    /// What is pooled from them.
    case pooled
    /// The detectors after the shift.
    case shifted
    /// The pooled values after the shift.
    case compared
    /// The same on a map.
    case map
    /// The row again, with windows side by side.
    case coarse
    /// What the shift does to these.
    case aliased
  }

  /// The detectors' values on a row that is longer than what is seen of it, by the largest shift on either side.
  /// The middle is from I. Goodfellow, Y. Bengio, A. Courville: Deep Learning (2016), figure 9.8.
  static let standardRow: [Float] = [0.3, 0.2, 0.1, 1.0, 0.2, 0.3, 0.1, 0.2]
  /// How many detectors are seen, and where the first view begins.
  static let (viewLength, viewStart) = (4, 2)
  /// The side of the map that is seen.
  static let mapSide = 7

  let shift: Int
  /// The whole row.
  let row: [Float]
  /// With the settings' width and stride.
  let fine: Comparison
  /// With windows side by side, as most networks pool.
  let coarse: Comparison
  /// The map.
  let map: Comparison

  let moments = Moment.allCases

  init(_ settings: Settings) throws(SettingsError) {
    shift = settings.integer(Self.shift)
    let stride = settings.integer(Self.stride)
    let window = Self.window(settings.integer(Self.width), stride: stride)
    let edits = settings.edits(Self.row)
    row = Self.standardRow.enumerated().map { index, value in
      edits[Settings.Place(row: 0, column: index)].map { Float($0) } ?? value
    }
    let signal = Tensor(signal: row)
    let pooling = MaxPooling(rows: Window(1), columns: window)
    fine = Comparison(signal, pooling, start: Self.viewStart, width: Self.viewLength, shift: shift)
    let sideBySide = max(2, stride)
    coarse = Comparison(
      signal, MaxPooling(rows: Window(1), columns: Self.window(sideBySide, stride: sideBySide)),
      start: Self.viewStart, width: Self.viewLength, shift: shift)
    map = Comparison(
      Self.wholeMap, MaxPooling(window), start: Self.viewStart, width: Self.mapSide, shift: shift)
  }

  /// A window that stays inside of what is seen: at the edges it looks at fewer values. It is centred on its unit where
  /// its width is odd.
  private static func window(_ width: Int, stride: Int) -> Window {
    Window(width, stride: stride, padding: .same(kernel: width))
  }

  /// A small pattern, a cross, on a weak background from a seed.
  private static let wholeMap: Tensor = {
    let width = mapSide + 2 * viewStart
    var map = Tensor(Shape(height: mapSide, width: width), seed: 20, integersIn: 0...4)
    let (row, column) = (mapSide / 2, width / 2)
    map[row, column] = 9
    for (down, across) in [(-1, 0), (0, -1), (0, 1), (1, 0)] { map[row + down, column + across] = 7 }
    return map
  }()

  /// What is seen before and after a shift, each with what is pooled from it.
  struct Comparison: Sendable {
    let before: View
    let after: View
    /// How the windows lie along a row.
    let geometry: WindowGeometry

    init(_ whole: Tensor, _ pooling: MaxPooling, start: Int, width: Int, shift: Int) {
      before = View(whole, pooling, start: start, width: width)
      // What moves to the right under a fixed eye is what an eye sees that moves to the left.
      after = View(whole, pooling, start: start - shift, width: width)
      geometry = pooling.columns.over(width)
    }

    /// Where the detectors changed.
    var detectorChanges: Changes { Changes(before.detectors, after.detectors) }
    /// Where the pooled values changed.
    var pooledChanges: Changes { Changes(before.pooled, after.pooled) }
  }

  /// At which places two views differ, row by row.
  struct Changes: Sendable {
    let places: [Bool]

    init(_ before: Tensor, _ after: Tensor) { places = zip(before.values, after.values).map { $0 != $1 } }

    /// How many places changed.
    var count: Int { places.count { $0 } }
    /// Whether none stayed as it was.
    var isEverywhere: Bool { count == places.count }
    /// "2 of 4".
    var text: String { "\(count) of \(places.count)" }
  }

  /// A part of the row or the map, and what is pooled from it.
  struct View: Sendable {
    let detectors: Tensor
    let pooled: Tensor
    let switches: MaxPooling.Switches

    init(_ whole: Tensor, _ pooling: MaxPooling, start: Int, width: Int) {
      detectors = Tensor(
        rows: (0..<whole.shape.height).map { row in (start..<start + width).map { whole[row, $0] } })
      (pooled, switches) = pooling.withSwitches(detectors)
    }
  }

  /// A value of the row as the figures show it.
  static func text(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: 1) }
}
