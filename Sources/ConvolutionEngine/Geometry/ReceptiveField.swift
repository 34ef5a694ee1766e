/// The part of the input that the units of a layer can see, along one axis.
///
/// Behind windows r_l = r_(l−1) + (k_l − 1)·d_l·j_(l−1) and j_l = j_(l−1)·s_l
/// (A. Araujo, W. Norris, J. Sim: Computing receptive fields of convolutional neural networks, Distill 2019). Behind a
/// transposed window the jump is divided by its stride, and units differ in what they see, in turn; behind a fixed number of
/// regions they differ with the extent of the input. So what each unit sees is followed cell by cell.
///
/// It is that of a unit far from every border: padding counts as if there were more of the input. Only behind regions, which
/// belong to an input of one extent, and where paths with different strides meet, what really is there counts.
public struct ReceptiveField: Hashable, Sendable {
  /// How many input cells lie between the centres of neighbouring units, j; where the distances differ, their mean.
  public let jump: Fraction
  /// What each unit sees.
  private let units: Units
  /// How many units there are; `nil` where it does not matter.
  private let count: Int?
  /// How many cells the input has; `nil` for one without end.
  private let extent: Int?
  /// Whether a unit sees the cells at all crossings of its rows and columns; not so where paths have met that see others.
  private let isProduct: Bool

  private enum Units: Hashable {
    /// Units without end: so many units on, all is as before, `cells` further.
    case repeated([SeenCells], cells: Int)
    /// These, and no more.
    case listed([SeenCells])
  }

  /// Units that are told apart, and cells gone through for one layer, at most: more are not counted.
  private static let mostUnits = 1 << 16
  private static let mostSteps = 0x1p22
  /// No cell lies farther from the first one.
  private static let farthest = 1 << 40

  /// That of an input without end: each cell sees itself.
  public static let input = ReceptiveField(ofInput: nil)

  /// That of an input of so many cells.
  static func input(of cells: Int) -> ReceptiveField { ReceptiveField(ofInput: cells) }

  /// That of an input of so many cells beside which there are no others; `nil` when it cannot be counted.
  static func input(alone cells: Int) -> ReceptiveField? { input(of: cells).listed(cells) }

  private init(ofInput extent: Int?) {
    jump = 1
    units = .repeated([SeenCells(0..<1)], cells: 1)
    count = extent
    isProduct = true
    self.extent = extent
  }

  /// - Returns: `nil` when it reaches farther than can be counted.
  private init?(_ units: Units, jump: Fraction, count: Int? = nil, extent: Int?, isProduct: Bool) {
    let (seen, cells) =
      switch units {
      case .repeated(let seen, let cells): (seen, cells)
      case .listed(let seen): (seen, 0)
      }
    func isNear(_ cell: Int) -> Bool { abs(cell) < Self.farthest }
    guard
      seen.count <= Self.mostUnits, isNear(cells), isNear(jump.numerator), isNear(jump.denominator),
      seen.allSatisfy({ $0.hull.map { isNear($0.lowerBound) && isNear($0.upperBound) } ?? true })
    else { return nil }
    self.units = units
    self.jump = jump
    self.count = count
    self.extent = extent
    self.isProduct = isProduct
  }

  // MARK: What can be said of it

  /// What the units see that are there, each that sees something else than those before it.
  private var distinct: ArraySlice<SeenCells> {
    switch units {
    case .repeated(let seen, _): seen.prefix(count ?? seen.count)
    case .listed(let seen): seen[...]
    }
  }

  /// How far it is from the first to the last input cell that a unit sees, both counted, r: of the unit for which it is
  /// farthest. 0 when no unit sees anything.
  public var size: Int { distinct.reduce(0) { max($0, $1.hull?.count ?? 0) } }

  /// How many input cells a unit sees, of the one that sees most: fewer than `size` where a dilated kernel leaves holes.
  /// `nil` where they are not told apart, or the product of those along both axes would be too many.
  public var cells: Int? {
    guard isProduct else { return nil }
    let counts = distinct.map(\.count)
    return counts.contains(nil) ? nil : counts.reduce(0) { max($0, $1 ?? 0) }
  }

  /// The input cells from the first to the last that unit `index` sees, some outside of the input where there is padding;
  /// empty when it sees none.
  public func inputs(of index: Int) -> Range<Int> { seen(by: index).hull ?? 0..<0 }

  /// The centre of what unit 0 sees, in input cells: a half when it lies between two. Where the distances between units
  /// differ, it is where it would be if they did not.
  public var centre: Double { Self.meanCentre(units, jump) }

  /// The centre of what unit `index` sees, in input cells: so many jumps further.
  public func centre(of index: Int) -> Double { centre + Double(index) * jump.value }

