import FrameExport

/// What kitty's graphics protocol says to a terminal (sw.kovidgoyal.net/kitty/graphics-protocol). The terminal answers only
/// where something went wrong.
enum KittyCommands {
  /// The longest piece of data in one command.
  static let pieceLength = 4096

  /// Sends an image as a PNG file; it is not seen yet.
  static func transmit(_ image: PortableNetworkGraphics, id: UInt32) -> String {
    let data = Array(base64(image.bytes).utf8)
    var text = ""
    for start in stride(from: 0, to: data.count, by: pieceLength) {
      let end = min(start + pieceLength, data.count)
      let keys = start == 0 ? "a=t,f=100,t=d,i=\(id),q=1," : ""
      text +=
        "\u{1B}_G\(keys)m=\(end < data.count ? 1 : 0);\(String(decoding: data[start..<end], as: UTF8.self))\u{1B}\\"
    }
    return text
  }

  /// Shows a rectangle of an image, in pixels, at the cursor, which stays: over so many cells.
  static func place(
    id: UInt32, placement: UInt32, x: Int, y: Int, width: Int, height: Int, columns: Int, rows: Int
  ) -> String {
    "\u{1B}_Ga=p,i=\(id),p=\(placement),x=\(x),y=\(y),w=\(width),h=\(height),c=\(columns),r=\(rows),C=1,q=1\u{1B}\\"
  }

  /// Takes what was shown away.
  static func remove(id: UInt32, placement: UInt32) -> String { "\u{1B}_Ga=d,d=i,i=\(id),p=\(placement),q=1\u{1B}\\" }

  /// Forgets an image, and takes it away wherever it is shown.
  static func forget(id: UInt32) -> String { "\u{1B}_Ga=d,d=I,i=\(id),q=1\u{1B}\\" }

  /// Forgets all images that are seen on the screen.
  static let forgetAll = "\u{1B}_Ga=d,d=A,q=2\u{1B}\\"
}
