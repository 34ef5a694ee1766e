import ConvolutionEngine

/// How a straight edge lies.
enum EdgeDirection: CaseIterable, Sendable {
  case vertical, horizontal
  /// Slanted like ╱.
  case rising
  /// Slanted like ╲.
  case falling
  /// Between these, as far as two places of a kernel of 3 × 3 can lie in such a direction.
  case steepRising, steepFalling, flatRising, flatFalling

  /// Those between a direction with a name and the next.
  fileprivate static let between: Set<EdgeDirection> = [.steepRising, .steepFalling, .flatRising, .flatFalling]

  /// On which of the lines of this direction a place lies.
  fileprivate func line(row: Int, column: Int) -> Int {
    switch self {
    case .vertical: column
    case .horizontal: row
    case .rising: row + column
    case .falling: row - column
    case .steepRising: row + 2 * column
    case .steepFalling: row - 2 * column
    case .flatRising: 2 * row + column
    case .flatFalling: 2 * row - column
    }
  }
}

/// What a kernel makes of a picture, as far as its weights tell.
enum KernelCharacter: Hashable, Sendable {
  /// The weights add up to 0, so that even areas vanish. An edge is found unless along every line of its direction the
  /// weights add up to 0: then they do so on either side of it as well, wherever it lies.
  case edges(Set<EdgeDirection>)
  /// No weight above 0: the brighter, the lower the output.
  case negative
  /// One weight alone: the picture, perhaps brighter.
  case copy
  /// No weight below 0: each output is a mixture of neighbours.
  case blur
  /// One weight above 0 and some below, more than 0 together: the picture stays, its edges are stressed.
  case stress
  /// Weights of both signs that do not cancel: even areas stay, or become a negative; where something changes, weights
  /// of one sign can win.
  case mixed
  /// Nothing but zeros.
  case nothing

  /// Sums that are smaller mean 0: weights have one decimal, of which most are no exact `Float`.
  private static let least: Float = 0.05

  /// The character of a kernel of one channel.
  init(_ kernel: Tensor) {
    let sum = kernel.values.reduce(0, +)
    if kernel.values.allSatisfy({ $0 == 0 }) {
      self = .nothing
    } else if abs(sum) < Self.least {
      self = .edges(Set(EdgeDirection.allCases.filter { Self.finds($0, kernel) }))
    } else {
      let (above, below) = (kernel.values.count { $0 > 0 }, kernel.values.count { $0 < 0 })
      self =
        switch (above, below) {
        case (0, _): .negative
        case (1, 0): .copy
        case (_, 0): .blur
        case (1, _) where sum > 0: .stress
        default: .mixed
        }
    }
  }

  private static func finds(_ direction: EdgeDirection, _ kernel: Tensor) -> Bool {
    var sums: [Int: Float] = [:]
    for row in 0..<kernel.shape.height {
      for column in 0..<kernel.shape.width {
        sums[direction.line(row: row, column: column), default: 0] += kernel[row, column]
      }
    }
    return sums.values.contains { abs($0) >= least }
  }

  /// Whether the map is a picture in greys, be it a negative; otherwise its values lie around 0.
  var isPicture: Bool {
    switch self {
    case .copy, .blur, .stress, .negative, .mixed: true
    case .edges, .nothing: false
    }
  }

  /// The edges that it finds: “vertical and slanted”; empty when it looks for none.
  var found: [String] {
    if case .edges(let found) = self { Self.names(found, between: "most slanted") } else { [] }
  }

  /// The edges that it does not find.
  var missed: [String] {
    guard case .edges(let found) = self else { return [] }
    let missed = Set(EdgeDirection.allCases).subtracting(found)
    let names = Self.names(missed, between: "")
    return missed.isDisjoint(with: EdgeDirection.between) ? names : names + ["some slanted"]
  }

  /// - Parameter between: what both slanted directions are together where not all between them are there.
  private static func names(_ directions: Set<EdgeDirection>, between: String) -> [String] {
    var names: [String] = []
    if directions.contains(.vertical) { names.append("vertical") }
    if directions.contains(.horizontal) { names.append("horizontal") }
    switch (directions.contains(.rising), directions.contains(.falling)) {
    case (true, true) where directions.isSuperset(of: EdgeDirection.between): names.append("slanted")
    case (true, true) where !between.isEmpty: names.append(between)
    case (true, true): names += ["╱", "╲"]
    case (true, false): names.append("╱")
    case (false, true): names.append("╲")
    case (false, false): break
    }
    return names
  }
}
