import CellCanvas

/// The last line of the screen: the knobs with their values at the left, the keys that matter now at the right.
/// What has no room is left out whole, the chosen knob last of all.
struct Footer {
  /// A piece of text in its place.
  struct Item: Hashable {
    let text: StyledText
    let region: Region
    /// Which knob it shows; `nil` for other text.
    var knob: Int?
  }

  /// A knob's name and value.
  struct Knob: Hashable {
    let name: String
    let value: String
    /// Whether values that it stands for were typed over by hand.
    var isEdited = false

    /// The chosen knob says that the arrows turn it; an edited one that it is, by a mark where there is little room.
    func text(isChosen: Bool, isShort: Bool) -> StyledText {
      let value = value + (!isEdited ? "" : isShort ? "*" : ", edited")
      return isChosen
        ? .strong("↕", .active) + .strong(name) + " " + .strong(value, .knob)
        : " " + .muted(name) + " " + .tinted(value, .knob)
    }
  }

  private(set) var items: [Item] = []
  private let region: Region

  /// A footer that shows knobs.
  init(_ region: Region, knobs: [Knob], chosen: Int, hints: [StyledText]) {
    self.region = region
    let room = region.columns - 2
    func written(isShort: Bool) -> [StyledText] {
      knobs.enumerated().map { $1.text(isChosen: $0 == chosen, isShort: isShort) }
    }
    var texts = written(isShort: false)
    var hints = hints
    // Knobs may push all hints away but five, and the chosen one pushes away those.
    while hints.count > 5, Self.columns(Self.columns(of: texts, gap: 1), hints) > room { Self.dropOne(&hints) }
    if Self.columns(Self.columns(of: texts, gap: 1), hints) > room { texts = written(isShort: true) }
    let least = texts.indices.contains(chosen) ? Self.columns(of: texts, chosen...chosen) : 0
    while !hints.isEmpty, Self.columns(least, hints) > room { Self.dropOne(&hints) }
    if texts.indices.contains(chosen), least <= room {
      var shown = chosen...chosen
      // The knobs before the chosen one come first, so that the line moves as late as it can.
      while let wider = [
        max(0, shown.lowerBound - 1)...shown.upperBound, shown.lowerBound...min(texts.count - 1, shown.upperBound + 1),
      ]
      .first(where: { $0 != shown && Self.columns(Self.columns(of: texts, $0), hints) <= room }) {
        shown = wider
      }
      put(texts, shown)
    }
    put(hints)
  }

  /// A footer that shows something else at the left, such as what is being typed.
  init(_ region: Region, status: StyledText, hints: [StyledText]) {
    self.region = region
    var hints = hints
    while !hints.isEmpty, Self.columns(status.columns + 1, hints) > region.columns - 2 { Self.dropOne(&hints) }
    let fits = status.columns + 1 <= region.columns - 2
    if fits { items = [Item(text: status, region: place(region.column + 2, status.columns))] }
    put(hints)
  }

  /// Which knob is shown at `point`.
  func knob(at point: Point) -> Int? { items.first { $0.knob != nil && $0.region.contains(point) }?.knob }

  func draw(in canvas: inout Canvas) {
    canvas.fill(region, with: Cell(paper: .role(.panel)))
    for item in items { canvas.write(item.text, in: item.region) }
  }

  // MARK: Placing

  private mutating func put(_ texts: [StyledText], _ shown: ClosedRange<Int>) {
    var column = region.column + 1
    func add(_ text: StyledText, _ knob: Int?) {
      items.append(Item(text: text, region: place(column, text.columns), knob: knob))
      column += text.columns + 1
    }
    if shown.lowerBound > 0 { add(.muted("…"), nil) }
    for index in shown { add(texts[index], index) }
    if shown.upperBound < texts.count - 1 { add(.muted("…"), nil) }
  }

  private mutating func put(_ hints: [StyledText]) {
    var column = region.endColumn - 1 - Self.columns(of: hints, gap: 3)
    for hint in hints {
      items.append(Item(text: hint, region: place(column, hint.columns)))
      column += hint.columns + 3
    }
  }

  private func place(_ column: Int, _ columns: Int) -> Region {
    Region(column: column, row: region.row, columns: columns, rows: 1)
  }

  private static func columns(of texts: [StyledText], gap: Int) -> Int {
    texts.reduce(0) { $0 + $1.columns } + gap * max(0, texts.count - 1)
  }

  /// What a range of the knobs takes, with dots where others are left out.
  private static func columns(of texts: [StyledText], _ range: ClosedRange<Int>) -> Int {
    columns(of: Array(texts[range]), gap: 1) + (range.lowerBound > 0 ? 2 : 0)
      + (range.upperBound < texts.count - 1 ? 2 : 0)
  }

  private static func columns(_ left: Int, _ hints: [StyledText]) -> Int {
    left + (hints.isEmpty ? 0 : (left > 0 ? 3 : 0) + columns(of: hints, gap: 3))
  }

  /// The first and the last hint stay longest.
  private static func dropOne(_ hints: inout [StyledText]) {
    hints.remove(at: hints.count > 2 ? hints.count - 2 : hints.count - 1)
  }
}
