import CellCanvas
import Lecture
import Playback
import Testing

/// Colours that carry amounts say what they mean, in every frame of every scene.
///
/// A scale that is in use says what its colours mean: with the scale itself between the values at its ends
/// ("0 ███ 9"), with swatches that are named one by one, or by showing the number in every cell that it colours.
/// Two things need no legend: a photograph, whose greys or channels are the picture and no amounts of anything, and a
/// few fixed shades of a role ("lit", "dimmed", the sides of a box), which is why a scale counts as used where five bare
/// shades of it meet.
@Suite struct ScaleLegendTests {
  /// Scales of pictures: what is seen is how bright the picture itself is, as a whole or in a channel that is named.
  static let ofPictures: Set<ColorScale> = Set([.grey] + ColorScale.channels)

  @Test(arguments: EverySceneTests.ids, [Size(columns: 80, rows: 24), Size(columns: 160, rows: 48)])
  func everyScaleIsNamedOrShowsItsNumbers(id: String, size: Size) throws {
    let scene = try #require(zip(catalogue, Finished.scenes).first { $0.0.card.id == id }?.1)
    let room = StageLayout(size).figure.size
    for step in scene.steps.indices {
      let canvas = scene.figure(at: Playhead(step: step), size: room)
      let unnamed = canvas.unnamedScales
      #expect(unnamed.isEmpty, "\(id) step \(step + 1) at \(size.columns) columns: \(unnamed)")
    }
  }

  @Test func aBareMapNeedsItsLegend() {
    let map = HeatMap(width: 6, height: 2, values: (0..<12).map(Double.init), scale: .amount)
    var canvas = Canvas(size: Size(columns: 40, rows: 8))
    map.draw(in: &canvas, region: Region(column: 2, row: 1, columns: 12, rows: 2))
    #expect(canvas.unnamedScales == [.amount])
    var named = canvas
    named.legend(map.legend(), near: Region(column: 2, row: 1, columns: 12, rows: 2))
    #expect(named.unnamedScales == [])
    var half = canvas
    half.legend(ScaleLegend(.amount, from: "", to: "11"), near: Region(column: 2, row: 1, columns: 12, rows: 2))
    #expect(half.unnamedScales == [.amount], "a scale without a name at one end says nothing")
    var other = canvas
    other.legend(ScaleLegend(.input, from: "0", to: "11"), near: Region(column: 2, row: 1, columns: 12, rows: 2))
    #expect(other.unnamedScales == [.amount], "another scale's legend does not help")
  }

  @Test func photographsAndNumbersNeedNone() {
    var canvas = Canvas(size: Size(columns: 40, rows: 12))
    HeatMap(width: 8, height: 8, values: (0..<64).map(Double.init), scale: .grey).draw(
      in: &canvas, region: canvas.bounds)
    #expect(canvas.unnamedScales == [])
    let numbers = NumberGrid(rows: 3, columns: 3) {
      .init("\(3 * $0 + $1)", paper: .level(.input, Double(3 * $0 + $1) / 9))
    }
    canvas = Canvas(size: Size(columns: 40, rows: 12))
    numbers.draw(in: &canvas, at: Point(column: 0, row: 0), scale: GridScale(columns: 4, rows: 2))
    #expect(canvas.unnamedScales == [])
    canvas = Canvas(size: Size(columns: 40, rows: 12))
    numbers.draw(in: &canvas, at: Point(column: 0, row: 0), scale: .pixel)
    #expect(canvas.unnamedScales == [.input], "numbers that were left out cannot be read")
  }
}

extension Canvas {
  /// The scales whose shades show amounts that no number and no legend tells.
  var unnamedScales: [ColorScale] {
    let named = legends
    return ColorScale.allCases.filter { scale in
      guard !ScaleLegendTests.ofPictures.contains(scale), !named.scales.contains(scale) else { return false }
      return bareShades(of: scale, except: named.cells) >= 5
    }
  }

