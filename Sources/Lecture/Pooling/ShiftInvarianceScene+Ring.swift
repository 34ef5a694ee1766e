import CellCanvas
import ConvolutionEngine

// The ring: what is left of its maxima when only some of them are kept, and what a blur before that mends.
extension ShiftInvarianceScene {
  /// A row of the figure, before and after the shift.
  private struct Line {
    let name: StyledText
    /// The name under which its cells before the shift can be pointed at; `nil` for a row that is empty there.
    let grid: String?
    let before: [Float]?
    let after: [Float]
    /// What the values after the shift are compared with; `nil` where they are not.
    let reference: [Float]?
    /// Where in the ring the values stand; all other places are hatched.
    let places: [Int]
    let scale: ColorScale
    /// When its values after the shift appear, 0...1; `nil` if they do not in this step.
    let isShifted: Bool
  }

  /// The names under which rows can be pointed at, before and behind the shift.
  static func grid(_ way: ShiftedRing.Way, after: Bool) -> String {
    let name =
      switch way {
      case .everyPlace: "maxima"
      case .kept: "kept"
      case .blurred: "blurred"
      }
    return after ? name + "-after" : name
  }

  /// What a way is called in the figure.
  func name(of way: ShiftedRing.Way) -> String {
    switch way {
    case .everyPlace: "maxima"
    case .kept: "kept"
    case .blurred: "blurred"
    }
  }

  private func lines(_ moment: Moment, at playhead: Playhead) -> [Line] {
    func isReached(_ time: Double) -> Bool { playhead.pointer != nil || playhead.progress >= time }
    func way(_ way: ShiftedRing.Way, isShifted: Bool, compared: Bool) -> Line {
      Line(
        name: .output(name(of: way)), grid: Self.grid(way, after: false), before: ring.values(way, 0),
        after: ring.values(way, shift), reference: compared ? ring.values(way, 0) : nil, places: ring.places(way),
        scale: .output, isShifted: isShifted)
    }
    func detectors(isShifted: Bool) -> Line {
      Line(
        name: .input("detectors"), grid: Self.ringValues.name, before: ring.detectors(0), after: ring.detectors(shift),
        reference: nil, places: Array(ring.input.indices), scale: .input, isShifted: isShifted)
    }
    switch moment {
    case .movesAlong:
      let moved = Line(
        name: .muted("moved"), grid: nil, before: nil, after: ring.movedAlong(shift),
        reference: ring.values(.everyPlace, shift), places: Array(ring.input.indices), scale: .output,
        isShifted: isReached(0.9))
      return [
        detectors(isShifted: isReached(0.3)), way(.everyPlace, isShifted: isReached(0.6), compared: false), moved,
      ]
    case .kept:
      return [
        detectors(isShifted: true), way(.everyPlace, isShifted: true, compared: false),
        way(.kept, isShifted: false, compared: false),
      ]
    case .keptAfter:
      return [
        detectors(isShifted: true), way(.everyPlace, isShifted: true, compared: false),
        way(.kept, isShifted: isReached(0.5), compared: isReached(0.8)),
      ]
    case .blurred, .blurredAfter:
      let isAfter = if case .blurredAfter = moment { true } else { false }
      return [
        detectors(isShifted: true), way(.everyPlace, isShifted: true, compared: false),
        way(.kept, isShifted: true, compared: true),
        way(.blurred, isShifted: isAfter && isReached(0.5), compared: isAfter && isReached(0.8)),
      ]
    default: return []
    }
  }

  /// The way that a moment is about.
  private func way(_ moment: Moment) -> ShiftedRing.Way {
    switch moment {
    case .kept, .keptAfter: .kept
    case .blurred, .blurredAfter: .blurred
    default: .everyPlace
    }
  }

  func drawRing(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let lines = lines(moment, at: playhead)
    let titles: (StyledText, StyledText) = (
      .strong("before"), .strong(shift == 0 ? "not shifted" : "shifted \(direction)")
    )
    var rows: [[Arrangement]] = []
    for (index, line) in lines.enumerated() {
      let before = grid(line, line.before, name: line.grid, pointer: playhead.pointer, isAfter: false)
      let after = grid(
        line, line.isShifted ? line.after : nil, name: line.grid.map { $0 + "-after" }, pointer: playhead.pointer,
        isAfter: true)
      let parts = (
        Arrangement.grid("before\(index)", before).hidden(line.before == nil),
        Arrangement.grid("after\(index)", after)
      )
      rows.append([
        .text(line.name), index == 0 ? parts.0.titled(titles.0) : parts.0,
        index == 0 ? parts.1.titled(titles.1) : parts.1,
      ])
    }
    let table = Arrangement.table(rows, columnGap: 1...5, rowGap: 1...2)
    let isAnswered =
      switch moment {
      case .kept, .blurred: false
      default: playhead.progress >= 1 || playhead.pointer != nil
      }
    let figure =
      canvas.size.columns >= 130
      ? Arrangement.row(table, .grid("turns", turns(way(moment))).hidden(!isAnswered), gap: 4...10) : table
    figure.placed(in: canvas.bounds).draw(in: &canvas)
  }

