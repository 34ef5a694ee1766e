import CellCanvas
import FrameExport
import JSONText
import Playback

/// The figures of a scene as the page has them: frames of cells, and the pictures beneath, each at its full resolution and once.
struct PageFigures {
  /// What is seen at a moment.
  struct Figure: Equatable {
    fileprivate let cells: [Cell]
    fileprivate let pictures: [Seen]
  }

  /// A picture, and the cells around what is seen of it.
  struct Seen: Equatable {
    fileprivate let picture: PlacedPicture
    fileprivate let region: Region
  }

  /// The frames of cells, with windows where a picture beneath is seen.
  private(set) var reel: CellReel
  private let themes: [Theme]
  /// The pictures' numbers.
  private var numbers: [Pixels: Int] = [:]
  /// For each picture a PNG file for every theme.
  private var files: [[String]] = []
  /// What lies beneath the last frame.
  private var beneath: [[Int]] = []
  /// What has lain beneath, each with the frame that it began with.
  private var changes: [(frame: Int, beneath: [[Int]])] = []

  /// No figures yet.
  ///
  /// - Parameter cells: how many cells each figure has.
  init(themes: [Theme], cells: Int) {
    self.themes = themes
    reel = CellReel(themes: themes, cells: cells)
  }

  /// A figure at a moment of a step of the scene that a player has on its screen.
  func figure(_ player: Player, of step: Int, at progress: Double) -> Figure {
    var player = player
    player.blocks = .pixels
    let canvas = player.figure(of: step, at: progress)
    let (shown, pieces) = canvas.withWindows()
    return Figure(
      cells: shown.cells,
      pictures: pieces.bounds.map { Seen(picture: canvas.pictures[$0.picture], region: $0.region) })
  }

  /// Adds a figure, unless it is the same as the last one, and answers its number.
  mutating func add(_ figure: Figure) -> Int {
    var places: [[Int]] = []
    for seen in figure.pictures {
      let (picture, whole) = (seen.picture, seen.picture.region)
      places.append([
        number(of: picture), whole.column, 2 * whole.row + picture.firstHalf, whole.columns, picture.halfRows,
        seen.region.column, seen.region.row, seen.region.columns, seen.region.rows,
      ])
    }
    let frame = reel.add(figure.cells, isOther: places != beneath)
    if places != beneath { changes.append((frame, places)) }
    beneath = places
    return frame
  }

  /// The pictures, for each theme a file in base64; where all have the same, it is there once.
  var pictures: JSON {
    .array(files.map { .array((Set($0).count == 1 ? Array($0.prefix(1)) : $0).map { .string($0) }) })
  }

  /// Which pictures lie beneath the cells: the first frame, then for each the picture's number, its column, its first half
  /// row, its columns and its half rows, and the column, the row, the columns and the rows that are seen of it; until the next frame that is named.
  var placed: JSON {
    .array(
      changes.map { frame, places in
        .array([.integer(frame), .array(places.map { .array($0.map { .integer($0) }) })])
      })
  }

  private mutating func number(of picture: PlacedPicture) -> Int {
    if let number = numbers[picture.pixels] { return number }
    numbers[picture.pixels] = files.count
    files.append(themes.map { base64(PortableNetworkGraphics(Raster(picture, theme: $0)).bytes) })
    return files.count - 1
  }
}
