public import CellCanvas
public import JSONText

/// Frames one after the other in few bytes, in the colours of several themes at once: for pages that draw them by
/// themselves.
///
/// A frame is written as what differs from the one before: the number of stretches, then for each the number of cells
/// that stay before it, its length (twice, and one more where all its cells are alike), and the symbols of its cells (or
/// that of all). Numbers have seven bits a byte, the lowest first, and the high bit where more follow (LEB128).
public struct CellReel: Sendable {
  /// A cell as every theme shows it.
  private struct Symbol: Hashable {
    var glyph: Int
    var ink: Int
    var paper: Int
    var style: UInt8
  }

  private let renderers: [Renderer]
  private var last: [Int]
  private var numbers: [Cell: Int] = [:]
  private var symbolNumbers: [Symbol: Int] = [:]
  private var glyphNumbers: [Unicode.Scalar: Int] = [:]
  private var colorNumbers: [[RGB]: Int] = [:]

  /// How many frames there are.
  public private(set) var count = 0
  /// The frames.
  public private(set) var bytes: [UInt8] = []
  /// The glyphs, in the order of their numbers.
  public private(set) var glyphs = ""
  /// The colours, in the order of their numbers: six hexadecimal digits for each theme.
  public private(set) var colors = ""
  /// The symbols, four numbers each: the glyph, the colour of what it draws, the colour behind it, and its style, 1 for
  /// bold and 2 for underlined.
  public private(set) var symbols: [Int] = []

  /// A reel without frames.
  ///
  /// - Parameters:
  ///   - themes: the themes whose colours it has.
  ///   - cells: how many cells each frame has.
  public init(themes: [Theme], cells: Int) {
    renderers = themes.map { Renderer(theme: $0, depth: .truecolor, glyphs: .unicode) }
    last = []
    // Before the first frame everything is empty: symbol 0.
    last = Array(repeating: number(of: Cell()), count: cells)
  }

  /// Adds a frame, unless it is the same as the last one, and answers its number.
  ///
  /// - Parameters:
  ///   - cells: row after row.
  ///   - isOther: whether it is another frame for something beside its cells.
  public mutating func add(_ cells: [Cell], isOther: Bool = false) -> Int {
    precondition(cells.count == last.count, "all frames of a reel have the same size")
    let frame = cells.map { number(of: $0) }
    guard count == 0 || isOther || frame != last else { return count - 1 }
    let stretches = Self.stretches(from: last, to: frame)
    write(stretches.count)
    var place = 0
    for stretch in stretches {
      write(stretch.lowerBound - place)
      place = stretch.upperBound
      let isUniform = stretch.count > 1 && frame[stretch].allSatisfy { $0 == frame[stretch.lowerBound] }
      write(stretch.count << 1 | (isUniform ? 1 : 0))
      for symbol in isUniform ? frame[stretch].prefix(1) : frame[stretch] { write(symbol) }
    }
    last = frame
    count += 1
    return count - 1
  }

  /// Where cells differ, parted into those that are alike and those that are not.
  private static func stretches(from old: [Int], to new: [Int]) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    var start = 0
    while start < new.count {
      guard new[start] != old[start] else {
        start += 1
        continue
      }
      var alike = start + 1
      while alike < new.count, new[alike] == new[start] { alike += 1 }
      // A run may go on over cells that are right already, but need not end with them.
      while new[alike - 1] == old[alike - 1] { alike -= 1 }
      let end: Int
      if alike - start >= 4 {
        end = alike
      } else {
        end = unlikeEnd(start, old, new)
      }
      stretches.append(start..<end)
      start = end
    }
    return stretches
  }

  /// Where cells begin that are right already or alike, in such numbers that a stretch of their own is shorter.
  private static func unlikeEnd(_ start: Int, _ old: [Int], _ new: [Int]) -> Int {
    var end = start + 1
    while end < new.count {
      let next = new[end..<min(end + 4, new.count)]
      if next.count == 4, next.allSatisfy({ $0 == new[end] }) || next.indices.allSatisfy({ new[$0] == old[$0] }) {
        break
      }
      end += 1
    }
    while new[end - 1] == old[end - 1] { end -= 1 }
    return end
  }

  private mutating func write(_ number: Int) {
    var rest = number
    while rest > 127 {
      bytes.append(UInt8(rest & 127 | 128))
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  // MARK: Symbols

  private mutating func number(of cell: Cell) -> Int {
    if let number = numbers[cell] { return number }
    let rendered = renderers.map { $0.render(cell) }
    let style = rendered[0].style
    let symbol = Symbol(
      glyph: number(of: rendered[0].glyph),
      ink: number(of: zip(renderers, rendered).map { $0.inkShown(by: $1) }),
      paper: number(of: zip(renderers, rendered).map { $0.look(of: $1).paper }),
      style: (style.contains(.bold) ? 1 : 0) | (style.contains(.underline) ? 2 : 0))
    let number = symbolNumbers[symbol] ?? symbolNumbers.count
    if symbolNumbers[symbol] == nil {
      symbolNumbers[symbol] = number
      symbols += [symbol.glyph, symbol.ink, symbol.paper, Int(symbol.style)]
    }
    numbers[cell] = number
    return number
  }

  private mutating func number(of glyph: Unicode.Scalar) -> Int {
    if let number = glyphNumbers[glyph] { return number }
    glyphs.unicodeScalars.append(glyph)
    glyphNumbers[glyph] = glyphNumbers.count
    return glyphNumbers.count - 1
  }

  private mutating func number(of color: [RGB]) -> Int {
    if let number = colorNumbers[color] { return number }
    colors += color.map(\.hexDigits).joined()
    colorNumbers[color] = colorNumbers.count
    return colorNumbers.count - 1
  }

  // MARK: Shapes

  /// How those of `glyphs` are drawn that no font draws, in tenths of a pixel in a cell of 100 x 200: whether they fill
  /// areas, their rectangles (x, y, width, height), and their strokes (the width of the pen, then the points).
  public static func shapes(of glyphs: Set<Unicode.Scalar>) -> JSON {
    .object(
      glyphs.sorted { $0.value < $1.value }.compactMap { glyph in
        guard let shape = GlyphShape(glyph) else { return nil }
        let boxes = shape.boxes.map { JSON.array([$0.x, $0.y, $0.width, $0.height].map { .integer($0) }) }
        let strokes = shape.strokes.map { stroke in
          JSON.array([.integer(stroke.pen)] + stroke.points.map { .array([.integer($0.x), .integer($0.y)]) })
        }
        return JSON.Member(
          String(Character(glyph)),
          .object([
            .init("isArea", .bool(shape.isArea)), .init("boxes", .array(boxes)), .init("strokes", .array(strokes)),
          ]))
      })
  }
}
