import CellCanvas
import ConvolutionEngine

extension StrideScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    if case .choices(let choices) = moment { return table(choices).placed(in: canvas.bounds).draw(in: &canvas) }
    // All steps at one scale, so that nothing grows without need.
    let scale = figure(.kept, at: Playhead()).placed(in: canvas.bounds).scale
    let free = figure(moment, at: playhead).placed(in: canvas.bounds, largest: scale)
    let parts =
      if case .padded = moment {
        // The kernel no larger than the cells that it lies on.
        figure(moment, at: playhead, kernelScale: free.scale).placed(in: canvas.bounds, largest: scale)
      } else { free }
    parts.draw(in: &canvas)
    guard let input = parts.grid("input"), playhead.pointer == nil else { return }
    drawWindow(moment, on: input, at: playhead, in: &canvas)
    if case .why = moment, let view, let output = parts.grid("output"), let all = parts.grid("every") {
      func outline(_ grid: GridPlacement, _ side: Int, _ role: Role) {
        canvas.outline(
          grid.window(row: 0, column: 0, rows: side, columns: side).intersection(grid.bounds), ink: .role(role))
      }
      outline(input, view.every, .other)
      outline(all, view.kernel, .other)
      outline(input, view.strided, .active)
      outline(output, view.kernel, .active)
    }
  }

  // MARK: The parts

  private func figure(
    _ moment: Moment, at playhead: Playhead, kernelScale: GridScale = GridScale(columns: 6, rows: 2)
  ) -> Arrangement {
    let input = Arrangement.grid("input", inputGrid(moment, at: playhead))
    let output = output(moment, at: playhead)
    let all = Arrangement.grid("every", everyGrid(moment, at: playhead))
    let below = below(moment, at: playhead, largest: kernelScale)
    let source = everyPicture.source(", the same kernel on it")
    // Where it gets narrow the outputs stand one above the other, and then the kernel gives way.
    return .firstThatFits(
      .row(
        .column(input, source), .column(.row(output, all, align: .top), below), pictures(moment, hasLegend: true),
        align: .top),
      .row(
        input, .column(.row(output, all, align: .top), below),
        .firstThatFits(pictures(moment, hasLegend: true), pictures(moment, hasLegend: false), .nothing), align: .top),
      .row(.column(input, below), .column(output, all), align: .top),
      .row(input, .column(output, all), align: .top))
  }

  /// What both strides make of a picture, to one scale of colours, with its legend where there is room.
  private func pictures(_ moment: Moment, hasLegend: Bool) -> Arrangement {
    // Where a step is about another stride than the knob's, so is the picture.
    let (grids, isMisfit) = (grids(moment), isMisfit(moment))
    func title(_ picture: PictureConvolution, _ stride: Int) -> StyledText {
      .muted("picture ") + .output("stride \(stride)")
        + .muted("\(stride == 1 ? bare(grids) : ""): \(sides(picture.output.shape.height, picture.output.shape.width))")
    }
    let isEvery = if case .every = moment { true } else { false }
    let legend = hasLegend ? .muted("  ") + everyPicture.legend : StyledText("")
    let every = everyPicture.map().titled(title(everyPicture, 1) + legend)
    guard grids.stride > 1 else { return every }
    let picture = (isMisfit ? misfitPictures[grids.padding] : nil) ?? stridedPicture
    return .column(every, picture.map().titled(title(picture, grids.stride)).hidden(isEvery))
  }

  /// That what stride 1 writes has no zeros around its input, beside an output that has; the formula says what P is.
  private func bare(_ grids: GridConvolution) -> String { grids.padding > 0 ? ", P 0" : "" }

  /// Whether a step is about a stride that does not come out even.
  private func isMisfit(_ moment: Moment) -> Bool {
    switch moment {
    case .misfit, .dropped, .padded: true
    default: false
    }
  }

  /// The place that is lit up, by the pointer or by the step; once its window has come.
  private func focus(_ moment: Moment, at playhead: Playhead) -> GridPlace? {
    if let pointer = playhead.pointer {
      let place = GridPlace(row: pointer.row, column: pointer.column)
      return pointer.grid == Self.outputName && grids(moment).position(place) != nil ? place : nil
    }
    guard let walk = moment.walk, !walk.isSweep, walk.hasArrived(at: playhead) else { return nil }
    return strided.place(walk.to)
  }

  /// The place at stride 1 that is pointed at.
  private func pointedTwin(_ playhead: Playhead) -> GridPlace? {
    guard let pointer = playhead.pointer, pointer.grid == Self.everyName else { return nil }
    let place = GridPlace(row: pointer.row, column: pointer.column)
    return every.position(place) == nil ? nil : place
  }

  private func inputGrid(_ moment: Moment, at playhead: Playhead) -> NumberGrid {
    let grids = grids(moment)
    var covered: [GridPlace: Float] = [:]
    var (shown, active): (Int, GridPlace?) = (.max, nil)
    if let place = focus(moment, at: playhead) {
      covered = grids.covered(place)
      if playhead.pointer == nil { shown = Animation(playhead, products: strided.weights).products }
    } else if let place = pointedTwin(playhead) {
      for cell in every.covered(place) {
        covered[GridPlace(row: cell.key.row + grids.padding, column: cell.key.column + grids.padding)] = cell.value
      }
    } else if let pointer = playhead.pointer, pointer.grid == Self.values.name {
      active = GridPlace(row: pointer.row, column: pointer.column)
    } else if case .every = moment {
      (covered, shown) = (every.covered(every.place(0)), 0)
    }
    let isMisfit = if case .misfit = moment { true } else { false }
    let shows = if case .every = moment { every } else { grids }
    return shows.inputGrid(
      name: Self.values.name, covered: covered, shown: shown, active: active,
      overhang: grids.padding == 0 ? overhang : 0, showsLoss: !isMisfit)
  }

  /// How far the window of the step about it hangs over the edge.
  private var overhang: Int {
    for case .misfit(let misfit) in moments { return misfit.overhang }
    return 0
  }

  private func output(_ moment: Moment, at playhead: Playhead) -> Arrangement {
    let grids = grids(moment)
    guard grids.stride > 1 else { return .nothing }
    let known = known(moment, at: playhead)
    let isWorking = moment.walk.map { !$0.isSweep } ?? false && playhead.pointer == nil
    var active = focus(moment, at: playhead)
    if isWorking, Animation(playhead, products: 0).landing <= 0 { active = nil }
    let isKnown = active.flatMap(grids.position).map { grids != strided || $0 < known } ?? true
    let grid = grids.outputGrid(name: Self.outputName, active: active, hidesActive: !isKnown) {
      grids != strided || (grids.position($0) ?? 0) < known
    }
    let title: StyledText =
      .output("stride \(grids.stride)") + .muted(": \(sides(grids.outputSize, grids.outputSize))")
    if case .every = moment { return .grid("output", grid).hidden() }
    return .grid("output", grid.titled(title))
  }

  /// The output at stride 1; what the stride skips steps back as soon as that is the matter, and the twin of what is
  /// lit up is lit up, too.
  private func everyGrid(_ moment: Moment, at playhead: Playhead) -> NumberGrid {
    let grids = grids(moment)
    let twin = focus(moment, at: playhead).map {
      GridPlace(row: $0.row * grids.stride, column: $0.column * grids.stride)
    }
    let isTwin = grids.padding == 0 && !(moment.walk != nil && Animation(playhead, products: 0).landing <= 0)
    var grid = every.outputGrid(name: Self.everyName, active: pointedTwin(playhead) ?? (isTwin ? twin : nil)) { _ in
      true
    }
    grid.title = .output("stride 1") + .muted("\(bare(grids)): \(sides(every.outputSize, every.outputSize))")
    switch moment {
    case .kept, .why, .end, .misfit, .dropped: fade(&grid, keeping: grids)
    case .sweep where playhead.progress >= 1: fade(&grid, keeping: grids)
    default: break
    }
    return grid
  }

  /// What a stride skips steps back; what it keeps is set in bold.
  private func fade(_ grid: inout NumberGrid, keeping grids: GridConvolution) {
    guard grids.stride > 1 else { return }
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        if row.isMultiple(of: grids.stride), column.isMultiple(of: grids.stride) {
          grid[row, column].style = .bold
        } else {
          grid[row, column].paper = .role(.panel)
          grid[row, column].ink = .role(.muted)
        }
      }
    }
  }

  /// What stands below the outputs: the kernel with the products of the place in work, and at the end what is counted.
  private func below(_ moment: Moment, at playhead: Playhead, largest: GridScale) -> Arrangement {
    let kernel = Arrangement.grid("kernel", strided.kernelGrid())
    let content: Arrangement
    switch moment {
    case .kept: content = .grid("counts", counts(withView: false))
    case .why: content = .grid("counts", counts(withView: true))
    case .misfit: content = .text(.tinted("╱╱", .wrong) + .muted(" outside of the grid"))
    case .dropped(let grids):
      let between = grids.cells(.between)
      content = .text(
        of: [.muted("╱╱ dropped: \(counted(grids.cells(.dropped), "cell"))")]
          + (between > 0 ? [.muted("pale, between windows: \(counted(between, "cell"))")] : []))
    default:
      // With padding there can be more places than the ones whose products are shown.
      let lit = playhead.pointer == nil ? moment.walk.map { strided.place($0.to) } : focus(moment, at: playhead)
      let place = lit.flatMap { strided.position($0) == nil ? nil : $0 }
      let isWorking = moment.walk != nil && playhead.pointer == nil
      let shown = isWorking ? Animation(playhead, products: strided.weights).products : .max
      let isKnown = isWorking || place.flatMap(strided.position).map { $0 < known(moment, at: playhead) } ?? false
      let products = strided.productGrid(
        strided.products(place ?? strided.place(0)), shown: isKnown ? shown : 0)
      let isShown = place != nil && grids(moment) == strided && !(moment.walk?.isSweep ?? false)
      content = .row(kernel, .extra(.grid("products", products).hidden(!isShown)), align: .top)
    }
    let text = strided.kernelGrid().textColumns + 1
    return .drawing(
      "below", least: Size(columns: max(20, strided.kernelSize * text), rows: max(4, strided.kernelSize + 1))
    ) {
      let filler = Arrangement.drawing("filler", least: Size(columns: 1, rows: 1))
      Arrangement.row(content, filler, gap: 0...0).placed(in: $1, largest: largest).draw(in: &$0)
    }
  }

  /// What the two strides cost, and what the next layer sees.
  private func counts(withView: Bool) -> NumberGrid {
    let pair = [every, strided]
    var rows = [("outputs", pair.map { "\($0.positions)" }), ("products", pair.map { "\($0.positions * $0.weights)" })]
    if withView, let view {
      rows.append(
        (
          unseen(view) == 0 ? "next layer sees" : "next layer spans",
          [sides(view.every, view.every), sides(view.strided, view.strided)]
        ))
    }
    var grid = NumberGrid(rows: rows.count, columns: 2) { row, column in
      // What the next layer sees has the colour of its outline.
      let paper: Tint =
        row == 2 ? .role(column == 1 ? .active : .other) : column == 1 ? .level(.output, 0.35) : .role(.panel)
      return NumberGrid.Element(rows[row].1[column], paper: paper)
    }
    grid.rowNames = rows.map { .muted($0.0) }
    grid.columnNames = pair.map { .output("stride \($0.stride)") }
    return grid
  }

  // MARK: The window

  private func drawWindow(_ moment: Moment, on input: GridPlacement, at playhead: Playhead, in canvas: inout Canvas) {
    switch moment {
    case .size:
      let last = Double(strided.outputSize - 1)
      strided.paintWindow(over: input, at: playhead.phase(0.1, 0.9) * last, in: &canvas)
    case .first, .neighbour, .newRow, .sweep:
      guard let walk = moment.walk, !walk.hasArrived(at: playhead) || walk.isSweep && playhead.progress < 1 else {
        return
      }
      let position = walk.position(at: playhead)
      strided.paintWindow(over: input, at: walk.isSweep ? position.rounded(.down) : position, in: &canvas)
    case .misfit(let misfit):
      let stride = Double(misfit.stride)
      let column = Double(misfit.outputSize - 1) * stride + playhead.phase(0, 0.8) * stride
      let window = input.window(row: 0, column: column, rows: misfit.kernelSize, columns: misfit.kernelSize)
      let edge = input.region(row: 0, column: misfit.inputSize).column
      canvas.paint(
        window.intersection(Region(column: 0, row: 0, columns: edge, rows: canvas.size.rows)),
        paper: .level(.kernel, 0.5))
      canvas.fill(
        Region(column: edge, row: window.row, columns: max(0, window.endColumn - edge), rows: window.rows),
        with: Cell("╱", ink: .role(.wrong), paper: .role(.background)))
    case .padded(let padded):
      for index in 0..<padded.positions where Double(index) < playhead.phase(0, 0.9) * Double(padded.positions) {
        canvas.outline(padded.window(at: Double(index), on: input), ink: .role(.active))
      }
    default: break
    }
  }

  // MARK: Choices

  private func table(_ choices: [StrideChoice]) -> Arrangement {
    let most = choices.flatMap(\.coverage).max() ?? 1
    let legend = ScaleLegend(.kernel, from: "0", to: counted(Int(most), "window") + " see a cell")
    func rows(withMaps: Bool) -> Arrangement {
      let head: [Arrangement] = ["what one can do", "the sum", "output", "cells unseen"].map { .text(.muted($0)) }
      let lines = choices.enumerated().map { index, choice -> [Arrangement] in
        let (side, output, lost) = (choice.geometry.input, choice.geometry.output, choice.lost)
        return [
          .text(.strong(choice.name)), .text(StyledText(choice.sum)),
          .text(.output(sides(output, output))),
          .text(
            lost == 0
              ? .strong("none", .correct)
              : .strong("\(lost)", .wrong) + .muted(" of \(side * side)")),
        ]
          + (withMaps
            ? [
              .map(
                "map \(index)",
                HeatMap(width: side, height: side, values: choice.coverage, scale: .kernel, limits: 0...most),
                least: 2 * side, most: Size(columns: 2 * side, rows: side))
            ] : [])
      }
      return .table(
        [head + (withMaps ? [.text(legend.text)] : [])] + lines,
        columnGap: 3...6, rowGap: 1...2)
    }
    return .firstThatFits(rows(withMaps: true), rows(withMaps: false))
  }
}