  /// The legends on the canvas: the scales that they name, and the cells that they take.
  private var legends: (scales: Set<ColorScale>, cells: Set<Int>) {
    var scales: Set<ColorScale> = []
    var cells: Set<Int> = []
    for row in 0..<size.rows {
      // The scale itself between two words, or the parts of two scales that values of either sign have.
      var column = 0
      while column < size.columns {
        let start = column
        var levels: [ColorScale: [UInt8]] = [:]
        while column < size.columns, let solid = self[column, row].solid {
          levels[solid.scale, default: []].append(solid.level)
          column += 1
        }
        guard column > start else {
          column += 1
          continue
        }
        guard column - start >= 4, self[start - 1, row].glyph == " ", self[start - 2, row].isText,
          self[column, row].glyph == " ", self[column + 1, row].isText
        else { continue }
        for (scale, levels) in levels
        where levels.count >= 2 && levels == levels.sorted() && levels.first != levels.last {
          scales.insert(scale)
        }
        cells.formUnion((start..<column).map { row * size.columns + $0 })
      }
    }
    // Swatches that are named one by one, at least two of them.
    var swatches: [ColorScale: Set<UInt8>] = [:]
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        guard let solid = self[column, row].solid ?? self[column, row].swatch,
          self[column + 1, row].glyph == " ", self[column + 1, row].paper == .role(.background),
          [column + 2, column + 3].contains(where: {
            self[$0, row].isText && self[$0, row].paper == .role(.background)
          })
        else { continue }
        swatches[solid.scale, default: []].insert(solid.level)
      }
    }
    scales.formUnion(swatches.filter { $0.value.count >= 2 }.keys)
    return (scales, cells)
  }

  /// The shades of a scale that are seen in one patch without a number or a word: the most that any patch has. The three
  /// sides of a box are one patch, those of another box another one.
  private func bareShades(of scale: ColorScale, except legend: Set<Int>) -> Int {
    var shades = cells.map { cell in
      Set(cell.areas.compactMap { tint in if case .level(scale, let level) = tint.meaning { level } else { nil } })
    }
    for index in legend { shades[index] = [] }
    // Everything of one paper that hangs together is one cell of the figure, or several of one value: a number tells it.
    for area in patches(
      in: cells.indices.filter { !cells[$0].isBlock && !shades[$0].isEmpty },
      joins: { cells[$0].paper == cells[$1].paper })
    {
      let isTold = area.contains {
        cells[$0].glyph.properties.isAlphabetic || cells[$0].glyph.properties.numericType != nil
      }
      if isTold { for index in area { shades[index] = [] } }
    }
    return patches(in: cells.indices.filter { !shades[$0].isEmpty }) { _, _ in true }
      .map { $0.reduce(into: Set()) { $0.formUnion(shades[$1]) }.count }.max() ?? 0
  }

  /// Cells that hang together side by side or one above the other.
  private func patches(in places: [Int], joins: (Int, Int) -> Bool) -> [[Int]] {
    var left = Set(places)
    var patches: [[Int]] = []
    for start in places where left.remove(start) != nil {
      var patch = [start]
      var next = 0
      while next < patch.count {
        let index = patch[next]
        next += 1
        let column = index % size.columns
        let neighbours =
          (column > 0 ? [index - 1] : []) + (column + 1 < size.columns ? [index + 1] : [])
          + [index - size.columns, index + size.columns]
        for neighbour in neighbours where left.contains(neighbour) && joins(index, neighbour) {
          left.remove(neighbour)
          patch.append(neighbour)
        }
      }
      patches.append(patch)
    }
    return patches
  }
}

extension Cell {
  /// Whether the glyph paints an area.
  fileprivate var isBlock: Bool { "▀▄█▌▐".unicodeScalars.contains(glyph) }

  /// What areas of the cell are painted with.
  fileprivate var areas: [Tint] { glyph == "█" ? [ink] : isBlock ? [ink, paper] : [paper] }

  /// The shade of a cell that is one area of a scale.
  fileprivate var solid: (scale: ColorScale, level: UInt8)? {
    guard glyph == "█" || glyph == " ", case .level(let scale, let level) = (glyph == " " ? paper : ink).meaning else {
      return nil
    }
    return (scale, level)
  }

  /// The shade of a small square that stands for a colour.
  fileprivate var swatch: (scale: ColorScale, level: UInt8)? {
    guard glyph == "■" || glyph == "▬", case .level(let scale, let level) = ink.meaning else { return nil }
    return (scale, level)
  }
}
