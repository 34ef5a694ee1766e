import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct EdgeDetectionSceneTests {
  private func texts(_ scene: EdgeDetectionScene, at moment: EdgeDetectionScene.Moment) throws -> String {
    let step = try #require(scene.moments.firstIndex(of: moment))
    let words = scene.steps[step].formula.map(\.plain) + [scene.steps[step].caption.plain]
    return words.joined(separator: "\n") + "\n" + figure(scene, step: step).plainText
  }

  @Test func standardSettingsAreTheLectures() throws {
    let scene = try scene(EdgeDetectionScene.self)
    #expect(scene.picture.shape == Shape(height: 280, width: 320))
    #expect(try texts(scene, at: .sides).contains("result 319 × 280"))
    #expect(try texts(scene, at: .detail).contains("(320 − 2)/1 + 1 = 319"))
    #expect(try texts(scene, at: .operations).contains("319·280·3 = 267,960 operations"))
    let matrix = try texts(scene, at: .matrix)
    #expect(matrix.contains("320·280 · 319·280 = 8,003,072,000 entries"))
    #expect(matrix.contains("178,640") && matrix.contains("32.0 GB"))
    let ratio = try texts(scene, at: .ratio)
    #expect(ratio.contains("about 60,000 times"))
    #expect(ratio.contains("2·8,003,072,000 / 267,960 = 59,733"))
    #expect(ratio.contains("16,006,144,000"))
    #expect(try texts(scene, at: .end).contains("2 numbers"))
  }

  @Test func eachPixelMinusItsLeftNeighbour() throws {
    let scene = try scene(EdgeDetectionScene.self)
    for row in stride(from: 0, to: 280, by: 7) {
      for column in 0..<319 {
        #expect(scene.result[row, column] == scene.picture[row, column + 1] - scene.picture[row, column])
      }
    }
    #expect(scene.extremes.lowerBound < -50 && scene.extremes.upperBound > 50, "the picture has edges")
  }

  @Test(arguments: [
    ["kernel": "sobel-y"], ["kernel": "prewitt-x"], ["kernel": "gauss"], ["weights": "0,-1,0;-1,4,-1;0,-1,0"],
    ["kernel": "box", "weights": "0.5"],
  ]) func everyNumberFollowsTheKernel(settings: [String: String]) throws {
    let scene = try scene(EdgeDetectionScene.self, settings)
    let (kernel, picture) = (scene.kernelGrid, scene.picture)
    #expect(kernel.shape == Shape(height: 3, width: 3))
    for (row, column) in [(0, 0), (100, 200), (277, 317)] {
      var sum: Float = 0
      for down in 0..<3 { for across in 0..<3 { sum += kernel[down, across] * picture[row + down, column + across] } }
      #expect(abs(scene.result[row, column] - sum) < 0.01)
    }
    #expect(try texts(scene, at: .operations).contains("318·278·17 = 1,502,868 operations"))
    #expect(try texts(scene, at: .matrix).contains("320·280 · 318·278 = 7,920,998,400 entries"))
    // 2·7,920,998,400 / 1,502,868 = 10,541.2
    let ratio = try texts(scene, at: .ratio)
    #expect(ratio.contains("= 10,541 times") && ratio.contains("about 10,000 times"))
  }

  @Test func kernelsAreToldApartByTheirWeights() {
    func character(_ preset: KernelPreset) -> KernelCharacter { KernelCharacter(preset.weights(size: 3, seed: 1)) }
    #expect(KernelCharacter(Tensor(rows: [[-1, 1]])) == .edges(vertical: true, horizontal: false))
    #expect(character(.sobelX) == .edges(vertical: true, horizontal: false))
    #expect(character(.prewittX) == .edges(vertical: true, horizontal: false))
    #expect(character(.sobelY) == .edges(vertical: false, horizontal: true))
    #expect(character(.prewittY) == .edges(vertical: false, horizontal: true))
    #expect(character(.laplace) == .edges(vertical: true, horizontal: true))
    #expect(character(.gauss) == .blur && character(.box) == .blur)
    #expect(character(.sharpen) == .stress && character(.emboss) == .stress)
    #expect(character(.identity) == .copy)
    #expect(KernelCharacter(Tensor(rows: [[0, 0]])) == .nothing)
    #expect(KernelCharacter(Tensor(rows: [[-1, 0]])) == .negative)
    #expect(KernelCharacter(Tensor(rows: [[1, -1], [-1, 1]])) == .edges(vertical: false, horizontal: false))
    // As numbers with one decimal these add up to 0, as `Float`s they miss it.
    #expect(KernelCharacter(Tensor(rows: [[0.1, 0.2, -0.3]])) == .edges(vertical: true, horizontal: false))
  }

  /// What the kernels are said to find they do find: on a picture of one edge of each kind.
  @Test(arguments: [KernelPreset.sobelX, .sobelY, .prewittX, .prewittY, .laplace])
  func edgesAreFoundAsSaid(preset: KernelPreset) {
    let kernel = preset.weights(size: 3, seed: 1)
    func finds(_ rows: [[Float]]) -> Bool {
      Convolution(FilterBank(kernel: kernel))(Tensor(rows: rows)).values.contains { $0 != 0 }
    }
    let vertical = finds(Array(repeating: [0, 0, 0, 9, 9, 9], count: 6))
    let horizontal = finds([0, 0, 0, 9, 9, 9].map { Array(repeating: $0, count: 6) })
    #expect(KernelCharacter(kernel) == .edges(vertical: vertical, horizontal: horizontal))
  }

  @Test func predictions() throws {
    for (settings, width, seen, entries) in [
      ([:], "319", "1", "3"), (["kernel": "sobel-y"], "318", "2", "3"), (["kernel": "laplace"], "318", "3", "3"),
      (["kernel": "box"], "318", "4", "3"),
    ] {
      let scene = try scene(EdgeDetectionScene.self, settings)
      func isRight(_ answer: String, at moment: EdgeDetectionScene.Moment) -> Bool? {
        scene.steps[scene.moments.firstIndex(of: moment) ?? 0].question?.isRight(answer)
      }
      #expect(isRight(width, at: .detail) == true && isRight("320", at: .detail) == false)
      #expect(isRight(seen, at: .wipe) == true)
      #expect(isRight(entries, at: .matrix) == true)
    }
  }

  @Test func theWipeStopsWhereTheKnobSays() throws {
    func edges(_ scene: EdgeDetectionScene, _ progress: Double) -> Int {
      figure(scene, step: 2, progress: progress).cells.count { $0.ink == .role(.active) && $0.glyph == "▀" }
    }
    #expect(edges(try scene(EdgeDetectionScene.self), 0) == 0)
    #expect(edges(try scene(EdgeDetectionScene.self), 0.5) > 10)
    #expect(edges(try scene(EdgeDetectionScene.self), 1) == 0)
    #expect(edges(try scene(EdgeDetectionScene.self, ["wipe": "4"]), 1) > 10)
    #expect(edges(try scene(EdgeDetectionScene.self, ["wipe": "0"]), 0.5) == 0)
  }

  @Test func pointingShowsWhatANumberIsMadeOf() throws {
    let scene = try scene(EdgeDetectionScene.self)
    let target = try #require(figure(scene, step: 1).hotSpots.map(\.target).first { $0.grid == "result" })
    let (left, right) = (scene.picture[target.row, target.column], scene.picture[target.row, target.column + 1])
    let remark = scene.remark(on: target, at: Playhead(step: 1, pointer: target))
    let texts = [left, right, right - left].map(GridConvolution.text)
    #expect(remark?.formula.first?.plain == "\(texts[0])·−1 + \(texts[1])·1 = \(texts[2])")
  }

  @Test func theViewersPictureTakesItsPlace() throws {
    // Black on the left, white on the right: one vertical edge, in the middle.
    let bytes = (0..<40 * 35).flatMap { Array(repeating: UInt8($0 % 40 < 20 ? 0 : 255), count: 3) }
    let own = try EdgeDetectionScene(Settings(picture: Picture(width: 40, height: 35, bytes: bytes)))
    #expect(own.picture.shape == Shape(height: 280, width: 320))
    #expect((155..<165).contains(own.strongest.column))
    #expect(own.extremes.lowerBound == 0)
  }

  @Test func whatIsUnknownIsRefusedWithTheNearest() {
    #expect(throws: SettingsError.self) { try scene(EdgeDetectionScene.self, ["kernel": "sobel"]) }
    #expect(throws: SettingsError.self) { try scene(EdgeDetectionScene.self, ["weights": "12"]) }
  }

  /// What is said of a kernel typed by hand is true of it.
  @Test(arguments: [
    ("-1,0", "a negative of the picture", "Bright and dark have changed places"),
    ("0,0", "Weights of 0 see nothing", "Nothing is left"),
    ("0.5,0.5", "mixture of its neighbours", "The fine texture is gone"),
    ("0,0,0;0,0.5,0;0,0,0", "One weight alone", "The same picture, brighter or darker"),
    ("0,0,0;0,1,0;0,0,0", "One weight alone", "The same picture: the kernel that changes nothing"),
    ("1,-1,0;-1,1,0;0,0,0", "Even areas vanish", "only slanted ones and corners"),
  ]) func wordsFollowTheWeights(weights: String, wiped: String, beside: String) throws {
    let scene = try scene(EdgeDetectionScene.self, ["weights": weights])
    #expect(try texts(scene, at: .wipe).contains(wiped))
    #expect(try texts(scene, at: .sides).contains(beside))
  }
}
