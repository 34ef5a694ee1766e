import Testing

@testable import CellCanvas

@Suite struct PictureBlocksTests {
  /// By the names of Unicode 16: BLOCK SEXTANT-1, -23456; BLOCK OCTANT-3, -23, -123, -4, -2345678.
  @Test func glyphsHaveTheirPatterns() {
    func pattern(_ glyph: Unicode.Scalar, _ rows: Int, _ places: [Int]) -> Bool {
      guard let found = PictureBlocks.pattern(of: glyph) else { return false }
      let mask = places.reduce(UInt8(0)) { $0 | 1 << UInt8($1 - 1) }
      return found.columns == 2 && found.rows == rows && found.mask == mask
    }
    #expect(pattern("▘", 2, [1]) && pattern("▜", 2, [1, 2, 4]) && pattern("▙", 2, [1, 3, 4]))
    #expect(pattern("\u{1FB00}", 3, [1]) && pattern("\u{1FB01}", 3, [2]) && pattern("\u{1FB02}", 3, [1, 2]))
    #expect(pattern("\u{1FB3B}", 3, [2, 3, 4, 5, 6]))
    #expect(pattern("\u{1CD00}", 4, [3]) && pattern("\u{1CD01}", 4, [2, 3]) && pattern("\u{1CD02}", 4, [1, 2, 3]))
    #expect(pattern("\u{1CD03}", 4, [4]) && pattern("\u{1CDE5}", 4, [2, 3, 4, 5, 6, 7, 8]))
    #expect(pattern("\u{1CEA8}", 4, [1]) && pattern("\u{1CEA0}", 4, [8]) && pattern("\u{1FBE7}", 4, [4, 6]))
  }

  @Test(arguments: [PictureBlocks.quadrant, .sextant, .octant]) func everyPatternHasAGlyphOfItsOwn(
    blocks: PictureBlocks
  ) {
    let all = (0..<1 << (blocks.columns * blocks.rows)).map { blocks.glyph(UInt8($0)) }
    #expect(Set(all).count == all.count)
    for (mask, glyph) in all.enumerated() where blocks != .sextant || PictureBlocks.pattern(of: glyph)?.rows == 3 {
      // What quadrants have is known by their pattern.
      guard let found = PictureBlocks.pattern(of: glyph), found.rows == blocks.rows else { continue }
      #expect(found.mask == UInt8(mask))
    }
  }

  /// A picture of 96 × 96 in 24 columns: as fine as the blocks are.
  private func drawn(_ picture: Picture, _ blocks: PictureBlocks) -> Canvas {
    var canvas = Canvas(size: Size(columns: 24, rows: 12), blocks: blocks)
    picture.draw(in: &canvas, region: canvas.bounds)
    return canvas
  }

  private func picture(_ color: (_ x: Int, _ y: Int) -> (UInt8, UInt8, UInt8)) -> Picture {
    let bytes = (0..<96).flatMap { y in
      (0..<96).flatMap { x in
        let (red, green, blue) = color(x, y)
        return [red, green, blue]
      }
    }
    return Picture(width: 96, height: 96, bytes: bytes)
  }

  @Test func twoColoursOfACellAreShownAsTheyAre() {
    // Columns of two pixels by turns: half blocks mix them, two across show each.
    let stripes = picture { x, _ in x / 2 % 2 == 0 ? (200, 0, 0) : (0, 0, 100) }
    let mixed = drawn(stripes, .half)[3, 3]
    #expect(mixed.ink == .color(red: 100, green: 0, blue: 50) && mixed.ink == mixed.paper)
    for blocks in [PictureBlocks.quadrant, .sextant, .octant] {
      let cell = drawn(stripes, blocks)[3, 3]
      let found = PictureBlocks.pattern(of: cell.glyph)
      let tints = found?.mask == 0b0101 || cell.glyph == "▌" ? (cell.ink, cell.paper) : (cell.paper, cell.ink)
      #expect(cell.glyph == "▌" || cell.glyph == "▐", "\(blocks): \(cell)")
      #expect(tints == (.color(red: 200, green: 0, blue: 0), .color(red: 0, green: 0, blue: 100)), "\(blocks)")
    }
  }

  /// Of all ways to part a cell's pixels into two tints none comes nearer to them.
  @Test(arguments: [PictureBlocks.quadrant, .sextant, .octant]) func twoTintsComeAsNearAsTwoCan(blocks: PictureBlocks) {
    var state: UInt64 = 7
    func random() -> UInt8 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
    let noise = picture { _, _ in (random(), random(), random()) }
    let canvas = drawn(noise, blocks)
    let fine = noise.pixels(width: 24 * blocks.columns, height: 12 * blocks.rows)
    func point(_ tint: Tint?) -> SIMD3<Float> {
      guard case .color(let red, let green, let blue)? = tint?.meaning else { return .zero }
      return SIMD3(Float(red), Float(green), Float(blue))
    }
    for (column, row) in [(0, 0), (5, 3), (23, 11), (12, 7)] {
      let points = (0..<blocks.rows * 2).map {
        point(fine[2 * column + $0 % 2, blocks.rows * row + $0 / 2])
      }
      func error(_ mask: Int) -> Float {
        [true, false].reduce(0) { sum, isInk in
          let part = points.indices.filter { (mask >> $0 & 1 == 1) == isInk }.map { points[$0] }
          let mean = part.reduce(SIMD3<Float>.zero, +) / Float(max(1, part.count))
          return sum + part.reduce(0) { $0 + (($1 - mean) * ($1 - mean)).sum() }
        }
      }
      let least = (0..<1 << points.count).map(error).min() ?? 0
      let cell = canvas[column, row]
      let mask = (0..<1 << points.count).first { blocks.glyph(UInt8($0)) == cell.glyph } ?? 0
      #expect(error(mask) <= least * 1.0001 + 0.01, "\(blocks) at \(column), \(row)")
    }
  }

