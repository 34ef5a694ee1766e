import Foundation

/// Folders as MNIST's files come in.
enum DigitFiles {
  /// Calls `use` with a folder that holds MNIST's training files for some digits, each a bar whose place tells which.
  static func with(_ count: Int, _ use: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func word(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
    var pictures: [UInt8] = [0, 0, 8, 3] + word(count) + word(28) + word(28)
    var labels: [UInt8] = [0, 0, 8, 1] + word(count)
    for index in 0..<count {
      labels.append(UInt8(index % 10))
      for row in 0..<28 { pictures += [UInt8](repeating: row / 3 == index % 10 ? 255 : 0, count: 28) }
    }
    try Data(pictures).write(to: folder.appendingPathComponent("train-images-idx3-ubyte"))
    try Data(labels).write(to: folder.appendingPathComponent("train-labels-idx1-ubyte"))
    try use(folder)
  }
}
