import CellCanvas
import ConvolutionEngine

/// A shift by a pixel changes every detector and only some of the pooled values; at stride 1 pooling moves along, keeping
/// only some of the maxima breaks that, and a blur before it mends much.
struct ShiftInvarianceScene: Scene {
  static let card = SceneCard(id: "shift-invariance", title: "Max pooling forgives a shift", part: .pooling)

  static let shift = Control.integer("shift", in: -2...2, standard: 1, help: "how far the picture moves to the right")
  static let width = Control.integer(
    "width", in: 1...5, standard: 3, help: "how many neighbours a pooled unit of the row and the map looks at")
  static let keep = Control.integer(
    "keep", in: 1...4, standard: 2,
    help: "one of so many maxima is kept: the stride; on the ring the windows' width, too")
  static let blur = Control.integer("blur", in: 1...5, standard: 3, help: "the weights of the blur before")
  static let row = Control.grid("row", in: 0...1, decimals: 1, help: "the detectors' values on the whole row")
  static let ringValues = Control.grid("ring", in: 0...1, decimals: 1, help: "the detectors' values on the ring")
  static let controls = [shift, width, keep, blur, row, ringValues]

  /// What a step shows: the row, the ring or the map before and after the shift.
  enum Moment: Sendable {
    /// Four detectors.
    case detectors(Comparison)
    /// What is pooled from them.
    case pooled(Comparison)
    /// The detectors after the shift.
    case shifted(Comparison)
    /// The pooled values after the shift.
    case compared(Comparison)
    /// A ring: its maxima move along.
    case movesAlong
    /// Only one of so many is kept.
    case kept
    /// What is kept after the shift.
    case keptAfter
    /// The maxima are blurred before.
    case blurred
    /// What is kept of these after the shift.
    case blurredAfter
    /// All of this on a map.
    case map(MapComparison)
    /// One measure of the three ways at every shift.
    case curve(ShiftedRing.Measure)
  }

  /// The detectors' values on a row that is longer than what is seen of it, by the largest shift on either side.
  /// The middle is from I. Goodfellow, Y. Bengio, A. Courville: Deep Learning (2016), figure 9.8.
  static let standardRow: [Float] = [0.3, 0.2, 0.1, 1.0, 0.2, 0.3, 0.1, 0.2]
  /// Two bars on a ring. From R. Zhang: Making convolutional networks shift-invariant again, 2019.
  static let standardRing: [Float] = [0, 0, 1, 1, 0, 0, 1, 1]
  /// How many detectors are seen, and where the first view begins.
  static let (viewLength, viewStart) = (4, 2)
  /// The side of the map that is seen.
  static let mapSide = 7

  let shift: Int
  /// The whole row.
  let row: [Float]
  let ring: ShiftedRing
  /// What is seen of the row, and pooled from it, at each shift that the knob has.
  let shifts: [(shift: Int, row: Comparison)]
  let moments: [Moment]

