/// The pictures that a program has a terminal show by kitty's graphics protocol or in sixels, which the emulator does not know:
/// read from what it writes.
public struct TerminalPictures {
  /// A rectangle of an image, in pixels, over a rectangle of cells.
  public struct Placement: Hashable, Sendable {
    /// The image.
    public var image: UInt32
    /// The cell at the top left, from 0.
    public var column: Int
    /// The cell at the top left, from 0.
    public var row: Int
    /// Cells across and down.
    public var columns: Int
    /// Cells across and down.
    public var rows: Int
    /// The part of the image.
    public var x: Int
    /// The part of the image.
    public var y: Int
    /// The part of the image.
    public var width: Int
    /// The part of the image.
    public var height: Int
  }

  /// A picture in sixels, and the cell where it was drawn.
  public struct Sixels: Hashable, Sendable {
    /// The cell at the top left, from 0.
    public var column: Int
    /// The cell at the top left, from 0.
    public var row: Int
    /// Between the introducer and the terminator.
    public var text: String
  }

  /// The images that the terminal has: their files in base64.
  public private(set) var images: [UInt32: String] = [:]
  /// How many images were sent in all.
  public private(set) var sentCount = 0
  /// What is shown, by image and placement.
  private var placements: [[UInt32]: Placement] = [:]
  /// All that was drawn in sixels, one after the other.
  public private(set) var sixels: [Sixels] = []
  /// What was no command that the protocol knows.
  public private(set) var faults: [String] = []

  private var unread: [UInt8] = []
  private var cursor = (column: 0, row: 0)
  /// The image whose data is being sent.
  private var open: UInt32?

  /// A terminal without pictures.
  public init() {}

  /// What is shown.
  public var shown: Set<Placement> { Set(placements.values) }

  /// Takes in what the program has written, and answers what of it is about no picture.
  public mutating func take(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    unread += bytes
    var (others, place): ([UInt8], Int) = ([], 0)
    while let start = unread[place...].firstIndex(of: 0x1B) {
      others += unread[place..<start]
      place = start
      guard start + 1 < unread.count else { break }
      switch unread[start + 1] {
      case UInt8(ascii: "_"), UInt8(ascii: "P"):
        guard let end = Self.end(of: unread, from: start + 2) else {
          unread.removeFirst(start)
          return others
        }
        let text = String(decoding: unread[start + 2..<end], as: UTF8.self)
        if unread[start + 1] == UInt8(ascii: "_") { command(text) } else { draw(text) }
        place = end + 2
      case UInt8(ascii: "["):
        guard let end = unread[(start + 2)...].firstIndex(where: { (0x40...0x7E).contains($0) }) else {
          unread.removeFirst(start)
          return others
        }
        control(String(decoding: unread[start + 2...end], as: UTF8.self))
        others += unread[start...end]
        place = end + 1
      default:
        others += unread[start..<start + 2]
        place = start + 2
      }
    }
    let isCut = unread[place...].first == 0x1B
    if !isCut { others += unread[place...] }
    unread.removeFirst(isCut ? place : unread.count)
    return others
  }

  private static func end(of bytes: [UInt8], from start: Int) -> Int? {
    var place = start
    while let escape = bytes[place...].firstIndex(of: 0x1B), escape + 1 < bytes.count {
      if bytes[escape + 1] == UInt8(ascii: "\\") { return escape }
      place = escape + 1
    }
    return nil
  }

  private mutating func control(_ text: String) {
    switch text.last {
    case "H":
      let numbers = text.dropLast().split(separator: ";").compactMap { Int($0) }
      if numbers.count == 2 { cursor = (numbers[1] - 1, numbers[0] - 1) } else { cursor = (0, 0) }
    case "J" where text == "2J":
      // A terminal that is cleared forgets the images on it, too.
      let seen = Set(placements.values.map(\.image))
      placements.removeAll()
      for image in seen { images[image] = nil }
      sixels.removeAll()
    default: break
    }
  }

  private mutating func draw(_ text: String) {
    if text.contains("q") { sixels.append(Sixels(column: cursor.column, row: cursor.row, text: text)) }
  }

  private mutating func command(_ text: String) {
    guard text.first == "G" else { return }
    let parts = text.dropFirst().split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
    var keys: [String: String] = [:]
    for pair in parts[0].split(separator: ",") {
      let sides = pair.split(separator: "=", maxSplits: 1)
      keys[String(sides[0])] = sides.count == 2 ? String(sides[1]) : ""
    }
    func number(_ key: String) -> Int { keys[key].flatMap { Int($0) } ?? 0 }
    let image = UInt32(number("i"))
    switch keys["a"] {
    case "q": return
    case "t", nil:
      guard let id = keys["a"] == nil ? open : image, parts.count == 2, parts[1].utf8.count <= 4096 else {
        return faults.append(String(text.prefix(60)))
      }
      if keys["a"] != nil {
        sentCount += 1
        images[id] = ""
      }
      images[id, default: ""] += parts[1]
      open = number("m") == 1 ? id : nil
    case "p":
      guard images[image] != nil, open == nil else { return faults.append(text) }
      placements[[image, UInt32(number("p"))]] = Placement(
        image: image, column: cursor.column, row: cursor.row, columns: number("c"), rows: number("r"), x: number("x"),
        y: number("y"), width: number("w"), height: number("h"))
    case "d":
      switch keys["d"] {
      case "A":
        placements.removeAll()
        images.removeAll()
      case "I":
        placements = placements.filter { $0.key[0] != image }
        images[image] = nil
      case "i": placements[[image, UInt32(number("p"))]] = nil
      default: faults.append(text)
      }
    default: faults.append(text)
    }
  }
}
