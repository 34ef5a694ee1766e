/// What a cell's ink or paper stands for. One meaning has one colour, in every scene; a ``Theme`` says which.
public enum Role: UInt8, CaseIterable, Sendable {
  /// The colour of the screen behind everything.
  case background
  /// The bars at the top and the bottom, and boxes that lie over the figure.
  case panel
  /// Ordinary text.
  case text
  /// Text of second rank: labels, units, context.
  case muted
  /// Lines and empty places that must not draw the eye. Not for text.
  case faint
  /// A title.
  case title
  /// What goes into an operation.
  case input
  /// The weights of a kernel or filter.
  case kernel
  /// What comes out of an operation.
  case output
  /// What is being computed at this moment, and what the cursor points at.
  case active
  /// A gradient on its way back.
  case gradient
  /// A second thing of a kind, to be told from the first: a longer window beside a shorter, dense layers beside
  /// convolutions.
  case other
  /// The red channel of a picture in colours.
  case redChannel
  /// The green channel of a picture in colours.
  case greenChannel
  /// The blue channel of a picture in colours.
  case blueChannel
  /// A right answer, two values that agree.
  case correct
  /// A wrong answer, two values that differ, a refused setting.
  case wrong
  /// How far the scene is.
  case progress
  /// The value of a knob.
  case knob
  /// Ink in whichever of dark and light is easier to read on the cell's paper.
  case legible

  /// The channels of a picture in colours, in their order.
  public static let channels: [Role] = [.redChannel, .greenChannel, .blueChannel]
}

/// A scale that turns an amount into a colour.
public enum ColorScale: UInt8, CaseIterable, Sendable {
  /// Amounts from none to most: cividis, readable by colour-blind eyes and in greyscale.
  case amount
  /// Signed values, from most negative through zero in the middle to most positive: violet below, quiet at zero, red above.
  case signed
  /// Brightness of a picture, black to white.
  case grey
  /// Amounts of an operation's input, from the screen's background to the input colour.
  case input
  /// Amounts of a kernel's weights, from the screen's background to the kernel colour.
  case kernel
  /// Amounts of an operation's output, from the screen's background to the output colour.
  case output
  /// Amounts of a second thing of a kind, from the screen's background to `other`.
  case other
  /// Amounts of red, from the screen's background to the colour of the red channel.
  case redChannel
  /// Amounts of green, from the screen's background to the colour of the green channel.
  case greenChannel
  /// Amounts of blue, from the screen's background to the colour of the blue channel.
  case blueChannel

  /// The channels of a picture in colours, in their order.
  public static let channels: [ColorScale] = [.redChannel, .greenChannel, .blueChannel]
}

/// The meaning of a cell's ink (what its glyph is drawn with) or paper (what lies behind the glyph):
/// a role, a place on a colour scale, or, for pictures, a colour itself.
///
/// Packed into 32 bits, so that a canvas is plain memory: the top byte is the kind, the rest its payload.
public struct Tint: Hashable, Sendable {
  /// What a tint is, taken apart.
  public enum Meaning: Hashable, Sendable {
    /// One of the roles.
    case role(Role)
    /// A place on a scale, 0 at its beginning and 255 at its end.
    case level(ColorScale, UInt8)
    /// A colour of a picture, each component 0...255.
    case color(red: UInt8, green: UInt8, blue: UInt8)
  }

  let bits: UInt32

  private init(kind: UInt32, payload: UInt32) { bits = kind << 24 | payload }

  /// The tint of a role.
  public static func role(_ role: Role) -> Tint { Tint(kind: 0, payload: UInt32(role.rawValue)) }

  /// A place on a scale, `fraction` 0 at its beginning and 1 at its end; what lies outside is held to the nearer end,
  /// and what is not a number to the beginning.
  public static func level(_ scale: ColorScale, _ fraction: Double) -> Tint {
    let held = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    return Tint(kind: 1, payload: UInt32(scale.rawValue) << 8 | UInt32((held * 255).rounded()))
  }

  /// A value of either sign on the signed scale: `value` = `limit` is its end, −`limit` its beginning, 0 its middle.
  public static func signed(_ value: Double, limit: Double) -> Tint {
    level(.signed, limit > 0 ? 0.5 + 0.5 * value / limit : 0.5)
  }

  /// A colour of a picture.
  public static func color(red: UInt8, green: UInt8, blue: UInt8) -> Tint {
    Tint(kind: 2, payload: UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue))
  }

  /// What this tint means.
  public var meaning: Meaning {
    switch bits >> 24 {
    case 0: .role(Role(rawValue: UInt8(truncatingIfNeeded: bits)) ?? .text)
    case 1:
      .level(ColorScale(rawValue: UInt8(truncatingIfNeeded: bits >> 8)) ?? .grey, UInt8(truncatingIfNeeded: bits))
    default:
      .color(
        red: UInt8(truncatingIfNeeded: bits >> 16), green: UInt8(truncatingIfNeeded: bits >> 8),
        blue: UInt8(truncatingIfNeeded: bits))
    }
  }
}

extension Tint: CustomStringConvertible {
  /// A short name for tests, recorded frames and JSON: `input`, `signed:128`, `#20a0ff`.
  public var description: String {
    switch meaning {
    case .role(let role): "\(role)"
    case .level(let scale, let level): "\(scale):\(level)"
    case .color:
      "#" + (String(repeating: "0", count: 6) + String(bits & 0xFFFFFF, radix: 16)).suffix(6)
    }
  }
}
