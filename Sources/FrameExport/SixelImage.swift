import CellCanvas

/// A picture for terminals that draw sixels (DEC, VT330/VT340 Programmer Reference, chapter 14): strips of six lines, each
/// written once a colour, as letters whose six bits say which of a column's pixels have it.
public struct SixelImage: Sendable {
  private let width: Int
  private let height: Int
  private let reduction: ColorReduction

  /// A picture in at most `colors` colours, 2...256.
  public init(_ raster: Raster, colors: Int = 256) {
    (width, height) = (raster.width, raster.height)
    reduction = ColorReduction(raster.colors, count: colors)
  }

  /// The control string that draws a rectangle of the picture with its top left corner at the cursor. Pixels beyond it in
  /// the last strip stay as they are.
  public func text(x: Int, y: Int, width: Int, height: Int) -> String {
    precondition(
      x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= self.width && y + height <= self.height,
      "a part lies within the picture")
    var writer = SixelWriter(colorCount: reduction.palette.count)
    // Square pixels, and none but those that are written: the second parameter.
    writer.append("\u{1B}P0;1;0q\"1;1;\(width);\(height)")
    for (number, color) in reduction.palette.enumerated() {
      func percent(_ component: UInt8) -> Int { (Int(component) * 100 + 127) / 255 }
      writer.append("#\(number);2;\(percent(color.red));\(percent(color.green));\(percent(color.blue))")
    }
    reduction.numbers.withUnsafeBufferPointer { numbers in
      for strip in stride(from: 0, to: height, by: 6) {
        if strip > 0 { writer.append("-") }
        let lines = min(6, height - strip)
        for column in 0..<width {
          var place = (y + strip) * self.width + x + column
          for line in 0..<lines {
            writer.set(column, bit: line, color: Int(numbers[place]))
            place += self.width
          }
        }
        writer.endStrip()
      }
    }
    writer.append("\u{1B}\\")
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

/// One strip after the other, each colour's columns packed into runs while they come.
private struct SixelWriter {
  private(set) var bytes: [UInt8] = []

  /// What a colour has in the strip so far.
  fileprivate struct Line {
    var bytes: [UInt8] = []
    /// The columns that are in `bytes`.
    var end = 0
    /// The run that has not ended, and the column at which the last of it stands.
    var mask: UInt8 = 0
    var count = 0
    var column = -1
    /// The pixels of the column that is being set.
    var bits: UInt8 = 0
  }

  private var lines: [Line]
  /// The colours of the strip, in the order in which they come.
  private var used: [Int] = []

  init(colorCount: Int) { lines = Array(repeating: Line(), count: colorCount) }

  mutating func append(_ text: String) { bytes += text.utf8 }

  /// Sets a pixel; columns come from left to right.
  mutating func set(_ column: Int, bit: Int, color: Int) {
    if lines[color].column != column {
      if lines[color].column < 0 { used.append(color) } else { lines[color].close() }
      lines[color].column = column
    }
    lines[color].bits |= 1 << UInt8(bit)
  }

  mutating func endStrip() {
    for (index, color) in used.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: "$")) }
      append("#\(color)")
      lines[color].close()
      lines[color].flush()
      bytes += lines[color].bytes
      lines[color] = Line()
    }
    used.removeAll(keepingCapacity: true)
  }
}

extension SixelWriter.Line {
  /// Adds the column that was set to the run, or begins another.
  mutating func close() {
    if count > 0, bits == mask, column == end + count {
      count += 1
    } else {
      flush()
      write(0, column - end)
      end = column
      (mask, count) = (bits, 1)
    }
    bits = 0
  }

  /// Writes the run.
  mutating func flush() {
    write(mask, count)
    end += count
    count = 0
  }

  private mutating func write(_ mask: UInt8, _ count: Int) {
    guard count > 0 else { return }
    let letter = 0x3F + mask
    if count > 3 {
      bytes += "!\(count)".utf8
      bytes.append(letter)
    } else {
      for _ in 0..<count { bytes.append(letter) }
    }
  }
}
