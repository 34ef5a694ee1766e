import CellCanvas

extension TitleScene {
  // MARK: Welcome

  func drawWelcome(at playhead: Playhead, in canvas: inout Canvas) {
    guard let image = image(in: canvas.size, leaving: 5) else { return drawTooSmall(in: &canvas) }
    let parts = Layout.column([image.cells, Size(columns: canvas.size.columns, rows: 3)], in: canvas.bounds)
    image.focused(playhead.phase(0, 0.8)).draw(in: &canvas, at: parts[0].origin)
    guard playhead.phase(0.7, 1) > 0 else { return }
    canvas.write(.strong("convolutional networks, live in your terminal", .title), in: parts[1], align: .center)
    var line = parts[1]
    line.row += 2
    canvas.write(
      .muted("every number and every picture computed while you watch"), in: line, align: .center)
  }

  private func drawTooSmall(in canvas: inout Canvas) {
    canvas.write(.strong("cnnviz", .title), in: canvas.bounds, align: .center)
  }

  /// The largest image that leaves some rows for text.
  private func image(in space: Size, leaving rows: Int) -> TitleImage? {
    let room = Size(columns: space.columns, rows: space.rows - rows)
    return images.last { room.fits($0.cells) }
  }

  // MARK: The kernel on the title

  func drawSlide(at playhead: Playhead, in canvas: inout Canvas) {
    let keys = keyHelp(columns: canvas.size.columns)
    guard let image = image(in: canvas.size, leaving: 5) else { return drawTooSmall(in: &canvas) }
    let parts = Layout.column([image.cells, Size(columns: canvas.size.columns, rows: keys.count)], in: canvas.bounds)
    image.swept(to: playhead.phase(0, 1)).draw(in: &canvas, at: parts[0].origin)
    for (offset, line) in keys.enumerated() {
      let row = Region(column: parts[1].column, row: parts[1].row + offset, columns: parts[1].columns, rows: 1)
      canvas.write(line, in: row, align: .center)
    }
  }

  /// The keys to begin with, in lines.
  private func keyHelp(columns: Int) -> [StyledText] {
    let entries = Self.keys.map { entry in
      let pad = String(repeating: " ", count: max(0, 21 - entry.key.count - entry.does.count))
      return StyledText.strong(entry.key, .active) + "  " + .muted(entry.does + pad)
    }
    let inLine = min(max(1, (columns + 2) / 25), 3)
    return stride(from: 0, to: entries.count, by: inLine).map { first in
      .joined(Array(entries[first..<min(first + inLine, entries.count)]), separator: "  ")
    }
  }

  /// What the audience needs of the keys; the help has them all.
  static let keys: [(key: String, does: String)] = [
    ("→", "next step"), ("←", "step back"), ("?", "all keys"),
    ("Tab", "choose a knob"), ("↑ ↓", "turn the knob"), ("c", "point at a cell"),
    ("o", "contents"), ("t", "next theme"), ("q", "quit"),
  ]

  // MARK: One sum

  func drawSum(isRevealed: Bool, at playhead: Playhead, in canvas: inout Canvas) {
    guard let image = image(in: canvas.size, leaving: 5) else { return drawTooSmall(in: &canvas) }
    let rest = canvas.size.rows - image.cells.rows
    let parts = Layout.column([image.cells, Size(columns: canvas.size.columns, rows: rest - 1)], in: canvas.bounds)
    let answered = isRevealed ? playhead.phase(0.4, 1) : 0
    image.swept(to: answered, window: answered > 0 ? nil : image.flat).draw(in: &canvas, at: parts[0].origin)
    drawGrids(isSummed: isRevealed && playhead.phase(0, 0.3) >= 1, in: &canvas, region: parts[1])
  }

  private func drawGrids(isSummed: Bool, in canvas: inout Canvas, region: Region) {
    let inside = NumberText.plain(Double(Lettering.inside))
    let pixels = NumberGrid(.input("inside a letter"), rows: 3, columns: 3) { row, column in
      NumberGrid.Element(inside, detail: "×" + weight(row, column), paper: .level(.input, 0.8))
    }
    let limit = weights.values.reduce(1) { max($0, abs(Double($1))) }
    let kernel = NumberGrid(.kernel(name), rows: 3, columns: 3) { row, column in
      NumberGrid.Element(weight(row, column), paper: .signed(0.8 * Double(weights[row, column]), limit: limit))
    }
    let sum = NumberGrid(.output("sum"), rows: 1, columns: 1) { _, _ in
      NumberGrid.Element(
        isSummed ? NumberText.plain(flatAnswer) : "?", paper: .role(isSummed ? .output : .active), style: .bold)
    }
    let scale = Layout.largest(GridScale.all.filter { $0.halfRows > 1 }, in: region.size) { scale in
      Size(columns: 9 * scale.columns + 20, rows: pixels.size(at: scale).rows)
    }
    guard let scale = scale?.widened(to: 4) else { return }
    let grids = [pixels, kernel, sum]
    let places = Layout.row(grids.map { $0.size(at: scale) }, in: region, minimumGap: 5, maximumGap: 9)
    // The first two stand level; the sum has its middle where theirs is.
    for (grid, place) in zip(grids, places) { grid.draw(in: &canvas, at: place.origin, scale: scale) }
    let row = places[0].row + 1 + (3 * scale.halfRows / 2 - 1) / 2
    for (sign, index) in [("×", 0), ("=", 1)] {
      let gap = places[index + 1].column - places[index].endColumn
      canvas.write(.strong(sign), column: places[index].endColumn + gap / 2, row: row, ink: .role(.muted))
    }
  }