  /// Whether it is the same in all that is said of it.
  func isAlike(_ other: ReceptiveField) -> Bool {
    size == other.size && cells == other.cells && jump == other.jump && centre == other.centre
  }

  private func seen(by unit: Int) -> SeenCells {
    switch units {
    case .repeated(let seen, let cells):
      let (quotient, rest) = unit.quotientAndRemainder(dividingBy: seen.count)
      let round = rest < 0 ? quotient - 1 : quotient
      return seen[unit - round * seen.count].shifted(by: round * cells)
    case .listed(let seen): return seen.indices.contains(unit) ? seen[unit] : SeenCells(0..<0)
    }
  }

  // MARK: From layer to layer

  /// That of the next layer, which looks at this one through `window`; it reaches no farther than can be counted.
  public func seen(through window: Window) -> ReceptiveField {
    guard let field = counted(through: window) else { preconditionFailure("a field of 2^40 cells is not counted") }
    return field
  }

  /// That of the next layer, which looks at this one through `window`; `nil` when it cannot be counted.
  func counted(through window: Window) -> ReceptiveField? {
    let jump = jump * window.stride
    switch units {
    case .repeated(let seen, let cells):
      let common = Fraction.commonDivisor(seen.count, window.stride)
      let count = seen.count / common
      // One unit like the other, and what they see hangs together, as nearly always.
      if seen.count == 1, let run = seen[0].hull, seen[0].isExact, seen[0].runs.count == 1,
        window.kernel == 1 || cells * window.dilation <= run.count
      {
        let first = run.lowerBound - window.padding.before * cells
        let end = run.upperBound + (window.effectiveKernel - 1 - window.padding.before) * cells
        return ReceptiveField(
          .repeated([SeenCells(first..<end)], cells: cells * window.stride), jump: jump, extent: extent,
          isProduct: isProduct)
      }
      guard Double(count) * Double(window.kernel) <= Self.mostSteps else { return nil }
      let next = (0..<count).map { unit in
        SeenCells(
          union: (0..<window.kernel).map { weight in
            self.seen(by: unit * window.stride - window.padding.before + weight * window.dilation)
          })
      }
      return ReceptiveField(
        .repeated(next, cells: cells * (window.stride / common)), jump: jump, extent: extent, isProduct: isProduct)
    case .listed(let seen):
      let geometry = window.over(seen.count)
      guard Double(geometry.output) * Double(window.kernel) <= Self.mostSteps else { return nil }
      let next = (0..<geometry.output).map { unit in
        SeenCells(union: geometry.inputs(of: unit).filter { !geometry.isPadding($0) }.map { seen[$0] })
      }
      return ReceptiveField(.listed(next), jump: jump, extent: extent, isProduct: isProduct)
    }
  }

  /// That of the next layer, which is made from this one by a transposed window: unit m of this layer reaches the units
  /// m·S − P, m·S − P + d, ... `nil` when it cannot be counted.
  func counted(through geometry: TransposedGeometry) -> ReceptiveField? {
    let window = geometry.window
    let stride = window.stride
    let jump = jump / stride
    /// The units of this layer that reach a unit of the next one.
    func sources(_ unit: Int) -> [Int] {
      (0..<window.kernel).compactMap { weight in
        let place = unit + window.padding.before - weight * window.dilation
        return place.isMultiple(of: stride) ? place / stride : nil
      }
    }
    func next(_ count: Int) -> [SeenCells]? {
      guard count <= Self.mostUnits, Double(count) * Double(window.kernel) <= Self.mostSteps else { return nil }
      return (0..<count).map { unit in SeenCells(union: sources(unit).map { self.seen(by: $0) }) }
    }
    switch units {
    case .repeated(let seen, let cells):
      return next(seen.count * stride).flatMap {
        ReceptiveField(.repeated($0, cells: cells), jump: jump, extent: extent, isProduct: isProduct)
      }
    case .listed:
      return next(geometry.output).flatMap {
        ReceptiveField(.listed($0), jump: jump, extent: extent, isProduct: isProduct)
      }
    }
  }

  /// That of the next layer, in which each of so many regions of this one becomes a unit; `nil` when it cannot be counted.
  func counted(through regions: AdaptiveGeometry) -> ReceptiveField? {
    guard let here = listed(regions.input) else { return nil }
    guard case .listed(let seen) = here.units, regions.output <= Self.mostUnits else { return nil }
    let next = (0..<regions.output).map { SeenCells(union: Array(seen[regions.inputs(of: $0)])) }
    return ReceptiveField(
      .listed(next), jump: jump * regions.input / regions.output, extent: extent, isProduct: isProduct)
  }

