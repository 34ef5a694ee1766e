#if GZIP
  import CZlib
#endif

/// Unpacks gzip files.
enum Gzip {
  /// Whether bytes begin as a gzip file does.
  static func isGzip(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x1f, 0x8b]) }

  #if GZIP
    /// What is packed in a gzip file: a series of members, which are unpacked one after the other (RFC 1952, section
    /// 2.2); zeros behind the last are ignored, as `gzip` does.
    ///
    /// - Parameter most: more bytes are not made, whatever is in the file.
    static func unpack(_ bytes: [UInt8], most: Int) throws(DigitFileFault) -> [UInt8] {
      var unpacked: [UInt8] = []
      var rest = bytes[...]
      repeat {
        guard isGzip(rest) else { throw .badGzip("something follows its end") }
        rest = rest.dropFirst(try unpackMember(Array(rest), into: &unpacked, most: most))
      } while rest.contains { $0 != 0 }
      return unpacked
    }

    /// Appends what is packed in one member, and answers how long that is.
    private static func unpackMember(
      _ bytes: [UInt8], into unpacked: inout [UInt8], most: Int
    ) throws(DigitFileFault) -> Int {
      var stream = z_stream()
      guard zlib_begin_gzip(&stream) == Z_OK else { throw .badGzip("there is not enough memory") }
      defer { inflateEnd(&stream) }
      var packed = bytes
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
      case Z_STREAM_END: return bytes.count - Int(stream.avail_in)
      case Z_BUF_ERROR: throw .badGzip("it is cut short")
      default: throw .badGzip(stream.msg.map { String(cString: $0) } ?? "zlib's status is \(status)")
      }
    }
  #else
    /// Nothing can be unpacked: zlib was not there when the program was built.
    static func unpack(_ bytes: [UInt8], most: Int) throws(DigitFileFault) -> [UInt8] { throw .needsZlib }
  #endif
}
