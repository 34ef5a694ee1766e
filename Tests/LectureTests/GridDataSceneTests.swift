import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct GridDataSceneTests {
  private func step(_ scene: GridDataScene, _ moment: GridDataScene.Moment) throws -> Int {
    try #require(scene.moments.firstIndex(of: moment))
  }

  /// The outputs, worked out here from the signal and the kernel.
  private func slid(_ scene: GridDataScene) -> [Float] {
    (0...scene.x.count - scene.kernel.count).map { place in
      scene.kernel.indices.reduce(0) { $0 + scene.kernel[$1] * scene.x[place + $1] }
    }
  }

  @Test func standardSettingsAreTheLectures() throws {
    let scene = try scene(GridDataScene.self)
    let dense = try step(scene, .dense)
    #expect(scene.steps[dense].formula[0].plain.contains("6 · 8 = 48"))
    #expect(scene.steps[dense].question?.isRight("48") == true)
    let count = try step(scene, .count)
    #expect(scene.steps[count].question?.isRight("3") == true)
    #expect(scene.steps[count].question?.isRight("18") == false)
    let text = figure(scene, step: count).plainText
    #expect(text.contains("48 weights"))
    #expect(text.contains("3 shared"))
    #expect(text.contains("W 6 × 8"))
    #expect(scene.steps.last?.formula[0].plain == "dense 6 · 8 = 48 weights     convolution 3 shared by 6 outputs")
  }

  @Test(arguments: [[:], ["length": "11", "kernel": "4"], ["length": "5", "kernel": "1"], ["x": "-3,0,7,99"]])
  func theMatrixIsOnTheScreenRowByRow(settings: [String: String]) throws {
    let scene = try scene(GridDataScene.self, settings)
    let sums = slid(scene)
    #expect(scene.slidingOutput == sums)
    let rows = try step(scene, .rows)
    let canvas = figure(scene, step: rows, size: Size(columns: 158, rows: 38))
    for (row, sum) in sums.enumerated() {
      #expect(canvas.text(of: Target(grid: "s", row: row, column: 0)) == GridConvolution.text(sum))
      for column in scene.x.indices {
        let inside = scene.kernel.indices.contains(column - row)
        #expect(
          canvas.text(of: Target(grid: "matrix", row: row, column: column))
            == (inside ? GridConvolution.text(scene.kernel[column - row]) : "0"))
      }
    }
    let (m, n, k) = (sums.count, scene.x.count, scene.kernel.count)
    let count = scene.steps[try step(scene, .count)]
    #expect(
      count.formula[0].plain.hasPrefix(
        "\(m * n) places = \(m * n - m * k) outside of the kernel + \(m) rows · \(k) weight"))
    #expect(count.question?.isRight("\(k)") == true)
    let bars = figure(scene, step: try step(scene, .count)).plainText
    #expect(bars.contains("\(m * n) weight") && bars.contains("\(k) shared") && bars.contains("W \(m) × \(n)"))
    #expect(scene.steps[try step(scene, .dense)].question?.isRight("\(m * n)") == true)
  }

  @Test(arguments: [3, 8, 12]) func noTwoDenseWeightsAreAlike(length: Int) throws {
    let scene = try scene(GridDataScene.self, ["length": "\(length)", "layer": "dense", "kernel": "1"])
    #expect(Set(scene.dense.weights).count == length * length)
    #expect(!scene.dense.weights.contains(0))
    // How many there are was asked before, and is not asked again.
    #expect(scene.steps[try step(scene, .dense)].question?.isRight("\(length * length)") == true)
    #expect(scene.steps[try step(scene, .count)].question == nil)
    for row in 0..<length {
      let sum = (0..<length).reduce(Float(0)) { $0 + scene.x[$1] * scene.dense.weight(from: $1, to: row) }
      #expect(scene.denseOutput[row] == sum)
    }
  }

  @Test func neighboursAreCountedInEveryDimension() throws {
    let scene = try scene(GridDataScene.self)
    #expect(
      scene.steps[1...3].map { $0.formula[0].plain.split(separator: "=")[1] }
        == ["2", "8", "26"].map {
          " \($0)   at the border fewer"
        })
    #expect(
      scene.steps[3].caption.plain.contains("time t as a third axis")
        && scene.steps[3].caption.plain.contains("Colour adds none"))
  }

  @Test func rowsComeOneByOne() throws {
    let scene = try scene(GridDataScene.self)
    let first = try step(scene, .row(0))
    #expect(figure(scene, step: first, progress: 0.5).text(of: Target(grid: "s", row: 0, column: 0)) == "?")
    #expect(figure(scene, step: first).text(of: Target(grid: "s", row: 0, column: 0)) == "77")
    #expect(figure(scene, step: first).text(of: Target(grid: "s", row: 1, column: 0)) == "·")
    #expect(scene.steps[first].formula[0].plain == "s1 = 4·2 + 9·5 + 8·3 = 77")
  }

  @Test func pointingTellsWhatAWeightIsFor() throws {
    let scene = try scene(GridDataScene.self)
    let last = scene.steps.count - 1
    func remark(_ grid: String, _ row: Int, _ column: Int) -> String? {
      scene.remark(on: Target(grid: grid, row: row, column: column), at: Playhead(step: last))?.caption.plain
    }
    #expect(remark("matrix", 2, 3)?.contains("Weight w2 of the kernel, used for all 6 outputs") == true)
    #expect(remark("matrix", 0, 7)?.contains("No weight: output s1 does not see x8") == true)
    #expect(remark("x", 0, 0)?.contains("1 of the 6") == true)
    #expect(remark("x", 4, 0)?.contains("3 of the 6") == true)
    #expect(scene.name(of: Target(grid: "x", row: 2, column: 0)) == "x3")
    #expect(scene.name(of: Target(grid: "weights", row: 0, column: 1)) == "w2")
  }

  @Test func whatIsSaidIsTrueOfSmallMatrices() throws {
    func texts(_ settings: [String: String]) throws -> String {
      try scene(GridDataScene.self, settings).steps
        .map { ([$0.caption] + $0.formula).map(\.plain).joined(separator: " ") + ($0.question?.prompt ?? "") }
        .joined(separator: "\n")
    }
    let single = try texts(["length": "3"])
    #expect(
      single.contains("3 inputs, 1 output: how many weights?") && single.contains("1 row · 3 weights")
        && single.contains("saves nothing"))
    #expect(try texts(["length": "4"]).contains("a zero for the input that s1 does not see. The zero stays"))
    #expect(try !texts(["length": "4"]).contains("mostly zeros"))
    #expect(try texts([:]).contains("mostly zeros"))
    #expect(try texts(["kernel": "1"]).contains("8 rows · 1 weight "))
  }

  /// 1 × 1, grey, high and wide: the numbers on the screen are those of the viewer's picture.
  @Test(arguments: [(1, 1), (24, 24), (5, 90), (301, 200)]) func theViewersPictureIsOnTheScreen(width: Int, height: Int)
    throws
  {
    let own = Picture(
      width: width, height: height, bytes: (0..<width * height).flatMap { [UInt8($0 % 251), 100, UInt8($0 % 7)] })
    let scene = try GridDataScene(Settings(picture: own))
    let middle = Pictures.color(for: Settings(picture: own), width: 24, height: 24)
    let text = figure(scene, step: 3, size: Size(columns: 158, rows: 38)).plainText
    let words = Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
    for row in 0..<6 {
      // The film has a column more on either side.
      for column in (1..<5).contains(row) ? -1..<7 : 0..<6 {
        let first = 3 * ((6 + row) * 24 + 13 + column)
        let (red, green, blue) = (Int(middle.bytes[first]), Int(middle.bytes[first + 1]), Int(middle.bytes[first + 2]))
        #expect(words.contains("\((299 * red + 587 * green + 114 * blue + 500) / 1000)"))
      }
    }
    for step in scene.steps { #expect(!(step.caption.plain + step.note).contains("lighthouse")) }
  }

  /// How much neighbours differ, worked out here from the picture's bytes and the table.
  @Test func whatAShuffleDoesIsOnTheScreen() throws {
    func contrast(_ rows: [[Double]]) -> Double {
      let steps = rows.flatMap { row in zip(row, row.dropFirst()).map { abs($1 - $0) } }
      return steps.reduce(0, +) / Double(steps.count)
    }
    let scene = try scene(GridDataScene.self)
    let greys = Pictures.color(for: Settings(), width: 24, height: 24).greys
    func rows(_ tensor: Tensor) -> [[Double]] { (0..<24).map { row in (0..<24).map { Double(tensor[row, $0]) } } }
    #expect(scene.shuffled.values.sorted() == greys.values.sorted(), "the same values")
    let numbers = [contrast(rows(greys)), contrast(rows(scene.shuffled))].map { NumberText.fixed($0, decimals: 1) }
    // |2−9| |9−0| |0−5|, |7−1| |1−4| |4−0|, |0−6| |6−8| |8−3|, and with the columns salt, tea, nuts, ink.
    let table = [Double(21 + 13 + 13) / 9, Double(9 + 11 + 14) / 9].map {
      NumberText.fixed($0, decimals: 1)
    }
    let shuffle = scene.steps[try step(scene, .shuffle)]
    #expect(
      shuffle.formula[0].plain
        == "neighbours in a row differ on average: picture \(numbers[0]) → \(numbers[1])  table \(table[0]) → \(table[1])"
    )
    #expect(shuffle.caption.plain.contains("neighbours are less alike now"))
    let flat = Picture(width: 8, height: 8, bytes: [UInt8](repeating: 90, count: 192))
    let even = try GridDataScene(Settings(picture: flat))
    #expect(even.steps[try step(even, .shuffle)].caption.plain.contains("the shuffle hardly shows"))
  }

  /// The same sum beneath the signal and in the matrix, and counts that follow a kernel that was typed.
  @Test func theKernelBeneathTheSignalIsTheRowOfTheMatrix() throws {
    for settings in [
      [:], ["weights": "0,0,0"], ["weights": "4,4,-9", "length": "12"], ["kernel": "5", "weights": "1"],
    ] {
      let scene = try scene(GridDataScene.self, settings)
      #expect(scene.slidingOutput == slid(scene))
      let beneath = scene.steps[try step(scene, .kernel)].formula
      #expect(beneath.last?.plain.hasSuffix("= \(GridConvolution.text(slid(scene).last ?? 0))") == true)
      let early = scene.formula(at: Playhead(step: try step(scene, .kernel), progress: 0.01))
      #expect(early == scene.steps[try step(scene, .row(0))].formula, "the same sum as the matrix has")
      let canvas = figure(scene, step: try step(scene, .kernel))
      for (index, weight) in scene.kernel.enumerated() {
        #expect(canvas.text(of: Target(grid: "weights", row: 0, column: index)) == GridConvolution.text(weight))
      }
      let different = Set(scene.kernel).subtracting([0]).count
      let count = scene.steps[try step(scene, .count)]
      #expect(count.question?.isRight("\(different)") == true)
      #expect(count.formula[0].plain.hasSuffix("to store: \(scene.kernel.count)"))
      #expect(count.caption.plain.contains("fewer than the kernel has weights") == (different < scene.kernel.count))
    }
  }

  /// Why there are fewer different numbers than weights is said as it is.
  @Test(arguments: [
    ("3", "0,0,0", "all are 0"), ("3", "2,2,2", "all are alike"), ("3", "-1,0,1", "weights: one is 0."),
    ("3", "4,4,-9", "weights: some are alike."), ("3", "0,0,7", "weights: two are 0."),
    ("4", "3,3,0,1", "some are alike and one is 0"), ("4", "0,0,5,5", "some are alike and two are 0"),
    ("1", "0", "its only one is 0"), ("2", "0,0", "both are 0"),
  ]) func whyThereAreFewerNumbersIsSaid(kernel: String, weights: String, said: String) throws {
    let scene = try scene(GridDataScene.self, ["kernel": kernel, "weights": weights])
    let caption = scene.steps[try step(scene, .count)].caption.plain
    #expect(caption.contains(said), "\(caption)")
  }

  /// Values that are all 0 are on the screen, too.
  @Test func zerosAreLabelled() throws {
    let scene = try scene(GridDataScene.self, ["x": "0,0,0,0,0,0,0,0"])
    for moment in [GridDataScene.Moment.series, .kernel] {
      let lines = figure(scene, step: try step(scene, moment)).plainText.split(separator: "\n")
      #expect(lines.contains { $0.split(separator: " ").count { $0 == "0" } == 8 }, "\(moment)")
    }
  }

  @Test func pointingAtWhatIsStillToComeSaysSo() throws {
    let scene = try scene(GridDataScene.self)
    let first = Playhead(step: try step(scene, .row(0)))
    for grid in ["s", "matrix"] {
      for row in 0..<6 {
        let remark = scene.remark(on: Target(grid: grid, row: row, column: 0), at: first)?.caption.plain
        #expect(remark?.contains("still to come") == (row > 0))
      }
    }
  }

  /// A kernel as wide as its input has no zeros beside it.
  @Test func pointingKnowsWhereNothingIsLeftOut() throws {
    for (length, isWhole) in [("3", true), ("8", false)] {
      let scene = try scene(GridDataScene.self, ["length": length])
      let remark = scene.remark(
        on: Target(grid: "s", row: 0, column: 0), at: Playhead(step: scene.steps.count - 1))?.caption.plain
      #expect(remark?.contains("every input has a weight in it") == isWhole)
    }
  }

  @Test func aKernelThatIsTooWideIsRefused() {
    #expect(throws: SettingsError("kernel 5 covers 5 cells, more than the 4 of the input")) {
      try scene(GridDataScene.self, ["length": "4", "kernel": "5"])
    }
  }

  /// What a longest signal's dense layer holds is read in numbers, not in colours alone.
  @Test(arguments: ["1", "2", "3", "4", "5"]) func theLongestMatrixKeepsItsNumbers(width: String) throws {
    let scene = try scene(GridDataScene.self, ["length": "12", "kernel": width, "layer": "dense"])
    for moment in [GridDataScene.Moment.dense, .rows, .count] {
      let canvas = figure(scene, step: try step(scene, moment))
      for column in 0..<12 {
        let text = canvas.text(of: Target(grid: "matrix", row: 0, column: column))
        #expect(text == GridConvolution.text(scene.dense.weight(from: column, to: 0)), "\(moment) \(column)")
      }
    }
  }

  /// How many axes there are is the answer to the first question: no title tells it before its step.
  @Test func noAxisIsCountedBeforeItsStep() throws {
    let scene = try scene(GridDataScene.self)
    for (index, name) in ["1 axis", "2 axes  I(i, j)", "3 axes  V(t, i, j)"].enumerated() {
      for step in 0...3 {
        #expect(figure(scene, step: step).plainText.contains(name) == (step > index), "\(name) at \(step)")
      }
    }
    #expect(scene.steps[2].caption.plain.contains("rows i and columns j"))
  }

  /// Where no place lies outside of the kernel, none is counted.
  @Test(arguments: [["layer": "dense"], ["length": "3"], ["length": "5", "kernel": "5", "layer": "dense"]])
  func noPlaceIsCountedWhereThereIsNone(settings: [String: String]) throws {
    let scene = try scene(GridDataScene.self, settings)
    let formula = scene.steps[try step(scene, .count)].formula[0].plain
    #expect(!formula.contains("outside") && !formula.contains(" 0 "), "\(formula)")
    #expect(formula.hasPrefix("\(scene.dense.weights.count) places = \(scene.dense.outputs) row"))
  }

  /// With one place there is no next row, and a kernel as wide as its input saves nothing.
  @Test func aKernelAsWideAsTheSignalSavesNothing() throws {
    func captions(_ settings: [String: String]) throws -> String {
      try scene(GridDataScene.self, settings).steps.map(\.caption.plain).joined(separator: "\n")
    }
    for width in ["3", "5"] {
      let dense = try captions(["length": width, "kernel": width, "layer": "dense"])
      #expect(dense.contains("Convolution needs as many here: its kernel is as wide as the input."))
      #expect(
        dense.contains("So does a convolution whose kernel is as wide as its input.") && !dense.contains("for all rows")
      )
      let shared = try captions(["length": width, "kernel": width])
      #expect(!shared.contains("moves on by one") && !shared.contains("in every row"))
      #expect(shared.contains("has one place, so its row is all there is."))
    }
    #expect(try captions([:]).contains("then moves on by one. It has 6 places, so 6 outputs."))
    #expect(try captions(["layer": "dense"]).contains("Convolution needs 3: turn the knob layer and see."))
  }

  /// A wide window shows the dense layer's lines, and what the kernel makes of a picture along each of its rows.
  @Test func aWideWindowShowsLinesAndAPicture() throws {
    let scene = try scene(GridDataScene.self, ["layer": "dense"])
    let wide = Size(columns: 158, rows: 40)
    func text(_ moment: GridDataScene.Moment) throws -> String {
      figure(scene, step: try step(scene, moment), size: wide).plainText
    }
    #expect(try text(.dense).contains("a line for each weight: \(scene.dense.weights.count)"))
    #expect(try text(.row(1)).contains("a line for each weight: \(2 * scene.x.count) of \(scene.dense.weights.count)"))
    #expect(try text(.kernel).contains("along its rows"))
    let (picture, sums) = (scene.wholePicture, scene.alongRows.values)
    #expect(sums.shape.height == picture.shape.height && sums.shape.width == picture.shape.width - 2)
    let sum = (0..<3).reduce(Float(0)) { $0 + scene.kernel[$1] * picture[5, 7 + $1] }
    #expect(abs(sums[5, 7] - sum) < 0.01)
  }

  @Test func theNoteOfTheRowsFitsTheMatrix() throws {
    func note(_ settings: [String: String]) throws -> String {
      let scene = try scene(GridDataScene.self, settings)
      return scene.steps[try step(scene, .rows)].note
    }
    #expect(try note([:]).contains("down its diagonal") && !note(["layer": "dense"]).contains("diagonal"))
  }

  /// An input whose weights are all 0 counts for no output, and what moves in a table is said to mean nothing.
  @Test(arguments: [("0,5,3", 0), ("0,0,0", 0), ("2,5,3", 1)])
  func weightsOfZeroCountForNothing(weights: String, count: Int) throws {
    let scene = try scene(GridDataScene.self, ["weights": weights])
    let remark = scene.remark(
      on: Target(grid: "x", row: 0, column: 0), at: Playhead(step: scene.steps.count - 1))?.caption.plain
    #expect(remark?.hasSuffix("it counts for \(portion(count, of: 6, "output")).") == true, "\(remark ?? "nothing")")
    #expect(scene.steps[try step(scene, .shuffle)].caption.plain.contains("In a table it means nothing"))
  }

  /// The frame around the part that is looked at closely is closed: a ring of pixels without a gap.
  @Test(arguments: [Size(columns: 78, rows: 17), Size(columns: 158, rows: 38), Size(columns: 38, rows: 12)])
  func theFrameInThePictureIsClosed(size: Size) throws {
    let scene = try scene(GridDataScene.self)
    for step in 0..<2 {
      let canvas = figure(scene, step: step, size: size)
      let framed = (0..<size.rows).flatMap { row in
        (size.columns / 3..<2 * size.columns / 3).flatMap { column -> [GridPlace] in
          let cell = canvas[column, row]
          guard "▀▄".unicodeScalars.contains(cell.glyph) else { return [] }
          let halves = cell.glyph == "▀" ? [cell.ink, cell.paper] : [cell.paper, cell.ink]
          return [0, 1].filter { halves[$0] == .role(.active) }.map { GridPlace(row: 2 * row + $0, column: column) }
        }
      }
      let (rows, columns) = (framed.map(\.row), framed.map(\.column))
      let (top, bottom) = (try #require(rows.min()), try #require(rows.max()))
      let (left, right) = (try #require(columns.min()), try #require(columns.max()))
      #expect(bottom - top == right - left && bottom - top >= 2)
      for row in top...bottom {
        for column in left...right {
          let isRing = row == top || row == bottom || column == left || column == right
          #expect(framed.contains(GridPlace(row: row, column: column)) == isRing, "\(step) \(row), \(column)")
        }
      }
    }
  }
}