  /// The same units, so many of them.
  func limited(to count: Int) -> ReceptiveField? {
    ReceptiveField(units, jump: jump, count: count, extent: extent, isProduct: isProduct)
  }

  /// So many units by themselves, and what of the input they see; `nil` when it cannot be counted.
  private func listed(_ count: Int) -> ReceptiveField? {
    guard case .repeated(let seen, _) = units else { return self }
    guard count <= Self.mostUnits, seen.allSatisfy(\.isExact) else { return nil }
    let units = (0..<count).map { unit in
      let seen = self.seen(by: unit)
      return extent.map { seen.clipped(to: 0..<$0) } ?? seen
    }
    return ReceptiveField(.listed(units), jump: jump, extent: extent, isProduct: isProduct)
  }

  // MARK: Layers that join several

  /// Whether units without end stand at the same distances in all of them.
  static func hasOneStep(_ fields: [ReceptiveField]) -> Bool {
    fields.allSatisfy { field in
      guard case .repeated = field.units else { return false }
      return field.jump == fields[0].jump
    }
  }

  /// That of a layer each of whose units sees what units of several layers see; `nil` when it cannot be counted.
  ///
  /// - Parameters:
  ///   - count: how many units each has.
  ///   - isProduct: whether, along both axes together, the cells that are seen are those of one of them.
  static func union(of fields: [ReceptiveField], count: Int, isProduct: Bool) -> ReceptiveField? {
    guard let first = fields.first, fields.contains(where: { $0.units != first.units || !$0.isProduct }) else {
      return fields.first
    }
    var lists: [[SeenCells]] = []
    var cells: Int?
    if hasOneStep(fields) {
      // As many units as bring all of them back to their start.
      var period = 1
      for case .repeated(let seen, _) in fields.map(\.units) {
        period = period / Fraction.commonDivisor(period, seen.count) * seen.count
        guard period <= mostUnits else { return nil }
      }
      lists = fields.map { field in (0..<period).map { field.seen(by: $0) } }
      cells = first.jump.numerator * (period / first.jump.denominator)
    } else {
      // Where units stand at different distances, all that can be said is what each of them sees.
      for field in fields {
        guard case .listed(let seen)? = field.listed(count)?.units else { return nil }
        lists.append(seen)
      }
    }
    let seen = lists[0].indices.map { unit in SeenCells(union: lists.map { $0[unit] }) }
    let units: Units = cells.map { .repeated(seen, cells: $0) } ?? .listed(seen)
    let isEven = fields.allSatisfy { $0.jump == first.jump }
    return ReceptiveField(
      units, jump: isEven ? first.jump : meanJump(seen) ?? first.jump, extent: first.extent, isProduct: isProduct)
  }

  /// Whether the units of this one see all that those of another see.
  func contains(_ other: ReceptiveField) -> Bool {
    guard isProduct, jump == other.jump else { return false }
    if units == other.units { return true }
    switch (units, other.units) {
    case (.repeated(let seen, _), .repeated(let others, _)):
      let period = seen.count / Fraction.commonDivisor(seen.count, others.count) * others.count
      return period <= Self.mostUnits && (0..<period).allSatisfy { self.seen(by: $0).contains(other.seen(by: $0)) }
    case (.listed(let seen), .listed(let others)):
      return seen.count == others.count && zip(seen, others).allSatisfy { $0.contains($1) }
    default: return false
    }
  }

  /// The mean distance between the centres of what neighbours see.
  private static func meanJump(_ seen: [SeenCells]) -> Fraction? {
    guard seen.count > 1, let first = seen[0].hull, let last = seen[seen.count - 1].hull else { return nil }
    let twice = last.lowerBound + last.upperBound - first.lowerBound - first.upperBound
    return Fraction(twice, 2 * (seen.count - 1))
  }

  /// Where unit 0 is centred on the mean, if all are moved back by their jumps.
  private static func meanCentre(_ units: Units, _ jump: Fraction) -> Double {
    let seen =
      switch units {
      case .repeated(let seen, _), .listed(let seen): seen
      }
    let centres = seen.enumerated().compactMap { unit, seen in
      seen.hull.map { Double($0.lowerBound + $0.upperBound - 1) / 2 - Double(unit) * jump.value }
    }
    return centres.isEmpty ? 0 : centres.reduce(0, +) / Double(centres.count)
  }

  /// Those of a stack of layers, from the first layer's to the last's.
  public static func growth(through windows: [Window]) -> [ReceptiveField] {
    var field = ReceptiveField.input
    return windows.map { window in
      field = field.seen(through: window)
      return field
    }
  }
}
