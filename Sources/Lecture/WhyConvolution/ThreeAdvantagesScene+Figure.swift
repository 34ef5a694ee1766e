import CellCanvas
import ConvolutionEngine

extension ThreeAdvantagesScene {
  func draw(_ moment: Moment, at playhead: Playhead, in canvas: inout Canvas) {
    let links = step(moment).links
    /// How much of an advantage is drawn.
    func growth(_ advantage: Advantage) -> Double {
      switch moment {
      case .start: 0
      case .advantage(let told) where told == advantage: playhead.progress
      case .advantage(let told): advantage.rawValue < told.rawValue ? 1 : 0
      case .end: 1
      }
    }
    let columns = canvas.size.columns / 3
    let left = (canvas.size.columns - 3 * columns) / 2
    for (index, advantage) in Advantage.allCases.enumerated() {
      let region = Region(column: left + index * columns, row: 0, columns: columns, rows: canvas.size.rows)
      let isActive = moment == .advantage(advantage) || playhead.pointer == advantage.link.target
      let growth = growth(advantage)
      drawPanel(advantage, isActive: isActive, in: &canvas, region: region)
      let (picture, words) = region.inset(columns: 2, rows: 1).splitBottom(2)
      let gap = canvas.size.rows >= 30 ? 1 : 0
      draw(advantage, growth: growth, in: &canvas, region: picture.splitTop(gap).rest.splitBottom(1).rest)
      if growth >= 1 { drawWords(advantage, in: &canvas, region: words) }
      if links.contains(advantage.link) { canvas.mark(region, as: advantage.link.target) }
    }
  }

  /// The frame of an advantage with its name.
  private func drawPanel(_ advantage: Advantage, isActive: Bool, in canvas: inout Canvas, region: Region) {
    canvas.frame(region, ink: .role(isActive ? .active : .faint))
    let title = " \(advantage.rawValue + 1) \(advantage.title) "
    guard title.count + 2 <= region.columns else { return }
    let place = Region(column: region.column + 2, row: region.row, columns: title.count, rows: 1)
    canvas.fill(place)
    canvas.write(isActive ? .active(title) : .strong(title, .title), in: place)
  }

  /// What it comes to, in two short lines.
  private func drawWords(_ advantage: Advantage, in canvas: inout Canvas, region: Region) {
    let lines: [StyledText] =
      switch advantage {
      case .sparse:
        [
          .strong("\(layer.connections)") + .muted(" connections"),
          .muted("instead of ") + .strong("\(full.connections)"),
        ]
      case .sharing:
        [
          .kernel("\(kernelSize)") + .muted(kernelSize == 1 ? " weight stored," : " weights stored,"),
          .muted("one used ") + .active(middleLines.count == 1 ? "once" : "\(middleLines.count) times"),
        ]
      case .equivariance:
        [
          .muted("shifted by ") + .active("\(far)") + .muted(":"),
          .strong("\(paths.differing)") + .muted(" of \(paths.inside) pixels differ"),
        ]
      }
    for (offset, line) in lines.enumerated() where line.columns <= region.columns {
      canvas.write(line, in: region.splitTop(offset).rest, align: .center)
    }
  }

  private func draw(_ advantage: Advantage, growth: Double, in canvas: inout Canvas, region: Region) {
    switch advantage {
    case .sparse: drawSparse(growth, in: &canvas, region: region)
    case .sharing: drawSharing(growth, in: &canvas, region: region)
    case .equivariance: drawEquivariance(growth, in: &canvas, region: region)
    }
  }

  // MARK: The three pictures

  /// What one output sees; where there is room, above the same of a fully connected layer.
  private func drawSparse(_ growth: Double, in canvas: inout Canvas, region: Region) {
    let middle = UnitLayer.Unit.output(layer.units / 2)
    func draw(_ layer: UnitLayer, _ region: Region) {
      let light = growth > 0 ? layer.light(from: middle, growth: min(1, growth / 0.9)) : UnitLayer.Light()
      layer.graph(light: light, isCalm: growth == 0).draw(in: &canvas, region: region)
    }
    guard region.rows >= 20 else { return draw(layer, region) }
    let (upper, lower) = region.splitTop(region.rows / 2)
    for (layer, name, half) in [(layer, "convolution", upper), (full, "fully connected", lower.splitTop(1).rest)] {
      let (title, graph) = half.splitTop(2)
      canvas.write(.muted(name), in: title)
      draw(layer, graph)
    }
  }

  /// All lines that carry one weight, one after the other; where there is room, with the kernel beneath.
  private func drawSharing(_ growth: Double, in canvas: inout Canvas, region: Region) {
    var light = UnitLayer.Light()
    light.ink = .role(.kernel)
    for (index, line) in middleLines.enumerated() {
      let fraction = min(max(growth * Double(middleLines.count) - Double(index), 0), 1)
      guard fraction > 0 else { continue }
      var line = line
      line.fraction = fraction
      light.lines.append(line)
      light.inputs.insert(line.input)
      if fraction >= 1 { light.outputs.insert(line.output) }
    }
    let kernel = NumberGrid(.kernel("kernel"), rows: 1, columns: kernelSize) { _, column in
      let isLit = growth > 0 && column == kernelSize / 2
      return NumberGrid.Element(
        "w\(column + 1)", paper: isLit ? .role(.active) : .level(.kernel, growth > 0 ? 0.25 : 0.5),
        style: isLit ? .bold : [])
    }
    let space = Size(columns: region.columns, rows: max(2, region.rows / 3))
    let scale = GridScale.largest(in: space, textColumns: 2) { kernel.size(at: $0) }
    let size = kernel.size(at: scale)
    let (upper, lower) = region.splitBottom(size.rows)
    layer.graph(light: light, isCalm: growth == 0).draw(in: &canvas, region: upper.splitBottom(1).rest)
    kernel.draw(in: &canvas, at: Layout.row([size], in: lower)[0].origin, scale: scale)
  }

  /// The picture and its map, and beneath them the shifted picture and its map.
  private func drawEquivariance(_ growth: Double, in canvas: inout Canvas, region: Region) {
    let pictures: [[(HeatMap, StyledText)]] = [
      [(paths.heatMap(ofPicture: paths.picture), .input("I")), (paths.heatMap(ofMap: paths.map), .output("f(I)"))],
      [
        (paths.heatMap(ofPicture: paths.moved), .input("g(I)")),
        (paths.heatMap(ofMap: paths.mapOfMoved), .output("f(g(I))")),
      ],
    ]
    let room = max(1, min((region.columns - 2) / 2, 2 * (region.rows / 2 - 1)))
    let side = paths.picture.shape.width
    let pixels = room >= side ? room / side * side : room
    let size = Size(columns: pixels, rows: (pixels + 1) / 2 + 1)
    for (row, places) in Layout.column(
      Array(repeating: Size(columns: region.columns, rows: size.rows), count: 2), in: region,
      gap: region.rows > 2 * size.rows + 2 ? 2 : 0
    ).enumerated() {
      guard row == 0 || growth > 0 else { return }
      for (column, place) in Layout.row([size, size], in: places, minimumGap: 2, maximumGap: 4).enumerated() {
        // The shifted picture comes first, then what the convolution makes of it.
        guard row == 0 || growth >= (column == 0 ? 0.2 : 0.7) else { continue }
        let (map, name) = pictures[row][column]
        canvas.write(name, in: place)
        map.draw(in: &canvas, region: place.splitTop(1).rest)
      }
    }
  }
}
