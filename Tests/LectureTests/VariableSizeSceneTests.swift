import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct VariableSizeSceneTests {
  private typealias Made = VariableSizeScene

  private func made(_ values: [String: String] = [:]) throws -> VariableSizeScene {
    try scene(VariableSizeScene.self, values)
  }

  /// All words of a moment, with those of its figure.
  private func words(
    _ scene: VariableSizeScene, _ name: String, _ number: Int = 0, size: Size = Size(columns: 78, rows: 17)
  ) throws
    -> String
  {
    let index = try #require(scene.index(of: name, number))
    let step = scene.steps[index]
    return ([step.caption.plain] + step.formula.map(\.plain) + [figure(scene, step: index, size: size).plainText])
      .joined(
        separator: "\n")
  }

  private func sized(_ scene: VariableSizeScene) throws -> [SizedDigit] {
    for case .readings(let all) in scene.moments { return all }
    throw Missing()
  }

  private func wide(_ scene: VariableSizeScene) throws -> WideReading {
    for case .wide(let wide) in scene.moments { return wide }
    throw Missing()
  }

  private struct Missing: Error {}

  // MARK: The lecture's numbers

  @Test func theLecturesNumbersAreOnTheScreen() throws {
    let scene = try made()
    let fixed = try words(scene, "fixed")
    #expect(fixed.contains("3·3·64 = 576") && fixed.contains("576 · 10 = 5,760") && fixed.contains("reads 5, > 99.9 %"))
    let misfit = try words(scene, "misfit")
    #expect(misfit.contains("5·4·64 = 1,280 ≠ 576") && misfit.contains("cannot be run"))
    let question = scene.steps[try #require(scene.index(of: "misfit"))].question
    #expect(question?.isRight("1280") == true && question?.isRight("576") == false)
    let regions = try words(scene, "regions")
    #expect(regions.contains("⌊i·5/3⌋ to ⌈(i + 1)·5/3⌉, i = 0 … 2:   0–2   1–4   3–5"))
    #expect(regions.contains("⌊i·4/3⌋ to ⌈(i + 1)·4/3⌉, i = 0 … 2:   0–2   1–3   2–4"))
    #expect(regions.contains("3 × 3 regions: 576 values"))
    let averaged = try words(scene, "averaged")
    #expect(averaged.contains("(5 − 3 + 1) × (4 − 3 + 1) = 3 × 2") && averaged.contains("10 maps of 3 × 2"))
  }

  /// The syllabus' regions of 2 × 2 and then 3 × 3, and those between, which overlap.
  @Test func theFencesMoveAsThePictureGrows() throws {
    let scene = try made()
    let captions = (0..<5).compactMap { scene.index(of: "grown", $0) }.map { scene.steps[$0].caption.plain }
    #expect(captions.count == 5)
    #expect(captions[0].contains("maps of 5 × 4: 3 does not divide 5 or 4, so neighbours share a row and a column"))
    #expect(captions[1].contains("maps of 4 × 6: 3 does not divide 4, so neighbours share a row."))
    #expect(captions[2].contains("maps of 6 × 6: 3 divides both, so regions of 2 × 2 share nothing"))
    #expect(captions[3].contains("maps of 7 × 5: 3 does not divide 7 or 5"))
    #expect(captions[4].contains("maps of 9 × 9: 3 divides both, so regions of 3 × 3 share nothing"))
    // On the way neither values nor what is read are there.
    let index = try #require(scene.index(of: "grown", 2))
    let half = figure(scene, step: index, progress: 0.5)
    #expect(!half.plainText.contains("%") && half.hotSpots.isEmpty)
    #expect(figure(scene, step: index).plainText.contains("%"))
  }

  @Test(arguments: 1...12) func fencesAreThoseOfTheFormula(cells: Int) {
    let geometry = AdaptiveGeometry(input: cells, output: 3)
    let fences = (0..<3).map { index -> String in
      let from = (Double(index * cells) / 3).rounded(.down)
      let to = (Double((index + 1) * cells) / 3).rounded(.up)
      return "\(Int(from))–\(Int(to))"
    }
    #expect(geometry.fences == fences)
    #expect(geometry.overlaps == !cells.isMultiple(of: 3))
  }

  /// The rows of fences are drawn where the regions are: every place is beside as many brackets as regions hold it.
  @Test(arguments: [(5, 4), (9, 9), (7, 5), (4, 6)]) func bracketsAreBesideTheirPlaces(height: Int, width: Int) {
    var canvas = Canvas(size: Size(columns: 60, rows: 30))
    let map = FencedMap(
      rows: AdaptiveGeometry(input: height, output: 3), columns: AdaptiveGeometry(input: width, output: 3), limit: 1)
    map.draw(in: &canvas, region: canvas.bounds, scale: 2)
    let place = canvas.bounds.centered(map.size(scale: 2))
    for row in 0..<height {
      let drawn = (0..<2).count { lane in canvas[place.column + lane, place.row + 2 + 2 * row].glyph != " " }
      #expect(drawn == (0..<3).count { map.rows.inputs(of: $0).contains(row) }, "row \(row)")
    }
    for column in 0..<width {
      let drawn = (0..<2).count { lane in canvas[place.column + 2 + 4 * column, place.row + lane].glyph != " " }
      #expect(drawn == (0..<3).count { map.columns.inputs(of: $0).contains(column) }, "column \(column)")
    }
  }

  // MARK: The network, once more in plain loops

  /// The digit network's last maps, in plain loops.
  private static func plainMaps(_ picture: Tensor) -> [[[Float]]] {
    let weights = TrainedDigits.carried.weights
    var maps = [(0..<picture.shape.height).map { row in (0..<picture.shape.width).map { picture[row, $0] } }]
    for (index, stage) in Network.digits.stages.enumerated() {
      guard case .convolution(let filters, let window, _) = stage.layer.kind else { continue }
      let parameters = weights.parameters(of: stage, at: index)
      let (kernel, pad, channels) = (window.kernel, window.padding.before, maps.count)
      let (height, width) = (maps[0].count, maps[0][0].count)
      // Filter, row, column, channel.
      var next: [[[Float]]] = []
      for filter in 0..<filters {
        var map = [[Float]](repeating: [Float](repeating: parameters.biases[filter], count: width), count: height)
        for m in 0..<kernel {
          for n in 0..<kernel {
            for c in 0..<channels {
              let weight = parameters.weights[((filter * kernel + m) * kernel + n) * channels + c]
              for row in max(0, pad - m)..<min(height, height + pad - m) {
                for column in max(0, pad - n)..<min(width, width + pad - n) {
                  map[row][column] += weight * maps[c][row + m - pad][column + n - pad]
                }
              }
            }
          }
        }
        // ReLU, then the largest of two by two.
        var pooled = [[Float]](repeating: [Float](repeating: 0, count: width / 2), count: height / 2)
        for row in 0..<height / 2 * 2 {
          for column in 0..<width / 2 * 2 {
            pooled[row / 2][column / 2] = max(pooled[row / 2][column / 2], map[row][column])
          }
        }
        next.append(pooled)
      }
      maps = next
    }
    return maps
  }

  /// The dense layer on three by three places of maps.
  private static func plainScores(_ places: (Int, Int, Int) -> Float) -> [Float] {
    guard let stage = Network.digits.stages.last else { return [] }
    let parameters = TrainedDigits.carried.weights.parameters(of: stage, at: Network.digits.stages.count - 1)
    return (0..<10).map { digit in
      var sum = parameters.biases[digit]
      for row in 0..<3 {
        for column in 0..<3 {
          for channel in 0..<64 {
            sum += parameters.weights[digit * 576 + (row * 3 + column) * 64 + channel] * places(channel, row, column)
          }
        }
      }
      return sum
    }
  }

  @Test(arguments: [("28x28", 5, "on"), ("40x32", 3, "on"), ("36x52", 8, "off"), ("56x40", 0, "on")])
  func whatIsReadIsRecomputed(size: String, digit: Int, grows: String) throws {
    let scene = try made(["size": size, "digit": "\(digit)", "grows": grows])
    guard case .regions(let sized) = scene.moments[2] else { throw Missing() }
    let maps = Self.plainMaps(sized.picture)
    let (height, width) = (maps[0].count, maps[0][0].count)
    #expect(sized.maps.shape == Shape(height: height, width: width, channels: 64))
    func mean(_ map: [[Float]], _ rows: ClosedRange<Int>, _ columns: ClosedRange<Int>) -> Float {
      var sum: Float = 0
      for row in rows { for column in columns { sum += map[row][column] } }
      return sum / Float(rows.count * columns.count)
    }
    func span(_ index: Int, _ cells: Int) -> ClosedRange<Int> {
      Int((Double(index * cells) / 3).rounded(.down))...Int((Double((index + 1) * cells) / 3).rounded(.up)) - 1
    }
    let byRegions = Self.plainScores { mean(maps[$0], span($1, height), span($2, width)) }
    for (one, other) in zip(sized.byRegions.scores, byRegions) { #expect(abs(one - other) < 1e-3) }
    // A score a place of the sliding window, and their mean.
    var sums = [Float](repeating: 0, count: 10)
    for top in 0...height - 3 {
      for left in 0...width - 3 {
        let scores = Self.plainScores { maps[$0][top + $1][left + $2] }
        for digit in 0..<10 { sums[digit] += scores[digit] / Float((height - 2) * (width - 2)) }
      }
    }
    for (one, other) in zip(sized.byClassMaps.scores, sums) { #expect(abs(one - other) < 1e-3) }
    let best = byRegions.indices.max { byRegions[$0] < byRegions[$1] }
    #expect(try words(scene, "regions").contains("reads \(best ?? -1), "))
  }

  @Test(arguments: [("4071", 28), ("2953", 24), ("86", 36)])
  func aWidePictureIsReadInOnePass(number: String, apart: Int) throws {
    let scene = try made(["number": number, "apart": "\(apart)"])
    let wide = try wide(scene)
    let count = wide.scores.count
    let maps = Self.plainMaps(wide.picture)
    #expect(count == maps[0][0].count - 2 && wide.picture.shape.width == 28 + 8 * (count - 1))
    let question = scene.steps[try #require(scene.index(of: "swept"))].question
    #expect(question?.isRight("\(count)") == true)
    for place in [0, count / 2, count - 1] {
      let scores = Self.plainScores { maps[$0][$1][place + $2] }
      let cropMaps = Self.plainMaps(wide.picture.columns(8 * place..<8 * place + 28))
      let crop = Self.plainScores { cropMaps[$0][$1][$2] }
      var largest: Float = 0
      for digit in 0..<10 {
        #expect(abs(wide.scores[place].scores[digit] - scores[digit]) < 1e-3)
        #expect(abs(wide.crops[place].scores[digit] - crop[digit]) < 1e-3)
        largest = max(largest, abs(scores[digit] - crop[digit]))
      }
      #expect(abs(wide.difference(place) - largest) < 1e-3)
    }
    // Every peak is a digit where it is written.
    #expect(wide.reading.map(String.init).joined() == number)
    for (index, place) in wide.found.enumerated() {
      #expect(abs(Double(place * 8) + 13.5 - (13.5 + Double(index * apart))) <= 8, "digit \(index + 1)")
    }
    #expect(try words(scene, "found").contains("\(number), as it is written"))
  }

  /// The middle of a crop's maps sees nothing of its borders and agrees; the columns beside it do not.
  @Test(arguments: [["number": "4071"], ["number": "2953", "apart": "24"], ["number": "86", "apart": "36"]])
  func cropsDifferAtTheirBordersAlone(settings: [String: String]) throws {
    let scene = try made(settings)
    let wide = try wide(scene)
    #expect(wide.seen == -8..<32 && wide.columnsAtBorder == [0, 2])
    for place in wide.scores.indices {
      let differences = wide.mapDifferences(place)
      for row in 0..<3 { #expect(differences[row, 1] < 1e-4, "place \(place + 1)") }
      // At the ends of the picture a crop ends where the picture does.
      let left = (0..<3).map { differences[$0, 0] }.max() ?? 0
      let right = (0..<3).map { differences[$0, 2] }.max() ?? 0
      #expect((left < 1e-4) == (place == 0) && (right < 1e-4) == (place == wide.scores.count - 1), "place \(place + 1)")
    }
    let why = try words(scene, "why")
    #expect(why.contains("one pass sees 40 columns, a crop has 28: 8 more at the left, 4 at the right"))
    #expect(why.contains("So the left and right columns of its maps differ, the middle column agrees."))
  }

  @Test func crops() throws {
    let scene = try made()
    let wide = try wide(scene)
    let text = try words(scene, "crops")
    let same = wide.scores.indices.count { wide.scores[$0].digit == wide.crops[$0].digit }
    #expect(text.contains("\(same) of the \(wide.scores.count) crops"))
    #expect(text.contains("differ by up to \(Made.score(wide.difference(wide.worst)))"))
    let cost = try words(scene, "cost")
    let crop = Network.digits.multiplyAdds
    #expect(cost.contains(NumberText.integer(crop * wide.scores.count)) && crop * wide.scores.count == wide.allCrops)
  }

  /// 224 → 7 × 7 → 1 × 1 and 384 → 12 × 12 → 6 × 6.
  @Test func theLargeNetworksShapes() throws {
    let text = try words(try made(), "large")
    #expect(text.contains("224 × 224 → maps 7 × 7 → scores 1 × 1     products 15,470,264,320"))
    #expect(text.contains("384 × 384 → maps 12 × 12 → scores 6 × 6"))
    #expect(text.contains("6 × 6 = 36 places"))
    #expect(VariableSizeScene.SlidShapes().passes[0].multiplyAdds == Network.vgg16.multiplyAdds)
  }

  // MARK: Words that follow the numbers

  @Test func onItsOwnSizeAllThreeWaysAreTheSame() throws {
    let scene = try made(["size": "28x28", "digit": "7"])
    #expect(try words(scene, "misfit").contains("it fits, for this is the size that it was trained on"))
    #expect(scene.steps[1].question == nil, "its answer stands on the screen")
    guard case .averaged(let sized) = scene.moments[3] else { throw Missing() }
    for (one, other) in zip(sized.byRegions.scores, sized.byClassMaps.scores) { #expect(abs(one - other) < 1e-3) }
    #expect(sized.classMaps.shape.count == 10)
  }

  @Test(arguments: 0...9) func howManyAreRightIsCounted(digit: Int) throws {
    for grows in ["on", "off"] {
      let scene = try made(["digit": "\(digit)", "grows": grows])
      let all = try sized(scene)
      let text = try words(scene, "readings")
      #expect(text.contains("By regions it reads \(all.count { $0.byRegions.digit == digit }) of 6 right"))
      #expect(text.contains("by class maps \(all.count { $0.byClassMaps.digit == digit })"))
      #expect(
        text.filter { $0 == "✓" }.count == all.count { $0.byRegions.digit == digit }
          + all.count { $0.byClassMaps.digit == digit })
      for (index, sized) in all.dropFirst().enumerated() {
        let caption = try words(scene, "grown", index)
        #expect(caption.contains(", which is wrong") == (sized.byRegions.digit != digit))
      }
    }
  }

  /// Where the reading is not the number, it says so.
  @Test func misreadingsAreAdmitted() throws {
    var misread = 0
    for number in ["11", "9999", "5695"] {
      for apart in ["24", "36"] {
        let scene = try made(["number": number, "apart": apart])
        let reading = try wide(scene).reading.map(String.init).joined()
        let text = try words(scene, "found")
        #expect(text.contains(reading == number ? "as it is written" : "\(reading), but \(number) is written"))
        if reading != number { misread += 1 }
      }
    }
    #expect(misread > 0, "none of these is hard to read")
  }

  // MARK: Pointing

  @Test func aSharedPlaceSaysSo() throws {
    let scene = try made()
    let index = try #require(scene.index(of: "regions"))
    func remark(_ row: Int, _ column: Int) -> String? {
      let target = Target(grid: "maps", row: row, column: column)
      return scene.remark(on: target, at: Playhead(step: index, pointer: target))?.caption.plain
    }
    #expect(remark(0, 0)?.contains("it belongs to one region") == true)
    #expect(remark(1, 0)?.contains("two regions, which share it") == true)
    #expect(remark(1, 1)?.contains("four regions, which share it") == true)
    #expect(remark(9, 9) == nil)
  }

  @Test func aPlaceOfTheScoreMapTellsItsWindow() throws {
    let scene = try made()
    let index = try #require(scene.index(of: "crops"))
    let target = Target(grid: "places", row: 0, column: 5)
    let remark = try #require(scene.remark(on: target, at: Playhead(step: index, pointer: target)))
    #expect(remark.caption.plain.contains("Place 6, the window over columns 41 to 68"))
    #expect(figure(scene, step: index, pointer: target) != figure(scene, step: index))
  }

  @Test func largeWindowsShowAllScores() throws {
    let scene = try made()
    let canvas = figure(scene, step: try #require(scene.index(of: "found")), size: Size(columns: 158, rows: 41))
    #expect((0...9).allSatisfy { canvas.plainText.contains("of \($0)") } && canvas.plainText.contains("score"))
  }
}
