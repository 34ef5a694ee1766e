/// What the numbers of a tensor in a safetensors file are stored as.
///
/// The format grows: a type that is not known here is no fault of the file, as long as nobody asks for its numbers.
public struct ElementType: Hashable, Sendable {
  /// The format's own name for it: "BF16".
  public let name: String

  /// The type of a name.
  public init(_ name: String) {
    self.name = name
  }

  /// Numbers in single precision.
  public static let float32 = ElementType("F32")
  /// Numbers in half precision.
  public static let float16 = ElementType("F16")
  /// Numbers in single precision of which the last 16 bits are left away.
  public static let bfloat16 = ElementType("BF16")

  /// How many bits a number of each known type takes: all that version 0.8 of the format has.
  private static let bitsOfTypes = [
    "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8,
    "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "U16": 16, "I16": 16, "F16": 16, "BF16": 16, "U32": 32, "I32": 32, "F32": 32,
    "U64": 64, "I64": 64, "F64": 64, "C64": 64,
  ]

  /// How many bits a number takes; `nil` where that is not known.
  public var bits: Int? { Self.bitsOfTypes[name] }

  /// Whether such numbers can be read as weights.
  public var isReadable: Bool { [.float32, .float16, .bfloat16].contains(self) }
}
