import Testing

@testable import ConvolutionEngine

@Suite struct TensorTests {
  @Test func shapesReadAsInTheLecture() {
    #expect(Shape(height: 27, width: 27, channels: 256).description == "27 × 27 × 256")
    #expect(Shape(height: 27, width: 27, channels: 256).count == 186_624)
    #expect(Shape(vector: 10) == Shape(height: 1, width: 1, channels: 10))
  }

  @Test func valuesLieChannelsLast() {
    var tensor = Tensor(Shape(height: 2, width: 3, channels: 2), values: (0..<12).map(Float.init))
    #expect(tensor[0, 0, 1] == 1)
    #expect(tensor[0, 1, 0] == 2)
    #expect(tensor[1, 0, 0] == 6)
    #expect(tensor.channel(1).values == [1, 3, 5, 7, 9, 11])
    #expect(tensor.range == 0...11)
    tensor[1, 2, 1] = -4
    #expect(tensor.values.last == -4)
    #expect(tensor.range == -4...10)
  }

  @Test func rowsAndSignalsHaveOneChannel() {
    #expect(Tensor(rows: [[1, 2], [3, 4], [5, 6]]).shape == Shape(height: 3, width: 2))
    #expect(Tensor(signal: [1, 2, 3])[0, 2] == 3)
  }

  @Test(arguments: [1, 2, 15, 16, 17, 100, 131_089]) func rangesAreFromTheLeastToTheLargest(count: Int) {
    for seed in 1...8 {
      var tensor = Tensor(Shape(vector: count), seed: UInt64(seed))
      let sorted = tensor.values.sorted()
      #expect(tensor.range == sorted[0]...sorted[count - 1])
      // What is no number is passed over.
      if count > 1 {
        tensor[0, 0, count - 1] = .nan
        let rest = tensor.values.dropLast().sorted()
        #expect(tensor.range == rest[0]...rest[count - 2])
      }
    }
  }

  @Test func seededValuesAreTheSameForTheSameSeed() {
    let shape = Shape(height: 4, width: 4)
    #expect(Tensor(shape, seed: 1) == Tensor(shape, seed: 1))
    #expect(Tensor(shape, seed: 1) != Tensor(shape, seed: 2))
    let digits = Tensor(shape, seed: 1, integersIn: 0...9)
    #expect(digits.values.allSatisfy { $0 == $0.rounded() && (0...9).contains($0) })
  }

  @Test func placesOutsideTrap() async {
    await #expect(processExitsWith: .failure) { _ = Tensor(signal: [1])[0, 1] }
    await #expect(processExitsWith: .failure) { _ = Tensor(Shape(vector: 2), values: [1]) }
  }
}
