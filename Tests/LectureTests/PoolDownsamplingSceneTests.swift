import CellCanvas
import ConvolutionEngine
import Testing

@testable import Lecture

@Suite struct PoolDownsamplingSceneTests {
  private static func other(_ knobs: [String: String]) throws -> PoolDownsamplingScene {
    try scene(PoolDownsamplingScene.self, knobs)
  }

  /// Pooled by plain loops: windows begin at 0, stride, 2·stride …; with `keepsLast` also one that hangs over, as long as
  /// it begins on a detector and something behind the last whole window is left.
  private func pooled(_ row: [Float], width: Int, stride: Int, keepsLast: Bool) -> [Float] {
    var values: [Float] = []
    var first = 0
    while first + width <= row.count {
      values.append(row[first..<first + width].max() ?? .nan)
      first += stride
    }
    let end = first - stride + width
    if keepsLast, end < row.count, first < row.count { values.append(row[first...].max() ?? .nan) }
    return values
  }

  private func texts(_ name: String, in canvas: Canvas) -> [String] {
    (0..<12).compactMap { canvas.text(of: Target(grid: name, row: 0, column: $0)) }
  }

  private func shown(_ values: [Float]) -> [String] { values.map { NumberText.fixed(Double($0), decimals: 1) } }

  /// Figure 9.10 of the book: 1.0 1.0 0.3 from six detectors.
  @Test func theFigureOfTheBook() throws {
    let scene = try scene(PoolDownsamplingScene.self)
    let index = try step("ragged", of: scene)
    let canvas = figure(scene, step: index)
    #expect(texts("row", in: canvas) == ["0.1", "1.0", "0.2", "1.0", "0.3", "0.0"])
    #expect(texts("pooled", in: canvas) == ["1.0", "1.0", "0.3"])
    let words = scene.steps[index]
    #expect(words.question?.answer == .number(Double(Float(0.3)), decimals: 1))
    #expect(words.formula[0].plain == "max(0.3, 0.0) = 0.3")
    #expect(words.formula[1].plain.hasSuffix("⌈(6 − 3)/2⌉ + 1 = 3"))
    #expect(words.caption.plain.contains("hangs over the end by 1") && words.caption.plain.contains("detector 6"))
    // While the question stands, the last value is not on the screen.
    #expect(texts("pooled", in: figure(scene, step: index - 1)) == ["1.0", "1.0"])
  }

  @Test func keptAndDroppedStandBesideEachOther() throws {
    let scene = try scene(PoolDownsamplingScene.self)
    let index = try step("both", of: scene)
    let canvas = figure(scene, step: index)
    #expect(texts("pooled-kept", in: canvas) == ["1.0", "1.0", "0.3"])
    #expect(texts("pooled-dropped", in: canvas) == ["1.0", "1.0"])
    #expect(canvas.plainText.contains("last window kept: 3 pooled units"))
    #expect(canvas.plainText.contains("last window dropped: 2 pooled units"))
    let words = scene.steps[index]
    #expect(words.formula.map(\.plain).last?.hasSuffix("⌊(6 − 3)/2⌋ + 1 = 2") == true)
    #expect(words.caption.plain.contains("detector 6 tells the next layer nothing"))
  }

  @Test(arguments: [
    (6, 3, 2), (7, 3, 2), (12, 5, 4), (5, 2, 4), (9, 1, 3), (2, 2, 1), (11, 4, 3), (6, 1, 4), (10, 3, 4),
  ])
  func everyValueFollowsFromTheRow(_ count: Int, _ width: Int, _ stride: Int) throws {
    let scene = try scene(
      PoolDownsamplingScene.self, ["detectors": "\(count)", "width": "\(width)", "stride": "\(stride)", "next": "5"])
    let row = Array(PoolDownsamplingScene.standardRow[..<count])
    let kept = pooled(row, width: width, stride: stride, keepsLast: true)
    let dropped = pooled(row, width: width, stride: stride, keepsLast: false)
    let canvas = figure(scene, step: try step("both", of: scene))
    #expect(texts("pooled-kept", in: canvas) == shown(kept))
    #expect(texts("pooled-dropped", in: canvas) == shown(dropped))
    #expect((scene.index(of: "ragged") != nil) == (kept.count > dropped.count))
    let words = scene.steps[try step("both", of: scene)].caption.plain
    #expect(words.contains("no difference here") == (kept.count == dropped.count))
    // Each of five units looks at all below it.
    let work = scene.steps[try step("work", of: scene)]
    #expect(work.question?.answer == .number(Double(5 * kept.count), decimals: 0))
    #expect(work.formula[0].plain.hasPrefix("\(count) · 5 = \(5 * count)"))
    #expect(work.formula[1].plain.hasPrefix("\(kept.count) · 5 = \(5 * kept.count)"))
  }

