import Files

/// The bytes of a file one after the other, read in portions; or bytes that are in memory already.
struct ByteSource {
  /// The open file; `nil` when all bytes are in `buffer`.
  private let file: InputFile?
  private var buffer: [UInt8]
  private var place = 0

  private static let portion = 1 << 16

  /// The bytes of an open file from its current place on.
  init(_ file: InputFile) {
    self.file = file
    buffer = []
  }

  /// Bytes in memory.
  init(_ bytes: [UInt8]) {
    file = nil
    buffer = bytes
  }

  /// The next byte; `nil` at the end.
  mutating func next() throws(PictureFault) -> UInt8? {
    if place == buffer.count {
      buffer.removeAll(keepingCapacity: true)
      place = 0
      guard try append() > 0 else { return nil }
    }
    place += 1
    return buffer[place - 1]
  }

  /// The next bytes without taking them; fewer at the end.
  mutating func peek(_ count: Int) throws(PictureFault) -> [UInt8] {
    while buffer.count - place < count, try append() > 0 {}
    return Array(buffer[place...].prefix(count))
  }

  /// Takes as many bytes as there is room for.
  ///
  /// - Throws: `PictureFault.cutShort` when there are fewer.
  mutating func fill(_ bytes: inout [UInt8]) throws(PictureFault) {
    var filled = 0
    while filled < bytes.count {
      if place == buffer.count {
        buffer.removeAll(keepingCapacity: true)
        place = 0
        guard try append() > 0 else { throw .cutShort }
      }
      let count = min(bytes.count - filled, buffer.count - place)
      bytes.replaceSubrange(filled..<filled + count, with: buffer[place..<place + count])
      filled += count
      place += count
    }
  }

  /// Takes all bytes that are left, unless there are too many.
  mutating func rest(most: Int) throws(PictureFault) -> [UInt8] {
    if let count = file?.count { buffer.reserveCapacity(min(count, most) + 2 * Self.portion) }
    while buffer.count - place <= most, try append() > 0 {}
    guard buffer.count - place <= most else { throw .tooManyBytes }
    if place > 0 { buffer.removeFirst(place) }
    defer { (buffer, place) = ([], 0) }
    return buffer
  }

  /// Reads another portion behind the others and answers how many bytes it has: none at the end.
  private mutating func append() throws(PictureFault) -> Int {
    guard let file else { return 0 }
    let old = buffer.count
    // A small file, of which there may be many, needs no large room; one byte more shows that it is at its end.
    let portion = min(Self.portion, max(1024, (file.count ?? Self.portion) + 1))
    buffer += [UInt8](repeating: 0, count: portion)
    var result = Result<Int, FileFault>.success(0)
    buffer.withUnsafeMutableBytes { bytes in
      do throws(FileFault) {
        result = .success(try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[old...])))
      } catch {
        result = .failure(error)
      }
    }
    switch result {
    case .success(let count):
      buffer.removeLast(portion - count)
      return count
    case .failure(let fault):
      buffer.removeLast(portion)
      throw PictureFault(fault)
    }
  }
}
