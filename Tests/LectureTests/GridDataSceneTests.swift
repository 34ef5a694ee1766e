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
    #expect(count.formula[0].plain.hasPrefix("\(m * n) places = \(m * n - m * k) zeros + \(m) rows · \(k) weight"))
    #expect(count.question?.isRight("\(k)") == true)
    let bars = figure(scene, step: try step(scene, .count)).plainText
    #expect(bars.contains("\(m * n) weight") && bars.contains("\(k) shared") && bars.contains("W \(m) × \(n)"))
    #expect(scene.steps[try step(scene, .dense)].question?.isRight("\(m * n)") == true)
  }

  @Test(arguments: [3, 8, 12]) func noTwoDenseWeightsAreAlike(length: Int) throws {
    let scene = try scene(GridDataScene.self, ["length": "\(length)", "layer": "dense", "kernel": "1"])
    #expect(Set(scene.dense.weights).count == length * length)
    #expect(!scene.dense.weights.contains(0))
    #expect(scene.steps[try step(scene, .count)].question?.isRight("\(length * length)") == true)
    for row in 0..<length {
      let sum = (0..<length).reduce(Float(0)) { $0 + scene.x[$1] * scene.dense.weight(from: $1, to: row) }
      #expect(scene.denseOutput[row] == sum)
    }
  }

  @Test func neighboursAreCountedInEveryDimension() throws {
    let scene = try scene(GridDataScene.self)
    #expect(scene.steps[1...3].map { $0.formula[0].plain.split(separator: " ").last } == ["2", "8", "26"])
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
    #expect(remark("matrix", 2, 3)?.contains("6 places") == true)
    #expect(remark("matrix", 0, 7)?.contains("A zero") == true)
    #expect(remark("x", 0, 0)?.contains("1 of 6") == true)
    #expect(remark("x", 4, 0)?.contains("3 of 6") == true)
  }

  @Test func whatIsSaidIsTrueOfSmallMatrices() throws {
    func texts(_ settings: [String: String]) throws -> String {
      try scene(GridDataScene.self, settings).steps
        .map { ([$0.caption] + $0.formula).map(\.plain).joined(separator: " ") + ($0.question?.prompt ?? "") }
        .joined(separator: "\n")
    }
    let single = try texts(["length": "3"])
    #expect(single.contains("to 1 output.") && single.contains("1 row · 3 weights") && single.contains("saves nothing"))
    #expect(try texts(["length": "4"]).contains("Its weight is 0, for good"))
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
    let text = figure(scene, step: 1, size: Size(columns: 158, rows: 38)).plainText
    let words = Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
    for row in 0..<6 {
      for column in 0..<6 {
        let first = 3 * ((6 + row) * 24 + 13 + column)
        let (red, green, blue) = (Int(middle.bytes[first]), Int(middle.bytes[first + 1]), Int(middle.bytes[first + 2]))
        #expect(words.contains("\((299 * red + 587 * green + 114 * blue + 500) / 1000)"))
        if (1..<5).contains(row) { #expect(words.contains("\(red)") && words.contains("\(blue)")) }
      }
    }
    #expect(words.contains("100"))
    for step in scene.steps { #expect(!(step.caption.plain + step.note).contains("lighthouse")) }
  }

  @Test func aKernelThatIsTooWideIsRefused() {
    #expect(throws: SettingsError("kernel 5 covers 5 cells, more than the 4 of the input")) {
      try scene(GridDataScene.self, ["length": "4", "kernel": "5"])
    }
  }
}
