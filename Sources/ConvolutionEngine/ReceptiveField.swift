/// The part of the input that one unit of a layer can see, along one axis.
///
/// From layer to layer r_l = r_(l−1) + (k_l − 1)·d_l·j_(l−1) and j_l = j_(l−1)·s_l
/// (A. Araujo, W. Norris, J. Sim: Computing receptive fields of convolutional neural networks, Distill 2019).
public struct ReceptiveField: Hashable, Sendable {
  /// How many input cells a unit sees, r.
  public let size: Int
  /// How many input cells lie between the centres of neighbouring units, j.
  public let jump: Int
  /// The first input cell that unit 0 sees; negative when padding puts it outside.
  public let start: Int

  /// That of the input itself: each cell sees itself.
  public static let input = ReceptiveField(size: 1, jump: 1, start: 0)

  private init(size: Int, jump: Int, start: Int) {
    self.size = size
    self.jump = jump
    self.start = start
  }

  /// That of the next layer, which looks at this one through `window`.
  public func seen(through window: Window) -> ReceptiveField {
    ReceptiveField(
      size: size + (window.effectiveKernel - 1) * jump, jump: jump * window.stride,
      start: start - window.padding.before * jump)
  }

  /// Those of a stack of layers, from the first layer's to the last's.
  public static func growth(through windows: [Window]) -> [ReceptiveField] {
    var field = ReceptiveField.input
    return windows.map { window in
      field = field.seen(through: window)
      return field
    }
  }

  /// The input cells that unit `index` can see; some lie outside of the input where there is padding.
  public func inputs(of index: Int) -> Range<Int> {
    let first = start + index * jump
    return first..<first + size
  }

  /// The centre of what unit 0 sees, in input cells: a half when it lies between two.
  public var centre: Double { Double(start) + Double(size - 1) / 2 }
}
