import Testing

@testable import ConvolutionEngine

@Suite struct WeightSharingTests {
  /// Counted by going through all of them, for layers that compute the same as those counted.
  @Test func costsAreWhatTheLayersHave() throws {
    let generator = SeededGenerator(seed: 12)
    for trial in 0..<60 {
      func draw(_ which: Int, _ range: ClosedRange<Int>) -> Int {
        generator.integer(at: 20 * trial + which, in: range)
      }
      let input = Shape(height: draw(0, 1...6), width: draw(1, 3...8), channels: draw(2, 1...3))
      let rows = Window(draw(3, 1...min(3, input.height)), stride: draw(4, 1...2), padding: Padding(draw(5, 0...1)))
      let columns = Window(draw(6, 1...3), stride: draw(7, 1...3), padding: Padding(draw(8, 0...2)))
      let (filters, tile) = (draw(9, 1...3), draw(10, 1...4))
      let output = Shape(
        height: rows.over(input.height).output, width: columns.over(input.width).output, channels: filters)
      func cost(_ sharing: WeightSharing) throws -> WeightSharing.Cost {
        try sharing.cost(on: input, rows: rows, columns: columns, filters: filters)
      }
      func layer(_ tileRows: Int, _ tileColumns: Int) -> TiledConvolution {
        let bank = FilterBank(
          count: filters, rows: rows.kernel, columns: columns.kernel, depth: input.channels,
          values: [Float](repeating: 1, count: filters * rows.kernel * columns.kernel * input.channels))
        return TiledConvolution(
          tileRows: tileRows, tileColumns: tileColumns,
          [Convolution](
            repeating: Convolution(bank, biases: [Float](repeating: 0, count: filters), rows: rows, columns: columns),
            count: tileRows * tileColumns))
      }
      let (tall, wide) = (min(tile, output.height), min(tile, output.width))
      #expect(try cost(.shared).parameters == layer(1, 1).parameters)
      #expect(try cost(.tiled(rows: tile, columns: tile)).parameters == layer(tall, wide).parameters)
      #expect(try cost(.local).parameters == layer(output.height, output.width).parameters)
      // Of ones, every sum is the number of its connections.
      let sums = layer(1, 1)(Tensor(input, repeating: 1)).values.reduce(0, +)
      for sharing in [WeightSharing.shared, .tiled(rows: tile, columns: tile), .local] {
        #expect(try cost(sharing).connections == Int(sums))
      }
      let dense = try cost(.dense)
      #expect(dense.connections == input.count * output.count && dense.weights == dense.connections)
      #expect(dense.biases == output.count)
    }
  }

  /// Five units, windows of two: letters a to i without sharing, a and b with it, all 25 when dense.
  @Test func theLecturesFiveUnits() throws {
    func cost(_ sharing: WeightSharing) throws -> WeightSharing.Cost {
      try sharing.cost(
        on: Shape(height: 1, width: 5), rows: Window(1), columns: Window(2, padding: Padding(before: 1, after: 0)),
        filters: 1)
    }
    #expect(try [cost(.local), cost(.tiled(rows: 1, columns: 2)), cost(.shared)].map(\.connections) == [9, 9, 9])
    #expect(try [cost(.local), cost(.tiled(rows: 1, columns: 2)), cost(.shared)].map(\.weights) == [10, 4, 2])
    #expect(try cost(.dense).connections == 25 && cost(.dense).weights == 25)
    #expect(throws: GeometryError.self) {
      try WeightSharing.local.cost(on: Shape(height: 1, width: 2), rows: Window(1), columns: Window(3), filters: 1)
    }
  }
}