  private func weight(_ row: Int, _ column: Int) -> String { NumberText.plain(Double(weights[row, column])) }

  // MARK: A layer

  func drawLayer(at playhead: Playhead, in canvas: inout Canvas) {
    guard let image = image(in: canvas.size, leaving: 5) else { return drawTooSmall(in: &canvas) }
    let slots = Self.layer.indices.map { Lettering.columns(of: $0, width: image.width) }
    let kernels = Self.layer.indices.map { index in
      let weights = layerWeights[index]
      let limit = weights.values.reduce(1) { max($0, abs(Double($1))) }
      return NumberGrid(.kernel(Self.layer[index].rawValue), rows: 3, columns: 3) { row, column in
        let weight = Double(weights[row, column])
        let paper =
          image.layer[index].scale == .signed
          ? Tint.signed(0.8 * weight, limit: limit) : .level(.output, weight / limit)
        return NumberGrid.Element(NumberText.plain(weight), paper: paper)
      }
    }
    let rest = Size(columns: slots[0].count - 1, rows: canvas.size.rows - image.cells.rows - 1)
    let scale = Layout.largest(GridScale.all.filter { $0.halfRows > 1 }, in: rest) { kernels[0].size(at: $0) }
    let grid = scale.map { kernels[0].size(at: $0) } ?? Size(columns: 0, rows: 0)
    let parts = Layout.column([image.cells, Size(columns: image.width, rows: grid.rows)], in: canvas.bounds)
    // One letter after the other goes through its kernel.
    let done = playhead.phase(0, 1) * Double(image.width)
    let sharp = image.focus[image.focus.count - 1]
    image.pixels { x, y in
      let letter = slots.firstIndex { $0.contains(x) }
      let map = letter.map { Double(x) < done ? image.layer[$0] : sharp } ?? sharp
      return map.tint(of: map.values[y * image.width + x])
    }.draw(in: &canvas, at: parts[0].origin)
    guard let scale else { return }
    for (slot, kernel) in zip(slots, kernels) where Double(slot.lowerBound) < done {
      let place = Region(
        column: parts[1].column + slot.lowerBound, row: parts[1].row, columns: slot.count, rows: grid.rows)
      kernel.draw(in: &canvas, at: place.centered(grid).origin, scale: scale)
    }
  }
}

extension TitleImage {
  /// How many cells it takes, two pixels each.
  var cells: Size { Size(columns: width, rows: (height + 1) / 2) }

  /// Pixels of the same size.
  func pixels(_ tint: (_ x: Int, _ y: Int) -> Tint?) -> Pixels {
    var pixels = Pixels(width: width, height: height)
    for y in 0..<height { for x in 0..<width { pixels[x, y] = tint(x, y) } }
    return pixels
  }

  /// The image on its way into focus, 0...1.
  func focused(_ sharpness: Double) -> Pixels {
    let place = sharpness * Double(focus.count - 1)
    let level = min(Int(place), focus.count - 2)
    let (from, to) = (focus[level], focus[level + 1])
    return pixels { x, y in
      let index = y * width + x
      return to.tint(of: from.values[index] + (place - Double(level)) * (to.values[index] - from.values[index]))
    }
  }

  /// The image with the kernel's answers in the part that it has visited, 0...1, and the kernel where it is at work:
  /// it goes down and up while it moves on to the right. A `window` is marked wherever it stands.
  func swept(to part: Double, window: (row: Int, column: Int)? = nil) -> Pixels {
    let sharp = focus[focus.count - 1]
    let edge = Int((part * Double(width)).rounded())
    var pixels = pixels { x, y in
      let index = y * width + x
      return x < edge ? response.tint(of: response.values[index]) : sharp.tint(of: sharp.values[index])
    }
    if part > 0, part < 1 {
      let turns = 5 * part
      let rise = turns - turns.rounded(.down)
      let height = Double(self.height - 3) * (1 - abs(2 * rise - 1))
      pixels.fill(x: edge, y: 0, width: 1, height: self.height, with: .role(.kernel))
      Self.mark((row: Int(height), column: edge - 1), on: &pixels)
    }
    if let window { Self.mark(window, on: &pixels) }
    return pixels
  }

  /// A frame of one pixel around a window of 3 × 3.
  private static func mark(_ window: (row: Int, column: Int), on pixels: inout Pixels) {
    for offset in -1...3 {
      for (x, y) in [(offset, -1), (offset, 3), (-1, offset), (3, offset)] {
        pixels[window.column + x, window.row + y] = .role(.active)
      }
    }
  }
}
