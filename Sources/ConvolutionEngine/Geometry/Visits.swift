// How often cells are touched. Along one axis each; on a plane the counts along both axes multiply (`Tensor(visits:)`).

extension WindowGeometry {
  /// How many outputs each cell of the input goes into, from the first to the last cell: under valid padding fewer at the
  /// border, under full padding alike everywhere.
  public var visits: [Int] {
    var counts = [Int](repeating: 0, count: input)
    for output in 0..<output {
      for cell in inputs(of: output) where !isPadding(cell) { counts[cell] += 1 }
    }
    return counts
  }

  /// How many cells of the input each output is made from, padding aside: under valid padding all alike, under full padding
  /// fewer at the border.
  public var sightings: [Int] {
    (0..<output).map { inputs(of: $0).count { !isPadding($0) } }
  }
}

extension TransposedGeometry {
  /// How often each output is written, from the first to the last: uneven where the stride does not divide the kernel, the
  /// checkerboard of A. Odena, V. Dumoulin, C. Olah: Deconvolution and checkerboard artifacts, 2016.
  public var visits: [Int] {
    var counts = [Int](repeating: 0, count: max(0, output))
    for input in 0..<input {
      for cell in outputs(of: input) where counts.indices.contains(cell) { counts[cell] += 1 }
    }
    return counts
  }
}

extension ReceptiveField {
  /// On how many paths each input cell reaches one unit behind a stack of windows, from the first to the last cell that it
  /// sees. Where dilated windows skip cells, these are 0: gridding (P. Wang and others: Understanding convolution for
  /// semantic segmentation, 2018).
  ///
  /// - Parameter windows: from the first layer's to the last's; so few that the paths can be counted.
  public static func paths(through windows: [Window]) -> [Int] {
    var paths = [1]
    for window in windows.reversed() {
      // One unit of this layer's output lies a stride further in its input than the one before it.
      var below = [Int](repeating: 0, count: (paths.count - 1) * window.stride + window.effectiveKernel)
      for (unit, count) in paths.enumerated() {
        for weight in 0..<window.kernel {
          let (sum, isTooLarge) = below[unit * window.stride + weight * window.dilation].addingReportingOverflow(count)
          precondition(!isTooLarge, "there are more paths than can be counted")
          below[unit * window.stride + weight * window.dilation] = sum
        }
      }
      paths = below
    }
    return paths
  }
}

extension Tensor {
  /// Counts on a plane, from those along its rows and columns: a heat map of visits.
  public init(visits rows: [Int], _ columns: [Int]) {
    precondition(!rows.isEmpty && !columns.isEmpty, "there is something to count along both axes")
    self.init(
      Shape(height: rows.count, width: columns.count), values: rows.flatMap { row in columns.map { Float(row * $0) } })
  }
}
