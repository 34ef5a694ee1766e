public import ConvolutionEngine

extension RecurrentLabeller {
  /// The name, the layout and the values of each tensor, in the order of `values`.
  private var tensors: [(name: String, filters: FilterBank?, values: [Float])] {
    [
      ("U.weight", u.filters, u.filters.values), ("U.bias", nil, u.biases), ("W.weight", w.filters, w.filters.values),
      ("V.weight", v.filters, v.filters.values), ("V.bias", nil, v.biases),
    ]
  }

  /// The weights as PyTorch would store them: filters, channels, rows, columns.
  public var namedTensors: [Safetensors.NamedTensor] {
    tensors.map { name, filters, values in
      guard let filters else { return Safetensors.NamedTensor(name, shape: [values.count], values: values) }
      return Safetensors.NamedTensor(
        name, shape: [filters.count, filters.depth, filters.rows, filters.columns],
        values: filters.placesOfChannelsFirst.map { values[$0] })
    }
  }

  /// The weights in a file that `cnnviz train --regions` wrote.
  ///
  /// - Throws: `SafetensorsError` for a file that cannot be read, and `MissingTensor` for one of another network.
  public init(_ file: Safetensors) throws {
    let pattern = RecurrentLabeller(seed: 0)
    var values: [Float] = []
    for (tensor, wanted) in zip(pattern.tensors, pattern.namedTensors) {
      guard let entry = file[wanted.name], entry.shape == wanted.shape else { throw MissingTensor(name: wanted.name) }
      let stored = try file.values(of: entry)
      var ours = stored
      for (place, index) in (tensor.filters?.placesOfChannelsFirst ?? []).enumerated() { ours[index] = stored[place] }
      values += ours
    }
    self = pattern.replacing(values)
  }

  /// A tensor that a file does not have in the shape that the labeller asks for.
  public struct MissingTensor: Error, Hashable, Sendable {
    /// What it is called.
    public let name: String
  }
}

extension FilterBank {
  /// Where the weights lie in `values`, in the order of PyTorch: filters, channels, rows, columns.
  fileprivate var placesOfChannelsFirst: [Int] {
    (0..<count).flatMap { filter in
      (0..<depth).flatMap { channel in
        (0..<rows * columns).map { (filter * rows * columns + $0) * depth + channel }
      }
    }
  }
}
