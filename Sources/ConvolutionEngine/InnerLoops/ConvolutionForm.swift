/// What the inner loops must know of a convolution, wherever its weights come from.
struct ConvolutionForm: Sendable {
  let rows, columns: Window
  let filters, depth, groups: Int
  let weights: FilterWeights
  /// One per filter.
  let biases: [Float]
  let isRectified: Bool

  /// How many weights a filter has.
  var taps: Int { rows.kernel * columns.kernel * depth }

  /// A convolution whose weights are in memory.
  init(_ convolution: Convolution) {
    rows = convolution.rows
    columns = convolution.columns
    filters = convolution.filters.count
    depth = convolution.filters.depth
    groups = convolution.groups
    weights = .given(convolution.filters.values)
    biases = convolution.biases
    isRectified = convolution.isRectified
  }

  /// The convolution of a stage without biases, by weights that are drawn where they are needed.
  init(filters: Int, _ window: Window, depth: Int, groups: Int, drawn weights: UniformWeights, isRectified: Bool) {
    (rows, columns) = (window, window)
    (self.filters, self.depth, self.groups) = (filters, depth, groups)
    self.weights = .drawn(weights)
    biases = [Float](repeating: 0, count: filters)
    self.isRectified = isRectified
  }
}

/// The weights of a convolution's filters, one after the other.
enum FilterWeights: Sendable {
  /// In memory.
  case given([Float])
  /// Drawn from a seed, some at a time.
  case drawn(UniformWeights)

  /// Calls `body` with `count` neighbouring weights.
  func with(first: Int, count: Int, _ body: (UnsafePointer<Float>) -> Void) {
    switch self {
    case .given(let values): withValues(values) { body($0 + first) }
    case .drawn(let uniforms):
      withScratch(count) { room in
        uniforms.fill(room, first: first, end: first + count)
        body(room)
      }
    }
  }
}
