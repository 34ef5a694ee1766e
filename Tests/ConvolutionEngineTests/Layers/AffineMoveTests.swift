import Testing

@testable import ConvolutionEngine

@Suite struct AffineMoveTests {
  @Test func fixturesAreThere() { #expect(Fixture.all("affineMove").count == 40) }

  @Test(arguments: Fixture.all("affineMove")) func movesAgreeWithPyTorch(_ fixture: Fixture) {
    func floats(_ name: String) -> [Float] { fixture.setting(name).split(separator: ",").compactMap { Float($0) } }
    let (scale, shift) = (floats("scale"), floats("shift"))
    let degrees = Double(fixture.number("degrees"))
    let isTurn = scale == [1, 1] && shift == [0, 0] && fixture.number("slant") == 0
    let move =
      isTurn
      ? AffineMove(degrees: degrees)
      : AffineMove(
        turn: Float(degrees * .pi / 180), scale: (scale[0], scale[1]), slant: fixture.number("slant"),
        shift: (shift[0], shift[1]))
    let output = move(fixture.input)
    fixture.expect(output)
    fixture.expect(move.gradient(fixture.outputGradient(output.shape)).values, at: 1)
  }

  @Test func quarterTurnsOfASquareMixNothing() {
    let picture = Tensor(rows: [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    #expect(AffineMove(degrees: 0)(picture) == picture)
    #expect(AffineMove(degrees: 90)(picture).values == [3, 6, 9, 2, 5, 8, 1, 4, 7])
    #expect(AffineMove(degrees: -90)(picture).values == [7, 4, 1, 8, 5, 2, 9, 6, 3])
    #expect(AffineMove(degrees: 180)(picture).values == [9, 8, 7, 6, 5, 4, 3, 2, 1])
    #expect(AffineMove(degrees: 270)(picture) == AffineMove(degrees: -90)(picture))
    let even = Tensor(Shape(height: 4, width: 4, channels: 2), seed: 3)
    let around = (0..<4).reduce(even) { picture, _ in AffineMove(degrees: 90)(picture) }
    #expect(around == even)
  }

  @Test func shiftsComeFromTheLeft() {
    let picture = Tensor(rows: [[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    #expect(AffineMove(shift: (0, -1))(picture).values == [0, 1, 2, 0, 4, 5, 0, 7, 8])
    #expect(AffineMove(shift: (0, -3))(picture).values.allSatisfy { $0 == 0 })
  }

  @Test func smallTurnsMixNeighbours() {
    let turned = AffineMove(degrees: 30)(Tensor(Shape(height: 9, width: 9), repeating: 7))
    for row in 3...5 { for column in 3...5 { #expect(abs(turned[row, column] - 7) < 1e-4) } }
    #expect(turned[0, 0] < 7, "the corner comes from outside")
    // A slope along a row, turned by 30°, still rises by cos 30° along the row.
    let slope = AffineMove(degrees: 30)(Tensor(Shape(height: 9, width: 9), values: (0..<81).map { Float($0 % 9) }))
    #expect(abs(slope[4, 5] - slope[4, 4] - 0.8660254) < 1e-4)
  }

  @Test func twiceAsLargeIsHalfAsSteep() {
    let slope = Tensor(Shape(height: 5, width: 5), values: (0..<25).map { Float($0 % 5) })
    #expect(Array(AffineMove(scale: (2, 2))(slope).values[10..<15]) == [1, 1.5, 2, 2.5, 3])
    #expect(AffineMove(scale: (1, 1))(slope) == slope)
  }

  @Test func gradientsAgreeWithDifferences() {
    let shape = Shape(height: 6, width: 5, channels: 2)
    let input = Tensor(shape, seed: 81)
    for move in [
      AffineMove(degrees: 33), AffineMove(degrees: -90),
      AffineMove(turn: 0.4, scale: (1.3, 0.7), slant: 0.1, shift: (1, -0.5)),
    ] {
      let outputGradient = Tensor(shape, seed: 82)
      expectGradient(at: input.values, is: move.gradient(outputGradient).values, outputGradient: outputGradient) {
        move(Tensor(shape, values: $0))
      }
      #expect(
        abs(innerProduct(move(input), outputGradient) - innerProduct(input, move.gradient(outputGradient))) < 1e-4)
    }
  }
}
