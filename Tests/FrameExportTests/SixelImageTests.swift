import CellCanvas
import Testing

@testable import FrameExport

@Suite struct SixelImageTests {
  /// What a terminal makes of a picture in sixels: colours in percent, `nil` where nothing was drawn.
  private struct Decoded {
    var width = 0
    var height = 0
    var colors: [[SIMD3<Int>?]] = []

    init(_ text: String) throws {
      var signs = Array(text.unicodeScalars)
      try #require(signs.starts(with: "\u{1B}P0;1;0q\"1;1;".unicodeScalars) && text.hasSuffix("\u{1B}\\"))
      signs.removeFirst("\u{1B}P0;1;0q\"1;1;".unicodeScalars.count)
      signs.removeLast(2)
      var place = 0
      func number() -> Int {
        var value = 0
        while place < signs.count, (0x30...0x39).contains(signs[place].value) {
          value = value * 10 + Int(signs[place].value) - 0x30
          place += 1
        }
        return value
      }
      width = number()
      place += 1
      height = number()
      colors = Array(repeating: Array(repeating: nil, count: width), count: (height + 5) / 6 * 6)
      var palette: [Int: SIMD3<Int>] = [:]
      var (color, x, y, count) = (0, 0, 0, 1)
      while place < signs.count {
        let sign = signs[place]
        place += 1
        switch sign {
        case "#":
          color = number()
          guard place < signs.count, signs[place] == ";" else { continue }
          var parts: [Int] = []
          while place < signs.count, signs[place] == ";" {
            place += 1
            parts.append(number())
          }
          try #require(parts.count == 4 && parts[0] == 2 && parts.dropFirst().allSatisfy { (0...100).contains($0) })
          palette[color] = SIMD3(parts[1], parts[2], parts[3])
        case "!": count = number()
        case "$": x = 0
        case "-": (x, y) = (0, y + 6)
        default:
          try #require((0x3F...0x7E).contains(sign.value) && x + count <= width)
          for _ in 0..<count {
            for line in 0..<6 where (sign.value - 0x3F) >> UInt32(line) & 1 == 1 {
              colors[y + line][x] = palette[color]
            }
            x += 1
          }
          count = 1
        }
      }
    }
  }

  private func percent(_ color: RGB) -> SIMD3<Int> {
    func part(_ component: UInt8) -> Int { Int((Double(component) / 255 * 100).rounded()) }
    return SIMD3(part(color.red), part(color.green), part(color.blue))
  }

  private func noise(_ width: Int, _ height: Int, kinds: Int) -> Raster {
    Raster(
      width: width, height: height,
      colors: (0..<width * height).map { index in
        let value = index % width < width / 2 ? index / 40 : index &* 7919
        return RGB(UInt32(truncatingIfNeeded: value % kinds &* 2_654_435) & 0xFFFFFF)
      })
  }

  /// Runs and noise, whole strips and a rest: every pixel as it is, and none beyond the last line.
  @Test(arguments: [(1, 1, 1), (50, 12, 2), (64, 31, 250), (7, 20, 256)])
  func aTerminalSeesEveryPixel(width: Int, height: Int, kinds: Int) throws {
    let raster = noise(width, height, kinds: kinds)
    let seen = try Decoded(SixelImage(raster).text(x: 0, y: 0, width: width, height: height))
    #expect(seen.width == width && seen.height == height)
    for y in 0..<height {
      for x in 0..<width {
        #expect(seen.colors[y][x] == percent(raster.colors[y * width + x]), "\(x), \(y)")
      }
    }
    for y in height..<seen.colors.count { #expect(seen.colors[y].allSatisfy { $0 == nil }) }
  }

  @Test func aPartIsThatOfThePicture() throws {
    let raster = noise(60, 40, kinds: 100)
    let seen = try Decoded(SixelImage(raster).text(x: 13, y: 11, width: 30, height: 17))
    for y in 0..<17 {
      for x in 0..<30 { #expect(seen.colors[y][x] == percent(raster.colors[(y + 11) * 60 + x + 13])) }
    }
  }

  /// A photograph has thousands of colours; the palette comes near to each, and with more colours nearer.
  @Test func manyColoursAreNearlyTheirs() throws {
    let photo = Raster.gradients
    func error(_ colors: Int) throws -> Double {
      let seen = try Decoded(SixelImage(photo, colors: colors).text(x: 0, y: 0, width: 120, height: 90))
      var sum = 0
      for y in 0..<90 {
        for x in 0..<120 {
          let off = try #require(seen.colors[y][x]) &- percent(photo.colors[y * 120 + x])
          sum += (off &* off).wrappedSum()
        }
      }
      return (Double(sum) / Double(3 * 120 * 90)).squareRoot()
    }
    let (few, many) = (try error(16), try error(256))
    #expect(many < 5 && few < 16 && many < few / 2, "of 100: \(many) and \(few)")
    #expect(ColorReduction(photo.colors, count: 64).palette.count == 64)
  }
}

extension Raster {
  /// Colours that change smoothly along both axes.
  fileprivate static var gradients: Raster {
    Raster(
      width: 120, height: 90,
      colors: (0..<120 * 90).map { index in
        let (x, y) = (index % 120, index / 120)
        return RGB(red: UInt8(x * 2), green: UInt8(y * 2), blue: UInt8((x * y) % 256))
      })
  }
}
