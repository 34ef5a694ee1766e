/// The one thing that is asked of EXIF data: how the camera was held.
enum EXIF {
  /// The orientation in EXIF data, from its byte order mark on; upright when there is none that can be made out.
  static func orientation(in data: ArraySlice<UInt8>) -> Orientation {
    let data = Array(data)
    let isLittleEndian = data.starts(with: Array("II".utf8))
    guard isLittleEndian || data.starts(with: Array("MM".utf8)) else { return .upright }
    /// So many bytes as a number; `nil` past the end.
    func number(at place: Int, bytes: Int) -> Int? {
      guard place >= 0, place + bytes <= data.count else { return nil }
      let digits = data[place..<place + bytes]
      return isLittleEndian
        ? digits.reversed().reduce(0) { $0 << 8 | Int($1) } : digits.reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(at: 2, bytes: 2) == 42, let directory = number(at: 4, bytes: 4),
      let count = number(at: directory, bytes: 2)
    else { return .upright }
    for index in 0..<count {
      let entry = directory + 2 + 12 * index
      guard let tag = number(at: entry, bytes: 2) else { break }
      // The standard asks for a short number; cameras also write a long one, and everybody reads it.
      if tag == orientationTag, let type = number(at: entry + 2, bytes: 2), let bytes = [3: 2, 4: 4][type],
        let value = number(at: entry + 8, bytes: bytes)
      {
        return Orientation(rawValue: value) ?? .upright
      }
    }
    return .upright
  }

  private static let orientationTag = 0x0112
}