  private func grid(_ line: Line, _ values: [Float]?, name: String?, pointer: Target?, isAfter: Bool) -> NumberGrid {
    var grid = NumberGrid(name: name, rows: 1, columns: ring.input.count) { _, column in
      guard let index = line.places.firstIndex(of: column) else {
        return NumberGrid.Element("", paper: .role(.panel), isHatched: true)
      }
      guard let values else { return NumberGrid.Element("·", ink: .role(.muted)) }
      let isPointed = name != nil && pointer == Target(grid: name ?? "", row: 0, column: column)
      var element = NumberGrid.Element(
        Self.short(values[index]),
        paper: isPointed ? .role(.active) : .level(line.scale, 0.1 + 0.8 * Double(values[index])), style: .bold)
      if isAfter, let reference = line.reference {
        let isEqual = abs(values[index] - reference[index]) <= ShiftedRing.equal
        element.detail = isEqual ? "=" : "≠"
      }
      return element
    }
    grid.reservedColumns = 3
    return grid
  }

  /// What comes out of a way at every shift of a whole turn.
  func turns(_ way: ShiftedRing.Way) -> NumberGrid {
    let count = ring.values(way, 0).count
    var grid = NumberGrid(
      .output(name(of: way)) + .muted(" at each shift"), rows: ring.input.count + 1, columns: count
    ) { shift, column in
      let value = ring.values(way, shift)[column]
      return NumberGrid.Element(Self.short(value), paper: .level(.output, 0.1 + 0.8 * Double(value)))
    }
    grid.reservedColumns = 3
    grid.rowNames = (0...ring.input.count).map {
      $0 == (shift + ring.input.count) % ring.input.count ? .active("\($0)") : .muted("\($0)")
    }
    return grid
  }

  /// A value of the ring, as short as it can be written: 0, .5, .75, 1.
  static func short(_ value: Float) -> String {
    let text = NumberText.plain((Double(value) * 100).rounded() / 100)
    return text.hasPrefix("0.") ? String(text.dropFirst()) : text
  }

  /// Values in a row: 0 1 0 1.
  func row(_ values: [Float]) -> StyledText { .joined(values.map { .output(Self.short($0)) }, separator: " ") }

  // MARK: While something is pointed at

  func ringRemark(_ moment: Moment, on target: Target) -> Remark? {
    for isAfter in [false, true] where target.grid == Self.ringValues.name + (isAfter ? "-after" : "") {
      return remark(onDetector: target.column, ring.detectors(isAfter ? shift : 0))
    }
    for way in ShiftedRing.Way.allCases {
      for isAfter in [false, true] where target.grid == Self.grid(way, after: isAfter) {
        let moved = isAfter ? shift : 0
        guard let index = ring.places(way).firstIndex(of: target.column) else {
          return Remark(caption: "This maximum is thrown away: only one of \(ring.keep) is kept.")
        }
        switch (moment, way) {
        case (.kept, .kept) where isAfter, (.blurred, .blurred) where isAfter:
          return Remark(caption: "What stands here after the shift comes in the next step.")
        default: break
        }
        let value = ring.values(way, moved)[index]
        switch way {
        case .everyPlace, .kept:
          let seen = (0..<ring.keep).map { ring.detectors(moved)[(target.column + $0) % ring.input.count] }
          return Remark(
            caption: ring.keep == 1
              ? "A window of one passes its value on."
              : "The largest of the \(ring.keep) detectors from here on, round the ring.",
            formula: [
              .muted("max(") + .joined(seen.map { .input(Self.short($0)) }, separator: .muted(", ")) + .muted(") = ")
                + .output(Self.short(value))
            ])
        case .blurred:
          return Remark(
            caption: "The maximum that stands here, mixed with its neighbours round the ring.",
            formula: [blurred(at: index, moved)])
        }
      }
    }
    return nil
  }

  /// In which windows a detector lies, and in how many of them nothing is larger.
  private func remark(onDetector column: Int, _ detectors: [Float]) -> Remark? {
    guard detectors.indices.contains(column) else { return nil }
    let (keep, count) = (ring.keep, detectors.count)
    let value = Self.short(detectors[column])
    guard keep > 1 else { return Remark(caption: "A window of one passes this \(value) on as its maximum.") }
    let won = (0..<keep).count { back in
      let first = column - back + count
      return (0..<keep).allSatisfy { detectors[(first + $0) % count] <= detectors[column] }
    }
    return Remark(
      caption: "This \(value) lies in \(spelled(keep)) windows, round the ring, and is the largest of "
        + (won == keep ? "each." : won == 0 ? "none of them." : "\(spelled(won)) of them."))
  }

  /// (1·1 + 2·0 + 1·1)/4 = .5
  func blurred(at index: Int, _ moved: Int) -> StyledText {
    let weights = pascal
    let maxima = ring.values(.everyPlace, moved)
    let first = ring.places(.blurred)[index] - (ring.blur - 1) / 2
    let terms = weights.enumerated().map { offset, weight -> StyledText in
      let place = ((first + offset) % maxima.count + maxima.count) % maxima.count
      return .kernel("\(weight)") + .muted("·") + .output(Self.short(maxima[place]))
    }
    let value = ring.values(.blurred, moved)[index]
    let hundredths = 100 * value
    let isExact = abs(hundredths - hundredths.rounded()) < 1e-3
    return .muted("(") + .joined(terms, separator: .muted(" + ")) + .muted(")/") + .kernel("\(weights.reduce(0, +))")
      + .muted(isExact ? " = " : " ≈ ") + .output(Self.short(value))
  }

  /// The weights of the blur as whole numbers: 1 2 1.
  var pascal: [Int] {
    let weights = BlurPooling.weights(ring.blur)
    return weights.map { Int(($0 / weights[0]).rounded()) }
  }
}
