/// Numbers of 16 bits, to and from single precision.
///
/// By their bits, since not every processor that Swift runs on has a type for them.
enum HalfPrecision {
  /// The number that IEEE 754's binary16 writes as `bits`: 1 of sign, 5 of exponent, 10 of fraction. Exact.
  static func float(half bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10) & 0x1f
    let fraction = UInt32(bits & 0x3ff)
    switch exponent {
    case 0:
      // Below 2⁻¹⁴ the steps are 2⁻²⁴.
      let magnitude = Float(fraction) * 0x1p-24
      return Float(bitPattern: sign | magnitude.bitPattern)
    case 0x1f: return Float(bitPattern: sign | 0x7f80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }

  /// The number that bfloat16 writes as `bits`, the upper half of single precision. Exact.
  static func float(brain bits: UInt16) -> Float {
    Float(bitPattern: UInt32(bits) << 16)
  }

  /// The binary16 nearest to a number, of two equally near ones the even; infinite from 65,520 on.
  static func half(_ number: Float) -> UInt16 {
    let sign = UInt16(truncatingIfNeeded: number.bitPattern >> 16) & 0x8000
    let magnitude = number.bitPattern & 0x7fff_ffff
    switch magnitude {
    case ..<0x3880_0000:
      return sign | UInt16((Float(bitPattern: magnitude) * 0x1p24).rounded(.toNearestOrEven))
    case ..<0x477f_f000:
      // Half a step less a bit, plus the last bit that stays: what lies in the middle goes to the even side.
      let rounded = magnitude + 0xfff + (magnitude >> 13 & 1)
      return sign | UInt16(truncatingIfNeeded: (rounded - 0x3800_0000) >> 13)
    case ...0x7f80_0000: return sign | 0x7c00
    default: return sign | 0x7e00
    }
  }
}
