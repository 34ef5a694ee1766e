/// A safetensors file: named tensors, in the format that weights are commonly published in.
///
/// Eight bytes say how long the header is, the header names the tensors, and behind it come their numbers. When it is
/// opened only the header is read; the numbers of a tensor come when they are asked for. What breaks a rule of the
/// format is refused, whatever its bytes.
public struct Safetensors: Sendable {
  /// A tensor of the file.
  public struct Entry: Hashable, Sendable {
    /// What it is called: "conv1.weight".
    public let name: String
    /// What its numbers are stored as.
    public let type: ElementType
    /// How long its sides are, the outermost first, as PyTorch has them; none for a single number.
    public let shape: [Int]
    /// Its bytes, counted from the end of the header.
    let data: Range<Int>

    /// How many numbers it has.
    public var count: Int { shape.reduce(1, *) }
  }

  /// The file, as it was named.
  public let name: String
  /// Its tensors, in the order of their numbers in the file.
  public let entries: [Entry]
  /// What else whoever wrote it said about it.
  public let metadata: [String: String]

  private let bytes: StoredBytes
  private let dataStart: Int
  private let places: [ExactName: Int]

  /// Opens a file, which stays open as long as somebody has it.
  ///
  /// - Throws: `SafetensorsError` for a file that cannot be read, or is none of this format.
  public init(path: String) throws(SafetensorsError) {
    do {
      try self.init(StoredBytes(path: path), name: path)
    } catch let error as StoredBytes.Failure {
      throw SafetensorsError(path, error.reason)
    } catch let error as SafetensorsHeader.Failure {
      throw SafetensorsError(path, error.reason)
    } catch {
      throw SafetensorsError(path, "cannot be read")
    }
  }

  /// Reads a file in memory.
  ///
  /// - Parameter name: what it is called in a sentence.
  /// - Throws: `SafetensorsError` for bytes that are none of this format.
  public init(bytes: [UInt8], name: String) throws(SafetensorsError) {
    do {
      try self.init(StoredBytes(bytes), name: name)
    } catch let error as SafetensorsHeader.Failure {
      throw SafetensorsError(name, error.reason)
    } catch {
      throw SafetensorsError(name, "cannot be read")
    }
  }

  private init(_ bytes: StoredBytes, name: String) throws {
    guard bytes.count >= 8 else {
      throw SafetensorsHeader.Failure(reason: "is no safetensors file: it has only \(bytes.count) bytes")
    }
    let length = try bytes.bytes(0..<8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    guard length <= SafetensorsHeader.longest else {
      throw SafetensorsHeader.Failure(
        reason: "is no safetensors file: its first 8 bytes would make its header \(length) bytes long")
    }
    dataStart = 8 + Int(length)
    guard dataStart <= bytes.count else {
      throw SafetensorsHeader.Failure(
        reason: "is cut short, or no safetensors file: its header should be \(length) bytes long, and only "
          + "\(bytes.count - 8) are there")
    }
    let header = try SafetensorsHeader(bytes.bytes(8..<dataStart), dataCount: bytes.count - dataStart)
    self.name = name
    self.bytes = bytes
    entries = header.entries
    metadata = header.metadata
    places = Dictionary(uniqueKeysWithValues: header.entries.enumerated().map { (ExactName($1.name), $0) })
  }

  /// The tensor of a name, to the byte; `nil` when there is none.
  public subscript(name: String) -> Entry? { places[ExactName(name)].map { entries[$0] } }

  /// The numbers of a tensor, row after row, as PyTorch has them, in single precision.
  ///
  /// - Parameter entry: one of this file.
  /// - Throws: `SafetensorsError` when they are of another type than F32, F16 and BF16, or cannot be read any more.
  public func values(of entry: Entry) throws(SafetensorsError) -> [Float] {
    precondition(self[entry.name] == entry, "“\(entry.name)” is no tensor of this file")
    let start = dataStart + entry.data.lowerBound
    do throws(StoredBytes.Failure) {
      switch entry.type {
      case .float32: return try bytes.floats(entry.count, at: start)
      case .float16: return try converted(entry.count, at: start) { HalfPrecision.float(half: $0) }
      case .bfloat16: return try converted(entry.count, at: start) { HalfPrecision.float(brain: $0) }
      default:
        throw StoredBytes.Failure(
          reason:
            "stores “\(SafetensorsError.shown(entry.name))” as \(SafetensorsError.shown(entry.type.name)), \(Self.readable)"
        )
      }
    } catch {
      throw SafetensorsError(name, error.reason)
    }
  }

  /// What is said of another type.
  static let readable = "and only F32, F16 and BF16 can be read"

  /// Numbers of 16 bits in single precision, a portion at a time.
  private func converted(
    _ count: Int, at start: Int, _ number: (UInt16) -> Float
  ) throws(StoredBytes.Failure) -> [Float] {
    let portion = 1 << 16
    var values: [Float] = []
    values.reserveCapacity(count)
    while values.count < count {
      for word in try bytes.words(min(portion, count - values.count), at: start + 2 * values.count) {
        values.append(number(word))
      }
    }
    return values
  }
}
