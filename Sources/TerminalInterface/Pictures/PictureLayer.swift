import CellCanvas
import FrameExport

/// The pictures that lie on the screen: knows what the terminal has, and writes what brings it from one frame to the next.
struct PictureLayer {
  /// How the terminal draws pictures.
  let way: PictureWay
  /// The size of a cell in pixels.
  let cell: (width: Int, height: Int)

  /// A picture as it was prepared for the terminal.
  private struct Image {
    let id: UInt32
    let pixels: Pixels
    let theme: String
    let firstHalf: Int
    let halfRows: Int
    let size: Size
    /// The picture in sixels; `nil` for kitty, which has it.
    let sixels: SixelImage?

    /// Whether it is what `picture` looks like.
    func shows(_ picture: PlacedPicture, _ theme: Theme) -> Bool {
      size == picture.region.size && firstHalf == picture.firstHalf && halfRows == picture.halfRows
        && self.theme == theme.name && pixels == picture.pixels
    }
  }

  /// A part of an image on the screen.
  private struct Placement: Hashable {
    let id: UInt32
    /// Which of the image's cells is at the top left.
    let first: Point
    let region: Region
  }

  /// What was prepared, the newest last.
  private var images: [Image] = []
  /// What is on the screen, with the number of each.
  private var placed: [Placement: UInt32] = [:]
  /// The number of the newest image.
  private(set) var lastID: UInt32
  private var lastPlacement: UInt32 = 0
  /// Images that the terminal has, and is to forget.
  private var unwanted: [UInt32] = []

  /// How many images are kept for a step back.
  static let capacity = 16

  /// A layer without pictures.
  ///
  /// - Parameter id: images have the numbers behind this one.
  init(way: PictureWay, cell: (width: Int, height: Int), after id: UInt32) {
    self.way = way
    self.cell = cell
    lastID = id
  }

  /// The screen will be drawn from nothing: so are its pictures.
  mutating func forget() {
    if way == .kitty { unwanted += images.map(\.id) }
    images.removeAll()
    placed.removeAll()
  }

  /// What takes all pictures away.
  mutating func farewell() -> String {
    forget()
    defer { unwanted.removeAll() }
    return unwanted.map(KittyCommands.forget).joined()
  }

  /// What brings the pictures of a frame onto the screen, and takes those away that were there; what has stayed is not
  /// written again.
  ///
  /// - Parameters:
  ///   - pieces: the parts of `canvas`'s pictures that are seen.
  ///   - rows: the rows that were written anew.
  mutating func change(to pieces: [PicturePiece], of canvas: Canvas, theme: Theme, rewritten rows: Set<Int>) -> String {
    var text = unwanted.map(KittyCommands.forget).joined()
    unwanted.removeAll()
    var wanted: [Placement: UInt32] = [:]
    for piece in pieces {
      let picture = canvas.pictures[piece.picture]
      let image = image(of: picture, theme, &text)
      let placement = Placement(
        id: image.id,
        first: Point(
          column: piece.region.column - picture.region.column, row: piece.region.row - picture.region.row),
        region: piece.region)
      if let number = placed[placement] {
        wanted[placement] = number
        if case .sixel = way, !rows.isDisjoint(with: piece.region.row..<piece.region.endRow) {
          text += draw(placement, number, image)
        }
      } else {
        lastPlacement += 1
        wanted[placement] = lastPlacement
        text += draw(placement, lastPlacement, image)
      }
    }
    if way == .kitty {
      for (placement, number) in placed.sorted(by: { $0.value < $1.value }) where wanted[placement] == nil {
        text += KittyCommands.remove(id: placement.id, placement: number)
      }
    }
    placed = wanted
    text += dropOldest()
    return text
  }

  /// The picture as the terminal has it; what it does not have is sent.
  private mutating func image(of picture: PlacedPicture, _ theme: Theme, _ text: inout String) -> Image {
    if let index = images.lastIndex(where: { $0.shows(picture, theme) }) {
      let image = images.remove(at: index)
      images.append(image)
      return image
    }
    lastID += 1
    let raster = Raster(picture, theme: theme, cellWidth: cell.width, cellHeight: cell.height)
    let sixels: SixelImage?
    switch way {
    case .kitty:
      text += KittyCommands.transmit(PortableNetworkGraphics(raster), id: lastID)
      sixels = nil
    case .sixel(let colors): sixels = SixelImage(raster, colors: colors)
    }
    let image = Image(
      id: lastID, pixels: picture.pixels, theme: theme.name, firstHalf: picture.firstHalf, halfRows: picture.halfRows,
      size: picture.region.size, sixels: sixels)
    images.append(image)
    return image
  }

  /// Draws a part of an image in its place.
  private func draw(_ placement: Placement, _ number: UInt32, _ image: Image) -> String {
    let (x, y) = (placement.first.column * cell.width, placement.first.row * cell.height)
    let (width, height) = (placement.region.columns * cell.width, placement.region.rows * cell.height)
    let drawing =
      image.sixels?.text(x: x, y: y, width: width, height: height)
      ?? KittyCommands.place(
        id: placement.id, placement: number, x: x, y: y, width: width, height: height,
        columns: placement.region.columns, rows: placement.region.rows)
    return "\u{1B}[\(placement.region.row + 1);\(placement.region.column + 1)H" + drawing
  }

  /// Forgets the images beyond those that are kept, unless they are on the screen.
  private mutating func dropOldest() -> String {
    let shown = Set(placed.keys.map(\.id))
    var text = ""
    while images.count > Self.capacity, let oldest = images.firstIndex(where: { !shown.contains($0.id) }) {
      let image = images.remove(at: oldest)
      if way == .kitty { text += KittyCommands.forget(id: image.id) }
    }
    return text
  }
}
