import CZlib

/// Unpacks gzip files.
enum Gzip {
  /// Whether bytes begin as a gzip file does.
  static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1f, 0x8b]) }

  /// What is packed in a gzip file of one part.
  ///
  /// - Parameter most: more bytes are not made, whatever is in the file.
  static func unpack(_ bytes: [UInt8], most: Int) throws(DigitFileFault) -> [UInt8] {
    var stream = z_stream()
    guard zlib_begin_gzip(&stream) == Z_OK else { throw .badGzip("there is not enough memory") }
    defer { inflateEnd(&stream) }
    var packed = bytes
    var unpacked: [UInt8] = []
    var portion = [UInt8](repeating: 0, count: 1 << 18)
    let status = packed.withUnsafeMutableBufferPointer { packed in
      stream.next_in = packed.baseAddress
      stream.avail_in = uInt(packed.count)
      return portion.withUnsafeMutableBufferPointer { portion in
        var status = Z_OK
        while status == Z_OK, unpacked.count <= most {
          stream.next_out = portion.baseAddress
          stream.avail_out = uInt(portion.count)
          status = inflate(&stream, Z_NO_FLUSH)
          unpacked.append(contentsOf: portion[..<(portion.count - Int(stream.avail_out))])
        }
        return status
      }
    }
    guard unpacked.count <= most else { throw .tooManyBytes }
    switch status {
    case Z_STREAM_END:
      guard stream.avail_in == 0 else { throw .badGzip("something follows its end") }
      return unpacked
    case Z_BUF_ERROR: throw .badGzip("it is cut short")
    default: throw .badGzip(stream.msg.map { String(cString: $0) } ?? "zlib's status is \(status)")
    }
  }
}
