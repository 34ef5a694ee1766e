import CellCanvas
import ConvolutionEngine

/// Fewer pooled units than detectors: what becomes of the last, ragged window, and what the next layer saves.
struct PoolDownsamplingScene: Scene {
  static let card = SceneCard(id: "pool-downsampling", title: "Pooling with a stride", part: .pooling)

  static let detectors = Control.integer("detectors", in: 2...12, standard: 6, help: "how many detectors there are")
  static let width = Control.integer("width", in: 1...5, standard: 3, help: "how many detectors a window covers")
  static let stride = Control.integer("stride", in: 1...4, standard: 2, help: "how far apart the windows begin")
  static let last = Control.choice(
    "last", ["kept", "dropped"], help: "what becomes of a last window that hangs over the end")
  static let next = Control.integer("next", in: 1...6, standard: 4, help: "units of the dense layer that comes next")
  static let row = Control.grid("row", in: 0...1, decimals: 1, help: "the detectors' values")
  static let controls = [detectors, width, stride, last, next, row]

  /// What a step shows.
  enum Moment: Sendable {
    /// The detectors.
    case detectors
    /// A window that lies inside.
    case window(Int)
    /// All windows that lie inside.
    case inside
    /// The last window, which hangs over the end.
    case ragged(Int)
    /// No window hangs over.
    case even
    /// The last window kept and dropped, beside each other.
    case both
    /// What the next layer has to do.
    case work
    /// The same on the maps of a real network.
    case volume(Volume)
  }

  /// The detectors' values. The first six are from I. Goodfellow, Y. Bengio, A. Courville: Deep Learning (2016),
  /// figure 9.10.
  static let standardRow: [Float] = [0.1, 1.0, 0.2, 1.0, 0.3, 0.0, 0.4, 0.9, 0.1, 0.6, 0.2, 0.7]

  /// The detectors pooled with the last window kept or dropped.
  struct Pooling: Sendable {
    let geometry: WindowGeometry
    let values: [Float]
    let switches: MaxPooling.Switches
    /// The pooled units, and above them a dense layer.
    let stack: LayerStack

    init(_ detectors: [Float], _ window: Window, next: Int) {
      geometry = window.over(detectors.count)
      let pooled = MaxPooling(signal: window).withSwitches(Tensor(signal: detectors))
      (values, switches) = (pooled.output.values, pooled.switches)
      stack = LayerStack([.window(geometry), .dense(inputs: values.count, outputs: next)])
    }

    /// The detectors that a window covers, those that are there.
    func seen(_ output: Int) -> [Int] { geometry.inputs(of: output).filter { !geometry.isPadding($0) } }
  }

  /// A pooling of GoogLeNet with both roundings, and the convolution behind it.
  struct Volume: Sendable {
    let geometries: (kept: WindowGeometry, dropped: WindowGeometry)
    let kept: Shape
    let dropped: Shape
    /// Multiply-adds of the convolution without a pooling before it, with one, and with one that drops the last window.
    let work: (direct: Int, kept: Int, dropped: Int)

    /// What GoogLeNet pools first.
    static let input = Shape(height: 112, width: 112, channels: 64)
    static let filters = 192

    init(width: Int, stride: Int) throws(NetworkError) {
      func stage(_ rounding: Window.Rounding) throws(NetworkError) -> Stage {
        try Stage(Layer("pool", .maxPooling(Window(width, stride: stride, rounding: rounding))), on: Self.input)
      }
      func work(on shape: Shape) throws(NetworkError) -> Int {
        let convolution = Layer.Kind.convolution(filters: Self.filters, Window(3, padding: 1), groups: 1)
        return try Stage(Layer("conv", convolution), on: shape).multiplyAdds
      }
      geometries = (
        Window(width, stride: stride, rounding: .up).over(Self.input.height),
        Window(width, stride: stride).over(Self.input.height)
      )
      (kept, dropped) = (try stage(.up).output, try stage(.down).output)
      self.work = (try work(on: Self.input), try work(on: kept), try work(on: dropped))
    }
  }

  let detectors: [Float]
  let kept: Pooling
  let dropped: Pooling
  let keepsLast: Bool
  let next: Int
  /// The dense layer straight on the detectors.
  let direct: LayerStack
  /// Of the neighbours that windows at every place would have, how many say the same.
  let repeats: (same: Int, all: Int)
  let moments: [Moment]

  init(_ settings: Settings) throws(SettingsError) {
    let (count, width, stride) = (
      settings.integer(Self.detectors), settings.integer(Self.width), settings.integer(Self.stride)
    )
    guard width <= count else {
      throw SettingsError(
        "a window of \(width) does not fit on \(counted(count, "detector")): take more detectors or a narrower window")
    }
    let edits = settings.edits(Self.row)
    detectors = (0..<count).map { index in
      edits[Settings.Place(row: 0, column: index)].map { Float($0) } ?? Self.standardRow[index]
    }
    next = settings.integer(Self.next)
    kept = Pooling(detectors, Window(width, stride: stride, rounding: .up), next: next)
    dropped = Pooling(detectors, Window(width, stride: stride), next: next)
    let everywhere = MaxPooling(signal: Window(width))(Tensor(signal: detectors)).values
    repeats = (zip(everywhere, everywhere.dropFirst()).count { $0 == $1 }, everywhere.count - 1)
    keepsLast = settings.choice(Self.last) == "kept"
    direct = LayerStack([.dense(inputs: count, outputs: next)])
    let volume: Volume
    do { volume = try Volume(width: width, stride: stride) } catch { throw SettingsError(error.description) }
    let full = dropped.values.count
    moments =
      [.detectors, .window(0)] + (full > 1 ? [.window(1)] : []) + (full > 2 ? [.inside] : [])
      + [kept.values.count > full ? .ragged(full) : .even, .both, .work, .volume(volume)]
  }

  /// The pooling that the knob chose.
  var chosen: Pooling { keepsLast ? kept : dropped }
  /// Whether the two differ.
  var isRagged: Bool { kept.values.count > dropped.values.count }

  static func text(_ value: Float) -> String { NumberText.fixed(Double(value), decimals: 1) }

  // MARK: While something is pointed at

  func name(of target: Target) -> String? {
    target.grid == Self.row.name ? "detector \(target.column + 1)" : nil
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    let pooling = target.grid.hasSuffix("dropped") ? dropped : kept
    if target.grid.hasPrefix("pooled") {
      guard target.column < shown(moment, pooling) else {
        return Remark(caption: "This unit will be the largest of the detectors in its window.")
      }
      let seen = pooling.seen(target.column)
      let missing = pooling.geometry.window.kernel - seen.count
      return Remark(
        caption: "This unit is the largest of \(counted(seen.count, "detector"))"
          + (missing > 0 ? ": its window hangs over the end by \(missing)." : "."),
        formula: [maximum(target.column, pooling)])
    }
    if target.grid.hasPrefix("detectors") || target.grid == Self.row.name {
      let reached = pooling.geometry.outputs(reachedBy: target.column)
      return Remark(
        caption: reached.isEmpty
          ? "No window looks at this \(Self.text(detectors[target.column]))."
          : "This \(Self.text(detectors[target.column])) lies in \(counted(reached.count, "window")).")
    }
    return nil
  }

  /// How many pooled units are known at a moment.
  func shown(_ moment: Moment, _ pooling: Pooling) -> Int {
    switch moment {
    case .detectors: 0
    case .window(let index): index + 1
    case .inside: dropped.values.count
    default: pooling.values.count
    }
  }
}
