import Files

/// CIFAR-10's binary files: records of one byte for the class and then 1024 each of red, green and blue, row by row.
///
/// A. Krizhevsky: Learning multiple layers of features from tiny images, 2009; the form is that of
/// `cifar-10-binary.tar.gz`.
enum CIFARBatches {
  static let side = 32
  static let places = side * side
  static let recordLength = 1 + 3 * places
  /// No file of this kind is longer.
  static let mostBytes = 100_000 * recordLength

  /// The names of the classes, where no file says them.
  static let names = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  /// The files with pictures to learn from that a folder of some names has.
  static func files(among names: [String]) -> [String] {
    names.filter { $0.hasPrefix("data_batch") && $0.hasSuffix(".bin") }
  }

  /// The names of the classes in the text of `batches.meta.txt`.
  static func classes(in text: [UInt8]) throws(PhotoFault) -> [String] {
    let lines = String(decoding: text, as: UTF8.self).split { $0.isNewline }.map(String.init)
    guard lines.count == names.count else { throw .noNames }
    return lines
  }

  /// Calls `add` with the class and the pixels of each picture of a file, red, green and blue side by side.
  static func read(_ bytes: [UInt8], _ add: (_ label: Int, _ pixels: [UInt8]) -> Void) throws(PhotoFault) {
    guard !bytes.isEmpty else { throw .emptyBatch }
    guard bytes.count.isMultiple(of: recordLength) else { throw .oddBatch(bytes: bytes.count) }
    var pixels = [UInt8](repeating: 0, count: 3 * places)
    for index in 0..<bytes.count / recordLength {
      let start = index * recordLength
      let label = Int(bytes[start])
      guard names.indices.contains(label) else { throw .noLabel(label: label, index: index) }
      for place in 0..<places {
        for channel in 0..<3 { pixels[3 * place + channel] = bytes[start + 1 + channel * places + place] }
      }
      add(label, pixels)
    }
  }
}
