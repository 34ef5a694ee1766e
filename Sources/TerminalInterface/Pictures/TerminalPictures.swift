import CNcurses
import CellCanvas

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Pictures in pixels on one terminal: the question whether it draws them, and once it has answered the layer of those that
/// are seen. Writes nothing by itself: all that is to be said to the terminal is given back.
struct TerminalPictures {
  private let output: Int32
  private let firstID: UInt32
  private var query: PictureQuery?
  private var layer: PictureLayer?
  /// What takes the pictures of a layer away that is no more.
  private var leavings = ""

  /// Pictures on the terminal `output`, which has not been asked yet.
  init(on output: Int32) {
    self.output = output
    // Of each process other ones: an image of another program under the same number would be replaced.
    firstID = UInt32(truncatingIfNeeded: getpid()) << 12 | 1
  }

  /// Whether the terminal draws pictures.
  var isDrawing: Bool { layer != nil }

  /// Whether an answer is on its way.
  var expectsAnswer: Bool { query?.isOpen(at: .now) ?? false }

  /// The question to the terminal, once, when the first frame is on the screen.
  mutating func question() -> String? {
    guard query == nil else { return nil }
    let query = PictureQuery(id: firstID, at: .now)
    self.query = query
    return query.text
  }

  /// Takes in what the terminal answered.
  mutating func take(_ answer: TerminalAnswer) {
    let cellIsKnown = systemCell != nil
    query?.take(answer, at: .now, cellIsKnown: cellIsKnown)
    adapt()
  }

  /// The size of a cell may have changed; answers what to ask the terminal, where the system does not know.
  mutating func measureCell() -> String? {
    adapt()
    return isDrawing && systemCell == nil ? PictureQuery.cellQuestion : nil
  }

  /// The size of a cell in pixels, as the system knows it.
  private var systemCell: (width: Int, height: Int)? {
    var (width, height): (Int32, Int32) = (0, 0)
    return ncurses_cell_size(output, &width, &height) ? (Int(width), Int(height)) : nil
  }

  /// Begins a layer, ends it, or begins it anew for cells of another size.
  private mutating func adapt() {
    guard let way = query?.way else {
      if var old = layer { leavings += old.farewell() }
      layer = nil
      return
    }
    // Kitty's protocol scales what has another size.
    let cell = systemCell ?? query?.cell ?? (width: 10, height: 20)
    if let layer, layer.way == way, layer.cell == cell { return }
    if var old = layer { leavings += old.farewell() }
    layer = PictureLayer(way: way, cell: cell, after: layer?.lastID ?? firstID)
  }

  /// The screen will be drawn from nothing.
  mutating func forget() { layer?.forget() }

  /// What takes all pictures away.
  mutating func farewell() -> String { layer?.farewell() ?? "" }

  /// What brings the pictures of a frame onto the screen, and takes others away.
  mutating func change(to pieces: [PicturePiece], of canvas: Canvas, theme: Theme, rewritten rows: Set<Int>) -> String {
    defer { leavings = "" }
    return leavings + (layer?.change(to: pieces, of: canvas, theme: theme, rewritten: rows) ?? "")
  }
}
