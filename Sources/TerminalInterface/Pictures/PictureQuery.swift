/// How a terminal draws pictures in pixels.
enum PictureWay: Hashable {
  /// By kitty's graphics protocol: images are sent once, and placed by their ids.
  case kitty
  /// By sixels, with so many colours at once.
  case sixel(colors: Int)
}

/// Asks a terminal how it draws pictures, and makes up its mind when the answers come. Nobody waits for them: until then, and
/// where none comes, pictures are drawn in cells.
struct PictureQuery {
  /// How long after the question an answer counts. What comes later is of another time, and is dropped.
  static let limit = Duration.seconds(5)

  /// With fewer colours a photograph in sixels shows less than in half blocks, of which each has colours of its own.
  static let fewestColors = 64

  /// How the terminal draws pictures; `nil` as long as that is not known, and where it does not.
  private(set) var way: PictureWay?
  /// The size of a cell in pixels, as far as the terminal has told.
  private(set) var cell: (width: Int, height: Int)?

  private let id: UInt32
  private let asked: ContinuousClock.Instant
  private var hasAttributes = false
  private var knowsImages = false
  private var colors = 256

  /// A question asked now.
  ///
  /// - Parameter id: the number of the image that is asked about, which no other has.
  init(id: UInt32, at now: ContinuousClock.Instant) {
    self.id = id
    asked = now
  }

  /// The question: whether an image could be shown, how large a cell is, how many colours sixels have, and the device
  /// attributes, which every terminal answers, so that with them all answers are there.
  var text: String {
    "\u{1B}_Gi=\(id),s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\" + Self.cellQuestion + "\u{1B}[?1;1;0S" + "\u{1B}[c"
  }

  /// The question how large a cell is.
  static let cellQuestion = "\u{1B}[16t"

  /// Whether answers are still to come.
  func isOpen(at now: ContinuousClock.Instant) -> Bool { !hasAttributes && now - asked < Self.limit }

  /// Takes an answer in.
  ///
  /// - Parameter cellIsKnown: whether the system has told the size of a cell.
  mutating func take(_ answer: TerminalAnswer, at now: ContinuousClock.Instant, cellIsKnown: Bool) {
    switch answer {
    case .image(let id, let isGood):
      if isOpen(at: now), id == self.id { knowsImages = isGood }
      // An image was refused. Where that happens once, nothing can be relied on.
      if way == .kitty, !isGood { way = nil }
    case .cell(let width, let height): if isOpen(at: now) || way != nil { cell = (width, height) }
    case .colors(let count): if isOpen(at: now) { colors = min(count, 256) }
    case .attributes(let attributes):
      guard isOpen(at: now) else { return }
      hasAttributes = true
      if knowsImages {
        way = .kitty
      } else if attributes.contains(4), colors >= Self.fewestColors, cellIsKnown || cell != nil {
        way = .sixel(colors: colors)
      }
    }
  }

  /// Whether it is worth asking: not inside of a multiplexer, which may pass pictures on but does not know where they are, and
  /// not on a console, which shows no pictures and may show the question.
  static func isWorthAsking(_ environment: Environment) -> Bool {
    let term = environment["TERM"] ?? ""
    let isMultiplexed = ["TMUX", "STY", "ZELLIJ"].contains { environment[$0] != nil }
    return !isMultiplexed && !["screen", "tmux", "linux", "dumb"].contains { term.hasPrefix($0) }
  }
}
