import CellCanvas
import Testing

@Suite struct LedgerTests {
  @Test func valuesStandFlushRightAndResultsBelowALine() {
    let ledger = Ledger([.init("outputs", "12"), .init("each", "3"), .init("in all", "36", isResult: true)])
    #expect(ledger.size() == Size(columns: 11, rows: 4))
    #expect(ledger.size(spacing: 2) == Size(columns: 11, rows: 6))
    var canvas = Canvas(size: Size(columns: 11, rows: 4))
    ledger.draw(in: &canvas, region: canvas.bounds)
    #expect(canvas.plainText == "outputs  12\neach      3\n───────────\nin all   36")
    #expect(canvas.audit == [])
  }
}

@Suite struct BeforeAfterWipeTests {
  private let wipe = BeforeAfterWipe(
    before: Pixels(width: 4, height: 2, tints: Array(repeating: .role(.input), count: 8)),
    after: Pixels(width: 4, height: 2, tints: Array(repeating: .role(.output), count: 8)))

  @Test(arguments: [(0, 0), (0.25, 1), (0.5, 2), (1, 4), (7, 4), (-1, 0)] as [(Double, Int)])
  func theEdgePartsAfterFromBefore(fraction: Double, edge: Int) {
    let pixels = wipe.pixels(fraction)
    for x in 0..<4 {
      let isEdge = x == edge && edge > 0 && edge < 4
      #expect(pixels[x, 1] == (isEdge ? .role(.active) : x < edge ? .role(.output) : .role(.input)))
    }
  }
}

@Suite struct PixelPlacingTests {
  @Test func placedPixelsKeepWhatIsBehindTheirClearOnes() {
    var pixels = Pixels(width: 3, height: 2, tints: Array(repeating: .role(.input), count: 6))
    var other = Pixels(width: 2, height: 1)
    other[1, 0] = .role(.output)
    pixels.place(other, x: 1, y: 1)
    #expect(pixels[1, 1] == .role(.input) && pixels[2, 1] == .role(.output))
  }

  @Test func anOutlineIsOnePixelWide() {
    var pixels = Pixels(width: 5, height: 5)
    pixels.outline(x: 1, y: 1, width: 3, height: 3, with: .role(.active))
    #expect((0..<25).count { pixels[$0 % 5, $0 / 5] != nil } == 8)
    #expect(pixels[2, 2] == nil && pixels[3, 3] == .role(.active))
  }

  @Test func linesOfEitherSignStayWhenAMapIsMadeSmaller() {
    var values = [Double](repeating: 0, count: 16)
    (values[0], values[1]) = (-4, 3)
    values[3] = 2
    let map = HeatMap(width: 4, height: 4, values: values, scale: .signed, limits: -4...4)
    let small = map.strongestPixels(width: 2, height: 2)
    // Plain averages would be −1/4 and 1/2.
    #expect(small[0, 0] == .signed(-4, limit: 4))
    #expect(small[1, 0] == .signed(2, limit: 4) && small[1, 1] == .level(.signed, 0.5))
  }
}
