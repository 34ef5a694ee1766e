#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

import Testing

@testable import CellCanvas

/// A colour in CIELAB for the white of daylight, D65.
struct Lab: Hashable {
  /// Lightness, 0...100.
  var lightness: Double
  /// Green to red.
  var a: Double
  /// Blue to yellow.
  var b: Double

  init(_ lightness: Double, _ a: Double, _ b: Double) {
    self.lightness = lightness
    self.a = a
    self.b = b
  }

  /// The colour of light that is mixed from these parts of red, green and blue, 0...1, as sRGB has them (IEC 61966-2-1).
  init(light: [Double]) {
    let rows = [
      [0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041],
    ]
    let white = [0.95047, 1, 1.08883]
    let roots = zip(rows, white).map { row, white -> Double in
      let part = zip(row, light).reduce(0) { $0 + $1.0 * $1.1 } / white
      return part > 216.0 / 24389 ? cbrt(part) : part * 841 / 108 + 4.0 / 29
    }
    self.init(116 * roots[1] - 16, 500 * (roots[0] - roots[1]), 200 * (roots[1] - roots[2]))
  }

  /// How far apart two colours look: CIEDE2000. Source: Sharma, Wu, Dalal, “The CIEDE2000 color-difference formula:
  /// implementation notes, supplementary test data, and mathematical observations”, 2005.
  func distance(to other: Lab) -> Double {
    func degrees(_ radians: Double) -> Double { radians * 180 / .pi }
    func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
    /// Near 1 for vivid colours, near 0 for greys.
    func vividness(_ chroma: Double) -> Double { sqrt(pow(chroma, 7) / (pow(chroma, 7) + pow(25, 7))) }
    let stretch = 1 + 0.5 * (1 - vividness((hypot(a, b) + hypot(other.a, other.b)) / 2))
    func polar(_ lab: Lab) -> (chroma: Double, hue: Double) {
      let (a, b) = (lab.a * stretch, lab.b)
      let hue = a == 0 && b == 0 ? 0 : degrees(atan2(b, a))
      return (hypot(a, b), hue < 0 ? hue + 360 : hue)
    }
    let (first, second) = (polar(self), polar(other))
    let hasGrey = first.chroma * second.chroma == 0
    var turn = second.hue - first.hue
    if hasGrey { turn = 0 } else if turn > 180 { turn -= 360 } else if turn < -180 { turn += 360 }
    let lightnessStep = other.lightness - lightness
    let chromaStep = second.chroma - first.chroma
    let hueStep = 2 * sqrt(first.chroma * second.chroma) * sin(radians(turn / 2))
    let (meanLightness, meanChroma) = ((lightness + other.lightness) / 2, (first.chroma + second.chroma) / 2)
    var meanHue = first.hue + second.hue
    if !hasGrey {
      if abs(first.hue - second.hue) > 180 { meanHue += meanHue < 360 ? 360 : -360 }
      meanHue /= 2
    }
    let hueWeight =
      1 - 0.17 * cos(radians(meanHue - 30)) + 0.24 * cos(radians(2 * meanHue)) + 0.32 * cos(radians(3 * meanHue + 6))
      - 0.20 * cos(radians(4 * meanHue - 63))
    let fromGrey = pow(meanLightness - 50, 2)
    let l = lightnessStep / (1 + 0.015 * fromGrey / sqrt(20 + fromGrey))
    let c = chromaStep / (1 + 0.045 * meanChroma)
    let h = hueStep / (1 + 0.015 * meanChroma * hueWeight)
    let rotation = -sin(radians(60 * exp(-pow((meanHue - 275) / 25, 2)))) * 2 * vividness(meanChroma)
    return sqrt(l * l + c * c + h * h + rotation * c * h)
  }
}

/// How somebody sees colours. Source: Machado, Oliveira, Fernandes, “A physiologically-based model for simulation of
/// color vision deficiency”, 2009, at severity 1, in linear light.
enum Vision: CaseIterable {
  case normal, protan, deutan, tritan

  private var matrix: [[Double]] {
    switch self {
    case .normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protan:
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    case .deutan:
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    case .tritan:
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    }
  }

  /// What the colour looks like to these eyes.
  func seen(_ color: RGB) -> Lab {
    let light = [color.red, color.green, color.blue].map { Double(RGB.linear[Int($0)]) }
    return Lab(
      light: matrix.map { row in min(max(zip(row, light).reduce(0) { $0 + $1.0 * $1.1 }, 0), 1) })
  }

  /// How far apart two colours look to these eyes.
  func distance(_ first: RGB, _ second: RGB) -> Double { seen(first).distance(to: seen(second)) }
}

extension RGB {
  /// Lightness as CIELAB has it, 0...100.
  var lightness: Double { Vision.normal.seen(self).lightness }
}

/// The 16 colours of a terminal, which differ from terminal to terminal, as its makers publish them.
struct Terminal: CustomTestStringConvertible {
  let name: String
  let colors: [RGB]

  private init(_ name: String, _ colors: [UInt32]) {
    self.name = name
    self.colors = colors.map { RGB($0) }
  }

  var testDescription: String { name }

  static let all = [
    Terminal(
      "xterm",
      [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5, 0x7F7F7F, 0xFF0000, 0x00FF00,
        0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
      ]),
    Terminal(
      "VGA",
      [
        0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA, 0x555555, 0xFF5555, 0x55FF55,
        0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF,
      ]),
    Terminal(
      "Campbell",
      [
        0x0C0C0C, 0xC50F1F, 0x13A10E, 0xC19C00, 0x0037DA, 0x881798, 0x3A96DD, 0xCCCCCC, 0x767676, 0xE74856, 0x16C60C,
        0xF9F1A5, 0x3B78FF, 0xB4009E, 0x61D6D6, 0xF2F2F2,
      ]),
    Terminal(
      "Tango",
      [
        0x2E3436, 0xCC0000, 0x4E9A06, 0xC4A000, 0x3465A4, 0x75507B, 0x06989A, 0xD3D7CF, 0x555753, 0xEF2929, 0x8AE234,
        0xFCE94F, 0x729FCF, 0xAD7FA8, 0x34E2E2, 0xEEEEEC,
      ]),
    Terminal(
      "macOS",
      [
        0x000000, 0x990000, 0x00A600, 0x999900, 0x0000B2, 0xB200B2, 0x00A6B2, 0xBFBFBF, 0x666666, 0xE50000, 0x00D900,
        0xE5E500, 0x0000FF, 0xE500E5, 0x00E5E5, 0xE5E5E5,
      ]),
  ]
}
