import CellCanvas
import ConvolutionEngine

// One pixel on both paths: why they agree inside of a shifted picture, and why not at its border.

extension EquivarianceScene {
  // MARK: The words

  func pixelStep(_ paths: TwoPaths, _ place: GridPlace) -> Step {
    Step(
      caption: """
        \(kind == .shift ? "Why they agree" : "Why they agree for the shift"): at row \(place.row + 1), column \(place.column + 1) f weighs the same nine brightnesses on both \
        paths\(kind == .shift ? ", moved before or not" : ""). So the sums are the same.
        """,
      formula: sums(paths, place),
      note:
        "Any pixel can be looked at with the cursor or the mouse: inside, both windows always hold the same numbers.",
      duration: .milliseconds(1200))
  }

  func borderStep(_ paths: TwoPaths, _ place: GridPlace) -> Step {
    let (left, right) = (paths.differingColumns.filter { $0 < far }, paths.differingColumns.filter { $0 >= far })
    func named(_ columns: [Int]) -> String {
      "in \(nouns(columns.count, "column")) \(listed(columns.map { "\($0 + 1)" }))"
    }
    let reasons =
      (left.isEmpty
        ? [] : ["\(named(left)) f(g(I)) reaches from the black that came in into the picture"])
      + (right.isEmpty
        ? [] : ["\(named(right)) \(left.isEmpty ? "f(g(I))" : "it") lacks what g pushed out and finds zeros"])
    return Step(
      caption: StyledText(
        "\(kind == .shift ? "Where it fails" : "Where the shift fails"): \(reasons.joined(separator: "; "))."),
      formula: sums(paths, place),
      note: """
        Equivariance is exact only on a picture without an end. Every border makes an exception of itself, and with many \
        layers the exception grows inwards.
        """, duration: .milliseconds(1200))
  }

  /// What the two paths come to at a pixel, and why.
  func reason(_ paths: TwoPaths, _ place: GridPlace) -> StyledText {
    let index = place.row * Self.side + place.column
    let (first, second) = (paths.mapOfMoved.values[index], paths.movedMap.values[index])
    let at = "Row \(place.row + 1), column \(place.column + 1): "
    guard case .shift = paths.move else {
      // Of the numbers as they are written, so that they fit.
      let difference = abs(first.rounded() - second.rounded())
      return StyledText(at)
        + (difference == 0
          ? "both paths come to the same, to less than a step of brightness."
          : "the paths differ by \(Self.text(difference)), for \(Self.change(paths))"
            + (paths.isInside[index] ? "." : ", and outside there are only zeros."))
    }
    return StyledText(
      at + (abs(first - second) < 0.5 ? "both paths come to the same" : why(paths, place))
        + (paths.isInside[index] ? ": the same nine brightnesses under the same weights." : "."))
  }

  /// What does not go along while the picture is moved: the kernel, or of a round one the grid of pixels.
  private static func change(_ paths: TwoPaths) -> String {
    switch paths.move {
    case .shift: "the kernel was not shifted with the picture"
    case .rotation where paths.hasRoundKernel: "turned pixels fall between pixels"
    case .rotation where paths.isOnTheGrid: "the kernel was not turned with the picture"
    case .rotation: "the kernel was not turned, and turned pixels fall between pixels"
    case .scale: "the kernel did not grow with the picture"
    }
  }

  /// Why the paths of a shift differ at a pixel near the border.
  private func why(_ paths: TwoPaths, _ place: GridPlace) -> String {
    guard case .shift(let distance) = paths.move else { return "" }
    return place.column < distance
      ? "g(f(I)) has only the black that came in, where f(g(I)) already reaches into the picture"
      : "f(g(I)) lacks what g pushed out of the picture, and takes zeros for it"
  }

  /// The sum of each path at a pixel; of a turned or enlarged map, which is a mixture of neighbours, only the value.
  func sums(_ paths: TwoPaths, _ place: GridPlace) -> [StyledText] {
    let index = place.row * Self.side + place.column
    let results = [paths.mapOfMoved.values[index], paths.movedMap.values[index]]
    guard case .shift(let distance) = paths.move else {
      return [
        .output("f(g(I))") + .muted(" = ") + .output(Self.text(results[0])) + .muted("     ") + .output("g(f(I))")
          + .muted(" = ") + .output(Self.text(results[1]))
      ]
    }
    // A single product that is the result already is no sum.
    if paths.kernel.values.filter({ $0 != 0 }) == [1] {
      return [
        .output("f(g(I))") + .muted(" = ") + .output(Self.text(results[0])),
        .output("g(f(I))") + .muted(" = ") + .output(Self.text(results[1])),
      ]
    }
    let moved = sum(paths.window(of: paths.moved, place), paths.kernel)
    let source = GridPlace(row: place.row, column: place.column - distance)
    let unmoved: StyledText =
      source.column < 0
      ? .muted("nothing was here before: black") : sum(paths.window(of: paths.picture, source), paths.kernel)
    return [
      .output("f(g(I))") + .muted(": ") + moved + .muted(" = ") + .output(Self.text(results[0])),
      .output("g(f(I))") + .muted(": ") + unmoved + .muted(" = ") + .output(Self.text(results[1])),
    ]
  }

