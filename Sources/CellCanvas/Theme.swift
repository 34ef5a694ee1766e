/// Which colour each meaning has. Inks are dark or light enough to be read on the ground; fills are what areas are painted with.
public struct Theme: Sendable {
  /// The name on the command line.
  public let name: String
  /// Whether the theme shows no colours, only attributes and shading glyphs, whatever the device can do.
  public let isMono: Bool
  /// The ink of each role, by its number.
  let inks: [RGB]
  /// What areas of each role are painted with, by its number.
  let fills: [RGB]
  /// The 256 colours of each scale, by its number.
  let scales: [[RGB]]
  /// The inks of those roles whose words stand on a plate of the role's fill, so that they are found on a light ground.
  let plates: [Role: RGB]
  /// What stands for all of this where a device has 256 colours.
  let cube: IndexedColors?
  /// What stands for all of this where a device has 16 colours.
  let sixteen: IndexedColors?

  /// A theme.
  ///
  /// - Parameters:
  ///   - inks: an ink for every role; that of `legible` depends on the paper and is not listed.
  ///   - fills: the fills of those roles where it differs from the ink.
  ///   - plates: the inks of those roles whose words stand on a plate of the role's fill.
  ///   - scales: for every scale the colours that it passes, equally far apart.
  init(
    name: String, isMono: Bool = false, inks: [Role: UInt32], fills: [Role: UInt32], plates: [Role: UInt32] = [:],
    scales: [ColorScale: [UInt32]], cube: IndexedColors?, sixteen: IndexedColors?
  ) {
    self.name = name
    self.isMono = isMono
    self.inks = Role.allCases.map { role in
      guard let ink = inks[role] ?? (role == .legible ? inks[.text] : nil) else {
        preconditionFailure("the theme \(name) needs an ink for \(role)")
      }
      return RGB(ink)
    }
    self.fills = zip(Role.allCases, self.inks).map { role, ink in fills[role].map(RGB.init) ?? ink }
    self.scales = ColorScale.allCases.map { scale in
      guard let anchors = scales[scale], anchors.count > 1 else {
        preconditionFailure("the theme \(name) needs colours for the scale \(scale)")
      }
      return Self.ramp(through: anchors.map { RGB($0).oklab })
    }
    self.plates = plates.mapValues(RGB.init)
    self.cube = cube
    self.sixteen = sixteen
  }

  /// The theme called `name`; `nil` when there is none.
  public static func named(_ name: String) -> Theme? { all.first { $0.name == name } }

  /// The colour of a glyph.
  ///
  /// - Parameters:
  ///   - tint: what the glyph's colour means.
  ///   - paper: the colour behind the glyph, on which the `legible` role depends.
  public func color(of tint: Tint, on paper: RGB) -> RGB {
    switch tint.meaning {
    case .role(.legible): paper.legibleInk
    case .role(let role): inks[Int(role.rawValue)]
    default: fill(of: tint)
    }
  }

  /// The colour of an area: a cell's paper, or a block that its glyph paints.
  public func fill(of tint: Tint) -> RGB {
    switch tint.meaning {
    case .role(let role): fills[Int(role.rawValue)]
    case .level(let scale, let level): scales[Int(scale.rawValue)][Int(level)]
    case .color(let red, let green, let blue): RGB(red: red, green: green, blue: blue)
    }
  }

  /// 256 colours through `anchors`, straight between every two in a perceptual space.
  private static func ramp(through anchors: [OKLab]) -> [RGB] {
    (0...255).map { level in
      let place = Float(level) / 255 * Float(anchors.count - 1)
      let index = min(Int(place), anchors.count - 2)
      return anchors[index].mixed(with: anchors[index + 1], place - Float(index)).rgb
    }
  }
}

/// A theme's colours as numbers of a device's own colours, chosen by hand: the nearest ones would neither keep the order
/// of a scale nor hold meanings apart.
struct IndexedColors: Sendable {
  /// The ink of each role, by its number.
  let inks: [UInt8]
  /// What areas of each role are painted with, by its number.
  let fills: [UInt8]
  /// The inks of those roles whose words stand on a plate of the role's fill.
  let plates: [Role: UInt8]
  /// The steps of each scale, by its number, from its beginning to its end.
  let scales: [[UInt8]]
  /// The same for areas that hold words and numbers, where some of the 16 colours can carry none.
  let papers: [[UInt8]]

  /// Colours for every role and every scale.
  ///
  /// - Parameters:
  ///   - inks: an ink for every role but `legible`, which depends on the paper.
  ///   - fills: the fills of those roles where it differs from the ink.
  ///   - papers: the steps of those scales that have others where words stand on them.
  init(
    inks: [Role: UInt8], fills: [Role: UInt8] = [:], plates: [Role: UInt8] = [:], scales: [ColorScale: [UInt8]],
    papers: [ColorScale: [UInt8]] = [:]
  ) {
    self.inks = Role.allCases.map { role in
      guard let ink = inks[role] ?? (role == .legible ? inks[.text] : nil) else {
        preconditionFailure("a number is missing for the ink of \(role)")
      }
      return ink
    }
    self.fills = zip(Role.allCases, self.inks).map { fills[$0] ?? $1 }
    self.plates = plates
    self.scales = ColorScale.allCases.map { scale in
      guard let steps = scales[scale], !steps.isEmpty else {
        preconditionFailure("numbers are missing for the scale \(scale)")
      }
      return steps
    }
    self.papers = zip(ColorScale.allCases, self.scales).map { papers[$0] ?? $1 }
  }
}
