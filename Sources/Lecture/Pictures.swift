public import CellCanvas
import ConvolutionEngine
import EmbeddedAssets

/// The pictures of the lecture, painted by `Assets/make_pictures.py`, inside of the program; and where scenes get theirs.
enum Pictures {
  /// A lighthouse at sunset, 227 × 227.
  static let lighthouse = decode(bytes(of: embeddedLighthouse()))
  /// A house in greys, 320 × 280, of few and large forms: upright, level and slanted edges, and a sky without any.
  static let house = decode(bytes(of: embeddedHouse()))
  /// A hot-air balloon, 32 × 32.
  static let balloon = decode(bytes(of: embeddedBalloon()))

  /// The picture a scene shows: the viewer's own, or else `standard`, as large as the scene wants it.
  ///
  /// What is too wide or too high is cut off evenly on both sides; nothing is stretched.
  static func color(for settings: Settings, else standard: Picture = lighthouse, width: Int, height: Int) -> Picture {
    (settings.picture ?? standard).croppedToProportions(width: width, height: height)
      .resized(width: width, height: height)
  }

  /// How much of a viewer's picture a network sees whose input is a square: all that fits or, as trained ones are tested,
  /// the middle of a square that is a seventh longer, 224 of 256.
  static func area(side: Int, isTrained: Bool) -> PictureArea {
    guard isTrained else { return PictureArea(width: side, height: side) }
    let outer = Picture.testedSide(side)
    let margin = (outer - side) / 2
    return PictureArea(
      width: outer, height: outer, part: Region(column: margin, row: margin, columns: side, rows: side))
  }

  /// The picture for such a network.
  static func color(for settings: Settings, side: Int, isTrained: Bool) -> Picture {
    isTrained
      ? (settings.picture ?? lighthouse).tested(side: side)
      : color(for: settings, width: side, height: side)
  }

  /// The same in greys: one channel of whole numbers, black 0 to white 255.
  static func grey(for settings: Settings, else standard: Picture = house, width: Int, height: Int) -> Tensor {
    color(for: settings, else: standard, width: width, height: height).greys
  }

  /// One thing of each class of photographs, 64 × 64, by their names in the order of the classes.
  static let things: [(name: String, picture: Picture)] = {
    let sheet = decode(bytes(of: embeddedThings()))
    let names = [
      "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ]
    let length = sheet.bytes.count / names.count
    return names.enumerated().map { place, name in
      (
        name,
        Picture(
          width: sheet.width, height: sheet.height / names.count,
          bytes: Array(sheet.bytes[place * length..<(place + 1) * length]))
      )
    }
  }()

  private static func bytes(of asset: EmbeddedAsset) -> [UInt8] {
    Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count))
  }

  /// The picture in the bytes of a binary PPM or PGM file of 8 bits a component, without comments in its head.
  static func decode(_ bytes: [UInt8]) -> Picture {
    var place = 0
    /// What stands before the next white space; exactly one such byte parts the head from the colours.
    func word() -> String {
      let start = place
      while place < bytes.count, bytes[place] > 0x20 { place += 1 }
      defer { place += 1 }
      return String(decoding: bytes[start..<place], as: UTF8.self)
    }
    let kind = word()
    guard kind == "P6" || kind == "P5", let width = Int(word()), let height = Int(word()), word() == "255" else {
      preconditionFailure("an embedded picture is a binary PPM or PGM of 8 bits a component")
    }
    let components = bytes.dropFirst(place)
    return Picture(
      width: width, height: height, bytes: kind == "P6" ? Array(components) : components.flatMap { [$0, $0, $0] })
  }
}

extension Picture {
  /// The names of the pictures inside of the program.
  public static var paintedNames: [String] { Pictures.things.map(\.name) + ["lighthouse", "house", "balloon"] }

  /// The picture of this name inside of the program; `nil` when there is none.
  public static func painted(_ name: String) -> Picture? {
    switch name {
    case "lighthouse": Pictures.lighthouse
    case "house": Pictures.house
    case "balloon": Pictures.balloon
    default: Pictures.things.first { $0.name == name }?.picture
    }
  }

  /// The picture as a network takes it: three channels of −1...1, so that grey is about 0.
  var tensor: Tensor {
    Tensor(Shape(height: height, width: width, channels: 3), values: bytes.map { Float($0) / 127.5 - 1 })
  }

  /// The picture as networks take it that were trained on ImageNet: each colour of 0...1 less its mean there, in units of
  /// its standard deviation (the numbers that torchvision's weights are published with).
  var standardized: Tensor {
    let (means, deviations): ([Float], [Float]) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    let values = bytes.enumerated().map { (Float($1) / 255 - means[$0 % 3]) / deviations[$0 % 3] }
    return Tensor(Shape(height: height, width: width, channels: 3), values: values)
  }

  /// The brightness of each pixel, 0...255 (the luma of ITU-R BT.601, rounded).
  var greys: Tensor {
    let values = stride(from: 0, to: bytes.count, by: 3).map { index in
      let (red, green, blue) = (Int(bytes[index]), Int(bytes[index + 1]), Int(bytes[index + 2]))
      return Float((299 * red + 587 * green + 114 * blue + 500) / 1000)
    }
    return Tensor(Shape(height: height, width: width), values: values)
  }
}

extension Picture {
  /// How long the shorter side of a picture is made of which a trained network sees a square of `side`: 256 for 224.
  static func testedSide(_ side: Int) -> Int { side + side / 7 }

  /// The middle of the picture as networks trained on ImageNet are tested on it, a square of `side`: 224 of 256.
  public func tested(side: Int) -> Picture {
    let outer = Self.testedSide(side)
    return croppedToProportions(width: 1, height: 1).resized(width: outer, height: outer)
      .middle(width: side, height: side)
  }
}
