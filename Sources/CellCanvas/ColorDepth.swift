/// How many colours a device can show.
public enum ColorDepth: String, CaseIterable, Sendable {
  /// 24 bits a colour.
  case truecolor
  /// The 256 colours of xterm: a cube of 6 x 6 x 6 and 24 greys.
  case palette256 = "256"
  /// The 16 colours that every colour terminal has.
  case palette16 = "16"
  /// No colours: attributes and shading glyphs.
  case mono

  /// The colour of a number of the 256, as xterm has it. The first 16 differ between terminals.
  public static func color(ofIndex index: UInt8) -> RGB { palette[Int(index)] }

  /// The number from 16 to 255 whose colour looks nearest to `color`. The first 16 are left out: terminals differ in them.
  public static func index(nearestTo color: RGB) -> UInt8 {
    let wanted = lab(of: color)
    var best = (index: 0, distance: Float.infinity)
    func consider(_ index: Int) {
      let distance = labs[index].squaredDistance(to: wanted)
      if distance < best.distance { best = (index, distance) }
    }
    // The corners of the cube's cell around the colour, and the greys around its brightness.
    let (red, green, blue) = (step(below: color.red), step(below: color.green), step(below: color.blue))
    for corner in 0..<8 {
      let r = min(red + (corner & 1), 5)
      let g = min(green + (corner >> 1 & 1), 5)
      let b = min(blue + corner >> 2, 5)
      consider(16 + 36 * r + 6 * g + b)
    }
    let grey = (Int(color.red) * 2 + Int(color.green) * 5 + Int(color.blue)) / 8
    for index in max(0, (grey - 18) / 10)...min(23, max(0, (grey + 12) / 10)) { consider(232 + index) }
    return UInt8(best.index)
  }

  /// As `index(nearestTo:)` for pictures with many colours: from a table, to within four parts in 256.
  static func quickIndex(nearestTo color: RGB) -> UInt8 {
    table[(Int(color.red) >> 3) << 10 | (Int(color.green) >> 3) << 5 | Int(color.blue) >> 3]
  }

  /// The number of the 16 whose grey is about as bright as `color`: with so few colours, pictures are shown in greys.
  static func greyIndex(of color: RGB) -> UInt8 {
    switch (2 * Int(color.red) + 5 * Int(color.green) + Int(color.blue)) / 8 {
    case ..<64: 0
    case ..<178: 8
    case ..<242: 7
    default: 15
    }
  }

  /// The largest step of the colour cube's sides that is not above `component`.
  private static func step(below component: UInt8) -> Int { component < 95 ? 0 : (Int(component) - 55) / 40 }

  private static let palette: [RGB] = {
    let first: [UInt32] = [
      0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5, 0x7F7F7F, 0xFF0000, 0x00FF00,
      0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]
    let sides: [UInt8] = [0, 95, 135, 175, 215, 255]
    let cube = (0..<216).map { RGB(red: sides[$0 / 36], green: sides[$0 / 6 % 6], blue: sides[$0 % 6]) }
    let greys = (0..<24).map { (index: Int) -> RGB in
      let component = UInt8(8 + 10 * index)
      return RGB(red: component, green: component, blue: component)
    }
    return first.map { RGB($0) } + cube + greys
  }()

  /// Where a colour stands among others. Hue counts for more than lightness, so that a scale keeps to its hue:
  /// with so few colours to choose from, it would turn to grey and violet on its way else.
  static func lab(of color: RGB) -> OKLab { OKLab(color.oklab.axes * SIMD3(1, 1.7, 1.7)) }

  private static let labs: [OKLab] = palette.map(lab)

  /// For each colour of 5 bits a component the number of the nearest colour; made when the first picture is drawn.
  private static let table: [UInt8] = (0..<32768).map { key in
    func component(_ shift: Int) -> UInt8 {
      let bits = UInt8(key >> shift & 31)
      return bits << 3 | bits >> 2
    }
    return index(nearestTo: RGB(red: component(10), green: component(5), blue: component(0)))
  }
}
