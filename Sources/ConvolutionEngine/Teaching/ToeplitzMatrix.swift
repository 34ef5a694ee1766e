extension Dense {
  /// The dense layer that does what a kernel does which slides over a signal without padding: n − k + 1 rows of n
  /// weights, the kernel in each of them, one place further along, and zeros around it (a Toeplitz matrix: every
  /// diagonal holds one number).
  ///
  /// - Parameters:
  ///   - kernel: the k weights, which slide as they are.
  ///   - inputs: the length of the signal, n, at least k.
  public init(sliding kernel: [Float], over inputs: Int) {
    precondition(!kernel.isEmpty && kernel.count <= inputs, "a kernel slides over a signal at least as long as itself")
    let geometry = WindowGeometry(input: inputs, kernel: kernel.count)
    var weights = [Float](repeating: 0, count: geometry.output * inputs)
    for output in 0..<geometry.output {
      for (weight, input) in geometry.inputs(of: output).enumerated() {
        weights[output * inputs + input] = kernel[weight]
      }
    }
    self.init(weights: weights, biases: [Float](repeating: 0, count: geometry.output))
  }

  /// The weight between an input and an output.
  public func weight(from input: Int, to output: Int) -> Float { weights[output * inputs + input] }
}
