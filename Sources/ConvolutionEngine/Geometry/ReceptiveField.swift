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

  /// That of the next layer, which is made from this one by a transposed window: unit i of this layer reaches the units
  /// from i·S − P on, so that a unit is reached by ⌈F/S⌉ of this layer at most. Where the jump is no multiple of the
  /// stride it is rounded down, to at least 1.
  func seen(throughTransposed window: Window) -> ReceptiveField {
    let reached = (window.effectiveKernel + window.stride - 1) / window.stride
    let before = window.padding.before - window.effectiveKernel + 1
    let first = before > 0 ? (before + window.stride - 1) / window.stride : before / window.stride
    return ReceptiveField(
      size: size + (reached - 1) * jump, jump: max(1, jump / window.stride), start: start + first * jump)
  }

  /// That of the next layer, in which each of so many regions of this one becomes a unit; `nil` when a single one sees
  /// all of it.
  func seen(from input: Shape, throughRegions output: Shape) -> ReceptiveField? {
    guard output.height > 1 || output.width > 1 else { return nil }
    let geometry = AdaptiveGeometry(input: input.height, output: output.height)
    let largest = (0..<output.height).map { geometry.inputs(of: $0).count }.max() ?? 1
    return seen(through: Window(largest, stride: max(1, input.height / output.height)))
  }

  /// That of a layer each of whose units sees what units of several layers see; `nil` when one of these sees everything.
  static func union(of fields: [ReceptiveField?]) -> ReceptiveField? {
    var union: ReceptiveField?
    for field in fields {
      guard let field else { return nil }
      guard let before = union else {
        union = field
        continue
      }
      let start = min(before.start, field.start)
      let end = max(before.start + before.size, field.start + field.size)
      union = ReceptiveField(size: end - start, jump: max(before.jump, field.jump), start: start)
    }
    return union
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
