import CellCanvas
import ConvolutionEngine
import EmbeddedAssets

/// The pictures of the lecture, painted by `Assets/make_pictures.py`, inside of the program.
enum Pictures {
  /// A lighthouse at sunset, 227 × 227.
  static let lighthouse = decodePPM(bytes(of: embeddedLighthouse()))

  private static func bytes(of asset: EmbeddedAsset) -> [UInt8] {
    Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count))
  }

  /// The picture in the bytes of a binary PPM file of 8 bits a component, without comments in its head.
  static func decodePPM(_ bytes: [UInt8]) -> Picture {
    var place = 0
    /// What stands before the next white space; exactly one such byte parts the head from the colours.
    func word() -> String {
      let start = place
      while place < bytes.count, bytes[place] > 0x20 { place += 1 }
      defer { place += 1 }
      return String(decoding: bytes[start..<place], as: UTF8.self)
    }
    guard word() == "P6", let width = Int(word()), let height = Int(word()), word() == "255" else {
      preconditionFailure("an embedded picture is a binary PPM of 8 bits a component")
    }
    return Picture(width: width, height: height, bytes: Array(bytes.dropFirst(place)))
  }
}

extension Picture {
  /// The picture with `side` × `side` pixels, each a mixture of the four nearest ones (bilinear).
  func resized(side: Int) -> Picture {
    guard side != width || side != height else { return self }
    let across = Self.mixtures(side, of: width)
    let down = Self.mixtures(side, of: height)
    var resized: [UInt8] = []
    resized.reserveCapacity(3 * side * side)
    for row in down {
      for column in across {
        for component in 0..<3 {
          func at(_ y: Int, _ x: Int) -> Float { Float(bytes[3 * (y * width + x) + component]) }
          let upper = at(row.first, column.first) * (1 - column.share) + at(row.first, column.second) * column.share
          let lower = at(row.second, column.first) * (1 - column.share) + at(row.second, column.second) * column.share
          resized.append(UInt8((upper * (1 - row.share) + lower * row.share).rounded()))
        }
      }
    }
    return Picture(width: side, height: side, bytes: resized)
  }

  /// Which two old pixels each new one lies between along an axis, and the share of the second.
  private static func mixtures(_ count: Int, of old: Int) -> [(first: Int, second: Int, share: Float)] {
    (0..<count).map { index in
      let center = (Float(index) + 0.5) * Float(old) / Float(count) - 0.5
      let held = min(max(center, 0), Float(old - 1))
      let first = Int(held)
      return (first, min(first + 1, old - 1), held - Float(first))
    }
  }

  /// The picture as a network takes it: three channels of −1...1, so that grey is about 0.
  var tensor: Tensor {
    Tensor(Shape(height: height, width: width, channels: 3), values: bytes.map { Float($0) / 127.5 - 1 })
  }
}
