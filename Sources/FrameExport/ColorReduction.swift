import CellCanvas

/// A picture in few colours: its own where they are few enough, else means of parts of the colour cube, which is halved
/// again and again where most of the picture's variance is (median cut, Heckbert 1982).
struct ColorReduction {
  /// The colours.
  private(set) var palette: [RGB] = []
  /// The number of each pixel's colour.
  let numbers: [UInt8]

  /// - Parameter count: how many colours there may be, 2...256.
  init(_ colors: [RGB], count: Int) {
    precondition((2...256).contains(count), "a palette has two to 256 colours")
    if let own = Self.own(colors, count) {
      (palette, numbers) = own
      return
    }
    var bins = Self.bins(of: colors)
    var boxes = [bins.indices.filter { bins[$0].count > 0 }]
    while boxes.count < count, let widest = Self.widest(boxes, bins) {
      let (low, high) = Self.halves(of: boxes[widest.box], along: widest.axis, bins)
      boxes[widest.box] = low
      boxes.append(high)
    }
    for (number, box) in boxes.enumerated() {
      let total = box.reduce(into: Bin()) { $0.add(bins[$1]) }
      palette.append(total.mean)
      for index in box { bins[index].number = UInt8(number) }
    }
    numbers = colors.map { bins[Self.index(of: $0)].number }
  }

  /// The picture's own colours in the order in which they come, if there are no more than `count`.
  static func own(_ colors: [RGB], _ count: Int) -> (palette: [RGB], numbers: [UInt8])? {
    var known: [RGB: UInt8] = [:]
    var palette: [RGB] = []
    var numbers: [UInt8] = []
    numbers.reserveCapacity(colors.count)
    var last: (color: RGB, number: UInt8)?
    for color in colors {
      if let last, last.color == color {
        numbers.append(last.number)
        continue
      }
      if known[color] == nil {
        guard palette.count < count else { return nil }
        known[color] = UInt8(palette.count)
        palette.append(color)
      }
      let number = known[color] ?? 0
      numbers.append(number)
      last = (color, number)
    }
    return (palette, numbers)
  }

  // MARK: Boxes

  /// The pixels whose colours agree in their five highest bits.
  private struct Bin {
    var sum = SIMD3<Float>.zero
    var count: Float = 0
    var number: UInt8 = 0

    mutating func add(_ bin: Bin) {
      sum += bin.sum
      count += bin.count
    }

    var center: SIMD3<Float> { sum / max(count, 1) }

    var mean: RGB {
      func byte(_ value: Float) -> UInt8 { UInt8(min(max(value.rounded(), 0), 255)) }
      let center = center
      return RGB(red: byte(center.x), green: byte(center.y), blue: byte(center.z))
    }
  }

  private static func index(of color: RGB) -> Int {
    Int(color.red >> 3) << 10 | Int(color.green >> 3) << 5 | Int(color.blue >> 3)
  }

  private static func bins(of colors: [RGB]) -> [Bin] {
    var bins = Array(repeating: Bin(), count: 1 << 15)
    for color in colors {
      let index = index(of: color)
      bins[index].sum += SIMD3(Float(color.red), Float(color.green), Float(color.blue))
      bins[index].count += 1
    }
    return bins
  }

  /// The box and the axis along which the pixels are spread most; `nil` where no box has two bins any more.
  private static func widest(_ boxes: [[Int]], _ bins: [Bin]) -> (box: Int, axis: Int)? {
    var best: (box: Int, axis: Int, spread: Float)?
    for (number, box) in boxes.enumerated() where box.count > 1 {
      let total = box.reduce(into: Bin()) { $0.add(bins[$1]) }
      let mean = total.center
      let spread = box.reduce(SIMD3<Float>.zero) { sum, index in
        let off = bins[index].center - mean
        return sum + off * off * bins[index].count
      }
      for axis in 0..<3 where spread[axis] > best?.spread ?? -1 { best = (number, axis, spread[axis]) }
    }
    return best.map { ($0.box, $0.axis) }
  }

  /// Two boxes with half of the pixels each, as nearly as whole bins allow.
  private static func halves(of box: [Int], along axis: Int, _ bins: [Bin]) -> (low: [Int], high: [Int]) {
    let sorted = box.sorted { bins[$0].center[axis] < bins[$1].center[axis] }
    let half = box.reduce(0) { $0 + bins[$1].count } / 2
    var count: Float = 0
    var end = 0
    while end < sorted.count - 1, count + bins[sorted[end]].count <= half || end == 0 {
      count += bins[sorted[end]].count
      end += 1
    }
    return (Array(sorted[..<end]), Array(sorted[end...]))
  }
}
