import CellCanvas
import Testing

@Suite struct CanvasTests {
  @Test func textStandsWhereItIsWritten() {
    var canvas = Canvas(size: Size(columns: 5, rows: 2))
    canvas.write("ab", column: 1, row: 0)
    canvas.write("xyz", in: Region(column: 0, row: 1, columns: 5, rows: 1), align: .trailing)
    #expect(canvas.plainText == " ab  \n  xyz")
    #expect(canvas.audit == [])
  }

  @Test func whatFallsOutsideIsDroppedAndNoted() {
    var canvas = Canvas(size: Size(columns: 3, rows: 1))
    canvas.write("abcd", column: -1, row: 0)
    canvas.write("e", column: 0, row: 4)
    #expect(canvas.plainText == "bcd")
    #expect(canvas.audit.count == 2)
    #expect(canvas.audit.allSatisfy { $0.hasPrefix("cut at") })
  }

  @Test func textOverOtherTextIsNoted() {
    var canvas = Canvas(size: Size(columns: 3, rows: 1))
    canvas.write("abc", column: 0, row: 0)
    canvas.write("abx", column: 0, row: 0)
    #expect(canvas.audit == ["over other text at (2, 0): abx"])
  }

  @Test func clearingMakesRoomForOtherText() {
    var canvas = Canvas(size: Size(columns: 3, rows: 1))
    canvas.write("abc", column: 0, row: 0)
    canvas.fill(canvas.bounds)
    canvas.write("xyz", column: 0, row: 0)
    #expect(canvas.plainText == "xyz" && canvas.audit == [])
  }

  @Test func papersStayBehindTextAndGlyphsBeforePaper() {
    var canvas = Canvas(size: Size(columns: 2, rows: 1))
    canvas.paint(canvas.bounds, paper: .role(.kernel))
    canvas.write("a", column: 0, row: 0)
    #expect(canvas[0, 0].paper == .role(.kernel))
    canvas.paint(canvas.bounds, paper: .role(.input))
    #expect(canvas[0, 0] == Cell("a", paper: .role(.input)))
  }

  @Test func aPlacedCanvasBringsItsTargetsAndItsNotes() {
    var inner = Canvas(size: Size(columns: 2, rows: 1))
    inner.write("abc", column: 0, row: 0)
    inner.mark(inner.bounds, as: Target(grid: "g", row: 1, column: 2))
    var outer = Canvas(size: Size(columns: 4, rows: 3))
    outer.place(inner, at: Point(column: 1, row: 2))
    #expect(outer.plainText == "    \n    \n ab ")
    #expect(outer.target(at: Point(column: 2, row: 2)) == Target(grid: "g", row: 1, column: 2))
    #expect(outer.target(at: Point(column: 0, row: 2)) == nil)
    #expect(outer.audit == inner.audit && !outer.audit.isEmpty)
  }

  @Test func theTargetDrawnLastIsHit() {
    var canvas = Canvas(size: Size(columns: 2, rows: 2))
    canvas.mark(canvas.bounds, as: Target(grid: "below", row: 0, column: 0))
    canvas.mark(Region(column: 0, row: 0, columns: 1, rows: 1), as: Target(grid: "above", row: 0, column: 0))
    #expect(canvas.target(at: Point(column: 0, row: 0))?.grid == "above")
    #expect(canvas.target(at: Point(column: 1, row: 1))?.grid == "below")
    canvas.clearTargets()
    #expect(canvas.target(at: Point(column: 1, row: 1)) == nil)
  }

  @Test func anEmptyCanvasTakesAnything() {
    var canvas = Canvas(size: Size(columns: 0, rows: 0))
    canvas.write("abc", column: 0, row: 0)
    canvas.fill(Region(column: -5, row: -5, columns: 20, rows: 20), with: Cell("x"))
    #expect(canvas.plainText == "" && canvas[3, 3] == Cell())
  }
}

@Suite struct RegionTests {
  let region = Region(column: 2, row: 1, columns: 10, rows: 6)

  @Test func splitsShareOutTheWhole() {
    for count in -2...12 {
      let (left, right) = region.splitLeft(count)
      #expect(left.columns + right.columns == 10 && right.column == left.endColumn && right.endColumn == 12)
      let (top, rest) = region.splitTop(count)
      #expect(top.rows + rest.rows == 6 && rest.row == top.endRow && rest.endRow == 7)
      #expect(region.splitRight(count).right.columns == min(max(count, 0), 10))
      #expect(region.splitBottom(count).bottom.endRow == 7)
    }
  }

  @Test func intersectionsAreNeverNegative() {
    #expect(region.intersection(Region(column: 0, row: 0, columns: 4, rows: 3)).size == Size(columns: 2, rows: 2))
    #expect(region.intersection(Region(column: 20, row: 0, columns: 4, rows: 3)).size.columns == 0)
  }

  @Test func theMiddleRoundsToTheTopLeft() {
    #expect(region.centered(Size(columns: 3, rows: 3)).origin == Point(column: 5, row: 2))
  }
}

@Suite struct TintTests {
  @Test func everyMeaningComesBackOut() {
    for role in Role.allCases { #expect(Tint.role(role).meaning == .role(role)) }
    for scale in ColorScale.allCases {
      #expect(Tint.level(scale, 0).meaning == .level(scale, 0))
      #expect(Tint.level(scale, 2).meaning == .level(scale, 255))
      #expect(Tint.level(scale, .nan).meaning == .level(scale, 0))
    }
    #expect(Tint.color(red: 1, green: 32, blue: 255).description == "#0120ff")
  }

  @Test func zeroIsTheMiddleOfTheSignedScale() {
    #expect(Tint.signed(0, limit: 5).description == "signed:128")
    #expect(Tint.signed(-5, limit: 5).description == "signed:0")
    #expect(Tint.signed(5, limit: 5).description == "signed:255")
    #expect(Tint.signed(1, limit: 0).description == "signed:128")
  }
}
