import Files
import JSONText

extension Safetensors {
  /// A tensor to be written.
  public struct NamedTensor: Hashable, Sendable {
    /// What it is called: "conv1.weight".
    public let name: String
    /// How long its sides are, the outermost first.
    public let shape: [Int]
    /// Its numbers, row after row.
    public let values: [Float]

    /// A tensor of as many numbers as its shape has.
    public init(_ name: String, shape: [Int], values: [Float]) {
      precondition(shape.reduce(1, *) == values.count, "\(name) of \(shape) does not have \(values.count) numbers")
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// How numbers are written.
  public enum Precision: Sendable {
    /// As they are.
    case single
    /// Rounded to 11 binary digits, in half the room.
    case half
  }

  /// The bytes of a file with these tensors, in this order.
  ///
  /// - Parameters:
  ///   - tensors: no two of one name.
  ///   - metadata: what else is to be said.
  public static func bytes(
    of tensors: [NamedTensor], precision: Precision = .single, metadata: [String: String] = [:]
  ) -> [UInt8] {
    precondition(Set(tensors.map { ExactName($0.name) }).count == tensors.count, "two tensors have one name")
    let (type, size): (ElementType, Int) = precision == .single ? (.float32, 4) : (.float16, 2)
    var members: [JSON.Member] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
      members.append(.init("__metadata__", .object(texts)))
    }
    var end = 0
    for tensor in tensors {
      let start = end
      end += size * tensor.values.count
      let facts: [JSON.Member] = [
        .init("dtype", .string(type.name)), .init("shape", .array(tensor.shape.map { .integer($0) })),
        .init("data_offsets", .array([.integer(start), .integer(end)])),
      ]
      members.append(.init(tensor.name, .object(facts)))
    }
    var header = Array(JSON.object(members).compact.utf8)
    // Blanks, so that the numbers begin at a multiple of 8.
    header.append(contentsOf: repeatElement(0x20, count: (8 - header.count % 8) % 8))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + end)
    for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: header.count >> (8 * place))) }
    bytes += header
    for tensor in tensors {
      for value in tensor.values {
        let bits = precision == .single ? value.bitPattern : UInt32(HalfPrecision.half(value))
        for place in 0..<size { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(8 * place))) }
      }
    }
    return bytes
  }

  /// Writes a file with these tensors; what was there under its name is only replaced by a complete one.
  ///
  /// - Throws: `SafetensorsError` when it cannot be written.
  public static func write(
    _ tensors: [NamedTensor], to path: String, precision: Precision = .single, metadata: [String: String] = [:]
  ) throws(SafetensorsError) {
    let bytes = bytes(of: tensors, precision: precision, metadata: metadata)
    do throws(FileFault) { try Files.replace(path, with: bytes) } catch {
      throw SafetensorsError(path, "cannot be written: \(error)")
    }
  }
}
