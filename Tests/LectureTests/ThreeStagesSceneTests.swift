import CellCanvas
import ConvolutionEngine
import Foundation
import Testing

@testable import Lecture

@Suite struct ThreeStagesSceneTests {
  private static func other(_ knobs: [String: String]) throws -> ThreeStagesScene {
    try scene(ThreeStagesScene.self, knobs)
  }

  /// The two rows of sums, each by plain loops.
  private func sums(_ input: [Double], bias: Double) -> [[Double]] {
    [[-1, 0, 1], [-1, 2, -1]].map { weights in
      (0..<input.count - 2).map { place in (0..<3).reduce(bias) { $0 + weights[$1] * input[place + $1] } }
    }
  }

  private func pooled(_ row: [Double], _ kind: DetectorStages.Kind, _ width: Int) -> [Double] {
    (0..<row.count / width).map { index in
      let seen = row[index * width..<(index + 1) * width]
      return kind == .max ? seen.max() ?? .nan : seen.reduce(0, +) / Double(width)
    }
  }

  private func detected(_ row: [Double]) -> [Double] { row.map { max(0, $0) } }

  private func texts(_ grid: String, _ row: Int, in canvas: Canvas) -> [String] {
    (0..<10).compactMap { canvas.text(of: Target(grid: grid, row: row, column: $0)) }
  }

  private func shown(_ values: [Double]) -> [String] {
    values.map { NumberText.plain(($0 * 100).rounded() / 100) }
  }

  private func inputs(_ scene: ThreeStagesScene) -> [Double] { scene.values.map(Double.init) }

  @Test func theStandardRow() throws {
    let scene = try scene(ThreeStagesScene.self)
    let canvas = figure(scene, step: try step("third", of: scene))
    #expect(texts("input", 0, in: canvas) == ["1", "1", "7", "9", "8", "3", "2", "6", "6", "1"])
    #expect(texts("linear", 0, in: canvas) == ["6", "8", "1", "−6", "−6", "3", "4", "−5"])
    #expect(texts("linear", 1, in: canvas) == ["−6", "4", "3", "4", "−4", "−5", "4", "5"])
    #expect(texts("detected", 0, in: canvas) == ["6", "8", "1", "0", "0", "3", "4", "0"])
    #expect(texts("detected-pooled", 0, in: canvas) == ["8", "1", "3", "4"])
    #expect(texts("detected-pooled", 1, in: canvas) == ["4", "4", "0", "5"])
    // What a later step brings is not there before.
    let early = figure(scene, step: try step("convolution", of: scene))
    #expect(Set(texts("detected", 0, in: early)) == ["·"])
  }

  @Test(arguments: [
    [:], ["pooling": "average"], ["order": "pooling-first", "pooling": "average", "bias": "-3"],
    ["window": "3", "bias": "5"], ["window": "4", "pooling": "average", "order": "pooling-first"],
    ["window": "1", "bias": "-9"], ["pooling": "average", "input": "9,0,9,0,9,0,9,0,9,0"],
  ])
  func everyStageFollowsFromTheInput(_ knobs: [String: String]) throws {
    let scene = try scene(ThreeStagesScene.self, knobs)
    let linear = sums(inputs(scene), bias: Double(scene.biasValue))
    for (moment, kind) in [("swapped", scene.stages.kind), ("otherPooling", scene.other.kind)] {
      let canvas = figure(scene, step: try step(moment, of: scene))
      var largest = 0.0
      for filter in 0..<2 {
        let first = pooled(detected(linear[filter]), kind, scene.width)
        let second = detected(pooled(linear[filter], kind, scene.width))
        #expect(texts("linear", filter, in: canvas) == shown(linear[filter]))
        #expect(texts("detected-pooled", filter, in: canvas) == shown(first))
        #expect(texts("pooled-detected", filter, in: canvas) == shown(second))
        let differences = zip(first, second).map { abs($0 - $1) }
        #expect(texts("difference", filter, in: canvas) == shown(differences))
        largest = max(largest, differences.max() ?? 0)
      }
      let text = scene.steps[try step(moment, of: scene)].formula[0].plain
      #expect(text.hasSuffix("with \(kind.rawValue) pooling: \(shown([largest])[0])"))
    }
    // ReLU and the maximum change places exactly, at every setting, on the row and on the picture.
    for stages in [scene.stages, scene.other, scene.pictureStages, scene.otherPictureStages] where stages.kind == .max {
      #expect(stages.detectedThenPooled == stages.pooledThenDetected)
    }
  }

