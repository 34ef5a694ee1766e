import CellCanvas
import ConvolutionEngine

extension ThreeAdvantagesScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let room = canvas.bounds.splitBottom(1).rest
    // The two paths stand side by side, the graphs need less.
    let graphs = canvas.size.columns >= 130 ? 36 : canvas.size.columns * 21 / 78
    let widths = [graphs, graphs, canvas.size.columns - 2 * graphs]
    let links = links(moment)
    var left = room
    for (advantage, width) in zip(Advantage.allCases, widths) {
      let (region, rest) = left.splitLeft(width)
      left = rest
      let isActive = moment == .advantage(advantage) || playhead.pointer == advantage.link.target
      canvas.frame(region, ink: .role(isActive ? .active : .faint))
      let titles = [advantage.title, advantage.shortTitle].map { " \(advantage.rawValue + 1) \($0) " }
      let title = titles.first { $0.count + 2 <= region.columns } ?? titles[1]
      if title.count + 2 <= region.columns {
        let place = Region(column: region.column + 2, row: region.row, columns: title.count, rows: 1)
        canvas.fill(place)
        canvas.write(isActive ? .active(title) : .strong(title, .title), in: place)
      }
      let growth = growth(of: advantage, moment, playhead)
      let space = region.inset(columns: advantage == .equivariance ? 2 : 1, rows: 1)
      if space.columns >= 12, space.rows >= 8 {
        let figure =
          switch advantage {
          case .sparse: sparse(growth)
          case .sharing: sharing(growth)
          case .equivariance: equivariance(growth, space.size)
          }
        // What is placed leaves a row free below it, which here is the frame's.
        figure.placed(in: Region(space.origin, Size(columns: space.columns, rows: space.rows + 1))).draw(in: &canvas)
      }
      if links.contains(advantage.link) { canvas.mark(region, as: advantage.link.target) }
    }
  }

  /// How much of an advantage has been told.
  private func growth(of advantage: Advantage, _ moment: Moment, _ playhead: Playhead) -> Double {
    switch moment {
    case .start: 0
    case .advantage(let told): advantage == told ? playhead.progress : advantage.rawValue < told.rawValue ? 1 : 0
    case .end: 1
    }
  }

  private func graph(_ layer: UnitLayer, _ light: LayerStack.Light, isCalm: Bool) -> ConnectionGraph {
    layer.stack.graph(light, isCalm: isCalm, labels: [.input("x"), .output("s")], name: \.name)
  }

  /// What one output sees in a convolution, and beneath it in a dense layer.
  private func sparse(_ growth: Double) -> Arrangement {
    func part(_ layer: UnitLayer, _ name: StyledText) -> Arrangement {
      let light =
        growth > 0
        ? layer.stack.light(from: .output(layer.units / 2), down: 1, growth: min(1, growth / 0.9)) : .init()
      let count: StyledText = growth >= 1 ? .strong(" \(layer.connections)") : ""
      return .graph(name.plain, graph(layer, light, isCalm: growth == 0), least: Size(columns: 12, rows: 4))
        .titled(name + count)
    }
    return .column(part(layer, .muted("convolution")), part(full, .muted("dense")))
  }

  /// All lines that carry one weight, one after the other, and the kernel with this weight.
  private func sharing(_ growth: Double) -> Arrangement {
    var light = LayerStack.Light()
    for (index, line) in middleLines.enumerated() {
      let fraction = min(max(growth * Double(middleLines.count) - Double(index), 0), 1)
      guard fraction > 0 else { continue }
      light.lines.append(
        .init(from: .input(line.input), to: line.output, fraction: fraction, ink: .role(.kernel)))
      light.units.insert(.input(line.input))
      if fraction >= 1 { light.units.insert(.output(line.output)) }
    }
    let kernel = NumberGrid(.kernel("kernel"), rows: 1, columns: kernelSize) { _, column in
      let isLit = growth > 0 && column == middle
      return NumberGrid.Element(
        "w\(column + 1)", paper: isLit ? .role(.active) : .level(.kernel, growth > 0 ? 0.25 : 0.5),
        style: isLit ? .bold : [])
    }
    return .column(
      .graph("graph", graph(layer, light, isCalm: growth == 0), least: Size(columns: 12, rows: 4)),
      .grid("kernel", kernel, scale: GridScale(columns: 3, rows: 1)),
      .text(
        StyledText.counted(kernelSize, "weight", .kernel) + .muted(" stored,"),
        .muted("one used ") + .active(times(middleLines.count))
      ).hidden(growth < 1))
  }

  /// From the picture to its map on two paths: above, shifted first; below, convolved first.
  private func equivariance(_ growth: Double, _ size: Size) -> Arrangement {
    let paths = size.columns >= 3 * Self.largeSide + 4 ? largePaths : paths
    let side = paths.picture.shape.width
    func part(_ name: StyledText, from start: Double, _ tint: @escaping (Int) -> Tint) -> Arrangement {
      Arrangement.pixels(name.plain, side, side, least: min(side, 8)) { canvas, region in
        let scale = max(1, region.columns / side)
        Pixels(columns: side, rows: side, scale: scale) { tint($0 * side + $1) }.draw(in: &canvas, at: region.origin)
      }.titled(name).hidden(growth < start)
    }
    func picture(_ tensor: Tensor) -> (Int) -> Tint {
      let map = paths.heatMap(ofPicture: tensor)
      return { map.tint(of: map.values[$0]) }
    }
    func map(_ tensor: Tensor, _ isInside: @escaping (Int) -> Bool) -> (Int) -> Tint {
      let map = paths.heatMap(ofMap: tensor)
      return { isInside($0) ? map.tint(of: map.values[$0]) : .role(.faint) }
    }
    /// Where f(I) owes nothing to the zeros around the picture.
    func isAwayFromBorder(_ index: Int) -> Bool {
      (1..<side - 1).contains(index % side) && (1..<side - 1).contains(index / side)
    }
    return .column(
      .row(
        part(.input("I"), from: 0, picture(paths.picture)),
        .column(
          part(.input("g(I)"), from: 0.2, picture(paths.moved)),
          part(.output("f(I)"), from: 0.2, map(paths.map, isAwayFromBorder)), gap: 0...1),
        .column(
          part(.output("f(g(I))"), from: 0.6, map(paths.mapOfMoved) { paths.isInside[$0] }),
          part(.output("g(f(I))"), from: 0.6, map(paths.movedMap) { paths.isInside[$0] }), gap: 0...1), gap: 1...3),
      .text(
        .strong("\(paths.differing)") + .muted(" of \(paths.inside) pixels inside differ"), align: .center
      ).hidden(growth < 1),
      .text(paths.legendInside.text, align: .center).hidden(growth < 0.2), gap: 0...1,
      align: .center)
  }
}
