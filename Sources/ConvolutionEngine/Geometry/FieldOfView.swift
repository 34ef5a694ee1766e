/// What the units of a layer can see of a network's input, along both axes.
public enum FieldOfView: Hashable, Sendable {
  /// A part of it: so many rows, so many columns.
  case part(rows: ReceptiveField, columns: ReceptiveField)
  /// All of it.
  case everything
  /// More than is counted, or units too different from each other.
  case uncounted

  /// That of an input itself.
  init(of input: Shape) {
    self = .part(rows: .input(of: input.height), columns: .input(of: input.width))
  }

  /// That of an input beside which there is nothing.
  init(ofInputAlone input: Shape) {
    self.init(.input(alone: input.height), .input(alone: input.width))
  }

  private init(_ rows: ReceptiveField?, _ columns: ReceptiveField?) {
    if let rows, let columns { self = .part(rows: rows, columns: columns) } else { self = .uncounted }
  }

  /// The field along either axis; `nil` where the axes differ, or there is no part.
  public var alike: ReceptiveField? {
    guard case .part(let rows, let columns) = self, rows.isAlike(columns) else { return nil }
    return rows
  }

  // MARK: From layer to layer

  /// That of a layer on an input that sees this.
  ///
  /// - Parameter alone: the same without anything beside the network's input: behind regions, and where paths with
  ///   different strides meet, it matters what really is there.
  func seen(
    through layer: Layer, from input: Shape, to output: Shape, alone: () -> FieldOfView
  ) -> FieldOfView {
    switch layer.kind {
    case .convolution(_, let window, _), .maxPooling(let window), .averagePooling(let window):
      return next(rows: { $0.counted(through: window) }, columns: { $0.counted(through: window) }, output)
    case .transposedConvolution(_, let window):
      return next(
        rows: { $0.counted(through: TransposedGeometry(input: input.height, window: window)) },
        columns: { $0.counted(through: TransposedGeometry(input: input.width, window: window)) }, output)
    case .adaptiveAveragePooling:
      guard output.height > 1 || output.width > 1 else { return .everything }
      let (tall, wide) = (input.height != output.height, input.width != output.width)
      guard case .part(let rows, let columns) = self, tall || wide else { return self }
      guard case .part(let rowsAlone, let columnsAlone) = alone() else { return alone() }
      // Where every unit is a region by itself, nothing changes.
      let vertical = AdaptiveGeometry(input: input.height, output: output.height)
      let horizontal = AdaptiveGeometry(input: input.width, output: output.width)
      return FieldOfView(
        tall ? rowsAlone.counted(through: vertical) : rows,
        wide ? columnsAlone.counted(through: horizontal) : columns)
    case .dense: return .everything
    default: return self
    }
  }

  private func next(
    rows: (ReceptiveField) -> ReceptiveField?, columns: (ReceptiveField) -> ReceptiveField?, _ output: Shape
  ) -> FieldOfView {
    guard case .part(let ownRows, let ownColumns) = self else { return self }
    return FieldOfView(
      rows(ownRows)?.limited(to: output.height), columns(ownColumns)?.limited(to: output.width))
  }

  /// That of a layer of the shape `shape` each of whose units sees what units of several layers see.
  ///
  /// - Parameter alone: the same without anything beside the network's input.
  static func union(
    of views: [FieldOfView], on shape: Shape, alone: () -> [FieldOfView]
  ) -> FieldOfView {
    guard views.count > 1 else { return views.first ?? .uncounted }
    if views.contains(.everything) { return .everything }
    guard let fields = axes(of: views) else { return .uncounted }
    func joined(_ fields: [ReceptiveField], _ alone: [ReceptiveField], _ count: Int, isProduct: Bool) -> ReceptiveField?
    {
      ReceptiveField.union(
        of: ReceptiveField.hasOneStep(fields) ? fields : alone, count: count, isProduct: isProduct)?.limited(to: count)
    }
    let isEven = ReceptiveField.hasOneStep(fields.rows) && ReceptiveField.hasOneStep(fields.columns)
    guard let others = isEven ? fields : axes(of: alone()) else { return .uncounted }
    let holdsAll = views.indices.contains { index in
      others.rows.allSatisfy(others.rows[index].contains) && others.columns.allSatisfy(others.columns[index].contains)
    }
    return FieldOfView(
      joined(fields.rows, others.rows, shape.height, isProduct: holdsAll),
      joined(fields.columns, others.columns, shape.width, isProduct: holdsAll))
  }

  /// Those along either axis; `nil` unless all are parts.
  private static func axes(
    of views: [FieldOfView]
  ) -> (rows: [ReceptiveField], columns: [ReceptiveField])? {
    var rows: [ReceptiveField] = []
    var columns: [ReceptiveField] = []
    for case .part(let ownRows, let ownColumns) in views {
      rows.append(ownRows)
      columns.append(ownColumns)
    }
    return rows.count == views.count ? (rows, columns) : nil
  }
}