  @Test func averageAndReLUDoNotChangePlaces() throws {
    let scene = try scene(ThreeStagesScene.self)
    #expect(scene.steps[try step("swapped", of: scene)].question?.answer == .number(0, decimals: 1))
    #expect(scene.steps[try step("otherPooling", of: scene)].caption.plain.contains("By up to 2"))
    let average = try Self.other(["pooling": "average"])
    #expect(average.steps[try step("swapped", of: average)].question?.answer == .number(2, decimals: 1))
    #expect(scene.otherPictureStages.largestDifference > 0)
  }

  /// An average that cancels nothing makes no difference, and that is what is said.
  @Test func sentencesFollowTheSums() throws {
    let lifted = try Self.other(["pooling": "average", "bias": "9"])
    let words = lifted.steps[try step("swapped", of: lifted)].caption.plain
    #expect(words.contains("no window holds sums of both signs"))
    let single = try Self.other(["pooling": "average", "window": "1"])
    #expect(single.steps[try step("swapped", of: single)].caption.plain.contains("a window of one averages nothing"))
    let none = try Self.other(["bias": "9"])
    #expect(none.steps[1].caption.plain.contains("none of the 16 sums are negative"))
    let all = try Self.other(["bias": "-9"])
    #expect(all.steps[1].caption.plain.contains("all 16 sums are negative"))
    #expect(all.steps[2].caption.plain.contains("16 of 16 are 0"))
  }

  @Test func theOrderIsTheKnobs() throws {
    let scene = try Self.other(["order": "pooling-first"])
    let canvas = figure(scene, step: try step("third", of: scene))
    #expect(texts("pooled", 0, in: canvas) == ["8", "1", "3", "4"])
    #expect(texts("pooled-detected", 1, in: canvas) == ["4", "4", "0", "5"])
    #expect(texts("pooled", 1, in: canvas) == ["4", "4", "−4", "5"])
    #expect(scene.steps[2].caption.plain.hasPrefix("Pooling"))
  }

  @Test func bothVocabulariesStandOnOneDrawing() throws {
    let scene = try scene(ThreeStagesScene.self)
    for size in [Size(columns: 78, rows: 17), Size(columns: 158, rows: 40)] {
      let text = figure(scene, step: try step("names", of: scene), size: size).plainText
      #expect(text.contains("one layer, three stages"))
      #expect(text.contains("layer 1") && text.contains("layer 2") && text.contains("layer 3"))
      // Two filters of three weights and a bias each; the others learn nothing.
      #expect(text.components(separatedBy: "learns 8").count == 2)
      #expect(text.components(separatedBy: "learns 0").count == 3)
    }
    #expect(!figure(scene, step: try step("third", of: scene)).plainText.contains("layer 1"))
  }

  /// The share of the picture's sums above 0, by plain loops.
  @Test(arguments: [-9, -2, 0, 4, 9]) func theBiasIsTheThreshold(bias: Int) throws {
    let scene = try Self.other(["bias": "\(bias)"])
    let picture = scene.picture
    var (above, all) = (0, 0)
    for row in 0..<picture.shape.height - 2 {
      for column in 0..<picture.shape.width - 2 {
        let sum = (0..<3).reduce(Float(bias)) {
          $0 + picture[row + $1, column + 2] - picture[row + $1, column]
        }
        all += 1
        above += sum > 0 ? 1 : 0
      }
    }
    let part = percent(Double(above) / Double(all))
    let words = scene.steps[try step("threshold", of: scene)].caption.plain
    #expect(words.contains("On the picture \(part) of the sums do"))
    #expect(words.contains("if it is above \(NumberText.plain(Double(-bias)))."))
  }