  @Test func smallMapsAndWhatLiesOverAPictureStayAsTheyAre() {
    let small = HeatMap(width: 30, height: 30, values: (0..<900).map { Double($0 % 7) }, scale: .amount)
    var (plain, fine) = (
      Canvas(size: Size(columns: 20, rows: 10)), Canvas(size: Size(columns: 20, rows: 10), blocks: .octant)
    )
    small.draw(in: &plain, region: plain.bounds)
    small.draw(in: &fine, region: fine.bounds)
    #expect(plain.cells == fine.cells, "a map of fewer than 40 values a side")
    // A mark that was put over the pixels is seen in every fineness.
    let stripes = picture { x, _ in x / 2 % 2 == 0 ? (200, 0, 0) : (0, 0, 100) }
    var pixels = stripes.pixels(width: 24, height: 24)
    pixels.fill(x: 4, y: 4, width: 2, height: 2, with: .role(.active))
    var canvas = Canvas(size: Size(columns: 24, rows: 12), blocks: .sextant)
    pixels.draw(in: &canvas, at: Point(column: 0, row: 0))
    #expect(canvas[4, 2].ink == .role(.active) && canvas[4, 2].paper == .role(.active))
    #expect(canvas[6, 2].glyph == "▌" || canvas[6, 2].glyph == "▐")
  }

  /// Half wiped over each other, each of two pictures is seen on its side, as fine as it is.
  @Test func aWipeShowsBothPictures() throws {
    let stripes = picture { x, _ in x / 2 % 2 == 0 ? (200, 0, 0) : (0, 0, 100) }
    let plain = picture { _, y in (0, UInt8(y), 0) }
    let wipe = BeforeAfterWipe(
      before: plain.pixels(width: 24, height: 24), after: stripes.pixels(width: 24, height: 24)
    ).pixels(0.5)
    func drawn(_ blocks: PictureBlocks) -> Canvas {
      var canvas = Canvas(size: Size(columns: 24, rows: 12), blocks: blocks)
      wipe.draw(in: &canvas, at: Point(column: 0, row: 0))
      return canvas
    }
    let canvas = drawn(.pixels)
    let pieces = canvas.withWindows().pieces.sorted { $0.region.column < $1.region.column }
    #expect(
      pieces.map(\.region) == [
        Region(column: 0, row: 0, columns: 12, rows: 12), Region(column: 13, row: 0, columns: 11, rows: 12),
      ])
    #expect(canvas.pictures[try #require(pieces.first).picture].pixels[0, 0] == .color(red: 200, green: 0, blue: 0))
    #expect(canvas.pictures[try #require(pieces.last).picture].pixels[90, 50] == .color(red: 0, green: 50, blue: 0))
    #expect(canvas[12, 3].ink == .role(.active) && Set(pieces.bounds) == Set(pieces))
    #expect(["▌", "▐"].contains(drawn(.sextant)[3, 3].glyph) && !["▌", "▐"].contains(drawn(.sextant)[20, 3].glyph))
  }

  /// What is drawn over pixels hides what they were made from.
  @Test func aMarkOnAPictureIsSeen() throws {
    var pixels = picture { x, y in (UInt8(x), UInt8(y), 0) }.pixels(width: 24, height: 24)
    pixels.outline(x: 4, y: 4, width: 8, height: 8, with: .role(.active))
    var canvas = Canvas(size: Size(columns: 24, rows: 12), blocks: .pixels)
    pixels.draw(in: &canvas, at: Point(column: 0, row: 0))
    let (shown, pieces) = canvas.withWindows()
    #expect(shown[4, 3] == canvas[4, 3] && shown[4, 3].ink == .role(.active) && shown[6, 4] == .window)
    // The pieces are all the windows, each once.
    var count = 0
    for piece in pieces {
      count += piece.region.columns * piece.region.rows
      for row in piece.region.row..<piece.region.endRow {
        for column in piece.region.column..<piece.region.endColumn { #expect(shown[column, row] == .window) }
      }
    }
    #expect(count == shown.cells.count { $0 == .window } && count == 24 * 12 - 20)
  }

  @Test func devicesOfPixelsGetThePictureItself() throws {
    let gradient = picture { x, y in (UInt8(x), UInt8(y), 0) }
    var canvas = drawn(gradient, .pixels)
    let placed = try #require(canvas.pictures.first)
    #expect(placed.region == Region(column: 0, row: 0, columns: 24, rows: 12) && placed.halfRows == 24)
    #expect(placed.pixels.width == 96 && placed.pixels[17, 80] == .color(red: 17, green: 80, blue: 0))
    #expect(placed.isSeen(in: canvas, column: 3, row: 3) && canvas.cells == drawn(gradient, .half).cells)
    canvas.write("x", column: 3, row: 3)
    #expect(!placed.isSeen(in: canvas, column: 3, row: 3))
    #expect(drawn(gradient, .half).pictures.isEmpty && drawn(gradient, .sextant).pictures.isEmpty)
    var whole = Canvas(size: Size(columns: 40, rows: 20))
    whole.place(canvas, at: Point(column: 5, row: 4))
    #expect(whole.pictures.first?.region.origin == Point(column: 5, row: 4))
  }
}