  /// The products of a window's brightnesses with weights that are not 0.
  private func sum(_ window: [[Float?]], _ kernel: Tensor) -> StyledText {
    let values = window.flatMap { $0 }
    let products = kernel.values.indices.filter { kernel.values[$0] != 0 }.map { (values[$0] ?? 0) * kernel.values[$0] }
    return products.enumerated().reduce("") { text, product in
      let (place, value) = product
      let sign = place == 0 ? (value < 0 ? "−" : "") : value < 0 ? " − " : " + "
      return text + .muted(sign) + .input(Self.text(abs(value)))
    }
  }

  private static func text(_ value: Float) -> String { NumberText.integer(Int(value.rounded())) }

  // MARK: The figure

  /// A large picture with the window on it, and what stands under the window on either path.
  func drawPixel(_ paths: TwoPaths, _ place: GridPlace, at playhead: Playhead, in canvas: inout Canvas) {
    guard case .shift(let distance) = paths.move else { return }
    let source = GridPlace(row: place.row, column: place.column - distance)
    let shown = playhead.pointer == nil ? playhead.phase(0.2, 0.9) : 1
    var moved = paths.heatMap(ofPicture: paths.moved)
    moved.name = Self.pixels
    let unmoved = paths.heatMap(ofPicture: paths.picture)
    let index = place.row * Self.side + place.column
    func line(_ name: String, _ picture: Tensor, _ at: GridPlace, _ result: Float, isShown: Bool) -> [Arrangement] {
      [
        .grid(name, window(paths.window(of: picture, at), name, at)), .sign("⋆"),
        .grid("kernel of " + name, kernelGrid(paths)), .sign("="),
        .text(.strong(isShown ? Self.text(result) : "?", .output)),
      ]
    }
    let upper = line("g(I)", paths.moved, place, paths.mapOfMoved.values[index], isShown: shown > 0.4)
    let lower =
      source.column < 0
      ? [.text("g(f(I)) is black here:", "nothing stood there before", "", .strong("0", .output))]
      : line("I", paths.picture, source, paths.movedMap.values[index], isShown: shown > 0.8)
    let pictures = [
      picture("moved", moved, window: place).titled(.input("g(I)")),
      picture("unmoved", unmoved, window: source).titled(.input("I")),
    ]
    let isTable = source.column >= 0
    let sums =
      isTable
      ? Arrangement.table([upper, lower], columnGap: 1...3)
      : .column(.row(of: upper, gap: 1...3), .row(of: lower, gap: 1...3))
    let parts = Arrangement.firstThatFits(
      .table([[pictures[0]] + upper, [pictures[1]] + lower], columnGap: 2...8), .row(pictures[0], sums, gap: 3...8)
    ).placed(in: canvas.bounds)
    parts.draw(in: &canvas)
  }

  /// A picture with a ring around the window of f.
  private func picture(_ name: String, _ map: HeatMap, window place: GridPlace) -> Arrangement {
    .pixels(name, map.width, map.height, least: Self.side) { canvas, region in
      map.draw(in: &canvas, region: region)
      let bounds = map.placement(in: region).bounds
      var pixels = map.pixels(width: bounds.columns, height: 2 * bounds.rows)
      pixels.ring(around: place, reach: 1, of: map, ink: .role(.active))
      pixels.draw(in: &canvas, at: bounds.origin)
    }
  }

  /// The brightnesses under the window; what lies outside of the picture is hatched.
  private func window(_ values: [[Float?]], _ name: String, _ place: GridPlace) -> NumberGrid {
    var grid = NumberGrid(
      .input(name) + .muted(" row \(place.row + 1), column \(place.column + 1)"), rows: 3, columns: 3
    ) { row, column in
      guard let value = values[row][column] else { return NumberGrid.Element("0", ink: .role(.muted), isHatched: true) }
      return NumberGrid.Element(Self.text(value), paper: .level(.input, 0.15 + 0.7 * Double(value) / 255))
    }
    grid.reservedColumns = 3
    return grid
  }
}

extension Pixels {
  /// Draws a thin square around the values of a map that lie up to `reach` around one of them.
  mutating func ring(around place: GridPlace, reach: Int, of map: HeatMap, ink: Tint) {
    func first(_ index: Int, _ pixels: Int, _ count: Int) -> Int { index * pixels / count }
    let left = first(place.column - reach, width, map.width) - 1
    let right = first(place.column + reach + 1, width, map.width)
    let top = first(place.row - reach, height, map.height) - 1
    let bottom = first(place.row + reach + 1, height, map.height)
    for x in left...right { for y in [top, bottom] { self[x, y] = ink } }
    for y in top...bottom { for x in [left, right] { self[x, y] = ink } }
  }
}
