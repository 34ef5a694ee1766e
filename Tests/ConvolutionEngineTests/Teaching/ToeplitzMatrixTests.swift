import Testing

@testable import ConvolutionEngine

@Suite struct ToeplitzMatrixTests {
  @Test func rowsRepeatTheKernelOnePlaceFurther() {
    let matrix = Dense(sliding: [1, 2, 3], over: 5)
    #expect(matrix.weights == [1, 2, 3, 0, 0, 0, 1, 2, 3, 0, 0, 0, 1, 2, 3])
    #expect((matrix.inputs, matrix.outputs) == (5, 3))
    #expect(matrix.weight(from: 3, to: 1) == 3)
    #expect(matrix.weight(from: 0, to: 1) == 0)
  }

  @Test(arguments: [(8, 3), (5, 5), (4, 1)]) func productIsTheConvolution(length: Int, width: Int) {
    let signal = Tensor(Shape(height: 1, width: length), seed: 2, integersIn: -9...9)
    let kernel = Tensor(Shape(height: 1, width: width), seed: 5, integersIn: -9...9)
    #expect(
      Dense(sliding: kernel.values, over: length)(signal).values
        == Convolution(sliding: kernel, .valid)(signal).values)
  }
}