  @Test func theNextLayerDoesHalfTheWork() throws {
    let scene = try scene(PoolDownsamplingScene.self)
    let index = try step("work", of: scene)
    #expect(scene.steps[index].caption.plain.contains("has half of the lines"))
    let text = figure(scene, step: index).plainText
    #expect(text.contains("not pooled: 24 lines") && text.contains("pooled, last kept: 12 lines"))
    #expect(text.contains("24 multiply-adds") && text.contains("12 multiply-adds"))
    let dropped = try Self.other(["last": "dropped"])
    #expect(dropped.steps[index].caption.plain.contains("has 33 % of the lines"))
    #expect(figure(dropped, step: index).plainText.contains("8 multiply-adds"))
    // A large window has all three beside each other.
    let large = figure(scene, step: index, size: Size(columns: 158, rows: 40)).plainText
    #expect(large.contains("24 lines") && large.contains("12 lines") && large.contains("8 lines"))
  }

  /// GoogLeNet: 112 × 112 × 64 becomes 56 with the last window kept, 55 without; a 3 × 3 convolution with 192 filters
  /// takes 3·3·64·192 multiply-adds at each place.
  @Test(arguments: [(3, 2, 56, 55), (2, 2, 56, 56), (5, 4, 28, 27), (3, 3, 38, 37)])
  func aRealPoolingFollowsTheKnobs(_ width: Int, _ stride: Int, _ kept: Int, _ dropped: Int) throws {
    let scene = try Self.other(["width": "\(width)", "stride": "\(stride)"])
    guard case .volume(let volume) = scene.moments.last else { return }
    #expect(volume.kept == Shape(height: kept, width: kept, channels: 64))
    #expect(volume.dropped == Shape(height: dropped, width: dropped, channels: 64))
    #expect(volume.work.direct == 112 * 112 * 3 * 3 * 64 * 192)
    #expect(volume.work.kept == kept * kept * 3 * 3 * 64 * 192)
    #expect(volume.work.dropped == dropped * dropped * 3 * 3 * 64 * 192)
    #expect(scene.steps.last?.caption.plain.contains("a quarter of the work") == (kept == 56))
  }

  @Test func aWindowLargerThanTheRowIsRefused() throws {
    #expect(throws: SettingsError.self) { try Self.other(["detectors": "2", "width": "3"]) }
  }

  @Test func pointingTellsWhatIsSeen() throws {
    let scene = try Self.other([:])
    let playhead = Playhead(step: try step("both", of: scene))
    let last = scene.remark(on: Target(grid: "pooled-kept", row: 0, column: 2), at: playhead)
    #expect(last?.caption.plain == "This unit is the largest of 2 detectors: its window hangs over the end by 1.")
    let lost = scene.remark(on: Target(grid: "detectors-dropped", row: 0, column: 5), at: playhead)
    #expect(lost?.caption.plain == "No window looks at this 0.0.")
    #expect(scene.remark(on: Target(grid: "pooled", row: 0, column: 1), at: Playhead(step: 1))?.formula.isEmpty == true)
  }

  /// How many neighbours would say the same at stride 1, by plain loops; said only where there are any.
  @Test(arguments: [
    [:], ["width": "1"], ["width": "2", "stride": "3"], ["detectors": "12", "width": "4"],
    ["row": "0.9,0.1,0.8,0.2,0.7,0.3", "width": "1"], ["row": "0.5,0.5,0.5,0.5,0.5,0.5", "width": "1"],
  ])
  func neighboursThatSayTheSameAreCounted(_ knobs: [String: String]) throws {
    let scene = try Self.other(knobs)
    let width = scene.kept.geometry.window.kernel
    let fine = pooled(scene.detectors, width: width, stride: 1, keepsLast: false)
    var same = 0
    for index in 1..<fine.count where fine[index] == fine[index - 1] { same += 1 }
    let caption = scene.steps[0].caption.plain
    #expect(caption.contains("at stride 1, \(same) of \(fine.count - 1) neighbour") == (same > 0), "\(caption)")
    #expect(caption.contains("the same") == (same > 0))
  }

  @Test func editorsCallADetectorAsTheCaptionDoes() throws {
    let scene = try Self.other([:])
    #expect(scene.name(of: Target(grid: "row", row: 0, column: 5)) == "detector 6")
    #expect(scene.steps[try step("ragged", of: scene)].caption.plain.contains("detector 6"))
  }
}