  init(_ settings: Settings) throws(SettingsError) {
    shift = settings.integer(Self.shift)
    let (keep, blur) = (settings.integer(Self.keep), settings.integer(Self.blur))
    func values(_ standard: [Float], _ control: Control) -> [Float] {
      let edits = settings.edits(control)
      return standard.enumerated().map { index, value in
        edits[GridPlace(row: 0, column: index)].map { Float($0) } ?? value
      }
    }
    row = values(Self.standardRow, Self.row)
    ring = ShiftedRing(values(Self.standardRing, Self.ringValues), keep: keep, blur: blur)
    let width = settings.integer(Self.width)
    let pooling = MaxPooling(rows: Window(1), columns: Self.window(width, stride: 1))
    let whole = Tensor(signal: row)
    func seen(_ shift: Int) -> Comparison {
      Comparison(whole, pooling, start: Self.viewStart, width: Self.viewLength, shift: shift)
    }
    let fine = seen(shift)
    shifts = (-Self.viewStart...Self.viewStart).map { ($0, seen($0)) }
    let map = Comparison(
      Self.wholeMap, MaxPooling(Self.window(width, stride: 1)), start: Self.viewStart, width: Self.mapSide,
      shift: shift)
    let (coarse, blurring) = (
      MaxPooling(Self.window(width, stride: keep)), BlurPooling(weights: blur, stride: keep)
    )
    let maps = MapComparison(
      fine: map, kept: (coarse(map.before.detectors), coarse(map.after.detectors)),
      blurred: (blurring(map.before.pooled), blurring(map.after.pooled)))
    moments =
      [
        .detectors(fine), .pooled(fine), .shifted(fine), .compared(fine), .movesAlong, .kept, .keptAfter, .blurred,
        .blurredAfter, .map(maps),
      ] + ShiftedRing.Measure.allCases.map(Moment.curve)
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
    /// Which part of the places changed, 0...1.
    var part: Double { Double(count) / Double(max(1, places.count)) }
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

  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .map(let map): drawMaps(map, at: playhead, in: &canvas)
    case .curve(let measure): drawCurves(measure, in: &canvas)
    default:
      if let row = moment.row {
        drawRow(row, at: playhead, in: &canvas)
      } else {
        drawRing(moment, at: playhead, in: &canvas)
      }
    }
  }

  // MARK: The story

  func step(_ moment: Moment) -> Step {
    switch moment {
    case .detectors(let row):
      Step(
        caption: "Four detectors look for one pattern, each at a place of its own: the larger its value, the surer it "
          + "is. Must the next layer know which of them it was?",
        formula: [
          .muted("detectors ") + .joined(row.before.detectors.values.map { .input(Self.text($0)) }, separator: " ")
        ],
        note: "The four are a view of a longer row of detectors, of which the figure shows the values beneath.")
    case .pooled(let row): pooledStep(row)
    case .shifted(let row): shiftedStep(row)
    case .compared(let row):
      Step(
        caption: .strong(capitalized(changed(row))) + "."
          + " A pooled value stays as long as the largest of its window stays inside and nothing larger comes in.",
        formula: [.muted("pooled ") + arrows(row.before.pooled, row.after.pooled)],
        note: "Invariance is about that “somewhere here”; exactly where is what pooling gives away for it.",
        question: question("How many of the \(row.pooledChanges.places.count) pooled values will change?", row),
        duration: .milliseconds(1600), links: [Link(to: MaxPoolScene.card.id, label: "max pooling")])
    case .map(let map): mapStep(map)
    case .movesAlong, .kept, .keptAfter, .blurred, .blurredAfter: ringStep(moment)
    case .curve(let measure): curveStep(measure)
    }
  }

  private func pooledStep(_ row: Comparison) -> Step {
    let geometry = row.geometry
    let width = geometry.window.kernel
    let seen = (0..<geometry.output).map { geometry.inputs(of: $0).count { !geometry.isPadding($0) } }
    let most = seen.max() ?? 0
    let isCut = (seen.min() ?? 0) < width
    return Step(
      caption: width == 1
        ? "A window of one passes every value on as it is: there is no pooling yet. Make the window wider."
        : "Each pooled unit takes the largest of "
          + (most < width
            ? "a window of \(width), wider than the \(geometry.input) that are seen" : "\(width) neighbours")
          + ": “somewhere here”."
          + (isCut ? " At the edges the window is cut off, not filled up." : ""),
      formula: maxima(row.before, geometry),
      note: "Cut off means padded with minus infinity: a padding with zeros would win over negative values.",
      duration: .milliseconds(1000))
  }

  private func shiftedStep(_ row: Comparison) -> Step {
    let (count, side) = (abs(shift), shift > 0 ? "right" : "left")
    let neighbour = count == 1 ? "its \(side) neighbour" : "the one \(count) to its \(side)"
    let border = (shift > 0 ? "first" : "last") + (count == 1 ? "" : " \(count)")
    return Step(
      caption: shift == 0
        ? "The picture does not move, so nothing can change. Turn the knob shift."
        : "The picture moves \(direction): what a detector saw, \(neighbour) sees now, the \(border) what came in. "
          + .strong(
            capitalized(portion(row.detectorChanges.count, of: row.detectorChanges.places.count, "value"))
              + " " + verb(row.detectorChanges.count, "change")) + ".",
      formula: [.muted("detectors ") + arrows(row.before.detectors, row.after.detectors)],
      note: "Students often take the row beneath for a second signal: it is one row, looked at from two places.",
      duration: .milliseconds(1400))
  }

  // MARK: Parts of sentences

  /// What asks for the number of pooled values that change; `nil` where nothing moves.
  private func question(_ prompt: String, _ row: Comparison) -> Question? {
    shift == 0 ? nil : Question(prompt, answer: .number(Double(row.pooledChanges.count), decimals: 0))
  }

  /// A value of the row as the figures show it.
  static func text(_ value: Float) -> String {
    NumberText.fixed(Double(value), decimals: decimals(of: [Double(value)], atLeast: 1))
  }

  /// "2 of the 4 pooled values change".
  private func changed(_ row: Comparison) -> String {
    let changes = row.pooledChanges
    return "\(portion(changes.count, of: changes.places.count, "pooled value")) \(verb(changes.count, "change"))"
  }

  /// "right by 1", "left by 2"; "by 0" for none.
  var direction: String { shift == 0 ? "by 0" : shift < 0 ? "left by \(-shift)" : "right by \(shift)" }

  /// What became of each value: 1.0 → 0.2, 1.0 = 1.0.
  private func arrows(_ before: Tensor, _ after: Tensor) -> StyledText {
    let pairs = zip(before.values, after.values).map { old, new in
      StyledText(Self.text(old))
        + (old == new ? .strong(" = ", .correct) : .strong(" → ", .wrong)) + .strong(Self.text(new))
    }
    return .joined(pairs, separator: "   ")
  }

  /// The maximum of each window, as many on a line as have room.
  private func maxima(_ view: View, _ geometry: WindowGeometry) -> [StyledText] {
    let all = (0..<geometry.output).map { maximum(of: $0, view, geometry) }
    let half = (all.count + 1) / 2
    let single = StyledText.joined(all, separator: "   ")
    guard single.columns > 78 else { return [single] }
    return [all[..<half], all[half...]].map { .joined(Array($0), separator: "   ") }
  }

  /// max(0.1, 1.0) = 1.0
  private func maximum(of output: Int, _ view: View, _ geometry: WindowGeometry) -> StyledText {
    let seen = geometry.inputs(of: output).filter { !geometry.isPadding($0) }
    let winner = view.switches[0, output].column
    let terms = seen.map { index in
      let text = Self.text(view.detectors[0, index])
      return index == winner ? StyledText.active(text) : .input(text)
    }
    return .muted("max(") + .joined(terms, separator: .muted(", ")) + .muted(") = ")
      + .output(Self.text(view.pooled[0, output]))
  }

  // MARK: While something is pointed at

  func name(of target: Target) -> String? {
    switch target.grid {
    case Self.row.name: "whole row \(target.column + 1)"
    case Self.ringValues.name: "ring, detector \(target.column + 1)"
    default: nil
    }
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    guard let row = moment.row else { return ringRemark(moment, on: target) }
    guard let layer = Row.Layer(rawValue: target.grid), row.shows(layer) else { return nil }
    let view = layer == .before || layer == .pooledBefore ? row.comparison.before : row.comparison.after
    let geometry = row.comparison.geometry
    switch layer {
    case .pooledBefore, .pooledAfter:
      return Remark(
        caption: "This unit says how strong the strongest answer among its neighbours is, not which of them gave it.",
        formula: [maximum(of: target.column, view, geometry)])
    case .before, .after:
      let reached = geometry.outputs(reachedBy: target.column)
      let won = reached.filter { view.switches[0, $0].column == target.column }
      let text = Self.text(view.detectors[0, target.column])
      let units = spelled(reached.count, "pooled unit")
      let wins = won.isEmpty ? "none takes it" : won.count == 1 ? "one takes it" : "\(spelled(won.count)) take it"
      return Remark(
        caption: reached.isEmpty
          ? "No window looks at this \(text)." : "This \(text) is seen by \(units), and \(wins).")
    }
  }
}
