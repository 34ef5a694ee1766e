#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A colour as screens mix it: sRGB, 8 bits a component.
public struct RGB: Hashable, Sendable {
  /// The red component, 0...255.
  public var red: UInt8
  /// The green component, 0...255.
  public var green: UInt8
  /// The blue component, 0...255.
  public var blue: UInt8

  /// The colour with these components.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// The colour written as a hexadecimal number: `0x56B4E9`.
  public init(_ hex: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: hex >> 16), green: UInt8(truncatingIfNeeded: hex >> 8),
      blue: UInt8(truncatingIfNeeded: hex))
  }

  /// Black.
  public static let black = RGB(0)
  /// White.
  public static let white = RGB(0xFFFFFF)

  /// The colour as a hexadecimal number.
  public var hex: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }

  /// How bright the colour looks, 0 for black and 1 for white: the relative luminance of WCAG 2.
  public var luminance: Float {
    0.2126 * Self.linear[Int(red)] + 0.7152 * Self.linear[Int(green)] + 0.0722 * Self.linear[Int(blue)]
  }

  /// How well the colours stand out from each other, 1 for equal ones and 21 for black and white: the contrast ratio of WCAG 2.
  public func contrast(with other: RGB) -> Float {
    let (mine, others) = (luminance, other.luminance)
    return (max(mine, others) + 0.05) / (min(mine, others) + 0.05)
  }

  /// The better of black and white to read on this colour; its contrast is 4.58 at the least.
  public var legibleInk: RGB {
    // The two are equal where (1 + 0.05)/(L + 0.05) = (L + 0.05)/0.05.
    luminance > 0.1791 ? .black : .white
  }

  /// The colour between this one and `other`: this one at 0, the other at 1.
  public func mixed(with other: RGB, _ fraction: Float) -> RGB {
    func between(_ low: UInt8, _ high: UInt8) -> UInt8 {
      UInt8((Float(low) + (Float(high) - Float(low)) * fraction).rounded())
    }
    return RGB(
      red: between(red, other.red), green: between(green, other.green), blue: between(blue, other.blue))
  }

  /// The light of each sRGB component: the standard's transfer function.
  static let linear: [Float] = (0...255).map { component in
    let value = Float(component) / 255
    return value <= 0.04045 ? value / 12.92 : powf((value + 0.055) / 1.055, 2.4)
  }

  /// The colour in a space where equal distances look equally far apart.
  var oklab: OKLab {
    let (r, g, b) = (Self.linear[Int(red)], Self.linear[Int(green)], Self.linear[Int(blue)])
    let l = cbrtf(0.412_221_47 * r + 0.536_332_54 * g + 0.051_445_99 * b)
    let m = cbrtf(0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b)
    let s = cbrtf(0.088_302_46 * r + 0.281_718_84 * g + 0.629_978_7 * b)
    return OKLab(
      SIMD3(
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s))
  }
}

/// A colour by lightness and two opponent hues, in which distance is close to what eyes see.
/// Source: Björn Ottosson, “A perceptual color space for image processing”, 2020.
struct OKLab: Hashable, Sendable {
  /// Lightness, green to red, blue to yellow.
  var axes: SIMD3<Float>

  init(_ axes: SIMD3<Float>) { self.axes = axes }

  /// How far apart two colours look, squared.
  func squaredDistance(to other: OKLab) -> Float {
    let difference = axes - other.axes
    return (difference * difference).sum()
  }

  /// The colour between this one and `other`: this one at 0, the other at 1.
  func mixed(with other: OKLab, _ fraction: Float) -> OKLab { OKLab(axes + (other.axes - axes) * fraction) }

  /// The nearest colour that screens can mix.
  var rgb: RGB {
    let l = cube(axes.x + 0.396_337_78 * axes.y + 0.215_803_76 * axes.z)
    let m = cube(axes.x - 0.105_561_346 * axes.y - 0.063_854_17 * axes.z)
    let s = cube(axes.x - 0.089_484_18 * axes.y - 1.291_485_5 * axes.z)
    return RGB(
      red: component(4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s),
      green: component(-1.268_438 * l + 2.609_757_4 * m - 0.341_319_38 * s),
      blue: component(-0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s))
  }

  private func cube(_ value: Float) -> Float { value * value * value }

  private func component(_ light: Float) -> UInt8 {
    let value = light <= 0.003_130_8 ? 12.92 * light : 1.055 * powf(light, 1 / 2.4) - 0.055
    return UInt8((min(max(value, 0), 1) * 255).rounded())
  }
}