  /// A learned filter's sums by plain loops; it rises from left to right, as the one by hand does.
  @Test func aLearnedFilterIsConvolvedWithThePicture() throws {
    let scene = try Self.other(["filter": "photos", "bias": "-2"])
    let (kernel, picture) = (scene.pictureKernel, scene.picture)
    #expect(kernel.shape == Shape(height: 5, width: 5) && abs(kernel.values.reduce(0) { $0 + abs($1) } - 6) < 1e-4)
    let rise = (0..<5).reduce(Float(0)) { $0 + kernel[$1, 3] + kernel[$1, 4] - kernel[$1, 0] - kernel[$1, 1] }
    #expect(rise > 0)
    for (row, column) in [(0, 0), (7, 11), (23, 27)] {
      var sum: Float = -2
      for down in 0..<5 { for across in 0..<5 { sum += kernel[down, across] * picture[row + down, column + across] } }
      #expect(abs(scene.pictureStages.linear[row, column] - sum) < 1e-3)
    }
    #expect(scene.steps[try step("picture", of: scene)].note.contains("photos has learned"))
    #expect(figure(scene, step: try step("picture", of: scene)).plainText.contains("photos' filter"))
  }

  @Test func pointingTellsTheSums() throws {
    let scene = try scene(ThreeStagesScene.self)
    let playhead = Playhead(step: try step("third", of: scene))
    let sum = scene.remark(on: Target(grid: "linear", row: 1, column: 3), at: playhead)
    #expect(sum?.formula.first?.plain == "−1·9 + 2·8 + −1·3 + 0 = 4")
    let pooled = scene.remark(on: Target(grid: "detected-pooled", row: 0, column: 2), at: playhead)
    #expect(pooled?.formula.first?.plain == "max(0, 3) = 3")
    // What is asked next cannot be pointed out.
    #expect(scene.remark(on: Target(grid: "detected", row: 0, column: 0), at: Playhead(step: 1)) == nil)
  }

  @Test func moreRoomShowsThePicture() throws {
    let scene = try scene(ThreeStagesScene.self)
    let index = try step("third", of: scene)
    #expect(figure(scene, step: index, size: Size(columns: 158, rows: 40)).plainText.contains("picture"))
  }

  /// What is pointed at where both orders stand is told with the pooling that stands there, not with the knob's.
  @Test(arguments: [("max", "2"), ("average", "2"), ("max", "3"), ("average", "4")])
  func pointingTellsThePoolingThatIsShown(pooling: String, window: String) throws {
    let scene = try Self.other(["pooling": pooling, "window": window])
    let width = scene.width
    for (name, kind) in [("swapped", pooling), ("otherPooling", pooling == "max" ? "average" : "max")] {
      let index = try step(name, of: scene)
      let canvas = figure(scene, step: index)
      for filter in 0..<2 {
        for place in 0..<8 / width {
          let sums = (0..<width).map { offset -> Double in
            let weights = ThreeStagesScene.filters[filter].weights
            return (0..<3).reduce(0) { $0 + Double(weights[$1] * scene.values[place * width + offset + $1]) }
          }
          let positive = sums.map { max(0, $0) }
          let pooled = kind == "max" ? positive.max() ?? .nan : positive.reduce(0, +) / Double(width)
          let first = kind == "max" ? sums.max() ?? .nan : sums.reduce(0, +) / Double(width)
          func remark(_ grid: String) throws -> Remark {
            let target = Target(grid: grid, row: filter, column: place)
            #expect(canvas.hotSpots.contains { $0.target == target }, "\(grid)")
            return try #require(scene.remark(on: target, at: Playhead(step: index, pointer: target)))
          }
          func text(_ value: Double) -> String { ThreeStagesScene.text(Float(value)) }
          let told = try remark("detected-pooled").formula[0].plain
          #expect(told.hasPrefix("\(kind)(") && told.hasSuffix("= \(text(pooled))"), "\(told)")
          #expect(try remark("pooled-detected").formula[0].plain == "max(0, \(text(first))) = \(text(max(0, first)))")
          let apart = try remark("difference").caption.plain
          #expect(apart == "ReLU first gives \(text(pooled)), pooling first \(text(max(0, first))).")
        }
      }
    }
  }
}
